//! The tagger: finds names in English text with a linear-chain conditional
//! random field (Lafferty, McCallum and Pereira 2001) over hashed features
//! (after Ratinov and Roth 2009), in two passes over a document.
//!
//! Knows tokens and the bytes of a model. Training is not here:
//! `examples/train_tagger` uses the same features.

pub mod decode;
pub mod elsewhere;
pub mod features;
pub mod gap;
pub mod label;
pub mod model;
pub mod passage;
pub mod shape;
mod table;
#[cfg(test)]
mod tests;
pub mod words;

use super::Mention;
use crate::text::Analysis;
use decode::Decoder;
use elsewhere::Elsewhere;
use features::{Group, Keys, Sink};
use label::{COLUMNS, OUTSIDE, read_labels};
pub use model::{Model, ModelBytes, ModelError};
use passage::Passage;
use words::{DISTANCES, Row};

/// Finds the names in texts. Keeps caches: make one for each thread (clones
/// share the bytes of the model) and use it for all texts.
#[derive(Debug)]
pub struct Tagger {
    model: Model,
    passage: Passage,
    elsewhere: Elsewhere,
    decoder: Decoder,
    memory: Memory,
    keys: Vec<Keys>,
    rows: Vec<Row>,
    labels: Vec<u8>,
    found: Vec<u8>,
}

/// The model that is built in.
const SHIPPED: &[u8] = include_bytes!("../../../data/model/tagger.bin");

impl Tagger {
    /// Makes a tagger of the model that is built in.
    ///
    /// # Panics
    /// Where the program was built with a damaged model; a test loads it.
    pub fn shipped() -> Self {
        Tagger::new(SHIPPED).expect("the built-in model is whole")
    }

    /// Makes a tagger of the bytes of a model. The bytes are checked and used
    /// as they are; nothing is parsed.
    pub fn new(model: impl Into<ModelBytes>) -> Result<Self, ModelError> {
        Ok(Tagger::of(Model::new(model)?))
    }

    /// Makes a tagger of a model.
    pub fn of(model: Model) -> Self {
        Tagger {
            model,
            passage: Passage::default(),
            elsewhere: Elsewhere::default(),
            decoder: Decoder::default(),
            memory: Memory::default(),
            keys: Vec::new(),
            rows: Vec::new(),
            labels: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Returns the mentions of an English text in order: `analysis` is what the
    /// analyser made of `paragraphs`. Mentions do not overlap.
    pub fn tag(&mut self, analysis: &Analysis, paragraphs: &[&str]) -> Vec<Mention> {
        self.passage.read(&self.model, analysis, paragraphs);
        self.labels.clear();
        self.labels.resize(analysis.tokens.len(), OUTSIDE);
        self.first_pass();
        self.second_pass();
        let mut mentions = Vec::new();
        for window in self.passage.windows() {
            let first = u32::try_from(window.start).unwrap_or(u32::MAX);
            read_labels(&self.labels[window.clone()], first, &mut mentions);
        }
        mentions
    }

    fn first_pass(&mut self) {
        self.rows.clear();
        for window in self.passage.windows() {
            let from = self.rows.len();
            self.keys.clear();
            self.keys.extend(window.clone().map(|at| features::keys(&self.passage, at)));
            self.memory.touch(&self.keys);
            for (at, keys) in window.clone().zip(&self.keys) {
                let row = emission(&self.model, &mut self.memory, &self.passage, at, keys);
                self.rows.push(row);
            }
            self.found.clear();
            self.decoder.decode(&self.rows[from..], self.model.transitions(), &mut self.found);
            self.labels[window.clone()].copy_from_slice(&self.found);
        }
    }

    fn second_pass(&mut self) {
        self.elsewhere.gather(&self.passage, &self.labels);
        let mut from = 0;
        // Features look at the labels of the first pass throughout.
        let first = self.labels.clone();
        for window in self.passage.windows() {
            let rows = &mut self.rows[from..from + window.len()];
            from += window.len();
            let mut changed = false;
            for (row, at) in rows.iter_mut().zip(window.clone()) {
                let (model, memory) = (&self.model, &mut self.memory);
                let mut sum = Sum { model, memory, row, taken: false };
                self.elsewhere.of_token(&self.passage, at, &first, &mut sum);
                changed |= sum.taken;
            }
            if changed {
                self.found.clear();
                self.decoder.decode(rows, self.model.transitions(), &mut self.found);
                self.labels[window.clone()].copy_from_slice(&self.found);
            }
        }
    }
}

impl Clone for Tagger {
    fn clone(&self) -> Self {
        Tagger::of(self.model.clone())
    }
}

/// The scores of the labels of a token, without what the document says.
fn emission(model: &Model, memory: &mut Memory, passage: &Passage, at: usize, keys: &Keys) -> Row {
    let mut row = *passage.words.scores(passage.number(at), 2);
    for distance in 1..=DISTANCES / 2 {
        if let Some(number) = passage.number_before(at, distance) {
            add(passage.words.scores(number, 2 + distance), &mut row);
        }
        if let Some(number) = passage.number_after(at, distance) {
            add(passage.words.scores(number, 2 - distance), &mut row);
        }
    }
    features::of_place(passage, at, keys, &mut Sum { model, memory, row: &mut row, taken: false });
    row
}

fn add(scores: &Row, row: &mut [i16; COLUMNS]) {
    for (sum, score) in row.iter_mut().zip(scores) {
        *sum += score;
    }
}

/// Adds the weights of features to a row.
struct Sum<'a> {
    model: &'a Model,
    memory: &'a mut Memory,
    row: &'a mut Row,
    taken: bool,
}

impl Sink for Sum<'_> {
    #[inline]
    fn take(&mut self, _: Group, feature: u64) {
        self.taken = true;
        self.model.add(feature, self.row);
    }

    #[inline]
    fn together(&mut self, key: u64, give: impl Fn(&mut Self)) {
        let place = Memory::place(key);
        let (known, row) = &self.memory.sums[place];
        if *known == key {
            add(row, self.row);
            return;
        }
        let before = std::mem::replace(self.row, [0; COLUMNS]);
        give(self);
        self.memory.sums[place] = (key, *self.row);
        add(&before, self.row);
    }
}

/// Sums that are remembered: some 650 kB.
const REMEMBERED: usize = 1 << 14;

/// Sums of features that come together, the last one of each place.
#[derive(Debug)]
struct Memory {
    sums: Vec<(u64, Row)>,
}

impl Memory {
    fn place(key: u64) -> usize {
        key as usize % REMEMBERED
    }

    /// Looks at the places of all keys at once: what lies in far memory comes while
    /// the next is asked for. One after the other, each would be waited for.
    fn touch(&self, keys: &[Keys]) {
        let seen = |key: &u64| self.sums[Memory::place(*key)].0;
        let all = keys.as_flattened().iter().map(seen).fold(0, u64::wrapping_add);
        std::hint::black_box(all);
    }
}

impl Default for Memory {
    fn default() -> Self {
        Memory { sums: vec![(0, [0; COLUMNS]); REMEMBERED] }
    }
}
