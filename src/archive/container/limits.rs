//! How far a file may expand, and the account of how far it has and of what it was
//! read without.
//!
//! This file counts. It knows no format and never opens anything.

use std::cell::Cell;
use std::fmt;
use std::io::BufRead;
use std::rc::Rc;

use crate::archive::ReadError;

/// How far one file may expand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that all its members and layers have together, uncompressed.
    pub expanded_bytes: u64,
    /// How many times larger than the file that may be.
    pub ratio: u64,
    /// How many members it may have, those of its members among them.
    pub members: u64,
    /// How many containers may lie in one another; a compression is one.
    pub depth: usize,
}

impl Default for Limits {
    /// The defaults.
    fn default() -> Self {
        Limits {
            // Hours of reading on any machine; an archive that is larger is
            // better kept in several files.
            expanded_bytes: 256 << 30,
            // News text compresses to a fifth, lists of near equal records to
            // a hundredth; a bomb to a thousandth and less.
            ratio: 400,
            // A hundred years of a paper have fewer articles.
            members: 10_000_000,
            // A compressed tar in a zip in a compressed tar has five.
            depth: 6,
        }
    }
}

/// Below so many bytes no ratio is looked at: a short file of one repeated
/// letter is harmless, and a bomb grows past it.
const HARMLESS: u64 = 32 << 20;

/// What a bomb has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Bytes after expansion.
    Bytes,
    /// Expanded bytes for each byte of the file.
    Ratio,
    /// Members.
    Members,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Measure::Bytes => "bytes",
            Measure::Ratio => "times its size",
            Measure::Members => "members",
        })
    }
}

/// A limit that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) struct Excess {
    pub measure: Measure,
    pub found: u64,
    pub limit: u64,
}

impl Excess {
    pub fn error(self, path: String) -> ReadError {
        let Excess { measure, found, limit } = self;
        ReadError::Bomb { path, measure, found, limit }
    }
}

/// What a file has expanded to so far.
#[derive(Debug)]
pub(in crate::archive) struct Account {
    limits: Limits,
    file_bytes: u64,
    expanded: Cell<u64>,
    members: Cell<u64>,
    excess: Cell<Option<Excess>>,
    has_trailer: Cell<bool>,
}

impl Account {
    pub fn new(limits: Limits, file_bytes: u64) -> Rc<Account> {
        Rc::new(Account {
            limits,
            file_bytes: file_bytes.max(1),
            expanded: Cell::default(),
            members: Cell::default(),
            excess: Cell::default(),
            has_trailer: Cell::default(),
        })
    }

    pub fn depth(&self) -> usize {
        self.limits.depth
    }

    /// The limit that was passed; after that, nothing more is read.
    pub fn excess(&self) -> Option<Excess> {
        self.excess.get()
    }

    /// Notes one more member.
    pub fn add_member(&self) {
        let found = self.members.get() + 1;
        self.members.set(found);
        self.check(Measure::Members, found, self.limits.members);
    }

    /// Notes bytes that a decoder gave.
    pub fn add_bytes(&self, count: usize) {
        let found = self.expanded.get().saturating_add(count as u64);
        self.expanded.set(found);
        self.check(Measure::Bytes, found, self.limits.expanded_bytes);
        if found > HARMLESS {
            self.check(Measure::Ratio, found / self.file_bytes, self.limits.ratio);
        }
    }

    /// Notes that something else stands behind the end of a compressed stream.
    #[cfg(feature = "containers")]
    pub fn note_trailer(&self) {
        self.has_trailer.set(true);
    }

    /// Whether something stands there; told once.
    pub fn take_trailer(&self) -> bool {
        self.has_trailer.take()
    }

    fn check(&self, measure: Measure, found: u64, limit: u64) {
        if found > limit && self.excess.get().is_none() {
            self.excess.set(Some(Excess { measure, found, limit }));
        }
    }
}

/// Bytes of any origin, read once.
pub(in crate::archive) type Stream = Box<dyn BufRead>;

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::super::compressed::Counted;
    use super::*;

    #[test]
    fn a_file_expands_to_its_limits_and_no_further() {
        let read = |limits: Limits, bytes: u64| {
            let account = Account::new(limits, 1000);
            let end = io::copy(
                &mut Counted::new(io::repeat(b'x').take(bytes), &account),
                &mut io::sink(),
            );
            (end.is_ok(), account.excess().map(|excess| (excess.measure, excess.limit)))
        };
        let limits = Limits { expanded_bytes: 1 << 20, ..Limits::default() };
        assert_eq!(read(limits.clone(), 1 << 20), (true, None));
        assert_eq!(read(limits, 2 << 20), (false, Some((Measure::Bytes, 1 << 20))));
        // Ten thousand times its size, but harmless.
        assert_eq!(read(Limits::default(), 10_000_000), (true, None));
        assert_eq!(read(Limits::default(), 64 << 20), (false, Some((Measure::Ratio, 400))));
        let account = Account::new(Limits { members: 2, ..Limits::default() }, 1);
        account.add_member();
        account.add_member();
        assert_eq!(account.excess(), None);
        account.add_member();
        let excess = Excess { measure: Measure::Members, found: 3, limit: 2 };
        assert_eq!(account.excess(), Some(excess));
    }
}
