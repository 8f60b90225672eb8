//! The lines that the made program prints.

use std::io;

/// One subject on one stream, in ns a lookup.
#[derive(Clone, Debug, PartialEq)]
struct Time {
    catalog: String,
    stream: String,
    subject: String,
    minimum: f64,
    median: f64,
}

/// All that was timed, in order.
#[derive(Clone, Debug)]
pub(super) struct Times(Vec<Time>);

/// The subjects on one stream.
#[derive(Clone, Debug)]
pub(super) struct Stream<'a> {
    pub(super) catalog: &'a str,
    pub(super) name: &'a str,
    times: &'a [Time],
}

impl Times {
    /// Reads lines of `catalogue TAB stream TAB subject TAB minimum TAB median`.
    pub(super) fn parse(lines: &str) -> io::Result<Self> {
        let wrong = |line: &str| io::Error::new(io::ErrorKind::InvalidData, format!("this is no time: {line:?}"));
        lines.lines().map(|line| parse(line).ok_or_else(|| wrong(line))).collect::<Result<_, _>>().map(Times)
    }

    /// The streams of a catalogue.
    pub(super) fn streams<'a>(&'a self, catalog: &str) -> impl Iterator<Item = Stream<'a>> {
        let chunks = self.0.chunk_by(|one, other| (&one.catalog, &one.stream) == (&other.catalog, &other.stream));
        let streams = chunks.map(|times| Stream { catalog: &times[0].catalog, name: &times[0].stream, times });
        streams.filter(move |stream| stream.catalog == catalog)
    }

    /// How far medians lie above minima: a sentence, or nothing if there are no times.
    pub(super) fn spread(&self) -> String {
        let mut above: Vec<_> = self.0.iter().map(|time| (time.median / time.minimum - 1.0, time)).collect();
        above.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let (Some((usual, _)), Some((most, worst))) = (above.get(above.len() / 2), above.last()) else {
            return String::new();
        };
        format!(
            "Medians lie {:.1} % above the minima as a rule, and {:.0} % at the most ({}, {}, {}).\n",
            usual * 100.0,
            most * 100.0,
            worst.catalog,
            worst.stream,
            worst.subject
        )
    }
}

impl Stream<'_> {
    /// The least time of a subject, if it was there.
    pub(super) fn minimum(&self, subject: &str) -> Option<f64> {
        self.times.iter().find(|time| time.subject == subject).map(|time| time.minimum)
    }
}

fn parse(line: &str) -> Option<Time> {
    let fields: Vec<_> = line.split('\t').collect();
    let [catalog, stream, subject, minimum, median] = fields[..] else { return None };
    let [minimum, median] = [minimum.parse().ok()?, median.parse().ok()?];
    Some(Time { catalog: catalog.to_owned(), stream: stream.to_owned(), subject: subject.to_owned(), minimum, median })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "a\thits\terrtable\t0.5\t0.6\na\thits\tphf\t2\t2\na\tmixed\tphf\t3\t6\nb\thits\tphf\t1\t1\n";

    #[test]
    fn times_are_read_stream_by_stream() {
        let times = Times::parse(LINES).expect("times");
        let streams: Vec<_> = times.streams("a").collect();
        assert_eq!(streams.iter().map(|stream| stream.name).collect::<Vec<_>>(), ["hits", "mixed"]);
        assert_eq!(streams[0].minimum("phf"), Some(2.0));
        assert_eq!(streams[1].minimum("errtable"), None);
        assert_eq!(times.streams("c").count(), 0);
    }

    #[test]
    fn what_is_no_time_is_an_error() {
        for line in ["a\thits\tphf\t1", "a\thits\tphf\t1\tx", "", "thread 'main' panicked"] {
            assert!(Times::parse(&format!("{LINES}{line}\n")).is_err(), "{line:?}");
        }
    }

    #[test]
    fn the_worst_spread_is_named() {
        let spread = Times::parse(LINES).expect("times").spread();
        assert_eq!(spread, "Medians lie 20.0 % above the minima as a rule, and 100 % at the most (a, mixed, phf).\n");
        assert_eq!(Times::parse("").expect("times").spread(), "");
    }
}
