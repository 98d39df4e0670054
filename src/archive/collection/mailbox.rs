//! Mailboxes (mbox): messages one after the other, each below a line that
//! begins with `From `.

use std::rc::Rc;

use super::mail::begins_message;
use crate::archive::container::Found;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, read_line};
use crate::archive::{Format, ReadError, Reader};

/// A mailbox that is being read.
pub(in crate::archive) struct Mailbox {
    stream: Stream,
    record: u64,
    state: State,
    fault: Option<ReadError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Before,
    /// Below the line that begins a message.
    Inside,
    End,
}

impl Mailbox {
    pub fn new(stream: Stream) -> Mailbox {
        Mailbox { stream, record: 0, state: State::Before, fault: None }
    }

    /// Returns the next message.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        if let Some(fault) = self.fault.take() {
            return Some(Found::Failed(fault));
        }
        if self.state == State::End {
            return None;
        }
        let limit = reader.settings.max_file_bytes;
        let (mut message, mut size) = (Vec::new(), 0);
        let (mut line, mut after_blank) = (Vec::new(), true);
        let began = loop {
            let length = match read_line(&mut *self.stream, &mut line, limit) {
                Ok(LineRead::Whole) => line.len() as u64,
                Ok(LineRead::TooLong(length)) => length,
                Ok(LineRead::End) => {
                    let began = self.state == State::Inside;
                    self.state = State::End;
                    break began;
                }
                Err(cause) => {
                    // What was read is not a whole message.
                    self.state = State::End;
                    self.fault = Some(place.failed("mbox", cause, account));
                    break false;
                }
            };
            if after_blank && begins_message(&line) {
                if self.state == State::Inside {
                    break true;
                }
                self.state = State::Inside;
                continue;
            }
            after_blank = line.trim_ascii().is_empty() && length == line.len() as u64;
            size += length;
            match size <= limit {
                true => message.extend_from_slice(unquoted(&line)),
                false => message = Vec::new(),
            }
        };
        if !began {
            return self.fault.take().map(Found::Failed);
        }
        let number = self.record;
        self.record += 1;
        if size > limit {
            let error = ReadError::TooLarge { path: place.path.clone(), size, limit };
            return Some(Found::article(Format::Message, Err(error)));
        }
        Some(Found::Message(message, Some(number)))
    }
}

/// Takes off the mark of a line of a message that begins like the next one.
fn unquoted(line: &[u8]) -> &[u8] {
    let plain = line.trim_ascii_start();
    let marks = plain.iter().take_while(|byte| **byte == b'>').count();
    let quoted = marks > 0 && line.starts_with(b">") && plain[marks..].starts_with(b"From ");
    if quoted { &line[1..] } else { line }
}
