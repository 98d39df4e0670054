//! Where articles lie: the files of an archive in a fixed order, what their
//! paths say, and where a path leads that the index or the ledger names.

pub(super) mod pattern;
pub(super) mod slug;
pub(super) mod walk;
pub(super) mod whereabouts;
