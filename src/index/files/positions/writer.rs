//! Writing the positions of a segment.

use std::io::{self, Write};

use tantivy::DocId;
use tantivy::directory::{TerminatingWrite, WritePtr};

use super::bits::{BitWriter, Bits, width};
use super::code::{self, Length};
use super::{BLOCK, Entry, GROUP, OFFSETS, number_width};

/// So many bytes of lists are written at a time.
const AT_ONCE: u64 = 1 << 16;

/// Writes the positions of a segment, field by field.
pub(in crate::index) struct Writer {
    out: WritePtr,
    /// How many bytes are written.
    written: u64,
    entries: Vec<Entry>,
}

/// A document that has a term.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct Document<'a> {
    pub number: DocId,
    /// Where the term stands, in order.
    pub positions: &'a [u32],
    /// Whether another term stands at these positions and nowhere else.
    pub as_other: bool,
}

/// Writes the lists of one field, term by term.
pub(in crate::index) struct Lists<'a> {
    writer: &'a mut Writer,
    field: u32,
    /// How many terms there will be.
    terms: u64,
    lengths: Vec<Length>,
    begin: u64,
    /// Lists that are not written yet.
    bits: BitWriter,
    /// How many bits were written, and those at hand.
    end: u64,
    heads: Vec<u8>,
    sizes: Vec<u8>,
    done: u64,
    // Kept from list to list.
    list: List,
}

/// A list that is being written.
#[derive(Debug, Default)]
pub(super) struct List {
    others: Vec<u64>,
    documents: u32,
    marks: BitWriter,
    /// Where all blocks but the first begin.
    blocks: Vec<u64>,
    places: BitWriter,
}

impl Writer {
    pub(in crate::index) fn new(out: WritePtr) -> Writer {
        Writer { out, written: 0, entries: Vec::new() }
    }

    /// Begins a field of so many terms; `lengths` are those of all documents, in
    /// positions.
    pub(in crate::index) fn field(
        &mut self,
        field: u32,
        terms: usize,
        lengths: impl IntoIterator<Item = u32>,
    ) -> Lists<'_> {
        let (begin, terms) = (self.written, terms as u64);
        let (bits, heads, sizes) = (BitWriter::default(), Vec::new(), Vec::new());
        let lengths = lengths.into_iter().map(Length::of).collect();
        let (end, done, list) = (0, 0, List::default());
        Lists { writer: self, field, terms, lengths, begin, bits, end, heads, sizes, done, list }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    /// Writes the end of the file.
    pub(in crate::index) fn close(mut self) -> io::Result<()> {
        for entry in std::mem::take(&mut self.entries) {
            self.write(&entry.to_bytes())?;
            self.entries.push(entry);
        }
        let fields = self.entries.len() as u64;
        self.write(&fields.to_le_bytes())?;
        self.out.terminate()
    }
}

impl Lists<'_> {
    /// Adds the list of the next term. Where documents say that another term has
    /// their positions, it is `other`, by its number, which is less than this one's.
    pub(in crate::index) fn add(
        &mut self,
        documents: &[Document<'_>],
        other: Option<u64>,
    ) -> io::Result<()> {
        let length = |document: &Document<'_>| {
            self.lengths.get(document.number as usize).copied().unwrap_or_default()
        };
        let size = |document: &Document<'_>| {
            let times = u32::try_from(document.positions.len()).unwrap_or(u32::MAX);
            code::size(times, length(document))
        };
        let cost = u64::from(number_width(self.terms)) + documents.len() as u64;
        let other = other.filter(|_| {
            let spared: u64 = documents.iter().filter(|one| one.as_other).map(size).sum();
            spared > cost
        });
        let mut list = std::mem::take(&mut self.list);
        list.begin(other.as_slice());
        for document in documents {
            match document.as_other && other.is_some() {
                true => list.as_other(0),
                false => {
                    list.begin_document(false);
                    code::write(document.positions, length(document), &mut list.places);
                }
            }
        }
        self.end_list(&list)?;
        self.list = list;
        Ok(())
    }

    /// Adds a list as the next one.
    pub(super) fn end_list(&mut self, list: &List) -> io::Result<()> {
        if self.done.is_multiple_of(GROUP) {
            self.heads.extend(self.end.to_le_bytes());
            self.heads.extend((self.sizes.len() as u64).to_le_bytes());
        }
        self.done += 1;
        let before = self.bits.len();
        self.bits.push_unary(list.others.len() as u64);
        for other in &list.others {
            self.bits.push(*other, number_width(self.terms));
        }
        self.bits.append(&list.marks);
        if list.documents > BLOCK {
            let width = width(list.places.len());
            self.bits.push(width.into(), OFFSETS);
            list.blocks.iter().for_each(|block| self.bits.push(*block, width));
        }
        self.bits.append(&list.places);
        let size = self.bits.len() - before;
        self.end += size;
        push_size(size, &mut self.sizes);
        if self.bits.len() / 8 >= AT_ONCE {
            self.writer.write(&self.bits.take_full())?;
        }
        Ok(())
    }

    /// Ends the field.
    pub(in crate::index) fn close(self) -> io::Result<()> {
        let Lists { writer, field, terms, lengths, begin, bits, heads, sizes, done, .. } = self;
        if done != terms {
            return Err(io::Error::other("a field has as many lists as terms"));
        }
        writer.write(&bits.into_bytes())?;
        let entry_lengths = writer.written;
        let lengths: Vec<u8> = lengths.into_iter().map(|Length(length)| length).collect();
        writer.write(&lengths)?;
        let entry_heads = writer.written;
        writer.write(&heads)?;
        let entry_sizes = writer.written;
        writer.write(&sizes)?;
        writer.entries.push(Entry {
            field,
            terms,
            lists: begin,
            lengths: entry_lengths,
            heads: entry_heads,
            sizes: entry_sizes,
        });
        Ok(())
    }
}

impl List {
    /// Begins a list of a term that may stand where these others do.
    pub(super) fn begin(&mut self, others: &[u64]) {
        self.others.clear();
        self.others.extend_from_slice(others);
        self.documents = 0;
        self.marks.clear();
        self.blocks.clear();
        self.places.clear();
    }

    /// Begins the next document; what is then written is where the term stands.
    fn begin_document(&mut self, as_other: bool) {
        if self.documents > 0 && self.documents.is_multiple_of(BLOCK) {
            self.blocks.push(self.places.len());
        }
        self.documents += 1;
        if !self.others.is_empty() {
            self.marks.push(as_other.into(), 1);
        }
    }

    /// Adds the next document: the term stands where one of the others does.
    pub(super) fn as_other(&mut self, which: usize) {
        self.begin_document(true);
        self.places.push(which as u64, which_width(self.others.len()));
    }

    /// Adds the next document: the places are those that stand elsewhere.
    pub(super) fn copy(&mut self, from: Bits<'_>, at: u64, size: u64) {
        self.begin_document(false);
        self.places.copy(from, at, size);
    }
}

/// The bits that say which one of others has the places of a document.
pub(super) fn which_width(others: usize) -> u32 {
    width((others as u64).saturating_sub(1))
}

fn push_size(size: u64, out: &mut Vec<u8>) {
    let mut left = size;
    while left >= 0x80 {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}
