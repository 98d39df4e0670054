//! People, organisations and places: names in texts, and whom they mean.
//!
//! [`tagger`] finds names in English text by what they look like and stand in,
//! [`gazetteer`] finds those that are known beforehand, in any language, and
//! [`names`] tells which names are of one entity. Works on analysed text. This
//! room never imports tantivy or clap, never prints and never touches a file:
//! its tables are built in.

use std::ops::Range;

mod annotate;
mod casing;
// Open to what trains and measures them.
#[doc(hidden)]
pub mod gazetteer;
mod identified;
pub mod names;
#[doc(hidden)]
pub mod tagger;

pub use annotate::{Annotation, Annotator, Named, written};
pub use identified::Identified;
pub use tagger::{ModelError, Tagger};

use crate::article::Language;

/// How an article's names are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// By a model of the language: any name.
    Tagged,
    /// By the gazetteer: names that are known beforehand.
    NamesKnown,
}

impl Coverage {
    /// Returns the words for it in articles and reports.
    pub fn name(self) -> &'static str {
        match self {
            Coverage::Tagged => "tagged",
            Coverage::NamesKnown => "names known",
        }
    }
}

/// Returns how the names of articles in a language are found.
pub fn coverage(language: Language) -> Coverage {
    if language == Language::ENGLISH { Coverage::Tagged } else { Coverage::NamesKnown }
}

/// What kind of thing a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// People, living, dead or invented; families.
    Person,
    /// Companies, ministries, parties, forces, agencies, clubs, unions of states.
    Organisation,
    /// Countries, cities, regions, seas, buildings and sites.
    Place,
    /// Demonyms, languages, named events, treaties, works and products.
    Other,
}

impl Kind {
    /// All kinds, in the order of the tagger's labels.
    pub const ALL: [Kind; 4] = [Kind::Person, Kind::Organisation, Kind::Place, Kind::Other];

    /// Returns the word for the kind in keys, tables and queries.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organisation => "org",
            Kind::Place => "place",
            Kind::Other => "other",
        }
    }
}

/// A name where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens: indices into [`Analysis::tokens`](crate::text::Analysis::tokens).
    /// All are of one paragraph.
    pub tokens: Range<u32>,
    /// What kind of thing it names.
    pub kind: Kind,
}
