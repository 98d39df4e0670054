//! Records: what became of each, and which articles a run still has to look into.

use rusqlite::params;

use super::copies::Looked;
use super::files::BELOW;
use super::outcome::{LIVE, Outcome};
use super::{Ledger, LedgerError, State};

/// One record of a file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The file, relative to the archive.
    pub path: String,
    /// The record in it, from 0.
    pub record: u64,
    /// The member of a container that it stands in.
    pub member: Option<String>,
    /// What it was read as.
    pub format: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, in one word, where that is not plain.
    pub reason: Option<String>,
    /// The reason in words.
    pub detail: Option<String>,
    /// What the reader had to decide, one `code: detail` per line.
    pub warnings: Option<String>,
    /// The article.
    pub id: Option<String>,
    /// The article that it duplicates, or that superseded it.
    pub other: Option<String>,
    /// When it was decided, among all decisions about articles.
    pub turn: i64,
    /// Whether the other records of the article have to be looked at again:
    /// this one took the place of what its own file said before.
    pub unsettles: bool,
    /// Whether the article is killed.
    pub is_kill: bool,
    /// What its copies are found by, where it is new or has changed.
    pub(crate) looked: Option<Box<Looked>>,
}

/// Which records to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Those that cannot be articles.
    Rejected,
    /// Those that give an article again, or an older version.
    Duplicates,
    /// Those with warnings.
    Warnings,
    /// Those of a file, or of the files below a folder; the archive's own has no name.
    File(String),
}

impl Ledger {
    /// Shows the records that a filter asks for, in the order of their files.
    /// `visit` says whether it wants more.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn each_record(
        &self,
        filter: &Filter,
        visit: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), LedgerError> {
        let in_file = format!("?1 = '' OR {BELOW}");
        let which = match filter {
            Filter::Rejected => "outcome = 'rejected'",
            Filter::Duplicates => "outcome IN ('duplicate', 'superseded')",
            Filter::Warnings => "warnings IS NOT NULL AND outcome <> 'removed'",
            Filter::File(_) => in_file.as_str(),
        };
        let query = format!(
            "SELECT path, record, member, format, outcome, reason, detail, warnings, id, other, turn
             FROM record WHERE {which} ORDER BY path, record"
        );
        self.ask(|database| {
            let mut query = database.prepare(&query)?;
            let mut rows = match filter {
                Filter::File(path) => query.query([path])?,
                _ => query.query([])?,
            };
            while let Some(row) = rows.next()? {
                let outcome: String = row.get(4)?;
                let record = Row {
                    is_kill: false,
                    looked: None,
                    path: row.get(0)?,
                    record: row.get::<_, i64>(1)? as u64,
                    member: row.get(2)?,
                    format: row.get(3)?,
                    outcome: Outcome::named(&outcome).unwrap_or(Outcome::Rejected),
                    reason: row.get(5)?,
                    detail: row.get(6)?,
                    warnings: row.get(7)?,
                    id: row.get(8)?,
                    other: row.get(9)?,
                    turn: row.get(10)?,
                    unsettles: false,
                };
                if !visit(record) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Whether a file has records, and each was rejected.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub fn is_rejected(&self, path: &str) -> Result<bool, LedgerError> {
        let rejected = "SELECT count(*) > 0 AND count(*) = sum(outcome = 'rejected')
                        FROM entry JOIN file USING (file) WHERE path = ?1";
        self.ask(|database| database.prepare_cached(rejected)?.query_row([path], |row| row.get(0)))
    }

    /// Whether a row says of a record what is known of it, and nothing is to be
    /// written for it: the index has the article as it did.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn says(&self, row: &Row) -> Result<bool, LedgerError> {
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
        let values = params![path, *record as i64, id, reason];
        self.ask(|database| database.prepare_cached(&same)?.exists(values))
    }

    /// How many records a file has.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn records_of(&self, path: &str) -> Result<u64, LedgerError> {
        let last = "SELECT coalesce(max(record) + 1, 0) FROM entry JOIN file USING (file)
                    WHERE path = ?1";
        let records = self.ask(|database| database.query_row(last, [path], |row| row.get(0)));
        records.map(i64::cast_unsigned)
    }

    /// Whether there are articles to be looked into.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn is_unsettled(&self) -> Result<bool, LedgerError> {
        let unsettled = "SELECT 1 FROM loose UNION ALL SELECT 1 FROM ahead";
        self.ask(|database| database.prepare_cached(unsettled)?.exists([]))
    }

    /// Some of the articles that a file gave before and may give no more.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn loose(&self, limit: usize) -> Result<Vec<String>, LedgerError> {
        let loose = "SELECT id FROM loose ORDER BY id LIMIT ?1";
        self.rows(loose, [limit as i64], |row| row.get(0))
    }

    /// The files that the index has an article from, by the ledger, with what
    /// they are.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn live_files(&self, id: &str) -> Result<Vec<(String, State)>, LedgerError> {
        let files = format!(
            "SELECT path, state FROM entry JOIN file USING (file)
             WHERE id = ?1 AND outcome IN {LIVE}"
        );
        self.rows(&files, [id], |row| Ok((row.get(0)?, State::named(row.get_ref(1)?.as_str()?))))
    }

    /// The files that give an article once more or in another version.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn others(&self, id: &str) -> Result<Vec<String>, LedgerError> {
        let others = "SELECT DISTINCT path FROM entry JOIN file USING (file)
                      WHERE id = ?1 AND outcome IN ('duplicate', 'superseded')
                        AND state IN ('read', 'stale', 'again') ORDER BY path";
        self.rows(others, [id], |row| row.get(0))
    }

    /// Shows the articles that the index has, by its records, each once, in the
    /// order of their ids.
    ///
    /// # Errors
    /// As [`Ledger::each_record`].
    pub(crate) fn with_live<T>(
        &self,
        use_them: impl FnOnce(&mut dyn Iterator<Item = String>) -> T,
    ) -> Result<T, LedgerError> {
        let live =
            format!("SELECT id FROM entry WHERE id IS NOT NULL AND outcome IN {LIVE} ORDER BY id");
        let mut failed = None;
        let used = self.ask(|database| {
            let mut query = database.prepare(&live)?;
            let mut ids = query.query_map([], |row| row.get(0))?.map_while(|id| match id {
                Ok(id) => Some(id),
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
            Ok(use_them(&mut ids))
        });
        match failed {
            Some(error) => Err(self.error(error)),
            None => used,
        }
    }
}
