//! A query as an indented tree in plain words, for `--explain`. Never knows
//! where it is printed.

use std::fmt::{self, Display, Formatter, Write};

use super::{
    DateRange, Distance, EntityKind, EntityName, Expr, LengthRange, Order, Pattern, Polarity,
    Query, ValueField, Word, WordForm,
};
use crate::query::error::printable;

/// A query as a tree, one part on a line. Displayed without a line break at
/// the end.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'q>(&'q Query);

impl Query {
    /// The query as it was understood, for people: each part on its own line,
    /// indented below what it belongs to.
    pub fn tree(&self) -> Tree<'_> {
        Tree(self)
    }
}

impl Display for Tree<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut lines = Lines { text: String::new(), depth: 0 };
        lines.query(self.0);
        f.write_str(lines.text.trim_end())
    }
}

struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn line(&mut self, line: impl Display) {
        let shown: String = line.to_string().chars().map(printable).collect();
        let indent = "  ".repeat(self.depth);
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{indent}{shown}");
    }

    /// A line and what belongs to it.
    fn branch(&mut self, line: impl Display, below: impl FnOnce(&mut Lines)) {
        self.line(line);
        self.depth += 1;
        below(self);
        self.depth -= 1;
    }

    fn query(&mut self, query: &Query) {
        match query {
            Query::Everything(_) => self.line("every article"),
            Query::Text(expr) => self.expr(expr),
            Query::In { field, query, .. } => {
                self.branch(format_args!("in the field {}", field.name()), |below| {
                    below.query(query);
                });
            }
            Query::Value { field, value, .. } => self.line(value_line(*field, value)),
            Query::Entity(entity) => self.line(format_args!("names {}", entity_words(entity))),
            Query::Date(test) => self.line(date_words(test.range)),
            Query::Length(test) => self.line(length_words(test.range)),
            Query::And(parts) => self.queries("all of", parts),
            Query::Or(parts) => self.queries("any of", parts),
            Query::Not(query, _) => self.branch("not", |below| below.query(query)),
            Query::AtLeast { count, expr, .. } => {
                self.branch(format_args!("at least {}", times(*count)), |below| {
                    below.expr(expr);
                });
            }
            Query::Boost { query, factor, .. } => {
                self.branch(format_args!("weighs {factor} times as much"), |below| {
                    below.query(query);
                });
            }
        }
    }

    fn queries(&mut self, line: &str, parts: &[Query]) {
        self.branch(line, |below| parts.iter().for_each(|part| below.query(part)));
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Word(word) => self.line(word_words(word)),
            Expr::Phrase(words, _) => {
                let is_inflected =
                    words.iter().any(|word| matches!(word.form, WordForm::Stemmed(_)));
                let forms = if is_inflected { ", its words in any form" } else { "" };
                self.line(format_args!("the phrase {expr}{forms}"));
            }
            Expr::Or(parts) => self.branch("any of", |below| {
                parts.iter().for_each(|part| below.expr(part));
            }),
            Expr::Near { left, right, distance, order, polarity, .. } => {
                let near = near_words(*distance, *order);
                let line = match polarity {
                    Polarity::Near => near,
                    Polarity::NotNear => format!("the first without the second {near}"),
                };
                self.branch(line, |below| {
                    below.expr(left);
                    below.expr(right);
                });
            }
            Expr::First { words, expr, .. } => {
                let line = match words {
                    1 => "at the first word".to_owned(),
                    _ => format!("within the first {words} words"),
                };
                self.branch(line, |below| below.expr(expr));
            }
            Expr::Entity(entity) => self.line(entity_words(entity)),
        }
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

fn near_words(distance: Distance, order: Order) -> String {
    let near = match distance {
        Distance::Words(1) => "next to each other".to_owned(),
        Distance::Words(words) => format!("within {words} words"),
        Distance::Sentence => "in one sentence".to_owned(),
        Distance::Paragraph => "in one paragraph".to_owned(),
    };
    match order {
        Order::Either => format!("{near}, in either order"),
        Order::LeftFirst => format!("{near}, in this order"),
    }
}

fn word_words(word: &Word) -> String {
    match &word.form {
        WordForm::Stemmed(text) => format!("the word {text}, in any form"),
        WordForm::Exact(text) => format!("the word {text}, in this form only"),
        WordForm::Wildcard(_) => format!("words like {word}"),
        WordForm::Fuzzy(text, 1) => format!("words one letter away from {text}"),
        WordForm::Fuzzy(text, edits) => format!("words up to {edits} letters away from {text}"),
        WordForm::Regex(_) => format!("words that match {word}"),
    }
}

fn value_line(field: ValueField, value: &Pattern) -> String {
    let name = field.name();
    match value.literal() {
        Some(text) => format!("{name} is {text}"),
        None if value.is_only_wildcards() => format!("{name} is given as {value}"),
        None => format!("{name} is like {value}"),
    }
}

fn entity_words(entity: &EntityName) -> String {
    let kind = match entity.kind {
        EntityKind::Any => "person, organisation or place",
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
    };
    match &entity.name {
        Some(name) => format!("the {kind} {name}"),
        None => format!("any {kind}"),
    }
}

fn length_words(range: LengthRange) -> String {
    match range {
        LengthRange { from, to: Some(to) } if from == to => format!("{from} words"),
        LengthRange { from: 0, to: Some(to) } => format!("at most {to} words"),
        LengthRange { from, to: Some(to) } => format!("{from} to {to} words"),
        LengthRange { from, to: None } => format!("at least {from} words"),
    }
}

fn date_words(range: DateRange) -> String {
    match range {
        DateRange::Undated => "without a date".to_owned(),
        DateRange::Between { from, to } if from == to => match from {
            Some(date) => format!("published in {date}"),
            None => "published at any time".to_owned(),
        },
        DateRange::Between { from, to } => match (from, to) {
            (Some(from), Some(to)) => format!("published from {from} to {to}, both included"),
            (Some(from), None) => format!("published in {from} or later"),
            (None, Some(to)) => format!("published in {to} or earlier"),
            (None, None) => "published at any time".to_owned(),
        },
    }
}
