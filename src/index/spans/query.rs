//! A plan as a query of Tantivy.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError};

use super::cursor::{Cursor, Opener};
use super::ruler::Ruler;
use super::text::Mentioned;
use super::words::{Spellings, Words};
use super::{Of, Place, Plan, Terms};
use crate::index::terms::{self, PARAGRAPH_END, SENTENCE_END};

/// Reading positions costs about so much more than walking documents.
const POSITION_COST: u64 = 10;

/// The fields that a plan is asked of.
#[derive(Debug, Clone, Copy)]
pub(in crate::index) struct SpanFields {
    /// The text.
    pub text: Field,
    /// The names at the positions of the text.
    pub mentions: Field,
}

impl SpanFields {
    fn term(self, of: Of, term: &str) -> Term {
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
    terms: Vec<Term>,
}

impl SpanQuery {
    /// Articles in which the plan has a place.
    pub(in crate::index) fn new(fields: SpanFields, plan: Plan) -> SpanQuery {
        let mut terms = Vec::new();
        plan.visit_terms(&mut |of, term| terms.push(fields.term(of, term)));
        SpanQuery { fields, plan, at_least: 1, weight: 1.0, terms }
    }

    /// Articles in which it has at least so many.
    pub(in crate::index) fn at_least(self, at_least: u32) -> SpanQuery {
        SpanQuery { at_least, ..self }
    }

    /// The same, its score times so much.
    pub(in crate::index) fn weighing(self, weight: Score) -> SpanQuery {
        SpanQuery { weight, ..self }
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
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                self.similarity(statistics_provider)?
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpanWeight { query: self.clone(), similarity }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().for_each(|term| visitor(term, true));
    }
}

struct SpanWeight {
    query: SpanQuery,
    /// `None` where no scores are asked for.
    similarity: Option<Bm25Weight>,
}

impl SpanWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<SpanScorer>> {
        let field = self.query.fields.text;
        let segment = Segment::open(self.query.fields, reader)?;
        let cursor = Cursor::open(&self.query.plan, &segment)?;
        if cursor.doc() == TERMINATED {
            return Ok(None);
        }
        let norms = match &self.similarity {
            Some(_) => reader.fieldnorms_readers().get_field(field)?,
            None => None,
        };
        let boost = boost * self.query.weight;
        let ruler = Ruler::new(
            ends(field, &segment.text, SENTENCE_END)?,
            ends(field, &segment.text, PARAGRAPH_END)?,
        );
        let mut scorer = SpanScorer {
            cursor,
            ruler,
            places: Vec::new(),
            at_least: self.query.at_least as usize,
            similarity: self.similarity.as_ref().map(|weight| weight.boost_by(boost)),
            boost,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
        };
        scorer.settle();
        Ok(Some(scorer))
    }
}

/// The postings of a segment.
struct Segment {
    fields: SpanFields,
    text: Arc<InvertedIndexReader>,
    mentions: Arc<InvertedIndexReader>,
}

impl Segment {
    fn open(fields: SpanFields, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let text = reader.inverted_index(fields.text)?;
        Ok(Segment { fields, text, mentions: reader.inverted_index(fields.mentions)? })
    }
}

impl Opener<Spellings> for Segment {
    fn words(&self, terms: &[String]) -> tantivy::Result<Spellings> {
        Spellings::open(self.fields.text, terms, |_| 1, &self.text)
    }

    fn names(&self, terms: &[String]) -> tantivy::Result<Spellings> {
        let fields = self.fields;
        Spellings::open(fields.mentions, terms, terms::words_of_mention, &self.mentions)
    }
}

/// Where the mentions that some plans ask for stand in a document.
pub(in crate::index) fn mentioned(
    terms: &Terms,
    field: Field,
    reader: &SegmentReader,
    doc: DocId,
) -> tantivy::Result<Mentioned> {
    let mut mentioned = Mentioned::default();
    let mentions = reader.inverted_index(field)?;
    for term in terms.mentions() {
        let one = [term.to_owned()];
        let mut name = Spellings::open(field, &one, terms::words_of_mention, &mentions)?;
        if name.seek(doc) == doc {
            let mut places = Vec::new();
            name.places(&mut places);
            mentioned.insert(term.to_owned(), places);
        }
    }
    Ok(mentioned)
}

/// The postings of a boundary.
fn ends(
    field: Field,
    index: &InvertedIndexReader,
    mark: &str,
) -> tantivy::Result<Option<SegmentPostings>> {
    let term = Term::from_field_text(field, mark);
    Ok(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?)
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(reader, boost)? {
            Some(scorer) => Box::new(scorer),
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
        let mut explanation = Explanation::new("places of the plan", scorer.places.len() as Score);
        explanation.add_const("score", scorer.score());
        Ok(explanation)
    }
}

/// Stands on a document whose places it has found.
struct SpanScorer {
    cursor: Cursor<Spellings>,
    ruler: Ruler,
    places: Vec<Place>,
    at_least: usize,
    similarity: Option<Bm25Weight>,
    boost: Score,
    norms: FieldNormReader,
}

impl SpanScorer {
    /// Goes on from where the cursor stands to the first document that has
    /// enough places.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.cursor.doc();
            if doc == TERMINATED {
                return doc;
            }
            self.ruler.turn_to(doc);
            self.cursor.places(&mut self.ruler, &mut self.places);
            if self.places.len() >= self.at_least {
                return doc;
            }
            self.cursor.seek(doc + 1);
        }
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.cursor.doc();
        if doc != TERMINATED {
            self.cursor.seek(doc + 1);
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.cursor.doc() >= target {
            return self.cursor.doc();
        }
        self.cursor.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.cursor.doc()
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.cursor.cost()).unwrap_or(u32::MAX)
    }

    fn cost(&self) -> u64 {
        self.cursor.cost() * POSITION_COST
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        match &self.similarity {
            Some(similarity) => {
                let norm = self.norms.fieldnorm_id(self.cursor.doc());
                similarity.score(norm, self.places.len() as u32)
            }
            None => self.boost,
        }
    }
}
