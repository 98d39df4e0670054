//! What can go wrong with a ledger.

use std::io::ErrorKind;
use std::path::PathBuf;

use rusqlite::ErrorCode::{
    CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
    PermissionDenied, ReadOnly, SystemIoFailure, Unknown,
};

use super::tables::VERSION;
use crate::system::advice;

/// What can go wrong with a ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The database cannot be read or written.
    #[error("{}: {}", .path.display(), what(.source))]
    Database {
        /// The file.
        path: PathBuf,
        /// What the database said.
        source: rusqlite::Error,
    },
    /// The file cannot be removed.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The ledger was written by a program with other tables.
    #[error("{}: the ledger has version {found}, this program knows version {VERSION}", .path.display())]
    OtherVersion {
        /// The file.
        path: PathBuf,
        /// The version it names.
        found: i64,
    },
}

impl LedgerError {
    /// Whether the database may be read, and nothing beside it can be written.
    pub(super) fn may_only_read(&self) -> bool {
        let LedgerError::Database { source, .. } = self else { return false };
        matches!(
            source.sqlite_error_code(),
            Some(CannotOpen | DiskFull | ReadOnly | SystemIoFailure)
        )
    }

    /// Whether the file is none of a database.
    pub(super) fn is_no_database(&self) -> bool {
        let LedgerError::Database { source, .. } = self else { return false };
        source.sqlite_error_code() == Some(NotADatabase)
    }

    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            LedgerError::OtherVersion { found, .. } if *found > VERSION => {
                Some("a later version of this program wrote it, and can read it".to_owned())
            }
            LedgerError::OtherVersion { .. } => None,
            LedgerError::Io { source, .. } => advice(source.kind()).map(str::to_owned),
            LedgerError::Database { path, source } => match source.sqlite_error_code() {
                None | Some(DatabaseCorrupt | NotADatabase | Unknown) => Some(format!(
                    "remove {} and run `morgue index`: files are read again, and the index stays \
                     as it is",
                    path.display()
                )),
                Some(ReadOnly | CannotOpen | PermissionDenied) => {
                    advice(ErrorKind::PermissionDenied).map(str::to_owned)
                }
                Some(DiskFull) => advice(ErrorKind::StorageFull).map(str::to_owned),
                Some(DatabaseBusy | DatabaseLocked) => {
                    Some("wait until the other process has finished".to_owned())
                }
                _ => None,
            },
        }
    }
}

/// What the database said, in words.
fn what(error: &rusqlite::Error) -> String {
    let what = match error.sqlite_error_code() {
        None | Some(DatabaseCorrupt | NotADatabase | Unknown) => "the ledger is damaged",
        Some(ReadOnly) => "the ledger may not be written",
        Some(CannotOpen | PermissionDenied) => "the ledger cannot be opened",
        Some(DiskFull) => "there is no room left on the disk",
        Some(DatabaseBusy | DatabaseLocked) => "another process is writing to the ledger",
        _ => return error.to_string(),
    };
    what.to_owned()
}
