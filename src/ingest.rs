//! Ingest: the one place where archive, text, index and ledger meet.
//!
//! One thread walks the folder and drops what the ledger knows; workers read
//! files into articles, analyse them and write them; the calling thread
//! collects what became of each record, commits the index and then writes the
//! ledger. Queues are bounded, so memory does not grow with the archive.
//! Never imports the command line and never prints: progress is reported
//! through [`Progress`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::FxHashMap;

use crate::archive::{self, Boilerplate, Input, ReadError, Reader, Settings};
use crate::article::{Article, ArticleId};
use crate::index::{Edition, Index, IndexError, Preparer, Searcher, Writer, WriterOptions};
use crate::ledger::{Ledger, LedgerError, Outcome, Row};
use crate::text;

/// Files that wait between the walk and the workers.
const WAITING_FILES: usize = 1_000;
/// A commit at least after so many articles: what a crash can lose, and what
/// is remembered to find two versions of one article.
const ARTICLES_PER_COMMIT: usize = 200_000;
/// At most so many files are looked at to learn what is boilerplate.
const SAMPLE_FILES: usize = 800;
/// Characters of an article that its language is detected in.
const LANGUAGE_SAMPLE: usize = 600;

/// What can stop a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// A folder cannot be read at all.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The index cannot be written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The ledger cannot be written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// There is no file to read.
    #[error("{}: no files to index here", .0.display())]
    Empty(PathBuf),
    /// A worker stopped without a reason of its own.
    #[error("a thread of the run stopped unexpectedly")]
    Stopped,
}

/// Hears how a run gets on. Called from several threads.
pub trait Progress: Sync {
    /// What there is to do, once it is known.
    fn begin(&self, _files: u64, _bytes: u64) {}
    /// A file is done.
    fn file_done(&self, _bytes: u64) {}
    /// A record was rejected, or read with warnings.
    fn noticed(&self, _row: &Row) {}
    /// What was read so far becomes findable.
    fn committing(&self) {}
}

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
    /// Bytes of the files that were read.
    pub bytes: u64,
    /// Records by what became of them.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Records read with warnings.
    pub warned: u64,
    /// Rejected records by reason.
    pub rejections: BTreeMap<String, u64>,
}

impl Summary {
    /// How many records had an outcome.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    fn add(&mut self, row: &Row) {
        *self.outcomes.entry(row.outcome).or_default() += 1;
        self.warned += u64::from(row.warnings.is_some());
        if let (Outcome::Rejected, Some(reason)) = (row.outcome, &row.reason) {
            let code = reason.split(':').next().unwrap_or(reason).to_owned();
            *self.rejections.entry(code).or_default() += 1;
        }
    }
}

/// Where a run reads and writes.
pub struct Ingest<'a> {
    /// The index.
    pub index: &'a Index,
    /// The ledger.
    pub ledger: &'a mut Ledger,
    /// The archive's folder: what paths in the index are relative to.
    pub root: &'a Path,
    /// How to read the archive.
    pub settings: &'a Settings,
    /// How to use the machine.
    pub options: WriterOptions,
    /// Lines known to be boilerplate; learned from the files if `None`.
    pub boilerplate: Option<Boilerplate>,
}

/// One version of an article, as far as a later one must know it.
struct Version {
    number: Option<u32>,
    date: Option<i64>,
    /// Where it was read.
    input: Input,
    content: u128,
}

/// What the workers share. Locked for reading while a worker writes an
/// article, for writing while the index is committed.
struct Shared {
    writer: Writer,
    /// The index as of the last commit.
    committed: Searcher,
    /// What was written since.
    pending: Mutex<FxHashMap<ArticleId, Version>>,
}

impl Ingest<'_> {
    /// Reads files and folders into the index. Returns what became of them
    /// and the boilerplate that was known or learned.
    ///
    /// # Errors
    /// Where a path does not exist, where there is no file at all, or where
    /// the index or the ledger cannot be written: what was committed before
    /// stays.
    pub fn run(
        mut self,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<(Summary, Boilerplate), IngestError> {
        let survey = Survey::of(self.root, paths, self.settings)?;
        if survey.files == 0 {
            return Err(IngestError::Empty(paths.first().cloned().unwrap_or_default()));
        }
        let shared = RwLock::new(Shared {
            writer: self.index.writer(self.options)?,
            committed: self.index.searcher()?,
            pending: Mutex::default(),
        });
        progress.begin(survey.files, survey.bytes);
        let boilerplate = match self.boilerplate.take() {
            Some(known) => known,
            None => Boilerplate::learn(&survey.sample, self.settings),
        };
        let reader = Reader::new(self.settings.clone(), boilerplate.clone());
        let summary = self.read_all(paths, &reader, &shared, progress)?;
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        shared.writer.finish()?;
        Ok((summary, boilerplate))
    }

    fn read_all(
        &mut self,
        paths: &[PathBuf],
        reader: &Reader,
        shared: &RwLock<Shared>,
        progress: &dyn Progress,
    ) -> Result<Summary, IngestError> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let failure = Failure::default();
        let mut clerk =
            Clerk { progress, rows: Vec::new(), articles: 0, summary: Summary::default() };
        let known = self.ledger.again()?;
        let (to_workers, from_walk) = bounded::<Input>(WAITING_FILES);
        let (to_clerk, from_workers) = bounded::<Report>(WAITING_FILES);
        std::thread::scope(|scope| {
            let failure = &failure;
            for _ in 0..workers {
                let (from_walk, to_clerk) = (from_walk.clone(), to_clerk.clone());
                scope.spawn(move || {
                    let mut worker = Worker::new(reader, shared, &to_clerk);
                    failure.keep(worker.run(&from_walk, failure));
                });
            }
            let walk = Walk {
                root: self.root,
                paths,
                settings: self.settings,
                known,
                to_workers,
                to_clerk,
            };
            scope.spawn(move || failure.keep(walk.run(failure)));
            // Else the workers would wait for ever for their last file.
            drop(from_walk);
            failure.keep((|| {
                for report in &from_workers {
                    clerk.take(report);
                    if clerk.articles >= ARTICLES_PER_COMMIT {
                        clerk.commit(self.ledger, self.index, shared)?;
                    }
                }
                clerk.commit(self.ledger, self.index, shared)
            })());
            // A clerk that failed lets nobody wait for it.
            drop(from_workers);
        });
        match failure.into_inner() {
            Some(error) => Err(error),
            None => Ok(clerk.summary),
        }
    }
}

/// How much there is to read, and an even sample of it.
#[derive(Default)]
struct Survey {
    files: u64,
    bytes: u64,
    sample: Vec<Input>,
}

impl Survey {
    fn of(root: &Path, paths: &[PathBuf], settings: &Settings) -> Result<Survey, IngestError> {
        let mut survey = Survey::default();
        let mut stride = 1;
        for path in paths {
            for input in archive::walk(root, path, settings)? {
                // What cannot be read is reported by the walk that reads.
                let Ok(input) = input else {
                    survey.files += 1;
                    continue;
                };
                if survey.files.is_multiple_of(stride) {
                    survey.sample.push(input.clone());
                }
                if survey.sample.len() > SAMPLE_FILES {
                    let mut place = 0;
                    survey.sample.retain(|_| {
                        place += 1;
                        place % 2 == 1
                    });
                    stride *= 2;
                }
                survey.files += 1;
                survey.bytes += input.size;
            }
        }
        Ok(survey)
    }
}

/// The first error of any thread; it stops the others.
#[derive(Default)]
struct Failure {
    happened: AtomicBool,
    error: Mutex<Option<IngestError>>,
}

impl Failure {
    fn keep(&self, result: Result<(), IngestError>) {
        if let Err(error) = result {
            self.happened.store(true, Ordering::Relaxed);
            let mut first = self.error.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(error);
        }
    }

    fn happened(&self) -> bool {
        self.happened.load(Ordering::Relaxed)
    }

    fn into_inner(self) -> Option<IngestError> {
        self.error.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the clerk is told.
enum Report {
    /// A file that the ledger knows as it is.
    Skipped { bytes: u64 },
    /// A file that was read, and what became of its records.
    Read { bytes: u64, rows: Vec<Row> },
}

/// Walks the folders and hands out what is not known.
struct Walk<'a> {
    root: &'a Path,
    paths: &'a [PathBuf],
    settings: &'a Settings,
    known: Ledger,
    to_workers: Sender<Input>,
    to_clerk: Sender<Report>,
}

impl Walk<'_> {
    fn run(self, failure: &Failure) -> Result<(), IngestError> {
        for path in self.paths {
            for input in archive::walk(self.root, path, self.settings)? {
                // A closed channel means that somebody failed.
                let sent = match input {
                    Ok(input) => {
                        let modified = nanoseconds(input.modified);
                        if self.known.is_known(&input.relative, input.size, modified)? {
                            let skipped = Report::Skipped { bytes: input.size };
                            self.to_clerk.send(skipped).is_ok()
                        } else {
                            self.to_workers.send(input).is_ok()
                        }
                    }
                    Err(error) => {
                        let row = rejected(&error);
                        self.to_clerk.send(Report::Read { bytes: 0, rows: vec![row] }).is_ok()
                    }
                };
                if !sent || failure.happened() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Reads, analyses and writes.
struct Worker<'a> {
    reader: &'a Reader,
    shared: &'a RwLock<Shared>,
    to_clerk: &'a Sender<Report>,
    preparer: Preparer,
    sample: String,
}

impl<'a> Worker<'a> {
    fn new(
        reader: &'a Reader,
        shared: &'a RwLock<Shared>,
        to_clerk: &'a Sender<Report>,
    ) -> Worker<'a> {
        let writing = shared.read().unwrap_or_else(PoisonError::into_inner);
        let preparer = writing.writer.preparer();
        Worker { reader, shared, to_clerk, preparer, sample: String::new() }
    }

    fn run(&mut self, files: &Receiver<Input>, failure: &Failure) -> Result<(), IngestError> {
        for input in files {
            if failure.happened() {
                break;
            }
            let rows = self.file(&input)?;
            if self.to_clerk.send(Report::Read { bytes: input.size, rows }).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn file(&mut self, input: &Input) -> Result<Vec<Row>, IngestError> {
        let articles = match self.reader.read(input) {
            Ok(articles) => articles,
            Err(error) => return Ok(vec![row(input, 0, Outcome::Rejected, Some(&error), None)]),
        };
        let mut rows = Vec::new();
        for (record, article) in articles.enumerate() {
            let record = record as u64;
            rows.push(match article {
                Err(error) => row(input, record, Outcome::Rejected, Some(&error), None),
                Ok(mut article) => {
                    self.complete(&mut article);
                    let outcome = self.write(&article, input)?;
                    row(input, record, outcome, None, Some(&article))
                }
            });
        }
        Ok(rows)
    }

    /// Finds out the language of an article that does not say, from the
    /// beginning of its text.
    fn complete(&mut self, article: &mut Article) {
        if article.language.is_some() {
            return;
        }
        self.sample.clear();
        for paragraph in article.paragraphs() {
            let room = LANGUAGE_SAMPLE.saturating_sub(self.sample.len());
            self.sample.extend(paragraph.chars().take(room));
            self.sample.push(' ');
            if self.sample.len() >= LANGUAGE_SAMPLE {
                break;
            }
        }
        article.language = text::detect_language(&self.sample);
    }

    /// Writes an article, unless the index has it or a newer version.
    fn write(&mut self, article: &Article, input: &Input) -> Result<Outcome, IngestError> {
        let version = Version::of(article, input);
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        // The analysis is the long part, so it is done before the article's
        // turn comes; only what is surely unchanged is spared it.
        let committed = shared.committed_version(&article.id)?;
        if committed.as_ref().is_some_and(|known| known.content == version.content) {
            return Ok(Outcome::Unchanged);
        }
        let prepared = self.preparer.prepare(article, Edition::Current);
        let mut pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
        // Written before the lock is released: a newer version that comes at
        // the same time must not be overtaken.
        let outcome = match pending.get(&article.id).or(committed.as_ref()) {
            None => {
                shared.writer.add(prepared)?;
                Outcome::Indexed
            }
            Some(known) if known.content == version.content => return Ok(Outcome::Unchanged),
            Some(known) if version.replaces(known) => {
                let older = match pending.get(&article.id) {
                    Some(known) => self.read_again(&article.id, known),
                    None => shared.committed.get(&article.id)?,
                };
                shared.writer.replace(prepared)?;
                if let Some(older) = older {
                    self.write_older(&shared, &older)?;
                }
                Outcome::Updated
            }
            Some(_) => {
                self.write_older(&shared, article)?;
                return Ok(Outcome::Superseded);
            }
        };
        pending.insert(article.id.clone(), version);
        Ok(outcome)
    }

    /// Writes a version that a newer one has replaced; once, however often it
    /// is read.
    fn write_older(&mut self, shared: &Shared, article: &Article) -> Result<(), IngestError> {
        let edition = Edition::Superseded(archive::content_hash(article));
        let prepared = self.preparer.prepare(article, edition);
        Ok(shared.writer.replace(prepared)?)
    }

    /// Reads a version once more that is written and not committed yet. `None`
    /// where its file has changed meanwhile.
    fn read_again(&mut self, id: &ArticleId, version: &Version) -> Option<Article> {
        let articles = self.reader.read(&version.input).ok()?;
        for mut article in articles.flatten().filter(|article| article.id == *id) {
            self.complete(&mut article);
            if archive::content_hash(&article) == version.content {
                return Some(article);
            }
        }
        None
    }
}

impl Shared {
    fn committed_version(&self, id: &ArticleId) -> Result<Option<Version>, IngestError> {
        if self.committed.articles() == 0 {
            return Ok(None);
        }
        let article = self.committed.get(id)?;
        Ok(article.map(|article| {
            let path = article.origin.path.clone();
            let input = Input { path: PathBuf::new(), relative: path, size: 0, modified: None };
            Version::of(&article, &input)
        }))
    }
}

impl Version {
    fn of(article: &Article, input: &Input) -> Version {
        let date = article.version_created.or(article.published);
        Version {
            number: article.version,
            date: date.map(|date| date.seconds),
            input: input.clone(),
            content: archive::content_hash(article),
        }
    }

    /// Whether this version takes the place of another with other content:
    /// the file itself has changed, or the version number, the date or the
    /// time of modification is later. What is equal in all of these goes by
    /// path, so that the order of reading does not matter.
    fn replaces(&self, other: &Version) -> bool {
        if self.input.relative == other.input.relative {
            return true;
        }
        let numbers = self.number.zip(other.number);
        let by_number = numbers.map_or(std::cmp::Ordering::Equal, |(a, b)| a.cmp(&b));
        let rest = |version: &Version| (version.date, version.input.modified);
        by_number
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| self.input.relative.cmp(&other.input.relative))
            .is_gt()
    }
}

/// Collects what became of the records, and commits.
struct Clerk<'a> {
    progress: &'a dyn Progress,
    rows: Vec<Row>,
    /// Articles written since the last commit.
    articles: usize,
    summary: Summary,
}

impl Clerk<'_> {
    fn take(&mut self, report: Report) {
        self.summary.files += 1;
        match report {
            Report::Skipped { bytes } => {
                self.summary.skipped += 1;
                self.progress.file_done(bytes);
            }
            Report::Read { bytes, rows } => {
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
    fn commit(
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
}

fn row(
    input: &Input,
    record: u64,
    outcome: Outcome,
    error: Option<&ReadError>,
    article: Option<&Article>,
) -> Row {
    let warnings = article.filter(|article| !article.warnings.is_empty()).map(|article| {
        let lines = article.warnings.iter();
        let lines = lines.map(|warning| format!("{}: {}", warning.code.name(), warning.detail));
        lines.collect::<Vec<_>>().join("\n")
    });
    Row {
        path: input.relative.clone(),
        record,
        size: input.size,
        modified: nanoseconds(input.modified),
        outcome,
        reason: error.map(|error| format!("{}: {error}", error.reason())),
        warnings,
        id: article.map(|article| article.id.to_string()),
    }
}

/// The row of something that the walk could not look at.
fn rejected(error: &ReadError) -> Row {
    Row {
        path: error.path().to_owned(),
        record: 0,
        size: 0,
        modified: None,
        outcome: Outcome::Rejected,
        reason: Some(format!("{}: {error}", error.reason())),
        warnings: None,
        id: None,
    }
}

/// Nanoseconds since 1970.
fn nanoseconds(time: Option<SystemTime>) -> Option<i64> {
    i64::try_from(time?.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
}
