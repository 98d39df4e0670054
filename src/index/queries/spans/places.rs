//! The arithmetic of places. Lists of places are in order and have no doubles.
//!
//! A document may have hundreds of thousands of them: nothing here compares all
//! with all.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::Place;
use super::positions::{Nearby, pairs};
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
///
/// The places that cover two operands can be as many as their pairs. Only the
/// shortest count: from each beginning to the nearest end, and to each end from
/// the nearest beginning. So there are at most two for each word of a document,
/// however often it repeats the operands, and none is left out that would be
/// nearer to something else.
pub(super) struct Nearness<'a> {
    pub distance: Distance,
    pub order: Order,
    /// The ends of sentences, or of paragraphs where the distance is one.
    pub ends: &'a [u32],
}

/// A place, and how far from it the later places are that are near it.
#[derive(Debug, Clone, Copy)]
struct Reach {
    place: Place,
    /// The last position where one may start.
    start: u32,
    /// The last position where one may end.
    end: u32,
}

impl Reach {
    fn holds(&self, later: Place) -> bool {
        self.place.end <= later.start && later.start <= self.start && later.end <= self.end
    }
}

/// Memory, kept from one document to the next.
#[derive(Default)]
pub(super) struct Buffers {
    /// The places that others must be behind, by their ends.
    before: Vec<Reach>,
    ahead: VecDeque<Place>,
    behind: VecDeque<Reach>,
    spare: Vec<Place>,
    // Where single words begin.
    lefts: Vec<u32>,
    rights: Vec<u32>,
}

impl Nearness<'_> {
    /// Finds the shortest places that cover one of `left` and one of `right`
    /// that are near each other and do not overlap.
    pub(super) fn covers(
        &self,
        left: &[Place],
        right: &[Place],
        buffers: &mut Buffers,
        out: &mut Vec<Place>,
    ) {
        out.clear();
        if self.covers_of_words(left, right, buffers, out) {
            return;
        }
        out.clear();
        for (before, after) in self.orders(left, right) {
            self.reach(before, buffers);
            nearest_ends(after, buffers, &mut |one, other| out.push(cover(one, other)));
            nearest_starts(after, buffers, &mut |one, other| out.push(cover(one, other)));
        }
        keep_shortest(out, &mut buffers.spare);
    }

    /// The same for operands that are single words; says no where an operand is
    /// longer, or where a word is both.
    fn covers_of_words(
        &self,
        left: &[Place],
        right: &[Place],
        buffers: &mut Buffers,
        out: &mut Vec<Place>,
    ) -> bool {
        if !left.iter().chain(right).all(|place| place.end == place.start + 1) {
            return false;
        }
        let Buffers { lefts, rights, .. } = buffers;
        for (starts, places) in [(&mut *lefts, left), (&mut *rights, right)] {
            starts.clear();
            starts.extend(places.iter().map(|place| place.start));
        }
        let nearby = Nearby::new(self.distance, self.ends);
        pairs(lefts, rights, self.order, nearby, &mut |one, other| out.push(between(one, other)))
    }

    /// Finds those of `places` that have none of `unwanted` near them.
    pub(super) fn alone(
        &self,
        places: &[Place],
        unwanted: &[Place],
        buffers: &mut Buffers,
        out: &mut Vec<Place>,
    ) {
        let mut accompanied = std::mem::take(&mut buffers.spare);
        accompanied.clear();
        self.reach(places, buffers);
        nearest_ends(unwanted, buffers, &mut |place, _| accompanied.push(place));
        if self.order == Order::Either {
            self.reach(unwanted, buffers);
            nearest_starts(places, buffers, &mut |_, place| accompanied.push(place));
        }
        tidy(&mut accompanied);
        let mut next = accompanied.iter().peekable();
        out.extend(places.iter().filter(|place| next.next_if_eq(place).is_none()));
        buffers.spare = accompanied;
    }

    /// Finds for each of the `wanted` covers the two that it covers; of several
    /// those with the least between them.
    pub(super) fn covered(
        &self,
        left: &[Place],
        right: &[Place],
        wanted: &[Place],
        found: &mut dyn FnMut(Place, Place),
    ) {
        for (turned, (before, after)) in self.orders(left, right).enumerate() {
            let mut buffers = Buffers::default();
            self.reach(before, &mut buffers);
            // By beginning, then end.
            let mut before = buffers.before;
            before.sort_unstable_by_key(|reach| reach.place);
            // By end, then beginning.
            let mut after = after.to_vec();
            after.sort_unstable_by_key(|place| (place.end, place.start));
            for cover in wanted {
                let from = before.partition_point(|reach| reach.place.start < cover.start);
                let starting = &before[from..];
                let starting =
                    &starting[..starting.partition_point(|at| at.place.start == cover.start)];
                let to = after.partition_point(|place| place.end <= cover.end);
                let ending = after[..to].iter().rev().take_while(|place| place.end == cover.end);
                let pair = ending.copied().find_map(|other| {
                    let until = starting.partition_point(|reach| reach.place.end <= other.start);
                    let nearest = starting[..until].last()?;
                    nearest.holds(other).then_some((nearest.place, other))
                });
                match pair {
                    Some((one, other)) if turned == 0 => found(one, other),
                    Some((one, other)) => found(other, one),
                    None => {}
                }
            }
        }
    }

    /// Which operand comes before which: left before right, and also the other
    /// way round where the order is free.
    fn orders<'p>(
        &self,
        left: &'p [Place],
        right: &'p [Place],
    ) -> impl Iterator<Item = (&'p [Place], &'p [Place])> {
        let turned = (self.order == Order::Either).then_some((right, left));
        std::iter::once((left, right)).chain(turned)
    }

    /// Puts places in the order of their ends, with how far each reaches.
    /// Those that reach nothing are left out.
    fn reach(&self, places: &[Place], buffers: &mut Buffers) {
        let by_end = &mut buffers.before;
        by_end.clear();
        by_end.extend(places.iter().map(|&place| Reach { place, start: 0, end: 0 }));
        if !places.is_sorted_by_key(|place| place.end) {
            by_end.sort_unstable_by_key(|reach| reach.place.end);
        }
        // The first end of a sentence or paragraph that is not before a place.
        let mut next = 0;
        by_end.retain_mut(|reach| {
            let place = reach.place;
            next += self.ends[next..].iter().take_while(|&&end| end < place.end).count();
            match self.distance {
                Distance::Words(limit) => {
                    reach.start = place.end.saturating_add(limit).saturating_sub(1);
                    // Ends take positions, but they are no words.
                    for &end in &self.ends[next..] {
                        if end > reach.start {
                            break;
                        }
                        reach.start = reach.start.saturating_add(1);
                    }
                    reach.end = u32::MAX;
                    true
                }
                Distance::Sentence | Distance::Paragraph => {
                    reach.end = self.ends.get(next).copied().unwrap_or(u32::MAX);
                    reach.start = reach.end;
                    // What crosses an end is in no one sentence.
                    next.checked_sub(1).is_none_or(|last| self.ends[last] < place.start)
                }
            }
        });
    }
}

/// Calls `found` for each of the places before with the one of `after` near it
/// that ends first.
fn nearest_ends(after: &[Place], buffers: &mut Buffers, found: &mut dyn FnMut(Place, Place)) {
    // Those within reach, as far as none behind them ends earlier.
    let ahead = &mut buffers.ahead;
    ahead.clear();
    let mut after = after.iter().copied().peekable();
    for reach in &buffers.before {
        while let Some(next) = after.next_if(|next| next.start <= reach.start) {
            while ahead.back().is_some_and(|last| last.end >= next.end) {
                ahead.pop_back();
            }
            ahead.push_back(next);
        }
        while ahead.front().is_some_and(|first| first.start < reach.place.end) {
            ahead.pop_front();
        }
        if let Some(&first) = ahead.front()
            && reach.holds(first)
        {
            found(reach.place, first);
        }
    }
}

/// Calls `found` for each of the places `after` with the one before, near it,
/// that starts last.
fn nearest_starts(after: &[Place], buffers: &mut Buffers, found: &mut dyn FnMut(Place, Place)) {
    // Those that reach as far, as far as none behind them starts later.
    let behind = &mut buffers.behind;
    behind.clear();
    let mut before = buffers.before.iter().copied().peekable();
    for &place in after {
        while let Some(next) = before.next_if(|next| next.place.end <= place.start) {
            while behind.back().is_some_and(|last| last.place.start <= next.place.start) {
                behind.pop_back();
            }
            behind.push_back(next);
        }
        while behind.front().is_some_and(|first| first.start < place.start) {
            behind.pop_front();
        }
        if let Some(first) = behind.front()
            && first.holds(place)
        {
            found(first.place, place);
        }
    }
}

/// Keeps the shortest of the places that share a beginning, and of those that
/// share an end.
fn keep_shortest(places: &mut Vec<Place>, spare: &mut Vec<Place>) {
    spare.clear();
    spare.extend_from_slice(places);
    spare.sort_unstable_by_key(|place| (place.end, Reverse(place.start)));
    spare.dedup_by_key(|place| place.end);
    places.sort_unstable();
    places.dedup_by_key(|place| place.start);
    places.append(spare);
    tidy(places);
}

/// The place from one word to another behind it.
pub(super) fn between(one: u32, other: u32) -> Place {
    Place { start: one, end: other + 1 }
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
            let mut covers = Vec::new();
            nearness.covers(&[left], &[right], &mut Buffers::default(), &mut covers);
            covers.len() == 1
        };
        assert!(near(1, place(0, 1), place(2, 3)));
        assert!(!near(1, place(0, 1), place(3, 4)));
        assert!(near(2, place(0, 1), place(3, 4)));
        assert!(near(2, place(3, 4), place(0, 1)));
    }

    fn places() -> impl Strategy<Value = Vec<Place>> {
        proptest::collection::vec((0u32..30, 1u32..5), 0..12).prop_map(|raw| {
            let mut places: Vec<Place> =
                raw.into_iter().map(|(start, length)| place(start, start + length)).collect();
            tidy(&mut places);
            places
        })
    }

    /// Single words half of the time.
    fn operand() -> impl Strategy<Value = Vec<Place>> {
        (places(), any::<bool>()).prop_map(|(mut places, words)| {
            if words {
                places.iter_mut().for_each(|place| place.end = place.start + 1);
                tidy(&mut places);
            }
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

    /// All pairs, left and right, that are near each other.
    fn pairs(left: &[Place], right: &[Place], nearness: &Nearness<'_>) -> Vec<(Place, Place)> {
        let ends = nearness.ends;
        let near = |before: Place, after: Place| {
            before.end <= after.start
                && match nearness.distance {
                    Distance::Words(limit) => {
                        let words = (before.end..after.start).filter(|at| !ends.contains(at));
                        words.count() < limit as usize
                    }
                    _ => !(before.start..after.end).any(|at| ends.contains(&at)),
                }
        };
        let all = left.iter().flat_map(|&one| right.iter().map(move |&other| (one, other)));
        all.filter(|&(one, other)| {
            near(one, other) || nearness.order == Order::Either && near(other, one)
        })
        .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn comparing_all_with_all_finds_the_same(
            left in operand(),
            right in operand(),
            distance in distance(),
            either in any::<bool>(),
            ends in proptest::collection::btree_set(0u32..34, 0..6),
        ) {
            // No word stands where a sentence ends.
            let is_word = |place: &Place| {
                !ends.contains(&place.start) && !ends.contains(&(place.end - 1))
            };
            let (mut left, mut right) = (left, right);
            left.retain(is_word);
            right.retain(is_word);
            let ends: Vec<u32> = ends.into_iter().collect();
            let order = if either { Order::Either } else { Order::LeftFirst };
            let nearness = Nearness { distance, order, ends: &ends };
            let mut buffers = Buffers::default();
            let pairs = pairs(&left, &right, &nearness);

            let all: Vec<Place> = pairs.iter().map(|&(one, other)| cover(one, other)).collect();
            let mut shortest: Vec<Place> = all
                .iter()
                .filter(|place| {
                    !all.iter().any(|other| other.start == place.start && other.end < place.end)
                        || !all.iter().any(|other| other.end == place.end && other.start > place.start)
                })
                .copied()
                .collect();
            tidy(&mut shortest);
            let mut covers = Vec::new();
            nearness.covers(&left, &right, &mut buffers, &mut covers);
            prop_assert_eq!(&covers, &shortest);

            let mut covered = Vec::new();
            nearness.covered(&left, &right, &covers, &mut |one, other| {
                covered.push((one, other));
            });
            prop_assert!(covered.iter().all(|pair| pairs.contains(pair)));
            let mut again: Vec<Place> =
                covered.iter().map(|&(one, other)| cover(one, other)).collect();
            tidy(&mut again);
            prop_assert_eq!(&again, &covers);

            let mut alone = Vec::new();
            nearness.alone(&left, &right, &mut buffers, &mut alone);
            let rest = left.iter().filter(|&&place| !pairs.iter().any(|&(one, _)| one == place));
            prop_assert_eq!(alone, rest.copied().collect::<Vec<_>>());
        }
    }
}
