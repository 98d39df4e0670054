//! Answers on an index: median and 99th percentile, snippets included, of
//! questions taken from the archive itself; and the command from start to exit.
//!
//!     MORGUE_BENCH_INDEX=FOLDER cargo bench --bench search
//!
//! The folder is what `morgue --index FOLDER index …` made. Without it the
//! sample archive is indexed.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use morgue::home::Home;
use morgue::index::Versions;
use morgue::query::ast::Query;
use morgue::{Article, Morgue, Page, Searcher, Silent, Sort, query, today};

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
    for (kind, question) in kinds() {
        let queries: Vec<Query> = (0..QUESTIONS)
            .map(|number| {
                let run = &words[number * words.len() / QUESTIONS];
                let text = question(run);
                query::parse(&text, today()).unwrap_or_else(|error| panic!("{error}"))
            })
            .collect();
        report(kind, &searcher, &queries);
    }
    one_shot(&home, &words);
}

type Question = fn(&[String]) -> String;

fn kinds() -> Vec<(&'static str, Question)> {
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

fn report(kind: &str, searcher: &Searcher, queries: &[Query]) {
    let mut times = Vec::new();
    let mut hits = 0;
    for query in queries {
        let best = (0..TIMES)
            .map(|_| {
                let start = Instant::now();
                let found = searcher.search(query, &Page::default()).expect("an answer");
                std::hint::black_box(&found);
                start.elapsed()
            })
            .min()
            .unwrap_or_default();
        times.push(best);
        hits += searcher.count(query, Versions::Current).expect("an answer");
    }
    times.sort_unstable();
    let (median, last) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let mean = hits / queries.len() as u64;
    println!("{kind:20} median {median:>9.2?}   99 % {last:>9.2?}   hits {mean:>6} on average");
}

fn one_shot(home: &Home, words: &[Vec<String>]) {
    let mut times: Vec<Duration> = (0..QUESTIONS)
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
    times.sort_unstable();
    let (median, last) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("{:20} median {median:>9.2?}   99 % {last:>9.2?}", "the command");
}
