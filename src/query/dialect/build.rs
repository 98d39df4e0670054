//! Words side by side, values and conditions in several fields as parts of a
//! tree. Knows the tree; never operators or how they are spelt.

use super::languages;
use super::token::Piece;
use crate::query::ast::{
    Distance, Expr, Order, Pattern, PatternPart, Polarity, Query, Span, TextField, ValueField,
    Word, WordForm,
};
use crate::query::error::{DialectProblem, Fault, SizeProblem};
use crate::query::limits::MAX_CLAUSES;
use crate::query::native::parser::Proximity;
use crate::query::native::parser::node::{Join, Node};
use crate::text;

/// Returns words that stand side by side: one word, a phrase, or words next to
/// each other where one has several forms.
pub(super) fn words(pieces: Vec<Piece>, is_phrase: bool) -> Result<Node, Fault> {
    let is_word = pieces.len() == 1 && !is_phrase;
    let mut parts: Vec<Node> = Vec::new();
    for piece in pieces {
        let node = match <[WordForm; 1]>::try_from(piece.forms) {
            Ok([form @ WordForm::Stemmed(_)]) => word(form, piece.span),
            Ok([form]) if is_word => word(form, piece.span),
            Ok([form]) => phrase(vec![Word { form, span: piece.span }], piece.span),
            Err(forms) => {
                let forms = forms.into_iter().map(|form| word(form, piece.span));
                Node::join(forms.collect(), Join::Or)?
            }
        };
        match parts.pop_if(|last| are_words(last, &node)) {
            Some(last) => parts.push(adjacent(last, node)?),
            None => parts.push(node),
        }
    }
    let mut whole: Option<Node> = None;
    for part in parts {
        whole = Some(match whole {
            Some(left) => adjacent(left, part)?,
            None => part,
        });
    }
    // There is at least one piece.
    whole.ok_or_else(|| Fault::new(SizeProblem::Empty, Span::default()))
}

fn word(form: WordForm, span: Span) -> Node {
    Node::text(Expr::Word(Word { form, span }), span)
}

fn phrase(words: Vec<Word>, span: Span) -> Node {
    Node::text(Expr::Phrase(words, span), span)
}

/// Whether both are words or phrases, so that together they are a phrase: all
/// plain words of it exact, or all in any form.
pub(super) fn are_words(left: &Node, right: &Node) -> bool {
    let (Some(left), Some(right)) = (words_in(&left.query), words_in(&right.query)) else {
        return false;
    };
    match (are_exact(left), are_exact(right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

/// Whether the plain ones of some words are exact; `None` without any.
fn are_exact(words: &[Word]) -> Option<bool> {
    words.iter().find_map(|word| match word.form {
        WordForm::Exact(_) => Some(true),
        WordForm::Stemmed(_) => Some(false),
        WordForm::Wildcard(_) | WordForm::Fuzzy(..) | WordForm::Regex(_) => None,
    })
}

fn words_in(query: &Query) -> Option<&[Word]> {
    match query {
        Query::Text(Expr::Word(word)) => Some(std::slice::from_ref(word)),
        Query::Text(Expr::Phrase(words, _)) => Some(words),
        _ => None,
    }
}

/// Joins two neighbours without an operator between them.
pub(super) fn adjacent(left: Node, right: Node) -> Result<Node, Fault> {
    let span = Span { start: left.span.start, end: right.span.end };
    if are_words(&left, &right) {
        let mut words = words_of(left.query);
        words.extend(words_of(right.query));
        return Ok(phrase(words, span));
    }
    let operator = Proximity {
        distance: Distance::Words(1),
        order: Order::LeftFirst,
        polarity: Polarity::Near,
        span: Span { start: left.span.end, end: right.span.start },
    };
    let start = right.span;
    Node::near(left, operator, right, |_, _| Fault::new(DialectProblem::NoConnector, start))
}

fn words_of(query: Query) -> Vec<Word> {
    match query {
        Query::Text(Expr::Phrase(words, _)) => words,
        Query::Text(Expr::Word(word)) => vec![word],
        _ => Vec::new(),
    }
}

/// Returns `query` in any of the text fields. In several fields its conditions
/// hold in any of them each: the fields are read as one. `height` is how high
/// the query is.
pub(super) fn within(
    fields: &'static [TextField],
    query: Query,
    span: Span,
    height: usize,
) -> Result<Node, Fault> {
    let parts = |parts: Vec<Query>, join| {
        let nodes = parts.into_iter().map(|part| within(fields, part, span, height));
        Node::join(nodes.collect::<Result<_, Fault>>()?, join)
    };
    match query {
        Query::And(inner) if fields.len() > 1 => parts(inner, Join::And),
        Query::Or(inner) if fields.len() > 1 => parts(inner, Join::Or),
        Query::Not(inner, at) if fields.len() > 1 => {
            Node::not(within(fields, *inner, span, height)?, at)
        }
        query => {
            let nodes = fields.iter().map(|field| {
                let query = Query::In { field: *field, query: Box::new(query.clone()), span };
                Node::around(query, span, height)
            });
            Node::join(nodes.collect::<Result<_, Fault>>()?, Join::Or)
        }
    }
}

/// Returns the value that words side by side are, in any of the fields.
pub(super) fn values(pieces: &[Piece], fields: &'static [ValueField]) -> Result<Node, Fault> {
    let span = span_of(pieces);
    any_value(patterns(pieces, span)?, fields, span)
}

/// Returns the values that have the words side by side, in any of the fields.
pub(super) fn names(pieces: &[Piece], fields: &'static [ValueField]) -> Result<Node, Fault> {
    let span = span_of(pieces);
    let mut values = Vec::new();
    for name in patterns(pieces, span)? {
        let goes_on = name.0.last() == Some(&PatternPart::AnyMany);
        if name.0.iter().any(has_no_blanks) {
            let end = if goes_on { None } else { Some(PatternPart::AnyMany) };
            let parts = [PatternPart::AnyMany].into_iter().chain(name.0).chain(end);
            values.push(Pattern(parts.collect()));
            continue;
        }
        for before in [false, true] {
            values.push(amid(&name, before, false));
            if !goes_on {
                values.push(amid(&name, before, true));
            }
        }
    }
    any_value(values, fields, span)
}

/// Whether words of such letters stand side by side, as in Chinese and Japanese names.
fn has_no_blanks(part: &PatternPart) -> bool {
    matches!(part, PatternPart::Literal(text) if text.contains(text::stands_by_itself))
}

/// The name with any words before it, and after it.
fn amid(name: &Pattern, before: bool, after: bool) -> Pattern {
    let blank = || PatternPart::Literal(" ".to_owned());
    let mut value = Pattern(Vec::new());
    if before {
        value.0.extend([PatternPart::AnyMany, blank()]);
    }
    name.0.iter().for_each(|part| push(&mut value, part.clone()));
    if after {
        push(&mut value, blank());
        value.0.push(PatternPart::AnyMany);
    }
    value
}

fn span_of(pieces: &[Piece]) -> Span {
    match (pieces.first(), pieces.last()) {
        (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
        _ => Span::default(),
    }
}

/// Words with a blank between them, in each of their forms.
fn patterns(pieces: &[Piece], span: Span) -> Result<Vec<Pattern>, Fault> {
    let ways = pieces.iter().try_fold(1_usize, |ways, piece| ways.checked_mul(piece.forms.len()));
    if ways.is_none_or(|ways| ways.saturating_mul(pieces.len()) > MAX_CLAUSES) {
        return Err(Fault::new(SizeProblem::TooMany { limit: MAX_CLAUSES }, span));
    }
    let mut values = vec![Pattern(Vec::new())];
    for (index, piece) in pieces.iter().enumerate() {
        let mut longer = Vec::with_capacity(values.len() * piece.forms.len());
        for value in &values {
            for form in &piece.forms {
                let mut value = value.clone();
                if index > 0 {
                    push(&mut value, PatternPart::Literal(" ".to_owned()));
                }
                parts(form).into_iter().for_each(|part| push(&mut value, part));
                longer.push(value);
            }
        }
        values = longer;
    }
    Ok(values)
}

fn any_value(
    values: Vec<Pattern>,
    fields: &'static [ValueField],
    span: Span,
) -> Result<Node, Fault> {
    let mut nodes = Vec::with_capacity(values.len() * fields.len());
    for value in values {
        for field in fields {
            let value = match field {
                ValueField::Lang => language(&value, span)?,
                _ => value.clone(),
            };
            nodes.push(Node::leaf(Query::Value { field: *field, value, span }, span));
        }
    }
    Node::join(nodes, Join::Or)
}

fn parts(form: &WordForm) -> Vec<PatternPart> {
    match form {
        WordForm::Wildcard(Pattern(parts)) => parts.clone(),
        WordForm::Stemmed(text)
        | WordForm::Exact(text)
        | WordForm::Fuzzy(text, _)
        | WordForm::Regex(text) => vec![PatternPart::Literal(text.clone())],
    }
}

/// Literals next to each other are one.
fn push(value: &mut Pattern, part: PatternPart) {
    match (value.0.last_mut(), part) {
        (Some(PatternPart::Literal(text)), PatternPart::Literal(more)) => text.push_str(&more),
        (_, part) => value.0.push(part),
    }
}

fn language(value: &Pattern, span: Span) -> Result<Pattern, Fault> {
    let Some(name) = value.literal() else {
        return Ok(value.clone());
    };
    let tag = match languages::tag(name) {
        Some(tag) => tag.to_owned(),
        None if languages::is_tag(name) => name.to_ascii_lowercase(),
        None => {
            let problem = DialectProblem::UnknownLanguage(name.to_owned());
            return Err(Fault::new(problem, span));
        }
    };
    Ok(Pattern(vec![PatternPart::Literal(tag)]))
}

/// Counts words and conditions. Recurses no deeper than the query is high.
pub(super) fn clauses(query: &Query) -> usize {
    match query {
        Query::Text(expr) | Query::AtLeast { expr, .. } => expr_clauses(expr),
        Query::In { query, .. } | Query::Boost { query, .. } | Query::Not(query, _) => {
            clauses(query)
        }
        Query::And(parts) | Query::Or(parts) => parts.iter().map(clauses).sum(),
        Query::Everything(_)
        | Query::Value { .. }
        | Query::Entity(_)
        | Query::Date(_)
        | Query::Length(_) => 1,
    }
}

fn expr_clauses(expr: &Expr) -> usize {
    match expr {
        Expr::Word(_) | Expr::Entity(_) => 1,
        Expr::Phrase(words, _) => words.len(),
        Expr::Or(parts) => parts.iter().map(expr_clauses).sum(),
        Expr::Near { left, right, .. } => expr_clauses(left) + expr_clauses(right),
        Expr::First { expr, .. } => expr_clauses(expr),
    }
}
