//! Reading the positions of a segment.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::directory::{FileSlice, OwnedBytes};

use super::bits::{AT_ONCE, Bits};
use super::code::Length;
use super::writer::which_width;
use super::{BLOCK, Entry, GROUP, OFFSETS, damaged, number_width};

/// The positions of a segment.
#[derive(Debug)]
pub(super) struct File {
    fields: Vec<(u32, Arc<Field>)>,
}

/// The positions of one field.
#[derive(Debug)]
pub(super) struct Field {
    terms: u64,
    lists: OwnedBytes,
    lengths: OwnedBytes,
    heads: OwnedBytes,
    sizes: OwnedBytes,
}

/// Where the parts of a list begin, in bits of the field's lists.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    /// The terms that may have its places, by their numbers.
    pub others: Vec<u64>,
    marks: u64,
    blocks: u64,
    /// The bits that say where one begins.
    offset: u32,
    places: u64,
}

impl File {
    /// Opens a file.
    ///
    /// # Errors
    /// Where it is not what a writer writes.
    pub(super) fn open(file: &FileSlice) -> tantivy::Result<File> {
        let bytes = file.read_bytes()?;
        let (rest, count) = bytes.split_last_chunk().ok_or_else(damaged)?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok();
        let table = count.and_then(|count| count.checked_mul(Entry::BYTES));
        let from = table.and_then(|table| rest.len().checked_sub(table)).ok_or_else(damaged)?;
        let mut ends = Vec::new();
        for entry in rest[from..].chunks_exact(Entry::BYTES) {
            ends.push(Entry::from_bytes(entry).ok_or_else(damaged)?);
        }
        let begins = ends.iter().skip(1).map(|entry| entry.lists).chain([from as u64]);
        let fields = ends.iter().zip(begins).map(|(entry, end)| Field::open(&bytes, entry, end));
        Ok(File { fields: fields.collect::<Option<_>>().ok_or_else(damaged)? })
    }

    /// The positions of a field; `None` where no document has it.
    pub(super) fn field(&self, number: u32) -> Option<&Arc<Field>> {
        self.fields.iter().find(|(field, _)| *field == number).map(|(_, field)| field)
    }
}

impl Field {
    fn open(bytes: &OwnedBytes, entry: &Entry, end: u64) -> Option<(u32, Arc<Field>)> {
        let slice = |from: u64, to: u64| {
            let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
            (from <= to && to <= bytes.len()).then(|| bytes.slice(from..to))
        };
        let field = Field {
            terms: entry.terms,
            lists: slice(entry.lists, entry.lengths)?,
            lengths: slice(entry.lengths, entry.heads)?,
            heads: slice(entry.heads, entry.sizes)?,
            sizes: slice(entry.sizes, end)?,
        };
        Some((entry.field, Arc::new(field)))
    }

    /// How many terms it has.
    pub(super) fn terms(&self) -> u64 {
        self.terms
    }

    /// The bits of its lists.
    #[inline]
    pub(super) fn bits(&self) -> Bits<'_> {
        Bits(&self.lists)
    }

    /// How many positions a document has, rounded up.
    #[inline]
    pub(super) fn length(&self, document: DocId) -> Length {
        Length(self.lengths.get(document as usize).copied().unwrap_or_default())
    }

    /// The list of a term that so many documents have.
    pub(super) fn list(&self, number: u64, documents: u32) -> tantivy::Result<List> {
        let begin = self.begin(number).ok_or_else(damaged)?;
        let bits = self.bits();
        let ones = (!bits.load(begin)).trailing_zeros();
        let others = match ones < AT_ONCE {
            true => u64::from(ones),
            false => (0..).take_while(|one| bits.get(begin + one, 1) == 1).count() as u64,
        };
        let width = number_width(self.terms);
        let mut at = begin + others + 1;
        let mut list = List::default();
        for _ in 0..others {
            let other = bits.get(at, width);
            // So that no list waits for itself.
            if other >= number {
                return Err(damaged());
            }
            list.others.push(other);
            at += u64::from(width);
        }
        list.marks = at;
        if others > 0 {
            at += u64::from(documents);
        }
        let more = documents.div_ceil(BLOCK).saturating_sub(1);
        if more > 0 {
            list.offset = (bits.get(at, OFFSETS) as u32).min(AT_ONCE);
            at += u64::from(OFFSETS);
        }
        list.blocks = at;
        list.places = at + u64::from(more) * u64::from(list.offset);
        Ok(list)
    }

    /// Where a list begins.
    fn begin(&self, number: u64) -> Option<u64> {
        if number >= self.terms {
            return None;
        }
        let head = usize::try_from(number / GROUP * 16).ok()?;
        let (begin, rest) = self.heads.get(head..)?.split_first_chunk()?;
        let mut begin = u64::from_le_bytes(*begin);
        let sizes = usize::try_from(u64::from_le_bytes(*rest.first_chunk()?)).ok()?;
        let mut sizes = self.sizes.get(sizes..)?.iter();
        for _ in 0..number % GROUP {
            begin = begin.checked_add(read_size(&mut sizes)?)?;
        }
        Some(begin).filter(|begin| begin / 8 <= self.lists.len() as u64)
    }
}

impl List {
    /// Where the places of a block begin.
    pub(super) fn block(&self, block: u32, bits: Bits<'_>) -> u64 {
        match block.checked_sub(1) {
            None => self.places,
            Some(before) => {
                let at = self.blocks + u64::from(before) * u64::from(self.offset);
                self.places + bits.get(at, self.offset)
            }
        }
    }

    /// Whether a document, by its place in the list, has the places of another term.
    #[inline]
    pub(super) fn is_marked(&self, document: u32, bits: Bits<'_>) -> bool {
        !self.others.is_empty() && bits.get(self.marks + u64::from(document), 1) == 1
    }

    /// How many bits say which other term that is.
    #[inline]
    pub(super) fn which_width(&self) -> u32 {
        which_width(self.others.len())
    }
}

fn read_size<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<u64> {
    let mut size = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let byte = *bytes.next()?;
        size |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
    None
}
