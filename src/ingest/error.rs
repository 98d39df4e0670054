//! What can stop a run.

use std::path::PathBuf;

use crate::archive::ReadError;
use crate::index::IndexError;
use crate::ledger::LedgerError;

/// What can stop a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// A folder cannot be read at all.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The ledger cannot be written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What comes in cannot be read.
    #[error("standard input: {0}")]
    Input(std::io::Error),
    /// There is no file to read.
    #[error("{}: no files to index here", .0.display())]
    Empty(PathBuf),
    /// A worker stopped without a reason of its own.
    #[error("a thread of the run stopped unexpectedly")]
    Stopped,
}
