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

    let mut work = Work::new(tagger, gazetteer);
    let mut best = [Duration::MAX; PARTS.len()];
    for _ in 0..rounds {
        let mut sums = [Duration::ZERO; PARTS.len()];
        for paragraphs in &texts {
            work.article(paragraphs, &mut sums);
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

    let long = long_article();
    let mut sums = [Duration::ZERO; PARTS.len()];
    work.article(&long.lines().collect::<Vec<_>>(), &mut sums);
    println!("an article of {} words and {} names: {sums:.1?}", LONG[0], work.mentions.len());

    if let Some(file) = std::env::var_os("MORGUE_TAGS") {
        let mut out = String::new();
        for paragraphs in texts.iter().chain([&long.lines().collect()]) {
            work.article(paragraphs, &mut sums);
            work.write(&mut out);
        }
        std::fs::write(file, out).expect("the file can be written");
    }
}

/// The tools, and what they made of the last article.
struct Work {
    tagger: Tagger,
    gazetteer: Gazetteer,
    analyzer: Analyzer,
    analysis: Analysis,
    mentions: Vec<Mention>,
    hits: usize,
    resolved: Vec<Resolved>,
    keys: Vec<String>,
}

impl Work {
    fn new(tagger: Tagger, gazetteer: Gazetteer) -> Self {
        Work {
            tagger,
            gazetteer,
            analyzer: Analyzer::new(),
            analysis: Analysis::default(),
            mentions: Vec::new(),
            hits: 0,
            resolved: Vec::new(),
            keys: Vec::new(),
        }
    }

    fn article(&mut self, paragraphs: &[&str], sums: &mut [Duration; PARTS.len()]) {
        let mut last = Instant::now();
        let mut done = 0;
        let mut mark = || {
            let now = Instant::now();
            sums[done] += now - last;
            last = now;
            done += 1;
        };
        let english = Some(Language::ENGLISH);
        self.analyzer.analyze(english, paragraphs.iter().copied(), &mut self.analysis);
        mark();
        self.mentions = self.tagger.tag(&self.analysis, paragraphs);
        mark();
        self.hits = black_box(self.gazetteer.mentions(&self.analysis, paragraphs)).len();
        mark();
        self.resolved = resolve(&self.analysis, paragraphs, &self.mentions, &self.gazetteer);
        mark();
        let key = |it: &Resolved| it.key(&self.analysis, &self.mentions, &self.gazetteer);
        self.keys = self.resolved.iter().map(key).collect();
        mark();
        black_box(aliases(&self.analysis, paragraphs, &self.mentions, &self.gazetteer));
        mark();
    }

    fn write(&self, out: &mut String) {
        writeln!(out, "# {} hits", self.hits).expect("a string takes all");
        for ((mention, resolved), key) in self.mentions.iter().zip(&self.resolved).zip(&self.keys) {
            writeln!(out, "{mention:?} {resolved:?} {key}").expect("a string takes all");
        }
    }
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
