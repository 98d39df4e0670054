//! Where words begin and end, in whatever script.

pub(super) mod fragment;
mod number;
pub(super) mod plain;
pub(super) mod readers;
pub(super) mod segment;
pub(super) mod word;
