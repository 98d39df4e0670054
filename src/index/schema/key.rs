//! The keys of documents: an article has one for each of its versions.

use std::ops::Range;

use crate::article::ArticleId;

/// Stands in the key of an older version between the id and the hash of its
/// content; in no id.
const BEFORE_HASH: char = '\u{1f}';
/// Comes next.
const AFTER_HASH: char = '\u{20}';

/// The id of the article whose document has a key.
pub(in crate::index) fn article_of(key: &str) -> &str {
    key.split_once(BEFORE_HASH).map_or(key, |(id, _)| id)
}

/// The keys of the older versions of an article.
pub(in crate::index) fn older_keys(id: &str) -> Range<String> {
    format!("{id}{BEFORE_HASH}")..format!("{id}{AFTER_HASH}")
}

/// Which version of an article a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// The one that searches find.
    Current,
    /// An older one, told apart by a hash of its content: found where all
    /// versions are asked for.
    Superseded(u128),
}

impl Edition {
    /// The key of the document: no other has it.
    pub(in crate::index) fn key(self, id: &ArticleId) -> String {
        match self {
            Edition::Current => id.to_string(),
            Edition::Superseded(content) => format!("{id}{BEFORE_HASH}{content:032x}"),
        }
    }
}
