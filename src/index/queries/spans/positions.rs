//! The arithmetic of positions: where words begin, in order, each once. It says
//! whether there is a place without making any.

use crate::query::ast::{Distance, Order};

/// Keeps those of some ordered positions that have one of `others` so many
/// words behind them.
pub(super) fn keep_followed(positions: &mut Vec<u32>, others: &[u32], words: u32) {
    // Halving takes the same steps for each: a walk would end where the processor
    // does not foresee it.
    positions.retain(|position| {
        let wanted = position.saturating_add(words);
        others.get(others.partition_point(|&other| other < wanted)) == Some(&wanted)
    });
}

/// Calls `is_near` with the neighbours among the words of two ordered lists of
/// positions: one of the one and one of the other list, the first of them
/// first, with none of either between them. Ends with the first that are near
/// and says whether there are any.
pub(super) fn neighbours(
    left: &[u32],
    right: &[u32],
    order: Order,
    is_near: &mut impl FnMut(u32, u32) -> bool,
) -> bool {
    let (mut left, mut right) = (left, right);
    while let ([one, lefts @ ..], [other, rights @ ..]) = (left, right) {
        if one < other {
            let is_last = lefts.first().is_none_or(|next| next >= other);
            if is_last && is_near(*one, *other) {
                return true;
            }
            left = lefts;
        } else if other < one {
            let is_last = rights.first().is_none_or(|next| next >= one);
            if order == Order::Either && is_last && is_near(*other, *one) {
                return true;
            }
            right = rights;
        } else {
            // One word is both: its neighbours are those behind it.
            if rights.first().is_some_and(|next| is_near(*one, *next))
                || order == Order::Either && lefts.first().is_some_and(|next| is_near(*one, *next))
            {
                return true;
            }
            (left, right) = (lefts, rights);
        }
    }
    false
}

/// Those of some ordered words that have none of the `others` near them: not the
/// one behind, nor, where the order is free, the one before.
pub(super) fn alone(
    words: &[u32],
    others: &[u32],
    order: Order,
    is_near: impl Fn(u32, u32) -> bool,
) -> impl Iterator<Item = u32> {
    let mut next = 0;
    words.iter().copied().filter(move |&word| {
        next += others[next..].iter().take_while(|&&other| other < word).count();
        let before = next.checked_sub(1).map(|last| others[last]);
        let behind = others[next..].iter().find(|&&other| other > word);
        let is_followed = behind.is_some_and(|&other| is_near(word, other));
        let is_preceded =
            order == Order::Either && before.is_some_and(|other| is_near(other, word));
        !is_followed && !is_preceded
    })
}

/// How far from a word another one may stand that is near it. Words are asked
/// about in order, so that the ends are walked once.
pub(super) struct Nearby<'a> {
    distance: Distance,
    ends: &'a [u32],
    /// The first of the ends behind the word at hand.
    next: usize,
}

impl<'a> Nearby<'a> {
    /// `ends` are those of sentences, or of paragraphs where the distance is
    /// one. No word has their positions.
    pub(super) fn new(distance: Distance, ends: &'a [u32]) -> Self {
        Nearby { distance, ends, next: 0 }
    }

    /// The last position that is near a word.
    fn last(&mut self, word: u32) -> u32 {
        self.next += self.ends[self.next..].iter().take_while(|&&end| end < word).count();
        let ends = &self.ends[self.next..];
        match self.distance {
            Distance::Words(limit) => {
                let mut last = word.saturating_add(limit);
                // Ends take positions, but they are no words.
                for &end in ends {
                    if end > last {
                        break;
                    }
                    last = last.saturating_add(1);
                }
                last
            }
            Distance::Sentence | Distance::Paragraph => ends.first().copied().unwrap_or(u32::MAX),
        }
    }

    /// The first position that is near a word behind the one at hand.
    fn first(&self, word: u32) -> u32 {
        let behind = &self.ends[self.next..];
        let before = self.next + behind.iter().take_while(|&&end| end < word).count();
        let mut ends = self.ends[..before].iter().rev();
        match self.distance {
            Distance::Words(limit) => {
                let mut first = word.saturating_sub(limit);
                for &end in ends {
                    if end < first {
                        break;
                    }
                    first = first.saturating_sub(1);
                }
                first
            }
            Distance::Sentence | Distance::Paragraph => ends.next().copied().unwrap_or(0),
        }
    }
}

/// Calls `found` with the shortest pairs of one word of `left` and one of
/// `right` that are near each other, the first of a pair first: from each word
/// to the nearest behind it, and to each from the nearest before it, in order.
/// Runs of the one and of the other take turns, and the nearest stand where
/// they meet. Says no where a word is both.
pub(super) fn pairs(
    left: &[u32],
    right: &[u32],
    order: Order,
    mut nearby: Nearby<'_>,
    found: &mut impl FnMut(u32, u32),
) -> bool {
    let (mut before, mut after) = if left < right { (left, right) } else { (right, left) };
    let mut is_in_order = left < right;
    while let Some(&first) = after.first() {
        let run = before.iter().take_while(|&&one| one < first).count();
        let (run, rest) = before.split_at(run);
        if rest.first() == Some(&first) {
            return false;
        }
        if (is_in_order || order == Order::Either)
            && let Some(&last) = run.last()
        {
            let near_last = nearby.last(last);
            if first <= near_last {
                let near_first = nearby.first(first);
                let near = run.iter().rev().take_while(|&&one| one >= near_first).count();
                run[run.len() - near..].iter().for_each(|&one| found(one, first));
                let until = rest.first().copied().unwrap_or(u32::MAX);
                let near = after[1..].iter();
                let near = near.take_while(|&&other| other < until && other <= near_last);
                near.for_each(|&other| found(last, other));
            }
        }
        (before, after) = (after, rest);
        is_in_order = !is_in_order;
    }
    true
}

/// Whether fewer than `limit` words stand between two positions, the first of
/// them first. The ends of sentences take positions, but they are no words.
pub(super) fn are_within(one: u32, other: u32, ends: &[u32], limit: u32) -> bool {
    let between = other - one - 1;
    // Mostly they are so near, or so far, that it does not matter where ends are.
    // A document has fewer positions than 2^32.
    between < limit
        || between.saturating_sub(ends.len() as u32) < limit && {
            let from = ends.partition_point(|&end| end < one);
            let crossed = ends[from..].iter().take_while(|&&end| end < other);
            between.saturating_sub(crossed.count() as u32) < limit
        }
}

/// How many pairs [`pairs`] finds at most of words that stand so often.
pub(super) fn most_pairs(often: impl Iterator<Item = u32>, order: Order) -> u32 {
    let (least, sum) = often.fold((u32::MAX, 0_u32), |(least, sum), often| {
        (least.min(often), sum.saturating_add(often))
    });
    match (least, order) {
        (0, _) => 0,
        // Where two runs meet, one pair is that of two words. In order no run
        // meets two others; nor is there more to find for a word that stands
        // alone: each of the others is nearest to it once.
        (1, _) | (_, Order::LeftFirst) => sum - 1,
        // Runs meet one before and one behind, but for the first and the last.
        _ => sum.saturating_mul(2) - 4,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::queries::spans::Place;
    use crate::index::queries::spans::places::{Buffers, Nearness};
    use crate::query::ast::Distance;

    #[test]
    fn a_word_that_is_both_operands_is_not_near_itself() {
        let near = |left: &[u32], right: &[u32]| {
            neighbours(left, right, Order::Either, &mut |one, other| other - one < 3)
        };
        assert!(!near(&[5], &[5]));
        assert!(near(&[5], &[5, 7]));
        assert!(near(&[5, 7], &[5]));
        assert!(!near(&[5, 9], &[5]));
        assert!(near(&[3, 5], &[5]));
    }

    fn positions() -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::btree_set(0u32..40, 0..20)
            .prop_map(|positions| positions.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn words_alone_tell_what_their_places_tell(
            left in positions(),
            right in positions(),
            ends in positions(),
            limit in 1u32..8,
            words in 0u32..4,
            either in any::<bool>(),
        ) {
            let order = if either { Order::Either } else { Order::LeftFirst };
            let free = |at: &u32| !left.contains(at) && !right.contains(at);
            let ends: Vec<u32> = ends.into_iter().filter(free).collect();
            let nearness = Nearness { distance: Distance::Words(limit), order, ends: &ends };
            let places = |positions: &[u32]| -> Vec<Place> {
                positions.iter().map(|&start| Place { start, end: start + 1 }).collect()
            };
            let (lefts, rights) = (places(&left), places(&right));
            let mut buffers = Buffers::default();
            let is_near = &mut |one: u32, other: u32| are_within(one, other, &ends, limit);

            let often = [left.len() as u32, right.len() as u32];
            let at_most = most_pairs(often.into_iter(), order) as usize;

            let mut covers = Vec::new();
            nearness.covers(&lefts, &rights, &mut buffers, &mut covers);
            prop_assert_eq!(neighbours(&left, &right, order, is_near), !covers.is_empty());
            prop_assert!(covers.len() <= at_most, "{} of {at_most}", covers.len());

            let mut by_places = Vec::new();
            nearness.alone(&lefts, &rights, &mut buffers, &mut by_places);
            let is_near = |one, other| are_within(one, other, &ends, limit);
            let alone: Vec<u32> = alone(&left, &right, order, is_near).collect();
            prop_assert_eq!(places(&alone), by_places);

            let mut followed = left.clone();
            keep_followed(&mut followed, &right, words);
            let all = left.iter().copied().filter(|at| right.contains(&(at + words)));
            prop_assert_eq!(followed, all.collect::<Vec<_>>());
        }
    }
}
