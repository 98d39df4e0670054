//! Tokens become a query. Knows precedence and what may stand inside what;
//! never how a token is spelt.
//!
//! ```text
//! or      = and { "OR" and }
//! and     = unary { ["AND"] unary }
//! unary   = "NOT" unary | near
//! near    = postfix { ["NOT"] proximity postfix }
//! postfix = ("-" | "NOT") postfix | primary [boost]
//! primary = word | phrase | entity | "*" | field | count group | group
//! group   = "(" or ")"
//! ```

pub(in crate::query) mod node;
mod places;
mod primary;

use jiff::civil::Date;

use self::node::{Join, Node};
use super::lexer::{Token, TokenKind, tokens};
use crate::query::ast::{
    Distance, EntityKind, Order, Polarity, Query, Span, TextField, ValueField,
};
use crate::query::error::{
    Fault, FieldProblem, NoPlaces, OperatorProblem, PairingProblem, QueryError, Side, SizeProblem,
    WordProblem,
};
use crate::query::fields::{Field, entity_field};
use crate::query::letters::invisible::Visible;
use crate::query::limits::{MAX_DEPTH, MAX_QUERY_BYTES};

/// How many characters of a query that is too long its error keeps.
const SHOWN_OF_TOO_LONG: usize = 200;

/// Parses a query of the native language. Relative dates count from `now`.
///
/// # Errors
///
/// The first thing that cannot be understood as written.
pub fn parse(text: &str, now: Date) -> Result<Query, QueryError> {
    parse_with(text, |text| parse_tokens(text, now))
}

/// Parses a query that is not too long with the parser of its language.
pub(in crate::query) fn parse_with(
    text: &str,
    parser: impl Fn(&str) -> Result<Query, Fault>,
) -> Result<Query, QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        return Err(too_long(text));
    }
    let visible = Visible::of(text);
    match parser(&visible.text) {
        Ok(query) => Ok(visible.query_as_typed(query)),
        Err(fault) => Err(visible.fault_as_typed(fault).in_text(text, 0)),
    }
}

/// The error keeps the beginning of the text only.
fn too_long(text: &str) -> QueryError {
    let problem = SizeProblem::TooLong { bytes: text.len(), limit: MAX_QUERY_BYTES };
    let beginning: String = text.chars().take(SHOWN_OF_TOO_LONG).collect();
    QueryError::new(problem, Span::default(), beginning)
}

fn parse_tokens(text: &str, now: Date) -> Result<Query, Fault> {
    let mut tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(Fault::new(SizeProblem::Empty, Span::default()));
    }
    tokens.reverse();
    let mut parser = Parser { text, now, tokens, open: 0, negations: 0, scope: Scope::Everywhere };
    let node = parser.or()?;
    match parser.tokens.pop() {
        None => Ok(node.query),
        // Only a closing parenthesis ends the top level early.
        Some(token) => Err(Fault::new(PairingProblem::UnopenedParenthesis, token.span)),
    }
}

struct Parser<'t> {
    text: &'t str,
    now: Date,
    /// What is left, the next token last.
    tokens: Vec<Token>,
    /// How many parentheses are open here.
    open: usize,
    /// How many negations are waiting for their operand here.
    negations: usize,
    scope: Scope,
}

/// What the enclosing field makes of what stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Everywhere,
    Text(TextField),
    Value(ValueField),
    Entity(EntityKind),
}

impl Scope {
    /// The field, where values stand in it.
    fn of_values(self) -> Option<&'static str> {
        match self {
            Scope::Value(field) => Some(field.name()),
            Scope::Entity(kind) => Some(entity_field(kind)),
            Scope::Everywhere | Scope::Text(_) => None,
        }
    }
}

/// A proximity operator as it was read.
pub(in crate::query) struct Proximity {
    pub distance: Distance,
    pub order: Order,
    pub polarity: Polarity,
    pub span: Span,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.last().map(|token| &token.kind)
    }

    fn peek_second(&self) -> Option<&TokenKind> {
        let second = self.tokens.len().checked_sub(2)?;
        self.tokens.get(second).map(|token| &token.kind)
    }

    /// Takes the next token where its kind is as asked.
    fn take(&mut self, is_asked: impl Fn(&TokenKind) -> bool) -> Option<Token> {
        if is_asked(self.peek()?) { self.tokens.pop() } else { None }
    }

    /// Whether the next token begins where the last one ended.
    fn touches(&self, end: usize) -> bool {
        self.tokens.last().is_some_and(|token| token.span.start == end)
    }

    fn typed(&self, span: Span) -> &'t str {
        typed(self.text, span)
    }

    fn or(&mut self) -> Result<Node, Fault> {
        let mut nodes = vec![self.and()?];
        while let Some(operator) = self.take(|next| matches!(next, TokenKind::Or)) {
            self.expect_operand(operator.span)?;
            nodes.push(self.and()?);
        }
        Node::join(nodes, Join::Or)
    }

    fn and(&mut self) -> Result<Node, Fault> {
        let mut nodes = vec![self.unary()?];
        loop {
            match self.peek() {
                None | Some(TokenKind::Or | TokenKind::Close) => break,
                Some(TokenKind::And) => {
                    let operator = self.tokens.pop().map(|token| token.span);
                    self.expect_operand(operator.unwrap_or_default())?;
                }
                Some(TokenKind::Not | TokenKind::Minus) => {}
                Some(_) => self.refuse_adjacent_values()?,
            }
            nodes.push(self.unary()?);
        }
        Node::join(nodes, Join::And)
    }

    /// Two values side by side are one name more often than two conditions.
    fn refuse_adjacent_values(&self) -> Result<(), Fault> {
        match (self.scope.of_values(), self.tokens.last()) {
            (Some(field), Some(next)) if !matches!(next.kind, TokenKind::Boost(_)) => {
                let problem = FieldProblem::AdjacentValues(field);
                Err(Fault::new(problem, next.span))
            }
            _ => Ok(()),
        }
    }

    fn unary(&mut self) -> Result<Node, Fault> {
        match self.take(|next| matches!(next, TokenKind::Not)) {
            Some(operator) => self.negation(operator.span, Self::unary),
            None => self.near(),
        }
    }

    fn negation(
        &mut self,
        operator: Span,
        operand: fn(&mut Self) -> Result<Node, Fault>,
    ) -> Result<Node, Fault> {
        self.expect_operand(operator)?;
        self.negations += 1;
        if self.negations > MAX_DEPTH {
            return Err(too_deep(operator));
        }
        let inner = operand(self)?;
        self.negations -= 1;
        Node::not(inner, operator)
    }

    fn near(&mut self) -> Result<Node, Fault> {
        let mut left = self.postfix()?;
        while let Some(operator) = self.take_proximity() {
            self.expect_operand(operator.span)?;
            if let Some(not) = self.take(|next| matches!(next, TokenKind::Not)) {
                let problem = OperatorProblem::NotAnOperand {
                    operator: operator_text(self.text, operator.span),
                    found: NoPlaces::Not,
                };
                return Err(Fault::new(problem, not.span));
            }
            let right = self.postfix()?;
            left = self.near_node(left, operator, right)?;
        }
        Ok(left)
    }

    fn take_proximity(&mut self) -> Option<Proximity> {
        let is_negated = matches!(self.peek()?, TokenKind::Not)
            && matches!(self.peek_second()?, TokenKind::Proximity(..));
        let not = if is_negated { self.tokens.pop() } else { None };
        let operator = self.take(|next| matches!(next, TokenKind::Proximity(..)))?;
        let TokenKind::Proximity(distance, order) = operator.kind else {
            return None;
        };
        let start = not.as_ref().unwrap_or(&operator).span.start;
        Some(Proximity {
            distance,
            order,
            polarity: if is_negated { Polarity::NotNear } else { Polarity::Near },
            span: Span { start, end: operator.span.end },
        })
    }

    fn postfix(&mut self) -> Result<Node, Fault> {
        // NOT comes here only after a minus sign.
        if let Some(sign) = self.take(|next| matches!(next, TokenKind::Minus | TokenKind::Not)) {
            return self.negation(sign.span, Self::postfix);
        }
        let node = self.primary()?;
        if !self.touches(node.span.end) {
            return Ok(node);
        }
        let Some(boost) = self.take(|next| matches!(next, TokenKind::Boost(_))) else {
            return Ok(node);
        };
        let TokenKind::Boost(factor) = boost.kind else {
            return Ok(node);
        };
        Node::boost(node, factor, boost.span)
    }

    /// Fails where no operand can follow the operator.
    fn expect_operand(&self, operator: Span) -> Result<(), Fault> {
        match self.peek() {
            None
            | Some(TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Proximity(..)) => {
                Err(self.missing(operator, Side::After))
            }
            _ => Ok(()),
        }
    }

    fn missing(&self, operator: Span, side: Side) -> Fault {
        let written = operator_text(self.text, operator);
        Fault::new(OperatorProblem::MissingOperand { operator: written, side }, operator)
    }
}

/// What stands at a place of a query.
pub(in crate::query) fn typed(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// An operator as typed, with single spaces.
pub(in crate::query) fn operator_text(text: &str, operator: Span) -> String {
    let words: Vec<&str> = typed(text, operator).split_whitespace().collect();
    words.join(" ")
}

pub(in crate::query) fn too_deep(span: Span) -> Fault {
    Fault::new(SizeProblem::TooDeep { limit: MAX_DEPTH }, span)
}

fn lone_boost(span: Span) -> Fault {
    Fault::new(WordProblem::LoneBoost, span)
}

/// The name of a field as it is typed, with its colon.
fn typed_field(field: Field) -> String {
    format!("{}:", field.name())
}
