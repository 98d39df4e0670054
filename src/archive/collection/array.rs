//! An array of objects, one after the other.
//!
//! The array is cut at the commas between its elements, whatever stands in
//! them, so that a broken element does not lose the next.

use std::io::{self, BufRead};
use std::rc::Rc;

use super::object;
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::{ReadError, Reader};

/// An array that is being read.
pub(in crate::archive) struct Array {
    stream: Stream,
    record: u64,
    state: State,
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
    pub fn new(stream: Stream) -> Array {
        Array { stream, record: 0, state: State::Before }
    }

    /// Returns the next article.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        let limit = reader.settings.max_file_bytes;
        while self.state != State::After {
            let mut element = Vec::new();
            let (end, size) = match self.element(&mut element, limit) {
                Ok(read) => read,
                Err(cause) => {
                    self.state = State::After;
                    return Some(Found::Failed(place.failed("JSON", cause, account)));
                }
            };
            self.state = match end {
                End::Comma => State::Inside,
                End::Bracket => State::After,
                End::File => {
                    self.state = State::After;
                    let error = ReadError::Truncated { path: place.path.clone(), format: "JSON" };
                    return Some(Found::Failed(error));
                }
            };
            if size <= limit && element.trim_ascii().is_empty() {
                continue;
            }
            let here = place.numbered(self.record);
            let article = match size > limit {
                true => Err(ReadError::TooLarge { path: here.path, size, limit }),
                false => object::read(&element, &here, reader)
                    .map_err(|error| error.at(format_args!("element {}", self.record + 1))),
            };
            self.record += 1;
            return Some(Found::object(article));
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
