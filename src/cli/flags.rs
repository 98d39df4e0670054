//! What flags of several commands take.

use std::num::NonZeroU32;

use clap::ValueEnum;
use morgue::index::Statuses;
use morgue::query::Syntax;

/// The flag `--format` of commands that print one thing: how to print it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One document
    Json,
}

/// The flag `--syntax`: in which language a query is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SyntaxArg {
    /// Morgue's own
    Native,
    /// As Nexis takes it
    Nexis,
    /// As Factiva takes it
    Factiva,
}

impl From<SyntaxArg> for Syntax {
    fn from(syntax: SyntaxArg) -> Syntax {
        match syntax {
            SyntaxArg::Native => Syntax::Native,
            SyntaxArg::Nexis => Syntax::Nexis,
            SyntaxArg::Factiva => Syntax::Factiva,
        }
    }
}

/// Which articles a flag `--all-statuses` asks for.
pub fn statuses(all: bool) -> Statuses {
    if all { Statuses::All } else { Statuses::Usable }
}

/// Reads how many to list or to pass over.
pub fn count(text: &str) -> Result<usize, &'static str> {
    text.parse().map_err(|_| "give a whole number, as in 20")
}

/// Reads how many to list at most, or `all`.
pub fn limit(text: &str) -> Result<usize, &'static str> {
    match text {
        "all" => Ok(usize::MAX),
        text => text.parse().map_err(|_| "give a whole number, as in 20, or `all`"),
    }
}

/// Reads a number of days.
pub fn days(text: &str) -> Result<NonZeroU32, &'static str> {
    text.parse().map_err(|_| "give a whole number of days, as in 30")
}
