//! The tables of articles and their bands, as the stories that are made from them
//! need them.

use rusqlite::{OptionalExtension, Row as SqlRow, Transaction, params, params_from_iter};
use rustc_hash::FxHashMap;

use crate::copies::{BANDS, COMMON, DocRef, Entry, Fingerprint, Memory, Store, Turn};
use crate::ledger::bands::Bands;

/// So many rows of bands are written at once.
const ROWS: usize = 64;
/// So many articles of a band are looked up beforehand: one more than any band
/// that finds something has.
const LOOKED_UP: usize = COMMON + 1;

/// The tables `copy` and `band`, and before them what comes to them in this
/// transaction: rows are written at its end, in the order in which the tables
/// keep them, which takes a fraction of the time.
pub(super) struct Copies<'a> {
    transaction: &'a Transaction<'a>,
    /// Whether the tables have rows.
    has_rows: bool,
    /// The rows that have the bands of what is to be added, looked up together.
    known: FxHashMap<u64, Vec<DocRef>>,
    /// What is not in the tables yet. No article is in both.
    added: Memory,
    /// The ids and the carriers of those.
    carried: FxHashMap<DocRef, (String, Option<String>)>,
}

impl<'a> Copies<'a> {
    pub(super) fn new(
        transaction: &'a Transaction<'a>,
        written: &mut Bands,
        mut bands: Vec<u64>,
    ) -> rusqlite::Result<Copies<'a>> {
        let has_rows = transaction.prepare_cached("SELECT 1 FROM copy LIMIT 1")?.exists([])?;
        let (known, carried) = (FxHashMap::default(), FxHashMap::default());
        let mut copies = Copies { transaction, has_rows, known, added: Memory::default(), carried };
        if has_rows && written.is_empty() {
            // Another run was the first.
            *written = Bands::unknown();
        }
        if has_rows {
            // In the order of the table each of its pages is read once.
            bands.sort_unstable_by_key(|&band| band as i64);
            bands.dedup();
            for band in bands {
                let found = match written.may_have(band) {
                    true => copies.rows_sharing(band, LOOKED_UP)?,
                    false => Vec::new(),
                };
                copies.known.insert(band, found);
            }
        }
        Ok(copies)
    }

    /// Notes the id and the carrier of an article that is to be added.
    pub(super) fn name(&mut self, article: DocRef, id: &str, carrier: Option<String>) {
        self.carried.insert(article, (id.to_owned(), carrier));
    }

    /// The articles that a query gives.
    fn refs(&self, query: &str, values: impl rusqlite::Params) -> rusqlite::Result<Vec<DocRef>> {
        if !self.has_rows {
            return Ok(Vec::new());
        }
        let mut query = self.transaction.prepare_cached(query)?;
        let rows = query.query_map(values, |row| Ok(DocRef(row.get::<_, i64>(0)? as u64)))?;
        rows.collect()
    }

    /// The articles of the table that have a band; of more than `limit` the
    /// first ones.
    fn rows_sharing(&self, band: u64, limit: usize) -> rusqlite::Result<Vec<DocRef>> {
        let sharing = "SELECT article FROM band WHERE hash = ?1 ORDER BY article LIMIT ?2";
        self.refs(sharing, params![band as i64, limit as i64])
    }

    /// Writes what was added.
    pub(super) fn write(mut self, written: &mut Bands) -> rusqlite::Result<()> {
        let mut added: Vec<(DocRef, &Entry)> = self.added.entries().collect();
        added.sort_unstable_by_key(|(article, _)| article.0 as i64);
        let add = "INSERT INTO copy VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut add = self.transaction.prepare_cached(add)?;
        let mut bands = Vec::with_capacity(added.len() * (BANDS + 1));
        for (article, entry) in added {
            let (id, carrier) = self.carried.remove(&article).unwrap_or_default();
            let story = (entry.story != article).then_some(entry.story.0 as i64);
            add.execute(params![
                article.0 as i64,
                id,
                entry.fingerprint.to_bytes().as_slice(),
                Some(entry.turn.by).filter(|&by| by != i64::MAX),
                Some(entry.turn.from).filter(|&from| from != i64::MIN),
                entry.turn.number as i64,
                story,
                carrier,
            ])?;
            let hashes = entry.fingerprint.bands();
            bands.extend(hashes.map(|hash| [hash as i64, article.0 as i64]));
        }
        // The others stay where they were.
        let name = "UPDATE copy SET carrier = ?2 WHERE article = ?1 AND carrier IS NOT ?2";
        let mut name = self.transaction.prepare_cached(name)?;
        for (article, (_, carrier)) in &self.carried {
            name.execute(params![article.0 as i64, carrier])?;
        }
        bands.sort_unstable();
        written.add(bands.iter().map(|[hash, _]| hash.cast_unsigned()));
        for rows in bands.chunks(ROWS) {
            let rows = rows.as_flattened();
            let places = ["(?, ?)"].repeat(rows.len() / 2).join(", ");
            let add = format!("INSERT OR IGNORE INTO band VALUES {places}");
            self.transaction.prepare_cached(&add)?.execute(params_from_iter(rows))?;
        }
        Ok(())
    }
}

impl Store for Copies<'_> {
    type Error = rusqlite::Error;

    fn get(&self, article: DocRef) -> rusqlite::Result<Option<Entry>> {
        let Ok(added) = self.added.get(article);
        if added.is_some() || !self.has_rows {
            return Ok(added);
        }
        let get = "SELECT fingerprint, until, since, number, coalesce(story, article)
            FROM copy WHERE article = ?1";
        let entry = self.transaction.prepare_cached(get)?.query_row([article.0 as i64], |row| {
            let bytes = row.get_ref(0)?.as_blob().unwrap_or_default();
            let story: i64 = row.get(4)?;
            let turn = turn(row, 1)?;
            let entry = |fingerprint| Entry { fingerprint, turn, story: DocRef(story as u64) };
            Ok(Fingerprint::from_bytes(bytes).map(entry))
        });
        Ok(entry.optional()?.flatten())
    }

    fn sharing(&self, band: u64, limit: usize) -> rusqlite::Result<Vec<DocRef>> {
        let Ok(mut found) = self.added.sharing(band, limit);
        match self.known.get(&band).filter(|_| limit <= LOOKED_UP) {
            Some(known) => found.extend(known),
            None => found.extend(self.rows_sharing(band, limit)?),
        }
        found.sort_unstable();
        found.truncate(limit);
        Ok(found)
    }

    fn members(&self, story: DocRef) -> rusqlite::Result<Vec<DocRef>> {
        let members = "SELECT article FROM copy WHERE story = ?1 AND story <> article
            UNION ALL SELECT article FROM copy
                WHERE article = ?1 AND coalesce(story, article) = article";
        let Ok(mut found) = self.added.members(story);
        found.extend(self.refs(members, [story.0 as i64])?);
        found.sort_unstable();
        Ok(found)
    }

    fn add(&mut self, article: DocRef, entry: &Entry) -> rusqlite::Result<()> {
        let Ok(()) = self.added.add(article, entry);
        Ok(())
    }

    fn assign(&mut self, article: DocRef, story: DocRef) -> rusqlite::Result<()> {
        let Ok(added) = self.added.get(article);
        if added.is_some() {
            let Ok(()) = self.added.assign(article, story);
            return Ok(());
        }
        let assign = "UPDATE copy SET story = nullif(?2, article) WHERE article = ?1";
        let values = [article.0 as i64, story.0 as i64];
        self.transaction.prepare_cached(assign)?.execute(values).map(drop)
    }

    fn remove(&mut self, article: DocRef) -> rusqlite::Result<()> {
        let Some(entry) = self.get(article)? else { return Ok(()) };
        let Ok(()) = self.added.remove(article);
        if !self.has_rows {
            return Ok(());
        }
        let band = "DELETE FROM band WHERE hash = ?1 AND article = ?2";
        let mut band = self.transaction.prepare_cached(band)?;
        for hash in entry.fingerprint.bands() {
            band.execute([hash as i64, article.0 as i64])?;
            if let Some(known) = self.known.get_mut(&hash) {
                known.retain(|&known| known != article);
            }
        }
        let copy = "DELETE FROM copy WHERE article = ?1";
        self.transaction.prepare_cached(copy)?.execute([article.0 as i64]).map(drop)
    }
}

/// The turn of an article, from three columns of a row on.
pub(super) fn turn(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<Turn> {
    let (by, from): (Option<i64>, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
    let number: i64 = row.get(at + 2)?;
    let (by, from) = (by.unwrap_or(i64::MAX), from.unwrap_or(i64::MIN));
    Ok(Turn { by, from, number: number as u64 })
}
