//! Scores what `morgue::copies` takes for a copy, on copies made of real
//! articles the way newsrooms make them, and on what looks like copies.
//!
//!     cargo run --release --example eval_copies -- FOLDER --pattern '_news_{agency_id}_{headline:slug}.txt'
//!
//! `--pairs FILE` also puts the folder's own articles in stories and writes
//! each pair of a first article and a follower, with what they share, and the
//! pairs that just fail; `--subjects FILE` those of one subject.

mod edits;
mod negatives;

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use morgue::archive::{self, Boilerplate, PathPattern, Reader, Settings};
use morgue::article::Language;
use morgue::copies::{Clusters, DocRef, Fingerprint, Memory, Overlap, Shingles, Threshold, Turn};
use morgue::text::{Analysis, Analyzer};

use edits::{Copy, EDITS, Lot};
use negatives::NEGATIVES;

#[derive(Parser)]
struct Args {
    folder: PathBuf,
    /// What paths say.
    #[arg(long)]
    pattern: Option<String>,
    /// Originals to be edited.
    #[arg(long, default_value_t = 2000)]
    originals: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long)]
    pairs: Option<PathBuf>,
    #[arg(long)]
    subjects: Option<PathBuf>,
}

/// Thresholds of containment to compare.
const LEVELS: [f64; 8] = [0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8];
/// Shorter articles give no occasion for most edits, in words.
const SHORTEST_ORIGINAL: usize = 80;
/// A word in more articles does not set a subject apart.
const RARE: usize = 12;

struct Article {
    name: String,
    copy: Copy,
    turn: Turn,
    features: Features,
    rare: Vec<String>,
}

struct Features {
    fingerprint: Fingerprint,
    shingles: Shingles,
}

/// A pair that is judged.
struct Judged {
    overlap: Overlap,
    /// Whether bands and fingerprints lead to it.
    is_found: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let articles = load(&args)?;
    println!("{} articles", articles.len());
    made(&articles, &args);
    let subjects = subjects(&articles);
    natural(&articles, &subjects, &args)?;
    if let Some(file) = &args.pairs {
        pairs(&articles, file)?;
    }
    Ok(())
}

fn load(args: &Args) -> Result<Vec<Article>> {
    let mut settings = Settings::default();
    if let Some(pattern) = &args.pattern {
        settings.path_patterns.push(PathPattern::parse(pattern)?);
    }
    let inputs = archive::walk(&args.folder, &args.folder, &settings)?;
    let inputs: Vec<_> = inputs.filter_map(|input| input.ok()).collect();
    let stride = inputs.len() / 800 + 1;
    let sample: Vec<_> = inputs.iter().step_by(stride).cloned().collect();
    let boilerplate = Boilerplate::learn(&sample, &settings);
    let reader = Reader::new(settings, boilerplate);
    let mut analyzer = Analyzer::new();
    let mut articles = Vec::new();
    for input in &inputs {
        let Ok(records) = reader.read(input) else { continue };
        for article in records.filter_map(|record| record.article.ok()) {
            let text = article.paragraphs().skip(1).collect::<Vec<_>>().join(" ");
            let sentences = edits::sentences(text.trim());
            let copy = Copy { headline: article.headline.clone(), sentences };
            let analysis = analyse(&mut analyzer, &copy);
            let rare = analysis.tokens.iter().map(|token| analysis.form(token).to_owned());
            articles.push(Article {
                name: input.relative.clone(),
                turn: Turn::of(&article),
                features: features(&analysis),
                rare: rare.collect(),
                copy,
            });
        }
    }
    keep_rare(&mut articles);
    Ok(articles)
}

fn analyse(analyzer: &mut Analyzer, copy: &Copy) -> Analysis {
    let mut analysis = Analysis::default();
    let text = copy.text();
    let paragraphs = [copy.headline.as_str(), text.as_str()];
    analyzer.analyze(Some(Language::ENGLISH), paragraphs.into_iter(), &mut analysis);
    analysis
}

fn features(analysis: &Analysis) -> Features {
    let shingles = Shingles::of(analysis);
    Features { fingerprint: Fingerprint::of(&shingles), shingles }
}

/// Leaves the words that stand in two to [`RARE`] articles.
fn keep_rare(articles: &mut [Article]) {
    let mut standing: HashMap<String, usize> = HashMap::new();
    for article in &mut *articles {
        article.rare.sort_unstable();
        article.rare.dedup();
        for word in &article.rare {
            *standing.entry(word.clone()).or_default() += 1;
        }
    }
    for article in articles {
        article.rare.retain(|word| (2..=RARE).contains(&standing[word]));
    }
}

fn judged(one: &Features, other: &Features) -> Judged {
    let overlap = one.shingles.overlap(&other.shingles);
    let mut bands = one.fingerprint.bands();
    let shares = bands.any(|band| other.fingerprint.bands().any(|theirs| theirs == band));
    let looked = Threshold::default().is_worth_a_look(&one.fingerprint, &other.fingerprint);
    Judged { overlap, is_found: shares && looked }
}

fn is_copy(judged: &Judged, level: f64) -> bool {
    let threshold = Threshold { containment: level, ..Threshold::default() };
    judged.is_found && threshold.is_copy(&judged.overlap)
}

fn line(kind: &str, judged: &[Judged]) -> String {
    let mut line = format!("{kind:<38} {:>6}", judged.len());
    for level in LEVELS {
        let copies = judged.iter().filter(|judged| is_copy(judged, level)).count();
        let _ = write!(line, " {:>6.1}", 100.0 * copies as f64 / judged.len().max(1) as f64);
    }
    let found = judged.iter().filter(|judged| judged.is_found).count();
    let _ = write!(line, "  {:>6.1}", 100.0 * found as f64 / judged.len().max(1) as f64);
    line
}

/// Copies and no copies that are made here.
fn made(articles: &[Article], args: &Args) {
    let mut analyzer = Analyzer::new();
    let long: Vec<&Article> =
        articles.iter().filter(|article| article.copy.words() >= SHORTEST_ORIGINAL).collect();
    let stride = (long.len() / args.originals.max(1)).max(1);
    let originals: Vec<&Article> =
        long.iter().copied().step_by(stride).take(args.originals).collect();
    println!("{} originals, seed {}", originals.len(), args.seed);
    println!(
        "{:<38} {:>6} {}   found",
        "% taken for copies at containment",
        "pairs",
        LEVELS.map(|level| format!("{level:>6.2}")).join(" ")
    );
    let mut positives = Vec::new();
    let mut seconds = Vec::new();
    for kind in EDITS {
        let mut pairs = Vec::new();
        for original in &originals {
            let mut lot = Lot::new(args.seed, &format!("{kind} {}", original.name));
            let donor = long[lot.below(long.len())];
            if let Some(copy) = edits::edit(kind, &original.copy, &donor.copy, &mut lot) {
                let copy = features(&analyse(&mut analyzer, &copy));
                pairs.push(judged(&original.features, &copy));
                if kind.starts_with("round-up") {
                    seconds.push(judged(&donor.features, &copy));
                }
            }
        }
        println!("{}", line(kind, &pairs));
        positives.push(pairs);
    }
    println!("{}", line("round-ups and their second story", &seconds));
    let mut negatives = Vec::new();
    for kind in NEGATIVES {
        let mut pairs = Vec::new();
        for original in &originals {
            let mut lot = Lot::new(args.seed, &format!("{kind} {}", original.name));
            let other = long[lot.below(long.len())];
            let pair = negatives::negative(kind, &original.copy, &other.copy, &mut lot);
            if let Some((one, other)) = pair {
                let one = features(&analyse(&mut analyzer, &one));
                let other = features(&analyse(&mut analyzer, &other));
                pairs.push(judged(&one, &other));
            }
        }
        println!("{}", line(kind, &pairs));
        negatives.push(pairs);
    }
    for (name, kinds) in
        [("without round-ups", &positives[..EDITS.len() - 2]), ("all edits", &positives[..])]
    {
        for level in LEVELS {
            let total: usize = kinds.iter().map(Vec::len).sum();
            let right = kinds.iter().flatten().filter(|pair| is_copy(pair, level)).count();
            let wrong = negatives.iter().flatten().filter(|pair| is_copy(pair, level)).count();
            println!(
                "{name}, containment {level:.2}: precision {:.4}, recall {:.4}",
                right as f64 / (right + wrong).max(1) as f64,
                right as f64 / total.max(1) as f64
            );
        }
    }
}

/// Pairs that share the most rare words: each article with its nearest.
fn subjects(articles: &[Article]) -> Vec<(usize, usize, usize)> {
    let mut standing: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, article) in articles.iter().enumerate() {
        for word in &article.rare {
            standing.entry(word).or_default().push(place);
        }
    }
    let mut pairs = Vec::new();
    for (place, article) in articles.iter().enumerate() {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for other in article.rare.iter().flat_map(|word| &standing[word.as_str()]) {
            if *other > place {
                *shared.entry(*other).or_default() += 1;
            }
        }
        let nearest = shared.into_iter().max_by_key(|&(other, count)| (count, other));
        if let Some((other, count)) = nearest.filter(|&(_, count)| count >= 3) {
            pairs.push((place, other, count));
        }
    }
    pairs
}

/// How many pairs of one subject are taken for copies; they are to be read.
fn natural(articles: &[Article], subjects: &[(usize, usize, usize)], args: &Args) -> Result<()> {
    let pairs: Vec<Judged> = subjects
        .iter()
        .map(|&(one, other, _)| judged(&articles[one].features, &articles[other].features))
        .collect();
    println!("{}", line("of one subject, as found", &pairs));
    if let Some(file) = &args.subjects {
        let mut out = String::new();
        for (&(one, other, words), judged) in subjects.iter().zip(&pairs) {
            let share = judged.overlap.containment();
            write!(out, "{words} rare words, ")?;
            report(&mut out, &articles[one], &articles[other], share)?;
        }
        fs::write(file, out).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn report(out: &mut String, one: &Article, other: &Article, share: f64) -> Result<()> {
    let overlap = one.features.shingles.overlap(&other.features.shingles);
    let (ours, theirs, numbers) = (overlap.ours, overlap.theirs, overlap.agreement());
    writeln!(
        out,
        "containment {share:.2} of {ours} and {theirs} words, opening {}, numbers {numbers:.2?}\t{}\t{}",
        overlap.opening, one.name, other.name
    )?;
    Ok(())
}

/// Puts the articles in stories and writes the pairs, and those that fail by
/// less than 0.3.
fn pairs(articles: &[Article], file: &Path) -> Result<()> {
    let mut clusters = Clusters::new(Memory::default());
    let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
        Ok(articles.get(article.0 as usize).map(|article| article.features.shingles.clone()))
    };
    for (place, article) in (0..).zip(articles) {
        let fingerprint = &article.features.fingerprint;
        clusters.insert(DocRef(place), fingerprint, article.turn, &mut texts)?;
    }
    let mut out = String::new();
    let (mut followers, mut failing) = (0, 0);
    for (place, article) in (0..).zip(articles) {
        let first = clusters.cluster_of(DocRef(place))?.unwrap_or(DocRef(place));
        if first != DocRef(place) {
            followers += 1;
            let first = &articles[first.0 as usize];
            let overlap = article.features.shingles.overlap(&first.features.shingles);
            let same = article.features.fingerprint.is_same_text(&first.features.fingerprint);
            write!(out, "{}\t", if same { "same" } else { "near" })?;
            report(&mut out, first, article, overlap.containment())?;
        }
        for candidate in clusters.candidates(&article.features.fingerprint)? {
            let other = &articles[candidate.0 as usize];
            let overlap = article.features.shingles.overlap(&other.features.shingles);
            let threshold = Threshold::default();
            let fails = candidate.0 < place
                && !threshold.is_copy(&overlap)
                && overlap.containment() >= threshold.containment - 0.3;
            if fails {
                failing += 1;
                write!(out, "fails\t")?;
                report(&mut out, other, article, overlap.containment())?;
            }
        }
    }
    println!("{followers} articles follow another, {failing} pairs just fail");
    fs::write(file, out).with_context(|| file.display().to_string())?;
    Ok(())
}
