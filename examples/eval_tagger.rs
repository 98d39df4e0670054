//! Scores the entity tagger: precision, recall and F1 as conlleval has them.
//!
//!     cargo run --release --example eval_tagger -- FILE.conll
//!     cargo run --release --example eval_tagger -- --annotations FILE.tsv \
//!         --texts ARTICLES --split FILE --part test
//!     cargo run --release --example eval_tagger -- --speed ARTICLES

#[path = "train_tagger/corpus.rs"]
mod corpus;
#[path = "train_tagger/score.rs"]
mod score;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Parser;
use morgue::article::Language;
use morgue::entities::Tagger;
use morgue::text::{Analysis, Analyzer};

#[derive(Parser)]
struct Args {
    /// CoNLL files, or parts of them: FILE@80-100 are the last 20 %.
    conll: Vec<String>,
    #[arg(long, default_value = "data/model/tagger.bin")]
    model: PathBuf,
    #[arg(long, requires_all = ["texts", "split"])]
    annotations: Option<PathBuf>,
    #[arg(long)]
    texts: Option<PathBuf>,
    #[arg(long)]
    split: Option<PathBuf>,
    #[arg(long, default_value = "test")]
    part: String,
    /// Measure the speed on the files of a folder.
    #[arg(long)]
    speed: Option<PathBuf>,
    /// List what is wrong: `+` found and not meant, `-` meant and not found.
    #[arg(long)]
    errors: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let bytes = fs::read(&args.model).with_context(|| args.model.display().to_string())?;
    let mut tagger = Tagger::new(bytes)?;
    let mut sets = Vec::new();
    for spec in &args.conll {
        sets.push((spec.clone(), corpus::conll(spec)?));
    }
    if let (Some(annotations), Some(texts), Some(split)) =
        (&args.annotations, &args.texts, &args.split)
    {
        let documents = corpus::standoff(annotations, texts, split, &args.part)?;
        sets.push((args.part.clone(), documents));
    }
    for (name, documents) in sets {
        println!("{name}: {} documents", documents.len());
        let score = score::score(&mut tagger, &documents, |document, analysis, mention, sign| {
            if !args.errors {
                return;
            }
            let tokens =
                &analysis.tokens[mention.tokens.start as usize..mention.tokens.end as usize];
            let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
            let text = &document.paragraphs[first.paragraph as usize];
            let text = &text[first.start as usize..last.end as usize];
            println!("{sign} {:?}\t{}\t{}", mention.kind, text.replace('\n', " "), document.name);
        });
        println!("{score}");
    }
    if let Some(folder) = &args.speed {
        speed(&mut tagger, folder)?;
    }
    Ok(())
}

fn speed(tagger: &mut Tagger, folder: &PathBuf) -> Result<()> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().filter_map(|path| corpus::article(path).ok()).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut analyzer = Analyzer::new();
    let mut analysis = Analysis::default();
    let (mut analyzing, mut tagging) = (Duration::ZERO, Duration::ZERO);
    let mut mentions = 0;
    let start = Instant::now();
    for text in &texts {
        let begun = processor_time(start);
        analyzer.analyze(Some(Language::ENGLISH), [text.as_str()].into_iter(), &mut analysis);
        let analyzed = processor_time(start);
        mentions += tagger.tag(&analysis, &[text]).len();
        analyzing += analyzed.saturating_sub(begun);
        tagging += processor_time(start).saturating_sub(analyzed);
    }
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{} texts, {:.1} MB, {mentions} mentions: tokens {:.1} MB/s, tagging {:.1} MB/s, both {:.1} MB/s",
        texts.len(),
        bytes as f64 / 1e6,
        rate(analyzing),
        rate(tagging),
        rate(analyzing + tagging),
    );
    Ok(())
}

/// The processor time of this thread where Linux tells it, else the time since
/// `start`: other programs on the machine do not count.
fn processor_time(start: Instant) -> Duration {
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or_else(|| start.elapsed(), Duration::from_nanos)
}
