//! Training: conditional random field by FTRL-proximal (McMahan and others
//! 2013), one row of 16 weights per feature.

use std::ops::Range;

use morgue::entities::tagger::decode::{CLOSED, OPENING, TRANSITIONS, Transitions};
use morgue::entities::tagger::label::{COLUMNS, LABELS, OUTSIDE};

use crate::random::Random;

/// Scores in a model file per unit of the trained weights.
pub const SCALE: f32 = 32.0;

/// Label probabilities below this change nothing.
const NEGLIGIBLE: f32 = 1e-4;

pub struct Settings {
    pub rate: f32,
    pub l1: f32,
    pub dropout: f32,
    pub document_dropout: f32,
    pub epochs: usize,
    pub seed: u64,
}

/// A token to train on: its features as ranges of [`Set::features`].
pub struct Token {
    pub base: Range<usize>,
    pub document: Range<usize>,
    pub label: u8,
}

/// Windows to train on.
#[derive(Default)]
pub struct Set {
    pub features: Vec<u32>,
    pub tokens: Vec<Token>,
    /// Tokens of each window, and the document that it is of.
    pub windows: Vec<(Range<usize>, usize)>,
}

#[derive(Clone)]
pub struct Weights {
    pub rows: Vec<[f32; COLUMNS]>,
    pub transitions: [f32; TRANSITIONS],
}

struct Ftrl {
    z: Vec<[f32; COLUMNS]>,
    n: Vec<[f32; COLUMNS]>,
}

#[inline]
fn update(w: &mut f32, z: &mut f32, n: &mut f32, g: f32, rate: f32, l1: f32) {
    let squares = *n + g * g;
    let root = squares.sqrt();
    *z += g - (root - n.sqrt()) / rate * *w;
    *n = squares;
    let over = (z.abs() - l1).max(0.0);
    *w = -over.copysign(*z) * rate / (1.0 + root);
}

/// Trains on the windows; `order` are numbers of windows, repeated as they
/// weigh.
pub fn train(set: &Set, order: &[u32], features: usize, settings: &Settings) -> Weights {
    let mut weights =
        Weights { rows: vec![[0.0; COLUMNS]; features], transitions: [0.0; TRANSITIONS] };
    let mut state = Ftrl { z: vec![[0.0; COLUMNS]; features], n: vec![[0.0; COLUMNS]; features] };
    let (mut tz, mut tn) = ([0.0; TRANSITIONS], [0.0; TRANSITIONS]);
    let mut random = Random::new(settings.seed);
    let mut order = order.to_vec();
    let mut kept: Vec<u32> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut scores: Vec<[f32; LABELS]> = Vec::new();
    let mut lattice = Lattice::default();
    let keep = (f64::from(1.0 - settings.dropout) * f64::from(u32::MAX)) as u32;
    let factor = 1.0 / (1.0 - settings.dropout);
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for &number in &order {
            let window = &set.tokens[set.windows[number as usize].0.clone()];
            let with_document = random.unit() >= settings.document_dropout;
            kept.clear();
            ends.clear();
            scores.clear();
            for token in window {
                let start = kept.len();
                let document = if with_document { token.document.clone() } else { 0..0 };
                for &feature in
                    set.features[token.base.clone()].iter().chain(&set.features[document])
                {
                    if random.next() as u32 <= keep {
                        kept.push(feature);
                    }
                }
                let mut sum = [0.0; COLUMNS];
                for &feature in &kept[start..] {
                    for (sum, w) in sum.iter_mut().zip(&weights.rows[feature as usize]) {
                        *sum += w;
                    }
                }
                let mut row = [0.0; LABELS];
                for (score, sum) in row.iter_mut().zip(sum) {
                    *score = sum * factor;
                }
                scores.push(row);
                ends.push(kept.len());
            }
            lattice.run(&scores, &weights.transitions);
            let mut start = 0;
            for ((token, &end), marginal) in window.iter().zip(&ends).zip(&lattice.marginals) {
                let mut g: [f32; COLUMNS] = [0.0; COLUMNS];
                g.copy_from_slice(&marginal[..COLUMNS]);
                if token.label != OUTSIDE {
                    g[usize::from(token.label)] -= 1.0;
                }
                if g.iter().any(|g| g.abs() > NEGLIGIBLE) {
                    for &feature in &kept[start..end] {
                        let at = feature as usize;
                        let (w, z, n) = (&mut weights.rows[at], &mut state.z[at], &mut state.n[at]);
                        for c in 0..COLUMNS {
                            update(
                                &mut w[c],
                                &mut z[c],
                                &mut n[c],
                                g[c],
                                settings.rate,
                                settings.l1,
                            );
                        }
                    }
                }
                start = end;
            }
            lattice.expected_less_gold(window, &weights.transitions);
            for (at, &g) in lattice.transitions.iter().enumerate() {
                let w = &mut weights.transitions[at];
                update(w, &mut tz[at], &mut tn[at], g, settings.rate, 0.0);
            }
        }
    }
    weights
}

pub fn quantised(transitions: &[f32; TRANSITIONS]) -> Transitions {
    Transitions::from_scores(transitions.iter().map(|score| (score * SCALE).round() as i32))
}

/// Forward-backward over a window.
#[derive(Default)]
struct Lattice {
    emissions: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    norms: Vec<f32>,
    marginals: Vec<[f32; LABELS]>,
    factors: Vec<f32>,
    transitions: Vec<f32>,
}

fn between(to: usize, from: usize) -> usize {
    9 * to + from
}

fn within(kind: usize, role: usize) -> usize {
    81 + 4 * kind + role
}

impl Lattice {
    fn run(&mut self, scores: &[[f32; LABELS]], transitions: &[f32; TRANSITIONS]) {
        self.factors.clear();
        self.factors.extend(transitions.iter().map(|score| score.exp()));
        self.emissions.clear();
        self.forward.clear();
        self.norms.clear();
        let mut before = [0.0; LABELS];
        before[usize::from(OUTSIDE)] = 1.0;
        for row in scores {
            let most = row.iter().copied().fold(0.0, f32::max);
            let emission = row.map(|score| (score - most).exp());
            let mut after = self.forward_step(&before);
            for (sum, e) in after.iter_mut().zip(&emission) {
                *sum *= e;
            }
            let norm: f32 = after.iter().sum::<f32>().max(1e-30);
            after.iter_mut().for_each(|sum| *sum /= norm);
            self.emissions.push(emission);
            self.norms.push(norm);
            self.forward.push(after);
            before = after;
        }
        let mut after = [0.0; LABELS];
        for label in CLOSED {
            after[usize::from(label)] = 1.0;
        }
        self.backward.clear();
        self.backward.resize(scores.len(), after);
        for at in (0..scores.len().saturating_sub(1)).rev() {
            let mut next = self.backward[at + 1];
            for (value, e) in next.iter_mut().zip(&self.emissions[at + 1]) {
                *value *= e / self.norms[at + 1];
            }
            self.backward[at] = self.backward_step(&next);
        }
        self.marginals.clear();
        for (forward, backward) in self.forward.iter().zip(&self.backward) {
            let mut marginal = *forward;
            for (value, b) in marginal.iter_mut().zip(backward) {
                *value *= b;
            }
            let sum = marginal.iter().sum::<f32>().max(1e-30);
            self.marginals.push(marginal.map(|value| value / sum));
        }
    }

    fn forward_step(&self, before: &[f32; LABELS]) -> [f32; LABELS] {
        let closed = CLOSED.map(|label| before[usize::from(label)]);
        let mut after = [0.0; LABELS];
        for (to, &label) in OPENING.iter().enumerate() {
            let factors = &self.factors[9 * to..9 * to + 9];
            after[usize::from(label)] = closed.iter().zip(factors).map(|(a, b)| a * b).sum();
        }
        for kind in 0..4 {
            let f = |role| self.factors[within(kind, role)];
            after[4 + kind] = before[kind] * f(0) + before[4 + kind] * f(2);
            after[8 + kind] = before[kind] * f(1) + before[4 + kind] * f(3);
        }
        after
    }

    fn backward_step(&self, next: &[f32; LABELS]) -> [f32; LABELS] {
        let mut before = [0.0; LABELS];
        for (from, &label) in CLOSED.iter().enumerate() {
            let mut sum = 0.0;
            for (to, &opened) in OPENING.iter().enumerate() {
                sum += self.factors[between(to, from)] * next[usize::from(opened)];
            }
            before[usize::from(label)] = sum;
        }
        for kind in 0..4 {
            let f = |role| self.factors[within(kind, role)];
            before[kind] = next[4 + kind] * f(0) + next[8 + kind] * f(1);
            before[4 + kind] = next[4 + kind] * f(2) + next[8 + kind] * f(3);
        }
        before
    }

    /// The gradient of the transitions, into `transitions`.
    fn expected_less_gold(&mut self, window: &[Token], scores: &[f32; TRANSITIONS]) {
        self.transitions.clear();
        self.transitions.resize(scores.len(), 0.0);
        let mut before = [0.0; LABELS];
        before[usize::from(OUTSIDE)] = 1.0;
        let mut gold = OUTSIDE;
        for (at, token) in window.iter().enumerate() {
            let mut next = self.backward[at];
            for (value, e) in next.iter_mut().zip(&self.emissions[at]) {
                *value *= e / self.norms[at];
            }
            let total: f32 =
                self.forward[at].iter().zip(&self.backward[at]).map(|(a, b)| a * b).sum();
            let share = 1.0 / total.max(1e-30);
            for (to, &opened) in OPENING.iter().enumerate() {
                for (from, &closed) in CLOSED.iter().enumerate() {
                    let place = between(to, from);
                    self.transitions[place] += share
                        * before[usize::from(closed)]
                        * self.factors[place]
                        * next[usize::from(opened)];
                }
            }
            for kind in 0..4 {
                for (role, (from, to)) in
                    [(kind, 4 + kind), (kind, 8 + kind), (4 + kind, 4 + kind), (4 + kind, 8 + kind)]
                        .into_iter()
                        .enumerate()
                {
                    let place = within(kind, role);
                    self.transitions[place] +=
                        share * before[from] * self.factors[place] * next[to];
                }
            }
            let label = token.label;
            let closed = CLOSED.iter().position(|&each| each == gold);
            let opened = OPENING.iter().position(|&each| each == label);
            let place = match (closed, opened) {
                (Some(from), Some(to)) => between(to, from),
                _ => within(
                    usize::from(label % 4),
                    2 * usize::from(gold >= 4) + usize::from(label >= 8),
                ),
            };
            self.transitions[place] -= 1.0;
            gold = label;
            before = self.forward[at];
        }
    }
}
