//! What the parts of a query match. Never imports the index that counts it.

use crate::entity::EntityCount;

/// What a part of a query matches on its own.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Explained {
    /// The part, in native syntax.
    pub part: String,
    /// How deep it lies in the query, from 0.
    pub depth: usize,
    /// How many articles match it.
    pub articles: u64,
    /// The different terms of the index that it looks for.
    pub terms: usize,
    /// Of a word or a pattern the most frequent forms in which articles that match
    /// have it, folded, each with the number of those articles; the most frequent
    /// first.
    pub forms: Vec<(String, u64)>,
    /// How many forms there are beside these.
    pub more_forms: usize,
    /// The entities that a name stands for, the most frequent first.
    pub entities: Vec<EntityCount>,
    /// Whether the part it belongs to finds nothing because of it: it matches
    /// nothing, or it leaves nothing of what the parts before it match.
    pub empties: bool,
}
