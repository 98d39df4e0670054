//! Fingerprints, candidates and stories, as fast as they go on one core.
//!
//!     MORGUE_BENCH=FOLDER MORGUE_BENCH_ARTICLES=100000 cargo bench --bench copies
//!
//! The folder's articles are taken again and again until there are enough;
//! each time other words are spelt in another way, so that they are no copies
//! of one another and yet share phrases. Without `MORGUE_BENCH` the sample
//! archive is read. Times are the processor's where Linux tells them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use morgue::article::Language;
use morgue::copies::{Clusters, DocRef, Fingerprint, Memory, Shingles, Turn};
use morgue::text::{Analysis, Analyzer};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Times that all fingerprints are made; the best counts.
const ROUNDS: usize = 5;
/// Articles, where nobody says how many.
const ARTICLES: usize = 10_000;
/// One word in so many is spelt anew each time an article is taken again.
const CHANGED: u64 = 2;

fn main() {
    let folder = std::env::var_os("MORGUE_BENCH").map_or("data/sample".into(), PathBuf::from);
    let articles = std::env::var("MORGUE_BENCH_ARTICLES").ok();
    let articles = articles.and_then(|count| count.parse().ok()).unwrap_or(ARTICLES);
    let texts = texts(&folder);
    assert!(!texts.is_empty(), "{} has texts", folder.display());
    fingerprints(&texts);
    stories(&texts, articles);
}

fn texts(folder: &Path) -> Vec<String> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten()
        .filter(|file| file.file_type().is_file())
        .filter_map(|file| std::fs::read_to_string(file.path()).ok())
        .collect()
}

fn fingerprints(texts: &[String]) {
    let start = Instant::now();
    let mut analyzer = Analyzer::new();
    // As many as fit the fast memory, as at ingest.
    let some: Vec<Analysis> =
        texts.iter().take(200).map(|text| read(&mut analyzer, text)).collect();
    let bytes: usize = texts.iter().take(200).map(String::len).sum();
    let best = |work: &dyn Fn(&Analysis) -> usize| {
        let mut best = Duration::MAX;
        for _ in 0..ROUNDS {
            let begun = processor_time(start);
            let done: usize = some.iter().cycle().take(20 * some.len()).map(work).sum();
            assert!(done > 0);
            best = best.min(processor_time(start).saturating_sub(begun));
        }
        20.0 * bytes as f64 / 1e6 / best.as_secs_f64()
    };
    let rate = best(&|analysis| Fingerprint::of(&Shingles::of(analysis)).bands().count());
    println!("fingerprints: {rate:.0} MB of text per second");
    let rate = best(&|analysis| Shingles::of(analysis).words() + 1);
    println!("all shingles, for verification: {rate:.0} MB of text per second");
}

fn stories(texts: &[String], articles: usize) {
    let start = Instant::now();
    let (mut analyzer, mut again) = (Analyzer::new(), Analyzer::new());
    let mut clusters = Clusters::new(Memory::default());
    let (mut finding, mut settling) = (Duration::ZERO, Duration::ZERO);
    let (mut candidates, mut asked, mut last) = (0, 0_u64, Duration::ZERO);
    let before = resident();
    for number in 0..articles as u64 {
        let analysis = read(&mut analyzer, &taken(texts, number));
        let fingerprint = Fingerprint::of(&Shingles::of(&analysis));
        let begun = processor_time(start);
        let Ok(found) = clusters.candidates(&fingerprint);
        candidates += found.len();
        let found = processor_time(start);
        let mut read_again = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
            asked += 1;
            let text = taken(texts, article.0);
            Ok(Some(Shingles::of(&read(&mut again, &text))))
        };
        let turn = Turn { by: number as i64, from: number as i64, number };
        let Ok(_) = clusters.insert(DocRef(number), &fingerprint, turn, &mut read_again);
        let settled = processor_time(start);
        finding += found.saturating_sub(begun);
        settling += settled.saturating_sub(found);
        if (number + 1).is_multiple_of(articles as u64 / 4) {
            println!(
                "{} articles: {:.0} MB, {:.1} candidates and {:.2} texts read per article, \
                 {:.0} µs to find, {:.0} µs to settle; the last quarter {:.0} µs",
                number + 1,
                (resident().saturating_sub(before)) as f64 / 1e6,
                candidates as f64 / (number + 1) as f64,
                asked as f64 / (number + 1) as f64,
                1e6 * finding.as_secs_f64() / (number + 1) as f64,
                1e6 * settling.as_secs_f64() / (number + 1) as f64,
                1e6 * (finding + settling - last).as_secs_f64() / (articles / 4) as f64,
            );
            last = finding + settling;
        }
    }
    let mut stories: HashMap<DocRef, usize> = HashMap::new();
    for (_, entry) in clusters.store().entries() {
        *stories.entry(entry.story).or_default() += 1;
    }
    let larger = stories.values().filter(|&&members| members > 1).count();
    println!("{} stories, {larger} of more than one article", stories.len());
    println!("{:.0} candidate searches per second", articles as f64 / finding.as_secs_f64());
}

/// An article; from the second time that it is taken, spelt anew.
fn taken(texts: &[String], number: u64) -> String {
    let count = texts.len() as u64;
    let (round, place) = (number / count, number % count);
    let text = &texts[place as usize];
    if round == 0 {
        return text.clone();
    }
    let words = text.split(' ').map(|word| {
        let changed = xxh3_64_with_seed(word.as_bytes(), round).is_multiple_of(CHANGED);
        if changed { format!("{word}{round}") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn read(analyzer: &mut Analyzer, text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    analyzer.analyze(Some(Language::ENGLISH), ["", text].into_iter(), &mut analysis);
    analysis
}

/// The processor time of this thread where Linux tells it, else the time since
/// `start`: other programs on the machine do not count.
fn processor_time(start: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The memory of this program in bytes, where Linux tells it.
fn resident() -> u64 {
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok())
        .map_or(0, |pages| pages * 4096)
}
