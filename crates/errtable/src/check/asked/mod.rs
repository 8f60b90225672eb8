//! What errtable.toml asks of the generated types: whether it fits them, and what they carry then.

mod attributes;
mod derives;
mod without;

use std::ops::Range;
use std::sync::Arc;

use super::JoinedTable;
use super::join::code_cell;
use crate::catalog::{Code, CodeType, Column, Content, Enum, Role, TypeOptions};
use crate::directive::{OneOf, Spanned, SpecConfig, TypeConfig};
use crate::finding::{Finding, Findings, Fix, Place, Rule, Topic};
use crate::resolve::Spec;
use crate::text::{nearest, printable, toml_string};

/// A type that errtable.toml speaks of.
struct Asked<'a> {
    config: &'a SpecConfig,
    name: &'a str,
    kind: Kind,
    of: &'a TypeConfig,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An enum of errors, with the type of its codes.
    Errors(CodeType),
    /// The enum of a category.
    Category,
}

impl Asked<'_> {
    /// The finding for a setting that does not fit.
    fn unfit(&self, span: &Range<usize>, message: impl Into<String>) -> Finding {
        Finding::error(Rule::UnfitSetting, &self.config.source, span.clone(), message)
    }

    /// The fix that takes one of several out.
    fn take_out(&self, span: &Range<usize>) -> Fix {
        Fix::without_element("take it out", &self.config.source, span.clone())
    }
}

/// Gives the types of a spec what is asked for them. What does not fit is a finding, and left out.
pub(super) fn types(spec: &Spec, enums: &mut [Enum], findings: &mut Findings) {
    let Some(config) = spec.config.as_deref() else { return };
    let names = type_names(enums);
    for (name, of) in config.types() {
        match target(enums, &name.value) {
            Some((options, kind)) => {
                let asked = Asked { config, name: &name.value, kind, of };
                *options = asked.options(findings);
            }
            // Of a type whose rows are all faulty nothing is known, and of several specs another may make it.
            None if findings.has_errors() || config.is_for_several() => {}
            None => findings.push(unknown(config, name, &names)),
        }
    }
}

fn type_names(enums: &[Enum]) -> Vec<String> {
    let of_enum = |of: &Enum| {
        let categories = of.categories().map(|(_, _, category)| category.name.clone());
        std::iter::once(of.name.clone()).chain(categories).collect::<Vec<_>>()
    };
    enums.iter().flat_map(of_enum).collect()
}

/// What the type of a name carries, and what it is.
fn target<'e>(enums: &'e mut [Enum], name: &str) -> Option<(&'e mut TypeOptions, Kind)> {
    for of in enums {
        if of.name == name {
            return Some((&mut of.options, Kind::Errors(of.code_type)));
        }
        for Column { content, .. } in &mut of.columns {
            if let Content::Category(category) | Content::Categories(category) = content
                && category.name == name
            {
                return Some((&mut category.options, Kind::Category));
            }
        }
    }
    None
}

fn unknown(config: &SpecConfig, name: &Spanned<String>, names: &[String]) -> Finding {
    let Spanned { value, span } = name;
    let message = format!("the spec makes no enum `{}`", printable(value));
    let finding = Finding::error(Rule::UnknownEnum, &config.source, span.clone(), message);
    match nearest(value, names.iter().map(String::as_str)) {
        Some(meant) => finding.fix(Fix::meant_word(&config.source, span.clone(), meant)),
        None => finding.help(format!("take the table out, or name one of the enums that there are: {}", list(names))),
    }
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<_> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

impl Asked<'_> {
    fn options(&self, findings: &mut Findings) -> TypeOptions {
        if let (Kind::Category, Some(code_type)) = (self.kind, &self.of.code_type) {
            let message = format!("`{}` is a category, which has no codes", self.name);
            findings.push(self.unfit(&code_type.span, message).fix_without_key("take it out", code_type.span.clone()));
        }
        let without = self.without(findings);
        TypeOptions {
            derives: self.derives(&without, findings),
            attributes: self.attributes(findings),
            exhaustive: self.of.non_exhaustive.as_ref().is_some_and(|is| !is.value),
            without,
        }
    }
}

/// Gives an enum the type of codes that is asked for it. Where a code does not fit, it keeps that which it has.
pub(super) fn code_type(spec: &Spec, enumeration: &mut Enum, joined: &[JoinedTable], findings: &mut Findings) {
    let Some(config) = spec.config.as_deref() else { return };
    let Some((_, TypeConfig { code_type: Some(asked), .. })) = config.type_of(&enumeration.name) else { return };
    let Some(wanted) = CodeType::named(asked.value.word()) else { return };
    if enumeration.code_type == CodeType::Text {
        let message = format!("the codes of `{}` are texts, not numbers", enumeration.name);
        let finding = Finding::error(Rule::UnfitSetting, &config.source, asked.span.clone(), message);
        findings.push(finding.fix_without_key("take it out", asked.span.clone()));
        return;
    }
    let misfits = misfits(spec, enumeration, joined, wanted);
    match misfits.is_empty() {
        true => enumeration.code_type = wanted,
        false => findings.push(too_large(config, enumeration, asked.span.clone(), wanted, misfits)),
    }
}

/// The places of the codes and ranges that a type does not hold, each with what stands there.
fn misfits(spec: &Spec, enumeration: &Enum, joined: &[JoinedTable], wanted: CodeType) -> Vec<(Place, String)> {
    let mut misfits = Vec::new();
    for entry in &enumeration.entries {
        let Some(code) = entry.codes.iter().find(|code| !wanted.holds(code)) else { continue };
        let (of, row) = spec.row_of(entry.row());
        let cell = code_cell(spec, enumeration, joined, entry);
        let span = cell.map_or(row.span.clone(), |(_, cell)| cell.span.clone());
        misfits.push((Place::new(of.source, span), format!("code {}", enumeration.show(code))));
    }
    for range in enumeration.ranges.iter().filter(|range| !wanted.holds_all(range.first, range.last)) {
        let (of, row) = spec.row_of(range.rows[0]);
        let cell = enumeration.column(Role::Code).and_then(|column| row.cells.get(column));
        let span = cell.map_or(row.span.clone(), |cell| cell.span.clone());
        misfits.push((Place::new(of.source, span), format!("the range {}", range.name())));
    }
    misfits
}

/// One finding for all codes that do not fit.
fn too_large(
    config: &SpecConfig,
    enumeration: &Enum,
    asked: Range<usize>,
    wanted: CodeType,
    misfits: Vec<(Place, String)>,
) -> Finding {
    let (first, what) = &misfits[0];
    let more = match misfits.len() - 1 {
        0 => String::new(),
        1 => ", and 1 more that does not".to_owned(),
        number => format!(", and {number} more that do not"),
    };
    let message = format!("{what} does not fit into `{}`{more}", wanted.as_str());
    let source = Arc::clone(&config.source);
    let mut finding = Finding::error(Rule::CodeTooLarge, &source, asked.clone(), message);
    finding.place = first.clone();
    for (place, _) in misfits.iter().skip(1).take(2) {
        finding = finding.label_at(place.clone(), "nor does this");
    }
    finding.explains.extend(misfits.iter().map(|(place, _)| Topic::line(place)));
    let finding = finding.label_at(Place::new(&source, asked.clone()), "errtable.toml asks for this type");
    let finding = match smallest(enumeration) {
        Some(fits) => finding.fix(Fix::edit(
            format!("ask for the smallest type that holds all of them, `{}`", fits.as_str()),
            &source,
            asked.clone(),
            toml_string(fits.as_str()),
        )),
        None => finding,
    };
    let lines = source.whole_lines(asked);
    let is_alone = source.text()[lines.clone()].trim_start().starts_with("code_type");
    match is_alone {
        true => finding.fix(Fix::without_lines("ask for no type", &source, lines)),
        false => finding.help("or ask for no type: take `code_type` out of errtable.toml"),
    }
}

/// The smallest type that holds all codes and ranges of an enum.
fn smallest(enumeration: &Enum) -> Option<CodeType> {
    let codes = enumeration.entries.iter().flat_map(|entry| &entry.codes).filter_map(|code| match code {
        Code::Integer(number) => Some(*number),
        Code::Text(_) => None,
    });
    let ends = enumeration.ranges.iter().flat_map(|range| [range.first, range.last]);
    let (least, greatest) =
        codes.chain(ends).fold((0, 0), |(least, greatest), number| (number.min(least), number.max(greatest)));
    CodeType::smallest_holding(least, greatest)
}
