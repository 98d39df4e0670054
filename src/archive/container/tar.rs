//! The members of a tar file, read in one pass.
//!
//! The crate reads the headers, each with what stands before it for long
//! names; the bytes of a member are read from the shared stream, so that a
//! member may be a container of its own.

use std::io::{self, BufRead, Read};

use ::tar::{Archive, EntryType};

use super::limits::Stream;
use super::shared::Shared;

/// Long names and other extensions of one header have at most so many bytes.
const MAX_HEADER: u64 = 1 << 20;
/// A tar file is made of blocks of so many bytes.
const BLOCK: u64 = 512;

/// A tar file that is being read.
pub(super) struct Tar {
    shared: Shared,
    /// Bytes between the end of the member and the next header.
    padding: u64,
    lost: bool,
}

/// What stands in a tar file.
pub(super) enum TarMember {
    /// A file: its name, length and bytes.
    File(Vec<u8>, u64, Stream),
    /// A link to another name.
    Link(Vec<u8>),
    /// Something else that is no file.
    Other(Vec<u8>, &'static str),
    /// A folder, or what is said of other members.
    Nothing,
}

impl Tar {
    pub fn new(stream: Stream) -> Tar {
        Tar { shared: Shared::new(stream), padding: 0, lost: false }
    }

    /// Returns the next member. After a broken header the next good one is
    /// looked for; `None` after the last.
    pub fn next(&mut self) -> Option<io::Result<TarMember>> {
        let padding = std::mem::take(&mut self.padding);
        match self.shared.skip(padding) {
            Ok(()) => {}
            // Some programs leave out what follows the last member.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && padding > 0 => {
                return None;
            }
            Err(error) => return Some(Err(error)),
        }
        loop {
            match self.header() {
                Ok(Some(member)) => {
                    self.lost = false;
                    return Some(Ok(member));
                }
                // Zeros are the end, unless they are the bytes of a member
                // whose header was broken.
                Ok(None) if self.lost && !self.at_end() => {}
                Ok(None) => return None,
                Err(_) if self.at_end() => {
                    let cut = io::ErrorKind::UnexpectedEof.into();
                    return (!self.lost).then_some(Err(cut));
                }
                Err(_) if self.lost => {}
                Err(error) => {
                    self.lost = true;
                    return Some(Err(error));
                }
            }
        }
    }

    fn at_end(&self) -> bool {
        self.shared.with(|stream| stream.fill_buf().map_or(true, <[u8]>::is_empty))
    }

    fn header(&mut self) -> io::Result<Option<TarMember>> {
        let found = self.shared.with(|stream| {
            let mut archive = Archive::new(stream.take(MAX_HEADER));
            let mut entries = archive.entries()?;
            let Some(entry) = entries.next().transpose()? else {
                return Ok(None);
            };
            let header = entry.header();
            let kind = header.entry_type();
            // A sparse file has fewer bytes here than it has on a disk.
            let length = match kind {
                EntryType::GNUSparse => header.entry_size()?,
                _ => entry.size(),
            };
            Ok::<_, io::Error>(Some((entry.path_bytes().into_owned(), kind, length)))
        })?;
        let Some((name, kind, length)) = found else {
            return Ok(None);
        };
        let stream = self.shared.member(length);
        self.padding = (BLOCK - length % BLOCK) % BLOCK;
        Ok(Some(match kind {
            EntryType::Regular | EntryType::Continuous => TarMember::File(name, length, stream),
            EntryType::GNUSparse => TarMember::Other(name, "a sparse file"),
            EntryType::Fifo => TarMember::Other(name, "a named pipe"),
            EntryType::Char | EntryType::Block => TarMember::Other(name, "a device"),
            EntryType::Link | EntryType::Symlink => TarMember::Link(name),
            EntryType::Directory
            | EntryType::GNULongName
            | EntryType::GNULongLink
            | EntryType::XGlobalHeader
            | EntryType::XHeader => TarMember::Nothing,
            // The name of the volume, and the like.
            _ if length == 0 => TarMember::Nothing,
            _ => TarMember::Other(name, "a member of a kind that is not known"),
        }))
    }
}

/// Whether a file begins with the header of a tar file.
pub(super) fn is_header(head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK as usize) else {
        return false;
    };
    let sum: u64 = block[..148].iter().chain(&block[156..]).map(|byte| u64::from(*byte)).sum();
    let written = std::str::from_utf8(&block[148..156]).unwrap_or_default();
    let written = written.trim_matches(|c: char| c == '\0' || c == ' ');
    u64::from_str_radix(written, 8).is_ok_and(|written| written == sum + 8 * 32) && block[0] != 0
}
