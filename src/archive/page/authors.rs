//! Names of authors that stand in one text: "By Jane Roe, John Doe and Max Moe".
//!
//! A comma and an "and" stand inside names, too ("Doe, Jane", "Marks and Spencer"): a text
//! is taken apart where each part can be the whole name of a person.

use crate::archive::fold::{collapse, fold};

/// What announces a name, in small letters.
const BY: [&str; 7] = ["by ", "von ", "par ", "por ", "door ", "av ", "af "];
/// What stands between two names: in English, German, French, Spanish, Portuguese and
/// Italian, Danish and Norwegian, Swedish, Dutch, Catalan and Polish, Turkish and Russian.
const AND: [&str; 12] = ["and", "&", "und", "et", "y", "e", "og", "och", "en", "i", "ve", "и"];
/// Small words inside a name.
const PARTICLES: [&str; 30] = [
    "af", "al", "av", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di",
    "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "of", "ten", "ter", "van", "von",
    "zu", "zur",
];
/// What follows a name behind a comma and belongs to it.
const SUFFIXES: [&str; 10] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "ma", "esq", "dr"];
/// Words that no name of a person has.
const OF_OTHERS: [&str; 52] = [
    "agence",
    "agencia",
    "agencies",
    "agency",
    "and",
    "associates",
    "association",
    "author",
    "authors",
    "board",
    "brothers",
    "bureau",
    "co",
    "committee",
    "company",
    "contributor",
    "contributors",
    "correspondent",
    "correspondents",
    "council",
    "department",
    "desk",
    "editor",
    "editorial",
    "editors",
    "foundation",
    "gazette",
    "group",
    "inc",
    "institute",
    "journal",
    "ltd",
    "magazine",
    "ministry",
    "network",
    "news",
    "newspaper",
    "partners",
    "post",
    "press",
    "redaktion",
    "reporter",
    "reporters",
    "society",
    "sons",
    "special",
    "staff",
    "team",
    "the",
    "times",
    "university",
    "writer",
];
/// Whole names have so many words.
const WORDS: std::ops::RangeInclusive<usize> = 2..=6;

/// Returns the names in the field of an author, in which semicolons stand between names and
/// commas may stand inside one.
pub(in crate::archive) fn listed(text: &str) -> Vec<String> {
    parts(text, &[';', '|']).iter().flat_map(|part| apart(part)).collect()
}

/// Returns the names in what a page says of its author, where commas stand between names.
#[cfg(feature = "html")]
pub(in crate::archive) fn of_page(text: &str) -> Vec<String> {
    let parts = parts(without_by(&collapse(text)), &[',', ';', '|']);
    let names = parts.iter().flat_map(|part| people_in(part).unwrap_or_else(|| vec![part.clone()]));
    names.filter(|name| name.chars().any(char::is_alphabetic)).collect()
}

/// Returns the names in a byline, if it has nothing else.
pub(in crate::archive) fn in_byline(byline: &str) -> Vec<String> {
    let names =
        parts(byline, &[';', '|']).iter().map(|part| people_in(part)).collect::<Option<Vec<_>>>();
    names.map(|names| names.concat()).unwrap_or_default()
}

fn parts(text: &str, marks: &[char]) -> Vec<String> {
    text.split(marks).map(collapse).filter(|part| !part.is_empty()).collect()
}

/// Takes one part of a list apart where that is sure.
fn apart(part: &str) -> Vec<String> {
    let is_announced = without_by(part).len() < part.len();
    let is_listed = part.matches(',').count() > 1 || is_announced || words_and(part).any(|and| and);
    let names = if is_listed { people_in(part) } else { None };
    names.unwrap_or_else(|| vec![part.to_owned()])
}

/// The people whose names a text is, if it is no more than that.
fn people_in(text: &str) -> Option<Vec<String>> {
    let text = without_by(text);
    let mut names: Vec<String> = Vec::new();
    for part in parts(text, &[',']) {
        match names.last_mut() {
            Some(name) if is_suffix(&part) => *name += &format!(", {part}"),
            _ => names.extend(between_ands(&part)),
        }
    }
    let is_whole = !names.is_empty() && names.iter().all(|name| is_person(name));
    is_whole.then_some(names)
}

fn without_by(text: &str) -> &str {
    let begins =
        |by: &&&str| text.get(..by.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(by));
    let Some(by) = BY.iter().find(begins) else { return text };
    let rest = text[by.len()..].trim();
    // Von Miller has a name of two words.
    let is_name = rest.contains(' ') || *by == BY[0];
    if is_name && !begins_small(rest) { rest } else { text }
}

/// Whether each word of a text stands between names. In capitals that is open: `E` is an
/// initial, too.
fn words_and(text: &str) -> impl Iterator<Item = bool> {
    let is_in_capitals = !text.contains(char::is_lowercase);
    text.split_whitespace().map(move |word| {
        AND.contains(&word)
            || is_in_capitals && word.len() > 1 && AND.contains(&&*word.to_lowercase())
    })
}

fn between_ands(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for (word, is_and) in text.split_whitespace().zip(words_and(text)) {
        match names.last_mut() {
            _ if is_and => names.push(String::new()),
            Some(name) if name.is_empty() => *name = word.to_owned(),
            Some(name) => *name += &format!(" {word}"),
            None => {}
        }
    }
    // A comma may stand before the "and", and nothing between.
    names.retain(|name| !name.is_empty());
    names
}

fn is_suffix(part: &str) -> bool {
    SUFFIXES.contains(&&*fold(part).replace('.', ""))
}

fn begins_small(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

fn is_person(name: &str) -> bool {
    let bare = name.split(", ").next().unwrap_or(name);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let may_be = |word: &&str| {
        let plain = fold(word).replace('.', "");
        let is_of_name = word.starts_with(char::is_alphabetic)
            && !word.contains(|c: char| c.is_numeric() || "@/:()[]".contains(c));
        is_of_name
            && !OF_OTHERS.contains(&plain.as_str())
            && (!begins_small(word) || PARTICLES.contains(word) || word.contains(['\'', '’', '-']))
    };
    WORDS.contains(&words.len())
        && words.iter().all(may_be)
        && words.iter().filter(|word| !PARTICLES.contains(word)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_in_one_field() {
        for (text, expected) in [
            ("Jane Roe", "Jane Roe"),
            ("Jane Roe and John Doe", "Jane Roe|John Doe"),
            ("Jane Roe & John Doe", "Jane Roe|John Doe"),
            ("By Jane Roe, John Doe and Max Moe", "Jane Roe|John Doe|Max Moe"),
            ("Jane Roe, John Doe, and Max Moe", "Jane Roe|John Doe|Max Moe"),
            ("JANE ROE AND JOHN DOE", "JANE ROE|JOHN DOE"),
            ("Jana Roh und Max van der Moe", "Jana Roh|Max van der Moe"),
            ("Von Jana Roh", "Jana Roh"),
            ("Jeanne Roé et Jean d'Oe", "Jeanne Roé|Jean d'Oe"),
            ("Juana Roe y Juan de la Cruz", "Juana Roe|Juan de la Cruz"),
            ("Joana Roe e João Doe", "Joana Roe|João Doe"),
            ("Jana Roe og Jon Doe", "Jana Roe|Jon Doe"),
            ("Jana Roe och Jon Doe", "Jana Roe|Jon Doe"),
            ("Jana Roe en Jan Doe", "Jana Roe|Jan Doe"),
            ("Dr. Jane Roe and John Doe, Jr.", "Dr. Jane Roe|John Doe, Jr."),
            ("Jane Roe, Ph.D., and John Doe", "Jane Roe, Ph.D.|John Doe"),
            ("Doe, Jane; Roe, Jim", "Doe, Jane|Roe, Jim"),
            ("Doe, Jane", "Doe, Jane"),
            ("Roe Doe, Jane Ann", "Roe Doe, Jane Ann"),
            ("Jane E Roe", "Jane E Roe"),
            ("JANE E ROE", "JANE E ROE"),
            ("Marks and Spencer", "Marks and Spencer"),
            ("Johnson & Johnson", "Johnson & Johnson"),
            ("Jane and John Doe", "Jane and John Doe"),
            ("Ministry of Trade and Jane Roe", "Ministry of Trade and Jane Roe"),
            ("Lake Press and Mill Times", "Lake Press and Mill Times"),
            ("The Sports Network, Inc.", "The Sports Network, Inc."),
            ("Jane Roe and John Doe, Staff Writers", "Jane Roe and John Doe, Staff Writers"),
            ("Von Miller", "Von Miller"),
            ("von der Roe", "von der Roe"),
            ("", ""),
        ] {
            assert_eq!(listed(text).join("|"), expected, "{text}");
        }
    }

    #[cfg(feature = "html")]
    #[test]
    fn authors_of_a_page() {
        for (text, expected) in [
            ("By Jane Roe and John Doe", "Jane Roe|John Doe"),
            ("Jane Roe, John Doe", "Jane Roe|John Doe"),
            ("Marks and Spencer", "Marks and Spencer"),
            ("Jane, 12", "Jane"),
        ] {
            assert_eq!(of_page(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn a_byline_names_its_authors_where_it_has_nothing_else() {
        for (byline, expected) in [
            ("By Jane Roe", "Jane Roe"),
            ("By Jane Roe and John Doe", "Jane Roe|John Doe"),
            ("By Jane Roe; By John Doe", "Jane Roe|John Doe"),
            ("By Jane Roe, Staff Writer", ""),
            ("National Desk", ""),
            ("Reuters", ""),
        ] {
            assert_eq!(in_byline(byline).join("|"), expected, "{byline}");
        }
    }
}
