//! `errtable emit html`. What its page does in a browser is tested in one, by `.ci/browser`.

use snapbox::str;

use crate::folder::{BROKEN, Folder, TILL};

#[test]
fn a_page_is_kept_fresh() {
    let folder = Folder::with("html-fresh", TILL);
    let html = |arguments: &[&str]| {
        folder
            .errtable(&[&["emit", "html", "codes.md", "--output", "site/codes/index.html"], arguments].concat())
            .assert()
    };
    html(&["--check"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: `site/codes/index.html` does not exist
help: refresh it: errtable emit html codes.md -o site/codes/index.html

"#]]);
    html(&[]).code(0).stderr_eq("").stdout_eq("site/codes/index.html is written\n");
    html(&[]).code(0).stdout_eq("site/codes/index.html is fresh\n");
    html(&["--check"]).code(0).stdout_eq("site/codes/index.html is fresh\n");
    html(&["--check", "--module", "till"]).code(1).stdout_eq("").stderr_eq(str![[r#"
error: `site/codes/index.html` is stale: `codes.md` makes another text
help: refresh it: errtable emit html codes.md --module till -o site/codes/index.html

"#]]);
}

#[test]
fn a_page_holds_all_that_the_table_says() {
    let folder = Folder::with("html-page", TILL);
    let said = folder.errtable(&["emit", "html", "codes.md", "--module", "till::codes"]).assert().code(0).stderr_eq("");
    let page = String::from_utf8_lossy(&said.get_output().stdout).into_owned();
    for part in [
        "<title>Till errors</title>",
        "<option value=\"0-1\">printer (2)</option>",
        "<article id=\"4102\" data-keys=\"0-1\" class=\"retired\" tabindex=\"-1\">",
        "<p class=\"alias\">SCANNER_GONE: scanner gone</p>",
        "<code>till::codes::TillError::PaperOut</code>",
        "data-first=\"4200\" data-last=\"4299\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn a_template_of_ones_own() {
    let folder = Folder::with("html-template", TILL);
    let template = "\
{%- for block in blocks if block.kind == \"codes\" %}{% for chunk in block.chunks %}{% for entry in chunk -%}
{{ entry.id }} {{ entry.name }} {{ \"<\" }}
{% endfor %}{% endfor %}{% endfor -%}
{{ \"alert(1)\" | csp_hash }}
";
    folder.write("codes.txt", template);
    let html = || folder.errtable(&["emit", "html", "codes.md", "--theme", "codes.txt"]).assert();
    html().code(0).stderr_eq("").stdout_eq(str![[r#"
4100 drawer open &lt;
4101 paper out &lt;
4102 ribbon dry &lt;
4110 scanner lost &lt;
'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='

"#]]);
    folder.write("codes.txt", "{{ titel }}\n");
    html().code(1).stdout_eq("").stderr_eq(str![[r#"
error[template-error]: undefined value: `titel` is undefined
 --> codes.txt:1:4
  |
1 | {{ titel }}
  |    ^^^^^
  |
  = help: begin with a template that works: errtable emit typescript --print-template

1 error

"#]]);
    folder.write("codes.txt", "{% for x %}\n");
    html().code(1).stdout_eq("").stderr_eq(str![[r#"
error[template-error]: syntax error: unexpected end of block, expected in
 --> codes.txt:1:10
  |
1 | {% for x %}
  |          ^^
  |
  = help: the language of templates: https://docs.rs/minijinja/latest/minijinja/syntax/

1 error

"#]]);
}

#[test]
fn the_template_is_one_to_begin_with() {
    let folder = Folder::with("html-print", TILL);
    let printed = folder.errtable(&["emit", "html", "--print-theme"]).assert().code(0).stderr_eq("");
    let template = String::from_utf8_lossy(&printed.get_output().stdout).into_owned();
    folder.write("own.html", &template);
    let page = |arguments: &[&str]| {
        let said = folder.errtable(&[&["emit", "html", "codes.md"], arguments].concat()).assert().code(0);
        said.get_output().stdout.clone()
    };
    assert_eq!(page(&["--theme", "own.html"]), page(&[]));
}

#[test]
fn a_spec_with_errors_makes_no_page() {
    let folder = Folder::with("html-broken", BROKEN);
    let said = folder.errtable(&["emit", "html", "codes.md", "-o", "site/index.html"]).assert().code(1).stdout_eq("");
    assert!(String::from_utf8_lossy(&said.get_output().stderr).contains("error[duplicate-code]"));
    assert!(!folder.path("site").exists());
}
