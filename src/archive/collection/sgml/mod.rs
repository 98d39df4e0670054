//! Collections in SGML: many records in one file, each an element, as Reuters-21578
//! and those of TREC and the LDC are.
//!
//! This file cuts a file into its records and knows what collections there are. What
//! the elements of a record mean, each collection says in a file of its own.

mod docs;
mod elements;
mod filed;
mod reuters;

use std::rc::Rc;

use self::elements::Elements;
use super::{decoded, draft};
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, read_to};
use crate::archive::decode::sniff;
use crate::archive::{Format, ReadError, Reader};
use crate::article::Article;

/// What collection a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Collection {
    /// Reuters': `<REUTERS>`.
    Reuters,
    /// One of TREC or the LDC: `<DOC>`.
    Docs,
}

impl Collection {
    /// Returns the collection that a file is of which begins so.
    pub fn of(begin: &str) -> Option<Collection> {
        match begin {
            // A page may show such elements.
            _ if matches!(sniff::text_kind(begin), Some(sniff::Kind::Known(_))) => None,
            _ if reuters::begins(begin) => Some(Collection::Reuters),
            _ if docs::begins(begin) => Some(Collection::Docs),
            _ => None,
        }
    }

    fn format(self) -> Format {
        match self {
            Collection::Reuters => Format::Reuters,
            Collection::Docs => Format::Docs,
        }
    }

    /// The element that is a record.
    fn element(self) -> &'static str {
        match self {
            Collection::Reuters => "REUTERS",
            Collection::Docs => "DOC",
        }
    }

    /// Whether a tag is that of a record; `begin` is `<`, or `</` where it closes.
    fn is_tag(self, tag: &[u8], begin: &[u8]) -> bool {
        let name = self.element();
        let rest = tag.strip_prefix(begin).and_then(|rest| rest.split_at_checked(name.len()));
        rest.is_some_and(|(found, rest)| {
            let ends = rest.first().is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'>');
            found.eq_ignore_ascii_case(name.as_bytes()) && ends
        })
    }
}

/// A file of records that is being read.
pub(in crate::archive) struct Sgml {
    stream: Stream,
    collection: Collection,
    /// The line that is read next, from 1.
    line: u64,
    record: u64,
    end: bool,
    /// A record that began before the last one was closed.
    ahead: Option<Opened>,
}

/// A record as far as it was read.
struct Opened {
    line: u64,
    size: u64,
    /// None where there are too many.
    bytes: Vec<u8>,
}

impl Sgml {
    pub fn new(stream: Stream, collection: Collection) -> Sgml {
        Sgml { stream, collection, line: 1, record: 0, end: false, ahead: None }
    }

    /// Returns the next record.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        if self.end {
            return None;
        }
        let limit = reader.settings.max_file_bytes;
        let path = || place.path.clone();
        let mut opened = self.ahead.take();
        let mut piece = Vec::new();
        let fault = loop {
            // Whatever the lines are, a tag ends a piece.
            let length = match read_to(&mut *self.stream, b'>', &mut piece, limit) {
                Ok(LineRead::Whole) => piece.len() as u64,
                Ok(LineRead::TooLong(length)) => length,
                Ok(LineRead::End) => {
                    self.end = true;
                    opened.as_ref()?;
                    break Some(ReadError::Truncated { path: path(), format: "SGML" });
                }
                Err(cause) => {
                    self.end = true;
                    break Some(place.failed("SGML", cause, account));
                }
            };
            let at = piece.iter().rposition(|byte| *byte == b'<').unwrap_or(piece.len());
            let (before, tag) = piece.split_at(at);
            let line = self.line + line_ends(before);
            self.line = line + line_ends(tag);
            if self.collection.is_tag(tag, b"<") {
                let next = Opened { line, size: tag.len() as u64, bytes: tag.to_vec() };
                if opened.is_some() {
                    self.ahead = Some(next);
                    let detail = "a story is not closed".to_owned();
                    break Some(ReadError::Malformed { path: path(), format: "SGML", detail });
                }
                opened = Some(next);
                continue;
            }
            let Some(record) = &mut opened else {
                continue;
            };
            record.size += length;
            let size = record.size;
            match size <= limit {
                true => record.bytes.extend_from_slice(&piece),
                false => record.bytes = Vec::new(),
            }
            if self.collection.is_tag(tag, b"</") {
                break (size > limit).then(|| ReadError::TooLarge { path: path(), size, limit });
            }
        };
        let here = place.numbered(self.record);
        self.record += 1;
        let (line, bytes) = opened.map_or((self.line, Vec::new()), |one| (one.line, one.bytes));
        let article = match fault {
            Some(error) => Err(error),
            None => self.article(&bytes, &here, reader),
        };
        let article = article.map_err(|error| error.at(format_args!("line {line}")));
        Some(Found::article(self.collection.format(), article))
    }

    fn article(&self, record: &[u8], place: &Place, reader: &Reader) -> Result<Article, ReadError> {
        let mut decoded = decoded(record, place, reader)?;
        let mut draft = match self.collection {
            Collection::Reuters => reuters::draft(&Elements::read(&decoded.text, &reuters::TEXTS)),
            Collection::Docs => docs::draft(&Elements::read(&decoded.text, &docs::TEXTS), reader),
        };
        if draft.is_empty() {
            let (path, what) = (place.path.clone(), draft::NOTHING.to_owned());
            return Err(ReadError::NoArticle { path, what });
        }
        draft.warnings.splice(0..0, decoded.warnings.drain(..));
        Ok(draft.finish(place, reader))
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Joins the lines of each paragraph; an indent or a blank line begins one.
fn joined(text: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut begins = true;
    for line in text.lines() {
        begins |= is_indented(line);
        let text = line.trim();
        match paragraphs.last_mut().filter(|_| !begins) {
            _ if text.is_empty() => {
                begins = true;
                continue;
            }
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(text);
            }
            None => paragraphs.push(text.to_owned()),
        }
        begins = false;
    }
    paragraphs.join("\n\n")
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}
