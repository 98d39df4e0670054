//! Makes a large archive out of a small one, to measure on: each copy has ids
//! of its own, its sentences in another order, and every eighth word of the
//! vocabulary spelt in a way of its own, so that the vocabulary grows as the
//! archive does.
//!
//!     cargo run --release --example grow -- FROM TO COPIES
//!
//! FROM holds text files; the first number in a file's name is taken for its id.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_64;

/// One word of the vocabulary in so many is spelt anew in each copy.
const CHANGED: u64 = 8;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, copies] = arguments.as_slice() else {
        anyhow::bail!("usage: grow FROM TO COPIES");
    };
    let copies: u64 = copies.parse().context("COPIES is a number")?;
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
            fs::write(folder.join(renumbered(&name, copy)), changed(&text, copy))?;
        }
    }
    Ok(())
}

/// The name with the copy's number before its first number.
fn renumbered(name: &str, copy: u64) -> String {
    let at = name.find(|character: char| character.is_ascii_digit()).unwrap_or(0);
    format!("{}{}{}", &name[..at], copy + 1, &name[at..])
}

fn changed(text: &str, copy: u64) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let paragraphs = text.split('\n').map(|paragraph| {
        let mut sentences: Vec<&str> = paragraph.split_inclusive(". ").collect();
        sentences.sort_by_cached_key(|sentence| xxh3_64(format!("{copy}{sentence}").as_bytes()));
        let words = sentences.iter().flat_map(|sentence| sentence.split(' '));
        words.map(|word| respelt(word, copy)).collect::<Vec<_>>().join(" ")
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

fn respelt(word: &str, copy: u64) -> String {
    let plain = word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !plain || !xxh3_64(word.as_bytes()).is_multiple_of(CHANGED) {
        return word.to_owned();
    }
    // Letters move on by the number of the copy; vowels stay vowels' places.
    let moved = |byte: u8| b'a' + ((u64::from(byte - b'a') + copy) % 26) as u8;
    word.bytes().map(|byte| char::from(moved(byte))).collect()
}
