//! What an index is made of: its fields, the terms that stand in them, and the keys
//! of its documents.

pub(super) mod fields;
pub(super) mod key;
pub(super) mod terms;
