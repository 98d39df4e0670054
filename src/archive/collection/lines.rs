//! Objects one on a line (JSON Lines).

use std::io::{self, BufRead, Cursor, Read};
use std::rc::Rc;

use super::object;
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, read_line};
use crate::archive::{ReadError, Reader};

/// A file of objects that is being read.
pub(in crate::archive) struct ObjectLines {
    stream: Stream,
    line: Vec<u8>,
    number: u64,
    record: u64,
    end: bool,
}

/// Endings of names that promise an object on each line.
const ENDINGS: [&str; 3] = [".jsonl", ".ndjson", ".jl"];

impl ObjectLines {
    /// Opens a stream that begins with an object. `Err` holds the stream where
    /// the object is all there is.
    pub fn open(
        mut stream: Stream,
        place: &Place,
        limit: u64,
    ) -> io::Result<Result<ObjectLines, Stream>> {
        let mut line = Vec::new();
        let mut begin = Vec::new();
        // Blank lines may stand in front.
        while begin.trim_ascii().is_empty() {
            if read_line(&mut *stream, &mut line, limit)? != LineRead::Whole {
                break;
            }
            begin.append(&mut line);
        }
        let whole = serde_json::from_slice::<serde::de::IgnoredAny>(strip_mark(&begin)).is_ok();
        let more = !stream.fill_buf()?.is_empty();
        let stream: Stream = Box::new(Cursor::new(begin).chain(stream));
        Ok(match (whole && more) || place.ends_in(&ENDINGS) {
            true => Ok(ObjectLines { stream, line: Vec::new(), number: 0, record: 0, end: false }),
            false => Err(stream),
        })
    }

    /// Returns the next article.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        let limit = reader.settings.max_file_bytes;
        while !self.end {
            let read = read_line(&mut *self.stream, &mut self.line, limit);
            self.number += 1;
            let article = match read {
                Ok(LineRead::End) => return None,
                Ok(LineRead::Whole) if strip_mark(&self.line).trim_ascii().is_empty() => continue,
                Ok(LineRead::Whole) => {
                    let place = place.numbered(self.record);
                    object::read(strip_mark(&self.line), &place, reader)
                        .map_err(|error| error.at(format_args!("line {}", self.number)))
                }
                Ok(LineRead::TooLong(size)) => {
                    Err(ReadError::TooLarge { path: place.path.clone(), size, limit })
                }
                Err(cause) => {
                    self.end = true;
                    return Some(Found::Failed(place.failed("JSON", cause, account)));
                }
            };
            self.record += 1;
            return Some(Found::object(article));
        }
        None
    }
}

fn strip_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}
