//! Collects what became of the records, and commits: first the index, then the
//! rows and the stories of what it has now.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};

use crossbeam_channel::bounded;

use super::look::Look;
use crate::article::ArticleId;
use crate::clock;
use crate::index::Index;
use crate::ingest::IngestError;
use crate::ingest::progress::{Progress, Summary};
use crate::ingest::write::shared::Shared;
use crate::ledger::{Change, Ledger, Outcome, Row};

/// A commit at least after so many records: what a crash can lose, and what
/// is remembered to find two versions of one article.
const RECORDS_PER_COMMIT: usize = 200_000;
/// A commit at least after so many bytes of articles that are remembered as a
/// whole.
const REMEMBERED_BYTES: usize = 64 * 1024 * 1024;

/// A commit at least after so many bytes of what copies are found by: most
/// copies stand near each other, and need not be read again to be compared.
const SHINGLED_BYTES: usize = 48 * 1024 * 1024;

/// So many records' leavings are freed at once.
const FEW_PIECES: usize = 1_000;

/// What the clerk is told.
pub(in crate::ingest) enum Report {
    /// What became of records of a file.
    Records(Vec<Row>),
    /// A file was read to its end.
    Read { bytes: u64, read: Box<Change> },
    /// The system refuses a file that was read before; the row says so.
    Refused { bytes: u64, row: Box<Row> },
}

/// Collects what became of the records, and commits.
pub(in crate::ingest) struct Clerk<'a> {
    pub(in crate::ingest) index: &'a Index,
    pub(in crate::ingest) ledger: &'a mut Ledger,
    pub(in crate::ingest) shared: &'a RwLock<Shared>,
    pub(in crate::ingest) progress: &'a dyn Progress,
    pub(in crate::ingest) summary: Summary,
    /// Whether files are read once more that are as they were: what the ledger says
    /// of a record already is no news then.
    pub(in crate::ingest) reads_again: bool,
    /// What the ledger is to be told at the next commit.
    changes: Vec<Change>,
    /// The bytes of what copies are found by among them.
    shingled: usize,
    /// Whether the index is to be told anything.
    has_written: bool,
}

impl<'a> Clerk<'a> {
    pub(in crate::ingest) fn new(
        index: &'a Index,
        ledger: &'a mut Ledger,
        shared: &'a RwLock<Shared>,
        progress: &'a dyn Progress,
    ) -> Clerk<'a> {
        Clerk {
            index,
            ledger,
            shared,
            progress,
            summary: Summary::default(),
            reads_again: false,
            changes: Vec::new(),
            shingled: 0,
            has_written: false,
        }
    }

    /// Takes a report down, and commits where there is much to commit.
    pub(in crate::ingest) fn take(&mut self, report: Report) -> Result<(), IngestError> {
        match report {
            Report::Records(rows) => {
                for row in rows {
                    // An older version is written, too.
                    self.has_written |= row.id.is_some() && !is_as_it_was(row.outcome);
                    if self.reads_again && self.ledger.says(&row)? {
                        continue;
                    }
                    self.summary.add(&row);
                    if row.outcome == Outcome::Rejected || row.warnings.is_some() {
                        self.progress.noticed(&row);
                    }
                    self.shingled += row.looked.as_ref().map_or(0, |l| l.shingles.bytes());
                    self.changes.push(Change::Record(row));
                }
            }
            Report::Read { bytes, read } => {
                self.summary.bytes += bytes;
                self.changes.push(*read);
                self.progress.file_done(bytes);
            }
            Report::Refused { bytes, row } => {
                self.summary.add(&row);
                self.progress.noticed(&row);
                // The ledger keeps the rows that the file has: its records are as they were.
                self.progress.settled(&mut std::iter::once(&*row));
                self.changes.push(Change::Again { path: row.path });
                self.progress.file_done(bytes);
            }
        }
        let remembered = {
            let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
            shared.remembered.load(Ordering::Relaxed)
        };
        if self.changes.len() >= RECORDS_PER_COMMIT
            || remembered >= REMEMBERED_BYTES
            || self.shingled >= SHINGLED_BYTES
        {
            self.commit()?;
        }
        Ok(())
    }

    /// Takes down what is no record of a file.
    pub(in crate::ingest) fn note(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Takes an article out of the index.
    pub(in crate::ingest) fn remove(&mut self, id: &str) -> Result<(), IngestError> {
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        shared.remove(&ArticleId::new(id))?;
        self.changes.push(Change::Dropped { id: id.to_owned() });
        self.summary.removed += 1;
        self.has_written = true;
        Ok(())
    }

    /// Commits the index, and the rows and the stories of what it has then: they
    /// are written meanwhile, and are committed when the index is.
    pub(in crate::ingest) fn commit(&mut self) -> Result<(), IngestError> {
        let has_written = {
            let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
            let pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
            self.has_written || !pending.is_empty() || shared.writer.must_purge()
        };
        if has_written {
            self.commit_index_and_rows()?;
            self.has_written = false;
        } else if !self.changes.is_empty() {
            self.ledger.write(&self.changes, clock::now())?;
            let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
            let look = Look::new(&self.changes, Arc::clone(&shared.committed));
            self.ledger.settle_copies(&mut |id| look.at(id), &|| !look.has_failed())?;
            look.end()?;
        }
        if !self.changes.is_empty() {
            self.progress.settled(&mut self.changes.iter().filter_map(|change| match change {
                Change::Record(row) => Some(row),
                _ => None,
            }));
            let changes = std::mem::take(&mut self.changes);
            let_go(changes.len(), changes);
            self.shingled = 0;
        }
        Ok(())
    }

    fn commit_index_and_rows(&mut self) -> Result<(), IngestError> {
        self.progress.committing();
        let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        let written = shared.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.ledger.write_ahead(written.keys().map(ArticleId::as_str))?;
        let deleted = shared.deleted.get_mut().unwrap_or_else(PoisonError::into_inner);
        self.ledger.write_ahead(deleted.iter().map(ArticleId::as_str))?;
        let payload = format!("after batch {}", self.ledger.batch()?);
        let (ledger, changes) = (&mut *self.ledger, &self.changes);
        // What the batch does not bring is as the last commit has it.
        let before = Arc::clone(&shared.committed);
        let (tell, told) = bounded(1);
        std::thread::scope(|scope| {
            let rows = scope.spawn(move || -> Result<(), IngestError> {
                if changes.is_empty() {
                    return Ok(());
                }
                let look = Look::new(changes, before);
                let is_committed = || told.recv().is_ok() && !look.has_failed();
                ledger.write_and_settle(
                    changes,
                    clock::now(),
                    &mut |id| look.at(id),
                    is_committed,
                )?;
                look.end()
            });
            let committed = commit_index(self.index, &mut shared, &payload);
            // Readers go on while the last rows are written.
            drop(shared);
            match &committed {
                // Who does not listen any more has failed, and says so.
                Ok(()) => _ = tell.send(()),
                Err(_) => drop(tell),
            }
            let rows = rows.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            committed?;
            rows
        })
    }
}

/// Commits what was written, and looks at the index as it is from then on.
fn commit_index(index: &Index, shared: &mut Shared, payload: &str) -> Result<(), IngestError> {
    shared.writer.commit(payload)?;
    shared.committed = Arc::new(index.searcher()?);
    let pending = shared.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
    let pending = std::mem::take(pending);
    let_go(pending.len(), pending);
    shared.deleted.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    shared.remembered.store(0, Ordering::Relaxed);
    Ok(())
}

/// Frees what a batch left behind. Of much of it a thread takes care, for which
/// nobody waits: it is in many small pieces.
fn let_go<T: Send + 'static>(pieces: usize, what: T) {
    if pieces > FEW_PIECES {
        // Where there is no thread, it is freed here.
        let _ = std::thread::Builder::new().spawn(move || drop(what));
    }
}

/// Whether the index is as it was before a record was read.
fn is_as_it_was(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Unchanged | Outcome::Duplicate | Outcome::Rejected)
}
