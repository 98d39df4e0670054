//! The filters of a search that are not typed as a query. They build the same
//! tree; clap never comes here.

use jiff::civil::Date;

use crate::query::ast::{
    DateTest, EntityKind, EntityName, Expr, Query, Span, TextField, ValueField, Word, WordForm,
};
use crate::query::error::{DateProblem, Fault, FieldProblem, QueryError, QueryErrorKind};
use crate::query::fields::entity_field;
use crate::query::letters::invisible::Visible;
use crate::query::native::lexer::whole_pattern;
use crate::query::values::date::{between, single};

/// Filters as they were given, one list for each flag. Values of one flag are
/// joined with OR, flags with AND.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// `--from`: the first day, month, year or moment that counts.
    pub from: Option<String>,
    /// `--to`: the last one, included.
    pub to: Option<String>,
    /// `--phrase`: these words next to each other, no character special.
    pub phrase: Vec<String>,
    /// `--source`: a whole value; `*` and `?` are wildcards.
    pub source: Vec<String>,
    /// `--agency`: a whole value; `*` and `?` are wildcards.
    pub agency: Vec<String>,
    /// `--id`: a whole value; `*` and `?` are wildcards.
    pub id: Vec<String>,
    /// `--lang`: a whole value; `*` and `?` are wildcards.
    pub lang: Vec<String>,
    /// `--section`: a phrase in the section.
    pub section: Vec<String>,
    /// `--keyword`: a phrase in a keyword or subject.
    pub keyword: Vec<String>,
    /// `--entity`: any entity of this name.
    pub entity: Vec<String>,
    /// `--person`: a person of this name.
    pub person: Vec<String>,
    /// `--org`: an organisation of this name.
    pub org: Vec<String>,
    /// `--place`: a place of this name.
    pub place: Vec<String>,
}

impl Filters {
    /// Returns the query with every filter. Without a query it is the filters
    /// alone; without both it is every article.
    ///
    /// # Errors
    ///
    /// A date that cannot be read or cannot be, a reversed range, an empty
    /// value. The error shows the flag and not the query.
    pub fn apply(self, query: Option<Query>, now: Date) -> Result<Query, QueryError> {
        let mut parts = match query {
            None | Some(Query::Everything(_)) => Vec::new(),
            Some(Query::And(parts)) => parts,
            Some(query) => vec![query],
        };
        parts.extend(dates(self.from.as_deref(), self.to.as_deref(), now)?);
        parts.extend(any_of("phrase", self.phrase, phrase)?);
        for (field, values) in [
            (ValueField::Source, self.source),
            (ValueField::Agency, self.agency),
            (ValueField::Id, self.id),
            (ValueField::Lang, self.lang),
        ] {
            parts.extend(any_of(field.name(), values, |text| value(field, text))?);
        }
        for (field, phrases) in
            [(TextField::Section, self.section), (TextField::Keyword, self.keyword)]
        {
            parts.extend(any_of(field.name(), phrases, |text| Ok(phrase_in(field, text)))?);
        }
        for (kind, names) in [
            (EntityKind::Any, self.entity),
            (EntityKind::Person, self.person),
            (EntityKind::Organisation, self.org),
            (EntityKind::Place, self.place),
        ] {
            parts.extend(any_of(entity_field(kind), names, |name| Ok(entity(kind, name)))?);
        }
        Ok(match parts.len() {
            0 => Query::Everything(Span::default()),
            1 => parts.remove(0),
            _ => Query::And(parts),
        })
    }
}

/// Returns one query for all values of a flag, or `None` without any.
fn any_of(
    flag: &'static str,
    values: Vec<String>,
    query: impl Fn(&str) -> Result<Query, Fault>,
) -> Result<Option<Query>, QueryError> {
    let mut parts = Vec::with_capacity(values.len());
    for text in values {
        let visible = Visible::of(&text);
        let value = visible.text.trim();
        let span = Span { start: 0, end: value.len() };
        let part = if value.is_empty() {
            Err(Fault::new(FieldProblem::EmptyFlag(flag), span))
        } else {
            query(value)
        };
        parts.push(part.map_err(|fault| in_flag(fault, flag, value))?);
    }
    Ok(match parts.len() {
        0 => None,
        1 => Some(parts.remove(0)),
        _ => Some(Query::Or(parts)),
    })
}

/// Returns the error under the flag as it is typed.
fn in_flag(fault: Fault, flag: &str, value: &str) -> QueryError {
    let typed = format!("--{flag} ");
    fault.in_text(&format!("{typed}{value}"), typed.len())
}

fn dates(from: Option<&str>, to: Option<&str>, now: Date) -> Result<Option<Query>, QueryError> {
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let visible = |text: &str| Visible::of(text).text.trim().to_owned();
    let (from, to) = (from.map(visible), to.map(visible));
    let period = |flag, text: Option<&str>| {
        let Some(text) = text else {
            return Ok(None);
        };
        let period = if text.is_empty() {
            Err(Fault::new(FieldProblem::EmptyFlag(flag), Span::default()))
        } else {
            single(text, 0, now).map_err(one_date)
        };
        period.map(Some).map_err(|fault| in_flag(fault, flag, text))
    };
    let first = period("from", from.as_deref())?.map(|period| period.from);
    let last = period("to", to.as_deref())?.map(|period| period.to);
    let range = between(first, last).map_err(|problem| {
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        let typed = format!("--from {from} --to {to}");
        let span = Span { start: 0, end: typed.len() };
        QueryError::new(problem, span, typed)
    })?;
    let span = Span::default();
    Ok(Some(Query::Date(DateTest { range, span })))
}

/// What a flag takes is less than what `date:` does.
fn one_date(fault: Fault) -> Fault {
    match fault.kind() {
        QueryErrorKind::Date(DateProblem::Unreadable { written, near: None }) => {
            Fault::new(DateProblem::NotOneDate(written.clone()), fault.span())
        }
        _ => fault,
    }
}

fn words(text: &str) -> Expr {
    let words = text
        .split_whitespace()
        .map(|word| Word { form: WordForm::Exact(word.to_owned()), span: Span::default() });
    Expr::Phrase(words.collect(), Span::default())
}

fn phrase(text: &str) -> Result<Query, Fault> {
    Ok(Query::Text(words(text)))
}

fn phrase_in(field: TextField, text: &str) -> Query {
    Query::In { field, query: Box::new(Query::Text(words(text))), span: Span::default() }
}

fn value(field: ValueField, text: &str) -> Result<Query, Fault> {
    Ok(Query::Value { field, value: whole_pattern(text)?, span: Span::default() })
}

fn entity(kind: EntityKind, name: &str) -> Query {
    Query::Entity(EntityName { kind, name: Some(name.to_owned()), span: Span::default() })
}
