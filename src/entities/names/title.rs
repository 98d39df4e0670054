//! Titles and honorifics, which are no part of a name.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::key::forms;
use crate::entities::{Kind, Mention};
use crate::text::{Analysis, query_tokens};

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

/// Takes away the mentions of people and bodies that are a title and nothing else
/// ("the Emir", "the MP"), unless the article names somebody who has that for a
/// surname.
pub fn without_bare_titles(analysis: &Analysis, mentions: &mut Vec<Mention>) {
    let begins = |mention: &Mention| {
        let first = analysis.tokens.get(mention.tokens.start as usize);
        first.is_some_and(|first| FIRST_WORDS.contains_key(analysis.form(first)))
    };
    let may_be = |mention: &Mention| {
        matches!(mention.kind, Kind::Person | Kind::Organisation)
            && begins(mention)
            && is_title(&forms(analysis, mention.tokens.clone()))
    };
    let bare: Vec<usize> = (0..mentions.len()).filter(|&at| may_be(&mentions[at])).collect();
    if bare.is_empty() {
        return;
    }
    let last = |mention: &Mention| forms(analysis, mention.tokens.clone()).pop();
    let names = mentions.iter().filter(|name| name.kind == Kind::Person && name.tokens.len() > 1);
    let surnames: FxHashSet<&str> = names.filter(|name| !may_be(name)).filter_map(last).collect();
    let is_surname = |mention: &Mention| last(mention).is_some_and(|word| surnames.contains(word));
    let mut at = 0;
    mentions.retain(|mention| {
        at += 1;
        bare.binary_search(&(at - 1)).is_err() || is_surname(mention)
    });
}

/// Whether words are a title by themselves: "Crown Prince" and not "Prince Sultan".
fn is_title(words: &[&str]) -> bool {
    match words {
        [word] => TITLES.contains(*word),
        words => TITLES.contains(&words.join(" ")),
    }
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
    use crate::text::Analyzer;

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
    fn a_title_by_itself_names_nobody() {
        let left = |text: &str, kinds: &[(u32, u32, Kind)]| {
            let mut analysis = Analysis::default();
            Analyzer::new().analyze(None, std::iter::once(text), &mut analysis);
            let mentions = kinds.iter().map(|&(from, to, kind)| Mention { tokens: from..to, kind });
            let mut mentions: Vec<Mention> = mentions.collect();
            without_bare_titles(&analysis, &mut mentions);
            let starts = mentions.into_iter().map(|mention| mention.tokens.start);
            starts.collect::<Vec<u32>>()
        };
        let person = Kind::Person;
        assert_eq!(left("Emir Tamim spoke. The Emir left", &[(0, 2, person), (4, 5, person)]), [0]);
        assert_eq!(left("The MP said", &[(1, 2, Kind::Organisation)]), <[u32; 0]>::default());
        assert_eq!(left("Crown Prince Sultan", &[(0, 3, person)]), [0]);
        assert_eq!(
            left("Stephen King wrote. King said", &[(0, 2, person), (3, 4, person)]),
            [0, 3]
        );
        assert_eq!(left("in Emir", &[(1, 2, Kind::Place)]), [1]);
    }

    #[test]
    fn the_table_is_ordered() {
        let lines: Vec<&str> = TABLE.lines().skip(1).collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(lines.iter().all(|line| (1..=MAX_WORDS).contains(&folded(line).len())));
    }
}
