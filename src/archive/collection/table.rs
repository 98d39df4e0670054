//! Tables: a row is an article, and the first row names the columns.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8};

use super::draft::{self, Draft, When, given};
use super::fields::{Fields, Part};
use super::object::{HIT, is_id, is_status, split_list, split_names};
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::{Format, ReadError, Reader, bytes, decode};
use crate::article::{Article, Concept, Warning};
use crate::wire::HIT_COLUMNS;

/// What may stand between columns.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Endings of names that promise a table.
const ENDINGS: [&str; 3] = [".csv", ".tsv", ".tab"];

/// What a table is that has no such column.
const NO_COLUMN: &str = "no column is known to be a headline or a text";
/// The name of a column has at most so many words.
const NAME_WORDS: usize = 3;
/// Words that stand in the first row of any table of articles.
const TELLING: [&str; 6] = ["title", "headline", "text", "body", "content", "lede"];

/// Returns what separates the columns of a table that begins with `text`;
/// `None` where it is none.
pub(in crate::archive) fn separator(text: &str, place: &Place) -> Option<u8> {
    let promised = place.ends_in(&ENDINGS);
    let first = text.lines().find(|line| !is_preface(line))?;
    // Seen before it is read as a table, which takes longer: most texts begin
    // with a sentence. What stands between separators is a name or, where there
    // are some inside quotes, a part of one.
    let is_short = |name: &str| name.split_whitespace().nth(NAME_WORDS).is_none();
    let may_separate = |separator: &u8| {
        let is_in_line = bytes::any(first.as_bytes(), |byte| byte == *separator);
        is_in_line && (promised || first.split(char::from(*separator)).all(is_short))
    };
    let candidates: Vec<u8> = SEPARATORS.into_iter().filter(may_separate).collect();
    let tells = || {
        let first = first.to_ascii_lowercase();
        TELLING.iter().any(|word| first.contains(word))
    };
    if candidates.is_empty() || !promised && !tells() {
        return None;
    }
    let candidates = candidates.iter().map(|separator| (columns(text, *separator), *separator));
    let (names, separator) = candidates.max_by_key(|(names, _)| names.len())?;
    let parts = Fields::default().columns(&names);
    let has = |part| parts.iter().any(|(found, _)| *found == part);
    // A sentence may begin with a few such words; a table has no more in its
    // first line.
    let has_text = has(Part::Headline) || has(Part::Body);
    let known = has_text && parts.len() >= 2 && parts.len() * 3 >= names.len();
    let short = names.iter().all(|name| is_short(name));
    (names.len() >= 2 && (promised || known && short)).then_some(separator)
}

/// The names in the first row.
fn columns(text: &str, separator: u8) -> Vec<String> {
    let rest = text.lines().find(|line| !is_preface(line));
    let Some(rest) = rest.and_then(|line| text.find(line)).map(|at| &text[at..]) else {
        return Vec::new();
    };
    // A reader is dear to make, and every text is asked.
    let first = rest.split('\n').next().unwrap_or_default();
    let first = first.strip_suffix('\r').unwrap_or(first);
    if !first.contains(['"', '\r']) {
        return first.split(char::from(separator)).map(str::to_owned).collect();
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(rest.as_bytes());
    let mut names = ByteRecord::new();
    match reader.read_byte_record(&mut names) {
        Ok(true) => names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
        _ => Vec::new(),
    }
}

/// A line that only tells a program what separates columns.
fn is_preface(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_end();
    line.is_empty() || line.len() == "sep=,".len() && line.starts_with("sep=")
}

/// A table that is being read.
pub(in crate::archive) struct Table {
    rows: csv::Reader<Gauge>,
    taken: Rc<Cell<u64>>,
    encoding: &'static Encoding,
    guess: Vec<Warning>,
    columns: Option<Vec<(Part, Vec<usize>)>>,
    width: usize,
    record: u64,
    end: bool,
}

impl Table {
    /// Opens a stream that begins with `head`; one that is no UTF-16 any more
    /// where `wide` says that it was.
    pub fn new(stream: Stream, separator: u8, head: &[u8], wide: bool, reader: &Reader) -> Table {
        let found = decode(head, reader.settings.encoding).ok();
        let label = found.as_ref().map_or(UTF_8.name(), |decoded| decoded.encoding);
        let guess = found.map(|decoded| decoded.warnings).unwrap_or_default();
        let encoding = Encoding::for_label(label.as_bytes()).filter(|_| !wide).unwrap_or(UTF_8);
        let taken = Rc::new(Cell::new(0));
        let limit = reader.settings.max_file_bytes;
        let gauge = Gauge { stream, taken: Rc::clone(&taken), limit };
        let rows = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(gauge);
        Table { rows, taken, encoding, guess, columns: None, width: 0, record: 0, end: false }
    }

    /// Returns the next article.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        let mut row = ByteRecord::new();
        while !self.end {
            self.taken.set(0);
            match self.rows.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.end = true;
                    return Some(Found::Failed(self.fault(error, reader, place, account)));
                }
            }
            let mut warnings = Vec::new();
            let cells: Vec<String> =
                row.iter().map(|cell| self.text(cell, &mut warnings)).collect();
            let Some(columns) = &self.columns else {
                if cells.len() == 1 && is_preface(&cells[0]) || cells.iter().all(String::is_empty) {
                    continue;
                }
                let columns = reader.settings.fields.columns(&cells);
                let text = [Part::Headline, Part::Lede, Part::Body];
                let what = match columns.iter().any(|(part, _)| text.contains(part)) {
                    _ if cells.iter().map(|name| name.trim()).eq(HIT_COLUMNS) => Some(HIT),
                    true => None,
                    false => Some(NO_COLUMN),
                };
                if let Some(what) = what {
                    self.end = true;
                    let (path, what) = (place.path.clone(), what.to_owned());
                    return Some(Found::Failed(ReadError::NoArticle { path, what }));
                }
                self.width = cells.len();
                self.columns = Some(columns);
                continue;
            };
            let line = row.position().map_or(0, csv::Position::line);
            let here = place.numbered(self.record);
            self.record += 1;
            let article = match cells.len() == self.width {
                true => article(&cells, columns, &here, reader),
                false => Err(ReadError::Malformed {
                    path: here.path,
                    format: "CSV",
                    detail: format!("{} cells below {} columns", cells.len(), self.width),
                }),
            };
            let mut article = article.map_err(|error| error.at(format_args!("line {line}")));
            if let Ok(article) = &mut article {
                article.warnings.splice(0..0, warnings);
            }
            return Some(Found::article(Format::Table, article));
        }
        None
    }

    /// Decodes a cell; a row has the warnings about its encoding once.
    fn text(&self, cell: &[u8], warnings: &mut Vec<Warning>) -> String {
        if let Ok(text) = std::str::from_utf8(cell) {
            return text.to_owned();
        }
        let is_first = warnings.is_empty();
        if self.encoding == UTF_8
            && let Ok(decoded) = decode(cell, None)
        {
            warnings.extend(decoded.warnings.into_iter().filter(|_| is_first));
            return decoded.text;
        }
        warnings.extend(self.guess.iter().filter(|_| is_first).cloned());
        self.encoding.decode_without_bom_handling(cell).0.into_owned()
    }

    fn fault(
        &self,
        error: csv::Error,
        reader: &Reader,
        place: &Place,
        account: &Account,
    ) -> ReadError {
        let limit = reader.settings.max_file_bytes;
        let size = self.taken.get();
        let path = || place.path.clone();
        match error.into_kind() {
            // A quotation mark that is never closed takes all the rest.
            csv::ErrorKind::Io(_) if size > limit => {
                ReadError::TooLarge { path: path(), size, limit }
            }
            csv::ErrorKind::Io(cause) => place.failed("CSV", cause, account),
            other => {
                let detail = format!("{other:?}");
                ReadError::Malformed { path: path(), format: "CSV", detail }
            }
        }
    }
}

/// Makes an article of a row.
fn article(
    cells: &[String],
    columns: &[(Part, Vec<usize>)],
    place: &Place,
    reader: &Reader,
) -> Result<Article, ReadError> {
    let text = |part: Part| {
        let found = columns.iter().find(|(column, _)| *column == part)?;
        found.1.iter().find_map(|at| given(cells.get(*at).cloned()).filter(|cell| !is_null(cell)))
    };
    let list = |part| text(part).map(|text| split_list(&text)).unwrap_or_default();
    let names = |part| text(part).map(|text| split_names(&text)).unwrap_or_default();
    let concepts = |part| names(part).into_iter().map(Concept::named).collect();
    let draft = Draft {
        headline: text(Part::Headline),
        kicker: text(Part::Kicker),
        lede: text(Part::Lede),
        text: text(Part::Body).unwrap_or_default(),
        published: text(Part::Published).map(When::Text),
        version_created: text(Part::VersionCreated).map(When::Text),
        agency: text(Part::Agency),
        agency_id: text(Part::AgencyId).filter(|id| is_id(id, &reader.settings.fields)),
        source: text(Part::Source),
        uri: text(Part::Uri),
        url: text(Part::Url),
        byline: text(Part::Byline),
        authors: names(Part::Authors),
        dateline: text(Part::Dateline),
        section: text(Part::Section),
        language: text(Part::Language),
        keywords: list(Part::Keywords),
        people: concepts(Part::People),
        organisations: concepts(Part::Organisations),
        places: concepts(Part::Places),
        slugline: text(Part::Slugline),
        rights: text(Part::Rights),
        status: text(Part::Status).filter(|status| is_status(status, &reader.settings.fields)),
        embargo: text(Part::Embargo),
        ..Draft::default()
    };
    match draft.is_empty() {
        true => {
            Err(ReadError::NoArticle { path: place.path.clone(), what: draft::NOTHING.to_owned() })
        }
        false => Ok(draft.finish(place, reader)),
    }
}

/// What exports write where there is nothing.
fn is_null(cell: &str) -> bool {
    matches!(cell, "NULL" | "null" | "NaN" | "nan" | "None" | "\\N" | "N/A")
}

/// Breaks off where one row takes more than a file may have.
struct Gauge {
    stream: Stream,
    taken: Rc<Cell<u64>>,
    limit: u64,
}

impl Read for Gauge {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken.get() > self.limit {
            return Err(io::Error::other("a row that is too long"));
        }
        let count = self.stream.read(buffer)?;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}
