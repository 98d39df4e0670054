//! Reads files and has their articles written.

use std::path::Path;
use std::sync::Arc;
use std::sync::RwLock;

use crossbeam_channel::{Receiver, Sender};
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::clerk::Report;
use super::failure::Failure;
use crate::archive::{Input, ReadError, Reader, Record};
use crate::ingest::IngestError;
use crate::ingest::progress::Progress;
use crate::ingest::rows::{accepted, placed, rejected};
use crate::ingest::survey::hash;
use crate::ingest::write::scribe::{Before, Scribe};
use crate::ingest::write::shared::Shared;
use crate::ingest::write::version::{Kept, Version};
use crate::ledger::{Change, Row, State, nanoseconds};

/// So many records are reported at once.
const RECORDS_AT_ONCE: usize = 500;

/// A file to be read.
pub(in crate::ingest) struct Task {
    pub(in crate::ingest) input: Input,
    /// What the index has from there.
    pub(in crate::ingest) before: Before,
    /// Whether it was read before: where the system refuses it now, its articles stay.
    pub(super) is_known: bool,
}

/// Reads files.
pub(super) struct Worker<'a> {
    scribe: Scribe<'a>,
    progress: &'a dyn Progress,
    to_clerk: &'a Sender<Report>,
}

/// Why a worker leaves a file.
enum Break {
    /// The clerk has stopped: there is no use in going on.
    Unheard,
    Failed(IngestError),
}

impl From<IngestError> for Break {
    fn from(error: IngestError) -> Break {
        Break::Failed(error)
    }
}

impl<'a> Worker<'a> {
    pub(in crate::ingest) fn new(
        reader: &'a Reader,
        root: &'a Path,
        shared: &'a RwLock<Shared>,
        progress: &'a dyn Progress,
        to_clerk: &'a Sender<Report>,
    ) -> Worker<'a> {
        Worker { scribe: Scribe::new(reader, root, shared), progress, to_clerk }
    }

    pub(in crate::ingest) fn run(
        &mut self,
        tasks: &Receiver<Task>,
        failure: &Failure,
    ) -> Result<(), IngestError> {
        for task in tasks {
            if failure.happened() || self.progress.is_stopped() {
                break;
            }
            match self.file(task) {
                Ok(()) => {}
                Err(Break::Unheard) => break,
                Err(Break::Failed(error)) => return Err(error),
            }
        }
        Ok(())
    }

    fn file(&mut self, task: Task) -> Result<(), Break> {
        // First, so that what is changed while it is read is read again.
        let whole = task.input.whole();
        let hash = match &whole {
            Some((bytes, _)) => Some(hash::of_bytes(bytes)),
            None => hash::of_file(&task.input.path).ok(),
        };
        let was_as_found = whole.as_ref().map(|(_, was_as_found)| *was_as_found);
        let input = Arc::new(task.input);
        let reader = self.scribe.reader;
        let found = match whole {
            Some((bytes, _)) => reader.read_whole(&input, bytes),
            None => reader.read(&input),
        };
        // What the system refuses now it may give the next time.
        let is_readable = !matches!(found, Err(ReadError::Unreadable { .. }));
        let records = match found {
            Ok(found) => self.records(found, &input, task.before)?,
            Err(error) => {
                let row = rejected(&input.relative, 0, &error);
                if task.is_known && !is_readable {
                    return self.tell(Report::Refused { bytes: input.size, row: Box::new(row) });
                }
                self.report(vec![row])?;
                Some(1)
            }
        };
        let Some(records) = records else { return Ok(()) };
        let is_as_found = was_as_found.unwrap_or_else(|| {
            std::fs::metadata(&input.path).is_ok_and(|file| input.is_as_found(&file))
        });
        let read = Change::Read {
            path: input.relative.clone(),
            size: input.size,
            modified: nanoseconds(input.modified),
            hash,
            records,
            state: if is_readable && is_as_found { State::Read } else { State::Again },
        };
        self.tell(Report::Read { bytes: input.size, read: Box::new(read) })
    }

    /// Has the articles of a file written. Returns how many records it holds,
    /// `None` where the run was stopped before its end.
    fn records(
        &mut self,
        found: impl Iterator<Item = Record>,
        input: &Arc<Input>,
        before: Before,
    ) -> Result<Option<u64>, Break> {
        let mut rows = Vec::new();
        let mut records = 0;
        let mut given = FxHashSet::default();
        for record in found {
            if self.progress.is_stopped() {
                self.report(rows)?;
                return Ok(None);
            }
            let row = match record.article {
                Err(error) => rejected(&input.relative, records, &error),
                Ok(mut article) => {
                    self.scribe.complete(&mut article);
                    let kept = match records {
                        0 => Kept::File(input.clone()),
                        _ => Kept::Nowhere,
                    };
                    let version = Version::of(&article, input.modified, kept);
                    let again = !given.insert(xxh3_64(article.id.as_str().as_bytes()));
                    let written = self.scribe.write(&article, version, before, again)?;
                    accepted(&input.relative, records, &article, written)
                }
            };
            rows.push(placed(row, &record.member, record.format));
            records += 1;
            if rows.len() >= RECORDS_AT_ONCE {
                self.report(std::mem::take(&mut rows))?;
            }
        }
        if records == 0 {
            let error = ReadError::Empty { path: input.relative.clone() };
            rows.push(rejected(&input.relative, 0, &error));
            records = 1;
        }
        self.report(rows)?;
        Ok(Some(records))
    }

    fn report(&self, rows: Vec<Row>) -> Result<(), Break> {
        if rows.is_empty() { Ok(()) } else { self.tell(Report::Records(rows)) }
    }

    fn tell(&self, report: Report) -> Result<(), Break> {
        self.to_clerk.send(report).map_err(|_| Break::Unheard)
    }
}
