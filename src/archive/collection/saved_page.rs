//! A page of the web that a browser saved as a message (`.mht`): the page is read.
//! The pictures and styles in it are parts of the page and none of their own.

use mail_parser::{HeaderName, MimeHeaders, PartType};

use super::message::{contents, parsed, raw_header};
use super::{Known, http};
use crate::archive::container::place::Place;

/// Endings of names that promise such a page.
const ENDINGS: [&str; 2] = [".mht", ".mhtml"];
/// What browsers write into the header, in small letters.
const SIGNS: [&str; 2] = ["snapshot-content-location:", "from: <saved by "];
/// The header is looked at so far, in bytes.
const HEADER: usize = 4 * 1024;

/// Takes a page out of a message, in UTF-8 where the message says its encoding, and
/// what the message knows of it; `None` where it is no page.
pub(in crate::archive) fn find(bytes: &[u8], place: &Place) -> Option<(Vec<u8>, Known)> {
    let header = String::from_utf8_lossy(&bytes[..bytes.len().min(HEADER)]).to_ascii_lowercase();
    let is_saved = SIGNS.iter().any(|sign| header.contains(sign));
    if !is_saved && !place.ends_in(&ENDINGS) {
        return None;
    }
    let message = parsed(bytes, place).ok()?;
    let part = message.parts.iter().find(|part| matches!(part.body, PartType::Html(_)))?;
    let page = contents(&message, part)?.into_owned();
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let media_type = format!("text/html; charset={}", charset.unwrap_or_default());
    let header =
        |name| Some(String::from_utf8_lossy(raw_header(&message, name)?).trim().to_owned());
    let address = header(HeaderName::Other("Snapshot-Content-Location".into()));
    let address = address.or_else(|| part.content_location().map(str::to_owned));
    let known = Known {
        url: address.filter(|address| address.starts_with("http")),
        captured: header(HeaderName::Date),
        is_cut: false,
    };
    Some((http::in_utf8(page, &media_type), known))
}
