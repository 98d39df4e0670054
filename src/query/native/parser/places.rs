//! What has places in a text: the operands of proximity, and what `FIRST` and
//! `ATLEAST` take.

use super::node::Node;
use super::{Parser, Proximity, operator_text};
use crate::query::ast::{Expr, Query, Span};
use crate::query::error::{Fault, NoPlaces, OperatorProblem};
use crate::query::fields::{entity_field, entity_sign};
use crate::query::native::reserved::Counter;

impl Parser<'_> {
    pub(super) fn near_node(
        &self,
        left: Node,
        operator: Proximity,
        right: Node,
    ) -> Result<Node, Fault> {
        let span = operator.span;
        Node::near(left, operator, right, |found, at| self.no_places(span, found, at))
    }

    pub(super) fn count_node(
        &self,
        counter: Counter,
        number: u32,
        operator: Span,
        inner: Node,
    ) -> Result<Node, Fault> {
        let span = Span { start: operator.start, end: inner.span.end };
        Node::counted(counter, number, span, inner, |found, at| self.no_places(operator, found, at))
    }

    fn no_places(&self, operator: Span, found: NoPlaces, at: Span) -> Fault {
        let operator = operator_text(self.text, operator);
        Fault::new(OperatorProblem::NotAnOperand { operator, found }, at)
    }
}

impl Node {
    /// Joins two nodes by proximity; `refuse` makes the error for an operand
    /// that has no places and stands at a span.
    pub fn near(
        left: Node,
        operator: Proximity,
        right: Node,
        refuse: impl Fn(NoPlaces, Span) -> Fault,
    ) -> Result<Node, Fault> {
        let height = left.height.max(right.height);
        let span = Span { start: left.span.start, end: right.span.end };
        let places = |node: Node| expr(node.query).map_err(|found| refuse(found, node.span));
        let expr = Expr::Near {
            left: Box::new(places(left)?),
            right: Box::new(places(right)?),
            distance: operator.distance,
            order: operator.order,
            polarity: operator.polarity,
            span: operator.span,
        };
        Node::around(Query::Text(expr), span, height)
    }

    /// Returns `ATLEAST` or `FIRST` with what it takes; the whole stands at
    /// `span`. `refuse` makes the error for what has no places.
    pub fn counted(
        counter: Counter,
        number: u32,
        span: Span,
        inner: Node,
        refuse: impl Fn(NoPlaces, Span) -> Fault,
    ) -> Result<Node, Fault> {
        let expr = expr(inner.query).map_err(|found| refuse(found, inner.span))?;
        let query = match counter {
            Counter::AtLeast => Query::AtLeast { count: number, expr, span },
            Counter::First => {
                Query::Text(Expr::First { words: number, expr: Box::new(expr), span })
            }
        };
        Node::around(query, span, inner.height)
    }
}

/// Recurses no deeper than the query is high.
fn expr(query: Query) -> Result<Expr, NoPlaces> {
    match query {
        Query::Text(expr) => Ok(expr),
        Query::Or(parts) => {
            let mut exprs = Vec::with_capacity(parts.len());
            for part in parts {
                exprs.push(expr(part)?);
            }
            Ok(Expr::Or(exprs))
        }
        Query::And(_) => Err(NoPlaces::And),
        Query::Not(..) => Err(NoPlaces::Not),
        Query::Boost { .. } => Err(NoPlaces::Boost),
        Query::Everything(_) => Err(NoPlaces::Everything),
        Query::AtLeast { .. } => Err(NoPlaces::AtLeast),
        Query::In { field, .. } => Err(NoPlaces::TextField(field.name())),
        Query::Value { field, .. } => Err(NoPlaces::Condition(field.name())),
        Query::Date(_) => Err(NoPlaces::Condition("date")),
        Query::Length(_) => Err(NoPlaces::Condition("words")),
        Query::Entity(name) => {
            Err(NoPlaces::Entity { field: entity_field(name.kind), kind: entity_sign(name.kind) })
        }
    }
}
