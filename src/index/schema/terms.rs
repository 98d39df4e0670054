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
//! articles say about keys (`org:mko>org:mujahedin khalq`, and the other way
//! round) and call by a name whose key is another (`org:pbo~org:plan organization`).

use std::fmt::Write;

use crate::article::{Article, Language};

/// The first character that no mark is: words begin at or after it.
pub(in crate::index) const FIRST_OF_WORDS: &str = "\u{20}";
/// Stands at the end of every sentence.
pub(in crate::index) const SENTENCE_END: &str = "\u{3}";
/// Stands at the end of every paragraph.
pub(in crate::index) const PARAGRAPH_END: &str = "\u{4}";

/// Appends the term of a stem.
pub(in crate::index) fn push_stem(term: &mut String, language: Language, stem: &str) {
    term.push('\u{1}');
    term.push_str(language.as_str());
    term.push(':');
    term.push_str(stem);
}

/// The stem that a term is the term of.
pub(in crate::index) fn stem_of(term: &str) -> Option<&str> {
    let (_, stem) = term.strip_prefix('\u{1}')?.split_once(':')?;
    Some(stem)
}

/// The stem that a term is the term of, and its language.
pub(in crate::index) fn language_and_stem(term: &str) -> Option<(Language, &str)> {
    let (language, stem) = term.strip_prefix('\u{1}')?.split_once(':')?;
    Some((Language::parse(language)?, stem))
}

/// Whether a term is anything but a folded word.
pub(in crate::index) fn is_marked(term: &str) -> bool {
    term < FIRST_OF_WORDS
}

/// Appends the term of a spelling key.
pub(in crate::index) fn push_key(term: &mut String, key: &str) {
    term.push('\u{2}');
    term.push_str(key);
}

/// The spelling key that a term is the term of.
pub(in crate::index) fn key_of(term: &str) -> Option<&str> {
    term.strip_prefix('\u{2}')
}

/// Appends the term of a mention of so many words: of a kind, or of a key.
pub(in crate::index) fn push_mention(term: &mut String, name: &str, words: u32) {
    term.push_str(name);
    term.push(WORDS);
    // A String takes whatever is written.
    let _ = write!(term, "{words}");
}

/// Stands between what a mention names and its number of words.
pub(in crate::index) const WORDS: char = '/';

/// How many words the mention of a term has.
pub(in crate::index) fn words_of_mention(term: &str) -> u32 {
    term.rsplit_once(WORDS).and_then(|(_, words)| words.parse().ok()).unwrap_or(1)
}

/// Stands between a key and how it is written.
pub(in crate::index) const WRITTEN: char = '=';
/// Begins a form that follows from its key.
const FOLLOWS: char = '\u{1}';

/// How a word of a form is made of the word of its key.
const AS_IT_IS: char = 'a';
const WITH_A_CAPITAL: char = 'b';
const IN_CAPITALS: char = 'c';
const WAYS: [char; 3] = [AS_IT_IS, WITH_A_CAPITAL, IN_CAPITALS];

/// Appends the term that says how a key is written. Most forms are the last words
/// of the key with capitals: of those a letter for each word is enough. Returns of
/// them how many words that are.
pub(in crate::index) fn push_written(term: &mut String, key: &str, form: &str) -> Option<usize> {
    term.push_str(key);
    term.push(WRITTEN);
    let start = term.len();
    term.push(FOLLOWS);
    let mut of_key = words_from_last(name_of(key));
    for word in words_from_last(form) {
        let way = of_key.next().and_then(|of_key| {
            WAYS.into_iter().find(|&way| in_way(of_key, way).eq(word.iter().copied()))
        });
        let Some(way) = way else {
            term.truncate(start);
            term.push_str(form);
            return None;
        };
        term.push(way);
    }
    Some(term.len() - start - FOLLOWS.len_utf8())
}

/// The form that stands behind a key and [`WRITTEN`] in a term.
pub(in crate::index) fn written(key: &str, form: &str) -> String {
    let Some(ways) = form.strip_prefix(FOLLOWS) else { return form.to_owned() };
    let words: Vec<(&[u8], char)> = words_from_last(name_of(key)).zip(ways.chars()).collect();
    let mut form = Vec::with_capacity(key.len());
    for (place, &(word, way)) in words.iter().rev().enumerate() {
        form.extend((place > 0).then_some(b' '));
        form.extend(in_way(word, way));
    }
    // It is UTF-8: only letters in ASCII are changed.
    String::from_utf8(form).unwrap_or_default()
}

fn name_of(key: &str) -> &str {
    key.split_once(':').map_or(key, |(_, name)| name)
}

/// The words of a name or of a form, from the last to the first.
fn words_from_last(name: &str) -> impl Iterator<Item = &[u8]> {
    name.as_bytes().rsplit(|byte| *byte == b' ')
}

/// A word of a key in one of the ways to write it.
fn in_way(word: &[u8], way: char) -> impl Iterator<Item = u8> {
    word.iter().copied().enumerate().map(move |(place, letter)| match way {
        WITH_A_CAPITAL if place == 0 => letter.to_ascii_uppercase(),
        IN_CAPITALS => letter.to_ascii_uppercase(),
        _ => letter,
    })
}

/// Stands between a short name and the full one.
pub(in crate::index) const ALIAS: char = '>';
/// Stands between the full name and a short one: the same the other way round.
pub(in crate::index) const ALIAS_OF: char = '<';

/// Stands between the key of a name and that of what an article calls so.
pub(in crate::index) const CALLED: char = '~';

/// Stands between a closed word and where it is parted.
const PARTED: char = '=';

/// Appends the value of the `compound` field that says how a closed word is
/// written in parts: the word, and the length of each part but the last.
pub(in crate::index) fn push_compound<'a>(
    term: &mut String,
    parts: impl Iterator<Item = &'a str> + Clone,
) {
    parts.clone().for_each(|part| term.push_str(part));
    term.push(PARTED);
    let mut parts = parts.peekable();
    while let Some(part) = parts.next()
        && parts.peek().is_some()
    {
        // A String takes whatever is written.
        let _ = write!(term, "{},", part.len());
    }
}

/// What the values begin with that say how a closed word is written in parts.
pub(in crate::index) fn compounds_of(closed: &str) -> String {
    format!("{closed}{PARTED}")
}

/// The parts of a value of the `compound` field.
pub(in crate::index) fn parts_of(compound: &str) -> Option<Vec<&str>> {
    let (mut rest, lengths) = compound.split_once(PARTED)?;
    let mut parts = Vec::new();
    for length in lengths.split_terminator(',') {
        let part;
        (part, rest) = rest.split_at_checked(length.parse().ok()?)?;
        parts.push(part);
    }
    parts.push(rest);
    Some(parts)
}

/// The language whose stems an article's words have. Where it is not known,
/// English: a text too short to tell is as a rule a short English one, and the
/// English stemmer leaves other scripts alone.
pub(in crate::index) fn stemmed_as(article: &Article) -> Language {
    article.language.unwrap_or(Language::ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_come_back_as_they_are_written() {
        let forms = [
            ("person:edi rama", "Edi Rama", "\u{1}bb"),
            ("person:edi rama", "Rama", "\u{1}b"),
            ("person:edi rama", "EDI RAMA", "\u{1}cc"),
            ("org:bank of albania", "Bank of Albania", "\u{1}bab"),
            ("org:eu", "EU", "\u{1}c"),
            ("place:sarande", "Sarandë", "Sarandë"),
            ("person:edi rama", "Mr Edi Rama", "Mr Edi Rama"),
            ("person:edi rama", "Edi  Rama", "Edi  Rama"),
            ("person:edi rama", "E. Rama", "E. Rama"),
            ("org:european union", "EU", "EU"),
            ("person:edi rama", "", ""),
            ("other", "Other", "\u{1}b"),
        ];
        for (key, form, stored) in forms {
            let mut term = String::new();
            let words = push_written(&mut term, key, form);
            assert_eq!(term, format!("{key}={stored}"));
            assert_eq!(words.is_some(), stored.starts_with(FOLLOWS));
            assert!(words.is_none_or(|words| words == form.split(' ').count()));
            assert_eq!(written(key, stored), form);
        }
    }

    #[test]
    fn compounds_come_back_in_parts() {
        for parts in [&["cyber", "attack"][..], &["f", "16"], &["ایران", "شهر"], &["a", "b", "cd"]]
        {
            let mut term = String::new();
            push_compound(&mut term, parts.iter().copied());
            assert!(term.starts_with(&compounds_of(&parts.concat())));
            assert_eq!(parts_of(&term).as_deref(), Some(parts));
        }
        assert_eq!(parts_of("cyberattack"), None);
        assert_eq!(parts_of("cyberattack=99,"), None);
        assert_eq!(parts_of("cyberattack=x,"), None);
    }
}
