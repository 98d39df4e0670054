//! What is asked of the values of an article: dates and lengths.

pub(super) mod date;
pub(super) mod length;
