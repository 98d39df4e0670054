//! What each part of the work costs by itself, on one thread: bytes to text,
//! text to article, words, names, fingerprint, document, index; and of an
//! answer the marking of what matched and the printing of hits.
//!
//!     MORGUE_BENCH=FOLDER MORGUE_PATTERN='_news_{agency_id}_{headline:slug}.txt' \
//!         cargo bench --bench parts
//!
//! Without `MORGUE_BENCH` the sample archive is read. Medians of five rounds by
//! the clock: the machine must have nothing else to do. Some parts contain
//! others, since that is how they are called: each says so. `write` hands
//! documents to the one thread on which the engine writes.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use morgue::archive::{
    Boilerplate, Input, PathPattern, Reader, Settings, content_hash, decode, walk,
};
use morgue::article::Language;
use morgue::copies::{Fingerprint, Shingles};
use morgue::entities::Annotator;
use morgue::index::{Edition, Index, Preparer, Searcher, Stored, WriterOptions};
use morgue::query::ast::Query;
use morgue::render::{self, Look};
use morgue::text::{Analysis, Analyzer};
use morgue::{Article, Page, query, today};

const ROUNDS: usize = 5;
/// Articles on which one part of the work is done before the next.
const BATCH: usize = 64;
/// Questions whose hits are printed.
const QUESTIONS: usize = 200;
/// Columns that hits are printed for.
const WIDTH: usize = 80;

/// The parts before an answer, in the order of the work, and what they do.
const PARTS: [(&str, &str); 8] = [
    ("decode", "bytes to text"),
    ("read", "bytes to article, with decode"),
    ("hash", "of an article's content"),
    ("analyse", "paragraphs to tokens"),
    ("tag", "people, organisations, places"),
    ("fingerprint", "for copies"),
    ("prepare", "article to document, with analyse and fingerprint, without tag"),
    ("write", "documents to a committed index"),
];

fn main() {
    let folder = std::env::var_os("MORGUE_BENCH").map_or("data/sample".into(), PathBuf::from);
    let settings = settings();
    let files = files(&folder, &settings);
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let inputs: Vec<Input> = files.iter().map(|file| file.input.clone()).collect();
    let boilerplate = Boilerplate::learn(&inputs, &settings);
    let mut work = Work {
        reader: Reader::new(settings, boilerplate),
        analyzer: Analyzer::new(),
        annotator: Annotator::shipped(),
    };
    let mut times: [Vec<Duration>; PARTS.len()] = Default::default();
    let (mut marks, mut hits) = (Vec::new(), Vec::new());
    let mut articles = 0;
    for _ in 0..ROUNDS {
        let scratch = tempfile::tempdir().expect("a folder for scratch");
        let round = work.round(&files, scratch.path());
        articles = round.articles;
        times.iter_mut().zip(round.sums).for_each(|(times, sum)| times.push(sum));
        marks.push(round.per_mark);
        hits.push(round.per_hit);
    }
    assert!(articles > 0, "{} has articles", folder.display());
    println!(
        "{} files, {articles} articles, {:.2} MB, median of {ROUNDS} rounds",
        files.len(),
        bytes as f64 / 1e6
    );
    for ((name, about), times) in PARTS.into_iter().zip(times) {
        let seconds = median(times).as_secs_f64();
        let (rate, each) = (bytes as f64 / 1e6 / seconds, 1e6 * seconds / articles as f64);
        println!("{name:>12}: {rate:9.1} MB/s {each:9.1} µs per article   ({about})");
    }
    let line = |name, times, about| {
        let each = 1e6 * median(times).as_secs_f64();
        println!("{name:>12}: {each:24.1} µs {about}");
    };
    line(
        "mark",
        marks,
        "per article   (two words of it, in all its text; snippets are cut from this)",
    );
    line("render", hits, "per hit       (a hit with its snippets as text)");
}

/// A file of the archive and what is in it.
struct File {
    input: Input,
    bytes: Vec<u8>,
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    if let Ok(pattern) = std::env::var("MORGUE_PATTERN") {
        settings.path_patterns.push(PathPattern::parse(&pattern).expect("a pattern"));
    }
    settings
}

fn files(folder: &Path, settings: &Settings) -> Vec<File> {
    let inputs = walk(folder, folder, settings).expect("the archive can be read");
    let read = |input: Input| {
        let bytes = std::fs::read(&input.path).expect("the archive can be read");
        File { input, bytes }
    };
    inputs.map(|input| read(input.expect("the archive can be read"))).collect()
}

/// What is kept from one article to the next.
struct Work {
    reader: Reader,
    analyzer: Analyzer,
    annotator: Annotator,
}

/// What one round took.
struct Round {
    articles: usize,
    sums: [Duration; PARTS.len()],
    per_mark: Duration,
    per_hit: Duration,
}

/// An article and its tokens.
struct Read {
    article: Article,
    analysis: Analysis,
}

impl Read {
    fn language(&self) -> Language {
        self.article.language.unwrap_or(Language::ENGLISH)
    }
}

impl Work {
    /// Does the whole work once.
    fn round(&mut self, files: &[File], scratch: &Path) -> Round {
        let index = Index::open_or_create(scratch).expect("an index");
        let options = WriterOptions { threads: 1, ..WriterOptions::default() };
        let mut writer = index.writer(options).expect("a writer");
        let mut preparer = writer.preparer(None);
        let mut sums = [Duration::ZERO; PARTS.len()];
        let [first @ .., write] = &mut sums;
        let (mut stored, mut articles) = (Vec::new(), Vec::new());
        for batch in files.chunks(BATCH) {
            let (ready, read) = self.batch(batch, &mut preparer, first);
            stored.extend(ready);
            articles.extend(read.into_iter().map(|read| read.article));
        }
        let begun = Instant::now();
        for stored in stored {
            writer.add(stored).expect("an index");
        }
        writer.commit("").expect("an index");
        writer.finish().expect("an index");
        *write = begun.elapsed();
        let searcher = index.searcher().expect("an index");
        let questions: Vec<(Query, &Article)> = articles.iter().filter_map(question).collect();
        let per_mark = mark(&searcher, &questions);
        let per_hit = render(&searcher, &questions);
        Round { articles: articles.len(), sums, per_mark, per_hit }
    }

    /// Does each part of the work before the index for all files of a batch.
    fn batch(
        &mut self,
        batch: &[File],
        preparer: &mut Preparer,
        sums: &mut [Duration],
    ) -> (Vec<Stored>, Vec<Read>) {
        let mut last = Instant::now();
        let mut sums = sums.iter_mut();
        let mut mark = || {
            let now = Instant::now();
            *sums.next().expect("a sum for each part") += now - last;
            last = now;
        };
        for file in batch {
            drop(black_box(decode(&file.bytes, None)));
        }
        mark();
        let mut articles = Vec::new();
        for file in batch {
            let records = self.reader.read_bytes(&file.bytes, &file.input.relative);
            let records = records.into_iter().flatten();
            articles.extend(records.filter_map(|record| record.article.ok()));
        }
        mark();
        for article in &articles {
            black_box(content_hash(article));
        }
        mark();
        let with_words = |article| Read { article, analysis: Analysis::default() };
        let mut read: Vec<Read> = articles.into_iter().map(with_words).collect();
        for it in &mut read {
            let language = it.language();
            let paragraphs = it.article.paragraphs();
            self.analyzer.analyze(Some(language), paragraphs, &mut it.analysis);
        }
        mark();
        for it in &read {
            let paragraphs: Vec<&str> = it.article.paragraphs().collect();
            black_box(self.annotator.annotate(it.language(), &it.analysis, &paragraphs, &[]));
        }
        mark();
        for it in &read {
            black_box(Fingerprint::of(&Shingles::of(&it.analysis)));
        }
        mark();
        let prepare = |it: &Read| preparer.prepare(&it.article, Edition::Current);
        let stored = read.iter().map(prepare).collect();
        mark();
        (stored, read)
    }
}

/// Marks in each article what its question matches; returns the time for one.
fn mark(searcher: &Searcher, questions: &[(Query, &Article)]) -> Duration {
    let begun = Instant::now();
    for (query, article) in questions {
        black_box(searcher.mark(query, article).expect("an answer"));
    }
    each(begun.elapsed(), questions.len())
}

/// Prints the hits of some questions; returns the time for one hit.
fn render(searcher: &Searcher, questions: &[(Query, &Article)]) -> Duration {
    let step = (questions.len() / QUESTIONS).max(1);
    let search = |(query, _): &(Query, &Article)| {
        searcher.search(query, &Page::default()).expect("an answer").hits
    };
    let hits: Vec<_> = questions.iter().step_by(step).flat_map(search).collect();
    let look = Look { width: Some(WIDTH), colour: true, bidirectional: false };
    let mut out = Vec::new();
    let begun = Instant::now();
    for hit in &hits {
        out.clear();
        render::hit(&mut out, look, hit).expect("memory takes all");
    }
    each(begun.elapsed(), hits.len())
}

fn each(time: Duration, count: usize) -> Duration {
    assert!(count > 0, "the archive has articles to ask for");
    time.div_f64(count as f64)
}

/// Asks for two words of an article.
fn question(article: &Article) -> Option<(Query, &Article)> {
    let text = article.paragraphs().nth(1)?;
    let plain = |word: &&str| word.len() > 3 && word.chars().all(char::is_alphabetic);
    let mut words = text.split_whitespace().filter(plain);
    let text = format!("{} {}", words.next()?.to_lowercase(), words.next()?.to_lowercase());
    query::parse(&text, today()).ok().map(|query| (query, article))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
