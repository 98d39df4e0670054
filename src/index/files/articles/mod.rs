//! The stored articles: a file of our own in each segment, beside Tantivy's.
//!
//! An article is its JSON, one line. Words that the archive often writes become
//! numbers of two bytes ([`words`]). Such lines are gathered in blocks of 16 KiB,
//! and these are compressed with what several articles say in the same words. So
//! small blocks take less than large ones without it, and little has to be unpacked
//! for one article.
//!
//! | bytes | what |
//! |---|---|
//! | from 0 | blocks, each a frame of zstd |
//! | then | the dictionary, a frame of zstd: the words, one a line, an empty line, and what blocks are compressed with; nothing without one |
//! | then | for each block the number of its first article (32 bits) and where it begins (64) |
//! | the last 28 | where the dictionary and the table begin (64 bits each), the hash of the dictionary (64), the number of articles (32) |
//!
//! Numbers are little-endian. Tantivy puts its checksum behind the file and
//! keeps it as long as the segment. Where it merges segments, [`StoredArticles`] merges
//! these files: blocks of one dictionary are copied as they are.

mod background;
mod dictionary;
mod merge;
mod reader;
mod shared;
mod stored;
#[cfg(test)]
mod tests;
mod words;
mod writer;

use tantivy::index::SegmentComponent;
use tantivy::{DocId, TantivyError};

use super::own_file;
pub(in crate::index) use background::Background;
pub(in crate::index) use dictionary::Dictionaries;
pub(in crate::index) use merge::StoredArticles;
use reader::Articles;
pub(in crate::index) use stored::Stored;

/// A block has at most so many bytes, in tests a few, where no article alone has
/// more. Beyond 16 KiB zstd would copy the tables of the dictionary for each.
const BLOCK: usize = if cfg!(test) { 300 } else { 16 * 1024 };
/// One less takes four fifths of the time and a fiftieth more, one more is hardly
/// smaller.
const LEVEL: i32 = 5;

/// The file, in Tantivy's words.
pub(in crate::index) fn component() -> SegmentComponent {
    own_file::component::<StoredArticles>()
}

/// Where a block begins, and which article is the first in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    article: DocId,
    offset: u64,
}

impl Start {
    const BYTES: usize = 12;

    fn to_bytes(self) -> [u8; Start::BYTES] {
        let mut bytes = [0; Start::BYTES];
        bytes[..4].copy_from_slice(&self.article.to_le_bytes());
        bytes[4..].copy_from_slice(&self.offset.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Start> {
        let (article, offset) = bytes.split_first_chunk()?;
        let offset = offset.first_chunk()?;
        let (article, offset) = (u32::from_le_bytes(*article), u64::from_le_bytes(*offset));
        Some(Start { article, offset })
    }
}

/// The end of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Footer {
    /// Where the dictionary begins, which is where the blocks end.
    dictionary: u64,
    /// Where the table of blocks begins.
    table: u64,
    /// The hash of the dictionary.
    hash: u64,
    /// How many articles there are.
    articles: DocId,
}

impl Footer {
    const BYTES: usize = 28;

    fn to_bytes(self) -> [u8; Footer::BYTES] {
        let mut bytes = [0; Footer::BYTES];
        bytes[..8].copy_from_slice(&self.dictionary.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.table.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.hash.to_le_bytes());
        bytes[24..].copy_from_slice(&self.articles.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Footer> {
        let (dictionary, rest) = bytes.split_first_chunk()?;
        let (table, rest) = rest.split_first_chunk()?;
        let (hash, articles) = rest.split_first_chunk()?;
        Some(Footer {
            dictionary: u64::from_le_bytes(*dictionary),
            table: u64::from_le_bytes(*table),
            hash: u64::from_le_bytes(*hash),
            articles: u32::from_le_bytes(*articles.first_chunk()?),
        })
    }
}

fn damaged() -> TantivyError {
    own_file::damaged::<StoredArticles>()
}
