//! Which tables hold error codes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::catalog::Verdict;
use crate::directive::{ColumnName, Options, Plan, Spanned};
use crate::finding::{DirectiveSite, Finding, Findings, Fix, Given, Rule, Setting, Settings};
use crate::lock::Lock;
use crate::markdown::{Document, Row, Table};
use crate::reading::{self, Certainty, Claim, CodeCell, CodeColumn, Column, Number, Reading, Roles};
use crate::text::{Source, TableId, limits, nearest, toml_string};

/// A table of error codes.
#[derive(Clone, Debug)]
pub(crate) struct Chosen<'a> {
    pub(crate) source: &'a Arc<Source>,
    pub(crate) table: &'a Table,
    pub(crate) plan: &'a Plan,
    pub(crate) options: &'a Options,
    pub(crate) roles: Roles,
    /// Whether no other table of the file is in.
    is_only: bool,
    /// Its header, folded: tables that share it belong together.
    pub(crate) family: Rc<[String]>,
    columns: Rc<[Column<'a>]>,
}

impl<'a> Chosen<'a> {
    /// The code of each row.
    pub(crate) fn codes(&self) -> &[CodeCell] {
        self.column(self.roles.code)
    }

    /// The cells of a column, read as codes.
    pub(crate) fn column(&self, index: usize) -> &[CodeCell] {
        self.columns[index].codes()
    }

    /// The rows, each with its code.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'a Row, &CodeCell)> {
        self.table.rows.iter().zip(self.codes())
    }

    /// The same, with the roles that its columns have by themselves.
    pub(crate) fn with_own_roles(mut self) -> Self {
        let own = reading::text_columns(&self.columns, self.roles.code);
        self.roles.name = own.name;
        self.roles.description = own.description;
        self
    }

    /// Where its directive stands, or would stand.
    pub(crate) fn site(&self) -> DirectiveSite {
        self.plan.site(self.source, self.table)
    }

    /// Adds a fix that leaves the table out, if another one is left then.
    pub(crate) fn or_left_out(&self, finding: Finding, title: &str) -> Finding {
        if self.is_only { finding } else { finding.fix(Fix::leave_out(title, &self.site())) }
    }

    /// A fix that says something in the directive of the table.
    pub(crate) fn saying(&self, title: impl Into<String>, settings: impl IntoIterator<Item = Setting>) -> Fix {
        Fix::settings(title, Settings::new(self.site(), settings))
    }

    /// The same, which `errtable init` takes; `why` says in the directive what was seen.
    pub(crate) fn saying_why(&self, title: impl Into<String>, setting: Setting, why: &str) -> Fix {
        // What a person has said otherwise is theirs to change. Texts join those that are there.
        let is_said = matches!(setting.value, Given::Value(_)) && self.options.sets(&setting);
        let settings = Settings { site: self.site(), lines: vec![(setting, why.to_owned())] };
        let fix = Fix::settings(title, settings);
        if is_said { fix } else { fix.for_init() }
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = &str> {
        self.table.header.cells.iter().map(|cell| cell.text.as_str())
    }
}

/// The tables of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'a> {
    pub(crate) source: &'a Arc<Source>,
    pub(crate) document: &'a Document,
    /// What the directives say of each of them.
    pub(crate) plans: &'a [Plan],
}

/// The tables of a file that hold error codes.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    pub(crate) chosen: Vec<Chosen<'a>>,
    /// The strongest claim of a table of the file, directives apart.
    pub(crate) best: Claim,
}

impl<'a> Tables<'a> {
    /// Chooses the tables that hold error codes.
    pub(crate) fn select(
        &self,
        lock: Option<&Lock>,
        verdicts: &mut [Verdict],
        findings: &mut Findings,
    ) -> Selection<'a> {
        let title = self.document.title.as_deref();
        let mut select = Select { source: self.source, title, lock, verdicts, findings };
        let tables = self.document.tables.iter().zip(self.plans);
        let candidates: Vec<_> = tables.filter_map(|(table, plan)| select.candidate(table, plan)).collect();
        // A directive says how a table is read, and never whether others are in.
        let best = candidates.iter().filter_map(|candidate| candidate.own_claim).max().unwrap_or(Claim::Weak);
        let families = candidates.iter().filter(|candidate| candidate.claim >= Some(Claim::Strong));
        let code = |candidate: &Candidate<'_>| match candidate.code {
            CodeColumn::Found(index, _) => Some(index),
            CodeColumn::Ambiguous(_) | CodeColumn::None => None,
        };
        let families: HashMap<_, _> =
            families.filter_map(|candidate| Some((Rc::clone(&candidate.family), code(candidate)?))).collect();
        let indices = indices(&candidates);
        let (indices, candidates): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|candidate| indices.contains(&candidate.table.id));
        for index in indices {
            select.verdicts[index.table.id.index()] = Verdict::Other;
        }
        let mut faults: HashMap<_, Share> = HashMap::new();
        let mut of_strong = Share::default();
        let is_open = |candidate: &Candidate<'_>| {
            best > Claim::Possible && matches!(candidate.own_claim, Some(Claim::Foreign | Claim::Possible))
        };
        if candidates.iter().any(is_open) {
            for candidate in &candidates {
                if is_open(candidate) {
                    candidate.count_faults(faults.entry(Rc::clone(&candidate.family)).or_default());
                } else if candidate.own_claim >= Some(Claim::Strong) {
                    candidate.count_faults(&mut of_strong);
                }
            }
        }
        let context = Context {
            best,
            tells_faults: of_strong.is_known(),
            faults,
            is_silent: best < Claim::Strong
                && candidates.iter().any(Candidate::has_late_words)
                && !reading::speaks_of_faults(self.source.text()),
            has_sure: candidates.iter().any(|candidate| candidate.claim >= Some(Claim::Strong)),
            families,
        };
        let chosen = candidates.into_iter().filter_map(|candidate| select.choose(candidate, &context));
        let mut chosen: Vec<_> = chosen.collect();
        if let [only] = chosen.as_mut_slice() {
            only.is_only = true;
        }
        Selection { chosen, best }
    }
}

/// The tables that sum up the codes of others: some of their cells are ranges or lists, and each number in them is a code of
/// a table with another header.
fn indices(candidates: &[Candidate<'_>]) -> HashSet<TableId> {
    let codes = |candidate: &Candidate<'_>| match candidate.code {
        CodeColumn::Found(index, _) => candidate.columns[index].codes().to_vec(),
        _ => Vec::new(),
    };
    let mut owners: HashMap<i128, Vec<&Rc<[String]>>> = HashMap::new();
    let is_sum = |cell: &CodeCell| matches!(cell.reading, Reading::Range(..) | Reading::List(_));
    let sums = |candidate: &&Candidate<'_>| {
        candidate.plan.directive.is_none()
            && matches!(candidate.code, CodeColumn::Found(index, _) if candidate.columns[index].codes().iter().any(is_sum))
    };
    if !candidates.iter().any(|candidate| sums(&candidate)) {
        return HashSet::new();
    }
    for candidate in candidates {
        for cell in codes(candidate) {
            if let Reading::Number(number) | Reading::Annotated(number, _) = cell.reading {
                let families = owners.entry(number.value).or_default();
                if families.last() != Some(&&candidate.family) {
                    families.push(&candidate.family);
                }
            }
        }
    }
    let is_index = |candidate: &&Candidate<'_>| {
        let is_elsewhere = |number: &Number| {
            owners.get(&number.value).is_some_and(|families| families.iter().any(|family| **family != candidate.family))
        };
        codes(candidate).iter().all(|cell| match &cell.reading {
            Reading::Number(number) | Reading::Annotated(number, _) => is_elsewhere(number),
            Reading::Range(first, last) => is_elsewhere(first) && is_elsewhere(last),
            Reading::List(numbers) => numbers.iter().all(is_elsewhere),
            Reading::Empty => true,
            _ => false,
        })
    };
    candidates.iter().filter(sums).filter(is_index).map(|candidate| candidate.table.id).collect()
}

/// What the tables of a file and its text say together.
struct Context {
    /// The strongest claim of a table, directives apart.
    best: Claim,
    /// Whether the text says nowhere that something can go wrong, as far as a table asks: then codes that are words behind another
    /// column are as likely those of something else.
    is_silent: bool,
    /// Whether a table is in for certain, by what it says or by its directive.
    has_sure: bool,
    /// Whether the rows of the tables with the strongest claim say that something goes wrong, in words that are known here.
    tells_faults: bool,
    /// The rows that do so, of the tables of each header.
    faults: HashMap<Rc<[String]>, Share>,
    /// The headers of tables that are in for certain, with the column of their codes.
    families: HashMap<Rc<[String]>, usize>,
}

/// How many rows say that something goes wrong.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    faults: usize,
    rows: usize,
}

impl Share {
    /// Whether they are so many that their table is one of errors. One of the states of an order has some, too.
    fn is_most(self) -> bool {
        self.faults * 2 > self.rows
    }

    /// Whether they are so many that the words for faults are those of its language.
    fn is_known(self) -> bool {
        self.rows > 0 && self.faults * 3 >= self.rows
    }
}

/// Whether a table holds error codes, as far as can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    In,
    Out,
    /// A person has to say.
    Open,
}

impl Context {
    /// Where a table stands that makes a claim. Beside a table of errors its rows decide what its headers leave open.
    fn standing(&self, candidate: &Candidate<'_>, claim: Option<Claim>) -> Standing {
        let share = self.faults.get(&candidate.family).copied().unwrap_or_default();
        let is_beside = self.best > Claim::Possible;
        match claim {
            None => Standing::Out,
            Some(Claim::Weak) if self.best > Claim::Weak => Standing::Out,
            Some(Claim::Foreign) if is_beside && !share.is_most() => Standing::Out,
            Some(Claim::Foreign) if is_beside => Standing::Open,
            Some(Claim::Possible) if is_beside && share.is_most() => Standing::In,
            Some(Claim::Possible) if is_beside && self.tells_faults && share.rows > 1 && share.faults == 0 => {
                Standing::Out
            }
            Some(Claim::Possible) if is_beside => Standing::Open,
            // Numbers in the first column are asked about no further.
            Some(claim) if claim < Claim::Strong && self.is_silent && candidate.has_late_words() => Standing::Open,
            Some(_) => Standing::In,
        }
    }
}

struct Candidate<'a> {
    table: &'a Table,
    plan: &'a Plan,
    family: Rc<[String]>,
    columns: Rc<[Column<'a>]>,
    code: CodeColumn,
    /// `None` where it claims nothing.
    claim: Option<Claim>,
    /// What its headers and its heading say without a directive.
    own_claim: Option<Claim>,
}

impl Candidate<'_> {
    /// Whether its codes are words that stand behind another column, as those of languages do.
    fn has_late_words(&self) -> bool {
        matches!(self.code, CodeColumn::Found(index @ 1.., _) if !self.columns[index].is_mostly_numbers())
    }

    /// Counts its rows that say that something goes wrong, up to so many of all.
    fn count_faults(&self, share: &mut Share) {
        for row in self.table.rows.iter().take(LOOKED_AT.saturating_sub(share.rows)) {
            share.rows += 1;
            share.faults += usize::from(row.cells.iter().any(|cell| reading::speaks_of_faults(&cell.text)));
        }
    }
}

/// So many rows tell what a table is about.
const LOOKED_AT: usize = 200;

struct Select<'a, 't> {
    source: &'t Arc<Source>,
    title: Option<&'a str>,
    lock: Option<&'a Lock>,
    /// What has become of each table of the file.
    verdicts: &'a mut [Verdict],
    findings: &'a mut Findings,
}

impl<'t> Select<'_, 't> {
    fn candidate(&mut self, table: &'t Table, plan: &'t Plan) -> Option<Candidate<'t>> {
        if plan.skip.is_some() {
            self.verdicts[table.id.index()] = Verdict::Skipped;
            return None;
        }
        let columns = table.header.cells.len();
        if columns > limits::COLUMNS {
            let message = format!("the table has {columns} columns; errtable takes {}", limits::COLUMNS);
            let finding = Finding::error(Rule::TooLarge, self.source, table.header.span.clone(), message);
            let finding = finding.help("part it in several tables");
            self.findings.push(finding.fix(Fix::leave_out("leave it out", &plan.site(self.source, table))));
            self.verdicts[table.id.index()] = Verdict::Refused;
            return None;
        }
        for name in plan.options.columns.iter().map(|column| &column.name) {
            if plan.directive.is_some() && column_called(table, &name.value).is_none() && !self.is_gone(&name.value) {
                let finding = unknown_column(self.source, table, name.span.clone(), &format!("`{}`", name.value));
                self.findings.push(finding);
            }
        }
        let columns: Rc<[_]> = Column::all(table).into();
        let headings: Vec<_> = self.title.into_iter().chain(table.headings.iter().map(String::as_str)).collect();
        let announced = reading::announced(&headings);
        let code = match &plan.options.code {
            Some(name) => match self.resolve(table, name) {
                Ok(Some(index)) => CodeColumn::Found(index, Certainty::Error),
                Ok(None) | Err(()) => {
                    self.verdicts[table.id.index()] = Verdict::Refused;
                    return None;
                }
            },
            None => match reading::code_column(&columns, announced) {
                // Ranges alone make no enum.
                CodeColumn::Found(index, _) if plan.directive.is_none() && columns[index].holds_ranges() => {
                    CodeColumn::None
                }
                code => code,
            },
        };
        let headers: Vec<_> = columns.iter().map(|column| column.header).collect();
        let own_code = if plan.options.code.is_some() { &reading::code_column(&columns, announced) } else { &code };
        let own_claim = reading::claim(&headers, headings.last().copied(), announced, own_code, || {
            columns.iter().any(Column::explains)
        });
        // `Value` alone makes no codes of texts.
        let is_vague = |index: usize| !columns[index].holds_numbers_or_symbols() && !columns[index].is_empty();
        let own_claim = own_claim.filter(|claim| {
            *claim > Claim::Weak || !matches!(own_code, CodeColumn::Found(index, _) if is_vague(*index))
        });
        let claim = if plan.directive.is_some() { Some(Claim::Asked) } else { own_claim };
        Some(Candidate { table, plan, family: folded_header(table).into(), columns, code, claim, own_claim })
    }

    /// Settles the roles of a table that is in.
    fn choose(&mut self, mut candidate: Candidate<'t>, context: &Context) -> Option<Chosen<'t>> {
        // One table with this header holds error codes, and so do the others, in the same column.
        let kin = context.families.get(&candidate.family).copied();
        if let (Some(index), CodeColumn::None) = (kin, &candidate.code) {
            candidate.code = CodeColumn::Found(index, Certainty::Plain);
        }
        let is_kin = matches!(candidate.code, CodeColumn::Found(..)) && kin.is_some();
        let claim = if is_kin { candidate.claim.max(Some(Claim::Strong)) } else { candidate.claim };
        let verdict = &mut self.verdicts[candidate.table.id.index()];
        *verdict = Verdict::Refused;
        match context.standing(&candidate, claim) {
            Standing::In => {}
            Standing::Out => {
                *verdict = Verdict::Other;
                return None;
            }
            Standing::Open => {
                self.unclear(&candidate, context.has_sure);
                return None;
            }
        }
        let Candidate { table, plan, family, columns, code, .. } = candidate;
        let code = match code {
            CodeColumn::Found(index, _) => index,
            CodeColumn::Ambiguous(columns) => {
                self.ambiguous(table, plan, &columns);
                return None;
            }
            CodeColumn::None => {
                self.missing_code(table, plan, &columns);
                return None;
            }
        };
        let Roles { mut name, mut description, mut names_repeat, .. } = reading::text_columns(&columns, code);
        let options = &plan.options;
        if let Some(Ok(index)) = options.name.as_ref().map(|chosen| self.resolve(table, chosen)) {
            name = index;
            names_repeat = false;
            description = description.filter(|&description| Some(description) != name);
        }
        if let Some(Ok(index)) = options.description.as_ref().map(|chosen| self.resolve(table, chosen)) {
            description = index;
            name = name.filter(|&name| Some(name) != description);
        }
        let source = self.source;
        let roles = Roles { code, name, description, names_repeat };
        Some(Chosen { source, table, plan, options, roles, is_only: false, family, columns })
    }

    /// The index of the column that a directive names.
    fn resolve(&mut self, table: &Table, name: &Spanned<ColumnName>) -> Result<Option<usize>, ()> {
        let cells = &table.header.cells;
        let (found, shown) = match &name.value {
            ColumnName::None => return Ok(None),
            ColumnName::Number(number) => ((*number <= cells.len()).then(|| number - 1), format!("{number}")),
            ColumnName::Header(header) => match column_called(table, header) {
                None if self.is_gone(header) => return Ok(None),
                column => (column, format!("`{header}`")),
            },
        };
        found.map(Some).ok_or_else(|| {
            self.findings.push(unknown_column(self.source, table, name.span.clone(), &shown));
        })
    }

    /// Whether a column was released and is not there any more, which is a finding of its own.
    fn is_gone(&self, header: &str) -> bool {
        self.lock.is_some_and(|lock| lock.has_column(header))
    }

    /// A table that may hold error codes, in a file that holds some for certain, or of which nothing says what its codes are.
    fn unclear(&mut self, candidate: &Candidate<'_>, has_sure: bool) {
        let message = "this table has a column of codes, but nothing says whether they are error codes";
        let site = candidate.plan.site(self.source, candidate.table);
        let finding = Finding::error(Rule::UnclearTable, self.source, candidate.table.header.span.clone(), message)
            .fix(Fix::take_in("if they are, say so", &site));
        self.findings.push(match has_sure {
            true => finding.fix(Fix::leave_out("if they are not, leave the table out", &site)),
            false => finding.help("if they are not, the error codes are in another file"),
        });
    }

    fn ambiguous(&mut self, table: &Table, plan: &Plan, columns: &[usize]) {
        let cells = &table.header.cells;
        let names: Vec<_> = columns.iter().map(|&column| format!("`{}`", cells[column].text)).collect();
        let mut finding = Finding::error(
            Rule::AmbiguousColumn,
            self.source,
            cells[columns[0]].span.clone(),
            format!("{} could each be the column of the codes", names.join(" and ")),
        )
        .note("this one?");
        for &column in &columns[1..] {
            finding = finding.label(cells[column].span.clone(), "or this one?");
        }
        for &column in columns {
            let code = Setting::new("code", column_value(table, column));
            let settings = Settings::new(plan.site(self.source, table), [code]);
            finding = finding.fix(Fix::settings(format!("if it is `{}`, say so", cells[column].text), settings));
        }
        self.findings.push(finding);
    }

    fn missing_code(&mut self, table: &Table, plan: &Plan, columns: &[Column<'_>]) {
        let finding = Finding::error(
            Rule::MissingCode,
            self.source,
            table.header.span.clone(),
            "no header says that its column holds codes",
        );
        let site = plan.site(self.source, table);
        let says_code = |(index, column): (usize, &Column<'_>)| {
            let settings = Settings::new(site.clone(), [Setting::new("code", column_value(table, index))]);
            let title = format!("if it is `{}`, say so", table.header.cells[index].text);
            column.looks_like_codes().then(|| Fix::settings(title, settings))
        };
        let mut finding = columns.iter().enumerate().filter_map(says_code).fold(finding, Finding::fix);
        if finding.fixes.is_empty() {
            finding = finding.help("give the table a column of codes, or take the directive above it out");
        }
        self.findings.push(finding);
    }
}

/// What the headers of tables have in common that are one to a reader.
pub(crate) fn folded_header(table: &Table) -> Vec<String> {
    table.header.cells.iter().map(|cell| folded(&cell.text)).collect()
}

/// A cell of a header without its marks, in lower case.
pub(crate) fn folded(header: &str) -> String {
    header.trim_matches(['*', '_', '`', ' ']).to_lowercase()
}

/// The index of the one column with a header.
pub(crate) fn column_called(table: &Table, header: &str) -> Option<usize> {
    let cells = &table.header.cells;
    cells.iter().position(|cell| cell.text == header).or_else(|| {
        let number = header.parse::<usize>().ok()?;
        (1..=cells.len()).contains(&number).then(|| number - 1)
    })
}

fn unknown_column(source: &Arc<Source>, table: &Table, span: Range<usize>, shown: &str) -> Finding {
    let headers: Vec<_> = table.header.cells.iter().map(|cell| cell.text.as_str()).collect();
    let finding = Finding::error(Rule::UnknownColumn, source, span, format!("the table has no column {shown}"))
        .label(table.header.span.clone(), "the header");
    let span = finding.place.span();
    match nearest(shown.trim_matches('`'), headers.iter().copied()) {
        Some(meant) => finding.fix(Fix::meant_word(source, span, meant)),
        None => finding.help(format!("its columns are `{}`", headers.join("`, `"))),
    }
}

/// The header of a column, where it tells the column from the others.
fn telling_header(table: &Table, column: usize) -> Option<&str> {
    let header = table.header.cells[column].text.as_str();
    let is_unique = table.header.cells.iter().filter(|cell| cell.text == header).count() == 1;
    (is_unique && !header.is_empty()).then_some(header)
}

/// How a key of a directive names a column: by its header or, where that does not tell, by its number.
pub(crate) fn column_key(chosen: &Chosen<'_>, column: usize) -> String {
    telling_header(chosen.table, column).map_or_else(|| (column + 1).to_string(), str::to_owned)
}

/// How a value of a directive names a column.
pub(crate) fn column_value(table: &Table, column: usize) -> String {
    telling_header(table, column).map_or_else(|| (column + 1).to_string(), toml_string)
}

/// `1 cell`, `2 cells`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
