//! What a query is made of, each part as a query of its own: for saying what
//! the parts match.

use super::{Expr, Query};

impl Query {
    /// The parts of the query, none of what is one already. What is asked of a
    /// field is asked of it part by part.
    pub fn parts(&self) -> Vec<Query> {
        parts(self)
    }
}

fn parts(query: &Query) -> Vec<Query> {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.clone(),
        Query::Not(inner, _) => vec![(**inner).clone()],
        Query::Boost { query, .. } => vec![(**query).clone()],
        Query::In { field, query, span } => parts(query)
            .into_iter()
            .map(|part| Query::In { field: *field, query: Box::new(part), span: *span })
            .collect(),
        Query::AtLeast { expr, .. } => vec![Query::Text(expr.clone())],
        Query::Text(expr) => operands(expr).into_iter().map(Query::Text).collect(),
        Query::Everything(_)
        | Query::Value { .. }
        | Query::Entity(_)
        | Query::Date(_)
        | Query::Length(_) => Vec::new(),
    }
}

fn operands(expr: &Expr) -> Vec<Expr> {
    match expr {
        Expr::Phrase(words, _) if words.len() > 1 => {
            words.iter().cloned().map(Expr::Word).collect()
        }
        Expr::Or(ways) => ways.clone(),
        Expr::Near { left, right, .. } => vec![(**left).clone(), (**right).clone()],
        Expr::First { expr, .. } => vec![(**expr).clone()],
        Expr::Word(_) | Expr::Phrase(..) | Expr::Entity(_) => Vec::new(),
    }
}
