//! Characters: what each does to a word, and which count as one.

pub(super) mod arabic;
pub(super) mod chars;
pub(super) mod fold;
