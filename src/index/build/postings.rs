//! What the documents of a segment say in one field, and how it becomes
//! postings.
//!
//! Documents are logged as they come: the numbers of their terms, one behind
//! the other. When the segment is closed the log is dealt out to its terms in
//! two passes over memory, and Tantivy's serializer is given term by term.

use std::io;

use tantivy::postings::FieldSerializer;

use super::table::Table;

/// Set where a term stands at the position of the one before.
const SAME: u32 = 1 << 31;
/// Stands for a position without a term.
const HOLE: u32 = SAME - 1;
/// Set in the postings of a term where a document begins.
const DOCUMENT: u32 = 1 << 31;
/// No document has this number.
const NONE: u32 = u32::MAX;

/// The terms of one field, in the order in which the documents have them.
#[derive(Default)]
pub(super) struct Log {
    table: Table,
    /// Of each term.
    uses: Vec<Uses>,
    entries: Vec<u32>,
    /// Each document that has something in this field, and where in the entries
    /// that ends.
    documents: Vec<(u32, usize)>,
    with_positions: bool,
}

/// How a term is used.
#[derive(Clone, Copy)]
struct Uses {
    documents: u32,
    /// How often it stands in them.
    times: u32,
    /// The last of the documents.
    last: u32,
}

impl Log {
    pub(super) fn new(with_positions: bool) -> Log {
        Log { with_positions, ..Log::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How often terms stand in documents.
    pub(super) fn times(&self) -> u64 {
        self.uses.iter().map(|uses| u64::from(uses.times)).sum()
    }

    /// The bytes of memory that the log takes, and those that it will take in
    /// addition when it is dealt out.
    pub(super) fn memory(&self) -> usize {
        let entries = self.entries.capacity() * size_of::<u32>();
        self.table.memory() + self.uses.capacity() * size_of::<Uses>() + 2 * entries
    }

    /// Adds a term at the next position of a document, or at the position of
    /// the one before. Documents come in order.
    pub(super) fn push(&mut self, document: u32, term: &[u8], is_next: bool) {
        let (number, is_new) = self.table.number(term);
        if is_new {
            self.uses.push(Uses { documents: 0, times: 0, last: NONE });
        }
        let uses = &mut self.uses[number as usize];
        uses.times += 1;
        if uses.last != document {
            uses.last = document;
            uses.documents += 1;
        }
        self.entries.push(if is_next { number } else { number | SAME });
    }

    /// Leaves a position empty.
    pub(super) fn skip(&mut self) {
        self.entries.push(HOLE);
    }

    /// Ends a document.
    pub(super) fn close(&mut self, document: u32) {
        let before = self.documents.last().map_or(0, |(_, end)| *end);
        if self.entries.len() > before {
            self.documents.push((document, self.entries.len()));
        }
    }

    /// Gives the postings of every term to the serializer, in the order of terms.
    pub(super) fn write(mut self, out: &mut FieldSerializer) -> io::Result<()> {
        let order = self.table.in_order();
        let dealt = self.deal(&order);
        self.entries = Vec::new();
        let mut rest = dealt.as_slice();
        let mut steps = Vec::new();
        for number in order {
            let uses = self.uses[number as usize];
            let (mine, others) = rest.split_at(self.room(uses));
            rest = others;
            out.new_term(self.table.term(number), uses.documents, self.with_positions)?;
            match self.with_positions {
                true => write_places(mine, &mut steps, out),
                false => mine.iter().for_each(|document| out.write_doc(*document, 0, &[])),
            }
            out.close_term()?;
        }
        Ok(())
    }

    /// How many numbers the postings of a term take: its documents, and each of
    /// its places.
    fn room(&self, uses: Uses) -> usize {
        let places = if self.with_positions { uses.times as usize } else { 0 };
        uses.documents as usize + places
    }

    /// Deals the log out to the terms: the postings of each, one behind the
    /// other in the given order.
    fn deal(&mut self, order: &[u32]) -> Vec<u32> {
        let mut starts = vec![0; self.uses.len()];
        let mut end = 0;
        for number in order {
            starts[*number as usize] = end;
            end += self.room(self.uses[*number as usize]);
        }
        let mut dealt = vec![0; end];
        // From here on they say where a term has been met last.
        self.uses.iter_mut().for_each(|uses| uses.last = NONE);
        let mut from = 0;
        for (document, to) in &self.documents {
            let mut position = NONE;
            for entry in &self.entries[from..*to] {
                if entry & SAME == 0 {
                    position = position.wrapping_add(1);
                    if *entry == HOLE {
                        continue;
                    }
                }
                let number = (entry & !SAME) as usize;
                let (start, last) = (&mut starts[number], &mut self.uses[number].last);
                if last != document {
                    *last = *document;
                    dealt[*start] =
                        if self.with_positions { document | DOCUMENT } else { *document };
                    *start += 1;
                }
                if self.with_positions {
                    dealt[*start] = position;
                    *start += 1;
                }
            }
            from = *to;
        }
        dealt
    }
}

/// Gives the serializer documents and the steps between the places in them.
fn write_places(postings: &[u32], steps: &mut Vec<u32>, out: &mut FieldSerializer) {
    for postings in postings.chunk_by(|_, next| next & DOCUMENT == 0) {
        let Some((document, places)) = postings.split_first() else { continue };
        steps.clear();
        let mut before = 0;
        steps.extend(places.iter().map(|place| place - std::mem::replace(&mut before, *place)));
        let times = u32::try_from(steps.len()).unwrap_or(u32::MAX);
        out.write_doc(document & !DOCUMENT, times, steps);
    }
}
