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

use super::compressed::{Compression, Counted, plain};
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
    /// As it stands at the end of the file, and the rows that another one of
    /// their name hides there.
    Whole(Box<ZipArchive<SharedStore>>, std::vec::IntoIter<Row>),
    /// There is none: members are looked for from a place on. The fault that made
    /// this necessary is still to be told, or was.
    Missing { from: Option<u64>, fault: Option<io::Error> },
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
    is_link: bool,
    /// The checksum and the length, where they are known.
    expected: Option<(u32, u64)>,
}

/// What stands in a zip file.
pub(super) enum ZipMember {
    /// A file: its name, length where that is known, and bytes.
    File(Vec<u8>, Option<u64>, Stream),
    /// A link to another name.
    Link(Vec<u8>),
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
            Err(error) => Table::Missing { from: Some(0), fault: Some(fault(error)) },
        };
        Ok(Zip { store, table, next: 0 })
    }

    /// Whether the file has its table; it breaks off where it has not.
    #[cfg(feature = "office")]
    pub fn has_table(&self) -> bool {
        matches!(self.table, Table::Whole(..))
    }

    /// Returns the member of this name.
    #[cfg(feature = "office")]
    pub fn named(&mut self, name: &str, account: &Rc<Account>) -> Option<io::Result<ZipMember>> {
        if let Table::Whole(archive, _) = &mut self.table {
            let entry = entry(archive, archive.index_for_name(name)?);
            return Some(entry.map(|entry| open(&self.store, entry, account)).map_err(fault));
        }
        let mut from = 0;
        loop {
            match find_entry(&mut self.store, from) {
                Ok(Some((entry, _))) if entry.name == name.as_bytes() => {
                    return Some(Ok(open(&self.store, entry, account)));
                }
                Ok(Some((_, behind))) => from = behind,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Returns the next member; an error is one of the file as a whole.
    pub fn next(&mut self, account: &Rc<Account>) -> Option<io::Result<ZipMember>> {
        let at = self.next;
        self.next += 1;
        match &mut self.table {
            Table::Whole(archive, namesakes) if at >= archive.len() => {
                namesakes.next().map(|row| Ok(open_row(&self.store, row, account)))
            }
            Table::Whole(archive, _) => Some(match entry(archive, at) {
                Ok(entry) => Ok(open(&self.store, entry, account)),
                Err(error) => {
                    let name = archive.name_for_index(at).and_then(Result::ok);
                    let name = name.map(|name| name.into_owned().into_bytes());
                    Ok(ZipMember::Broken(name.unwrap_or_default(), fault(error)))
                }
            }),
            Table::Missing { from, fault } => {
                let found = from.take().map_or(Ok(None), |from| find_entry(&mut self.store, from));
                match found {
                    Ok(Some((entry, behind))) => {
                        *from = Some(behind);
                        Some(Ok(open(&self.store, entry, account)))
                    }
                    Ok(None) => fault.take().map(Err),
                    Err(error) => {
                        *fault = None;
                        Some(Err(error))
                    }
                }
            }
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
        is_folder: file.is_dir(),
        is_link: file.is_symlink(),
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
    // Its bytes are the path it leads to.
    if entry.is_link {
        return ZipMember::Link(entry.name);
    }
    if entry.encrypted {
        return ZipMember::Encrypted(entry.name);
    }
    let stored = store.stretch(entry.start, entry.compressed);
    let decoded = match entry.method {
        // Several members may lie in the same bytes.
        Method::Stored => Ok(Box::new(Counted::new(stored, account)) as Stream),
        Method::As(how) => plain(Box::new(stored), how, account),
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

fn open_row(store: &SharedStore, row: Row, account: &Rc<Account>) -> ZipMember {
    match read_header(store, row.start) {
        Ok(Some((entry, length))) => {
            let (start, expected) = (row.start + length, Some(row.expected));
            open(store, Entry { start, compressed: row.compressed, expected, ..entry }, account)
        }
        Ok(None) => {
            let detail = "it is not where the table says";
            let error = io::Error::new(io::ErrorKind::InvalidData, detail);
            ZipMember::Broken(row.name, error)
        }
        Err(error) => ZipMember::Broken(row.name, error),
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

/// What a row of the table says of a member.
struct Row {
    name: Vec<u8>,
    /// Where its header is.
    start: u64,
    compressed: u64,
    /// The checksum and the length.
    expected: (u32, u64),
}

/// Finds the members that the crate leaves out: it keeps the last of those that
/// have one name.
fn namesakes(
    archive: &mut ZipArchive<SharedStore>,
    store: &mut SharedStore,
) -> io::Result<Vec<Row>> {
    if !archive.has_duplicate_names() {
        return Ok(Vec::new());
    }
    let files =
        (0..archive.len()).filter_map(|at| Some(archive.by_index_raw(at).ok()?.header_start()));
    let kept: FxHashSet<u64> = files.collect();
    let end = store.seek(SeekFrom::End(0))?;
    let mut table = store.stretch(archive.central_directory_start(), u64::MAX);
    let mut rows = Vec::new();
    let mut row = [0; ROW];
    while table.read_exact(&mut row).is_ok() && row.starts_with(&ROW_SIGNATURE) {
        let short = |at: usize| u16::from_le_bytes([row[at], row[at + 1]]);
        let long = |at: usize| u32::from(short(at)) | u32::from(short(at + 2)) << 16;
        let [mut name, mut extra] = [28, 30].map(|at| vec![0; usize::from(short(at))]);
        if table.read_exact(&mut name).and_then(|()| table.read_exact(&mut extra)).is_err() {
            break;
        }
        io::copy(&mut table.by_ref().take(u64::from(short(32))), &mut io::sink())?;
        let mut wide = wide_numbers(&extra);
        let [length, compressed, start] = [24, 20, 42].map(|at| match long(at) {
            u32::MAX => wide.next().unwrap_or(u64::from(u32::MAX)),
            number => u64::from(number),
        });
        let start = archive.offset().saturating_add(start);
        if !kept.contains(&start) {
            let expected = (long(16), length);
            rows.push(Row { name, start: start.min(end), compressed, expected });
        }
    }
    Ok(rows)
}

/// The numbers that have no room in a row, in its extra field (Zip64).
fn wide_numbers(mut extra: &[u8]) -> impl Iterator<Item = u64> {
    const ZIP64: [u8; 2] = [1, 0];
    let mut found: &[u8] = &[];
    while let [kind @ .., low, high] = extra.get(..4).unwrap_or_default() {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (field, rest) = extra[4..].split_at(length.min(extra.len() - 4));
        if kind == ZIP64 {
            found = field;
            break;
        }
        extra = rest;
    }
    let (numbers, _) = found.as_chunks();
    numbers.iter().map(|number| u64::from_le_bytes(*number))
}

/// Looks from a place on for a header and its member; also returns where to look
/// for the next one.
fn find_entry(store: &mut SharedStore, mut from: u64) -> io::Result<Option<(Entry, u64)>> {
    let end = store.seek(SeekFrom::End(0))?;
    while let Some(start) = find_signature(store, from)? {
        from = start + SIGNATURE.len() as u64;
        let Some((mut entry, length)) = read_header(store, start)? else {
            continue;
        };
        entry.start = start + length;
        if entry.expected.is_some() {
            let behind = entry.start.saturating_add(entry.compressed).min(end);
            return Ok(Some((entry, behind)));
        }
        // Its end is where the next one begins; a decoder knows it better.
        let next = find_signature(store, entry.start)?;
        // One byte past the end of the file makes a cut known.
        entry.compressed = next.unwrap_or(end + 1).saturating_sub(entry.start);
        return Ok(Some((entry, next.unwrap_or(end))));
    }
    Ok(None)
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
    if !read(&mut header)? || !header.starts_with(&SIGNATURE) {
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
        is_link: false,
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
