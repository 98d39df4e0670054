//! Where the spellings of a word stand: in the documents of a segment, or in
//! one text held in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, TERMINATED};

use super::Place;
use super::places::tidy;

/// A word, in one or several spellings, in documents that are walked in order.
pub(super) trait Words {
    /// The document at hand.
    fn doc(&self) -> DocId;
    /// Goes to the first document at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId;
    /// About how many documents have the word.
    fn cost(&self) -> u64;
    /// Appends the word's places in the document at hand, in order.
    fn places(&mut self, out: &mut Vec<Place>);
}

/// A word in the one document 0.
pub(super) struct InOneText {
    places: Vec<Place>,
    passed: bool,
}

impl InOneText {
    /// A word or a name at these places.
    pub(super) fn new(mut places: Vec<Place>) -> InOneText {
        tidy(&mut places);
        InOneText { places, passed: false }
    }
}

impl Words for InOneText {
    fn doc(&self) -> DocId {
        if self.places.is_empty() || self.passed { TERMINATED } else { 0 }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.passed |= target > 0;
        self.doc()
    }

    fn cost(&self) -> u64 {
        self.places.len() as u64
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.extend_from_slice(&self.places);
    }
}

/// A word or a name in the documents of a segment.
pub(super) struct Spellings {
    postings: Vec<SegmentPostings>,
    /// How many words each takes.
    lengths: Vec<u32>,
    /// The document of each spelling that is not at its end, the first on top.
    heads: BinaryHeap<Reverse<(DocId, usize)>>,
    // Buffers, kept from one document to the next.
    here: Vec<Reverse<(DocId, usize)>>,
    positions: Vec<u32>,
}

impl Spellings {
    /// Opens the postings of a word's spellings, or of names; `length` says how
    /// many words a term takes.
    pub(super) fn open(
        field: Field,
        terms: &[String],
        length: fn(&str) -> u32,
        reader: &InvertedIndexReader,
    ) -> tantivy::Result<Self> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = Vec::new();
        let mut lengths = Vec::new();
        for term in terms {
            let words = length(term);
            let term = Term::from_field_text(field, term);
            if let Some(found) = reader.read_postings(&term, option)? {
                postings.push(found);
                lengths.push(words);
            }
        }
        let heads = postings
            .iter()
            .enumerate()
            .filter(|(_, postings)| postings.doc() != TERMINATED)
            .map(|(index, postings)| Reverse((postings.doc(), index)))
            .collect();
        Ok(Spellings { postings, lengths, heads, here: Vec::new(), positions: Vec::new() })
    }
}

impl Words for Spellings {
    fn doc(&self) -> DocId {
        self.heads.peek().map_or(TERMINATED, |Reverse((doc, _))| *doc)
    }

    fn cost(&self) -> u64 {
        self.postings.iter().map(|postings| u64::from(postings.size_hint())).sum()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while let Some(mut head) = self.heads.peek_mut() {
            let Reverse((doc, index)) = *head;
            if doc >= target {
                break;
            }
            let doc = self.postings[index].seek(target);
            if doc == TERMINATED {
                std::collections::binary_heap::PeekMut::pop(head);
            } else {
                *head = Reverse((doc, index));
            }
        }
        self.doc()
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        let doc = self.doc();
        while let Some(&Reverse((head, index))) = self.heads.peek() {
            if head != doc {
                break;
            }
            self.positions.clear();
            self.postings[index].append_positions_with_offset(0, &mut self.positions);
            let words = self.lengths[index];
            out.extend(self.positions.iter().map(|&start| Place { start, end: start + words }));
            self.here.extend(self.heads.pop());
        }
        let spellings = self.here.len();
        self.heads.extend(self.here.drain(..));
        if spellings > 1 {
            tidy(out);
        }
    }
}
