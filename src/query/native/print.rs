//! A query in one line of the native language, with parentheses that make
//! precedence visible. What is printed parses to the same query. Never knows
//! where it is printed.

use std::fmt::{self, Display, Formatter};

use super::reserved::{is_small_not, reserved};
use crate::query::ast::{
    DateRange, DateTest, Distance, EntityName, Expr, LengthRange, LengthTest, Order, Pattern,
    PatternPart, Polarity, Query, Word, WordForm,
};
use crate::query::fields::{entity_field, entity_sign};
use crate::query::letters::invisible::is_invisible;
use crate::query::letters::marks::{ends_value, ends_word, is_quote};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Query::Everything(_) => f.write_str("*"),
            Query::Text(expr) => write!(f, "{expr}"),
            Query::In { field, query, .. } => {
                write!(f, "{}:", field.name())?;
                match **query {
                    Query::Everything(_) | Query::Text(Expr::Word(_) | Expr::Phrase(..)) => {
                        write!(f, "{query}")
                    }
                    _ => write!(f, "({query})"),
                }
            }
            Query::Value { field, value, .. } => write!(f, "{}:{value}", field.name()),
            Query::Entity(entity) => {
                write!(f, "{}:{}", entity_field(entity.kind), Name(entity))
            }
            Query::Date(date) => write!(f, "{date}"),
            Query::Length(length) => write!(f, "{length}"),
            Query::And(parts) => joined(f, parts, " AND "),
            Query::Or(parts) => joined(f, parts, " OR "),
            Query::Not(query, _) => match **query {
                Query::Boost { .. } => write!(f, "NOT {query}"),
                _ => write!(f, "NOT {}", Operand(query)),
            },
            Query::AtLeast { count, expr, .. } => write!(f, "ATLEAST {count} ({})", Alone(expr)),
            Query::Boost { query, factor, .. } => write!(f, "{}^{factor}", Operand(query)),
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Query], operator: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(operator)?;
        }
        match part {
            Query::Not(..) | Query::Boost { .. } => write!(f, "{part}")?,
            _ => write!(f, "{}", Operand(part))?,
        }
    }
    Ok(())
}

/// A query as a part of another: in parentheses unless it is one piece.
struct Operand<'q>(&'q Query);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Query::And(_)
            | Query::Or(_)
            | Query::Not(..)
            | Query::Boost { .. }
            | Query::Text(Expr::Near { .. }) => write!(f, "({})", self.0),
            _ => write!(f, "{}", self.0),
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Word(word) => write!(f, "{word}"),
            Expr::Phrase(words, _) => {
                let is_inflected =
                    words.iter().any(|word| matches!(word.form, WordForm::Stemmed(_)));
                write!(f, "\"{}\"{}", Phrase(words), if is_inflected { "~" } else { "" })
            }
            Expr::Or(_) => write!(f, "({})", Alone(self)),
            Expr::Near { left, right, distance, order, polarity, .. } => {
                let not = match polarity {
                    Polarity::Near => "",
                    Polarity::NotNear => "NOT ",
                };
                let operator = Operator(*distance, *order);
                // As it is typed `not` would be read as the operator.
                let is_not = matches!(&**left, Expr::Word(Word { form: WordForm::Stemmed(text), .. })
                    if is_small_not(text));
                let escape = if is_not { "\\" } else { "" };
                write!(f, "{escape}{} {not}{operator} {}", Place(left), Place(right))
            }
            Expr::First { words, expr, .. } => write!(f, "FIRST {words} ({})", Alone(expr)),
            Expr::Entity(entity) => match &entity.name {
                None => write!(f, "@{}", entity_sign(entity.kind)),
                Some(_) => write!(f, "@{}:{}", entity_sign(entity.kind), Name(entity)),
            },
        }
    }
}

/// An expression that stands in parentheses already.
struct Alone<'q>(&'q Expr);

impl Display for Alone<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Expr::Or(parts) = self.0 else {
            return write!(f, "{}", self.0);
        };
        for (index, part) in parts.iter().enumerate() {
            let operator = if index > 0 { " OR " } else { "" };
            write!(f, "{operator}{}", Place(part))?;
        }
        Ok(())
    }
}

/// An operand of proximity.
struct Place<'q>(&'q Expr);

impl Display for Place<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Expr::Near { .. } => write!(f, "({})", self.0),
            _ => write!(f, "{}", self.0),
        }
    }
}

struct Operator(Distance, Order);

impl Display for Operator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (Distance::Words(words), Order::Either) => write!(f, "W/{words}"),
            (Distance::Words(words), Order::LeftFirst) => write!(f, "PRE/{words}"),
            (Distance::Sentence, Order::Either) => f.write_str("/s"),
            (Distance::Sentence, Order::LeftFirst) => f.write_str("PRE/s"),
            (Distance::Paragraph, Order::Either) => f.write_str("/p"),
            (Distance::Paragraph, Order::LeftFirst) => f.write_str("PRE/p"),
        }
    }
}

impl Display for Word {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.form {
            WordForm::Stemmed(text) => f.write_str(&bare(escaped(text, is_special))),
            WordForm::Exact(text) => write!(f, "={}", escaped(text, is_special)),
            WordForm::Wildcard(pattern) => f.write_str(&bare(pattern.escaped(is_special))),
            WordForm::Fuzzy(text, edits) => {
                write!(f, "{}~{edits}", bare(escaped(text, is_special)))
            }
            WordForm::Regex(regex) => write!(f, "/{}/", escaped_regex(regex)),
        }
    }
}

/// A word of a phrase stands in quotation marks, where less is special.
struct Phrase<'q>(&'q [Word]);

impl Display for Phrase<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ends = |next: char| next.is_whitespace() || is_quote(next);
        for (index, word) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            match &word.form {
                WordForm::Wildcard(pattern) => f.write_str(&pattern.escaped(ends))?,
                WordForm::Exact(text)
                | WordForm::Stemmed(text)
                | WordForm::Fuzzy(text, _)
                | WordForm::Regex(text) => f.write_str(&escaped(text, ends))?,
            }
        }
        Ok(())
    }
}

struct Name<'q>(&'q EntityName);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.name {
            None => f.write_str("*"),
            Some(name) => f.write_str(&value(name)),
        }
    }
}

impl Display for Pattern {
    /// As it is typed after a field.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.literal() {
            Some(text) => f.write_str(&value(text)),
            None => f.write_str(&self.escaped(ends_value)),
        }
    }
}

impl Pattern {
    fn escaped(&self, ends: fn(char) -> bool) -> String {
        let parts = self.0.iter().map(|part| match part {
            PatternPart::AnyOne => "?".to_owned(),
            PatternPart::AnyMany => "*".to_owned(),
            PatternPart::Literal(text) => escaped(text, ends),
        });
        parts.collect()
    }
}

impl Display for LengthTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.range {
            LengthRange { from, to: Some(to) } if from == to => write!(f, "words:{from}"),
            LengthRange { from, to: Some(to) } => write!(f, "words:{from}..{to}"),
            LengthRange { from, to: None } => write!(f, "words:{from}.."),
        }
    }
}

impl Display for DateTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.range {
            DateRange::Undated => f.write_str("date:none"),
            DateRange::Between { from, to } => {
                f.write_str("date:")?;
                if let (Some(day), true) = (from, from == to) {
                    return write!(f, "{day}");
                }
                if let Some(from) = from {
                    write!(f, "{from}")?;
                }
                f.write_str("..")?;
                match to {
                    Some(to) => write!(f, "{to}"),
                    None => Ok(()),
                }
            }
        }
    }
}

fn is_special(character: char) -> bool {
    ends_word(character)
}

/// The text with a backslash before what would be a wildcard, a backslash or
/// an end.
fn escaped(text: &str, ends: fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '*' | '?' | '（')
            || is_invisible(character)
            || ends(character)
        {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// An escaped word that would otherwise be read as an operator gets a
/// backslash at its beginning.
fn bare(word: String) -> String {
    let is_plain = word
        .starts_with(|first: char| first.is_alphanumeric() || matches!(first, '\\' | '*' | '?'));
    if is_plain && reserved(&word).is_none() { word } else { format!("\\{word}") }
}

/// A text as the value of a field: bare where it can be, else in quotation
/// marks.
fn value(text: &str) -> String {
    let is_bare = text.chars().all(|next| next.is_alphanumeric() || "-_./".contains(next));
    if is_bare || text.trim().is_empty() {
        escaped(text, ends_value)
    } else {
        format!("\"{}\"", quoted(text))
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\\' || is_quote(character) || is_invisible(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted
}

/// Escapes of the regular expression itself stay as they are.
fn escaped_regex(regex: &str) -> String {
    let mut escaped = String::with_capacity(regex.len());
    let mut characters = regex.chars();
    while let Some(character) = characters.next() {
        if character == '/' {
            escaped.push('\\');
        }
        escaped.push(character);
        if character == '\\' {
            escaped.extend(characters.next());
        }
    }
    escaped
}
