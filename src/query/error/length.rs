//! Lengths that cannot be read or cannot be.

use thiserror::Error;

use super::shown;

/// A number of words that cannot be read or cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LengthProblem {
    /// `words:many`
    #[error("`{}` is not a number of words", shown(.0))]
    Unreadable(String),
    /// `words:>`, `words:..`
    #[error("no number beside `{0}`")]
    Missing(&'static str),
    /// `words:<0`
    #[error("no article has fewer than 0 words")]
    BelowNone,
    /// `words:900..100`
    #[error("the range ends before it begins: from {from} to {to}")]
    Reversed {
        /// The start.
        from: u64,
        /// The end.
        to: u64,
    },
    /// `words:(100 OR 200)`
    #[error("`words:` takes no parentheses")]
    Group,
}

impl LengthProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            LengthProblem::Unreadable(_) | LengthProblem::BelowNone => {
                "write words:>1000, words:<=300, words:500..800 or words:500".to_owned()
            }
            LengthProblem::Missing(_) => {
                "write it without a space: words:>1000, words:500..800, words:..300".to_owned()
            }
            LengthProblem::Reversed { from, to } => format!("write {to}..{from}"),
            LengthProblem::Group => {
                "write (words:<100 OR words:>1000), or a range: words:500..800".to_owned()
            }
        }
    }
}
