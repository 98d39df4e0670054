//! What is printed on a page of text: its lines and paragraphs, the header with
//! its labels, headline, byline and dateline, and what closes it.
//!
//! Readers of other formats ask here, too, where they have only the text. This
//! room knows what print looks like and never where a page came from.

pub(super) mod agencies;
pub(super) mod authors;
pub(super) mod body;
pub(super) mod byline;
pub(super) mod closing;
pub(super) mod dateline;
pub(super) mod header;
pub(super) mod headline;
pub(super) mod items;
pub(super) mod labels;
pub(super) mod lines;
pub(super) mod paragraphs;
mod restriction;
