//! The smallest parts of a query: words, groups, fields and what they hold.

use super::node::Node;
use super::{Parser, Scope, lone_boost, too_deep, typed_field};
use crate::query::ast::{DateTest, EntityName, Expr, LengthTest, Pattern, Query, Span, Word};
use crate::query::error::{DateProblem, Fault, FieldProblem, LengthProblem, PairingProblem, Side};
use crate::query::fields::{Field, entity_sign};
use crate::query::limits::MAX_DEPTH;
use crate::query::native::lexer::value::entity_name;
use crate::query::native::lexer::{Token, TokenKind};
use crate::query::values::date::date_range;
use crate::query::values::length::length_range;

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Result<Node, Fault> {
        let Some(Token { kind, span }) = self.tokens.pop() else {
            return Err(self.missing(Span::default(), Side::After));
        };
        match kind {
            TokenKind::Open => self.group(span),
            TokenKind::Word(form) => Ok(Node::text(Expr::Word(Word { form, span }), span)),
            TokenKind::Phrase(words) => Ok(Node::text(Expr::Phrase(words, span), span)),
            TokenKind::Everything => Ok(Node::leaf(Query::Everything(span), span)),
            TokenKind::Entity(entity) => {
                let typed = format!("@{}", entity_sign(entity.kind));
                self.refuse_inside_field(typed, span)?;
                Ok(Node::text(Expr::Entity(entity), span))
            }
            TokenKind::Count(counter, number) => {
                let inner = self.primary()?;
                self.count_node(counter, number, span, inner)
            }
            TokenKind::Field(field) => self.field(field, span),
            TokenKind::Value(value) => self.value(value, span, span),
            // The lexer makes tests only after fields that hold them.
            TokenKind::Test => Err(self.missing(span, Side::Before)),
            TokenKind::Boost(_) => Err(lone_boost(span)),
            TokenKind::Close => Err(Fault::new(PairingProblem::UnopenedParenthesis, span)),
            TokenKind::And | TokenKind::Or | TokenKind::Proximity(..) => {
                Err(self.missing(span, Side::Before))
            }
            TokenKind::Not | TokenKind::Minus => Err(self.missing(span, Side::After)),
        }
    }

    fn group(&mut self, open: Span) -> Result<Node, Fault> {
        if let Some(close) = self.take(|next| matches!(next, TokenKind::Close)) {
            let span = Span { start: open.start, end: close.span.end };
            return Err(Fault::new(PairingProblem::EmptyParentheses, span));
        }
        self.open += 1;
        if self.open > MAX_DEPTH {
            return Err(too_deep(open));
        }
        if self.peek().is_none() {
            return Err(Fault::new(PairingProblem::UnclosedParenthesis, open));
        }
        let mut node = self.or()?;
        let Some(close) = self.take(|next| matches!(next, TokenKind::Close)) else {
            return Err(Fault::new(PairingProblem::UnclosedParenthesis, open));
        };
        self.open -= 1;
        node.span = Span { start: open.start, end: close.span.end };
        Ok(node)
    }

    fn field(&mut self, field: Field, name: Span) -> Result<Node, Fault> {
        self.refuse_inside_field(typed_field(field), name)?;
        if !self.touches(name.end) || !self.can_follow_colon(field) {
            let opens = matches!(self.peek(), Some(TokenKind::Open)) && self.touches(name.end);
            return Err(match field {
                Field::Date if opens => Fault::new(DateProblem::Group, name),
                Field::Length if opens => Fault::new(LengthProblem::Group, name),
                _ => Fault::new(FieldProblem::MissingValue(field.name()), name),
            });
        }
        let scope = match field {
            Field::Text(field) => Scope::Text(field),
            Field::Value(field) => Scope::Value(field),
            Field::Entity(kind) => Scope::Entity(kind),
            Field::Date | Field::Length => Scope::Everywhere,
        };
        let outer = std::mem::replace(&mut self.scope, scope);
        let mut node = self.field_operand(field, name)?;
        self.scope = outer;
        let span = Span { start: name.start, end: node.span.end };
        if let Field::Text(field) = field {
            let query = Query::In { field, query: Box::new(node.query), span };
            return Node::around(query, span, node.height);
        }
        node.span = span;
        Ok(node)
    }

    /// A value on its own is one piece with the name of its field.
    fn field_operand(&mut self, field: Field, name: Span) -> Result<Node, Fault> {
        let is_value = |next: &TokenKind| matches!(next, TokenKind::Value(_) | TokenKind::Test);
        let Some(Token { kind, span }) = self.take(is_value) else {
            return self.primary();
        };
        let whole = Span { start: name.start, end: span.end };
        match kind {
            TokenKind::Value(value) => self.value(value, span, whole),
            _ if field == Field::Length => self.length(span, whole),
            _ => self.date(span, whole),
        }
    }

    fn can_follow_colon(&self, field: Field) -> bool {
        match self.peek() {
            Some(TokenKind::Open | TokenKind::Value(_)) => {
                !matches!(field, Field::Date | Field::Length)
            }
            Some(TokenKind::Test) => true,
            Some(
                TokenKind::Word(_)
                | TokenKind::Phrase(_)
                | TokenKind::Everything
                | TokenKind::Entity(_)
                | TokenKind::Field(_)
                | TokenKind::Count(..),
            ) => matches!(field, Field::Text(_)),
            _ => false,
        }
    }

    fn value(&self, value: Pattern, typed: Span, span: Span) -> Result<Node, Fault> {
        let query = match self.scope {
            Scope::Entity(kind) => {
                Query::Entity(EntityName { kind, name: entity_name(&value, typed)?, span })
            }
            Scope::Value(field) => Query::Value { field, value, span },
            // The lexer makes values only after fields that hold them.
            Scope::Everywhere | Scope::Text(_) => {
                return Err(self.missing(span, Side::Before));
            }
        };
        Ok(Node::leaf(query, span))
    }

    fn date(&self, value: Span, span: Span) -> Result<Node, Fault> {
        let range = date_range(self.typed(value), value.start, self.now)?;
        Ok(Node::leaf(Query::Date(DateTest { range, span }), span))
    }

    fn length(&self, value: Span, span: Span) -> Result<Node, Fault> {
        let range = length_range(self.typed(value), value.start)?;
        Ok(Node::leaf(Query::Length(LengthTest { range, span }), span))
    }

    fn refuse_inside_field(&self, found: String, span: Span) -> Result<(), Fault> {
        let Scope::Text(outer) = self.scope else {
            return Ok(());
        };
        let outer = outer.name();
        Err(Fault::new(FieldProblem::Misplaced { outer, found }, span))
    }
}
