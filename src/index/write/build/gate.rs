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
    /// So many do; `None` where nobody takes them up any more.
    waiting: Mutex<Option<usize>>,
    opened: Condvar,
}

impl Gate {
    /// A gate for a writer with so many bytes of memory.
    pub(super) fn new(memory: usize) -> Gate {
        let limit = WAITING_BYTES.min(memory / WAITING_SHARE);
        Gate { limit, waiting: Mutex::new(Some(0)), opened: Condvar::default() }
    }

    /// Waits until there is room, then counts the bytes in. A document larger
    /// than the whole gate goes in alone.
    pub(super) fn enter(&self, bytes: usize) {
        let full = |waiting: &mut Option<usize>| {
            waiting.is_some_and(|waiting| waiting > 0 && waiting + bytes > self.limit)
        };
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting =
            self.opened.wait_while(waiting, full).unwrap_or_else(PoisonError::into_inner);
        *waiting = waiting.map(|waiting| waiting + bytes);
    }

    /// Counts bytes out: a builder has taken them up.
    pub(super) fn leave(&self, bytes: usize) {
        self.set(|waiting| waiting.map(|waiting| waiting.saturating_sub(bytes)));
    }

    /// Lets everything through: a builder is gone.
    pub(super) fn open(&self) {
        self.set(|_| None);
    }

    fn set(&self, change: impl FnOnce(Option<usize>) -> Option<usize>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = change(*waiting);
        drop(waiting);
        self.opened.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_is_too_much_waits_until_there_is_room_or_nobody_takes_it() {
        for let_through in [|gate: &Gate| gate.leave(60), Gate::open] {
            let gate = Gate::new(WAITING_SHARE * 100);
            gate.enter(60);
            std::thread::scope(|scope| {
                let (tell, told) = channel();
                let gate = &gate;
                scope.spawn(move || {
                    gate.enter(60);
                    tell.send(()).unwrap();
                });
                let waits = told.recv_timeout(Duration::from_millis(20));
                assert_eq!(waits, Err(RecvTimeoutError::Timeout));
                let_through(gate);
                told.recv().unwrap();
            });
        }
    }

    #[test]
    fn one_that_is_larger_than_the_gate_goes_in_alone() {
        let gate = Gate::new(WAITING_SHARE * 100);
        gate.enter(1000);
        gate.leave(1000);
        gate.enter(1000);
    }
}
