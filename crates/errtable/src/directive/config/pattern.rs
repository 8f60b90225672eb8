//! Paths and patterns of specs, with `/` between folders.

use std::path::{Component, Path};

use crate::text::fits_pattern;

/// Why a path or pattern cannot be that of specs.
pub(super) fn fault(pattern: &str) -> Option<&'static str> {
    if pattern.starts_with('/') || pattern.contains([':', '\\']) {
        Some("a path goes from the folder of errtable.toml, with `/` between folders")
    } else if ![".md", ".markdown", ".mdx"].iter().any(|ending| pattern.ends_with(ending)) {
        Some("a spec is a Markdown file, whose name ends in `.md`, `.markdown` or `.mdx`")
    } else {
        None
    }
}

/// Whether a path is one of those that a pattern stands for in a folder.
pub(super) fn is_below(folder: Option<&Path>, pattern: &str, path: &Path) -> bool {
    let (Some(mut folder), Some(path)) = (parts(folder.unwrap_or(Path::new(""))), parts(path)) else { return false };
    let mut pattern = pattern;
    while let Some(rest) = pattern.strip_prefix("../") {
        folder.pop();
        pattern = rest;
    }
    path.strip_prefix(&folder[..]).is_some_and(|below| matches(pattern, &below.join("/")))
}

/// The names on a path from the root of the file system.
fn parts(path: &Path) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let path = if path == Path::new("") { Path::new(".") } else { path };
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir => {}
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    Some(parts)
}

/// Whether a path is one of those that a pattern stands for.
fn matches(pattern: &str, path: &str) -> bool {
    let parts = |text: &str| text.split('/').filter(|part| *part != ".").map(str::to_owned).collect::<Vec<_>>();
    parts_match(&parts(pattern), &parts(path))
}

/// Each run of parts between two `**` is looked for once, so that no pattern takes long.
fn parts_match(pattern: &[String], path: &[String]) -> bool {
    let mut runs = pattern.split(|part| part == "**");
    let first = runs.next().unwrap_or_default();
    if !begins_with(path, first) {
        return false;
    }
    let mut rest = &path[first.len()..];
    let Some(last) = runs.next_back() else { return rest.is_empty() };
    for run in runs {
        let Some(at) = (0..=rest.len()).find(|&at| begins_with(&rest[at..], run)) else { return false };
        rest = &rest[at + run.len()..];
    }
    rest.len() >= last.len() && begins_with(&rest[rest.len() - last.len()..], last)
}

/// Whether the first names of a path are those that a run stands for. `*` stands for no name that begins with a dot.
fn begins_with(path: &[String], run: &[String]) -> bool {
    let fits =
        |part: &String, name: &String| fits_pattern(part, name) && !(part.contains('*') && name.starts_with('.'));
    path.len() >= run.len() && run.iter().zip(path).all(|(part, name)| fits(part, name))
}

/// The folder below which all paths of a pattern lie, and whether the pattern is more than one path.
pub fn expanded(pattern: &str) -> (&str, bool) {
    match pattern.find('*') {
        None => (pattern, false),
        Some(at) => (pattern[..at].rsplit_once('/').map_or("", |(folder, _)| folder), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, path, is) in [
            ("a.md", "a.md", true),
            ("a.md", "b/a.md", false),
            ("./a.md", "a.md", true),
            ("*.md", "a.md", true),
            ("*.md", "b/a.md", false),
            ("**/*.md", "a.md", true),
            ("**/*.md", "b/c/a.md", true),
            ("**/**/**/**/*.md", "b/c/d/e/f/g/h/a.txt", false),
            ("**/a/**/b/*.md", "a/x/b/a/y/b/c.md", true),
            ("**/a/**/b/*.md", "b/a/c.md", false),
            ("a/**/a.md", "a/a.md", true),
            ("a/**/a/a.md", "a/a.md", false),
            ("docs/*/codes.md", "docs/x/codes.md", true),
            ("docs/*-*.md", "docs/a-b-c.md", true),
            ("docs/*-*.md", "docs/ab.md", false),
            ("a*a.md", "a.md", false),
            ("*.md", ".a.md", false),
        ] {
            assert_eq!(matches(pattern, path), is, "{pattern} {path}");
        }
        for (folder, pattern, path, is) in [
            ("", "a.md", "a.md", true),
            ("x", "a.md", "a.md", false),
            ("x", "../docs/*.md", "docs/a.md", true),
            ("x/../y", "a.md", "./y/a.md", true),
            ("x", "../../../../../../../../../../../../a.md", "a.md", false),
        ] {
            assert_eq!(is_below(Some(Path::new(folder)), pattern, Path::new(path)), is, "{folder} {pattern} {path}");
        }
        assert_eq!(expanded("docs/x/*.md"), ("docs/x", true));
        assert_eq!(expanded("*.md"), ("", true));
        assert_eq!(expanded("a.md"), ("a.md", false));
    }
}
