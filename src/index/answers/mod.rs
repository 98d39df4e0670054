//! What is asked of an index beside its hits: counts, words, figures, reasons. One file
//! for each question.

pub(super) mod entities;
pub(super) mod explain;
pub(super) mod facets;
mod forms;
pub(super) mod meant;
pub(super) mod similar;
pub(super) mod stats;
pub(super) mod timeline;
pub(super) mod values;
pub(super) mod why;
pub(super) mod words;
