//! What a type derives.

use syn::{Path, PathArguments};

use super::{Asked, Kind};
use crate::catalog::{CodeType, Impl};
use crate::directive::Spanned;
use crate::finding::{Finding, Findings};
use crate::text::{is_unprintable, printable, toml_string};

/// The traits that every generated type implements, and cannot be without.
const NEEDED: [&str; 5] = ["Clone", "Copy", "Debug", "PartialEq", "Eq"];

/// Derives that implement a trait of the generated code, by the last part of their paths.
const KNOWN: &[(&str, Impl)] = &[
    ("Display", Impl::Display),
    ("Error", Impl::Error),
    ("FromStr", Impl::FromStr),
    ("EnumString", Impl::FromStr),
    ("TryFromPrimitive", Impl::TryFrom),
    ("IntoPrimitive", Impl::From),
    ("Hash", Impl::Hash),
    ("PartialOrd", Impl::PartialOrd),
    ("Ord", Impl::Ord),
    ("Serialize", Impl::Serde),
    ("Deserialize", Impl::Serde),
];

/// The same for derives whose names several crates have.
const OF_CRATES: &[(&str, Impl)] = &[("arbitrary::Arbitrary", Impl::Arbitrary), ("defmt::Format", Impl::Defmt)];

impl Asked<'_> {
    /// The derives that can be.
    pub(super) fn derives(&self, without: &[Impl], findings: &mut Findings) -> Vec<String> {
        let mut derives: Vec<String> = Vec::new();
        for asked in &self.of.derive {
            let path = path_of(&asked.value);
            let fault = match &path {
                None => Some(self.no_path(asked)),
                Some(path) if derives.contains(path) => {
                    let message = format!("`{path}` is derived already");
                    Some(self.unfit(&asked.span, message).fix(self.take_out(&asked.span).safe()))
                }
                Some(path) => self.implemented(asked, path, without),
            };
            match fault {
                Some(finding) => findings.push(finding),
                None => derives.extend(path),
            }
        }
        derives
    }

    fn no_path(&self, Spanned { value, span }: &Spanned<String>) -> Finding {
        let message = format!("`{}` is no path of a derive", printable(value));
        self.unfit(span, message).help("write one as it stands in `#[derive(...)]`: derive = [\"strum::EnumIter\"]")
    }

    /// A derive of what the generated code has already, or of what somebody wants to be left out.
    fn implemented(&self, Spanned { span, .. }: &Spanned<String>, path: &str, without: &[Impl]) -> Option<Finding> {
        let (folder, last) = path.rsplit_once("::").unwrap_or(("", path));
        let is_of_rust = matches!(folder.split("::").find(|part| !part.is_empty()), None | Some("core" | "std"));
        if is_of_rust && NEEDED.contains(&last) {
            let message = format!("every generated type implements `{last}`");
            return Some(self.unfit(span, message).fix(self.take_out(span).safe()));
        }
        let path = path.trim_start_matches("::");
        let known = KNOWN.iter().find(|(name, _)| *name == last).or(OF_CRATES.iter().find(|(name, _)| *name == path));
        let &(_, of) = known?;
        if !self.can_have(of) {
            return None;
        }
        if without.contains(&of) {
            // Derived, values are in the order of the table, not in that of their texts.
            let is_order = matches!(of, Impl::PartialOrd | Impl::Ord) && self.kind == Kind::Errors(CodeType::Text);
            let is_builtin = matches!(of, Impl::Hash | Impl::PartialOrd | Impl::Ord) && is_of_rust;
            let message = format!("`{}` is left out by `without`, and derived here as it would be anyway", of.as_str());
            let is_fault = is_builtin && !is_order;
            return is_fault.then(|| self.unfit(span, message).fix(self.take_out(span)));
        }
        let message =
            format!("`{}` implements what `{path}` derives: it has the impls of `{}`", self.name, of.as_str());
        let finding = self.unfit(span, message).fix(self.take_out(span));
        let is_same = is_of_rust && matches!(of, Impl::Hash | Impl::PartialOrd | Impl::Ord);
        Some(match is_same {
            true => finding,
            false => finding.help(format!("or leave those out: without = [{}]", toml_string(of.as_str()))),
        })
    }

    /// Whether the generated code has an impl for a type of this kind, unless it is left out.
    fn can_have(&self, of: Impl) -> bool {
        let is_of_kind = self.kind != Kind::Category || of.is_of_categories();
        let is_asked = !of.is_of_feature() || self.config.features().any(|feature| feature == of.as_str());
        is_of_kind && is_asked
    }
}

/// A path without arguments, as it is usually written.
fn path_of(text: &str) -> Option<String> {
    let path: Path = syn::parse_str(text).ok()?;
    let is_bare = path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None));
    let is_plain = is_bare && !text.contains(is_unprintable) && !text.contains(['/', '#']);
    is_plain.then(|| text.chars().filter(|c| !c.is_whitespace()).collect())
}
