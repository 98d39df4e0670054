//! The places of parts in what was typed. Two spans always compare equal, so
//! the text under each is compared.

use super::now;
use crate::query::ast::{Expr, Query, Span};
use crate::query::parse;

pub(super) fn spans(query: &Query, found: &mut Vec<Span>) {
    match query {
        Query::Text(expr) => expr_spans(expr, found),
        Query::Everything(span) | Query::Value { span, .. } => found.push(*span),
        Query::Entity(entity) => found.push(entity.span),
        Query::Date(test) => found.push(test.span),
        Query::Length(test) => found.push(test.span),
        Query::And(parts) | Query::Or(parts) => {
            parts.iter().for_each(|part| spans(part, found));
        }
        Query::In { query, span, .. }
        | Query::Not(query, span)
        | Query::Boost { query, span, .. } => {
            found.push(*span);
            spans(query, found);
        }
        Query::AtLeast { expr, span, .. } => {
            found.push(*span);
            expr_spans(expr, found);
        }
    }
}

fn expr_spans(expr: &Expr, found: &mut Vec<Span>) {
    match expr {
        Expr::Word(word) => found.push(word.span),
        Expr::Phrase(words, span) => {
            found.push(*span);
            found.extend(words.iter().map(|word| word.span));
        }
        Expr::Or(parts) => parts.iter().for_each(|part| expr_spans(part, found)),
        Expr::Near { left, right, span, .. } => {
            expr_spans(left, found);
            found.push(*span);
            expr_spans(right, found);
        }
        Expr::First { expr, span, .. } => {
            found.push(*span);
            expr_spans(expr, found);
        }
        Expr::Entity(entity) => found.push(entity.span),
    }
}

fn check(text: &str, expected: &[&str]) {
    let mut found = Vec::new();
    spans(&parse(text, now()).unwrap(), &mut found);
    let found: Vec<&str> = found.iter().map(|span| &text[span.start..span.end]).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn every_part_knows_where_it_was_typed() {
    check("тегеран =b", &["тегеран", "=b"]);
    check("“é b*” c", &["“é b*”", "é", "b*", "c"]);
    check("NOT (a) b", &["NOT (a)", "a", "b"]);
    check("x -(a)^2 b", &["x", "-(a)^2", "(a)^2", "a", "b"]);
    check("headline:(a OR b~1)", &["headline:(a OR b~1)", "a", "b~1"]);
    check("a source:\"b c\" d", &["a", "source:\"b c\"", "d"]);
    check("source:(a OR b*)", &["a", "b*"]);
    check("person:a org:(b)", &["person:a", "b"]);
    check("date:2022 *", &["date:2022", "*"]);
    check("a NOT  W/5 (b OR @org:c)", &["a", "NOT  W/5", "b", "@org:c"]);
    check("\u{feff}a \u{200f}W/5\u{200f} ב", &["a", "W/5", "ב"]);
    check(
        "\u{200e}-\u{200e}x\u{200e} \u{ad}\"a\u{200f} b\"",
        &["-\u{200e}x", "x", "\"a\u{200f} b\"", "a", "b"],
    );
    check("ATLEAST 3 (FIRST 5 (a))", &["ATLEAST 3 (FIRST 5 (a))", "FIRST 5 (a)", "a"]);
}
