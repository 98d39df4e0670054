//! What has places in a text: the operands of proximity, and what `FIRST` and
//! `ATLEAST` take.

use super::node::Node;
use super::{Parser, Proximity};
use crate::query::ast::{Expr, Query, Span};
use crate::query::error::{Fault, NoPlaces, OperatorProblem};
use crate::query::fields::{entity_field, entity_sign};
use crate::query::reserved::Counter;

impl Parser<'_> {
    pub(super) fn near_node(
        &self,
        left: Node,
        operator: Proximity,
        right: Node,
    ) -> Result<Node, Fault> {
        let height = left.height.max(right.height);
        let span = Span { start: left.span.start, end: right.span.end };
        let expr = Expr::Near {
            left: Box::new(self.places(left, operator.span)?),
            right: Box::new(self.places(right, operator.span)?),
            distance: operator.distance,
            order: operator.order,
            polarity: operator.polarity,
            span: operator.span,
        };
        Node::around(Query::Text(expr), span, height)
    }

    pub(super) fn count_node(
        &self,
        counter: Counter,
        number: u32,
        operator: Span,
        inner: Node,
    ) -> Result<Node, Fault> {
        let height = inner.height;
        let span = Span { start: operator.start, end: inner.span.end };
        let expr = self.places(inner, operator)?;
        let query = match counter {
            Counter::AtLeast => Query::AtLeast { count: number, expr, span },
            Counter::First => {
                Query::Text(Expr::First { words: number, expr: Box::new(expr), span })
            }
        };
        Node::around(query, span, height)
    }

    fn places(&self, node: Node, operator: Span) -> Result<Expr, Fault> {
        let span = node.span;
        expr(node.query).map_err(|found| {
            let operator = self.operator_text(operator);
            Fault::new(OperatorProblem::NotAnOperand { operator, found }, span)
        })
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
        Query::Entity(name) => {
            Err(NoPlaces::Entity { field: entity_field(name.kind), kind: entity_sign(name.kind) })
        }
    }
}
