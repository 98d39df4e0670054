//! The sums of the weights of the features of tokens. What was summed of late is
//! remembered; everything else is looked up together, since each look goes to far
//! memory and many at once take little longer than one.

use super::features::{Group, Keys, Sink};
use super::label::COLUMNS;
use super::model::Model;
use super::table::Wanted;
use super::words::Row;

/// Sums that are remembered: some 650 kB.
const REMEMBERED: usize = 1 << 14;

/// Sums of features, the last one of each place.
#[derive(Debug)]
pub(super) struct Memory {
    sums: Vec<(u64, Row)>,
}

impl Memory {
    /// So many places, a power of two.
    pub(super) fn new(places: usize) -> Memory {
        Memory { sums: vec![(0, [0; COLUMNS]); places] }
    }

    fn place(&self, key: u64) -> usize {
        key as usize & (self.sums.len() - 1)
    }

    /// The sum that a key has, as far as it is remembered.
    #[inline]
    pub(super) fn get(&self, key: u64) -> Option<&Row> {
        let (known, row) = &self.sums[self.place(key)];
        (*known == key).then_some(row)
    }

    /// Remembers the sum that a key has.
    #[inline]
    pub(super) fn keep(&mut self, key: u64, sum: Row) {
        let place = self.place(key);
        self.sums[place] = (key, sum);
    }
}

/// Sums the features of some tokens. Keeps its memory.
#[derive(Debug)]
pub(super) struct Sums {
    memory: Memory,
    /// What is not remembered, and the sum that it counts for.
    wanted: Vec<Wanted>,
    /// A sum for each token, then one for each that is to be remembered.
    sums: Vec<Row>,
    /// The keys of those, and whose tokens' they are.
    fresh: Vec<(u64, usize)>,
}

impl Default for Sums {
    fn default() -> Self {
        let (wanted, sums, fresh) = (Vec::new(), Vec::new(), Vec::new());
        Sums { memory: Memory::new(REMEMBERED), wanted, sums, fresh }
    }
}

impl Sums {
    /// Begins with so many tokens, whose features have these keys.
    pub fn begin(&mut self, tokens: usize, keys: &[Keys]) {
        self.wanted.clear();
        self.fresh.clear();
        self.sums.clear();
        self.sums.resize(tokens, [0; COLUMNS]);
        // All places are looked at before any is needed: one after the other, each
        // would be waited for.
        let seen = |key: &u64| self.memory.sums[self.memory.place(*key)].0;
        let all = keys.as_flattened().iter().map(seen).fold(0, u64::wrapping_add);
        std::hint::black_box(all);
    }

    /// What takes the features of a token.
    pub fn token(&mut self, token: usize) -> Token<'_> {
        Token { sums: self, token, sum: token }
    }

    /// Adds the sums of all tokens to their rows.
    pub fn end(&mut self, model: &Model, rows: &mut [Row]) {
        let Sums { memory, wanted, sums, fresh } = self;
        model.add_all(wanted, sums);
        let (of_tokens, remembered) = sums.split_at(rows.len());
        for (row, sum) in rows.iter_mut().zip(of_tokens) {
            *row = plus(*row, sum);
        }
        for ((key, token), sum) in fresh.iter().zip(remembered) {
            rows[*token] = plus(rows[*token], sum);
            memory.keep(*key, *sum);
        }
    }
}

/// Takes the features of a token.
pub(super) struct Token<'a> {
    sums: &'a mut Sums,
    token: usize,
    /// Which sum they count for.
    sum: usize,
}

impl Sink for Token<'_> {
    #[inline]
    fn take(&mut self, _: Group, feature: u64) {
        self.sums.wanted.push(Wanted { hash: feature, sum: self.sum });
    }

    #[inline]
    fn together(&mut self, key: u64, give: impl Fn(&mut Self)) {
        let Sums { memory, sums, fresh, .. } = &mut *self.sums;
        if let Some(known) = memory.get(key) {
            sums[self.token] = plus(sums[self.token], known);
            return;
        }
        self.sum = sums.len();
        sums.push([0; COLUMNS]);
        fresh.push((key, self.token));
        give(self);
        self.sum = self.token;
    }
}

/// The sum of two rows: by value, which keeps it in the processor's registers.
#[inline]
pub(super) fn plus(one: Row, other: &Row) -> Row {
    std::array::from_fn(|column| one[column] + other[column])
}
