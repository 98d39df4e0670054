//! Entities as JSON.

use serde::Serialize;

use super::to_document;
use crate::article::Published;
use crate::entity::{EntityCount, EntityPage};

#[derive(Serialize)]
pub(super) struct WireEntity<'a> {
    name: &'a str,
    kind: &'static str,
    key: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct WireName<'a> {
    name: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct WireEnd<'a> {
    date: String,
    id: &'a str,
}

#[derive(Serialize)]
struct WireCompanion<'a> {
    #[serde(flatten)]
    entity: WireEntity<'a>,
    weight: f64,
}

#[derive(Serialize)]
struct WirePage<'a> {
    #[serde(flatten)]
    entity: WireEntity<'a>,
    keys: Vec<WireName<'a>>,
    names: Vec<WireName<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<WireEnd<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<WireEnd<'a>>,
    years: Vec<WireName<'a>>,
    undated: u64,
    with: Vec<WireCompanion<'a>>,
}

pub(super) fn wire(entity: &EntityCount) -> WireEntity<'_> {
    WireEntity {
        name: &entity.name,
        kind: entity.kind.name(),
        key: &entity.key,
        articles: entity.articles,
    }
}

/// Returns entities as one JSON document: a list.
pub fn entities_to_json(entities: &[EntityCount]) -> String {
    let entities: Vec<WireEntity<'_>> = entities.iter().map(wire).collect();
    to_document(&entities)
}

/// Returns the pages of entities as one JSON document: a list.
pub fn entity_pages_to_json(pages: &[EntityPage]) -> String {
    let pages: Vec<WirePage<'_>> = pages.iter().map(page).collect();
    to_document(&pages)
}

fn page(page: &EntityPage) -> WirePage<'_> {
    WirePage {
        entity: wire(&page.entity),
        keys: names(&page.keys),
        names: names(&page.names),
        first: page.first.as_ref().map(end),
        last: page.last.as_ref().map(end),
        years: names(&page.timeline.periods),
        undated: page.timeline.undated,
        with: page
            .with
            .iter()
            .map(|companion| WireCompanion {
                entity: wire(&companion.entity),
                weight: (companion.weight * 10.0).round() / 10.0,
            })
            .collect(),
    }
}

fn names(names: &[(String, u64)]) -> Vec<WireName<'_>> {
    names.iter().map(|(name, articles)| WireName { name, articles: *articles }).collect()
}

fn end((date, id): &(Published, String)) -> WireEnd<'_> {
    WireEnd { date: date.to_string(), id }
}
