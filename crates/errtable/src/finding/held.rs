//! One fault, one finding: what follows from another finding is held back.

use std::collections::HashMap;

use super::{Finding, Findings, Place};
use crate::text::{Source, printable};

/// Something of a spec that a fault makes unknown, and that a later check then misses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A code: in decimal, or its text.
    Code(String),
    /// What a cell says, as `Topic::text` makes it of the cell.
    Text(String),
    /// A code that was released and is gone.
    Gone(String),
    /// A value of a column that rows had of which nothing is made.
    Value(String),
    /// The value that a row had which is gone.
    ValueOfGoneRow,
    /// A line of a file.
    Line(String, usize),
    /// A line of a file at which what was released breaks.
    Broken(String, usize),
    /// The tables of a file.
    Tables(String),
    /// All of a file.
    File(String),
    /// The values of a column, by the method that reads it.
    Values(String),
    /// The values of a column that seem to have been reworded, by the method that reads it.
    RewordedValues(String),
    /// Which columns other files add, and of which types they are.
    JoinedColumns,
    /// Which enums there are.
    Enums,
    /// What a directive says of a table.
    Settings,
}

impl Topic {
    /// The text of a cell.
    pub(crate) fn text(cell: &str) -> Self {
        Topic::Text(folded(cell))
    }

    /// The same as a value.
    pub(crate) fn value(cell: &str) -> Self {
        Topic::Value(folded(cell))
    }

    /// A text as a value.
    pub(crate) fn into_value(self) -> Option<Self> {
        if let Topic::Text(text) = self { Some(Topic::Value(text)) } else { None }
    }

    /// The line that a place begins in.
    pub fn line(place: &Place) -> Self {
        Topic::Line(place.source().path().to_owned(), place.line())
    }

    /// The number of the line, if it is one of a file.
    pub(crate) fn line_of(&self, source: &Source) -> Option<usize> {
        if let Topic::Line(path, line) = self { (path == source.path()).then_some(*line) } else { None }
    }

    /// The same line, for a break at it.
    pub fn broken(place: &Place) -> Self {
        Topic::Broken(place.source().path().to_owned(), place.line())
    }
}

/// What a cell says without its markup; blanks and case do not count.
fn folded(cell: &str) -> String {
    let bare = cell.replace("\\|", "|").replace(['`', '*', '~'], "");
    bare.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Finding {
    /// Says what it is about, by all names that this has. Where each thing that it is about is explained by another
    /// finding, under one of its names, it is held back.
    #[doc(hidden)]
    #[must_use]
    pub fn about(mut self, names: impl IntoIterator<Item = Topic>) -> Self {
        self.about.push(names.into_iter().collect());
        self
    }

    /// What is explained by it: what its fault makes unknown, and the lines at which it stands.
    fn explained(&self) -> Vec<Topic> {
        let mut topics = self.explains.clone();
        // Of a row that one finding is about, no other is to judge what was released: it may be mended in another way.
        if self.rule.is_break() {
            topics.push(Topic::broken(&self.place));
        } else if self.about.is_empty() {
            topics.push(Topic::line(&self.place));
            topics.extend(self.labels.iter().map(|label| Topic::line(&label.place)));
        }
        topics
    }
}

impl Findings {
    /// Holds back what follows from another finding: the one place where that is decided.
    #[doc(hidden)]
    pub fn hold_back(&mut self) {
        if self.shown.len() < 2 {
            self.record();
            return;
        }
        let causes = self.causes();
        let roots: Vec<_> = (0..causes.len()).map(|number| root(&causes, number)).collect();
        self.accept_together(&roots);
        let places: Vec<_> = self.shown.iter().map(|finding| finding.place.clone()).collect();
        for (mut finding, root) in std::mem::take(&mut self.shown).into_iter().zip(roots) {
            let Some(root) = root else {
                self.shown.push(finding);
                continue;
            };
            // What it says to do may be wrong as long as the cause stands.
            let (path, line) = (printable(places[root].source().path()), places[root].line());
            finding.help = vec![format!("this follows from another finding: settle {path}:{line} first")];
            finding.fixes.clear();
            finding.recording.iter_mut().for_each(|recording| recording.help = None);
            self.held.push(finding);
        }
        self.record();
    }

    /// Where a break is meant, so are those that follow from it: one command accepts all.
    fn accept_together(&mut self, roots: &[Option<usize>]) {
        for (number, root) in roots.iter().enumerate() {
            let (Some(root), Some(key)) = (*root, self.shown[number].accepts.clone()) else { continue };
            let with = self.shown[number].recording.iter().flat_map(|recording| recording.with.clone());
            let keys: Vec<_> = [key].into_iter().chain(with).collect();
            if let Some(recording) = &mut self.shown[root].recording {
                recording.with.extend(keys);
            }
        }
    }

    /// For each finding the one that explains it, if one does.
    fn causes(&self) -> Vec<Option<usize>> {
        let mut explaining: HashMap<Topic, Vec<usize>> = HashMap::new();
        for (number, finding) in self.shown.iter().enumerate() {
            for topic in finding.explained() {
                let numbers = explaining.entry(topic).or_default();
                // Another than the finding itself is enough.
                if numbers.len() < 2 && numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        let cause = |(number, finding): (usize, &Finding)| {
            let explains = |topic: &Topic| explaining.get(topic)?.iter().copied().find(|&cause| cause != number);
            let of_file = explains(&Topic::File(finding.place.source().path().to_owned()));
            let mut each = finding.about.iter().map(|names| names.iter().find_map(explains));
            of_file.or_else(|| each.by_ref().collect::<Option<Vec<_>>>()?.first().copied())
        };
        self.shown.iter().enumerate().map(cause).collect()
    }

    /// Goes through all, those that are held back included.
    pub fn iter_all(&self) -> impl Iterator<Item = &Finding> {
        self.shown.iter().chain(&self.held)
    }

    /// How many are held back.
    pub fn held_back(&self) -> usize {
        self.held.len()
    }

    /// The line that tells how many are held back, where some are.
    pub fn held_back_line(&self) -> Option<String> {
        Some(match self.held.len() {
            0 => return None,
            1 => "1 finding that follows from these is held back: --all lists it".to_owned(),
            number => format!("{number} findings that follow from these are held back: --all lists them"),
        })
    }

    /// Shows what was held back, behind the others.
    pub fn show_all(&mut self) {
        self.shown.append(&mut self.held);
    }

    /// Adds other findings, with those that are held back among them.
    pub fn append(&mut self, mut other: Findings) {
        self.shown.append(&mut other.shown);
        self.held.append(&mut other.held);
    }
}

/// The finding that explains one and is itself shown; `None` for one that is to be shown, the first of those that explain
/// each other included.
fn root(causes: &[Option<usize>], of: usize) -> Option<usize> {
    let mut seen = vec![of];
    while let Some(cause) = causes[*seen.last()?] {
        if let Some(at) = seen.iter().position(|&other| other == cause) {
            let first = seen[at..].iter().copied().min()?;
            return (first != of).then_some(first);
        }
        seen.push(cause);
    }
    seen.last().copied().filter(|&last| last != of)
}
