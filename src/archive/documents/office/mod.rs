//! Copy that was left as a word processor's file: DOCX, ODT, RTF.
//!
//! Such a file is read in two steps. A reader for each format (`docx.rs`,
//! `odt.rs`, `rtf/`) makes a [`Document`] of its bytes: paragraphs of text with
//! the styles they have, and the properties of the file. `article.rs` makes the
//! article, whatever the format: a text that has an agency's header is read as
//! that page saved as text is. This room knows no other format.

mod article;
mod collector;
mod document;
mod docx;
mod odt;
mod package;
mod rtf;
mod styles;
mod xml;

pub(in crate::archive) use document::Document;
pub(in crate::archive) use package::{Package, open};

use super::Articles;
use crate::archive::draft::Place;
use crate::archive::{Format, ReadError};

/// Makes the article of a document.
///
/// # Errors
/// Where it has no text.
pub(in crate::archive) fn article(document: Document, place: Place) -> Result<Articles, ReadError> {
    article::make(document, place).map(|article| vec![Ok(article)])
}

/// Reads a flat OpenDocument text, which is one document in XML.
///
/// # Errors
/// Where it is not well-formed before its first paragraph ends, or has no text.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    let document = odt::flat(text).map_err(|fault| place.malformed("ODT", fault))?;
    article(document, place)
}

/// Returns the paragraphs of a rich text document. Whatever the bytes, it is
/// read as far as it goes.
pub(in crate::archive) fn rich_text(bytes: &[u8]) -> Document {
    rtf::read(bytes)
}

/// The name of a format in messages.
pub(in crate::archive) fn name(format: Format) -> &'static str {
    match format {
        Format::Docx => "DOCX",
        Format::Odt => "ODT",
        _ => "RTF",
    }
}
