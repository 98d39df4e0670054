//! Where the sentences and paragraphs of a document end, and how many words
//! lie between two positions.

use std::ops::Range;

use tantivy::DocId;

use super::{Place, Zone};
use crate::index::files::positions::Postings;

/// The boundaries of the document at hand, read when first asked for.
pub(in crate::index) struct Ruler {
    sentences: Option<Postings>,
    paragraphs: Option<Postings>,
    doc: DocId,
    sentence_ends: Ends,
    paragraph_ends: Ends,
    window: Window,
}

/// The part of a document that is looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    /// Without one, all of it.
    zone: Option<Zone>,
    /// Its positions, once they are asked for.
    positions: Option<Range<u32>>,
}

/// Positions of one document, once they are read; the memory is kept for the
/// next.
struct Ends {
    positions: Vec<u32>,
    read: bool,
}

impl Ruler {
    /// A ruler over the postings of sentence ends and of paragraph ends.
    pub(super) fn new(sentences: Option<Postings>, paragraphs: Option<Postings>) -> Ruler {
        Ruler {
            sentences,
            paragraphs,
            doc: 0,
            sentence_ends: Ends { positions: Vec::new(), read: false },
            paragraph_ends: Ends { positions: Vec::new(), read: false },
            window: Window::default(),
        }
    }

    /// A ruler over the one text 0 that ends its sentences and paragraphs
    /// there.
    pub(super) fn of_one_text(sentence_ends: Vec<u32>, paragraph_ends: Vec<u32>) -> Ruler {
        Ruler {
            sentences: None,
            paragraphs: None,
            doc: 0,
            sentence_ends: Ends { positions: sentence_ends, read: true },
            paragraph_ends: Ends { positions: paragraph_ends, read: true },
            window: Window::default(),
        }
    }

    /// Turns to a document; documents come in order.
    pub(super) fn turn_to(&mut self, doc: DocId) {
        if self.doc != doc {
            self.doc = doc;
            self.sentence_ends.read = false;
            self.paragraph_ends.read = false;
        }
    }

    /// The positions of the ends of sentences, in order.
    pub(super) fn sentence_ends(&mut self) -> &[u32] {
        self.sentence_ends.of(self.doc, self.sentences.as_mut())
    }

    /// The positions of the ends of paragraphs, in order.
    pub(super) fn paragraph_ends(&mut self) -> &[u32] {
        self.paragraph_ends.of(self.doc, self.paragraphs.as_mut())
    }

    /// How many ends of sentences there are: without reading where.
    pub(super) fn sentence_end_count(&mut self) -> u32 {
        self.sentence_ends.count(self.doc, self.sentences.as_mut())
    }

    /// How many ends of sentences lie in a range of positions, where those are few:
    /// without reading all.
    pub(super) fn sentence_ends_in(&mut self, range: Range<u32>) -> u32 {
        if self.sentence_ends.read {
            return ends_between(&self.sentence_ends.positions, range.start, range.end);
        }
        let Some(postings) = self.sentences.as_mut() else { return 0 };
        if stands_on(postings, self.doc) { postings.count_in(range) } else { 0 }
    }

    /// Looks at a zone alone, as if the document had no other text, and returns
    /// what was looked at before.
    pub(super) fn narrow(&mut self, zone: Zone) -> Window {
        std::mem::replace(&mut self.window, Window { zone: Some(zone), positions: None })
    }

    /// Looks at what [`Ruler::narrow`] returned.
    pub(super) fn widen(&mut self, window: Window) {
        self.window = window;
    }

    /// Whether all of the document is looked at.
    pub(super) fn sees_all(&self) -> bool {
        self.window.zone.is_none()
    }

    /// The positions that are looked at.
    fn visible(&mut self) -> Range<u32> {
        let Some(zone) = self.window.zone else {
            return 0..u32::MAX;
        };
        if let Some(positions) = &self.window.positions {
            return positions.clone();
        }
        let ends = self.paragraph_ends();
        let end_of = |paragraph: usize| ends.get(paragraph).copied().unwrap_or(u32::MAX);
        let positions = match zone {
            Zone::Headline => 0..end_of(0),
            Zone::Lede => end_of(0).saturating_add(1)..end_of(1),
            Zone::Body => end_of(0).saturating_add(1)..u32::MAX,
        };
        self.window.positions.insert(positions).clone()
    }

    /// Drops the words outside of what is looked at.
    pub(super) fn keep_visible(&mut self, words: &mut Vec<Place>) {
        if !self.sees_all() && !words.is_empty() {
            let visible = self.visible();
            words.retain(|at| visible.contains(&at.start));
        }
    }

    /// Drops the positions outside of what is looked at.
    pub(super) fn keep_visible_starts(&mut self, starts: &mut Vec<u32>) {
        if !self.sees_all() && !starts.is_empty() {
            let visible = self.visible();
            starts.retain(|start| visible.contains(start));
        }
    }

    /// Whether a word at a position is one of the first so many of what is
    /// looked at.
    pub(super) fn is_within_first(&mut self, words: u32, position: u32) -> bool {
        let before = position.saturating_sub(self.visible().start);
        if before < words {
            return true;
        }
        // Where there are too few ends, it does not matter where they are.
        before.saturating_sub(self.sentence_end_count()) < words
            && self.words_before(position + 1) <= words
    }

    /// How many words of what is looked at stand before a position.
    pub(super) fn words_before(&mut self, position: u32) -> u32 {
        let start = self.visible().start;
        let ends = ends_between(self.sentence_ends(), start, position);
        position.saturating_sub(start).saturating_sub(ends)
    }
}

impl Ends {
    fn of(&mut self, doc: DocId, postings: Option<&mut Postings>) -> &[u32] {
        if !self.read {
            self.read = true;
            self.positions.clear();
            if let Some(postings) = postings
                && stands_on(postings, doc)
            {
                postings.append_positions(&mut self.positions);
            }
        }
        &self.positions
    }

    fn count(&self, doc: DocId, postings: Option<&mut Postings>) -> u32 {
        if self.read {
            // A document has fewer positions than 2^32.
            return self.positions.len() as u32;
        }
        match postings {
            Some(postings) => match stands_on(postings, doc) {
                true => postings.term_freq(),
                false => 0,
            },
            None => 0,
        }
    }
}

fn stands_on(postings: &mut Postings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}

/// How many of the ordered `ends` lie in `from..to`.
fn ends_between(ends: &[u32], from: u32, to: u32) -> u32 {
    let before = |position| ends.partition_point(|&end| end < position);
    // A document has fewer positions than 2^32.
    (before(to).saturating_sub(before(from))) as u32
}
