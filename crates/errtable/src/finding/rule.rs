//! The rules, each with its name and what it finds.

use std::fmt;

macro_rules! rules {
    ($($(#[$kind:meta])* $variant:ident = $id:literal: $about:literal,)*) => {
        /// The rule that a finding enforces; its name stands in brackets in every message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $about] $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant),*];

            /// The name of the rule, as messages show it: `duplicate-code`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Rule::$variant => $id,)* }
            }

            /// What the rule finds, in one sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Rule::$variant => $about,)* }
            }
        }
    };
}

rules! {
    UnreadableSpec = "unreadable-spec": "The spec is missing, a folder, unreadable or not UTF-8.",
    TooLarge = "too-large": "The spec has more of something than errtable takes.",
    MergeConflict = "merge-conflict": "The file holds the markers of a merge conflict.",
    NoTable = "no-table": "The spec has no table of error codes.",
    NoRows = "no-rows": "A table of error codes has no rows.",
    BrokenTable = "broken-table": "Lines look like a table, but GitHub shows none: header and delimiter row differ.",
    DetachedRow = "detached-row": "Lines look like rows of the table above, but something ended that table.",
    RowCount = "row-count": "The lines of a table and the rows read from it differ in number.",
    GluedText = "glued-text": "A line of text right under a table became a row of it.",
    ShortRow = "short-row": "A row has fewer cells than the header.",
    ExtraCell = "extra-cell": "A row has more cells than the header; GitHub drops them.",
    PipeInCode = "pipe-in-code": "A pipe inside backticks splits the cell.",
    IndentedRow = "indented-row": "A row is indented by four or more spaces; GitHub ends the table there.",
    VanishingTag = "vanishing-tag": "A cell holds an unknown HTML tag, which a browser does not show.",
    AmbiguousColumn = "ambiguous-column": "Several columns could be the code, the name or the description.",
    UnclearTable = "unclear-table": "A table has codes, but nothing says whether they are error codes.",
    MissingCode = "missing-code": "A table that a directive names has no column of codes.",
    InvalidCode = "invalid-code": "A cell of the code column is not a code of the column's type.",
    EmptyCode = "empty-code": "A cell of the code column is empty.",
    CodeTooLarge = "code-too-large": "A code, or the span of all codes, does not fit into 64 bits.",
    DuplicateCode = "duplicate-code": "Rows that differ share a code.",
    DuplicateRow = "duplicate-row": "A row repeats an earlier one word for word.",
    VariantCollision = "variant-collision": "Two rows would get the same variant.",
    EmptyCell = "empty-cell": "A cell is empty in a column that is not optional.",
    InvalidCell = "invalid-cell": "A cell does not hold what its column is declared to hold.",
    StruckCell = "struck-cell": "A value is struck out in a row that is not, or a joined code that the spec has.",
    CategoryCollision = "category-collision": "Two values of a category would get the same variant.",
    AccessorCollision = "accessor-collision": "A column's accessor would meet a keyword or another item.",
    UnnamedEnum = "unnamed-enum": "A table makes an enum of its own, and nothing gives it a name.",
    TypeCollision = "type-collision": "Two generated types would get the same name.",
    DirectiveSyntax = "directive-syntax": "A directive is not closed, or what it holds is not TOML.",
    UnknownDirective = "unknown-directive": "A comment is addressed to errtable, but its first word is not known.",
    UnknownKey = "unknown-key": "A directive has a key that means nothing.",
    InvalidValue = "invalid-value": "A directive gives a key a value that it cannot take.",
    UnknownColumn = "unknown-column": "A directive names a column that its table does not have.",
    UnknownCode = "unknown-code": "A directive names a code that its table does not have.",
    UnusedDirective = "unused-directive": "A directive governs no table.",
    MissingJoin = "missing-join": "A file that a directive joins is missing or cannot be read.",
    MissingLock = "missing-lock": "The lock that a directive names is missing or cannot be read.",
    UnusedLock = "unused-lock": "A lock lies beside the spec, and no directive names it.",
    LockConflict = "lock-conflict": "The lock holds the markers of a merge conflict.",
    LockSyntax = "lock-syntax": "The lock is not what errtable has written.",
    StaleLock = "stale-lock": "The lock lacks what the spec says now.",
    StaleFile = "stale-file": "A file that is made of the spec holds something else.",
    UntrackedFile = "untracked-file": "Git does not track a file that is to be kept with the spec.",
    MissingBaseline = "missing-baseline": "There is no earlier spec to compare with, or not all of it.",
    EnumRemoved = "enum-removed": "An enum that was released is gone.",
    CodeTypeChanged = "code-type-changed": "The codes of an enum have another type than was released.",
    CodeRemoved = "code-removed": "A code that was released is gone without having been struck out.",
    MeaningChanged = "meaning-changed": "A code that was released is given another meaning.",
    RetiredReused = "retired-reused": "A code that was given up is used again for something else.",
    VariantRenamed = "variant-renamed": "The variant of a code that was released is called something else.",
    CategoryValueRenamed = "category-value-renamed": "A variant of a category that was released is gone.",
    ColumnRemoved = "column-removed": "A column that was released is gone, and its accessor with it.",
    ColumnTypeChanged = "column-type-changed": "The accessor of a column returns another type than was released.",
    ItemRemoved = "item-removed": "A constant or a range that was released is gone.",
    OddCode = "odd-code": "A code stands apart from all the others of its table, and resembles them.",
    NearIdentical = "near-identical": "Two rows say the same but for a slip of the pen.",
    FullWidthPunctuation = "full-width-punctuation": "Full-width punctuation stands in an ASCII text.",
    LookAlike = "look-alike": "Two variants look alike, so that a reader takes one for the other.",
    MisplacedText = "misplaced-text": "The name and the description of a row seem to have changed places.",
}

impl Rule {
    /// Whether it guards what was released: to break it is a warning in a build, and an error of `errtable check`.
    pub const fn is_break(self) -> bool {
        matches!(
            self,
            Rule::EnumRemoved
                | Rule::CodeTypeChanged
                | Rule::CodeRemoved
                | Rule::MeaningChanged
                | Rule::RetiredReused
                | Rule::VariantRenamed
                | Rule::CategoryValueRenamed
                | Rule::ColumnRemoved
                | Rule::ColumnTypeChanged
                | Rule::ItemRemoved
        )
    }

    /// Whether it asks about what is allowed and probably not meant; the directive key `allow` turns it off.
    pub const fn is_suspicion(self) -> bool {
        matches!(
            self,
            Rule::OddCode | Rule::NearIdentical | Rule::FullWidthPunctuation | Rule::LookAlike | Rule::MisplacedText
        )
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
