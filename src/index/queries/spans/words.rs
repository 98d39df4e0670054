//! Where the spellings of a word stand: in the documents of a segment, or in
//! one text held in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::schema::{Field, Term};
use tantivy::{DocId, InvertedIndexReader, TERMINATED};

use super::Place;
use super::places::tidy;
use crate::index::files::positions::{Postings, Segment};
use crate::index::schema::terms;
use crate::text;

/// A word, in one or several spellings, in documents that are walked in order.
pub(super) trait Words {
    /// The document at hand.
    fn doc(&self) -> DocId;
    /// Goes to the first document at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId;
    /// About how many documents have the word.
    fn cost(&self) -> u64;
    /// How often it stands in the document at hand, without looking where.
    fn frequency(&mut self) -> Frequency;
    /// Finds where it begins in the document at hand, in order.
    fn starts(&mut self, out: &mut Vec<u32>);
    /// Appends the word's places in the document at hand, in order.
    fn places(&mut self, out: &mut Vec<Place>);
}

/// Bounds of how often something stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frequency {
    pub at_least: u32,
    pub at_most: u32,
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

    fn frequency(&mut self) -> Frequency {
        let places = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        Frequency { at_least: places, at_most: places }
    }

    fn starts(&mut self, out: &mut Vec<u32>) {
        out.clear();
        out.extend(self.places.iter().map(|place| place.start));
        out.dedup();
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        out.extend_from_slice(&self.places);
    }
}

/// A word or a name in the documents of a segment.
pub(super) struct Spellings {
    postings: Vec<Postings>,
    /// How many words each takes.
    lengths: Vec<u32>,
    /// Spellings and their stems: where the stem stands in a document, it stands
    /// wherever the spelling does.
    covered: Vec<Covered>,
    /// The first document that any of the spellings stands on.
    doc: DocId,
    /// The document of each spelling that is not at its end, the first on top;
    /// kept only where there are many.
    heads: BinaryHeap<Reverse<(DocId, usize)>>,
    // Buffers, kept from one document to the next.
    here: Vec<Reverse<(DocId, usize)>>,
    positions: Vec<u32>,
}

/// A spelling that need not be read where its stem stands.
#[derive(Debug, Clone, Copy)]
struct Covered {
    spelling: usize,
    stem: usize,
}

/// Up to so many spellings are looked through one by one: a heap of so few
/// costs more than it saves.
const FEW: usize = 8;

impl Spellings {
    /// Opens the postings of a word's spellings, or of names; `length` says how
    /// many words a term takes.
    pub(super) fn open(
        field: Field,
        terms: &[String],
        length: fn(&str) -> u32,
        reader: &InvertedIndexReader,
        positions: &Segment,
    ) -> tantivy::Result<Self> {
        let (mut postings, mut lengths, mut spellings) = (Vec::new(), Vec::new(), Vec::new());
        for spelling in terms {
            let term = Term::from_field_text(field, spelling);
            if let Some(found) = positions.postings(&term, reader)? {
                postings.push(found);
                lengths.push(length(spelling));
                spellings.push(spelling.as_str());
            }
        }
        let covered = match spellings.len() > FEW {
            true => Vec::new(),
            false => covered(&spellings),
        };
        let doc = postings.iter().map(Postings::doc).min().unwrap_or(TERMINATED);
        let heads = match postings.len() > FEW {
            true => postings
                .iter()
                .enumerate()
                .filter(|(_, postings)| postings.doc() != TERMINATED)
                .map(|(index, postings)| Reverse((postings.doc(), index)))
                .collect(),
            false => BinaryHeap::new(),
        };
        let (here, positions) = (Vec::new(), Vec::new());
        Ok(Spellings { postings, lengths, covered, doc, heads, here, positions })
    }

    fn is_many(&self) -> bool {
        self.postings.len() > FEW
    }

    fn seek_many(&mut self, target: DocId) -> DocId {
        while let Some(mut head) = self.heads.peek_mut() {
            let Reverse((doc, index)) = *head;
            if doc >= target {
                return doc;
            }
            let doc = self.postings[index].seek(target);
            if doc == TERMINATED {
                std::collections::binary_heap::PeekMut::pop(head);
            } else {
                *head = Reverse((doc, index));
            }
        }
        TERMINATED
    }

    /// Calls `visit` with each spelling that stands in the document at hand, but
    /// for those whose stem does.
    fn visit_here(&mut self, mut visit: impl FnMut(&mut Postings, u32)) {
        let doc = self.doc;
        if let ([one], [length]) = (self.postings.as_mut_slice(), self.lengths.as_slice()) {
            visit(one, *length);
            return;
        }
        if !self.is_many() {
            for spelling in 0..self.postings.len() {
                let mut stems = self.covered.iter().filter(|covered| covered.spelling == spelling);
                if self.postings[spelling].doc() == doc
                    && !stems.any(|covered| self.postings[covered.stem].doc() == doc)
                {
                    visit(&mut self.postings[spelling], self.lengths[spelling]);
                }
            }
            return;
        }
        while let Some(&Reverse((head, index))) = self.heads.peek() {
            if head != doc {
                break;
            }
            visit(&mut self.postings[index], self.lengths[index]);
            self.here.extend(self.heads.pop());
        }
        self.heads.extend(self.here.drain(..));
    }
}

/// Finds among spellings those whose stem is another of them. A document has
/// the stems of one language: where it has one, each of its words has it.
fn covered(spellings: &[&str]) -> Vec<Covered> {
    let mut covered = Vec::new();
    for (stem, marked) in spellings.iter().enumerate() {
        let Some((language, of_words)) = terms::language_and_stem(marked) else { continue };
        for (spelling, word) in spellings.iter().enumerate() {
            if !terms::is_marked(word)
                && text::stem(word, language).is_some_and(|stem| stem == of_words)
            {
                covered.push(Covered { spelling, stem });
            }
        }
    }
    covered
}

impl Words for Spellings {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn cost(&self) -> u64 {
        self.postings.iter().map(|postings| u64::from(postings.doc_freq())).sum()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        self.doc = match self.postings.as_mut_slice() {
            [one] => one.seek(target),
            few if few.len() <= FEW => {
                let mut first = TERMINATED;
                for postings in few {
                    let doc = postings.doc();
                    let doc = if doc < target { postings.seek(target) } else { doc };
                    first = first.min(doc);
                }
                first
            }
            _ => self.seek_many(target),
        };
        self.doc
    }

    fn frequency(&mut self) -> Frequency {
        let mut frequency = Frequency { at_least: 0, at_most: 0 };
        self.visit_here(|postings, _| {
            let here = postings.term_freq();
            frequency.at_least = frequency.at_least.max(here);
            frequency.at_most = frequency.at_most.saturating_add(here);
        });
        frequency
    }

    fn starts(&mut self, out: &mut Vec<u32>) {
        out.clear();
        let mut spellings = 0;
        self.visit_here(|postings, _| {
            spellings += 1;
            postings.append_positions(out);
        });
        if spellings > 1 {
            out.sort_unstable();
            out.dedup();
        }
    }

    fn places(&mut self, out: &mut Vec<Place>) {
        let mut positions = std::mem::take(&mut self.positions);
        let mut spellings = 0;
        self.visit_here(|postings, words| {
            spellings += 1;
            positions.clear();
            postings.append_positions(&mut positions);
            out.extend(positions.iter().map(|&start| Place { start, end: start + words }));
        });
        self.positions = positions;
        if spellings > 1 {
            tidy(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_covered_by_its_own_stem_alone() {
        let spellings = ["attacks", "\u{1}en:attack", "\u{1}fr:attack", "attack", "iran"];
        let pairs: Vec<(usize, usize)> =
            covered(&spellings).iter().map(|covered| (covered.spelling, covered.stem)).collect();
        assert!(pairs.contains(&(0, 1)));
        // A word that is its own stem has no other term beside it.
        assert!(pairs.iter().all(|&(spelling, _)| spelling == 0));
    }
}
