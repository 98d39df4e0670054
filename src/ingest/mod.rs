//! Ingest: the one place where archive, text, index and ledger meet.
//!
//! One thread walks the folder and drops what the ledger knows (`walk`);
//! workers read files into articles, analyse them and write them (`worker`),
//! deciding which of two versions of an article is the newer (`version`); the
//! calling thread collects what became of each record, commits the index and
//! then writes the ledger (`clerk`). Queues are bounded, so memory does not
//! grow with the archive. Never imports the command line and never prints:
//! progress is reported through [`Progress`].

mod clerk;
mod failure;
mod progress;
mod rows;
mod survey;
mod version;
mod walk;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};

use crossbeam_channel::bounded;
use rustc_hash::FxHashMap;

use crate::archive::{Boilerplate, Reader, Settings};
use crate::article::ArticleId;
use crate::entities::Annotator;
use crate::index::{Index, Searcher, Writer, WriterOptions};
use crate::ledger::Ledger;
use clerk::{Clerk, Report};
use failure::Failure;
pub use failure::IngestError;
pub use progress::{Progress, Silent, Summary};
use survey::Survey;
use version::Version;
use walk::{Task, Walk};
use worker::Worker;

/// Files that wait between the walk and the workers.
const WAITING_FILES: usize = 1_000;
/// A commit at least after so many articles: what a crash can lose, and what
/// is remembered to find two versions of one article.
const ARTICLES_PER_COMMIT: usize = 200_000;

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
    /// Whether names of people, organisations and places are found.
    pub entities: bool,
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
        let mut clerk = Clerk {
            progress,
            rows: Vec::new(),
            dropped: Vec::new(),
            articles: 0,
            summary: Summary::default(),
        };
        let known = self.ledger.again()?;
        let (to_workers, from_walk) = bounded::<Task>(WAITING_FILES);
        let (to_clerk, from_workers) = bounded::<Report>(WAITING_FILES);
        let annotator = self.entities.then(Annotator::shipped);
        std::thread::scope(|scope| {
            let failure = &failure;
            for _ in 0..workers {
                let (from_walk, to_clerk) = (from_walk.clone(), to_clerk.clone());
                let annotator = annotator.clone();
                scope.spawn(move || {
                    let mut worker = Worker::new(reader, shared, &to_clerk, annotator);
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
                clerk.finish(self.ledger, self.index, shared)
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
