//! Ingest: files become articles of the index, and rows of the ledger.
//!
//! A walk finds what is new, what has changed and what is gone (`survey`). A crew of
//! workers reads files, and the calling thread collects what became of each record,
//! commits the index and writes the ledger (`crew`); at the end articles that a file
//! gave before and gives no more are looked into. Whether the index has an article,
//! and which of two versions is the newer, is decided as it is written (`write`).
//! Articles may also come one by one (`stream`). Queues are bounded, so memory does
//! not grow with the archive. Never imports the command line and never prints:
//! progress is reported through [`Progress`].

mod check;
mod crew;
mod error;
mod progress;
mod rows;
mod stream;
mod survey;
mod write;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use crate::archive::{Boilerplate, Reader, Settings};
use crate::clock;
use crate::index::{Index, WriterOptions};
use crate::ledger::{Change, Ledger, State};
pub(crate) use check::check;
pub use check::{Checked, Problem};
use crew::Crew;
use crew::clerk::{Clerk, Report};
use crew::tasks::hand_out;
pub use error::IngestError;
pub use progress::{Progress, Silent, Summary};
pub(crate) use stream::Stream;
pub(crate) use stream::message::kill;
pub use survey::plan::Planned;
pub(crate) use survey::plan::plan;
pub use survey::settle::Settle;
use survey::{Place, Scope, Survey, ToRead};
use write::shared::Shared;

/// How files that were read before are compared with what they are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compare {
    /// By size and time of modification.
    #[default]
    Stamps,
    /// By a hash of their bytes as well.
    Bytes,
}

/// What becomes of the articles of a file that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missing {
    /// They are taken out of the index.
    #[default]
    Remove,
    /// They stay until a run takes them out.
    Keep,
}

/// How a run goes about it, as far as that is the caller's choice: take the default,
/// and set what is to be otherwise.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Options {
    /// Threads that read files.
    pub workers: usize,
    /// How the index is written.
    pub writer: WriterOptions,
    /// How files are compared with what they were.
    pub compare: Compare,
    /// What becomes of articles whose file is gone, or was when they were kept.
    pub missing: Missing,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            writer: WriterOptions::default(),
            compare: Compare::default(),
            missing: Missing::default(),
        }
    }
}

/// The archive of a run: where it lies, and what its settings say.
#[derive(Debug)]
pub(crate) struct Archive {
    /// The archive's folder: what paths in the index are relative to.
    pub root: PathBuf,
    /// How its files are read.
    pub settings: Settings,
    /// Whether names of people, organisations and places are found.
    pub entities: bool,
    /// A number for how files are read ([`crate::home::Home::reading`]): where it is
    /// another one than at the last run, all files are read again.
    pub reading: i64,
}

/// Where a run reads and writes.
pub(crate) struct Ingest<'a> {
    /// The index.
    pub index: &'a Index,
    /// The ledger.
    pub ledger: &'a mut Ledger,
    /// What is read.
    pub archive: &'a Archive,
    /// How to go about it.
    pub options: Options,
    /// Leaves out files that are still being written.
    pub settle: Option<&'a Settle>,
    /// Lines known to be boilerplate; learned from the files if `None`.
    pub boilerplate: Option<Boilerplate>,
}

impl Ingest<'_> {
    /// Reads files and folders into the index: what is new or has changed.
    /// What is gone is taken out. Returns what was done and the boilerplate
    /// that was known or learned.
    ///
    /// # Errors
    /// Where a path does not exist and never did, where there is no file at
    /// all, or where the index or the ledger cannot be written: what was
    /// committed before stays.
    pub fn run(
        self,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<(Summary, Boilerplate), IngestError> {
        let Ingest { index, ledger, archive, options, settle, boilerplate } = self;
        let (places, reads_anew, is_more) = places(archive, paths, ledger)?;
        let named = is_more.then_some(paths);
        let scope = Scope { archive, places: &places, options, settle, reads_anew, named };
        let mut survey = Survey::of(&scope, ledger)?;
        refuse_nothing(&places, &survey, ledger)?;
        let boilerplate = match boilerplate {
            Some(known) => known,
            None => Boilerplate::learn(&survey.sample, &archive.settings),
        };
        let missing = options.missing;
        let before = Summary {
            files: survey.files,
            skipped: survey.unchanged,
            unsettled: survey.unsettled,
            links: survey.links,
            missing: survey.missing.len() as u64,
            kept: if missing == Missing::Keep { survey.missing.len() as u64 } else { 0 },
            read_anew: survey.known.has_stale() && survey.new + survey.changed > 0,
            ..Summary::default()
        };
        if survey.has_nothing_to_do() && !ledger.is_unsettled()? {
            ledger.set_reading(archive.reading)?;
            return Ok((before, boilerplate));
        }
        progress.begin(survey.new + survey.changed, survey.bytes);
        let started = clock::now();
        let mut shared = Shared::new(index, ledger, options.writer, archive.entities)?;
        shared.rewrites = survey.known.has_stale();
        let shared = RwLock::new(shared);
        // Only now, when no other process is at it.
        ledger.recover()?;
        if reads_anew {
            // What this run does not come to is stale until it is read.
            ledger.set_reading(archive.reading)?;
        }
        let reader = Reader::new(archive.settings.clone(), boilerplate.clone());
        let (root, workers) = (archive.root.as_path(), options.workers);
        let crew = Crew { reader: &reader, root, shared: &shared, progress, workers };
        let mut clerk = Clerk::new(index, ledger, &shared, progress);
        clerk.summary = before;
        clerk.take(Report::Records(std::mem::take(&mut survey.unreadable)))?;
        let files = ToRead { scope: &scope, known: &survey.known, noted: survey.tasks.take() };
        crew.read(&mut clerk, |to_workers, is_over| hand_out(files, to_workers, is_over))?;
        if !progress.is_stopped() {
            for path in survey.missing {
                clerk.note(match missing {
                    Missing::Remove => Change::Gone { path, since: started },
                    Missing::Keep => Change::Kept { path },
                });
            }
            crew::loose::settle(&mut clerk, &crew)?;
        }
        clerk.commit()?;
        let is_stopped = progress.is_stopped();
        if !is_stopped {
            clerk.ledger.set_reading(archive.reading)?;
        }
        let mut summary = clerk.summary;
        summary.stopped = is_stopped;
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Merging can wait for another run; who stops this one cannot.
        if !summary.stopped {
            shared.writer.finish()?;
        }
        Ok((summary, boilerplate))
    }
}

/// Where a run looks, and whether all is read again though it is as it was: where the
/// settings have it read otherwise than before. Then it is all of the archive, whatever
/// part of it was named, and what else was read; so where a run before did not come to
/// the end of it. The last flag says that this is more than was named: what was never read
/// is not read there.
fn places(
    archive: &Archive,
    paths: &[PathBuf],
    ledger: &Ledger,
) -> Result<(Vec<Place>, bool, bool), IngestError> {
    let root = archive.root.as_path();
    let mut places: Vec<Place> = paths.iter().map(|path| Place::new(root, path)).collect();
    let reads_anew = ledger.reading()?.is_some_and(|before| before != archive.reading);
    let mut stale = ledger.stale_files()?;
    if reads_anew {
        stale.clear();
        ledger.each_file(None, &mut |file| {
            let was_read = matches!(file.state, State::Read | State::Stale | State::Again);
            stale.extend(was_read.then_some(file.path));
        })?;
    }
    let is_elsewhere = |path: &String| Path::new(path).is_absolute();
    let mut is_more = false;
    if reads_anew || !stale.iter().all(is_elsewhere) {
        is_more = !places.iter().any(|place| place.path == root);
        places.retain(|place| !place.path.starts_with(root));
        places.insert(0, Place::new(root, root));
    }
    for path in stale.iter().filter(|path| is_elsewhere(path)).map(Path::new) {
        // What is on a disk that is not there now is not gone.
        if !places.iter().any(|place| path.starts_with(&place.path)) && path.is_file() {
            places.push(Place::new(root, path));
        }
    }
    Ok((places, reads_anew, is_more))
}

/// An archive without any file is as a rule a disk that is not there.
fn refuse_nothing(places: &[Place], survey: &Survey, ledger: &Ledger) -> Result<(), IngestError> {
    let is_archive = places.iter().any(|place| place.relative.is_none());
    // Of files that were moved away the articles stay, and what came on standard input
    // before a crash is taken up.
    let is_known = survey.known.len() > 0 || ledger.is_unsettled()?;
    let is_left = survey.missing.is_empty() && is_known;
    if survey.files == 0 && !is_left && (is_archive || survey.missing.is_empty()) {
        let first = places.first().map(|place| place.path.clone());
        return Err(IngestError::Empty(first.unwrap_or_default()));
    }
    Ok(())
}
