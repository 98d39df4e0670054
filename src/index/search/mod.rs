//! Searching: a query in, a page of hits and their exact number out.

mod best;
mod bm25;
pub(super) mod cursor;
mod lookup;
pub(super) mod page;
pub(super) mod snippets;

use std::ops::Bound;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;
use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, RangeQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};

use crate::article::{Article, Language};
use crate::entities::names::Authority;
use crate::hit::Marked;
use crate::index::IndexError;
use crate::index::compile::{Compiled, Compiler, Purpose, Weights};
use crate::index::entities::Directory;
use crate::index::files::articles::Stored;
use crate::index::files::positions::Positions;
use crate::index::open::{Engine, Index};
use crate::index::queries::count;
use crate::index::queries::spans::{Mentioned, mentioned};
use crate::index::schema::fields::Fields;
use crate::index::visible::frequency::Frequencies;
use crate::index::visible::{self, LeftOut, Shown, Statuses};
use crate::index::vocabulary;
use crate::query::ast::Query;
use crate::{clock, wire};
use best::{Best, Rank, Ranked, Recency};
use bm25::{Counts, Statistics};
use cursor::Cursor;
use page::{Counting, Found, Page, Sort, Versions};
use snippets::{Analyzers, Marker};

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

/// Answers queries on the index as it was when the searcher was opened.
pub struct Searcher {
    /// The index's folder.
    path: PathBuf,
    engine: tantivy::Searcher,
    stored: Stored,
    positions: Arc<Positions>,
    fields: Fields,
    languages: Vec<Language>,
    /// How many documents are older versions.
    superseded: u64,
    /// How many articles may not be used, or not yet.
    unusable: u64,
    statuses: Statuses,
    weights: Weights,
    directory: Directory,
    analyzers: Analyzers,
    /// The calendar of the archive.
    zone: TimeZone,
}

impl Index {
    /// Opens the index for searching, as it was last committed.
    ///
    /// # Errors
    /// Where files of the index are missing or cannot be read.
    pub fn searcher(&self) -> Result<Searcher, IndexError> {
        Searcher::new(self)
    }
}

impl Searcher {
    fn new(index: &Index) -> Result<Searcher, IndexError> {
        let error = |error| IndexError::of(&index.path, error);
        let Engine { searcher: engine, stored, positions } = index.open_engine()?;
        let languages = vocabulary::languages(&engine, index.fields.lang).map_err(error)?;
        let fields = index.fields;
        let older = LeftOut::default().older(&fields);
        let superseded = older.count(&engine).map_err(error)?;
        let hidden = older.unusable(&fields, clock::now()).count(&engine).map_err(error)?;
        Ok(Searcher {
            path: index.path.clone(),
            unusable: hidden.saturating_sub(superseded),
            engine,
            stored,
            positions,
            fields,
            languages,
            superseded,
            statuses: Statuses::default(),
            weights: Weights::default(),
            directory: Directory::default(),
            analyzers: Analyzers::default(),
            zone: TimeZone::UTC,
        })
    }

    /// The same searcher, weighing otherwise: for tuning.
    pub fn weighing(self, weights: Weights) -> Searcher {
        Searcher { weights, ..self }
    }

    /// The same searcher, with what people say about names.
    pub fn knowing(self, authority: Authority) -> Searcher {
        Searcher { directory: self.directory.knowing(authority), ..self }
    }

    /// The same searcher, of an index whose names are found, though it may have no
    /// name yet: asking for one is no mistake.
    pub fn expecting_names(self) -> Searcher {
        Searcher { directory: self.directory.expecting_names(), ..self }
    }

    /// The same searcher, for an archive whose days are those of a time zone: UTC
    /// otherwise.
    pub fn in_zone(self, zone: TimeZone) -> Searcher {
        Searcher { zone, ..self }
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The same searcher, looking at articles by whether they may be used.
    pub fn of_statuses(self, statuses: Statuses) -> Searcher {
        Searcher { statuses, ..self }
    }

    pub(super) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(super) fn analyzers(&self) -> &Analyzers {
        &self.analyzers
    }

    pub(super) fn engine(&self) -> &tantivy::Searcher {
        &self.engine
    }

    #[cfg(test)]
    pub(super) fn positions(&self) -> &Arc<Positions> {
        &self.positions
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// How many articles a search looks at, each counted once.
    pub fn articles(&self) -> u64 {
        match self.statuses {
            Statuses::Usable => self.all_articles() - self.unusable,
            Statuses::All => self.all_articles(),
        }
    }

    /// How many articles there are, those that may not be used among them.
    pub fn all_articles(&self) -> u64 {
        self.engine.num_docs() - self.superseded
    }

    /// Whether the index holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.engine.num_docs() == 0
    }

    /// How many older versions of articles there are.
    pub fn older_versions(&self) -> u64 {
        self.superseded
    }

    /// Finds the articles that match a query.
    ///
    /// # Errors
    /// Where the query asks for what the index cannot answer, or where the
    /// index cannot be read.
    pub fn search(&self, query: &Query, page: &Page) -> Result<Found, IndexError> {
        let answer = self.best(query, page).map_err(|error| error.within(&self.path));
        let Answer { compiled, total, best, counts } = answer?;
        let has_more = best.len() > page.offset.saturating_add(page.limit);
        let mut marker = Marker::new(&compiled.plans, &self.analyzers);
        let mut hits = Vec::new();
        let mut last = None;
        for (rank, score, address) in best.into_iter().skip(page.offset).take(page.limit) {
            let superseded = self.is_superseded(address)?;
            let score = (page.sort == Sort::Relevance).then_some(score);
            let mentioned = self.mentioned(&marker, address)?;
            hits.push(marker.hit(score, self.article(address)?, superseded, &mentioned));
            last = Some(rank);
        }
        let next = last.filter(|_| has_more).map(|rank| Cursor::new(query, page, rank, counts));
        Ok(Found { total, hits, next })
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

    /// How many articles match a query, exactly.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn count(&self, query: &Query, versions: Versions) -> Result<u64, IndexError> {
        let compiled = self.compile_whole(query, Purpose::Matching);
        let count = compiled.and_then(|compiled| self.count_compiled(&compiled, versions));
        count.map_err(|error| error.within(&self.path))
    }

    fn count_compiled(&self, compiled: &Compiled, versions: Versions) -> Result<u64, IndexError> {
        Ok(count::count(&self.engine, &*compiled.query, &self.left_out(versions))?)
    }

    /// Says why searches leave an article out, where they do.
    pub fn hides(&self, article: &Article) -> Option<String> {
        match self.statuses {
            Statuses::Usable => visible::why(article, clock::now()),
            Statuses::All => None,
        }
    }

    /// Which articles may be shown now.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(crate) fn shown(&self) -> Result<Shown<'_>, IndexError> {
        // The key of an older version is another one.
        Ok(Shown::new(&self.engine, self.fields.key, &self.left_out(Versions::All))?)
    }

    /// Marks in a whole article what a query matched: its
    /// [`Article::paragraphs`], one by one.
    ///
    /// # Errors
    /// Where the query asks for what the index cannot answer.
    pub fn mark(&self, query: &Query, article: &Article) -> Result<Vec<Marked>, IndexError> {
        let compiled = self.compile(query, Purpose::Matching, Versions::All)?;
        let mut marker = Marker::new(&compiled.plans, &self.analyzers);
        let mentioned = self.mentioned_in(&marker, article)?;
        Ok(marker.paragraphs(article, &mentioned))
    }

    /// Where the names that a marker asks for stand in a document.
    fn mentioned(&self, marker: &Marker<'_>, address: DocAddress) -> Result<Mentioned, IndexError> {
        let segment = self.engine.segment_reader(address.segment_ord);
        let positions = self.positions.of(segment)?;
        let field = self.fields.mentions;
        Ok(mentioned(marker.terms(), field, segment, positions, address.doc_id)?)
    }

    /// Where they stand in the current version of an article.
    pub(super) fn mentioned_in(
        &self,
        marker: &Marker<'_>,
        article: &Article,
    ) -> Result<Mentioned, IndexError> {
        let key = Term::from_field_text(self.fields.key, article.id.as_str());
        let query = TermQuery::new(key, IndexRecordOption::Basic);
        let found = self.engine.search(&query, &DocSetCollector)?;
        let found = found.into_iter().next().map(|address| self.mentioned(marker, address));
        Ok(found.transpose()?.unwrap_or_default())
    }

    pub(super) fn compile(
        &self,
        query: &Query,
        purpose: Purpose,
        versions: Versions,
    ) -> Result<Compiled, IndexError> {
        let mut compiled = self.compile_whole(query, purpose)?;
        // Where nothing is left out the query stays as it is, and can be pruned.
        compiled.query = self.left_out(versions).of(compiled.query);
        Ok(compiled)
    }

    /// Compiles a query that leaves nothing out.
    fn compile_whole(&self, query: &Query, purpose: Purpose) -> Result<Compiled, IndexError> {
        let compiler = Compiler::new(
            &self.fields,
            &self.engine,
            &self.positions,
            &self.languages,
            &self.directory,
            self.weights,
            purpose,
        );
        Ok(compiler.in_zone(&self.zone).compile(query)?)
    }

    /// In how many of the articles that a search looks at terms stand.
    pub(super) fn frequencies(&self) -> tantivy::Result<Frequencies<'_>> {
        Frequencies::new(&self.engine, &self.left_out(Versions::Current))
    }

    /// What a search does not look at, as far as there is any.
    pub(super) fn left_out(&self, versions: Versions) -> LeftOut {
        let mut left_out = LeftOut::default();
        if versions == Versions::Current && self.superseded > 0 {
            left_out = left_out.older(&self.fields);
        }
        if self.statuses == Statuses::Usable && self.unusable > 0 {
            left_out = left_out.unusable(&self.fields, clock::now());
        }
        left_out
    }

    fn is_superseded(&self, address: DocAddress) -> Result<bool, IndexError> {
        if self.superseded == 0 {
            return Ok(false);
        }
        let segment = self.engine.segment_reader(address.segment_ord);
        let column = segment.fast_fields().str("version")?;
        Ok(column.is_some_and(|column| column.term_ords(address.doc_id).next().is_some()))
    }

    pub(super) fn article(&self, address: DocAddress) -> Result<Article, IndexError> {
        let json = self.stored.get(address);
        let json = json.map_err(|error| IndexError::of(&self.path, error))?;
        Ok(wire::article_from_json(&json)?)
    }
}
