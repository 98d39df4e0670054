//! Which terms of a document stand at the same positions.

use super::postings::{NONE, Terms};
use crate::index::stream::{NEXT, SAME, SIGNS, SKIP};

/// Finds the terms of a document that stand wherever another one does and nowhere
/// else. Where several terms stand at a position, it is asked of the last of them in
/// the order of terms, and the other one is the first.
pub(super) struct Together {
    /// By number: the place of a term in the order of terms.
    places: Vec<u32>,
    /// By number: of the document at hand.
    here: Vec<Here>,
    /// By number: the one term that it may stand with, or [`NONE`].
    others: Vec<u32>,
    /// How many documents were read.
    read: u32,
}

/// How a term stands in a document.
#[derive(Clone, Copy)]
struct Here {
    /// Which of those that were read.
    document: u32,
    times: u32,
    /// How often with its other term.
    together: u32,
}

impl Together {
    /// For terms with these numbers, in their order.
    pub(super) fn of(order: &[u32]) -> Together {
        let mut places = vec![0; order.len()];
        for (place, number) in (0..).zip(order) {
            places[*number as usize] = place;
        }
        let nowhere = Here { document: 0, times: 0, together: 0 };
        let (here, others) = (vec![nowhere; order.len()], vec![NONE; order.len()]);
        Together { places, here, others, read: 0 }
    }

    /// Reads the entries of a document.
    pub(super) fn read(&mut self, entries: impl Iterator<Item = u32>, words: &[Terms]) {
        self.read = self.read.wrapping_add(1);
        // The first and the last term at the position at hand.
        let mut ends: Option<(u32, u32)> = None;
        for entry in entries {
            let number = entry & !SIGNS;
            match entry & SIGNS {
                NEXT => {
                    self.pair(ends.replace((number, number)));
                    self.count(number);
                }
                SAME => {
                    let (first, last) = ends.unwrap_or((number, number));
                    ends = Some((self.min(first, number), self.max(last, number)));
                    self.count(number);
                }
                SKIP => self.pair(ends.take()),
                _ => {
                    let [form, stem, key] = words[entry as usize];
                    let mut here = (form, form);
                    self.count(form);
                    for number in [stem, key] {
                        if number != NONE {
                            self.count(number);
                            here = (self.min(here.0, number), self.max(here.1, number));
                        }
                    }
                    self.pair(ends.replace(here));
                }
            }
        }
        self.pair(ends);
    }

    /// Whether a term of the document that was read stands as its other one does.
    pub(super) fn is_as_other(&self, number: u32) -> bool {
        let other = self.others[number as usize];
        let here = self.here[number as usize];
        other != NONE
            && here.document == self.read
            && here.together == here.times
            && self.here[other as usize].times == here.times
    }

    /// The place, in the order of terms, of the other one of a term.
    pub(super) fn other(&self, number: u32) -> Option<u64> {
        let other = self.others[number as usize];
        (other != NONE).then(|| self.places[other as usize].into())
    }

    fn min(&self, one: u32, other: u32) -> u32 {
        if self.places[other as usize] < self.places[one as usize] { other } else { one }
    }

    fn max(&self, one: u32, other: u32) -> u32 {
        if self.places[other as usize] > self.places[one as usize] { other } else { one }
    }

    fn count(&mut self, number: u32) {
        let here = &mut self.here[number as usize];
        if here.document != self.read {
            *here = Here { document: self.read, times: 0, together: 0 };
        }
        here.times += 1;
    }

    /// Ends a position.
    fn pair(&mut self, ends: Option<(u32, u32)>) {
        let Some((first, last)) = ends.filter(|(first, last)| first != last) else { return };
        let other = &mut self.others[last as usize];
        if *other == NONE {
            *other = first;
        }
        if *other == first {
            self.here[last as usize].together += 1;
        }
    }
}
