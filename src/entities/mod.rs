//! Entities: the people, organisations, places and other names that articles
//! speak of.
//!
//! Works on analysed text and plain bytes. Never imports tantivy or clap, never
//! touches a file, never prints.

pub mod tagger;

use std::ops::Range;

pub use tagger::{ModelError, Tagger};

/// What a name names.
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
}

/// A name where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its tokens: indices into [`Analysis::tokens`](crate::text::Analysis::tokens).
    /// All are of one paragraph.
    pub tokens: Range<u32>,
    /// What it names.
    pub kind: Kind,
}
