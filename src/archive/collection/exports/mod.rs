//! What readers download from the databases of the trade: LexisNexis, Nexis Uni,
//! Factiva, ProQuest, Europresse. Many documents in one file of text, one below the other,
//! or on one page (`pages.rs`).
//!
//! This file cuts a file into its documents, line by line, and knows which databases
//! there are. What the lines of a document mean, each of them says in a file of its own.
//! Whatever made the lines, a text file or a reader of another format, can be read here.

mod europresse;
mod factiva;
mod factiva_codes;
mod factiva_page;
mod fields;
mod labels;
mod languages;
mod lexis;
mod lines;
mod nexis;
mod pages;
mod proquest;

use std::rc::Rc;

use super::decoded;
use super::draft::{self, Draft};
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, read_line};
use crate::archive::page::lines::{Line, split, unify_ends};
use crate::archive::{Decoded, Format, ReadError, Reader};
use crate::article::{Article, Warning, WarningCode};

pub(in crate::archive) use pages::Page;

/// What database a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Export {
    /// LexisNexis, as it printed documents.
    Lexis,
    /// Nexis Uni and Lexis+.
    Nexis,
    /// Factiva.
    Factiva,
    /// ProQuest.
    ProQuest,
}

impl Export {
    /// Returns the database that a file comes from which begins so.
    pub fn of(begin: &str) -> Option<Export> {
        let lines = split(begin);
        let all = [Export::Lexis, Export::Factiva, Export::Nexis, Export::ProQuest];
        all.into_iter().find(|export| export.begins(&lines))
    }

    fn begins(self, lines: &[Line]) -> bool {
        match self {
            Export::Lexis => lexis::is_export(lines),
            Export::Nexis => nexis::is_export(lines),
            Export::Factiva => factiva::is_head(lines),
            Export::ProQuest => proquest::is_export(lines),
        }
    }

    fn format(self) -> Format {
        match self {
            Export::Lexis => Format::LexisNexis,
            Export::Nexis => Format::NexisUni,
            Export::Factiva => Format::Factiva,
            Export::ProQuest => Format::ProQuest,
        }
    }

    fn edge(self, line: &str) -> Option<Edge> {
        match self {
            Export::Lexis => lexis::begins(line).then_some(Edge::Begins),
            Export::Nexis => nexis::ends(line).then_some(Edge::Ends),
            Export::Factiva => factiva::ends(line).then_some(Edge::Ends),
            Export::ProQuest => proquest::ends(line).then_some(Edge::Ends),
        }
    }

    /// Whether what no line ends, or rules stand around, is a document.
    fn is_document(self, text: &str) -> bool {
        match self {
            Export::Lexis => true,
            Export::Nexis => nexis::is_document(&split(text)),
            Export::Factiva => factiva::is_head(&split(text)),
            Export::ProQuest => proquest::is_document(text),
        }
    }

    fn draft(self, text: &str, reader: &Reader) -> Draft {
        match self {
            Export::Lexis => lexis::draft(text, reader),
            Export::Nexis => nexis::draft(text, reader),
            Export::Factiva => factiva::draft(text, reader),
            Export::ProQuest => proquest::draft(text, reader),
        }
    }
}

/// What a line says of where documents begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    Begins,
    Ends,
}

/// A file of documents that is being read.
pub(in crate::archive) struct Exports {
    stream: Stream,
    export: Export,
    /// The number of the line that was read last, from 1.
    line: u64,
    record: u64,
    state: State,
    fault: Option<ReadError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the line that begins the first document, where there is one.
    Before,
    Inside,
    End,
}

/// The lines of a document as far as they were read.
#[derive(Default)]
struct Lines {
    /// The number of the first one that is not blank.
    first: Option<u64>,
    size: u64,
    /// None where there are too many.
    bytes: Vec<u8>,
}

impl Exports {
    pub fn new(stream: Stream, export: Export) -> Exports {
        Exports { stream, export, line: 0, record: 0, state: State::Before, fault: None }
    }

    /// Returns the next document.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        if let Some(fault) = self.fault.take() {
            return Some(Found::Failed(fault));
        }
        while self.state != State::End {
            let (lines, edge) = self.read(reader, place, account);
            let is_counted = self.export == Export::Lexis;
            // What stands before the first count belongs to no document.
            let is_before = is_counted && self.state == State::Before;
            self.state = if edge.is_some() { State::Inside } else { State::End };
            if is_before {
                continue;
            }
            // The last document is whole where only the next one would end it.
            let is_whole = edge.is_some() || is_counted && self.fault.is_none();
            if let Some(found) = self.document(lines, is_whole, reader, place) {
                return Some(found);
            }
        }
        if self.record == 0 && self.fault.is_none() {
            self.record = 1;
            let (path, what) = (place.path.clone(), "there is no document in it".to_owned());
            let error = ReadError::NoArticle { path, what };
            return Some(Found::article(self.export.format(), Err(error)));
        }
        self.fault.take().map(Found::Failed)
    }

    /// Reads to the next edge, or the end.
    fn read(
        &mut self,
        reader: &Reader,
        place: &Place,
        account: &Rc<Account>,
    ) -> (Lines, Option<Edge>) {
        let limit = reader.settings.max_file_bytes;
        let (mut lines, mut line) = (Lines::default(), Vec::new());
        loop {
            let length = match read_line(&mut *self.stream, &mut line, limit) {
                Ok(LineRead::Whole) => line.len() as u64,
                Ok(LineRead::TooLong(length)) => length,
                Ok(LineRead::End) => return (lines, None),
                Err(cause) => {
                    self.fault = Some(place.failed("text", cause, account));
                    return (lines, None);
                }
            };
            self.line += 1;
            let edge = edge_of(self.export, &line);
            if edge != Some(Edge::Begins) {
                if !line.trim_ascii().is_empty() {
                    lines.first.get_or_insert(self.line);
                }
                lines.size += length;
                match lines.size <= limit {
                    true => lines.bytes.extend_from_slice(&line),
                    false => lines.bytes = Vec::new(),
                }
            }
            if edge.is_some() {
                return (lines, edge);
            }
        }
    }

    /// Makes a record of lines; `None` where they are no document.
    fn document(
        &mut self,
        lines: Lines,
        is_whole: bool,
        reader: &Reader,
        place: &Place,
    ) -> Option<Found> {
        let limit = reader.settings.max_file_bytes;
        let is_too_large = lines.size > limit;
        let decoded = match is_too_large {
            true => {
                let (path, size) = (place.path.clone(), lines.size);
                Err(ReadError::TooLarge { path, size, limit })
            }
            false => decoded(&lines.bytes, place, reader).map_err(|_| nothing(place)),
        };
        let is_sure = is_too_large || is_whole && self.export != Export::ProQuest;
        if !is_sure && !decoded.as_ref().is_ok_and(|text| self.export.is_document(&text.text)) {
            return None;
        }
        let here = place.numbered(self.record);
        self.record += 1;
        let article =
            decoded.and_then(|decoded| article(self.export, decoded, is_whole, &here, reader));
        let line = lines.first.unwrap_or(self.line);
        let article = article.map_err(|error| error.at(format_args!("line {line}")));
        Some(Found::article(self.export.format(), article))
    }
}

fn article(
    export: Export,
    mut decoded: Decoded,
    is_whole: bool,
    place: &Place,
    reader: &Reader,
) -> Result<Article, ReadError> {
    // Pages end within paragraphs.
    let text = decoded.text.replace('\u{c}', "");
    let mut draft = export.draft(&unify_ends(&text), reader);
    if draft.is_empty() {
        return Err(nothing(place));
    }
    if !is_whole {
        let detail = "the file breaks off within it".to_owned();
        draft.warnings.push(Warning { code: WarningCode::Truncated, detail });
    }
    draft.warnings.splice(0..0, decoded.warnings.drain(..));
    Ok(draft.finish(place, reader))
}

/// Reads a line for its edge. Longer ones are text, whatever the encoding is.
fn edge_of(export: Export, line: &[u8]) -> Option<Edge> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return None;
    }
    export.edge(&String::from_utf8_lossy(line))
}

fn nothing(place: &Place) -> ReadError {
    ReadError::NoArticle { path: place.path.clone(), what: draft::NOTHING.to_owned() }
}
