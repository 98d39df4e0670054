//! People, organisations and places: names in texts, and whom they mean.
//!
//! Works on analysed text. This room never imports tantivy, never prints and
//! never touches a file: its tables are built in.

use std::ops::Range;

pub mod gazetteer;
pub mod names;

/// What kind of thing a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A human being, or a family.
    Person,
    /// A body with a name: a company, a ministry, an agency, a party.
    Organisation,
    /// A country, a city, a sea, a building.
    Place,
    /// Demonyms, events, treaties, works.
    Other,
}

impl Kind {
    /// All kinds, in order.
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
    /// Its tokens, indices into [`Analysis::tokens`](crate::text::Analysis).
    pub tokens: Range<u32>,
    /// The kind.
    pub kind: Kind,
}
