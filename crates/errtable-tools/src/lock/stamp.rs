//! A version that is out: what the lock has not called released is released with it.

use errtable::diff::Level;
use errtable::inner::{Lock, ReleasedColumn, ReleasedEnum, ReleasedRow, ReleasedType, UNRELEASED};
use semver::Version;

/// Gives all that is unreleased to `release`.
pub(super) fn stamp(enums: &mut [ReleasedEnum], release: &str) {
    let stamp = |since: &mut String| {
        if since == UNRELEASED {
            release.clone_into(since);
        }
    };
    for of in enums {
        each(of, stamp);
        of.rows.iter_mut().chain(&mut of.removed).for_each(|row| row.unreleased = Default::default());
        let types = of.columns.iter_mut().map(|column| &mut column.of_type);
        types.chain([&mut of.of_type]).for_each(|of_type| of_type.unreleased.clear());
    }
}

/// Every release that an enum of the lock names.
fn each(of: &mut ReleasedEnum, mut change: impl FnMut(&mut String)) {
    change(&mut of.since);
    for column in &mut of.columns {
        change(&mut column.since);
        for value in column.values_mut() {
            change(&mut value.since);
            value.removed.iter_mut().for_each(&mut change);
        }
    }
    for row in of.rows.iter_mut().chain(&mut of.removed) {
        row.retired.iter_mut().for_each(&mut change);
        for code in &mut row.codes {
            change(&mut code.since);
            code.removed.iter_mut().for_each(&mut change);
        }
    }
    of.constants.iter_mut().for_each(|constant| change(&mut constant.since));
    of.ranges.iter_mut().for_each(|range| change(&mut range.since));
}

/// What a lock holds that is not released: the level that it asks of the next version, and that version at the least.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pending {
    /// The last version that was stamped.
    pub released: String,
    /// What has come since asks for this.
    pub level: Level,
    /// The least version that may be next.
    pub next: String,
    is_enough: (u64, u64, u64),
}

impl Pending {
    /// What is unreleased in a lock; `None` where nothing is, or where no version was ever stamped, so that any may be the
    /// first.
    pub(crate) fn of(lock: &Lock) -> Option<Self> {
        let released = lock.released.as_ref()?;
        let last = Version::parse(released).ok()?;
        let level = level(lock)?;
        let (major, minor, patch) = (last.major, last.minor, last.patch);
        // Below 1.0.0 the greatest number that is not zero takes the part of the major one, as cargo has it.
        let next = match (level, major, minor) {
            // A version before a release is followed by the release itself.
            _ if !last.pre.is_empty() => (major, minor, patch),
            (Level::Major, 0, 0) | (Level::Minor, 0, _) | (Level::Patch, _, _) => (major, minor, patch + 1),
            (Level::Major, 0, _) | (Level::Minor, _, _) => (major, minor + 1, 0),
            (Level::Major, _, _) => (major + 1, 0, 0),
        };
        let text = format!("{}.{}.{}", next.0, next.1, next.2);
        Some(Pending { released: released.clone(), level, next: text, is_enough: next })
    }

    /// What it is in words.
    pub fn what(&self) -> &'static str {
        match self.level {
            Level::Major => "breaks that were accepted, or a variant more in an enum that users match in full",
            Level::Minor => "something new",
            Level::Patch => "texts that were reworded",
        }
    }

    /// Whether a version is high enough to release it. One before a release counts as that; what is no version does not.
    pub fn fits(&self, version: &str) -> bool {
        Version::parse(version).is_ok_and(|version| (version.major, version.minor, version.patch) >= self.is_enough)
    }
}

/// The greatest change that is not released.
fn level(lock: &Lock) -> Option<Level> {
    if lock.accepted.get(UNRELEASED).is_some_and(|breaks| !breaks.is_empty()) {
        return Some(Level::Major);
    }
    if lock.enums.iter().any(adds_to_exhaustive) {
        return Some(Level::Major);
    }
    let mut is_new = false;
    for of in &lock.enums {
        each(&mut of.clone(), |since| is_new |= since == UNRELEASED);
        let mut types = of.columns.iter().map(|column| &column.of_type).chain([&of.of_type]);
        is_new |= types.any(|of_type| !of_type.unreleased.is_empty());
    }
    let rows = lock.enums.iter().flat_map(|of| &of.rows);
    let is_reworded = || rows.into_iter().any(|row| row.unreleased != Default::default());
    if is_new { Some(Level::Minor) } else { is_reworded().then_some(Level::Patch) }
}

/// Whether a variant has come where users match all there is.
fn adds_to_exhaustive(of: &ReleasedEnum) -> bool {
    let is_matched = |since: &str, of_type: &ReleasedType| since != UNRELEASED && of_type.is_released_exhaustive();
    let is_new = |row: &ReleasedRow| row.codes.iter().all(|code| code.since == UNRELEASED);
    let has_new_value = |column: &ReleasedColumn| {
        let (_, values) = column.category().unwrap_or_default();
        is_matched(&column.since, &column.of_type) && values.iter().any(|value| value.since == UNRELEASED)
    };
    is_matched(&of.since, &of.of_type) && of.rows.iter().any(is_new) || of.columns.iter().any(has_new_value)
}

/// Why a version cannot be stamped, with what can be done.
pub(super) fn fault(lock: &Lock, version: &str) -> Option<(String, String)> {
    let Ok(given) = Version::parse(version) else {
        return Some((format!("`{version}` is no version of SemVer"), meant(version)));
    };
    let last = Version::parse(lock.released.as_ref()?).ok()?;
    let later = Version::new(last.major, last.minor, last.patch + 1);
    let message = format!("`{version}` comes before {last}, which is stamped already");
    (given < last).then(|| (message, format!("stamp a later one: --stamp {later}")))
}

/// That a version is stamped which users may take for another level than it is. It is out, so it is stamped all the same.
pub(super) fn doubt(lock: &Lock, version: &str) -> Option<String> {
    let pending = Pending::of(lock).filter(|pending| !pending.fits(version))?;
    let Pending { released, next, .. } = &pending;
    Some(format!("since {released} the lock holds {}, which asks for {next} rather than {version}", pending.what()))
}

/// What a person may have meant by a text that is no version.
fn meant(given: &str) -> String {
    let bare = given.trim_start_matches(['v', 'V']);
    let (numbers, rest) = bare.split_at(bare.find(['-', '+']).unwrap_or(bare.len()));
    let missing = ".0".repeat(2_usize.saturating_sub(numbers.matches('.').count()));
    let meant = format!("{numbers}{missing}{rest}");
    match Version::parse(&meant) {
        Ok(_) => format!("write {meant}"),
        Err(_) => "write three numbers, such as 1.4.0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_semver() {
        let lock = Lock::empty(std::sync::Arc::new(errtable::Source::new("x.lock", "")));
        for version in ["0.1.0", "1.4.0", "10.20.30", "1.0.0-beta.1", "1.0.0-0a.x-y", "1.0.0+linux.7", "1.0.0-rc.1+x"] {
            assert_eq!(fault(&lock, version), None);
        }
        for (version, help) in [
            ("v2", "write 2.0.0"),
            ("V2.1", "write 2.1.0"),
            ("1.2", "write 1.2.0"),
            ("2-beta", "write 2.0.0-beta"),
            ("banana", "write three numbers, such as 1.4.0"),
            ("", "write three numbers, such as 1.4.0"),
            ("1.02.0", "write three numbers, such as 1.4.0"),
            ("1.2.3.4", "write three numbers, such as 1.4.0"),
            ("1.0.0-", "write three numbers, such as 1.4.0"),
            ("1.0.0-01", "write three numbers, such as 1.4.0"),
            ("1.0.0\n", "write three numbers, such as 1.4.0"),
        ] {
            assert_eq!(fault(&lock, version).map(|(_, help)| help).as_deref(), Some(help), "{version}");
        }
    }

    #[test]
    fn the_next_version_is_that_of_the_greatest_change() {
        let mut lock = Lock::empty(std::sync::Arc::new(errtable::Source::new("x.lock", "")));
        let breaks = [("code-removed:E::1".to_owned(), String::new())].into();
        lock.accepted.insert(UNRELEASED.to_owned(), breaks);
        assert_eq!(Pending::of(&lock), None, "nothing was released");
        for (last, next) in [("1.4.2", "2.0.0"), ("0.4.2", "0.5.0"), ("0.0.3", "0.0.4"), ("2.0.0-beta.1", "2.0.0")] {
            lock.released = Some(last.to_owned());
            let pending = Pending::of(&lock).expect("a break is pending");
            assert_eq!((pending.level, pending.next.as_str()), (Level::Major, next), "{last}");
            assert!(pending.fits(next) && !pending.fits("0.0.1") && !pending.fits("x"), "{last}");
        }
        assert!(fault(&lock, "1.9.0").is_some_and(|(message, _)| message.contains("comes before")));
        lock.released = Some("1.0.0".to_owned());
        assert!(doubt(&lock, "1.9.0").is_some_and(|text| text.contains("asks for 2.0.0")));
        assert_eq!((doubt(&lock, "2.0.0-rc.1"), fault(&lock, "1.9.0")), (None, None));
    }
}
