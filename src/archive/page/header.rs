//! The header of an agency page: agency, source, date, id, in any order, on
//! lines of their own, and sometimes twice.
//!
//! A header has at least two of agency, source, date and id, or a labelled id
//! or a whole date on a line of its own; anything less is text that happens to
//! begin with a short line.

use jiff::civil::Date;

use super::agencies::Agencies;
use super::items::{self, Item};
use super::labels::labelled;
use super::lines::{Line, ends_sentence};
use super::restriction;
use crate::archive::dates::{Day, Pieces};
use crate::archive::fold::{ascii_digit, collapse, letters};
use crate::article::{Warning, WarningCode};

/// The header is looked for in so many lines that are not blank.
const WINDOW: usize = 24;
/// So many lines of text may stand between two lines of the header: a kicker
/// and a headline, and either once more.
const MAX_TEXT_RUN: usize = 3;
/// A line of text with more characters than this is a paragraph, and the
/// header is over.
const MAX_HEADLINE: usize = 250;

/// What a header says.
#[derive(Debug, Default)]
pub(in crate::archive) struct Header {
    pub agency: Option<String>,
    pub source: Option<String>,
    pub when: Pieces,
    pub updated: Option<Pieces>,
    pub id: Option<String>,
    pub section: Option<String>,
    pub desk: Option<String>,
    pub language: Option<String>,
    pub byline: Option<String>,
    pub headline: Option<String>,
    pub kicker: Option<String>,
    pub url: Option<String>,
    pub rights: Option<String>,
    pub keywords: Vec<String>,
    pub embargo: Option<String>,
    pub status: Option<String>,
    pub is_killed: bool,
    /// The lines of text that stand between those of the header.
    pub texts: Vec<String>,
    /// What follows the header in its last line.
    pub rest: Option<String>,
    pub warnings: Vec<Warning>,
    /// Numbers that are an id or a day, which the whole of the header tells.
    numbers: Vec<(String, Date)>,
    repeated: bool,
}

/// Takes the header from the start of `lines` and the labelled lines of
/// `foot`; `None`, and nothing taken, where there is no header.
pub(in crate::archive) fn take(
    lines: &mut Vec<Line<'_>>,
    foot: &[Item],
    agencies: &Agencies,
) -> Option<Header> {
    let (mut header, end) = scan(lines, agencies);
    for item in foot {
        header.add(item.clone());
    }
    header.settle_numbers();
    let strength = [
        header.agency.is_some(),
        header.source.is_some(),
        header.when.day.is_some(),
        header.id.is_some(),
    ];
    let alone = header.id.is_some()
        || header.embargo.is_some()
        || matches!(header.when.day, Some(Day::Full(_) | Day::Either(..) | Day::Unread));
    if strength.into_iter().filter(|known| *known).count() < 2 && !alone {
        return None;
    }
    if header.repeated {
        let detail = "the header is printed twice".to_owned();
        header.warnings.push(Warning { code: WarningCode::Repeated, detail });
    }
    lines.drain(..end);
    Some(header)
}

/// Reads from the top; returns the header and the number of its lines.
fn scan(lines: &[Line<'_>], agencies: &Agencies) -> (Header, usize) {
    let mut header = Header::default();
    let (mut end, mut seen) = (0, 0);
    let mut texts: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < lines.len() && seen < WINDOW {
        let line = lines[at];
        at += 1;
        if line.is_blank() {
            continue;
        }
        seen += 1;
        if let Some(opening) = items::opening(line.text, agencies) {
            header.texts.extend(texts.drain(..).map(collapse));
            opening.items.into_iter().for_each(|item| header.add(item));
            header.rest = Some(collapse(opening.rest));
            return (header, at);
        }
        let (mut found, mut length) = items::read(&lines[at - 1..], agencies);
        if found.is_empty()
            && let Some(item) = between_labels(lines, at - 1, agencies)
        {
            (found, length) = (vec![item], 1);
        }
        if !found.is_empty() && !header.has_another_byline(&found) {
            header.texts.extend(texts.drain(..).map(collapse));
            found.into_iter().for_each(|item| header.add(item));
            at += length - 1;
            end = at;
            continue;
        }
        texts.push(line.text);
        let paragraph = line.text.chars().count() > MAX_HEADLINE;
        if paragraph || texts.len() > MAX_TEXT_RUN || is_text_enough(&texts) {
            break;
        }
    }
    (header, end)
}

/// Reads a line whose label a headline can begin with, too, and which other labelled lines
/// stand around.
fn between_labels(lines: &[Line<'_>], at: usize, agencies: &Agencies) -> Option<Item> {
    let (label, text) = labelled(lines[at].text).filter(|(_, text)| !text.is_empty())?;
    let item = restriction::unclear(label, text)?;
    let is_labelled = |line: &Line| {
        labelled(line.text).is_some() && !items::read(&[*line], agencies).0.is_empty()
    };
    let mut above = lines[..at].iter().rev().filter(|line| !line.is_blank());
    let mut below = lines[at + 1..].iter().filter(|line| !line.is_blank());
    (above.next().is_some_and(is_labelled) && below.next().is_some_and(is_labelled)).then_some(item)
}

/// Whether two different sentences followed each other: the text has begun.
fn is_text_enough(texts: &[&str]) -> bool {
    let sentences: Vec<_> = texts.iter().filter(|text| ends_sentence(text)).collect();
    sentences.len() >= 2 && sentences.iter().any(|text| *text != sentences[0])
}

impl Header {
    fn add(&mut self, item: Item) {
        match item {
            Item::Agency(name) => self.repeated |= put(&mut self.agency, name),
            Item::Source(name) => self.repeated |= put(&mut self.source, name),
            Item::Id(id) => self.add_id(id),
            // A bare number is an id only in the company of the others.
            Item::BareNumber(id) if self.is_begun() => self.add_id(id),
            Item::BareNumber(_) | Item::Nothing => {}
            Item::NumberOrDate(number, date) => self.numbers.push((number, date)),
            Item::When(pieces) => self.add_date(pieces),
            Item::Updated(pieces) => {
                self.updated.get_or_insert(pieces).merge(pieces);
            }
            Item::Section(text) => _ = put(&mut self.section, text),
            Item::Desk(text) => _ = put(&mut self.desk, text),
            Item::Language(text) => _ = put(&mut self.language, text),
            Item::Byline(text) => _ = put(&mut self.byline, text),
            Item::Headline(text) => _ = put(&mut self.headline, text),
            Item::Kicker(text) => _ = put(&mut self.kicker, text),
            Item::Url(text) => _ = put(&mut self.url, text),
            Item::Rights(text) => _ = put(&mut self.rights, text),
            Item::Embargo(text) => _ = put(&mut self.embargo, text),
            Item::Status(text) => _ = put(&mut self.status, text),
            Item::Kill => self.is_killed = true,
            Item::Keywords(words) => self.keywords.extend(words),
        }
    }

    /// Whether items name another writer: who speaks in turn is no byline.
    fn has_another_byline(&self, items: &[Item]) -> bool {
        let is_other = |item: &Item| match (item, &self.byline) {
            (Item::Byline(name), Some(known)) => letters(name) != letters(known),
            _ => false,
        };
        items.iter().any(is_other)
    }

    fn is_begun(&self) -> bool {
        self.agency.is_some()
            || self.source.is_some()
            || self.id.is_some()
            || self.when != Pieces::default()
    }

    /// A number that a day can be written as is that day where nothing else
    /// names one, or where another number is the id.
    fn settle_numbers(&mut self) {
        for (number, date) in std::mem::take(&mut self.numbers) {
            if !self.is_begun() {
                continue;
            }
            match self.when.day.is_some() && self.id.as_ref().is_none_or(|id| *id == number) {
                true => self.add_id(number),
                false => self.add_date(Pieces { day: Some(Day::Full(date)), ..Pieces::default() }),
            }
        }
    }

    fn add_id(&mut self, id: String) {
        let id: String = id.chars().map(ascii_digit).collect();
        match &self.id {
            None => self.id = Some(id),
            Some(known) if *known == id => self.repeated = true,
            Some(known) => {
                let detail = format!("{id} after {known}");
                self.warnings.push(Warning { code: WarningCode::IdConflict, detail });
            }
        }
    }

    fn add_date(&mut self, pieces: Pieces) {
        let whole = |pieces: &Pieces| matches!(pieces.day, Some(Day::Full(_) | Day::Either(..)));
        let again = whole(&self.when) && whole(&pieces) && self.when.day == pieces.day;
        if self.when.merge(pieces) {
            let detail = "two dates in the header; kept the first".to_owned();
            self.warnings.push(Warning { code: WarningCode::DateConflict, detail });
        } else {
            self.repeated |= again;
        }
    }
}

/// Fills a field that is empty; says whether it held the same already.
fn put(field: &mut Option<String>, text: String) -> bool {
    match field {
        None => *field = Some(text),
        Some(known) => return letters(known) == letters(&text),
    }
    false
}
