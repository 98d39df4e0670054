//! The arithmetic of places. Lists of places are in order and have no doubles.

use super::Place;
use super::ruler::ends_between;
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

/// Two lists of places of one document and the ends that a distance counts.
pub(super) struct Nearness<'a> {
    pub distance: Distance,
    pub order: Order,
    /// The ends of sentences, or of paragraphs where the distance is one.
    pub ends: &'a [u32],
}

impl Nearness<'_> {
    /// Whether a place and a later one that does not overlap it are near.
    fn near(&self, before: Place, after: Place) -> bool {
        match self.distance {
            Distance::Words(limit) => {
                let positions = after.start - before.end;
                // Ends take positions, but they are no words.
                let ends = ends_between(self.ends, before.end, after.start);
                positions.saturating_sub(ends) < limit
            }
            Distance::Sentence | Distance::Paragraph => {
                ends_between(self.ends, before.start, after.end) == 0
            }
        }
    }

    /// Calls `found` with each pair of indices, left and right, that are near
    /// each other and do not overlap.
    pub(super) fn pairs(
        &self,
        left: &[Place],
        right: &[Place],
        found: &mut dyn FnMut(usize, usize),
    ) {
        self.ordered_pairs(left, right, &mut |before, after| found(before, after));
        if self.order == Order::Either {
            self.ordered_pairs(right, left, &mut |before, after| found(after, before));
        }
    }

    fn ordered_pairs(
        &self,
        before: &[Place],
        after: &[Place],
        found: &mut dyn FnMut(usize, usize),
    ) {
        for (first, &place) in before.iter().enumerate() {
            let from = after.partition_point(|other| other.start < place.end);
            for (second, &other) in after.iter().enumerate().skip(from) {
                if self.near(place, other) {
                    found(first, second);
                } else if self.beyond(place, other) {
                    break;
                }
            }
        }
    }

    /// Whether `after` is too far from `before` for any later place to be
    /// near: the distance grows with the start.
    fn beyond(&self, before: Place, after: Place) -> bool {
        match self.distance {
            Distance::Words(_) => true,
            Distance::Sentence | Distance::Paragraph => {
                ends_between(self.ends, before.start, after.start) > 0
            }
        }
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
            nearness.pairs(&[left], &[right], &mut |_, _| count += 1);
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
            nearness.pairs(&left, &right, &mut |one, other| seen.push((one, other)));
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
            prop_assert_eq!(seen, expected);
        }
    }
}
