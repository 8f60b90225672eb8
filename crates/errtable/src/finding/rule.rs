//! The rules: one record each, with its name, its severity and what it finds, and one page each in `rules/`.

use std::fmt;

/// How bad a rule is, for each of those who report it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleSeverity {
    /// An error everywhere.
    Error,
    /// A warning everywhere; `errtable check --deny-warnings` fails on it.
    Warning,
    /// A warning or a note; the page of the rule says when. Nothing fails on a note.
    WarningOrNote,
    /// An error or a warning; the page of the rule says when.
    ErrorOrWarning,
    /// A break of what was released: a warning in a build, so that work in progress compiles, and an error of
    /// `errtable check`.
    Break,
}

impl fmt::Display for RuleSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RuleSeverity::Error => "error",
            RuleSeverity::Warning => "warning",
            RuleSeverity::WarningOrNote => "warning or note",
            RuleSeverity::ErrorOrWarning => "error or warning",
            RuleSeverity::Break => "warning in a build, error in `errtable check`",
        })
    }
}

macro_rules! rules {
    ($($variant:ident = $id:literal, $severity:ident: $about:literal,)*) => {
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

            /// How bad the rule is.
            pub const fn severity(self) -> RuleSeverity {
                match self { $(Rule::$variant => RuleSeverity::$severity,)* }
            }

            /// What the rule finds, in one sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Rule::$variant => $about,)* }
            }

            /// The page of the rule, in Markdown: why it matters, an example, how to mend it and how to allow it. The
            /// name, the severity and the sentence of [`about`](Rule::about) are not repeated there.
            pub const fn page(self) -> &'static str {
                match self { $(Rule::$variant => include_str!(concat!("rules/", $id, ".md")),)* }
            }
        }
    };
}

rules! {
    UnreadableSpec = "unreadable-spec", Error: "The spec is missing, a folder, unreadable or not UTF-8.",
    TooLarge = "too-large", Error: "The spec has more of something than errtable takes.",
    MergeConflict = "merge-conflict", Error: "The file holds the markers of a merge conflict.",
    NoTable = "no-table", Error: "The spec has no table of error codes.",
    NoRows = "no-rows", Error: "A table of error codes has no rows.",
    BrokenTable = "broken-table", Error: "Lines look like a table, but GitHub shows none: header and delimiter row differ.",
    DetachedRow = "detached-row", Error: "Lines look like rows of the table above, but something ended that table.",
    RowCount = "row-count", Error: "The lines of a table and the rows read from it differ in number.",
    GluedText = "glued-text", Error: "A line of text right under a table became a row of it.",
    ShortRow = "short-row", Error: "A row has fewer cells than the header.",
    ExtraCell = "extra-cell", Error: "A row has more cells than the header; GitHub drops them.",
    PipeInCode = "pipe-in-code", Error: "A pipe inside backticks splits the cell.",
    IndentedRow = "indented-row", Error: "A row is indented by four or more spaces; GitHub ends the table there.",
    VanishingTag = "vanishing-tag", Warning: "A cell holds an unknown HTML tag, which a browser does not show.",
    AmbiguousColumn = "ambiguous-column", Error: "Several columns could be the code, the name or the description.",
    UnclearTable = "unclear-table", Error: "A table has codes, but nothing says whether they are error codes.",
    MissingCode = "missing-code", Error: "A table that a directive names has no column of codes.",
    InvalidCode = "invalid-code", Error: "A cell of the code column is not a code of the column's type.",
    EmptyCode = "empty-code", Error: "A cell of the code column is empty.",
    CodeTooLarge = "code-too-large", Error: "A code does not fit into the type that errtable.toml asks for, or the span of all codes into 64 bits.",
    DuplicateCode = "duplicate-code", Error: "Rows that differ share a code.",
    DuplicateRow = "duplicate-row", Warning: "A row repeats an earlier one word for word.",
    VariantCollision = "variant-collision", Error: "Two rows would get the same variant.",
    EmptyCell = "empty-cell", ErrorOrWarning: "A cell is empty in a column that is not optional.",
    InvalidCell = "invalid-cell", Error: "A cell does not hold what its column is declared to hold.",
    StruckCell = "struck-cell", Error: "A value is struck out in a row that is not, or a joined code that the spec has.",
    CategoryCollision = "category-collision", Error: "Two values of a category would get the same variant.",
    AccessorCollision = "accessor-collision", ErrorOrWarning: "A column's accessor would meet a keyword or another item.",
    UnnamedEnum = "unnamed-enum", Error: "A table makes an enum of its own, and nothing gives it a name.",
    SplitEnum = "split-enum", Warning: "Tables with one header make several enums, since their codes mean different things.",
    TypeCollision = "type-collision", Error: "Two generated types would get the same name.",
    DirectiveSyntax = "directive-syntax", Error: "A directive is not closed, or what it holds is not TOML.",
    ConfigSyntax = "config-syntax", Error: "What `errtable.toml` holds is not TOML, or lacks a key that it needs.",
    UnlistedSpec = "unlisted-spec", Error: "`errtable.toml` lists a spec that is not there, or one twice.",
    UnknownDirective = "unknown-directive", Error: "A comment is addressed to errtable, but its first word is not known.",
    UnknownKey = "unknown-key", Error: "A directive has a key that means nothing.",
    MisplacedKey = "misplaced-key", Error: "A key stands in a directive in which it means nothing.",
    ValueType = "value-type", Error: "A key of a directive gets a value of another type than it takes.",
    UnknownValue = "unknown-value", Error: "A key of a directive gets a word that is none of those it takes.",
    InvalidIdentifier = "invalid-identifier", Error: "A directive gives a name that cannot be one in the generated code.",
    InvalidPath = "invalid-path", Error: "A directive names a file that errtable does not read or write there.",
    UnfitSetting = "unfit-setting", Error: "A setting does not fit the column or the type that it is given to.",
    UnknownEnum = "unknown-enum", Error: "An errtable.toml speaks of an enum that the spec does not make.",
    ConflictingSettings = "conflicting-settings", Error: "Two directives say different things where only one can hold.",
    UnknownColumn = "unknown-column", Error: "A directive names a column that its table does not have.",
    UnknownCode = "unknown-code", ErrorOrWarning: "A directive names a code that its table does not have.",
    UnusedDirective = "unused-directive", Error: "A directive governs no table.",
    MissingJoin = "missing-join", Error: "A file that a directive joins is missing or cannot be read.",
    MissingLock = "missing-lock", Error: "The lock that a directive names is missing or cannot be read.",
    UnusedLock = "unused-lock", Error: "A lock lies beside the spec, and no directive names it.",
    LostLock = "lost-lock", Error: "The lock has lost what that of an earlier revision holds.",
    VersionTooLow = "version-too-low", Warning: "The version in Cargo.toml is too low for what the lock holds.",
    LockConflict = "lock-conflict", Error: "The lock holds the markers of a merge conflict.",
    LockSyntax = "lock-syntax", Error: "The lock is not what errtable has written.",
    StaleLock = "stale-lock", Error: "The lock lacks what the spec says now.",
    StaleFile = "stale-file", Error: "A file that is made of the spec holds something else.",
    TemplateError = "template-error", Error: "A template of an output has a fault.",
    UnalignedTable = "unaligned-table", Error: "A table is not aligned, and `errtable.toml` asks for it.",
    UntrackedFile = "untracked-file", Error: "Git does not track a file that is to be kept with the spec.",
    MissingBaseline = "missing-baseline", WarningOrNote: "There is no earlier spec to compare with, or not all of it.",
    UnknownBaseline = "unknown-baseline", Error: "The earlier spec that `--against` names is not there.",
    EnumRemoved = "enum-removed", Break: "An enum that was released is gone.",
    CodeTypeChanged = "code-type-changed", Break: "The codes of an enum have another type than was released.",
    TraitRemoved = "trait-removed", Break: "A type no longer implements a trait that it was released with.",
    ExhaustiveRemoved = "exhaustive-removed", Break: "An enum that users could match in full is `non_exhaustive` now.",
    CodeRemoved = "code-removed", Break: "A code that was released is gone without having been struck out.",
    MeaningChanged = "meaning-changed", Break: "A code that was released is given another meaning.",
    RetiredReused = "retired-reused", Break: "A code that was given up is used again for something else.",
    VariantRenamed = "variant-renamed", Break: "The variant of a code that was released is called something else.",
    CategoryValueRenamed = "category-value-renamed", Break: "A variant of a category that was released is gone.",
    ColumnRemoved = "column-removed", Break: "A column that was released is gone, and its accessor with it.",
    ColumnTypeChanged = "column-type-changed", Break: "The accessor of a column returns another type than was released.",
    SetReduced = "set-reduced", Break: "A code has no longer a value of a set that it had.",
    ItemRemoved = "item-removed", Break: "A constant or a range that was released is gone.",
    OutsideReserved = "outside-reserved", Error: "A code lies outside the range reserved for its row, or inside that of others.",
    OddCode = "odd-code", Warning: "A code stands apart from all the others of its table, and resembles them.",
    NearIdentical = "near-identical", Warning: "Two rows say the same but for a slip of the pen.",
    FullWidthPunctuation = "full-width-punctuation", Warning: "Full-width punctuation stands in an ASCII text.",
    LookAlike = "look-alike", ErrorOrWarning: "Two variants look alike, so that a reader takes one for the other.",
    SharedCode = "shared-code", Warning: "Two enums of a file have a code in common, and say different things of it.",
    MixedCodes = "mixed-codes", Warning: "Statuses of HTTP and codes of one's own are in one enum.",
    OutsideRanges = "outside-ranges", Warning: "A code lies in none of the ranges that the file lists.",
    SeveralValues = "several-values", Warning: "A value of a category seems to be several of its values.",
    MisplacedText = "misplaced-text", Warning: "The name and the description of a row seem to have changed places.",
}

impl Rule {
    /// Whether it guards what was released: to break it is a warning in a build, and an error of `errtable check`.
    pub const fn is_break(self) -> bool {
        matches!(self.severity(), RuleSeverity::Break)
    }

    /// Whether it asks about what is allowed and probably not meant; the directive key `allow` turns it off.
    pub const fn is_suspicion(self) -> bool {
        matches!(
            self,
            Rule::OddCode
                | Rule::NearIdentical
                | Rule::FullWidthPunctuation
                | Rule::LookAlike
                | Rule::SharedCode
                | Rule::MixedCodes
                | Rule::OutsideRanges
                | Rule::SeveralValues
                | Rule::MisplacedText
        )
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
