//! Strategies for every query that the parser can make.

use jiff::civil::{Date, Time};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::article::{Precision, Published};
use crate::query::ast::{
    DateRange, DateTest, Distance, EntityKind, EntityName, Expr, LengthRange, LengthTest, Order,
    Pattern, PatternPart, Polarity, Query, Span, TextField, ValueField, Word, WordForm,
};
use crate::query::limits::{MAX_BOOST, MAX_COUNT, MAX_DISTANCE};

const SPAN: Span = Span { start: 0, end: 0 };

/// Words that mean something when they are typed without escapes.
const ODD: &[&str] = &[
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "ATLEAST",
    "FIRST",
    "FIRST50",
    "atleast3",
    "W/5",
    "w/x",
    "PRE/s",
    "/s",
    "/p",
    "/re/",
    "/",
    "-x",
    "-",
    "--",
    "=x",
    "==",
    "@person",
    "@x",
    "x:y",
    "date:2022",
    "date>2022",
    "source=x",
    "source",
    "http://x",
    ":",
    "10:30",
    "a~1",
    "~",
    "a^2",
    "^",
    "\"",
    "“a”",
    "«",
    "a\"b",
    "(",
    ")",
    "(a)",
    "*",
    "?",
    "a*b",
    "**",
    "\\",
    "\\\\",
    "a\\",
    "a b",
    " ",
    "\t",
    "\u{a0}",
    "&",
    "&&",
    "||",
    "|",
    "and",
    "not",
    "Not",
    "!",
    "!x",
    "none",
    "..",
    "'a'",
    "‘a",
    "a’",
    "‚a b‘",
    "›a",
    "a‹",
    "東京",
    "تهران",
    "a\u{200c}b",
    "a\u{ad}b",
    "\u{200f}",
    "\u{feff}a",
    "צה\"ל",
    "–x",
    "ＯＲ",
    "（a）",
    "person：x",
    "W/*",
    "source=*",
    "date>*",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,5}",
        select(ODD).prop_map(str::to_owned),
        ".{1,6}",
        any::<char>().prop_map(String::from),
    ]
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let part = prop_oneof![
        2 => text().prop_map(PatternPart::Literal),
        1 => Just(PatternPart::AnyOne),
        1 => Just(PatternPart::AnyMany),
    ];
    vec(part, 1..4).prop_map(|parts| {
        let mut joined: Vec<PatternPart> = Vec::new();
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(PatternPart::Literal(text)), PatternPart::Literal(more)) => {
                    text.push_str(&more);
                }
                (Some(PatternPart::AnyMany), PatternPart::AnyMany) => {}
                (_, part) => joined.push(part),
            }
        }
        Pattern(joined)
    })
}

fn wildcard() -> impl Strategy<Value = WordForm> {
    pattern().prop_map(|mut pattern| {
        if pattern.literal().is_some() {
            pattern.0.push(PatternPart::AnyMany);
        } else if pattern.is_only_wildcards() {
            pattern.0.insert(0, PatternPart::Literal("W/".to_owned()));
        }
        WordForm::Wildcard(pattern)
    })
}

/// Pairs of a backslash and a character stay together; no white space.
fn regex() -> impl Strategy<Value = WordForm> {
    // Marks that nobody sees may be left out.
    let part = prop_oneof!["[^\\s\\\\\\p{Cf}]", "\\\\[^\\s/]"];
    vec(part, 1..5).prop_map(|parts| WordForm::Regex(parts.concat()))
}

fn word() -> impl Strategy<Value = Expr> {
    let form = prop_oneof![
        4 => text().prop_map(WordForm::Stemmed),
        2 => text().prop_map(WordForm::Exact),
        2 => wildcard(),
        1 => (text(), 1..=2u8).prop_map(|(text, edits)| WordForm::Fuzzy(text, edits)),
        1 => regex(),
    ];
    form.prop_map(|form| Expr::Word(Word { form, span: SPAN }))
}

fn phrase() -> impl Strategy<Value = Expr> {
    let of = |plain: fn(String) -> WordForm| {
        let form = prop_oneof![text().prop_map(plain), wildcard()];
        let word = form.prop_map(|form| Word { form, span: SPAN });
        vec(word, 1..4).prop_map(|words| Expr::Phrase(words, SPAN))
    };
    prop_oneof![2 => of(WordForm::Exact), 1 => of(WordForm::Stemmed)]
}

fn entity() -> impl Strategy<Value = EntityName> {
    let kind = select(vec![
        EntityKind::Any,
        EntityKind::Person,
        EntityKind::Organisation,
        EntityKind::Place,
    ]);
    (kind, option::of(text())).prop_map(|(kind, name)| EntityName { kind, name, span: SPAN })
}

fn distance() -> impl Strategy<Value = Distance> {
    prop_oneof![
        (1..=MAX_DISTANCE).prop_map(Distance::Words),
        Just(Distance::Sentence),
        Just(Distance::Paragraph),
    ]
}

fn expr_of(leaf: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    leaf.prop_recursive(3, 12, 3, |inner| {
        let near = (
            inner.clone(),
            inner.clone(),
            distance(),
            select(vec![Order::Either, Order::LeftFirst]),
            select(vec![Polarity::Near, Polarity::NotNear]),
        );
        prop_oneof![
            3 => near.prop_map(|(left, right, distance, order, polarity)| Expr::Near {
                left: Box::new(left),
                right: Box::new(right),
                distance,
                order,
                polarity,
                span: SPAN,
            }),
            2 => vec(inner.clone(), 2..4).prop_map(|parts| {
                let parts = parts.into_iter().flat_map(|part| match part {
                    Expr::Or(parts) => parts,
                    part => vec![part],
                });
                Expr::Or(parts.collect())
            }),
            1 => (1..=MAX_COUNT, inner).prop_map(|(words, expr)| Expr::First {
                words,
                expr: Box::new(expr),
                span: SPAN,
            }),
        ]
    })
    .boxed()
}

/// A query of an expression: alternatives at the top are alternatives of
/// queries.
fn text_query(expr: Expr) -> Query {
    match expr {
        Expr::Or(parts) => Query::Or(parts.into_iter().map(Query::Text).collect()),
        expr => Query::Text(expr),
    }
}

fn query_of(leaf: BoxedStrategy<Query>) -> BoxedStrategy<Query> {
    leaf.prop_recursive(4, 16, 3, |inner| {
        let factor = (0.000_001..MAX_BOOST).boxed();
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|parts| {
                let parts = parts.into_iter().flat_map(|part| match part {
                    Query::And(parts) => parts,
                    part => vec![part],
                });
                Query::And(parts.collect())
            }),
            vec(inner.clone(), 2..4).prop_map(|parts| {
                let parts = parts.into_iter().flat_map(|part| match part {
                    Query::Or(parts) => parts,
                    part => vec![part],
                });
                Query::Or(parts.collect())
            }),
            inner.clone().prop_map(|query| Query::Not(Box::new(query), SPAN)),
            (inner, factor).prop_map(|(query, factor)| Query::Boost {
                query: Box::new(query),
                factor,
                span: SPAN,
            }),
        ]
    })
    .boxed()
}

fn text_leaf(expr: BoxedStrategy<Expr>) -> BoxedStrategy<Query> {
    prop_oneof![
        1 => Just(Query::Everything(SPAN)),
        6 => expr.clone().prop_map(text_query),
        1 => (1..=MAX_COUNT, expr).prop_map(|(count, expr)| Query::AtLeast {
            count,
            expr,
            span: SPAN,
        }),
    ]
    .boxed()
}

fn field_query() -> impl Strategy<Value = Query> {
    let expr = expr_of(prop_oneof![word(), phrase()].boxed());
    let inside = query_of(text_leaf(expr));
    (select(TextField::ALL.to_vec()), inside).prop_map(|(field, query)| Query::In {
        field,
        query: Box::new(query),
        span: SPAN,
    })
}

fn published() -> impl Strategy<Value = Published> {
    let moment = (1678..=2261i16, 1..=12i8, 1..=28i8, 0..86_400i32);
    (moment, select(Precision::ALL.to_vec())).prop_map(|((year, month, day, second), precision)| {
        let time = Time::midnight() + jiff::SignedDuration::from_secs(second.into());
        let at = Date::constant(year, month, day).to_datetime(time);
        Published::from_civil(at, precision).unwrap()
    })
}

fn date() -> impl Strategy<Value = Query> {
    let between = (option::of(published()), option::of(published())).prop_map(|dates| {
        let (from, to) = match dates {
            (None, None) => return DateRange::Undated,
            (Some(from), Some(to)) if from.seconds > to.last_second() => (Some(to), Some(from)),
            dates => dates,
        };
        DateRange::Between { from, to }
    });
    between.prop_map(|range| Query::Date(DateTest { range, span: SPAN }))
}

fn length() -> impl Strategy<Value = Query> {
    (0..5_000u64, option::of(0..5_000u64)).prop_map(|(from, more)| {
        let range = LengthRange { from, to: more.map(|more| from + more) };
        Query::Length(LengthTest { range, span: SPAN })
    })
}

/// Any query that the parser can make.
pub(super) fn query() -> BoxedStrategy<Query> {
    let expr = expr_of(
        prop_oneof![
            3 => word(),
            2 => phrase(),
            1 => entity().prop_map(Expr::Entity),
        ]
        .boxed(),
    );
    let value = (select(ValueField::ALL.to_vec()), pattern());
    let leaf = prop_oneof![
        4 => text_leaf(expr),
        2 => field_query(),
        2 => value.prop_map(|(field, value)| Query::Value {
            field,
            value,
            span: SPAN,
        }),
        1 => entity().prop_map(Query::Entity),
        1 => date(),
        1 => length(),
    ];
    query_of(leaf.boxed())
}
