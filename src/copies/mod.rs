//! Which articles are copies of one another, and who ran a story first.
//!
//! An analysed article has a [`Fingerprint`]; [`Clusters`] finds by it what
//! may be a copy, verifies that on the texts ([`Shingles`]), and keeps each
//! article in a story. Pure: where entries lie is a [`Store`]'s affair. This
//! room never imports the index, the ledger or the archive, and never touches
//! a file.

mod clusters;
mod fingerprint;
#[cfg(test)]
mod properties_tests;
#[cfg(test)]
mod samples;
mod shingles;
mod store;
mod threshold;
mod turn;

pub use clusters::{COMMON, Clusters, Story};
pub use fingerprint::{BANDS, Estimate, Fingerprint, KEPT};
pub use shingles::{Overlap, SHORTEST, Shingles, WIDTH};
pub use store::{DocRef, Entry, Memory, Store};
pub use threshold::Threshold;
pub use turn::Turn;
