//! Tokens of Nexis or Factiva become a query. Knows that each operator binds
//! as tight as the rules of its language say, and what may stand inside what;
//! never how a token is spelt.
//!
//! ```text
//! expression = prefix { operator expression | prefix | first }
//! prefix     = word | phrase | date | "(" expression ")"
//!            | field expression | atleast expression | "NOT" expression
//! ```
//!
//! An expression goes on while its operators bind tighter than the one before
//! it.

use super::build;
use super::rules::{Rules, TIGHTEST};
use super::token::{Kind, Piece, Target, Token};
use crate::query::ast::{DateTest, Distance, LengthTest, Order, Polarity, Query, Span, ValueField};
use crate::query::error::{
    DialectProblem, Fault, NoPlaces, OperatorProblem, PairingProblem, Side, SizeProblem,
};
use crate::query::limits::{MAX_CLAUSES, MAX_DEPTH};
use crate::query::native::parser::node::{Join, Node};
use crate::query::native::parser::{Proximity, operator_text, too_deep, typed};
use crate::query::native::reserved::Counter;

/// Returns the query that the tokens of `text` are.
pub(super) fn query(text: &str, mut tokens: Vec<Token>, rules: &Rules) -> Result<Query, Fault> {
    if tokens.is_empty() {
        return Err(Fault::new(SizeProblem::Empty, Span::default()));
    }
    tokens.reverse();
    let scope = Scope::Everywhere;
    let mut parser = Parser { text, tokens, rules, open: 0, pending: 0, scope };
    let node = parser.expression(0)?;
    if let Some(token) = parser.tokens.pop() {
        // Only a closing parenthesis ends the top level early.
        return Err(Fault::new(PairingProblem::UnopenedParenthesis, token.span));
    }
    if build::clauses(&node.query) > MAX_CLAUSES {
        return Err(Fault::new(SizeProblem::TooMany { limit: MAX_CLAUSES }, node.span));
    }
    Ok(node.query)
}

struct Parser<'t> {
    text: &'t str,
    /// What is left, the next token last.
    tokens: Vec<Token>,
    rules: &'t Rules,
    /// How many parentheses are open here.
    open: usize,
    /// How many operators are waiting for their right operand here.
    pending: usize,
    scope: Scope,
}

/// The enclosing field and where its name stands.
#[derive(Debug, Clone, Copy)]
enum Scope {
    Everywhere,
    Text(Span),
    Value(&'static [ValueField], Span),
    Name(&'static [ValueField], Span),
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.last().map(|token| &token.kind)
    }

    fn typed(&self, span: Span) -> &'t str {
        typed(self.text, span)
    }

    /// Reads what binds at least as tight as `least`.
    fn expression(&mut self, least: u32) -> Result<Node, Fault> {
        let mut left = self.prefix()?;
        while let Some(power) = self.power()
            && power >= least
        {
            left = self.infix(left, power)?;
        }
        Ok(left)
    }

    /// How tight the next token binds what stands on both sides of it.
    fn power(&self) -> Option<u32> {
        let rules = self.rules;
        Some(match self.peek()? {
            Kind::Close => return None,
            Kind::And => rules.and,
            Kind::Or => rules.or,
            Kind::Not | Kind::AndNot => rules.and_not.unwrap_or(rules.and),
            Kind::Near(distance, ..) => (rules.near)(*distance),
            Kind::First(_) => rules.field,
            Kind::Open
            | Kind::AtLeast(_)
            | Kind::Field(_)
            | Kind::Word(_)
            | Kind::Phrase(_)
            | Kind::Date(_)
            | Kind::Length(_) => TIGHTEST,
        })
    }

    fn infix(&mut self, left: Node, power: u32) -> Result<Node, Fault> {
        let Some(token) = self.tokens.pop() else {
            return Ok(left);
        };
        match token.kind {
            Kind::And => self.joined(left, token, Join::And, power),
            Kind::Or => self.joined(left, token, Join::Or, power),
            Kind::Not | Kind::AndNot if self.rules.and_not.is_some() => {
                let right = self.right(token.span, power + 1)?;
                Node::join(vec![left, Node::not(right, token.span)?], Join::And)
            }
            Kind::Not => self.joined(left, token, Join::And, power),
            Kind::Near(distance, order, polarity) => {
                let right = self.right(token.span, power + 1)?;
                let operator = Proximity { distance, order, polarity, span: token.span };
                self.near(left, operator, right)
            }
            Kind::First(words) => {
                let span = Span { start: left.span.start, end: token.span.end };
                self.counted(Counter::First, words, span, token.span, left)
            }
            Kind::Field(_) | Kind::AtLeast(_) | Kind::Date(_) | Kind::Length(_) => {
                Err(Fault::new(DialectProblem::NoConnector, token.span))
            }
            _ => {
                let at = token.span;
                self.tokens.push(token);
                let right = self.pending(at, power + 1)?;
                build::adjacent(left, right)
            }
        }
    }

    /// Reads everything that the same operator joins to `left`. A prefix NOT
    /// stands for an AND before it.
    fn joined(&mut self, left: Node, first: Token, join: Join, power: u32) -> Result<Node, Fault> {
        let mut nodes = vec![left];
        let mut operator = Some(first);
        while let Some(token) = operator {
            let span = token.span;
            match token.kind {
                Kind::Not => {
                    self.tokens.push(token);
                    nodes.push(self.pending(span, power + 1)?);
                }
                _ => nodes.push(self.right(span, power + 1)?),
            }
            let rules = self.rules;
            operator = self.tokens.pop_if(|next| match (&next.kind, join) {
                (Kind::And, Join::And) | (Kind::Or, Join::Or) => true,
                (Kind::Not, Join::And) => rules.and_not.is_none(),
                _ => false,
            });
        }
        Node::join(nodes, join)
    }

    /// Reads the right operand of an operator.
    fn right(&mut self, operator: Span, least: u32) -> Result<Node, Fault> {
        match self.peek() {
            None
            | Some(
                Kind::And | Kind::Or | Kind::AndNot | Kind::Near(..) | Kind::First(_) | Kind::Close,
            ) => Err(self.missing(operator, Side::After)),
            Some(Kind::Not) if self.rules.and_not.is_some() => {
                Err(self.missing(operator, Side::After))
            }
            Some(_) => self.pending(operator, least),
        }
    }

    fn pending(&mut self, operator: Span, least: u32) -> Result<Node, Fault> {
        self.pending += 1;
        if self.pending > MAX_DEPTH {
            return Err(too_deep(operator));
        }
        let node = self.expression(least)?;
        self.pending -= 1;
        Ok(node)
    }

    fn missing(&self, operator: Span, side: Side) -> Fault {
        let written = operator_text(self.text, operator);
        Fault::new(OperatorProblem::MissingOperand { operator: written, side }, operator)
    }

    fn prefix(&mut self) -> Result<Node, Fault> {
        let Some(Token { kind, span }) = self.tokens.pop() else {
            return Err(self.missing(Span::default(), Side::After));
        };
        match kind {
            Kind::Open => self.group(span),
            Kind::Close => Err(Fault::new(PairingProblem::UnopenedParenthesis, span)),
            Kind::Word(piece) => self.words(vec![piece], false),
            Kind::Phrase(pieces) => self.words(pieces, true),
            Kind::Date(range) => {
                self.refuse_inside_field(span)?;
                Ok(Node::leaf(Query::Date(DateTest { range, span }), span))
            }
            Kind::Length(range) => {
                self.refuse_inside_field(span)?;
                Ok(Node::leaf(Query::Length(LengthTest { range, span }), span))
            }
            Kind::Field(target) => self.field(target, span),
            Kind::AtLeast(count) => {
                let inner = self.right(span, self.rules.field)?;
                let whole = Span { start: span.start, end: inner.span.end };
                self.counted(Counter::AtLeast, count, whole, span, inner)
            }
            Kind::Not if self.rules.and_not.is_none() => {
                let inner = self.right(span, self.rules.field)?;
                Node::not(inner, span)
            }
            Kind::And | Kind::Or | Kind::Not | Kind::AndNot | Kind::Near(..) | Kind::First(_) => {
                Err(self.missing(span, Side::Before))
            }
        }
    }

    fn group(&mut self, open: Span) -> Result<Node, Fault> {
        if let Some(close) = self.tokens.pop_if(|next| matches!(next.kind, Kind::Close)) {
            let span = Span { start: open.start, end: close.span.end };
            return Err(Fault::new(PairingProblem::EmptyParentheses, span));
        }
        self.open += 1;
        if self.open > MAX_DEPTH {
            return Err(too_deep(open));
        }
        let unclosed = || Fault::new(PairingProblem::UnclosedParenthesis, open);
        if self.peek().is_none() {
            return Err(unclosed());
        }
        let mut node = self.expression(0)?;
        let closing = if self.typed(open) == "[" { "]" } else { ")" };
        let text = self.text;
        let close =
            self.tokens.pop_if(|next| text.get(next.span.start..next.span.end) == Some(closing));
        let close = close.ok_or_else(unclosed)?;
        self.open -= 1;
        node.span = Span { start: open.start, end: close.span.end };
        Ok(node)
    }

    /// Reads every word and phrase that stands here side by side.
    fn words(&mut self, mut pieces: Vec<Piece>, mut is_phrase: bool) -> Result<Node, Fault> {
        loop {
            match self.tokens.pop_if(|next| matches!(next.kind, Kind::Word(_) | Kind::Phrase(_))) {
                Some(Token { kind: Kind::Word(piece), .. }) => pieces.push(piece),
                Some(Token { kind: Kind::Phrase(more), .. }) => {
                    pieces.extend(more);
                    is_phrase = true;
                }
                _ => break,
            }
        }
        match self.scope {
            Scope::Value(fields, _) => build::values(&pieces, fields),
            Scope::Name(fields, _) => build::names(&pieces, fields),
            Scope::Everywhere | Scope::Text(_) => build::words(pieces, is_phrase),
        }
    }

    fn field(&mut self, target: Target, name: Span) -> Result<Node, Fault> {
        self.refuse_inside_field(name)?;
        self.scope = match target {
            Target::Text(_) => Scope::Text(name),
            Target::Value(fields) => Scope::Value(fields, name),
            Target::Name(fields) => Scope::Name(fields, name),
        };
        let mut node = self.right(name, self.rules.field)?;
        self.scope = Scope::Everywhere;
        let span = Span { start: name.start, end: node.span.end };
        match target {
            Target::Text(fields) => build::within(fields, node.query, span, node.height),
            Target::Value(_) | Target::Name(_) => {
                node.span = span;
                Ok(node)
            }
        }
    }

    fn refuse_inside_field(&self, inner: Span) -> Result<(), Fault> {
        let (Scope::Text(outer) | Scope::Value(_, outer) | Scope::Name(_, outer)) = self.scope
        else {
            return Ok(());
        };
        let problem = DialectProblem::Nested {
            outer: self.typed(outer).to_owned(),
            inner: operator_text(self.text, inner),
        };
        Err(Fault::new(problem, inner))
    }

    fn near(&self, left: Node, operator: Proximity, right: Node) -> Result<Node, Fault> {
        let is_phrase = self.rules.merges_adjacent
            && operator.distance == Distance::Words(1)
            && operator.order == Order::LeftFirst
            && operator.polarity == Polarity::Near;
        if is_phrase && build::are_words(&left, &right) {
            return build::adjacent(left, right);
        }
        let span = operator.span;
        Node::near(left, operator, right, |found, at| {
            self.not_an_operand(span, found, self.rules.between, at)
        })
    }

    fn counted(
        &self,
        counter: Counter,
        number: u32,
        whole: Span,
        operator: Span,
        inner: Node,
    ) -> Result<Node, Fault> {
        Node::counted(counter, number, whole, inner, |found, at| {
            self.not_an_operand(operator, found, self.rules.around, at)
        })
    }

    fn not_an_operand(
        &self,
        operator: Span,
        found: NoPlaces,
        example: fn(&str, &str) -> String,
        at: Span,
    ) -> Fault {
        let operator = operator_text(self.text, operator);
        let other = example(&operator, "c");
        let example = example(&operator, "a");
        let field = self.rules.text_field;
        Fault::new(DialectProblem::NotAnOperand { operator, found, example, other, field }, at)
    }
}
