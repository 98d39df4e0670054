//! A folder of files becomes articles.
//!
//! [`walk()`] finds the files, [`Boilerplate::learn`] learns which lines recur
//! in the archive, and a [`Reader`] makes articles of one file after another.
//! This room knows folders, encodings and formats. It never imports entities,
//! index or query, and never prints.

mod boilerplate;
mod bytes;
mod collection;
mod container;
mod dates;
mod decode;
mod documents;
mod draft;
mod error;
mod fold;
mod folder;
mod format;
mod page;
mod settings;

use std::fs::File;

pub use boilerplate::Boilerplate;
pub use collection::fields::{Fields, Part};
pub use container::limits::{Limits, Measure};
pub use container::place::{INSIDE, is_hidden};
pub use dates::DayOrder;
pub use decode::{Decoded, NotText, decode};
pub use draft::identity::content_hash;
pub use error::ReadError;
use folder::pattern::PathFacts;
pub use folder::pattern::{PathPattern, PatternError};
use folder::walk;
pub(crate) use folder::walk::path_below;
pub use folder::walk::{Input, walk};
pub(crate) use folder::whereabouts::{file_at, is_of_file};
pub use format::Format;
pub use page::agencies::Agency;
use settings::Context;
pub use settings::{MAX_FILE_BYTES, Settings};

use crate::article::Article;
use container::Members;
use container::guard::guarded;
use container::place::Place;
use decode::sniff;
#[cfg(feature = "office")]
use documents::office;
use documents::{agency_page, json};
use page::agencies::Agencies;

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
