//! How the first error stops all threads of a run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::ingest::IngestError;

/// The first error of any thread; it stops the others.
#[derive(Default)]
pub(in crate::ingest) struct Failure {
    happened: AtomicBool,
    error: Mutex<Option<IngestError>>,
}

impl Failure {
    pub(in crate::ingest) fn keep(&self, result: Result<(), IngestError>) {
        if let Err(error) = result {
            self.happened.store(true, Ordering::Relaxed);
            let mut first = self.error.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(error);
        }
    }

    pub(in crate::ingest) fn happened(&self) -> bool {
        self.happened.load(Ordering::Relaxed)
    }

    pub(in crate::ingest) fn into_inner(self) -> Option<IngestError> {
        self.error.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
