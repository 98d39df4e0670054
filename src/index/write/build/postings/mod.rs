//! What the documents of a segment say in one field: logged as they come, a number
//! for each word or term, one behind the other. When the segment is closed the log
//! becomes postings ([`dealing`]).

mod dealing;

use super::log::Entries;
use super::table::Table;
use crate::index::schema::terms;
use crate::index::write::stream::{NEXT, SAME, SKIP};
use crate::text::Lexicon;

/// Set in the log, and in postings, where a term stands in a document as another one
/// does. Numbers of documents and terms are less.
const AS_OTHER: u32 = 1 << 29;
/// No document, no term has this number, and no place in what is dealt out.
const NONE: u32 = u32::MAX;

/// The terms of one field, in the order in which the documents have them.
#[derive(Default)]
pub(super) struct Postings {
    table: Table,
    /// The terms of the words of the lexicon, by their numbers there.
    words: Vec<Terms>,
    /// Of each term.
    uses: Vec<Uses>,
    /// With the signs of a stream: a word of the lexicon, or behind a sign the
    /// number of a term, or how many positions are empty. The form of a word, or the
    /// term, is marked as [`AS_OTHER`].
    entries: Entries,
    /// Each document that has something in this field, and where in the entries
    /// that ends.
    documents: Vec<(u32, usize)>,
    /// How often terms stand in documents.
    times: u64,
    with_positions: bool,
    /// The positions of each document, and how many the one at hand has so far.
    lengths: Vec<u32>,
    positions: u32,
    /// The terms at the position at hand.
    at_hand: Option<AtHand>,
    /// Of the document at hand the terms that stood last where several did, the first
    /// time that they stood in it, and where the log has that.
    first_of_several: Vec<(usize, u32)>,
}

/// Terms at one position: the first and the last in the order of terms.
#[derive(Clone, Copy)]
struct AtHand {
    first: u32,
    last: u32,
    /// Where the log has the last.
    entry: usize,
}

/// The numbers of the terms that stand at a word: its form, its stem and its
/// spelling key, or [`NONE`].
type Terms = [u32; 3];

/// How a term is used.
#[derive(Clone, Copy, Default)]
struct Uses {
    documents: u32,
    /// How often it stands in them.
    times: u32,
    /// The last of the documents.
    last: u32,
    /// How often it stands in that one.
    here: u32,
    /// The term that it was first met with at one position, as the last there in the
    /// order of terms, or [`NONE`].
    other: u32,
    /// How often it stands in the last document where that one does.
    together: u32,
}

impl Postings {
    pub(super) fn new(with_positions: bool) -> Postings {
        Postings { with_positions, ..Postings::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.times == 0
    }

    /// How often terms stand in documents.
    pub(super) fn times(&self) -> u64 {
        self.times
    }

    /// The numbers of the terms, in the order of terms.
    pub(super) fn in_order(&self) -> Vec<u32> {
        self.table.in_order()
    }

    /// The term of a number.
    pub(super) fn term(&self, number: u32) -> &[u8] {
        self.table.term(number)
    }

    /// The bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.table.memory()
            + self.words.capacity() * size_of::<Terms>()
            + self.uses.capacity() * size_of::<Uses>()
            + self.entries.memory()
            + self.lengths.capacity() * size_of::<u32>()
            + self.documents.capacity() * size_of::<(u32, usize)>()
    }

    /// Adds a term at the next position of a document. Documents come in order.
    pub(super) fn next(&mut self, document: u32, number: u32) {
        let entry = self.entries.len();
        self.entries.push(number | NEXT);
        self.end_position();
        self.at_hand = Some(AtHand { first: number, last: number, entry });
        self.count(document, number);
    }

    /// Adds a term at the position of the one before.
    pub(super) fn same(&mut self, document: u32, number: u32) {
        let entry = self.entries.len();
        self.entries.push(number | SAME);
        self.count(document, number);
        let mut at_hand = self.at_hand.unwrap_or(AtHand { first: number, last: number, entry });
        if self.table.term(number) < self.table.term(at_hand.first) {
            at_hand.first = number;
        }
        if self.table.term(number) > self.table.term(at_hand.last) {
            (at_hand.last, at_hand.entry) = (number, entry);
        }
        self.at_hand = Some(at_hand);
    }

    /// Adds what stands at a word of the lexicon, at the next position.
    pub(super) fn word(&mut self, document: u32, word: u32, lexicon: &Lexicon) {
        let [form, stem, key] = match self.words.get(word as usize) {
            Some(terms) if terms[0] != NONE => *terms,
            _ => self.learn(word, lexicon),
        };
        let entry = self.entries.len();
        self.entries.push(word);
        self.end_position();
        self.count(document, form);
        for marked in [key, stem] {
            if marked != NONE {
                self.count(document, marked);
                // Marks come before letters, and that of stems before the other.
                self.at_hand = Some(AtHand { first: marked, last: form, entry });
            }
        }
    }

    #[cold]
    fn learn(&mut self, word: u32, lexicon: &Lexicon) -> Terms {
        let learnt = lexicon.look(word, |word| {
            let mut term = String::new();
            let form = self.number(word.form.as_bytes());
            let stem = word.stem.map_or(NONE, |stem| {
                terms::push_stem(&mut term, word.language, stem);
                self.number(term.as_bytes())
            });
            term.clear();
            let key = word.key.map_or(NONE, |key| {
                terms::push_key(&mut term, key);
                self.number(term.as_bytes())
            });
            [form, stem, key]
        });
        let place = word as usize;
        if self.words.len() <= place {
            self.words.resize(place + 1, [NONE; 3]);
        }
        self.words[place] = learnt;
        learnt
    }

    /// The number of a term, which it gets where it has none.
    pub(super) fn number(&mut self, term: &[u8]) -> u32 {
        let (number, is_new) = self.table.number(term);
        if is_new {
            self.uses.push(Uses { other: NONE, last: NONE, ..Uses::default() });
        }
        number
    }

    fn count(&mut self, document: u32, number: u32) {
        let uses = &mut self.uses[number as usize];
        uses.times += 1;
        if uses.last != document {
            uses.last = document;
            uses.documents += 1;
            (uses.here, uses.together) = (0, 0);
        }
        uses.here += 1;
        self.times += 1;
    }

    /// Ends the position at hand: the next one begins.
    #[inline]
    fn end_position(&mut self) {
        self.note();
        self.positions += 1;
    }

    /// Notes which terms stand together at the position at hand.
    #[inline]
    fn note(&mut self) {
        let Some(AtHand { first, last, entry }) = self.at_hand.take() else { return };
        if first != last {
            let uses = &mut self.uses[last as usize];
            if uses.other == NONE {
                uses.other = first;
            }
            uses.together += u32::from(uses.other == first);
            // Of a document only the first place of a term says it. Where that is a
            // place of its own, the term stands nowhere as another does.
            if uses.here == 1 {
                self.first_of_several.push((entry, last));
            }
        }
    }

    /// Whether a term stands in a document, its last one, as another one does.
    fn is_as_other(&self, document: u32, number: u32) -> bool {
        let uses = self.uses[number as usize];
        uses.other != NONE && uses.together == uses.here && {
            let other = self.uses[uses.other as usize];
            other.last == document && other.here == uses.here
        }
    }

    /// Leaves positions empty.
    pub(super) fn skip(&mut self, positions: u32) {
        self.entries.push(SKIP | positions);
        self.note();
        self.positions += positions;
    }

    /// Ends a document.
    pub(super) fn close(&mut self, document: u32) {
        let before = self.documents.last().map_or(0, |(_, end)| *end);
        if self.entries.len() > before {
            self.documents.push((document, self.entries.len()));
        }
        if self.with_positions {
            self.note();
            self.mark(document);
            self.lengths.resize(document as usize, 0);
            self.lengths.push(self.positions);
        }
        self.positions = 0;
    }

    /// Marks in the log the terms of a document that stand in it as others do.
    fn mark(&mut self, document: u32) {
        let mut entries = std::mem::take(&mut self.first_of_several);
        for (entry, number) in entries.drain(..) {
            if self.is_as_other(document, number) {
                self.entries.mark(entry, AS_OTHER);
            }
        }
        self.first_of_several = entries;
    }
}
