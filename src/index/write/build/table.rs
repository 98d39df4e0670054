//! The terms of one field of a segment that is being built: each gets a
//! number when it is first seen.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// Terms by number, and numbers by term.
#[derive(Default)]
pub(super) struct Table {
    /// The terms, one behind the other in the order of their numbers.
    bytes: Vec<u8>,
    /// Where each term ends.
    ends: Vec<u64>,
    /// For each term its number and half of its hash, by its hash.
    numbers: HashTable<Slot>,
}

#[derive(Clone, Copy)]
struct Slot {
    number: u32,
    /// Spares most looks at terms that are not the one.
    hash: u32,
}

impl Table {
    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of memory that the table takes.
    pub(super) fn memory(&self) -> usize {
        self.bytes.capacity()
            + self.ends.capacity() * size_of::<u64>()
            + self.numbers.capacity() * (size_of::<Slot>() + 1)
    }

    /// Returns the number of a term, and whether it is a new one.
    pub(super) fn number(&mut self, term: &[u8]) -> (u32, bool) {
        let hash = xxh3_64(term);
        let half = upper(hash);
        let Table { bytes, ends, numbers } = self;
        let is_term = |slot: &Slot| slot.hash == half && of(bytes, ends, slot.number) == term;
        if let Some(slot) = numbers.find(hash, is_term) {
            return (slot.number, false);
        }
        // Each term is four bytes of a log at least: memory ends before numbers do.
        let number = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        let slot = Slot { number, hash: half };
        let rehash = |slot: &Slot| xxh3_64(of(bytes, ends, slot.number));
        numbers.insert_unique(hash, slot, rehash);
        bytes.extend_from_slice(term);
        ends.push(bytes.len() as u64);
        (number, true)
    }

    /// The term of a number.
    pub(super) fn term(&self, number: u32) -> &[u8] {
        of(&self.bytes, &self.ends, number)
    }

    /// The numbers in the order of their terms.
    pub(super) fn in_order(&self) -> Vec<u32> {
        // Most terms differ in their first eight bytes.
        let mut keyed: Vec<(u64, u32)> =
            (0..).take(self.len()).map(|number| (beginning(self.term(number)), number)).collect();
        keyed.sort_unstable_by(|(first, one), (second, other)| {
            first.cmp(second).then_with(|| self.term(*one).cmp(self.term(*other)))
        });
        keyed.into_iter().map(|(_, number)| number).collect()
    }
}

fn of<'a>(bytes: &'a [u8], ends: &[u64], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &bytes[start as usize..ends[number] as usize]
}

fn upper(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The first eight bytes as a number that sorts as they do.
fn beginning(term: &[u8]) -> u64 {
    match term.first_chunk() {
        Some(bytes) => u64::from_be_bytes(*bytes),
        None => {
            let mut bytes = [0; 8];
            bytes[..term.len()].copy_from_slice(term);
            u64::from_be_bytes(bytes)
        }
    }
}
