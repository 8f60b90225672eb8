//! Characters that must not be shown as they are: the one list of them, and everything that is made of a spec with each.

extern crate alloc;

use std::collections::BTreeSet;

use errtable::{Page, ReadError, RustOptions, Source, Style, changes, compile, markdown, printable, render_all, rust};
use errtable_tools::{
    HtmlOptions, Release, diff_json, diff_markdown, diff_text, html, json, lock, render_github, render_json,
    render_sarif, render_short,
};

/// How the package `tpns-errors` shows text of others. It takes no dependency, so it has a list of its own.
#[path = "../../../src/answer/log.rs"]
#[allow(dead_code, reason = "one of its types has the list")]
mod log;

fn is_shown(c: char) -> bool {
    printable(c.encode_utf8(&mut [0; 4])) == c.to_string()
}

fn is_logged(c: char) -> bool {
    log::Bounded(c.encode_utf8(&mut [0; 4]), 1).to_string() == c.to_string()
}

#[test]
fn both_lists_are_one() {
    let differing: Vec<_> = ('\0'..=char::MAX).filter(|&c| is_shown(c) != is_logged(c)).collect();
    assert!(differing.is_empty(), "shown by one of the two: {differing:?}");
}

/// Written out, so that none can get lost.
#[test]
fn the_list_has_all_of_its_kinds() {
    let bidi =
        ['\u{61c}', '\u{200e}', '\u{200f}'].into_iter().chain('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    let controls = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let separators = '\u{2028}'..='\u{2029}';
    let zero_width = ('\u{200b}'..='\u{200d}').chain('\u{2060}'..='\u{2065}').chain(['\u{ad}', '\u{180e}', '\u{feff}']);
    let deprecated = ('\u{206a}'..='\u{206f}').chain('\u{fff9}'..='\u{fffb}').chain('\u{e0000}'..='\u{e007f}');
    let musical = ('\u{1bca0}'..='\u{1bca3}').chain('\u{1d173}'..='\u{1d17a}');
    let kinds = bidi.chain(controls).chain(separators).chain(zero_width).chain(deprecated).chain(musical);
    let mut kinds: Vec<char> = kinds.collect();
    kinds.sort_unstable();
    let unshown: Vec<char> = ('\0'..=char::MAX).filter(|&c| !is_shown(c)).collect();
    assert_eq!(unshown, kinds);
    assert!(unshown.iter().all(|&c| is_shown(printable(&c.to_string()).chars().next().expect("a sign stands for it"))));
}

/// All characters that are not shown, those that Markdown would end a line or a comment at left out where they stand bare.
fn nasty(bare: bool) -> String {
    let unshown = ('\0'..=char::MAX).filter(|&c| !is_shown(c));
    let unshown = unshown.filter(|c| !bare || !matches!(c, '\0' | '\t' | '\n' | '\x0b' | '\x0c' | '\r'));
    unshown.map(|c| if bare { format!("{c}x") } else { format!("&#{};x", u32::from(c)) }).collect()
}

/// A spec that has a text everywhere where a spec can have one: headers, names, texts, values, code, links, prose.
fn spec(text: &str, rows: &str) -> Source {
    let cells = format!("a{text}b `c{text}d` [e{text}f](http://x/{text})");
    let row = |row: usize| format!("| {row} | row {row} {text} | {row} {cells} | part {text} | {cells} |\n");
    let table: String = (0..3).map(row).collect();
    let spec = format!(
        "# Title {text}\n\nProse {text} <span id=\"{text}\" title=\"{text}\">{text}</span> [{text}](http://x/{text})\n\n\
         <!-- errtable\n[columns.4]\nas = \"category\"\n-->\n\n\
         | Error code | Name | Description | Part | Note {text} |\n|---|---|---|---|---|\n{table}{rows}\n\
         ## Below {text}\n\n`{text}`\n"
    );
    Source::new(format!("a{text}b.md"), spec)
}

/// Every text that errtable makes of a spec, by what it is.
fn made(text: &str) -> Vec<(&'static str, String)> {
    let whole = compile(spec(text, ""));
    assert_eq!(render_all(&whole.findings, Style::default()), "");
    let other = compile(spec(text, &format!("| 9 | further {text} | more {text} | part {text} | {text} |\n")));
    let diff = changes(&other, &whole);
    assert!(!diff.changes.is_empty());
    let faulty = compile(spec(text, &format!("| 1 | again {text} | {text} | part {text} | {text} |\n"))).findings;
    assert!(faulty.has_errors());
    let locate = |source: &Source| source.path().to_owned();
    let none = |name: &str| Err(ReadError::missing(name));
    let locked = lock(spec(text, ""), &none, &Release { stamp: Some("1.0.0"), accept: &[], ..Release::default() });
    vec![
        ("rust", rust(&whole.catalog, &RustOptions::default())),
        ("markdown", markdown(&whole.catalog, Page::Tables)),
        ("markdown --sections", markdown(&whole.catalog, Page::Sections)),
        ("markdown --rustdoc", markdown(&whole.catalog, Page::Rustdoc)),
        ("html", html(&whole, &HtmlOptions::default()).expect("our own template has no fault")),
        ("json", json::json(&whole.catalog)),
        ("lock", locked.text.expect("the spec has no errors")),
        ("diff", diff_text(&diff)),
        ("diff --format markdown", diff_markdown(&diff)),
        ("diff --format json", diff_json(&diff)),
        ("human", render_all(&faulty, Style::default())),
        ("short", render_short(&faulty, &locate)),
        ("github", render_github(&faulty, &locate)),
        ("findings as JSON", render_json(&faulty, &locate)),
        ("sarif", render_sarif(&faulty, &locate)),
    ]
}

#[test]
fn whatever_a_spec_says_no_text_holds_what_cannot_be_shown() {
    let mut faults = Vec::new();
    for text in [nasty(true), nasty(false)] {
        for (what, made) in made(&text) {
            // The style and the script of the page are ours, tabs and all.
            let is_ours = |c| c == '\n' || (c == '\t' && what == "html");
            let bad: BTreeSet<char> = made.chars().filter(|&c| !is_shown(c) && !is_ours(c)).collect();
            // A finding quotes the source, where a character may stand as an entity.
            let sign = ["\u{fffd}", "\\u202e", "\\u202E", "\\u{202e}", "&#8238;", "%EF%BF%BD", "%238238"];
            let is_told = sign.iter().any(|sign| made.contains(sign));
            if !bad.is_empty() || !is_told {
                let few: Vec<_> = bad.iter().take(5).collect();
                faults.push(format!("{what}: {} such as {few:?}; a sign for them: {is_told}", bad.len()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
