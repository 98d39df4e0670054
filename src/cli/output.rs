//! The flag `--format` of commands that print one thing.

use clap::ValueEnum;

/// How to print it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One document
    Json,
}
