//! Bytes that a container or a member is read from.
//!
//! A stream is read once. A store can be read at any place, and by several
//! readers: a container and the members that are read from it share one.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

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
}

impl Source {
    /// A file, as long as it is now.
    pub fn file(file: File, length: u64) -> Source {
        Source::Store(Box::new(Fixed { file, at: 0, length }))
    }

    pub fn bytes(bytes: Vec<u8>) -> Source {
        Source::Store(Box::new(Cursor::new(bytes)))
    }

    pub fn into_stream(self) -> Stream {
        match self {
            Source::Stream(stream) => stream,
            Source::Store(store) => Box::new(BufReader::with_capacity(BUFFER, store)),
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
    let mut head = Vec::new();
    store.take(count as u64).read_to_end(&mut head)?;
    store.seek(SeekFrom::Start(0))?;
    Ok(head)
}

/// A stream that a container and its members take turns to read: each member
/// takes its own bytes, the container skips those that were left.
#[derive(Clone)]
pub(super) struct Shared(Rc<RefCell<Turns>>);

struct Turns {
    stream: Stream,
    /// What is left of the member that is being read.
    left: u64,
}

impl Shared {
    pub fn new(stream: Stream) -> Shared {
        Shared(Rc::new(RefCell::new(Turns { stream, left: 0 })))
    }

    /// Lets the next `length` bytes be those of a member.
    pub fn member(&self, length: u64) -> Stream {
        self.0.borrow_mut().left = length;
        Box::new(BufReader::with_capacity(BUFFER, Piece(self.clone())))
    }

    /// Skips what is left of the member, and `more` bytes.
    pub fn skip(&self, more: u64) -> io::Result<()> {
        let mut turns = self.0.borrow_mut();
        let length = std::mem::take(&mut turns.left).saturating_add(more);
        let skipped = io::copy(&mut turns.stream.by_ref().take(length), &mut io::sink())?;
        if skipped < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    /// Reads what is no member's.
    pub fn with<T>(&self, read: impl FnOnce(&mut Stream) -> T) -> T {
        read(&mut self.0.borrow_mut().stream)
    }
}

/// The bytes of one member. They end early only with the stream, which is an
/// error.
struct Piece(Shared);

impl Read for Piece {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut turns = self.0.0.borrow_mut();
        let most = usize::try_from(turns.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let count = turns.stream.read(&mut buffer[..most])?;
        turns.left -= count as u64;
        if count == 0 {
            turns.left = 0;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(count)
    }
}

/// A store that several read.
#[derive(Clone)]
pub(super) struct SharedStore(Rc<RefCell<Box<dyn Seekable>>>);

impl SharedStore {
    pub fn new(store: Box<dyn Seekable>) -> SharedStore {
        SharedStore(Rc::new(RefCell::new(store)))
    }

    /// The bytes from `start` on, `length` of them.
    pub fn stretch(&self, start: u64, length: u64) -> BufReader<Stretch> {
        let stretch = Stretch { store: self.clone(), at: start, left: length };
        BufReader::with_capacity(BUFFER, stretch)
    }
}

impl Read for SharedStore {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

impl Seek for SharedStore {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}

/// A stretch of a store, which finds its place again before it reads.
pub(super) struct Stretch {
    store: SharedStore,
    at: u64,
    left: u64,
}

impl Read for Stretch {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let mut store = self.store.0.borrow_mut();
        store.seek(SeekFrom::Start(self.at))?;
        let count = store.read(&mut buffer[..most])?;
        if count == 0 {
            self.left = 0;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += count as u64;
        self.left -= count as u64;
        Ok(count)
    }
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
    line.clear();
    let mut length = 0_u64;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
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

/// Reads a stream to its end; `Err` holds its length where it has more than
/// `limit` bytes, as far as it was read.
pub(super) fn read_all(stream: &mut dyn BufRead, limit: u64) -> io::Result<Result<Vec<u8>, u64>> {
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(match bytes.len() as u64 {
        length if length > limit => Err(length),
        _ => Ok(bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_their_container_take_turns() {
        let shared = Shared::new(Box::new(Cursor::new(b"onetwothree".to_vec())));
        let mut text = String::new();
        shared.member(3).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one");
        drop(shared.member(3));
        shared.skip(1).unwrap();
        let cut = shared.member(9).read_to_string(&mut text).unwrap_err();
        assert_eq!(cut.kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(shared.skip(1).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn stretches_of_a_store_do_not_disturb_each_other() {
        let store = SharedStore::new(Box::new(Cursor::new(b"onetwothree".to_vec())));
        let (mut one, mut two) = (store.stretch(0, 3), store.stretch(3, 3));
        let mut text = String::new();
        two.read_to_string(&mut text).unwrap();
        one.read_to_string(&mut text).unwrap();
        assert_eq!(text, "twoone");
    }

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
