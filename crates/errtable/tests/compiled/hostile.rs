//! A spec whose cells try to end a literal, a comment, a link, a tag or a line.

use crate::fixture::Case;

/// Cells as Markdown writes them. Each is a row's name, description, note and category at once.
const CELLS: &[&str] = &[
    r#"a " quote ' and another"#,
    r"C:\\path\\to\\",
    r"ends in a backslash \\",
    "*/ ends /* a comment */",
    "// line /// doc //! inner",
    "{} {0} {name} {:?} {{",
    "%s %n $crate $x",
    "[x] is [y]",
    "[x](y) and [x][y]",
    "[x]: http://x.y",
    "![image](http://x.y)",
    "[script](javascript:alert(1))",
    "javascript:alert(1)",
    "http://x.y and <http://x.y>",
    "<script>alert(1)</script>",
    "<!-- comment --> after it",
    "</details></code></pre> closing",
    r"\<unknown> \</tag>",
    r"\`\`\`rust compile_fail",
    r"~~~ fence \~\~\~",
    r"\`unclosed",
    "`code` and ``co`de``",
    "#[doc] and #![no_std]",
    r##""# and r#"raw"# and b"x""##,
    r"\u{202e} as text \n \r \t \0 \x41",
    "&amp; &lt;b&gt; &quot; &#39; &copy;",
    "line&#10;feed&NewLine;again",
    "carriage&#13;return",
    "bidi \u{202e}reversed\u{202c} and &#x2066;isolated",
    "zero\u{200b}width\u{200d}joiner\u{feff}mark",
    "soft\u{ad}hyphen, line\u{2028}and paragraph\u{2029}separator",
    "bell\u{7} escape\u{1b}[31m red del\u{7f} c1\u{9b}",
    "nul\u{0} byte",
    "tab\tinside",
    "emoji 🦀 👩‍👩‍👧 🏳️‍🌈",
    "汉字 and latin letters",
    "العربية beside latin letters",
    "1. numbered",
    "- dashed",
    "+ plus",
    r"\# heading",
    "> quoted",
    "=== setext ---",
    r"a \| pipe \|\| two",
    "*emphasis* **strong** _under_ __score__",
    "***",
    "[^1] footnote",
    "@user #1 :smile: $math$",
    "...dots -- dashes --- \"smart\"",
    "Self::Variant crate::x [`Self`]",
    "type",
    "a&nbsp;b",
    r"`a \| b` and `c*/d` and `/*` and `\\|` and `*`",
    "``x`y`` [a link with `code`](https://x.y/*/(z)) here",
    "<code>&lt;i&gt; *e*</code>`glued`<code>\\`</code> tags",
    r#"[a\]b](https://x.y/">'<é) and `[Self]` and `[x](y)`"#,
    r"`Vec<T>` `\` \`open and `` ` ``",
    "https://x.y/a_b?c=*d*&e#f, then (https://x.y/(z)).",
    r##"`#[doc = "]` `{}` `"` `'` `///` `//!`"##,
    "[`all`](http://x.y)[`glued`](http://x.y)`on`[to](http://x.y)",
];

/// Codes that are as bad; those that make no variant of their own with a line for `[variants]`.
const CODES: &[(&str, &str)] = &[
    ("a\"", r#"'a"' = "Quote""#),
    (r"b\\\\", r"'b\\' = 'Backslash'"),
    ("{}c", ""),
    ("{0}", ""),
    ("*/d", ""),
    ("<e", ""),
    (r"\[x](y)", ""),
    ("`#[doc]`", ""),
    ("r#\"", r##"'r#"' = "Raw""##),
    ("🦀f", ""),
    ("错误", r#""错误" = "Wrong""#),
    ("另一个", r#""另一个" = "Another""#),
    ("a b", ""),
    ("A b", r#""A b" = "UpperA""#),
    ("type", ""),
    ("x\u{202e}y", ""),
    ("q&#10;x", ""),
    ("g'", ""),
    ("//h", ""),
    ("_i", ""),
    ("-j", ""),
];

/// The spec: numbers, categories, a range, an alias and a retired code in one enum, text codes in another.
pub(crate) fn case() -> Case {
    let mut text = String::from(
        r#"<!-- errtable
enum = "HostileError"
duplicates = "alias"
ranges = true
[columns.4]
optional = true
[columns.5]
as = "category"
enum = "Kind"
[columns.5.variants]
"***" = "Stars"
"汉字 and latin letters" = "Han"
"العربية beside latin letters" = "Arabic"
-->

| Error code | Name | Description | Note "x" */ {} [a](b) <i> | Kind */ \| `#` |
| --- | --- | --- | --- | --- |
"#,
    );
    for (number, cell) in CELLS.iter().enumerate() {
        let code = if number % 7 == 3 { format!("~~{number}~~") } else { number.to_string() };
        text.push_str(&format!("| {code} | {cell} | {cell} | {cell} | {cell} |\n"));
    }
    let long = "long \"text\" \\\\ with {} and */ ".repeat(300);
    text.push_str(&format!("| 900 | a long one | {long} | \u{a0} | long |\n"));
    text.push_str("| 901 | only a blank note | ``` rust | &#32; | blank |\n");
    text.push_str("| 900 | \"*/ alias {} | another | | long |\n");
    text.push_str("| 1000 - 1999 | \"*/ range {} | &#10; [x](y) | | long |\n");
    text.push_str(
        "\n<!-- errtable\nenum = \"HostileText\"\ncode_type = \"text\"\nallow = [\"look-alike\"]\n[variants]\n",
    );
    for (_, line) in CODES {
        text.push_str(&format!("{line}\n"));
    }
    text.push_str("-->\n\n| Code | Meaning |\n| --- | --- |\n");
    for (code, _) in CODES {
        text.push_str(&format!("| {code} | said of {code} |\n"));
    }
    Case { name: "hos\"tile */ {} [x](y) `#` </b>".to_owned(), text, ..Case::default() }
}
