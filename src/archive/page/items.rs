//! What a single line of a header says.

use jiff::civil::Date;

use super::agencies::Agencies;
use super::byline;
use super::labels::{Label, labelled, statements};
use super::lines::{Line, ends_sentence, trim};
use super::restriction;
use crate::archive::dates::{self, Day, Pieces};
use crate::archive::fold::{ascii_digit, collapse};

/// One statement of a header.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::archive) enum Item {
    Agency(String),
    Source(String),
    When(Pieces),
    Updated(Pieces),
    Id(String),
    /// A line that is only a number: an id, if the other lines are a header.
    BareNumber(String),
    /// Such a number that a day can be written as.
    NumberOrDate(String, Date),
    Section(String),
    Desk(String),
    Language(String),
    Byline(String),
    Headline(String),
    Kicker(String),
    Url(String),
    Rights(String),
    Keywords(Vec<String>),
    /// The end of an embargo as it is written, or that there is one or none.
    Embargo(String),
    /// Whether the article may be used, in the words of the page.
    Status(String),
    /// The article is killed.
    Kill,
    /// A line that belongs to the header and says nothing.
    Nothing,
}

/// A longer line says nothing but text, in bytes.
const MAX_LINE: usize = 400;
/// A longer value is a sentence that begins like a label, in characters.
const MAX_VALUE: usize = 120;
/// An id has at most so many characters.
const MAX_ID: usize = 40;
/// A bare number of so many digits can be an id: fewer are counts, pages and
/// years, more are telephone numbers.
const BARE_ID: std::ops::RangeInclusive<usize> = 5..=12;

/// Returns what the first of `lines` says and how many lines that takes; empty
/// where it is text.
pub(in crate::archive) fn read(lines: &[Line<'_>], agencies: &Agencies) -> (Vec<Item>, usize) {
    let Some(line) = lines.first().map(|line| line.text) else {
        return (Vec::new(), 0);
    };
    if line.len() > MAX_LINE {
        return (Vec::new(), 0);
    }
    if let Some((label, "")) = labelled(line) {
        // The value stands on the next line.
        let next = (1..lines.len()).find(|at| !lines[*at].is_blank());
        // The headline may follow.
        let near = if label == Label::EmbargoedUntil { Label::Embargo } else { label };
        return match next.and_then(|at| Some((value(near, lines[at].text)?, at + 1))) {
            Some((item, length)) => (vec![item], length),
            // A button of the page, that counts nothing.
            None if label == Label::Nothing => (vec![Item::Nothing], 1),
            None if label == Label::EmbargoedUntil => (vec![Item::Embargo("yes".to_owned())], 1),
            None => (Vec::new(), 0),
        };
    }
    let several = statements(line);
    if several.len() > 1 {
        let items = several.into_iter().map(|text| single(text, agencies));
        if let Some(items) = items.collect::<Option<Vec<Item>>>() {
            return (items, 1);
        }
    }
    if let Some(item) = single(line, agencies) {
        return (vec![item], 1);
    }
    let parts: Vec<&str> = line.split(['|', '\t', '·', '•']).map(trim).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return (Vec::new(), 1);
    }
    let items: Vec<Option<Item>> = parts.iter().map(|part| single(part, agencies)).collect();
    let has_day = items.iter().flatten().any(
        |item| matches!(item, Item::When(Pieces { day: Some(day), .. }) if *day != Day::Impossible),
    );
    let unread = items.iter().filter(|item| item.is_none()).count();
    let named = parts.into_iter().zip(items).map(|(part, item)| match item {
        // "10 September 2022 | 7:35 AM | Iran": a word above the headline.
        None if has_day && unread == 1 && is_word_or_two(part) => {
            Some(Item::Kicker(collapse(part)))
        }
        item => item,
    });
    (named.collect::<Option<Vec<Item>>>().unwrap_or_default(), 1)
}

fn is_word_or_two(text: &str) -> bool {
    text.split_whitespace().nth(2).is_none() && !ends_sentence(text)
}

/// Reads a text that says one thing.
pub(in crate::archive) fn single(text: &str, agencies: &Agencies) -> Option<Item> {
    if let Some((label, text)) = labelled(text) {
        return value(label, text);
    }
    if let Some(item) = restriction::unlabelled(text) {
        return Some(item);
    }
    if let Some(number) = bare_number(text) {
        return Some(match compact_date(&number) {
            Some(date) => Item::NumberOrDate(number, date),
            None => Item::BareNumber(number),
        });
    }
    if is_rule(text) || is_count(text) {
        return Some(Item::Nothing);
    }
    if let Some(pieces) = dates::read_whole(text) {
        return Some(Item::When(pieces));
    }
    agencies.in_line(text).map(|name| Item::Agency(collapse(name)))
}

/// Reads a number that can be an id, in ASCII digits.
fn bare_number(text: &str) -> Option<String> {
    let is_digit = |c: char| ascii_digit(c).is_ascii_digit();
    let length = text.chars().take_while(|c| is_digit(*c)).count();
    let is_bare = BARE_ID.contains(&length) && text.chars().nth(length).is_none();
    is_bare.then(|| text.chars().map(ascii_digit).collect())
}

/// Years that a date of eight digits can be from.
const COMPACT_YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// Reads `20220910`.
fn compact_date(number: &str) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| number.get(range)?.parse::<i16>().ok();
    let year = part(0..4).filter(|year| COMPACT_YEARS.contains(year) && number.len() == 8)?;
    Date::new(year, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?).ok()
}

/// Reads the value of a label; `None` where it cannot be one.
pub(in crate::archive) fn value(label: Label, text: &str) -> Option<Item> {
    let short = text.chars().count() <= MAX_VALUE && !text.is_empty();
    let name = || (short && !text.ends_with('.')).then(|| collapse(text));
    match label {
        Label::Agency => name().map(Item::Agency),
        Label::Source => name().map(Item::Source),
        Label::Date | Label::Time => date(text).map(Item::When),
        Label::Updated => date(text).map(Item::Updated),
        Label::Id => id(text).map(Item::Id),
        Label::Section => name().map(Item::Section),
        Label::Desk => name().map(Item::Desk),
        Label::Language => name().map(Item::Language),
        // "Reporter: And who pays?" is an interview.
        Label::Byline => {
            let is_name = short && !text.ends_with(['?', '!', '？', '！', '؟']);
            byline::names(text).filter(|_| is_name).map(Item::Byline)
        }
        Label::Headline => (!text.is_empty()).then(|| Item::Headline(collapse(text))),
        Label::Kicker => short.then(|| Item::Kicker(collapse(text))),
        Label::Url => (short && !text.contains(' ')).then(|| Item::Url(text.to_owned())),
        Label::Rights => short.then(|| Item::Rights(collapse(text))),
        Label::Keywords => {
            let words = text.split([',', '،', ';', '|', '#']).map(collapse);
            Some(Item::Keywords(words.filter(|word| !word.is_empty()).collect()))
        }
        Label::Embargo | Label::EmbargoedUntil | Label::Status => {
            short.then(|| restriction::labelled(label, text)).flatten()
        }
        // "Comments: the ministry declined" is text.
        Label::Nothing => is_bare_count(text).then_some(Item::Nothing),
    }
}

/// Reads the value of a date label, which may be a year alone, or a date that
/// no calendar has.
fn date(text: &str) -> Option<Pieces> {
    if let Some(pieces) = dates::read_whole(text) {
        return Some(pieces);
    }
    let digits: String = text.chars().map(ascii_digit).filter(char::is_ascii_digit).collect();
    let day = match (digits.len(), text.chars().count()) {
        (4, 4) => Day::Year(digits.parse().ok()?),
        (3.., ..=30) => Day::Impossible,
        _ => return None,
    };
    Some(Pieces { day: Some(day), ..Pieces::default() })
}

fn id(text: &str) -> Option<String> {
    let id = text.trim_start_matches('#');
    let digit = |c: char| ascii_digit(c).is_ascii_digit();
    let whole = !id.contains(char::is_whitespace) && id.chars().any(digit);
    (whole && id.chars().count() <= MAX_ID).then(|| id.to_owned())
}

/// A line of asterisks or dashes.
pub(super) fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|c| "*-=_~•·.–—+# ".contains(c))
}

/// "1,204", "12 times", "-".
fn is_bare_count(text: &str) -> bool {
    let is_number = |word: &str| {
        word.chars().all(|c| ascii_digit(c).is_ascii_digit() || ".,٬،-–()".contains(c))
    };
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_number) && words.nth(1).is_none() && !ends_sentence(text)
}

/// "0 Persons", "12 comments".
pub(in crate::archive) fn is_count(text: &str) -> bool {
    const COUNTED: [&str; 19] = [
        "person",
        "persons",
        "comment",
        "comments",
        "reply",
        "replies",
        "share",
        "shares",
        "like",
        "likes",
        "commentaires",
        "view",
        "views",
        "words",
        "نفر",
        "نظر",
        "تعليق",
        "تعليقات",
        "vues",
    ];
    let mut words = text.split_whitespace();
    let is_digit = |c: char| ascii_digit(c).is_ascii_digit() || matches!(c, ',' | '.');
    let number = words.next().is_some_and(|word| word.chars().all(is_digit));
    let counted = words.next().is_some_and(|word| COUNTED.contains(&word.to_lowercase().as_str()));
    number && counted && words.next().is_none()
}

/// A line that begins with date and agency and goes on with the text.
pub(in crate::archive) struct Opening<'a> {
    pub items: Vec<Item>,
    pub rest: &'a str,
}

/// The agency stands within so many bytes of the date.
const MAX_CREDIT: usize = 160;

/// Reads `date 2025-09-19 AhlulBayt News Agency (ABNA): The text …`.
pub(in crate::archive) fn opening<'a>(line: &'a str, agencies: &Agencies) -> Option<Opening<'a>> {
    let word = line.split_whitespace().next()?;
    let text = match labelled(line) {
        Some((Label::Date, value)) => value,
        Some(_) => return None,
        None if matches!(word, "date" | "Date") => trim(&line[word.len()..]),
        None => line,
    };
    let (pieces, end) = dates::read_prefix(text)?;
    pieces.day?;
    let after = text[end..].trim_start_matches(|c: char| c.is_whitespace() || "-–—|,:".contains(c));
    let mut limit = after.len().min(MAX_CREDIT);
    while !after.is_char_boundary(limit) {
        limit -= 1;
    }
    let at = after[..limit].find([':', '–', '—']).or_else(|| after[..limit].find(" - "))?;
    let name = agencies.in_line(&after[..at])?;
    let rest = trim(after[at..].trim_start_matches([':', '–', '—', '-', ' ']));
    // Two words are no text; the line is a header line.
    if rest.split_whitespace().nth(2).is_none() && !ends_sentence(rest) {
        return None;
    }
    Some(Opening { items: vec![Item::When(pieces), Item::Agency(collapse(name))], rest })
}
