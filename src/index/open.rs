//! Opening and creating an index: its folder, its version, its segments.

use std::fs::{self, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::directory::error::OpenReadError;
use tantivy::{IndexBuilder, IndexReader, ReloadPolicy, SegmentPlugin, TantivyError};

use crate::index::IndexError;
use crate::index::files::articles::{Dictionaries, Stored, StoredArticles};
use crate::index::files::folder::Folder;
use crate::index::files::own_file::plugin;
use crate::index::files::positions::{Positions, WordPositions};
use crate::index::schema::fields::{Fields, VERSION, schema};

/// Names the version of the index in its folder.
const VERSION_FILE: &str = "VERSION";
/// So often an index is opened anew whose segments are merged meanwhile.
const TRIES: usize = 20;
/// An index in a folder.
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) path: PathBuf,
    pub(super) inner: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) dictionaries: Arc<Dictionaries>,
}

/// The segments of an index, opened: what Tantivy reads of them, and our own files.
pub(super) struct Engine {
    pub searcher: tantivy::Searcher,
    pub stored: Stored,
    pub positions: Arc<Positions>,
}

impl Index {
    /// Whether a folder holds an index, of whatever version; or may hold one, where it
    /// cannot be looked at.
    pub fn exists(path: &Path) -> bool {
        path.join("meta.json").try_exists().unwrap_or(true)
    }

    /// Opens the index in a folder.
    ///
    /// # Errors
    /// Where there is none, where it has another version, or where it cannot
    /// be read.
    pub fn open(path: &Path) -> Result<Index, IndexError> {
        if !Index::exists(path) {
            return Err(IndexError::Missing(path.to_owned()));
        }
        check_version(path)?;
        let mut inner = Folder::open(path)
            .and_then(tantivy::Index::open)
            .map_err(|error| IndexError::of(path, error))?;
        let dictionaries = Arc::<Dictionaries>::default();
        for plugin in plugins(&dictionaries) {
            inner.register_plugin(plugin);
        }
        Index::over(path, inner, dictionaries)
    }

    /// Opens the index in a folder, or creates an empty one.
    ///
    /// # Errors
    /// As [`Index::open`], and where the folder cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Index, IndexError> {
        if Index::exists(path) {
            return Index::open(path);
        }
        let io = |source| IndexError::Io { path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(io)?;
        fs::write(path.join(VERSION_FILE), format!("{VERSION}\n")).map_err(io)?;
        let directory = Folder::open(path).map_err(|error| IndexError::of(path, error))?;
        let dictionaries = Arc::<Dictionaries>::default();
        let builder = plugins(&dictionaries)
            .into_iter()
            .fold(IndexBuilder::new().schema(schema()), IndexBuilder::register_plugin);
        let inner =
            builder.open_or_create(directory).map_err(|error| IndexError::of(path, error))?;
        Index::over(path, inner, dictionaries)
    }

    fn over(
        path: &Path,
        inner: tantivy::Index,
        dictionaries: Arc<Dictionaries>,
    ) -> Result<Index, IndexError> {
        let fields = Fields::of(&inner.schema()).ok_or_else(|| IndexError::Damaged {
            path: path.to_owned(),
            reason: "its schema lacks fields of this version".to_owned(),
        })?;
        Ok(Index { path: path.to_owned(), inner, fields, dictionaries })
    }

    /// The folder of the index.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a process writes to the index just now.
    pub(crate) fn is_being_written(&self) -> bool {
        let lock = fs::File::open(self.path.join(&INDEX_WRITER_LOCK.filepath));
        lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Opens the segments of the last commit. Tantivy sees to it that no file goes
    /// while it opens its own; a segment that is merged just then may be gone before
    /// ours are opened, and then there is a newer one.
    pub(super) fn open_engine(&self) -> Result<Engine, IndexError> {
        let mut tries = 1;
        loop {
            match self.try_engine() {
                Err(error) if tries < TRIES && is_missing(&error) => tries += 1,
                opened => return opened.map_err(|error| IndexError::of(&self.path, error)),
            }
        }
    }

    fn try_engine(&self) -> tantivy::Result<Engine> {
        let reader = self.inner.reader_builder().reload_policy(ReloadPolicy::Manual);
        let searcher = IndexReader::searcher(&reader.try_into()?);
        let stored = Stored::open(searcher.segment_readers(), self.dictionaries.clone())?;
        let positions = Arc::new(Positions::open(searcher.segment_readers())?);
        Ok(Engine { searcher, stored, positions })
    }

    /// The bytes that the index takes on disk.
    pub fn bytes_on_disk(&self) -> u64 {
        let Ok(entries) = fs::read_dir(&self.path) else {
            return 0;
        };
        entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
    }
}

/// What the engine is told of our own files.
fn plugins(dictionaries: &Arc<Dictionaries>) -> [Arc<dyn SegmentPlugin>; 2] {
    [plugin(StoredArticles(dictionaries.clone())), plugin(WordPositions)]
}

fn is_missing(error: &TantivyError) -> bool {
    matches!(error, TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)))
}

fn check_version(path: &Path) -> Result<(), IndexError> {
    let found = match fs::read_to_string(path.join(VERSION_FILE)) {
        Ok(text) if !text.trim().is_empty() => text.trim().to_owned(),
        Ok(_) => "unknown".to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "unknown".to_owned(),
        Err(source) => {
            return Err(IndexError::Io { path: path.join(VERSION_FILE), source });
        }
    };
    if found != VERSION.to_string() {
        return Err(IndexError::OtherVersion { path: path.to_owned(), found, expected: VERSION });
    }
    Ok(())
}
