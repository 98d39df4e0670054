//! Signals that ask a run to end. The first lets it finish what it has begun
//! and commit; the second ends the process at once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// What a process exits with that a signal has ended, less the signal.
const BY_SIGNAL: i32 = 128;

/// Whether a signal has come.
#[derive(Debug, Default)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens for SIGINT and SIGTERM from now on.
    pub fn on_signals() -> io::Result<Stop> {
        let stop = Stop::default();
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds nobody asked yet.
            flag::register_conditional_shutdown(signal, BY_SIGNAL + signal, stop.asked.clone())?;
            flag::register(signal, stop.asked.clone())?;
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, stop.signal.clone(), number)?;
        }
        Ok(stop)
    }

    /// Whether one has come.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// What the process is to exit with.
    pub fn code(&self) -> u8 {
        let signal = self.signal.load(Ordering::Relaxed);
        u8::try_from(signal).unwrap_or_default().saturating_add(BY_SIGNAL as u8)
    }
}
