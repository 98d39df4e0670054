//! A part of a query with its place and its height. Every part is made here,
//! so that no query is higher than the limit.

use super::too_deep;
use crate::query::ast::{Expr, Query, Span};
use crate::query::error::Fault;
use crate::query::limits::MAX_DEPTH;

pub(in crate::query) struct Node {
    pub query: Query,
    pub span: Span,
    /// How many parts stand inside each other.
    pub height: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Join {
    And,
    Or,
}

impl Node {
    pub fn leaf(query: Query, span: Span) -> Node {
        Node { query, span, height: 1 }
    }

    pub fn text(expr: Expr, span: Span) -> Node {
        Node::leaf(Query::Text(expr), span)
    }

    /// Returns `query` around a part of that height.
    pub fn around(query: Query, span: Span, inner: usize) -> Result<Node, Fault> {
        let height = inner + 1;
        if height > MAX_DEPTH {
            return Err(too_deep(span));
        }
        Ok(Node { query, span, height })
    }

    /// Joins at least one node; what is joined in the same way already is
    /// taken apart.
    pub fn join(mut nodes: Vec<Node>, join: Join) -> Result<Node, Fault> {
        if nodes.len() == 1 {
            return Ok(nodes.remove(0));
        }
        let span = match (nodes.first(), nodes.last()) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span::default(),
        };
        let height = nodes.iter().map(|node| node.height).max().unwrap_or(0);
        let mut parts = Vec::with_capacity(nodes.len());
        for node in nodes {
            match (node.query, join) {
                (Query::And(inner), Join::And) | (Query::Or(inner), Join::Or) => {
                    parts.extend(inner);
                }
                (query, _) => parts.push(query),
            }
        }
        let query = match join {
            Join::And => Query::And(parts),
            Join::Or => Query::Or(parts),
        };
        Node::around(query, span, height)
    }

    pub fn not(inner: Node, operator: Span) -> Result<Node, Fault> {
        let span = Span { start: operator.start, end: inner.span.end };
        let query = Query::Not(Box::new(inner.query), span);
        Node::around(query, span, inner.height)
    }

    pub fn boost(inner: Node, factor: f32, sign: Span) -> Result<Node, Fault> {
        let span = Span { start: inner.span.start, end: sign.end };
        let query = Query::Boost { query: Box::new(inner.query), factor, span };
        Node::around(query, span, inner.height)
    }
}
