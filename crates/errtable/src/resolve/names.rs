//! The variants of an enum: named by directive, by name column, by description, or by code.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Resolve;
use super::camel_case::in_camel_case;
use super::codes::{Codes, Draft};
use super::duplicates::other_name;
use super::groups::Group;
use super::phrase::{self, LONGEST, Leads, MAX_WORDS, first_words};
use super::rows::TableRow;
use crate::catalog::identifier::{is_variant_name, screaming_snake, upper_camel};
use crate::catalog::reserved::CONSTANTS;
use crate::catalog::{Alias, Code, CodeType, Column, Role};
use crate::directive::{NamesFrom, Spanned};
use crate::finding::{Finding, Fix, Rule, Setting, Topic};
use crate::lock::ReleasedEnum;
use crate::reading::code_of;
use crate::text::RowId;
use crate::text::limits::SUGGESTIONS;
use crate::text::nearest;

/// Where a variant's name comes from; those further down give way to those further up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Given,
    /// Released, and so never another.
    Locked,
    Named,
    /// From a text that was not meant to be a name.
    Derived,
    /// Derived, and carrying the code because others were derived alike.
    WithCode,
    /// `Code1008001`.
    Code,
}

#[derive(Clone, Debug)]
struct Proposal {
    origin: Origin,
    variant: String,
}

impl Resolve<'_> {
    /// Names every draft that fits its columns; those whose names meet are set aside with a finding.
    pub(crate) fn variants<'g>(
        &mut self,
        group: &Group<'_>,
        codes: &Codes<'g>,
        columns: &[Column],
    ) -> (Vec<(Draft<'g>, String)>, Vec<Alias>) {
        let mut drafts = self.fitting(group, columns, codes.drafts.clone());
        let orphans = self.orphans(group, codes, columns, &drafts);
        let promoted: HashSet<RowId> = orphans.iter().map(|draft| draft.row.id()).collect();
        drafts.extend(orphans);
        drafts.sort_by_key(|draft| draft.row.id());
        let given = self.given(group, codes);
        let present: HashSet<&Code> = drafts.iter().flat_map(|draft| &draft.codes).collect();
        let locked = group.locked.map(|locked| locked.by_code(&present)).unwrap_or_default();
        let leads = leads(columns, &drafts);
        let mut proposals: Vec<_> =
            drafts.iter().map(|draft| propose(group, columns, &given, &locked, &leads, draft)).collect();
        carry_codes(group.locked, &drafts, &mut proposals);
        let proposals = self.meeting(group, codes, &drafts, &proposals);
        let named: Vec<_> = drafts
            .into_iter()
            .zip(proposals)
            .filter_map(|(draft, proposal)| Some((draft, proposal?.variant)))
            .collect();
        let aliases = self.aliases(group, codes, &promoted, &named);
        (named, aliases)
    }

    /// Rows with the code of a row that was set aside: of each such code the first row that fits is one of its own.
    fn orphans<'g>(
        &mut self,
        group: &Group<'_>,
        codes: &Codes<'g>,
        columns: &[Column],
        drafts: &[Draft<'_>],
    ) -> Vec<Draft<'g>> {
        if codes.aliases.is_empty() || drafts.len() == codes.drafts.len() {
            return Vec::new();
        }
        let mut held: HashSet<Code> = drafts.iter().flat_map(|draft| draft.codes.iter().cloned()).collect();
        let orphans = codes.aliases.iter().filter(|(index, _)| !held.contains(&codes.drafts[*index].codes[0]));
        let orphans: Vec<_> = orphans.map(|(_, draft)| draft.clone()).collect();
        let mut fitting = self.fitting(group, columns, orphans);
        fitting.iter_mut().for_each(|draft| draft.codes.retain(|code| held.insert(code.clone())));
        fitting.retain(|draft| !draft.codes.is_empty());
        fitting
    }

    /// The `[variants]` of the group, by code.
    fn given(&mut self, group: &Group<'_>, codes: &Codes<'_>) -> HashMap<Code, String> {
        let mut given = HashMap::new();
        let known = codes.drafts.iter().chain(codes.aliases.iter().map(|(_, draft)| draft));
        let known: HashSet<&Code> = known.flat_map(|draft| &draft.codes).collect();
        let released = LazyCell::new(|| {
            let codes = group.locked.into_iter().flat_map(ReleasedEnum::codes);
            codes.map(|(released, _)| &released.code).collect::<HashSet<_>>()
        });
        let mut unknown = 0;
        for (key, variant) in group.tables.iter().flat_map(|chosen| &chosen.options.variants) {
            let code = code_of(&key.value, codes.code_type == CodeType::Text);
            if !known.contains(&code) {
                // A code that was released and is gone is a finding of its own.
                if !released.contains(&code) {
                    unknown += 1;
                    self.unknown_code(key, codes, unknown <= SUGGESTIONS);
                }
            } else if !is_variant_name(&variant.value) {
                let why = if variant.value.is_ascii() { "" } else { ": its letters could be taken for others" };
                let message = format!("`{}` cannot be the name of a variant{why}", variant.value);
                self.findings.push(
                    Finding::error(Rule::InvalidIdentifier, self.source, variant.span.clone(), message)
                        .fix(in_camel_case(self.source, variant, is_variant_name, "NotFound")),
                );
            } else {
                given.insert(code, variant.value.clone());
            }
        }
        given
    }

    fn unknown_code(&mut self, key: &Spanned<String>, codes: &Codes<'_>, suggests: bool) {
        let known = codes.drafts.iter().filter(|_| suggests).flat_map(|draft| &draft.codes);
        let texts: Vec<String> = known.map(ToString::to_string).collect();
        let message = format!("the table has no code {}", key.value);
        let finding = Finding::error(Rule::UnknownCode, self.source, key.span.clone(), message)
            .about([Topic::Code(key.value.clone()), Topic::Gone(key.value.clone())]);
        let span = key.span.clone();
        self.findings.push(match nearest(&key.value, texts.iter().map(String::as_str)) {
            Some(meant) => finding.fix(Fix::word_of_toml(format!("did you mean {meant}?"), self.source, span, meant)),
            None => finding.fix_without_key("give the code a row, or take this out", span),
        });
    }

    /// Sets aside the later of two drafts whose variants still meet, and with it the rows that would be aliases of it.
    fn meeting(
        &mut self,
        group: &Group<'_>,
        codes: &Codes<'_>,
        drafts: &[Draft<'_>],
        proposals: &[Proposal],
    ) -> Vec<Option<Proposal>> {
        let mut first: HashMap<&str, usize> = HashMap::with_capacity(proposals.len());
        let mut kept: Vec<Option<Proposal>> = vec![None; proposals.len()];
        let mut meeting: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        // A name that was released stays where it is, whatever stands above it now.
        let mut order: Vec<_> = (0..proposals.len()).collect();
        order.sort_by_key(|&index| proposals[index].origin != Origin::Locked);
        for index in order {
            match first.get(proposals[index].variant.as_str()) {
                Some(&other) => meeting.entry(other).or_default().push(index),
                None => {
                    first.insert(&proposals[index].variant, index);
                    kept[index] = Some(proposals[index].clone());
                }
            }
        }
        let mut sharing: HashMap<&Code, Vec<&TableRow<'_>>> = HashMap::new();
        for (first, alias) in &codes.aliases {
            sharing.entry(&codes.drafts[*first].codes[0]).or_default().push(&alias.row);
        }
        let mut taken: HashSet<String> = first.into_keys().map(str::to_owned).collect();
        for (first, others) in meeting {
            let finding = self.met(group, &sharing, drafts, (first, &others), &proposals[first].variant);
            let unnamed = [first].into_iter().filter(|&first| proposals[first].origin != Origin::Locked);
            let unnamed: Vec<_> = unnamed.chain(others.iter().copied()).map(|index| &drafts[index].codes[0]).collect();
            let chosen = &group.tables[drafts[others[0]].row.table];
            let finding = match unnamed.len() {
                // Nobody names more by hand.
                NAMED.. => finding,
                number => {
                    let settings = apart(&proposals[first].variant, &unnamed, &mut taken);
                    finding.fix(chosen.saying(if number == 1 { "name the new one" } else { "name them" }, settings))
                }
            };
            let setting = Setting::new("names", "\"name\"");
            let title = "let the names that meet carry their codes";
            let why = "some names meet: those carry their codes";
            self.findings.push(finding.fix(chosen.saying_why(title, setting, why)));
        }
        kept
    }

    /// Tells of rows that would all make one variant, and of those that would be aliases of theirs.
    fn met(
        &self,
        group: &Group<'_>,
        sharing: &HashMap<&Code, Vec<&TableRow<'_>>>,
        drafts: &[Draft<'_>],
        (first, others): (usize, &[usize]),
        variant: &str,
    ) -> Finding {
        let roles = &group.first().roles;
        let column = roles.name.or(roles.description).unwrap_or(roles.code);
        let place = |index: usize| drafts[index].row.cell_span(column);
        let shown: Vec<_> = [first].iter().chain(others).map(|&index| drafts[index].codes[0].to_string()).collect();
        let message = match shown.as_slice() {
            [one, other] => format!("the codes {one} and {other} would both make the variant `{variant}`"),
            [one, other, more @ ..] => {
                let number = more.len();
                format!("the codes {one}, {other} and {number} more would all make the variant `{variant}`")
            }
            _ => unreachable!("a variant meets another"),
        };
        let finding = Finding::error(Rule::VariantCollision, self.source, place(others[0]), message);
        let finding = finding.label(place(first), "the first");
        let finding =
            others.iter().skip(1).take(LABELLED).fold(finding, |finding, &other| finding.label(place(other), ""));
        let finding = others.iter().fold(finding, |finding, &other| drafts[other].row.with_others(finding));
        let rows: HashSet<RowId> = others.iter().map(|&other| drafts[other].row.id()).collect();
        let sharing = others.iter().flat_map(|&other| &drafts[other].codes).filter_map(|code| sharing.get(code));
        let sharing = sharing.flatten().filter(|row| !rows.contains(&row.id()));
        sharing.fold(finding, |finding, row| finding.label(row.cell_span(column), "a row of the same code"))
    }

    /// The constants that the rows with an earlier row's code become.
    fn aliases(
        &mut self,
        group: &Group<'_>,
        codes: &Codes<'_>,
        promoted: &HashSet<RowId>,
        named: &[(Draft<'_>, String)],
    ) -> Vec<Alias> {
        let mut aliases: Vec<Alias> = Vec::new();
        let entries: HashMap<&Code, usize> =
            named.iter().enumerate().map(|(entry, (draft, _))| (&draft.codes[0], entry)).collect();
        let mut taken: HashSet<String> = named.iter().map(|(_, variant)| variant.clone()).collect();
        taken.extend(CONSTANTS.iter().map(|&constant| constant.to_owned()));
        // The number that the next alias of a name and a code carries.
        let mut next: HashMap<String, usize> = HashMap::new();
        for (index, draft) in codes.aliases.iter().filter(|(_, draft)| !promoted.contains(&draft.row.id())) {
            let code = &codes.drafts[*index].codes[0];
            let Some(&entry) = entries.get(code) else { continue };
            let Some(text) = other_name(group, draft, &codes.drafts[*index]) else { continue };
            let with_code = |words: &str| screaming_snake(&format!("{words} {}", code_suffix(code)));
            let words = upper_camel(&first_words(&text, MAX_WORDS));
            let mut name = words.map_or_else(|| with_code("code"), |words| screaming_snake(&words));
            if taken.contains(&name) {
                let base = with_code(&name);
                let number = next.entry(base.clone()).or_insert(2);
                name = base.clone();
                while taken.contains(&name) {
                    name = format!("{base}_{number}");
                    *number += 1;
                }
            }
            taken.insert(name.clone());
            aliases.push(Alias { name, entry, text, row: draft.row.id() });
        }
        aliases
    }
}

/// From so many rows on, a finding offers no name for each.
const NAMED: usize = 11;

/// Rows that a finding points at beside the first two.
const LABELLED: usize = 3;

/// Names for codes whose own would all be `variant`: that with their codes, or with a number where those look alike.
fn apart(variant: &str, codes: &[&Code], taken: &mut HashSet<String>) -> Vec<Setting> {
    let base = variant.strip_prefix("Code").filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let base = base.unwrap_or(variant);
    let suffixes: HashSet<_> = codes.iter().map(|code| code_suffix(code)).collect();
    let name = |code: &&Code| {
        let with_code = format!("{variant}{}", code_suffix(code));
        let numbered = std::iter::once(base.to_owned()).chain((2..).map(|number| format!("{base}{number}")));
        let mut names = (suffixes.len() == codes.len()).then_some(with_code).into_iter().chain(numbered);
        let name = names.find(|name| is_variant_name(name) && !taken.contains(name)).expect("numbers do not end");
        taken.insert(name.clone());
        Setting::variant(&code.to_string(), &name)
    };
    codes.iter().map(name).collect()
}

/// What many of the descriptions begin with.
fn leads(columns: &[Column], drafts: &[Draft<'_>]) -> Leads {
    let description = columns.iter().position(|column| column.role == Role::Description);
    let texts = drafts.iter().filter_map(|draft| Some(draft.row.row.cells[description?].text.as_str()));
    Leads::of(texts)
}

/// What a row would call itself, were it alone.
fn propose(
    group: &Group<'_>,
    columns: &[Column],
    given: &HashMap<Code, String>,
    locked: &HashMap<&Code, &str>,
    leads: &Leads,
    draft: &Draft<'_>,
) -> Proposal {
    if let Some(variant) = draft.codes.iter().find_map(|code| given.get(code)) {
        return Proposal { origin: Origin::Given, variant: variant.clone() };
    }
    if let Some(variant) = draft.codes.iter().find_map(|code| locked.get(code)) {
        return Proposal { origin: Origin::Locked, variant: (*variant).to_owned() };
    }
    let options = group.tables[draft.row.table].options;
    let text = |role: Role| {
        let column = columns.iter().position(|column| column.role == role)?;
        // Of several causes the first names the code.
        Some(draft.row.own_text(column))
    };
    let max_words = options.max_words;
    // A symbol stays whole; words are cut like any others.
    let from_name = || {
        let name = text(Role::Name)?;
        let whole = upper_camel(&name)?;
        let is_short = whole.len() <= LONGEST || !name.contains(char::is_whitespace);
        if is_short { Some(whole) } else { phrase::name(&name, max_words, leads).or(Some(whole)) }
    };
    let from_description = || phrase::name(&text(Role::Description)?, max_words, leads);
    let from_code = || match &draft.codes[0] {
        Code::Text(code) if code.starts_with(|c: char| c.is_ascii_alphabetic()) => upper_camel(code),
        _ => draft.words.as_deref().and_then(|words| upper_camel(&first_words(words, max_words.unwrap_or(MAX_WORDS)))),
    };
    let derived = |variant: String| Proposal { origin: Origin::Derived, variant };
    // A symbol is the name of one code; words may be said of two. Where names were released, a new one is asked about.
    let is_words = || {
        let has_blank = || text(Role::Name).is_some_and(|name| name.contains(char::is_whitespace));
        group.locked.is_none() && (!group.has_symbols() || has_blank())
    };
    let named =
        |variant: String| Proposal { origin: if is_words() { Origin::Derived } else { Origin::Named }, variant };
    let found = match options.names.as_ref().map(|names| names.value) {
        None if group.first().roles.names_repeat => {
            from_name().or_else(from_code).or_else(from_description).map(derived)
        }
        None => from_name().map(named).or_else(|| from_code().or_else(from_description).map(derived)),
        Some(NamesFrom::Name) => from_name().map(derived),
        Some(NamesFrom::Description) => from_description().map(derived),
        Some(NamesFrom::Code) => None,
    };
    found.unwrap_or_else(|| by_code(draft))
}

/// Lets derived names that meet others carry their codes. What a name becomes depends on which names there are, never
/// on their order.
fn carry_codes(locked: Option<&ReleasedEnum>, drafts: &[Draft<'_>], proposals: &mut [Proposal]) {
    // Names of released codes that have no row any more; whoever took one would pass for the code that had it.
    let settled = |proposal: &&Proposal| matches!(proposal.origin, Origin::Given | Origin::Locked);
    let held: HashSet<&str> = proposals.iter().filter(settled).map(|proposal| proposal.variant.as_str()).collect();
    let gone = |variant: &&str| !held.contains(variant);
    let gone: HashSet<String> =
        locked.iter().flat_map(|locked| locked.variants()).filter(gone).map(str::to_owned).collect();
    loop {
        let mut uses: HashMap<&str, usize> = gone.iter().map(|variant| (variant.as_str(), 1)).collect();
        for proposal in proposals.iter() {
            *uses.entry(&proposal.variant).or_default() += 1;
        }
        let next = |(proposal, draft): (&Proposal, &Draft<'_>)| match proposal.origin {
            Origin::Derived | Origin::Named
                if uses[proposal.variant.as_str()] > 1
                    && (proposal.origin == Origin::Derived || gone.contains(&proposal.variant)) =>
            {
                Some(Proposal { origin: Origin::WithCode, variant: with_suffix(&proposal.variant, &draft.codes[0]) })
            }
            Origin::WithCode if uses[proposal.variant.as_str()] > 1 => Some(by_code(draft)),
            _ => None,
        };
        let changed: Vec<_> = proposals.iter().zip(drafts).map(next).collect();
        if changed.iter().all(Option::is_none) {
            return;
        }
        for (proposal, changed) in proposals.iter_mut().zip(changed) {
            if let Some(changed) = changed {
                *proposal = changed;
            }
        }
    }
}

fn by_code(draft: &Draft<'_>) -> Proposal {
    Proposal { origin: Origin::Code, variant: format!("Code{}", code_suffix(&draft.codes[0])) }
}

/// A variant with its code behind it, and without its last words where both would be too long.
fn with_suffix(variant: &str, code: &Code) -> String {
    let suffix = code_suffix(code);
    let mut words = variant;
    while words.len() + suffix.len() > LONGEST {
        match words.rfind(|c: char| c.is_ascii_uppercase()).filter(|&start| start > 0) {
            Some(start) => words = &words[..start],
            None => break,
        }
    }
    format!("{words}{suffix}")
}

/// A code as a part of an identifier.
fn code_suffix(code: &Code) -> String {
    match code {
        Code::Integer(number) if *number < 0 => format!("Minus{}", number.unsigned_abs()),
        Code::Integer(number) => number.to_string(),
        Code::Text(text) => {
            let mut suffix = String::new();
            for part in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
                let (first, rest) = part.split_at(1);
                suffix.push_str(&first.to_ascii_uppercase());
                suffix.push_str(rest);
            }
            suffix
        }
    }
}
