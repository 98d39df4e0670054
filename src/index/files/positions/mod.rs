//! Where words stand in articles: a file of our own in each segment, beside
//! Tantivy's postings, which say in which documents a term stands and how often.
//!
//! Each term of a field has a list. It has the positions of the term in one
//! document behind those in the one before, in as many bits as follow from how
//! often the term stands there and how long the document is ([`code`]).
//!
//! **A term may stand wherever another one does**: where a document has one form of
//! a stem, form and stem have the same places. Then the list of the one says so,
//! with a bit for each document, and names the other term, which comes before it.
//!
//! A field has, one behind the other, from the first bit of a byte each:
//!
//! | | what |
//! |---|---|
//! | lists | of the terms, in their order |
//! | lengths | of the documents in positions, a byte each ([`code::Length`]) |
//! | heads | for each 128 lists where the first begins and where its size stands (64 bits each) |
//! | sizes | of the lists in bits: seven bits in a byte, the eighth where more follow |
//!
//! A list has, from any bit on:
//!
//! | | what |
//! |---|---|
//! | others | as many ones as terms are named, a zero, and the numbers of these terms |
//! | marks | where there are others: a bit for each document that has the places of one |
//! | blocks | of more than 128 documents: in how many bits a place is written (6 bits), and for each 128 documents but the first the place where they begin, from the first on |
//! | places | of each document: positions, or which of several others has its places |
//!
//! At the end of the file stands a table: for each field its number, how many terms
//! it has and where its four parts begin, then how many fields there are (64 bits
//! each). Tantivy puts its checksum behind
//! the file and keeps it as long as the segment; where it merges segments,
//! [`WordPositions`] merges these files.

mod bits;
mod code;
mod merge;
mod open;
mod postings;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

use tantivy::TantivyError;
use tantivy::index::SegmentComponent;

use super::own_file;
pub(in crate::index) use merge::WordPositions;
pub(in crate::index) use open::{Positions, Segment};
pub(in crate::index) use postings::Postings;
use reader::{Field, File};
pub(in crate::index) use writer::{Document, Lists, Writer};

/// So many documents are a block: as many as Tantivy's postings have in one.
const BLOCK: u32 = 128;
/// The bits that say in how many bits it is written where a block begins.
const OFFSETS: u32 = 6;
/// For so many lists it is said where the first begins.
const GROUP: u64 = 128;

/// The file, in Tantivy's words.
pub(in crate::index) fn component() -> SegmentComponent {
    own_file::component::<WordPositions>()
}

/// A field in the table at the end of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    field: u32,
    terms: u64,
    lists: u64,
    lengths: u64,
    heads: u64,
    sizes: u64,
}

impl Entry {
    const BYTES: usize = 48;

    fn to_bytes(self) -> [u8; Entry::BYTES] {
        let Entry { field, terms, lists, lengths, heads, sizes } = self;
        let numbers = [field.into(), terms, lists, lengths, heads, sizes];
        let mut bytes = [0; Entry::BYTES];
        for (bytes, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            bytes.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Entry> {
        let mut numbers = bytes.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number));
        Some(Entry {
            field: numbers.next()?.try_into().ok()?,
            terms: numbers.next()?,
            lists: numbers.next()?,
            lengths: numbers.next()?,
            heads: numbers.next()?,
            sizes: numbers.next()?,
        })
    }
}

/// The bits of a term's number.
fn number_width(terms: u64) -> u32 {
    bits::width(terms.saturating_sub(1)).min(bits::AT_ONCE)
}

fn damaged() -> TantivyError {
    own_file::damaged::<WordPositions>()
}
