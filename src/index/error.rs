//! What can go wrong with an index.

use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};

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
    Query(#[from] super::compile::CompileError),
    /// A cursor cannot be used.
    #[error("{0}")]
    Cursor(#[from] super::cursor::CursorError),
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
            IndexError::Io { .. } | IndexError::Stored(_) | IndexError::Engine(_) => None,
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
        let path = path.to_owned();
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Locked(path),
            TantivyError::LockFailure(LockError::IoError(source), _) => IndexError::Io {
                path,
                source: std::io::Error::new(source.kind(), source.to_string()),
            },
            TantivyError::IoError(source) => IndexError::Io {
                path,
                source: std::io::Error::new(source.kind(), source.to_string()),
            },
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => {
                IndexError::Missing(path)
            }
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
                IndexError::Damaged { path, reason: format!("{} is missing", file.display()) }
            }
            TantivyError::DataCorruption(corruption) => {
                IndexError::Damaged { path, reason: format!("{corruption:?}") }
            }
            other => IndexError::Engine(other),
        }
    }
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> IndexError {
        IndexError::Engine(error)
    }
}
