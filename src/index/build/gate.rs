//! Bounds what waits between the threads that read and those that build.

use std::sync::{Condvar, Mutex, PoisonError};

/// Documents that may wait, in bytes, where memory is plenty: else a part of it.
const WAITING_BYTES: usize = 32 * 1024 * 1024;
/// That part.
const WAITING_SHARE: usize = 8;

/// Holds back readers while too much waits to be indexed.
#[derive(Debug)]
pub(super) struct Gate {
    /// So many bytes may wait.
    limit: usize,
    waiting: Mutex<usize>,
    opened: Condvar,
}

impl Gate {
    /// A gate for a writer with so many bytes of memory.
    pub(super) fn new(memory: usize) -> Gate {
        let limit = WAITING_BYTES.min(memory / WAITING_SHARE);
        Gate { limit, waiting: Mutex::default(), opened: Condvar::default() }
    }

    /// Waits until there is room, then counts the bytes in. A document larger
    /// than the whole gate goes in alone.
    pub(super) fn enter(&self, bytes: usize) {
        let full = |waiting: &mut usize| *waiting > 0 && *waiting + bytes > self.limit;
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting =
            self.opened.wait_while(waiting, full).unwrap_or_else(PoisonError::into_inner);
        *waiting += bytes;
    }

    /// Counts bytes out: a builder has taken them up.
    pub(super) fn leave(&self, bytes: usize) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.saturating_sub(bytes);
        drop(waiting);
        self.opened.notify_all();
    }
}
