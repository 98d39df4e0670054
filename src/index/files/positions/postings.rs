//! The documents of a term, and where it stands in them.

use std::ops::Range;
use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader, TERMINATED};

use super::reader::{Field, List};
use super::{BLOCK, code, damaged};

/// Walks the documents that have a term, in order.
pub(in crate::index) struct Postings {
    field: Arc<Field>,
    blocks: BlockSegmentPostings,
    /// The block at hand, and the document at hand among those of the block.
    block: u32,
    at: usize,
    list: List,
    /// Those of the terms that may stand where this one does, as the list has them:
    /// once they are opened.
    others: Vec<Postings>,
    /// Where the places of a document begin, found while places were asked for.
    known: Known,
}

/// The place of the places of a document.
#[derive(Debug, Clone, Copy)]
struct Known {
    block: u32,
    at: usize,
    bit: u64,
    /// Where those of the next document begin, if they were read.
    end: Option<u64>,
}

/// Where a document has the places of its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    /// Here: so many bits from a place of the field's lists.
    Own { at: u64, size: u64 },
    /// Where another term of the list stands.
    OfOther(usize),
}

impl Postings {
    /// Opens the postings of a term, which has this number in the dictionary of its
    /// field. Places of other terms are not found without these.
    pub(super) fn open(
        field: &Arc<Field>,
        index: &InvertedIndexReader,
        number: u64,
        info: &TermInfo,
    ) -> tantivy::Result<Postings> {
        let option = IndexRecordOption::WithFreqs;
        let blocks = index.read_block_postings_from_terminfo(info, option)?;
        let list = field.list(number, info.doc_freq)?;
        let known = Known { block: 0, at: 0, bit: list.block(0, field.bits()), end: None };
        let (field, others) = (field.clone(), Vec::new());
        Ok(Postings { field, blocks, block: 0, at: 0, list, others, known })
    }

    /// Opens those of the other terms as well. These name no others: of the terms at a
    /// position only the last one does, and it names the first.
    pub(super) fn with_others(mut self, index: &InvertedIndexReader) -> tantivy::Result<Postings> {
        let mut term = Vec::new();
        for &other in &self.list.others {
            let is_there = index.terms().ord_to_term(other, &mut term)?;
            let info = if is_there { index.terms().get(&term)? } else { None };
            let postings = Postings::open(&self.field, index, other, &info.ok_or_else(damaged)?)?;
            if !postings.others().is_empty() {
                return Err(damaged());
            }
            self.others.push(postings);
        }
        Ok(self)
    }

    /// The numbers of the terms that may stand where this one does.
    pub(super) fn others(&self) -> &[u64] {
        &self.list.others
    }

    /// The document at hand, or [`TERMINATED`].
    #[inline]
    pub(in crate::index) fn doc(&self) -> DocId {
        self.blocks.doc(self.at)
    }

    /// Goes to the first document at or after `target`.
    #[inline]
    pub(in crate::index) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        // Mostly it is the next one.
        self.at = (self.at + 1).min(BLOCK as usize - 1);
        if self.doc() >= target {
            return self.doc();
        }
        let rank = self.blocks.rank(target);
        (self.block, self.at) = (rank / BLOCK, (rank % BLOCK) as usize);
        self.doc()
    }

    /// Goes to the next document.
    pub(super) fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    /// How many documents have the term.
    pub(in crate::index) fn doc_freq(&self) -> u32 {
        self.blocks.doc_freq()
    }

    /// How often the term stands in the document at hand.
    #[inline]
    pub(in crate::index) fn term_freq(&self) -> u32 {
        self.blocks.freq(self.at)
    }

    /// Appends where it stands in the document at hand, in order.
    pub(in crate::index) fn append_positions(&mut self, out: &mut Vec<u32>) {
        let (doc, at) = (self.doc(), self.place());
        if !self.is_marked(self.at) {
            let length = self.field.length(doc);
            let end = code::read(self.field.bits(), at, self.term_freq(), length, out);
            self.known.end = Some(end);
            return;
        }
        let other = self.field.bits().get(at, self.list.which_width());
        if let Some(other) = self.others.get_mut(other as usize)
            && other.seek(doc) == doc
        {
            other.append_positions(out);
        }
    }

    /// How many times it stands in a range of the document at hand, where those are
    /// few.
    pub(in crate::index) fn count_in(&mut self, range: Range<u32>) -> u32 {
        let (doc, at) = (self.doc(), self.place());
        if self.is_marked(self.at) {
            let mut all = Vec::new();
            self.append_positions(&mut all);
            return all.iter().filter(|position| range.contains(position)).count() as u32;
        }
        code::count_in(self.field.bits(), at, self.term_freq(), self.field.length(doc), range)
    }

    /// Where the places in the document at hand stand.
    pub(super) fn places(&mut self) -> Places {
        let at = self.place();
        match self.is_marked(self.at) {
            true => {
                let other = self.field.bits().get(at, self.list.which_width());
                Places::OfOther(other as usize)
            }
            false => Places::Own { at, size: self.size(self.at) },
        }
    }

    /// Where the places of the document at hand begin.
    fn place(&mut self) -> u64 {
        let Known { block, mut at, mut bit, end } = self.known;
        if block != self.block {
            (at, bit) = (0, self.list.block(self.block, self.field.bits()));
        } else if at == self.at {
            return bit;
        } else if let Some(end) = end {
            (at, bit) = (at + 1, end);
        }
        bit += match self.list.others.as_slice() {
            [] => self.sizes(at),
            _ => (at..self.at).map(|at| self.size(at)).sum(),
        };
        self.known = Known { block: self.block, at: self.at, bit, end: None };
        bit
    }

    /// How many bits the places of a document of the block take.
    #[inline]
    fn size(&self, at: usize) -> u64 {
        match self.is_marked(at) {
            true => self.list.which_width().into(),
            false => code::size(self.blocks.freq(at), self.field.length(self.blocks.doc(at))),
        }
    }

    /// How many bits the places of all documents take from one on, before the one at
    /// hand, where each has its own.
    fn sizes(&self, from: usize) -> u64 {
        let documents = self.blocks.docs().iter().zip(self.blocks.freqs());
        let passed = documents.take(self.at).skip(from);
        passed.map(|(doc, times)| code::size(*times, self.field.length(*doc))).sum()
    }

    #[inline]
    fn is_marked(&self, at: usize) -> bool {
        self.list.is_marked(self.block * BLOCK + at as u32, self.field.bits())
    }
}
