//! What grows with a file: twice as much of anything may take little more than twice the time. Times are those of the
//! processor, the least of three runs, without what a page of almost nothing takes. Linux counts the time of a process to
//! the microsecond, but parts it into that of the user and that of the system by ticks: so both are added.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::cmd::cargo_bin;

use super::{TABLE, folder, rows};

/// How much more may grow than the file does, as a power of its size: 1 is straight, 2 is quadratic.
const STEEPEST: f64 = 1.4;
/// The file grows until it takes so many seconds, or has so many bytes.
const ENOUGH: f64 = 0.12;
const LONGEST: usize = 240_000;
const SHORTEST: usize = 3_750;
/// What takes less cannot be told from chance.
const SHORT: f64 = 0.004;

/// What is repeated below a table until the file is long enough, with what begins it.
const REPEATED: &[(&str, &str, &str)] = &[
    ("images in one line", "<p>", "<img src=x alt=y>"),
    ("images of Markdown", "", "![a](x) "),
    ("open div", "", "<div>"),
    ("open details", "", "<details>\n\nx\n\n"),
    ("open b", "", "a <b>"),
    ("open b and p", "<div>\n", "<b><p>"),
    ("open b and closed p", "<div>\n", "<b></p>"),
    ("open a", "", "x <a href=\"#x\">"),
    ("a around div", "<div>\n", "<a><div></a>"),
    ("open font", "<div>\n", "<p><font size=1>"),
    ("open span", "<div>\n", "<span>x"),
    ("open svg", "<div>\n", "<svg><g>"),
    ("open table", "", "<table>"),
    ("cells without ends", "<table>\n", "<tr><td>x"),
    ("elements between cells", "<table>\n", "<b>x</b>"),
    ("paragraphs without ends", "<p>\n", "<p>x\n"),
    ("ends without elements", "<div>\n", "</p></b></div>"),
    ("attributes", "<div ", "a b=c d='e' "),
    ("textarea", "<div>\n", "<textarea>"),
    ("lists in lists", "", "- "),
    ("lists of two kinds", "", "* + "),
    ("numbered lists", "", "1. "),
    ("quotations", "", "> "),
    ("lists in quotations", "", "> - "),
    ("a long list", "", "- x\n"),
    ("tasks", "", "- [ ] x\n"),
    ("brackets", "", "["),
    ("bangs", "", "!["),
    ("links", "", "[a](x) "),
    ("links without ends", "", "[a]("),
    ("links to a heading", "## a\n\n", "[b](#a) "),
    ("addresses", "", "<http://x> "),
    ("stars", "", "*"),
    ("emphasis", "", "*a **b "),
    ("emphasis of two kinds", "", "*a_"),
    ("underscores", "", "_a "),
    ("strikes", "", "~~a "),
    ("backticks", "", "`a "),
    ("code", "", "`1` 2 "),
    ("comments without ends", "", "a <!-- "),
    ("comments", "", "<!-- x -->\n\n"),
    ("instructions without ends", "", "a <? "),
    ("tags without ends", "", "a <a b='"),
    ("ampersands", "", "&"),
    ("signs of two bytes", "", "§"),
    ("less than", "", "<"),
    ("headings of one name", "", "## a\n\n"),
    ("headings of two lines", "", "a\n-\n\n"),
    ("deep headings", "", "# a\n\n###### b\n\n"),
    ("notes in notes", "", "[^a]: "),
    ("fences", "", "```\n\n"),
    ("rules", "", "---\n\n"),
];

/// Makes a file of about so many bytes.
type Made = fn(usize) -> String;

/// The files that no repetition makes, of about so many bytes.
const MADE: &[(&str, Made)] = &[
    ("b with names", |size| below(&(each(size, |n| format!("<b id=x{n}>")) + &"\n\na\n".repeat(size / 5)))),
    ("tags that nobody knows", |size| below(&each(size, |n| format!("<x{n}>")))),
    ("attributes of many names", |size| below(&format!("<div {}>", each(size, |n| format!("a{n} "))))),
    ("an attribute of ampersands", |size| below(&format!("<p title=\"{}\">", "&".repeat(size)))),
    ("a long address", |size| below(&format!("[a](http://x/{})", "y".repeat(size)))),
    ("images in images", |size| below(&("![a".repeat(size / 6) + &"](x)".repeat(size / 6)))),
    ("backticks of many lengths", |size| below(&(1..size.isqrt()).map(|n| "`".repeat(n) + " ").collect::<String>())),
    ("headings", |size| below(&each(size, |n| format!("## a{n}\n\n")))),
    ("links to headings", |size| below(&each(size, |n| format!("## a\n\n[b](#a-{n})\n\n")))),
    ("headings below comments", |size| {
        format!("{}{}", "<!-- x -->\n\n".repeat(size / 24), below(&"## a b\n\n".repeat(size / 16)))
    }),
    ("notes", |size| below(&each(size, |n| format!("a[^{n}]\n\n[^{n}]: x\n\n")))),
    ("front matter", |size| format!("---\n{}---\n\n{}", "x: y\n".repeat(size / 5), below("x"))),
    ("codes", |size| rows(size / 16, |n| format!("|{n}|name {n}|\n"))),
    ("tables of one enum", |size| each(size, |n| format!("## S\n\n{TABLE}|{n}|a{n}|\n\n"))),
    ("tables of other things", |size| below(&"| a | b |\n|---|---|\n| x | y |\n\n".repeat(size / 62))),
    ("tables that are skipped", |size| {
        below(&each(size, |n| format!("<!-- errtable skip: no -->\n{TABLE}|{n}|a{n}|\n\n")))
    }),
    ("tables that a comment swallows", |size| {
        format!("> <!--\n\n{}", each(size, |n| format!("## S\n\n{TABLE}|{n}|a{n}|\n\n")))
    }),
];

fn below(text: &str) -> String {
    format!("# Title\n\n{TABLE}|1|a|\n\n{text}\n\nomega\n")
}

fn each(size: usize, text: impl Fn(usize) -> String) -> String {
    let mut all = String::new();
    let texts = (10_000..).map(text);
    all.extend(texts.scan(0, |length, text| {
        *length += text.len();
        (*length <= size).then_some(text)
    }));
    all
}

#[test]
#[ignore = "compares times: `.ci/long` has it"]
fn a_page_takes_as_long_as_its_spec_is() {
    let repeated = |&(name, begin, text): &(&'static str, &'static str, &'static str)| {
        let file = move |size: usize| below(&format!("{begin}{}x", text.repeat(size / text.len())));
        (name, Box::new(file) as Box<dyn Fn(usize) -> String>)
    };
    let made = MADE.iter().map(|&(name, file)| (name, Box::new(file) as Box<dyn Fn(usize) -> String>));
    let folder = folder("growth");
    let mut empty = Timed::new(&folder, &|_| below("x"));
    let nothing = (0..5).map(|_| empty.once(0)).fold(f64::INFINITY, f64::min);
    let mut steep = Vec::new();
    for (name, file) in REPEATED.iter().map(repeated).chain(made) {
        let slope = Timed::new(&folder, &file).slope(nothing);
        println!("{name}: {slope:.2}");
        if slope > STEEPEST {
            steep.push(format!("{name}: {slope:.2}"));
        }
        expect_page(&folder, name);
    }
    assert!(steep.is_empty(), "these grow faster than the file: {steep:#?}");
}

/// The page of the file that was timed last has its codes, and the words at its end.
fn expect_page(folder: &Path, name: &str) {
    let page = fs::read_to_string(folder.join("page")).expect("the page was written");
    assert!(page.contains("<article id=\"1") && page.ends_with("</html>\n"), "{name} has no codes: {page:.300}");
    let has_end = fs::read_to_string(folder.join("x.md")).is_ok_and(|spec| spec.ends_with("omega\n"));
    assert!(!has_end || page.contains("omega"), "{name} has lost its end");
}

/// The least times that files of some sizes took.
struct Timed<'a> {
    folder: PathBuf,
    file: &'a dyn Fn(usize) -> String,
    times: BTreeMap<usize, f64>,
}

impl<'a> Timed<'a> {
    fn new(folder: &Path, file: &'a dyn Fn(usize) -> String) -> Self {
        Timed { folder: folder.to_owned(), file, times: BTreeMap::new() }
    }

    /// How steep the times of four sizes are, each twice the one before it. What seems too steep is timed again.
    fn slope(mut self, nothing: f64) -> f64 {
        let mut size = SHORTEST;
        while (self.once(size) < ENOUGH || size < 8 * SHORTEST) && size < LONGEST {
            size *= 2;
        }
        let sizes = [size / 8, size / 4, size / 2, size];
        let slope = |times: &BTreeMap<usize, f64>| {
            // The line through the logarithms from which they are least away, with 2 as the base.
            let logs = sizes.map(|size| (times[&size] - nothing).max(SHORT).log2());
            (3.0 * (logs[3] - logs[0]) + (logs[2] - logs[1])) / 10.0
        };
        for _ in 1..3 {
            if slope(&self.times) > STEEPEST {
                sizes.iter().for_each(|&size| {
                    self.once(size);
                });
            }
        }
        slope(&self.times)
    }

    fn once(&mut self, size: usize) -> f64 {
        fs::write(self.folder.join("x.md"), (self.file)(size)).expect("the folder is there");
        let script = "TIMEFORMAT='%U %S'; time timeout 60 \"$ERRTABLE\" emit html x.md >page 2>said";
        let mut command = Command::new("bash");
        command.args(["-c", script]).current_dir(&self.folder).env("ERRTABLE", cargo_bin!("errtable"));
        let output = command.output().expect("there is bash");
        let said = fs::read_to_string(self.folder.join("said")).unwrap_or_default();
        assert!(output.status.success(), "{:?} ends in {:?}: {said:.300}", self.folder, output.status);
        let times = String::from_utf8_lossy(&output.stderr);
        let time = times.split_whitespace().map(|time| time.parse::<f64>().expect("bash tells the times")).sum();
        let least = self.times.entry(size).or_insert(time);
        *least = least.min(time);
        *least
    }
}
