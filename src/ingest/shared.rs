//! What the threads of a run share: the index as it is written, and what was decided
//! about articles since the last commit.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::IngestError;
use super::version::{Kept, Version};
use crate::article::ArticleId;
use crate::copies::Shingles;
use crate::entities::Annotator;
use crate::index::{Index, Preparer, Searcher, Writer, WriterOptions};
use crate::ledger::{Ledger, Outcome};

/// What the threads of a run share. Locked for reading while an article is
/// written, for writing while the index is committed.
pub(super) struct Shared {
    pub(super) writer: Writer,
    /// Each worker has one of its own.
    annotator: Option<Annotator>,
    /// The index as of the last commit.
    pub(super) committed: Arc<Searcher>,
    /// What was written since.
    pub(super) pending: Mutex<FxHashMap<ArticleId, Version>>,
    /// The bytes of articles that are remembered with it.
    pub(super) remembered: AtomicUsize,
    /// Articles of the index that no file is known to give any more.
    pub(super) void: Mutex<FxHashSet<ArticleId>>,
    /// Articles that were taken out since the last commit.
    pub(super) deleted: Mutex<FxHashSet<ArticleId>>,
    /// The last decision about an article.
    turn: AtomicI64,
    /// Whether what the index has is written anew where it is read again.
    pub(super) rewrites: bool,
}

/// What became of an article.
pub(super) struct Written {
    pub(super) outcome: Outcome,
    pub(super) turn: i64,
    /// Where the index had it from, where that has changed.
    pub(super) moved_from: Option<String>,
    /// Whether other records of the article have to be looked at again.
    pub(super) unsettles: bool,
    /// Whether the index has it as before, written anew.
    pub(super) renewed: bool,
    /// Whether the article is killed: nothing of what it says is noted.
    pub(super) killed: bool,
    /// What its text shares with that of its copies, where it is new or has
    /// changed.
    pub(super) shingles: Option<Shingles>,
}

impl Shared {
    pub(super) fn new(
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
    pub(super) fn remove(&self, id: &ArticleId) -> Result<i64, IngestError> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        pending.remove(id);
        self.deleted.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
        self.writer.remove(id)?;
        Ok(self.decided(Outcome::Removed).turn)
    }

    pub(super) fn decided(&self, outcome: Outcome) -> Written {
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
