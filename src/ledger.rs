//! The ledger: what became of every input. The only room that names the
//! database. Never imports the index or the archive.
//!
//! One SQLite file that anyone may query:
//!
//! | table | holds |
//! |---|---|
//! | `record` | one row per record that was read: `path`, `record` (its place in the file), `size`, `modified` (nanoseconds since 1970), `outcome`, `reason`, `warnings` (lines of `code: detail`), `id` (the article), `at` (seconds since 1970) |
//! | `ledger` | one row: the `version` of these tables and the last `batch` |
//!
//! Rows are written after the index has committed what they speak of. After a
//! crash between the two the rows are missing, the files are read again and
//! found unchanged: nothing is lost and nothing doubles.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

/// The version of the tables.
const VERSION: i64 = 1;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS ledger (version INTEGER NOT NULL, batch INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS record (
        path TEXT NOT NULL,
        record INTEGER NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER,
        outcome TEXT NOT NULL,
        reason TEXT,
        warnings TEXT,
        id TEXT,
        at INTEGER NOT NULL,
        PRIMARY KEY (path, record)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS record_by_id ON record (id);
";

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
    /// The ledger was written by a program with other tables.
    #[error("{}: the ledger has version {found}, this program knows version {VERSION}", .path.display())]
    OtherVersion {
        /// The file.
        path: PathBuf,
        /// The version it names.
        found: i64,
    },
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A new article.
    Indexed,
    /// A newer version took the place of an older one.
    Updated,
    /// The index has it as it is.
    Unchanged,
    /// The index has a newer version.
    Superseded,
    /// It cannot be an article; the reason says why.
    Rejected,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 5] = [
        Outcome::Indexed,
        Outcome::Updated,
        Outcome::Unchanged,
        Outcome::Superseded,
        Outcome::Rejected,
    ];

    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Indexed => "indexed",
            Outcome::Updated => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Superseded => "superseded",
            Outcome::Rejected => "rejected",
        }
    }
}

/// One row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The file, relative to the archive.
    pub path: String,
    /// The record in it, from 0.
    pub record: u64,
    /// The file's size in bytes.
    pub size: u64,
    /// When the file was modified, in nanoseconds since 1970.
    pub modified: Option<i64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, where that is not plain.
    pub reason: Option<String>,
    /// What the reader had to decide, one per line.
    pub warnings: Option<String>,
    /// The article.
    pub id: Option<String>,
}

/// An open ledger.
pub struct Ledger {
    path: PathBuf,
    database: Connection,
}

impl Ledger {
    /// Opens the ledger in a file, or creates it.
    ///
    /// # Errors
    /// Where the file cannot be read or written, or has another version.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        let error = |source| LedgerError::Database { path: path.to_owned(), source };
        let database = Connection::open(path).map_err(error)?;
        // Rows can be made again from the files; the index's commit is what
        // must be durable. WAL lets `status` read while a run writes.
        database
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
            .and_then(|()| database.execute_batch(TABLES))
            .map_err(error)?;
        let ledger = Ledger { path: path.to_owned(), database };
        let version: Option<i64> = ledger
            .database
            .query_row("SELECT version FROM ledger", [], |row| row.get(0))
            .optional()
            .map_err(error)?;
        match version {
            Some(VERSION) => Ok(ledger),
            Some(found) => Err(LedgerError::OtherVersion { path: path.to_owned(), found }),
            None => {
                ledger
                    .database
                    .execute("INSERT INTO ledger VALUES (?1, 0)", [VERSION])
                    .map_err(error)?;
                Ok(ledger)
            }
        }
    }

    /// Opens the same ledger once more, for another thread.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn again(&self) -> Result<Ledger, LedgerError> {
        Ledger::open(&self.path)
    }

    /// The number of the last batch that was written.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn batch(&self) -> Result<i64, LedgerError> {
        self.database
            .query_row("SELECT batch FROM ledger", [], |row| row.get(0))
            .map_err(|error| self.error(error))
    }

    /// Forgets every row: the index they speak of is gone.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn clear(&self) -> Result<(), LedgerError> {
        self.database
            .execute_batch("DELETE FROM record; UPDATE ledger SET batch = 0;")
            .map_err(|error| self.error(error))
    }

    /// Whether a file was read before, as it is now.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn is_known(
        &self,
        path: &str,
        size: u64,
        modified: Option<i64>,
    ) -> Result<bool, LedgerError> {
        let known = "SELECT 1 FROM record WHERE path = ?1 AND size = ?2 AND modified IS ?3";
        self.database
            .prepare_cached(known)
            .and_then(|mut known| known.exists(params![path, size as i64, modified]))
            .map_err(|error| self.error(error))
    }

    /// The articles that a file gave when it was last read.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn ids_of(&self, path: &str) -> Result<Vec<String>, LedgerError> {
        let ids = "SELECT id FROM record WHERE path = ?1 AND id IS NOT NULL";
        self.database
            .prepare_cached(ids)
            .and_then(|mut ids| ids.query_map([path], |row| row.get(0))?.collect())
            .map_err(|error| self.error(error))
    }

    /// Whether any file gave an article.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn has_article(&self, id: &str) -> Result<bool, LedgerError> {
        self.database
            .prepare_cached("SELECT 1 FROM record WHERE id = ?1")
            .and_then(|mut rows| rows.exists([id]))
            .map_err(|error| self.error(error))
    }

    /// Writes the rows of a batch that the index has committed, and returns
    /// the batch's number. Rows of the same record are replaced.
    ///
    /// # Errors
    /// Where the file cannot be written; none of the rows is, then.
    pub fn write(&mut self, rows: &[Row], at: i64) -> Result<i64, LedgerError> {
        let path = self.path.clone();
        let written = (|| {
            let transaction = self.database.transaction()?;
            {
                let mut insert = transaction.prepare_cached(
                    "INSERT OR REPLACE INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?;
                for row in rows {
                    insert.execute(params![
                        row.path,
                        row.record as i64,
                        row.size as i64,
                        row.modified,
                        row.outcome.name(),
                        row.reason,
                        row.warnings,
                        row.id,
                        at
                    ])?;
                }
            }
            let next = "UPDATE ledger SET batch = batch + 1 RETURNING batch";
            let batch = transaction.query_row(next, [], |row| row.get(0))?;
            transaction.commit()?;
            Ok(batch)
        })();
        written.map_err(|source| LedgerError::Database { path, source })
    }

    /// How many records have each outcome.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn outcomes(&self) -> Result<BTreeMap<Outcome, u64>, LedgerError> {
        let counted = (|| {
            let mut query =
                self.database.prepare("SELECT outcome, count(*) FROM record GROUP BY outcome")?;
            let rows =
                query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
            rows.collect::<Result<Vec<_>, _>>()
        })();
        let counted = counted.map_err(|error| self.error(error))?;
        let outcome = |name: &str| Outcome::ALL.into_iter().find(|known| known.name() == name);
        Ok(counted
            .into_iter()
            .filter_map(|(name, count)| Some((outcome(&name)?, count as u64)))
            .collect())
    }

    fn error(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::Database { path: self.path.clone(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, outcome: Outcome) -> Row {
        Row {
            path: path.to_owned(),
            record: 0,
            size: 10,
            modified: Some(1_600_000_000_000_000_001),
            outcome,
            reason: None,
            warnings: None,
            id: Some(format!("x:{path}")),
        }
    }

    #[test]
    fn a_ledger_remembers_across_openings_and_replaces_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let mut ledger = Ledger::open(&path).unwrap();
        let rows = [row("a", Outcome::Indexed), row("b", Outcome::Rejected)];
        assert_eq!(ledger.write(&rows, 0).unwrap(), 1);
        assert_eq!(ledger.write(&[row("b", Outcome::Indexed)], 1).unwrap(), 2);
        drop(ledger);
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.outcomes().unwrap(), BTreeMap::from([(Outcome::Indexed, 2)]));
        let modified = Some(1_600_000_000_000_000_001);
        assert!(ledger.is_known("a", 10, modified).unwrap());
        assert!(!ledger.is_known("a", 11, modified).unwrap());
        assert!(!ledger.is_known("a", 10, None).unwrap());
        assert!(!ledger.is_known("c", 10, modified).unwrap());
        assert_eq!(ledger.ids_of("a").unwrap(), ["x:a"]);
        assert!(ledger.ids_of("c").unwrap().is_empty());
        assert!(ledger.has_article("x:b").unwrap());
        assert!(!ledger.has_article("x:c").unwrap());
        ledger.clear().unwrap();
        assert!(ledger.outcomes().unwrap().is_empty());
    }

    #[test]
    fn a_file_that_is_no_ledger_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        std::fs::write(&path, "this is no database, and it is long enough to tell").unwrap();
        let error = Ledger::open(&path).err().unwrap().to_string();
        assert!(error.contains("ledger.sqlite"), "{error}");
    }
}
