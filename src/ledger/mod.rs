//! The ledger: what became of every input. The only room that names the
//! database. Never imports the index or the archive.
//!
//! One SQLite file that anyone may query:
//!
//! | table | holds |
//! |---|---|
//! | `file` | one row per input file: `file` (a number), `path`, `size`, `modified` (nanoseconds since 1970), `hash` (XXH3-128 of its bytes, as 16 bytes), `state` (below), `seen` (seconds since 1970, when it was last read), `was` (the path that it was moved from) |
//! | `entry` | one row per record of a file: `file`, `record` (from 0), `member` (of a container), `format`, `outcome`, `reason` (one word), `detail` (the reason in words), `warnings` (lines of `code: detail`), `id` (the article), `other` (the article that it duplicates or that superseded it), `turn` (counts decisions about articles), `at` (seconds since 1970), `batch` (the commit of the index that it came with) |
//! | `record` | a view: the entries, with the path of their file in front |
//! | `copy` | one row per article of the index: `article` (a hash of its `id`), `fingerprint`, `until` and `since` (what its date can mean; nothing without one), `number`, `story` (the first article of its story; nothing where it is first itself), `carrier` (its source or agency) |
//! | `band` | by what copies are found: `hash`, `article` |
//! | `fresh` | articles that came, changed or went and have to find their story |
//! | `loose` | articles that a file gave before and may give no more; looked into at the end of a run |
//! | `ahead` | articles that the index is about to change and that have no row yet; what a crash leaves here becomes loose |
//! | `reading` | one row: a number for how the settings had files read at the last run |
//! | `ledger` | one row: the `version` of these tables, the last `batch` and the last `turn` |
//!
//! The states of a file: `read`; `stale` (it was read in another way than the settings
//! say now: the next run reads it); `again` (a run ended inside it, or another
//! file's change calls for it: the next run reads it); `gone` (its articles
//! were removed with it); `kept` (it is not where it was, and its articles stay:
//! because it was moved away from `was`, else until a run takes out what is gone;
//! standard input is such a file).
//!
//! Of the records of an article exactly one is `indexed`, `updated`,
//! `unchanged` or `tombstone`: the one that the index has. The others are
//! `duplicate` (the same again) or `superseded` (another version).
//!
//! Rows are written after the index has committed what they speak of, and the
//! articles are named in `ahead` before. After a crash between the two the rows
//! are missing, the files are read again and found unchanged, and an article
//! whose file has changed since is known to be looked into: nothing is lost and
//! nothing doubles.

mod bands;
mod change;
mod copies;
mod error;
mod files;
mod outcome;
mod records;
mod sums;
mod tables;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Params, Row as SqlRow};

use bands::Bands;
pub(crate) use change::Change;
pub(crate) use copies::{Looked, Print};
pub use error::LedgerError;
pub(crate) use files::nanoseconds;
pub use files::{KnownFile, State};
pub use outcome::Outcome;
pub use records::{Filter, Row};
pub use sums::Sums;
use tables::{READING, TABLES, VERSION};

/// The path of articles that came on standard input. It is never looked for.
pub const STDIN: &str = "/dev/stdin";

/// How long one process waits for another that writes, in milliseconds.
const PATIENCE: u64 = 30_000;

/// Rows can be made again from the files; the index's commit is what must be durable,
/// and what is noted before it.
const SYNCHRONOUS: &str = "NORMAL";

/// More statements than there are: each is prepared once.
const STATEMENTS: usize = 128;

/// An open ledger.
pub struct Ledger {
    path: PathBuf,
    database: Connection,
    /// Whether no batch was ever written to it.
    is_new: bool,
    /// The bands that copies are found by, where this run has written all of them.
    bands: Bands,
}

/// Pages of the database that are kept in memory, in KiB: by default SQLite
/// keeps 2,000, and asks the system for the same ones again and again.
const CACHE_KIB: i64 = 32 * 1024;

impl Ledger {
    /// Opens the ledger in a file, or creates it.
    ///
    /// # Errors
    /// Where the file cannot be read or written, or has another version.
    pub(crate) fn open(path: &Path) -> Result<Ledger, LedgerError> {
        let database = Connection::open(path);
        let mut ledger = Ledger::over(path, database)?;
        ledger.ask(|database| database.execute_batch(READING))?;
        ledger.is_new = ledger.batch()? == 0;
        match ledger.is_new {
            true => ledger.bands = Bands::default(),
            false => ledger.change(Ledger::keep_log)?,
        }
        Ok(ledger)
    }

    /// Opens the ledger in a file to be read; where there is none, an empty one that
    /// leaves nothing behind. Whoever may read the file can do this.
    ///
    /// # Errors
    /// Where the file cannot be read, or has another version.
    pub fn read(path: &Path) -> Result<Ledger, LedgerError> {
        if !path.exists() {
            return Ledger::over(path, Connection::open_in_memory());
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Ledger::over(path, Connection::open_with_flags(path, flags));
        match opened {
            // SQLite wants to make files beside it; what nobody writes to can do without.
            Err(error) if error.may_only_read() && !beside(path, "-wal").exists() => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX
                    | OpenFlags::SQLITE_OPEN_URI;
                let database = Connection::open_with_flags(immutable(path), flags);
                Ledger::over(path, database)
            }
            opened => opened,
        }
    }

    fn over(path: &Path, database: rusqlite::Result<Connection>) -> Result<Ledger, LedgerError> {
        let error = |source| LedgerError::Database { path: path.to_owned(), source };
        let database = database.map_err(error)?;
        database.busy_timeout(std::time::Duration::from_millis(PATIENCE)).map_err(error)?;
        database.pragma_update(None, "synchronous", SYNCHRONOUS).map_err(error)?;
        database.pragma_update(None, "cache_size", -CACHE_KIB).map_err(error)?;
        database.set_prepared_statement_cache_capacity(STATEMENTS);
        // Else a statement is prepared anew for each value that it is given.
        database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
        let (is_new, bands) = (false, Bands::unknown());
        let ledger = Ledger { path: path.to_owned(), database, is_new, bands };
        match ledger.version()? {
            Some(VERSION) => {}
            Some(found) => {
                return Err(LedgerError::OtherVersion { path: path.to_owned(), found });
            }
            None => ledger.database.execute_batch(TABLES).map_err(error)?,
        }
        Ok(ledger)
    }

    /// From now on writes into a log, from which rows go on into the file: so `status`
    /// can read while a run writes. The first batch goes into the file at once, which
    /// halves the writing; there is nothing to be read before it.
    fn keep_log(&mut self) -> rusqlite::Result<()> {
        self.database.execute_batch("PRAGMA journal_mode = WAL;")?;
        self.is_new = false;
        Ok(())
    }

    /// The articles that are killed by the ledger in a file, if there is one that can
    /// tell.
    ///
    /// # Errors
    /// Where it is damaged.
    pub(crate) fn killed(path: &Path) -> Result<Vec<String>, LedgerError> {
        let killed = |database: &Connection| {
            let killed = "SELECT DISTINCT id FROM record WHERE outcome = 'tombstone' ORDER BY id";
            database.prepare(killed)?.query_map([], |row| row.get(0))?.collect()
        };
        match Ledger::read(path).and_then(|ledger| ledger.ask(killed)) {
            // What every version shows of its records; a later one may not.
            Err(LedgerError::OtherVersion { .. }) => {
                let shows = "SELECT 1 FROM sqlite_schema WHERE name = 'record'";
                let killed = |old: Connection| match old.prepare(shows)?.exists([])? {
                    true => killed(&old),
                    false => Ok(Vec::new()),
                };
                Connection::open(path)
                    .and_then(killed)
                    .map_err(|source| LedgerError::Database { path: path.to_owned(), source })
            }
            Err(error) if error.is_no_database() => Ok(Vec::new()),
            known => known,
        }
    }

    /// Makes a new ledger in the place of whatever lies there: the index that
    /// it spoke of is gone.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn renew(path: &Path) -> Result<Ledger, LedgerError> {
        for end in ["", "-journal", "-wal", "-shm"] {
            let file = beside(path, end);
            match std::fs::remove_file(&file) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                    return Err(LedgerError::Io { path: file, source });
                }
                _ => {}
            }
        }
        Ledger::open(path)
    }

    /// The version of the tables; `None` where there are none.
    fn version(&self) -> Result<Option<i64>, LedgerError> {
        let exists = "SELECT 1 FROM sqlite_schema WHERE name = 'ledger'";
        self.ask(|database| {
            if !database.prepare(exists)?.exists([])? {
                return Ok(None);
            }
            database.query_row("SELECT version FROM ledger", [], |row| row.get(0)).optional()
        })
    }

    /// The number of the last batch that was written.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn batch(&self) -> Result<i64, LedgerError> {
        self.number("SELECT batch FROM ledger")
    }

    /// How the settings had files read at the last run.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn reading(&self) -> Result<Option<i64>, LedgerError> {
        let reading = "SELECT number FROM reading";
        self.ask(|database| database.query_row(reading, [], |row| row.get(0)).optional())
    }

    /// Notes how files are read from now on: those that were read in another way are
    /// stale.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn set_reading(&mut self, number: i64) -> Result<(), LedgerError> {
        let before = self.reading()?;
        if before == Some(number) {
            return Ok(());
        }
        self.change(|ledger| {
            let transaction = ledger.database.transaction()?;
            if before.is_some() {
                transaction.execute("UPDATE file SET state = 'stale' WHERE state = 'read'", [])?;
            }
            transaction.execute("INSERT OR REPLACE INTO reading VALUES (1, ?1)", [number])?;
            transaction.commit()
        })
    }

    /// The last turn that was given.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn turn(&self) -> Result<i64, LedgerError> {
        self.number("SELECT turn FROM ledger")
    }

    fn number(&self, query: &str) -> Result<i64, LedgerError> {
        self.ask(|database| database.prepare_cached(query)?.query_row([], |row| row.get(0)))
    }

    /// The rows that a query gives.
    fn rows<T>(
        &self,
        query: &str,
        values: impl Params,
        read: impl FnMut(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        self.ask(|database| database.prepare_cached(query)?.query_map(values, read)?.collect())
    }

    /// Asks the database.
    fn ask<T>(
        &self,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        ask(&self.database).map_err(|error| self.error(error))
    }

    /// Changes what the ledger has.
    fn change<T>(
        &mut self,
        change: impl FnOnce(&mut Ledger) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        change(self).map_err(|error| self.error(error))
    }

    fn error(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::Database { path: self.path.clone(), source }
    }
}

/// The path of a file that SQLite keeps beside a database.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut file = path.as_os_str().to_owned();
    file.push(end);
    PathBuf::from(file)
}

/// Names a database to SQLite as one that nobody changes.
fn immutable(path: &Path) -> String {
    let path = path.to_string_lossy();
    let escaped = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{escaped}?immutable=1")
}
