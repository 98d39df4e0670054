//! An archive with its index, ledger and settings: the whole house behind one
//! door. Never imports the command line and never prints.

mod stories;

use std::io::{BufRead, Cursor};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::archive::{PathPattern, file_at, path_below};
use crate::clock;
use crate::entities::names::{Authority, Statement};
use crate::home::{self, Home, HomeError};
use crate::index::{Index, IndexError, Searcher, make_anew};
use crate::ingest::{
    self, Archive, Checked, Compare, Ingest, IngestError, Options, Planned, Progress, Settle,
    Silent, Stream, Summary,
};
use crate::ledger::{Change, KnownFile, Ledger, LedgerError, Sums};
use crate::system;

pub use stories::Stories;

/// So often sums are taken anew while another process commits …
const TRIES: usize = 100;
/// … after so long.
const PAUSE: Duration = Duration::from_millis(100);

/// What can go wrong with an archive.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MorgueError {
    /// The settings or the folder of the index.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Reading the archive into the index.
    #[error(transparent)]
    Ingest(#[from] IngestError),
}

impl MorgueError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            MorgueError::Home(error) => error.hint(),
            MorgueError::Index(error) | MorgueError::Ingest(IngestError::Index(error)) => {
                error.hint()
            }
            MorgueError::Ingest(IngestError::Empty(_)) => Some(
                "hidden files and what `exclude` in the settings names are not read; where all \
                 files are meant to be gone, remove the folder of the index, too"
                    .to_owned(),
            ),
            MorgueError::Ledger(error) | MorgueError::Ingest(IngestError::Ledger(error)) => {
                match (error.hint(), error) {
                    // A ledger goes with its index.
                    (None, LedgerError::OtherVersion { path, .. }) => {
                        Some(make_anew(&path.with_file_name("index")))
                    }
                    (hint, _) => hint,
                }
            }
            MorgueError::Ingest(IngestError::Input(error)) => {
                system::advice(error.kind()).map(str::to_owned)
            }
            MorgueError::Ingest(_) => None,
        }
    }
}

/// An archive of articles and its index.
///
/// ```
/// use morgue::{Morgue, Page, query};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// std::fs::write(
///     folder.join("bridge.txt"),
///     "Bridge closed to lorries\n\nOSLO – The old bridge was closed to lorries on Monday.\n",
/// )?;
///
/// let morgue = Morgue::create(folder)?;
/// let summary = morgue.index(&[folder.to_owned()], &morgue::Silent)?;
/// assert_eq!(summary.files, 1);
///
/// let query = query::parse("headline:bridge lorr*", morgue::today())?;
/// let found = morgue.searcher()?.search(&query, &Page::default())?;
/// assert_eq!(found.total, Some(1));
/// for hit in &found.hits {
///     println!("{}: {}", hit.article.id, hit.headline.text);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Morgue {
    home: Home,
    index: Index,
}

impl Morgue {
    /// Opens the archive in a folder, or creates its index there.
    ///
    /// # Errors
    /// Where the folder cannot be written, or its index cannot be read.
    pub fn create(archive: &Path) -> Result<Morgue, MorgueError> {
        Morgue::create_at(Home::inside(archive))
    }

    /// Opens the archive of a home, or creates its index there.
    ///
    /// # Errors
    /// As [`Morgue::create`].
    pub fn create_at(home: Home) -> Result<Morgue, MorgueError> {
        home.create()?;
        if !Index::exists(&home.index()) {
            let held = home.lock()?;
            // Who held it may have made the index.
            if !Index::exists(&home.index()) {
                // Of what the last index had, kills are not to be forgotten.
                let killed = Ledger::killed(&home.ledger())?;
                home.keep_killed(killed.iter().map(|id| ingest::kill(id)), &held)?;
                // A ledger speaks of an index: one that outlived it would have
                // files skipped that no index holds. It goes first, so that
                // whatever stops this leaves no such ledger behind.
                Ledger::renew(&home.ledger())?;
                Index::open_or_create(&home.index())?;
            }
        }
        let morgue = Morgue::open_at(home)?;
        morgue.kill_again()?;
        Ok(morgue)
    }

    /// Kills in a new index what was killed in the one before.
    fn kill_again(&self) -> Result<(), MorgueError> {
        let killed = self.home.killed()?;
        if killed.is_empty() {
            return Ok(());
        }
        self.take(Box::new(Cursor::new(killed)), Options::default(), &Silent)?;
        Ok(self.home.forget_killed()?)
    }

    /// Opens the archive of a home.
    ///
    /// # Errors
    /// Where it has no index, or one that cannot be read.
    pub fn open_at(home: Home) -> Result<Morgue, MorgueError> {
        let index = Index::open(&home.index())?;
        Ok(Morgue { home, index })
    }

    /// Where index, ledger and settings lie.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The bytes of the index on disk.
    pub fn bytes_on_disk(&self) -> u64 {
        self.index.bytes_on_disk()
    }

    /// Reads files and folders into the index: what is new or has changed.
    /// The articles of files that are gone are taken out.
    ///
    /// # Errors
    /// As [`Morgue::index_with`].
    pub fn index(
        &self,
        paths: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<Summary, MorgueError> {
        self.index_with(paths, Options::default(), None, progress)
    }

    /// Reads files and folders into the index. `settle` leaves out files that
    /// are still being written.
    ///
    /// # Errors
    /// Where a path does not exist and never did or holds no file, where the
    /// settings are wrong, where another process indexes, or where the disk
    /// fails. What was committed before stays findable.
    pub fn index_with(
        &self,
        paths: &[PathBuf],
        options: Options,
        settle: Option<&Settle>,
        progress: &dyn Progress,
    ) -> Result<Summary, MorgueError> {
        let archive = self.archive()?;
        let mut ledger = Ledger::open(&self.home.ledger())?;
        let paths = places(paths, &archive.root, &ledger)?;
        let boilerplate = self.home.boilerplate()?;
        let is_known = boilerplate.is_some();
        let (index, archive) = (&self.index, &archive);
        let ingest = Ingest { index, ledger: &mut ledger, archive, options, settle, boilerplate };
        let (summary, boilerplate) = ingest.run(&paths, progress)?;
        if !is_known {
            self.home.keep_boilerplate(&boilerplate)?;
        }
        Ok(summary)
    }

    /// Reads articles that come one by one, as lines of JSON, into the index:
    /// canonical articles (`morgue schema article`), `{"delete": "ID"}` and
    /// `{"kill": "ID"}`. [`Progress::settled`] hears of each, in their order.
    ///
    /// # Errors
    /// As [`Morgue::index_with`], and where the lines cannot be read.
    pub fn take(
        &self,
        lines: Box<dyn BufRead + Send>,
        options: Options,
        progress: &dyn Progress,
    ) -> Result<Summary, MorgueError> {
        let archive = self.archive()?;
        let mut ledger = Ledger::open(&self.home.ledger())?;
        let (index, archive) = (&self.index, &archive);
        let stream = Stream { index, ledger: &mut ledger, archive, options };
        Ok(stream.run(lines, progress)?)
    }

    /// Says what [`Morgue::index_with`] would do, file by file.
    ///
    /// # Errors
    /// As there.
    pub fn plan(&self, paths: &[PathBuf], options: Options) -> Result<Vec<Planned>, MorgueError> {
        let archive = self.archive()?;
        let ledger = self.ledger()?;
        let paths = places(paths, &archive.root, &ledger)?;
        Ok(ingest::plan(&ledger, &archive, options, &paths)?)
    }

    /// Proves that index, ledger and files agree, or says where they do not.
    ///
    /// # Errors
    /// Where they cannot be read at all.
    pub fn check(&self, compare: Compare) -> Result<Checked, MorgueError> {
        let root = canonical(&self.home.root()?)?;
        let ledger = self.ledger()?;
        Ok(ingest::check(&self.index, &ledger, &root, compare)?)
    }

    /// The archive as the settings have it.
    fn archive(&self) -> Result<Archive, MorgueError> {
        Ok(Archive {
            settings: self.home.settings()?,
            root: canonical(&self.home.root()?)?,
            entities: self.home.finds_entities()?,
            reading: self.home.reading()?,
        })
    }

    /// Whether files were read at a path or below it that may be gone now.
    ///
    /// # Errors
    /// Where the settings or the ledger cannot be read.
    pub fn knows(&self, path: &Path) -> Result<bool, MorgueError> {
        let root = canonical(&self.home.root()?)?;
        Ok(known_once(path, &root, &self.ledger()?)?.is_some())
    }

    /// The name by which the ledger knows a file or a folder, empty for the archive's
    /// own: as it is seen from where the process runs, or where nothing lies there the
    /// path as it stands.
    ///
    /// # Errors
    /// Where the settings cannot be read.
    pub fn name_of(&self, path: &Path) -> Result<String, MorgueError> {
        let root = match self.home.root() {
            // The ledger has its names all the same.
            Err(HomeError::Root { .. }) => None,
            root => root?.canonicalize().ok(),
        };
        let (root, path) = match root.zip(path.canonicalize().ok()) {
            Some((root, there)) if there.starts_with(&root) => (root, there),
            _ => (PathBuf::new(), path.components().collect()),
        };
        Ok(path_below(&root, &path).unwrap_or_default())
    }

    /// The files at a path and below it that were read to their end: where each lies,
    /// as what it was read, and whether a record of it was rejected.
    ///
    /// # Errors
    /// As [`Morgue::knows`].
    pub fn files_read(&self, path: &Path) -> Result<Vec<(PathBuf, KnownFile, bool)>, MorgueError> {
        let root = canonical(&self.home.root()?)?;
        let path = canonical(path)?;
        let below = path_below(&root, &path);
        let files = self.ledger()?.files_read(below.as_deref())?;
        let files = files.into_iter().map(|(file, has_failed)| {
            let place = file_at(&root, &file.path);
            (place, file, has_failed)
        });
        // The ledger of an archive has files from elsewhere, too.
        Ok(files.filter(|(place, ..)| place.starts_with(&path)).collect())
    }

    /// Notes that a file is moved away, and its articles stay.
    ///
    /// # Errors
    /// As [`Morgue::knows`].
    pub fn moved_away(&self, from: &Path, to: &Path) -> Result<(), MorgueError> {
        let root = canonical(&self.home.root()?)?;
        let name = |path: &Path| path_below(&root, path).unwrap_or_default();
        let moved = Change::MovedAway { path: name(from), to: name(to) };
        Ledger::open(&self.home.ledger())?.write(&[moved], clock::now())?;
        Ok(())
    }

    /// What became of every input in figures, and how many articles the index has: of
    /// one moment, where another process writes one after the other.
    ///
    /// # Errors
    /// Where the index or the ledger cannot be read.
    pub fn sums(&self) -> Result<(Sums, u64), MorgueError> {
        let ledger = self.ledger()?;
        let mut tries = 1;
        loop {
            let batch = ledger.batch()?;
            let sums = ledger.sums()?;
            let in_index = self.searcher()?.all_articles();
            // A writer may have come to its end meanwhile.
            let is_moving = self.index.is_being_written() || ledger.batch()? != batch;
            if sums.agree_with(in_index) || !is_moving || tries == TRIES {
                return Ok((sums, in_index));
            }
            tries += 1;
            std::thread::sleep(PAUSE);
        }
    }

    /// What became of every input, to be read.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn ledger(&self) -> Result<Ledger, MorgueError> {
        Ok(Ledger::read(&self.home.ledger())?)
    }

    /// Whether a run over the archive has ever come to its end.
    ///
    /// # Errors
    /// As [`Morgue::ledger`].
    pub fn has_been_read(&self) -> Result<bool, MorgueError> {
        Ok(self.ledger()?.reading()?.is_some())
    }

    /// Keeps path patterns in the settings, for this and later runs.
    ///
    /// # Errors
    /// Where the settings cannot be written.
    pub fn add_path_patterns(&self, patterns: &[PathPattern]) -> Result<(), MorgueError> {
        Ok(self.home.add_path_patterns(patterns)?)
    }

    /// Reads what people say about names: the authority file, empty where there
    /// is none.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn authority(&self) -> Result<Authority, MorgueError> {
        Ok(self.home.read_authority()?)
    }

    /// Adds a statement about names to the authority file. It takes effect with
    /// the next searcher.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn correct(&self, statement: &Statement) -> Result<(), MorgueError> {
        Ok(self.home.add_statement(statement)?)
    }

    /// Opens the index for searching, as it is now.
    ///
    /// # Errors
    /// Where its files cannot be read.
    pub fn searcher(&self) -> Result<Searcher, MorgueError> {
        let searcher = self.index.searcher()?.knowing(self.authority()?);
        let searcher = searcher.in_zone(self.home.time_zone()?);
        Ok(match self.home.finds_entities()? {
            true => searcher.expecting_names(),
            false => searcher,
        })
    }
}

/// Paths, each in the one form that the ledger knows. One that is gone is taken where
/// files were below it.
fn places(paths: &[PathBuf], root: &Path, ledger: &Ledger) -> Result<Vec<PathBuf>, MorgueError> {
    let mut places = Vec::new();
    for path in paths {
        places.push(match canonical(path) {
            Ok(path) => path,
            Err(error) if is_gone(&error) => known_once(path, root, ledger)?.ok_or(error)?,
            Err(error) => return Err(error),
        });
    }
    // What lies in another of the folders is read with it.
    places.sort();
    places.dedup_by(|later, earlier| later.starts_with(earlier));
    Ok(places)
}

/// A path that is gone, where files were read at it or below it.
fn known_once(path: &Path, root: &Path, ledger: &Ledger) -> Result<Option<PathBuf>, MorgueError> {
    let Some(name) = path.file_name() else {
        return Ok(None);
    };
    // The folder above may be gone too.
    let above = match canonical(home::above(path)) {
        Ok(above) => above,
        Err(error) if is_gone(&error) => match known_once(home::above(path), root, ledger)? {
            Some(above) => above,
            None => return Ok(None),
        },
        Err(error) => return Err(error),
    };
    let path = above.join(name);
    let known = match path_below(root, &path) {
        Some(below) => ledger.knows(&below)?,
        None => true,
    };
    Ok(known.then_some(path))
}

/// Whether an error says that there is nothing at a path.
fn is_gone(error: &MorgueError) -> bool {
    matches!(error, MorgueError::Home(HomeError::Io { source, .. }) if system::is_gone(source))
}

/// One path for one place, whatever way leads to it: the ledger knows files by
/// their paths.
fn canonical(path: &Path) -> Result<PathBuf, MorgueError> {
    path.canonicalize().map_err(|source| HomeError::Io { path: path.to_owned(), source }.into())
}
