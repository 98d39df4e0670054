//! Queries that look a column through: for each document of a segment its value says
//! whether it matches.

use std::fmt;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError};

/// What values of columns are asked for.
pub(in crate::index) trait ByColumn:
    Clone + fmt::Debug + Send + Sync + 'static
{
    /// The documents of a segment that match; `None` where it can have none.
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<Option<BitSet>>;
}

/// The articles whose values are as asked for.
#[derive(Debug, Clone)]
pub(in crate::index) struct ColumnQuery<T>(pub T);

impl<T: ByColumn> Query for ColumnQuery<T> {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ColumnWeight(self.0.clone())))
    }
}

struct ColumnWeight<T>(T);

impl<T: ByColumn> Weight for ColumnWeight<T> {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.documents(reader)? {
            Some(documents) => Box::new(ConstScorer::new(BitSetDocSet::from(documents), boost)),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.0.documents(reader)?.is_none_or(|documents| !documents.contains(doc)) {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("a value of a column", 1.0))
    }
}
