//! How a run gets on, and what it did.

use std::collections::BTreeMap;

use crate::ledger::{Outcome, Row};

/// Hears how a run gets on, and says when it is to stop. Called from several
/// threads.
pub trait Progress: Sync {
    /// What there is to do, once it is known.
    fn begin(&self, _files: u64, _bytes: u64) {}
    /// A file is done.
    fn file_done(&self, _bytes: u64) {}
    /// A record was rejected, or read with warnings.
    fn noticed(&self, _row: &Row) {}
    /// What was read so far becomes findable.
    fn committing(&self) {}
    /// What became of these records is certain now: index and ledger have it.
    fn settled(&self, _rows: &mut dyn Iterator<Item = &Row>) {}
    /// Whether the run is to end: what was begun is finished and committed.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// The reason of a record that was to delete an article which was not there.
pub(super) const NOT_KNOWN: &str = "not-known";

/// Reports to nobody.
pub struct Silent;

impl Progress for Silent {}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that the walk found.
    pub files: u64,
    /// Files that the ledger knew as they are.
    pub skipped: u64,
    /// Files that are being written: the next run reads them.
    pub unsettled: u64,
    /// Links, which the settings say are not to be followed.
    pub links: u64,
    /// Files that were no longer there.
    pub missing: u64,
    /// Those of them whose articles were kept.
    pub kept: u64,
    /// Bytes of the files that were read.
    pub bytes: u64,
    /// Records by what became of them.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Records read with warnings.
    pub warned: u64,
    /// Rejected records by reason.
    pub rejections: BTreeMap<String, u64>,
    /// Articles that were taken out of the index.
    pub removed: u64,
    /// Articles that were to be deleted and were not there.
    pub not_known: u64,
    /// Whether the run was stopped before its end.
    pub stopped: bool,
    /// Whether all files were read again, as the settings say another thing about
    /// reading than at the last run.
    pub read_anew: bool,
}

impl Summary {
    /// How many records had an outcome.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    pub(super) fn add(&mut self, row: &Row) {
        *self.outcomes.entry(row.outcome).or_default() += 1;
        self.warned += u64::from(row.warnings.is_some());
        if row.outcome == Outcome::Removed {
            match row.reason.as_deref() {
                Some(NOT_KNOWN) => self.not_known += 1,
                _ => self.removed += 1,
            }
        }
        if let (Outcome::Rejected, Some(reason)) = (row.outcome, &row.reason) {
            *self.rejections.entry(reason.clone()).or_default() += 1;
        }
    }
}
