//! Files that hold several articles: containers (zip, tar, compressed files),
//! collections (JSON, tables, mailboxes, web archives), and those in one
//! another.
//!
//! [`Members`] is a stack of what is open, the file at the bottom and the
//! innermost member on top. Nothing is unpacked to disk, and no more than one
//! record is in memory, except a zip inside another container: its table is
//! at its end. This room never looks into a document; the reader does.

pub(super) mod compressed;
#[cfg(feature = "containers")]
mod decoders;
mod frame;
pub(super) mod guard;
pub(super) mod limits;
#[cfg(feature = "office")]
pub(super) mod parts;
pub(super) mod place;
mod recognise;
#[cfg(feature = "containers")]
mod shared;
pub(super) mod source;
#[cfg(feature = "containers")]
mod tar;
#[cfg(feature = "containers")]
mod zip;

#[cfg(all(test, feature = "containers", feature = "mail"))]
mod tests;

use std::fmt;
use std::rc::Rc;

use crate::archive::collection::Known;
#[cfg(feature = "mail")]
use crate::archive::collection::{message, saved_page};
use crate::archive::{Decoded, NotText, ReadError, Reader, Record, decode};
use crate::article::{Warning, WarningCode};
use compressed::{Compression, plain};
use frame::Frame;
pub(super) use frame::{Found, failed_member};
use guard::guarded;
use limits::{Account, Stream};
use place::{INSIDE, Place};
use recognise::{HEAD, Kind};
use source::Source;

/// The records of a file, read as they are asked for.
pub(super) struct Members<'a> {
    reader: &'a Reader,
    account: Rc<Account>,
    stack: Vec<Open<'a>>,
    /// Where the last record that came breaks off.
    cut: Option<String>,
    /// The file's path.
    path: String,
    has_told_bomb: bool,
}

/// Something that is being read.
struct Open<'a> {
    place: Place,
    known: Known,
    frame: Frame<'a>,
}

impl fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Members").field("open", &self.stack.len()).finish_non_exhaustive()
    }
}

impl<'a> Members<'a> {
    /// Opens a file of so many bytes. The error is one of the file as a whole.
    pub fn open(
        reader: &'a Reader,
        source: Source,
        place: Place,
        file_bytes: u64,
    ) -> Result<Members<'a>, ReadError> {
        let account = Account::new(reader.settings.limits.clone(), file_bytes);
        let path = place.path.clone();
        let stack = Vec::new();
        let mut members = Members { reader, account, stack, cut: None, path, has_told_bomb: false };
        members.push(source, &place, Known::default(), Some(file_bytes))?;
        Ok(members)
    }

    /// Recognises something and puts it on the stack.
    fn push(
        &mut self,
        source: Source,
        place: &Place,
        known: Known,
        length: Option<u64>,
    ) -> Result<(), ReadError> {
        let open = || self.opened(source, place.clone(), known, length);
        let open = guarded(&place.path, open)??;
        self.stack.push(open);
        Ok(())
    }

    fn opened(
        &self,
        mut source: Source,
        mut place: Place,
        known: Known,
        length: Option<u64>,
    ) -> Result<Open<'a>, ReadError> {
        let mut compressed = None;
        loop {
            if place.depth > self.account.depth() {
                let limit = self.account.depth();
                return Err(ReadError::TooDeep { path: place.path, limit });
            }
            let (head, whole) = self.head(source, &place)?;
            let decoded = decode(&head, self.reader.settings.encoding);
            let text = decoded.as_ref().ok();
            let kind = recognise::kind(&head, text.map(|decoded| &*decoded.text), &place);
            let wide = text.is_some_and(|decoded| decoded.encoding.starts_with("UTF-16"));
            match self.plain(kind, whole, &place)? {
                Plain::Inner(stream) => {
                    source = Source::Stream(stream);
                    place.depth += 1;
                    compressed = Some(kind);
                }
                Plain::As(whole) => {
                    let head = &*head;
                    let opening = frame::Opening { kind, compressed, head, decoded, wide, length };
                    let frame = self.frame(opening, whole, &place)?;
                    return Ok(Open { place, known, frame });
                }
            }
        }
    }

    fn head(&self, source: Source, place: &Place) -> Result<(Vec<u8>, Source), ReadError> {
        let failed = |cause| place.failed("text", cause, &self.account);
        match source {
            Source::Stream(stream) => {
                let (head, stream) = source::peek(stream, HEAD);
                Ok((head, Source::Stream(stream)))
            }
            Source::Store(mut store) => {
                let head = source::peek_store(&mut *store, HEAD).map_err(failed)?;
                Ok((head, Source::Store(store)))
            }
            Source::Bytes(bytes) => {
                let head = bytes[..bytes.len().min(HEAD)].to_vec();
                Ok((head, Source::Bytes(bytes)))
            }
        }
    }

    fn next_record(&mut self) -> Option<Record> {
        loop {
            if self.account.excess().is_some() {
                return None;
            }
            let open = self.stack.last_mut()?;
            let place = open.place.clone();
            let next = || open.frame.next(self.reader, &place, &self.account);
            let pushed = match guarded(&place.path, next) {
                Err(error) => {
                    self.stack.pop();
                    Err((error, place))
                }
                Ok(None) => {
                    self.stack.pop();
                    continue;
                }
                Ok(Some(Found::Record(mut record))) => {
                    if let Ok(article) = &mut record.article {
                        open.known.apply(article, self.reader);
                    }
                    record.member = joined(&place.member, record.member);
                    return Some(self.noted(*record));
                }
                Ok(Some(Found::Failed(error))) => match self.told(&error, &place) {
                    true => continue,
                    false => Err((error, place)),
                },
                Ok(Some(Found::Member { name, source, known, length })) => {
                    self.account.add_member();
                    let place = place.inside(&name);
                    let is_excluded = self.reader.settings.exclude.is_match(&place.path);
                    if is_excluded || self.account.excess().is_some() {
                        continue;
                    }
                    self.push(source, &place, known, length).map_err(|error| (error, place))
                }
                #[cfg(feature = "mail")]
                Ok(Some(Found::Message(bytes, number))) => {
                    let place = number.map_or(place.clone(), |number| place.numbered(number));
                    let read = || match saved_page::find(&bytes, &place) {
                        Some((page, known)) => {
                            let decoded = decode(&page, self.reader.settings.encoding);
                            self.document(decoded, &place).map(|frame| (None, known, frame))
                        }
                        None => {
                            let (record, attached) = message::read(&bytes, &place, self.reader);
                            Ok((Some(record), Known::default(), Frame::Attached(attached.into())))
                        }
                    };
                    match guarded(&place.path, read).and_then(|read| read) {
                        Err(error) => Err((error, place)),
                        Ok((record, known, frame)) => {
                            self.stack.push(Open { place, known, frame });
                            match record {
                                Some(record) => return Some(self.noted(record)),
                                None => Ok(()),
                            }
                        }
                    }
                }
            };
            if let Err((error, place)) = pushed {
                let format = None;
                return Some(self.noted(Record {
                    member: place.member,
                    format,
                    article: Err(error),
                }));
            }
        }
    }

    /// Whether a container only repeats what its last member said: that it
    /// breaks off.
    fn told(&self, error: &ReadError, place: &Place) -> bool {
        let inside = |cut: &String| cut.starts_with(&place.path);
        matches!(error, ReadError::Truncated { .. }) && self.cut.as_ref().is_some_and(inside)
    }

    /// Notes where reading broke off.
    fn noted(&mut self, record: Record) -> Record {
        self.cut = match &record.article {
            Err(ReadError::Truncated { path, .. }) => Some(path.clone()),
            _ => None,
        };
        record
    }
}

impl Iterator for Members<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let record = self.next_record();
        let Some(excess) = self.account.excess() else {
            return self.with_trailer(record);
        };
        // After a bomb nothing more is read.
        self.stack.clear();
        let is_told = |record: &Record| matches!(record.article, Err(ReadError::Bomb { .. }));
        match record {
            Some(record) => {
                self.has_told_bomb |= is_told(&record);
                Some(record)
            }
            None if self.has_told_bomb => None,
            None => {
                self.has_told_bomb = true;
                Some(self.rejected(excess.error(self.path.clone())))
            }
        }
    }
}

impl Members<'_> {
    fn rejected(&self, error: ReadError) -> Record {
        Record { member: String::new(), format: None, article: Err(error) }
    }

    /// Says of an article that something else stood behind the compressed stream it
    /// came in, or at the end of the file.
    fn with_trailer(&self, record: Option<Record>) -> Option<Record> {
        match record {
            Some(Record { article: Err(_), .. }) => record,
            _ if !self.account.take_trailer() => record,
            Some(mut record) => {
                if let Ok(article) = &mut record.article {
                    let detail = "bytes behind the end of the gzip file were left out".to_owned();
                    article.warnings.push(Warning { code: WarningCode::Repaired, detail });
                }
                Some(record)
            }
            None => {
                let detail = "something else stands behind its end".to_owned();
                let (path, format) = (self.path.clone(), Compression::Gzip.name());
                Some(self.rejected(ReadError::Malformed { path, format, detail }))
            }
        }
    }
}

fn joined(place: &str, member: String) -> String {
    match (place, member.as_str()) {
        ("", _) => member,
        (_, "") => place.to_owned(),
        _ => format!("{place}{INSIDE}{member}"),
    }
}

#[cfg(all(feature = "containers", not(feature = "office")))]
impl<'a> Members<'a> {
    /// Says of a zip file that is a document of a word processor that it cannot be read.
    fn packaged(
        &self,
        _: &mut zip::Zip,
        kind: Kind,
        place: &Place,
    ) -> Result<Option<Frame<'a>>, ReadError> {
        match kind {
            Kind::Office => Err(office_left_out(place)),
            _ => Ok(None),
        }
    }
}

#[cfg(not(feature = "office"))]
fn office_left_out(place: &Place) -> ReadError {
    let (path, format) = (place.path.clone(), "an Office document");
    ReadError::BuiltWithout { path, format, feature: "office" }
}

/// A source whose compression, if it has one, was taken off.
enum Plain {
    Inner(Stream),
    As(Source),
}

impl<'a> Members<'a> {
    fn plain(&self, kind: Kind, source: Source, place: &Place) -> Result<Plain, ReadError> {
        let how = match kind {
            Kind::Gzip => Compression::Gzip,
            Kind::Zstd => Compression::Zstd,
            Kind::Bzip2 => Compression::Bzip2,
            Kind::Xz => Compression::Xz,
            _ => return Ok(Plain::As(source)),
        };
        plain(source.into_stream(), how, &self.account)
            .map(Plain::Inner)
            .map_err(|cause| place.failed(how.name(), cause, &self.account))
    }

    #[cfg(feature = "containers")]
    fn frame(
        &self,
        opening: frame::Opening,
        source: Source,
        place: &Place,
    ) -> Result<Frame<'a>, ReadError> {
        match opening.kind {
            Kind::Tar => Ok(Frame::Tar(tar::Tar::new(source.into_stream()))),
            Kind::Zip | Kind::Office => {
                let store = match source {
                    Source::Store(store) => store,
                    Source::Bytes(bytes) => Box::new(std::io::Cursor::new(bytes)),
                    Source::Stream(_) => {
                        let bytes = self.load(source, place, "zip", opening.length)?;
                        Box::new(std::io::Cursor::new(bytes))
                    }
                };
                let zip = zip::Zip::new(store);
                let mut zip = zip.map_err(|cause| place.failed("zip", cause, &self.account))?;
                match self.packaged(&mut zip, opening.kind, place)? {
                    Some(document) => Ok(document),
                    None => Ok(Frame::Zip(zip)),
                }
            }
            _ => self.collection(opening, source, place),
        }
    }

    #[cfg(not(feature = "containers"))]
    fn frame(
        &self,
        opening: frame::Opening,
        source: Source,
        place: &Place,
    ) -> Result<Frame<'a>, ReadError> {
        let unsupported = std::io::ErrorKind::Unsupported.into();
        match opening.kind {
            Kind::Tar => Err(place.failed("tar", unsupported, &self.account)),
            Kind::Zip => Err(place.failed("zip", unsupported, &self.account)),
            Kind::Office => Err(office_left_out(place)),
            _ => self.collection(opening, source, place),
        }
    }
}

impl<'a> Members<'a> {
    /// Reads what has to be in memory as a whole.
    fn load(
        &self,
        source: Source,
        place: &Place,
        format: &'static str,
        length: Option<u64>,
    ) -> Result<Vec<u8>, ReadError> {
        self.load_past(source, place, format, length, |_| false).map(|(bytes, _)| bytes)
    }

    /// Reads what has to be in memory, past the faults that `passes`; also returns the
    /// first of them.
    fn load_past(
        &self,
        source: Source,
        place: &Place,
        format: &'static str,
        length: Option<u64>,
        passes: impl Fn(&std::io::Error) -> bool,
    ) -> Result<source::Passed, ReadError> {
        let limit = self.reader.settings.max_file_bytes;
        let path = || place.path.clone();
        let length = match &source {
            Source::Bytes(bytes) => Some(bytes.len() as u64),
            _ => length,
        };
        if let Some(size) = length.filter(|size| *size > limit) {
            return Err(ReadError::TooLarge { path: path(), size, limit });
        }
        let mut stream = match source {
            Source::Bytes(bytes) => return Ok((bytes, None)),
            other => other.into_stream(),
        };
        let read = source::read_all(&mut *stream, limit, length, passes);
        match read.map_err(|cause| place.failed(format, cause, &self.account))? {
            Ok(read) => Ok(read),
            Err(size) => Err(ReadError::TooLarge { path: path(), size, limit }),
        }
    }

    fn document(
        &self,
        decoded: Result<Decoded, NotText>,
        place: &Place,
    ) -> Result<Frame<'a>, ReadError> {
        self.reader.records(decoded, place).map(Frame::Document)
    }
}
