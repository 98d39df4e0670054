//! Parts next to each other, and documents that have all of some parts.

use tantivy::{DocId, TERMINATED};

use super::Place;
use super::cursor::Cursor;
use super::places::joined;
use super::positions::keep_followed;
use super::ruler::Ruler;
use super::words::Words;

/// Parts next to each other.
pub(super) struct Sequence<W> {
    pub(super) both: Both<W>,
    // Buffers, kept from one document to the next.
    part: Vec<Place>,
    longer: Vec<Place>,
    starts: Vec<u32>,
    part_starts: Vec<u32>,
    /// The document in which the phrase was last looked for, if it is one of
    /// words.
    found_in: DocId,
}

impl<W: Words> Sequence<W> {
    /// Parts that must follow each other.
    pub(super) fn new(parts: Vec<Cursor<W>>) -> Self {
        Sequence {
            both: Both::new(parts),
            part: Vec::new(),
            longer: Vec::new(),
            starts: Vec::new(),
            part_starts: Vec::new(),
            found_in: TERMINATED,
        }
    }

    /// How many places the phrase has in a document, if it is one of words and
    /// was looked for there.
    pub(super) fn found(&self, doc: DocId) -> Option<u32> {
        // A document has fewer places than 2^32.
        (self.found_in == doc).then_some(self.starts.len() as u32)
    }

    /// Whether a phrase of words stands in the document at hand.
    pub(super) fn holds(&mut self, ruler: &mut Ruler) -> bool {
        self.find_starts(ruler);
        !self.starts.is_empty()
    }

    pub(super) fn is_of_words(&self) -> bool {
        self.both.parts.iter().all(Cursor::is_word)
    }

    /// Finds where a phrase of words begins. Positions are read from the rarest
    /// word on: where none fit, those of the others are not read, nor where the
    /// part ends that is looked at. No phrase crosses its end.
    fn find_starts(&mut self, ruler: &mut Ruler) {
        let Both { parts, by_cost, doc, .. } = &mut self.both;
        if std::mem::replace(&mut self.found_in, *doc) == *doc {
            return;
        }
        self.starts.clear();
        for (turn, &part) in by_cost.iter().enumerate() {
            parts[part].starts_anywhere(&mut self.part_starts);
            // A phrase has few words.
            let before = part as u32;
            if turn == 0 {
                let from = self.part_starts.iter().filter_map(|start| start.checked_sub(before));
                self.starts.extend(from);
            } else {
                keep_followed(&mut self.starts, &self.part_starts, before);
            }
            if self.starts.is_empty() {
                return;
            }
        }
        ruler.keep_visible_starts(&mut self.starts);
    }

    pub(super) fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        if self.is_of_words() {
            self.find_starts(ruler);
            let words = self.both.parts.len() as u32;
            out.extend(self.starts.iter().map(|&start| Place { start, end: start + words }));
        } else {
            self.places_of_parts(ruler, out);
        }
    }

    /// Positions are read from the rarest part on, outwards: where none fit,
    /// those of the other parts are not read.
    fn places_of_parts(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        let Both { parts, costs, by_cost, .. } = &mut self.both;
        let Some(&rarest) = by_cost.first() else {
            return;
        };
        parts[rarest].places(ruler, out);
        let (mut first, mut after) = (rarest, rarest + 1);
        while !out.is_empty() && after - first < parts.len() {
            if first > 0 && (after == parts.len() || costs[first - 1] < costs[after]) {
                first -= 1;
                parts[first].places(ruler, &mut self.part);
                joined(&self.part, out, &mut self.longer);
            } else {
                parts[after].places(ruler, &mut self.part);
                joined(out, &self.part, &mut self.longer);
                after += 1;
            }
            std::mem::swap(out, &mut self.longer);
        }
    }
}

/// Parts that must all be in a document.
pub(super) struct Both<W> {
    pub(super) parts: Vec<Cursor<W>>,
    pub(super) costs: Vec<u64>,
    /// Indices of the parts, the rarest first: it leads.
    pub(super) by_cost: Vec<usize>,
    pub(super) doc: DocId,
}

impl<W: Words> Both<W> {
    pub(super) fn new(parts: Vec<Cursor<W>>) -> Self {
        let costs: Vec<u64> = parts.iter().map(Cursor::cost).collect();
        let mut by_cost: Vec<usize> = (0..parts.len()).collect();
        by_cost.sort_by_key(|&part| costs[part]);
        let mut both = Both { parts, costs, by_cost, doc: 0 };
        both.doc = both.meet(0);
        both
    }

    pub(super) fn cost(&self) -> u64 {
        self.by_cost.first().map_or(0, |&part| self.costs[part])
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.meet(target);
        }
        self.doc
    }

    /// The first document at or after `target` that all parts stand on.
    fn meet(&mut self, mut target: DocId) -> DocId {
        'document: loop {
            if target >= TERMINATED {
                return TERMINATED;
            }
            for &part in &self.by_cost {
                let doc = self.parts[part].seek(target);
                if doc > target {
                    target = doc;
                    continue 'document;
                }
            }
            return target;
        }
    }
}
