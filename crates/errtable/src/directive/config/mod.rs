//! `errtable.toml`: what a package keeps of its specs, and what it asks of the generated types. A spec cannot ask for that
//! itself, since it would put attributes into code.

mod output;
mod pattern;
mod types;

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use self::output::KEEP;
use self::types::TYPES;
use super::FileRole;
use super::key::{Field, Key, keys, read_fields};
use super::kind::{FLAG, TEXT, TomlValue, ValueReader, in_order, words};
use super::scope::{Scope, Standing};
use super::value::{Choice, Given, OneOf, Spanned, choices};
use crate::finding::{Finding, Findings, Fix, Rule};
use crate::text::limits;
use crate::text::{Files, Source, nearest, printable};

pub use self::output::{Kept, OutputKind};
pub use self::pattern::expanded;
pub use self::types::{IntegerType, Omitted, TypeConfig, type_keys};

/// What the file is called.
pub const CONFIG_NAME: &str = "errtable.toml";

/// What an `errtable.toml` says.
#[derive(Clone, Debug)]
pub struct Config {
    /// Its text.
    pub source: Arc<Source>,
    /// The specs that it lists, in its order.
    pub specs: Vec<Arc<SpecConfig>>,
    /// What is wrong with it.
    pub findings: Findings,
}

keys! {
    /// What a package says of a spec, or of several: one `[[spec]]` of its `errtable.toml`.
    pub(crate) struct SpecKeys {
        /// The Markdown file of the spec, as a path from the folder of `errtable.toml`. In a path, `*` stands for any part of
        /// a name, and `**` for any folders: `docs/**/*.md`.
        "path" => path: Option<Spanned<String>> {
            value: TEXT,
            scope: Scope::Config,
            example: r#"path = "spec/codes.md""#,
        }

        /// The cargo features of the package that add impls to the generated code. The feature of a name must turn on the
        /// dependency that its impls use: `serde_core`, `arbitrary`, `defmt`.
        "features" => features: Vec<Spanned<Feature>> {
            value: words::<Feature>(),
            scope: Scope::Config,
            example: r#"features = ["serde"]"#,
        }

        /// The revision in git with which `errtable check` compares the spec. `--against` says another one.
        "baseline" => baseline: Option<Spanned<String>> {
            value: TEXT,
            scope: Scope::Config,
            example: r#"baseline = "git:origin/main""#,
        }

        /// Whether `errtable check` asks that the tables of the spec are aligned, as `errtable fmt` does it. Then `errtable
        /// update` aligns them.
        "format" => format: Option<bool> {
            value: FLAG,
            scope: Scope::Config,
            example: "format = true",
        }

        /// The files that are made of the spec and committed, by what they are. `errtable update` writes them, and `errtable
        /// check` asks that they are fresh. Each is a path from the folder of `errtable.toml`, a table with the key `path`,
        /// or an array of these. In a path, `{name}` stands for the name of the spec's file without its ending. The reference page
        /// takes a `style`, which is `"tables"`, `"sections"` or `"rustdoc"`. The page for a browser takes a `theme`, and the
        /// `module` with the generated code. `template` needs the `template` that makes it.
        "keep" => keep: Vec<Kept> {
            value: KEEP,
            scope: Scope::Config,
            example: "[spec.keep]\nrust = \"src/generated.rs\"\nhtml = { path = \"docs/codes.html\", theme = \"docs/theme.html\" }",
        }

        /// What a generated type carries, by the name of the enum of errors or of the category. Each has a table of TOML in
        /// which the [keys of a type](#keys-of-a-type) can stand.
        "enum" => types: Vec<NamedType> {
            value: TYPES,
            scope: Scope::Config,
            example: "[spec.enum.ErrorCode]\nderive = [\"strum::EnumIter\"]",
        }
    }
}

/// What is said of one type, with its name.
pub(crate) type NamedType = (Spanned<String>, TypeConfig);

choices! {
    /// A cargo feature that adds impls.
    Feature {
        /// `Arbitrary`, for fuzzing.
        Arbitrary = "arbitrary",
        /// `Format`, for logging from a microcontroller.
        Defmt = "defmt",
        /// `Serialize` and `Deserialize`.
        Serde = "serde",
    }
}

/// What an `errtable.toml` says of a spec.
#[derive(Clone, Debug)]
pub struct SpecConfig {
    /// The `errtable.toml`.
    pub source: Arc<Source>,
    /// Where its entry begins there.
    pub place: Range<usize>,
    keys: SpecKeys,
}

impl SpecConfig {
    /// The path or pattern of the spec, from the folder of the file, with `/` between folders.
    pub fn pattern(&self) -> &str {
        self.keys.path.as_ref().map_or("", |path| &path.value)
    }

    /// Where that stands.
    pub fn pattern_span(&self) -> Range<usize> {
        self.keys.path.as_ref().map_or(self.place.clone(), |path| path.span.clone())
    }

    /// Whether it speaks of the spec at a path. Paths of files that are not on the disk are taken to be from one folder.
    pub fn lists(&self, spec: &Path) -> bool {
        pattern::is_below(location(&self.source).parent(), self.pattern(), spec)
    }

    /// The folder of the file, from which its paths are.
    pub fn folder(&self) -> &Path {
        self.source.file().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// The cargo features that add impls, by name.
    pub fn features(&self) -> impl Iterator<Item = &'static str> {
        self.keys.features.iter().map(|feature| feature.value.word())
    }

    /// The revision with which the spec is compared, and where it stands.
    pub fn baseline(&self) -> Option<(&str, Range<usize>)> {
        self.keys.baseline.as_ref().map(|baseline| (baseline.value.as_str(), baseline.span.clone()))
    }

    /// Whether the tables of the spec are to be aligned.
    pub fn format(&self) -> bool {
        self.keys.format == Some(true)
    }

    /// The files that are made of a spec and committed.
    pub fn keep(&self) -> &[Kept] {
        &self.keys.keep
    }

    /// Where a kept file of a spec lies.
    pub fn kept_path(&self, kept: &Kept, spec: &Path) -> PathBuf {
        let name = spec.file_stem().unwrap_or_default().to_string_lossy();
        self.folder().join(kept.path.value.replace("{name}", &name))
    }

    /// What is said of types, by their names.
    pub(crate) fn types(&self) -> &[NamedType] {
        &self.keys.types
    }

    /// What is said of a type.
    pub(crate) fn type_of(&self, name: &str) -> Option<&NamedType> {
        self.keys.types.iter().find(|(of, _)| of.value == name)
    }

    /// Whether it may speak of several specs.
    pub(crate) fn is_for_several(&self) -> bool {
        expanded(self.pattern()).1
    }
}

impl Config {
    /// What it says of the spec at a path, if it says anything: its first entry that lists it.
    pub fn entry(&self, spec: &Path) -> Option<&Arc<SpecConfig>> {
        self.specs.iter().find(|entry| entry.lists(spec))
    }
}

/// Where a file lies, or would lie. A file of a revision is shown as `git:REV:path`.
fn location(source: &Source) -> &Path {
    source.file().unwrap_or_else(|| Path::new(source.path().rsplit(':').next().unwrap_or_default()))
}

/// What the `errtable.toml` of a spec says of it. What is wrong there becomes findings.
pub(crate) fn open_config(spec: &Source, files: Files<'_>, findings: &mut Findings) -> Option<Arc<SpecConfig>> {
    let source = match files(CONFIG_NAME) {
        Ok(source) => source,
        Err(error) => {
            findings.extend((!error.is_missing()).then(|| Finding::unreadable(&error)));
            return None;
        }
    };
    let config = read_config(source);
    let entry = config.entry(location(spec)).cloned();
    findings.append(config.findings);
    entry
}

/// The records of the keys of a `[[spec]]`.
pub fn spec_keys() -> impl Iterator<Item = &'static Key> {
    SpecKeys::FIELDS.iter().map(|field| &field.key)
}

/// Reads an `errtable.toml`; what is wrong becomes a finding, what is right counts.
pub fn read_config(source: Source) -> Config {
    let source = Arc::new(source);
    let mut findings = Findings::default();
    let specs = specs(&source, &mut findings);
    findings.sort();
    Config { source, specs, findings }
}

fn specs(source: &Arc<Source>, findings: &mut Findings) -> Vec<Arc<SpecConfig>> {
    if let Some(what) = limits::toml_exceeded(source.text()) {
        let finding = Finding::error(Rule::TooLarge, source, source.line_span(1), format!("the file {what}"));
        findings.push(finding.help("take out what is not needed"));
        return Vec::new();
    }
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let standing = Standing { role: FileRole::Spec, is_default: false, adds: false };
    let mut reader = ValueReader { source, standing, base: 0, unknown: 0, findings };
    let help = "an errtable.toml lists specs:\n\n[[spec]]\npath = \"spec/codes.md\"";
    reader.not_toml(Rule::ConfigSyntax, &errors, help);
    let mut specs = Vec::new();
    for (key, value) in in_order(table.get_ref()) {
        if key.value == "spec" {
            specs.extend(entries(&mut reader, value).into_iter().flatten());
        } else {
            reader.findings.push(unknown(source, key));
        }
    }
    specs
}

/// A key beside `[[spec]]`.
fn unknown(source: &Arc<Source>, key: Spanned<&str>) -> Finding {
    let message = format!("there is no key `{}` here", printable(key.value));
    let finding = Finding::error(Rule::UnknownKey, source, key.span.clone(), message);
    if SpecKeys::field(key.value).is_some() {
        return finding.help("it is a key of a spec: write it below `[[spec]]`");
    }
    match nearest(key.value, ["spec"]) {
        Some(meant) => finding.fix(Fix::meant_word(source, key.span, meant)),
        None => finding.help("an errtable.toml holds `[[spec]]` alone, and the tables of that"),
    }
}

/// The tables of `[[spec]]`; one that is written `[spec]` is the only one.
fn entries(reader: &mut ValueReader<'_>, value: &TomlValue<'_>) -> Vec<Option<Arc<SpecConfig>>> {
    match value.get_ref() {
        DeValue::Array(entries) => entries.iter().map(|entry| spec(reader, entry)).collect(),
        _ => vec![spec(reader, value)],
    }
}

fn spec(reader: &mut ValueReader<'_>, value: &TomlValue<'_>) -> Option<Arc<SpecConfig>> {
    let table = reader.table("spec", value)?;
    let place = value.span();
    let place = place.start..place.start + reader.source.text()[place].lines().next().unwrap_or_default().len();
    let keys = read_fields(reader, SpecKeys::FIELDS, table);
    let source = Arc::clone(reader.source);
    let Some(path) = &keys.path else {
        if !table.contains_key("path") && !reader.findings.iter().any(|finding| finding.rule == Rule::ConfigSyntax) {
            let finding =
                reader.error(Rule::ConfigSyntax, place, "this `[[spec]]` does not say which file it is about");
            reader
                .findings
                .push(finding.help("name the Markdown file by its path from here: path = \"spec/codes.md\""));
        }
        return None;
    };
    if let Some(why) = pattern::fault(&path.value) {
        let message = format!("`path` cannot be `{}`: {why}", printable(&path.value));
        let finding = Finding::error(Rule::InvalidPath, &source, path.span.clone(), message);
        reader.findings.push(finding.help("name a Markdown file by its path from here: path = \"spec/codes.md\""));
        return None;
    }
    Some(Arc::new(SpecConfig { source, place, keys }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Style, render_all};

    fn read(text: &str) -> Config {
        read_config(Source::new(CONFIG_NAME, text))
    }

    /// The rules of what is found, and the first lines of what is said.
    fn found(text: &str) -> String {
        let config = read(text);
        config.findings.iter().map(|finding| format!("{}: {finding}\n", finding.rule)).collect()
    }

    #[test]
    fn all_of_it() {
        let config = read(
            "[[spec]]\npath = \"spec/codes.md\"\nfeatures = [\"serde\", \"arbitrary\"]\nbaseline = \"git:main\"\n\
             format = true\n\n[spec.keep]\nrust = \"src/generated.rs\"\n\
             html = [\"a.html\", { path = \"b.html\", theme = \"t.html\" }]\n\
             template = { path = \"{name}.kt\", template = \"k.j2\" }\n\n[spec.enum.ErrorCode]\nderive = [\"a::B\"]\n\
             attributes = [\"#[x]\"]\nnon_exhaustive = false\ncode_type = \"u16\"\nwithout = [\"Display\"]\n\n\
             [[spec]]\npath = \"docs/**/*.md\"\n",
        );
        assert_eq!(render_all(&config.findings, Style::default()), "");
        let [codes, docs] = &config.specs[..] else { panic!("{:?}", config.specs) };
        assert_eq!(codes.features().collect::<Vec<_>>(), ["serde", "arbitrary"]);
        assert_eq!(codes.baseline().map(|(rev, _)| rev), Some("git:main"));
        let keep: Vec<_> = codes.keep().iter().map(|kept| (kept.kind.word(), kept.path.value.as_str())).collect();
        assert_eq!(
            keep,
            [("rust", "src/generated.rs"), ("html", "a.html"), ("html", "b.html"), ("template", "{name}.kt")]
        );
        assert_eq!(codes.kept_path(&codes.keep()[3], Path::new("x/codes.md")), Path::new("codes.kt"));
        let (name, of) = &codes.types()[0];
        assert_eq!((name.value.as_str(), of.derive[0].value.as_str()), ("ErrorCode", "a::B"));
        assert_eq!(of.code_type.as_ref().map(|integer| integer.value), Some(IntegerType::U16));
        assert!(
            codes.format()
                && !docs.format()
                && docs.lists(Path::new("docs/a/b.md"))
                && !docs.lists(Path::new("spec/codes.md"))
        );
    }

    #[test]
    fn faults_are_told_where_they_stand() {
        for (text, rule) in [
            ("[[spec]\n", "config-syntax"),
            ("[[spec]]\nfeatures = []\n", "config-syntax"),
            ("[[spec]]\npath = 7\n", "value-type"),
            ("[[spec]]\npath = \"/etc/codes.md\"\n", "invalid-path"),
            ("[[spec]]\npath = \"codes.rs\"\n", "invalid-path"),
            ("[[spec]]\npath = \"a.md\"\nfeature = [\"serde\"]\n", "unknown-key"),
            ("[[spec]]\npath = \"a.md\"\nfeatures = [\"rocket\"]\n", "unknown-value"),
            ("[[spec]]\npath = \"a.md\"\n[spec.keep]\ncobol = \"a.cob\"\n", "unknown-key"),
            ("[[spec]]\npath = \"a.md\"\n[spec.keep]\nrust = 1\n", "value-type"),
            ("[[spec]]\npath = \"a.md\"\n[spec.keep]\nrust = \"/tmp/a.rs\"\n", "invalid-path"),
            ("[[spec]]\npath = \"a.md\"\n[spec.keep]\nrust = { path = \"a.rs\", theme = \"b\" }\n", "misplaced-key"),
            ("[[spec]]\npath = \"a.md\"\n[spec.keep]\ntemplate = \"a.kt\"\n", "config-syntax"),
            ("[[spec]]\npath = \"a.md\"\n[spec.enum.E]\ncode_type = \"u128\"\n", "unknown-value"),
            ("[[spec]]\npath = \"a.md\"\n[spec.enum]\nE = 1\n", "value-type"),
            ("specs = 1\n", "unknown-key"),
            ("path = \"a.md\"\n", "unknown-key"),
        ] {
            let found = found(text);
            assert!(found.starts_with(&format!("{rule}: ")) && found.lines().count() == 1, "{text}{found}");
            let config = read(text);
            assert!(config.findings.iter().all(|finding| finding.advice().next().is_some()), "{text}");
        }
    }
}
