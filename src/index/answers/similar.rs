//! Articles like one: those that share the words that set it apart.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::index::IndexError;
use crate::index::schema::terms::stemmed_as;
use crate::index::search::Searcher;
use crate::index::vocabulary::Vocabulary;
use crate::query::ast::{Expr, Pattern, PatternPart, Query, Span, ValueField, Word, WordForm};
use crate::text::{Analysis, Analyzer};

/// So many words say what an article is about.
const WORDS: usize = 25;
/// A word in more than this share of the articles says little.
const COMMON_SHARE: f64 = 0.1;
/// Shorter words say little, in characters.
const SHORTEST: usize = 3;

impl Searcher {
    /// Returns a query for the articles that share the words that set one
    /// apart (the highest tf·idf), the article itself left out, and those words,
    /// the most telling first. `None` where no word of it stands in another.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn similar_to(
        &self,
        article: &Article,
    ) -> Result<Option<(Query, Vec<String>)>, IndexError> {
        let words = self.telling_words(article)?;
        if words.is_empty() {
            return Ok(None);
        }
        let mut any = words.iter().map(|(word, weight)| {
            let form = WordForm::Stemmed(word.clone());
            let word = Expr::Word(Word { form, span: Span::default() });
            let query = Box::new(Query::Text(word));
            Query::Boost { query, factor: *weight, span: Span::default() }
        });
        let any = match words.len() {
            1 => any.next_back().unwrap_or(Query::Everything(Span::default())),
            _ => Query::Or(any.collect()),
        };
        let itself = Query::Value {
            field: ValueField::Id,
            value: Pattern(vec![PatternPart::Literal(article.id.to_string())]),
            span: Span::default(),
        };
        let query = Query::And(vec![any, Query::Not(Box::new(itself), Span::default())]);
        Ok(Some((query, words.into_iter().map(|(word, _)| word).collect())))
    }

    /// The words that set an article apart, each with its weight, the highest
    /// of which is 1.
    fn telling_words(&self, article: &Article) -> Result<Vec<(String, f32)>, IndexError> {
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(Some(stemmed_as(article)), article.paragraphs(), &mut analysis);
        // One word in several forms counts as one; it goes by its first form.
        let mut counts: FxHashMap<&str, (&str, u32)> = FxHashMap::default();
        for token in &analysis.tokens {
            let form = analysis.form(token);
            let counted = counts.entry(analysis.stem(token).unwrap_or(form)).or_insert((form, 0));
            counted.1 += 1;
        }
        let vocabulary = Vocabulary::new(self.engine(), self.fields().text);
        let frequencies = self.frequencies()?;
        let articles = self.articles() as f64;
        let mut words = Vec::new();
        for (form, count) in counts.into_values() {
            let telling = form.chars().count() >= SHORTEST && form.chars().any(char::is_alphabetic);
            if !telling {
                continue;
            }
            let frequency = frequencies.of(&vocabulary.term(form))? as f64;
            if frequency >= 2.0 && frequency <= (articles * COMMON_SHARE).max(2.0) {
                let weight = (1.0 + f64::from(count).ln()) * (articles / frequency).ln();
                words.push((form.to_owned(), weight as f32));
            }
        }
        words.sort_by(|(a, heavy), (b, light)| {
            light.partial_cmp(heavy).unwrap_or(Ordering::Equal).then_with(|| a.cmp(b))
        });
        words.truncate(WORDS);
        let heaviest = words.first().map_or(1.0, |(_, weight)| weight.max(f32::MIN_POSITIVE));
        words.retain(|(_, weight)| *weight > 0.0);
        Ok(words.into_iter().map(|(word, weight)| (word, weight / heaviest)).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, ArticleId, Status};
    use crate::index::{Edition, Index, WriterOptions};

    #[test]
    fn what_nobody_may_see_says_nothing_about_words() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        let article = |id: &str, headline: &str, status| Article {
            id: ArticleId::new(id),
            headline: headline.to_owned(),
            status,
            ..Article::default()
        };
        let this = article("1", "storks herons ibis", Status::Usable);
        let others =
            [article("2", "storks", Status::Usable), article("3", "herons", Status::Withheld)];
        for article in [&this].into_iter().chain(&others) {
            writer.add(preparer.prepare(article, Edition::Current)).unwrap();
        }
        let older = article("1", "ibis", Status::Usable);
        writer.add(preparer.prepare(&older, Edition::Superseded(7))).unwrap();
        for number in 10..30 {
            let other = article(&number.to_string(), "a bridge", Status::Usable);
            writer.add(preparer.prepare(&other, Edition::Current)).unwrap();
        }
        writer.commit("test").unwrap();
        let searcher = index.searcher().unwrap();
        let (_, words) = searcher.similar_to(&this).unwrap().unwrap();
        assert_eq!(words, ["storks"]);
    }
}
