//! Titles and honorifics, which are no part of a name.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::query_tokens;

const TABLE: &str = include_str!("../../../data/entities/titles.tsv");

/// The folded titles, their words with one space between.
static TITLES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| folded(line).join(" ")).collect()
});

/// The first words of titles, with the words of the longest that begins so.
static FIRST_WORDS: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
    let mut longest = FxHashMap::default();
    for title in TITLES.iter() {
        let length = title.split(' ').count();
        let known = longest.entry(title.split(' ').next().unwrap_or(title)).or_insert(length);
        *known = length.max(*known);
    }
    longest
});

/// What begins a name and is often left out. It belongs to the name, so it is
/// taken away only where two words remain.
const COURTESIES: [&str; 8] = ["seyyed", "haj", "hajj", "hadj", "haji", "hajji", "سید", "حاج"];

/// Returns how many of the first words of a name are titles; one word is
/// always left.
pub(super) fn title_words(words: &[&str]) -> usize {
    let mut taken = 0;
    while let Some(longest) = words.get(taken).and_then(|word| FIRST_WORDS.get(word)) {
        let is_title = |&length: &usize| match &words[taken..taken + length] {
            [word] => TITLES.contains(*word),
            words => TITLES.contains(words.join(" ").as_str()),
        };
        let longest = (*longest).min(words.len() - taken - 1);
        let Some(length) = (1..=longest).rev().find(is_title) else { break };
        taken += length;
    }
    taken
}

/// Whether a word is a courtesy that a name may begin with.
pub(super) fn is_courtesy(word: &str) -> bool {
    COURTESIES.contains(&word)
}

fn folded(line: &str) -> Vec<String> {
    query_tokens(line).tokens.into_iter().map(|token| token.form).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most words of a title.
    const MAX_WORDS: usize = 5;

    #[test]
    fn titles_are_counted_and_the_name_is_left() {
        for (name, titles) in [
            ("president emmanuel macron", 1),
            ("foreign minister hossein amirabdollahian", 2),
            ("grand ayatollah ali sistani", 2),
            ("emmanuel macron", 0),
            ("imam", 0),
            ("وزیر امور خارجه عباس عراقچی", 3),
            ("الرییس بشار الاسد", 1),
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            assert_eq!(title_words(&words), titles, "{name}");
        }
    }

    #[test]
    fn the_table_is_ordered() {
        let lines: Vec<&str> = TABLE.lines().skip(1).collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(lines.iter().all(|line| (1..=MAX_WORDS).contains(&folded(line).len())));
    }
}
