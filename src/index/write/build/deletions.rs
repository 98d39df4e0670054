//! What is taken out of a batch. A segment that is closed looks here which of
//! its documents were taken out after they were added; in the segments that it
//! already has the engine takes them out.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::index::{SegmentId, SegmentReader};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Opstamp, Score};

use crate::index::schema::key::article_of;

/// What was taken out since the last commit.
#[derive(Default)]
pub(super) struct Deletions {
    /// Keys and articles, each with the number of the last operation that took
    /// it out: what was added after that stays.
    keys: FxHashMap<String, Opstamp>,
    articles: FxHashMap<String, Opstamp>,
    closed: Closed,
}

/// The segments of the batch that the engine was given, each with the number of
/// the last operation that it has seen to itself.
type Closed = Arc<Mutex<FxHashMap<SegmentId, Opstamp>>>;

impl Deletions {
    /// Takes out the document of a key. The engine is to run what is returned.
    pub(super) fn key(&mut self, key: String, stamp: Opstamp, of: impl Query) -> Box<dyn Query> {
        self.keys.insert(key, stamp);
        self.deletion(stamp, of)
    }

    /// Takes out all documents of an article. The engine is to run what is
    /// returned.
    pub(super) fn article(&mut self, id: String, stamp: Opstamp, of: impl Query) -> Box<dyn Query> {
        self.articles.insert(id, stamp);
        self.deletion(stamp, of)
    }

    fn deletion(&self, stamp: Opstamp, of: impl Query) -> Box<dyn Query> {
        Box::new(Deletion { of: Arc::new(of), stamp, closed: self.closed.clone() })
    }

    /// Returns the documents of a segment that were taken out before operation
    /// `now`, and after they were added: keys and numbers of that in the order
    /// of the documents.
    pub(super) fn of_segment(
        &mut self,
        segment: SegmentId,
        added: &[(String, Opstamp)],
        now: Opstamp,
    ) -> Vec<DocId> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner).insert(segment, now);
        if self.keys.is_empty() && self.articles.is_empty() {
            return Vec::new();
        }
        let is_out = |(key, added): &(String, Opstamp)| self.has(key, *added);
        (0..).zip(added).filter(|(_, added)| is_out(added)).map(|(document, _)| document).collect()
    }

    fn has(&self, key: &str, added: Opstamp) -> bool {
        let after = |stamp: Option<&Opstamp>| stamp.is_some_and(|stamp| *stamp > added);
        after(self.keys.get(key)) || after(self.articles.get(article_of(key)))
    }

    /// Forgets what is committed. Of the closed segments those stay that the index
    /// still has: the engine may apply a deletion to one of them later, in a merge
    /// that begins after the commit, or from its queue, which a deletion waits in
    /// beyond its commit where the index has no segment.
    pub(super) fn commit(&mut self, segments: &[SegmentId]) {
        self.keys.clear();
        self.articles.clear();
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.retain(|segment, _| segments.contains(segment));
    }
}

/// A deletion for the engine. To a segment that it is given, the engine applies
/// what comes later and, as it happens, some of what came before; such a
/// segment has seen to those itself, and may have newer documents of that key.
#[derive(Debug, Clone)]
struct Deletion {
    of: Arc<dyn Query>,
    stamp: Opstamp,
    closed: Closed,
}

struct DeletionWeight {
    of: Box<dyn Weight>,
    stamp: Opstamp,
    closed: Closed,
}

impl Query for Deletion {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let (of, closed) = (self.of.weight(scoring)?, self.closed.clone());
        Ok(Box::new(DeletionWeight { of, stamp: self.stamp, closed }))
    }
}

impl Weight for DeletionWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let seen = {
            let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
            closed.get(&reader.segment_id()).copied()
        };
        match seen.is_some_and(|seen| seen > self.stamp) {
            true => Ok(Box::new(EmptyScorer)),
            false => self.of.scorer(reader, boost),
        }
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.of.explain(reader, document)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::query::AllQuery;

    use super::*;

    #[test]
    fn what_was_added_later_stays() {
        let mut deletions = Deletions::default();
        deletions.key("1".to_owned(), 5, AllQuery);
        deletions.article("2".to_owned(), 7, AllQuery);
        let older = "\u{1f}00000000000000000000000000000000";
        let added = [("1", "", 4), ("1", "", 6), ("2", "", 6), ("2", older, 6), ("2", older, 8)];
        let added: Vec<(String, Opstamp)> =
            added.iter().map(|(id, version, stamp)| (format!("{id}{version}"), *stamp)).collect();
        assert_eq!(deletions.of_segment(SegmentId::generate_random(), &added, 9), [0, 2, 3]);
        let other = [(format!("1{older}"), 4), ("3".to_owned(), 0)];
        assert!(deletions.of_segment(SegmentId::generate_random(), &other, 9).is_empty());
    }

    #[test]
    fn a_segment_that_has_seen_to_deletions_is_known_as_long_as_there_is_one() {
        let mut deletions = Deletions::default();
        let [kept, gone] = [0; 2].map(|_| SegmentId::generate_random());
        deletions.key("1".to_owned(), 5, AllQuery);
        deletions.of_segment(kept, &[], 9);
        deletions.of_segment(gone, &[], 9);
        deletions.commit(&[kept]);
        assert!(!deletions.has("1", 4));
        let closed = deletions.closed.lock().unwrap();
        assert_eq!(closed.iter().collect::<Vec<_>>(), [(&kept, &9)]);
    }
}
