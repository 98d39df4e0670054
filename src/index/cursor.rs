//! Where a page of hits ended, so that the next can begin there.

use std::fmt;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64;

use super::best::Rank;
use super::page::Page;
use crate::query::ast::Query;

/// The last hit of a page: its place in the order of hits, not its number, so
/// that articles that arrive meanwhile neither repeat nor hide another. By
/// relevance they change what words are worth, and with it the order a little.
///
/// Printed and read as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Of the query and the order.
    search: u32,
    rank: Rank,
}

/// Why a cursor cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// It is none.
    #[error("`{0}` is not a cursor")]
    Malformed(String),
    /// Another query, order or choice of versions.
    #[error("the cursor belongs to another search")]
    OtherSearch,
}

impl Cursor {
    pub(super) fn new(query: &Query, page: &Page, rank: Rank) -> Cursor {
        Cursor { search: fingerprint(query, page), rank }
    }

    /// The rank of the hit that ended the page before.
    pub(super) fn rank(self, query: &Query, page: &Page) -> Result<Rank, CursorError> {
        match self.search == fingerprint(query, page) {
            true => Ok(self.rank),
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
        write!(f, "{:x}-{:x}-{:x}", self.search, self.rank.first, self.rank.then)
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Cursor, CursorError> {
        let number = |digits: &str| {
            let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            if hexadecimal { u64::from_str_radix(digits, 16).ok() } else { None }
        };
        let cursor = match text.split('-').collect::<Vec<_>>().as_slice() {
            [search, first, then] => match (number(search), number(first), number(then)) {
                (Some(search), Some(first), Some(then)) => u32::try_from(search)
                    .map(|search| Cursor { search, rank: Rank { first, then } })
                    .ok(),
                _ => None,
            },
            _ => None,
        };
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
            let cursor = Cursor { search, rank: Rank { first, then } };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn nothing_else_is_one(text in any::<String>()) {
            prop_assert_eq!(text.parse::<Cursor>(), Err(CursorError::Malformed(text.clone())));
        }
    }
}
