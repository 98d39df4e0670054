//! What the parts of a query match, as JSON.

use serde::Serialize;

use super::entity::{self, WireEntity};
use super::to_document;
use crate::explain::Explained;

#[derive(Serialize)]
struct WireExplanation<'a> {
    query: &'a str,
    parts: Vec<WirePart<'a>>,
}

#[derive(Serialize)]
struct WirePart<'a> {
    part: &'a str,
    depth: usize,
    articles: u64,
    terms: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    forms: Vec<WireForm<'a>>,
    #[serde(skip_serializing_if = "is_none")]
    more_forms: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entities: Vec<WireEntity<'a>>,
    empties: bool,
}

#[derive(Serialize)]
struct WireForm<'a> {
    form: &'a str,
    articles: u64,
}

fn is_none(number: &usize) -> bool {
    *number == 0
}

/// Returns what the parts of a query match as one JSON document.
pub fn explained_to_json(query: &str, parts: &[Explained]) -> String {
    let wire = WireExplanation { query, parts: parts.iter().map(wire).collect() };
    to_document(&wire)
}

fn wire(part: &Explained) -> WirePart<'_> {
    WirePart {
        part: &part.part,
        depth: part.depth,
        articles: part.articles,
        terms: part.terms,
        forms: part.forms.iter().map(|&(ref form, articles)| WireForm { form, articles }).collect(),
        more_forms: part.more_forms,
        entities: part.entities.iter().map(entity::wire).collect(),
        empties: part.empties,
    }
}
