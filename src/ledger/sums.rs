//! Sums over the ledger, and lists of its records.

use std::collections::BTreeMap;

use super::outcome::{LIVE, Outcome};
use super::{Ledger, LedgerError, Row, STDIN, State};

/// What the ledger holds, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    /// Files by what they are.
    pub files: BTreeMap<&'static str, u64>,
    /// Records.
    pub records: u64,
    /// Records by what became of them.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Records by format, those whose format could not be told left out.
    pub formats: BTreeMap<String, u64>,
    /// Rejected records by reason.
    pub rejections: BTreeMap<String, u64>,
    /// Warnings by code, those of removed records left out.
    pub warnings: BTreeMap<String, u64>,
    /// Articles that the index has from records.
    pub live: u64,
    /// Articles that a run still has to look into.
    pub loose: u64,
}

impl Sums {
    /// Whether the sums agree with each other, and with the number of articles
    /// that the index has.
    pub fn agree_with(&self, in_index: u64) -> bool {
        let outcomes: u64 = self.outcomes.values().sum();
        let live: u64 = Outcome::ALL
            .iter()
            .filter(|outcome| outcome.is_live())
            .filter_map(|outcome| self.outcomes.get(outcome))
            .sum();
        outcomes == self.records && live == self.live && self.live == in_index
    }
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
    /// Sums up.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn sums(&self) -> Result<Sums, LedgerError> {
        self.summed().map_err(|error| self.error(error))
    }

    /// Each table is gone through once: to have the database group its rows takes
    /// longer than that.
    fn summed(&self) -> rusqlite::Result<Sums> {
        let count = |query: &str| -> rusqlite::Result<u64> {
            self.database.query_row(query, [], |row| row.get::<_, i64>(0)).map(|n| n as u64)
        };
        // Of one article all records stand side by side in the index.
        let live = count(&format!(
            "SELECT count(*) FROM
                (SELECT DISTINCT id FROM entry WHERE id IS NOT NULL AND outcome IN {LIVE})"
        ))?;
        let loose = count("SELECT (SELECT count(*) FROM loose) + (SELECT count(*) FROM ahead)")?;
        let mut sums = Sums { live, loose, ..Sums::default() };
        let mut files = self.database.prepare("SELECT state FROM file WHERE path <> ?1")?;
        let mut files = files.query([STDIN])?;
        while let Some(file) = files.next()? {
            *sums.files.entry(State::named(file.get_ref(0)?.as_str()?).name()).or_default() += 1;
        }
        let records = "SELECT outcome, format, warnings,
            CASE outcome WHEN 'rejected' THEN coalesce(reason, '') END FROM entry";
        let mut records = self.database.prepare(records)?;
        let mut records = records.query([])?;
        while let Some(record) = records.next()? {
            sums.records += 1;
            let Some(outcome) = Outcome::named(record.get_ref(0)?.as_str()?) else { continue };
            *sums.outcomes.entry(outcome).or_default() += 1;
            if let Some(reason) = record.get_ref(3)?.as_str_or_null()? {
                add(&mut sums.rejections, reason);
            }
            if outcome == Outcome::Removed {
                continue;
            }
            if let Some(format) = record.get_ref(1)?.as_str_or_null()? {
                add(&mut sums.formats, format);
            }
            for line in record.get_ref(2)?.as_str_or_null()?.unwrap_or_default().lines() {
                add(&mut sums.warnings, line.split(':').next().unwrap_or(line));
            }
        }
        Ok(sums)
    }

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
        let which = match filter {
            Filter::Rejected => "outcome = 'rejected'",
            Filter::Duplicates => "outcome IN ('duplicate', 'superseded')",
            Filter::Warnings => "warnings IS NOT NULL AND outcome <> 'removed'",
            Filter::File(_) => "?1 = '' OR path = ?1 OR path >= ?1 || '/' AND path < ?1 || '0'",
        };
        let query = format!(
            "SELECT path, record, member, format, outcome, reason, detail, warnings, id, other, turn
             FROM record WHERE {which} ORDER BY path, record"
        );
        (|| {
            let mut query = self.database.prepare(&query)?;
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
        })()
        .map_err(|error| self.error(error))
    }
}

/// Counts one more of a name.
fn add(counts: &mut BTreeMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => _ = counts.insert(name.to_owned(), 1),
    }
}
