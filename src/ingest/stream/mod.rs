//! Articles that come one by one, as lines of JSON: a step in a pipeline.
//!
//! Lines of one article go to one worker, so that their order counts; each is
//! answered when index and ledger have what became of it, in the order of the
//! lines. A batch ends when so much has come, or when nothing comes for a
//! moment.

pub(super) mod message;

use std::io::{self, BufRead, Read};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{Boilerplate, Reader};
use crate::index::Index;
use crate::ingest::crew::clerk::{Clerk, Report};
use crate::ingest::crew::failure::Failure;
use crate::ingest::progress::{NOT_KNOWN, Progress, Summary};
use crate::ingest::rows::{accepted, empty, placed};
use crate::ingest::write::scribe::{Before, Scribe, tombstone};
use crate::ingest::write::shared::Shared;
use crate::ingest::write::version::{Kept, Version};
use crate::ingest::{Archive, IngestError, Options};
use crate::ledger::{Change, Ledger, Outcome, Row, STDIN, State};
use message::{Message, MessageError, read_message};

/// Lines that wait for a worker: what comes faster has to wait.
const WAITING_LINES: usize = 16;
/// So many lines may be on their way: what is behind a line that takes long waits
/// until that is answered.
const AHEAD: usize = 2_000;
/// So long nothing has to come for a batch to end.
const PAUSE: Duration = Duration::from_millis(200);
/// A batch ends after so long, whatever comes.
const LONGEST_BATCH: Duration = Duration::from_secs(2);

/// Where articles that come one by one are written.
pub(crate) struct Stream<'a> {
    /// The index.
    pub index: &'a Index,
    /// The ledger.
    pub ledger: &'a mut Ledger,
    /// What they are of.
    pub archive: &'a Archive,
    /// How to go about it.
    pub options: Options,
}

/// A line on its way.
struct Line {
    record: u64,
    message: Message,
}

impl Stream<'_> {
    /// Reads lines of JSON to their end and writes what they say.
    ///
    /// # Errors
    /// Where the lines cannot be read, or the index or the ledger cannot be
    /// written: what was answered stays.
    pub fn run(
        self,
        lines: Box<dyn BufRead + Send>,
        progress: &dyn Progress,
    ) -> Result<Summary, IngestError> {
        let Stream { index, ledger, archive, options } = self;
        let shared = Shared::new(index, ledger, options.writer, archive.entities)?;
        let shared = RwLock::new(shared);
        ledger.recover()?;
        let reader = Reader::new(archive.settings.clone(), Boilerplate::default());
        // The lines of one run follow those of the runs before.
        let first = ledger.records_of(STDIN)?;
        let mut clerk = Clerk::new(index, ledger, &shared, progress);
        let failure = Failure::default();
        let (to_clerk, from_workers) = bounded::<Row>(WAITING_LINES);
        let (enter, leave) = bounded(AHEAD);
        let (root, limit) = (archive.root.as_path(), archive.settings.max_file_bytes);
        std::thread::scope(|scope| {
            let (failure, shared, reader) = (&failure, &shared, &reader);
            let mut to_workers = Vec::new();
            for _ in 0..options.workers {
                let (sender, lines) = bounded::<Line>(WAITING_LINES);
                to_workers.push(sender);
                let to_clerk = to_clerk.clone();
                scope.spawn(move || {
                    let mut scribe = Scribe::new(reader, root, shared);
                    failure.keep(work(&mut scribe, &lines, &to_clerk));
                });
            }
            let (to_reader, raw) = bounded(WAITING_LINES);
            std::thread::spawn(move || feed(lines, limit, &to_reader));
            scope.spawn(move || {
                let is_over = || failure.happened() || progress.is_stopped();
                failure.keep(read(&raw, reader, first, &enter, &to_workers, &to_clerk, &is_over));
            });
            failure.keep(collect(&mut clerk, &from_workers, first, leave));
            drop(from_workers);
        });
        if let Some(error) = failure.into_inner() {
            return Err(error);
        }
        let mut summary = clerk.summary;
        summary.stopped = progress.is_stopped();
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !summary.stopped {
            shared.writer.finish()?;
        }
        Ok(summary)
    }
}

/// A line as it came.
type Raw = io::Result<Result<Vec<u8>, MessageError>>;

/// Reads lines to their end. Nothing interrupts reading what does not come, so
/// nobody waits for this thread.
fn feed(mut lines: Box<dyn BufRead + Send>, limit: u64, to_reader: &Sender<Raw>) {
    loop {
        let raw = match next_line(&mut *lines, limit) {
            Ok(None) => return,
            Ok(Some(line)) => Ok(line),
            Err(error) => Err(error),
        };
        if to_reader.send(raw).is_err() {
            return;
        }
    }
}

/// Takes lines and hands each to the worker of its article, once it may enter.
fn read(
    lines: &Receiver<Raw>,
    reader: &Reader,
    first: u64,
    enter: &Sender<()>,
    to_workers: &[Sender<Line>],
    to_clerk: &Sender<Row>,
    is_over: &dyn Fn() -> bool,
) -> Result<(), IngestError> {
    let mut record = first;
    while !is_over() {
        let line = match lines.recv_timeout(PAUSE) {
            Ok(line) => line.map_err(IngestError::Input)?,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let message = match line {
            Ok(line) if line.trim_ascii().is_empty() => continue,
            Ok(line) => read_message(&line, reader),
            Err(error) => Err(error),
        };
        if enter.send(()).is_err() {
            break;
        }
        let is_sent = match message {
            Err(error) => to_clerk.send(rejected(record, &error)).is_ok(),
            Ok(message) => {
                let worker = xxh3_64(message.id().as_bytes()) % to_workers.len() as u64;
                to_workers[worker as usize].send(Line { record, message }).is_ok()
            }
        };
        if !is_sent {
            break;
        }
        record += 1;
    }
    Ok(())
}

/// Reads a line of at most `limit` bytes; of a longer one the rest is skipped.
fn next_line(
    lines: &mut (dyn BufRead + Send),
    limit: u64,
) -> io::Result<Option<Result<Vec<u8>, MessageError>>> {
    let mut line = Vec::new();
    let mut part = |line: &mut Vec<u8>| Read::take(&mut *lines, limit).read_until(b'\n', line);
    if part(&mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') || (line.len() as u64) < limit {
        return Ok(Some(Ok(line)));
    }
    loop {
        line.clear();
        if part(&mut line)? == 0 || line.last() == Some(&b'\n') {
            return Ok(Some(Err(MessageError::TooLong { limit })));
        }
    }
}

fn work(
    scribe: &mut Scribe,
    lines: &Receiver<Line>,
    to_clerk: &Sender<Row>,
) -> Result<(), IngestError> {
    for Line { record, message } in lines {
        let row = match message {
            Message::Article(mut article, format) => {
                article.origin.path = STDIN.to_owned();
                article.origin.record = None;
                scribe.complete(&mut article);
                let version = Version::of(&article, None, Kept::Nowhere);
                let written = scribe.write(&article, version, Before::Stays, true)?;
                placed(accepted(STDIN, record, &article, written), "", format)
            }
            Message::Kill(id) => {
                let mut article = scribe.known(&id)?.unwrap_or_else(|| tombstone(id));
                article.status = crate::article::Status::Canceled;
                article.origin = crate::article::Origin { path: STDIN.to_owned(), record: None };
                scribe.complete(&mut article);
                let version = Version::of(&article, None, Kept::Nowhere);
                accepted(
                    STDIN,
                    record,
                    &article,
                    scribe.write(&article, version, Before::Stays, true)?,
                )
            }
            Message::Delete(id) => {
                let is_known = scribe.known(&id)?.is_some();
                let turn = scribe.delete(&id)?;
                let reason = if is_known { "deleted" } else { NOT_KNOWN };
                let reason = Some(reason.to_owned());
                Row {
                    reason,
                    id: Some(id.to_string()),
                    turn,
                    ..empty(STDIN, record, Outcome::Removed)
                }
            }
        };
        if to_clerk.send(row).is_err() {
            break;
        }
    }
    Ok(())
}

/// Takes rows in the order of their lines, each of which leaves then, and ends the
/// batches.
fn collect(
    clerk: &mut Clerk,
    rows: &Receiver<Row>,
    first: u64,
    leave: Receiver<()>,
) -> Result<(), IngestError> {
    let mut next = first;
    // Rows that came before one of an earlier line.
    let mut early = std::collections::BTreeMap::new();
    let mut began: Option<Instant> = None;
    loop {
        let row = match rows.recv_timeout(PAUSE) {
            Ok(row) => Some(row),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let is_pause = row.is_none();
        if let Some(row) = row {
            early.insert(row.record, row);
            while let Some(row) = early.remove(&next) {
                next += 1;
                _ = leave.try_recv();
                began.get_or_insert_with(Instant::now);
                take(clerk, row)?;
            }
        }
        let is_due = began.is_some_and(|began| is_pause || began.elapsed() >= LONGEST_BATCH);
        if is_due {
            end_batch(clerk, next)?;
            began = None;
        }
    }
    for row in early.into_values() {
        next = row.record + 1;
        take(clerk, row)?;
    }
    end_batch(clerk, next)
}

fn take(clerk: &mut Clerk, row: Row) -> Result<(), IngestError> {
    let deleted = match (&row.id, row.outcome) {
        (Some(id), Outcome::Removed) => Some(id.clone()),
        _ => None,
    };
    // First, so that the row of the deletion itself comes to stand.
    if let Some(id) = deleted {
        clerk.note(Change::Deleted { id });
    }
    clerk.take(Report::Records(vec![row]))
}

fn end_batch(clerk: &mut Clerk, records: u64) -> Result<(), IngestError> {
    clerk.note(Change::Read {
        path: STDIN.to_owned(),
        size: 0,
        modified: None,
        hash: None,
        records,
        state: State::Kept,
    });
    clerk.commit()
}

/// The row of a line that says nothing.
fn rejected(record: u64, error: &MessageError) -> Row {
    Row {
        reason: Some(error.reason().to_owned()),
        detail: Some(format!("{STDIN}: {error}")),
        ..empty(STDIN, record, Outcome::Rejected)
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::*;
    use crate::archive::Settings;

    #[test]
    fn lines_wait_until_those_before_them_are_answered() {
        let reader = Reader::new(Settings::default(), Boilerplate::default());
        let (to_reader, lines) = unbounded();
        for _ in 0..2 * AHEAD {
            to_reader.send(Ok(Ok(b"no JSON".to_vec()))).unwrap();
        }
        drop(to_reader);
        let (to_clerk, rows) = unbounded();
        let (enter, leave) = bounded(AHEAD);
        std::thread::scope(|scope| {
            let reading = scope
                .spawn(move || read(&lines, &reader, 0, &enter, &[], &to_clerk, &|| false).is_ok());
            assert_eq!(rows.iter().take(AHEAD).count(), AHEAD);
            assert!(rows.recv_timeout(PAUSE).is_err());
            assert_eq!(leave.iter().take(AHEAD).count(), AHEAD);
            assert_eq!(rows.iter().count(), AHEAD);
            assert!(reading.join().unwrap());
        });
    }
}
