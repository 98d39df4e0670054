//! How the positions of a word in one document are written (after Elias and Fano,
//! as Vigna has it for indexes, 2013).
//!
//! A document that is `length` positions long has the word `times`. The lower bits
//! of each position stand one behind the other; of the rest the steps are written,
//! as zeros, each closed by a one. How many bits that takes follows from the two
//! numbers: nothing has to be read to go to the next document.

use super::bits::{AT_ONCE, BitWriter, Bits, width};

/// How many bits of each position are written as they are.
#[inline]
fn lower(times: u32, length: u32) -> u32 {
    // Rounded down, the binary logarithm of the mean distance.
    let most = width(length.into()).saturating_sub(width(times.into()));
    match u64::from(times) << most > u64::from(length) {
        true => most.saturating_sub(1),
        false => most,
    }
}

/// How many bits the positions take.
#[inline]
pub(super) fn size(times: u32, length: u32) -> u64 {
    let (last, lower) = (length.saturating_sub(1), lower(times, length));
    let several = u64::from(times) * u64::from(lower + 1) + u64::from(last >> lower);
    // Both are found, and one taken: which, the processor does not foresee.
    [several, width(last.into()).into()][usize::from(times == 1)]
}

/// Writes ordered positions below `length`. As many bits as [`size`] says.
pub(super) fn write(positions: &[u32], length: u32, out: &mut BitWriter) {
    if let [position] = positions {
        return out.push((*position).into(), width(length.saturating_sub(1).into()));
    }
    let times = u32::try_from(positions.len()).unwrap_or(u32::MAX);
    let (lower, end) = (lower(times, length), out.len() + size(times, length));
    for position in positions {
        out.push(u64::from(*position) & ((1 << lower) - 1), lower);
    }
    let mut before = 0;
    for position in positions {
        let upper = position >> lower;
        let zeros = upper - before;
        if zeros < AT_ONCE {
            out.push(1 << zeros, zeros + 1);
        } else {
            out.push_zeros(zeros.into());
            out.push(1, 1);
        }
        before = upper;
    }
    out.push_zeros(end.saturating_sub(out.len()));
}

/// Appends the positions that are written at a place; returns where they end.
#[inline]
pub(super) fn read(bits: Bits<'_>, at: u64, times: u32, length: u32, out: &mut Vec<u32>) -> u64 {
    let end = at + size(times, length);
    if times == 1 {
        out.push(bits.get(at, (end - at) as u32) as u32);
        return end;
    }
    let lower = lower(times, length);
    let (first, mut low) = (out.len(), at);
    // One after the other does not wait for the one before.
    out.extend((0..times).map(|_| {
        let position = bits.get(low, lower) as u32;
        low += u64::from(lower);
        position
    }));
    let mut positions = out[first..].iter_mut();
    let (mut from, mut before, mut found) = (low, 0, 0);
    while from < end {
        let some = (end - from).min(AT_ONCE.into()) as u32;
        let mut ones = bits.get(from, some);
        while ones != 0 {
            // Of what was not written there may be more.
            let Some(position) = positions.next() else { return end };
            // Each one before closed a position, all else are steps.
            *position |= (before + ones.trailing_zeros() - found) << lower;
            ones &= ones - 1;
            found += 1;
        }
        before += some;
        from += u64::from(some);
    }
    end
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn check(positions: &[u32], length: u32) {
        let mut writer = BitWriter::default();
        writer.push(5, 3);
        write(positions, length, &mut writer);
        assert_eq!(writer.len(), 3 + size(positions.len() as u32, length));
        writer.push(7, 3);
        let mut read = vec![1000];
        let bytes = writer.into_bytes();
        super::read(Bits(&bytes), 3, positions.len() as u32, length, &mut read);
        assert_eq!(read.split_off(1), positions);
    }

    #[test]
    fn few_and_many_and_all_positions_are_read_as_they_were_written() {
        check(&[0], 1);
        check(&[0, 1, 2], 3);
        check(&[7, 7, 7, 9], 10);
        check(&[u32::MAX - 1], u32::MAX);
        check(&[0, u32::MAX - 1], u32::MAX);
        check(&(0..5000).collect::<Vec<_>>(), 5000);
        check(&[3, 4999], 5000);
    }

    #[test]
    fn positions_take_little_more_than_there_are_ways_to_choose_them() {
        for (times, length) in [(1, 500), (3, 500), (20, 500), (100, 400), (2, 100_000)] {
            let ways: f64 =
                (0..times).map(|one| (f64::from(length - one) / f64::from(one + 1)).log2()).sum();
            let size = size(times, length) as f64;
            assert!(size >= ways.floor() && size < ways + f64::from(times) * 1.5, "{size} {ways}");
        }
    }

    proptest! {
        #[test]
        fn positions_are_read_as_they_were_written(
            positions in proptest::collection::btree_set(0_u32..3000, 1..300),
            more in 1_u32..2000,
        ) {
            let last = positions.last().copied().unwrap_or_default();
            let positions: Vec<u32> = BTreeSet::into_iter(positions).collect();
            check(&positions, last + more);
            check(&positions, last + 1);
        }

        /// Of what was not written so many are read at most, and nothing worse.
        #[test]
        fn anything_can_be_read(
            bytes in proptest::collection::vec(any::<u8>(), 0..50),
            times in 1_u32..100,
            length in any::<u32>(),
            at in 0_u64..500,
        ) {
            let length = length >> (length % 32);
            let mut read = Vec::new();
            super::read(Bits(&bytes), at, times, length, &mut read);
            prop_assert_eq!(read.len(), times as usize);
        }
    }
}
