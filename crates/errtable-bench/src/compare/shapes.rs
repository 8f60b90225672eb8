//! Specs that grow, before and after a change.

/// One way in which a spec changes, at any size.
pub(super) struct Shape {
    pub(super) name: &'static str,
    /// The spec with so many rows, values, codes or enums.
    pub(super) spec: fn(usize, Side) -> String,
    /// How many changes there are since the older side was locked.
    pub(super) changes: fn(usize) -> usize,
}

/// The older or the newer state of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    fn either<T>(self, old: T, new: T) -> T {
        if self == Side::Old { old } else { new }
    }
}

pub(super) const SHAPES: &[Shape] = &[
    Shape { name: "rows unchanged", spec: |size, _| rows(size, |n| row(n, n, "Close")), changes: |_| 0 },
    Shape {
        name: "rows reworded",
        spec: |size, side| rows(size, |n| row(n, n, side.either("Close", "Shut"))),
        changes: |size| size,
    },
    Shape {
        name: "rows renumbered",
        spec: |size, side| rows(size, |n| row(n + side.either(0, 10_000_000), n, "Close")),
        changes: |size| size,
    },
    Shape {
        name: "rows gone",
        spec: |size, side| rows(side.either(size + 1, 1), |n| row(n, n, "Close")),
        changes: |size| size,
    },
    Shape {
        name: "rows new",
        spec: |size, side| rows(side.either(1, size + 1), |n| row(n, n, "Close")),
        changes: |size| size,
    },
    Shape {
        name: "values of a category new",
        spec: |size, side| {
            let extra = |n: usize| side.either(format!("v{}", n % 2), format!("w{n}"));
            category(size + 2, |n| if n < 2 { format!("v{n}") } else { extra(n) })
        },
        changes: |size| size,
    },
    Shape {
        name: "codes of one row gone",
        spec: |size, side| {
            let codes: Vec<_> = (0..side.either(size + 1, 1)).map(|n| (n + 7).to_string()).collect();
            let row = format!("| {} | lid open | Close it |\n", codes.join(", "));
            spec("codes = \"many\"\n", &format!("{TABLE}{row}"))
        },
        changes: |size| size,
    },
    Shape {
        name: "enums renamed",
        spec: |size, side| {
            let table = |n: usize| {
                let name = side.either("A", "B");
                format!("## Part {n}\n\n<!-- errtable\nenum = \"{name}{n}\"\n-->\n\n{TABLE}{}\n", row(n, n, "Close"))
            };
            format!(
                "<!-- errtable default\nlock = \"made.lock\"\n-->\n\n{}",
                (0..size.div_ceil(8)).map(table).collect::<String>()
            )
        },
        changes: |size| size.div_ceil(8),
    },
    Shape {
        name: "header over the same cells",
        spec: |size, side| {
            let rows: String = (0..size).map(|n| format!("| {n} | lid {n} | cure {n} |\n")).collect();
            spec("", &format!("| Error code | Name | {} |\n|---|---|---|\n{rows}", side.either("Hint", "Cure")))
        },
        changes: |_| 2,
    },
];

const TABLE: &str = "| Error code | Name | Description |\n|---|---|---|\n";

fn spec(settings: &str, tables: &str) -> String {
    format!("<!-- errtable\nlock = \"made.lock\"\n{settings}-->\n\n{tables}")
}

fn rows(size: usize, row: impl Fn(usize) -> String) -> String {
    spec("", &format!("{TABLE}{}", (0..size).map(row).collect::<String>()))
}

fn row(code: usize, name: usize, cure: &str) -> String {
    format!("| {code} | lid e{name} | {cure} the lid number e{name} |\n")
}

fn category(size: usize, value: impl Fn(usize) -> String) -> String {
    let rows: String = (0..size).map(|n| format!("| {n} | lid e{n} | {} |\n", value(n))).collect();
    spec("\n[columns.Kind]\nas = \"category\"\n", &format!("| Error code | Name | Kind |\n|---|---|---|\n{rows}"))
}
