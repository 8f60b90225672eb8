//! A plot of time over rows, both logarithmic.

use std::fmt::Write as _;

/// Points that are joined, with the name at the last of them.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) name: String,
    /// Rows and ms.
    pub(super) points: Vec<(f64, f64)>,
}

/// Colours that stand out from white and from black: a plot does not know what it is shown on.
const COLOURS: [&str; 4] = ["#3b82f6", "#e0762b", "#2a9d63", "#b565d8"];
const INK: &str = "#808891";

/// The area of the plot. Names stand to the right of it.
const LEFT: f64 = 70.0;
const RIGHT: f64 = 560.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 380.0;

/// The exponents at both ends of the rows' axis.
const ROWS: (i32, i32) = (3, 5);

/// Names keep this far from each other.
const LINE_HEIGHT: f64 = 16.0;

/// An axis of powers of ten: the exponents at its ends, and where these are.
#[derive(Clone, Copy, Debug)]
struct Axis {
    exponents: (i32, i32),
    ends: (f64, f64),
}

impl Axis {
    fn place(self, value: f64) -> f64 {
        let (first, last) = (f64::from(self.exponents.0), f64::from(self.exponents.1));
        self.ends.0 + (value.log10() - first) / (last - first) * (self.ends.1 - self.ends.0)
    }

    /// The powers of ten on it, and where they are.
    fn ticks(self) -> impl Iterator<Item = (f64, f64)> {
        (self.exponents.0..=self.exponents.1).map(move |exponent| {
            let value = 10_f64.powi(exponent);
            (value, self.place(value))
        })
    }
}

/// Draws lines. Points with fewer rows than the axis begins with are left out.
pub(super) fn draw(lines: &[Line]) -> String {
    let shown = |line: &Line| -> Vec<(f64, f64)> {
        line.points.iter().copied().filter(|(rows, ms)| *rows >= 10_f64.powi(ROWS.0) && *ms > 0.0).collect()
    };
    let times: Vec<_> = lines.iter().flat_map(shown).map(|(_, ms)| ms.log10()).collect();
    let least = times.iter().copied().reduce(f64::min).unwrap_or(0.0).floor() as i32;
    let most = times.iter().copied().reduce(f64::max).unwrap_or(1.0).ceil() as i32;
    let x = Axis { exponents: ROWS, ends: (LEFT, RIGHT) };
    let y = Axis { exponents: (least, most.max(least + 1)), ends: (BOTTOM, TOP) };

    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 430\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>Time to generate, by rows of the table</title>\n",
    );
    grid(&mut svg, x, y);
    let mut names = Vec::new();
    for (line, colour) in lines.iter().zip(COLOURS) {
        let points: Vec<_> = shown(line).into_iter().map(|(rows, ms)| (x.place(rows), y.place(ms))).collect();
        let list: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let list = list.join(" ");
        let _ = writeln!(svg, "<polyline points=\"{list}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
        for (x, y) in &points {
            let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
        }
        names.extend(points.last().map(|(_, y)| (*y, line.name.as_str(), colour)));
    }
    names.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
    let mut free = f64::NEG_INFINITY;
    for (y, name, colour) in names {
        let y = y.max(free);
        free = y + LINE_HEIGHT;
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>", RIGHT + 10.0, y + 4.0);
    }
    svg.push_str("</svg>\n");
    svg
}

fn grid(svg: &mut String, x: Axis, y: Axis) {
    let mut line = |x1: f64, y1: f64, x2: f64, y2: f64| {
        let ends = format!("x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"");
        let _ = writeln!(svg, "<line {ends} stroke=\"{INK}\" stroke-opacity=\"0.4\"/>");
    };
    x.ticks().for_each(|(_, x)| line(x, TOP, x, BOTTOM));
    y.ticks().for_each(|(_, y)| line(LEFT, y, RIGHT, y));
    let mut text = |x: f64, y: f64, anchor: &str, text: &str| {
        let place = format!("x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"");
        let _ = writeln!(svg, "<text {place} fill=\"{INK}\">{text}</text>");
    };
    for (rows, x) in x.ticks() {
        text(x, BOTTOM + 20.0, "middle", &thousands(rows));
    }
    for (ms, y) in y.ticks() {
        text(LEFT - 8.0, y + 4.0, "end", &duration(ms));
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 42.0, "middle", "rows of the table");
}

/// A number of rows with commas.
fn thousands(rows: f64) -> String {
    if rows < 1e3 { format!("{rows}") } else { format!("{},000", rows / 1e3) }
}

/// A power of ten of ms, in the unit that needs no fraction.
fn duration(ms: f64) -> String {
    match ms {
        ms if ms < 1.0 => format!("{:.0} µs", ms * 1e3),
        ms if ms < 1e3 => format!("{ms:.0} ms"),
        ms => format!("{:.0} s", ms / 1e3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_evenly_spaced() {
        let axis = Axis { exponents: (3, 5), ends: (0.0, 200.0) };
        let places: Vec<_> = axis.ticks().map(|(value, place)| (value as u32, place.round() as u32)).collect();
        assert_eq!(places, [(1_000, 0), (10_000, 100), (100_000, 200)]);
    }

    #[test]
    fn every_line_is_drawn_and_named() {
        let line = |name: &str, ms| Line { name: name.to_owned(), points: vec![(25.0, 0.1), (1e3, ms), (1e5, ms)] };
        let svg = draw(&[line("first", 2.0), line("second", 2.1)]);
        assert_eq!(svg.matches("<polyline").count(), 2);
        // The point below the axis is not among them.
        assert_eq!(svg.matches("<circle").count(), 4);
        let place = |name: &str| {
            let text = svg.lines().find(|line| line.contains(&format!(">{name}<")))?;
            text.split_once("y=\"")?.1.split_once('"')?.0.parse::<f64>().ok()
        };
        let apart = place("first").zip(place("second")).map(|(first, second)| (first - second).abs());
        assert!(apart.is_some_and(|apart| apart >= LINE_HEIGHT - 0.2), "{apart:?}");
    }

    #[test]
    fn ticks_are_named() {
        assert_eq!([0.01, 1.0, 100.0, 1e4].map(duration), ["10 µs", "1 ms", "100 ms", "10 s"]);
        assert_eq!([100.0, 1e3, 1e5].map(thousands), ["100", "1,000", "100,000"]);
    }
}
