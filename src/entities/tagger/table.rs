//! A table of small rows in the bytes of a model: hash to row. Buckets by the
//! top bits of the hash, 16 bits of the rest to tell rows of a bucket apart.
//! A bit for each sixteenth of a bucket says that it is empty: most features
//! have no row, and one look at a small map shows it.
//! Safe on damaged bytes: a lookup finds nothing, or a wrong row.

/// A table inside a model: where its parts lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// The map of the sixteenths that have rows.
    map: usize,
    /// The buckets' first rows: `2^bits + 1` numbers of 32 bits.
    offsets: usize,
    marks: usize,
    values: usize,
    rows: usize,
    bits: u32,
    stride: usize,
}

impl Table {
    /// Returns the table at byte `at` and the byte after it; `None` where the
    /// model is too short for it.
    pub fn at(
        bytes: &[u8],
        at: usize,
        rows: u32,
        bits: u32,
        stride: usize,
    ) -> Option<(Self, usize)> {
        let rows = usize::try_from(rows).ok()?;
        let buckets = 1usize.checked_shl(bits).filter(|_| (1..=24).contains(&bits))?;
        let offsets = at.checked_add(buckets * 2)?;
        let marks = offsets.checked_add((buckets + 1) * 4)?;
        let values = marks.checked_add(rows.checked_mul(2)?)?;
        let end = values.checked_add(rows.checked_mul(stride)?)?;
        let table = Table { map: at, offsets, marks, values, rows, bits, stride };
        (end <= bytes.len()).then_some((table, end))
    }

    /// Returns the value of a hash.
    #[inline]
    pub fn get<'a>(&self, bytes: &'a [u8], hash: u64) -> Option<&'a [u8]> {
        if !self.may_have(bytes, hash) {
            return None;
        }
        self.value(bytes, self.find(bytes, hash, self.bucket(bytes, hash))?)
    }

    /// Gives the values of many hashes, with the sums that want them. Of all the
    /// same step is taken before the next: so their looks into far memory do not
    /// wait for each other. What was wanted is used up.
    pub fn get_all(
        &self,
        bytes: &[u8],
        wanted: &mut Vec<Wanted>,
        mut give: impl FnMut(usize, &[u8]),
    ) {
        let mut kept = 0;
        for at in 0..wanted.len() {
            let each = wanted[at];
            wanted[kept] = each;
            kept += usize::from(self.may_have(bytes, each.hash));
        }
        wanted.truncate(kept);
        for some in wanted.chunks(AT_ONCE) {
            let mut buckets = [(0, 0); AT_ONCE];
            for (bucket, each) in buckets.iter_mut().zip(some) {
                *bucket = self.bucket(bytes, each.hash);
            }
            let mut rows = [None; AT_ONCE];
            for (row, (each, bucket)) in rows.iter_mut().zip(some.iter().zip(buckets)) {
                *row = self.find(bytes, each.hash, bucket);
            }
            for (row, each) in rows.into_iter().zip(some) {
                if let Some(value) = row.and_then(|row| self.value(bytes, row)) {
                    give(each.sum, value);
                }
            }
        }
        wanted.clear();
    }

    /// Whether there may be a row for a hash.
    #[inline]
    fn may_have(&self, bytes: &[u8], hash: u64) -> bool {
        let sixteenth = (hash >> (60 - self.bits)) as usize;
        bytes.get(self.map + sixteenth / 8).is_some_and(|bits| bits >> (sixteenth % 8) & 1 == 1)
    }

    /// The first row of the bucket of a hash, and the one behind its last.
    #[inline]
    fn bucket(&self, bytes: &[u8], hash: u64) -> (usize, usize) {
        let bucket = self.offsets + 4 * (hash >> (64 - self.bits)) as usize;
        let ends = bytes.get(bucket..).and_then(|ends| ends.first_chunk());
        let [a, b, c, d, e, f, g, h] = *ends.unwrap_or(&[0; 8]);
        let first = u32::from_le_bytes([a, b, c, d]) as usize;
        (first, (u32::from_le_bytes([e, f, g, h]) as usize).min(self.rows))
    }

    /// The row of a hash in its bucket.
    #[inline]
    fn find(&self, bytes: &[u8], hash: u64, (first, end): (usize, usize)) -> Option<usize> {
        if first >= end {
            return None;
        }
        let mark = (hash as u16).to_le_bytes();
        let marks = bytes.get(self.marks + 2 * first..self.marks + 2 * end)?;
        Some(first + marks.chunks_exact(2).position(|each| each == mark)?)
    }

    #[inline]
    fn value<'a>(&self, bytes: &'a [u8], row: usize) -> Option<&'a [u8]> {
        let value = self.values + row * self.stride;
        bytes.get(value..value + self.stride)
    }
}

/// So many hashes are looked up step by step.
const AT_ONCE: usize = 16;

/// A hash whose value counts for a sum.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub hash: u64,
    pub sum: usize,
}

/// Writes a table; of two rows with one hash the first stays. Returns the
/// number of rows and the bits of the buckets.
pub(super) fn write(mut rows: Vec<(u64, Vec<u8>)>, stride: usize, out: &mut Vec<u8>) -> (u32, u32) {
    rows.sort_by_key(|row| row.0);
    let bits = (rows.len() / 2).next_power_of_two().ilog2().clamp(4, 20);
    rows.dedup_by_key(|row| (row.0 >> (64 - bits), row.0 as u16));
    let mut map = vec![0u8; 2 << bits];
    for (hash, _) in &rows {
        let sixteenth = (hash >> (60 - bits)) as usize;
        map[sixteenth / 8] |= 1 << (sixteenth % 8);
    }
    out.extend(map);
    let mut counts = vec![0u32; 1 << bits];
    for (hash, _) in &rows {
        counts[(hash >> (64 - bits)) as usize] += 1;
    }
    let mut sum = 0u32;
    out.extend(sum.to_le_bytes());
    for count in counts {
        sum += count;
        out.extend(sum.to_le_bytes());
    }
    for (hash, _) in &rows {
        out.extend((*hash as u16).to_le_bytes());
    }
    for (_, value) in &rows {
        out.extend(value.iter().chain(std::iter::repeat(&0)).take(stride));
    }
    (sum, bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::tagger::features::mix;

    #[test]
    fn finds_what_was_written_and_nothing_else() {
        let rows: Vec<(u64, Vec<u8>)> =
            (0..5000u64).map(|n| (mix(1, n), n.to_le_bytes()[..3].to_vec())).collect();
        let mut bytes = vec![7; 5];
        let (count, bits) = write(rows.clone(), 3, &mut bytes);
        let (table, end) = Table::at(&bytes, 5, count, bits, 3).expect("it fits");
        assert_eq!(end, bytes.len());
        for (hash, value) in &rows {
            assert_eq!(table.get(&bytes, *hash), Some(value.as_slice()));
        }
        let mut wanted: Vec<Wanted> = (0..6000u64)
            .map(|n| Wanted { hash: mix(1 + n / 5000, n % 5000), sum: n as usize })
            .collect();
        let mut given = Vec::new();
        table.get_all(&bytes, &mut wanted, |sum, value| given.push((sum, value.to_vec())));
        assert!(wanted.is_empty());
        let one_by_one = (0..6000).filter_map(|n| {
            let value = table.get(&bytes, mix(1 + n / 5000, n % 5000))?;
            Some((n as usize, value.to_vec()))
        });
        assert_eq!(given, one_by_one.collect::<Vec<_>>());
        let strangers = (0..5000u64).filter(|&n| table.get(&bytes, mix(2, n)).is_some()).count();
        assert!(strangers < 10, "{strangers} of 5000 unknown hashes found something");
        assert!(Table::at(&bytes, 6, count, bits, 3).is_none());
    }
}
