//! Signs that stand for others, and signs that nobody sees.

pub(super) mod invisible;
pub(super) mod marks;
