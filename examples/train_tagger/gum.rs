//! The news of GUM, in CoNLL-U.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::corpus::{Document, Sentence};

/// Words that GUM counts to a name and our guidelines do not.
const TITLES: [&str; 22] = [
    "President",
    "Minister",
    "Prime",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Dr.",
    "Sir",
    "Pope",
    "Senator",
    "Governor",
    "Secretary",
    "Professor",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Judge",
    "Captain",
    "Foreign",
    "General",
    "Chancellor",
];

/// Reads GUM's CoNLL-U files. Its mentions include descriptions: kept is the
/// run of proper nouns around the head, where the head is one.
pub fn read(folder: &Path) -> Result<Vec<Document>> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "conllu"))
        .collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path)?;
        let mut document = Document { name: path.display().to_string(), ..Document::default() };
        for sentence in text.split("\n\n") {
            gum_sentence(sentence, &mut document);
        }
        documents.push(document);
    }
    Ok(documents)
}

struct GumWord<'a> {
    form: &'a str,
    proper: bool,
    demonym: bool,
    entity: &'a str,
    spaced: bool,
}

fn gum_sentence(sentence: &str, document: &mut Document) {
    let words: Vec<GumWord> = sentence
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, _, tag, _, _, _, _, _, misc] = columns.as_slice() else { return None };
            id.parse::<u32>().ok()?;
            let find = |key: &str| misc.split('|').find_map(|part| part.strip_prefix(key));
            let capital = form.starts_with(char::is_uppercase);
            Some(GumWord {
                form,
                proper: *tag == "PROPN" && capital,
                demonym: *tag == "ADJ" && capital && form.len() > 3,
                entity: find("Entity=").unwrap_or(""),
                spaced: find("SpaceAfter=") != Some("No"),
            })
        })
        .collect();
    let mut labels: Vec<Option<(usize, &str)>> = vec![None; words.len()];
    let mut open: Vec<(&str, &str, usize, usize)> = Vec::new();
    let mut number = 0;
    for at in 0..words.len() {
        let mut rest = words[at].entity;
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('(') {
                let end = inside.find(['(', ')']).unwrap_or(inside.len());
                let fields: Vec<&str> = inside[..end].split('-').collect();
                let kind = fields.get(1).copied().unwrap_or("");
                let head = fields.iter().skip(4).find_map(|field| {
                    field.split(',').next().and_then(|first| first.parse::<usize>().ok())
                });
                open.push((fields[0], kind, at, head.unwrap_or(1)));
                rest = &inside[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    let Some(mention) = open.pop() else { continue };
                    number += 1;
                    label(&words, mention, at, number, &mut labels);
                    rest = after;
                }
            } else {
                let end = rest.find(')').map_or(rest.len(), |end| end + 1);
                let id = rest[..end].trim_end_matches(')');
                if let Some(place) = open.iter().rposition(|mention| mention.0 == id) {
                    number += 1;
                    let mention = open.remove(place);
                    label(&words, mention, at, number, &mut labels);
                }
                rest = &rest[end..];
            }
        }
    }
    let mut built = Sentence::default();
    let mut before = None;
    let mut spaced = true;
    for (word, &given) in words.iter().zip(&labels) {
        let given = given.or(word.demonym.then_some((usize::MAX, "other")));
        let role = if given.is_some() && given == before { "I" } else { "B" };
        let name = given.map_or("O".to_owned(), |(_, kind)| format!("{role}-{kind}"));
        built.push(word.form, &name, spaced);
        spaced = word.spaced;
        before = given;
    }
    if !built.text.is_empty() {
        built.close(document);
    }
}

/// Labels the proper nouns around the head of a mention; an outer mention
/// overrides the inner ones that share its head.
fn label<'a>(
    words: &[GumWord],
    (_, kind, first, head): (&str, &'a str, usize, usize),
    last: usize,
    number: usize,
    labels: &mut [Option<(usize, &'a str)>],
) {
    if !matches!(kind, "person" | "place" | "organization" | "event") {
        return;
    }
    let head = (first + head - 1).min(last);
    if !words[head].proper {
        return;
    }
    let (mut start, mut end) = (head, head);
    while start > first && words[start - 1].proper && !TITLES.contains(&words[start - 1].form) {
        start -= 1;
    }
    loop {
        let next = end + 1;
        let over = |to: usize| to <= last && words[to].proper;
        if over(next) {
            end = next;
        } else if next < last && matches!(words[next].form, "of" | "for" | "and") && over(next + 1)
        {
            end = next + 1;
        } else {
            break;
        }
    }
    labels[start..=end].fill(Some((number, kind)));
}
