//! What can go wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::error::DataCorruption;

use crate::system::advice;

/// What can go wrong with an index. Messages name the folder first.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("{}: no index here", .0.display())]
    Missing(PathBuf),
    /// The index was written by a program with another format.
    #[error(
        "{}: the index has format {found}, this program reads and writes format {expected}",
        .path.display()
    )]
    OtherVersion {
        /// The index's folder.
        path: PathBuf,
        /// The version it names.
        found: String,
        /// The version of this program.
        expected: u32,
    },
    /// Another process writes to the index.
    #[error("{}: another process is indexing into this archive", .0.display())]
    Locked(PathBuf),
    /// The folder cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Files of the index are damaged or missing.
    #[error("{}: the index is damaged: {reason}", .path.display())]
    Damaged {
        /// The index's folder.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A stored article cannot be read back.
    #[error("a stored article cannot be read: {0}")]
    Stored(#[from] crate::wire::WireError),
    /// A query asks for something that the index does not do.
    #[error("{0}")]
    Query(#[from] crate::index::compile::CompileError),
    /// A cursor cannot be used.
    #[error("{0}")]
    Cursor(#[from] crate::index::search::cursor::CursorError),
    /// Tantivy failed in another way.
    #[error("the search engine failed: {0}")]
    Engine(TantivyError),
}

/// How an index in a folder is made anew, and what that does not bring back.
pub fn make_anew(index: &Path) -> String {
    format!(
        "remove the folder {} and run `morgue index`: files are read anew, and what was killed \
         stays so; articles that came on standard input, or whose files were moved away, have to \
         be sent again",
        index.display()
    )
}

impl IndexError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            IndexError::Missing(_) => Some("make one with `morgue index FOLDER`".to_owned()),
            IndexError::OtherVersion { found, expected, .. }
                if found.parse().is_ok_and(|found: u32| found > *expected) =>
            {
                Some("a later version of this program wrote it, and can read it".to_owned())
            }
            IndexError::OtherVersion { path, .. } => Some(make_anew(path)),
            IndexError::Locked(_) => {
                Some("wait until it has finished; searching goes on meanwhile".to_owned())
            }
            IndexError::Damaged { path, .. } => Some(make_anew(path)),
            IndexError::Query(error) => error.hint(),
            IndexError::Cursor(_) => {
                Some("repeat the search that printed it, with the same query and order".to_owned())
            }
            IndexError::Stored(_) | IndexError::Engine(_) => {
                Some("`morgue check` says whether the index is whole".to_owned())
            }
            IndexError::Io { source, .. } => advice(source.kind()).map(str::to_owned),
        }
    }

    /// The same, where the engine failed: what it means for the index in `path`.
    pub(super) fn within(self, path: &Path) -> IndexError {
        match self {
            IndexError::Engine(error) => IndexError::of(path, error),
            other => other,
        }
    }

    /// Turns an error of Tantivy into one that says what it means for the
    /// index in `path`.
    pub(super) fn of(path: &Path, error: TantivyError) -> IndexError {
        let folder = path.to_owned();
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Locked(folder),
            TantivyError::LockFailure(LockError::IoError(error), _)
            | TantivyError::IoError(error) => IndexError::of_file(path, None, &error),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
                IndexError::of_file(path, Some(&filepath), &io_error)
            }
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
                IndexError::Missing(folder)
            }
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
                let file = file.strip_prefix(path).unwrap_or(&file).display();
                IndexError::Damaged { path: folder, reason: format!("{file} is missing") }
            }
            TantivyError::DataCorruption(corruption) => {
                IndexError::Damaged { path: folder, reason: what_is_corrupt(&corruption) }
            }
            other => IndexError::Engine(other),
        }
    }

    /// What an error of the system means for a file of the index in `path`.
    fn of_file(path: &Path, file: Option<&Path>, error: &io::Error) -> IndexError {
        let named = file.map_or("a file of it".into(), Path::to_string_lossy);
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => IndexError::Damaged {
                path: path.to_owned(),
                reason: format!("{named} is not whole"),
            },
            kind => IndexError::Io {
                path: file.map_or(path.to_owned(), |file| path.join(file)),
                source: io::Error::new(kind, error.to_string()),
            },
        }
    }
}

/// The engine names the file, if it knows it, and then says in its own words what it
/// met there.
fn what_is_corrupt(corruption: &DataCorruption) -> String {
    let said = format!("{corruption:?}");
    match said.strip_prefix("Data corruption (in file `\"").and_then(|said| said.split_once('"')) {
        Some((file, _)) => format!("{file} is not what was written"),
        None => "its files do not belong together".to_owned(),
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> IndexError {
        IndexError::Engine(error)
    }
}
