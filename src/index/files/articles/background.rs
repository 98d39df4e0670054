//! Writing articles by a thread of their own: a segment is not kept waiting while
//! they are compressed, nor while the dictionary is made that they are compressed
//! with.

use std::io;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use tantivy::directory::WritePtr;

use super::dictionary::Dictionaries;
use super::writer::{GATHERED, Writer, push_line};

/// So many times [`GATHERED`] bytes may wait at most: as much as comes while a
/// dictionary is made.
const WAITING: usize = 8;

/// Writes the articles of a segment in the background.
pub(in crate::index) struct Background {
    /// Articles that are not handed on yet, one a line.
    lines: Vec<u8>,
    /// `None` once all are.
    to: Option<Sender<Vec<u8>>>,
    thread: Option<JoinHandle<io::Result<Writer>>>,
}

impl Background {
    /// # Errors
    /// Where the thread cannot be started.
    pub(in crate::index) fn new(
        out: WritePtr,
        dictionaries: Arc<Dictionaries>,
    ) -> io::Result<Background> {
        let (to, lines) = bounded(WAITING);
        let writer = Writer::new(out, dictionaries);
        let thread = thread::Builder::new().name("articles".to_owned());
        let thread = thread.spawn(move || write(writer, &lines))?;
        Ok(Background { lines: Vec::new(), to: Some(to), thread: Some(thread) })
    }

    /// The bytes of memory that it takes, but for what the thread has at hand: a
    /// [`SAMPLE`](super::dictionary::SAMPLE) at most.
    pub(in crate::index) fn memory(&self) -> usize {
        self.lines.capacity() + GATHERED * self.to.as_ref().map_or(0, Sender::len)
    }

    /// Adds the next article.
    ///
    /// # Errors
    /// Where it is not JSON in one line, or one before it could not be written.
    pub(in crate::index) fn add(&mut self, json: &[u8]) -> io::Result<()> {
        push_line(json, &mut self.lines)?;
        if self.lines.len() >= GATHERED { self.hand_on() } else { Ok(()) }
    }

    /// Writes what is left, and the end of the file.
    ///
    /// # Errors
    /// Where anything could not be written.
    pub(in crate::index) fn close(mut self) -> io::Result<()> {
        self.hand_on()?;
        self.end()?.close()
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let next = Vec::with_capacity(self.lines.capacity());
        let lines = std::mem::replace(&mut self.lines, next);
        match self.to.as_ref().map(|to| to.send(lines)) {
            Some(Ok(())) => Ok(()),
            // It has stopped after an error, and tells it.
            _ => self.end().map(drop),
        }
    }

    /// Waits until all is written that was handed on.
    fn end(&mut self) -> io::Result<Writer> {
        self.to = None;
        let stopped = || io::Error::other("writing articles has stopped after an error");
        let ended = self.thread.take().ok_or_else(stopped)?.join();
        ended.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl Drop for Background {
    /// The thread ends before the segment is given up: its files may be others' then.
    fn drop(&mut self) {
        self.to = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write(mut writer: Writer, lines: &Receiver<Vec<u8>>) -> io::Result<Writer> {
    lines.iter().try_for_each(|lines| writer.add_lines(&lines))?;
    Ok(writer)
}
