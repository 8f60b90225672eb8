//! Where a lock may lie.

use crate::text::{is_unprintable, printable};

/// Why a lock cannot have a name: it is a path from the folder of the spec to a file there or below, on every system.
/// A folder whose name begins with a dot belongs to another program: `.git/index.lock` would stop git.
pub(crate) fn fault(name: &str) -> Option<String> {
    let mut parts: Vec<_> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.pop();
    let hidden = parts.iter().find(|part| part.starts_with('.'));
    match () {
        () if !name.ends_with(".lock") => Some("its name does not end in `.lock`".to_owned()),
        () if name.contains(is_unprintable) => Some("its name has a character that cannot be shown".to_owned()),
        () if name.starts_with('/') || name.contains([':', '\\']) || parts.contains(&"..") => {
            Some("it would lie outside the folder of the spec".to_owned())
        }
        () => hidden.map(|folder| format!("`{folder}` is a folder whose name begins with a dot")),
    }
}

/// A name that a lock can have in the place of one that it cannot.
pub(crate) fn other(name: &str) -> String {
    let file = printable(name.rsplit(['/', '\\', ':']).next().unwrap_or_default());
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).trim_matches(['.', ' ']);
    format!("{}.lock", if stem.is_empty() { "codes" } else { stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_lies_in_the_folder_of_the_spec_or_below() {
        for name in
            ["x.lock", "./x.lock", "locks/x.lock", "a/./b//x.lock", ".x.lock", "a b/é.lock", "..a.lock", "a/..lock"]
        {
            assert_eq!(fault(name), None, "{name}");
        }
        let outside =
            ["/x.lock", "../x.lock", "a/../x.lock", "a/../../x.lock", "./../x.lock", "..\\x.lock", "a\\x.lock"];
        for name in outside.into_iter().chain(["C:x.lock", "C:/x.lock", "//server/x.lock", "x.md:y.lock"]) {
            assert_eq!(fault(name).as_deref(), Some("it would lie outside the folder of the spec"), "{name}");
        }
        for name in [".git/index.lock", "./.git/x.lock", "a/.hidden/x.lock", ".github//x.lock", "a/.b/c/x.lock"] {
            assert!(fault(name).is_some_and(|why| why.ends_with("begins with a dot")), "{name}");
        }
        for name in ["x.txt", "", ".git", "x.lock/", "x.LOCK"] {
            assert!(fault(name).is_some_and(|why| why.contains("end in `.lock`")), "{name}");
        }
        for name in ["a\n.lock", "\u{200c}.git/x.lock", "\0.lock"] {
            assert!(fault(name).is_some_and(|why| why.contains("cannot be shown")), "{name:?}");
        }
    }

    #[test]
    fn the_other_name_is_one_that_a_lock_can_have() {
        for (name, expected) in [
            ("/codes.txt", "codes.lock"),
            (".git/index.lock", "index.lock"),
            ("../../x.lock", "x.lock"),
            ("C:\\y.lock", "y.lock"),
            ("", "codes.lock"),
            ("../.lock", "codes.lock"),
            ("a\nb.lock", "a b.lock"),
            ("x.lock/", "codes.lock"),
        ] {
            assert_eq!(other(name), expected);
            assert_eq!(fault(expected), None);
        }
    }
}
