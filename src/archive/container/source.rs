//! Bytes that a file or a member is read from: a stream, which is read once,
//! or a store, which can be read at any place.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};

use super::limits::Stream;

/// Something that can be read at any place.
pub(in crate::archive) trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

/// What a file or member is read from.
pub(in crate::archive) enum Source {
    /// Read once.
    Stream(Stream),
    /// Read at any place.
    Store(Box<dyn Seekable>),
    /// In memory.
    Bytes(Vec<u8>),
}

impl Source {
    /// A file, as long as it is now.
    pub fn file(file: File, length: u64) -> Source {
        Source::Store(Box::new(Fixed { file, at: 0, length }))
    }

    pub fn into_stream(self) -> Stream {
        match self {
            Source::Stream(stream) => stream,
            Source::Store(store) => Box::new(BufReader::with_capacity(BUFFER, store)),
            Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
        }
    }
}

/// A file that does not grow while it is read.
struct Fixed {
    file: File,
    at: u64,
    length: u64,
}

impl Read for Fixed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.file.read(&mut buffer[..most])?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Fixed {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::End(offset) => {
                let place = self.length.checked_add_signed(offset);
                SeekFrom::Start(place.ok_or(io::ErrorKind::InvalidInput)?)
            }
            to => to,
        };
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}

/// So many bytes are asked for at once.
pub(super) const BUFFER: usize = 32 * 1024;

/// Takes up to `count` bytes from the beginning of a stream; also returns the
/// stream with them in front. A fault among them is told in its place.
pub(super) fn peek(mut stream: Stream, count: usize) -> (Vec<u8>, Stream) {
    let mut head = Vec::new();
    let fault = stream.by_ref().take(count as u64).read_to_end(&mut head).err();
    let rest = BufReader::with_capacity(1, Fault(fault)).chain(stream);
    let taken = head.clone();
    (taken, Box::new(Cursor::new(head).chain(rest)))
}

/// Tells a fault once.
struct Fault(Option<io::Error>);

impl Read for Fault {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads up to `count` bytes from the beginning of a store, and goes back.
pub(super) fn peek_store(store: &mut dyn Seekable, count: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(count + ROOM);
    store.take(count as u64).read_to_end(&mut head)?;
    store.seek(SeekFrom::Start(0))?;
    Ok(head)
}

/// A stream that a few bytes can be given back to.
pub(in crate::archive) struct Returned {
    front: Cursor<Vec<u8>>,
    stream: Stream,
}

impl Returned {
    pub fn new(stream: Stream) -> Returned {
        Returned { front: Cursor::default(), stream }
    }

    /// Lets `bytes` be read next.
    pub fn give_back(&mut self, bytes: &[u8]) {
        let rest = std::mem::take(&mut self.front);
        let at = usize::try_from(rest.position()).unwrap_or(usize::MAX);
        let rest = rest.get_ref().get(at..).unwrap_or_default();
        self.front = Cursor::new([bytes, rest].concat());
    }

    fn has_front(&self) -> bool {
        self.front.position() < self.front.get_ref().len() as u64
    }
}

impl Read for Returned {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.has_front() {
            true => self.front.read(buffer),
            false => self.stream.read(buffer),
        }
    }
}

impl BufRead for Returned {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.has_front() {
            true => self.front.fill_buf(),
            false => self.stream.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        match self.has_front() {
            true => self.front.consume(count),
            false => self.stream.consume(count),
        }
    }
}

/// How a line was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum LineRead {
    /// There is none.
    End,
    /// It is whole.
    Whole,
    /// It is longer than allowed and was skipped; so long it is.
    TooLong(u64),
}

/// Reads a line with its end into `line`, which is cleared first. A line of
/// more than `limit` bytes is skipped.
pub(in crate::archive) fn read_line(
    stream: &mut dyn BufRead,
    line: &mut Vec<u8>,
    limit: u64,
) -> io::Result<LineRead> {
    read_to(stream, b'\n', line, limit)
}

/// Reads what [`read_line`] does where `last` ends a line.
pub(in crate::archive) fn read_to(
    stream: &mut dyn BufRead,
    last: u8,
    line: &mut Vec<u8>,
    limit: u64,
) -> io::Result<LineRead> {
    line.clear();
    let mut length = 0_u64;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|byte| *byte == last).map(|at| at + 1);
        let count = end.unwrap_or(buffer.len());
        length += count as u64;
        if length <= limit {
            line.extend_from_slice(&buffer[..count]);
        } else {
            *line = Vec::new();
        }
        stream.consume(count);
        if end.is_some() || count == 0 {
            return Ok(match length {
                0 => LineRead::End,
                _ if length > limit => LineRead::TooLong(length),
                _ => LineRead::Whole,
            });
        }
    }
}

/// For a length that something only claims to have no more room is made at once.
const MOST_CLAIMED: u64 = 1024 * 1024;
/// Reading to the end looks for more where there is less room than this.
const ROOM: usize = 64;

/// What was read, and the first fault that was passed.
pub(super) type Passed = (Vec<u8>, Option<io::Error>);

/// Reads a stream to its end; `Err` holds its length where it has more than
/// `limit` bytes, as far as it was read. `length` is what it is said to have. After a
/// fault that `passes` the stream is read on; the first one comes with the bytes.
pub(super) fn read_all(
    stream: &mut dyn BufRead,
    limit: u64,
    length: Option<u64>,
    passes: impl Fn(&io::Error) -> bool,
) -> io::Result<Result<Passed, u64>> {
    let length = length.unwrap_or(0).min(MOST_CLAIMED);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + ROOM);
    let mut first = None;
    loop {
        let most = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
        match stream.take(most).read_to_end(&mut bytes) {
            Ok(_) => break,
            Err(fault) if passes(&fault) => first = first.or(Some(fault)),
            Err(fault) => return Err(fault),
        }
    }
    Ok(match bytes.len() as u64 {
        length if length > limit => Err(length),
        _ => Ok((bytes, first)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_to_a_limit() {
        let mut stream = BufReader::with_capacity(4, &b"one\r\na long line\n\nend"[..]);
        let mut line = Vec::new();
        let mut read = || {
            let how = read_line(&mut stream, &mut line, 6).unwrap();
            (how, String::from_utf8_lossy(&line).into_owned())
        };
        for expected in [
            (LineRead::Whole, "one\r\n"),
            (LineRead::TooLong(12), ""),
            (LineRead::Whole, "\n"),
            (LineRead::Whole, "end"),
            (LineRead::End, ""),
        ] {
            assert_eq!(read(), (expected.0, expected.1.to_owned()));
        }
    }
}
