//! How many documents a query matches: all of them, as Tantivy counts fastest,
//! less those that are deleted or left out. Of these there are few as a rule,
//! and a clause or a look at each match costs more than looking them up.

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocId, DocSet, Searcher, SegmentReader};

use super::parts::{Matches, Part, walk};
use super::spans::SpanQuery;
use crate::index::visible::{LeftOut, count_others};

/// Where more than one of so many documents does not count, each match is
/// looked at.
const FEW: u32 = 16;

/// Counts what a query matches and is not left out.
pub(in crate::index) fn count(
    engine: &Searcher,
    query: &dyn Query,
    without: &LeftOut,
) -> tantivy::Result<u64> {
    let scoring = EnableScoring::disabled_from_searcher(engine);
    if let Some(places) = query.downcast_ref::<SpanQuery>() {
        let weight = places.weigh(scoring)?;
        let matches = Matches::Places(&weight);
        let parts = walk(engine, matches, |part| count_part(part, without))?;
        return Ok(parts.into_iter().sum());
    }
    let weight = query.weight(scoring)?;
    let mut total = 0;
    for reader in engine.segment_readers() {
        let uncounted = without.or_deleted(reader)?;
        total += u64::from(count_segment(weight.as_ref(), reader, &uncounted)?);
    }
    Ok(total)
}

fn count_part(part: Part<'_>, without: &LeftOut) -> tantivy::Result<u64> {
    let (uncounted, reader) = (without.documents(part.reader)?, part.reader);
    let counts = |doc| !reader.is_deleted(doc) && uncounted.binary_search(&doc).is_err();
    let mut total = 0;
    part.blocks(|docs| total += docs.iter().filter(|&&doc| counts(doc)).count() as u64)?;
    Ok(total)
}

fn count_segment(
    weight: &dyn Weight,
    reader: &SegmentReader,
    uncounted: &[DocId],
) -> tantivy::Result<u32> {
    if uncounted.is_empty() {
        return weight.count(reader);
    }
    let mut scorer = weight.scorer(reader, 1.0)?;
    let few = (reader.max_doc() / FEW) as usize;
    if uncounted.len() > few {
        return Ok(count_others(&mut scorer, uncounted));
    }
    let all = scorer.count_including_deleted();
    let mut scorer = weight.scorer(reader, 1.0)?;
    let mut fewer = 0;
    for &doc in uncounted {
        let is_match = scorer.doc() == doc || scorer.doc() < doc && scorer.seek(doc) == doc;
        fewer += u32::from(is_match);
    }
    Ok(all - fewer)
}
