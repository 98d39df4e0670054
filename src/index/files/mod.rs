//! The folder of an index, and the files in it that are our own.

pub(super) mod articles;
pub(super) mod folder;
pub(super) mod own_file;
pub(super) mod positions;
