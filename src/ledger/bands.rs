//! Which bands the table has for sure not: most of those of a new article are in no
//! other, and asking the table for each takes longer the larger it is.

/// So many bits of a filter stand for a band.
const BITS: usize = 10;
/// So many of them are set.
const SET: u32 = 4;
/// More than so many numbers of 64 bits are not kept: 64 MB, for some three million
/// articles.
const MOST: usize = 1 << 23;

/// The bands that a run has written to a table that was empty before.
#[derive(Default)]
pub(super) struct Bands {
    /// One for each batch, as large as it needs.
    filters: Vec<Filter>,
    /// How many numbers they have.
    size: usize,
    /// Whether bands are in the table that are in none of them.
    lacks_some: bool,
}

/// A band has its bits in one number: the processor waits for one place.
struct Filter(Box<[u64]>);

impl Bands {
    /// Of a table that has rows already.
    pub(super) fn unknown() -> Bands {
        Bands { lacks_some: true, ..Bands::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// Whether the table may have a band.
    pub(super) fn may_have(&self, band: u64) -> bool {
        self.lacks_some || self.filters.iter().any(|filter| filter.may_have(band))
    }

    /// Adds bands that are written to the table.
    pub(super) fn add(&mut self, bands: impl ExactSizeIterator<Item = u64>) {
        if self.lacks_some || bands.len() == 0 {
            return;
        }
        let filter = Filter::of(bands);
        self.size += filter.0.len();
        self.filters.push(filter);
        if self.size > MOST {
            *self = Bands::unknown();
        }
    }
}

impl Filter {
    fn of(bands: impl ExactSizeIterator<Item = u64>) -> Filter {
        let mut filter = Filter(vec![0; (bands.len() * BITS).div_ceil(64)].into());
        for band in bands {
            let place = filter.place(band);
            filter.0[place] |= bits(band);
        }
        filter
    }

    fn may_have(&self, band: u64) -> bool {
        let bits = bits(band);
        self.0[self.place(band)] & bits == bits
    }

    fn place(&self, band: u64) -> usize {
        ((u128::from(band) * self.0.len() as u128) >> 64) as usize
    }
}

/// The bits of a band: of its last ones, for the first ones say where it is.
fn bits(band: u64) -> u64 {
    (0..SET).fold(0, |bits, number| bits | 1 << (band >> (6 * number) & 63))
}

#[cfg(test)]
mod tests {
    use xxhash_rust::xxh3::xxh3_64;

    use super::*;

    #[test]
    fn what_is_there_is_found_and_most_of_the_rest_is_not() {
        let mut bands = Bands::default();
        let hash = |number: u64| xxh3_64(&number.to_le_bytes());
        for batch in 0..4 {
            bands.add(
                (batch * 5_000..(batch + 1) * 5_000).map(hash).collect::<Vec<_>>().into_iter(),
            );
        }
        assert!((0..20_000).all(|number| bands.may_have(hash(number))));
        let wrongly = (20_000..40_000).filter(|&number| bands.may_have(hash(number))).count();
        assert!(wrongly < 3_000, "{wrongly} of 20,000");
        assert!(Bands::unknown().may_have(1) && !Bands::default().may_have(1));
    }
}
