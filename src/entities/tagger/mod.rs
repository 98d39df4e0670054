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
mod sums;
mod table;
#[cfg(test)]
mod tests;
pub mod words;

use std::ops::Range;

use super::Mention;
use crate::text::Analysis;
use decode::Decoder;
use elsewhere::Elsewhere;
use features::{Group, Keys, Sink};
use label::{COLUMNS, OUTSIDE, read_labels};
pub use model::{Model, ModelBytes, ModelError};
use passage::Passage;
use shape::Class;
use sums::{Memory, Sums, plus};
use words::{DISTANCES, Row};

/// Finds the names in texts. Keeps caches: make one for each thread (clones
/// share the bytes of the model) and use it for all texts.
#[derive(Debug)]
pub struct Tagger {
    model: Model,
    passage: Passage,
    elsewhere: Elsewhere,
    decoder: Decoder,
    sums: Sums,
    /// The weights of the second pass, whose features are few.
    second: Memory,
    /// The tokens that may be part of a name, with the places of their rows, and
    /// their keys.
    open: Vec<(usize, usize)>,
    keys: Vec<Keys>,
    rows: Vec<Row>,
    labels: Vec<u8>,
    found: Vec<u8>,
}

/// A word of small letters that it and the words around it leave farther below
/// "outside" is no part of a name: of a thousand such one would be, by what it is
/// together with its neighbours.
const LEAST_GAIN: i16 = -10;

/// Windows of so many tokens are gone through together.
const AT_ONCE: usize = 256;

/// The features of the second pass: a few hundred.
const SECOND: usize = 1 << 10;

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
            sums: Sums::default(),
            second: Memory::new(SECOND),
            open: Vec::new(),
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
        let mut first = 0;
        while first < self.passage.windows().len() {
            let mut tokens = 0;
            let some = self.passage.windows()[first..].iter().take_while(|window| {
                let is_room = tokens < AT_ONCE;
                tokens += window.len();
                is_room
            });
            let end = first + some.count();
            self.label(first..end);
            first = end;
        }
    }

    /// Finds the labels of some windows. Each step is taken for all of them before
    /// the next: so their looks into far memory do not wait for each other.
    fn label(&mut self, windows: Range<usize>) {
        let transitions = self.model.transitions();
        let windows = &self.passage.windows()[windows];
        let from = self.rows.len();
        self.open.clear();
        for at in windows.iter().flat_map(Range::clone) {
            let row = by_words(&self.passage, at);
            if self.passage.word(at).class != Class::Lower || transitions.gain(&row) >= LEAST_GAIN {
                self.open.push((at, self.rows.len() - from));
            }
            self.rows.push(row);
        }
        self.keys.clear();
        self.keys.extend(self.open.iter().map(|&(at, _)| features::keys(&self.passage, at)));
        self.sums.begin(self.rows.len() - from, &self.keys);
        for (&(at, row), keys) in self.open.iter().zip(&self.keys) {
            features::of_place(&self.passage, at, keys, &mut self.sums.token(row));
        }
        self.sums.end(&self.model, &mut self.rows[from..]);
        let mut rows = &self.rows[from..];
        for window in windows {
            let (own, others) = rows.split_at(window.len());
            rows = others;
            self.found.clear();
            self.decoder.decode(own, transitions, &mut self.found);
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
                let (model, memory) = (&self.model, &mut self.second);
                let mut adding = Adding { model, memory, row, taken: false };
                self.elsewhere.of_token(&self.passage, at, &first, &mut adding);
                changed |= adding.taken;
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

/// The scores that the words around a token give to its labels.
fn by_words(passage: &Passage, at: usize) -> Row {
    let scores = |number, distance| passage.words.scores(number, distance);
    let mut row = *scores(passage.number(at), 2);
    for distance in 1..=DISTANCES / 2 {
        if let Some(number) = passage.number_before(at, distance) {
            row = plus(row, scores(number, 2 + distance));
        }
        if let Some(number) = passage.number_after(at, distance) {
            row = plus(row, scores(number, 2 - distance));
        }
    }
    row
}

/// Adds the weights of features to a row, one by one.
struct Adding<'a> {
    model: &'a Model,
    memory: &'a mut Memory,
    row: &'a mut Row,
    taken: bool,
}

impl Sink for Adding<'_> {
    #[inline]
    fn take(&mut self, _: Group, feature: u64) {
        self.taken = true;
        if let Some(known) = self.memory.get(feature) {
            *self.row = plus(*self.row, known);
            return;
        }
        let mut weights = [0; COLUMNS];
        self.model.add(feature, &mut weights);
        self.memory.keep(feature, weights);
        *self.row = plus(*self.row, &weights);
    }
}
