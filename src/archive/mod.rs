//! A folder of files becomes articles.
//!
//! [`walk`] finds the files, [`Boilerplate::learn`] learns which lines recur
//! in the archive, and a [`Reader`] makes articles of one file after another.
//! This room knows folders, encodings and formats. It never imports entities,
//! index or query, and never prints.

mod agencies;
mod agency_page;
#[cfg(any(feature = "html", feature = "markdown"))]
mod blocks;
mod body;
mod boilerplate;
mod closing;
mod dateline;
mod decode;
mod documents;
mod draft;
mod error;
#[cfg(feature = "feeds")]
mod feeds;
mod filler;
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
mod ninjs;
#[cfg(feature = "newsml")]
mod nitf;
mod paragraphs;
mod pattern;
mod plain;
mod slug;
mod sniff;
mod solar_hijri;
mod walk;
mod when;
mod when_grammar;
mod wide;
#[cfg(feature = "newsml")]
mod xml;

use std::fs::File;
use std::io::Read;

use encoding_rs::Encoding;
use globset::GlobSet;
use jiff::tz::TimeZone;

pub use agencies::Agency;
pub use boilerplate::Boilerplate;
pub use decode::{Decoded, NotText, decode};
pub use error::ReadError;
pub use format::Format;
pub use identity::{content_hash, text_hash};
pub use pattern::{PathFacts, PathPattern, PatternError};
pub use walk::{Input, walk};
pub use when::DayOrder;

use crate::article::{Article, Language};
use agencies::Agencies;
use agency_page::Context;
use draft::Place;

/// A larger file is a dump of many articles or no text at all, in bytes.
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
    /// Larger files are rejected, in bytes.
    pub max_file_bytes: u64,
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

    /// Reads a file.
    ///
    /// The outer error means that the file as a whole cannot be read; an inner
    /// one is a record of it that cannot.
    pub fn read(&self, input: &Input) -> Result<Records, ReadError> {
        let bytes = self.load(input)?;
        let absolute = input.path.to_string_lossy().replace('\\', "/");
        let facts = self.facts(&[&input.relative, &absolute]);
        self.records(&bytes, &input.relative, facts)
    }

    /// Reads bytes as the file `relative` of the archive.
    pub fn read_bytes(&self, bytes: &[u8], relative: &str) -> Result<Records, ReadError> {
        self.records(bytes, relative, self.facts(&[relative]))
    }

    /// Reads text as the file `relative` of the archive.
    pub fn read_text(&self, text: &str, relative: &str) -> Result<Records, ReadError> {
        self.read_bytes(text.as_bytes(), relative)
    }

    fn load(&self, input: &Input) -> Result<Vec<u8>, ReadError> {
        let limit = self.settings.max_file_bytes;
        let path = || input.relative.clone();
        if input.size > limit {
            return Err(ReadError::TooLarge { path: path(), size: input.size, limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(input.size).unwrap_or(0));
        let file = File::open(&input.path);
        // The file may have grown since it was found.
        file.and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
            .map_err(|cause| ReadError::Unreadable { path: path(), cause })?;
        match bytes.len() as u64 {
            size if size > limit => Err(ReadError::TooLarge { path: path(), size, limit }),
            _ => Ok(bytes),
        }
    }

    fn facts(&self, paths: &[&str]) -> PathFacts {
        let patterns = self.settings.path_patterns.iter();
        let mut found = patterns.flat_map(|pattern| paths.iter().map(|path| pattern.facts(path)));
        found.find_map(|facts| facts).unwrap_or_default()
    }

    fn records(
        &self,
        bytes: &[u8],
        relative: &str,
        facts: PathFacts,
    ) -> Result<Records, ReadError> {
        let path = || relative.to_owned();
        let decoded = decode(bytes, self.settings.encoding).map_err(|reason| match reason {
            NotText::Empty => ReadError::Empty { path: path() },
            NotText::Binary(kind) => ReadError::Binary { path: path(), kind },
        })?;
        let context = Context {
            settings: &self.settings,
            agencies: &self.agencies,
            boilerplate: &self.boilerplate,
        };
        let kind = sniff::text_kind(&decoded.text).or_else(|| sniff::kind_by_name(relative));
        let (format, mut articles) = match kind {
            Some(kind) => {
                let place = Place { relative, facts: &facts, context };
                documents::read(kind, &decoded.text, place)?
            }
            None => {
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
pub struct Records(Source);

/// Where records come from; one variant for each kind of format.
#[derive(Debug)]
enum Source {
    /// A document of one format, read as a whole.
    Many(Format, std::vec::IntoIter<Result<Article, ReadError>>),
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Many(format, articles) => articles.next().map(|article| Record {
                member: String::new(),
                format: Some(*format),
                article,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
