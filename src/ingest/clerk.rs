//! Collects what became of the records, and commits: first the index, then the
//! rows of what it has now.

use std::sync::{PoisonError, RwLock};
use std::time::SystemTime;

use super::progress::{Progress, Summary};
use super::rows::nanoseconds;
use super::{IngestError, Shared};
use crate::article::ArticleId;
use crate::index::Index;
use crate::ledger::{Ledger, Outcome, Row};

/// What the clerk is told.
pub(super) enum Report {
    /// A file that the ledger knows as it is.
    Skipped { bytes: u64 },
    /// A file that was read, and what became of its records.
    Read {
        bytes: u64,
        rows: Vec<Row>,
        /// Articles that the file gave before and gives no more.
        dropped: Vec<String>,
    },
}

/// Collects what became of the records, and commits.
pub(super) struct Clerk<'a> {
    pub(super) progress: &'a dyn Progress,
    pub(super) rows: Vec<Row>,
    /// Articles that a changed file gives no more.
    pub(super) dropped: Vec<String>,
    /// Articles written since the last commit.
    pub(super) articles: usize,
    pub(super) summary: Summary,
}

impl Clerk<'_> {
    pub(super) fn take(&mut self, report: Report) {
        self.summary.files += 1;
        match report {
            Report::Skipped { bytes } => {
                self.summary.skipped += 1;
                self.progress.file_done(bytes);
            }
            Report::Read { bytes, rows, dropped } => {
                self.dropped.extend(dropped);
                self.summary.bytes += bytes;
                for row in &rows {
                    self.summary.add(row);
                    let written = matches!(row.outcome, Outcome::Indexed | Outcome::Updated);
                    self.articles += usize::from(written);
                    if row.outcome == Outcome::Rejected || row.warnings.is_some() {
                        self.progress.noticed(row);
                    }
                }
                self.rows.extend(rows);
                self.progress.file_done(bytes);
            }
        }
    }

    /// Commits the index, then writes the rows of what it has now.
    pub(super) fn commit(
        &mut self,
        ledger: &mut Ledger,
        index: &Index,
        shared: &RwLock<Shared>,
    ) -> Result<(), IngestError> {
        if self.articles > 0 {
            self.progress.committing();
            let mut shared = shared.write().unwrap_or_else(PoisonError::into_inner);
            shared.writer.commit(&format!("after batch {}", ledger.batch()?))?;
            shared.committed = index.searcher()?;
            shared.pending.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
            self.articles = 0;
        }
        if !self.rows.is_empty() {
            let now = nanoseconds(Some(SystemTime::now())).unwrap_or(0) / 1_000_000_000;
            ledger.write(&self.rows, now)?;
            self.rows.clear();
        }
        Ok(())
    }

    /// Commits what is left, then takes out of the index what no file gives any
    /// more: only now is it known that no other file does.
    pub(super) fn finish(
        &mut self,
        ledger: &mut Ledger,
        index: &Index,
        shared: &RwLock<Shared>,
    ) -> Result<(), IngestError> {
        self.commit(ledger, index, shared)?;
        for id in std::mem::take(&mut self.dropped) {
            if !ledger.has_article(&id)? {
                let shared = shared.read().unwrap_or_else(PoisonError::into_inner);
                shared.writer.remove(&ArticleId::new(id));
                self.articles += 1;
            }
        }
        self.commit(ledger, index, shared)
    }
}
