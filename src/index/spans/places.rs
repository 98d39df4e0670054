//! The arithmetic of places. Lists of places are in order and have no doubles.
//!
//! A document may have hundreds of thousands of them: nothing here compares all
//! with all unless all pairs are asked for.

use std::ops::ControlFlow;

use super::Place;
use crate::query::ast::{Distance, Order};

/// Puts a list in order and drops doubles.
pub(super) fn tidy(places: &mut Vec<Place>) {
    places.sort_unstable();
    places.dedup();
}

/// Joins each place of `first` with the places of `second` that begin where
/// it ends.
pub(super) fn joined(first: &[Place], second: &[Place], out: &mut Vec<Place>) {
    out.clear();
    for place in first {
        let from = second.partition_point(|next| next.start < place.end);
        let following = second[from..].iter().take_while(|next| next.start == place.end);
        out.extend(following.map(|next| Place { start: place.start, end: next.end }));
    }
    tidy(out);
}

/// How near two places of one document must be.
pub(super) struct Nearness<'a> {
    pub distance: Distance,
    pub order: Order,
    /// The ends of sentences, or of paragraphs where the distance is one.
    pub ends: &'a [u32],
}

/// How far from a place the later places are that are near it.
struct Reach {
    /// The last position where one may start.
    start: u32,
    /// The last position where one may end.
    end: u32,
}

impl Nearness<'_> {
    /// Calls `found` with each pair of indices, left and right, that are near
    /// each other and do not overlap, in order of the start of the pair, until
    /// it breaks.
    pub(super) fn pairs(
        &self,
        left: &[Place],
        right: &[Place],
        found: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (mut one, mut other) = (0, 0);
        loop {
            let left_is_next = match (left.get(one), right.get(other)) {
                (None, None) => return ControlFlow::Continue(()),
                (Some(left), Some(right)) => left <= right,
                (left, _) => left.is_some(),
            };
            if left_is_next {
                self.later(left[one], right, &mut |later| found(one, later))?;
                one += 1;
            } else {
                if self.order == Order::Either {
                    self.later(right[other], left, &mut |later| found(later, other))?;
                }
                other += 1;
            }
        }
    }

    /// Finds the places that cover a pair, in order and without doubles: the
    /// first `limit`, perhaps some more.
    pub(super) fn covers(
        &self,
        left: &[Place],
        right: &[Place],
        limit: usize,
        out: &mut Vec<Place>,
    ) {
        let mut same_start: Vec<Place> = Vec::new();
        let _ = self.pairs(left, right, &mut |one, other| {
            let cover = cover(left[one], right[other]);
            if same_start.last().is_some_and(|last| last.start != cover.start) {
                tidy(&mut same_start);
                out.append(&mut same_start);
            }
            if out.len() >= limit {
                return ControlFlow::Break(());
            }
            same_start.push(cover);
            match limit {
                1 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        tidy(&mut same_start);
        out.append(&mut same_start);
    }

    /// Finds those of `places` that have none of `unwanted` near them.
    pub(super) fn alone(&self, places: &[Place], unwanted: &[Place], out: &mut Vec<Place>) {
        let mut alone = Remaining::all(places.len());
        for (index, &place) in places.iter().enumerate() {
            if self.later(place, unwanted, &mut |_| ControlFlow::Break(())).is_break() {
                alone.remove(index);
            }
        }
        if self.order == Order::Either {
            for &before in unwanted {
                let reach = self.reach(before);
                let mut index = alone.from(places.partition_point(|at| at.start < before.end));
                while let Some(place) = places.get(index)
                    && place.start <= reach.start
                {
                    if place.end <= reach.end {
                        alone.remove(index);
                    }
                    index = alone.from(index + 1);
                }
            }
        }
        let mut index = alone.from(0);
        while let Some(&place) = places.get(index) {
            out.push(place);
            index = alone.from(index + 1);
        }
    }

    /// Calls `found` with the index of each place behind `before` that is near
    /// it and does not overlap it, until it breaks.
    fn later(
        &self,
        before: Place,
        places: &[Place],
        found: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let reach = self.reach(before);
        let mut index = places.partition_point(|place| place.start < before.end);
        while let Some(place) = places.get(index)
            && place.start <= reach.start
        {
            if place.end <= reach.end {
                found(index)?;
                index += 1;
            } else {
                // Those that start there and are longer reach too far as well.
                index += places[index..].partition_point(|other| other.start == place.start);
            }
        }
        ControlFlow::Continue(())
    }

    fn reach(&self, before: Place) -> Reach {
        let end_from = |position| self.ends.partition_point(|&end| end < position);
        match self.distance {
            Distance::Words(limit) => {
                let mut start = before.end.saturating_add(limit).saturating_sub(1);
                // Ends take positions, but they are no words.
                for &end in &self.ends[end_from(before.end)..] {
                    if end > start {
                        break;
                    }
                    start = start.saturating_add(1);
                }
                Reach { start, end: u32::MAX }
            }
            Distance::Sentence | Distance::Paragraph => {
                let end = self.ends.get(end_from(before.start)).copied().unwrap_or(u32::MAX);
                Reach { start: end, end }
            }
        }
    }
}

/// Which of some indices remain, as more and more are removed.
struct Remaining {
    /// For each index itself, or one behind it from where to look on.
    next: Vec<usize>,
}

impl Remaining {
    fn all(count: usize) -> Remaining {
        Remaining { next: (0..=count).collect() }
    }

    fn remove(&mut self, index: usize) {
        self.next[index] = index + 1;
    }

    /// The first index at or behind `index` that remains, or their count.
    fn from(&mut self, mut index: usize) -> usize {
        let last = self.next.len() - 1;
        index = index.min(last);
        while self.next[index] != index {
            // Halves the way for the next to come.
            self.next[index] = self.next[self.next[index]];
            index = self.next[index];
        }
        index
    }
}

/// The smallest place that holds both.
pub(super) fn cover(one: Place, other: Place) -> Place {
    Place { start: one.start.min(other.start), end: one.end.max(other.end) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(start: u32, end: u32) -> Place {
        Place { start, end }
    }

    #[test]
    fn a_phrase_is_places_that_touch() {
        let mut out = Vec::new();
        joined(&[place(0, 1), place(0, 2), place(4, 5)], &[place(1, 2), place(2, 3)], &mut out);
        assert_eq!(out, [place(0, 2), place(0, 3)]);
    }

    #[test]
    fn words_are_counted_without_the_ends_of_sentences() {
        // a . b c : positions 0, (1), 2, 3
        let near = |limit, left, right| {
            let nearness =
                Nearness { distance: Distance::Words(limit), order: Order::Either, ends: &[1] };
            let mut count = 0;
            let _ = nearness.pairs(&[left], &[right], &mut |_, _| {
                count += 1;
                ControlFlow::Continue(())
            });
            count == 1
        };
        assert!(near(1, place(0, 1), place(2, 3)));
        assert!(!near(1, place(0, 1), place(3, 4)));
        assert!(near(2, place(0, 1), place(3, 4)));
        assert!(near(2, place(3, 4), place(0, 1)));
    }

    fn places() -> impl Strategy<Value = Vec<Place>> {
        proptest::collection::vec((0u32..30, 1u32..4), 0..8).prop_map(|raw| {
            let mut places: Vec<Place> =
                raw.into_iter().map(|(start, length)| place(start, start + length)).collect();
            tidy(&mut places);
            places
        })
    }

    fn distance() -> impl Strategy<Value = Distance> {
        prop_oneof![
            (1u32..8).prop_map(Distance::Words),
            Just(Distance::Sentence),
            Just(Distance::Paragraph)
        ]
    }

    proptest! {
        #[test]
        fn pairs_are_those_that_comparing_all_with_all_finds(
            left in places(),
            right in places(),
            distance in distance(),
            either in any::<bool>(),
            ends in proptest::collection::btree_set(0u32..34, 0..6),
        ) {
            let ends: Vec<u32> = ends.into_iter().collect();
            let order = if either { Order::Either } else { Order::LeftFirst };
            let nearness = Nearness { distance, order, ends: &ends };
            let mut seen = Vec::new();
            let _ = nearness.pairs(&left, &right, &mut |one, other| {
                seen.push((one, other));
                ControlFlow::Continue(())
            });
            let pair = |&(one, other): &(usize, usize)| cover(left[one], right[other]);
            prop_assert!(seen.iter().map(|seen| pair(seen).start).is_sorted());
            seen.sort_unstable();
            let mut expected = Vec::new();
            for (one, a) in left.iter().enumerate() {
                for (other, b) in right.iter().enumerate() {
                    let (before, after) = if a.end <= b.start {
                        (a, b)
                    } else if b.end <= a.start && either {
                        (b, a)
                    } else {
                        continue;
                    };
                    let near = match distance {
                        Distance::Words(limit) => {
                            let words = (before.end..after.start).filter(|at| !ends.contains(at));
                            words.count() < limit as usize
                        }
                        _ => !(before.start..after.end).any(|at| ends.contains(&at)),
                    };
                    if near {
                        expected.push((one, other));
                    }
                }
            }
            prop_assert_eq!(&seen, &expected);
            let mut all: Vec<Place> = seen.iter().map(pair).collect();
            tidy(&mut all);
            for limit in [1, 2, 5, usize::MAX] {
                let mut covers = Vec::new();
                nearness.covers(&left, &right, limit, &mut covers);
                prop_assert!(covers.len() >= all.len().min(limit));
                prop_assert!(covers.iter().all(|cover| all.contains(cover)));
                prop_assert!(covers.is_sorted_by(|one, next| one < next));
            }
            let mut alone = Vec::new();
            nearness.alone(&left, &right, &mut alone);
            let near: Vec<Place> = seen.iter().map(|&(one, _)| left[one]).collect();
            let rest = left.iter().filter(|place| !near.contains(place));
            prop_assert_eq!(alone, rest.copied().collect::<Vec<_>>());
        }
    }
}
