//! The keys of a table, each with its record.

use std::sync::Arc;

use super::column::{COLUMNS, ColumnOptions, NamedColumn};
use super::key::{Field, Key, keys};
use super::kind::{
    COLUMN_NAME, COUNT, FLAG, JOIN, LOCK, RANGE_TABLE, RangeOf, SUSPICIONS, TEXT, TEXT_TABLE, TEXTS, choice,
    placed_choice,
};
use super::scope::Scope;
use super::value::{Choice, ColumnName, Given, OneOf, Spanned, choices};
use crate::finding::{Rule, Setting};

keys! {
    /// What the directives say about one table. `None` and empty: nothing.
    pub struct Options {
        /// The name of the enum. Without it, the enum is called `ErrorCode`; where a spec makes several enums, each is
        /// called after the heading above its table. Tables that have the same header and the same `enum` make one enum.
        "enum" => enum_name: Option<Spanned<String>> {
            value: TEXT,
            scope: Scope::Spec,
            example: r#"enum = "PushError""#,
        }

        /// The column of the codes. Without it, the column is recognised by its header and its cells.
        "code" => code: Option<Spanned<ColumnName>> {
            value: COLUMN_NAME,
            scope: Scope::AnyFile,
            example: r#"code = "Error code""#,
        }

        /// The column of the names, after which variants are named. Without it, the column is recognised by its header
        /// and its cells.
        "name" => name: Option<Spanned<ColumnName>> {
            value: COLUMN_NAME,
            scope: Scope::Adding(None),
            example: "name = 2",
        }

        /// The column of the descriptions. Without it, the column is recognised by its header and its cells.
        "description" => description: Option<Spanned<ColumnName>> {
            value: COLUMN_NAME,
            scope: Scope::Adding(None),
            example: "description = false",
        }

        /// The type of the codes. Without it, codes are integers where all of them are numbers, and texts elsewhere.
        "code_type" => code_type: Option<Spanned<DeclaredType>> {
            value: placed_choice::<DeclaredType>(),
            scope: Scope::Spec,
            example: r#"code_type = "text""#,
        }

        /// What is said of single columns. Each column has a table of TOML, named by its header or by its number from 1;
        /// the [keys of a column](#keys-of-a-column) can stand there.
        "columns" => columns: Vec<Arc<NamedColumn>> {
            value: COLUMNS,
            scope: Scope::AnyFile,
            example: "[columns.\"Feedback API\"]\nas = \"category\"",
        }

        /// The variants of single codes, by the code. A code whose variant is given here is named after no column.
        "variants" => variants: Vec<(Spanned<String>, Spanned<String>)> {
            value: TEXT_TABLE,
            scope: Scope::Adding(Some("names codes of one table")),
            example: "[variants]\n1008001 = \"ParameterParseError\"",
        }

        /// The numbers that are reserved for the rows below a heading, or for those that have a value of a category. A code
        /// of such a row outside the range is an error, and so is the code of any other row inside it. A row that has
        /// several of the names has a number of one of them. Ranges of codes, and codes that are struck out, are not judged.
        "reserved" => reserved: Vec<RangeOf> {
            value: RANGE_TABLE,
            scope: Scope::OneTable("reserves the numbers of one enum"),
            example: "[reserved]\nPush = \"1008000..=1008999\"",
        }

        /// What becomes of two rows that have one code and differ otherwise.
        "duplicates" => duplicates: Option<Duplicates> {
            value: choice::<Duplicates>(),
            scope: Scope::Spec,
            example: r#"duplicates = "merge""#,
        }

        /// What variants are named after. Without it, each is named after the first of these that its row has: a name, a
        /// code that is a word, a description, a code.
        "names" => names: Option<Spanned<NamesFrom>> {
            value: placed_choice::<NamesFrom>(),
            scope: Scope::Spec,
            example: r#"names = "description""#,
        }

        /// The most words of a description that make a variant. Without it, 6 words do, and a few more where the fault
        /// stands behind them: `is not allowed`.
        "max_words" => max_words: Option<usize> {
            value: COUNT,
            scope: Scope::Spec,
            example: "max_words = 4",
        }

        /// How many codes a cell can hold.
        "codes" => codes: Option<CodesInCell> {
            value: choice::<CodesInCell>(),
            scope: Scope::AnyFile,
            example: r#"codes = "many""#,
        }

        /// Whether a cell can hold a range of codes, `1000 - 1999`. The generated function `range_of` finds the range of
        /// a code. Without it, a range of a hundred codes or more is one, and a smaller one is an error: its codes may be
        /// meant one by one.
        "ranges" => ranges: Option<bool> {
            value: FLAG,
            scope: Scope::Spec,
            example: "ranges = true",
        }

        /// What becomes of a row whose code cell is empty.
        "blank" => blank: Option<Blank> {
            value: choice::<Blank>(),
            scope: Scope::Spec,
            example: r#"blank = "above""#,
        }

        /// What becomes of a row that has fewer cells than the header.
        "short_rows" => short_rows: Option<ShortRows> {
            value: choice::<ShortRows>(),
            scope: Scope::AnyFile,
            example: r#"short_rows = "pad""#,
        }

        /// What becomes of the cells of a row beyond the last column.
        "extra_cells" => extra_cells: Option<ExtraCells> {
            value: choice::<ExtraCells>(),
            scope: Scope::AnyFile,
            example: r#"extra_cells = "join""#,
        }

        /// Rows that are left out: those whose code cell is one of these texts. In a text, `*` stands for any characters,
        /// and the empty text is an empty cell.
        "skip" => skip: Vec<Spanned<String>> {
            value: TEXTS,
            scope: Scope::AnyFile,
            example: r#"skip = ["", "x*"]"#,
        }

        /// The file that records what was released, so that released names stay. It lies in the folder of the spec or
        /// below, and its name ends in `.lock`. A spec has one lock for all its tables.
        "lock" => lock: Option<Spanned<String>> {
            value: LOCK,
            scope: Scope::Spec,
            example: r#"lock = "tpns.lock""#,
        }

        /// Whether the names that were released stay although the table has no column of names any more: they are taken from
        /// the lock. A code that is new has none, and an empty text in its place.
        "keep_names" => keep_names: Option<bool> {
            value: FLAG,
            scope: Scope::Spec,
            example: "keep_names = true",
        }

        /// Markdown files whose tables add columns to the codes of this table, and codes where they say `adds = true`, by
        /// their paths from the folder of the spec.
        "join" => join: Vec<Spanned<String>> {
            value: JOIN,
            scope: Scope::OneTable("adds columns to one table"),
            example: r#"join = "advice.md""#,
        }

        /// Whether the rows of this table add codes that the spec lacks. A column that has a header of the spec's table is
        /// that column, and so are its names and its descriptions. The others are added to the enum, as those of any file
        /// that is joined. Without it, a row of a code that the spec lacks is an error.
        "adds" => adds: Option<bool> {
            value: FLAG,
            scope: Scope::Joined("speaks of the codes of one table"),
            example: "adds = true",
        }

        /// Suspicions that are not raised for this table. In a table with more than 500 rows, texts are not compared, with
        /// or without this key.
        "allow" => allow: Vec<Rule> {
            value: SUSPICIONS,
            scope: Scope::Adding(None),
            example: r#"allow = ["odd-code"]"#,
        }
    }
}

choices! {
    /// `code_type`.
    DeclaredType {
        /// Codes are texts, whatever they look like.
        Text = "text",
        /// Codes are integers. A cell that holds none is an error.
        Integer = "integer",
    }
}

choices! {
    /// `duplicates`.
    Duplicates, default Error {
        /// The later row is an error. This is so without the key.
        Error = "error",
        /// They are several causes of one code: the first row names the variant, and the distinct texts of each other
        /// column are joined in order. A category, an integer and a yes or no must be the same in all of them.
        Merge = "merge",
        /// They are two symbols of one code: the first row makes the variant, and each later one with another symbol a
        /// constant that equals it. A later row without a symbol of its own is merged.
        Alias = "alias",
        /// The first row counts, and the later ones are left out.
        First = "first",
    }
}

choices! {
    /// `names`.
    NamesFrom {
        /// The column of the names.
        Name = "name",
        /// The first words of the description.
        Description = "description",
        /// The code: `Code1008001`.
        Code = "code",
    }
}

choices! {
    /// `codes`.
    CodesInCell {
        /// A cell holds one code. This is so without the key.
        One = "one",
        /// A cell can hold several codes: `1001, 1002`.
        Many = "many",
    }
}

choices! {
    /// `blank`.
    Blank {
        /// The row is an error. This is so without the key.
        Error = "error",
        /// The row says more about the code above it: its texts join those of that row. A category, an integer and a yes
        /// or no must be the same, or empty.
        Above = "above",
    }
}

choices! {
    /// `short_rows`.
    ShortRows {
        /// The row is an error. This is so without the key.
        Error = "error",
        /// The cells that it lacks are empty.
        Pad = "pad",
    }
}

choices! {
    /// `extra_cells`.
    ExtraCells, default Error {
        /// The row is an error. This is so without the key.
        Error = "error",
        /// They are left out, as on GitHub.
        Drop = "drop",
        /// They belong to the last column: the pipes between were meant as text.
        Join = "join",
    }
}

impl Options {
    /// Whether a directive gives the key of a setting: one of the table, or one of a column under the same name. A
    /// variant in a `variants` table is no key.
    pub(crate) fn sets(&self, setting: &Setting) -> bool {
        match setting.path.as_slice() {
            [key] => Options::field(key).is_some_and(|field| (field.is_given)(self)),
            [_, column, key] => ColumnOptions::field(key).is_some_and(|field| {
                let named = self.columns.iter().filter(|named| named.name.value == *column);
                named.into_iter().any(|named| (field.is_given)(&named.options))
            }),
            _ => false,
        }
    }

    /// These options where they say something, else those of `farther`.
    pub(super) fn or(mut self, farther: &Options) -> Options {
        self.merge(farther);
        self
    }
}

/// The keys of a table's directive.
pub fn table_keys() -> impl Iterator<Item = &'static Key> {
    Options::FIELDS.iter().map(|field| &field.key)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::column::column_keys;
    use super::super::scope::Merging;
    use super::super::{FileRole, read};
    use super::*;
    use crate::finding::Findings;
    use crate::markdown;
    use crate::text::Source;

    /// What directives say of the table below them, and the rules that they break.
    fn options(directives: &str, role: FileRole) -> (Options, Vec<Rule>) {
        let text = format!("{directives}\n| Error code | Name |\n|---|---|\n| 1 | lid open |\n");
        let source = Arc::new(Source::new("codes.md", text));
        let mut findings = Findings::default();
        let document = markdown::parse(&source, &mut findings);
        let plan = read(&source, &document, role, &mut findings).remove(0);
        (plan.options, findings.iter().map(|finding| finding.rule).collect())
    }

    fn directive(key: &Key) -> String {
        let section = if key.scope == Scope::Column { "[columns.Name]\n" } else { "" };
        format!("<!-- errtable\n{section}{}\n-->\n", key.example)
    }

    /// The file in which a key can stand.
    fn home(key: &Key) -> FileRole {
        if matches!(key.scope, Scope::Joined(_)) { FileRole::Joined } else { FileRole::Spec }
    }

    #[test]
    fn each_example_gives_its_key() {
        for field in Options::FIELDS {
            let (options, faults) = options(&directive(&field.key), home(&field.key));
            assert_eq!(faults, [], "{}", field.key.name);
            assert_eq!(given(&options, Options::FIELDS), [field.key.name]);
        }
        for field in ColumnOptions::FIELDS {
            let (options, faults) = options(&directive(&field.key), home(&field.key));
            assert_eq!(faults, [], "{}", field.key.name);
            assert!(given(&options.columns[0].options, ColumnOptions::FIELDS).contains(&field.key.name));
        }
    }

    fn given<O>(options: &O, fields: &[Field<O>]) -> Vec<&'static str> {
        fields.iter().filter(|field| (field.is_given)(options)).map(|field| field.key.name).collect()
    }

    #[test]
    fn a_single_value_is_said_as_its_example_writes_it() {
        let nowhere = Spanned { value: String::new(), span: 0..0 };
        let is_example = |key: &Key, said: Option<Spanned<String>>| match said {
            Some(said) => key.example.contains(&format!("{} = {}", key.name, said.value)),
            None => key.merging == Merging::ListsJoin,
        };
        for field in Options::FIELDS {
            let (options, _) = options(&directive(&field.key), home(&field.key));
            assert!(is_example(&field.key, (field.said)(&options, &nowhere)), "{}", field.key.name);
        }
        for field in ColumnOptions::FIELDS {
            let (options, _) = options(&directive(&field.key), FileRole::Spec);
            let said = (field.said)(&options.columns[0].options, &nowhere);
            assert!(is_example(&field.key, said), "{}", field.key.name);
        }
    }

    #[test]
    fn a_key_stands_where_its_scope_says() {
        for key in table_keys().chain(column_keys()) {
            let misplaced = |is: bool| Vec::from_iter(is.then_some(Rule::MisplacedKey));
            let is_of_joined = matches!(key.scope, Scope::Joined(_));
            let in_joined = is_of_joined || matches!(key.scope, Scope::AnyFile | Scope::Column);
            let alone = matches!(key.scope, Scope::OneTable(_) | Scope::Adding(Some(_)) | Scope::Joined(_));
            let in_default = directive(key).replace("errtable", "errtable default");
            let in_adding = directive(key).replace("errtable\n", "errtable\nadds = true\n");
            let adds = in_joined || matches!(key.scope, Scope::Adding(_));
            assert_eq!(options(&directive(key), FileRole::Joined).1, misplaced(!in_joined), "{}", key.name);
            assert_eq!(options(&directive(key), FileRole::Spec).1, misplaced(is_of_joined), "{}", key.name);
            assert_eq!(options(&in_default, home(key)).1, misplaced(alone), "{}", key.name);
            if key.name != "adds" {
                assert_eq!(options(&in_adding, FileRole::Joined).1, misplaced(!adds), "{}", key.name);
            }
        }
    }

    #[test]
    fn no_key_has_two_records() {
        for keys in [Vec::from_iter(table_keys()), Vec::from_iter(column_keys())] {
            let names: HashSet<_> = keys.iter().map(|key| key.name).collect();
            assert_eq!(names.len(), keys.len());
        }
    }

    #[test]
    fn the_nearest_value_wins_and_lists_join() {
        let (options, _) = options(
            "<!-- errtable default\nenum = \"Far\"\nmax_words = 2\nskip = \"far\"\n-->\n\
             <!-- errtable default\nenum = \"Middle\"\nskip = \"middle\"\n-->\n\
             <!-- errtable\nenum = \"Near\"\nskip = \"near\"\n-->\n",
            FileRole::Spec,
        );
        assert_eq!(options.enum_name.map(|name| name.value).as_deref(), Some("Near"));
        assert_eq!(options.max_words, Some(2));
        let skipped: Vec<_> = options.skip.iter().map(|text| text.value.as_str()).collect();
        assert_eq!(skipped, ["near", "middle", "far"]);
    }

    #[test]
    fn columns_of_one_directive_have_one_identity() {
        let (options, _) = options(
            "<!-- errtable default\ncolumns = { 1 = { as = \"text\" }, Name = { as = \"text\" } }\n-->\n\
             <!-- errtable\n[columns.Name]\noptional = true\n-->\n",
            FileRole::Spec,
        );
        let [near, far, other] = options.columns.as_slice() else { panic!("three columns are named") };
        assert_eq!(far.directive, other.directive);
        assert_ne!(near.directive, far.directive);
    }

    #[test]
    fn settings_that_a_directive_gives_are_known() {
        let (options, _) = options(
            "<!-- errtable\nname = 2\n[variants]\n1 = \"Lid\"\n[columns.\"My name\"]\noptional = false\n-->\n",
            FileRole::Spec,
        );
        let known = [Setting::new("name", "1"), Setting::column("My name", "optional", "true")];
        assert!(known.iter().all(|setting| options.sets(setting)));
        let others = [
            Setting::new("code", "1"),
            Setting::new("optional", "true"),
            Setting::column("My name", "accessor", "\"x\""),
            Setting::column("Other", "optional", "true"),
            Setting::variant("1", "Ajar"),
        ];
        assert!(!others.iter().any(|setting| options.sets(setting)));
    }
}
