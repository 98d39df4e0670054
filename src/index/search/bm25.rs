//! What scores are made of, kept from page to page: were it counted anew, each
//! article that arrives would move those that were there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use tantivy::query::{Bm25StatisticsProvider, EnableScoring};
use tantivy::schema::{Field, Term};
use tantivy::{Result, Searcher};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// So many counts are kept at most. A word takes two to eight.
const KEPT: usize = 200;
/// So many bits tell what was counted.
const KEY_BITS: u32 = 24;
/// And so many digits of a cursor.
const KEY_DIGITS: usize = KEY_BITS as usize / 4;

/// Counts by what was counted: articles, the length of a field, the articles that
/// have a term, the date of the newest one.
///
/// Printed and read as words with a `-` before each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::index) struct Counts(BTreeMap<u32, u64>);

/// What is counted.
enum Of<'a> {
    Articles,
    Newest,
    Length(Field),
    Term(&'a Term),
}

impl Of<'_> {
    fn key(&self) -> u32 {
        let (bytes, kind) = match self {
            Of::Articles => (&[][..], 0),
            Of::Newest => (&[][..], 1),
            Of::Length(field) => (&field.field_id().to_le_bytes()[..], 2),
            Of::Term(term) => {
                (term.serialized_value_bytes(), 3 + u64::from(term.field().field_id()))
            }
        };
        (xxh3_64_with_seed(bytes, kind) >> (u64::BITS - KEY_BITS)) as u32
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(key, count)| write!(f, "-{key:0KEY_DIGITS$x}{count:x}"))
    }
}

impl Counts {
    /// Whether they are all that scores of a search are made of, and not as many as
    /// are kept.
    pub(super) fn are_all(&self) -> bool {
        (1..KEPT).contains(&self.0.len())
    }

    /// Reads some counts, each printed without its `-`; `None` where one is none.
    pub(super) fn read<'a>(words: impl Iterator<Item = &'a str>) -> Option<Counts> {
        let count = |word: &str| {
            let (key, count) = word.split_at_checked(KEY_DIGITS)?;
            Some((u32::try_from(hexadecimal(key)?).ok()?, hexadecimal(count)?))
        };
        words.map(count).collect::<Option<_>>().map(Counts)
    }
}

/// A number in hexadecimal digits and nothing else.
pub(super) fn hexadecimal(digits: &str) -> Option<u64> {
    let are_all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if are_all { u64::from_str_radix(digits, 16).ok() } else { None }
}

/// The statistics of an index, as the first page of a search found them.
pub(super) struct Statistics<'a> {
    engine: &'a Searcher,
    counts: RefCell<Counts>,
}

impl<'a> Statistics<'a> {
    /// Knows some counts from an earlier page; what they lack is counted now.
    pub(super) fn new(engine: &'a Searcher, counts: Counts) -> Statistics<'a> {
        Statistics { engine, counts: RefCell::new(counts) }
    }

    pub(super) fn engine(&self) -> &'a Searcher {
        self.engine
    }

    /// What was counted so far.
    pub(super) fn counts(&self) -> Counts {
        self.counts.borrow().clone()
    }

    pub(super) fn scoring(&self) -> EnableScoring<'_> {
        EnableScoring::enabled_from_statistics_provider(self, self.engine)
    }

    /// The date of the newest article, in seconds since 1970, by which the others
    /// are old; `count` finds it.
    pub(super) fn newest(&self, count: impl FnOnce() -> Result<i64>) -> Result<i64> {
        self.count(&Of::Newest, || count().map(i64::cast_unsigned)).map(u64::cast_signed)
    }

    fn count(&self, of: &Of<'_>, count: impl FnOnce() -> Result<u64>) -> Result<u64> {
        let key = of.key();
        if let Some(&known) = self.counts.borrow().0.get(&key) {
            return Ok(known);
        }
        let counted = count()?;
        let Counts(counts) = &mut *self.counts.borrow_mut();
        if counts.len() < KEPT {
            counts.insert(key, counted);
        }
        Ok(counted)
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> Result<u64> {
        self.count(&Of::Length(field), || self.engine.total_num_tokens(field))
    }

    fn total_num_docs(&self) -> Result<u64> {
        self.count(&Of::Articles, || self.engine.total_num_docs())
    }

    fn doc_freq(&self, term: &Term) -> Result<u64> {
        let count = self.count(&Of::Term(term), || self.engine.doc_freq(term))?;
        // A term that has arrived since may be in more articles than there were.
        Ok(count.min(self.total_num_docs()?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_are_read_as_they_were_printed(
            counts in prop::collection::btree_map(0..1_u32 << KEY_BITS, any::<u64>(), 0..9),
        ) {
            let counts = Counts(counts);
            let printed = counts.to_string();
            prop_assert_eq!(Counts::read(printed.split('-').skip(1)), Some(counts));
        }
    }
}
