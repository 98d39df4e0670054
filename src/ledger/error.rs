//! What can go wrong with a ledger.

use std::path::PathBuf;

use super::tables::VERSION;

/// What can go wrong with a ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The database cannot be read or written.
    #[error("{}: {source}", .path.display())]
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
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
        let LedgerError::Database { source, .. } = self else { return false };
        matches!(
            source.sqlite_error_code(),
            Some(CannotOpen | DiskFull | ReadOnly | SystemIoFailure)
        )
    }

    /// Whether the file is none of a database.
    pub(super) fn is_no_database(&self) -> bool {
        let LedgerError::Database { source, .. } = self else { return false };
        source.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase)
    }

    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            LedgerError::OtherVersion { found, .. } if *found > VERSION => {
                Some("a later version of this program wrote it, and can read it".to_owned())
            }
            LedgerError::OtherVersion { .. }
            | LedgerError::Database { .. }
            | LedgerError::Io { .. } => None,
        }
    }
}
