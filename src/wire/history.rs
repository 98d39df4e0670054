//! The versions of an article as JSON.

use serde::Serialize;
use serde_json::Value;

use super::article::article_to_json;
use super::to_line;
use crate::article::Article;
use crate::history::compare;

#[derive(Serialize)]
struct WireHistory<'a> {
    id: &'a str,
    versions: Vec<WireVersion>,
}

#[derive(Serialize)]
struct WireVersion {
    article: Value,
    /// For each paragraph its pieces, compared with the version before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Vec<WirePiece>>,
}

#[derive(Serialize)]
struct WirePiece {
    fate: &'static str,
    text: String,
}

/// Returns the versions of an article, the oldest first, as one line of JSON:
/// each with how it differs from the one before.
pub fn history_to_json(versions: &[Article]) -> String {
    let version = |(number, article): (usize, &Article)| WireVersion {
        article: serde_json::from_str(&article_to_json(article)).unwrap_or_default(),
        changes: match number.checked_sub(1) {
            None => Vec::new(),
            Some(before) => compare(&versions[before], article)
                .into_iter()
                .map(|pieces| {
                    let wire = |piece: crate::history::Piece| WirePiece {
                        fate: piece.fate.name(),
                        text: piece.text,
                    };
                    pieces.into_iter().map(wire).collect()
                })
                .collect(),
        },
    };
    let history = WireHistory {
        id: versions.last().map_or("", |article| article.id.as_str()),
        versions: versions.iter().enumerate().map(version).collect(),
    };
    to_line(&history)
}
