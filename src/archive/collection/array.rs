//! An array of objects, one after the other.
//!
//! The array is cut at the commas between its elements, whatever stands in
//! them, so that a broken element does not lose the next.

use std::io::{self, BufRead};
use std::rc::Rc;

use super::object::{self, Parsed};
use super::orders::Ahead;
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::{ReadError, Reader, Settings};

/// An array that is being read.
pub(in crate::archive) struct Array {
    elements: Elements,
    ahead: Ahead<Element>,
    record: u64,
}

struct Elements {
    stream: Stream,
    state: State,
}

/// What stands between the commas.
enum Element {
    Object(Parsed),
    /// An element of so many bytes.
    TooLong(u64),
    /// The file breaks off.
    Cut,
    /// The file cannot be read on.
    Failed(io::Error),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    Inside,
    After,
}

/// How an element ended.
enum End {
    Comma,
    Bracket,
    File,
}

impl Array {
    pub fn new(stream: Stream, settings: &Settings) -> Array {
        let elements = Elements { stream, state: State::Before };
        Array { elements, ahead: Ahead::new(settings.day_order), record: 0 }
    }

    /// Returns the next article.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        let elements = &mut self.elements;
        let element = self.ahead.next(|orders| {
            let (element, bytes) = elements.next(reader, place)?;
            if let Element::Object(parsed) = &element {
                object::note_dates(parsed, reader, orders);
            }
            Some((element, bytes))
        })?;
        let here = place.numbered(self.record);
        let article = match element {
            Element::Object(parsed) => {
                object::article(parsed, &here, reader, &mut self.ahead.columns)
                    .map_err(|error| error.at(format_args!("element {}", self.record + 1)))
            }
            Element::TooLong(size) => {
                let limit = reader.settings.max_file_bytes;
                Err(ReadError::TooLarge { path: here.path, size, limit })
            }
            Element::Cut => {
                let error = ReadError::Truncated { path: place.path.clone(), format: "JSON" };
                return Some(Found::Failed(error));
            }
            Element::Failed(cause) => {
                return Some(Found::Failed(place.failed("JSON", cause, account)));
            }
        };
        self.record += 1;
        Some(Found::object(article))
    }
}

impl Elements {
    /// Returns the next element that is not blank, and how many bytes it has.
    fn next(&mut self, reader: &Reader, place: &Place) -> Option<(Element, usize)> {
        let limit = reader.settings.max_file_bytes;
        while self.state != State::After {
            let mut element = Vec::new();
            let (end, size) = match self.element(&mut element, limit) {
                Ok(read) => read,
                Err(cause) => {
                    self.state = State::After;
                    return Some((Element::Failed(cause), 0));
                }
            };
            self.state = match end {
                End::Comma => State::Inside,
                End::Bracket => State::After,
                End::File => {
                    self.state = State::After;
                    return Some((Element::Cut, 0));
                }
            };
            if size > limit {
                return Some((Element::TooLong(size), 0));
            }
            if !element.trim_ascii().is_empty() {
                let parsed = object::parse(&element, place, reader);
                return Some((Element::Object(parsed), element.len()));
            }
        }
        None
    }

    /// Takes the bytes up to the next comma of the array itself; also returns
    /// how many there were, which may be more than `limit` and are then left
    /// out.
    fn element(&mut self, element: &mut Vec<u8>, limit: u64) -> io::Result<(End, u64)> {
        let (mut depth, mut quoted, mut escaped) = (0_u64, false, false);
        let mut size = 0_u64;
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok([]) => return Ok((End::File, size)),
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let (mut end, mut taken, mut kept_from) = (None, 0, 0);
            for byte in buffer {
                taken += 1;
                if quoted {
                    (quoted, escaped) = match *byte {
                        _ if escaped => (true, false),
                        b'\\' => (true, true),
                        b'"' => (false, false),
                        _ => (true, false),
                    };
                    continue;
                }
                match *byte {
                    b'[' if self.state == State::Before => {
                        self.state = State::Inside;
                        kept_from = taken;
                    }
                    b'"' => quoted = true,
                    b'{' | b'[' => depth += 1,
                    b']' if depth == 0 => end = Some(End::Bracket),
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    b',' if depth == 0 => end = Some(End::Comma),
                    _ => {}
                }
                if end.is_some() {
                    break;
                }
            }
            let kept = &buffer[kept_from..taken - usize::from(end.is_some())];
            size += kept.len() as u64;
            match size <= limit {
                true => element.extend_from_slice(kept),
                false => *element = Vec::new(),
            }
            self.stream.consume(taken);
            if let Some(end) = end {
                return Ok((end, size));
            }
        }
    }
}
