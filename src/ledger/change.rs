//! Writing: what a batch has to say, in one transaction.

use rusqlite::{OptionalExtension, Transaction, params};
use rustc_hash::FxHashMap;

use super::bands::Bands;
use super::copies::{self, Notes};
use super::outcome::{LIVE, Outcome};
use super::{Ledger, LedgerError, Looked, Row, STDIN, SYNCHRONOUS, State};

/// What a batch has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// A record was read.
    Record(Row),
    /// A file was read to its end.
    Read {
        /// Its path.
        path: String,
        /// Its size in bytes.
        size: u64,
        /// When it was modified, in nanoseconds since 1970.
        modified: Option<i64>,
        /// The hash of its bytes, where they could be read.
        hash: Option<u128>,
        /// How many records it has.
        records: u64,
        /// What it is from now on.
        state: State,
    },
    /// A file is not where it was, and its articles go with it, unless a file
    /// that was read since has the same bytes: then it was moved.
    Gone {
        /// Its path.
        path: String,
        /// Files read since then, in seconds since 1970, may be where it is now.
        since: i64,
    },
    /// A file is not where it was, and its articles stay for now.
    Kept {
        /// Its path.
        path: String,
    },
    /// A file is moved away, and its articles stay: another file may come where
    /// it was.
    MovedAway {
        /// Its path.
        path: String,
        /// Where it will be.
        to: String,
    },
    /// A file has to be read again.
    Again {
        /// Its path.
        path: String,
    },
    /// An article was deleted: no record gives it any more.
    Deleted {
        /// The article.
        id: String,
    },
    /// The index has an article no more.
    Dropped {
        /// The article.
        id: String,
    },
    /// What became of an article that a file gave before is known.
    Settled {
        /// The article.
        id: String,
    },
}

impl Ledger {
    /// Notes articles that the index is about to change. Not even a loss of power
    /// takes this note away.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn write_ahead<'a>(
        &mut self,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<(), LedgerError> {
        self.change(|ledger| {
            ledger.database.pragma_update(None, "synchronous", "FULL")?;
            let transaction = ledger.database.transaction()?;
            {
                let mut insert =
                    transaction.prepare_cached("INSERT OR IGNORE INTO ahead VALUES (?1)")?;
                for id in ids {
                    insert.execute([id])?;
                }
            }
            transaction.commit()?;
            ledger.database.pragma_update(None, "synchronous", SYNCHRONOUS)
        })
    }

    /// Takes up what a crash left: what the index was about to change then has
    /// to be looked into.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn recover(&mut self) -> Result<(), LedgerError> {
        let ahead = "SELECT 1 FROM ahead";
        if !self.ask(|database| database.prepare_cached(ahead)?.exists([]))? {
            return Ok(());
        }
        let recover = "BEGIN; INSERT OR IGNORE INTO loose SELECT id FROM ahead; DELETE FROM ahead;
                       COMMIT;";
        self.ask(|database| database.execute_batch(recover))
    }

    /// Writes what a batch has to say, after the index has committed it, and
    /// returns the batch's number. `at` is in seconds since 1970.
    ///
    /// # Errors
    /// Where the file cannot be written; nothing of it is, then.
    pub(crate) fn write(&mut self, changes: &[Change], at: i64) -> Result<i64, LedgerError> {
        self.write_if(changes, at, |transaction, notes, _| notes.write(transaction).map(|()| true))
    }

    /// As [`Ledger::write`] and [`Ledger::settle_copies`] in one, beside the
    /// commit of the index: nothing can be seen of it and nothing stays until
    /// `is_committed` has waited for that and says that it succeeded. Of an
    /// article that the batch brings `look` has to tell what it will be.
    ///
    /// # Errors
    /// As [`Ledger::write`].
    pub(crate) fn write_and_settle(
        &mut self,
        changes: &[Change],
        at: i64,
        look: &mut dyn FnMut(&str) -> Option<Looked>,
        is_committed: impl FnOnce() -> bool,
    ) -> Result<i64, LedgerError> {
        self.write_if(changes, at, |transaction, notes, bands| {
            notes.settle(transaction, bands, look)?;
            // Once the index has committed little is left to be written.
            transaction.cache_flush()?;
            Ok(is_committed())
        })
    }

    /// Writes a batch; `last` says at the end whether it stays.
    fn write_if(
        &mut self,
        changes: &[Change],
        at: i64,
        last: impl FnOnce(&Transaction<'_>, Notes<'_>, &mut Bands) -> rusqlite::Result<bool>,
    ) -> Result<i64, LedgerError> {
        self.change(|ledger| {
            let transaction = ledger.database.transaction()?;
            let next = "UPDATE ledger SET batch = batch + 1 RETURNING batch";
            let batch = transaction.query_row(next, [], |row| row.get(0))?;
            let notes = Notes::default();
            let open = FxHashMap::default();
            let mut pen = Pen { transaction: &transaction, at, batch, turn: 0, open, notes };
            for change in changes {
                pen.write(change)?;
            }
            let Pen { turn, notes, .. } = pen;
            transaction.execute("UPDATE ledger SET turn = max(turn, ?1)", [turn])?;
            if last(&transaction, notes, &mut ledger.bands)? {
                transaction.commit()?;
                if ledger.is_new {
                    // Where somebody reads for long it is done after the next batch.
                    drop(ledger.keep_log());
                }
            }
            Ok(batch)
        })
    }
}

/// Writes the changes of one batch.
struct Pen<'a, 'c> {
    transaction: &'a Transaction<'a>,
    at: i64,
    batch: i64,
    turn: i64,
    /// Files that are being read: by their paths their numbers, and whether they
    /// may have had records before. Workers' reports come in between each other.
    open: FxHashMap<String, (i64, bool)>,
    /// Articles whose stories are to be settled.
    notes: Notes<'c>,
}

impl<'c> Pen<'_, 'c> {
    fn write(&mut self, change: &'c Change) -> rusqlite::Result<()> {
        match change {
            Change::Record(row) => self.record(row),
            Change::Read { path, size, modified, hash, records, state } => {
                let (file, had_records) = self.file(path)?;
                if had_records {
                    self.cut(file, *records)?;
                }
                let hash = hash.map(u128::to_be_bytes);
                self.execute(
                    "UPDATE file SET size = ?2, modified = ?3, hash = ?4, state = ?5, seen = ?6
                     WHERE file = ?1",
                    params![file, *size as i64, modified, hash, state.name(), self.at],
                )?;
                self.open.remove(path);
                Ok(())
            }
            Change::Gone { path, since } => self.gone(path, *since),
            Change::Kept { path } => {
                self.open.clear();
                // Nobody has moved it away.
                self.execute("UPDATE file SET state = 'kept', was = NULL WHERE path = ?1", [path])
            }
            Change::MovedAway { path, to } => {
                self.open.clear();
                // One that was there before has gone from there since.
                self.execute("UPDATE file SET path = path || '#' || file WHERE path = ?1", [to])?;
                self.execute(
                    "UPDATE file SET path = ?2, was = ?1, state = 'kept' WHERE path = ?1",
                    params![path, to],
                )
            }
            Change::Again { path } => {
                self.open.clear();
                self.execute("UPDATE file SET state = 'again' WHERE path = ?1", [path])
            }
            Change::Dropped { id } => {
                self.notes.note(id, None);
                self.execute("DELETE FROM ahead WHERE id = ?1", [id])
            }
            Change::Deleted { id } => {
                self.notes.note(id, None);
                self.execute(
                    "UPDATE entry SET outcome = 'removed', reason = 'deleted', at = ?2, batch = ?3
                     WHERE id = ?1 AND outcome <> 'removed'",
                    params![id, self.at, self.batch],
                )
            }
            Change::Settled { id } => self.execute("DELETE FROM loose WHERE id = ?1", [id]),
        }
    }

    fn record(&mut self, row: &'c Row) -> rusqlite::Result<()> {
        self.turn = self.turn.max(row.turn);
        let (file, had_records) = self.file(&row.path)?;
        let record = row.record as i64;
        let settled = match &row.id {
            Some(id) if row.outcome.is_live() => self.settle(row, id, file)?,
            _ => row.outcome,
        };
        let stands = settled == row.outcome;
        // A kill is one as often as it is read.
        let outcome = match row.is_kill && settled.is_live() {
            true => Outcome::Tombstone,
            false => settled,
        };
        if had_records {
            // Also where the article is still given, but no longer from here.
            let stays = if outcome.is_live() { &row.id } else { &None };
            self.loosen(
                "SELECT id FROM entry WHERE file = ?1 AND record = ?2 AND id IS NOT ?3",
                params![file, record, stays],
            )?;
        }
        if let (Some(id), true) = (&row.id, stands) {
            match (outcome, &row.looked) {
                (Outcome::Tombstone, _) => {
                    self.notes.note(id, None);
                    self.forget_words(id)?;
                }
                (_, Some(looked)) => self.notes.note(id, Some(&looked.print)),
                // After a crash the index has what the ledger never heard of.
                (Outcome::Unchanged, None) => copies::note_unknown(self.transaction, id)?,
                _ => {}
            }
        }
        if let Some(id) = &row.id
            && (row.outcome.is_live() || row.outcome == Outcome::Removed)
        {
            self.execute("DELETE FROM ahead WHERE id = ?1", [id])?;
        }
        if row.unsettles {
            self.execute("INSERT OR IGNORE INTO loose VALUES (?1)", [&row.id])?;
        }
        let other = if stands { &row.other } else { &row.id };
        self.execute(
            "INSERT OR REPLACE INTO entry
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                file,
                record,
                row.member,
                row.format,
                outcome.name(),
                row.reason,
                row.detail,
                row.warnings,
                row.id,
                other,
                row.turn,
                self.at,
                self.batch
            ],
        )
    }

    /// Forgets what was noted of the words of a killed article: a warning may quote
    /// them. What is forgotten is overwritten.
    fn forget_words(&self, id: &str) -> rusqlite::Result<()> {
        self.transaction.pragma_update(None, "secure_delete", true)?;
        self.execute("UPDATE entry SET detail = NULL, warnings = NULL WHERE id = ?1", [id])
    }

    /// Of the records of an article only the last decision is the one that the
    /// index has; rows come in another order than decisions.
    fn settle(&mut self, row: &Row, id: &str, file: i64) -> rusqlite::Result<Outcome> {
        // Mostly it has none, which is told soon.
        let known = "SELECT 1 FROM entry WHERE id = ?1";
        if !self.transaction.prepare_cached(known)?.exists([id])? {
            return Ok(row.outcome);
        }
        let others = format!(
            "SELECT outcome, turn > ?4 FROM entry WHERE id = ?1 AND outcome IN {LIVE}
             AND NOT (file = ?2 AND record = ?3) ORDER BY turn DESC LIMIT 1"
        );
        let last: Option<(String, bool)> = self
            .transaction
            .prepare_cached(&others)?
            .query_row(params![id, file, row.record as i64, row.turn], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((last, is_later)) = last else { return Ok(row.outcome) };
        let before = |outcome: Outcome| match outcome {
            Outcome::Updated | Outcome::Tombstone => Outcome::Superseded,
            _ => Outcome::Duplicate,
        };
        if is_later {
            return Ok(before(Outcome::named(&last).unwrap_or(Outcome::Updated)));
        }
        let demote = format!(
            "UPDATE entry SET outcome = ?4, other = ?1 WHERE id = ?1 AND outcome IN {LIVE}
             AND NOT (file = ?2 AND record = ?3)"
        );
        self.execute(&demote, params![id, file, row.record as i64, before(row.outcome).name()])?;
        Ok(row.outcome)
    }

    fn gone(&mut self, path: &str, since: i64) -> rusqlite::Result<()> {
        let (file, _) = self.file(path)?;
        self.loosen("SELECT id FROM entry WHERE file = ?1", [file])?;
        let moved = "UPDATE file SET was = ?2 WHERE file = (
                SELECT new.file FROM file AS new JOIN file AS old USING (hash)
                WHERE old.file = ?1 AND new.file <> ?1 AND new.state = 'read'
                    AND new.seen >= ?3 AND new.was IS NULL
                ORDER BY new.path LIMIT 1)";
        let moved =
            self.transaction.prepare_cached(moved)?.execute(params![file, path, since])? > 0;
        self.open.clear();
        if moved {
            self.execute("DELETE FROM entry WHERE file = ?1", [file])?;
            return self.execute("DELETE FROM file WHERE file = ?1", [file]);
        }
        self.execute(
            "UPDATE entry SET outcome = 'removed', reason = 'gone', at = ?2, batch = ?3
             WHERE file = ?1 AND outcome <> 'removed'",
            params![file, self.at, self.batch],
        )?;
        self.execute(
            "UPDATE file SET state = 'gone', seen = ?2 WHERE file = ?1",
            params![file, self.at],
        )
    }

    /// Drops the records that a file has no more.
    fn cut(&mut self, file: i64, records: u64) -> rusqlite::Result<()> {
        let records = records as i64;
        self.loosen(
            "SELECT id FROM entry WHERE file = ?1 AND record >= ?2",
            params![file, records],
        )?;
        self.execute("DELETE FROM entry WHERE file = ?1 AND record >= ?2", params![file, records])
    }

    /// Notes those of some articles that the index has from these records.
    fn loosen(&self, which: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        let loosen =
            format!("INSERT OR IGNORE INTO loose {which} AND id IS NOT NULL AND outcome IN {LIVE}");
        self.execute(&loosen, values)
    }

    /// The number of a file, and whether it may have had records before. A file
    /// that is being read is to be read again until its end is reached.
    fn file(&mut self, path: &str) -> rusqlite::Result<(i64, bool)> {
        if let Some(open) = self.open.get(path) {
            return Ok(*open);
        }
        let state = if path == STDIN { State::Kept } else { State::Again };
        let known = "SELECT file FROM file WHERE path = ?1";
        let mut known = self.transaction.prepare_cached(known)?;
        let known: Option<i64> = known.query_row([path], |row| row.get(0)).optional()?;
        let file = match known {
            Some(file) => {
                self.execute("UPDATE file SET state = ?2 WHERE file = ?1", (file, state.name()))?;
                file
            }
            None => {
                self.execute(
                    "INSERT INTO file (path, size, state, seen) VALUES (?1, 0, ?2, ?3)",
                    params![path, state.name(), self.at],
                )?;
                self.transaction.last_insert_rowid()
            }
        };
        let open = (file, known.is_some());
        self.open.insert(path.to_owned(), open);
        Ok(open)
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        self.transaction.prepare_cached(statement)?.execute(values).map(drop)
    }
}
