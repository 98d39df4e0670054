//! What can stop a run, and how the first error stops all threads.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

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

/// The first error of any thread; it stops the others.
#[derive(Default)]
pub(super) struct Failure {
    pub(super) happened: AtomicBool,
    pub(super) error: Mutex<Option<IngestError>>,
}

impl Failure {
    pub(super) fn keep(&self, result: Result<(), IngestError>) {
        if let Err(error) = result {
            self.happened.store(true, Ordering::Relaxed);
            let mut first = self.error.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(error);
        }
    }

    pub(super) fn happened(&self) -> bool {
        self.happened.load(Ordering::Relaxed)
    }

    pub(super) fn into_inner(self) -> Option<IngestError> {
        self.error.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
