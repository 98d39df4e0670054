//! Where an article lies: paths and addresses. Nearly each article has one of its
//! own, so that a dictionary of terms for them is large and slow to build; they
//! stand in a column, which is looked through where a question asks for them.

use std::fmt;
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::{BitSet, SegmentReader};
use tantivy_fst::Regex;

use super::columns::{ByColumn, ColumnQuery};

/// Articles whose value in a column of locators is as wanted.
#[derive(Clone, Debug)]
pub(in crate::index) struct Locators {
    column: &'static str,
    wanted: Wanted,
}

/// The values that are wanted; they are folded.
#[derive(Clone)]
enum Wanted {
    Whole(String),
    Like(Arc<Regex>),
}

impl Locators {
    /// A whole value.
    pub(in crate::index) fn whole(column: &'static str, value: String) -> ColumnQuery<Locators> {
        ColumnQuery(Locators { column, wanted: Wanted::Whole(value) })
    }

    /// All that a regular expression matches whole.
    pub(in crate::index) fn like(column: &'static str, regex: Regex) -> ColumnQuery<Locators> {
        ColumnQuery(Locators { column, wanted: Wanted::Like(Arc::new(regex)) })
    }
}

impl ByColumn for Locators {
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<Option<BitSet>> {
        let Some(column) = reader.fast_fields().str(self.column)? else { return Ok(None) };
        let Some(values) = self.wanted.among(&column)? else { return Ok(None) };
        let mut documents = BitSet::with_max_value(reader.max_doc());
        for document in 0..reader.max_doc() {
            // There are as many values as fit a segment.
            if column.term_ords(document).any(|value| values.contains(value as u32)) {
                documents.insert(document);
            }
        }
        Ok(Some(documents))
    }
}

impl Wanted {
    /// Those of a column, by their numbers in its dictionary; `None` where there
    /// are none.
    fn among(&self, column: &StrColumn) -> tantivy::Result<Option<BitSet>> {
        let dictionary = column.dictionary();
        let mut values = BitSet::with_max_value(dictionary.num_terms() as u32);
        match self {
            Wanted::Whole(value) => {
                if let Some(at) = dictionary.term_ord(value)? {
                    values.insert(at as u32);
                }
            }
            Wanted::Like(regex) => {
                let mut found = dictionary.search(&**regex).into_stream()?;
                while found.advance() {
                    values.insert(found.term_ord() as u32);
                }
            }
        }
        Ok((values.len() > 0).then_some(values))
    }
}

impl fmt::Debug for Wanted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wanted::Whole(value) => write!(formatter, "{value:?}"),
            Wanted::Like(_) => formatter.write_str("a pattern"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, ArticleId, Origin};
    use crate::index::{Edition, Index, Page, WriterOptions};
    use crate::query;

    #[test]
    fn paths_and_addresses_are_found_whole_and_by_patterns() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        let paths = ["old/Storks.txt", "old/herons.txt", "new/cigogne-\u{e9}t\u{e9}.txt"];
        for (number, path) in paths.into_iter().enumerate() {
            let article = Article {
                id: ArticleId::new(number.to_string()),
                url: (number > 0).then(|| format!("https://post.example/{number}")),
                origin: Origin { path: path.to_owned(), ..Origin::default() },
                ..Article::default()
            };
            writer.add(preparer.prepare(&article, Edition::Current)).unwrap();
            // In two segments, the second without an address.
            if number == 1 {
                writer.commit("test").unwrap();
            }
        }
        writer.remove(&ArticleId::new("1")).unwrap();
        writer.commit("test").unwrap();
        let searcher = index.searcher().unwrap();
        let found = |text: &str| -> Vec<String> {
            let query = query::parse(text, crate::today()).unwrap();
            let found = searcher.search(&query, &Page::default()).unwrap();
            assert_eq!(found.total, Some(found.hits.len() as u64), "{text}");
            found.hits.into_iter().map(|hit| hit.article.origin.path).collect()
        };
        for (text, expected) in [
            ("path:old/storks.txt", &paths[..1]),
            ("path:OLD/*", &paths[..1]),
            ("path:*.txt NOT path:old/*", &paths[2..]),
            ("path:*\u{c9}te.txt", &paths[2..]),
            ("path:old", &[]),
            ("path:herons*", &[]),
            ("url:https://post.example/2", &paths[2..]),
            ("url:*post.example*", &paths[2..]),
            ("url:https://post.example/1", &[]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
