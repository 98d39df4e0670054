//! Where the sentences and paragraphs of a document end, and how many words
//! lie between two positions.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet};

/// The boundaries of the document at hand, read when first asked for.
pub(in crate::index) struct Ruler {
    sentences: Option<SegmentPostings>,
    paragraphs: Option<SegmentPostings>,
    doc: DocId,
    sentence_ends: Option<Vec<u32>>,
    paragraph_ends: Option<Vec<u32>>,
}

impl Ruler {
    /// A ruler over the postings of sentence ends and of paragraph ends.
    pub(super) fn new(
        sentences: Option<SegmentPostings>,
        paragraphs: Option<SegmentPostings>,
    ) -> Ruler {
        Ruler { sentences, paragraphs, doc: 0, sentence_ends: None, paragraph_ends: None }
    }

    /// A ruler over the one text 0 that ends its sentences and paragraphs
    /// there.
    pub(super) fn of_one_text(sentence_ends: Vec<u32>, paragraph_ends: Vec<u32>) -> Ruler {
        Ruler {
            sentences: None,
            paragraphs: None,
            doc: 0,
            sentence_ends: Some(sentence_ends),
            paragraph_ends: Some(paragraph_ends),
        }
    }

    /// Turns to a document; documents come in order.
    pub(super) fn turn_to(&mut self, doc: DocId) {
        if self.doc != doc {
            self.doc = doc;
            self.sentence_ends = None;
            self.paragraph_ends = None;
        }
    }

    /// The positions of the ends of sentences, in order.
    pub(super) fn sentence_ends(&mut self) -> &[u32] {
        let doc = self.doc;
        self.sentence_ends.get_or_insert_with(|| positions(self.sentences.as_mut(), doc))
    }

    /// The positions of the ends of paragraphs, in order.
    pub(super) fn paragraph_ends(&mut self) -> &[u32] {
        let doc = self.doc;
        self.paragraph_ends.get_or_insert_with(|| positions(self.paragraphs.as_mut(), doc))
    }
}

fn positions(postings: Option<&mut SegmentPostings>, doc: DocId) -> Vec<u32> {
    let mut positions = Vec::new();
    if let Some(postings) = postings {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() == doc {
            postings.positions(&mut positions);
        }
    }
    positions
}

/// How many of the ordered `ends` lie in `from..to`.
pub(super) fn ends_between(ends: &[u32], from: u32, to: u32) -> u32 {
    let before = |position| ends.partition_point(|&end| end < position);
    // A document has fewer positions than 2^32.
    (before(to).saturating_sub(before(from))) as u32
}
