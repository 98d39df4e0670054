//! Who carries a story: index and ledger together.

use std::ops::ControlFlow;

use rustc_hash::FxHashSet;

use super::{Morgue, MorgueError};
use crate::article::ArticleId;
use crate::hit::{Hit, Story};
use crate::index::{Counting, End, Found, Page, Searcher, Shown};
use crate::ledger::Ledger;
use crate::query::ast::Query;

/// So many hits are looked through at once, where more of a page is asked for.
const MOST_AT_ONCE: usize = 500;

/// What a search says of stories: who else carries a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stories {
    /// Nothing.
    Untold,
    /// Each hit says it.
    Told,
    /// Each hit says it, and of each story only the best hit of the page is shown.
    Collapsed,
}

impl Morgue {
    /// Finds the story of an article, where others carry it too.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn story(&self, searcher: &Searcher, id: &ArticleId) -> Result<Option<Story>, MorgueError> {
        visible_story(&self.ledger()?, &searcher.shown()?, id)
    }

    /// Searches, and says of the hits who else carries them.
    ///
    /// # Errors
    /// As [`Searcher::search`], and where the ledger cannot be read.
    pub fn search(
        &self,
        searcher: &Searcher,
        query: &Query,
        page: &Page,
        stories: Stories,
    ) -> Result<Found, MorgueError> {
        let mut hits = Vec::new();
        let End { total, next, .. } = self.each(searcher, query, page, stories, &mut |hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        })?;
        Ok(Found { total, hits, next })
    }

    /// As [`Searcher::each`], with the stories of the hits. Where of each story only the
    /// best hit is shown, the page has as many hits as it would have otherwise, if
    /// there are so many.
    ///
    /// # Errors
    /// As [`Morgue::search`].
    pub fn each(
        &self,
        searcher: &Searcher,
        query: &Query,
        page: &Page,
        stories: Stories,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<End, MorgueError> {
        if stories == Stories::Untold || page.limit == 0 {
            return Ok(searcher.each(query, page, take)?);
        }
        let (ledger, shown) = (self.ledger()?, searcher.shown()?);
        let (mut page, mut left) = (page.clone(), page.limit);
        let (mut seen, mut total) = (FxHashSet::default(), None);
        loop {
            let mut ended = Ok(ControlFlow::Continue(()));
            let end = searcher.each(query, &page, &mut |mut hit| {
                let is_told = tell(&ledger, &shown, stories, &mut seen, &mut hit);
                ended = is_told.map(|is_told| match is_told {
                    true => {
                        left -= 1;
                        let is_last = take(hit).is_break() || left == 0;
                        if is_last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                    }
                    false => ControlFlow::Continue(()),
                });
                *ended.as_ref().unwrap_or(&ControlFlow::Break(()))
            })?;
            total = total.or(end.total);
            if ended?.is_break() || end.next.is_none() {
                return Ok(End { total, ..end });
            }
            // A story may have thousands of hits.
            let limit = page.limit.saturating_mul(2).min(MOST_AT_ONCE.max(page.limit));
            let counting = Counting::Skipped;
            page = Page { after: end.next, offset: 0, limit, counting, ..page };
        }
    }
}

/// Says of a hit who else carries it; whether it is shown.
fn tell(
    ledger: &Ledger,
    shown: &Shown<'_>,
    stories: Stories,
    seen: &mut FxHashSet<i64>,
    hit: &mut Hit,
) -> Result<bool, MorgueError> {
    if hit.superseded {
        return Ok(true);
    }
    let id = &hit.article.id;
    if stories == Stories::Collapsed {
        match ledger.story_of(id.as_str())? {
            None => return Ok(true),
            Some(story) if !seen.insert(story) => return Ok(false),
            Some(_) => {}
        }
    }
    hit.story = visible_story(ledger, shown, id)?;
    Ok(true)
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
