//! Where a page of hits ended, so that the next can begin there.

use std::fmt;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64;

use super::best::Rank;
use super::bm25::{Counts, hexadecimal};
use super::page::Page;
use crate::query::ast::Query;

/// The last hit of a page: its place in the order of hits, not its number, so
/// that articles that arrive meanwhile neither repeat nor hide another. By
/// relevance it also says what words are worth: what they were worth on the first
/// page.
///
/// Printed and read as one word: 30 letters, by relevance 50 more for each word of
/// the query, two thousand at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Of the query and the order.
    search: u32,
    rank: Rank,
    /// What scores are made of.
    counts: Counts,
}

/// Why a cursor cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CursorError {
    /// It is none.
    #[error("`{0}` is not a cursor")]
    Malformed(String),
    /// Another query, order or choice of versions.
    #[error("the cursor belongs to another search")]
    OtherSearch,
}

impl Cursor {
    pub(in crate::index) fn new(query: &Query, page: &Page, rank: Rank, counts: Counts) -> Cursor {
        Cursor { search: fingerprint(query, page), rank, counts }
    }

    /// The rank of the hit that ended the page before, and what scores were made of
    /// there.
    pub(in crate::index) fn of(
        &self,
        query: &Query,
        page: &Page,
    ) -> Result<(Rank, Counts), CursorError> {
        match self.search == fingerprint(query, page) {
            true => Ok((self.rank, self.counts.clone())),
            false => Err(CursorError::OtherSearch),
        }
    }
}

/// Tells searches apart whose pages do not follow each other.
fn fingerprint(query: &Query, page: &Page) -> u32 {
    let Page { sort, recent, versions, .. } = page;
    xxh3_64(format!("{query}\n{sort:?}{recent:?}{versions:?}").as_bytes()) as u32
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cursor { search, rank, counts } = self;
        write!(f, "{search:x}-{:x}-{:x}{counts}", rank.first, rank.then)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Cursor, CursorError> {
        let mut words = text.split('-');
        let mut number = || words.next().and_then(hexadecimal);
        let search = number().and_then(|search| u32::try_from(search).ok());
        let (first, then) = (number(), number());
        let cursor = (|| {
            let (search, rank) = (search?, Rank { first: first?, then: then? });
            Some(Cursor { search, rank, counts: Counts::read(words)? })
        })();
        cursor.ok_or_else(|| CursorError::Malformed(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_as_it_was_printed(
            search in any::<u32>(),
            first in any::<u64>(),
            then in any::<u64>(),
        ) {
            let cursor = Cursor { search, rank: Rank { first, then }, counts: Counts::default() };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn nothing_else_is_one(text in any::<String>()) {
            prop_assert_eq!(text.parse::<Cursor>(), Err(CursorError::Malformed(text.clone())));
        }
    }
}
