//! Patterns and regular expressions as regular expressions over folded words.
//! Never looks into the index.

use unicode_normalization::char::is_combining_mark;

use crate::query::ast::{Pattern, PatternPart};
use crate::text::{self, Before, Joint};

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

/// A word with wildcards in the parts that a text would split it into: at
/// hyphens, half-spaces and elisions.
pub(super) struct Parts {
    pub parts: Vec<Pattern>,
    /// Whether the word is written in one piece as well.
    pub closes: bool,
}

impl Parts {
    pub(super) fn of(pattern: &Pattern) -> Parts {
        let mut parts = vec![Pattern(Vec::new())];
        let mut closes = true;
        for (number, piece) in pattern.0.iter().enumerate() {
            let PatternPart::Literal(text) = piece else {
                push(&mut parts, piece.clone());
                continue;
            };
            let before = if number == 0 { Before::Nothing } else { Before::Wildcard };
            for (joint, text) in text::fragment_parts(text, before) {
                closes &= joint != Some(Joint::Elides);
                if joint.is_some() {
                    parts.push(Pattern(Vec::new()));
                }
                if !text.is_empty() {
                    push(&mut parts, PatternPart::Literal(text.to_owned()));
                }
            }
        }
        // A hyphen at the end of a word is no part of it.
        parts.retain(|part| !part.0.is_empty());
        Parts { parts, closes }
    }

    /// All parts in one word, in which each has a letter: `anti` is not
    /// `anti-*` closed up.
    pub(super) fn closed(&self) -> Pattern {
        let mut closed = Vec::new();
        for part in &self.parts {
            if part.0 == [PatternPart::AnyMany] {
                closed.push(PatternPart::AnyOne);
            }
            closed.extend(part.0.iter().cloned());
        }
        Pattern(closed)
    }
}

/// Adds a piece to the last of some parts.
fn push(parts: &mut [Pattern], piece: PatternPart) {
    if let Some(last) = parts.last_mut() {
        last.0.push(piece);
    }
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
