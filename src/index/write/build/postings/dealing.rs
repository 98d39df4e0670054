//! Postings out of the log: it is dealt out to its terms, and the writers of lists
//! and of positions are given one term after the other. So that a large
//! segment does not take its memory twice, a part of the terms is dealt out at a
//! time, and the log is read once for each part.

use std::io;
use std::panic::resume_unwind;
use std::thread;

use tantivy::DocId;
use tantivy::schema::Field;

use super::{AS_OTHER, NONE, Postings, Uses};
use crate::index::files::positions::{self, Document};
use crate::index::write::build::inverted;
use crate::index::write::stream::{NEXT, SAME, SIGNS, SKIP};

/// Set in the postings of a term where a document begins.
const DOCUMENT: u32 = 1 << 31;
/// So many numbers are dealt out at a time, where no single term has more: 64 MB.
/// In tests a few.
const AT_ONCE: usize = if cfg!(test) { 7 } else { 1 << 24 };

/// The share of a term in what is dealt out.
#[derive(Clone, Copy)]
struct Share {
    /// Where the next of its numbers goes, or [`NONE`] where it is not its turn.
    next: u32,
    /// The last document that it has got.
    last: u32,
}

impl Postings {
    /// Gives the postings of every term to the writer of lists, in the order of terms
    /// ([`Postings::in_order`]), and its positions to theirs.
    pub(in crate::index::write::build) fn write(
        &self,
        order: &[u32],
        field: Field,
        out: &mut inverted::Lists,
        positions: &mut positions::Writer,
    ) -> io::Result<()> {
        self.write_in_parts(AT_ONCE, order, field, out, positions)
    }

    fn write_in_parts(
        &self,
        at_once: usize,
        order: &[u32],
        field: Field,
        out: &mut inverted::Lists,
        positions: &mut positions::Writer,
    ) -> io::Result<()> {
        let lengths = self.lengths.iter().copied();
        let mut lists =
            self.with_positions.then(|| positions.field(field.field_id(), order.len(), lengths));
        let mut places = vec![0; if self.with_positions { order.len() } else { 0 }];
        for (place, number) in (0..).zip(order).take(places.len()) {
            places[*number as usize] = place;
        }
        let mut rest = order;
        let mut dealt = Vec::new();
        while !rest.is_empty() {
            let part;
            (part, rest) = rest.split_at(self.fitting(rest, at_once));
            self.deal(part, &mut dealt);
            match &mut lists {
                // Two files, neither of which needs the other.
                Some(lists) => thread::scope(|scope| {
                    let placed = scope.spawn(|| self.write_places(part, &dealt, &places, lists));
                    self.write_documents(part, &dealt, out)?;
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
    fn deal(&self, part: &[u32], dealt: &mut Vec<u32>) {
        let mut shares = vec![Share { next: NONE, last: NONE }; self.uses.len()];
        let mut end = 0;
        for number in part {
            shares[*number as usize].next = u32::try_from(end).unwrap_or(NONE);
            end += self.room(self.uses[*number as usize]);
        }
        // Each place is written to: those of the part before need not be cleared.
        if dealt.len() < end {
            *dealt = vec![0; end];
        }
        let Postings { words, entries, documents, with_positions, .. } = self;
        let mut place = |document: u32, number: u32, position: u32, sign: u32| {
            let Share { next, last } = &mut shares[number as usize];
            if *next == NONE {
                return;
            }
            if *last != document {
                *last = document;
                let signs = if *with_positions { DOCUMENT | sign } else { 0 };
                dealt[*next as usize] = document | signs;
                *next += 1;
            }
            if *with_positions {
                dealt[*next as usize] = position;
                *next += 1;
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

    /// Writes in which documents terms stand, and how often where positions are kept.
    fn write_documents(
        &self,
        part: &[u32],
        dealt: &[u32],
        out: &mut inverted::Lists,
    ) -> io::Result<()> {
        for (number, mine) in self.shares(part, dealt) {
            let count = self.uses[number as usize].documents;
            match self.with_positions {
                true => out.add(count, true, documents(mine).map(counted))?,
                false => out.add(count, false, mine.iter().map(|document| (*document, 0)))?,
            }
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

/// A document, and how often it has the term.
fn counted(document: Document) -> (DocId, u32) {
    (document.number, u32::try_from(document.positions.len()).unwrap_or(u32::MAX))
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
    use tantivy::schema::IndexRecordOption;

    use super::*;
    use crate::article::Language;
    use crate::index::schema::fields::{Fields, schema};
    use crate::text::{Lexicon, Numbered};

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

    fn written(at_once: usize) -> [Vec<u8>; 2] {
        let index = Index::create_in_ram(schema());
        let (segment, lexicon) = (index.new_segment(), Lexicon::default());
        let places = segment.open_write(positions::component()).unwrap();
        let mut places = positions::Writer::new(places);
        let postings = postings(&lexicon);
        let text = Fields::of(&index.schema()).unwrap().text;
        let (mut lists, order) = (Vec::new(), postings.in_order());
        let option = IndexRecordOption::WithFreqs;
        let mut out = inverted::Lists::new(&mut lists, option, postings.times(), None).unwrap();
        postings.write_in_parts(at_once, &order, text, &mut out, &mut places).unwrap();
        places.close().unwrap();
        let places = segment.open_read(positions::component()).unwrap().read_bytes().unwrap();
        [lists, places.to_vec()]
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
