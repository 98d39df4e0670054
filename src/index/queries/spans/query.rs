//! A plan as a query of Tantivy.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, BooleanQuery, EmptyScorer, EnableScoring, Explanation,
    Query, Scorer, Weight,
};
use tantivy::schema::{Field, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError};

use super::cursor::{Cursor, Opener};
use super::ruler::Ruler;
use super::scorer::{Bar, SpanScorer};
use super::text::Mentioned;
use super::words::{Spellings, Words};
use super::{Of, Plan, Terms};
use crate::index::files::positions::{self, Positions, Postings};
use crate::index::schema::terms::{self, PARAGRAPH_END, SENTENCE_END};

/// The fields that a plan is asked of, and where their words stand.
#[derive(Clone)]
pub(in crate::index) struct SpanFields {
    /// The text.
    pub text: Field,
    /// The names at the positions of the text.
    pub mentions: Field,
    pub positions: Arc<Positions>,
}

impl SpanFields {
    fn term(&self, of: Of, term: &str) -> Term {
        let field = match of {
            Of::Text => self.text,
            Of::Mentions => self.mentions,
        };
        Term::from_field_text(field, term)
    }
}

/// Articles in which a plan has at least so many places.
#[derive(Clone)]
pub(in crate::index) struct SpanQuery {
    fields: SpanFields,
    plan: Plan,
    at_least: u32,
    weight: Score,
    /// What adds to the score of an article that matches, where it matches too.
    beside: Option<Arc<dyn Query>>,
    /// What an article must match as well.
    among: Option<Arc<dyn Query>>,
    bar: Option<Arc<Bar>>,
    terms: Vec<Term>,
}

impl SpanQuery {
    /// Articles in which the plan has a place.
    pub(in crate::index) fn new(fields: SpanFields, plan: Plan) -> SpanQuery {
        let mut terms = Vec::new();
        plan.visit_terms(&mut |of, term| terms.push(fields.term(of, term)));
        let (beside, among, bar) = (None, None, None);
        SpanQuery { fields, plan, at_least: 1, weight: 1.0, beside, among, bar, terms }
    }

    /// Only those that another query matches, its score added: places are
    /// looked for in no others.
    pub(in crate::index) fn among(self, query: Box<dyn Query>) -> SpanQuery {
        let query = match &self.among {
            Some(before) => Box::new(BooleanQuery::intersection(vec![before.box_clone(), query])),
            None => query,
        };
        SpanQuery { among: Some(Arc::from(query)), ..self }
    }

    /// The same, with the score of another query added where it matches too.
    pub(in crate::index) fn beside(self, query: Box<dyn Query>) -> SpanQuery {
        SpanQuery { beside: Some(Arc::from(query)), ..self }
    }

    /// The same, with scores below the bar left vague: still below it.
    pub(in crate::index) fn below(self, bar: Arc<Bar>) -> SpanQuery {
        SpanQuery { bar: Some(bar), ..self }
    }

    /// Articles in which it has at least so many.
    pub(in crate::index) fn at_least(self, at_least: u32) -> SpanQuery {
        SpanQuery { at_least, ..self }
    }

    /// The same, its score times so much.
    pub(in crate::index) fn weighing(self, weight: Score) -> SpanQuery {
        SpanQuery { weight, ..self }
    }

    /// What scorers of all segments have in common.
    pub(in crate::index) fn weigh(
        &self,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<SpanWeight> {
        let (similarity, beside) = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let beside = self.beside.as_ref().map(|query| query.weight(scoring));
                (self.similarity(statistics_provider)?, beside.transpose()?)
            }
            EnableScoring::Disabled { .. } => (None, None),
        };
        let among = self.among.as_ref().map(|query| query.weight(scoring)).transpose()?;
        Ok(SpanWeight { query: self.clone(), similarity, beside, among })
    }

    fn similarity(
        &self,
        statistics: &dyn Bm25StatisticsProvider,
    ) -> tantivy::Result<Option<Bm25Weight>> {
        let mut words = Vec::new();
        // A frequency that cannot be read shows again, as an error, when the
        // postings are opened.
        let mut frequency =
            |of: Of, word: &str| statistics.doc_freq(&self.fields.term(of, word)).unwrap_or(0);
        self.plan.weighing_terms(&mut frequency, &mut words);
        if words.is_empty() {
            return Ok(None);
        }
        // All terms must be of one field: those of mentions stand for a while
        // as terms of the text, which has none like them.
        let terms: Vec<Term> =
            words.iter().map(|(_, word)| self.fields.term(Of::Text, word)).collect();
        let names = words.iter().zip(&terms).filter(|((of, _), _)| *of == Of::Mentions);
        let names = names.map(|((of, word), term)| (term, self.fields.term(*of, word)));
        let statistics = OneField { statistics, names: names.collect() };
        Bm25Weight::for_terms(&statistics, &terms).map(Some)
    }
}

/// The statistics of an index in which mentions are terms of the text.
struct OneField<'a> {
    statistics: &'a dyn Bm25StatisticsProvider,
    /// What stands for which term of the mentions.
    names: FxHashMap<&'a Term, Term>,
}

impl Bm25StatisticsProvider for OneField<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.statistics.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.statistics.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.statistics.doc_freq(self.names.get(term).unwrap_or(term))
    }
}

impl fmt::Debug for SpanQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpanQuery({:?}, at least {})", self.plan, self.at_least)
    }
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.weigh(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().for_each(|term| visitor(term, true));
        for query in self.beside.iter().chain(&self.among) {
            query.query_terms(visitor);
        }
    }
}

/// A plan with what its scores need.
pub(in crate::index) struct SpanWeight {
    query: SpanQuery,
    /// `None` where no scores are asked for.
    similarity: Option<Bm25Weight>,
    beside: Option<Box<dyn Weight>>,
    among: Option<Box<dyn Weight>>,
}

impl SpanWeight {
    /// The plan in a segment, where its words stand there. The scorer stands on
    /// the first document that has them, which may have no place yet: a seek
    /// goes to the first one that has.
    pub(in crate::index) fn open(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<SpanScorer>> {
        let field = self.query.fields.text;
        let segment = Segment::open(&self.query.fields, reader)?;
        let cursor = Cursor::open(&self.query.plan, &segment)?;
        if cursor.doc() == TERMINATED {
            return Ok(None);
        }
        let open = |weight: &Option<Box<dyn Weight>>| -> tantivy::Result<_> {
            weight.as_ref().map(|weight| weight.scorer(reader, boost)).transpose()
        };
        let among = open(&self.among)?;
        if among.as_ref().is_some_and(|among| among.doc() == TERMINATED) {
            return Ok(None);
        }
        let beside = open(&self.beside)?;
        let norms = match &self.similarity {
            Some(_) => reader.fieldnorms_readers().get_field(field)?,
            None => None,
        };
        let boost = boost * self.query.weight;
        let (sentences, paragraphs) = self.query.plan.needs_ends();
        let ends = |mark, needed: bool| match needed {
            true => segment.ends(mark),
            false => Ok(None),
        };
        let ruler = Ruler::new(ends(SENTENCE_END, sentences)?, ends(PARAGRAPH_END, paragraphs)?);
        Ok(Some(SpanScorer {
            cursor,
            end: TERMINATED,
            ruler,
            places: Vec::new(),
            count: None,
            extra: None,
            most: None,
            settled: false,
            at_least: self.query.at_least,
            similarity: self.similarity.as_ref().map(|weight| weight.boost_by(boost)),
            boost,
            beside,
            among,
            bar: self.query.bar.clone(),
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
        }))
    }
}

/// The postings of a segment.
struct Segment<'a> {
    fields: &'a SpanFields,
    text: Arc<InvertedIndexReader>,
    mentions: Arc<InvertedIndexReader>,
    positions: &'a positions::Segment,
}

impl<'a> Segment<'a> {
    fn open(fields: &'a SpanFields, reader: &SegmentReader) -> tantivy::Result<Segment<'a>> {
        let (text, mentions) =
            (reader.inverted_index(fields.text)?, reader.inverted_index(fields.mentions)?);
        let positions = fields.positions.of(reader)?;
        Ok(Segment { fields, text, mentions, positions })
    }

    /// The postings of a boundary.
    fn ends(&self, mark: &str) -> tantivy::Result<Option<Postings>> {
        let term = Term::from_field_text(self.fields.text, mark);
        self.positions.postings(&term, &self.text)
    }
}

impl Opener<Spellings> for Segment<'_> {
    fn words(&self, terms: &[String]) -> tantivy::Result<Spellings> {
        Spellings::open(self.fields.text, terms, |_| 1, &self.text, self.positions)
    }

    fn names(&self, terms: &[String]) -> tantivy::Result<Spellings> {
        let (field, length) = (self.fields.mentions, terms::words_of_mention);
        Spellings::open(field, terms, length, &self.mentions, self.positions)
    }
}

/// Where the mentions that some plans ask for stand in a document.
pub(in crate::index) fn mentioned(
    terms: &Terms,
    field: Field,
    reader: &SegmentReader,
    positions: &positions::Segment,
    doc: DocId,
) -> tantivy::Result<Mentioned> {
    let mut mentioned = Mentioned::default();
    let mentions = reader.inverted_index(field)?;
    for term in terms.mentions() {
        let (one, length) = ([term.to_owned()], terms::words_of_mention);
        let mut name = Spellings::open(field, &one, length, &mentions, positions)?;
        if name.seek(doc) == doc {
            let mut places = Vec::new();
            name.places(&mut places);
            mentioned.insert(term.to_owned(), places);
        }
    }
    Ok(mentioned)
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(reader, boost)? {
            Some(mut scorer) => {
                scorer.seek(0);
                Box::new(scorer)
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let does_not_match =
            || TantivyError::InvalidArgument(format!("document {doc} does not match"));
        let mut scorer = self.open(reader, 1.0)?.ok_or_else(does_not_match)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(does_not_match());
        }
        let mut explanation = Explanation::new("places of the plan", scorer.count() as Score);
        explanation.add_const("score", scorer.score());
        Ok(explanation)
    }
}
