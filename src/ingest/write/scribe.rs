//! Writes articles: decides which version of an article the index has, and
//! whether it has it already. One per thread.

use std::path::Path;
use std::sync::{PoisonError, RwLock};

use super::shared::{Shared, Written};
use super::version::{Kept, Version};
use crate::archive::{self, Reader};
use crate::article::{Article, ArticleId, Status};
use crate::copies::Shingler;
use crate::index::{Edition, Preparer, Stored};
use crate::ingest::IngestError;
use crate::ledger::{Outcome, STDIN};
use crate::wire;

/// What the index has from the place of a record, as it was last committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Before {
    /// What its file said before.
    Said,
    /// What its file says, read in another way: no version of its own.
    ReadOtherwise,
    /// What stays: of this file as it is.
    Stays,
    /// What stays: of another file that was there before and was moved away.
    Another,
}

/// Writes articles.
pub(in crate::ingest) struct Scribe<'a> {
    pub(in crate::ingest) reader: &'a Reader,
    pub(in crate::ingest) root: &'a Path,
    shared: &'a RwLock<Shared>,
    preparer: Preparer,
    shingler: Shingler,
}

impl<'a> Scribe<'a> {
    pub(in crate::ingest) fn new(
        reader: &'a Reader,
        root: &'a Path,
        shared: &'a RwLock<Shared>,
    ) -> Scribe<'a> {
        let preparer = shared.read().unwrap_or_else(PoisonError::into_inner).preparer();
        Scribe { reader, root, shared, preparer, shingler: Shingler::default() }
    }

    /// Sees to what an article lacks, and takes the text out of a killed one.
    pub(in crate::ingest) fn complete(&mut self, article: &mut Article) {
        self.reader.finish(article);
        if article.status == Status::Canceled {
            *article = withdrawn(std::mem::take(article));
        }
    }

    /// Writes an article, unless the index has it or a newer version. `before` says
    /// what the index has from its file, `given` whether that has given this article
    /// in this reading already.
    pub(in crate::ingest) fn write(
        &mut self,
        article: &Article,
        version: Version,
        before: Before,
        given: bool,
    ) -> Result<Written, IngestError> {
        let shared = self.shared;
        let shared = shared.read().unwrap_or_else(PoisonError::into_inner);
        if version.is_killed() {
            // Whatever becomes of it: a run that was killed may have left something.
            shared.writer.purge(&article.id);
        }
        let mut committed = self.committed_version(&shared, &article.id)?;
        if before == Before::Another && !given {
            committed.iter_mut().for_each(|known| known.was_there_before(&version, self.root));
        }
        // The analysis is the long part, so it is done before the article's
        // turn comes; only what the index surely has is spared it.
        if let Some(known) = &committed
            && known.content == version.content
            && !self.moves(&version, known, before, given)
            && !shared.renews(&version, known)
        {
            let pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
            if !pending.contains_key(&article.id) {
                let outcome = same(&version, known);
                return Ok(shared.decided(outcome));
            }
        }
        let prepared = self.preparer.prepare(article, Edition::Current);
        let (shingles, json) = (self.shingler.shingles(self.preparer.analysis()), prepared.json());
        let mut pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
        // Written before the lock is released: a newer version that comes at
        // the same time must not be overtaken.
        let known = pending.get(&article.id).or(committed.as_ref()).cloned();
        let mut written = match &known {
            None => add(&shared, &article.id, &version, prepared)?,
            Some(known) if known.content == version.content => {
                if !self.moves(&version, known, before, given) && !shared.renews(&version, known) {
                    return Ok(shared.decided(same(&version, known)));
                }
                write_anew(&shared, &version, known, prepared)?
            }
            Some(known) => {
                // A file of many may give what the index has further down.
                let is_obsolete =
                    version.origin == known.origin && is_obsolete(&version, known, before);
                let replaces = is_obsolete
                    || version.replaces(known) && !was_replaced(&shared, &article.id, &version)?;
                if !replaces {
                    let killed = known.is_killed();
                    if !killed {
                        self.write_older(&shared, article)?;
                    }
                    return Ok(Written { killed, ..shared.decided(Outcome::Superseded) });
                }
                let is_read_otherwise = is_obsolete && before == Before::ReadOtherwise;
                let older = match version.is_killed() || is_read_otherwise {
                    true => None,
                    false => self.again(&shared, &article.id, known)?,
                };
                self.take_place(&shared, &article.id, &version, prepared, older)?;
                // Where all is read anew, copies may have been held against the old reading.
                let unsettles = (is_obsolete || shared.rewrites) && !version.is_dated_after(known);
                Written { unsettles, ..shared.decided(Outcome::Updated) }
            }
        };
        if written.outcome != Outcome::Unchanged {
            written.shingles = Some(shingles);
        }
        if version.is_killed() && written.outcome != Outcome::Unchanged {
            written.outcome = Outcome::Tombstone;
        }
        shared.remember(&mut pending, &article.id, version, json);
        Ok(written)
    }

    /// Writes a version in the place of another, which is kept as an older one where
    /// that is given and no kill.
    fn take_place(
        &mut self,
        shared: &Shared,
        id: &ArticleId,
        version: &Version,
        prepared: Stored,
        older: Option<Article>,
    ) -> Result<(), IngestError> {
        match version.is_killed() {
            true => shared.writer.remove(id)?,
            false => shared.writer.remove_older(id, version.content)?,
        }
        shared.writer.replace(prepared)?;
        if let Some(older) = older.filter(|older| older.status != Status::Canceled) {
            self.write_older(shared, &older)?;
        }
        Ok(())
    }

    /// Writes an article as it is, in the place of what the index has of it.
    pub(in crate::ingest) fn keep(&mut self, article: &Article) -> Result<Written, IngestError> {
        let shared = self.shared;
        let shared = shared.read().unwrap_or_else(PoisonError::into_inner);
        let prepared = self.preparer.prepare(article, Edition::Current);
        let json = prepared.json();
        let mut pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
        shared.writer.replace(prepared)?;
        let version = Version::of(article, None, Kept::Nowhere);
        shared.remember(&mut pending, &article.id, version, json);
        Ok(shared.decided(Outcome::Unchanged))
    }

    /// The article as it is known now.
    pub(in crate::ingest) fn known(
        &mut self,
        id: &ArticleId,
    ) -> Result<Option<Article>, IngestError> {
        let shared = self.shared;
        let shared = shared.read().unwrap_or_else(PoisonError::into_inner);
        let pending = {
            let pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
            pending.get(id).cloned()
        };
        match pending {
            Some(version) => self.again(&shared, id, &version),
            None if shared.is_void(id) => Ok(None),
            None => Ok(shared.committed.get(id)?),
        }
    }

    /// Takes an article out of the index, and returns the turn of the decision.
    pub(in crate::ingest) fn delete(&mut self, id: &ArticleId) -> Result<i64, IngestError> {
        self.shared.read().unwrap_or_else(PoisonError::into_inner).remove(id)
    }

    /// Whether the index, which has this content from elsewhere, should have it
    /// from here.
    fn moves(&self, version: &Version, known: &Version, before: Before, given: bool) -> bool {
        match version.origin == known.origin {
            true => false,
            false => {
                !given && is_obsolete(version, known, before)
                    || version.goes_before(known, self.root)
            }
        }
    }

    fn committed_version(
        &self,
        shared: &Shared,
        id: &ArticleId,
    ) -> Result<Option<Version>, IngestError> {
        if shared.committed.is_empty() {
            return Ok(None);
        }
        if shared.is_void(id) {
            return Ok(None);
        }
        let article = shared.committed.get(id)?;
        Ok(article.map(|article| Version::committed(&article, self.root)))
    }

    /// Writes a version that a newer one has replaced; once, however often it
    /// is read.
    fn write_older(&mut self, shared: &Shared, article: &Article) -> Result<(), IngestError> {
        let edition = Edition::Superseded(archive::content_hash(article));
        let prepared = self.preparer.prepare(article, edition);
        Ok(shared.writer.replace(prepared)?)
    }

    /// Reads a version once more. `None` where its file has changed meanwhile.
    fn again(
        &mut self,
        shared: &Shared,
        id: &ArticleId,
        version: &Version,
    ) -> Result<Option<Article>, IngestError> {
        match &version.kept {
            Kept::Index => Ok(shared.committed.get(id)?),
            Kept::Nowhere => Ok(None),
            Kept::Here(json) => Ok(wire::article_from_json(json).ok()),
            Kept::File(input) => {
                let Ok(records) = self.reader.read(input) else {
                    return Ok(None);
                };
                for mut article in records.filter_map(|record| record.article.ok()) {
                    if article.id != *id {
                        continue;
                    }
                    self.complete(&mut article);
                    if archive::content_hash(&article) == version.content {
                        return Ok(Some(article));
                    }
                }
                Ok(None)
            }
        }
    }
}

/// Writes an article that the index has not.
fn add(
    shared: &Shared,
    id: &ArticleId,
    version: &Version,
    prepared: Stored,
) -> Result<Written, IngestError> {
    match shared.gives_again(id) {
        true => {
            shared.writer.remove_older(id, version.content)?;
            shared.writer.replace(prepared)?;
        }
        false => shared.writer.add(prepared)?,
    }
    Ok(shared.decided(Outcome::Indexed))
}

/// Writes once more what the index has: from another place, or as it is read now.
fn write_anew(
    shared: &Shared,
    version: &Version,
    known: &Version,
    prepared: Stored,
) -> Result<Written, IngestError> {
    shared.writer.replace(prepared)?;
    let renewed = version.origin == known.origin;
    let was = (known.origin.path != version.origin.path).then(|| known.origin.path.clone());
    // Where it was is gone: a third place may go before this one.
    let unsettles = was.is_some() && !version.is_first_by_path(known);
    let written = shared.decided(Outcome::Unchanged);
    Ok(Written { moved_from: was, unsettles, renewed, ..written })
}

/// Whether what was sent took the place of this version before: a file that is read
/// once more does not bring it back.
fn was_replaced(shared: &Shared, id: &ArticleId, version: &Version) -> Result<bool, IngestError> {
    Ok(version.origin.path != STDIN
        && shared.committed.has_older(id, version.content)?
        && shared.committed.get(id)?.is_some_and(|now| now.origin.path == STDIN))
}

/// Whether the other version is what this one's file said before.
fn is_obsolete(version: &Version, known: &Version, before: Before) -> bool {
    let same_file = version.origin.path == known.origin.path;
    same_file
        && !matches!(before, Before::Stays | Before::Another)
        && version.origin.path != STDIN
        && matches!(known.kept, Kept::Index)
}

/// What a record is whose content the index has.
fn same(version: &Version, known: &Version) -> Outcome {
    match version.origin == known.origin {
        true => Outcome::Unchanged,
        false => Outcome::Duplicate,
    }
}

/// What stays of a killed article: which one it is, whose, and when that was.
fn withdrawn(article: Article) -> Article {
    Article {
        id: article.id,
        uri: article.uri,
        agency: article.agency,
        agency_id: article.agency_id,
        source: article.source,
        published: article.published,
        version: article.version,
        version_created: article.version_created,
        status: article.status,
        signals: article.signals,
        language: article.language,
        origin: article.origin,
        ..Article::default()
    }
}

/// A tombstone for an article that is not known otherwise.
pub(in crate::ingest) fn tombstone(id: ArticleId) -> Article {
    Article { id, status: Status::Canceled, ..Article::default() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::arbitrary::any_article;

    proptest! {
        #[test]
        fn nothing_that_was_written_stays_of_a_killed_article(article in any_article()) {
            let kept = wire::article_to_json(&withdrawn(article));
            let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
            for member in kept.as_object().unwrap().keys() {
                let says_which = [
                    "uri", "guid", "agency", "agencyId", "source", "published", "precision", "version",
                    "versionCreated", "pubStatus", "signals", "language", "origin", "headline", "body",
                ];
                prop_assert!(says_which.contains(&member.as_str()), "{member}");
            }
            prop_assert!(kept["headline"].as_str().is_none_or(str::is_empty));
            prop_assert!(kept["body"].as_array().is_none_or(Vec::is_empty));
        }
    }
}
