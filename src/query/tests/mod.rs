//! Tests of the language as a whole: what is accepted, what is refused and
//! how, dates, filters, and that a printed query parses to itself.

mod accepted;
mod arbitrary;
mod dates;
mod dialect;
mod filters;
mod refused;
mod round_trip;
mod spans;
mod tree;

use jiff::civil::{Date, date};

/// A Saturday.
fn now() -> Date {
    date(2022, 9, 10)
}
