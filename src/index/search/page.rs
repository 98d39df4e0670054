//! What is asked of a search beside the query, and what it answers.

use std::num::NonZeroU32;

use super::cursor::Cursor;
use crate::hit::Hit;

/// Which hits, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// At most so many.
    pub limit: usize,
    /// Without the first so many.
    pub offset: usize,
    /// Only those behind the last hit of another page.
    pub after: Option<Cursor>,
    /// In which order.
    pub sort: Sort,
    /// Prefers newer articles, where the order is by relevance: the newest of
    /// the archive counts double, one that is so many days older half as much
    /// more, and so on.
    pub recent: Option<NonZeroU32>,
    /// Of which versions.
    pub versions: Versions,
    /// Whether all that match are counted.
    pub counting: Counting,
}

/// Whether a search counts all that match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// It does, exactly.
    #[default]
    Exact,
    /// It only finds the hits of the page: most of what matches is not looked
    /// at.
    Skipped,
}

/// Which versions of articles a search looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Versions {
    /// The current one of each.
    #[default]
    Current,
    /// Those that were corrected or updated since as well.
    All,
}

impl Default for Page {
    fn default() -> Self {
        Page {
            limit: 10,
            offset: 0,
            after: None,
            sort: Sort::Relevance,
            recent: None,
            versions: Versions::default(),
            counting: Counting::default(),
        }
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The best match first (BM25 over text and headline, see [`crate::index::Weights`]).
    Relevance,
    /// The latest first, undated articles last; of one date, and of none, the
    /// highest number of an id first.
    Newest,
    /// The earliest first, undated articles last.
    Oldest,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// How many articles match, exactly; `None` where that was not asked for.
    pub total: Option<u64>,
    /// The hits of the page.
    pub hits: Vec<Hit>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// How a page ends whose hits were handed over one by one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct End {
    /// How many articles match, exactly; `None` where that was not asked for.
    pub total: Option<u64>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}
