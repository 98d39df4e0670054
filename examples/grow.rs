//! Makes a large archive out of a small one, to measure on. Each copy has ids
//! of its own and its sentences in another order; what a page prints twice it
//! prints twice in each copy. Its words are exchanged for others that are about
//! as frequent, so that the copies have the statistics of the archive and are
//! not the same story again and again; only the hundred most frequent words and
//! what has capitals stay. And every eighth word is spelt in a way of its own,
//! so that the vocabulary grows as the archive does.
//!
//!     cargo run --release --example grow -- FROM TO COPIES
//!
//! FROM holds text files; the first number in a file's name is taken for its id.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_64;

/// One word of the vocabulary in so many is spelt anew in each copy.
const CHANGED: u64 = 8;
/// So many of the most frequent words stay what they are.
const KEPT: usize = 100;
/// Words take each other's places among so many neighbours by frequency.
const NEIGHBOURS: usize = 16;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, copies] = arguments.as_slice() else {
        anyhow::bail!("usage: grow FROM TO COPIES");
    };
    let copies: u64 = copies.parse().context("COPIES is a number")?;
    let vocabulary = Vocabulary::of(from)?;
    for entry in WalkDir::new(from) {
        let entry = entry?;
        if !entry.file_type().is_file() {
            continue;
        }
        let text = fs::read_to_string(entry.path())
            .with_context(|| format!("{} is no text", entry.path().display()))?;
        let name = entry.file_name().to_string_lossy();
        for copy in 0..copies {
            let folder = Path::new(to).join(format!("{copy:04}"));
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(renumbered(&name, copy)), changed(&text, copy, &vocabulary))?;
        }
    }
    Ok(())
}

/// The name with the copy's number before its first number.
fn renumbered(name: &str, copy: u64) -> String {
    let at = name.find(|character: char| character.is_ascii_digit()).unwrap_or(0);
    format!("{}{}{}", &name[..at], copy + 1, &name[at..])
}

/// The words of an archive that have no capitals, by frequency.
struct Vocabulary {
    words: Vec<String>,
    ranks: HashMap<String, usize>,
}

impl Vocabulary {
    fn of(from: &str) -> Result<Vocabulary> {
        let mut counts: HashMap<String, u64> = HashMap::new();
        for entry in WalkDir::new(from) {
            let entry = entry?;
            if entry.file_type().is_file() {
                let text = fs::read_to_string(entry.path())?;
                for word in text.split_whitespace().map(|word| split(word).0) {
                    if is_plain(word) {
                        *counts.entry(word.to_owned()).or_default() += 1;
                    }
                }
            }
        }
        let mut words: Vec<(u64, String)> =
            counts.into_iter().map(|(word, count)| (count, word)).collect();
        words.sort_unstable_by(|one, other| other.cmp(one));
        let words: Vec<String> = words.into_iter().map(|(_, word)| word).collect();
        let ranks = words.iter().cloned().zip(0..).collect();
        Ok(Vocabulary { words, ranks })
    }

    /// The word that stands in the place of another one.
    fn instead<'a>(&'a self, word: &'a str, copy: u64) -> &'a str {
        let Some(&rank) = self.ranks.get(word).filter(|&&rank| rank >= KEPT) else {
            return word;
        };
        let first = rank - rank % NEIGHBOURS;
        let neighbours = &self.words[first..self.words.len().min(first + NEIGHBOURS)];
        let turn = xxh3_64(&[copy.to_le_bytes(), (first as u64).to_le_bytes()].concat());
        &neighbours[(rank - first + turn as usize % NEIGHBOURS) % neighbours.len()]
    }
}

fn changed(text: &str, copy: u64, vocabulary: &Vocabulary) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let paragraphs: Vec<&str> = text.split('\n').map(str::trim).collect();
    let changed = text.split('\n').zip(&paragraphs).map(|(line, paragraph)| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut words = Vec::new();
        for sentence in reordered(paragraph, &paragraphs, copy) {
            words.extend(sentence.split(' ').map(|written| {
                let (word, rest) = split(written);
                match is_plain(word) {
                    true => respelt(vocabulary.instead(word, copy), copy) + rest,
                    false => written.to_owned(),
                }
            }));
        }
        indent.to_owned() + &words.join(" ")
    });
    changed.collect::<Vec<_>>().join("\n")
}

/// The sentences of a paragraph in another order. What the page prints once more
/// below stays the end of the paragraph, in the order that it has there: a page
/// that says half of its text twice does so in each copy.
fn reordered<'a>(paragraph: &'a str, paragraphs: &[&str], copy: u64) -> Vec<&'a str> {
    let again = paragraphs.iter().filter(|other| {
        !other.is_empty() && other.len() < paragraph.len() && paragraph.ends_with(**other)
    });
    let again = again.map(|other| other.len()).max().unwrap_or(0);
    let (first, again) = paragraph.split_at(paragraph.len() - again);
    let mut sentences: Vec<&str> = first.split_inclusive(". ").map(str::trim_end).collect();
    sentences.sort_by_cached_key(|sentence| xxh3_64(format!("{copy}{sentence}").as_bytes()));
    if !again.is_empty() {
        sentences.extend(reordered(again, paragraphs, copy));
    }
    sentences
}

/// A word and the signs behind it.
fn split(written: &str) -> (&str, &str) {
    let word = written.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    (word, &written[word.len()..])
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn respelt(word: &str, copy: u64) -> String {
    if word.len() <= 4 || !xxh3_64(word.as_bytes()).is_multiple_of(CHANGED) {
        return word.to_owned();
    }
    // Another spelling in each of 676 copies.
    let (step, turn) = (copy / 26, copy % 26);
    let letters = word.bytes().zip(0..).map(|(byte, place)| {
        let moved = u64::from(byte - b'a') + turn + step * place;
        char::from(b'a' + (moved % 26) as u8)
    });
    letters.collect()
}
