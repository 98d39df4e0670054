//! What can be open, and what comes out of it.

#[cfg(feature = "mail")]
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;

use super::limits::Account;
use super::place::Place;
use super::recognise::Kind;
use super::source::Source;
use super::{Members, compressed};
#[cfg(feature = "containers")]
use super::{place, tar, zip};
use crate::archive::collection::{
    Known, array::Array, exports::Exports, lines::ObjectLines, sgml::Sgml, table::Table, web::Web,
    wide,
};
#[cfg(feature = "mail")]
use crate::archive::collection::{mailbox::Mailbox, message::Attached};
use crate::archive::{Decoded, Format, NotText, ReadError, Reader, Record, Records, decode};
use crate::article::{Warning, WarningCode};

/// Something that is being read; one variant for each kind.
pub(super) enum Frame<'a> {
    Document(Records<'a>),
    #[cfg(feature = "containers")]
    Tar(tar::Tar),
    #[cfg(feature = "containers")]
    Zip(zip::Zip),
    Web(Box<Web>),
    #[cfg(feature = "mail")]
    Message(Option<Vec<u8>>),
    #[cfg(feature = "mail")]
    Attached(VecDeque<Attached>),
    #[cfg(feature = "mail")]
    Mailbox(Mailbox),
    Lines(ObjectLines),
    Array(Array),
    Table(Box<Table>),
    Sgml(Sgml),
    Exports(Exports),
}

/// What comes out of a frame.
pub(in crate::archive) enum Found {
    /// A record.
    Record(Box<Record>),
    /// Something that is to be recognised and read.
    Member { name: String, source: Source, known: Known, length: Option<u64> },
    /// A message, with its number where there are several.
    #[cfg(feature = "mail")]
    Message(Vec<u8>, Option<u64>),
    /// The container itself is faulty; it goes on if it can.
    Failed(ReadError),
}

impl Found {
    /// An article, or why it is none, that is no member of its own.
    pub fn article(format: Format, article: Result<crate::article::Article, ReadError>) -> Found {
        Found::Record(Box::new(Record { member: String::new(), format: Some(format), article }))
    }

    /// An object that is an article in a format of its own or by its fields.
    pub fn object(object: Result<(Format, crate::article::Article), ReadError>) -> Found {
        match object {
            Ok((format, article)) => Found::article(format, Ok(article)),
            Err(error) => Found::article(Format::Object, Err(error)),
        }
    }
}

impl Frame<'_> {
    /// Returns what comes next; `None` at the end.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        match self {
            Frame::Document(records) => {
                records.next().map(|record| Found::Record(Box::new(record)))
            }
            #[cfg(feature = "containers")]
            Frame::Tar(tar) => next_in_tar(tar, place, account),
            #[cfg(feature = "containers")]
            Frame::Zip(zip) => next_in_zip(zip, place, account),
            Frame::Web(web) => web.next(reader, place, account),
            #[cfg(feature = "mail")]
            Frame::Message(bytes) => bytes.take().map(|bytes| Found::Message(bytes, None)),
            #[cfg(feature = "mail")]
            Frame::Attached(attached) => attached.pop_front().map(|part| part.found(place)),
            #[cfg(feature = "mail")]
            Frame::Mailbox(mailbox) => mailbox.next(reader, place, account),
            Frame::Lines(lines) => lines.next(reader, place, account),
            Frame::Array(array) => array.next(reader, place, account),
            Frame::Table(table) => table.next(reader, place, account),
            Frame::Sgml(sgml) => sgml.next(reader, place, account),
            Frame::Exports(exports) => exports.next(reader, place, account),
        }
    }
}

/// What is known of something that is opened.
pub(super) struct Opening<'h> {
    pub kind: Kind,
    /// How it was compressed itself, where it was.
    pub compressed: Option<Kind>,
    pub head: &'h [u8],
    /// The head as text.
    pub decoded: Result<Decoded, NotText>,
    /// Whether it is in UTF-16.
    pub wide: bool,
    /// Its length where that is known.
    pub length: Option<u64>,
}

impl<'a> Members<'a> {
    /// Opens a collection, or reads a document.
    pub(super) fn collection(
        &self,
        opening: Opening,
        source: Source,
        place: &Place,
    ) -> Result<Frame<'a>, ReadError> {
        let settings = &self.reader.settings;
        let stream = |source: Source| match opening.wide {
            true => wide::narrow(source.into_stream(), opening.head),
            false => source.into_stream(),
        };
        Ok(match opening.kind {
            Kind::Warc => Frame::Web(Box::new(Web::warc(source.into_stream()))),
            Kind::Arc => Frame::Web(Box::new(Web::arc(source.into_stream()))),
            #[cfg(feature = "mail")]
            Kind::Mailbox => Frame::Mailbox(Mailbox::new(source.into_stream())),
            #[cfg(not(feature = "mail"))]
            Kind::Message | Kind::Mailbox => {
                let (path, format) = (place.path.clone(), "mail");
                return Err(ReadError::BuiltWithout { path, format, feature: "mail" });
            }
            #[cfg(feature = "mail")]
            Kind::Message => {
                Frame::Message(Some(self.load(source, place, "mail", opening.length)?))
            }
            Kind::Objects => {
                let opened = ObjectLines::open(stream(source), place, settings)
                    .map_err(|cause| place.failed("JSON", cause, &self.account))?;
                match opened {
                    Ok(lines) => Frame::Lines(lines),
                    Err(single) => {
                        let source = Source::Stream(single);
                        let bytes = self.load(source, place, "JSON", opening.length)?;
                        self.document(decode(&bytes, settings.encoding), place)?
                    }
                }
            }
            Kind::Array => Frame::Array(Array::new(stream(source), settings)),
            Kind::Table(separator) => {
                let (head, wide) = (opening.head, opening.wide);
                let table = Table::new(stream(source), separator, head, wide, self.reader);
                Frame::Table(Box::new(table))
            }
            #[cfg(not(feature = "office"))]
            Kind::RichText => {
                let (path, format) = (place.path.clone(), "RTF");
                return Err(ReadError::BuiltWithout { path, format, feature: "office" });
            }
            Kind::Sgml(collection) => Frame::Sgml(Sgml::new(stream(source), collection)),
            Kind::Export(export) => Frame::Exports(Exports::new(stream(source), export)),
            _ => {
                let is_gzip = opening.compressed == Some(Kind::Gzip);
                let passes = |fault: &io::Error| is_gzip && compressed::leaves_text(fault);
                let (bytes, fault) =
                    self.load_past(source, place, "text", opening.length, passes)?;
                #[cfg(feature = "office")]
                if opening.kind == Kind::RichText {
                    return self.rich_text(&bytes, place);
                }
                let mut decoded = match bytes.len() == opening.head.len() {
                    true => opening.decoded,
                    false => decode(&bytes, settings.encoding),
                };
                if let (Ok(decoded), Some(fault)) = (&mut decoded, &fault) {
                    let detail = match compressed::is_later(fault) {
                        true => "a part of the gzip file is broken; the others were read",
                        false => "the gzip file breaks off; what is there was read",
                    };
                    let code = WarningCode::Truncated;
                    decoded.warnings.push(Warning { code, detail: detail.to_owned() });
                }
                match (self.document(decoded, place), fault) {
                    // What is left is no document by itself.
                    (Err(_), Some(fault)) => {
                        return Err(place.failed("text", fault, &self.account));
                    }
                    (document, _) => document?,
                }
            }
        })
    }
}

#[cfg(feature = "containers")]
fn next_in_tar(tar: &mut tar::Tar, place: &Place, account: &Account) -> Option<Found> {
    loop {
        use tar::TarMember;
        let member = match tar.next()? {
            Ok(member) => member,
            Err(cause) => return Some(Found::Failed(place.failed("tar", cause, account))),
        };
        let name = match &member {
            TarMember::Nothing => continue,
            TarMember::File(name, ..) | TarMember::Link(name) | TarMember::Other(name, _) => {
                place::visible(name)
            }
        };
        let Some(name) = name else {
            continue;
        };
        return Some(match member {
            TarMember::Nothing => continue,
            TarMember::File(_, length, stream) => Found::Member {
                name,
                source: Source::Stream(stream),
                known: Known::default(),
                length: Some(length),
            },
            TarMember::Link(_) => failed_member(place, name, |path| ReadError::Link { path }),
            TarMember::Other(_, kind) => {
                failed_member(place, name, |path| ReadError::Special { path, kind })
            }
        });
    }
}

#[cfg(feature = "containers")]
fn next_in_zip(zip: &mut zip::Zip, place: &Place, account: &Rc<Account>) -> Option<Found> {
    use zip::ZipMember;
    loop {
        let member = match zip.next(account)? {
            Ok(member) => member,
            Err(cause) => return Some(Found::Failed(place.failed("zip", cause, account))),
        };
        let name = match &member {
            ZipMember::Folder => continue,
            ZipMember::File(name, ..)
            | ZipMember::Link(name)
            | ZipMember::Encrypted(name)
            | ZipMember::Broken(name, _) => place::visible(name),
        };
        let Some(name) = name else {
            continue;
        };
        return Some(match member {
            ZipMember::Folder => continue,
            ZipMember::File(_, length, stream) => Found::Member {
                name,
                source: Source::Stream(stream),
                known: Known::default(),
                length,
            },
            ZipMember::Link(_) => failed_member(place, name, |path| ReadError::Link { path }),
            ZipMember::Encrypted(_) => {
                failed_member(place, name, |path| ReadError::Encrypted { path })
            }
            ZipMember::Broken(_, cause) => {
                let error = place.inside(&name).failed("zip", cause, account);
                failed_member(place, name, |_| error)
            }
        });
    }
}

/// The rejection of a member that is not opened.
pub(in crate::archive) fn failed_member(
    place: &Place,
    name: String,
    error: impl FnOnce(String) -> ReadError,
) -> Found {
    let article = Err(error(place.inside(&name).path));
    Found::Record(Box::new(Record { member: name, format: None, article }))
}
