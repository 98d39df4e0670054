//! Fields, their values, and entities.

use super::scan::Wildcards;
use super::{Lexer, Token, TokenKind};
use crate::query::ast::{EntityName, Pattern, PatternPart, Span};
use crate::query::error::{Fault, FieldProblem, OperatorProblem, WordProblem};
use crate::query::fields::{Field, entity_field, entity_kind, entity_sign};
use crate::query::letters::marks::{ends_token, ends_value, ends_word, is_quote};
use crate::query::native::reserved::{Reserved, reserved};

impl Lexer<'_> {
    /// Reads the colon after the name that begins at `start`, and the value.
    pub(super) fn field(&mut self, start: usize) -> Result<(), Fault> {
        let typed = &self.scanner.text[start..self.scanner.at];
        let name = typed.strip_prefix('=').unwrap_or(typed);
        let Some(field) = Field::of_name(name) else {
            return self.unknown_field(name.to_owned(), start);
        };
        if name.len() < typed.len() {
            let span = Span { start, end: start + 1 };
            return Err(Fault::new(FieldProblem::Exact(field.name()), span));
        }
        self.scanner.bump();
        self.push(TokenKind::Field(field), start);
        match field {
            Field::Text(_) => Ok(()),
            Field::Date | Field::Length => self.test(),
            Field::Value(_) | Field::Entity(_) if self.scanner.peek() == Some('(') => {
                self.group = 1;
                self.push_one(TokenKind::Open);
                Ok(())
            }
            Field::Value(_) | Field::Entity(_) => self.value(),
        }
    }

    fn unknown_field(&mut self, name: String, start: usize) -> Result<(), Fault> {
        self.scanner.bump();
        let span = self.scanner.since(start);
        self.scanner.take_until(ends_token);
        let problem = FieldProblem::Unknown {
            near: Field::near(&name),
            name,
            written: self.scanner.text[start..self.scanner.at].trim_start_matches('=').to_owned(),
        };
        Err(Fault::new(problem, span))
    }

    /// Reads a value if one stands here.
    fn value(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        let value = self.pattern()?;
        if !value.0.is_empty() {
            self.push(TokenKind::Value(value), start);
        }
        Ok(())
    }

    fn pattern(&mut self) -> Result<Pattern, Fault> {
        if self.scanner.peek().is_some_and(is_quote) || self.scanner.opens_single() {
            return self.scanner.quoted();
        }
        let start = self.scanner.at;
        let value = self.scanner.scan(Wildcards::Special, ends_value)?;
        self.scanner.refuse_quote()?;
        if self.scanner.text[start..].starts_with('（') {
            let problem = OperatorProblem::Foreign { written: "（".to_owned(), meant: "(" };
            let span = Span { start, end: start + '（'.len_utf8() };
            return Err(Fault::new(problem, span));
        }
        Ok(value)
    }

    /// Reads the text of a test; what it means is read later.
    fn test(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        while let Some(next) = self.scanner.peek().filter(|next| !ends_token(*next) && *next != '^')
        {
            if is_quote(next) {
                let from = self.scanner.at;
                let marks = self.scanner.open_quote();
                self.scanner.take_until(|next| marks.contains(&next));
                if self.scanner.peek().is_none() {
                    self.scanner.close_quote(from, marks)?;
                }
            }
            self.scanner.bump();
        }
        if self.scanner.at > start {
            self.push(TokenKind::Test, start);
        }
        Ok(())
    }

    /// Reads a token inside `source:(…)`.
    pub(super) fn group_token(&mut self, character: char) -> Result<(), Fault> {
        match character {
            '(' => {
                self.group += 1;
                self.push_one(TokenKind::Open);
                Ok(())
            }
            ')' => {
                self.group -= 1;
                self.push_one(TokenKind::Close);
                Ok(())
            }
            '^' => self.boost(),
            '-' => self.minus(),
            _ => {
                let start = self.scanner.at;
                self.value()?;
                let raw = &self.scanner.text[start..self.scanner.at];
                match reserved(raw) {
                    Some(
                        operator @ (Reserved::And
                        | Reserved::Or
                        | Reserved::Not
                        | Reserved::Foreign { .. }
                        | Reserved::ForeignNot(_)),
                    ) => {
                        self.tokens.pop();
                        self.operator(operator, raw, start)
                    }
                    _ => Ok(()),
                }
            }
        }
    }

    /// Reads `@person` or `@org:NATO`.
    pub(super) fn entity(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        self.scanner.bump();
        let typed = self.scanner.take_until(ends_word);
        let kind = entity_kind(typed).map_err(|near| {
            let name = typed.to_owned();
            Fault::new(FieldProblem::UnknownEntity { name, near }, self.scanner.since(start))
        })?;
        if self.scanner.peek() == Some('~') {
            let tilde = self.scanner.at;
            self.scanner.take_until(ends_token);
            return Err(Fault::new(WordProblem::FuzzyEntity, self.scanner.since(tilde)));
        }
        let mut name = None;
        if self.scanner.peek() == Some(':') {
            self.scanner.bump();
            let from = self.scanner.at;
            let value = self.pattern()?;
            if value.0.is_empty() {
                let problem = match self.scanner.peek() {
                    Some('(') => FieldProblem::EntityGroup(entity_sign(kind)),
                    _ => FieldProblem::MissingValue(entity_field(kind)),
                };
                return Err(Fault::new(problem, self.scanner.since(start)));
            }
            name = entity_name(&value, self.scanner.since(from))?;
        } else {
            self.scanner.refuse_quote()?;
        }
        let span = self.scanner.since(start);
        self.tokens.push(Token { kind: TokenKind::Entity(EntityName { kind, name, span }), span });
        Ok(())
    }
}

/// Returns the name that a value is; `*` is any name.
pub(in crate::query) fn entity_name(value: &Pattern, span: Span) -> Result<Option<String>, Fault> {
    if value.0 == [PatternPart::AnyMany] {
        return Ok(None);
    }
    match value.literal() {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(Fault::new(WordProblem::WildcardInName, span)),
    }
}
