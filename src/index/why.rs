//! Why an article matches a query: each clause asked about the one article,
//! and the nearest that a failed proximity comes to holding.

use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};

use super::IndexError;
use super::compile::Purpose;
use super::search::{Searcher, Versions};
use super::snippets::Marker;
use crate::article::Article;
use crate::query::ast::{Distance, Expr, Polarity, Query, ValueField};
use crate::query::limits::MAX_DISTANCE;
use crate::why::{Clause, Miss};

impl Searcher {
    /// Says of each clause of a query, outermost first, whether it holds for an
    /// article of the index, and of a failed one how it fails.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn why(&self, article: &Article, query: &Query) -> Result<Vec<Clause>, IndexError> {
        let mut clauses = Vec::new();
        self.why_clause(article, query, 0, &mut clauses)?;
        Ok(clauses)
    }

    fn why_clause(
        &self,
        article: &Article,
        query: &Query,
        depth: usize,
        clauses: &mut Vec<Clause>,
    ) -> Result<(), IndexError> {
        let holds = self.holds(article, query)?;
        let miss = if holds { None } else { self.miss(article, query)? };
        clauses.push(Clause { clause: query.to_string(), depth, holds, miss });
        match query {
            Query::And(parts) | Query::Or(parts) => {
                for part in parts {
                    self.why_clause(article, part, depth + 1, clauses)?;
                }
            }
            Query::Not(inner, _) => self.why_clause(article, inner, depth + 1, clauses)?,
            _ => {}
        }
        Ok(())
    }

    /// Whether a query holds for one article.
    fn holds(&self, article: &Article, query: &Query) -> Result<bool, IndexError> {
        let compiled = self.compile(query, Purpose::Matching, Versions::Current)?;
        let key = Term::from_field_text(self.fields().key, article.id.as_str());
        let this = TermQuery::new(key, IndexRecordOption::Basic);
        let both =
            BooleanQuery::new(vec![(Occur::Must, Box::new(this)), (Occur::Must, compiled.query)]);
        Ok(self.engine().search(&both, &Count)? > 0)
    }

    fn miss(&self, article: &Article, query: &Query) -> Result<Option<Miss>, IndexError> {
        Ok(match query {
            Query::Text(expr) => self.apart(article, expr)?,
            Query::Value { field, .. } => Some(Miss::Value { has: value(article, *field) }),
            Query::Date(_) => {
                Some(Miss::Value { has: article.published.map(|date| date.to_string()) })
            }
            _ => None,
        })
    }

    /// The smallest distance at which a failed proximity would hold.
    fn apart(&self, article: &Article, expr: &Expr) -> Result<Option<Miss>, IndexError> {
        let Expr::Near { distance, polarity: Polarity::Near, .. } = expr else {
            return Ok(None);
        };
        let at = |words: u32| Query::Text(at_distance(expr, Distance::Words(words)));
        if !self.holds(article, &at(MAX_DISTANCE))? {
            return Ok(None);
        }
        // What holds at a distance holds at any larger one.
        let (mut fails, mut holds) = (0, MAX_DISTANCE);
        while holds - fails > 1 {
            let middle = fails + (holds - fails) / 2;
            match self.holds(article, &at(middle))? {
                true => holds = middle,
                false => fails = middle,
            }
        }
        let nearest = self.compile(&at(holds), Purpose::Matching, Versions::Current)?;
        let hit = Marker::new(&nearest.plans).hit(None, article.clone(), false);
        let around = hit.snippets.into_iter().find(|snippet| !snippet.marked.marks.is_empty());
        let limit = match distance {
            Distance::Words(limit) => Some(*limit),
            Distance::Sentence | Distance::Paragraph => None,
        };
        Ok(Some(Miss::Apart { words: holds, limit, around }))
    }
}

/// A proximity with another distance.
fn at_distance(expr: &Expr, distance: Distance) -> Expr {
    match expr {
        Expr::Near { left, right, order, polarity, span, .. } => Expr::Near {
            left: left.clone(),
            right: right.clone(),
            distance,
            order: *order,
            polarity: *polarity,
            span: *span,
        },
        other => other.clone(),
    }
}

fn value(article: &Article, field: ValueField) -> Option<String> {
    match field {
        ValueField::Source => article.source.clone(),
        ValueField::Agency => article.agency.clone(),
        ValueField::Id => Some(article.id.to_string()),
        ValueField::Lang => article.language.map(|language| language.to_string()),
        ValueField::Status => Some(article.status.name().to_owned()),
        ValueField::Path => Some(article.origin.path.clone()),
        ValueField::Url => article.url.clone(),
    }
}
