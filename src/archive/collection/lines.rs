//! Objects one on a line (JSON Lines).

use std::io::{self, BufRead, Cursor, Read};
use std::rc::Rc;

use super::object::{self, Parsed};
use super::orders::Ahead;
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, read_line};
use crate::archive::{ReadError, Reader, Settings};

/// A file of objects that is being read.
pub(in crate::archive) struct ObjectLines {
    lines: Lines,
    ahead: Ahead<(u64, Line)>,
    record: u64,
}

struct Lines {
    stream: Stream,
    line: Vec<u8>,
    number: u64,
    end: bool,
}

/// What a line of the file is.
enum Line {
    Object(Parsed),
    /// A line of so many bytes.
    TooLong(u64),
    /// The file cannot be read on.
    Failed(io::Error),
}

/// Endings of names that promise an object on each line.
const ENDINGS: [&str; 3] = [".jsonl", ".ndjson", ".jl"];

impl ObjectLines {
    /// Opens a stream that begins with an object. `Err` holds the stream where
    /// the object is all there is.
    pub fn open(
        mut stream: Stream,
        place: &Place,
        settings: &Settings,
    ) -> io::Result<Result<ObjectLines, Stream>> {
        let mut line = Vec::new();
        let mut begin = Vec::new();
        // Blank lines may stand in front.
        while begin.trim_ascii().is_empty() {
            if read_line(&mut *stream, &mut line, settings.max_file_bytes)? != LineRead::Whole {
                break;
            }
            begin.append(&mut line);
        }
        let whole = serde_json::from_slice::<serde::de::IgnoredAny>(strip_mark(&begin)).is_ok();
        let more = !stream.fill_buf()?.is_empty();
        let stream: Stream = Box::new(Cursor::new(begin).chain(stream));
        Ok(match (whole && more) || place.ends_in(&ENDINGS) {
            true => {
                let lines = Lines { stream, line: Vec::new(), number: 0, end: false };
                Ok(ObjectLines { lines, ahead: Ahead::new(settings.day_order), record: 0 })
            }
            false => Err(stream),
        })
    }

    /// Returns the next article.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        let lines = &mut self.lines;
        let (number, line) = self.ahead.next(|orders| {
            let line = lines.next(reader, place)?;
            if let Line::Object(parsed) = &line {
                object::note_dates(parsed, reader, orders);
            }
            Some(((lines.number, line), lines.line.len()))
        })?;
        let article = match line {
            Line::Object(parsed) => {
                let place = place.numbered(self.record);
                object::article(parsed, &place, reader, &mut self.ahead.columns)
                    .map_err(|error| error.at(format_args!("line {number}")))
            }
            Line::TooLong(size) => {
                let limit = reader.settings.max_file_bytes;
                Err(ReadError::TooLarge { path: place.path.clone(), size, limit })
            }
            Line::Failed(cause) => {
                return Some(Found::Failed(place.failed("JSON", cause, account)));
            }
        };
        self.record += 1;
        Some(Found::object(article))
    }
}

impl Lines {
    /// Returns the next line that is not blank; after one that cannot be read there is none.
    fn next(&mut self, reader: &Reader, place: &Place) -> Option<Line> {
        while !self.end {
            let read = read_line(&mut *self.stream, &mut self.line, reader.settings.max_file_bytes);
            self.number += 1;
            let line = strip_mark(&self.line);
            return Some(match read {
                Ok(LineRead::End) => return None,
                Ok(LineRead::Whole) if line.trim_ascii().is_empty() => continue,
                Ok(LineRead::Whole) => Line::Object(object::parse(line, place, reader)),
                Ok(LineRead::TooLong(size)) => Line::TooLong(size),
                Err(cause) => {
                    self.end = true;
                    Line::Failed(cause)
                }
            });
        }
        None
    }
}

fn strip_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
