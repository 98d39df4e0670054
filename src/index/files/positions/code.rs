//! How the positions of a word in one document are written (after Elias and Fano,
//! as Vigna has it for indexes, 2013).
//!
//! A document that is `length` positions long has the word `times`. The lower bits
//! of each position stand one behind the other; of the rest the steps are written,
//! as zeros, each closed by a one. How many bits that takes follows from the two
//! numbers: nothing has to be read to go to the next document.

use std::ops::Range;

use super::bits::{AT_ONCE, BitWriter, Bits};

/// How long a document is in positions, rounded up to five binary digits: in one
/// byte, so that it is found at once how many bits positions take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Length(pub u8);

/// The digits behind the first.
const DIGITS: u32 = 4;
/// The longest length that is rounded: longer documents have the longest of all.
const ROUNDED: u32 = 30 << 14;
const LONGEST: u8 = u8::MAX;

impl Length {
    /// Of a document of so many positions.
    pub(super) const fn of(positions: u32) -> Length {
        if positions > ROUNDED {
            return Length(LONGEST);
        }
        let digits = u32::BITS - positions.leading_zeros();
        if digits <= DIGITS {
            return Length(positions as u8);
        }
        let left_out = digits - DIGITS - 1;
        let first = positions >> left_out;
        let rest = positions & ((1 << left_out) - 1);
        // Where rounding gives one digit more, the number goes on as it should.
        Length((left_out << DIGITS) as u8 + first as u8 + if rest > 0 { 1 } else { 0 })
    }

    /// So many positions at most.
    pub(super) const fn positions(self) -> u32 {
        let code = self.0 as u32;
        if self.0 == LONGEST {
            return u32::MAX;
        }
        if code < 2 << DIGITS {
            return code;
        }
        let left_out = (code >> DIGITS) - 1;
        ((code & ((1 << DIGITS) - 1)) + (1 << DIGITS)) << left_out
    }
}

/// How many bits of each position are written as they are.
#[inline]
const fn lower(times: u32, length: u32) -> u32 {
    // Rounded down, the binary logarithm of the mean distance.
    let most = digits(length).saturating_sub(digits(times));
    if (times as u64) << most > length as u64 { most.saturating_sub(1) } else { most }
}

const fn digits(number: u32) -> u32 {
    u32::BITS - number.leading_zeros()
}

/// Words stand less often in most documents.
const OFTEN: usize = 32;
/// How many bits positions take, by how often a word stands in a document and by the
/// document's length.
static SIZES: [[u16; 256]; OFTEN] = sizes();

const fn sizes() -> [[u16; 256]; OFTEN] {
    let (mut sizes, mut times) = ([[0; 256]; OFTEN], 1);
    while times < OFTEN {
        let mut code = 0;
        while code < 256 {
            sizes[times][code] = computed(times as u32, Length(code as u8)) as u16;
            code += 1;
        }
        times += 1;
    }
    sizes
}

const fn computed(times: u32, length: Length) -> u64 {
    let length = length.positions();
    let last = length.saturating_sub(1);
    if times == 1 {
        return digits(last) as u64;
    }
    let lower = lower(times, length);
    times as u64 * (lower as u64 + 1) + (last >> lower) as u64
}

/// How many bits the positions take.
#[inline]
pub(super) fn size(times: u32, length: Length) -> u64 {
    match SIZES.get(times as usize) {
        Some(sizes) => sizes[usize::from(length.0)].into(),
        None => computed(times, length),
    }
}

/// Writes ordered positions below `length`. As many bits as [`size`] says.
pub(super) fn write(positions: &[u32], length: Length, out: &mut BitWriter) {
    let times = u32::try_from(positions.len()).unwrap_or(u32::MAX);
    let size = size(times, length);
    if let [position] = positions {
        return out.push((*position).into(), size as u32);
    }
    let (lower, end) = (lower(times, length.positions()), out.len() + size);
    let low = |position: &u32| u64::from(*position) & ((1 << lower) - 1);
    // As many as can be are pushed together.
    for some in positions.chunks((AT_ONCE / lower.max(1)) as usize) {
        let bits = some.iter().rev().fold(0, |bits, position| bits << lower | low(position));
        out.push(bits, lower * some.len() as u32);
    }
    let rest = end - out.len();
    if rest <= AT_ONCE.into() {
        let ones =
            (0..).zip(positions).map(|(before, position)| 1 << (before + (position >> lower)));
        return out.push(ones.fold(0, |bits, one: u64| bits | one), rest as u32);
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
pub(super) fn read(bits: Bits<'_>, at: u64, times: u32, length: Length, out: &mut Vec<u32>) -> u64 {
    let end = at + size(times, length);
    if times == 1 {
        out.push(bits.get(at, (end - at) as u32) as u32);
        return end;
    }
    let lower = lower(times, length.positions());
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

/// How many of the positions that are written at a place lie in a range, without
/// reading those before it; of those behind it one is read.
pub(super) fn count_in(
    bits: Bits<'_>,
    at: u64,
    times: u32,
    length: Length,
    range: Range<u32>,
) -> u32 {
    let end = at + size(times, length);
    if times == 1 {
        return range.contains(&(bits.get(at, (end - at) as u32) as u32)).into();
    }
    let lower = lower(times, length.positions());
    let steps = at + u64::from(times) * u64::from(lower);
    // As many zeros stand before the range, and else the ones that close a position.
    let mut upper = u64::from(range.start >> lower);
    let Some(mut bit) = behind_zeros(bits, steps..end, upper) else { return 0 };
    let (mut number, mut count) = (bit - steps - upper, 0);
    while number < times.into() && bit < end {
        let zeros = bits.load(bit).trailing_zeros().min(AT_ONCE);
        (upper, bit) = (upper + u64::from(zeros), bit + u64::from(zeros));
        if zeros == AT_ONCE {
            continue;
        }
        let low = bits.get(at + number * u64::from(lower), lower);
        let position = upper << lower | low;
        if position >= range.end.into() {
            break;
        }
        count += u32::from(position >= range.start.into());
        (number, bit) = (number + 1, bit + 1);
    }
    count
}

/// The place behind so many zeros of some bits, as far as they have so many.
fn behind_zeros(bits: Bits<'_>, places: Range<u64>, zeros: u64) -> Option<u64> {
    let Range { start: mut at, end } = places;
    let mut left = zeros;
    while left > 0 {
        let some = end.checked_sub(at).filter(|rest| *rest > 0)?.min(AT_ONCE.into());
        let mut here = !bits.load(at) & ((1 << some) - 1);
        let count = u64::from(here.count_ones());
        if count >= left {
            (1..left).for_each(|_| here &= here - 1);
            return Some(at + u64::from(here.trailing_zeros()) + 1);
        }
        (left, at) = (left - count, at + some);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn check(positions: &[u32], length: u32) {
        let length = Length::of(length);
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
    fn lengths_are_rounded_up_to_five_digits() {
        for (positions, rounded) in [(0, 0), (1, 1), (31, 31), (32, 32), (33, 34), (61, 62)] {
            assert_eq!(Length::of(positions).positions(), rounded);
        }
        assert_eq!(Length::of(63).positions(), 64);
        assert_eq!(Length::of(ROUNDED).positions(), ROUNDED);
        assert_eq!(Length::of(ROUNDED + 1).positions(), u32::MAX);
        assert_eq!(Length::of(u32::MAX), Length(LONGEST));
        let codes: Vec<u8> = (0..=ROUNDED).map(|positions| Length::of(positions).0).collect();
        assert!(codes.is_sorted() && codes.last() < Some(&LONGEST));
        for (positions, code) in (0..).zip(codes) {
            let rounded = Length(code).positions();
            assert!(rounded >= positions && rounded - positions <= positions / 16, "{positions}");
            // Segments are merged without reading positions.
            assert_eq!(Length::of(rounded), Length(code));
        }
    }

    #[test]
    fn sizes_that_are_known_are_those_that_are_computed() {
        for (times, sizes) in (1..).zip(&SIZES[1..]) {
            for (code, size) in (0..=u8::MAX).zip(sizes) {
                assert_eq!(computed(times, Length(code)), u64::from(*size));
            }
        }
    }

    #[test]
    fn positions_take_little_more_than_there_are_ways_to_choose_them() {
        for (times, length) in [(1, 500), (3, 500), (20, 500), (100, 400), (2, 100_000)] {
            let ways: f64 =
                (0..times).map(|one| (f64::from(length - one) / f64::from(one + 1)).log2()).sum();
            let size = size(times, Length::of(length)) as f64;
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

        #[test]
        fn those_in_a_range_are_counted(
            positions in proptest::collection::btree_set(0_u32..600, 1..80),
            more in 1_u32..200,
            start in 0_u32..900,
            many in 0_u32..100,
        ) {
            let length = Length::of(positions.last().copied().unwrap_or_default() + more);
            let positions: Vec<u32> = BTreeSet::into_iter(positions).collect();
            let mut writer = BitWriter::default();
            writer.push(5, 3);
            write(&positions, length, &mut writer);
            writer.push(0, 30);
            writer.push(7, 3);
            let bytes = writer.into_bytes();
            let range = start..start + many;
            let expected = positions.iter().filter(|position| range.contains(position)).count();
            let times = positions.len() as u32;
            let found = count_in(Bits(&bytes), 3, times, length, range);
            prop_assert_eq!(found as usize, expected);
        }

        /// Of what was not written so many are read at most, and nothing worse.
        #[test]
        fn anything_can_be_read(
            bytes in proptest::collection::vec(any::<u8>(), 0..50),
            times in 1_u32..100,
            length in any::<u32>(),
            at in 0_u64..500,
        ) {
            let length = Length::of(length >> (length % 32));
            let mut read = Vec::new();
            super::read(Bits(&bytes), at, times, length, &mut read);
            prop_assert_eq!(read.len(), times as usize);
            prop_assert!(count_in(Bits(&bytes), at, times, length, 5..500) <= times);
        }
    }
}
