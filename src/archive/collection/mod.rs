//! Formats that hold many articles as records of their own: objects, tables,
//! messages, web archives, collections in SGML, downloads of databases.
//!
//! Each reader gives one record after the other and keeps one in memory. A
//! record that is broken is one rejection, and the next is read. This room
//! knows nothing of what its stream comes from.

pub(super) mod array;
mod draft;
pub(super) mod exports;
pub(super) mod fields;
mod http;
pub(super) mod lines;
pub(super) mod mail;
#[cfg(feature = "mail")]
pub(super) mod mailbox;
mod markup;
mod media;
#[cfg(feature = "mail")]
pub(super) mod message;
mod names;
pub(super) mod object;
mod orders;
#[cfg(feature = "mail")]
pub(super) mod saved_page;
pub(super) mod sgml;
pub(super) mod table;
mod unread;
pub(super) mod web;
pub(super) mod wide;

#[cfg(all(test, feature = "containers", feature = "mail"))]
pub(in crate::archive) mod tests;

use crate::archive::container::place::Place;
use crate::archive::draft::identity::{self, Naming};
use crate::archive::{Decoded, ReadError, Reader, decode};
use crate::article::{Article, Warning, WarningCode};

/// What a container knows of a member, and the member may not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Where it was on the web.
    pub url: Option<String>,
    /// When it was captured there, as the container says.
    pub captured: Option<String>,
    /// Whether the container has only the beginning of it.
    pub is_cut: bool,
}

impl Known {
    /// Fills in what an article does not say itself. The date of a capture is
    /// never that of publication.
    pub fn apply(&self, article: &mut Article, reader: &Reader) {
        // The address of a list is not that of what is listed.
        if let Some(url) = &self.url
            && article.url.is_none()
            && article.origin.record.is_none()
        {
            article.url = Some(url.clone());
            if article.uri.is_none() && article.agency_id.is_none() {
                let naming = Naming::default();
                article.id = identity::identify(article, naming, &reader.agencies);
            }
        }
        if let Some(captured) = &self.captured {
            let detail = format!("captured at {captured}, which is not when it was published");
            article.warnings.push(Warning { code: WarningCode::Captured, detail });
        }
        if self.is_cut {
            let detail = "the text breaks off in the web archive".to_owned();
            article.warnings.push(Warning { code: WarningCode::Truncated, detail });
        }
    }
}

/// Decodes a record that was cut out of a file. What news agencies sent over the wire
/// may have its control characters in it: they are left out.
fn decoded(record: &[u8], place: &Place, reader: &Reader) -> Result<Decoded, ReadError> {
    let encoding = reader.settings.encoding;
    decode(record, encoding).or_else(|_| {
        let kept = |byte: &u8| *byte >= b' ' || matches!(byte, b'\n' | b'\r' | b'\t');
        let plain: Vec<u8> = record.iter().copied().filter(kept).collect();
        decode(&plain, encoding).map_err(|_| ReadError::Empty { path: place.path.clone() })
    })
}
