//! Walking through all that a plan over places matches: where that is much, in
//! parts, which several cores walk at the same time.

use std::ops::Range;

use tantivy::query::{EnableScoring, Scorer};
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader,
};

use super::cores;
use super::spans::{SpanQuery, SpanScorer, SpanWeight};

/// From this cost on, as scorers tell it, a walk is divided: it takes more than
/// half a millisecond, and a thread a tenth of that to start. In the tests of
/// this room all walks are divided, so that the oracle sees to them.
const LARGE: u64 = if cfg!(test) { 0 } else { 20_000 };
/// The parts for each core: one that has done its own takes from another.
const PARTS_FOR_A_CORE: u64 = 2;

/// A part of a segment, and what matches in it.
pub(super) struct Part<'a> {
    pub ord: SegmentOrdinal,
    pub reader: &'a SegmentReader,
    weight: &'a SpanWeight,
    docs: Range<DocId>,
    scorer: Option<SpanScorer>,
}

impl Part<'_> {
    /// Stands on the first match, or behind the part.
    fn scorer(&mut self) -> tantivy::Result<Option<SpanScorer>> {
        let scorer = match self.scorer.take() {
            Some(scorer) => Some(scorer),
            None => self.weight.open(self.reader, 1.0)?,
        };
        Ok(scorer.map(|scorer| {
            let mut scorer = scorer.before(self.docs.end);
            scorer.seek(self.docs.start);
            scorer
        }))
    }

    /// Calls a function with each match, in order, and its score.
    pub(super) fn each(mut self, mut call: impl FnMut(DocId, Score)) -> tantivy::Result<()> {
        let Some(mut scorer) = self.scorer()? else { return Ok(()) };
        let mut doc = scorer.doc();
        while doc < self.docs.end {
            call(doc, scorer.score());
            doc = scorer.advance();
        }
        Ok(())
    }

    /// Calls a function with the matches, in order, some at a time.
    pub(super) fn blocks(mut self, mut call: impl FnMut(&[DocId])) -> tantivy::Result<()> {
        let Some(mut scorer) = self.scorer()? else { return Ok(()) };
        let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
        let mut doc = scorer.doc();
        while doc < self.docs.end {
            let mut filled = 0;
            while doc < self.docs.end && filled < block.len() {
                block[filled] = doc;
                filled += 1;
                doc = scorer.advance();
            }
            call(&block[..filled]);
        }
        Ok(())
    }
}

/// Walks through all that matches and returns what became of the parts, in any
/// order.
pub(super) fn walk<T: Send>(
    engine: &Searcher,
    query: &SpanQuery,
    scoring: EnableScoring<'_>,
    visit: impl Fn(Part<'_>) -> tantivy::Result<T> + Sync,
) -> tantivy::Result<Vec<T>> {
    let weight = query.weigh(scoring)?;
    let mut segments = Vec::new();
    let mut cost = 0_u64;
    for (ord, reader) in (0..).zip(engine.segment_readers()) {
        if let Some(scorer) = weight.open(reader, 1.0)? {
            cost = cost.saturating_add(scorer.cost());
            let (docs, scorer) = (0..reader.max_doc(), Some(scorer));
            segments.push(Part { ord, reader, weight: &weight, docs, scorer });
        }
    }
    match if cost < LARGE { 1 } else { cores::available() } {
        1 => segments.into_iter().map(visit).collect(),
        cores => cores::share(cores, divide(segments, cores), visit),
    }
}

/// Divides segments into parts of about the same number of documents.
fn divide(segments: Vec<Part<'_>>, cores: usize) -> Vec<Part<'_>> {
    let all: u64 = segments.iter().map(|segment| u64::from(segment.docs.end)).sum();
    let most = (all / (cores as u64 * PARTS_FOR_A_CORE)).max(1);
    let mut parts = Vec::new();
    for Part { ord, reader, weight, docs, mut scorer } in segments {
        let count = u64::from(docs.end).div_ceil(most).max(1);
        // What a segment has fits into 32 bits, and so does a part of it.
        let end = |part: u64| (u64::from(docs.end) * part / count) as DocId;
        for part in 0..count {
            let docs = end(part)..end(part + 1);
            parts.push(Part { ord, reader, weight, docs, scorer: scorer.take() });
        }
    }
    parts
}
