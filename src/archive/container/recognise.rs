//! What holds several articles, judged by how its content begins and, where
//! that leaves it open, by its name.
//!
//! This file knows how containers and collections begin. It reads none.

use super::place::Place;
use crate::archive::collection::exports::Export;
use crate::archive::collection::sgml::Collection;
use crate::archive::collection::{mail, table, web};
use crate::archive::decode::sniff;

/// So many bytes are looked at.
pub(super) const HEAD: usize = 4 * 1024;

/// What a file or member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Zip,
    /// A zip file that is a document of an office program, as it seems.
    Office,
    RichText,
    Tar,
    /// Web archives.
    Warc,
    Arc,
    /// One message, or many.
    Message,
    Mailbox,
    /// Objects one on a line, or only one.
    Objects,
    /// An array of objects.
    Array,
    /// Columns, with this byte between them.
    Table(u8),
    /// Records in SGML.
    Sgml(Collection),
    /// Documents that were downloaded from a database.
    Export(Export),
    /// Anything else: one document, or something that cannot be read.
    Document,
}

/// Returns what begins with `head`.
pub(super) fn kind(head: &[u8], text: Option<&str>, place: &Place) -> Kind {
    match head {
        [0x1f, 0x8b, 8, ..] => return Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return Kind::Zstd,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => return Kind::Xz,
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
        | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => {
            return Kind::Bzip2;
        }
        [b'P', b'K', 3, 4, ..] if sniff::is_office(head) => return Kind::Office,
        [b'P', b'K', 3, 4, ..] if sniff::zipped_document(head).is_none() => return Kind::Zip,
        [b'P', b'K', 5, 6, ..] => return Kind::Zip,
        _ if is_tar(head) => return Kind::Tar,
        _ if sniff::is_rich_text(head) => return Kind::RichText,
        _ => {}
    }
    match text {
        Some(text) => text_kind(text.trim_start_matches('\u{feff}'), place),
        // Pictures may stand among the headers of web archives and messages.
        None => headed_kind(&String::from_utf8_lossy(head), place).unwrap_or(Kind::Document),
    }
}

/// What begins with header lines.
fn headed_kind(text: &str, place: &Place) -> Option<Kind> {
    match text.trim_start() {
        begin if web::is_warc(begin) => Some(Kind::Warc),
        begin if web::is_arc(begin) => Some(Kind::Arc),
        begin if mail::is_mailbox(begin) => Some(Kind::Mailbox),
        _ if mail::is_message(text, place) => Some(Kind::Message),
        _ => None,
    }
}

fn text_kind(text: &str, place: &Place) -> Kind {
    let begin = text.trim_start();
    match begin.as_bytes() {
        [b'{', ..] => Kind::Objects,
        [b'[', rest @ ..] if rest.trim_ascii_start().starts_with(b"{") => Kind::Array,
        [b'<', ..] => Collection::of(begin).map_or(Kind::Document, Kind::Sgml),
        _ => headed_kind(text, place)
            .or_else(|| Export::of(text).map(Kind::Export))
            .or_else(|| table::separator(text, place).map(Kind::Table))
            .unwrap_or(Kind::Document),
    }
}

#[cfg(feature = "containers")]
fn is_tar(head: &[u8]) -> bool {
    super::tar::is_header(head)
}

#[cfg(not(feature = "containers"))]
fn is_tar(head: &[u8]) -> bool {
    sniff::is_tar(head)
}
