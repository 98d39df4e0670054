//! Words with signs that do not go together. Knows `= ~ ^ * ?`, never fields
//! or operators.

use thiserror::Error;

use super::shown;
use crate::query::limits::{MAX_BOOST, MAX_EDITS};

/// A word and the signs on it that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WordProblem {
    /// `tehran~5`, `a~b`
    #[error("`~{}` is not a number of edits", shown(.0))]
    BadFuzzy(String),
    /// `~1`
    #[error("nothing stands before `~`")]
    LoneFuzzy,
    /// `tehr*~1`
    #[error("a fuzzy word cannot have wildcards")]
    FuzzyWildcard,
    /// `=tehran~1`
    #[error("a word cannot be both exact and fuzzy")]
    FuzzyExact,
    /// `"in no position"~3`
    #[error("a phrase cannot be fuzzy")]
    FuzzyPhrase,
    /// `nato^x`, `nato^0`
    #[error("`^{}` is not a weight", shown(.0))]
    BadBoost(String),
    /// `^2`, `nato ^2`, `nato^2^2`
    #[error("a weight with nothing right before it")]
    LoneBoost,
    /// `=`, `=(a b)`
    #[error("`=` without a word")]
    LoneExact,
    /// `?`, `**`
    #[error("wildcards alone are not a word")]
    OnlyWildcards,
    /// `"in * position"`
    #[error("a wildcard alone inside quotation marks")]
    OnlyWildcardsInPhrase,
    /// `@person~1`
    #[error("an entity cannot be fuzzy")]
    FuzzyEntity,
    /// `person:Ram*`
    #[error("a name takes no wildcards")]
    WildcardInName,
}

impl WordProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            WordProblem::BadFuzzy(_) => format!(
                "end the word with ~1 or ~{MAX_EDITS}, or write \\~ to search for the character \
                 itself"
            ),
            WordProblem::LoneFuzzy => {
                "write it at the end of a word: tehran~1, or write \\~ to search for the \
                 character itself"
                    .to_owned()
            }
            WordProblem::FuzzyWildcard => "use one of the two: tehran~1 or tehr*".to_owned(),
            WordProblem::FuzzyExact => "use one of the two: =tehran or tehran~1".to_owned(),
            WordProblem::FuzzyPhrase => {
                "for words near each other write nato W/5 cyber, in this order nato PRE/5 cyber; for \
                 the phrase with its words in any form write ~ alone"
                    .to_owned()
            }
            WordProblem::BadBoost(_) => format!(
                "write a number above 0 and up to {MAX_BOOST}: nato^2, or write \\^ to search \
                 for the character itself"
            ),
            WordProblem::LoneBoost => {
                "write it once and right after its word, phrase or parenthesis: nato^2".to_owned()
            }
            WordProblem::LoneExact => {
                "write it right before one word: =nato; a phrase is exact without it".to_owned()
            }
            WordProblem::OnlyWildcards => {
                "add a letter: a*, or write * by itself for every article".to_owned()
            }
            WordProblem::OnlyWildcardsInPhrase => {
                "for words in between write \"in no\" PRE/3 position, for the character itself \
                 write \\ before it"
                    .to_owned()
            }
            WordProblem::FuzzyEntity => "write the name in full: @person:\"Edi Rama\"".to_owned(),
            WordProblem::WildcardInName => {
                "write the name in full, or \\ before the character to search for it itself"
                    .to_owned()
            }
        }
    }
}
