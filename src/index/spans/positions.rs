//! The arithmetic of positions: where words begin, in order, each once. It says
//! whether there is a place without making any.

use crate::query::ast::Order;

/// Keeps those of some ordered positions that have one of `others` so many
/// words behind them.
pub(super) fn keep_followed(positions: &mut Vec<u32>, others: &[u32], words: u32) {
    let mut others = others;
    positions.retain(|position| {
        let wanted = position.saturating_add(words);
        // Of the one list there may be many more than of the other.
        if others.len() > GALLOP {
            others = &others[others.partition_point(|&other| other < wanted)..];
        } else {
            others = &others[others.iter().take_while(|&&other| other < wanted).count()..];
        }
        others.first() == Some(&wanted)
    });
}

/// Longer lists are halved instead of walked.
const GALLOP: usize = 16;

/// Calls `is_near` with the neighbours among the words of two ordered lists of
/// positions: one of the one and one of the other list, the first of them
/// first, with none of either between them. Ends with the first that are near
/// and says whether there are any.
pub(super) fn neighbours(
    left: &[u32],
    right: &[u32],
    order: Order,
    is_near: &mut dyn FnMut(u32, u32) -> bool,
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

/// Whether one of some ordered words has none of the `others` near it: not the
/// one behind it, nor, where the order is free, the one before it.
pub(super) fn has_alone(
    words: &[u32],
    others: &[u32],
    order: Order,
    is_near: &mut dyn FnMut(u32, u32) -> bool,
) -> bool {
    let mut next = 0;
    words.iter().any(|&word| {
        next += others[next..].iter().take_while(|&&other| other < word).count();
        let before = next.checked_sub(1).map(|last| others[last]);
        let behind = others[next..].iter().find(|&&other| other > word);
        let is_followed = behind.is_some_and(|&other| is_near(word, other));
        let is_preceded =
            order == Order::Either && before.is_some_and(|other| is_near(other, word));
        !is_followed && !is_preceded
    })
}

/// Whether fewer than `limit` words stand between two positions, the first of
/// them first. The ends of sentences take positions, but they are no words.
pub(super) fn are_within(one: u32, other: u32, ends: &[u32], limit: u32) -> bool {
    let from = ends.partition_point(|&end| end < one);
    let crossed = ends[from..].iter().take_while(|&&end| end < other);
    other - one - 1 - (crossed.count() as u32) < limit
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::spans::Place;
    use crate::index::spans::places::{Buffers, Nearness};
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

            let mut covers = Vec::new();
            nearness.covers(&lefts, &rights, &mut buffers, &mut covers);
            prop_assert_eq!(neighbours(&left, &right, order, is_near), !covers.is_empty());

            let mut alone = Vec::new();
            nearness.alone(&lefts, &rights, &mut buffers, &mut alone);
            prop_assert_eq!(has_alone(&left, &right, order, is_near), !alone.is_empty());

            let mut followed = left.clone();
            keep_followed(&mut followed, &right, words);
            let all = left.iter().copied().filter(|at| right.contains(&(at + words)));
            prop_assert_eq!(followed, all.collect::<Vec<_>>());
        }
    }
}
