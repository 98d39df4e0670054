//! Stories: which articles are copies of one another, kept beside what became
//! of them. What a copy is says `crate::copies`.

mod table;

use rusqlite::{OptionalExtension, Transaction, params};
use rustc_hash::FxHashMap;

use table::{Copies, turn};

use super::bands::Bands;
use super::{Ledger, LedgerError};
use crate::article::ArticleId;
use crate::copies::{Clusters, DocRef, Fingerprint, Shingles, Turn};
use crate::hit::{Carrier, Story};

/// What an article is recognised by among its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Print {
    /// What its text is recognised by.
    pub fingerprint: Fingerprint,
    /// When its turn comes.
    pub turn: Turn,
    /// Who carries it: its source, or its agency.
    pub carrier: Option<String>,
}

/// What an article of the index is, as far as copies go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Looked {
    /// Its text.
    pub shingles: Shingles,
    /// What it is recognised by.
    pub print: Print,
}

/// Articles find their places so many at a time, in one transaction: some
/// 2 kB each until it ends.
const AT_ONCE: usize = 20_000;

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
    /// looks at an article that the index has; what it told stays where `is_sound`
    /// says that it could look, else the articles wait for the next time.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub(crate) fn settle_copies(
        &mut self,
        look: &mut dyn FnMut(&str) -> Option<Looked>,
        is_sound: &dyn Fn() -> bool,
    ) -> Result<(), LedgerError> {
        let mut has_settled = true;
        while has_settled {
            has_settled = self.change(|ledger| {
                let transaction = ledger.database.transaction()?;
                let has_settled = settle(&transaction, &mut ledger.bands, look)?;
                if !is_sound() {
                    return Ok(false);
                }
                transaction.commit()?;
                Ok(has_settled)
            })?;
        }
        Ok(())
    }

    /// A number for the story that an article belongs to, which may carry it alone.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn story_of(&self, id: &str) -> Result<Option<i64>, LedgerError> {
        let story = "SELECT coalesce(story, article) FROM copy WHERE article = ?1 AND id = ?2";
        let values = params![ref_of(id).0 as i64, id];
        self.ask(|database| {
            database.prepare_cached(story)?.query_row(values, |row| row.get(0)).optional()
        })
    }

    /// The story that an article belongs to, where others carry it too.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn story(&self, id: &str) -> Result<Option<Story>, LedgerError> {
        let Some(story) = self.story_of(id)? else { return Ok(None) };
        let members = "SELECT id, carrier, until, since, number FROM copy
            WHERE article = ?1 OR (story = ?1 AND story <> article)";
        let mut found: Vec<(Turn, String, Option<String>)> =
            self.rows(members, [story], |row| Ok((turn(row, 2)?, row.get(0)?, row.get(1)?)))?;
        found.sort();
        let mut turns = found.iter().map(|(turn, ..)| turn);
        let first = turns.next();
        let is_sure = first.is_some_and(|one| turns.all(|turn| one.is_surely_before(turn)));
        let carriers = found.into_iter().map(|(turn, id, name)| {
            let since = (turn.from != i64::MIN).then_some(turn.from);
            Carrier { id, name, since }
        });
        let carriers: Vec<Carrier> = carriers.collect();
        Ok((carriers.len() > 1).then_some(Story { carriers, is_sure }))
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
                clusters.store_mut().name(article, id, print.carrier);
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
