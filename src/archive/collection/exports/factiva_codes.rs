//! Documents of Factiva with a code of two letters or three before each field.

use super::factiva::{accession, identify};
use super::fields::{self, Fields};
use super::labels::Label;
use super::languages;
use super::lines::{joined, unbroken};
use crate::archive::collection::draft::Draft;
use crate::archive::fold::collapse;
use crate::archive::page::lines::{Line, trim};
use crate::archive::{Reader, dates};
use crate::article::Concept;

/// The codes, in the order of a document.
const CODES: [&str; 31] = [
    "CLM", "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY",
    "LP", "TD", "CT", "RF", "ART", "CX", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "PB", "AN",
    "DE",
];
/// A head is looked for in so many lines.
const WITHIN: usize = 80;

/// Splits a line into its code and what follows, which may be nothing.
///
/// Two spaces or a tab stand behind a code; `is_narrow` lets one do.
fn coded<'a>(line: &Line<'a>, is_narrow: bool) -> Option<(&'static str, &'a str)> {
    let length = line.text.bytes().take(4).take_while(u8::is_ascii_uppercase).count();
    let (code, rest) = line.text.split_at(length);
    let code = CODES.iter().find(|known| **known == code)?;
    let value = trim(rest);
    let is_apart = rest.is_empty()
        || rest.starts_with("  ")
        || rest.starts_with(['\t', '\u{a0}'])
        || is_narrow && rest.starts_with(' ');
    is_apart.then_some((*code, value))
}

/// Returns the first line of a document; `None` where there is none with codes.
pub(super) fn find(lines: &[Line]) -> Option<usize> {
    let headline = lines.iter().position(|line| matches!(coded(line, true), Some(("HD", _))))?;
    if !is_head(&lines[headline..]) {
        return None;
    }
    // Section and column stand above it.
    let above = lines[..headline].iter().rev().take(WITHIN);
    let opens = |line: &Line| matches!(coded(line, false), Some(("SE" | "CLM", _)));
    let far = above.enumerate().filter(|(_, line)| opens(line)).map(|(far, _)| far + 1).next_back();
    Some(headline - far.unwrap_or(0))
}

/// Whether lines begin with the head of a document: the headline, and a length, a date, a
/// publication or a language that are what their codes say.
pub(super) fn is_head(lines: &[Line]) -> bool {
    let head = &lines[..lines.len().min(WITHIN)];
    let Some(at) = head.iter().position(|line| matches!(coded(line, true), Some(("HD", _)))) else {
        return false;
    };
    let value = |code: &str| {
        let at = at
            + head[at..]
                .iter()
                .position(|line| coded(line, true).is_some_and(|(found, _)| found == code))?;
        let (_, value) = coded(&head[at], true)?;
        let next = || head[at + 1..].iter().find(|line| !line.is_blank()).map(|line| line.text);
        if value.is_empty() { next() } else { Some(value) }
    };
    let is_length = value("WC").is_some_and(fields::is_length);
    let is_dated = value("PD").is_some_and(|date| fields::date(date).is_some());
    let is_named = value("SN").is_some() || value("SC").is_some();
    let is_said = value("LA").is_some_and(|name| languages::tag_or_code(name).is_some());
    [is_length, is_dated, is_named && (is_length || is_dated), is_said]
        .into_iter()
        .filter(|is_so| *is_so)
        .count()
        >= 2
}

/// A field: its code and its lines.
type Field<'a> = (&'static str, Vec<Line<'a>>);

/// Reads a document.
pub(super) fn draft(lines: &[Line], reader: &Reader) -> Draft {
    let found = split(lines);
    let mut fields = Fields::new();
    let mut text: Vec<Line> = Vec::new();
    let mut number = None;
    for (code, lines) in found {
        let value = collapse(&joined(&lines));
        let draft = &mut fields.draft;
        match code {
            "HD" => fields.add(Label::Headline, &value),
            "CLM" => draft.kicker = Some(value),
            "SE" => fields.add_section(&value),
            "BY" => fields.add_byline(value),
            "WC" => fields.add_words(&value),
            "PD" | "ET" => {
                if let Some(pieces) = dates::read_whole(&value) {
                    fields.when.merge(pieces);
                } else if let Some((pieces, _)) = fields::date(&value) {
                    fields.when.merge(pieces);
                }
            }
            "SN" => draft.source = Some(value),
            "PG" => fields.add_page(value),
            "LA" => draft.language = languages::tag_or_code(&value),
            "CY" => draft.rights = Some(value),
            "LP" | "TD" => {
                text.extend(lines);
                text.push(Line { text: "", indent: 0 });
            }
            "ART" | "CT" | "RF" | "CX" => fields.add_note(value),
            "CO" => draft.organisations.extend(concepts(&value, "co")),
            "IN" | "NS" => draft.subjects.extend(concepts(&value, &code.to_lowercase())),
            "RE" => draft.places.extend(concepts(&value, "re")),
            "IPD" | "DE" => draft.keywords.extend(items(&value)),
            "AN" => number = accession(&value).map(str::to_owned),
            _ => {}
        }
    }
    identify(&mut fields.draft, number.as_deref());
    fields.draft.text = unbroken(&text);
    fields.finish(reader)
}

/// Cuts lines into fields. A text may have a line that begins as a code does: in it only
/// codes count that come later in a document, and stand apart.
fn split<'a>(lines: &[Line<'a>]) -> Vec<Field<'a>> {
    // Of a document in which one space is enough, the headline says so.
    let narrow = lines.iter().any(|line| {
        matches!(coded(line, true), Some(("HD" | "WC" | "PD", value)) if !value.is_empty())
            && coded(line, false).is_none()
    });
    let place = |code: &str| CODES.iter().position(|known| *known == code);
    let mut fields: Vec<Field> = Vec::new();
    for line in lines {
        let last = fields.last().map(|(code, _)| *code);
        let is_in_text = matches!(last, Some("LP" | "TD"));
        // Lists of codes and names can be told from a text.
        let is_list = line.text.contains(" : ");
        let is_end = accession(line.text).is_some();
        let is_narrow = narrow && (!is_in_text || is_list) || is_end;
        let begins = coded(line, is_narrow).filter(|(code, value)| {
            let is_later = last.is_none_or(|last| place(code) > place(last));
            // In a text the lists of a table may begin as those of codes do.
            let lists = is_in_text && matches!(*code, "IN" | "CO" | "RE" | "NS");
            is_later && (!lists || value.is_empty() || is_list)
        });
        match begins {
            Some((code, value)) => fields.push((code, vec![Line { text: value, ..*line }])),
            None => {
                if let Some((_, lines)) = fields.last_mut() {
                    lines.push(*line);
                }
            }
        }
    }
    // What stands beside the code is set in by it.
    for (_, lines) in &mut fields {
        lines.iter_mut().for_each(|line| line.indent = 0);
    }
    fields
}

/// Returns the items of a field: `gcat : Political/General News | gdip : Relations`.
fn concepts<'v>(value: &'v str, list: &'v str) -> impl Iterator<Item = Concept> + 'v {
    value.split('|').map(collapse).filter(|item| !item.is_empty()).map(move |item| {
        match item.split_once(" : ") {
            Some((code, name)) if !code.contains(' ') => {
                Concept { name: name.to_owned(), id: Some(format!("factiva-{list}:{code}")) }
            }
            _ => Concept::named(item),
        }
    })
}

fn items(value: &str) -> impl Iterator<Item = String> + '_ {
    value.split(['|', ';']).map(collapse).filter(|item| !item.is_empty())
}
