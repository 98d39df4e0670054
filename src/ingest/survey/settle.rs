//! Files that are still being written.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use rustc_hash::FxHashMap;

use crate::archive::Input;

/// Tells files that are still being written from those that are not: a file has
/// settled when its size and time have stayed the same for a while.
#[derive(Debug)]
pub struct Settle {
    /// How long.
    calm: Duration,
    /// Files that had not settled when they were last looked at.
    looks: Mutex<FxHashMap<PathBuf, Look>>,
}

#[derive(Debug, Clone, Copy)]
struct Look {
    size: u64,
    modified: Option<SystemTime>,
    first: Instant,
}

impl Settle {
    /// Files have settled that stayed the same for so long.
    pub fn after(calm: Duration) -> Settle {
        Settle { calm, looks: Mutex::default() }
    }

    /// Whether a file has settled.
    pub(super) fn has_settled(&self, input: &Input) -> bool {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        let age = input.modified.and_then(|modified| modified.elapsed().ok());
        if age.is_some_and(|age| age >= self.calm) {
            looks.remove(&input.path);
            return true;
        }
        // Its time may lie in the future: then only looking twice tells.
        let now = Look { size: input.size, modified: input.modified, first: Instant::now() };
        let look = looks.entry(input.path.clone()).or_insert(now);
        if (look.size, look.modified) != (now.size, now.modified) {
            *look = now;
        }
        let has_settled = look.first.elapsed() >= self.calm;
        if has_settled {
            looks.remove(&input.path);
        }
        has_settled
    }

    /// Forgets files that are no longer there.
    pub(super) fn forget_missing(&self) {
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain(|path, _| path.exists());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_settles_when_it_stays_the_same() {
        let settle = Settle::after(Duration::from_millis(20));
        let at = |size, modified| Input {
            path: "x".into(),
            relative: "x".to_owned(),
            size,
            modified: Some(modified),
        };
        let future = SystemTime::now() + Duration::from_secs(1000);
        assert!(settle.has_settled(&at(1, SystemTime::now() - Duration::from_secs(9))));
        assert!(!settle.has_settled(&at(1, future)));
        std::thread::sleep(Duration::from_millis(30));
        assert!(!settle.has_settled(&at(2, future)), "it has grown");
        std::thread::sleep(Duration::from_millis(30));
        assert!(settle.has_settled(&at(2, future)));
        assert!(settle.looks.lock().unwrap().is_empty());
        assert!(!settle.has_settled(&at(3, future)));
        settle.forget_missing();
        assert!(settle.looks.lock().unwrap().is_empty(), "it is not there");
    }
}
