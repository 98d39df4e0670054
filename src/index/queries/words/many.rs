//! A union of many terms, as a pattern stands for: list after list instead of
//! document after document.
//!
//! Each term's list is read once, block by block, into a map of the documents that
//! match and a table of their scores. Tantivy's union opens all lists at the same
//! time, a kilobyte of memory for each, and asks each for its next document: where
//! most words stand in few documents, that is most of the time.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, Explanation, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::{Weighted, boxed, each, each_above, explain};

/// Weighs many terms.
pub(super) struct ManyWeight(Vec<Group>);

/// Terms of one field.
struct Group {
    field: Field,
    terms: Vec<Weighted>,
    /// Whether what has one of them matches; if not, they only add to scores.
    decides: bool,
    /// `None` where no scores are asked for.
    scale: Option<Scale>,
}

/// What the scores of the terms of a field are made of.
struct Scale {
    /// How many documents there are.
    documents: u64,
    /// The average length of the field.
    average: Score,
    /// How many documents have each term.
    having: Vec<u64>,
}

impl Scale {
    fn of(terms: &[Weighted], statistics: &dyn Bm25StatisticsProvider) -> tantivy::Result<Scale> {
        let documents = statistics.total_num_docs()?;
        let tokens = terms.first().map(|(term, _)| statistics.total_num_tokens(term.field()));
        let average = tokens.transpose()?.unwrap_or(0) as Score / documents as Score;
        let having = terms.iter().map(|(term, _)| statistics.doc_freq(term));
        Ok(Scale { documents, average, having: having.collect::<Result<_, _>>()? })
    }

    fn similarity(&self, number: usize) -> Bm25Weight {
        let Scale { documents, average, having } = self;
        Bm25Weight::for_one_term_without_explain(having[number], *documents, *average)
    }
}

impl ManyWeight {
    /// Weighs terms of which one decides, and those that stand beside them; without
    /// `statistics` nothing has a score.
    pub(super) fn new(
        terms: &[Weighted],
        beside: &[Weighted],
        statistics: Option<&dyn Bm25StatisticsProvider>,
    ) -> tantivy::Result<ManyWeight> {
        let beside = if statistics.is_some() { beside } else { &[] };
        let mut groups = Vec::new();
        for (terms, decides) in [(terms, true), (beside, false)] {
            for terms in terms.chunk_by(|(one, _), (next, _)| one.field() == next.field()) {
                let scale =
                    statistics.map(|statistics| Scale::of(terms, statistics)).transpose()?;
                let (field, terms) = (terms[0].0.field(), terms.to_vec());
                groups.push(Group { field, terms, decides, scale });
            }
        }
        Ok(ManyWeight(groups))
    }

    /// All that matches in a segment.
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<ManyScorer> {
        let documents = reader.max_doc() as usize;
        let is_scored = self.0.iter().any(|group| group.scale.is_some());
        let mut sums = Sums {
            matched: vec![0; documents.div_ceil(BITS)],
            scores: vec![0.0; if is_scored { documents } else { 0 }],
        };
        for group in &self.0 {
            sums.add(group, reader, boost)?;
        }
        Ok(ManyScorer::new(sums))
    }
}

/// Documents that have a bit in one number.
const BITS: usize = u64::BITS as usize;

/// What the lists of a segment that were read so far come to.
struct Sums {
    /// A bit for each document that matches.
    matched: Vec<u64>,
    /// A score for each document, if scores are asked for.
    scores: Vec<Score>,
}

impl Sums {
    fn add(&mut self, group: &Group, reader: &SegmentReader, boost: Score) -> tantivy::Result<()> {
        let Group { field, terms, decides, scale } = group;
        let index = reader.inverted_index(*field)?;
        let norms = reader.fieldnorms_readers().get_field(*field)?;
        let norms = norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
        let option = match scale {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        };
        // One list's memory serves all.
        let mut opened: Option<BlockSegmentPostings> = None;
        for (number, (term, weight)) in terms.iter().enumerate() {
            let Some(place) = index.get_term_info(term)? else { continue };
            let list = match &mut opened {
                Some(list) => {
                    index.reset_block_postings_from_terminfo(&place, list)?;
                    list
                }
                none => none.insert(index.read_block_postings_from_terminfo(&place, option)?),
            };
            let similarity = scale.as_ref().map(|scale| scale.similarity(number));
            let similarity = similarity.map(|one| one.boost_by(weight * boost));
            while !list.docs().is_empty() {
                if *decides {
                    self.matches(list.docs());
                }
                if let Some(similarity) = &similarity {
                    self.score(list, similarity, &norms);
                }
                list.advance();
            }
        }
        Ok(())
    }

    fn matches(&mut self, docs: &[DocId]) {
        for &doc in docs {
            // A damaged list may name documents that are not there.
            if let Some(bits) = self.matched.get_mut(doc as usize / BITS) {
                *bits |= 1 << (doc as usize % BITS);
            }
        }
    }

    fn score(
        &mut self,
        list: &BlockSegmentPostings,
        similarity: &Bm25Weight,
        norms: &FieldNormReader,
    ) {
        for (place, &doc) in list.docs().iter().enumerate() {
            if let Some(score) = self.scores.get_mut(doc as usize) {
                // 1 where the field does not count.
                let times = list.freq(place);
                *score += similarity.score(norms.fieldnorm_id(doc), times);
            }
        }
    }
}

impl Weight for ManyWeight {
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
        each(&mut self.open(reader, 1.0)?, callback);
        Ok(())
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        each_above(threshold, &mut self.open(reader, 1.0)?, callback);
        Ok(())
    }
}

/// Goes through what matches in a segment.
struct ManyScorer {
    sums: Sums,
    /// How many documents match.
    found: u32,
    /// The documents of `matched[block]` that are still to come, this one included.
    block: usize,
    rest: u64,
    doc: DocId,
}

impl ManyScorer {
    fn new(sums: Sums) -> ManyScorer {
        let rest = sums.matched.first().copied().unwrap_or(0);
        let found = sums.matched.iter().map(|docs| docs.count_ones()).sum();
        let mut scorer = ManyScorer { sums, found, block: 0, rest, doc: TERMINATED };
        scorer.find();
        scorer
    }

    /// Goes to the first of the documents that are still to come.
    fn find(&mut self) -> DocId {
        while self.rest == 0 {
            self.block += 1;
            match self.sums.matched.get(self.block) {
                Some(&rest) => self.rest = rest,
                None => {
                    self.doc = TERMINATED;
                    return TERMINATED;
                }
            }
        }
        self.doc = (self.block * BITS) as DocId + self.rest.trailing_zeros();
        self.doc
    }
}

impl DocSet for ManyScorer {
    #[inline]
    fn advance(&mut self) -> DocId {
        // The lowest bit goes.
        self.rest &= self.rest.wrapping_sub(1);
        self.find()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let block = target as usize / BITS;
        if block != self.block {
            self.block = block;
            self.rest = self.sums.matched.get(block).copied().unwrap_or(0);
        }
        self.rest &= u64::MAX << (target as usize % BITS);
        self.find()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.found
    }

    fn count_including_deleted(&mut self) -> u32 {
        let behind = self.sums.matched.get(self.block + 1..).unwrap_or_default();
        let count = behind.iter().map(|docs| docs.count_ones()).sum::<u32>();
        let count = count + self.rest.count_ones();
        (self.block, self.rest, self.doc) = (self.sums.matched.len(), 0, TERMINATED);
        count
    }
}

impl Scorer for ManyScorer {
    fn score(&mut self) -> Score {
        self.sums.scores.get(self.doc as usize).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::query::{EnableScoring, Query};
    use tantivy::schema::{STRING, Schema, TEXT, Term};
    use tantivy::{Index, TantivyDocument};

    use super::super::WordQuery;
    use super::*;

    /// Documents of which each has some of thirty words, in two segments, in a
    /// field that has lengths and one that has none.
    fn searcher(documents: &[Vec<u8>]) -> (tantivy::Searcher, [Field; 2]) {
        let mut schema = Schema::builder();
        let fields = [schema.add_text_field("text", TEXT), schema.add_text_field("key", STRING)];
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for half in documents.chunks(documents.len().div_ceil(2).max(1)) {
            for words in half {
                let mut document = TantivyDocument::default();
                let text: Vec<String> = words.iter().map(|word| format!("w{word}")).collect();
                document.add_text(fields[0], text.join(" "));
                text.iter().for_each(|word| document.add_text(fields[1], word));
                writer.add_document(document).unwrap();
            }
            writer.commit().unwrap();
        }
        (index.reader().unwrap().searcher(), fields)
    }

    fn query([text, key]: [Field; 2]) -> WordQuery {
        let words = |field, words: std::ops::Range<u8>| {
            let term = move |word| (Term::from_field_text(field, &format!("w{word}")), 1.5);
            WordQuery::new(words.map(term).collect())
        };
        words(text, 2..25).or(&words(key, 25..28)).beside(&words(key, 5..10))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn documents_and_scores_are_those_of_the_engine(
            documents in prop::collection::vec(prop::collection::vec(0..30_u8, 0..6), 0..300),
            steps in prop::collection::vec(0..90_u32, 0..20),
        ) {
            let (searcher, fields) = searcher(&documents);
            let query = query(fields);
            prop_assert!(!query.is_few());
            for is_scored in [true, false] {
                let scoring = || match is_scored {
                    true => EnableScoring::enabled_from_searcher(&searcher),
                    false => EnableScoring::disabled_from_searcher(&searcher),
                };
                let ours = query.weight(scoring()).unwrap();
                let theirs = match is_scored {
                    true => query.union().weight(scoring()).unwrap(),
                    false => WordQuery::new(query.terms.clone()).union().weight(scoring()).unwrap(),
                };
                for reader in searcher.segment_readers() {
                    let mut expected = Vec::new();
                    theirs.for_each(reader, &mut |doc, score| expected.push((doc, score))).unwrap();
                    let mut found = Vec::new();
                    ours.for_each(reader, &mut |doc, score| found.push((doc, score))).unwrap();
                    let docs = |found: &[(DocId, Score)]| -> Vec<DocId> {
                        found.iter().map(|(doc, _)| *doc).collect()
                    };
                    prop_assert_eq!(docs(&found), docs(&expected));
                    for ((_, one), (_, other)) in found.iter().zip(&expected) {
                        prop_assert!(!is_scored || (one - other).abs() < 1e-4 * other);
                    }
                    prop_assert_eq!(ours.count(reader).unwrap() as usize, expected.len());
                    let (mut one, mut other) =
                        (ours.scorer(reader, 1.0).unwrap(), theirs.scorer(reader, 1.0).unwrap());
                    for step in &steps {
                        if one.doc() == TERMINATED {
                            break;
                        }
                        let target = one.doc() + step;
                        prop_assert_eq!(one.seek(target), other.seek(target));
                        prop_assert!(other.doc() == TERMINATED || one.advance() == other.advance());
                    }
                    prop_assert_eq!(one.count_including_deleted(), other.count_including_deleted());
                }
            }
        }
    }
}
