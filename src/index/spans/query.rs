//! A plan as a query of Tantivy.

use std::fmt;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError};

use super::cursor::Cursor;
use super::ruler::Ruler;
use super::words::Spellings;
use super::{Place, Plan};
use crate::index::terms::{PARAGRAPH_END, SENTENCE_END};

/// Reading positions costs about so much more than walking documents.
const POSITION_COST: u64 = 10;

/// Articles in which a plan has at least so many places.
#[derive(Clone)]
pub(in crate::index) struct SpanQuery {
    field: Field,
    plan: Plan,
    at_least: u32,
    weight: Score,
    terms: Vec<Term>,
}

impl SpanQuery {
    /// Articles in which the plan, over a text field, has a place.
    pub(in crate::index) fn new(field: Field, plan: Plan) -> SpanQuery {
        let mut terms = Vec::new();
        plan.visit_terms(&mut |term| terms.push(Term::from_field_text(field, term)));
        SpanQuery { field, plan, at_least: 1, weight: 1.0, terms }
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
        let of_field = |term: &str| Term::from_field_text(self.field, term);
        let mut words = Vec::new();
        // A frequency that cannot be read shows again, as an error, when the
        // postings are opened.
        let mut frequency = |word: &str| statistics.doc_freq(&of_field(word)).unwrap_or(0);
        self.plan.weighing_terms(&mut frequency, &mut words);
        if words.is_empty() {
            return Ok(None);
        }
        let terms: Vec<Term> = words.iter().map(|word| of_field(word)).collect();
        Bm25Weight::for_terms(statistics, &terms).map(Some)
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
        let field = self.query.field;
        let index = reader.inverted_index(field)?;
        let cursor =
            Cursor::open(&self.query.plan, &|terms| Spellings::open(field, terms, &index))?;
        if cursor.doc() == TERMINATED {
            return Ok(None);
        }
        let norms = match &self.similarity {
            Some(_) => reader.fieldnorms_readers().get_field(field)?,
            None => None,
        };
        let boost = boost * self.query.weight;
        let ruler =
            Ruler::new(ends(field, &index, SENTENCE_END)?, ends(field, &index, PARAGRAPH_END)?);
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
