//! How well the order of hits fits what readers found relevant: mean average
//! precision and nDCG@10 for a grid of weights, on topics to tune on and on
//! topics kept apart for the test.
//!
//!     cargo run --release --example tune -- INDEX data/ranking
//!     cargo run --release --example tune -- INDEX data/ranking pool
//!
//! INDEX is what `morgue --index INDEX index …` made of the articles that were
//! judged. `pool` lists what is to be judged: the first hits of every weighing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use morgue::home::Home;
use morgue::index::{Counting, Weights};
use morgue::{Morgue, Page, Searcher, query, today};

/// Hits of each weighing that go into the pool.
const POOLED: usize = 10;
/// Hits that average precision looks at.
const RANKED: usize = 100;

const HEADLINE: [f32; 7] = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0];
const EXACT: [f32; 5] = [0.0, 0.1, 0.2, 0.5, 1.0];

struct Topic {
    name: String,
    tuned_on: bool,
    query: String,
}

/// Grades by topic and article: 0 not relevant, 1 in passing, 2 relevant,
/// 3 about it.
type Grades = HashMap<String, HashMap<String, u32>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [index, folder, rest @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: tune INDEX data/ranking [pool]");
    };
    let topics = topics(&Path::new(folder).join("topics.tsv"))?;
    if rest.first().is_some_and(|word| word == "pool") {
        return pool(index, &topics);
    }
    let grades = grades(&Path::new(folder).join("judgements.tsv"))?;
    println!("headline  exact   MAP tuning  test    nDCG@10 tuning  test");
    for headline in HEADLINE {
        for exact in EXACT {
            let searcher = searcher(index)?.weighing(Weights { headline, exact });
            let mut sums = BTreeMap::from([(true, (0.0, 0.0, 0)), (false, (0.0, 0.0, 0))]);
            for topic in &topics {
                let Some(grades) = grades.get(&topic.name) else {
                    continue;
                };
                let ids = ranked(&searcher, &topic.query, RANKED)?;
                let ranking: Vec<u32> =
                    ids.iter().map(|id| grades.get(id).copied().unwrap_or(0)).collect();
                let sum = sums.entry(topic.tuned_on).or_default();
                sum.0 += average_precision(&ranking, grades);
                sum.1 += ndcg(&ranking[..ranking.len().min(10)], grades);
                sum.2 += 1;
            }
            let mean = |tuned_on| {
                let (map, ndcg, count): (f64, f64, u32) = sums[&tuned_on];
                (map / f64::from(count.max(1)), ndcg / f64::from(count.max(1)))
            };
            let ((map, gain), (map_test, gain_test)) = (mean(true), mean(false));
            println!(
                "{headline:8} {exact:6}   {map:10.4}  {map_test:.4}  {gain:14.4}  {gain_test:.4}"
            );
        }
    }
    Ok(())
}

fn pool(index: &str, topics: &[Topic]) -> Result<()> {
    let mut pooled: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for headline in HEADLINE {
        for exact in EXACT {
            let searcher = searcher(index)?.weighing(Weights { headline, exact });
            for topic in topics {
                let ids = ranked(&searcher, &topic.query, POOLED)?;
                pooled.entry(&topic.name).or_default().extend(ids);
            }
        }
    }
    for (topic, ids) in pooled {
        ids.iter().for_each(|id| println!("{topic}\t{id}"));
    }
    Ok(())
}

fn searcher(index: &str) -> Result<Searcher> {
    Ok(Morgue::open_at(Home::at(PathBuf::from(index)))?.searcher()?)
}

fn ranked(searcher: &Searcher, text: &str, limit: usize) -> Result<Vec<String>> {
    // Any of the words: with all of them there is little to rank.
    let any = text.split_whitespace().collect::<Vec<_>>().join(" OR ");
    let query = query::parse(&any, today())?;
    let page = Page { limit, counting: Counting::Skipped, ..Page::default() };
    let found = searcher.search(&query, &page)?;
    Ok(found.hits.into_iter().map(|hit| hit.article.id.to_string()).collect())
}

/// The mean of the precisions at each relevant hit (grade 2 and up).
fn average_precision(ranking: &[u32], grades: &HashMap<String, u32>) -> f64 {
    let relevant = grades.values().filter(|&&grade| grade >= 2).count();
    let mut seen = 0.0;
    let mut sum = 0.0;
    for (place, &grade) in ranking.iter().enumerate() {
        if grade >= 2 {
            seen += 1.0;
            sum += seen / (place + 1) as f64;
        }
    }
    if relevant == 0 { 0.0 } else { sum / relevant as f64 }
}

/// The discounted gain of the first hits, as a share of the best possible
/// (gain 2^grade - 1, discount log2 of the place).
fn ndcg(ranking: &[u32], grades: &HashMap<String, u32>) -> f64 {
    let gain = |ranking: &[u32]| -> f64 {
        let gains = ranking.iter().enumerate();
        gains.map(|(at, &grade)| (f64::from(grade).exp2() - 1.0) / (at as f64 + 2.0).log2()).sum()
    };
    let mut ideal: Vec<u32> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    ideal.truncate(10);
    if gain(&ideal) == 0.0 { 0.0 } else { gain(ranking) / gain(&ideal) }
}

fn topics(path: &Path) -> Result<Vec<Topic>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut columns = line.split('\t').map(str::to_owned);
            let (Some(name), Some(split), Some(query)) =
                (columns.next(), columns.next(), columns.next())
            else {
                anyhow::bail!("{}: not three columns: {line}", path.display());
            };
            Ok(Topic { name, tuned_on: split == "tuning", query })
        })
        .collect()
}

fn grades(path: &Path) -> Result<Grades> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut grades = Grades::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [topic, article, grade] = columns.as_slice() else {
            anyhow::bail!("{}: not three columns: {line}", path.display());
        };
        let grade = grade.parse().with_context(|| line.to_owned())?;
        grades.entry((*topic).to_owned()).or_default().insert((*article).to_owned(), grade);
    }
    Ok(grades)
}
