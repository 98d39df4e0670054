//! A folder of files becomes articles.
//!
//! [`walk()`] finds the files, [`Boilerplate::learn`] learns which lines recur
//! in the archive, and a [`Reader`] makes articles of one file after another.
//! This room knows folders, encodings and formats. It never imports entities,
//! index or query, and never prints.

mod agencies;
mod agency_page;
#[cfg(feature = "newsml")]
mod alto;
#[cfg(any(feature = "feeds", feature = "newsml"))]
mod base64;
#[cfg(any(feature = "html", feature = "markdown"))]
mod blocks;
mod body;
mod boilerplate;
mod byline;
mod bytes;
mod closing;
mod collection;
mod container;
mod dateline;
mod decode;
mod documents;
mod draft;
mod error;
#[cfg(feature = "feeds")]
mod feeds;
mod filler;
mod finish;
mod fold;
mod format;
mod header;
mod headline;
#[cfg(feature = "html")]
mod html;
mod identity;
mod items;
mod json;
mod labels;
mod lines;
#[cfg(feature = "markdown")]
mod markdown;
mod markup;
mod moment;
mod months;
#[cfg(feature = "newsml")]
mod newsml;
#[cfg(feature = "newsml")]
mod newsml1;
mod ninjs;
#[cfg(feature = "newsml")]
mod nitf;
#[cfg(feature = "office")]
mod office;
mod paragraphs;
mod pattern;
mod plain;
#[cfg(feature = "newsml")]
mod rcv1;
mod references;
mod slug;
mod sniff;
mod solar_hijri;
mod standing;
mod walk;
mod when;
mod when_grammar;
mod whereabouts;
mod wide;
#[cfg(feature = "newsml")]
mod xml;
mod zones;

use std::fs::File;

use encoding_rs::Encoding;
use globset::GlobSet;
use jiff::tz::TimeZone;

pub use agencies::Agency;
pub use boilerplate::Boilerplate;
pub use collection::fields::{Fields, Part};
pub use container::limits::{Limits, Measure};
pub use container::place::{INSIDE, is_hidden};
pub use decode::{Decoded, NotText, decode};
pub use error::ReadError;
pub use format::Format;
pub use identity::content_hash;
use pattern::PathFacts;
pub use pattern::{PathPattern, PatternError};
pub(crate) use walk::path_below;
pub use walk::{Input, walk};
pub use when::DayOrder;
pub(crate) use whereabouts::{file_at, is_of_file};

use crate::article::{Article, Language};
use agencies::Agencies;
use agency_page::Context;
use container::Members;
use container::guard::guarded;
use container::place::Place;

/// A larger document is no text, or has more of it than one article: so many
/// bytes may a file, a member of a container or a record of a collection have.
/// They are in memory while they are read.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// How an archive is to be read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What paths say; the first pattern that fits counts.
    pub path_patterns: Vec<PathPattern>,
    /// Agencies that the built-in table lacks, or names otherwise.
    pub agencies: Vec<Agency>,
    /// The agency of articles that name none.
    pub agency: Option<String>,
    /// The source of articles that credit none.
    pub source: Option<String>,
    /// The language of articles that do not say.
    pub language: Option<Language>,
    /// The section of articles that name none.
    pub section: Option<String>,
    /// The zone of times that name none.
    pub time_zone: TimeZone,
    /// Which number comes first in 10/7/2023.
    pub day_order: DayOrder,
    /// The encoding of files without byte order mark; `None` finds it out.
    pub encoding: Option<&'static Encoding>,
    /// Files and folders to leave out, by their path below the archive's.
    pub exclude: GlobSet,
    /// Whether links are followed.
    pub follow_links: bool,
    /// Larger documents are rejected, in bytes. A file of many records may be
    /// larger; each record may not.
    pub max_file_bytes: u64,
    /// How far containers and compressed files may expand.
    pub limits: Limits,
    /// Which fields of objects and tables are which part of an article.
    pub fields: Fields,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            path_patterns: Vec::new(),
            agencies: Vec::new(),
            agency: None,
            source: None,
            language: None,
            section: None,
            time_zone: TimeZone::UTC,
            day_order: DayOrder::default(),
            encoding: None,
            exclude: GlobSet::empty(),
            follow_links: false,
            max_file_bytes: MAX_FILE_BYTES,
            limits: Limits::default(),
            fields: Fields::default(),
        }
    }
}

/// Reads the files of an archive. It holds no state between files, so that
/// many threads can share one.
#[derive(Debug)]
pub struct Reader {
    settings: Settings,
    boilerplate: Boilerplate,
    agencies: Agencies,
}

impl Reader {
    /// Makes a reader for an archive with these settings, in which these lines
    /// recur.
    pub fn new(settings: Settings, boilerplate: Boilerplate) -> Self {
        let agencies = Agencies::new(&settings.agencies);
        Reader { settings, boilerplate, agencies }
    }

    /// Reads a file, whose records come as they are asked for: a file of many
    /// may be of any size.
    ///
    /// The outer error means that the file as a whole cannot be read; an inner
    /// one is a record of it that cannot.
    pub fn read(&self, input: &Input) -> Result<Records<'_>, ReadError> {
        let unreadable = |cause| ReadError::Unreadable { path: input.relative.clone(), cause };
        // A pipe would wait for a writer, and the file may have become one.
        let meta = std::fs::metadata(&input.path).map_err(unreadable)?;
        if let Some(kind) = walk::special(meta.file_type()) {
            return Err(ReadError::Special { path: input.relative.clone(), kind });
        }
        let file = File::open(&input.path).map_err(unreadable)?;
        // What is written while it is read is read the next time.
        let size = file.metadata().map_err(unreadable)?.len();
        self.members(container::source::Source::file(file, size), place(input), size)
    }

    /// Reads the bytes of a file ([`Input::whole`]) as [`Reader::read`] would.
    pub(crate) fn read_whole(
        &self,
        input: &Input,
        bytes: Vec<u8>,
    ) -> Result<Records<'_>, ReadError> {
        let size = bytes.len() as u64;
        self.members(container::source::Source::Bytes(bytes), place(input), size)
    }

    /// Reads bytes as the file `relative` of the archive.
    pub fn read_bytes(&self, bytes: &[u8], relative: &str) -> Result<Records<'_>, ReadError> {
        let source = container::source::Source::Bytes(bytes.to_vec());
        self.members(source, Place::file(relative), bytes.len() as u64)
    }

    /// Reads text as the file `relative` of the archive.
    #[cfg(test)]
    fn read_text(&self, text: &str, relative: &str) -> Result<Records<'_>, ReadError> {
        self.read_bytes(text.as_bytes(), relative)
    }

    /// Reads an object as the file `relative` of the archive; `None` where it
    /// is in no format of its own (the canonical article, ninjs).
    pub(crate) fn read_object(
        &self,
        value: &serde_json::Value,
        relative: &str,
    ) -> Option<Result<(Format, Article), ReadError>> {
        let object = value.as_object()?;
        let format = json::format(object)?;
        let facts = PathFacts::default();
        let place = draft::Place { relative, facts: &facts, context: self.context() };
        let read = || json::article(format, object.clone(), None, place);
        let article = guarded(relative, read).flatten();
        Some(article.map(|article| (format, article)))
    }

    fn members(
        &self,
        source: container::source::Source,
        place: Place,
        size: u64,
    ) -> Result<Records<'_>, ReadError> {
        let members = Members::open(self, source, place, size)?;
        Ok(Records(Source::Members(Box::new(members))))
    }

    fn facts(&self, paths: &[&str]) -> PathFacts {
        let patterns = self.settings.path_patterns.iter();
        let mut found = patterns.flat_map(|pattern| paths.iter().map(|path| pattern.facts(path)));
        found.find_map(|facts| facts).unwrap_or_default()
    }

    fn context(&self) -> Context<'_> {
        Context {
            settings: &self.settings,
            agencies: &self.agencies,
            boilerplate: &self.boilerplate,
        }
    }

    /// Reads one document, whatever it came in.
    fn records(
        &self,
        decoded: Result<Decoded, NotText>,
        place: &Place,
    ) -> Result<Records<'_>, ReadError> {
        let path = || place.path.clone();
        let decoded = decoded.map_err(|reason| match reason {
            NotText::Empty => ReadError::Empty { path: path() },
            NotText::Binary(kind) => ReadError::Binary { path: path(), kind },
        })?;
        let (relative, context) = (&*place.path, self.context());
        let facts = self.facts(&place.names());
        let kind = sniff::text_kind(&decoded.text).or_else(|| sniff::kind_by_name(relative));
        let is_html = kind == Some(sniff::Kind::Known(Format::Html));
        let page = if is_html { collection::exports::Page::of(&decoded.text) } else { None };
        let (format, mut articles) = match (page, kind) {
            (Some(page), _) => (page.format(), page.articles(&decoded.text, place, self)),
            (None, Some(kind)) => {
                let document = draft::Place { relative, facts: &facts, context };
                match documents::read(kind, &decoded.text, document) {
                    // JSON of no format of its own has fields that say what they are.
                    Err(ReadError::Unsupported { .. }) if kind == sniff::Kind::Json => {
                        let text = decoded.text.as_bytes();
                        let (format, article) = collection::object::read(text, place, self)?;
                        (format, vec![Ok(article)])
                    }
                    read => read?,
                }
            }
            (None, None) => {
                let article = agency_page::read(&decoded.text, relative, facts, context);
                (Format::AgencyPage, vec![Ok(article)])
            }
        };
        for article in articles.iter_mut().flatten() {
            article.warnings.splice(0..0, decoded.warnings.iter().cloned());
        }
        Ok(Records(Source::Many(format, articles.into_iter())))
    }
}

#[cfg(feature = "office")]
impl Reader {
    /// Reads a document of a word processor, whatever it came in.
    fn office(
        &self,
        format: Format,
        document: office::Document,
        place: &Place,
    ) -> Result<Records<'_>, ReadError> {
        let facts = self.facts(&place.names());
        let place = draft::Place { relative: &place.path, facts: &facts, context: self.context() };
        let articles = office::article(document, place)?;
        Ok(Records(Source::Many(format, articles.into_iter())))
    }
}

/// One record of a file: an article, or why it is none.
#[derive(Debug)]
pub struct Record {
    /// Where in the file it stands: the members of containers from the outside
    /// in, joined by `!/`. Empty for what is no member of a container.
    pub member: String,
    /// What it was read as; `None` where that could not be told.
    pub format: Option<Format>,
    /// The article.
    pub article: Result<Article, ReadError>,
}

/// The records of a file, in its order.
#[derive(Debug)]
pub struct Records<'a>(Source<'a>);

/// Where records come from; one variant for each kind of format.
#[derive(Debug)]
enum Source<'a> {
    /// A document of one format, read as a whole.
    Many(Format, std::vec::IntoIter<Result<Article, ReadError>>),
    /// A file that is read member by member.
    Members(Box<Members<'a>>),
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Members(members) => members.next(),
            Source::Many(format, articles) => articles.next().map(|article| Record {
                member: String::new(),
                format: Some(*format),
                article,
            }),
        }
    }
}

fn place(input: &Input) -> Place {
    let absolute = input.path.to_string_lossy().replace('\\', "/");
    Place { absolute: Some(absolute), ..Place::file(&input.relative) }
}

#[cfg(test)]
mod tests;
