//! Which of two versions of an article is the newer, and which of two copies
//! of one version the index names.

use std::cmp::Ordering;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::archive::{self, Input};
use crate::article::{Article, Origin, Status};
use crate::ledger::STDIN;

/// One version of an article, as far as a later one must know it.
#[derive(Debug, Clone)]
pub(in crate::ingest) struct Version {
    number: Option<u32>,
    created: Option<i64>,
    /// By number and date.
    lateness: (Option<u32>, Option<i64>),
    status: Status,
    modified: Option<SystemTime>,
    /// Where it was read.
    pub(in crate::ingest) origin: Origin,
    pub(in crate::ingest) content: u128,
    /// Where it can be read once more.
    pub(in crate::ingest) kept: Kept,
}

/// Where a version can be read once more.
#[derive(Debug, Clone)]
pub(in crate::ingest) enum Kept {
    /// In the index, as it was last committed.
    Index,
    /// In a file, near its beginning.
    File(Arc<Input>),
    /// Far inside a file, or in none: once it is written, what is written is kept.
    Nowhere,
    /// Here, as JSON.
    Here(Arc<str>),
}

impl Version {
    pub(in crate::ingest) fn of(
        article: &Article,
        modified: Option<SystemTime>,
        kept: Kept,
    ) -> Version {
        let created = article.version_created.map(|date| date.seconds);
        Version {
            number: article.version,
            created,
            lateness: article.lateness(),
            status: article.status,
            modified,
            origin: article.origin.clone(),
            content: archive::content_hash(article),
            kept,
        }
    }

    /// The version that the index has. Its file is asked when it was modified:
    /// the index does not know. What came on standard input has no file.
    pub(in crate::ingest) fn committed(article: &Article, root: &Path) -> Version {
        let path = article.origin.path.as_str();
        let modified = || archive::file_at(root, path).metadata().ok()?.modified().ok();
        let modified = if path == STDIN { None } else { modified() };
        Version::of(article, modified, Kept::Index)
    }

    /// Sees to it that another version, of a file that came after this one's was moved
    /// away, counts as modified later. Where both had one name, the time that this one
    /// has is of the other file.
    pub(super) fn was_there_before(&mut self, other: &Version, root: &Path) {
        let file = |version: &Version| archive::file_at(root, &version.origin.path);
        if self.origin.path != STDIN && file(self) == file(other) {
            self.modified = None;
        }
    }

    pub(super) fn is_killed(&self) -> bool {
        self.status == Status::Canceled
    }

    /// Whether this version takes the place of another with other content: it is
    /// later by number, date, time of modification, path and place, in this order, so
    /// that the order of reading does not matter; of what one place gives twice in a
    /// reading the later counts. What is sent is meant to take the place of what is
    /// there, unless it says itself that it is older. A kill goes before everything but
    /// a version that says it is later.
    pub(super) fn replaces(&self, other: &Version) -> bool {
        if self.is_killed() != other.is_killed() {
            return self.says(other).then(self.is_killed().cmp(&other.is_killed())).is_gt();
        }
        if self.origin.path == STDIN {
            return self.says(other).is_ge();
        }
        let order = self.rank().cmp(&other.rank());
        let is_given_again = self.origin == other.origin && !matches!(other.kept, Kept::Index);
        if is_given_again { order.is_ge() } else { order.is_gt() }
    }

    /// Whether this version is surely newer than all that the other was newer
    /// than.
    pub(super) fn is_dated_after(&self, other: &Version) -> bool {
        self.lateness > other.lateness && self.is_killed() == other.is_killed()
    }

    /// What two versions say of themselves, as far as both do.
    fn says(&self, other: &Version) -> Ordering {
        let both = |mine: Option<i64>, other: Option<i64>| {
            mine.zip(other).map_or(Ordering::Equal, |(mine, other)| mine.cmp(&other))
        };
        both(self.number.map(i64::from), other.number.map(i64::from))
            .then(both(self.created, other.created))
    }

    fn rank(&self) -> impl Ord {
        let Origin { path, record } = self.origin.clone();
        (self.lateness, self.modified, path, record)
    }

    /// Whether the index should name this place of a version rather than that
    /// of another with the same content: the first by path of those that are
    /// there. A place in a file goes before standard input.
    pub(super) fn goes_before(&self, other: &Version, root: &Path) -> bool {
        if self.origin.path == STDIN || other.origin.path == STDIN {
            return self.origin.path != STDIN;
        }
        self.is_first_by_path(other)
            || matches!(other.kept, Kept::Index)
                && self.origin.path != other.origin.path
                && !archive::file_at(root, &other.origin.path).exists()
    }

    /// Whether the place of this version comes before that of another.
    pub(super) fn is_first_by_path(&self, other: &Version) -> bool {
        let place = |version: &Version| (version.origin.path.clone(), version.origin.record);
        place(self) < place(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Precision, Published};

    #[test]
    fn versions_have_one_order_however_much_they_say() {
        let mut versions = Vec::new();
        for number in [None, Some(1), Some(2)] {
            for day in [None, Some(1), Some(2), Some(3)] {
                for path in ["a", "b"] {
                    let day = day.map(|day| jiff::civil::date(2022, 9, day).at(0, 0, 0, 0));
                    let published = day.and_then(|day| Published::from_civil(day, Precision::Day));
                    let mut article = Article { version: number, published, ..Article::default() };
                    article.origin.path = path.to_owned();
                    versions.push(Version::of(&article, None, Kept::Index));
                }
            }
        }
        let places = versions.iter().map(|one| {
            let before = versions.iter().filter(|other| one.replaces(other));
            before.count()
        });
        assert_eq!(places.collect::<Vec<_>>(), (0..versions.len()).collect::<Vec<_>>());
    }
}
