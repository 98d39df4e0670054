//! What the threads of a run share: the index as it is written, and what was decided
//! about articles since the last commit.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::version::{Kept, Version};
use crate::article::ArticleId;
use crate::copies::Shingles;
use crate::entities::Annotator;
use crate::index::{Index, Preparer, Searcher, Writer, WriterOptions};
use crate::ingest::IngestError;
use crate::ledger::{Ledger, Outcome};

/// What the threads of a run share. Locked for reading while an article is
/// written, for writing while the index is committed.
pub(in crate::ingest) struct Shared {
    pub(in crate::ingest) writer: Writer,
    /// Each worker has one of its own.
    annotator: Option<Annotator>,
    /// The index as of the last commit.
    pub(in crate::ingest) committed: Arc<Searcher>,
    /// What was written since.
    pub(in crate::ingest) pending: Mutex<FxHashMap<ArticleId, Version>>,
    /// The bytes of articles that are remembered with it.
    pub(in crate::ingest) remembered: AtomicUsize,
    /// Articles of the index that no file is known to give any more.
    pub(in crate::ingest) void: Mutex<FxHashSet<ArticleId>>,
    /// Articles that were taken out since the last commit.
    pub(in crate::ingest) deleted: Mutex<FxHashSet<ArticleId>>,
    /// The last decision about an article.
    turn: AtomicI64,
    /// Whether what the index has is written anew where it is read again.
    pub(in crate::ingest) rewrites: bool,
}

/// What became of an article.
pub(in crate::ingest) struct Written {
    pub(in crate::ingest) outcome: Outcome,
    pub(in crate::ingest) turn: i64,
    /// Where the index had it from, where that has changed.
    pub(in crate::ingest) moved_from: Option<String>,
    /// Whether other records of the article have to be looked at again.
    pub(in crate::ingest) unsettles: bool,
    /// Whether the index has it as before, written anew.
    pub(in crate::ingest) renewed: bool,
    /// Whether the article is killed: nothing of what it says is noted.
    pub(in crate::ingest) killed: bool,
    /// What its text shares with that of its copies, where it is new or has
    /// changed.
    pub(in crate::ingest) shingles: Option<Shingles>,
}

impl Shared {
    pub(in crate::ingest) fn new(
        index: &Index,
        ledger: &Ledger,
        options: WriterOptions,
        entities: bool,
    ) -> Result<Shared, IngestError> {
        Ok(Shared {
            writer: index.writer(options)?,
            annotator: entities.then(Annotator::shipped),
            committed: Arc::new(index.searcher()?),
            pending: Mutex::default(),
            remembered: AtomicUsize::new(0),
            void: Mutex::default(),
            deleted: Mutex::default(),
            turn: AtomicI64::new(ledger.turn()?),
            rewrites: false,
        })
    }

    /// Makes what a thread needs to make articles ready.
    pub(super) fn preparer(&self) -> Preparer {
        self.writer.preparer(self.annotator.clone())
    }

    /// Takes an article out of the index, and returns the turn of the decision.
    pub(in crate::ingest) fn remove(&self, id: &ArticleId) -> Result<i64, IngestError> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.remove(id);
        self.deleted.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        self.writer.remove(id)?;
        Ok(self.decided(Outcome::Removed).turn)
    }

    pub(in crate::ingest) fn decided(&self, outcome: Outcome) -> Written {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) + 1;
        let (moved_from, shingles) = (None, None);
        let (unsettles, renewed, killed) = (false, false, false);
        Written { outcome, turn, moved_from, unsettles, renewed, killed, shingles }
    }

    /// Whether what the index has of an article is to be written as it is read now.
    pub(super) fn renews(&self, version: &Version, known: &Version) -> bool {
        self.rewrites && version.origin == known.origin && matches!(known.kept, Kept::Index)
    }

    /// Whether the index still shows an article, as it was last committed, and
    /// should not.
    pub(super) fn is_void(&self, id: &ArticleId) -> bool {
        [&self.void, &self.deleted]
            .iter()
            .any(|ids| ids.lock().unwrap_or_else(PoisonError::into_inner).contains(id))
    }

    /// Notes that such an article is given again; whether it was one.
    pub(super) fn gives_again(&self, id: &ArticleId) -> bool {
        let remove = |ids: &Mutex<FxHashSet<ArticleId>>| {
            ids.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
        };
        remove(&self.void) | remove(&self.deleted)
    }

    /// Notes what was written as `json`.
    pub(super) fn remember(
        &self,
        pending: &mut FxHashMap<ArticleId, Version>,
        id: &ArticleId,
        mut version: Version,
        json: Arc<str>,
    ) {
        if matches!(version.kept, Kept::Nowhere) {
            self.remembered.fetch_add(json.len(), Ordering::Relaxed);
            version.kept = Kept::Here(json);
        }
        pending.insert(id.clone(), version);
    }
}
