//! What the documents of a segment say in one field, and how it becomes
//! postings.
//!
//! Documents are logged as they come: a number for each word or term, one behind
//! the other. When the segment is closed the log is dealt out to its terms, and
//! Tantivy's serializer is given one after the other. So that a large segment
//! does not take its memory twice, a part of the terms is dealt out at a time,
//! and the log is read once for each part.

use std::io;
use std::panic::resume_unwind;
use std::thread;

use tantivy::postings::FieldSerializer;
use tantivy::schema::Field;

use super::log::Entries;
use super::table::Table;
use crate::index::positions::{self, Document};
use crate::index::stream::{NEXT, SAME, SIGNS, SKIP};
use crate::index::terms;
use crate::text::Lexicon;

/// Set in the postings of a term where a document begins.
const DOCUMENT: u32 = 1 << 31;
/// Set there, and in the log, where the term stands in the document as another one
/// does. Numbers of documents and terms are less.
const AS_OTHER: u32 = 1 << 29;
/// No document, no term has this number, and no place in what is dealt out.
const NONE: u32 = u32::MAX;
/// So many numbers are dealt out at a time, where no single term has more: 32 MB.
/// In tests a few.
const AT_ONCE: usize = if cfg!(test) { 7 } else { 1 << 23 };

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
    /// Of the document at hand the terms that stood last where several did, and where
    /// the log has them.
    last_of_several: Vec<(usize, u32)>,
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

    /// The bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.table.memory()
            + self.words.capacity() * size_of::<Terms>()
            + self.uses.capacity() * size_of::<Uses>()
            + self.entries.memory()
            + self.lengths.capacity() * size_of::<u32>()
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
            self.last_of_several.push((entry, last));
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
        let mut entries = std::mem::take(&mut self.last_of_several);
        for (entry, number) in entries.drain(..) {
            if self.is_as_other(document, number) {
                self.entries.mark(entry, AS_OTHER);
            }
        }
        self.last_of_several = entries;
    }

    /// Gives the postings of every term to the serializer, in the order of terms, and
    /// its positions to their writer.
    pub(super) fn write(
        self,
        field: Field,
        out: &mut FieldSerializer,
        positions: &mut positions::Writer,
    ) -> io::Result<()> {
        self.write_in_parts(AT_ONCE, field, out, positions)
    }

    fn write_in_parts(
        mut self,
        at_once: usize,
        field: Field,
        out: &mut FieldSerializer,
        positions: &mut positions::Writer,
    ) -> io::Result<()> {
        // From here on they say where a term has been met last.
        self.uses.iter_mut().for_each(|uses| uses.last = NONE);
        let order = self.table.in_order();
        let lengths = std::mem::take(&mut self.lengths);
        let mut lists =
            self.with_positions.then(|| positions.field(field.field_id(), order.len(), lengths));
        let mut places = vec![0; if self.with_positions { order.len() } else { 0 }];
        for (place, number) in (0..).zip(&order).take(places.len()) {
            places[*number as usize] = place;
        }
        let mut rest = order.as_slice();
        let mut dealt = Vec::new();
        while !rest.is_empty() {
            let part;
            (part, rest) = rest.split_at(self.fitting(rest, at_once));
            self.deal(part, &mut dealt);
            match &mut lists {
                // Two files, neither of which needs the other.
                Some(lists) => thread::scope(|scope| {
                    let placed = scope.spawn(|| self.write_places(part, &dealt, &places, lists));
                    self.write_times(part, &dealt, out)?;
                    placed.join().unwrap_or_else(|panic| resume_unwind(panic))
                })?,
                None => self.write_documents(part, &dealt, out)?,
            }
        }
        lists.map_or(Ok(()), positions::Lists::close)
    }

    /// How many of some terms can be dealt out together: one at least.
    fn fitting(&self, terms: &[u32], at_once: usize) -> usize {
        let mut room = 0;
        let fit = terms.iter().take_while(|number| {
            room += self.room(self.uses[**number as usize]);
            room <= at_once
        });
        fit.count().max(1)
    }

    /// How many numbers the postings of a term take: its documents, and each of
    /// its places.
    fn room(&self, uses: Uses) -> usize {
        let places = if self.with_positions { uses.times as usize } else { 0 };
        uses.documents as usize + places
    }

    /// Deals the log out to some terms: the postings of each, one behind the other.
    fn deal(&mut self, part: &[u32], dealt: &mut Vec<u32>) {
        let mut starts = vec![NONE; self.uses.len()];
        let mut end = 0;
        for number in part {
            starts[*number as usize] = u32::try_from(end).unwrap_or(NONE);
            end += self.room(self.uses[*number as usize]);
        }
        // Each place is written to: those of the part before need not be cleared.
        if dealt.len() < end {
            *dealt = vec![0; end];
        }
        let Postings { uses, words, entries, documents, with_positions, .. } = self;
        let mut place = |document: u32, number: u32, position: u32, sign: u32| {
            let start = &mut starts[number as usize];
            if *start == NONE {
                return;
            }
            let last = &mut uses[number as usize].last;
            if *last != document {
                *last = document;
                let signs = if *with_positions { DOCUMENT | sign } else { 0 };
                dealt[*start as usize] = document | signs;
                *start += 1;
            }
            if *with_positions {
                dealt[*start as usize] = position;
                *start += 1;
            }
        };
        let mut entries = entries.iter();
        let mut from = 0;
        for (document, to) in documents.iter() {
            // Before the first position.
            let mut position = NONE;
            for entry in entries.by_ref().take(to - from) {
                let (number, sign) = (entry & !SIGNS & !AS_OTHER, entry & AS_OTHER);
                match entry & SIGNS {
                    NEXT => {
                        position = position.wrapping_add(1);
                        place(*document, number, position, sign);
                    }
                    SAME => place(*document, number, position, sign),
                    SKIP => position = position.wrapping_add(entry & !SIGNS),
                    _ => {
                        position = position.wrapping_add(1);
                        let [form, stem, key] = words[number as usize];
                        place(*document, form, position, sign);
                        for number in [stem, key] {
                            if number != NONE {
                                place(*document, number, position, 0);
                            }
                        }
                    }
                }
            }
            from = *to;
        }
    }

    fn write_documents(
        &self,
        part: &[u32],
        dealt: &[u32],
        out: &mut FieldSerializer,
    ) -> io::Result<()> {
        for (number, mine) in self.shares(part, dealt) {
            out.new_term(self.table.term(number), self.uses[number as usize].documents, false)?;
            mine.iter().for_each(|document| out.write_doc(*document, 0, &[]));
            out.close_term()?;
        }
        Ok(())
    }

    /// Writes in which documents terms stand, and how often.
    fn write_times(
        &self,
        part: &[u32],
        dealt: &[u32],
        out: &mut FieldSerializer,
    ) -> io::Result<()> {
        for (number, mine) in self.shares(part, dealt) {
            out.new_term(self.table.term(number), self.uses[number as usize].documents, true)?;
            for document in documents(mine) {
                let times = u32::try_from(document.positions.len()).unwrap_or(u32::MAX);
                out.write_doc(document.number, times, &[]);
            }
            out.close_term()?;
        }
        Ok(())
    }

    /// Writes where they stand.
    fn write_places(
        &self,
        part: &[u32],
        dealt: &[u32],
        places: &[u32],
        lists: &mut positions::Lists<'_>,
    ) -> io::Result<()> {
        let mut in_documents = Vec::new();
        for (number, mine) in self.shares(part, dealt) {
            in_documents.clear();
            in_documents.extend(documents(mine));
            let other = self.uses[number as usize].other;
            let other = (other != NONE).then(|| places[other as usize].into());
            lists.add(&in_documents, other)?;
        }
        Ok(())
    }

    /// What was dealt out to each of some terms.
    fn shares<'a>(
        &self,
        part: &'a [u32],
        dealt: &'a [u32],
    ) -> impl Iterator<Item = (u32, &'a [u32])> {
        let mut rest = dealt;
        part.iter().map(move |&number| {
            let mine;
            (mine, rest) = rest.split_at(self.room(self.uses[number as usize]));
            (number, mine)
        })
    }
}

/// The documents of a term, with the positions in each.
fn documents(dealt: &[u32]) -> impl Iterator<Item = Document<'_>> {
    let in_documents = dealt.chunk_by(|_, next| next & DOCUMENT == 0);
    in_documents.filter_map(|postings| {
        let (document, positions) = postings.split_first()?;
        let number = document & !(DOCUMENT | AS_OTHER);
        Some(Document { number, positions, as_other: document & AS_OTHER != 0 })
    })
}

#[cfg(test)]
mod tests {
    use tantivy::Index;
    use tantivy::index::SegmentComponent;
    use tantivy::postings::InvertedIndexSerializer;

    use super::*;
    use crate::article::Language;
    use crate::index::fields::{Fields, schema};
    use crate::text::Numbered;

    /// Documents of words of a lexicon, of other terms and of holes.
    fn postings(lexicon: &Lexicon) -> Postings {
        let mut postings = Postings::new(true);
        for document in (0..40).filter(|document| document % 7 != 3) {
            for place in 0..document {
                let (form, stem) = (format!("words{}s", place % 5), format!("word{}", place % 5));
                let language = Language::ENGLISH;
                let (written, stem, key) = (form.as_str(), Some(stem.as_str()), Some("wordy"));
                let word = Numbered { language, written, form: written, stem, key };
                let mut number = |term: &str| postings.number(term.as_bytes());
                let (first, same) = (number("first"), number("same"));
                let other = number(&format!("{}", document % 9));
                match (place + document) % 4 {
                    _ if place == 0 => postings.next(document, first),
                    0 => postings.skip(place),
                    1 => postings.same(document, same),
                    2 => postings.next(document, other),
                    _ => postings.word(document, lexicon.number(word), lexicon),
                }
            }
            postings.close(document);
        }
        postings
    }

    fn written(at_once: usize) -> Vec<Vec<u8>> {
        let index = Index::create_in_ram(schema());
        let (segment, lexicon) = (index.new_segment(), Lexicon::default());
        let mut out = InvertedIndexSerializer::open(&segment).unwrap();
        let places = segment.open_write(positions::component()).unwrap();
        let mut places = positions::Writer::new(places);
        let postings = postings(&lexicon);
        let text = Fields::of(&index.schema()).unwrap().text;
        let mut field = out.new_field(text, postings.times(), None).unwrap();
        postings.write_in_parts(at_once, text, &mut field, &mut places).unwrap();
        field.close().unwrap();
        out.close().unwrap();
        places.close().unwrap();
        [SegmentComponent::Terms, SegmentComponent::Postings, positions::component()]
            .map(|file| segment.open_read(file).unwrap().read_bytes().unwrap().to_vec())
            .into()
    }

    #[test]
    fn parts_make_the_same_files_as_the_whole() {
        let whole = written(usize::MAX);
        assert!(whole.iter().all(|file| file.len() > 100));
        for at_once in [1, 7, 100] {
            assert!(written(at_once) == whole, "{at_once} at once");
        }
    }
}
