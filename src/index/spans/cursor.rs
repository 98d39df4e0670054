//! Walks the documents in which a plan may hold, and finds its places in one
//! of them.

use tantivy::{DocId, TERMINATED};

use super::places::{Nearness, cover, joined, tidy};
use super::ruler::{Ruler, ends_between};
use super::words::Words;
use super::{Place, Plan, Zone};
use crate::query::ast::{Distance, Order, Polarity};

/// A plan over some documents. It stands on one that has all the words the
/// plan needs; whether they stand as the plan says is for
/// [`Cursor::places`] to find out.
pub(super) enum Cursor<W> {
    Terms(W),
    Sequence(Both<W>, Vec<Vec<Place>>),
    Any(Vec<Cursor<W>>),
    Near { both: Both<W>, distance: Distance, order: Order },
    NotNear { left: Box<Cursor<W>>, right: Box<Cursor<W>>, distance: Distance, order: Order },
    First { words: u32, inner: Box<Cursor<W>> },
    Within(Zone, Box<Cursor<W>>),
}

impl<W: Words> Cursor<W> {
    /// Makes the cursor of a plan; `words` finds where a word's spellings
    /// stand.
    pub(super) fn open(
        plan: &Plan,
        words: &dyn Fn(&[String]) -> tantivy::Result<W>,
    ) -> tantivy::Result<Cursor<W>> {
        let boxed = |plan: &Plan| Cursor::open(plan, words).map(Box::new);
        let all = |plans: &[Plan]| {
            plans.iter().map(|plan| Cursor::open(plan, words)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match plan {
            Plan::Terms(terms) => Cursor::Terms(words(terms)?),
            Plan::Sequence(parts) => {
                let parts = all(parts)?;
                let places = vec![Vec::new(); parts.len()];
                Cursor::Sequence(Both::new(parts), places)
            }
            Plan::Any(ways) => Cursor::Any(all(ways)?),
            Plan::Near { left, right, distance, order, polarity: Polarity::Near } => {
                let both = Both::new(vec![Cursor::open(left, words)?, Cursor::open(right, words)?]);
                Cursor::Near { both, distance: *distance, order: *order }
            }
            Plan::Near { left, right, distance, order, polarity: Polarity::NotNear } => {
                Cursor::NotNear {
                    left: boxed(left)?,
                    right: boxed(right)?,
                    distance: *distance,
                    order: *order,
                }
            }
            Plan::First { words, inner } => Cursor::First { words: *words, inner: boxed(inner)? },
            Plan::Within(zone, inner) => Cursor::Within(*zone, boxed(inner)?),
        })
    }

    /// The document that the cursor stands on.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Cursor::Terms(terms) => terms.doc(),
            Cursor::Sequence(both, _) | Cursor::Near { both, .. } => both.doc,
            Cursor::Any(ways) => ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Cursor::NotNear { left: inner, .. }
            | Cursor::First { inner, .. }
            | Cursor::Within(_, inner) => inner.doc(),
        }
    }

    /// Goes to the first document at or after `target` that has the words.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Cursor::Terms(terms) => terms.seek(target),
            Cursor::Sequence(both, _) | Cursor::Near { both, .. } => both.seek(target),
            Cursor::Any(ways) => {
                ways.iter_mut().map(|way| way.seek(target)).min().unwrap_or(TERMINATED)
            }
            Cursor::NotNear { left: inner, .. }
            | Cursor::First { inner, .. }
            | Cursor::Within(_, inner) => inner.seek(target),
        }
    }

    /// About how many documents the cursor will stand on.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Cursor::Terms(terms) => terms.cost(),
            Cursor::Sequence(both, _) | Cursor::Near { both, .. } => both.cost(),
            Cursor::Any(ways) => ways.iter().map(Cursor::cost).sum(),
            Cursor::NotNear { left: inner, .. }
            | Cursor::First { inner, .. }
            | Cursor::Within(_, inner) => inner.cost(),
        }
    }

    /// Finds the places in the document that the cursor stands on, which is
    /// the one that the ruler is turned to.
    pub(super) fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        out.clear();
        match self {
            Cursor::Terms(terms) => terms.places(out),
            Cursor::Sequence(both, scratch) => sequence(both, scratch, ruler, out),
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut way_places = Vec::new();
                for way in ways.iter_mut().filter(|way| way.doc() == doc) {
                    way.places(ruler, &mut way_places);
                    out.append(&mut way_places);
                }
                tidy(out);
            }
            Cursor::Near { both, distance, order } => {
                let [left, right] = both.operand_places(ruler);
                let nearness =
                    Nearness { distance: *distance, order: *order, ends: ends(*distance, ruler) };
                nearness.pairs(&left, &right, &mut |one, other| {
                    out.push(cover(left[one], right[other]));
                });
                tidy(out);
            }
            Cursor::NotNear { left, right, distance, order } => {
                let (mut places, mut unwanted) = (Vec::new(), Vec::new());
                let doc = left.doc();
                left.places(ruler, &mut places);
                if right.seek(doc) == doc {
                    right.places(ruler, &mut unwanted);
                }
                let nearness =
                    Nearness { distance: *distance, order: *order, ends: ends(*distance, ruler) };
                let mut alone = vec![true; places.len()];
                nearness.pairs(&places, &unwanted, &mut |one, _| alone[one] = false);
                out.extend(places.iter().zip(alone).filter(|(_, alone)| *alone).map(|(at, _)| at));
            }
            Cursor::First { words, inner } => {
                inner.places(ruler, out);
                let ends = ruler.sentence_ends();
                let words_before = |at: &Place| at.end - ends_between(ends, 0, at.end);
                out.retain(|at| words_before(at) <= *words);
            }
            Cursor::Within(zone, inner) => {
                inner.places(ruler, out);
                let ends = ruler.paragraph_ends();
                let end_of = |paragraph: usize| ends.get(paragraph).copied().unwrap_or(u32::MAX);
                let last = match zone {
                    Zone::Lede => end_of(1),
                    Zone::Body => u32::MAX,
                };
                out.retain(|at| at.start > end_of(0) && at.end <= last);
            }
        }
    }

    /// Finds what of the text makes the places `wanted`: a phrase as a whole,
    /// of two operands near each other both ends and not what lies between.
    pub(super) fn witnesses(&mut self, ruler: &mut Ruler, wanted: &[Place], out: &mut Vec<Place>) {
        let is_wanted = |place: &Place| wanted.binary_search(place).is_ok();
        match self {
            Cursor::Terms(_) | Cursor::Sequence(..) => {
                let mut places = Vec::new();
                self.places(ruler, &mut places);
                out.extend(places.into_iter().filter(is_wanted));
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                for way in ways.iter_mut().filter(|way| way.doc() == doc) {
                    way.witnesses(ruler, wanted, out);
                }
            }
            Cursor::Near { both, distance, order } => {
                let [left, right] = both.operand_places(ruler);
                let ends = ends(*distance, ruler);
                let nearness = Nearness { distance: *distance, order: *order, ends };
                let (mut lefts, mut rights) = (Vec::new(), Vec::new());
                nearness.pairs(&left, &right, &mut |one, other| {
                    if is_wanted(&cover(left[one], right[other])) {
                        lefts.push(left[one]);
                        rights.push(right[other]);
                    }
                });
                for (part, mut wanted) in both.parts.iter_mut().zip([lefts, rights]) {
                    tidy(&mut wanted);
                    part.witnesses(ruler, &wanted, out);
                }
            }
            Cursor::NotNear { left: inner, .. }
            | Cursor::First { inner, .. }
            | Cursor::Within(_, inner) => inner.witnesses(ruler, wanted, out),
        }
    }
}

/// The ends that a distance counts or must not cross.
fn ends(distance: Distance, ruler: &mut Ruler) -> &[u32] {
    match distance {
        Distance::Words(_) | Distance::Sentence => ruler.sentence_ends(),
        Distance::Paragraph => ruler.paragraph_ends(),
    }
}

fn sequence<W: Words>(
    both: &mut Both<W>,
    scratch: &mut [Vec<Place>],
    ruler: &mut Ruler,
    out: &mut Vec<Place>,
) {
    // Positions are read from the rarest word on: where one has none that fit,
    // the others are not read.
    let Some((first, rest)) = scratch.split_first_mut() else {
        return;
    };
    both.parts[0].places(ruler, first);
    out.extend_from_slice(first);
    for (part, places) in both.parts[1..].iter_mut().zip(rest) {
        if out.is_empty() {
            return;
        }
        part.places(ruler, places);
        std::mem::swap(out, first);
        joined(first, places, out);
    }
}

/// Parts that must all be in a document.
pub(super) struct Both<W> {
    parts: Vec<Cursor<W>>,
    /// Indices of the parts, the rarest first: it leads.
    by_cost: Vec<usize>,
    doc: DocId,
}

impl<W: Words> Both<W> {
    fn new(parts: Vec<Cursor<W>>) -> Self {
        let mut by_cost: Vec<usize> = (0..parts.len()).collect();
        by_cost.sort_by_key(|&part| parts[part].cost());
        let mut both = Both { parts, by_cost, doc: 0 };
        both.doc = both.meet(0);
        both
    }

    /// The places of the two operands of a proximity operator.
    fn operand_places(&mut self, ruler: &mut Ruler) -> [Vec<Place>; 2] {
        [0, 1].map(|operand| {
            let mut places = Vec::new();
            self.parts[operand].places(ruler, &mut places);
            places
        })
    }

    fn cost(&self) -> u64 {
        self.by_cost.first().map_or(0, |&part| self.parts[part].cost())
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = self.meet(target);
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
