//! Which files are known, and which articles a run still has to look into.

use rusqlite::params;

use super::outcome::{LIVE, Outcome};
use super::{Ledger, LedgerError, Row};

/// What a file is to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
            // `0` follows `/`.
            Some(_) => format!(
                "{columns} WHERE path = ?1 OR path >= ?1 || '/' AND path < ?1 || '0' ORDER BY path"
            ),
        };
        (|| {
            let mut query = self.database.prepare(&query)?;
            let mut rows = match below {
                None => query.query([])?,
                Some(path) => query.query([path])?,
            };
            while let Some(row) = rows.next()? {
                visit(known_file(row)?);
            }
            Ok(())
        })()
        .map_err(|error| self.error(error))
    }

    /// Whether any file is known at a path or below it.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn knows(&self, path: &str) -> Result<bool, LedgerError> {
        let known = "SELECT 1 FROM file WHERE (path = ?1 OR path >= ?1 || '/' AND path < ?1 || '0')
                     AND state <> 'gone'";
        self.database
            .prepare_cached(known)
            .and_then(|mut known| known.exists([path]))
            .map_err(|error| self.error(error))
    }

    /// The files that were read in another way than the settings say now.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn stale_files(&self) -> Result<Vec<String>, LedgerError> {
        self.database
            .prepare_cached("SELECT path FROM file WHERE state = 'stale' ORDER BY path")
            .and_then(|mut stale| stale.query_map([], |row| row.get(0))?.collect())
            .map_err(|error| self.error(error))
    }

    /// The files at a path and below it, or all, that were read to their end,
    /// each with whether a record of it was rejected.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn files_read(&self, below: Option<&str>) -> Result<Vec<(KnownFile, bool)>, LedgerError> {
        let read = "SELECT path, size, modified, hash, state, was, EXISTS (SELECT 1 FROM entry
                        WHERE entry.file = file.file AND outcome = 'rejected')
                    FROM file WHERE state = 'read'
                    AND (?1 IS NULL OR path = ?1 OR path >= ?1 || '/' AND path < ?1 || '0')
                    ORDER BY path";
        self.database
            .prepare_cached(read)
            .and_then(|mut read| {
                read.query_map([below], |row| Ok((known_file(row)?, row.get(6)?)))?.collect()
            })
            .map_err(|error| self.error(error))
    }

    /// The paths at which a file with these bytes was read, those where it is gone
    /// among them.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn paths_of(&self, hash: u128) -> Result<Vec<String>, LedgerError> {
        self.database
            .prepare_cached("SELECT path FROM file WHERE hash = ?1 ORDER BY path")
            .and_then(|mut paths| {
                paths.query_map([hash.to_be_bytes()], |row| row.get(0))?.collect()
            })
            .map_err(|error| self.error(error))
    }

    /// Shows the paths that files were moved away from while their articles
    /// stay: what comes there is another file.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn each_left_path(&self, visit: &mut dyn FnMut(&str)) -> Result<(), LedgerError> {
        (|| {
            let left = "SELECT was FROM file WHERE state = 'kept' AND was IS NOT NULL";
            let mut left = self.database.prepare(left)?;
            let mut rows = left.query([])?;
            while let Some(row) = rows.next()? {
                visit(row.get_ref(0)?.as_str()?);
            }
            Ok(())
        })()
        .map_err(|error| self.error(error))
    }

    /// Whether a file has records, and each was rejected.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn is_rejected(&self, path: &str) -> Result<bool, LedgerError> {
        let rejected = "SELECT count(*) > 0 AND count(*) = sum(outcome = 'rejected')
                        FROM entry JOIN file USING (file) WHERE path = ?1";
        self.database
            .prepare_cached(rejected)
            .and_then(|mut rejected| rejected.query_row([path], |row| row.get(0)))
            .map_err(|error| self.error(error))
    }

    /// Whether a row says of a record what is known of it, and nothing is to be
    /// written for it: the index has the article as it did.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn says(&self, row: &Row) -> Result<bool, LedgerError> {
        let same = match row.outcome {
            // The article is as it was, however it came to be so.
            Outcome::Unchanged if row.reason.is_none() => {
                format!("outcome IN {LIVE} AND ?4 IS NULL")
            }
            outcome if outcome.is_live() || outcome == Outcome::Removed => return Ok(false),
            outcome => format!("outcome = '{}' AND reason IS ?4", outcome.name()),
        };
        let same = format!(
            "SELECT 1 FROM entry JOIN file USING (file)
             WHERE path = ?1 AND record = ?2 AND id IS ?3 AND {same}"
        );
        let Row { path, record, id, reason, .. } = row;
        self.database
            .prepare_cached(&same)
            .and_then(|mut same| same.exists(params![path, *record as i64, id, reason]))
            .map_err(|error| self.error(error))
    }

    /// Whether a file was read to its end as it is: with this size, and modified then.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn is_as_read(
        &self,
        path: &str,
        size: u64,
        modified: Option<i64>,
    ) -> Result<bool, LedgerError> {
        let read = "SELECT 1 FROM file
                    WHERE path = ?1 AND state = 'read' AND size = ?2 AND modified IS ?3";
        self.database
            .prepare_cached(read)
            .and_then(|mut read| read.exists(params![path, size as i64, modified]))
            .map_err(|error| self.error(error))
    }

    /// How many records a file has.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn records_of(&self, path: &str) -> Result<u64, LedgerError> {
        let last = "SELECT coalesce(max(record) + 1, 0) FROM entry JOIN file USING (file)
                    WHERE path = ?1";
        self.database
            .query_row(last, [path], |row| row.get::<_, i64>(0))
            .map(|records| records as u64)
            .map_err(|error| self.error(error))
    }

    /// Whether there are articles to be looked into.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn is_unsettled(&self) -> Result<bool, LedgerError> {
        self.database
            .prepare_cached("SELECT 1 FROM loose UNION ALL SELECT 1 FROM ahead")
            .and_then(|mut unsettled| unsettled.exists([]))
            .map_err(|error| self.error(error))
    }

    /// Some of the articles that a file gave before and may give no more.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn loose(&self, limit: usize) -> Result<Vec<String>, LedgerError> {
        self.database
            .prepare_cached("SELECT id FROM loose ORDER BY id LIMIT ?1")
            .and_then(|mut ids| ids.query_map([limit as i64], |row| row.get(0))?.collect())
            .map_err(|error| self.error(error))
    }

    /// The files that the index has an article from, by the ledger, with what
    /// they are.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn live_files(&self, id: &str) -> Result<Vec<(String, State)>, LedgerError> {
        let files = format!(
            "SELECT path, state FROM entry JOIN file USING (file)
             WHERE id = ?1 AND outcome IN {LIVE}"
        );
        self.database
            .prepare_cached(&files)
            .and_then(|mut files| {
                let file = |row: &rusqlite::Row| {
                    Ok((row.get(0)?, State::named(row.get_ref(1)?.as_str()?)))
                };
                files.query_map([id], file)?.collect()
            })
            .map_err(|error| self.error(error))
    }

    /// The files that give an article once more or in another version.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn others(&self, id: &str) -> Result<Vec<String>, LedgerError> {
        let others = "SELECT DISTINCT path FROM entry JOIN file USING (file)
                      WHERE id = ?1 AND outcome IN ('duplicate', 'superseded')
                        AND state IN ('read', 'stale', 'again') ORDER BY path";
        self.database
            .prepare_cached(others)
            .and_then(|mut others| others.query_map(params![id], |row| row.get(0))?.collect())
            .map_err(|error| self.error(error))
    }

    /// Shows the articles that the index has, by its records, each once, in the
    /// order of their ids.
    ///
    /// # Errors
    /// As [`Ledger::each_file`].
    pub fn with_live<T>(
        &self,
        use_them: impl FnOnce(&mut dyn Iterator<Item = String>) -> T,
    ) -> Result<T, LedgerError> {
        let live =
            format!("SELECT id FROM entry WHERE id IS NOT NULL AND outcome IN {LIVE} ORDER BY id");
        let mut failed = None;
        let used = (|| {
            let mut query = self.database.prepare(&live)?;
            let mut ids = query.query_map([], |row| row.get(0))?.map_while(|id| match id {
                Ok(id) => Some(id),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
            Ok(use_them(&mut ids))
        })();
        match failed {
            Some(error) => Err(self.error(error)),
            None => used.map_err(|error| self.error(error)),
        }
    }
}
