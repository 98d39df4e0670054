//! Text becomes tokens. The one place: indexing, entity tagging, querying and
//! highlighting all use what is here, so that they cannot disagree.
//!
//! Pure functions over `&str`. This room never imports tantivy and never
//! touches a file.

mod analysis;
mod analyzer;
mod arabic;
mod cache;
mod chars;
mod fold;
mod fragment;
mod known;
mod korean;
mod language;
mod lexicon;
mod marks;
mod number;
mod plain;
#[cfg(test)]
mod properties;
mod query;
mod readers;
mod segment;
mod sentence;
mod stem;
mod telltale;
mod turkish;
mod word;

pub use analysis::{Analysis, Boundary, BoundaryKind, Compound, Token};
pub use analyzer::Analyzer;
pub(crate) use chars::stands_by_itself;
pub use fold::fold_fragment;
pub(crate) use fold::{fold_value, joins_spellings, spelling_key};
pub(crate) use fragment::{Before, Joint, fragment_parts};
pub use language::{detect_in, detect_language};
#[cfg(test)]
pub(crate) use lexicon::Numbered;
pub(crate) use lexicon::{Lexicon, UNNUMBERED};
pub use query::{QueryToken, QueryTokens, query_tokens};
pub(crate) use readers::words_for_readers;
pub(crate) use stem::is_own_stem;
pub use stem::stem;
