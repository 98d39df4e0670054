//! Writing an article: whether the index has it, and which version of it is the newer.

pub(super) mod scribe;
pub(super) mod shared;
pub(super) mod version;
