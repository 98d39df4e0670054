//! Articles and hits as JSON, as `schema/` says. Wire types live here, at the
//! edge: the types of the house are not serialisable themselves. Used by the
//! index (the stored article), by rendering and by readers of JSON. Never
//! imports any of them.

#[cfg(test)]
pub(crate) mod arbitrary;
mod article;
mod entity;
mod explain;
mod fault;
mod history;
mod hit;
mod ledger;
pub(crate) mod ninjs;
mod result;
mod stats;
mod why;

pub(crate) use article::article_from_object;
pub use article::{WireError, article_from_json, article_to_json};
pub use entity::{entities_to_json, entity_pages_to_json};
pub use explain::explained_to_json;
pub(crate) use fault::json_fault;
pub use history::history_to_json;
pub use hit::{HIT_COLUMNS, hit_to_json, story_to_json};
pub use ledger::{checked_to_json, row_to_json, status_to_json};
pub use ninjs::article_to_ninjs;
pub use result::{SearchResult, result_to_json, total_to_json};
pub use stats::stats_to_json;
pub use why::why_to_json;

use serde::Serialize;

/// A wire type as one line of JSON.
fn to_line(value: &impl Serialize) -> String {
    // Strings, finite numbers and lists of them: there is nothing that could fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// A wire type as one JSON document, in lines.
fn to_document(value: &impl Serialize) -> String {
    // As above.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The JSON Schema of the canonical article.
pub const ARTICLE_SCHEMA: &str = include_str!("../../schema/article.schema.json");
/// The JSON Schema of a hit.
pub const HIT_SCHEMA: &str = include_str!("../../schema/hit.schema.json");
