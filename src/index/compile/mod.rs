//! A query becomes Tantivy's: `words` turns expressions into plans over terms,
//! this file puts them together and weighs them.

mod budget;
mod error;
mod pattern;
mod range;
mod weights;
mod words;

pub use error::CompileError;
pub use weights::Weights;

use std::ops::Bound;
use std::sync::Arc;

use jiff::tz::TimeZone;
use rustc_hash::FxHashSet;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, Query as EngineQuery,
    RangeQuery, RegexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy_fst::Regex;

use crate::article::{Language, Published};
use crate::index::entities::Directory;
use crate::index::files::positions::Positions;
use crate::index::queries::dates::ZonedDates;
use crate::index::queries::locator::Locators;
use crate::index::queries::spans::{Bar, Plan, SpanFields, SpanQuery, Terms, Zone};
use crate::index::queries::words::WordQuery;
use crate::index::schema::fields::{Fields, Valued};
use crate::index::schema::terms;
use crate::index::vocabulary::Vocabulary;
use crate::query::ast::{
    DateRange, LengthRange, Pattern, PatternPart, Query, Span, TextField, ValueField,
};
use crate::query::neighbours;
use crate::text;
use budget::Budget;
use range::ColumnRangeQuery;
pub(super) use words::words_like;
use words::{Names, WordPlans};

/// What a query is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Finding the best: clauses that only weigh are added.
    Ranking,
    /// Finding all: only what decides.
    Matching,
}

/// A compiled query.
pub(super) struct Compiled {
    pub query: Box<dyn EngineQuery>,
    /// The text parts that count for a match, with the part of the article
    /// that they ask for: what snippets mark.
    pub plans: Vec<(Scope, Plan)>,
}

impl Compiled {
    /// Leaves the scores of articles below a bar vague, where that saves work.
    pub(super) fn below(&mut self, bar: &Arc<Bar>) {
        if let Some(places) = self.query.downcast_ref::<SpanQuery>() {
            self.query = Box::new(places.clone().below(bar.clone()));
        }
    }

    /// Whether the query is a word or a union of words, of which Tantivy need
    /// not look at every match to find the best.
    pub(super) fn is_union_of_terms(&self) -> bool {
        self.query.downcast_ref::<WordQuery>().is_some_and(WordQuery::is_few)
    }

    /// Whether articles that match have different scores.
    pub(super) fn weighs(&self) -> bool {
        !self.plans.is_empty()
    }

    /// How many different terms the text parts look for.
    pub(super) fn terms(&self) -> usize {
        Terms::of(self.plans.iter().map(|(_, plan)| plan)).len()
    }
}

/// Where a text part must hold.
pub(super) type Scope = Option<TextField>;

/// One state of the index.
#[derive(Clone, Copy)]
pub(super) struct State<'a> {
    pub fields: &'a Fields,
    pub engine: &'a tantivy::Searcher,
    pub positions: &'a Arc<Positions>,
    pub languages: &'a [Language],
    pub entities: &'a Directory,
    /// The calendar that days are of.
    pub zone: &'a TimeZone,
}

/// Turns a query into Tantivy's for one state of the index.
pub(super) struct Compiler<'a> {
    state: State<'a>,
    weights: Weights,
    purpose: Purpose,
    /// The boosts around the part at hand, multiplied.
    factor: f32,
    plans: Vec<(Scope, Plan)>,
    /// Inside a NOT nothing is marked.
    negated: bool,
    budget: Budget,
}

type Compilation = Result<Box<dyn EngineQuery>, CompileError>;

impl<'a> Compiler<'a> {
    pub(super) fn new(state: State<'a>, weights: Weights, purpose: Purpose) -> Self {
        let (plans, factor, negated) = (Vec::new(), 1.0, false);
        Compiler { state, weights, purpose, factor, plans, negated, budget: Budget::default() }
    }

    /// Compiles a query.
    ///
    /// # Errors
    /// Where the query asks for what the index cannot answer.
    pub(super) fn compile(mut self, query: &Query) -> Result<Compiled, CompileError> {
        let query = self.query(query, None)?;
        Ok(Compiled { query, plans: self.plans })
    }

    /// The words of the text or of a field of it.
    fn words(&self, scope: Scope) -> WordPlans<'_> {
        let State { fields, engine, languages, entities, .. } = self.state;
        let field = scope.map_or(fields.text, |scope| fields.text_field(scope));
        WordPlans {
            text: Vocabulary::new(engine, field),
            compounds: Vocabulary::new(engine, fields.compound),
            languages,
            names: Names { engine, fields, directory: entities },
            scope,
            budget: &self.budget,
        }
    }

    fn query(&mut self, query: &Query, scope: Scope) -> Compilation {
        Ok(match query {
            Query::Everything(_) => self.everything(scope),
            Query::Text(expr) => {
                let plan = self.words(scope).expr(expr)?;
                self.text(plan, scope, 1)
            }
            Query::AtLeast { count, expr, .. } => {
                let plan = self.words(scope).expr(expr)?;
                self.text(plan, scope, *count)
            }
            Query::In { field, query, .. } => self.query(query, Some(*field))?,
            Query::Value { field, value, span } => self.value(*field, value, *span)?,
            Query::Entity(entity) => {
                let plan = self.words(scope).entity(entity)?;
                self.text(plan, scope, 1)
            }
            Query::Date(test) => self.date(test.range),
            Query::Length(test) => self.length(test.range),
            Query::And(parts) => self.and(parts, scope)?,
            Query::Or(parts) => {
                let ways = distinct(parts).map(|part| self.query(part, scope));
                union(ways.collect::<Result<_, _>>()?)
            }
            Query::Not(inner, _) => Box::new(together(vec![self.unwanted(inner, scope)?])),
            Query::Boost { query, factor, .. } => {
                let outer = self.factor;
                self.factor *= factor;
                let boosted = self.query(query, scope);
                self.factor = outer;
                boosted?
            }
        })
    }

    /// Every article, or every one that has words in a field.
    fn everything(&self, scope: Scope) -> Box<dyn EngineQuery> {
        if scope.is_none() {
            return unweighted(Box::new(AllQuery));
        }
        let (field, plan) = self.scoped(Plan::AnyWords, scope);
        unweighted(Box::new(SpanQuery::new(self.span_fields(field), plan)))
    }

    /// The field that a plan is asked of, and the plan for it.
    fn scoped(&self, plan: Plan, scope: Scope) -> (Field, Plan) {
        let zone = match scope {
            // Names have places in the text alone.
            Some(TextField::Headline) if plan.has_mentions() => Zone::Headline,
            Some(TextField::Lede) => Zone::Lede,
            Some(TextField::Body) => Zone::Body,
            Some(field) => return (self.state.fields.text_field(field), plan),
            None => return (self.state.fields.text, plan),
        };
        (self.state.fields.text, Plan::Within(zone, Box::new(plan)))
    }

    fn span_fields(&self, text: Field) -> SpanFields {
        SpanFields {
            text,
            mentions: self.state.fields.mentions,
            positions: self.state.positions.clone(),
        }
    }

    fn unwanted(
        &mut self,
        query: &Query,
        scope: Scope,
    ) -> Result<(Occur, Box<dyn EngineQuery>), CompileError> {
        let outer = std::mem::replace(&mut self.negated, true);
        let unwanted = self.query(query, scope);
        self.negated = outer;
        Ok((Occur::MustNot, unwanted?))
    }

    fn and(&mut self, parts: &[Query], scope: Scope) -> Compilation {
        // `cyber attack` is also what writes `cyberattack` in one word: it
        // stands for both of them.
        let mut closed: Vec<Vec<Box<dyn EngineQuery>>> = parts.iter().map(|_| Vec::new()).collect();
        let texts: Vec<String> = parts.iter().map(Query::to_string).collect();
        let mut around = vec![(None, None); parts.len()];
        for (one, next) in neighbours(parts) {
            around[one].1 = Some(texts[next].as_str());
            around[next].0 = Some(texts[one].as_str());
            if let Some(query) = self.closed(&parts[one], &parts[next], scope)? {
                closed[one].push(query.box_clone());
                closed[next].push(query);
            }
        }
        // A part between the same neighbours once more says nothing new.
        let mut seen = FxHashSet::default();
        let mut clauses = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            if !seen.insert((texts[place].as_str(), around[place])) {
                continue;
            }
            if let Query::Not(inner, _) = part {
                clauses.push(self.unwanted(inner, scope)?);
                continue;
            }
            let mut ways = vec![self.query(part, scope)?];
            ways.append(&mut closed[place]);
            clauses.push((Occur::Must, union(ways)));
        }
        Ok(all(clauses))
    }

    /// The closed form of two plain words that stand side by side in a query,
    /// where the archive writes that word with a hyphen. It weighs as the
    /// heavier of them.
    fn closed(
        &mut self,
        one: &Query,
        next: &Query,
        scope: Scope,
    ) -> Result<Option<Box<dyn EngineQuery>>, CompileError> {
        let (Some((one, weight)), Some((next, other))) = (one.plain_word(), next.plain_word())
        else {
            return Ok(None);
        };
        let Some(plan) = self.words(scope).closed_form(one, next)? else {
            return Ok(None);
        };
        let outer = self.factor;
        self.factor *= weight.max(other);
        let closed = self.text(plan, scope, 1);
        self.factor = outer;
        Ok(Some(closed))
    }

    /// The query of a plan over the text or over one field of it.
    fn text(&mut self, plan: Plan, scope: Scope, at_least: u32) -> Box<dyn EngineQuery> {
        let (field, plan) = self.scoped(plan, scope);
        if !self.negated {
            self.plans.push((scope, plan.clone()));
        }
        let decides = self.over(field, plan.clone(), at_least, 1.0);
        if scope.is_some() || self.negated || self.purpose == Purpose::Matching {
            return decides;
        }
        let (field, in_headline) = match plan.has_mentions() {
            true => self.scoped(plan, Some(TextField::Headline)),
            false => (self.state.fields.headline, plan),
        };
        let headline = self.over(field, in_headline, 1, self.weights.headline);
        let decides = match decides.downcast::<SpanQuery>() {
            Ok(places) => return Box::new(places.beside(headline)),
            Err(decides) => decides,
        };
        // What stands in the headline stands in the text.
        match (decides.downcast_ref::<WordQuery>(), headline.downcast_ref::<WordQuery>()) {
            (Some(word), Some(headline)) => Box::new(word.clone().beside(headline)),
            _ => decides,
        }
    }

    fn over(&self, field: Field, plan: Plan, at_least: u32, weight: f32) -> Box<dyn EngineQuery> {
        match plan {
            Plan::Terms(terms) if at_least == 1 => {
                self.spellings(field, &terms, weight * self.factor)
            }
            plan => {
                let query = SpanQuery::new(self.span_fields(field), plan);
                Box::new(query.at_least(at_least).weighing(weight * self.factor))
            }
        }
    }

    /// The union of a word's spellings.
    fn spellings(&self, field: Field, terms: &[String], weight: f32) -> Box<dyn EngineQuery> {
        let weigh = |term: &str| {
            if also_stemmed(term, terms) { self.weights.exact * weight } else { weight }
        };
        let ways = terms.iter().map(|term| (Term::from_field_text(field, term), weigh(term)));
        match terms.len() {
            0 => Box::new(EmptyQuery),
            _ => Box::new(WordQuery::new(ways.collect())),
        }
    }

    fn value(&self, field: ValueField, value: &Pattern, span: Span) -> Compilation {
        let literal = match value.0.as_slice() {
            [] => Some(String::new()),
            [PatternPart::Literal(text)] => Some(text::fold_value(text)),
            _ => None,
        };
        let automaton = || {
            let regex = match field {
                ValueField::Source | ValueField::Agency => pattern::regex_of_name(value),
                _ => pattern::regex(value, pattern::fold_piece),
            };
            Regex::new(&regex).map_err(|_| {
                // Nothing else can be wrong with the expression of a pattern.
                CompileError::TooLarge { text: value.to_string(), span }
            })
        };
        let query: Box<dyn EngineQuery> = match (self.state.fields.value_field(field), literal) {
            (Valued::Terms(field), Some(value)) => {
                let term = Term::from_field_text(field, &value);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
            (Valued::Terms(field), None) => Box::new(RegexQuery::from_regex(automaton()?, field)),
            (Valued::Column(name), Some(value)) => Box::new(Locators::whole(name, value)),
            (Valued::Column(name), None) => Box::new(Locators::like(name, automaton()?)),
        };
        Ok(unweighted(query))
    }

    fn length(&self, range: LengthRange) -> Box<dyn EngineQuery> {
        let bound =
            |words: u64| Bound::Included(Term::from_field_u64(self.state.fields.words, words));
        let to = range.to.map_or(Bound::Unbounded, bound);
        Box::new(ColumnRangeQuery(RangeQuery::new(bound(range.from), to)))
    }

    fn date(&self, range: DateRange) -> Box<dyn EngineQuery> {
        let bound = |field: Field, seconds: Option<i64>| match seconds {
            Some(seconds) => Bound::Included(Term::from_field_i64(field, seconds)),
            None => Bound::Unbounded,
        };
        match range {
            DateRange::Undated => {
                let dated = Box::new(ExistsQuery::new("published".to_owned(), false));
                let all = unweighted(Box::new(AllQuery));
                Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, dated)]))
            }
            DateRange::Between { from, to } if *self.state.zone != TimeZone::UTC => {
                unweighted(Box::new(ZonedDates::between(from, to, self.state.zone)))
            }
            DateRange::Between { from, to } => {
                let from = from.map(|date| date.seconds);
                let to = to.map(Published::last_second);
                let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
                if from.is_some() {
                    let lower = bound(self.state.fields.published, from);
                    let query = ColumnRangeQuery(RangeQuery::new(lower, Bound::Unbounded));
                    clauses.push((Occur::Must, unweighted(Box::new(query))));
                }
                if to.is_some() {
                    let upper = bound(self.state.fields.published_until, to);
                    let query = ColumnRangeQuery(RangeQuery::new(Bound::Unbounded, upper));
                    clauses.push((Occur::Must, unweighted(Box::new(query))));
                }
                Box::new(BooleanQuery::new(clauses))
            }
        }
    }
}

/// Those of some parts that are not the same as one before.
fn distinct(parts: &[Query]) -> impl Iterator<Item = &Query> {
    let mut seen = FxHashSet::default();
    parts.iter().filter(move |part| seen.insert(part.to_string()))
}

/// What one of several queries matches. Words are made one: Tantivy skips what
/// cannot be among the best only in a plain union of terms.
fn union(ways: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
    let mut words: Option<WordQuery> = None;
    let mut others: Vec<Box<dyn EngineQuery>> = Vec::new();
    let mut add = |way: Box<dyn EngineQuery>| match way.downcast_ref::<WordQuery>() {
        Some(word) => {
            words = Some(match words.take() {
                Some(words) => words.or(word),
                None => word.clone(),
            });
        }
        None => others.push(way),
    };
    for way in ways {
        match way.downcast_ref::<BooleanQuery>() {
            Some(inner) if inner.clauses().iter().all(|(occur, _)| *occur == Occur::Should) => {
                inner.clauses().iter().for_each(|(_, way)| add(way.box_clone()));
            }
            _ => add(way),
        }
    }
    others.extend(words.map(|words| -> Box<dyn EngineQuery> { Box::new(words) }));
    match others.len() {
        0 => Box::new(EmptyQuery),
        1 => others.remove(0),
        _ => Box::new(BooleanQuery::union(others)),
    }
}

/// What all of several clauses match. Where one of them asks for places, it asks
/// for them in what the others match, and counts them only in what may be among
/// the best.
fn all(mut clauses: Vec<(Occur, Box<dyn EngineQuery>)>) -> Box<dyn EngineQuery> {
    let mut asking = (0..clauses.len()).filter(|&clause| asks_for_places(&*clauses[clause].1));
    if let (Some(one), None) = (asking.next(), asking.next())
        && clauses.len() > 1
        && clauses[one].0 == Occur::Must
        && let Some(places) = clauses[one].1.downcast_ref::<SpanQuery>().cloned()
    {
        clauses.remove(one);
        return Box::new(places.among(Box::new(together(clauses))));
    }
    Box::new(together(clauses))
}

/// Tantivy's query of several clauses. A purely negative one of Tantivy's
/// matches nothing: all articles are added to it.
fn together(mut clauses: Vec<(Occur, Box<dyn EngineQuery>)>) -> BooleanQuery {
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, unweighted(Box::new(AllQuery))));
    }
    BooleanQuery::new(clauses)
}

/// Whether a query reads where words stand.
fn asks_for_places(query: &dyn EngineQuery) -> bool {
    let mut asks = false;
    query.query_terms(&mut |_, places| asks |= places);
    asks
}

/// Whether an article that has the term always has the term of a stem beside
/// it: that is so for the first of a word's spellings, its exact form, where it
/// is not its own stem.
fn also_stemmed(term: &str, spellings: &[String]) -> bool {
    spellings.first().is_some_and(|first| first == term)
        && !terms::is_marked(term)
        && spellings.iter().any(|other| terms::stem_of(other).is_some_and(|stem| stem != term))
}

/// A clause that decides and does not weigh.
fn unweighted(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
