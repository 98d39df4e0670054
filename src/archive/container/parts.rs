//! The parts of a zip file that is one document, by their names, and documents of word
//! processors among what containers hold.
//!
//! What the parts mean, the room of those documents knows.

use std::io::{Cursor, Read};
use std::rc::Rc;

use super::Members;
use super::compressed::leaves_text;
use super::frame::Frame;
use super::guard::guarded;
use super::limits::Account;
use super::place::Place;
use super::recognise::Kind;
use super::zip::{Zip, ZipMember};
use crate::archive::collection::exports::{Export, Exports};
use crate::archive::decode::{decode, sniff};
use crate::archive::documents::office::{self, Document, Package};
use crate::archive::{Decoded, Format, NotText, ReadError, Settings};
use crate::article::Warning;

/// The parts of a document.
pub(in crate::archive) struct Parts<'a> {
    zip: &'a mut Zip,
    account: &'a Rc<Account>,
    place: &'a Place,
    /// So many bytes may a part have.
    limit: u64,
}

/// A part that is text.
pub(in crate::archive) struct Part {
    pub text: String,
    /// Whether the file breaks off in it.
    pub is_cut: bool,
    /// What was decided to decode it.
    pub warnings: Vec<Warning>,
}

impl Parts<'_> {
    /// The path of the document.
    pub fn path(&self) -> String {
        self.place.path.clone()
    }

    /// The error of a document that is not what its format demands.
    pub fn malformed(&self, format: &'static str, detail: String) -> ReadError {
        ReadError::Malformed { path: self.path(), format, detail }
    }

    /// Whether the file breaks off before its table.
    pub fn is_cut(&self) -> bool {
        !self.zip.has_table()
    }

    /// Whether there is a part of this name.
    pub fn has(&mut self, name: &str) -> bool {
        self.zip.named(name, self.account).is_some()
    }

    /// Reads a part; `None` where there is none of this name, or it is empty.
    ///
    /// # Errors
    /// Where it is encrypted, corrupt, or longer than a document may be; where what was
    /// read of the file expands too far.
    pub fn text(&mut self, name: &str) -> Result<Option<Part>, ReadError> {
        let failed = |cause| self.place.failed("zip", cause, self.account);
        let mut stream = match self.zip.named(name, self.account) {
            Some(Ok(ZipMember::File(_, _, stream))) => stream,
            Some(Ok(ZipMember::Encrypted(_))) => {
                return Err(ReadError::Encrypted { path: self.path() });
            }
            Some(Ok(ZipMember::Broken(_, cause)) | Err(cause)) => return Err(failed(cause)),
            Some(Ok(ZipMember::Folder | ZipMember::Link(_))) | None => return Ok(None),
        };
        let mut bytes = Vec::new();
        let most = self.limit.saturating_add(1);
        let fault = stream.by_ref().take(most).read_to_end(&mut bytes).err();
        let (size, limit) = (bytes.len() as u64, self.limit);
        if size > limit {
            return Err(ReadError::TooLarge { path: self.path(), size, limit });
        }
        let is_cut = fault.is_some();
        if let Some(fault) = fault.filter(|fault| !leaves_text(fault)) {
            return Err(failed(fault));
        }
        match decode(&bytes, None) {
            Ok(Decoded { text, warnings, .. }) => Ok(Some(Part { text, is_cut, warnings })),
            Err(NotText::Empty) => Ok(None),
            Err(NotText::Binary(_)) => Err(self.malformed("XML", format!("`{name}` is not text"))),
        }
    }
}

/// Returns the text of a document of a word processor that is a file by itself; `None`
/// where it is none, or cannot be read.
pub(in crate::archive) fn text(
    bytes: Vec<u8>,
    relative: &str,
    settings: &Settings,
) -> Option<String> {
    let document = guarded(relative, || {
        if sniff::is_rich_text(&bytes) {
            return Some(office::rich_text(&bytes));
        }
        if !bytes.starts_with(b"PK") {
            return None;
        }
        let account = Account::new(settings.limits.clone(), bytes.len() as u64);
        let zip = Zip::new(Box::new(Cursor::new(bytes))).ok();
        let mut zip = zip.filter(Zip::has_table)?;
        let (account, place) = (&account, &Place::file(relative));
        let limit = settings.max_file_bytes;
        let mut parts = Parts { zip: &mut zip, account, place, limit };
        let package = Package::recognise(&mut parts).ok().flatten()?;
        office::open(&package, &mut parts).ok().map(|(_, document)| document)
    });
    Some(document.ok().flatten()?.text())
}

impl<'a> Members<'a> {
    /// Reads a zip file that is one document; `None` where it holds several.
    pub(super) fn packaged(
        &self,
        zip: &mut Zip,
        kind: Kind,
        place: &Place,
    ) -> Result<Option<Frame<'a>>, ReadError> {
        // What breaks off is looked through only where it promises a document.
        if kind != Kind::Office && !zip.has_table() {
            return Ok(None);
        }
        let limit = self.reader.settings.max_file_bytes;
        let mut parts = Parts { zip, account: &self.account, place, limit };
        let Some(package) = Package::recognise(&mut parts)? else {
            return Ok(None);
        };
        let (format, document) = office::open(&package, &mut parts)?;
        self.written(format, document, place).map(Some)
    }

    /// Reads a rich text document.
    pub(super) fn rich_text(&self, bytes: &[u8], place: &Place) -> Result<Frame<'a>, ReadError> {
        self.written(Format::Rtf, office::rich_text(bytes), place)
    }

    /// Reads what a word processor's file has: one article, or the documents of a
    /// download.
    fn written(
        &self,
        format: Format,
        document: Document,
        place: &Place,
    ) -> Result<Frame<'a>, ReadError> {
        let text = document.text();
        match Export::of(&text) {
            Some(export) => {
                let stream = Box::new(Cursor::new(text.into_bytes()));
                Ok(Frame::Exports(Exports::new(stream, export)))
            }
            None => self.reader.office(format, document, place).map(Frame::Document),
        }
    }
}
