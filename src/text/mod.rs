//! Text becomes tokens. The one place: indexing, entity tagging, querying and
//! highlighting all use what is here, so that they cannot disagree.
//!
//! Pure functions over `&str`. This room never imports tantivy and never
//! touches a file.

mod analysis;
mod language;
mod letters;
#[cfg(test)]
mod properties;
mod query;
mod stems;
mod words;

pub use analysis::analyzer::Analyzer;
#[cfg(test)]
pub(crate) use analysis::lexicon::Numbered;
pub(crate) use analysis::lexicon::{Lexicon, UNNUMBERED};
pub use analysis::{Analysis, Boundary, BoundaryKind, Compound, Token};
pub use language::{detect_in, detect_language};
pub(crate) use letters::chars::stands_by_itself;
pub use letters::fold::fold_fragment;
pub(crate) use letters::fold::{fold_value, joins_spellings, spelling_key};
pub use query::{QueryToken, QueryTokens, query_tokens};
pub(crate) use stems::is_own_stem;
pub use stems::stem;
pub(crate) use words::fragment::{Before, Joint, fragment_parts};
pub(crate) use words::readers::words_for_readers;
