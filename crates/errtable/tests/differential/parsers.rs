//! The cells of tables as three parsers read them.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Once;

use errtable::Compiled;

/// A row of a table, the header included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The 1-based line.
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// The rows that have made an entry by themselves, with the text of their cells; that of the code comes first.
pub(crate) fn ours(compiled: &Compiled) -> Vec<Row> {
    let mut rows = Vec::new();
    for of in compiled.catalog.enums() {
        for entry in of.entries.iter().filter(|entry| entry.rows.len() == 1) {
            let cells = entry.cells.iter().zip(&of.columns);
            let cells = cells.map(|(cell, column)| column.shown(cell).unwrap_or_default()).collect();
            rows.push(Row { line: entry.rows[0].line(), cells });
        }
    }
    rows
}

pub(crate) fn comrak(text: &str) -> Vec<Row> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.render.sourcepos = true;
    rows(&comrak::markdown_to_commonmark_xml(text, &options))
}

/// `None` where there is no `cmark-gfm`, which is told.
pub(crate) fn cmark_gfm(text: &str) -> Option<Vec<Row>> {
    static TOLD: Once = Once::new();
    let mut command = Command::new("cmark-gfm");
    command.args(["-e", "table", "-e", "strikethrough", "-t", "xml", "--sourcepos"]);
    let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        TOLD.call_once(|| {
            // Seen whatever captures the output of tests.
            let _ = writeln!(std::io::stderr(), "SKIPPED: there is no `cmark-gfm`: apt-get install cmark-gfm");
        });
        assert!(std::env::var_os("CI").is_none(), "CI installs cmark-gfm");
        return None;
    };
    let mut stdin = child.stdin.take().expect("it is piped");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("cmark-gfm ends");
    writer.join().expect("no panic").expect("cmark-gfm reads all");
    Some(rows(&String::from_utf8(output.stdout).expect("XML is UTF-8")))
}

/// The rows in the XML of a CommonMark document, their cells as text: what a reader of the page sees.
fn rows(xml: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut is_open = false;
    for element in xml.split('<').skip(1) {
        let (tag, text) = element.split_once('>').unwrap_or((element, ""));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if let "table_row" | "table_header" = name {
            let line = tag.split("sourcepos=\"").nth(1).and_then(|place| place.split(':').next());
            rows.push(Row { line: line.and_then(|line| line.parse().ok()).unwrap_or(0), cells: Vec::new() });
        }
        let Some(row) = rows.last_mut() else { continue };
        if name == "table_cell" {
            row.cells.push(String::new());
            is_open = !tag.ends_with('/');
        }
        is_open &= tag != "/table_cell";
        let Some(cell) = row.cells.last_mut().filter(|_| is_open) else { continue };
        match name {
            "text" | "code" => cell.push_str(&unescaped(text)),
            "softbreak" | "linebreak" => cell.push(' '),
            "html_inline" => cell.push_str(&shown(&unescaped(text))),
            _ => {}
        }
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        *cell = cell.trim().to_owned();
    }
    rows
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What a page shows of a piece of HTML: a line break, or one of the tags that GitHub makes text of.
fn shown(html: &str) -> String {
    let name: String = html.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.to_ascii_lowercase().as_str() {
        "br" => " ".to_owned(),
        "title" | "textarea" | "style" | "xmp" | "iframe" | "noembed" | "noframes" | "script" | "plaintext" => {
            html.to_owned()
        }
        _ => String::new(),
    }
}
