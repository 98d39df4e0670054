//! Stories in SGML as Reuters filed them (the shape of the collection
//! Reuters-21578): many `<REUTERS>` elements in one file.

use std::rc::Rc;

use super::draft::{self, Draft, When};
use super::markup;
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, read_line};
use crate::archive::{Format, ReadError, Reader, decode};
use crate::article::Article;

/// A file of stories that is being read.
pub(in crate::archive) struct Reuters {
    stream: Stream,
    number: u64,
    record: u64,
    end: bool,
    /// A line that began the next story before this one was closed.
    ahead: Option<Vec<u8>>,
}

const OPEN: &[u8] = b"<REUTERS";
const CLOSE: &[u8] = b"</REUTERS>";

impl Reuters {
    pub fn new(stream: Stream) -> Reuters {
        Reuters { stream, number: 0, record: 0, end: false, ahead: None }
    }

    /// Returns the next story.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        if self.end {
            return None;
        }
        let limit = reader.settings.max_file_bytes;
        let (mut story, mut size, mut begin) = (Vec::new(), 0, self.number);
        let mut line = Vec::new();
        if let Some(ahead) = self.ahead.take() {
            size = ahead.len() as u64;
            story = ahead;
        }
        let fault = loop {
            let length = match read_line(&mut *self.stream, &mut line, limit) {
                Ok(LineRead::Whole) => line.len() as u64,
                Ok(LineRead::TooLong(length)) => length,
                Ok(LineRead::End) => {
                    self.end = true;
                    if size == 0 {
                        return None;
                    }
                    break Some(ReadError::Truncated { path: place.path.clone(), format: "SGML" });
                }
                Err(cause) => {
                    self.end = true;
                    break Some(place.failed("SGML", cause, account));
                }
            };
            self.number += 1;
            let opens = starts_with(&line, OPEN);
            if size == 0 && !opens {
                continue;
            }
            if size == 0 {
                begin = self.number;
            } else if opens {
                self.ahead = Some(std::mem::take(&mut line));
                let detail = "a story is not closed".to_owned();
                let path = place.path.clone();
                break Some(ReadError::Malformed { path, format: "SGML", detail });
            }
            size += length;
            match size <= limit {
                true => story.append(&mut line.clone()),
                false => story = Vec::new(),
            }
            if line.windows(CLOSE.len()).any(|part| part.eq_ignore_ascii_case(CLOSE)) {
                let path = || place.path.clone();
                let large = size > limit;
                break large.then(|| ReadError::TooLarge { path: path(), size, limit });
            }
        };
        let here = place.numbered(self.record);
        self.record += 1;
        let article = match fault {
            Some(error) => Err(error),
            None => article(&story, &here, reader),
        };
        let article = article.map_err(|error| error.at(format_args!("line {begin}")));
        Some(Found::article(Format::Reuters, article))
    }
}

fn starts_with(line: &[u8], tag: &[u8]) -> bool {
    line.trim_ascii_start().get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

fn article(story: &[u8], place: &Place, reader: &Reader) -> Result<Article, ReadError> {
    let decoded = match decode(story, reader.settings.encoding) {
        Ok(decoded) => decoded,
        // The originals have control characters for the wire in them.
        Err(_) => {
            let plain: Vec<u8> =
                story.iter().filter(|byte| **byte >= b' ' || **byte == b'\n').copied().collect();
            decode(&plain, reader.settings.encoding)
                .map_err(|_| ReadError::Empty { path: place.path.clone() })?
        }
    };
    let sgml = decoded.text.as_str();
    let text = element(sgml, "TEXT").unwrap_or_default();
    let plain = |name| element(sgml, name).map(lines_of).filter(|t| !t.is_empty());
    let mut keywords = Vec::new();
    for name in ["TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES"] {
        keywords.extend(element(sgml, name).into_iter().flat_map(|list| {
            let items = list.split("<D>").skip(1).filter_map(|item| item.split("</D>").next());
            items.map(|item| lines_of(item).trim().to_owned())
        }));
    }
    // A story without parts has its text in the element itself.
    let loose = || match text.contains("<TITLE") {
        true => String::new(),
        false => lines_of(text),
    };
    let dateline = plain("DATELINE").map(|text| text.trim().to_owned());
    let (place_line, _) = dateline.as_deref().map(split_dateline).unwrap_or_default();
    let draft = Draft {
        headline: plain("TITLE"),
        text: element(sgml, "BODY").map(paragraphs).unwrap_or_else(loose),
        is_plain: true,
        published: plain("DATE").map(|date| When::Text(date.trim().to_owned())),
        byline: plain("AUTHOR"),
        dateline: place_line,
        agency: Some("Reuters".to_owned()),
        agency_id: attribute(sgml, "NEWID"),
        keywords,
        warnings: decoded.warnings,
        ..Draft::default()
    };
    match draft.is_empty() {
        true => {
            Err(ReadError::NoArticle { path: place.path.clone(), what: draft::NOTHING.to_owned() })
        }
        false => Ok(draft.finish(place, reader)),
    }
}

/// Splits "SALVADOR, Feb 26 -" into place and day.
fn split_dateline(text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim().trim_end_matches(['-', ' ']);
    match text.rsplit_once(',') {
        Some((place, day)) => (Some(place.trim().to_owned()), Some(day.trim().to_owned())),
        None => (Some(text.to_owned()), None),
    }
}

/// What stands in the first element of a name.
fn element<'s>(sgml: &'s str, name: &str) -> Option<&'s str> {
    let open = format!("<{name}");
    let at = sgml
        .match_indices(&open)
        .map(|(at, _)| at + open.len())
        .find(|at| sgml[*at..].starts_with(['>', ' ']))?;
    let (_, rest) = sgml[at..].split_once('>')?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

fn attribute(sgml: &str, name: &str) -> Option<String> {
    let (tag, _) = sgml.split_once('>')?;
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Joins the lines of each paragraph; an indent begins one. The last says only
/// who filed the story.
fn paragraphs(body: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in body.lines().map(markup::text) {
        let text = line.trim();
        let begins = line.starts_with("  ") || text.eq_ignore_ascii_case("reuter");
        match paragraphs.last_mut().filter(|_| !begins) {
            _ if text.is_empty() => {}
            Some(paragraph) => {
                paragraph.push(' ');
                paragraph.push_str(text);
            }
            None => paragraphs.push(text.to_owned()),
        }
    }
    paragraphs.pop_if(|last| last.eq_ignore_ascii_case("reuter"));
    paragraphs.join("\n\n")
}

/// Resolves entities and keeps the lines.
fn lines_of(text: &str) -> String {
    let lines = text.lines().map(markup::text);
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}
