//! What a query can ask that the index cannot answer.

use super::budget::MAX_TOGETHER;
use crate::index::vocabulary::{ExpansionError, MAX_EXPANSION};
use crate::query::ast::Span;
use crate::text;

/// What a query can ask that the index cannot answer. Messages are for people;
/// [`CompileError::span`] is the place in the query.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A word without a letter or digit.
    #[error("`{text}` has no letter or digit to search for")]
    NothingToSearch {
        /// What was typed.
        text: String,
        /// Where.
        span: Span,
    },
    /// A pattern or a fuzzy word that is several words, or none.
    #[error("`{text}` does not stand for one word")]
    NotOneWord {
        /// What was typed.
        text: String,
        /// Where.
        span: Span,
    },
    /// A pattern that stands for too many words.
    #[error("`{text}` stands for more than {MAX_EXPANSION} words of the archive")]
    TooManyWords {
        /// What was typed.
        text: String,
        /// Where.
        span: Span,
    },
    /// Patterns that stand for too many words, all together.
    #[error(
        "with `{text}` the patterns of the query stand for more than {MAX_TOGETHER} words of the \
         archive"
    )]
    TooManyTogether {
        /// The pattern that was too much, as it was typed.
        text: String,
        /// Where.
        span: Span,
    },
    /// A pattern that nothing can be held against: it says too much about too
    /// many characters.
    #[error("the pattern `{text}` is too large")]
    TooLarge {
        /// What was typed.
        text: String,
        /// Where.
        span: Span,
    },
    /// A regular expression that cannot be walked.
    #[error("the regular expression `{text}` cannot be searched for: {reason}")]
    BadRegex {
        /// What was typed.
        text: String,
        /// What is wrong.
        reason: String,
        /// Where.
        span: Span,
    },
    /// Names are not looked for in this field.
    #[error("`{field}:` has no entities")]
    NoNamesIn {
        /// The field.
        field: &'static str,
        /// Where.
        span: Span,
    },
    /// Entities are not part of this index.
    #[error("this index was made without entities")]
    EntitiesNotIndexed {
        /// Where.
        span: Span,
    },
    /// The dictionary cannot be read.
    #[error("the search engine failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

impl CompileError {
    /// The place in the query, where there is one.
    pub fn span(&self) -> Option<Span> {
        match self {
            CompileError::NothingToSearch { span, .. }
            | CompileError::NotOneWord { span, .. }
            | CompileError::TooManyWords { span, .. }
            | CompileError::TooManyTogether { span, .. }
            | CompileError::TooLarge { span, .. }
            | CompileError::BadRegex { span, .. }
            | CompileError::NoNamesIn { span, .. }
            | CompileError::EntitiesNotIndexed { span } => Some(*span),
            CompileError::Engine(_) => None,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            CompileError::NothingToSearch { .. } => {
                "punctuation is not indexed: search for the words around it".to_owned()
            }
            CompileError::NotOneWord { text, .. } if text.contains(text::stands_by_itself) => {
                "a Chinese or Japanese character is a word by itself: say how far the next one \
                 may be, as in `a PRE/3 b`"
                    .to_owned()
            }
            CompileError::NotOneWord { .. } => {
                "words are split at stops, commas and hyphens: write the parts as a phrase, \
                 each with its own wildcard or number of edits"
                    .to_owned()
            }
            CompileError::TooManyWords { .. } => "give more of the word".to_owned(),
            CompileError::TooManyTogether { .. } => {
                "give more of the words, or ask for some of them in a search of their own".to_owned()
            }
            CompileError::TooLarge { text, .. } if text.starts_with('/') => {
                "give fewer and smaller repeats".to_owned()
            }
            CompileError::TooLarge { .. } => {
                "write `*` for what may be of any length, and fewer `?`".to_owned()
            }
            CompileError::BadRegex { .. } => {
                "it must match a whole word; anchors, look-around and lazy repeats are not known"
                    .to_owned()
            }
            CompileError::NoNamesIn { .. } => {
                "names are found in headline, lede and body: ask there, or for the words of the name"
                    .to_owned()
            }
            CompileError::EntitiesNotIndexed { .. } => {
                "search for the name as a phrase (\"Edi Rama\"), or take `entities = false` out of \
                 the settings and make the index anew"
                    .to_owned()
            }
            CompileError::Engine(_) => return None,
        })
    }

    pub(super) fn expansion(error: ExpansionError, text: String, span: Span) -> CompileError {
        match error {
            ExpansionError::TooMany => CompileError::TooManyWords { text, span },
            ExpansionError::TooLarge => CompileError::TooLarge { text, span },
            ExpansionError::Syntax(reason) => CompileError::BadRegex { text, reason, span },
            ExpansionError::Engine(error) => CompileError::Engine(error),
        }
    }
}
