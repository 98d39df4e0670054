//! Which files are known.

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::params;

use super::{Ledger, LedgerError};

/// What a file is to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was read to its end.
    Read,
    /// It was read to its end, in another way than the settings say now.
    Stale,
    /// It has to be read again.
    Again,
    /// It is gone, and its articles with it.
    Gone,
    /// It is not where it was, and its articles stay.
    Kept,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [State::Read, State::Stale, State::Again, State::Gone, State::Kept];

    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            State::Read => "read",
            State::Stale => "stale",
            State::Again => "again",
            State::Gone => "gone",
            State::Kept => "kept",
        }
    }

    pub(super) fn named(name: &str) -> State {
        // An unknown name is of a later program: reading again is always right.
        State::ALL.into_iter().find(|state| state.name() == name).unwrap_or(State::Again)
    }
}

/// A file as it was when it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownFile {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was modified, in nanoseconds since 1970.
    pub modified: Option<i64>,
    /// The hash of its bytes.
    pub hash: Option<u128>,
    /// What it is.
    pub state: State,
    /// Where it was before it was moved.
    pub was: Option<String>,
}

impl KnownFile {
    /// Whether a file has the size and the time that this one was read with.
    pub fn is_as_read(&self, file: &Metadata) -> bool {
        (file.len(), nanoseconds(file.modified().ok())) == (self.size, self.modified)
    }
}

/// A time as the ledger keeps it: in nanoseconds since 1970, or before it.
pub(crate) fn nanoseconds(time: Option<SystemTime>) -> Option<i64> {
    let (nanoseconds, sign) = match time?.duration_since(UNIX_EPOCH) {
        Ok(since) => (since.as_nanos(), 1),
        Err(before) => (before.duration().as_nanos(), -1),
    };
    i64::try_from(nanoseconds).ok().map(|nanoseconds| sign * nanoseconds)
}

/// Whether a path is one that is asked for (`?1`), or lies below it: `0` follows `/`.
pub(super) const BELOW: &str = "(path = ?1 OR path >= ?1 || '/' AND path < ?1 || '0')";

fn known_file(row: &rusqlite::Row<'_>) -> rusqlite::Result<KnownFile> {
    Ok(KnownFile {
        path: row.get(0)?,
        size: row.get::<_, i64>(1)? as u64,
        modified: row.get(2)?,
        hash: row.get::<_, Option<_>>(3)?.map(u128::from_be_bytes),
        state: State::named(row.get_ref(4)?.as_str()?),
        was: row.get(5)?,
    })
}

impl Ledger {
    /// Shows every file, or those at a path and below it, in the order of their
    /// paths.
    ///
    /// # Errors
    /// Where the file of the ledger cannot be read.
    pub fn each_file(
        &self,
        below: Option<&str>,
        visit: &mut dyn FnMut(KnownFile),
    ) -> Result<(), LedgerError> {
        let columns = "SELECT path, size, modified, hash, state, was FROM file";
        let query = match below {
            None => format!("{columns} ORDER BY path"),
            Some(_) => format!("{columns} WHERE {BELOW} ORDER BY path"),
        };
        self.ask(|database| {
            let mut query = database.prepare(&query)?;
            let mut rows = match below {
                None => query.query([])?,
                Some(path) => query.query([path])?,
            };
            while let Some(row) = rows.next()? {
                visit(known_file(row)?);
            }
            Ok(())
        })
    }

    /// Whether any file is known at a path or below it.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn knows(&self, path: &str) -> Result<bool, LedgerError> {
        let known = format!("SELECT 1 FROM file WHERE {BELOW} AND state <> 'gone'");
        self.ask(|database| database.prepare_cached(&known)?.exists([path]))
    }

    /// The files that were read in another way than the settings say now.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub(crate) fn stale_files(&self) -> Result<Vec<String>, LedgerError> {
        let stale = "SELECT path FROM file WHERE state = 'stale' ORDER BY path";
        self.rows(stale, [], |row| row.get(0))
    }

    /// The files at a path and below it, or all, that were read to their end,
    /// each with whether a record of it was rejected.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn files_read(&self, below: Option<&str>) -> Result<Vec<(KnownFile, bool)>, LedgerError> {
        let read = format!(
            "SELECT path, size, modified, hash, state, was, EXISTS (SELECT 1 FROM entry
                 WHERE entry.file = file.file AND outcome = 'rejected')
             FROM file WHERE state = 'read' AND (?1 IS NULL OR {BELOW}) ORDER BY path"
        );
        self.rows(&read, [below], |row| Ok((known_file(row)?, row.get(6)?)))
    }

    /// The paths at which a file with these bytes was read, those where it is gone
    /// among them.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub(crate) fn paths_of(&self, hash: u128) -> Result<Vec<String>, LedgerError> {
        let paths = "SELECT path FROM file WHERE hash = ?1 ORDER BY path";
        self.rows(paths, [hash.to_be_bytes()], |row| row.get(0))
    }

    /// Shows the paths that files were moved away from while their articles
    /// stay: what comes there is another file.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub(crate) fn each_left_path(&self, visit: &mut dyn FnMut(&str)) -> Result<(), LedgerError> {
        let left = "SELECT was FROM file WHERE state = 'kept' AND was IS NOT NULL";
        self.ask(|database| {
            let mut left = database.prepare(left)?;
            let mut rows = left.query([])?;
            while let Some(row) = rows.next()? {
                visit(row.get_ref(0)?.as_str()?);
            }
            Ok(())
        })
    }

    /// Whether a file was read to its end as it is: with this size, and modified then.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub(crate) fn was_read(
        &self,
        path: &str,
        size: u64,
        modified: Option<i64>,
    ) -> Result<bool, LedgerError> {
        let read = "SELECT 1 FROM file
                    WHERE path = ?1 AND state = 'read' AND size = ?2 AND modified IS ?3";
        let values = params![path, size.cast_signed(), modified];
        self.ask(|database| database.prepare_cached(read)?.exists(values))
    }
}
