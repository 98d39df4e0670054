//! What an archive says about its people, organisations and places. Never
//! imports the index that counts them.

use crate::article::Published;
use crate::entities::Kind;
use crate::facets::Timeline;

/// An entity and how many articles name it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntityCount {
    /// The name that is shown.
    pub name: String,
    /// The kind.
    pub kind: Kind,
    /// A key of it (`person:edi rama`): names it in a query and in the
    /// authority file, and nothing else.
    pub key: String,
    /// Articles.
    pub articles: u64,
}

/// The page of an entity.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EntityPage {
    /// The entity, over the whole archive.
    pub entity: EntityCount,
    /// Its keys, each with the articles that name it so.
    pub keys: Vec<(String, u64)>,
    /// How articles write it, with their number, the most frequent first.
    pub names: Vec<(String, u64)>,
    /// The first article by date: its date and its id.
    pub first: Option<(Published, String)>,
    /// The last one.
    pub last: Option<(Published, String)>,
    /// Its articles by year.
    pub timeline: Timeline,
    /// What it appears with more often than chance would have it, the most
    /// telling first.
    pub with: Vec<Companion>,
}

/// An entity that appears with another.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Companion {
    /// The entity, with the articles in which both appear.
    pub entity: EntityCount,
    /// The logarithm of the likelihood ratio (Dunning 1993), times two.
    pub weight: f64,
}
