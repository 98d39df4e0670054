//! Ranges of a column, of dates or lengths, inside other conditions.
//!
//! Tantivy's range subtracts the document it was asked for last from the next
//! one. Under a NOT, an intersection with a range in it stands on its first
//! document already when it is asked for earlier ones, and the subtraction
//! overflows: a panic where overflow is checked. [`ColumnRangeQuery`] answers
//! such questions itself.

use std::fmt;

use tantivy::query::{EnableScoring, Explanation, Query, RangeQuery, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TantivyError};

/// A range of a column.
#[derive(Clone)]
pub(super) struct ColumnRangeQuery(pub RangeQuery);

impl fmt::Debug for ColumnRangeQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Query for ColumnRangeQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ColumnRangeWeight(self.0.weight(scoring)?)))
    }
}

struct ColumnRangeWeight(Box<dyn Weight>);

impl Weight for ColumnRangeWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inner = self.0.scorer(reader, boost)?;
        Ok(Box::new(ColumnRangeScorer { inner, stands: true }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("in the range", scorer.score()))
    }
}

struct ColumnRangeScorer {
    inner: Box<dyn Scorer>,
    /// Whether it stands on a document of the range, or at the end.
    stands: bool,
}

impl DocSet for ColumnRangeScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.stands && self.inner.doc() >= target {
            return self.inner.doc();
        }
        self.stands = true;
        self.inner.seek(target)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if self.stands && self.inner.doc() >= target {
            return match self.inner.doc() {
                doc if doc == target => SeekDangerResult::Found,
                later => SeekDangerResult::SeekLowerBound(later),
            };
        }
        let result = self.inner.seek_danger(target);
        self.stands = result == SeekDangerResult::Found;
        result
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }

    fn cost(&self) -> u64 {
        self.inner.cost()
    }
}

impl Scorer for ColumnRangeScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}
