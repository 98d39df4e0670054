//! Why an article matches a query: each clause asked about the one article,
//! and how near a failed one comes to holding.

use std::ops::RangeInclusive;

use rustc_hash::FxHashSet;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};

use crate::article::Article;
use crate::hit::Snippet;
use crate::index::IndexError;
use crate::index::compile::Purpose;
use crate::index::schema::terms::stemmed_as;
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::index::search::snippets::Marker;
use crate::index::vocabulary::{Similar, edits_to_nearest};
use crate::query::ast::{Distance, Expr, Order, Polarity, Query, Span, ValueField, Word, WordForm};
use crate::query::limits::{MAX_COUNT, MAX_DISTANCE};
use crate::query::neighbours;
use crate::text::{self, Analysis, Analyzer};
use crate::why::{AbsentWord, Clause, Miss};

/// No word is looked for that is longer, in bytes.
const LONGEST_WORD: usize = 100;

impl Searcher {
    /// Says of each clause of a query, outermost first, whether it holds for an
    /// article of the index, and of a failed one how it fails.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn why(&self, article: &Article, query: &Query) -> Result<Vec<Clause>, IndexError> {
        let mut clauses = Vec::new();
        Asked { searcher: self, article }.clause(query, 0, &mut clauses)?;
        Ok(clauses)
    }
}

/// One article, asked again and again.
struct Asked<'a> {
    searcher: &'a Searcher,
    article: &'a Article,
}

impl Asked<'_> {
    fn clause(
        &self,
        query: &Query,
        depth: usize,
        clauses: &mut Vec<Clause>,
    ) -> Result<(), IndexError> {
        let holds = self.holds(query)?;
        let miss = if holds { None } else { self.miss(query)? };
        let explained = holds || miss.is_some();
        clauses.push(Clause { clause: query.to_string(), depth, holds, miss });
        for part in self.as_found(query, telling_parts(query, holds, explained))? {
            self.clause(&part, depth + 1, clauses)?;
        }
        Ok(())
    }

    /// The parts of a query; of an AND, in the place of words side by side that
    /// the article has in one word (`cyberattack` for `cyber attack`), that one.
    fn as_found(&self, query: &Query, mut parts: Vec<Query>) -> Result<Vec<Query>, IndexError> {
        let (words, scope) = match query {
            Query::And(words) => (words, None),
            Query::In { field, query, span } => match &**query {
                Query::And(words) => (words, Some((*field, *span))),
                _ => return Ok(parts),
            },
            _ => return Ok(parts),
        };
        if parts.len() != words.len() {
            return Ok(parts);
        }
        let scoped = |query: Query| match scope {
            Some((field, span)) => Query::In { field, query: Box::new(query), span },
            None => query,
        };
        for (one, next) in neighbours(words) {
            let (Some((first, _)), Some((second, _))) =
                (words[one].plain_word(), words[next].plain_word())
            else {
                continue;
            };
            let holds_one = self.holds(&scoped(words[one].clone()))?;
            let holds_next = self.holds(&scoped(words[next].clone()))?;
            let both = scoped(Query::And(vec![words[one].clone(), words[next].clone()]));
            if holds_one && holds_next || !self.holds(&both)? {
                continue;
            }
            let form = WordForm::Stemmed(format!("{first}{second}"));
            let closed = scoped(Query::Text(Expr::Word(Word { form, span: Span::default() })));
            for (place, holds) in [(one, holds_one), (next, holds_next)] {
                if !holds {
                    parts[place] = closed.clone();
                }
            }
        }
        let mut seen = FxHashSet::default();
        parts.retain(|part| seen.insert(part.to_string()));
        Ok(parts)
    }

    /// Whether a query holds for the article.
    fn holds(&self, query: &Query) -> Result<bool, IndexError> {
        let compiled = self.searcher.compile(query, Purpose::Matching, Versions::Current)?;
        let key = Term::from_field_text(self.searcher.fields().key, self.article.id.as_str());
        let this = TermQuery::new(key, IndexRecordOption::Basic);
        let both =
            BooleanQuery::new(vec![(Occur::Must, Box::new(this)), (Occur::Must, compiled.query)]);
        Ok(self.searcher.engine().search(&both, &Count)? > 0)
    }

    /// The smallest of some numbers for which the query made of it holds; what
    /// holds for one holds for all larger ones.
    fn first(
        &self,
        numbers: RangeInclusive<u32>,
        query: &dyn Fn(u32) -> Query,
    ) -> Result<Option<u32>, IndexError> {
        let (mut low, mut high) = numbers.into_inner();
        if low > high || !self.holds(&query(high))? {
            return Ok(None);
        }
        while low < high {
            let middle = low + (high - low) / 2;
            match self.holds(&query(middle))? {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(Some(high))
    }

    /// The text around the places that a query marks.
    fn around(&self, query: &Query) -> Result<Vec<Snippet>, IndexError> {
        let compiled = self.searcher.compile(query, Purpose::Matching, Versions::Current)?;
        let mut marker = Marker::new(&compiled.plans, self.searcher.analyzers());
        let mentioned = self.searcher.mentioned_in(&marker, self.article)?;
        let hit = marker.hit(None, self.article.clone(), false, &mentioned);
        let headline =
            Snippet { paragraph: 0, marked: hit.headline, cut_before: false, cut_after: false };
        let places = std::iter::once(headline).chain(hit.snippets);
        Ok(places.filter(|snippet| !snippet.marked.marks.is_empty()).collect())
    }

    fn miss(&self, query: &Query) -> Result<Option<Miss>, IndexError> {
        Ok(match query {
            Query::Text(expr) => self.expr(expr)?,
            Query::AtLeast { count, expr, span } => {
                let fewer =
                    |less| Query::AtLeast { count: count - less, expr: expr.clone(), span: *span };
                let less = self.first(1..=count - 1, &fewer)?;
                less.map(|less| Miss::Few { times: count - less, asked: *count })
            }
            Query::In { query, .. } if self.holds(query)? => {
                Some(Miss::Elsewhere { around: self.around(query)? })
            }
            Query::Not(inner, _) => Some(Miss::Present { around: self.around(inner)? }),
            Query::Value { field, .. } => Some(Miss::Value { has: value(self.article, *field) }),
            Query::Length(_) => Some(Miss::Value { has: Some(self.length()) }),
            Query::Date(_) => {
                Some(Miss::Value { has: self.article.published.map(|date| date.to_string()) })
            }
            _ => None,
        })
    }

    fn expr(&self, expr: &Expr) -> Result<Option<Miss>, IndexError> {
        Ok(match expr {
            Expr::Word(word) => self.absent(std::slice::from_ref(word), Expr::Word)?,
            Expr::Phrase(words, span) => match self.absent(words, alone_in_quotes)? {
                Some(absent) => Some(absent),
                None => {
                    let words: Vec<Expr> = words.iter().cloned().map(alone_in_quotes).collect();
                    let at = |distance, order| chain(&words, distance, order, *span);
                    // A proximity counts words, whatever ends between them.
                    let side_by_side = at(Distance::Words(1), Order::LeftFirst);
                    match self.holds(&side_by_side)? {
                        true => Some(Miss::Parted { around: self.around(&side_by_side)? }),
                        false => self.apart(Distance::Words(1), Order::LeftFirst, &at)?,
                    }
                }
            },
            Expr::Near { left, right, distance, order, polarity, span } => {
                let ends = [(**left).clone(), (**right).clone()];
                let at = |distance, order| chain(&ends, distance, order, *span);
                match polarity {
                    Polarity::Near => self.apart(*distance, *order, &at)?,
                    Polarity::NotNear => {
                        let beside = at(*distance, *order);
                        let is_beside = self.holds(&beside)?;
                        is_beside
                            .then(|| self.around(&beside))
                            .transpose()?
                            .map(|around| Miss::Beside { around })
                    }
                }
            }
            Expr::First { words: limit, expr, span } => {
                let first =
                    |words| Query::Text(Expr::First { words, expr: expr.clone(), span: *span });
                let words = self.first(*limit..=MAX_COUNT, &first)?;
                words.map(|words| Miss::Late { words, limit: *limit })
            }
            Expr::Or(_) | Expr::Entity(_) => None,
        })
    }

    /// How far apart things stand that `at` a larger distance, or in another
    /// order, would hold.
    fn apart(
        &self,
        distance: Distance,
        order: Order,
        at: &dyn Fn(Distance, Order) -> Query,
    ) -> Result<Option<Miss>, IndexError> {
        let turned = at(distance, Order::Either);
        if order == Order::LeftFirst && self.holds(&turned)? {
            return Ok(Some(Miss::Order { around: self.around(&turned)? }));
        }
        let apart = |words| at(Distance::Words(words), order);
        let Some(words) = self.first(1..=MAX_DISTANCE, &apart)? else {
            return Ok(None);
        };
        let limit = match distance {
            Distance::Words(limit) => Some(limit),
            Distance::Sentence | Distance::Paragraph => None,
        };
        Ok(Some(Miss::Apart { words, limit, around: self.around(&apart(words))? }))
    }

    /// Those of some words that the article does not have, each asked for as
    /// `meant` says.
    fn absent(&self, words: &[Word], meant: fn(Word) -> Expr) -> Result<Option<Miss>, IndexError> {
        let mut absent = Vec::new();
        for word in words {
            if !self.holds(&Query::Text(meant(word.clone())))? {
                let nearest = match &word.form {
                    WordForm::Stemmed(text) | WordForm::Exact(text) | WordForm::Fuzzy(text, _) => {
                        self.nearest(text)
                    }
                    WordForm::Wildcard(_) | WordForm::Regex(_) => None,
                };
                // A phrase is exact without a sign.
                let word = match (meant(word.clone()), &word.form) {
                    (Expr::Phrase(..), WordForm::Exact(text)) => text.clone(),
                    _ => word.to_string(),
                };
                absent.push(AbsentWord { word, nearest });
            }
        }
        Ok((!absent.is_empty()).then_some(Miss::Absent { words: absent }))
    }

    fn length(&self) -> String {
        match self.analysis().tokens.len() {
            1 => "1 word".to_owned(),
            words => format!("{words} words"),
        }
    }

    fn analysis(&self) -> Analysis {
        let mut analysis = Analysis::default();
        let language = Some(stemmed_as(self.article));
        Analyzer::new().analyze(language, self.article.paragraphs(), &mut analysis);
        analysis
    }

    /// The word of the article that is spelt most like another.
    fn nearest(&self, word: &str) -> Option<String> {
        let tokens = text::query_tokens(word).tokens;
        let [token] = tokens.as_slice() else {
            return None;
        };
        if token.form.len() > LONGEST_WORD {
            return None;
        }
        let near = Similar::to(&token.form, edits_to_nearest(&token.form));
        let analysis = self.analysis();
        let forms = analysis.tokens.iter().map(|token| analysis.form(token));
        let near = forms.filter_map(|form| Some((near.edits(form)?, form)));
        near.min().map(|(_, form)| form.to_owned())
    }
}

/// The parts of a query that say more about it. Parts of what is `explained`
/// as a whole do not, but for parts that are clauses.
fn telling_parts(query: &Query, holds: bool, explained: bool) -> Vec<Query> {
    match query {
        Query::And(_) | Query::Or(_) | Query::Boost { .. } => query.parts(),
        // Why what must not hold does not.
        Query::Not(..) if holds => query.parts(),
        _ if explained => Vec::new(),
        Query::In { query: inner, .. } if !matches!(**inner, Query::And(_) | Query::Or(_)) => {
            vec![(**inner).clone()]
        }
        _ => query.parts(),
    }
}

/// A word of a phrase on its own: other spellings of a name match there.
fn alone_in_quotes(word: Word) -> Expr {
    let span = word.span;
    Expr::Phrase(vec![word], span)
}

/// Each near the one before it.
fn chain(exprs: &[Expr], distance: Distance, order: Order, span: Span) -> Query {
    let near = |left: Expr, right: Expr| Expr::Near {
        left: Box::new(left),
        right: Box::new(right),
        distance,
        order,
        polarity: Polarity::Near,
        span,
    };
    match exprs.iter().cloned().reduce(near) {
        Some(chain) => Query::Text(chain),
        None => Query::Everything(span),
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
