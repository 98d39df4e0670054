//! Signs that come in pairs or before something, and stand alone. Knows the
//! signs, never the operators.

use thiserror::Error;

/// A quotation mark, parenthesis, slash or backslash that stands alone, or
/// with nothing inside.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PairingProblem {
    /// `"in no position`
    #[error("unclosed quotation mark")]
    UnclosedQuote {
        /// What closes it.
        closing: char,
    },
    /// `5"x`
    #[error("a quotation mark inside a word")]
    QuoteInWord,
    /// `"in no position"s`
    #[error("a word touches the closing quotation mark")]
    TextAfterQuote,
    /// `""`
    #[error("nothing inside the quotation marks")]
    EmptyQuotes,
    /// `(nato`
    #[error("unclosed parenthesis")]
    UnclosedParenthesis,
    /// `nato)`
    #[error("a closing parenthesis that nothing opens")]
    UnopenedParenthesis,
    /// `()`
    #[error("nothing inside the parentheses")]
    EmptyParentheses,
    /// `/reg`
    #[error("unclosed regular expression")]
    UnclosedRegex,
    /// `/5`
    #[error("`/{0}` is not an operator here")]
    SlashNumber(String),
    /// `//`
    #[error("nothing between the slashes")]
    EmptyRegex,
    /// `/path/to`
    #[error("a word touches the slash that closes a regular expression")]
    TextAfterRegex,
    /// `nato\`
    #[error("nothing stands after the backslash")]
    DanglingEscape,
}

impl PairingProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            PairingProblem::UnclosedQuote { closing: '"' } => {
                "close it with \", or write \\\" to search for the character itself".to_owned()
            }
            PairingProblem::UnclosedQuote { closing } => format!(
                "close it with {closing} or \", or write \\ before it to search for the \
                 character itself"
            ),
            PairingProblem::QuoteInWord => "put a space before it to begin a phrase, or write \\ \
                 before it to search for the character itself"
                .to_owned(),
            PairingProblem::TextAfterQuote => "put a space after the closing mark".to_owned(),
            PairingProblem::EmptyQuotes => {
                "write the words between them: \"in no position\"".to_owned()
            }
            PairingProblem::UnclosedParenthesis => {
                "close it with ), or write \\( to search for the character itself".to_owned()
            }
            PairingProblem::UnopenedParenthesis => {
                "take it away, or write \\) to search for the character itself".to_owned()
            }
            PairingProblem::EmptyParentheses => {
                "write what belongs together between them: (nato OR otan)".to_owned()
            }
            PairingProblem::UnclosedRegex => "close it with / (it holds no spaces), or write \\/ \
                 to search for the character itself"
                .to_owned(),
            PairingProblem::SlashNumber(number) => {
                format!("write W/{number} for either order, PRE/{number} for this order")
            }
            PairingProblem::EmptyRegex => {
                "write a regular expression between them: /colou?r/".to_owned()
            }
            PairingProblem::TextAfterRegex => "put a space after the slash, or put the text in \
                 quotation marks to search for the text itself"
                .to_owned(),
            PairingProblem::DanglingEscape => {
                "write \\\\ to search for the character itself".to_owned()
            }
        }
    }
}
