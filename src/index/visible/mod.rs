//! What a search leaves out: older versions, and articles that may not be
//! used, or not yet.

pub(super) mod frequency;

use std::ops::Bound;

use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use crate::article::{Article, ArticleId, Status};
use crate::index::IndexError;
use crate::index::schema::fields::{Fields, SUPERSEDED};

/// Which articles a search looks at, by whether they may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Statuses {
    /// Those that may be used now: not withheld, killed or under an embargo.
    #[default]
    Usable,
    /// All.
    All,
}

/// What a search leaves out.
#[derive(Debug, Clone, Default)]
pub(super) struct LeftOut {
    /// Documents with one of these terms.
    terms: Vec<Term>,
    /// Documents with a later date in this column.
    later: Option<(&'static str, Term, i64)>,
}

impl LeftOut {
    /// Leaves out older versions.
    pub(super) fn older(mut self, fields: &Fields) -> LeftOut {
        self.terms.push(Term::from_field_text(fields.version, SUPERSEDED));
        self
    }

    /// Leaves out what may not be used at a moment, in seconds since 1970.
    pub(super) fn unusable(mut self, fields: &Fields, now: i64) -> LeftOut {
        let unusable = Status::ALL.into_iter().filter(|status| *status != Status::Usable);
        let term = |status: Status| Term::from_field_text(fields.status, status.name());
        self.terms.extend(unusable.map(term));
        let after = Term::from_field_i64(fields.embargoed_until, now);
        self.later = Some(("embargoed_until", after, now));
        self
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.terms.is_empty() && self.later.is_none()
    }

    /// What is left of a query.
    pub(super) fn of(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.is_nothing() {
            return query;
        }
        let mut clauses = vec![(Occur::Must, query)];
        for term in &self.terms {
            let term = TermQuery::new(term.clone(), IndexRecordOption::Basic);
            clauses.push((Occur::MustNot, Box::new(term)));
        }
        if let Some((_, after, _)) = &self.later {
            let later = RangeQuery::new(Bound::Excluded(after.clone()), Bound::Unbounded);
            clauses.push((Occur::MustNot, Box::new(later)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// How many documents that are not deleted are left out.
    pub(super) fn count(&self, engine: &Searcher) -> tantivy::Result<u64> {
        let mut total = 0;
        for reader in engine.segment_readers() {
            let documents = self.documents(reader)?.into_iter();
            total += documents.filter(|&doc| !reader.is_deleted(doc)).count() as u64;
        }
        Ok(total)
    }

    /// What is left out of a segment or deleted, in order.
    pub(super) fn or_deleted(&self, reader: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
        let mut documents = self.documents(reader)?;
        if let Some(alive) = reader.alive_bitset() {
            documents.extend((0..reader.max_doc()).filter(|&doc| alive.is_deleted(doc)));
            documents.sort_unstable();
            documents.dedup();
        }
        Ok(documents)
    }

    /// What is left out of a segment, in order.
    pub(super) fn documents(&self, reader: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
        let mut documents = Vec::new();
        for term in &self.terms {
            let index = reader.inverted_index(term.field())?;
            if let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    documents.push(postings.doc());
                    postings.advance();
                }
            }
        }
        if let Some((column, _, now)) = &self.later {
            let dates = reader.fast_fields().i64(column)?;
            let later = now.saturating_add(1)..=i64::MAX;
            if dates.values.num_vals() > 0 && dates.max_value() > *now {
                // It empties what it is given.
                let mut found = Vec::new();
                dates.get_docids_for_value_range(later, 0..reader.max_doc(), &mut found);
                documents.append(&mut found);
            }
        }
        documents.sort_unstable();
        documents.dedup();
        Ok(documents)
    }
}

/// Tells of articles whether they may be shown, without reading them.
pub(crate) struct Shown<'a> {
    engine: &'a Searcher,
    key: Field,
    /// What is left out of each segment, in order.
    left_out: Vec<Vec<DocId>>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(
        engine: &'a Searcher,
        key: Field,
        without: &LeftOut,
    ) -> tantivy::Result<Shown<'a>> {
        let segments = engine.segment_readers().iter();
        let left_out =
            segments.map(|reader| without.documents(reader)).collect::<Result<_, _>>()?;
        Ok(Shown { engine, key, left_out })
    }

    /// Whether the index has the article and it is not hidden.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(crate) fn has(&self, id: &ArticleId) -> Result<bool, IndexError> {
        let key = Term::from_field_text(self.key, id.as_str());
        for (reader, left_out) in self.engine.segment_readers().iter().zip(&self.left_out) {
            let index = reader.inverted_index(self.key)?;
            let found = index.read_postings(&key, IndexRecordOption::Basic);
            let Some(mut postings) = found.map_err(tantivy::TantivyError::from)? else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !reader.is_deleted(doc) {
                    return Ok(left_out.binary_search(&doc).is_err());
                }
                postings.advance();
            }
        }
        Ok(false)
    }
}

/// Why an article may not be used at a moment, where it may not.
pub(super) fn why(article: &Article, now: i64) -> Option<String> {
    match (article.status, article.embargoed_until) {
        (Status::Canceled, _) => Some("it was killed, and has no text".to_owned()),
        (Status::Withheld, _) => Some("it is withheld".to_owned()),
        (Status::Usable, Some(until)) if until.seconds > now => {
            Some(format!("it is under an embargo until {until}"))
        }
        (Status::Usable, _) => None,
    }
}

/// How many documents are left but for some, which are in order.
pub(super) fn count_others(left: &mut impl DocSet, uncounted: &[DocId]) -> u32 {
    let mut uncounted = uncounted.iter().copied().peekable();
    let mut total = 0;
    while left.doc() != TERMINATED {
        while uncounted.next_if(|&next| next < left.doc()).is_some() {}
        total += u32::from(uncounted.peek() != Some(&left.doc()));
        left.advance();
    }
    total
}
