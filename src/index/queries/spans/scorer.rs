//! A plan over the postings of a segment: which documents have enough places,
//! and what they score.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, Scorer};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, TERMINATED};

use super::Place;
use super::cursor::{Cursor, Held};
use super::ruler::Ruler;
use super::words::Spellings;

/// Reading positions costs about so much more than walking documents.
const POSITION_COST: u64 = 10;

/// Bounds of scores are raised by so much: sums of the same numbers differ in
/// their last bits.
const ROUNDING: Score = 1.0 + 1e-5;

/// What a score must reach to be of use, as a search goes on: the places of an
/// article that cannot reach it need not be counted.
#[derive(Debug, Default)]
pub(in crate::index) struct Bar(AtomicU32);

impl Bar {
    /// Raises the bar, if it is lower.
    pub(in crate::index) fn raise(&self, score: Score) {
        // The bits of numbers from 0 on are in their order.
        self.0.fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }

    /// How high it is; 0 at first.
    pub(in crate::index) fn score(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// Stands on a document that has places; how many, it finds out when asked.
pub(in crate::index) struct SpanScorer {
    pub(super) cursor: Cursor<Spellings>,
    /// From here on documents are not looked at: it stands on any of them.
    pub(super) end: DocId,
    pub(super) ruler: Ruler,
    // A buffer, kept from one document to the next.
    pub(super) places: Vec<Place>,
    /// How many places the document has, once they are counted.
    pub(super) count: Option<u32>,
    /// What its score has beside that of the places, once it is asked for.
    pub(super) extra: Option<Score>,
    /// What its score is at most, once it is asked for.
    pub(super) most: Option<Score>,
    /// Whether the document that the cursor stands on is known to have enough.
    pub(super) settled: bool,
    pub(super) at_least: u32,
    pub(super) similarity: Option<Bm25Weight>,
    pub(super) boost: Score,
    pub(super) beside: Option<Box<dyn Scorer>>,
    /// Documents that it does not stand on are passed over.
    pub(super) among: Option<Box<dyn Scorer>>,
    pub(super) bar: Option<Arc<Bar>>,
    pub(super) norms: FieldNormReader,
}

impl SpanScorer {
    /// Looks at no document from this one on.
    pub(in crate::index) fn end_before(&mut self, end: DocId) {
        self.end = end;
    }

    /// Goes on from where the cursor stands to the first document that has
    /// enough places.
    fn settle(&mut self, mut doc: DocId) -> DocId {
        while doc < self.end && !self.has_enough(doc) {
            doc = self.candidate(doc + 1);
        }
        doc
    }

    /// Goes to the first document at or after `target` that may have places.
    fn candidate(&mut self, target: DocId) -> DocId {
        let mut doc = self.cursor.seek(target);
        if let Some(among) = &mut self.among {
            while doc < self.end {
                let other = if among.doc() < doc { among.seek(doc) } else { among.doc() };
                if other == doc {
                    break;
                }
                doc = self.cursor.seek(other);
            }
        }
        doc
    }

    /// Finds out whether the document that the cursor stands on has enough
    /// places.
    fn has_enough(&mut self, doc: DocId) -> bool {
        self.ruler.turn_to(doc);
        (self.count, self.extra, self.most) = (None, None, None);
        let count_now =
            self.at_least == 1 && self.cursor.is_soon_counted() && self.may_reach_the_bar(doc);
        self.settled = match self.at_least {
            1 if count_now => self.count() > 0,
            1 => match self.cursor.holds(&mut self.ruler, &mut self.places) {
                Held::Nowhere => false,
                Held::Somewhere => true,
                Held::At(places) => {
                    self.count = Some(places);
                    true
                }
            },
            at_least => self.cursor.at_most() >= at_least && self.count() >= at_least,
        };
        self.settled
    }

    /// How many places the document has.
    pub(super) fn count(&mut self) -> u32 {
        if let Some(count) = self.count {
            return count;
        }
        let count = self.cursor.count(&mut self.ruler, &mut self.places);
        self.count = Some(count);
        count
    }

    /// Whether scores are asked for and that of the document may be of use.
    fn may_reach_the_bar(&mut self, doc: DocId) -> bool {
        let most = self.most(doc);
        most.is_some_and(|most| self.bar.as_ref().is_none_or(|bar| most * ROUNDING >= bar.score()))
    }

    /// What the score of the document is at most, by how often its words stand in
    /// it; `None` where places have no scores.
    fn most(&mut self, doc: DocId) -> Option<Score> {
        if self.most.is_none() && self.similarity.is_some() {
            let (extra, at_most) = (self.extra(doc), self.cursor.at_most());
            let norm = self.norms.fieldnorm_id(doc);
            let similarity = self.similarity.as_ref();
            self.most = similarity.map(|similarity| similarity.score(norm, at_most) + extra);
        }
        self.most
    }

    /// What the score of the document has beside that of its places.
    fn extra(&mut self, doc: DocId) -> Score {
        if let Some(extra) = self.extra {
            return extra;
        }
        let mut extra = self.among.as_mut().map_or(0.0, |among| among.score());
        if let Some(scorer) = &mut self.beside
            && scorer.doc() <= doc
            && scorer.seek(doc) == doc
        {
            extra += scorer.score();
        }
        self.extra = Some(extra);
        extra
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        let doc = match self.cursor.doc() {
            TERMINATED => TERMINATED,
            doc => self.candidate(doc + 1),
        };
        self.settle(doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.cursor.doc();
        if doc >= target && self.settled {
            return doc;
        }
        let doc = self.candidate(target);
        self.settle(doc)
    }

    /// Asks the one document, and leaves open which is the next that has enough
    /// places: inside an intersection it need not be found.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        let mut doc = self.cursor.doc();
        if doc < target {
            self.settled = false;
            doc = self.candidate(target);
        }
        match doc {
            doc if doc > target => SeekDangerResult::SeekLowerBound(doc),
            _ if self.settled || self.has_enough(doc) => SeekDangerResult::Found,
            _ => SeekDangerResult::SeekLowerBound(target + 1),
        }
    }

    fn doc(&self) -> DocId {
        self.cursor.doc()
    }

    fn size_hint(&self) -> u32 {
        let among = self.among.as_ref().map_or(u32::MAX, |among| among.size_hint());
        u32::try_from(self.cursor.cost()).unwrap_or(u32::MAX).min(among)
    }

    fn cost(&self) -> u64 {
        let among = self.among.as_ref().map_or(u64::MAX, |among| among.cost());
        self.cursor.cost().min(among) * POSITION_COST
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let doc = self.cursor.doc();
        let extra = self.extra(doc);
        if self.similarity.is_none() {
            return self.boost + extra;
        }
        if self.count.is_none()
            && !self.may_reach_the_bar(doc)
            && let Some(most) = self.most(doc)
        {
            return most;
        }
        let count = self.count();
        let score = |similarity: &Bm25Weight| similarity.score(self.norms.fieldnorm_id(doc), count);
        self.similarity.as_ref().map_or(self.boost, score) + extra
    }
}
