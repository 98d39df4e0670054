//! The best of what a query matches, in an order that does not depend on how
//! the index lies on the disk, and from any place of that order on.
//!
//! Of a query that is a union of words most matches are never looked at:
//! Tantivy skips blocks of documents that cannot reach the score of the last
//! one kept.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::bm25::Statistics;
use super::page::Sort;
use crate::index::cores;
use crate::index::queries::parts::{Matches, Part, walk};
use crate::index::queries::spans::{Bar, SpanQuery};
use crate::index::queries::words::WordQuery;
use crate::index::visible::LeftOut;

/// Scores are compared without their last bits: which of two sums of the same
/// numbers is larger depends on the order of adding.
const ROUNDED_BITS: u32 = 6;

/// What the newest article's score is raised by, times the score.
const NEWEST_RAISE: f32 = 1.0;

/// Where an article stands in an order: the larger comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::index) struct Rank {
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
    /// The date of the newest article; the least that there is where none has one.
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
    /// Whether matches have different scores.
    weighing: bool,
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
    pub(in crate::index) fn new(sort: Sort, limit: usize) -> Best {
        let (recency, after, bar) = (None, None, Arc::default());
        let (weighing, counting) = (sort == Sort::Relevance, false);
        Best { sort, recency, limit, after, without: LeftOut::default(), weighing, counting, bar }
    }

    /// Prefers newer articles; counts where the order is by score.
    pub(super) fn recent(self, recency: Option<Recency>) -> Best {
        Best { recency, ..self }
    }

    /// Counts all that match on the way: no match is skipped then.
    pub(super) fn counting(self, counting: bool) -> Best {
        Best { counting, ..self }
    }

    /// Says whether matches have different scores: where they have not, none is
    /// asked for.
    pub(in crate::index) fn weighing(self, weighing: bool) -> Best {
        Best { weighing, ..self }
    }

    /// Leaves out documents: clauses of the query would keep Tantivy from
    /// skipping.
    pub(in crate::index) fn without(self, without: LeftOut) -> Best {
        Best { without, ..self }
    }

    /// What a score must reach to be among the best, as far as is known.
    pub(in crate::index) fn bar(&self) -> &Arc<Bar> {
        &self.bar
    }

    /// Only those behind this rank.
    pub(in crate::index) fn after(self, after: Option<Rank>) -> Best {
        Best { after, ..self }
    }

    /// Collects the best of what a query matches.
    pub(in crate::index) fn of(
        &self,
        statistics: &Statistics<'_>,
        query: &dyn Query,
    ) -> tantivy::Result<Gathered> {
        let engine = statistics.engine();
        let scoring = match self.weighing {
            true => statistics.scoring(),
            false => EnableScoring::disabled_from_searcher(engine),
        };
        if let Some(places) = query.downcast_ref::<SpanQuery>() {
            let weight = places.weigh(scoring)?;
            let parts = walk(engine, Matches::Places(&weight), |part| self.of_part(part))?;
            return Ok(self.merge(parts));
        }
        let weight = query.weight(scoring)?;
        if !self.weighing {
            let parts = walk(engine, Matches::Other(&*weight), |part| self.of_part(part))?;
            return Ok(self.merge(parts));
        }
        let segments: Vec<_> = (0..).zip(engine.segment_readers()).collect();
        let has_many = query.downcast_ref::<WordQuery>().is_some_and(|words| !words.is_few());
        let cores = if has_many && segments.len() > 1 { cores::available() } else { 1 };
        let of_segment = |(ord, reader)| self.of_segment(&*weight, ord, reader);
        Ok(self.merge(cores::share(cores, segments, of_segment)?))
    }

    fn segment(&self, ord: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Segment> {
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
            best: Vec::new(),
            room: match self.weighing {
                true => self.limit.saturating_add(self.limit / ONE_MORE_IN).max(1),
                false => self.limit.saturating_mul(GATHERED).max(1),
            },
            worst: None,
            serials: Vec::new(),
            dates: Vec::new(),
        })
    }

    /// The best of a segment by scores.
    fn of_segment(
        &self,
        weight: &dyn Weight,
        ord: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Gathered> {
        let mut segment = self.segment(ord, reader)?;
        let alive = reader.alive_bitset();
        if self.counting {
            weight.for_each(reader, &mut |doc, score| {
                if is_alive(alive, doc) && segment.collect_scored(doc, score) {
                    self.bar.raise(segment.bar());
                }
            })?;
        } else {
            let mut bar = below(self.bar.score());
            weight.for_each_pruning(bar, reader, &mut |doc, score| {
                if is_alive(alive, doc) {
                    segment.collect_scored(doc, score);
                    bar = bar.max(below(segment.bar()));
                }
                bar
            })?;
            self.bar.raise(segment.bar());
        }
        Ok(segment.harvest())
    }

    /// The best of a part of a segment, of which all is looked at.
    fn of_part(&self, part: Part<'_>) -> tantivy::Result<Gathered> {
        let mut segment = self.segment(part.ord, part.reader)?;
        let alive = part.reader.alive_bitset();
        if self.weighing {
            part.each(|doc, score| {
                if is_alive(alive, doc) && segment.collect_scored(doc, score) {
                    self.bar.raise(segment.bar());
                }
            })?;
        } else {
            part.blocks(|docs| segment.collect_unscored(docs, alive))?;
        }
        Ok(segment.harvest())
    }

    fn merge(&self, parts: Vec<Gathered>) -> Gathered {
        let total = parts.iter().map(|part| part.total).sum();
        let mut best: Vec<Ranked> = parts.into_iter().flat_map(|part| part.best).collect();
        best.sort_unstable_by_key(|&(rank, _, address)| (Reverse(rank), address));
        best.truncate(self.limit);
        Gathered { best, total }
    }
}

fn is_alive(alive: Option<&AliveBitSet>, doc: DocId) -> bool {
    alive.is_none_or(|alive| alive.is_alive(doc))
}

/// The largest score that is less; any score where that is none.
fn below(score: Score) -> Score {
    if score > 0.0 { score.next_down() } else { Score::MIN }
}

/// Collects the best documents of a segment, or of a part of one.
struct Segment {
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
    /// Those that may be among the best.
    best: Vec<(Rank, Reverse<DocId>)>,
    /// So many are gathered before all but the best are dropped: documents may
    /// come in the order of their ranks, and each would be the best so far.
    room: usize,
    /// The last of the best, when the others were dropped.
    worst: Option<Rank>,
    // Values of the documents at hand.
    serials: Vec<Option<u64>>,
    dates: Vec<Option<i64>>,
}

/// Among so many times as many documents as are wanted the best are looked for,
/// where scores do not tell.
const GATHERED: usize = 24;
/// Where they do, one more in so many of those that are wanted: the sooner it is
/// known what a score must reach, the more is passed over.
const ONE_MORE_IN: usize = 8;

impl Segment {
    /// What comes first in the rank of a document.
    fn first(&self, doc: DocId, score: Score) -> u64 {
        let published = || self.published.first(doc);
        match self.sort {
            Sort::Relevance => {
                let score = match self.recency {
                    Some(recency) => score * recency.factor(published()),
                    None => score,
                };
                u64::from(score.max(0.0).to_bits() >> ROUNDED_BITS)
            }
            Sort::Newest | Sort::Oldest => self.first_by_date(published()),
        }
    }

    /// The same, where scores do not tell.
    fn first_by_date(&self, published: Option<i64>) -> u64 {
        // Dates from 1 on, in order; without a date last.
        let in_order = |date: i64| ((date ^ i64::MIN) as u64).max(1);
        match self.sort {
            Sort::Relevance => 0,
            Sort::Newest => published.map_or(0, in_order),
            Sort::Oldest => published.map_or(0, |date| (!in_order(date)).max(1)),
        }
    }

    fn is_left_out(&mut self, doc: DocId) -> bool {
        // Documents come in order.
        while self.left_out.get(self.next_left_out).is_some_and(|&next| next < doc) {
            self.next_left_out += 1;
        }
        self.left_out.get(self.next_left_out) == Some(&doc)
    }

    /// What a score must reach to be among the best: 0 as long as there are
    /// too few.
    fn bar(&self) -> Score {
        let score = self.worst.map_or(0.0, score_of);
        match self.recency {
            Some(_) => score / (1.0 + NEWEST_RAISE),
            None => score,
        }
    }

    /// Collects some documents, in order, whose scores do not tell. Most cannot
    /// be among the best, which their ranks say before anything else is asked.
    fn collect_unscored(&mut self, docs: &[DocId], alive: Option<&AliveBitSet>) {
        self.total += docs.len() as u64;
        self.total -= docs.iter().filter(|&&doc| !is_alive(alive, doc)).count() as u64;
        let Some(&last) = docs.last() else { return };
        while let Some(&doc) = self.left_out.get(self.next_left_out).filter(|&&doc| doc <= last) {
            self.next_left_out += 1;
            let is_match = is_alive(alive, doc) && docs.binary_search(&doc).is_ok();
            self.total -= u64::from(is_match);
        }
        let (mut serials, mut dates) =
            (std::mem::take(&mut self.serials), std::mem::take(&mut self.dates));
        serials.clear();
        serials.resize(docs.len(), None);
        self.serial.first_vals(docs, &mut serials);
        dates.clear();
        if self.sort != Sort::Relevance {
            dates.resize(docs.len(), None);
            self.published.first_vals(docs, &mut dates);
        }
        for (place, (&doc, &serial)) in docs.iter().zip(&serials).enumerate() {
            let date = dates.get(place).copied().flatten();
            let rank = self.rank(self.first_by_date(date), serial);
            if self.is_wanted(rank)
                && is_alive(alive, doc)
                && self.left_out.binary_search(&doc).is_err()
            {
                self.add(rank, doc);
            }
        }
        (self.serials, self.dates) = (serials, dates);
    }

    /// Collects a document; says whether it may be among the best.
    fn collect_scored(&mut self, doc: DocId, score: Score) -> bool {
        if self.is_left_out(doc) {
            return false;
        }
        self.total += 1;
        // Most of what is collected is known not to be among the best before
        // all of its rank is read.
        let first = self.first(doc, score);
        if self.worst.is_some_and(|worst| first < worst.first)
            || self.after.is_some_and(|after| first > after.first)
        {
            return false;
        }
        let rank = self.rank(first, self.serial.first(doc));
        let is_wanted = self.is_wanted(rank);
        if is_wanted {
            self.add(rank, doc);
        }
        is_wanted
    }

    fn rank(&self, first: u64, serial: Option<u64>) -> Rank {
        let serial = serial.unwrap_or(0);
        match self.sort {
            Sort::Relevance | Sort::Newest => Rank { first, then: serial },
            Sort::Oldest => Rank { first, then: !serial },
        }
    }

    /// Whether a document of a rank may be among the best. Of documents of one
    /// rank the first one stays.
    fn is_wanted(&self, rank: Rank) -> bool {
        self.worst.is_none_or(|worst| rank > worst)
            && self.after.is_none_or(|after| rank < after)
            && self.limit > 0
    }

    fn add(&mut self, rank: Rank, doc: DocId) {
        self.best.push((rank, Reverse(doc)));
        if self.best.len() >= self.room {
            self.drop_others();
        }
    }

    /// Drops what is not among the best so far.
    fn drop_others(&mut self) {
        if let Some(last) = self.limit.checked_sub(1)
            && last < self.best.len()
        {
            let (_, worst, _) = self.best.select_nth_unstable_by(last, |a, b| b.cmp(a));
            self.worst = Some(worst.0);
            self.best.truncate(self.limit);
        }
    }

    /// The best, and how many were looked at.
    fn harvest(mut self) -> Gathered {
        self.drop_others();
        let address = |doc| DocAddress { segment_ord: self.ord, doc_id: doc };
        let ranked = |(rank, Reverse(doc))| (rank, score_of(rank), address(doc));
        Gathered { best: self.best.into_iter().map(ranked).collect(), total: self.total }
    }
}

/// The least score of a rank.
fn score_of(rank: Rank) -> Score {
    Score::from_bits((rank.first << ROUNDED_BITS) as u32)
}
