//! Queries of our own, and how they are walked through.

pub(super) mod columns;
pub(super) mod count;
pub(super) mod dates;
pub(super) mod locator;
pub(super) mod parts;
pub(super) mod spans;
pub(super) mod words;
