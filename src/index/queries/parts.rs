//! Walking through all that a query matches: where that is much, in parts,
//! which several cores walk at the same time.

use std::ops::Range;

use tantivy::query::{Scorer, Weight};
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader,
    TERMINATED,
};

use super::spans::{SpanScorer, SpanWeight};
use crate::index::cores;

/// From this cost on, as scorers tell it, a walk is divided: it takes more than
/// a quarter of a millisecond, and a thread a fifth of that to start.
const LARGE: u64 = 20_000;
/// The parts for each core: one that has done its own takes from another.
const PARTS_FOR_A_CORE: u64 = 2;

/// What is walked through.
#[derive(Clone, Copy)]
pub(in crate::index) enum Matches<'a> {
    /// A plan over places, which begins and ends where it is told to.
    Places(&'a SpanWeight),
    /// Anything else. It is divided only where it matches about everything: in
    /// each part its scorer goes on to the first match behind it.
    Other(&'a dyn Weight),
}

/// The matches of a segment.
enum Opened {
    Places(Box<SpanScorer>),
    Other(Box<dyn Scorer>),
}

impl Matches<'_> {
    fn open(self, reader: &SegmentReader) -> tantivy::Result<Option<Opened>> {
        Ok(match self {
            Matches::Places(weight) => {
                weight.open(reader, 1.0)?.map(|scorer| Opened::Places(Box::new(scorer)))
            }
            Matches::Other(weight) => {
                let scorer = weight.scorer(reader, 1.0)?;
                (scorer.doc() != TERMINATED).then_some(Opened::Other(scorer))
            }
        })
    }
}

impl Opened {
    fn cost(&self) -> u64 {
        match self {
            Opened::Places(scorer) => scorer.cost(),
            Opened::Other(scorer) => scorer.cost(),
        }
    }

    /// Goes to the first match of a part, or behind it.
    fn part(self, docs: &Range<DocId>) -> Box<dyn Scorer> {
        match self {
            Opened::Places(mut scorer) => {
                scorer.end_before(docs.end);
                scorer.seek(docs.start);
                scorer
            }
            Opened::Other(mut scorer) => {
                if scorer.doc() < docs.start {
                    scorer.seek(docs.start);
                }
                scorer
            }
        }
    }
}

/// A part of a segment, and what matches in it.
pub(in crate::index) struct Part<'a> {
    pub ord: SegmentOrdinal,
    pub reader: &'a SegmentReader,
    matches: Matches<'a>,
    docs: Range<DocId>,
    opened: Option<Opened>,
}

impl Part<'_> {
    /// Stands on the first match, or behind the part.
    fn scorer(&mut self) -> tantivy::Result<Option<Box<dyn Scorer>>> {
        let opened = match self.opened.take() {
            Some(opened) => Some(opened),
            None => self.matches.open(self.reader)?,
        };
        Ok(opened.map(|opened| opened.part(&self.docs)))
    }

    /// Calls a function with each match, in order, and its score.
    pub(in crate::index) fn each(
        mut self,
        mut call: impl FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let Some(mut scorer) = self.scorer()? else { return Ok(()) };
        let mut doc = scorer.doc();
        while doc < self.docs.end {
            call(doc, scorer.score());
            doc = scorer.advance();
        }
        Ok(())
    }

    /// Calls a function with the matches, in order, some at a time.
    pub(in crate::index) fn blocks(
        mut self,
        mut call: impl FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let Some(mut scorer) = self.scorer()? else { return Ok(()) };
        let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
        loop {
            let filled = scorer.fill_buffer(&mut block);
            let here = block[..filled].partition_point(|&doc| doc < self.docs.end);
            call(&block[..here]);
            if here < block.len() {
                return Ok(());
            }
        }
    }
}

/// Walks through all that matches and returns what became of the parts, in any
/// order.
pub(in crate::index) fn walk<T: Send>(
    engine: &Searcher,
    matches: Matches<'_>,
    visit: impl Fn(Part<'_>) -> tantivy::Result<T> + Sync,
) -> tantivy::Result<Vec<T>> {
    let mut segments = Vec::new();
    let (mut cost, mut all) = (0_u64, 0_u64);
    for (ord, reader) in (0..).zip(engine.segment_readers()) {
        if let Some(opened) = matches.open(reader)? {
            cost = cost.saturating_add(opened.cost());
            all += u64::from(reader.max_doc());
            let (docs, opened) = (0..reader.max_doc(), Some(opened));
            segments.push(Part { ord, reader, matches, docs, opened });
        }
    }
    // In the tests of this room small walks are divided too, so that the oracle
    // sees to them.
    let is_large = (cost >= LARGE || cfg!(test))
        && match matches {
            Matches::Places(_) => true,
            Matches::Other(_) => cost >= all,
        };
    match if is_large { cores::available() } else { 1 } {
        1 => segments.into_iter().map(visit).collect(),
        cores => cores::share(cores, divide(segments, cores), visit),
    }
}

/// Divides segments into parts of about the same number of documents.
fn divide(segments: Vec<Part<'_>>, cores: usize) -> Vec<Part<'_>> {
    let all: u64 = segments.iter().map(|segment| u64::from(segment.docs.end)).sum();
    let most = (all / (cores as u64 * PARTS_FOR_A_CORE)).max(1);
    let mut parts = Vec::new();
    for Part { ord, reader, matches, docs, mut opened } in segments {
        let count = u64::from(docs.end).div_ceil(most).max(1);
        // What a segment has fits into 32 bits, and so does a part of it.
        let end = |part: u64| (u64::from(docs.end) * part / count) as DocId;
        for part in 0..count {
            let docs = end(part)..end(part + 1);
            parts.push(Part { ord, reader, matches, docs, opened: opened.take() });
        }
    }
    parts
}
