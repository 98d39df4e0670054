//! Trains the model of the entity tagger.
//!
//!     cargo run --release --example train_tagger -- --out data/model/tagger.bin \
//!         --annotations data/model/annotations/mentions.tsv \
//!         --split data/model/annotations/split.tsv --texts ARTICLES \
//!         --conll wikigold.conll.txt@0-80 --conll wnut17train.conll --gum GUM/dep \
//!         --names GAZETTEERS
//!
//! ARTICLES is the folder of the annotated articles and the other texts of
//! which word clusters are made; GAZETTEERS has `geonames-cities15000/` and
//! `popular-names/`. For experiments: `--dev 60` keeps so many articles back
//! and scores on them, `--articles N` takes fewer, `--without GROUP` leaves a
//! sort of features out. The same arguments give the same bytes.

mod clusters;
mod corpus;
mod crf;
mod gazetteer;
mod gum;
mod prepare;
mod random;
mod score;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Parser;
use morgue::entities::Tagger;
use morgue::entities::tagger::Model;
use morgue::entities::tagger::features::{Group, hash};
use morgue::entities::tagger::label::COLUMNS;
use morgue::entities::tagger::model::{KnownWord, Parts};

use corpus::Document;
use crf::{SCALE, Settings, Weights};
use prepare::Prepared;

/// Parts that the training texts are cut into to label each by the rest.
const FOLDS: usize = 4;

#[derive(Parser)]
struct Args {
    #[arg(long)]
    out: PathBuf,
    #[arg(long)]
    annotations: PathBuf,
    #[arg(long)]
    split: PathBuf,
    #[arg(long)]
    texts: PathBuf,
    /// A CoNLL file, or a part of one: FILE@0-80.
    #[arg(long)]
    conll: Vec<String>,
    #[arg(long)]
    gum: Option<PathBuf>,
    #[arg(long)]
    names: PathBuf,
    #[arg(long, default_value = "data/model/countries.tsv")]
    countries: PathBuf,
    /// A file that keeps the word clusters for the next run.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// How often the articles of the archive are seen for each other text.
    #[arg(long, default_value_t = 2)]
    weight: usize,
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    #[arg(long, default_value_t = 0.1)]
    rate: f32,
    #[arg(long, default_value_t = 0.4)]
    l1: f32,
    #[arg(long, default_value_t = 0.3)]
    dropout: f32,
    #[arg(long, default_value_t = 0.3)]
    document_dropout: f32,
    /// Models that are averaged, each with a seed of its own.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The most rows of weights.
    #[arg(long, default_value_t = 150_000)]
    rows: usize,
    /// Features seen less often are left out.
    #[arg(long, default_value_t = 2)]
    fewest: u32,
    /// Added to the scores of all beginnings of names: more are found, more
    /// of them wrong.
    #[arg(long, default_value_t = 0.0)]
    eagerness: f32,
    #[arg(long, default_value_t = 0)]
    dev: usize,
    #[arg(long)]
    articles: Option<usize>,
    /// Words, shapes, affixes, clusters, gazetteer, conjunctions, runs, document.
    #[arg(long)]
    without: Vec<String>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let begun = Instant::now();
    let mut own = corpus::standoff(&args.annotations, &args.texts, &args.split, "train")?;
    own.sort_by_key(|document| hash(&document.name));
    let dev: Vec<Document> = own.drain(..args.dev.min(own.len())).collect();
    own.truncate(args.articles.unwrap_or(usize::MAX));
    let own_count = own.len();
    let mut documents = own;
    for spec in &args.conll {
        documents.extend(corpus::conll(spec)?);
    }
    if let Some(gum) = &args.gum {
        documents.extend(gum::read(gum)?);
    }
    let without = |group: Group| {
        args.without.iter().any(|name| format!("{group:?}").eq_ignore_ascii_case(name))
    };
    let mut parts = Parts::default();
    lexicon(&args, &documents, &mut parts, &without)?;
    eprintln!(
        "{} documents, {} own; lists after {:.0?}",
        documents.len(),
        own_count,
        begun.elapsed()
    );

    let model = Model::new(Model::write(parts.clone()))?;
    let mut prepared = Prepared::new(&model, &documents, args.fewest, &without);
    eprintln!(
        "{} windows, {} features after {:.0?}",
        prepared.set.windows.len(),
        prepared.features(),
        begun.elapsed()
    );
    let weight = |document: usize| if document < own_count { args.weight } else { 1 };
    if !without(Group::Document) {
        let settings = |fold: usize| settings(&args, args.epochs.min(6), fold as u64);
        let labels = prepared.label_each_by_the_rest(FOLDS, weight, settings);
        prepared.add_document_features(&model, &documents, &labels, args.fewest);
        eprintln!("labelled by parts after {:.0?}", begun.elapsed());
    }
    let order = prepared.order(weight);
    let trained: Vec<Weights> = std::thread::scope(|scope| {
        let mut trained = Vec::new();
        let seeds: Vec<u64> = (0..args.seeds).collect();
        for pair in seeds.chunks(2) {
            let runs: Vec<_> = pair
                .iter()
                .map(|seed| {
                    let settings = settings(&args, args.epochs, 100 + seed);
                    let (prepared, order) = (&prepared, &order);
                    scope.spawn(move || {
                        crf::train(&prepared.set, order, prepared.features(), &settings)
                    })
                })
                .collect();
            trained.extend(runs.into_iter().filter_map(|run| run.join().ok()));
        }
        trained
    });
    let weights = average(trained).context("training failed")?;
    if !dev.is_empty() {
        for eagerness in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let exported = export(&prepared, &weights, parts.clone(), args.rows, eagerness);
            let mut tagger = Tagger::new(Model::write(exported))?;
            let score = score::score(&mut tagger, &dev, |_, _, _, _| {});
            let (typed, untyped) = (score.typed().f1(), score.untyped.f1());
            eprintln!("eagerness {eagerness}: {typed:.2} {untyped:.2}");
        }
    }
    let bytes = Model::write(export(&prepared, &weights, parts, args.rows, args.eagerness));
    fs::write(&args.out, &bytes).with_context(|| args.out.display().to_string())?;
    eprintln!("{} bytes after {:.0?}", bytes.len(), begun.elapsed());
    if !dev.is_empty() {
        let mut tagger = Tagger::new(bytes)?;
        print!("{}", score::score(&mut tagger, &dev, |_, _, _, _| {}));
    }
    Ok(())
}

fn settings(args: &Args, epochs: usize, salt: u64) -> Settings {
    Settings {
        rate: args.rate,
        l1: args.l1,
        dropout: args.dropout,
        document_dropout: args.document_dropout,
        epochs,
        seed: args.seed * 1000 + salt,
    }
}

/// Word clusters and lists of names.
fn lexicon(
    args: &Args,
    documents: &[Document],
    parts: &mut Parts,
    without: &impl Fn(Group) -> bool,
) -> Result<()> {
    let mut words: BTreeMap<u64, KnownWord> = BTreeMap::new();
    let unknown = KnownWord { clusters: [0; 3], names: 0, begins_name: false };
    if !without(Group::Clusters) {
        for (word, clusters) in word_clusters(args, documents)? {
            words.insert(hash(&word), KnownWord { clusters, ..unknown });
        }
    }
    if !without(Group::Gazetteer) {
        let names = gazetteer::Names::read(&args.names, &args.countries)?;
        for (word, lists) in names.words {
            let known = words.entry(word).or_insert(unknown);
            known.names = lists & !gazetteer::BEGINS;
            known.begins_name = lists & gazetteer::BEGINS != 0;
        }
        parts.names = names.names.into_iter().collect();
    }
    parts.words = words.into_iter().collect();
    Ok(())
}

fn word_clusters(args: &Args, documents: &[Document]) -> Result<Vec<(String, [u16; 3])>> {
    if let Some(text) = args.clusters.as_ref().and_then(|path| fs::read_to_string(path).ok()) {
        let rows = text.lines().filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [word, a, b, c] = columns.as_slice() else { return None };
            Some(((*word).to_owned(), [a.parse().ok()?, b.parse().ok()?, c.parse().ok()?]))
        });
        return Ok(rows.collect());
    }
    let mut texts = texts(&args.texts, &args.split)?;
    texts.extend(documents.iter().map(|document| document.paragraphs.join("\n")));
    let rows = clusters::train(&texts, 3, args.seed);
    if let Some(path) = &args.clusters {
        let lines = rows.iter().map(|(word, [a, b, c])| format!("{word}\t{a}\t{b}\t{c}\n"));
        fs::write(path, lines.collect::<String>())?;
    }
    Ok(rows)
}

/// The articles of a folder, without those of the test part.
fn texts(folder: &Path, split: &Path) -> Result<Vec<String>> {
    let split = fs::read_to_string(split)?;
    let test: BTreeSet<&str> =
        split.lines().filter_map(|line| line.strip_suffix("\ttest")).collect();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| !test.contains(name))
        })
        .collect();
    paths.sort();
    Ok(paths.iter().filter_map(|path| corpus::article(path).ok()).collect())
}

fn average(trained: Vec<Weights>) -> Option<Weights> {
    let count = trained.len() as f32;
    let mut trained = trained.into_iter();
    let mut sum = trained.next()?;
    for other in trained {
        for (a, b) in sum.rows.as_flattened_mut().iter_mut().zip(other.rows.as_flattened()) {
            *a += b;
        }
        for (a, b) in sum.transitions.iter_mut().zip(other.transitions) {
            *a += b;
        }
    }
    sum.rows.as_flattened_mut().iter_mut().for_each(|w| *w /= count);
    sum.transitions.iter_mut().for_each(|w| *w /= count);
    Some(sum)
}

/// Quantises the weights and keeps the heaviest rows.
fn export(
    prepared: &Prepared,
    weights: &Weights,
    mut parts: Parts,
    most: usize,
    eagerness: f32,
) -> Parts {
    let mut rows: Vec<(u64, [i8; COLUMNS])> = prepared
        .hashes()
        .map(|(hash, number)| {
            (
                hash,
                weights.rows[number as usize]
                    .map(|w| (w * SCALE).round().clamp(-127.0, 127.0) as i8),
            )
        })
        .filter(|(_, row)| row.iter().any(|&w| w != 0))
        .collect();
    let weight =
        |row: &[i8; COLUMNS]| row.iter().map(|&w| u32::from(w.unsigned_abs())).sum::<u32>();
    rows.sort_by_key(|(hash, row)| (std::cmp::Reverse(weight(row)), *hash));
    eprintln!("{} rows that are not zero", rows.len());
    rows.truncate(most);
    parts.weights = rows;
    // The first nine transitions lead to "outside".
    let mut transitions = weights.transitions;
    transitions[9..81].iter_mut().for_each(|score| *score += eagerness);
    parts.transitions = crf::quantised(&transitions);
    parts
}
