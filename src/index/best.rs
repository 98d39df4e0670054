//! The best of what a query matches, in an order that does not depend on how
//! the index lies on the disk, and from any place of that order on.
//!
//! Of a query that is a union of words most matches are never looked at:
//! Tantivy skips blocks of documents that cannot reach the score of the last
//! one kept.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::hidden::LeftOut;
use super::search::Sort;
use super::spans::Bar;

/// Scores are compared without their last bits: which of two sums of the same
/// numbers is larger depends on the order of adding.
const ROUNDED_BITS: u32 = 6;

/// What the newest article's score is raised by, times the score.
const NEWEST_RAISE: f32 = 1.0;

/// Where an article stands in an order: the larger comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// The score, or the date.
    pub first: u64,
    /// Among equals.
    pub then: u64,
}

impl Rank {
    /// The value of the field `serial` of the article.
    pub(super) fn serial(self, sort: Sort) -> u64 {
        match sort {
            Sort::Relevance | Sort::Newest => self.then,
            Sort::Oldest => !self.then,
        }
    }
}

/// How much newer articles are preferred: one that is `half_life` seconds older
/// than another is raised half as much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Recency {
    /// The date of the newest article.
    pub newest: i64,
    pub half_life: i64,
}

impl Recency {
    fn factor(self, published: Option<i64>) -> f32 {
        let Some(published) = published else {
            return 1.0;
        };
        let age = self.newest.saturating_sub(published).max(0) as f64;
        1.0 + NEWEST_RAISE * (-age / self.half_life.max(1) as f64).exp2() as f32
    }
}

/// Collects the best documents.
pub(super) struct Best {
    sort: Sort,
    recency: Option<Recency>,
    /// How many.
    limit: usize,
    /// Only those behind this rank.
    after: Option<Rank>,
    without: LeftOut,
    /// Looks at every match, and counts.
    counting: bool,
    /// What the documents so far say that a score must reach.
    bar: Arc<Bar>,
}

/// A document with its rank and score.
pub(super) type Ranked = (Rank, Score, DocAddress);

/// What was collected.
pub(super) struct Gathered {
    /// The best, in order.
    pub best: Vec<Ranked>,
    /// How many match, if that was counted.
    pub total: u64,
}

impl Best {
    pub(super) fn new(sort: Sort, limit: usize) -> Best {
        let (recency, after, counting, bar) = (None, None, false, Arc::default());
        Best { sort, recency, limit, after, without: LeftOut::default(), counting, bar }
    }

    /// Prefers newer articles; counts where the order is by score.
    pub(super) fn recent(self, recency: Option<Recency>) -> Best {
        Best { recency, ..self }
    }

    /// Counts all that match on the way: no match is skipped then.
    pub(super) fn counting(self, counting: bool) -> Best {
        Best { counting, ..self }
    }

    /// Leaves out documents: clauses of the query would keep Tantivy from
    /// skipping.
    pub(super) fn without(self, without: LeftOut) -> Best {
        Best { without, ..self }
    }

    /// What a score must reach to be among the best, as far as is known.
    pub(super) fn bar(&self) -> &Arc<Bar> {
        &self.bar
    }

    /// Only those behind this rank.
    pub(super) fn after(self, after: Option<Rank>) -> Best {
        Best { after, ..self }
    }
}

impl Collector for Best {
    type Fruit = Gathered;
    type Child = Segment;

    fn for_segment(&self, ord: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        Ok(Segment {
            sort: self.sort,
            recency: self.recency,
            limit: self.limit,
            after: self.after,
            left_out: self.without.documents(reader)?,
            next_left_out: 0,
            published: columns.i64("published")?,
            serial: columns.u64("serial")?,
            ord,
            total: 0,
            best: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Gathered> {
        let mut segment = self.for_segment(ord, reader)?;
        let alive = reader.alive_bitset();
        let is_alive = |doc| alive.is_none_or(|alive| alive.is_alive(doc));
        let by_score = self.sort == Sort::Relevance;
        if by_score && self.counting {
            weight.for_each(reader, &mut |doc, score| {
                if is_alive(doc) && segment.collect_scored(doc, score) {
                    self.bar.raise(segment.bar());
                }
            })?;
        } else if by_score {
            let mut bar = below(self.bar.score());
            weight.for_each_pruning(bar, reader, &mut |doc, score| {
                if is_alive(doc) {
                    segment.collect(doc, score);
                    bar = bar.max(below(segment.bar()));
                }
                bar
            })?;
            self.bar.raise(segment.bar());
        } else {
            weight.for_each_no_score(reader, &mut |docs| {
                docs.iter()
                    .filter(|&&doc| is_alive(doc))
                    .for_each(|&doc| segment.collect(doc, 0.0));
            })?;
        }
        Ok(segment.harvest())
    }

    fn merge_fruits(&self, segments: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let total = segments.iter().map(|segment| segment.total).sum();
        let mut best: Vec<Ranked> = segments.into_iter().flat_map(|segment| segment.best).collect();
        best.sort_unstable_by_key(|&(rank, _, address)| (Reverse(rank), address));
        best.truncate(self.limit);
        Ok(Gathered { best, total })
    }
}

/// The largest score that is less; any score where that is none.
fn below(score: Score) -> Score {
    if score > 0.0 { score.next_down() } else { Score::MIN }
}

/// Collects the best documents of a segment.
pub(super) struct Segment {
    sort: Sort,
    recency: Option<Recency>,
    limit: usize,
    after: Option<Rank>,
    /// In order.
    left_out: Vec<DocId>,
    /// Of these, the first that may still come.
    next_left_out: usize,
    published: Column<i64>,
    serial: Column<u64>,
    ord: SegmentOrdinal,
    /// How many were looked at.
    total: u64,
    /// The worst on top.
    best: BinaryHeap<Reverse<(Rank, Reverse<DocId>)>>,
}

impl Segment {
    /// What comes first in the rank of a document.
    fn first(&self, doc: DocId, score: Score) -> u64 {
        let published = || self.published.first(doc);
        // Dates from 1 on, in order; without a date last.
        let in_order = |date: i64| ((date ^ i64::MIN) as u64).max(1);
        match self.sort {
            Sort::Relevance => {
                let score = match self.recency {
                    Some(recency) => score * recency.factor(published()),
                    None => score,
                };
                u64::from(score.max(0.0).to_bits() >> ROUNDED_BITS)
            }
            Sort::Newest => published().map_or(0, in_order),
            Sort::Oldest => published().map_or(0, |date| (!in_order(date)).max(1)),
        }
    }

    fn is_left_out(&mut self, doc: DocId) -> bool {
        // Documents come in order.
        while self.left_out.get(self.next_left_out).is_some_and(|&next| next < doc) {
            self.next_left_out += 1;
        }
        self.left_out.get(self.next_left_out) == Some(&doc)
    }

    /// The last of the best, when there are enough.
    fn worst(&self) -> Option<Rank> {
        let Reverse((worst, _)) = self.best.peek()?;
        (self.best.len() >= self.limit).then_some(*worst)
    }

    /// What a score must reach to be among the best: 0 as long as there are
    /// too few.
    fn bar(&self) -> Score {
        let score = self.worst().map_or(0.0, score_of);
        match self.recency {
            Some(_) => score / (1.0 + NEWEST_RAISE),
            None => score,
        }
    }
}

/// The least score of a rank.
fn score_of(rank: Rank) -> Score {
    Score::from_bits((rank.first << ROUNDED_BITS) as u32)
}

impl Segment {
    /// Says whether the document is among the best so far.
    fn collect_scored(&mut self, doc: DocId, score: Score) -> bool {
        if self.is_left_out(doc) {
            return false;
        }
        self.total += 1;
        // Most of what is collected is known not to be among the best before
        // all of its rank is read.
        let first = self.first(doc, score);
        if self.worst().is_some_and(|worst| first < worst.first)
            || self.after.is_some_and(|after| first > after.first)
        {
            return false;
        }
        let then = self.serial.first(doc).unwrap_or(0);
        let rank = match self.sort {
            Sort::Relevance | Sort::Newest => Rank { first, then },
            Sort::Oldest => Rank { first, then: !then },
        };
        if self.after.is_some_and(|after| rank >= after) {
            return false;
        }
        if self.best.len() < self.limit {
            self.best.push(Reverse((rank, Reverse(doc))));
            return true;
        }
        match self.best.peek_mut() {
            Some(mut worst) if worst.0 < (rank, Reverse(doc)) => {
                *worst = Reverse((rank, Reverse(doc)));
                true
            }
            _ => false,
        }
    }
}

impl SegmentCollector for Segment {
    type Fruit = Gathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.collect_scored(doc, score);
    }

    fn harvest(self) -> Gathered {
        let address = |doc| DocAddress { segment_ord: self.ord, doc_id: doc };
        let ranked = |Reverse((rank, Reverse(doc)))| (rank, score_of(rank), address(doc));
        Gathered { best: self.best.into_iter().map(ranked).collect(), total: self.total }
    }
}
