//! Tables: a row is an article, and the first row names the columns.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8};

use super::draft::{self, Draft, When, given};
use super::fields::{Fields, Part};
use super::object::{HIT, authors, id_or_number, is_status, split_list, split_names};
use super::orders::{Ahead, Columns, DATES, Orders};
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
const TELLING: [&str; 10] =
    ["title", "headline", "text", "body", "content", "lede", "titel", "titre", "titulo", "titolo"];

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
    rows: Rows,
    ahead: Ahead<Result<ByteRecord, ReadError>>,
    header: Option<Header>,
    record: u64,
    end: bool,
}

/// The first row.
struct Header {
    names: Vec<String>,
    /// Which columns can give a part, the better first.
    parts: Vec<(Part, Vec<usize>)>,
}

/// The rows of a table.
struct Rows {
    rows: csv::Reader<Gauge>,
    taken: Rc<Cell<u64>>,
    encoding: &'static Encoding,
    guess: Vec<Warning>,
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
        let rows = Rows { rows, taken, encoding, guess, end: false };
        let ahead = Ahead::new(reader.settings.day_order);
        Table { rows, ahead, header: None, record: 0, end: false }
    }

    /// Returns the next article.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        while !self.end {
            let (rows, header) = (&mut self.rows, self.header.as_ref());
            let row = self.ahead.next(|orders| {
                let row = rows.next(reader, place, account)?;
                let bytes = row.as_ref().map_or(0, |row| row.as_slice().len());
                if let (Ok(row), Some(header)) = (&row, header) {
                    header.note_dates(row, rows, orders);
                }
                Some((row, bytes))
            });
            let row = match row? {
                Ok(row) => row,
                Err(error) => {
                    self.end = true;
                    return Some(Found::Failed(error));
                }
            };
            let mut warnings = Vec::new();
            let cells: Vec<String> =
                row.iter().map(|cell| self.rows.text(cell, &mut warnings)).collect();
            let Some(header) = &self.header else {
                if cells.len() == 1 && is_preface(&cells[0]) || cells.iter().all(String::is_empty) {
                    continue;
                }
                match Header::of(cells, &reader.settings.fields) {
                    Ok(header) => self.header = Some(header),
                    Err(what) => {
                        self.end = true;
                        let (path, what) = (place.path.clone(), what.to_owned());
                        return Some(Found::Failed(ReadError::NoArticle { path, what }));
                    }
                }
                continue;
            };
            let line = row.position().map_or(0, csv::Position::line);
            let here = place.numbered(self.record);
            self.record += 1;
            let width = header.names.len();
            let article = match cells.len() == width {
                true => header.article(&cells, &here, reader, &mut self.ahead.columns),
                false => Err(ReadError::Malformed {
                    path: here.path,
                    format: "CSV",
                    detail: format!("{} cells below {width} columns", cells.len()),
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
}

impl Rows {
    /// Returns the next row; after an error there is none.
    fn next(
        &mut self,
        reader: &Reader,
        place: &Place,
        account: &Account,
    ) -> Option<Result<ByteRecord, ReadError>> {
        let mut row = ByteRecord::new();
        self.taken.set(0);
        if self.end {
            return None;
        }
        match self.rows.read_byte_record(&mut row) {
            Ok(true) => Some(Ok(row)),
            Ok(false) => None,
            Err(error) => {
                self.end = true;
                Some(Err(self.fault(error, reader, place, account)))
            }
        }
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

impl Header {
    /// Reads the first row; the error says why what is below it are no articles.
    fn of(names: Vec<String>, fields: &Fields) -> Result<Header, &'static str> {
        let parts = fields.columns(&names);
        let text = [Part::Headline, Part::Lede, Part::Body];
        match parts.iter().any(|(part, _)| text.contains(part)) {
            _ if names.iter().map(|name| name.trim()).eq(HIT_COLUMNS) => Err(HIT),
            true => Ok(Header { names, parts }),
            false => Err(NO_COLUMN),
        }
    }

    /// The column that gives a part in a row in which `holds` says which hold something.
    fn column(&self, part: Part, holds: impl Fn(usize) -> bool) -> Option<usize> {
        let (_, columns) = self.parts.iter().find(|(of, _)| *of == part)?;
        columns.iter().copied().find(|at| holds(*at))
    }

    /// Takes note of what the dates of a row say.
    fn note_dates(&self, row: &ByteRecord, rows: &Rows, orders: &mut Orders) {
        let text = |at: usize| row.get(at).map(|cell| rows.text(cell, &mut Vec::new()));
        for part in DATES {
            let holds = |at: usize| text(at).is_some_and(|cell| !is_nothing(&cell));
            if let Some(at) = self.column(part, holds) {
                orders.note(self.names[at].trim(), &text(at).unwrap_or_default());
            }
        }
    }

    /// Makes an article of a row.
    fn article(
        &self,
        cells: &[String],
        place: &Place,
        reader: &Reader,
        columns: &mut Columns,
    ) -> Result<Article, ReadError> {
        let holds = |at: usize| cells.get(at).is_some_and(|cell| !is_nothing(cell));
        let text = |part| given(cells.get(self.column(part, holds)?).cloned());
        let list = |part| text(part).map(|text| split_list(&text)).unwrap_or_default();
        let names = |part| text(part).map(|text| split_names(&text)).unwrap_or_default();
        let concepts = |part| names(part).into_iter().map(Concept::named).collect();
        let fields = &reader.settings.fields;
        let (agency_id, number) = id_or_number(text(Part::AgencyId), fields);
        let mut draft = Draft {
            headline: text(Part::Headline),
            kicker: text(Part::Kicker),
            lede: text(Part::Lede),
            text: text(Part::Body).unwrap_or_default(),
            published: text(Part::Published).map(When::Text),
            version_created: text(Part::VersionCreated).map(When::Text),
            version: text(Part::Version).and_then(|text| text.parse().ok()),
            agency: text(Part::Agency),
            agency_id,
            alt_ids: number.into_iter().collect(),
            source: text(Part::Source),
            uri: text(Part::Uri),
            url: text(Part::Url),
            byline: text(Part::Byline),
            authors: authors(names(Part::Authors)),
            dateline: text(Part::Dateline),
            section: text(Part::Section),
            language: text(Part::Language),
            keywords: list(Part::Keywords),
            people: concepts(Part::People),
            organisations: concepts(Part::Organisations),
            places: concepts(Part::Places),
            slugline: text(Part::Slugline),
            rights: text(Part::Rights),
            status: text(Part::Status).filter(|status| is_status(status, fields)),
            embargo: text(Part::Embargo),
            ..Draft::default()
        };
        if draft.is_empty() {
            let (path, what) = (place.path.clone(), draft::NOTHING.to_owned());
            return Err(ReadError::NoArticle { path, what });
        }
        for part in DATES {
            if let Some(at) = self.column(part, holds) {
                columns.orders.settle(part, self.names[at].trim(), &cells[at], &mut draft);
            }
        }
        let read: Vec<usize> =
            Part::ALL.iter().filter_map(|part| self.column(*part, holds)).collect();
        let no_number = self.column(Part::Version, holds).filter(|_| draft.version.is_none());
        let no_number = no_number.map(|at| self.names[at].as_str());
        let unread = (0..cells.len()).filter(|at| holds(*at) && !read.contains(at));
        let unread = unread.map(|at| self.names[at].as_str());
        let unread = unread.filter(|name| !fields.is_set_aside(name)).chain(no_number);
        draft.warnings.extend(columns.unread.warning(unread));
        Ok(draft.finish(place, reader))
    }
}

/// Whether a cell is empty, or has what exports write where there is nothing.
fn is_nothing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "NULL" | "null" | "NaN" | "nan" | "None" | "\\N" | "N/A")
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
