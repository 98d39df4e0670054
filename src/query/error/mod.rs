//! What is wrong with a query: a closed list of causes, each with its message,
//! its place and a hint. Knows the text of the query, never how it is parsed.

mod date;
mod dialect;
mod excerpt;
mod field;
mod length;
mod operator;
mod pairing;
mod size;
mod word;

use std::fmt;

use thiserror::Error;

pub use self::date::DateProblem;
pub use self::dialect::DialectProblem;
pub use self::field::FieldProblem;
pub use self::length::LengthProblem;
pub use self::operator::{NoPlaces, OperatorProblem, Side};
pub use self::pairing::PairingProblem;
pub use self::size::SizeProblem;
pub use self::word::WordProblem;

use self::excerpt::Excerpt;
pub(super) use self::excerpt::printable;
use crate::query::ast::Span;

/// A query that cannot be understood as written.
///
/// Displayed, it is the message, the query with a caret under the place, and a
/// hint, without a line break at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryError(Box<Report>);

#[derive(Debug, Clone, PartialEq)]
struct Report {
    kind: QueryErrorKind,
    span: Span,
    text: String,
}

/// Why a query was refused.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// The query is empty or too large.
    #[error(transparent)]
    Size(#[from] SizeProblem),
    /// A quotation mark, parenthesis, slash or backslash stands alone.
    #[error(transparent)]
    Pairing(#[from] PairingProblem),
    /// A word and the signs on it do not go together.
    #[error(transparent)]
    Word(#[from] WordProblem),
    /// An operator lacks something or stands with the wrong things.
    #[error(transparent)]
    Operator(#[from] OperatorProblem),
    /// A field is unknown, empty or in the wrong place.
    #[error(transparent)]
    Field(#[from] FieldProblem),
    /// A date cannot be read or cannot be.
    #[error(transparent)]
    Date(#[from] DateProblem),
    /// A number of words cannot be read or cannot be.
    #[error(transparent)]
    Length(#[from] LengthProblem),
    /// A command of Nexis or Factiva has no equivalent or lacks something.
    #[error(transparent)]
    Dialect(#[from] DialectProblem),
}

impl QueryErrorKind {
    fn hint(&self) -> Option<String> {
        match self {
            QueryErrorKind::Size(problem) => problem.hint(),
            QueryErrorKind::Pairing(problem) => Some(problem.hint()),
            QueryErrorKind::Word(problem) => Some(problem.hint()),
            QueryErrorKind::Operator(problem) => Some(problem.hint()),
            QueryErrorKind::Field(problem) => Some(problem.hint()),
            QueryErrorKind::Date(problem) => Some(problem.hint()),
            QueryErrorKind::Length(problem) => Some(problem.hint()),
            QueryErrorKind::Dialect(problem) => Some(problem.hint()),
        }
    }
}

impl QueryError {
    /// Returns the error of `kind` at the bytes `span` of `text`.
    pub fn new(kind: impl Into<QueryErrorKind>, span: Span, text: impl Into<String>) -> Self {
        QueryError(Box::new(Report { kind: kind.into(), span, text: text.into() }))
    }

    /// Why the query was refused.
    pub fn kind(&self) -> &QueryErrorKind {
        &self.0.kind
    }

    /// The place in [`QueryError::text`], in bytes.
    pub fn span(&self) -> Span {
        self.0.span
    }

    /// The text that the error points into.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> String {
        self.0.kind.to_string()
    }

    /// What to do about it, in one line.
    pub fn hint(&self) -> Option<String> {
        self.0.kind.hint()
    }
}

/// Returns two indented lines: a query, or what of it is near the place, and
/// carets under the place. For errors that are found after parsing.
pub fn caret(text: &str, span: Span) -> String {
    let excerpt = Excerpt::new(text, span);
    format!("  {}\n  {}", excerpt.line, excerpt.carets)
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        if !self.0.text.trim().is_empty() {
            write!(f, "\n{}", caret(&self.0.text, self.0.span))?;
        }
        match self.hint() {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

/// An error that does not yet know the text it is about.
#[derive(Debug)]
pub(super) struct Fault {
    /// Boxed, so that results stay small on the stack of a parser that recurses.
    kind: Box<QueryErrorKind>,
    span: Span,
}

impl Fault {
    pub fn new(kind: impl Into<QueryErrorKind>, span: Span) -> Self {
        Fault { kind: Box::new(kind.into()), span }
    }

    pub fn kind(&self) -> &QueryErrorKind {
        &self.kind
    }

    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns the error at another place.
    pub fn moved(self, span: Span) -> Fault {
        Fault { span, ..self }
    }

    /// Returns the error in `text`; `before` bytes of it come before the part
    /// that was parsed.
    pub fn in_text(self, text: &str, before: usize) -> QueryError {
        let span = Span { start: self.span.start + before, end: self.span.end + before };
        QueryError::new(*self.kind, span, text)
    }
}

/// The longest piece of a query that a message repeats, in characters.
const MAX_REPEATED: usize = 40;

/// A piece of a query as a message can repeat it: in one line, not too long,
/// without characters that change how a terminal shows the rest.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_REPEATED).map(printable).collect();
    if text.chars().nth(MAX_REPEATED).is_some() {
        shown.push('…');
    }
    shown
}
