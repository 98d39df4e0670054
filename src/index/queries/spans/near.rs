//! Two operands near each other, and one without the other near it. Where both
//! are words, their positions tell whether there is a place; only those that
//! are counted become places.

use tantivy::{DocId, TERMINATED};

use super::Place;
use super::cursor::Cursor;
use super::places::{Buffers, Nearness, between, tidy};
use super::positions::{Nearby, alone, are_within, most_pairs, neighbours, pairs};
use super::ruler::Ruler;
use super::sequence::Both;
use super::words::Words;
use crate::query::ast::{Distance, Order};

/// For more pairs of words than these all ends of sentences are read.
const FEW: usize = 4;

/// Two operands near each other.
pub(super) struct Near<W> {
    pub(super) both: Both<W>,
    distance: Distance,
    order: Order,
    // The places of the operands.
    left: Vec<Place>,
    right: Vec<Place>,
    // Where they begin, if they are words.
    left_starts: Vec<u32>,
    right_starts: Vec<u32>,
    /// The document in which these were last found.
    found_in: DocId,
    /// Neighbours that are near each other if enough ends lie between them.
    unsure: Vec<(u32, u32)>,
    buffers: Buffers,
}

/// An operand without another near it.
pub(super) struct NotNear<W> {
    pub(super) wanted: Cursor<W>,
    pub(super) unwanted: Cursor<W>,
    distance: Distance,
    order: Order,
    // The places of the operands, or where they begin, if they are words.
    left: Vec<Place>,
    right: Vec<Place>,
    left_starts: Vec<u32>,
    right_starts: Vec<u32>,
    /// The document in which these were last found.
    found_in: DocId,
    buffers: Buffers,
}

impl<W: Words> Near<W> {
    pub(super) fn new(left: Cursor<W>, right: Cursor<W>, distance: Distance, order: Order) -> Self {
        Near {
            both: Both::new(vec![left, right]),
            distance,
            order,
            left: Vec::new(),
            right: Vec::new(),
            left_starts: Vec::new(),
            right_starts: Vec::new(),
            found_in: TERMINATED,
            unsure: Vec::new(),
            buffers: Buffers::default(),
        }
    }

    pub(super) fn is_of_words(&self) -> bool {
        self.both.parts.iter().all(Cursor::is_word)
    }

    /// Finds where two words stand; of the rarer one first, and of the other
    /// only if there are any.
    fn find_starts(&mut self, ruler: &mut Ruler) {
        if std::mem::replace(&mut self.found_in, self.both.doc) == self.both.doc {
            return;
        }
        self.left_starts.clear();
        self.right_starts.clear();
        for &part in &self.both.by_cost {
            let starts = if part == 0 { &mut self.left_starts } else { &mut self.right_starts };
            self.both.parts[part].starts(ruler, starts);
            if starts.is_empty() {
                return;
            }
        }
    }

    /// Whether two words are near each other. The nearest are neighbours: if
    /// they are not near, none are.
    pub(super) fn holds(&mut self, ruler: &mut Ruler) -> bool {
        self.find_starts(ruler);
        if self.left_starts.is_empty() || self.right_starts.is_empty() {
            return false;
        }
        let (left, right, order) = (&self.left_starts, &self.right_starts, self.order);
        match self.distance {
            Distance::Words(limit) => {
                let reach = reach(limit, ruler);
                let unsure = &mut self.unsure;
                unsure.clear();
                let is_near = neighbours(left, right, order, &mut |one, other| {
                    let between = other - one - 1;
                    if (limit..reach).contains(&between) {
                        unsure.push((one, other));
                    }
                    between < limit
                });
                if !is_near && unsure.len() > FEW {
                    ruler.sentence_ends();
                }
                is_near
                    || unsure.iter().any(|&(one, other)| {
                        let between = other - one - 1;
                        between.saturating_sub(ruler.sentence_ends_in(one..other)) < limit
                    })
            }
            Distance::Sentence | Distance::Paragraph => {
                let ends = ends(self.distance, ruler);
                let mut next = 0;
                neighbours(left, right, order, &mut |one, other| {
                    next += ends[next..].iter().take_while(|&&end| end < one).count();
                    ends.get(next).is_none_or(|&end| end > other)
                })
            }
        }
    }

    /// How many places there are at most, by how often the operands stand in the
    /// document.
    pub(super) fn at_most(&mut self) -> u32 {
        let is_of_words = self.is_of_words();
        let often = self.both.parts.iter_mut().map(Cursor::at_most);
        match is_of_words {
            true => most_pairs(often, self.order),
            // For each beginning one and for each end one, each of either.
            false => often.fold(0, u32::saturating_add).saturating_mul(2),
        }
    }

    /// Whether it costs about as much to count the places as to find out that
    /// there is one: of two words in one sentence most are near each other.
    pub(super) fn is_soon_counted(&self) -> bool {
        self.is_of_words() && !matches!(self.distance, Distance::Words(_))
    }

    /// How many places there are, where words tell it: not where one word is
    /// both operands.
    pub(super) fn count(&mut self, ruler: &mut Ruler) -> Option<u32> {
        if !self.is_of_words() {
            return None;
        }
        let mut count = 0;
        self.pairs(ruler, &mut |_, _| count += 1).then_some(count)
    }

    /// Calls `found` with the places that two words make; says no where one word
    /// is both.
    fn pairs(&mut self, ruler: &mut Ruler, found: &mut impl FnMut(u32, u32)) -> bool {
        self.find_starts(ruler);
        let (left, right) = (&self.left_starts, &self.right_starts);
        if left.is_empty() || right.is_empty() {
            return true;
        }
        let nearby = Nearby::new(self.distance, ends(self.distance, ruler));
        pairs(left, right, self.order, nearby, found)
    }

    /// Finds the places of the operands; of the rarer one first, and of the
    /// other only if there are any.
    fn read_operands(&mut self, ruler: &mut Ruler) {
        self.left.clear();
        self.right.clear();
        if self.is_of_words() {
            self.find_starts(ruler);
            self.left.extend(self.left_starts.iter().map(|&start| word_at(start)));
            self.right.extend(self.right_starts.iter().map(|&start| word_at(start)));
            return;
        }
        for &part in &self.both.by_cost {
            let places = if part == 0 { &mut self.left } else { &mut self.right };
            self.both.parts[part].places(ruler, places);
            if places.is_empty() {
                return;
            }
        }
    }

    pub(super) fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        if self.is_of_words() {
            if self.pairs(ruler, &mut |one, other| out.push(between(one, other))) {
                return;
            }
            out.clear();
        }
        self.read_operands(ruler);
        if self.left.is_empty() || self.right.is_empty() {
            return;
        }
        let (distance, order) = (self.distance, self.order);
        let nearness = Nearness { distance, order, ends: ends(distance, ruler) };
        nearness.covers(&self.left, &self.right, &mut self.buffers, out);
    }

    pub(super) fn witnesses(&mut self, ruler: &mut Ruler, wanted: &[Place], out: &mut Vec<Place>) {
        self.read_operands(ruler);
        let (distance, order) = (self.distance, self.order);
        let nearness = Nearness { distance, order, ends: ends(distance, ruler) };
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        nearness.covered(&self.left, &self.right, wanted, &mut |left, right| {
            lefts.push(left);
            rights.push(right);
        });
        for (part, mut wanted) in self.both.parts.iter_mut().zip([lefts, rights]) {
            tidy(&mut wanted);
            part.witnesses(ruler, &wanted, out);
        }
    }
}

impl<W: Words> NotNear<W> {
    pub(super) fn new(
        wanted: Cursor<W>,
        unwanted: Cursor<W>,
        distance: Distance,
        order: Order,
    ) -> Self {
        NotNear {
            wanted,
            unwanted,
            distance,
            order,
            left: Vec::new(),
            right: Vec::new(),
            left_starts: Vec::new(),
            right_starts: Vec::new(),
            found_in: TERMINATED,
            buffers: Buffers::default(),
        }
    }

    pub(super) fn is_of_words(&self) -> bool {
        self.wanted.is_word() && self.unwanted.is_word()
    }

    /// Finds where two words stand; of the unwanted one only where the other
    /// does.
    fn find_starts(&mut self, ruler: &mut Ruler) {
        let doc = self.wanted.doc();
        if std::mem::replace(&mut self.found_in, doc) == doc {
            return;
        }
        self.wanted.starts(ruler, &mut self.left_starts);
        self.right_starts.clear();
        if !self.left_starts.is_empty() && self.unwanted.seek(doc) == doc {
            self.unwanted.starts(ruler, &mut self.right_starts);
        }
    }

    /// Whether a word stands without another near it. Of the others the one
    /// before it and the one behind it are nearest.
    pub(super) fn holds(&mut self, ruler: &mut Ruler) -> bool {
        let doc = self.wanted.doc();
        if ruler.sees_all() && self.unwanted.seek(doc) != doc {
            return true;
        }
        self.find_starts(ruler);
        let (left, right) = (&self.left_starts, &self.right_starts);
        if let Distance::Words(limit) = self.distance {
            let reach = reach(limit, ruler);
            let may_be_near = |one: u32, other: u32| other - one - 1 < reach;
            if alone(left, right, self.order, may_be_near).next().is_some() {
                return true;
            }
        }
        self.words_alone(ruler).next().is_some()
    }

    /// Those of the words found that have no other near them.
    fn words_alone(&self, ruler: &mut Ruler) -> impl Iterator<Item = u32> {
        let distance = self.distance;
        let ends = ends(distance, ruler);
        alone(&self.left_starts, &self.right_starts, self.order, move |one, other| match distance {
            Distance::Words(limit) => are_within(one, other, ends, limit),
            Distance::Sentence | Distance::Paragraph => {
                let next = ends.partition_point(|&end| end < one);
                ends.get(next).is_none_or(|&end| end > other)
            }
        })
    }

    pub(super) fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        if self.is_of_words() {
            self.find_starts(ruler);
            match self.right_starts.is_empty() {
                true => out.extend(self.left_starts.iter().copied().map(word_at)),
                false => out.extend(self.words_alone(ruler).map(word_at)),
            }
            return;
        }
        let doc = self.wanted.doc();
        self.wanted.places(ruler, &mut self.left);
        self.right.clear();
        if !self.left.is_empty() && self.unwanted.seek(doc) == doc {
            self.unwanted.places(ruler, &mut self.right);
        }
        if self.right.is_empty() {
            out.append(&mut self.left);
            return;
        }
        let (distance, order) = (self.distance, self.order);
        let nearness = Nearness { distance, order, ends: ends(distance, ruler) };
        nearness.alone(&self.left, &self.right, &mut self.buffers, out);
    }
}

fn word_at(start: u32) -> Place {
    Place { start, end: start + 1 }
}

/// Of two words with so many positions between them or more no pair is near: ends take
/// positions, but they are no words. There are not more of them than the document has,
/// nor than two more than words lie between ([`Analysis`](crate::text::Analysis)).
fn reach(limit: u32, ruler: &mut Ruler) -> u32 {
    let ends = ruler.sentence_end_count().min(limit.saturating_add(1));
    limit.saturating_add(ends)
}

/// The ends that a distance counts or must not cross.
fn ends(distance: Distance, ruler: &mut Ruler) -> &[u32] {
    match distance {
        Distance::Words(_) | Distance::Sentence => ruler.sentence_ends(),
        Distance::Paragraph => ruler.paragraph_ends(),
    }
}
