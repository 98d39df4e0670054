//! The hits of a page: the best articles are found, and read one by one.

use std::ops::{Bound, ControlFlow};

use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, RangeQuery};
use tantivy::schema::Term;
use tantivy::{DocAddress, Score};

use super::Searcher;
use super::best::{Best, Rank, Ranked, Recency};
use super::bm25::{Counts, Statistics};
use super::cursor::Cursor;
use super::page::{Counting, End, Found, Page, Sort, Versions};
use super::snippets::Marker;
use crate::article::Article;
use crate::clock;
use crate::hit::{Hit, Marked};
use crate::index::IndexError;
use crate::index::compile::{Compiled, Purpose};
use crate::query::ast::Query;

/// Of so many articles at most with one serial the one is looked for that a cursor
/// means. As a rule there is one.
const ALIKE: usize = 16;

/// What was found for a page, before its hits are read.
struct Answer {
    compiled: Compiled,
    /// How many match, if that was asked.
    total: Option<u64>,
    /// The best, in order, up to one behind the page.
    best: Vec<Ranked>,
    /// What their scores are made of.
    counts: Counts,
}

impl Answer {
    /// Goes through the articles of a page until that is enough; which was the last one.
    fn each(
        &self,
        page: &Page,
        mut visit: impl FnMut(Score, DocAddress) -> Result<ControlFlow<()>, IndexError>,
    ) -> Result<Option<usize>, IndexError> {
        let mut last = None;
        for (place, &(_, score, address)) in
            self.best.iter().enumerate().skip(page.offset).take(page.limit)
        {
            last = Some(place);
            if visit(score, address)?.is_break() {
                break;
            }
        }
        Ok(last)
    }

    /// How a page ends whose last article is this one.
    fn end(self, query: &Query, page: &Page, last: Option<usize>) -> End {
        let last = last.filter(|last| last + 1 < self.best.len());
        let next = last.map(|last| Cursor::new(query, page, self.best[last].0, self.counts));
        End { total: self.total, next }
    }
}

impl Searcher {
    /// Finds the articles that match a query.
    ///
    /// # Errors
    /// Where the query asks for what the index cannot answer, or where the
    /// index cannot be read.
    pub fn search(&self, query: &Query, page: &Page) -> Result<Found, IndexError> {
        let mut hits = Vec::new();
        let End { total, next } = self.each(query, page, &mut |hit| {
            hits.push(hit);
            ControlFlow::Continue(())
        })?;
        Ok(Found { total, hits, next })
    }

    /// Hands over the hits of a page, one by one in their order, until that is enough:
    /// of a hit that is not at hand yet some 40 bytes are kept, so a page may be as long
    /// as the archive. The next page begins behind the last hit that was handed over.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn each(
        &self,
        query: &Query,
        page: &Page,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<End, IndexError> {
        let answer = self.answer(query, page)?;
        let mut marker = Marker::new(&answer.compiled.plans, &self.analyzers);
        let by_score = page.sort == Sort::Relevance;
        let last = answer.each(page, |score, address| {
            let superseded = self.is_superseded(address)?;
            let score = by_score.then_some(score);
            let mentioned = self.mentioned(&marker, address)?;
            let hit = marker.hit(score, self.article(address)?, superseded, &mentioned);
            Ok(take(Hit { words: self.words(address)?, ..hit }))
        })?;
        drop(marker);
        Ok(answer.end(query, page, last))
    }

    /// As [`Searcher::each`], without looking where the articles match.
    ///
    /// # Errors
    /// As there.
    pub fn each_article(
        &self,
        query: &Query,
        page: &Page,
        take: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<End, IndexError> {
        let answer = self.answer(query, page)?;
        let last = answer.each(page, |_, address| Ok(take(self.article(address)?)))?;
        Ok(answer.end(query, page, last))
    }

    /// As [`Searcher::each`], with the whole text of each article marked: its
    /// [`Article::paragraphs`], one by one.
    ///
    /// # Errors
    /// As there.
    pub fn each_marked(
        &self,
        query: &Query,
        page: &Page,
        take: &mut dyn FnMut(Article, Vec<Marked>) -> ControlFlow<()>,
    ) -> Result<End, IndexError> {
        let answer = self.answer(query, page)?;
        let mut marker = Marker::new(&answer.compiled.plans, &self.analyzers);
        let last = answer.each(page, |_, address| {
            let (article, mentioned) = (self.article(address)?, self.mentioned(&marker, address)?);
            let marked = marker.paragraphs(&article, &mentioned);
            Ok(take(article, marked))
        })?;
        drop(marker);
        Ok(answer.end(query, page, last))
    }

    fn answer(&self, query: &Query, page: &Page) -> Result<Answer, IndexError> {
        self.best(query, page).map_err(|error| error.within(&self.path))
    }

    /// Finds what a page needs.
    fn best(&self, query: &Query, page: &Page) -> Result<Answer, IndexError> {
        let purpose = match page.sort {
            Sort::Relevance => Purpose::Ranking,
            Sort::Newest | Sort::Oldest => Purpose::Matching,
        };
        // The collector leaves out what is not looked at: clauses would keep
        // Tantivy from skipping.
        let mut compiled = self.compile_whole(query, purpose)?;
        let (last, counts) = match &page.after {
            Some(cursor) => cursor.of(query, page).map(|(rank, counts)| (Some(rank), counts))?,
            None => (None, Counts::default()),
        };
        // By date, and where the cursor has all counts, a rank stays what it was.
        let may_move = page.sort == Sort::Relevance && !counts.are_all();
        let statistics = Statistics::new(&self.engine, counts);
        let after = match last {
            Some(rank) if may_move => Some(self.behind(rank, page, &compiled, &statistics)?),
            last => last,
        };
        let limit = match page.limit {
            0 => 0,
            limit => page.offset.saturating_add(limit).saturating_add(1),
        };
        let best = self.collector(page, limit, &statistics)?.after(after);
        compiled.below(best.bar());
        // Where nothing can be skipped, one walk finds and counts. A union of
        // words is better walked twice: counting needs no scores, and of the
        // scores few are needed.
        let by_score = page.sort == Sort::Relevance && compiled.weighs();
        let best = best.weighing(by_score);
        let in_one =
            page.counting == Counting::Exact && !(by_score && compiled.is_union_of_terms());
        let gathered = best.counting(in_one).of(&statistics, &*compiled.query)?;
        let total = match page.counting {
            Counting::Exact if in_one => Some(gathered.total),
            Counting::Exact => Some(self.count_compiled(&compiled, page.versions)?),
            Counting::Skipped => None,
        };
        Ok(Answer { compiled, total, best: gathered.best, counts: statistics.counts() })
    }

    fn collector(
        &self,
        page: &Page,
        limit: usize,
        statistics: &Statistics<'_>,
    ) -> Result<Best, IndexError> {
        let recency = match page.recent {
            Some(days) => Some(Recency {
                newest: statistics.newest(|| self.newest())?,
                half_life: i64::from(days.get()) * 24 * 60 * 60,
            }),
            None => None,
        };
        let without = self.left_out(page.versions);
        Ok(Best::new(page.sort, limit).recent(recency).without(without))
    }

    /// The rank now of the hit that a cursor names: scores of a pattern that stands
    /// for more words than a cursor counts move a little as articles arrive. If the
    /// article is gone, the rank that it had.
    fn behind(
        &self,
        rank: Rank,
        page: &Page,
        compiled: &Compiled,
        statistics: &Statistics<'_>,
    ) -> Result<Rank, IndexError> {
        let serial = Term::from_field_u64(self.fields.serial, rank.serial(page.sort));
        let serial = RangeQuery::new(Bound::Included(serial.clone()), Bound::Included(serial));
        let this = BooleanQuery::new(vec![
            (Occur::Must, compiled.query.box_clone()),
            (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(serial), 0.0))),
        ]);
        let all = Page { versions: Versions::All, ..page.clone() };
        let found = self.collector(&all, ALIKE, statistics)?.of(statistics, &this)?.best;
        let nearest = found.iter().map(|(rank, ..)| *rank);
        let nearest = nearest.min_by_key(|now| now.first.abs_diff(rank.first));
        let now = nearest.unwrap_or(rank);
        // Where nothing has arrived, only the order in which a score was added up is
        // another one: then the page goes on exactly where the last one ended.
        let is_the_same = now.first.abs_diff(rank.first) <= 1 && now.then == rank.then;
        Ok(if is_the_same { rank } else { now })
    }

    /// The date of the newest article, if that is not yet to come: what has a wrong
    /// date in a far year makes no other article old.
    fn newest(&self) -> tantivy::Result<i64> {
        let mut newest = None;
        for segment in self.engine.segment_readers() {
            let dates = segment.fast_fields().i64("published")?;
            let has_dates = dates.values.num_vals() > 0;
            newest = newest.max(has_dates.then(|| dates.max_value()));
        }
        Ok(newest.map_or(i64::MIN, |newest| newest.min(clock::now())))
    }

    fn words(&self, address: DocAddress) -> Result<Option<u64>, IndexError> {
        let segment = self.engine.segment_reader(address.segment_ord);
        Ok(segment.fast_fields().u64("words")?.first(address.doc_id))
    }
}
