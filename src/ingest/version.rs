//! Which of two versions of an article is the newer.

use crate::archive::{self, Input};
use crate::article::Article;

/// One version of an article, as far as a later one must know it.
pub(super) struct Version {
    pub(super) number: Option<u32>,
    pub(super) date: Option<i64>,
    /// Where it was read.
    pub(super) input: Input,
    pub(super) content: u128,
}

impl Version {
    pub(super) fn of(article: &Article, input: &Input) -> Version {
        let date = article.version_created.or(article.published);
        Version {
            number: article.version,
            date: date.map(|date| date.seconds),
            input: input.clone(),
            content: archive::content_hash(article),
        }
    }

    /// Whether this version takes the place of another with other content:
    /// the file itself has changed, or the version number, the date or the
    /// time of modification is later. What is equal in all of these goes by
    /// path, so that the order of reading does not matter.
    pub(super) fn replaces(&self, other: &Version) -> bool {
        if self.input.relative == other.input.relative {
            return true;
        }
        let numbers = self.number.zip(other.number);
        let by_number = numbers.map_or(std::cmp::Ordering::Equal, |(a, b)| a.cmp(&b));
        let rest = |version: &Version| (version.date, version.input.modified);
        by_number
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| self.input.relative.cmp(&other.input.relative))
            .is_gt()
    }
}
