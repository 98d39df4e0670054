//! Answers on an index: median and 99th percentile, snippets included, of
//! questions taken from the archive itself; and the command from start to exit.
//! Beside them what Tantivy takes for the same question, where it has one
//! (`equivalent`), and how many times as long ours took.
//!
//!     MORGUE_BENCH_INDEX=FOLDER cargo bench --bench search -- [KIND …]
//!
//! The folder is what `morgue --index FOLDER index …` made. Without it the
//! sample archive is indexed. Kinds are named as they are printed.

mod equivalent;

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use morgue::home::Home;
use morgue::query::ast::Query;
use morgue::{Article, Morgue, Page, Searcher, Silent, Sort, query, today};

use equivalent::{Equivalent, Question};

/// Questions of each kind.
const QUESTIONS: usize = 100;
/// Times that each is asked; the best time counts, so that what else the
/// machine does is left out.
const TIMES: usize = 5;

fn main() {
    let scratch = tempfile::tempdir().expect("a folder for scratch");
    let home = match std::env::var_os("MORGUE_BENCH_INDEX") {
        Some(folder) => Home::at(PathBuf::from(folder)),
        None => {
            let home = Home::at(scratch.path().join("index"));
            let morgue = Morgue::create_at(home.clone()).expect("an index");
            morgue.index(&[PathBuf::from("data/sample")], &Silent).expect("the sample archive");
            home
        }
    };
    let searcher = Morgue::open_at(home.clone()).expect("an index").searcher().expect("an index");
    println!(
        "{} articles; {QUESTIONS} questions of each kind, best of {TIMES}",
        searcher.articles()
    );
    let words = words(&searcher);
    let runs: Vec<&Vec<String>> =
        (0..QUESTIONS).map(|number| &words[number * words.len() / QUESTIONS]).collect();
    let tantivy = Equivalent::open(&home.index(), &searcher);
    // Cargo adds an option of its own.
    let asked: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let is_asked = |kind: &str| asked.is_empty() || asked.iter().any(|asked| asked == kind);
    for (kind, question) in kinds().into_iter().filter(|(kind, _)| is_asked(kind)) {
        let texts: Vec<String> = runs.iter().map(|run| question(run)).collect();
        let parse =
            |text: &String| query::parse(text, today()).unwrap_or_else(|error| panic!("{error}"));
        let queries: Vec<Query> = texts.iter().map(parse).collect();
        let theirs: Option<Vec<Question>> =
            runs.iter().map(|run| tantivy.question(kind, run)).collect();
        let (ours, hits) = ours(&searcher, &queries);
        if hits == 0 {
            println!("{kind:20} finds nothing in this archive: no figure");
            continue;
        }
        print!(
            "{kind:20} median {:>9.2?}   99 % {:>9.2?}   hits {hits:>6} on average",
            ours.median, ours.last
        );
        if let Some(questions) = theirs {
            let (theirs, hits) = measure(&questions, |question| tantivy.answer(question) as u64);
            let ratio =
                |ours: Duration, theirs: Duration| ours.as_secs_f64() / theirs.as_secs_f64();
            print!(
                "   tantivy median {:>9.2?} ({:.2})   99 % {:>9.2?} ({:.2})   hits {hits:>6}",
                theirs.median,
                ratio(ours.median, theirs.median),
                theirs.last,
                ratio(ours.last, theirs.last),
            );
        }
        println!("   slowest: {}", texts[ours.slowest]);
    }
    if is_asked(COMMAND) {
        one_shot(&home, &words);
    }
}

/// The command from start to exit, as a kind.
const COMMAND: &str = "the command";

type Wording = fn(&[String]) -> String;

fn kinds() -> Vec<(&'static str, Wording)> {
    vec![
        ("word", |run| run[0].clone()),
        ("=exact", |run| format!("={}", run[0])),
        ("a b", |run| format!("{} {}", run[0], run[2])),
        ("a OR b", |run| format!("{} OR {}", run[0], run[2])),
        ("a NOT b", |run| format!("{} NOT {}", run[0], run[2])),
        ("-a", |run| format!("-{}", run[0])),
        ("phrase of two", |run| format!("\"{} {}\"", run[0], run[1])),
        ("phrase of three", |run| format!("\"{} {} {}\"", run[0], run[1], run[2])),
        ("phrase, frequent", |run| format!("\"of the {}\"", run[0])),
        ("W/5", |run| format!("{} W/5 {}", run[0], run[2])),
        ("PRE/5", |run| format!("{} PRE/5 {}", run[0], run[2])),
        ("/s", |run| format!("{} /s {}", run[0], run[3])),
        ("PRE/s", |run| format!("{} PRE/s {}", run[0], run[3])),
        ("/p", |run| format!("{} /p {}", run[0], run[3])),
        ("NOT W/5", |run| format!("{} NOT W/5 {}", run[0], run[2])),
        ("NOT /s", |run| format!("{} NOT /s {}", run[0], run[2])),
        ("NOT /p", |run| format!("{} NOT /p {}", run[0], run[2])),
        ("W/5, frequent", |run| format!("{} W/5 iran", run[0])),
        ("phrase W/10 groups", |run| {
            format!("\"{} {}\" W/10 ({} OR {})", run[0], run[1], run[2], run[3])
        }),
        ("nested proximity", |run| format!("({} W/5 {}) /s {}", run[0], run[1], run[3])),
        ("ATLEAST 3", |run| format!("ATLEAST 3 ({})", run[0])),
        ("FIRST 50", |run| format!("FIRST 50 ({})", run[0])),
        ("headline:", |run| format!("headline:{}", run[0])),
        ("lede:", |run| format!("lede:{}", run[0])),
        ("body: phrase", |run| format!("body:\"{} {}\"", run[0], run[1])),
        ("word, date", |run| format!("{} date:2010..2015", run[0])),
        ("word, lang", |run| format!("{} lang:en", run[0])),
        ("prefix*", |run| format!("{}*", run[0].chars().take(5).collect::<String>())),
        ("in?ix", |run| {
            let letters: Vec<char> = run[0].chars().collect();
            format!("{}?{}", letters[0], letters[2..].iter().collect::<String>())
        }),
        ("*suffix", |run| format!("*{}", run[0].chars().skip(1).collect::<String>())),
        ("fuzzy~1", |run| format!("{}~1", run[0])),
        ("fuzzy~2", |run| format!("{}~2", run[0])),
        ("/regex/", |run| format!("/{}.*(s|ed)/", run[0].chars().take(4).collect::<String>())),
        ("half the archive", |run| format!("iran OR tehran OR {}", run[0])),
        ("everything", |_| "*".to_owned()),
    ]
}

/// Runs of four words as articles have them, one from each of many articles.
fn words(searcher: &Searcher) -> Vec<Vec<String>> {
    let everything = query::parse("*", today()).expect("a query");
    let page = Page { limit: QUESTIONS * 10, sort: Sort::Newest, ..Page::default() };
    let found = searcher.search(&everything, &page).expect("articles");
    found.hits.iter().filter_map(|hit| run_of_words(&hit.article)).collect()
}

fn run_of_words(article: &Article) -> Option<Vec<String>> {
    let text = article.paragraphs().nth(1)?;
    let words: Vec<&str> = text.split_whitespace().skip(3).collect();
    let run = words.windows(4).find(|run| {
        let plain = |word: &&str| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase());
        run.iter().all(plain)
    })?;
    Some(run.iter().map(|&word| word.to_owned()).collect())
}

/// How long questions took.
struct Times {
    median: Duration,
    /// The 99th percentile.
    last: Duration,
    /// Which question took longest.
    slowest: usize,
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Times {
        let slowest = (0..times.len()).max_by_key(|&place| times[place]).unwrap_or_default();
        times.sort_unstable();
        Times { median: times[times.len() / 2], last: times[times.len() * 99 / 100], slowest }
    }
}

fn ours(searcher: &Searcher, queries: &[Query]) -> (Times, u64) {
    measure(queries, |query| {
        let found = searcher.search(query, &Page::default()).expect("an answer");
        std::hint::black_box(&found);
        found.total.unwrap_or_default()
    })
}

/// Times questions; returns also how many articles match one on average.
fn measure<Q>(questions: &[Q], answer: impl Fn(&Q) -> u64) -> (Times, u64) {
    let mut times = Vec::new();
    let mut hits = 0;
    for question in questions {
        let mut total = 0;
        let best = (0..TIMES).map(|_| {
            let start = Instant::now();
            total = answer(question);
            start.elapsed()
        });
        times.push(best.min().unwrap_or_default());
        hits += total;
    }
    (Times::of(times), hits / questions.len() as u64)
}

fn one_shot(home: &Home, words: &[Vec<String>]) {
    let times: Vec<Duration> = (0..QUESTIONS)
        .map(|number| {
            let run = &words[number * words.len() / QUESTIONS];
            let start = Instant::now();
            let status = Command::new(env!("CARGO_BIN_EXE_morgue"))
                .arg("--index")
                .arg(home.folder())
                .args(["search", &format!("{} {}", run[0], run[2])])
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .status()
                .expect("the command");
            assert!(status.code().is_some_and(|code| code < 2), "the command answers");
            start.elapsed()
        })
        .collect();
    let Times { median, last, .. } = Times::of(times);
    println!("{COMMAND:20} median {median:>9.2?}   99 % {last:>9.2?}");
}
