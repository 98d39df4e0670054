//! The readers of structured formats behind one door: which reader reads
//! what, and which were left out when the program was built.

pub(super) mod agency_page;
#[cfg(feature = "newsml")]
mod alto;
#[cfg(any(feature = "feeds", feature = "newsml"))]
mod base64;
#[cfg(any(feature = "html", feature = "markdown"))]
mod blocks;
#[cfg(feature = "feeds")]
mod feeds;
#[cfg(feature = "html")]
mod html;
pub(super) mod json;
#[cfg(feature = "markdown")]
mod markdown;
pub(super) mod markup;
#[cfg(feature = "newsml")]
mod newsml;
#[cfg(feature = "newsml")]
mod newsml1;
mod ninjs;
#[cfg(feature = "newsml")]
mod nitf;
#[cfg(feature = "office")]
pub(super) mod office;
pub(super) mod plain;
#[cfg(feature = "newsml")]
mod rcv1;
pub(super) mod references;
#[cfg(feature = "newsml")]
mod xml;

use rustc_hash::FxHashSet;

use crate::archive::decode::sniff::Kind;
use crate::archive::draft::Place;
use crate::archive::{Format, ReadError};
use crate::article::Article;

/// The articles of a document, in its order, and those that could not be read.
pub(super) type Articles = Vec<Result<Article, ReadError>>;

/// Reads a document; also returns the format that it turned out to be in.
///
/// # Errors
/// Where no article of the document can be read.
pub(super) fn read(kind: Kind, text: &str, place: Place) -> Result<(Format, Articles), ReadError> {
    let format = match kind {
        Kind::Known(format) => format,
        Kind::Json => return json::read(text, place),
        Kind::Other(format) => {
            return Err(ReadError::Unsupported { path: place.relative.to_owned(), format });
        }
    };
    if matches!(
        format,
        Format::NewsMl
            | Format::NewsMl1
            | Format::Nitf
            | Format::Rcv1
            | Format::Alto
            | Format::Feed
            | Format::Odt
    ) && let Some(name) = own_entity(text)
    {
        let detail = format!("the entity `{name}`, which it defines itself, is not expanded");
        return Err(place.malformed("XML", detail));
    }
    let articles = match format {
        Format::AgencyPage
        | Format::Canonical
        | Format::Ninjs
        | Format::Object
        | Format::Table
        | Format::Message
        | Format::Reuters
        | Format::Docs
        | Format::Docx
        | Format::Rtf
        | Format::LexisNexis
        | Format::NexisUni
        | Format::Factiva
        | Format::ProQuest
        | Format::Europresse => return json::read(text, place),
        Format::Html => html(text, place),
        Format::NewsMl => newsml(text, place),
        Format::NewsMl1 => newsml1(text, place),
        Format::Nitf => nitf(text, place),
        Format::Rcv1 => rcv1(text, place),
        Format::Alto => alto(text, place),
        Format::Feed => feed(text, place),
        Format::Markdown => markdown(text, place),
        Format::Odt => office(text, place),
    }?;
    Ok((format, articles))
}

/// Makes the reader of a format that the program may be built without: that of the
/// module of its name.
macro_rules! reader {
    ($name:ident, $feature:literal, $format:literal) => {
        #[cfg(feature = $feature)]
        fn $name(text: &str, place: Place) -> Result<Articles, ReadError> {
            self::$name::read(text, place)
        }

        #[cfg(not(feature = $feature))]
        fn $name(_: &str, place: Place) -> Result<Articles, ReadError> {
            Err(place.built_without($format, $feature))
        }
    };
}

reader!(html, "html", "HTML");
reader!(newsml, "newsml", "NewsML-G2");
reader!(newsml1, "newsml", "NewsML 1");
reader!(nitf, "newsml", "NITF");
reader!(rcv1, "newsml", "RCV1");
reader!(alto, "newsml", "ALTO");
reader!(markdown, "markdown", "Markdown");
reader!(office, "office", "OpenDocument text");

/// Reads RSS, RDF Site Summary, Atom or JSON Feed.
#[cfg(feature = "feeds")]
fn feed(text: &str, place: Place) -> Result<Articles, ReadError> {
    feeds::read(text, place)
}

/// Says that feeds cannot be read.
#[cfg(not(feature = "feeds"))]
fn feed(_: &str, place: Place) -> Result<Articles, ReadError> {
    Err(place.built_without("a feed", "feeds"))
}

/// Returns an entity that a document defines itself and then uses. Entities
/// can stand for entities, and a short document for more text than fits into
/// memory; none is expanded.
fn own_entity(text: &str) -> Option<&str> {
    let start = text.find("<!DOCTYPE")?;
    let subset = &text[start..];
    let (opens, closes) = (subset.find('['), subset.find('>'));
    let opens = opens.filter(|opens| closes.is_none_or(|closes| *opens < closes))?;
    let subset = &subset[opens..];
    let end = subset.find("]>").or_else(|| subset.find(']')).unwrap_or(subset.len());
    let (subset, rest) = subset.split_at(end);
    let declarations = subset.split("<!ENTITY").skip(1);
    let names: FxHashSet<&str> = declarations
        .filter_map(|declaration| declaration.split_whitespace().find(|word| *word != "%"))
        .collect();
    let mut references = rest.match_indices('&').map(|(at, _)| {
        let name = &rest[at + 1..];
        let ends = |c: char| matches!(c, ';' | '&' | '<') || c.is_whitespace();
        &name[..name.find(ends).unwrap_or(0)]
    });
    references.find(|name| names.contains(name))
}
