//! The members of a zip file.
//!
//! The crate reads the table at its end. Where that is missing, because the
//! file breaks off, the headers in front of the members are looked for
//! instead. The bytes of a member are read from the shared store, so that a
//! member may be a container of its own.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use ::zip::result::ZipError;
use ::zip::{CompressionMethod, ZipArchive};
use rustc_hash::FxHashSet;

use super::compressed::{Compression, plain};
use super::decoders::Checked;
use super::limits::{Account, Stream};
use super::shared::SharedStore;
use super::source::{BUFFER, Seekable};

/// A zip file that is being read.
pub(super) struct Zip {
    store: SharedStore,
    table: Table,
    next: usize,
}

enum Table {
    /// As it stands at the end of the file, and the members that another one of
    /// their name hides there.
    Whole(Box<ZipArchive<SharedStore>>, std::vec::IntoIter<Entry>),
    /// Found member by member; the fault that made this necessary is still to
    /// be told, or was.
    Found(Vec<Entry>, Option<io::Error>),
}

/// What is known of a member before it is read.
struct Entry {
    name: Vec<u8>,
    /// Where its bytes are.
    start: u64,
    compressed: u64,
    method: Method,
    encrypted: bool,
    is_folder: bool,
    /// The checksum and the length, where they are known.
    expected: Option<(u32, u64)>,
}

/// What stands in a zip file.
pub(super) enum ZipMember {
    /// A file: its name, length where that is known, and bytes.
    File(Vec<u8>, Option<u64>, Stream),
    /// One that needs a password.
    Encrypted(Vec<u8>),
    /// One that cannot be read, and why.
    Broken(Vec<u8>, io::Error),
    /// A folder.
    Folder,
}

impl Zip {
    /// Opens a zip file.
    pub fn new(store: Box<dyn Seekable>) -> io::Result<Zip> {
        let store = SharedStore::new(store);
        let table = match ZipArchive::new(store.clone()) {
            Ok(mut archive) => {
                let namesakes = namesakes(&mut archive, &mut store.clone())?;
                Table::Whole(Box::new(archive), namesakes.into_iter())
            }
            Err(error) => Table::Found(find_entries(&mut store.clone())?, Some(fault(error))),
        };
        Ok(Zip { store, table, next: 0 })
    }

    /// Returns the next member; an error is one of the file as a whole.
    pub fn next(&mut self, account: &Rc<Account>) -> Option<io::Result<ZipMember>> {
        let at = self.next;
        self.next += 1;
        match &mut self.table {
            Table::Whole(archive, namesakes) if at >= archive.len() => {
                namesakes.next().map(|entry| Ok(open(&self.store, entry, account)))
            }
            Table::Whole(archive, _) => Some(match entry(archive, at) {
                Ok(entry) => Ok(open(&self.store, entry, account)),
                Err(error) => {
                    let name = archive.name_for_index(at).and_then(Result::ok);
                    let name = name.map(|name| name.into_owned().into_bytes());
                    Ok(ZipMember::Broken(name.unwrap_or_default(), fault(error)))
                }
            }),
            Table::Found(entries, fault) => match entries.get_mut(at) {
                Some(found) => {
                    let found = std::mem::replace(found, Entry::folder());
                    Some(Ok(open(&self.store, found, account)))
                }
                None => fault.take().map(Err),
            },
        }
    }
}

/// A file without its table breaks off, as a rule.
fn fault(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        ZipError::InvalidArchive(_) => io::ErrorKind::UnexpectedEof.into(),
        other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
    }
}

fn entry(archive: &mut ZipArchive<SharedStore>, at: usize) -> Result<Entry, ZipError> {
    let file = archive.by_index_raw(at)?;
    let start = file.data_start().ok_or(ZipError::FileNotFound)?;
    Ok(Entry {
        name: file.name_raw().to_vec(),
        start,
        compressed: file.compressed_size(),
        method: Method::of(file.compression()),
        encrypted: file.encrypted(),
        // The bytes of a link are the path it leads to.
        is_folder: file.is_dir() || file.is_symlink(),
        expected: Some((file.crc32(), file.size())),
    })
}

/// How a member is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Stored,
    As(Compression),
    Unknown,
}

impl Method {
    fn of(method: CompressionMethod) -> Method {
        match method {
            CompressionMethod::STORE => Method::Stored,
            CompressionMethod::DEFLATE => Method::As(Compression::Deflate),
            CompressionMethod::BZIP2 => Method::As(Compression::Bzip2),
            CompressionMethod::ZSTD => Method::As(Compression::Zstd),
            CompressionMethod::XZ => Method::As(Compression::Xz),
            _ => Method::Unknown,
        }
    }

    /// The method of this number in a header.
    fn numbered(number: u16) -> Method {
        match number {
            0 => Method::Stored,
            8 => Method::As(Compression::Deflate),
            12 => Method::As(Compression::Bzip2),
            93 => Method::As(Compression::Zstd),
            95 => Method::As(Compression::Xz),
            _ => Method::Unknown,
        }
    }
}

fn open(store: &SharedStore, entry: Entry, account: &Rc<Account>) -> ZipMember {
    if entry.is_folder {
        return ZipMember::Folder;
    }
    if entry.encrypted {
        return ZipMember::Encrypted(entry.name);
    }
    let stored: Stream = Box::new(store.stretch(entry.start, entry.compressed));
    let decoded = match entry.method {
        Method::Stored => Ok(stored),
        Method::As(how) => plain(stored, how, account),
        Method::Unknown => {
            let detail = "its method of compression is not known";
            Err(io::Error::new(io::ErrorKind::InvalidData, detail))
        }
    };
    match (decoded, entry.expected) {
        (Err(error), _) => ZipMember::Broken(entry.name, error),
        (Ok(decoded), None) => ZipMember::File(entry.name, None, decoded),
        (Ok(decoded), Some((checksum, length))) => {
            let checked = Checked::new(decoded, checksum, length);
            let checked = BufReader::with_capacity(BUFFER, checked);
            ZipMember::File(entry.name, Some(length), Box::new(checked))
        }
    }
}

impl Entry {
    fn folder() -> Entry {
        Entry {
            name: Vec::new(),
            start: 0,
            compressed: 0,
            method: Method::Stored,
            encrypted: false,
            is_folder: true,
            expected: None,
        }
    }
}

/// How the header in front of a member begins, and how long it is without the
/// name.
const SIGNATURE: [u8; 4] = *b"PK\x03\x04";
const HEADER: usize = 30;
/// Flags of a member.
const IS_ENCRYPTED: u16 = 1;
const SIZES_FOLLOW: u16 = 1 << 3;

/// How a row of the table begins, and how long it is without the names.
const ROW_SIGNATURE: [u8; 4] = *b"PK\x01\x02";
const ROW: usize = 46;

/// Finds the members that the crate leaves out: it keeps the last of those that
/// have one name.
fn namesakes(
    archive: &mut ZipArchive<SharedStore>,
    store: &mut SharedStore,
) -> io::Result<Vec<Entry>> {
    if !archive.has_duplicate_names() {
        return Ok(Vec::new());
    }
    let mut table = store.stretch(archive.central_directory_start(), u64::MAX);
    let mut rows = Vec::new();
    let mut row = [0; ROW];
    while table.read_exact(&mut row).is_ok() && row.starts_with(&ROW_SIGNATURE) {
        let short = |at: usize| u16::from_le_bytes([row[at], row[at + 1]]);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let start = archive.offset() + u64::from(long(42));
        rows.push((start, u64::from(long(20)), (long(16), u64::from(long(24)))));
        let names = [28, 30, 32].map(|at| u64::from(short(at)));
        io::copy(&mut table.by_ref().take(names.iter().sum()), &mut io::sink())?;
    }
    let files =
        (0..archive.len()).filter_map(|at| Some(archive.by_index_raw(at).ok()?.header_start()));
    let kept: FxHashSet<u64> = files.collect();
    let mut found = Vec::new();
    for (start, compressed, expected) in rows {
        if !kept.contains(&start)
            && let Some((entry, length)) = read_header(store, start)?
        {
            let (start, expected) = (start + length, Some(expected));
            found.push(Entry { start, compressed, expected, ..entry });
        }
    }
    Ok(found)
}

/// Looks for the headers in front of members.
fn find_entries(store: &mut SharedStore) -> io::Result<Vec<Entry>> {
    let end = store.seek(SeekFrom::End(0))?;
    let (mut entries, mut at) = (Vec::new(), 0);
    while let Some(start) = find_signature(store, at)? {
        at = start + SIGNATURE.len() as u64;
        let Some((mut entry, length)) = read_header(store, start)? else {
            continue;
        };
        entry.start = start + length;
        match entry.expected {
            Some(_) => {
                at = entry.start.saturating_add(entry.compressed).min(end);
            }
            // Its end is where the next one begins; a decoder knows it better.
            None => {
                let next = find_signature(store, entry.start)?;
                // One byte past the end of the file makes a cut known.
                entry.compressed = next.unwrap_or(end + 1).saturating_sub(entry.start);
                at = next.unwrap_or(end);
            }
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn find_signature(store: &SharedStore, from: u64) -> io::Result<Option<u64>> {
    let mut stream = store.stretch(from, u64::MAX);
    let (mut at, mut matched) = (from, 0);
    loop {
        let buffer = match stream.fill_buf() {
            Ok([]) => return Ok(None),
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        };
        for byte in buffer {
            at += 1;
            matched = match *byte {
                byte if byte == SIGNATURE[matched] => matched + 1,
                byte if byte == SIGNATURE[0] => 1,
                _ => 0,
            };
            if matched == SIGNATURE.len() {
                return Ok(Some(at - SIGNATURE.len() as u64));
            }
        }
        let count = buffer.len();
        stream.consume(count);
    }
}

/// Reads a header; also returns its length. `None` where it is none, or the
/// file ends in it.
fn read_header(store: &SharedStore, start: u64) -> io::Result<Option<(Entry, u64)>> {
    let mut stream = store.stretch(start, u64::MAX);
    let mut header = [0; HEADER];
    let mut read = |bytes: &mut [u8]| match stream.read_exact(bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        other => other.map(|()| true),
    };
    if !read(&mut header)? {
        return Ok(None);
    }
    let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
    let mut name = vec![0; usize::from(short(26))];
    if !read(&mut name)? {
        return Ok(None);
    }
    let (flags, compressed, length) = (short(6), long(18), long(22));
    // The sizes of the largest files stand elsewhere.
    let known = flags & SIZES_FOLLOW == 0 && compressed != u32::MAX && length != u32::MAX;
    let entry = Entry {
        is_folder: name.ends_with(b"/"),
        start: 0,
        compressed: u64::from(compressed),
        method: Method::numbered(short(8)),
        encrypted: flags & IS_ENCRYPTED != 0,
        expected: known.then_some((long(14), u64::from(length))),
        name,
    };
    let length = HEADER as u64 + u64::from(short(26)) + u64::from(short(28));
    Ok(Some((entry, length)))
}
