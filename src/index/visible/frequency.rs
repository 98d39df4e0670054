//! In how many articles a term stands, of those that a search looks at: neither
//! deleted nor left out. What nobody may see is not to be heard of in counts.

use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, Searcher, SegmentReader};

use super::{LeftOut, count_others};

/// Counts the articles of terms.
pub(in crate::index) struct Frequencies<'a> {
    /// The segments, each with the documents that do not count, in order.
    segments: Vec<(&'a SegmentReader, Vec<DocId>)>,
}

impl<'a> Frequencies<'a> {
    pub(in crate::index) fn new(
        engine: &'a Searcher,
        without: &LeftOut,
    ) -> tantivy::Result<Frequencies<'a>> {
        let segments = engine.segment_readers().iter();
        let segments = segments.map(|segment| Ok((segment, without.or_deleted(segment)?)));
        Ok(Frequencies { segments: segments.collect::<tantivy::Result<_>>()? })
    }

    /// In how many articles a term stands.
    pub(in crate::index) fn of(&self, term: &Term) -> tantivy::Result<u64> {
        let mut total = 0;
        for (segment, uncounted) in &self.segments {
            let index = segment.inverted_index(term.field())?;
            if uncounted.is_empty() {
                total += u64::from(index.doc_freq(term)?);
                continue;
            }
            let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            total += u64::from(count_others(&mut postings, uncounted));
        }
        Ok(total)
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, ArticleId, Status};
    use crate::index::{Edition, Index, WriterOptions};

    #[test]
    fn what_is_deleted_or_hidden_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        let article = |id: &str, headline: &str, status| Article {
            id: ArticleId::new(id),
            headline: headline.to_owned(),
            status,
            agency: Some(format!("Agency {id}")),
            ..Article::default()
        };
        for article in [
            article("1", "storks herons", Status::Usable),
            article("2", "storks", Status::Withheld),
            article("3", "storks bittern", Status::Usable),
            article("4", "storks herons", Status::Usable),
        ] {
            writer.add(preparer.prepare(&article, Edition::Current)).unwrap();
        }
        let older = article("4", "storks ibis", Status::Usable);
        writer.add(preparer.prepare(&older, Edition::Superseded(7))).unwrap();
        writer.commit("test").unwrap();
        writer.remove(&ArticleId::new("3")).unwrap();
        writer.commit("test").unwrap();
        let searcher = index.searcher().unwrap();
        let words = |pattern: &str| {
            let query = crate::query::parse(pattern, crate::today()).unwrap();
            let crate::query::ast::Query::Text(crate::query::ast::Expr::Word(word)) = query else {
                panic!("{pattern} is no word");
            };
            let crate::query::ast::WordForm::Wildcard(pattern) = word.form else {
                panic!("{pattern} is no pattern");
            };
            searcher.words_like(&pattern).unwrap()
        };
        assert_eq!(words("stor*"), [("storks".to_owned(), 2)]);
        assert_eq!(words("her*"), [("herons".to_owned(), 2)]);
        for gone in ["bit*", "ib*"] {
            assert_eq!(words(gone), [], "{gone}");
        }
        let missing = searcher.missing_words(&["bittern".to_owned(), "bitterns".to_owned()]);
        let missing = missing.unwrap();
        assert_eq!(missing.len(), 2);
        assert!(missing.iter().all(|missing| missing.nearest.is_none()), "{missing:?}");
        let stats = searcher.stats().unwrap();
        assert_eq!((stats.articles, stats.hidden, stats.undated), (2, 1, 2));
        let agencies = [("Agency 1".to_owned(), 1), ("Agency 4".to_owned(), 1)];
        assert_eq!(stats.agencies, agencies);
    }
}
