//! A stream or a store that a container and the members that are read from it
//! share.

use std::cell::RefCell;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use super::limits::Stream;
use super::source::{BUFFER, Seekable};

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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

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
}
