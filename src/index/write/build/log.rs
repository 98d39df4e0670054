//! Numbers one behind the other, in memory that grows without being copied: at
//! the size of a segment what a growing list has too much is hundreds of
//! megabytes.

/// A large list lies in pieces of so many numbers: 32 MB, which the system gives
/// page by page as they are written, and takes back at once. Smaller pieces would
/// stay with the allocator when a segment is done, in the way of what comes next.
const PIECE: usize = 1 << 23;
/// The first piece has so many.
const FIRST: usize = 1 << 10;
/// Each has so many times as many as the one before.
const STEP: usize = 16;

/// A list of numbers.
#[derive(Default)]
pub(super) struct Entries {
    /// Full but for the last.
    pieces: Vec<Vec<u32>>,
    len: usize,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The bytes of memory that they take.
    pub(super) fn memory(&self) -> usize {
        self.len * size_of::<u32>()
    }

    #[inline]
    pub(super) fn push(&mut self, entry: u32) {
        match self.pieces.last_mut() {
            Some(last) if last.len() < last.capacity() => last.push(entry),
            _ => self.begin(entry),
        }
        self.len += 1;
    }

    #[cold]
    fn begin(&mut self, entry: u32) {
        let last = self.pieces.last().map_or(0, Vec::capacity);
        let room = (STEP * last).clamp(FIRST, PIECE);
        let mut piece = Vec::with_capacity(room);
        piece.push(entry);
        self.pieces.push(piece);
    }

    /// Adds a sign to the one at a place.
    pub(super) fn mark(&mut self, place: usize, sign: u32) {
        // Mostly it is one of the last.
        let mut end = self.len;
        for piece in self.pieces.iter_mut().rev() {
            end -= piece.len();
            if let Some(entry) = place.checked_sub(end).and_then(|place| piece.get_mut(place)) {
                *entry |= sign;
                return;
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.pieces.iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_in_order() {
        let mut entries = Entries::default();
        let count = 2 * PIECE as u32;
        (0..count).for_each(|entry| entries.push(entry));
        assert!(entries.iter().eq(0..count));
        assert_eq!(entries.len(), count as usize);
        assert_eq!(entries.memory(), 4 * count as usize);
        for place in [0, 5, PIECE, count as usize - 1] {
            entries.mark(place, 1 << 31);
            assert_eq!(entries.iter().nth(place), Some(1 << 31 | place as u32));
        }
        assert_eq!(entries.iter().filter(|entry| entry >> 31 == 1).count(), 4);
        assert_eq!(Entries::default().iter().count(), 0);
    }
}
