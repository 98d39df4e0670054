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

pub(super) use document::Document;
pub(super) use package::{Package, open};

use super::documents::Articles;
use super::draft::Place;
use super::{Format, ReadError};

/// Makes the article of a document.
///
/// # Errors
/// Where it has no text.
pub(super) fn article(document: Document, place: Place) -> Result<Articles, ReadError> {
    article::make(document, place).map(|article| vec![Ok(article)])
}

/// Reads a flat OpenDocument text, which is one document in XML.
///
/// # Errors
/// Where it is not well-formed before its first paragraph ends, or has no text.
pub(super) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    let document = odt::flat(text).map_err(|fault| place.malformed("ODT", fault))?;
    article(document, place)
}

/// Returns the paragraphs of a rich text document. Whatever the bytes, it is
/// read as far as it goes.
pub(super) fn rich_text(bytes: &[u8]) -> Document {
    rtf::read(bytes)
}

/// The name of a format in messages.
pub(super) fn name(format: Format) -> &'static str {
    match format {
        Format::Docx => "DOCX",
        Format::Odt => "ODT",
        _ => "RTF",
    }
}
