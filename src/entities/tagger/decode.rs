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
const NEVER: i16 = i16::MIN;

/// The scores of eight labels. 16 bits: the least processors add and compare
/// eight such numbers at once. Scores are told against "outside", and the
/// weights of a model are so small that those of real texts are some hundreds;
/// beyond the range they stay at its ends.
type Eight = [i16; 8];

/// The scores of transitions.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Transitions {
    /// From [`CLOSED`] to [`OPENING`]: `[to][from]`.
    pub between: [[i32; 9]; 9],
    /// By kind: begin to inside, begin to last, inside to inside, inside to last.
    pub within: [[i32; 4]; 4],
    /// `between` from all but "outside", as `[from][to]` by label: [`NEVER`] to
    /// labels that begin no mention.
    from_closed: [Row; 8],
    /// The same from "outside".
    from_outside: Row,
    /// `between` from "outside" to itself.
    stay_outside: i16,
    /// `between` from all others to "outside".
    to_outside: Eight,
    /// `within` as `[step][kind]`.
    onward: [[i16; 4]; 4],
    /// The most that a label can gain against "outside" by the transitions to
    /// it and to "outside" behind it, by label.
    most: [i16; COLUMNS],
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
        let Transitions { between, within, .. } = &transitions;
        let from = |from: usize| {
            let mut row = [NEVER; COLUMNS];
            for (to, &label) in OPENING.iter().enumerate().skip(1) {
                row[usize::from(label)] = narrow(between[to][from]);
            }
            row
        };
        let (from_outside, from_closed) = (from(0), std::array::from_fn(|at| from(at + 1)));
        let to_outside = std::array::from_fn(|from| narrow(between[0][from + 1]));
        let onward =
            std::array::from_fn(|step| std::array::from_fn(|kind| narrow(within[kind][step])));
        let most = std::array::from_fn(|label| narrow(transitions.most_of(label as u8)));
        let stay_outside = narrow(between[0][0]);
        Transitions {
            from_closed,
            from_outside,
            stay_outside,
            to_outside,
            onward,
            most,
            ..transitions
        }
    }

    fn most_of(&self, label: u8) -> i32 {
        let outside = self.between[0][0];
        let place = |labels: [u8; 9]| labels.iter().position(|&each| each == label);
        let to = match place(OPENING) {
            Some(to) => self.between[to].iter().max(),
            None => {
                let steps = &self.within[usize::from(label % 4)];
                steps.iter().skip(usize::from(label >= 8)).step_by(2).max()
            }
        };
        let after = place(CLOSED).map_or(0, |from| self.between[0][from].saturating_sub(outside));
        to.map_or(0, |to| to.saturating_sub(outside)).saturating_add(after.max(0))
    }

    /// The most that a token with these scores can gain against "outside" by having
    /// any other label.
    pub(super) fn gain(&self, row: &Row) -> i16 {
        let mut gain = NEVER;
        for (&score, &most) in row.iter().zip(&self.most) {
            gain = score.saturating_add(most).max(gain);
        }
        gain
    }

    /// All scores in one order.
    pub fn scores(&self) -> impl Iterator<Item = i32> {
        self.between.as_flattened().iter().chain(self.within.as_flattened()).copied()
    }
}

/// A model has scores of 16 bits.
fn narrow(score: i32) -> i16 {
    score.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

/// The scores of the labels of a token: those of the best sequences that end
/// there, less that of the best one that ends with "outside".
#[derive(Debug, Clone, Copy)]
struct Scores {
    labels: Row,
    /// Whether the best sequence that ends with "outside" has it before, too.
    stays_outside: bool,
}

impl Scores {
    const START: Scores = Scores { labels: [NEVER; COLUMNS], stays_outside: true };
}

/// Finds best sequences. Keeps its memory.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The scores before each token, and after the last.
    scores: Vec<Scores>,
}

impl Decoder {
    /// Appends the best labels for the rows of a window to `labels`. The window
    /// begins and ends outside any mention.
    pub fn decode(&mut self, rows: &[Row], transitions: &Transitions, labels: &mut Vec<u8>) {
        let start = labels.len();
        labels.resize(start + rows.len(), OUTSIDE);
        if is_outside(rows, transitions) {
            return;
        }
        self.scores.clear();
        let mut last = Scores::START;
        for row in rows {
            self.scores.push(last);
            last = step(&last, row, transitions);
        }
        let mut label = best_of(0, &last.labels, |_| 0);
        for (place, before) in labels[start..].iter_mut().zip(&self.scores).rev() {
            *place = label;
            let stays = label == OUTSIDE && last.stays_outside;
            label = if stays { OUTSIDE } else { came_from(label, before, transitions) };
            last = *before;
        }
    }
}

/// Whether no label of any token can gain anything against "outside"; most
/// capitals that only begin a sentence are so.
fn is_outside(rows: &[Row], transitions: &Transitions) -> bool {
    rows.iter().all(|row| transitions.gain(row) <= 0)
}

fn step(before: &Scores, row: &Row, transitions: &Transitions) -> Scores {
    let Scores { labels: old, .. } = before;
    let mut labels = transitions.from_outside;
    for (&score, transitions) in old[8..].iter().zip(&transitions.from_closed) {
        raise(&mut labels, score, transitions);
    }
    let mut outside = transitions.stay_outside;
    for (&score, &transition) in old[8..].iter().zip(&transitions.to_outside) {
        outside = score.saturating_add(transition).max(outside);
    }
    for kind in 0..4 {
        let [to_inside, to_last, on_inside, on_last] = &transitions.onward;
        let (begin, inside) = (old[kind], old[4 + kind]);
        labels[4 + kind] =
            begin.saturating_add(to_inside[kind]).max(inside.saturating_add(on_inside[kind]));
        labels[8 + kind] =
            begin.saturating_add(to_last[kind]).max(inside.saturating_add(on_last[kind]));
    }
    // Only differences matter; so they stay small in long windows.
    for (label, &emission) in labels.iter_mut().zip(row) {
        *label = label.saturating_add(emission).saturating_sub(outside);
    }
    Scores { labels, stays_outside: outside == transitions.stay_outside }
}

/// Raises the best scores of labels to those after a label with this score.
#[inline(always)]
fn raise(best: &mut Row, score: i16, transitions: &Row) {
    for (best, &transition) in best.iter_mut().zip(transitions) {
        *best = score.saturating_add(transition).max(*best);
    }
}

/// Returns the label that the best sequence has before `label`.
fn came_from(label: u8, before: &Scores, transitions: &Transitions) -> u8 {
    let labels = &before.labels;
    if (4..12).contains(&label) {
        let (kind, to) = (usize::from(label % 4), usize::from(label >= 8));
        let begin = labels[kind].saturating_add(transitions.onward[to][kind]);
        let inside = labels[4 + kind].saturating_add(transitions.onward[2 + to][kind]);
        return if begin >= inside { kind as u8 } else { 4 + kind as u8 };
    }
    if label == OUTSIDE {
        return best_of(transitions.stay_outside, labels, |from| transitions.to_outside[from]);
    }
    let to = usize::from(label);
    best_of(transitions.from_outside[to], labels, |from| transitions.from_closed[from][to])
}

/// Returns the label in [`CLOSED`] with the highest score, that of "outside" or
/// those of the others with what is `added`; of equals the first, so rather
/// "outside".
fn best_of(outside: i16, labels: &Row, added: impl Fn(usize) -> i16) -> u8 {
    let (mut best, mut label) = (outside, OUTSIDE);
    for (from, &score) in labels[8..].iter().enumerate() {
        let score = score.saturating_add(added(from));
        if score > best {
            (best, label) = (score, 8 + from as u8);
        }
    }
    label
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

    #[test]
    fn where_nothing_can_be_gained_nothing_is_looked_for() {
        let transitions = Transitions::from_scores(std::iter::repeat_n(-10, TRANSITIONS));
        let mut rows = [[0; COLUMNS]; 3];
        assert!(is_outside(&rows, &transitions));
        rows[1][9] = 1;
        assert!(!is_outside(&rows, &transitions));
        // What is gained by the step back to "outside" counts as well.
        let mut scores = vec![0; TRANSITIONS];
        scores[5] = 7;
        let transitions = Transitions::from_scores(scores.into_iter());
        assert!(!is_outside(&[[-6; COLUMNS]], &transitions));
        assert!(is_outside(&[[-7; COLUMNS]], &transitions));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn no_sequence_is_better(
            rows in prop::collection::vec(prop::array::uniform16(-100i16..100), 0..4),
            scores in prop::collection::vec(-100i32..100, TRANSITIONS),
            lower in prop::sample::select(&[0, 100, 250]),
        ) {
            // The lower they are, the more often nothing is to be found.
            let lowered = |row: Row| row.map(|score| score - lower);
            let rows: Vec<Row> = rows.into_iter().map(lowered).collect();
            let transitions = Transitions::from_scores(scores.into_iter());
            let mut labels = Vec::new();
            Decoder::default().decode(&rows, &transitions, &mut labels);
            prop_assert_eq!(labels.len(), rows.len());
            let found = score(&labels, &rows, &transitions);
            prop_assert_eq!(found, Some(best_of_all(&rows, &transitions)));
        }
    }
}
