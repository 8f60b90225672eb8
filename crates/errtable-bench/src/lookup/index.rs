//! The size of the tables that lookups read.

/// Bytes of all arrays in `mod index` of a generated module: the codes by slot, and the numbers that lead to them.
///
/// Lists of codes by column are no lookup, and neither are texts; their elements are not of a fixed size here.
pub(super) fn bytes(generated: &str) -> usize {
    let lines = generated.lines().map(str::trim);
    let index = lines.skip_while(|line| *line != "mod index {");
    index.filter_map(|line| line.strip_prefix("pub(super) static ")).filter_map(array).sum()
}

/// The bytes of `NAME: [TYPE; LENGTH] = ...`.
fn array(declaration: &str) -> Option<usize> {
    let (element, rest) = declaration.split_once(": [")?.1.split_once("; ")?;
    let length: usize = rest.split_once(']')?.0.replace('_', "").parse().ok()?;
    Some(length * element_size(element)?)
}

fn element_size(element: &str) -> Option<usize> {
    match element {
        "u8" => Some(1),
        "u16" => Some(2),
        "u32" => Some(4),
        "u64" => Some(8),
        // The enum: all catalogues that are measured have codes of `u32`.
        "ErrorCode" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Choice;
    use errtable::{RustOptions, rust};

    #[test]
    fn arrays_have_sizes() {
        assert_eq!(array("ROW: [u16; 1_024] = ["), Some(2_048));
        assert_eq!(array("CODE: [ErrorCode; 32] = ["), Some(128));
        for other in ["OF: [&'static [ErrorCode]; 12] = [", "TEXT: Texts = Texts {", "TEXTS: [&str; 2] = ["] {
            assert_eq!(array(other), None, "{other}");
        }
    }

    #[test]
    fn the_index_alone_is_measured() {
        let outside = "mod data {\n    pub(super) static A: [u8; 9] = [];\n}\n";
        let inside =
            "mod index {\n    pub(super) static A: [u8; 2] = [];\n    pub(super) static B: [u16; 3] = [];\n}\n";
        assert_eq!(bytes(&format!("{outside}{inside}")), 8);
        assert_eq!(bytes(outside), 0);
    }

    #[test]
    fn what_is_generated_has_an_index() {
        let codes = Choice::Seed.codes().expect("a catalogue");
        let bytes = bytes(&rust(&codes.catalog, &RustOptions::default()));
        // At the least a code of four bytes and a row of one for each of the 25.
        assert!((125..2_500).contains(&bytes), "{bytes}");
    }
}
