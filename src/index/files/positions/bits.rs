//! Numbers of few bits, one behind the other, the lowest bit first.

/// So many bits are read or written at a time at most.
pub(super) const AT_ONCE: u32 = 56;

/// Bits that are written.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that do not fill eight bytes yet, and how many.
    open: u64,
    count: u32,
}

impl BitWriter {
    /// How many bits there are.
    #[inline]
    pub(super) fn len(&self) -> u64 {
        8 * self.bytes.len() as u64 + u64::from(self.count)
    }

    /// Adds the lowest `width` bits of a number that has no others; at most
    /// [`AT_ONCE`].
    #[inline]
    pub(super) fn push(&mut self, number: u64, width: u32) {
        debug_assert!(width <= AT_ONCE && number >> width == 0, "{number} in {width} bits");
        self.open |= number << self.count;
        let room = u64::BITS - self.count;
        if width < room {
            self.count += width;
        } else {
            self.bytes.extend_from_slice(&self.open.to_le_bytes());
            self.open = number >> room;
            self.count = width - room;
        }
    }

    /// Adds so many ones and a zero.
    pub(super) fn push_unary(&mut self, ones: u64) {
        let mut left = ones;
        while left > 0 {
            let some = left.min(u64::from(AT_ONCE));
            self.push((1 << some) - 1, some as u32);
            left -= some;
        }
        self.push(0, 1);
    }

    /// Adds so many zeros.
    pub(super) fn push_zeros(&mut self, count: u64) {
        let mut left = count;
        while left > 0 {
            let some = left.min(u64::from(AT_ONCE));
            self.push(0, some as u32);
            left -= some;
        }
    }

    /// Adds bits from a place of others.
    pub(super) fn copy(&mut self, from: Bits<'_>, at: u64, count: u64) {
        let mut done = 0;
        while done < count {
            let some = (count - done).min(u64::from(AT_ONCE)) as u32;
            self.push(from.get(at + done, some), some);
            done += u64::from(some);
        }
    }

    /// Adds all of others.
    pub(super) fn append(&mut self, other: &BitWriter) {
        let whole = 8 * other.bytes.len() as u64;
        self.copy(Bits(&other.bytes), 0, whole);
        self.push_any(other.open, other.count);
    }

    /// As [`BitWriter::push`], of up to 63 bits.
    fn push_any(&mut self, number: u64, width: u32) {
        let lower = width.min(u32::BITS);
        self.push(number & ((1 << lower) - 1), lower);
        self.push(number >> lower, width - lower);
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        (self.open, self.count) = (0, 0);
    }

    /// Takes the bytes that are full.
    pub(super) fn take_full(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// The bytes, the last one filled with zeros.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        let rest = self.count.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&self.open.to_le_bytes()[..rest]);
        self.bytes
    }
}

/// Bits that are read. Behind the last there are zeros.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits<'a>(pub &'a [u8]);

impl Bits<'_> {
    /// The number of `width` bits at a place; at most [`AT_ONCE`].
    #[inline]
    pub(super) fn get(self, at: u64, width: u32) -> u64 {
        self.load(at) & ((1 << width) - 1)
    }

    /// The bits at a place: [`AT_ONCE`] of them at least, and what comes behind.
    #[inline]
    pub(super) fn load(self, at: u64) -> u64 {
        // A place that does not fit is behind the last one.
        let from = usize::try_from(at / 8).unwrap_or(usize::MAX);
        let rest = self.0.get(from..).unwrap_or_default();
        let word = match rest.first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => {
                let mut bytes = [0; 8];
                bytes[..rest.len()].copy_from_slice(rest);
                u64::from_le_bytes(bytes)
            }
        };
        word >> (at % 8)
    }
}

/// How many bits a number takes that is at most so large.
#[inline]
pub(super) fn width(most: u64) -> u32 {
    u64::BITS - most.leading_zeros()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_written(
            numbers in proptest::collection::vec((any::<u64>(), 0..=AT_ONCE), 0..200),
            ones in 0_u64..200,
            before in 0..AT_ONCE,
        ) {
            let mut writer = BitWriter::default();
            for (number, width) in &numbers {
                writer.push(number & ((1 << width) - 1), *width);
            }
            let mut all = BitWriter::default();
            all.push(0, before);
            all.append(&writer);
            all.push_unary(ones);
            all.copy(Bits(&writer.into_bytes()), 0, 3);
            let len = all.len();
            let bytes = all.into_bytes();
            prop_assert_eq!(bytes.len() as u64, len.div_ceil(8));
            let (bits, mut at) = (Bits(&bytes), u64::from(before));
            for (number, width) in numbers {
                prop_assert_eq!(bits.get(at, width), number & ((1 << width) - 1));
                at += u64::from(width);
            }
            for _ in 0..ones {
                prop_assert_eq!(bits.get(at, 1), 1);
                at += 1;
            }
            prop_assert_eq!(bits.get(at, 1), 0);
            prop_assert_eq!(at + 4, len);
            for behind in [len, len + 7, len + 1000, u64::MAX] {
                prop_assert_eq!(bits.get(behind, AT_ONCE), 0);
            }
        }
    }

    #[test]
    fn a_number_takes_as_many_bits_as_the_largest() {
        for (most, bits) in [(0, 0), (1, 1), (2, 2), (3, 2), (255, 8), (256, 9)] {
            assert_eq!(width(most), bits);
        }
    }
}
