//! The figures of an index as JSON.

use serde::Serialize;

use super::to_line;
use crate::article::{Precision, Published};
use crate::stats::Stats;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireStats<'a> {
    articles: u64,
    hidden: u64,
    older_versions: u64,
    undated: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_published: Option<String>,
    words: u64,
    terms: u64,
    segments: usize,
    bytes_on_disk: u64,
    agencies: Vec<WireCount<'a>>,
    sources: Vec<WireCount<'a>>,
    languages: Vec<WireCount<'a>>,
}

#[derive(Serialize)]
pub(super) struct WireCount<'a> {
    value: &'a str,
    articles: u64,
}

/// Returns the figures of an index as one line of JSON.
pub fn stats_to_json(stats: &Stats, bytes_on_disk: u64) -> String {
    let date = |seconds| Published { seconds, precision: Precision::Second }.to_string();
    let wire = WireStats {
        articles: stats.articles,
        hidden: stats.hidden,
        older_versions: stats.older_versions,
        undated: stats.undated,
        first_published: stats.published.map(|(first, _)| date(first)),
        last_published: stats.published.map(|(_, last)| date(last)),
        words: stats.words,
        terms: stats.terms,
        segments: stats.segments,
        bytes_on_disk,
        agencies: counts(&stats.agencies),
        sources: counts(&stats.sources),
        languages: counts(&stats.languages),
    };
    to_line(&wire)
}

pub(super) fn counts(values: &[(String, u64)]) -> Vec<WireCount<'_>> {
    values.iter().map(|(value, articles)| WireCount { value, articles: *articles }).collect()
}
