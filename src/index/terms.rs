//! The terms of a text field: what stands at a position, and how it is spelt
//! in the index.
//!
//! A folded word is a term as it is. Everything else that stands at a
//! position begins with a mark that no word contains, so that a search for an
//! exact form, a wildcard or a list of words never meets it:
//!
//! | term | stands |
//! |---|---|
//! | `sanctions` | at the word |
//! | `\u{1}en:sanction` | at a word whose stem differs from it, with the language of the stem |
//! | `\u{2}kanani` | at a word whose spelling key differs from it |
//! | `\u{3}` | at the end of a sentence, the last of a paragraph included |
//! | `\u{4}` | at the end of a paragraph |
//!
//! The field `mentions` has positions of the same space. At the first word of
//! each name stand the kind and the key of its entity, each with the number of
//! words of the name: `person/2`, `person:edi rama/2`. The fields `name` and
//! `alias` say how a key is written (`person:edi rama=Edi Rama`) and what
//! articles say about keys (`org:mko>org:mujahedin khalq`), each in both
//! directions.

use std::fmt::Write;

use crate::article::Language;

/// The first character that no mark is: words begin at or after it.
pub(super) const FIRST_OF_WORDS: &str = "\u{20}";
/// Stands at the end of every sentence.
pub(super) const SENTENCE_END: &str = "\u{3}";
/// Stands at the end of every paragraph.
pub(super) const PARAGRAPH_END: &str = "\u{4}";

/// Appends the term of a stem.
pub(super) fn push_stem(term: &mut String, language: Language, stem: &str) {
    term.push('\u{1}');
    term.push_str(language.as_str());
    term.push(':');
    term.push_str(stem);
}

/// The stem that a term is the term of.
pub(super) fn stem_of(term: &str) -> Option<&str> {
    let (_, stem) = term.strip_prefix('\u{1}')?.split_once(':')?;
    Some(stem)
}

/// The stem that a term is the term of, and its language.
pub(super) fn language_and_stem(term: &str) -> Option<(Language, &str)> {
    let (language, stem) = term.strip_prefix('\u{1}')?.split_once(':')?;
    Some((Language::parse(language)?, stem))
}

/// Whether a term is anything but a folded word.
pub(super) fn is_marked(term: &str) -> bool {
    term < FIRST_OF_WORDS
}

/// Appends the term of a spelling key.
pub(super) fn push_key(term: &mut String, key: &str) {
    term.push('\u{2}');
    term.push_str(key);
}

/// Appends the term of a mention of so many words: of a kind, or of a key.
pub(super) fn push_mention(term: &mut String, name: &str, words: u32) {
    term.push_str(name);
    term.push(WORDS);
    // A String takes whatever is written.
    let _ = write!(term, "{words}");
}

/// Stands between what a mention names and its number of words.
pub(super) const WORDS: char = '/';

/// How many words the mention of a term has.
pub(super) fn words_of_mention(term: &str) -> u32 {
    term.rsplit_once(WORDS).and_then(|(_, words)| words.parse().ok()).unwrap_or(1)
}

/// Stands between a key and how it is written.
pub(super) const WRITTEN: char = '=';
/// Stands between a short name and the full one.
pub(super) const ALIAS: char = '>';
/// Stands between the full name and a short one: the same the other way round.
pub(super) const ALIAS_OF: char = '<';

/// Appends the value of the `compound` field that says how a closed word is
/// written in parts.
pub(super) fn push_compound<'a>(
    term: &mut String,
    closed: &str,
    parts: impl Iterator<Item = &'a str>,
) {
    term.push_str(closed);
    term.push('=');
    for (place, part) in parts.enumerate() {
        if place > 0 {
            term.push(' ');
        }
        term.push_str(part);
    }
}
