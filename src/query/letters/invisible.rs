//! Marks that nobody sees, which come along when a query is pasted or read
//! from a file: they mean nothing beside operators, blanks and ends. Knows no
//! language; never an index.

use std::borrow::Cow;

use super::marks::is_quote;
use crate::query::ast::{Expr, Query, Span};
use crate::query::error::Fault;

/// Whether nothing is shown of the character: byte order marks, marks of
/// direction, spaces without width, soft hyphens. Joiners are none of them:
/// they shape words in Persian and in Indic scripts.
pub(in crate::query) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{61C}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

/// A text without the invisible marks in it. Those inside a word stay, where
/// they are read as in articles, and those behind a backslash.
pub(in crate::query) struct Visible<'t> {
    pub text: Cow<'t, str>,
    /// Places in `text` with the bytes that are left out up to there.
    left_out: Vec<(usize, usize)>,
}

impl<'t> Visible<'t> {
    pub fn of(text: &'t str) -> Visible<'t> {
        if !text.contains(is_invisible) {
            return Visible { text: Cow::Borrowed(text), left_out: Vec::new() };
        }
        let mut visible = String::with_capacity(text.len());
        let mut left_out = Vec::new();
        let mut before = None;
        let mut is_escaped = false;
        for (at, character) in text.char_indices() {
            let after = || text[at..].chars().find(|next| !is_invisible(*next));
            if is_invisible(character)
                && !is_escaped
                && !(before.is_some_and(is_of_a_word) && after().is_some_and(is_of_a_word))
            {
                let bytes = at + character.len_utf8() - visible.len();
                left_out.push((visible.len(), bytes));
                continue;
            }
            visible.push(character);
            is_escaped = character == '\\' && !is_escaped;
            if !is_invisible(character) {
                before = Some(character);
            }
        }
        Visible { text: Cow::Owned(visible), left_out }
    }

    /// Moves a query that was read from the text to where it was typed.
    pub fn query_as_typed(&self, mut query: Query) -> Query {
        if !self.left_out.is_empty() {
            each_span(&mut query, &mut |span| *span = self.as_typed(*span));
        }
        query
    }

    /// Moves an error that was found in the text to where it was typed.
    pub fn fault_as_typed(&self, fault: Fault) -> Fault {
        let span = self.as_typed(fault.span());
        fault.moved(span)
    }

    fn as_typed(&self, span: Span) -> Span {
        let before = |is_before: &dyn Fn(usize) -> bool| {
            let count = self.left_out.partition_point(|(place, _)| is_before(*place));
            count.checked_sub(1).map_or(0, |last| self.left_out[last].1)
        };
        let start = span.start + before(&|place| place <= span.start);
        let end = span.end + before(&|place| place < span.end);
        Span { start, end: end.max(start) }
    }
}

fn is_of_a_word(character: char) -> bool {
    !character.is_whitespace() && !character.is_ascii_punctuation() && !is_quote(character)
}

/// Recurses no deeper than the query is high.
fn each_span(query: &mut Query, change: &mut impl FnMut(&mut Span)) {
    match query {
        Query::Everything(span) | Query::Value { span, .. } => change(span),
        Query::Entity(entity) => change(&mut entity.span),
        Query::Date(test) => change(&mut test.span),
        Query::Length(test) => change(&mut test.span),
        Query::Text(expr) => each_span_of(expr, change),
        Query::AtLeast { expr, span, .. } => {
            change(span);
            each_span_of(expr, change);
        }
        Query::In { query, span, .. }
        | Query::Boost { query, span, .. }
        | Query::Not(query, span) => {
            change(span);
            each_span(query, change);
        }
        Query::And(parts) | Query::Or(parts) => {
            parts.iter_mut().for_each(|part| each_span(part, change));
        }
    }
}

fn each_span_of(expr: &mut Expr, change: &mut impl FnMut(&mut Span)) {
    match expr {
        Expr::Word(word) => change(&mut word.span),
        Expr::Phrase(words, span) => {
            change(span);
            words.iter_mut().for_each(|word| change(&mut word.span));
        }
        Expr::Or(ways) => ways.iter_mut().for_each(|way| each_span_of(way, change)),
        Expr::Near { left, right, span, .. } => {
            change(span);
            each_span_of(left, change);
            each_span_of(right, change);
        }
        Expr::First { expr, span, .. } => {
            change(span);
            each_span_of(expr, change);
        }
        Expr::Entity(entity) => change(&mut entity.span),
    }
}
