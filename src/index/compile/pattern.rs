//! Patterns and regular expressions as regular expressions over folded words.
//! Never looks into the index.

use unicode_normalization::char::is_combining_mark;

use crate::query::ast::{Pattern, PatternPart};
use crate::text;

/// What means something in a regular expression. Nothing else may be escaped:
/// a backslash before a letter or a mark is an escape of another kind.
const SPECIAL: &str = r"\.+*?()|[]{}^$";

/// A pattern as a regular expression over a folded word or value.
pub(super) fn regex(pattern: &Pattern, fold: fn(&str) -> String) -> String {
    let mut regex = String::new();
    for part in &pattern.0 {
        match part {
            PatternPart::AnyOne => regex.push('.'),
            PatternPart::AnyMany => regex.push_str(".*"),
            PatternPart::Literal(text) => {
                for character in fold(text).chars() {
                    if SPECIAL.contains(character) {
                        regex.push('\\');
                    }
                    regex.push(character);
                }
            }
        }
    }
    regex
}

/// The parts of a pattern between hyphens: a word with hyphens is several words.
pub(super) fn hyphenated(pattern: &Pattern) -> Vec<Pattern> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for piece in &pattern.0 {
        let PatternPart::Literal(text) = piece else {
            part.push(piece.clone());
            continue;
        };
        for (number, text) in text.split(['-', '\u{2010}', '\u{2011}']).enumerate() {
            if number > 0 {
                parts.push(Pattern(std::mem::take(&mut part)));
            }
            if !text.is_empty() {
                part.push(PatternPart::Literal(text.to_owned()));
            }
        }
    }
    parts.push(Pattern(part));
    parts
}

/// Whether a pattern has nothing between its letters that parts words.
pub(super) fn is_one_word(pattern: &Pattern) -> bool {
    let letters = pattern.0.iter().filter_map(|part| match part {
        PatternPart::Literal(text) => Some(text::fold_fragment(text)),
        PatternPart::AnyOne | PatternPart::AnyMany => None,
    });
    // A mark begins no word, but it may stand behind a wildcard.
    let is_one = |word: &str| matches!(text::query_tokens(word).tokens.as_slice(), [token] if token.form == word);
    letters.into_iter().all(|letters| {
        let word = letters.trim_start_matches(is_combining_mark);
        !letters.is_empty() && (word.is_empty() || is_one(word))
    })
}

/// A regular expression over folded words: its letters are small, but for those
/// that an escape gives a meaning.
pub(super) fn in_small(regex: &str) -> String {
    let mut small = String::with_capacity(regex.len());
    let mut characters = regex.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            small.push(character);
            small.extend(characters.next());
        } else {
            small.extend(character.to_lowercase());
        }
    }
    small
}
