//! What it costs to find and name the entities of articles: tokens, tagger,
//! gazetteer, who is who and keys, each by itself and all together.
//!
//!     MORGUE_BENCH=FOLDER cargo bench --bench tagger
//!
//! Without `MORGUE_BENCH` the sample archive is read. Files are taken as plain
//! text, a line a paragraph. `MORGUE_ROUNDS` sets how often each is measured
//! (the best counts: other programs only make it slower), `MORGUE_LIMIT` how
//! many files are read. `MORGUE_TAGS=FILE` also writes what was found, to
//! compare two versions of the code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use morgue::article::Language;
use morgue::entities::gazetteer::Gazetteer;
use morgue::entities::names::{Resolved, aliases, resolve};
use morgue::entities::{Mention, Tagger};
use morgue::text::{Analysis, Analyzer};

static MODEL: &[u8] = include_bytes!("../data/model/tagger.bin");

const ROUNDS: usize = 5;

/// Articles on which one part of the work is done before the next.
const BATCH: usize = 64;

/// The words and the names of the long article that is generated.
const LONG: [usize; 2] = [100_000, 5_000];

/// What is measured, in the order of the work.
const PARTS: [&str; 6] = ["tokens", "tagger", "gazetteer", "resolve", "keys", "aliases"];

fn main() {
    let texts = texts();
    let texts: Vec<Vec<&str>> = texts.iter().map(|text| text.lines().collect()).collect();
    let bytes: usize = texts.iter().flatten().map(|paragraph| paragraph.len()).sum();
    let rounds = number("MORGUE_ROUNDS").unwrap_or(ROUNDS);
    println!("{} articles, {:.2} MB, best of {rounds} rounds", texts.len(), bytes as f64 / 1e6);

    let start = Instant::now();
    let tagger = Tagger::new(MODEL).expect("the model that ships is whole");
    let loaded = start.elapsed();
    let gazetteer = Gazetteer::shipped();
    println!("load: model {loaded:.2?}, gazetteer {:.2?}", start.elapsed() - loaded);

    let mut best = [Duration::MAX; PARTS.len()];
    for _ in 0..rounds {
        // Each round begins with empty caches.
        let mut work = Work::new(tagger.clone(), Gazetteer::shipped());
        let mut sums = [Duration::ZERO; PARTS.len()];
        for batch in texts.chunks(BATCH) {
            work.batch(batch, &mut sums);
        }
        for (best, sum) in best.iter_mut().zip(sums) {
            *best = (*best).min(sum);
        }
    }
    let line = |name: &str, time: Duration| {
        let per_byte = time.as_secs_f64() * 1e9 / bytes as f64;
        println!("{name:>10}: {per_byte:6.2} ns/byte {:8.1} MB/s", 1e3 / per_byte);
    };
    PARTS.into_iter().zip(best).for_each(|(name, time)| line(name, time));
    line("together", best.iter().sum());
    line("on top", best[1..].iter().sum());

    let mut work = Work::new(tagger, gazetteer);
    let long = long_article();
    let long: Vec<&str> = long.lines().collect();
    let mut sums = [Duration::ZERO; PARTS.len()];
    work.batch(std::slice::from_ref(&long), &mut sums);
    let names = work.done[0].mentions.len();
    println!("an article of {} words and {names} names: {sums:.1?}", LONG[0]);

    if let Some(file) = std::env::var_os("MORGUE_TAGS") {
        let mut out = String::new();
        for paragraphs in texts.iter().chain([&long]) {
            work.batch(std::slice::from_ref(paragraphs), &mut sums);
            work.done[0].write(&mut out);
        }
        std::fs::write(file, out).expect("the file can be written");
    }
}

/// The tools, and what they made of the last batch.
struct Work {
    tagger: Tagger,
    gazetteer: Gazetteer,
    analyzer: Analyzer,
    done: Vec<Done>,
    start: Instant,
}

/// What was made of one article.
#[derive(Default)]
struct Done {
    analysis: Analysis,
    mentions: Vec<Mention>,
    hits: usize,
    resolved: Vec<Resolved>,
    keys: Vec<String>,
}

impl Work {
    fn new(tagger: Tagger, gazetteer: Gazetteer) -> Self {
        let (done, start) = (Vec::new(), Instant::now());
        Work { tagger, gazetteer, analyzer: Analyzer::new(), done, start }
    }

    /// Does each part of the work for all articles of a batch.
    fn batch(&mut self, batch: &[Vec<&str>], sums: &mut [Duration; PARTS.len()]) {
        self.done.resize_with(batch.len().max(self.done.len()), Done::default);
        let all = &mut self.done[..batch.len()];
        let gazetteer = &self.gazetteer;
        let mut last = processor_time(self.start);
        let mut sums = sums.iter_mut();
        let mut mark = || {
            let now = processor_time(self.start);
            if let Some(sum) = sums.next() {
                *sum += now.saturating_sub(last);
            }
            last = now;
        };
        for (done, paragraphs) in all.iter_mut().zip(batch) {
            let paragraphs = paragraphs.iter().copied();
            self.analyzer.analyze(Some(Language::ENGLISH), paragraphs, &mut done.analysis);
        }
        mark();
        for (done, paragraphs) in all.iter_mut().zip(batch) {
            done.mentions = self.tagger.tag(&done.analysis, paragraphs);
        }
        mark();
        for (done, paragraphs) in all.iter_mut().zip(batch) {
            done.hits = black_box(gazetteer.mentions(&done.analysis, paragraphs)).len();
        }
        mark();
        for (done, paragraphs) in all.iter_mut().zip(batch) {
            done.resolved = resolve(&done.analysis, paragraphs, &done.mentions, gazetteer);
        }
        mark();
        for (done, _) in all.iter_mut().zip(batch) {
            let key = |it: &Resolved| it.key(&done.analysis, &done.mentions, gazetteer);
            done.keys = done.resolved.iter().map(key).collect();
        }
        mark();
        for (done, paragraphs) in all.iter_mut().zip(batch) {
            black_box(aliases(&done.analysis, paragraphs, &done.mentions, gazetteer));
        }
        mark();
    }
}

impl Done {
    fn write(&self, out: &mut String) {
        writeln!(out, "# {} hits", self.hits).expect("a string takes all");
        for ((mention, resolved), key) in self.mentions.iter().zip(&self.resolved).zip(&self.keys) {
            writeln!(out, "{mention:?} {resolved:?} {key}").expect("a string takes all");
        }
    }
}

/// The processor time of this thread where Linux tells it, else the time since
/// `start`: other programs on the machine do not count.
fn processor_time(start: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn texts() -> Vec<String> {
    let folder = std::env::var_os("MORGUE_BENCH").map_or("data/sample".into(), PathBuf::from);
    let mut paths = BTreeMap::new();
    for file in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if file.file_type().is_file() {
            paths.insert(file.path().to_owned(), ());
        }
    }
    let limit = number("MORGUE_LIMIT").unwrap_or(usize::MAX);
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).expect("the archive can be read");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    paths.keys().take(limit).map(read).collect()
}

/// An article in which one name in twenty words is a new person, a new body or
/// the last part of one.
fn long_article() -> String {
    let part = |n: usize| {
        let letters = [b"bdfgklmnprstvz", b"aeiouaeiouaeio"];
        let (mut n, mut word) = (n * 7 + 11, String::new());
        for at in 0..6 {
            word.push(char::from(letters[at % 2][n % 14]));
            n /= 3;
        }
        word[..1].to_uppercase() + &word[1..]
    };
    let mut text = String::new();
    for at in 0..LONG[1] {
        let (first, last) = (part(at % 379), part(at % 3119));
        let name = match at % 5 {
            0 | 1 => format!("{first} {last}"),
            2 => last,
            3 => format!("{last} {first} Organization"),
            _ => format!("President {first} {}", part(at * 3 % 2999)),
        };
        text.push_str(&name);
        for word in 0..LONG[0] / LONG[1] - 2 {
            text.push_str([" said", " that", " the", " price", " of", " oil", " rose"][word % 7]);
        }
        text.push_str(if at % 7 == 0 { ".\n" } else { ". " });
    }
    text
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}
