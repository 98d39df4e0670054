//! Looks at articles when stories are settled.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use crate::article::ArticleId;
use crate::copies::Shingles;
use crate::index::{IndexError, Searcher};
use crate::ingest::IngestError;
use crate::ingest::rows::looked;
use crate::ledger::{Change, Looked};
use crate::text::{Analysis, Analyzer};

/// Looks at articles: at those that a batch brings, and at those of the index.
pub(in crate::ingest) struct Look<'a> {
    /// What the changes say about the texts of articles, by id: of each the last
    /// decision, with its turn.
    at_hand: HashMap<&'a str, (i64, &'a Looked)>,
    index: Arc<Searcher>,
    tools: RefCell<(Analyzer, Analysis)>,
    failed: Cell<Option<IndexError>>,
}

impl<'a> Look<'a> {
    /// Of the index as `index` shows it.
    pub(in crate::ingest) fn new(changes: &'a [Change], index: Arc<Searcher>) -> Look<'a> {
        let mut at_hand = HashMap::new();
        for change in changes {
            let Change::Record(row) = change else { continue };
            if let (Some(id), Some(looked)) = (row.id.as_deref(), row.looked.as_deref()) {
                let last = at_hand.entry(id).or_insert((row.turn, looked));
                if last.0 < row.turn {
                    *last = (row.turn, looked);
                }
            }
        }
        let tools = RefCell::new((Analyzer::new(), Analysis::default()));
        Look { at_hand, index, tools, failed: Cell::new(None) }
    }

    /// Looks at an article; `None` where there is none, or where that failed.
    pub(in crate::ingest) fn at(&self, id: &str) -> Option<Looked> {
        if let Some((_, looked)) = self.at_hand.get(id) {
            return Some((*looked).clone());
        }
        let article = match self.index.get(&ArticleId::new(id)) {
            Ok(article) => article?,
            Err(error) => {
                self.failed.set(Some(error));
                return None;
            }
        };
        let (analyzer, analysis) = &mut *self.tools.borrow_mut();
        analyzer.analyze(article.language, article.paragraphs(), analysis);
        Some(looked(&article, Shingles::of(analysis)))
    }

    /// Whether the index could not be read.
    pub(super) fn has_failed(&self) -> bool {
        let failed = self.failed.take();
        let has_failed = failed.is_some();
        self.failed.set(failed);
        has_failed
    }

    /// Ends it with the error that it met, if it met one.
    pub(in crate::ingest) fn end(self) -> Result<(), IngestError> {
        self.failed.into_inner().map_or(Ok(()), |error| Err(error.into()))
    }
}
