//! The Rust files of the package: the build script, and the module with the code.

use std::path::Path;

use errtable::inner::{is_keyword, lower_snake};

use super::package::Package;
use super::plan::Plan;
use super::portable;
use crate::message::Result;

/// Lets the build script compile the spec.
pub(super) fn build_script(package: &Package, spec: &Path, plan: &mut Plan) -> Result<()> {
    let spec = portable(spec)?;
    let call = format!("errtable::Build::new({spec:?}).compile();");
    let Some(path) = package.build_script() else {
        let said = "`build = false` turns build scripts off; take that out, and let build.rs do this in `main`";
        plan.leave(Path::new("Cargo.toml"), said, call);
        return Ok(());
    };
    let Some(text) = plan.text(&path)? else {
        let script = format!("fn main() {{\n    println!(\"cargo::rerun-if-changed=build.rs\");\n    {call}\n}}\n");
        return plan.put(&path, format!("//! Compiles `{}`.\n\n{script}", spec.replace('`', "'")));
    };
    if text.contains(&format!("Build::new({spec:?})")) {
        return Ok(());
    }
    let begins_main = |line: &&str| line.starts_with("fn main()") && line.trim_end().ends_with('{');
    let mut mains = text.split_inclusive('\n').filter(begins_main);
    let (Some(main), None) = (mains.next(), mains.next()) else {
        plan.leave(&path, "add by hand, in `main`", call);
        return Ok(());
    };
    if !text.contains("rerun-if-changed") {
        plan.note(
            "cargo runs a build script again only for the files that it names: let it name those of its other parts",
        );
    }
    let line_end = if main.ends_with("\r\n") { "\r\n" } else { "\n" };
    let main_with_call = format!("{}{line_end}    {call}{line_end}", main.trim_end());
    plan.put(&path, text.replacen(main, &main_with_call, 1))
}

/// Includes the code in a module of its own.
pub(super) fn module(package: &Package, spec: &Path, plan: &mut Plan) -> Result<()> {
    let stem = portable(Path::new(spec.file_stem().unwrap_or_default()))?;
    let code = format!("include!(concat!(env!(\"OUT_DIR\"), {:?}));\n", format!("/{stem}.rs"));
    let Some((root, is_library)) = package.root() else {
        plan.leave(Path::new("src"), "there is no lib.rs and no main.rs; add by hand, in any module", code);
        return Ok(());
    };
    let name = lower_snake(&stem).filter(|name| !is_keyword(name)).unwrap_or_else(|| "codes".to_owned());
    let path = root.with_file_name(format!("{name}.rs"));
    let text = plan.text(&root)?.unwrap_or_default();
    let included = plan.text(&path)?;
    let includes = |text: &str| text.contains(&format!("{:?}", format!("/{stem}.rs"))) && text.contains("include!");
    if includes(&text) {
        return Ok(());
    }
    match included {
        None => {
            let page = format!("#![doc = include_str!(concat!(env!(\"OUT_DIR\"), {:?}))]\n", format!("/{stem}.md"));
            plan.put(&path, format!("{page}\n{code}"))?;
        }
        Some(text) if includes(&text) => {}
        Some(_) => {
            plan.leave(&path, "this file is something else; add by hand, in any module", code);
            return Ok(());
        }
    }
    let declared = |line: &str| {
        let line = line.trim();
        line.ends_with(&format!("mod {name};"))
    };
    if text.lines().any(declared) {
        return Ok(());
    }
    let public = if is_library { "pub " } else { "" };
    let (head, rest) = text.split_at(head(&text));
    let gap = if rest.is_empty() || is_module(rest) { "" } else { "\n" };
    plan.put(&root, format!("{head}{public}mod {name};\n{gap}{rest}"))
}

fn is_module(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.ends_with(';') && (line.starts_with("mod ") || line.starts_with("pub mod "))
}

/// The bytes of a file before its first item: comments and attributes of the whole file.
fn head(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let bare = line.trim();
        let is_whole_attribute = bare.starts_with("#![") && bare.ends_with(']');
        if bare.is_empty() || bare.starts_with("//!") || bare.starts_with("#!/") || is_whole_attribute {
            end = at;
        } else if bare.starts_with("//") && !bare.starts_with("///") {
            // It belongs to what comes next, unless that is for the whole file, too.
        } else if bare.starts_with("#![") || bare.starts_with("/*") {
            // Nobody has looked where that ends: items may also stand last.
            return text.len();
        } else {
            break;
        }
    }
    end
}
