//! Numbers that flags take.

use std::num::NonZeroU32;

/// Reads how many to list or to pass over.
pub fn count(text: &str) -> Result<usize, &'static str> {
    text.parse().map_err(|_| "give a whole number, as in 20")
}

/// Reads a number of days.
pub fn days(text: &str) -> Result<NonZeroU32, &'static str> {
    text.parse().map_err(|_| "give a whole number of days, as in 30")
}
