//! Searching: a query in, a page of hits and their exact number out.

mod best;
mod bm25;
pub(super) mod cursor;
mod hits;
mod lookup;
pub(super) mod page;
pub(super) mod snippets;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;
use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{IndexRecordOption, Term};

use crate::article::{Article, Language};
use crate::entities::names::Authority;
use crate::hit::Marked;
use crate::index::IndexError;
use crate::index::compile::{Compiled, Compiler, Purpose, State, Weights};
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
use page::Versions;
use snippets::{Analyzers, Marker};

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
        let state = State {
            fields: &self.fields,
            engine: &self.engine,
            positions: &self.positions,
            languages: &self.languages,
            entities: &self.directory,
            zone: &self.zone,
        };
        Ok(Compiler::new(state, self.weights, purpose).compile(query)?)
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
