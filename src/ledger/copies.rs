//! Stories: which articles are copies of one another, kept beside what became
//! of them. What a copy is says `crate::copies`.

use rusqlite::{OptionalExtension, Row as SqlRow, Transaction, params, params_from_iter};
use rustc_hash::FxHashMap;

use super::bands::Bands;
use super::{Ledger, LedgerError};
use crate::article::ArticleId;
use crate::copies::{
    BANDS, COMMON, Clusters, DocRef, Entry, Fingerprint, Memory, Shingles, Store, Turn,
};
use crate::hit::{Carrier, Story};

/// What an article is recognised by among its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// What its text is recognised by.
    pub fingerprint: Fingerprint,
    /// When its turn comes.
    pub turn: Turn,
    /// Who carries it: its source, or its agency.
    pub carrier: Option<String>,
}

/// What an article of the index is, as far as copies go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Its text.
    pub shingles: Shingles,
    /// What it is recognised by.
    pub print: Print,
}

/// Articles find their places so many at a time, in one transaction: some
/// 2 kB each until it ends.
const AT_ONCE: usize = 20_000;

/// So many rows of bands are written at once.
const ROWS: usize = 64;
/// So many articles of a band are looked up beforehand: one more than any band
/// that finds something has.
const LOOKED_UP: usize = COMMON + 1;

/// What is to be done about an article.
enum Fresh {
    /// It is to find its story.
    Print(Box<Print>),
    /// So it is, and what it is recognised by is not known yet.
    Unknown,
    /// It is to be taken out.
    Gone,
}

impl Ledger {
    /// Puts the articles that came, changed or went since into stories. `look`
    /// looks at an article that the index has.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn settle_copies(
        &mut self,
        look: &mut dyn FnMut(&str) -> Option<Looked>,
    ) -> Result<(), LedgerError> {
        let path = self.path.clone();
        loop {
            let settled = (|| {
                let transaction = self.database.transaction()?;
                let has_settled = settle(&transaction, &mut self.bands, look)?;
                transaction.commit()?;
                Ok(has_settled)
            })();
            if !settled.map_err(|source| LedgerError::Database { path: path.clone(), source })? {
                return Ok(());
            }
        }
    }

    /// A number for the story that an article belongs to, which may carry it alone.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn story_of(&self, id: &str) -> Result<Option<i64>, LedgerError> {
        let story = "SELECT coalesce(story, article) FROM copy WHERE article = ?1 AND id = ?2";
        self.database
            .prepare_cached(story)
            .and_then(|mut story| {
                story.query_row(params![ref_of(id).0 as i64, id], |row| row.get(0)).optional()
            })
            .map_err(|error| self.error(error))
    }

    /// The story that an article belongs to, where others carry it too.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn story(&self, id: &str) -> Result<Option<Story>, LedgerError> {
        let Some(story) = self.story_of(id)? else { return Ok(None) };
        let found = (|| {
            let members = "SELECT id, carrier, until, since, number FROM copy
                WHERE article = ?1 OR (story = ?1 AND story <> article)";
            let mut members = self.database.prepare_cached(members)?;
            let mut found = members
                .query_map([story], |row| Ok((turn(row, 2)?, row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(Turn, String, Option<String>)>>>()?;
            found.sort();
            let mut turns = found.iter().map(|(turn, ..)| turn);
            let first = turns.next();
            let is_sure = first.is_some_and(|one| turns.all(|turn| one.is_surely_before(turn)));
            let carriers: Vec<Carrier> = found
                .into_iter()
                .map(|(turn, id, name)| {
                    let since = (turn.from != i64::MIN).then_some(turn.from);
                    Carrier { id, name, since }
                })
                .collect();
            Ok((carriers.len() > 1).then_some(Story { carriers, is_sure }))
        })();
        found.map_err(|error| self.error(error))
    }
}

/// Notes that an article has come or changed, or with no print that it went.
pub(super) fn note(
    transaction: &Transaction<'_>,
    id: &str,
    print: Option<&Print>,
) -> rusqlite::Result<()> {
    let note = "INSERT OR REPLACE INTO fresh VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let turn = print.map(|print| print.turn);
    transaction
        .prepare_cached(note)?
        .execute(params![
            id,
            print.map(|print| print.fingerprint.to_bytes().to_vec()),
            turn.map(|turn| turn.by),
            turn.map(|turn| turn.from),
            turn.map(|turn| turn.number as i64),
            print.and_then(|print| print.carrier.as_deref()),
        ])
        .map(drop)
}

/// Notes an article that the index had already, where it has no place.
pub(super) fn note_unknown(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<()> {
    let note = "INSERT OR IGNORE INTO fresh (id, fingerprint) SELECT ?1, x''
        WHERE NOT EXISTS (SELECT 1 FROM copy WHERE article = ?2)";
    let article = ref_of(id).0 as i64;
    transaction.prepare_cached(note)?.execute(params![id, article]).map(drop)
}

/// Articles that a batch brings, changes or takes out, before they are noted.
#[derive(Default)]
pub(super) struct Notes<'a>(FxHashMap<&'a str, Option<&'a Print>>);

impl<'a> Notes<'a> {
    /// As [`note`].
    pub(super) fn note(&mut self, id: &'a str, print: Option<&'a Print>) {
        self.0.insert(id, print);
    }

    /// Notes them all in the table.
    pub(super) fn write(self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        self.0.iter().try_for_each(|(id, print)| note(transaction, id, *print))
    }

    /// Puts them and those that are noted already into stories.
    pub(super) fn settle(
        self,
        transaction: &Transaction<'_>,
        bands: &mut Bands,
        look: &mut dyn FnMut(&str) -> Option<Looked>,
    ) -> rusqlite::Result<()> {
        let is_noted = transaction.prepare_cached("SELECT 1 FROM fresh")?.exists([])?;
        if is_noted {
            self.write(transaction)?;
            while settle(transaction, bands, look)? {}
            return Ok(());
        }
        let mut notes: Vec<(&str, Option<&Print>)> = self.0.into_iter().collect();
        // As the table gives them.
        let turn = |print: Option<&Print>| print.map(|Print { turn, .. }| (turn.by, turn.from));
        notes.sort_unstable_by_key(|(id, print)| (turn(*print), *id));
        for notes in notes.chunks(AT_ONCE) {
            let fresh = notes.iter().map(|(id, print)| {
                let print = print.cloned().map(Box::new);
                ((*id).to_owned(), print.map_or(Fresh::Gone, Fresh::Print))
            });
            place(transaction, bands, &fresh.collect::<Vec<_>>(), look)?;
        }
        Ok(())
    }
}

/// Puts the next articles into stories; whether there were any.
pub(super) fn settle(
    transaction: &Transaction<'_>,
    bands: &mut Bands,
    look: &mut dyn FnMut(&str) -> Option<Looked>,
) -> rusqlite::Result<bool> {
    let fresh = fresh(transaction)?;
    let has_fresh = !fresh.is_empty();
    if has_fresh {
        let mut forget = transaction.prepare_cached("DELETE FROM fresh WHERE id = ?1")?;
        for (id, _) in &fresh {
            forget.execute([id])?;
        }
        place(transaction, bands, &fresh, look)?;
    }
    Ok(has_fresh)
}

/// Those that are to be placed next, by turn.
fn fresh(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<(String, Fresh)>> {
    let fresh = "SELECT id, fingerprint, until, since, number, carrier FROM fresh
        ORDER BY until, since, id LIMIT ?1";
    let mut fresh = transaction.prepare_cached(fresh)?;
    let rows = fresh.query_map([AT_ONCE as i64], |row| {
        let bytes: Option<Vec<u8>> = row.get(1)?;
        let fresh = match bytes.as_deref().map(Fingerprint::from_bytes) {
            Some(Some(fingerprint)) => {
                let (turn, carrier) = (turn(row, 2)?, row.get(5)?);
                Fresh::Print(Box::new(Print { fingerprint, turn, carrier }))
            }
            Some(None) => Fresh::Unknown,
            None => Fresh::Gone,
        };
        Ok((row.get(0)?, fresh))
    })?;
    rows.collect()
}

fn place(
    transaction: &Transaction<'_>,
    bands: &mut Bands,
    fresh: &[(String, Fresh)],
    look: &mut dyn FnMut(&str) -> Option<Looked>,
) -> rusqlite::Result<()> {
    let theirs = fresh.iter().filter_map(|(_, fresh)| match fresh {
        Fresh::Print(print) => Some(print.fingerprint.bands()),
        _ => None,
    });
    let copies = Copies::new(transaction, bands, theirs.flatten().collect())?;
    let mut clusters = Clusters::new(copies);
    // Those that are in the table already have their ids there.
    let ids: FxHashMap<DocRef, &str> =
        fresh.iter().map(|(id, _)| (ref_of(id), id.as_str())).collect();
    for (id, fresh) in fresh {
        let article = ref_of(id);
        let print = match fresh {
            Fresh::Print(print) => Some((**print).clone()),
            // It may have gone meanwhile.
            Fresh::Unknown => look(id).map(|looked| looked.print),
            Fresh::Gone => None,
        };
        let mut texts = |article: DocRef| -> rusqlite::Result<Option<Shingles>> {
            let looked = match ids.get(&article) {
                Some(id) => look(id),
                None => id_of(transaction, article)?.and_then(|id| look(&id)),
            };
            Ok(looked.map(|looked| looked.shingles))
        };
        match print {
            Some(print) => {
                clusters.store_mut().carried.insert(article, (id.clone(), print.carrier));
                clusters.insert(article, &print.fingerprint, print.turn, &mut texts)?;
            }
            None => drop(clusters.remove(article, &mut texts)?),
        }
    }
    clusters.into_store().write(bands)
}

fn ref_of(id: &str) -> DocRef {
    DocRef::of(&ArticleId::new(id))
}

fn id_of(transaction: &Transaction<'_>, article: DocRef) -> rusqlite::Result<Option<String>> {
    let id = "SELECT id FROM copy WHERE article = ?1";
    transaction.prepare_cached(id)?.query_row([article.0 as i64], |row| row.get(0)).optional()
}

fn turn(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<Turn> {
    let (by, from): (Option<i64>, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
    let number: i64 = row.get(at + 2)?;
    let (by, from) = (by.unwrap_or(i64::MAX), from.unwrap_or(i64::MIN));
    Ok(Turn { by, from, number: number as u64 })
}

/// The tables `copy` and `band`, and before them what comes to them in this
/// transaction: rows are written at its end, in the order in which the tables
/// keep them, which takes a fraction of the time.
struct Copies<'a> {
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
    fn new(
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
    fn write(mut self, written: &mut Bands) -> rusqlite::Result<()> {
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
