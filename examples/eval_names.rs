//! How well names are told apart and brought together: precision and recall
//! of "these two mentions are one entity" against annotations by hand, within
//! articles and across them.
//!
//!     cargo run --release --example eval_names -- ANNOTATIONS TEXTS SPLIT [errors]
//!
//! ANNOTATIONS is a file, or several with commas between: file, first byte, end
//! byte, kind, entity and form, tab-separated. TEXTS is the folder of the
//! files, SPLIT says of each file whether it is for the test. `errors` lists
//! the names behind the most frequent errors of the articles that are not.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use morgue::entities::gazetteer::Gazetteer;
use morgue::entities::names::{Authority, Groups, GroupsBuilder, Shipped, aliases, resolve};
use morgue::entities::{Kind, Mention};
use morgue::text::{Analysis, Analyzer};

/// Errors that are listed.
const LISTED: usize = 60;

/// Mentions of the gazetteer alone: right, found, annotated, by kind.
type Hits = BTreeMap<Kind, [u64; 3]>;

/// A mention with what was annotated and what was made of it.
struct Judged {
    article: usize,
    entity: String,
    form: String,
    /// What it was taken for within its article.
    own: usize,
    key: String,
}

type Row = (usize, usize, Kind, String, String);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [annotations, texts, split, rest @ ..] = arguments.as_slice() else {
        return Err("usage: eval_names ANNOTATIONS TEXTS SPLIT [errors]".into());
    };
    let mut articles: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for path in annotations.split(',') {
        for line in fs::read_to_string(path)?.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [file, start, end, kind, entity, form] = columns[..] else {
                return Err(format!("{path}: not six columns: {line}").into());
            };
            let kind = Kind::ALL.into_iter().find(|k| k.name() == kind).ok_or("no such kind")?;
            let row = (start.parse()?, end.parse()?, kind, entity.to_owned(), form.to_owned());
            articles.entry(file.to_owned()).or_default().push(row);
        }
    }
    let split = fs::read_to_string(split)?;
    let tests: HashSet<&str> =
        split.lines().filter_map(|line| line.strip_suffix("\ttest")).collect();

    let started = Instant::now();
    let gazetteer = Gazetteer::shipped();
    let names: usize =
        (0..).zip(gazetteer.entities()).map(|(at, _)| gazetteer.names_of(at).count()).sum();
    println!(
        "gazetteer: {} entities, {names} names, made in {:?}",
        gazetteer.entities().len(),
        started.elapsed()
    );
    let mut builder = GroupsBuilder::new(&Shipped::new());
    let mut judged: [Vec<Judged>; 2] = [Vec::new(), Vec::new()];
    let mut hits: [Hits; 2] = [Hits::new(), Hits::new()];
    for (article, (file, mut rows)) in articles.into_iter().enumerate() {
        rows.sort_by_key(|row| row.0);
        let text = fs::read_to_string(Path::new(texts).join(&file))?;
        let of_test = usize::from(tests.contains(file.as_str()));
        judged[of_test].extend(judge(
            article,
            &text,
            &rows,
            &gazetteer,
            &mut builder,
            &mut hits[of_test],
        ));
    }
    let groups = builder.build(&Authority::default());
    for ((name, mentions), hits) in ["developing", "test"].into_iter().zip(&judged).zip(&hits) {
        let articles: HashSet<usize> = mentions.iter().map(|mention| mention.article).collect();
        println!("{name}: {} articles, {} mentions", articles.len(), mentions.len());
        let within = pairs(mentions, |m| (m.article, m.own.to_string()), |m| m.article);
        figures("within articles", within);
        for kind in Kind::ALL {
            let of_kind = || mentions.iter().filter(move |m| m.entity.starts_with(kind.name()));
            let within = pairs(of_kind(), |m| (m.article, m.own.to_string()), |m| m.article);
            figures(&format!("within articles, {}", kind.name()), within);
            let all = pairs(of_kind(), |m| (0, grouped(&groups, &m.key)), |_| 0);
            let inside = pairs(of_kind(), |m| (m.article, grouped(&groups, &m.key)), |m| m.article);
            let across = [all[0] - inside[0], all[1] - inside[1], all[2] - inside[2]];
            figures(&format!("across articles, {}", kind.name()), across);
        }
        let all = pairs(mentions, |m| (0, grouped(&groups, &m.key)), |_| 0);
        let inside = pairs(mentions, |m| (m.article, grouped(&groups, &m.key)), |m| m.article);
        for (kind, counts) in hits {
            figures(&format!("gazetteer alone, {}", kind.name()), *counts);
        }
        figures("across articles", [all[0] - inside[0], all[1] - inside[1], all[2] - inside[2]]);
    }
    if !rest.is_empty() {
        errors(&judged[0], &groups);
    }
    Ok(())
}

fn judge(
    article: usize,
    text: &str,
    rows: &[Row],
    gazetteer: &Gazetteer,
    builder: &mut GroupsBuilder,
    hits: &mut Hits,
) -> Vec<Judged> {
    let paragraphs: Vec<&str> = text.lines().collect();
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, paragraphs.iter().copied(), &mut analysis);
    let offset =
        |paragraph: usize| paragraphs[paragraph].as_ptr() as usize - text.as_ptr() as usize;
    let mut mentions = Vec::new();
    let mut gold = Vec::new();
    for row in rows {
        let inside = |at: &usize| {
            let token = &analysis.tokens[*at];
            (row.0..row.1).contains(&(offset(token.paragraph as usize) + token.start as usize))
        };
        let tokens: Vec<usize> = (0..analysis.tokens.len()).filter(inside).collect();
        if let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) {
            mentions.push(Mention { tokens: first as u32..last as u32 + 1, kind: row.2 });
            gold.push(row);
        }
    }
    for mention in &mentions {
        hits.entry(mention.kind).or_default()[2] += 1;
    }
    for hit in gazetteer.mentions(&analysis, &paragraphs) {
        let counts = hits.entry(hit.kind).or_default();
        counts[0] += u64::from(mentions.contains(&hit));
        counts[1] += 1;
    }
    let resolved = resolve(&analysis, &paragraphs, &mentions, gazetteer);
    for alias in aliases(&analysis, &paragraphs, &mentions, gazetteer) {
        builder.alias(&alias, 1);
    }
    let mut judged = Vec::new();
    for (found, row) in resolved.iter().zip(gold) {
        let key = found.key(&analysis, &mentions, gazetteer);
        builder.name(&key, &row.4, 1);
        let (entity, form) = (format!("{} {}", row.2.name(), row.3), row.4.clone());
        judged.push(Judged { article, entity, form, own: found.fullest, key });
    }
    judged
}

fn grouped(groups: &Groups, key: &str) -> String {
    groups.group_of(key).map_or_else(|| key.to_owned(), |group| group.to_string())
}

/// Counts the pairs that are one entity by both, by what was found, and by the
/// annotation.
fn pairs<'a, F: Eq + std::hash::Hash>(
    mentions: impl IntoIterator<Item = &'a Judged>,
    found: impl Fn(&Judged) -> F,
    space: impl Fn(&Judged) -> usize,
) -> [u64; 3] {
    let mut counts = [HashMap::new(), HashMap::new(), HashMap::new()];
    for mention in mentions {
        let gold = Some((space(mention), mention.entity.as_str()));
        *counts[0].entry((Some(found(mention)), gold)).or_insert(0u64) += 1;
        *counts[1].entry((Some(found(mention)), None)).or_insert(0) += 1;
        *counts[2].entry((None, gold)).or_insert(0) += 1;
    }
    counts.map(|counts| counts.values().map(|n| n * (n - 1) / 2).sum())
}

fn figures(name: &str, [both, found, gold]: [u64; 3]) {
    let part = |of: u64| if of == 0 { 0.0 } else { 100.0 * both as f64 / of as f64 };
    let (precision, recall) = (part(found), part(gold));
    let f1 = if both == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    println!("  {name}: precision {precision:.1} recall {recall:.1} F1 {f1:.1} ({gold})");
}

/// Lists the pairs of names that are most often brought together or kept
/// apart wrongly.
fn errors(mentions: &[Judged], groups: &Groups) {
    let mut within: HashMap<(bool, String, String), u64> = HashMap::new();
    let mut across: HashMap<(bool, String, String), u64> = HashMap::new();
    for (at, a) in mentions.iter().enumerate() {
        for b in &mentions[at + 1..] {
            let gold = a.entity == b.entity;
            let own = a.article == b.article;
            let found = match own {
                true => a.own == b.own,
                false => grouped(groups, &a.key) == grouped(groups, &b.key),
            };
            if gold != found {
                let mut names = [a, b].map(|m| match gold {
                    true => format!("{} [{}]", m.form, m.key),
                    false => format!("{} [{}]", m.form, m.entity),
                });
                names.sort();
                let [first, second] = names;
                let table = if own { &mut within } else { &mut across };
                *table.entry((gold, first, second)).or_default() += 1;
            }
        }
    }
    for (title, table) in [("within", within), ("across", across)] {
        for gold in [true, false] {
            println!("\n{title}: {}", if gold { "kept apart" } else { "brought together" });
            let mut rows: Vec<_> = table.iter().filter(|(key, _)| key.0 == gold).collect();
            rows.sort_by_key(|(key, count)| (std::cmp::Reverse(**count), *key));
            for ((_, a, b), count) in rows.into_iter().take(LISTED) {
                println!("  {count}  {a} | {b}");
            }
        }
    }
}
