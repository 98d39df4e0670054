//! What a command says when it fails: what is wrong, then what to do about it
//! on a line of its own.

use std::fmt;
use std::io::{self, Write};

use morgue::MorgueError;
use morgue::home::HomeError;
use morgue::index::{CompileError, IndexError};
use morgue::query::QueryError;

/// An error on its way to the user.
#[derive(Debug)]
pub struct Failure {
    error: anyhow::Error,
    hint: Option<String>,
}

impl Failure {
    /// An error in words, with what to do about it.
    pub fn new(message: impl fmt::Display, hint: impl Into<String>) -> Failure {
        Failure { error: anyhow::anyhow!("{message}"), hint: Some(hint.into()) }
    }

    /// An error of a search; what is wrong with the query with the place in it.
    pub fn in_query(error: impl Into<MorgueError>, query: &str) -> Failure {
        match error.into() {
            MorgueError::Index(IndexError::Query(error)) => Failure::at(&error, query),
            other => other.into(),
        }
    }

    fn at(error: &CompileError, query: &str) -> Failure {
        // A word of a flag has no place in the query.
        let span = error.span().filter(|span| span.start < span.end && span.end <= query.len());
        let place = span.map(|span| morgue::query::caret(query, span));
        let message = match place {
            Some(place) => format!("{error}\n{place}"),
            None => error.to_string(),
        };
        Failure { error: anyhow::anyhow!(message), hint: error.hint() }
    }

    /// Whether the reader of the output has gone, which is no failure.
    pub fn is_closed_pipe(&self) -> bool {
        self.error.chain().any(|cause| {
            cause
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
        })
    }

    /// Prints the error. Standard error that is closed is nobody's fault.
    pub fn print(&self, out: &mut dyn Write) {
        let _ = writeln!(out, "morgue: {}", self.error);
        if let Some(hint) = &self.hint {
            let _ = writeln!(out, "hint: {hint}");
        }
    }
}

impl From<MorgueError> for Failure {
    fn from(error: MorgueError) -> Failure {
        let hint = error.hint();
        Failure { error: error.into(), hint }
    }
}

impl From<HomeError> for Failure {
    fn from(error: HomeError) -> Failure {
        MorgueError::from(error).into()
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Failure {
        // It prints its own place and hint.
        Failure { error: error.into(), hint: None }
    }
}

/// What kept the answer from being written.
#[derive(Debug, thiserror::Error)]
#[error("standard output: {0}")]
struct Output(#[source] io::Error);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        let hint = morgue::system::advice(error.kind()).map(str::to_owned);
        Failure { error: Output(error).into(), hint }
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Failure {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => io::Error::other(format!("{other:?}")).into(),
        }
    }
}
