//! Who carries a story: index and ledger together.

use rustc_hash::FxHashSet;

use super::{Morgue, MorgueError};
use crate::article::ArticleId;
use crate::hit::{Hit, Story};
use crate::index::{Counting, Found, Page, Searcher, Shown};
use crate::ledger::Ledger;
use crate::query::ast::Query;

/// So many hits are looked through at once, where more of a page is asked for.
const MOST_AT_ONCE: usize = 500;

impl Morgue {
    /// Finds the story of an article, where others carry it too.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn story(&self, searcher: &Searcher, id: &ArticleId) -> Result<Option<Story>, MorgueError> {
        visible_story(&self.ledger()?, &searcher.shown()?, id)
    }

    /// Says of hits who else carries them.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn tell_stories(&self, searcher: &Searcher, hits: &mut [Hit]) -> Result<(), MorgueError> {
        if hits.is_empty() {
            return Ok(());
        }
        let ledger = self.ledger()?;
        let shown = searcher.shown()?;
        for hit in hits.iter_mut().filter(|hit| !hit.superseded) {
            hit.story = visible_story(&ledger, &shown, &hit.article.id)?;
        }
        Ok(())
    }

    /// Searches, and shows of each story only the best hit of the page; the
    /// page has as many hits as it would have otherwise, if there are so many.
    ///
    /// # Errors
    /// As [`Searcher::search`], and where the ledger cannot be read.
    pub fn search_collapsed(
        &self,
        searcher: &Searcher,
        query: &Query,
        page: &Page,
    ) -> Result<Found, MorgueError> {
        let (wanted, mut page, mut total) = (page.limit, page.clone(), None);
        let (ledger, shown) = (self.ledger()?, searcher.shown()?);
        let (mut hits, mut seen) = (Vec::new(), FxHashSet::default());
        loop {
            let found = searcher.search(query, &page)?;
            total = total.or(found.total);
            let there = found.hits.len();
            let mut looked_at = 0;
            for mut hit in found.hits {
                if hits.len() == wanted {
                    break;
                }
                looked_at += 1;
                let id = &hit.article.id;
                let story = if hit.superseded { None } else { ledger.story_of(id.as_str())? };
                if story.is_none_or(|story| seen.insert(story)) {
                    if story.is_some() {
                        hit.story = visible_story(&ledger, &shown, id)?;
                    }
                    hits.push(hit);
                }
            }
            if looked_at < there {
                // The next page begins behind the last hit that was looked at.
                let part = Page { limit: looked_at, ..page };
                return Ok(Found { total, hits, next: searcher.search(query, &part)?.next });
            }
            if found.next.is_none() || hits.len() == wanted {
                return Ok(Found { total, hits, next: found.next });
            }
            // A story may have thousands of hits.
            let limit = (2 * page.limit).min(MOST_AT_ONCE.max(page.limit));
            let counting = Counting::Skipped;
            page = Page { after: found.next, offset: 0, limit, counting, ..page };
        }
    }
}

/// A story without the articles that the searcher hides: a withheld one is not
/// to be heard of through its copies.
fn visible_story(
    ledger: &Ledger,
    shown: &Shown<'_>,
    id: &ArticleId,
) -> Result<Option<Story>, MorgueError> {
    let Some(mut story) = ledger.story(id.as_str())? else { return Ok(None) };
    let mut visible = Vec::new();
    for carrier in story.carriers {
        if shown.has(&ArticleId::new(carrier.id.as_str()))? {
            visible.push(carrier);
        }
    }
    story.carriers = visible;
    Ok((story.carriers.len() > 1).then_some(story))
}
