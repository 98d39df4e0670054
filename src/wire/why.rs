//! Why an article matches a query, as JSON.

use serde::Serialize;

use super::hit::{WireSnippet, snippet};
use super::to_document;
use crate::article::ArticleId;
use crate::why::{Clause, Miss};

#[derive(Serialize)]
struct WireWhy<'a> {
    id: &'a str,
    query: &'a str,
    holds: bool,
    clauses: Vec<WireClause<'a>>,
}

#[derive(Serialize)]
struct WireClause<'a> {
    clause: &'a str,
    depth: usize,
    holds: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    miss: Option<WireMiss<'a>>,
}

#[derive(Serialize)]
struct WireMiss<'a> {
    #[serde(flatten)]
    kind: Kind<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    around: Vec<WireSnippet<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Kind<'a> {
    Apart {
        words: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    Order,
    Parted,
    Late {
        words: u32,
        limit: u32,
    },
    Few {
        times: u32,
        asked: u32,
    },
    Beside,
    Present,
    Elsewhere,
    Absent {
        words: Vec<WireAbsent<'a>>,
    },
    Value {
        has: Option<&'a str>,
    },
}

#[derive(Serialize)]
struct WireAbsent<'a> {
    word: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
}

/// Returns what the clauses of a query say about an article as one JSON
/// document.
pub fn why_to_json(id: &ArticleId, query: &str, clauses: &[Clause]) -> String {
    let wire = WireWhy {
        id: id.as_str(),
        query,
        holds: clauses.first().is_some_and(|whole| whole.holds),
        clauses: clauses
            .iter()
            .map(|clause| WireClause {
                clause: &clause.clause,
                depth: clause.depth,
                holds: clause.holds,
                miss: clause.miss.as_ref().map(miss),
            })
            .collect(),
    };
    to_document(&wire)
}

fn miss(miss: &Miss) -> WireMiss<'_> {
    let kind = match miss {
        Miss::Apart { words, limit, .. } => Kind::Apart { words: *words, limit: *limit },
        Miss::Order { .. } => Kind::Order,
        Miss::Parted { .. } => Kind::Parted,
        Miss::Late { words, limit } => Kind::Late { words: *words, limit: *limit },
        Miss::Few { times, asked } => Kind::Few { times: *times, asked: *asked },
        Miss::Beside { .. } => Kind::Beside,
        Miss::Present { .. } => Kind::Present,
        Miss::Elsewhere { .. } => Kind::Elsewhere,
        Miss::Absent { words } => Kind::Absent {
            words: words
                .iter()
                .map(|absent| WireAbsent { word: &absent.word, nearest: absent.nearest.as_deref() })
                .collect(),
        },
        Miss::Value { has } => Kind::Value { has: has.as_deref() },
    };
    WireMiss { kind, around: miss.around().iter().map(snippet).collect() }
}
