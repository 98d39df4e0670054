//! A page of hits, and what was counted beside them, as JSON.

use serde::Serialize;

use super::hit::{WireHit, wire};
use super::stats::{WireCount, counts};
use super::to_document;
use crate::facets::{Facet, Timeline};
use crate::hit::Hit;

/// A page of hits and what was counted beside them.
#[derive(Debug, Clone, Copy)]
pub struct SearchResult<'a> {
    /// The query as it was understood.
    pub query: &'a str,
    /// How many articles match it in all, where they were counted.
    pub total: Option<u64>,
    /// The hits of the page.
    pub hits: &'a [Hit],
    /// The cursor of the next page, if there is one.
    pub next: Option<&'a str>,
    /// Values of fields, counted over all that match, each field with how many of
    /// them to list; all where nothing is said.
    pub facets: &'a [(Facet, Option<usize>)],
    /// Articles over time.
    pub timeline: Option<&'a Timeline>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireResult<'a> {
    query: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    hits: Vec<WireHit<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facets: Vec<WireFacet<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<WireTimeline<'a>>,
}

#[derive(Serialize)]
struct WireFacet<'a> {
    field: &'static str,
    values: Vec<WireCount<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    more: usize,
    without: u64,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

#[derive(Serialize)]
struct WireTimeline<'a> {
    period: &'static str,
    periods: Vec<WireCount<'a>>,
    imprecise: u64,
    undated: u64,
}

/// Returns a page of hits, and what was counted beside them, as one JSON
/// document.
pub fn result_to_json(result: &SearchResult<'_>) -> String {
    let wire = WireResult {
        query: result.query,
        total: result.total,
        hits: result.hits.iter().map(wire).collect(),
        next: result.next,
        facets: result
            .facets
            .iter()
            .map(|(facet, limit)| {
                let listed = limit.unwrap_or(usize::MAX).min(facet.values.len());
                WireFacet {
                    field: facet.field.name(),
                    values: counts(&facet.values[..listed]),
                    more: facet.values.len() - listed,
                    without: facet.without,
                }
            })
            .collect(),
        timeline: result.timeline.map(|timeline| WireTimeline {
            period: timeline.period.name(),
            periods: counts(&timeline.periods),
            imprecise: timeline.imprecise,
            undated: timeline.undated,
        }),
    };
    to_document(&wire)
}

/// Returns how many articles a query matches as one JSON document.
pub fn total_to_json(query: &str, total: u64) -> String {
    serde_json::json!({ "query": query, "total": total }).to_string()
}
