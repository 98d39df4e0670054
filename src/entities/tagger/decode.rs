//! The best labels of a window: Viterbi over well-formed sequences.
//!
//! A label ends a mention or stands outside (9 of them), or leaves one open
//! (8). After the first sort come "outside" and the 8 that begin a mention;
//! after the second the inside and the last of the same kind: 81 + 16
//! transitions are possible.

use super::label::{COLUMNS, LABELS, OUTSIDE};
use super::words::Row;

/// Possible transitions.
pub const TRANSITIONS: usize = 9 * 9 + 16;

/// The labels after which a mention may begin: outside, last, unit.
pub const CLOSED: [u8; 9] = [OUTSIDE, 8, 9, 10, 11, 12, 13, 14, 15];

/// The labels that may follow those: outside, begin, unit.
pub const OPENING: [u8; 9] = [OUTSIDE, 0, 1, 2, 3, 12, 13, 14, 15];

/// Lower than any sum of scores of a window.
const NEVER: i32 = i32::MIN >> 6;

/// The scores of transitions.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Transitions {
    /// From [`CLOSED`] to [`OPENING`]: `[to][from]`.
    pub between: [[i32; 9]; 9],
    /// By kind: begin to inside, begin to last, inside to inside, inside to last.
    pub within: [[i32; 4]; 4],
    /// `between` as `[from][to]`.
    padded: [[i32; 16]; 9],
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
        for (to, scores) in transitions.between.iter().enumerate() {
            for (from, &score) in scores.iter().enumerate() {
                transitions.padded[from][to] = score;
            }
        }
        transitions
    }

    /// All scores in one order.
    pub fn scores(&self) -> impl Iterator<Item = i32> {
        self.between.as_flattened().iter().chain(self.within.as_flattened()).copied()
    }
}

/// Finds best sequences. Keeps its memory.
#[derive(Debug, Default)]
pub struct Decoder {
    came_from: Vec<[u8; LABELS]>,
}

impl Decoder {
    /// Appends the best labels for the rows of a window to `labels`. The window
    /// begins and ends outside any mention.
    pub fn decode(&mut self, rows: &[Row], transitions: &Transitions, labels: &mut Vec<u8>) {
        self.came_from.clear();
        let mut scores = [NEVER; LABELS];
        scores[usize::from(OUTSIDE)] = 0;
        for row in rows {
            let mut from = [OUTSIDE; LABELS];
            scores = step(&scores, row, transitions, &mut from);
            // Only differences matter; so they stay small in long windows.
            let outside = scores[usize::from(OUTSIDE)];
            scores.iter_mut().for_each(|score| *score = (*score - outside).max(NEVER));
            self.came_from.push(from);
        }
        // Of equals the last: rather outside.
        let closed = CLOSED.into_iter().rev().max_by_key(|&label| scores[usize::from(label)]);
        let mut label = closed.unwrap_or(OUTSIDE);
        let start = labels.len();
        for from in self.came_from.iter().rev() {
            labels.push(label);
            label = from[usize::from(label)];
        }
        labels[start..].reverse();
    }
}

/// Scores and, in the low four bits, the place in [`CLOSED`] they come from:
/// one maximum finds both.
const PLACE_BITS: u32 = 4;

fn step(
    before: &[i32; LABELS],
    row: &Row,
    transitions: &Transitions,
    from: &mut [u8; LABELS],
) -> [i32; LABELS] {
    let mut after = [NEVER; LABELS];
    // Padded to 16, which the compiler makes vectors of.
    let mut best = [i32::MIN; 16];
    for (place, label) in CLOSED.into_iter().enumerate() {
        let score = before[usize::from(label)];
        for (best, transition) in best.iter_mut().zip(&transitions.padded[place]) {
            let sum = ((score + transition) << PLACE_BITS) | (15 - place as i32);
            *best = (*best).max(sum);
        }
    }
    let emissions = [0, row[0], row[1], row[2], row[3], row[12], row[13], row[14], row[15]];
    for ((to, best), emission) in OPENING.into_iter().zip(best).zip(emissions) {
        after[usize::from(to)] = (best >> PLACE_BITS).max(NEVER) + i32::from(emission);
        from[usize::from(to)] = CLOSED[15 - (best & 15) as usize];
    }
    for (kind, scores) in transitions.within.iter().enumerate() {
        let (begin, inside) = (before[kind], before[4 + kind]);
        for (role, to) in [4 + kind, 8 + kind].into_iter().enumerate() {
            let (first, further) = (begin + scores[role], inside + scores[2 + role]);
            let best = first.max(further).max(NEVER);
            after[to] = best + i32::from(row[to]);
            from[to] = if first >= further { kind as u8 } else { 4 + kind as u8 };
        }
    }
    after
}

const _: () = assert!(COLUMNS == 16 && OUTSIDE == 16);

#[cfg(test)]
mod tests {
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
