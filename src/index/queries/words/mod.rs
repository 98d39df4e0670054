//! A word, or one of several, in any of its spellings: a union of few terms
//! that seeks as a single term does.
//!
//! Tantivy's union reads 4096 documents ahead, which is right for walking all
//! of it and wrong inside an intersection, where most of it is passed over.
//! Here each term seeks for itself, and only those of the text decide; those
//! of the headline are looked up where a score is asked for. Finding the best
//! of a union is left to Tantivy, which skips what cannot be among them. Unions
//! of many terms are read list after list ([`many`]).

mod many;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, BooleanQuery, BoostQuery, EmptyScorer, EnableScoring,
    Explanation, Occur, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use many::ManyWeight;

/// More terms than these are many.
const FEW: usize = 16;

/// A term and what its score counts, times so much.
type Weighted = (Term, Score);

/// Articles that have one of some terms.
#[derive(Debug, Clone, Default)]
pub(in crate::index) struct WordQuery {
    /// One of these decides.
    terms: Vec<Weighted>,
    /// These add to the score of what has one of the others; they stand nowhere
    /// without them.
    beside: Vec<Weighted>,
}

impl WordQuery {
    pub(in crate::index) fn new(terms: Vec<Weighted>) -> WordQuery {
        WordQuery { terms, beside: Vec::new() }
    }

    /// The same, and what else adds to the score: it must stand nowhere without
    /// a term of this query.
    pub(in crate::index) fn beside(mut self, others: &WordQuery) -> WordQuery {
        self.beside.extend(others.terms.iter().cloned());
        self
    }

    /// What one of two queries finds.
    pub(in crate::index) fn or(mut self, other: &WordQuery) -> WordQuery {
        self.terms.extend(other.terms.iter().cloned());
        self.beside.extend(other.beside.iter().cloned());
        self
    }

    /// Whether there are so few terms that passing over what cannot be among
    /// the best pays: choosing whom to pass over is work for each of them.
    pub(in crate::index) fn is_few(&self) -> bool {
        self.terms.len() + self.beside.len() <= FEW
    }

    /// Tantivy's query of the same matches and scores.
    fn union(&self) -> BooleanQuery {
        let ways = self.terms.iter().chain(&self.beside).map(|(term, weight)| {
            let term = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
            let query: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(term), *weight));
            (Occur::Should, query)
        });
        BooleanQuery::new(ways.collect())
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let statistics = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => Some(statistics_provider),
            EnableScoring::Disabled { .. } => None,
        };
        if !self.is_few() {
            return Ok(Box::new(ManyWeight::new(&self.terms, &self.beside, statistics)?));
        }
        let weigh = |terms: &[Weighted]| -> tantivy::Result<Vec<TermWeight>> {
            terms.iter().map(|weighted| TermWeight::new(weighted, statistics)).collect()
        };
        let (terms, mut beside, mut union) = (weigh(&self.terms)?, Vec::new(), None);
        if statistics.is_some() {
            beside = weigh(&self.beside)?;
            union = Some(self.union().weight(scoring)?);
        }
        Ok(Box::new(WordWeight { terms, beside, union }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().chain(&self.beside).for_each(|(term, _)| visitor(term, false));
    }
}

struct TermWeight {
    term: Term,
    /// `None` where no scores are asked for.
    similarity: Option<Bm25Weight>,
}

impl TermWeight {
    fn new(
        (term, weight): &Weighted,
        statistics: Option<&dyn Bm25StatisticsProvider>,
    ) -> tantivy::Result<TermWeight> {
        let similarity = match statistics {
            Some(statistics) => {
                let one = std::slice::from_ref(term);
                Some(Bm25Weight::for_terms(statistics, one)?.boost_by(*weight))
            }
            None => None,
        };
        Ok(TermWeight { term: term.clone(), similarity })
    }

    /// The term in a segment; `None` where it has none.
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<TermScorer>> {
        let field = self.term.field();
        let option = match self.similarity {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        let Some(postings) = reader.inverted_index(field)?.read_postings(&self.term, option)?
        else {
            return Ok(None);
        };
        let norms = match self.similarity {
            Some(_) => reader.fieldnorms_readers().get_field(field)?,
            None => None,
        };
        Ok(Some(TermScorer {
            postings,
            similarity: self.similarity.as_ref().map(|similarity| similarity.boost_by(boost)),
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
        }))
    }
}

struct WordWeight {
    terms: Vec<TermWeight>,
    beside: Vec<TermWeight>,
    /// Tantivy's own, where scores are asked for.
    union: Option<Box<dyn Weight>>,
}

impl WordWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<WordScorer> {
        let open = |terms: &[TermWeight]| -> tantivy::Result<Vec<TermScorer>> {
            terms.iter().filter_map(|term| term.open(reader, boost).transpose()).collect()
        };
        let (terms, beside) = (open(&self.terms)?, open(&self.beside)?);
        let doc = terms.iter().map(|term| term.postings.doc()).min().unwrap_or(TERMINATED);
        Ok(WordScorer { terms, beside, doc, max_doc: reader.max_doc() })
    }
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(boxed(self.open(reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(&mut self.open(reader, 1.0)?, doc)
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        match &self.union {
            Some(union) => union.for_each(reader, callback),
            None => {
                each(&mut self.open(reader, 1.0)?, callback);
                Ok(())
            }
        }
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        match &self.union {
            Some(union) => union.for_each_pruning(threshold, reader, callback),
            None => {
                each_above(threshold, &mut self.open(reader, 1.0)?, callback);
                Ok(())
            }
        }
    }
}

/// A scorer as Tantivy takes it, which knows the one that matches nothing.
fn boxed(scorer: impl Scorer) -> Box<dyn Scorer> {
    match scorer.doc() {
        TERMINATED => Box::new(EmptyScorer),
        _ => Box::new(scorer),
    }
}

/// Calls a function with each match and its score.
fn each(scorer: &mut impl Scorer, mut callback: impl FnMut(DocId, Score)) {
    while scorer.doc() != TERMINATED {
        callback(scorer.doc(), scorer.score());
        scorer.advance();
    }
}

/// Calls a function with each match above a score, which it raises.
fn each_above(
    mut threshold: Score,
    scorer: &mut impl Scorer,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) {
    each(scorer, |doc, score| {
        if score > threshold {
            threshold = callback(doc, score);
        }
    });
}

/// What the score of a document is.
fn explain(scorer: &mut impl Scorer, doc: DocId) -> tantivy::Result<Explanation> {
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
    }
    Ok(Explanation::new("spellings of a word, sum of", scorer.score()))
}

struct TermScorer {
    postings: SegmentPostings,
    similarity: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl TermScorer {
    fn score(&self) -> Score {
        let doc = self.postings.doc();
        self.similarity.as_ref().map_or(1.0, |similarity| {
            similarity.score(self.norms.fieldnorm_id(doc), self.postings.term_freq())
        })
    }
}

struct WordScorer {
    terms: Vec<TermScorer>,
    beside: Vec<TermScorer>,
    doc: DocId,
    max_doc: DocId,
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let mut first = TERMINATED;
        for term in &mut self.terms {
            let doc = term.postings.doc();
            let doc = if doc < target { term.postings.seek(target) } else { doc };
            first = first.min(doc);
        }
        self.doc = first;
        first
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sum = self.terms.iter().map(|term| u64::from(term.postings.size_hint())).sum::<u64>();
        u32::try_from(sum).unwrap_or(u32::MAX).min(self.max_doc)
    }

    fn cost(&self) -> u64 {
        self.terms.iter().map(|term| u64::from(term.postings.size_hint())).sum()
    }

    fn count_including_deleted(&mut self) -> u32 {
        let count = match self.terms.as_mut_slice() {
            [] => 0,
            // What is left of it.
            [one] => {
                let mut count = 0;
                let mut doc = one.postings.doc();
                while doc != TERMINATED {
                    count += 1;
                    doc = one.postings.advance();
                }
                count
            }
            several => {
                let words = self.max_doc as usize / 64 + 1;
                let mut seen = vec![0_u64; words];
                for term in several {
                    let mut doc = term.postings.doc();
                    while doc != TERMINATED {
                        // A damaged list may name documents that are not there.
                        if let Some(bits) = seen.get_mut(doc as usize / 64) {
                            *bits |= 1 << (doc % 64);
                        }
                        doc = term.postings.advance();
                    }
                }
                seen.iter().map(|word| word.count_ones()).sum()
            }
        };
        self.doc = TERMINATED;
        count
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let here = self.terms.iter().filter(|term| term.postings.doc() == doc);
        let mut score = here.map(TermScorer::score).sum();
        for term in &mut self.beside {
            if term.postings.doc() < doc {
                term.postings.seek(doc);
            }
            if term.postings.doc() == doc {
                score += term.score();
            }
        }
        score
    }
}
