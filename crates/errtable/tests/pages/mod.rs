//! The page of a rule, taken apart: its sections, and the files that its examples consist of.

use std::collections::BTreeMap;

use errtable::Rule;

/// The headings of every page, in order. What stands above the first says what the rule finds.
pub(crate) const HEADINGS: [&str; 4] = ["Why it matters", "Example", "Right", "To allow it"];
/// How the section of an example begins that has none.
pub(crate) const NO_EXAMPLE: &str = "No example: ";

/// A section of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Section {
    /// All but the blocks.
    pub(crate) prose: String,
    /// The blocks of files, by name.
    pub(crate) files: BTreeMap<String, String>,
    /// The lines to type, from the block `sh`.
    pub(crate) commands: Vec<String>,
    /// Lines for the directive above the table, from the block `toml`.
    pub(crate) directive: Option<String>,
}

/// The page of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) example: Section,
    pub(crate) right: Section,
    pub(crate) allow: Section,
}

impl Page {
    /// Reads the page of a rule, or says how its form is wrong.
    pub(crate) fn of(rule: Rule) -> Result<Page, String> {
        Page::read(rule.page())
    }

    pub(crate) fn read(text: &str) -> Result<Page, String> {
        let mut rest = text;
        let mut parts = Vec::new();
        for heading in HEADINGS {
            let line = format!("\n## {heading}\n");
            let (part, below) = rest.split_once(&line).ok_or(format!("there is no section `{heading}`"))?;
            parts.push(part.trim());
            rest = below;
        }
        parts.push(rest.trim());
        if let Some(empty) = parts.iter().position(|part| part.is_empty()) {
            return Err(format!("section {empty} is empty"));
        }
        let page = Page { example: section(parts[2])?, right: section(parts[3])?, allow: section(parts[4])? };
        let has_reason = page.example.prose.strip_prefix(NO_EXAMPLE).is_some_and(|reason| reason.len() > 10);
        match (page.example.files.contains_key("spec.md"), has_reason) {
            (true, false) | (false, true) => {}
            _ => return Err(format!("the example has a `spec.md`, or says `{NO_EXAMPLE}` and why")),
        }
        let is_allowed = page.allow.directive.is_some() || !page.allow.commands.is_empty();
        if is_allowed == page.allow.prose.starts_with("It cannot be allowed") {
            return Err("`To allow it` has a block, or says that it cannot be allowed".to_owned());
        }
        Ok(page)
    }

    /// Whether only the command raises the rule, so that its example is one of commands.
    pub(crate) fn is_of_command(&self) -> bool {
        !self.example.commands.is_empty()
    }

    /// The files of the right example: those of the example, changed.
    pub(crate) fn right_files(&self) -> BTreeMap<String, String> {
        let mut files = self.example.files.clone();
        files.extend(self.right.files.clone());
        files
    }
}

fn section(text: &str) -> Result<Section, String> {
    let mut section = Section::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            section.prose.push_str(line);
            section.prose.push('\n');
            continue;
        };
        let body: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        match info.split_once(' ') {
            Some((_, name)) => drop(section.files.insert(name.to_owned(), body.join("\n") + "\n")),
            None if info == "sh" => section.commands.extend(body.into_iter().map(str::to_owned)),
            None if info == "toml" => section.directive = Some(body.join("\n")),
            None => return Err(format!("nobody knows what to do with a block of `{info}`")),
        }
    }
    section.prose = section.prose.trim().to_owned();
    Ok(section)
}
