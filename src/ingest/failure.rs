//! How the first error stops all threads of a run.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::IngestError;

/// The first error of any thread; it stops the others.
#[derive(Default)]
pub(super) struct Failure {
    happened: AtomicBool,
    error: Mutex<Option<IngestError>>,
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
