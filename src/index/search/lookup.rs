//! Articles by their ids: the current version, those before it, and those that a
//! person may mean.

use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};

use super::Searcher;
use crate::article::{Article, ArticleId};
use crate::index::IndexError;
use crate::index::queries::count;
use crate::index::schema::fields::SUPERSEDED;
use crate::index::schema::key::Edition;
use crate::index::visible::LeftOut;
use crate::text;

/// More articles with one agency id are not listed: the id says nothing then.
const RESOLVED_AT_MOST: usize = 20;

impl Searcher {
    /// Returns the article with an identity.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn get(&self, id: &ArticleId) -> Result<Option<Article>, IndexError> {
        let key = Term::from_field_text(self.fields().key, id.as_str());
        Ok(self.current_with(key, 1)?.pop())
    }

    /// Whether the index has a version of an article that another has replaced,
    /// told by the hash of its content.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(crate) fn has_older(&self, id: &ArticleId, content: u128) -> Result<bool, IndexError> {
        let key = Term::from_field_text(self.fields().key, &Edition::Superseded(content).key(id));
        let older = TermQuery::new(key, IndexRecordOption::Basic);
        Ok(count::count(self.engine(), &older, &LeftOut::default())? > 0)
    }

    /// Returns the articles that a person means by an id: the one with this
    /// identity, else those with this agency id, without regard to case.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn resolve(&self, id: &str) -> Result<Vec<Article>, IndexError> {
        if let Some(article) = self.get(&ArticleId::new(id))? {
            return Ok(vec![article]);
        }
        let value = text::fold_value(id);
        self.current_with(Term::from_field_text(self.fields().id, &value), RESOLVED_AT_MOST)
    }

    /// Returns the versions of an article that the index has, the current one
    /// last, those before it by version number and date.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn versions(&self, id: &ArticleId) -> Result<Vec<Article>, IndexError> {
        let Some(current) = self.get(id)? else {
            return Ok(Vec::new());
        };
        let value = Term::from_field_text(self.fields().id, &text::fold_value(id.as_str()));
        let superseded = Term::from_field_text(self.fields().version, SUPERSEDED);
        let both = [value, superseded].map(|term| {
            let term = TermQuery::new(term, IndexRecordOption::Basic);
            (Occur::Must, Box::new(term) as Box<dyn Query>)
        });
        let found = self.engine().search(&BooleanQuery::new(both.into()), &DocSetCollector)?;
        let mut versions = Vec::new();
        for address in found {
            let article = self.article(address)?;
            if article.id == *id {
                versions.push(article);
            }
        }
        versions.sort_by(|a, b| {
            let paths = || a.origin.path.cmp(&b.origin.path);
            a.lateness().cmp(&b.lateness()).then_with(paths)
        });
        versions.push(current);
        Ok(versions)
    }

    fn current_with(&self, term: Term, limit: usize) -> Result<Vec<Article>, IndexError> {
        let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        let query = LeftOut::default().older(self.fields()).of(query);
        let mut addresses: Vec<DocAddress> =
            self.engine().search(&query, &DocSetCollector)?.into_iter().collect();
        addresses.sort_unstable();
        addresses.truncate(limit);
        addresses.into_iter().map(|address| self.article(address)).collect()
    }
}
