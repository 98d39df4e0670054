//! Documents as numbers of features.

use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

use morgue::entities::tagger::Model;
use morgue::entities::tagger::decode::Decoder;
use morgue::entities::tagger::elsewhere::Elsewhere;
use morgue::entities::tagger::features::{Group, Sink, at_distance, keys, of_place, of_word};
use morgue::entities::tagger::label::{COLUMNS, OUTSIDE, write_labels};
use morgue::entities::tagger::passage::Passage;
use morgue::entities::tagger::words::Row;
use morgue::text::{Analysis, Analyzer};

use crate::corpus::Document;
use crate::crf::{self, SCALE, Set, Settings, Token, Weights};

/// The documents, ready for training.
pub struct Prepared {
    pub set: Set,
    numbers: HashMap<u64, u32>,
    /// Tokens of each document, and where its windows begin in it.
    lengths: Vec<usize>,
    places: Vec<Range<usize>>,
}

/// Gathers features of groups that are wanted.
struct Gather<'a, F> {
    out: Vec<u64>,
    without: &'a F,
}

impl<F: Fn(Group) -> bool> Sink for Gather<'_, F> {
    fn take(&mut self, group: Group, feature: u64) {
        if !(self.without)(group) {
            self.out.push(feature);
        }
    }
}

impl Prepared {
    /// Reads all documents. Features seen less often than `fewest` are left out.
    pub fn new(
        model: &Model,
        documents: &[Document],
        fewest: u32,
        without: &impl Fn(Group) -> bool,
    ) -> Self {
        let mut prepared = Prepared {
            set: Set::default(),
            numbers: HashMap::default(),
            lengths: Vec::new(),
            places: Vec::new(),
        };
        let mut hashes: Vec<u64> = Vec::new();
        let mut analyzer = Analyzer::new();
        let mut analysis = Analysis::default();
        let mut passage = Passage::default();
        let mut lost = 0;
        for (number, document) in documents.iter().enumerate() {
            document.analyze(&mut analyzer, &mut analysis);
            let paragraphs = document.paragraphs();
            passage.read(model, &analysis, &paragraphs);
            let mut labels = vec![OUTSIDE; analysis.tokens.len()];
            for mention in document.mentions(&analysis) {
                let (start, end) = (mention.tokens.start as usize, mention.tokens.end as usize);
                let fits = |window: &Range<usize>| window.start <= start && end <= window.end;
                if passage.windows().iter().any(fits) {
                    write_labels(&mention, &mut labels);
                } else {
                    lost += 1;
                }
            }
            let singles = singles(&passage, &analysis, &paragraphs);
            for window in passage.windows() {
                let first = prepared.set.tokens.len();
                for at in window.clone() {
                    let begin = hashes.len();
                    let mut gather = Gather { out: std::mem::take(&mut hashes), without };
                    for distance in -2i32..=2 {
                        let other = at as i32 - distance;
                        let there = match distance {
                            0 => true,
                            1.. => passage.word_before(at, distance as usize).is_some(),
                            _ => passage.word_after(at, -distance as usize).is_some(),
                        };
                        if there {
                            for &(group, reach, feature) in &singles[other as usize] {
                                if distance.unsigned_abs() as usize <= reach {
                                    gather.take(group, at_distance(feature, distance));
                                }
                            }
                        }
                    }
                    of_place(&passage, at, &keys(&passage, at), &mut gather);
                    hashes = gather.out;
                    prepared.set.tokens.push(Token {
                        base: begin..hashes.len(),
                        document: 0..0,
                        label: labels[at],
                    });
                }
                prepared.places.push(window.clone());
                prepared.set.windows.push((first..prepared.set.tokens.len(), number));
            }
            prepared.lengths.push(analysis.tokens.len());
        }
        eprintln!("{lost} mentions outside all windows");
        let mut counts: HashMap<u64, u32> = HashMap::default();
        hashes.iter().for_each(|&hash| *counts.entry(hash).or_default() += 1);
        let mut features = Vec::with_capacity(hashes.len());
        for token in &mut prepared.set.tokens {
            let begin = features.len();
            for hash in &hashes[token.base.clone()] {
                if counts[hash] >= fewest {
                    let next = prepared.numbers.len() as u32;
                    features.push(*prepared.numbers.entry(*hash).or_insert(next));
                }
            }
            token.base = begin..features.len();
        }
        prepared.set.features = features;
        prepared
    }

    pub fn features(&self) -> usize {
        self.numbers.len()
    }

    pub fn hashes(&self) -> impl Iterator<Item = (u64, u32)> {
        self.numbers.iter().map(|(&hash, &number)| (hash, number))
    }

    /// The windows of the documents, each as often as its document weighs.
    pub fn order(&self, weight: impl Fn(usize) -> usize) -> Vec<u32> {
        let windows = self.set.windows.iter().enumerate();
        windows
            .flat_map(|(number, (_, document))| {
                std::iter::repeat_n(number as u32, weight(*document))
            })
            .collect()
    }

    /// Labels each document by a model that was trained on others.
    pub fn label_each_by_the_rest(
        &self,
        folds: usize,
        weight: impl Fn(usize) -> usize + Sync,
        settings: impl Fn(usize) -> Settings + Sync,
    ) -> Vec<Vec<u8>> {
        let mut labels: Vec<Vec<u8>> =
            self.lengths.iter().map(|&length| vec![OUTSIDE; length]).collect();
        let train = |fold: usize| {
            let others = |document| if document % folds == fold { 0 } else { weight(document) };
            let order = self.order(others);
            crf::train(&self.set, &order, self.features(), &settings(fold))
        };
        let all: Vec<usize> = (0..folds).collect();
        for pair in all.chunks(2) {
            let trained: Vec<(usize, Weights)> = std::thread::scope(|scope| {
                let runs: Vec<_> = pair
                    .iter()
                    .map(|&fold| {
                        let train = &train;
                        (fold, scope.spawn(move || train(fold)))
                    })
                    .collect();
                runs.into_iter()
                    .filter_map(|(fold, run)| run.join().ok().map(|weights| (fold, weights)))
                    .collect()
            });
            for (fold, weights) in trained {
                self.label(&weights, |document| document % folds == fold, &mut labels);
            }
        }
        labels
    }

    fn label(&self, weights: &Weights, meant: impl Fn(usize) -> bool, labels: &mut [Vec<u8>]) {
        let transitions = crf::quantised(&weights.transitions);
        let mut decoder = Decoder::default();
        for ((tokens, document), place) in self.set.windows.iter().zip(&self.places) {
            if !meant(*document) {
                continue;
            }
            let rows: Vec<Row> = self.set.tokens[tokens.clone()]
                .iter()
                .map(|token| {
                    let mut row = [0.0; COLUMNS];
                    for &feature in &self.set.features[token.base.clone()] {
                        for (sum, w) in row.iter_mut().zip(&weights.rows[feature as usize]) {
                            *sum += w;
                        }
                    }
                    row.map(|score| (score * SCALE) as i16)
                })
                .collect();
            let mut found = Vec::new();
            decoder.decode(&rows, &transitions, &mut found);
            labels[*document][place.clone()].copy_from_slice(&found);
        }
    }

    /// Adds the features of the second pass, given the labels of the first.
    pub fn add_document_features(
        &mut self,
        model: &Model,
        documents: &[Document],
        labels: &[Vec<u8>],
        fewest: u32,
    ) {
        let mut analyzer = Analyzer::new();
        let mut analysis = Analysis::default();
        let mut passage = Passage::default();
        let mut elsewhere = Elsewhere::default();
        let all = |_| false;
        let mut found: Vec<(usize, Vec<u64>)> = Vec::new();
        let mut counts: HashMap<u64, u32> = HashMap::default();
        let mut token = 0;
        for (document, labels) in documents.iter().zip(labels) {
            document.analyze(&mut analyzer, &mut analysis);
            passage.read(model, &analysis, &document.paragraphs());
            elsewhere.gather(&passage, labels);
            for at in passage.windows().iter().cloned().flatten() {
                let mut gather = Gather { out: Vec::new(), without: &all };
                elsewhere.of_token(&passage, at, labels, &mut gather);
                gather.out.iter().for_each(|&hash| *counts.entry(hash).or_default() += 1);
                found.push((token, gather.out));
                token += 1;
            }
        }
        for (token, hashes) in found {
            let begin = self.set.features.len();
            for hash in hashes {
                if counts[&hash] >= fewest {
                    let next = self.numbers.len() as u32;
                    self.set.features.push(*self.numbers.entry(hash).or_insert(next));
                }
            }
            self.set.tokens[token].document = begin..self.set.features.len();
        }
    }
}

/// The features of each word by itself.
fn singles(
    passage: &Passage,
    analysis: &Analysis,
    paragraphs: &[&str],
) -> Vec<Vec<(Group, usize, u64)>> {
    let mut all = vec![Vec::new(); analysis.tokens.len()];
    for (at, token) in analysis.tokens.iter().enumerate() {
        if let Some(word) = passage.known_word(at) {
            let raw =
                &paragraphs[token.paragraph as usize][token.start as usize..token.end as usize];
            of_word(raw, analysis.form(token), word, |group, reach, feature| {
                all[at].push((group, reach as usize, feature));
            });
        }
    }
    all
}
