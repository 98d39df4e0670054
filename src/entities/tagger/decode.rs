//! The best labels of a window: Viterbi over well-formed sequences.
//!
//! A label ends a mention or stands outside (9 of them), or leaves one open
//! (8). After the first sort come "outside" and the 8 that begin a mention;
//! after the second the inside and the last of the same kind: 81 + 16
//! transitions are possible.

use super::label::{COLUMNS, OUTSIDE};
use super::words::Row;

/// Possible transitions.
pub const TRANSITIONS: usize = 9 * 9 + 16;

/// The labels after which a mention may begin: outside, last, unit.
pub const CLOSED: [u8; 9] = [OUTSIDE, 8, 9, 10, 11, 12, 13, 14, 15];

/// The labels that may follow those: outside, begin, unit.
pub const OPENING: [u8; 9] = [OUTSIDE, 0, 1, 2, 3, 12, 13, 14, 15];

/// Lower than any difference of scores in a window.
const NEVER: f32 = -8_388_608.0;

/// The labels that begin a mention: all of [`OPENING`] but "outside".
const BEGINNINGS: usize = 8;

/// The scores of transitions.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Transitions {
    /// From [`CLOSED`] to [`OPENING`]: `[to][from]`.
    pub between: [[i32; 9]; 9],
    /// By kind: begin to inside, begin to last, inside to inside, inside to last.
    pub within: [[i32; 4]; 4],
    /// `between` as `[from][to]`, without "outside" as the next.
    to_beginning: [[f32; BEGINNINGS]; 9],
    /// `between` from each to "outside".
    to_outside: [f32; 9],
    /// `within` as `[step][kind]`.
    onward: [[f32; 4]; 4],
}

impl Transitions {
    /// Reads the scores in the order of [`Transitions::scores`]; missing ones
    /// are zero.
    pub fn from_scores(mut scores: impl Iterator<Item = i32>) -> Self {
        let mut transitions = Transitions::default();
        let rows = transitions.between.as_flattened_mut();
        for place in rows.iter_mut().chain(transitions.within.as_flattened_mut()) {
            *place = scores.next().unwrap_or(0);
        }
        for (from, row) in transitions.to_beginning.iter_mut().enumerate() {
            *row = std::array::from_fn(|to| transitions.between[to + 1][from] as f32);
        }
        transitions.to_outside = transitions.between[0].map(|score| score as f32);
        for (step, row) in transitions.onward.iter_mut().enumerate() {
            *row = std::array::from_fn(|kind| transitions.within[kind][step] as f32);
        }
        transitions
    }

    /// All scores in one order.
    pub fn scores(&self) -> impl Iterator<Item = i32> {
        self.between.as_flattened().iter().chain(self.within.as_flattened()).copied()
    }
}

/// The scores of the labels of a token: those of the best sequences that end
/// there. Whole numbers, which 32-bit floats hold exactly up to 2^24: the least
/// processors have instructions for four at once, which they lack for integers.
#[derive(Debug, Clone, Copy)]
struct Scores {
    /// Of [`COLUMNS`] labels.
    labels: [f32; COLUMNS],
    outside: f32,
}

impl Scores {
    const START: Scores = Scores { labels: [NEVER; COLUMNS], outside: 0.0 };

    /// The scores of the labels in [`CLOSED`].
    fn closed(&self) -> [f32; 9] {
        let mut closed = [self.outside; 9];
        closed[1..].copy_from_slice(&self.labels[8..]);
        closed
    }
}

/// Finds best sequences. Keeps its memory.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The scores before each token.
    before: Vec<Scores>,
}

impl Decoder {
    /// Appends the best labels for the rows of a window to `labels`. The window
    /// begins and ends outside any mention.
    pub fn decode(&mut self, rows: &[Row], transitions: &Transitions, labels: &mut Vec<u8>) {
        self.before.clear();
        let mut scores = Scores::START;
        for row in rows {
            self.before.push(scores);
            scores = step(&scores, row, transitions);
        }
        let mut label = best_of(scores.closed());
        let start = labels.len();
        for before in self.before.iter().rev() {
            labels.push(label);
            label = came_from(label, before, transitions);
        }
        labels[start..].reverse();
    }
}

fn step(before: &Scores, row: &Row, transitions: &Transitions) -> Scores {
    let mut beginning = [f32::MIN; BEGINNINGS];
    let mut outside = f32::MIN;
    for (from, score) in before.closed().into_iter().enumerate() {
        for (best, transition) in beginning.iter_mut().zip(transitions.to_beginning[from]) {
            *best = larger(*best, score + transition);
        }
        outside = larger(outside, score + transitions.to_outside[from]);
    }
    let mut labels = [0.0; COLUMNS];
    let [to_inside, to_last, on_inside, on_last] = &transitions.onward;
    for kind in 0..4 {
        let (begin, inside) = (before.labels[kind], before.labels[4 + kind]);
        labels[kind] = beginning[kind];
        labels[4 + kind] = larger(begin + to_inside[kind], inside + on_inside[kind]);
        labels[8 + kind] = larger(begin + to_last[kind], inside + on_last[kind]);
        labels[12 + kind] = beginning[4 + kind];
    }
    // Only differences matter; so they stay small in long windows.
    for (label, &emission) in labels.iter_mut().zip(row) {
        *label = larger(*label + f32::from(emission) - outside, NEVER);
    }
    Scores { labels, outside: 0.0 }
}

/// Returns the label that the best sequence has before `label`.
fn came_from(label: u8, before: &Scores, transitions: &Transitions) -> u8 {
    let Some(to) = OPENING.iter().position(|&opening| opening == label) else {
        let (kind, to) = (usize::from(label % 4), usize::from(label >= 8));
        let begin = before.labels[kind] + transitions.onward[to][kind];
        let inside = before.labels[4 + kind] + transitions.onward[2 + to][kind];
        return if begin >= inside { kind as u8 } else { 4 + kind as u8 };
    };
    let mut sums = before.closed();
    for (sum, &transition) in sums.iter_mut().zip(&transitions.between[to]) {
        *sum += transition as f32;
    }
    best_of(sums)
}

/// Returns the label in [`CLOSED`] with the highest score; of equals the first,
/// so rather "outside".
fn best_of(scores: [f32; 9]) -> u8 {
    let mut best = 0;
    for (at, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = at;
        }
    }
    CLOSED[best]
}

/// The larger of two numbers: one instruction, where `f32::max` is several.
#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

const _: () = assert!(COLUMNS == 16 && OUTSIDE == 16);

#[cfg(test)]
mod tests {
    use super::super::label::LABELS;
    use super::*;
    use proptest::prelude::*;

    /// The score of a sequence; `None` where it is not well-formed.
    fn score(labels: &[u8], rows: &[Row], transitions: &Transitions) -> Option<i32> {
        let mut sum = 0;
        let mut before = OUTSIDE;
        for (&label, row) in labels.iter().zip(rows) {
            sum += i32::from(row.get(usize::from(label)).copied().unwrap_or(0));
            let closed = CLOSED.iter().position(|&each| each == before);
            let opening = OPENING.iter().position(|&each| each == label);
            sum += match (closed, opening) {
                (Some(from), Some(to)) => transitions.between[to][from],
                (None, None) if before % 4 == label % 4 => {
                    let role = usize::from(label >= 8);
                    transitions.within[usize::from(label % 4)][2 * usize::from(before >= 4) + role]
                }
                _ => return None,
            };
            before = label;
        }
        CLOSED.contains(&before).then_some(sum)
    }

    fn best_of_all(rows: &[Row], transitions: &Transitions) -> i32 {
        let all = (LABELS as u32).pow(rows.len() as u32);
        (0..all)
            .filter_map(|mut code| {
                let labels: Vec<u8> = rows
                    .iter()
                    .map(|_| {
                        let label = (code % LABELS as u32) as u8;
                        code /= LABELS as u32;
                        label
                    })
                    .collect();
                score(&labels, rows, transitions)
            })
            .max()
            .expect("all outside is well-formed")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn no_sequence_is_better(
            rows in prop::collection::vec(prop::array::uniform16(-100i16..100), 0..4),
            scores in prop::collection::vec(-100i32..100, TRANSITIONS),
        ) {
            let transitions = Transitions::from_scores(scores.into_iter());
            let mut labels = Vec::new();
            Decoder::default().decode(&rows, &transitions, &mut labels);
            prop_assert_eq!(labels.len(), rows.len());
            let found = score(&labels, &rows, &transitions);
            prop_assert_eq!(found, Some(best_of_all(&rows, &transitions)));
        }
    }
}
