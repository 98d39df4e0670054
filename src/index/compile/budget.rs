//! How many words the patterns of one query may stand for, all together. Never
//! looks into the index.

use std::cell::Cell;

/// The patterns of a query may stand for at most so many words of the archive: the
/// list of each is opened, and those of a proximity stay open at the same time, a
/// kilobyte or two of memory for each. Each pattern by itself has a limit, too.
pub(super) const MAX_TOGETHER: usize = 50_000;

/// What is left for the patterns of a query that were not expanded yet.
#[derive(Debug)]
pub(super) struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Budget {
        Budget(Cell::new(MAX_TOGETHER))
    }
}

impl Budget {
    /// Takes so many words; `None` where fewer are left.
    pub(super) fn take(&self, words: usize) -> Option<()> {
        self.0.set(self.0.get().checked_sub(words)?);
        Some(())
    }
}
