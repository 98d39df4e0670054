//! Random queries, made of the words of the archives.

use super::archive::{Dice, WORDS, date};
use crate::query::ast::{
    DateRange, DateTest, Distance, Expr, LengthRange, LengthTest, Order, Pattern, PatternPart,
    Polarity, Query, Span, TextField, ValueField, Word, WordForm,
};

const SPAN: Span = Span { start: 0, end: 0 };

/// Regular expressions, each with the words of the archives that it matches.
pub(super) const REGEXES: [(&str, &[&str]); 4] = [
    ("[bz]eta", &["beta", "zeta"]),
    ("(alpha|gamma)s?", &["alpha", "alphas", "gamma"]),
    ("kara+n", &["karan", "karaan"]),
    (".*abeta", &["alphabeta"]),
];

const WILDCARDS: [&str; 8] = ["alpha*", "*eta", "?eta", "alpha?", "*a*s", "ka*an", "*", "x*"];

/// Words that are typed in several parts, or that no archive has.
const ODD_WORDS: [&str; 6] =
    ["alpha-beta", "beta-gamma", "alpha-beta-gamma", "omegas", "gammadeltas", "nowhere"];

/// Any query.
pub(super) fn query(dice: &mut Dice) -> Query {
    condition(dice, 3, Scope::Free)
}

/// A word, a phrase, or two of them near each other, perhaps in a field.
pub(super) fn simple(dice: &mut Dice) -> Query {
    let operand = |dice: &mut Dice| match dice.below(3) {
        0 => phrase(dice),
        _ => Expr::Word(word(dice)),
    };
    let query = match dice.below(3) {
        0 => Query::Text(operand(dice)),
        _ => {
            let (left, right) = (operand(dice), operand(dice));
            Query::Text(near(dice, left, right, Polarity::Near))
        }
    };
    if dice.once_in(4) { within_field(dice, query) } else { query }
}

/// Whether a field surrounds a query: then no other field may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Free,
    Field,
}

fn condition(dice: &mut Dice, depth: usize, scope: Scope) -> Query {
    let leaf = depth == 0;
    match dice.below(if leaf { 9 } else { 16 }) {
        0..5 => Query::Text(expr(dice, depth)),
        5 | 6 => Query::Text(Expr::Word(word(dice))),
        7 => at_least(dice, depth),
        8 if dice.once_in(2) => Query::Everything(SPAN),
        8 if scope == Scope::Field => Query::Text(phrase(dice)),
        8 => value(dice),
        9..12 => Query::And(conditions(dice, depth, scope)),
        12 => Query::Or(conditions(dice, depth, scope)),
        13 => Query::Not(Box::new(condition(dice, depth - 1, scope)), SPAN),
        14 if scope == Scope::Free => {
            let query = condition(dice, depth - 1, Scope::Field);
            within_field(dice, query)
        }
        _ => {
            let query = Box::new(condition(dice, depth - 1, scope));
            Query::Boost { query, factor: 2.0, span: SPAN }
        }
    }
}

fn conditions(dice: &mut Dice, depth: usize, scope: Scope) -> Vec<Query> {
    (0..dice.within(2..5))
        .map(|_| match dice.below(2) {
            // Words side by side: they may be a closed word in parts.
            0 => Query::Text(Expr::Word(Word { form: stemmed(dice), span: SPAN })),
            _ => condition(dice, depth - 1, scope),
        })
        .collect()
}

fn within_field(dice: &mut Dice, query: Query) -> Query {
    let field = dice.pick(&[TextField::Headline, TextField::Lede, TextField::Body]);
    Query::In { field, query: Box::new(query), span: SPAN }
}

fn at_least(dice: &mut Dice, depth: usize) -> Query {
    let count = dice.within(1..6) as u32;
    Query::AtLeast { count, expr: expr(dice, depth), span: SPAN }
}

fn value(dice: &mut Dice) -> Query {
    if dice.once_in(3) {
        let id = dice.below(12).to_string();
        let value = Pattern(vec![PatternPart::Literal(id)]);
        return Query::Value { field: ValueField::Id, value, span: SPAN };
    }
    if dice.once_in(3) {
        let from = dice.below(30) as u64;
        let to = (!dice.once_in(3)).then(|| from + dice.below(20) as u64);
        return Query::Length(LengthTest { range: LengthRange { from, to }, span: SPAN });
    }
    let range = match dice.below(4) {
        0 => DateRange::Undated,
        bounds => {
            let from = dice.below(10) as i64;
            let to = from + dice.below(3) as i64;
            DateRange::Between {
                from: (bounds != 1).then(|| date(from)),
                to: (bounds != 2).then(|| date(to)),
            }
        }
    };
    Query::Date(DateTest { range, span: SPAN })
}

fn expr(dice: &mut Dice, depth: usize) -> Expr {
    match dice.below(if depth == 0 { 5 } else { 16 }) {
        0..3 => Expr::Word(word(dice)),
        3 | 4 => phrase(dice),
        5 | 6 => Expr::Or((0..dice.within(2..4)).map(|_| expr(dice, depth - 1)).collect()),
        7 | 8 => {
            let words = dice.within(1..15) as u32;
            Expr::First { words, expr: Box::new(expr(dice, depth - 1)), span: SPAN }
        }
        kind => {
            let (left, right) = (expr(dice, depth - 1), expr(dice, depth - 1));
            let polarity = if kind < 13 { Polarity::Near } else { Polarity::NotNear };
            near(dice, left, right, polarity)
        }
    }
}

fn near(dice: &mut Dice, left: Expr, right: Expr, polarity: Polarity) -> Expr {
    let distance = match dice.below(4) {
        0 => Distance::Sentence,
        1 => Distance::Paragraph,
        _ => Distance::Words(dice.within(1..7) as u32),
    };
    let order = if dice.once_in(2) { Order::Either } else { Order::LeftFirst };
    let (left, right) = (Box::new(left), Box::new(right));
    Expr::Near { left, right, distance, order, polarity, span: SPAN }
}

fn phrase(dice: &mut Dice) -> Expr {
    if dice.once_in(4) {
        let words = (0..dice.within(1..5)).map(|_| Word { form: stemmed(dice), span: SPAN });
        return Expr::Phrase(words.collect(), SPAN);
    }
    let words = (0..dice.within(1..5))
        .map(|_| match dice.below(10) {
            0 => word(dice),
            1 => Word { form: WordForm::Exact(dice.pick(&ODD_WORDS).to_owned()), span: SPAN },
            _ => Word { form: WordForm::Exact(dice.pick(&WORDS).to_owned()), span: SPAN },
        })
        .collect();
    Expr::Phrase(words, SPAN)
}

fn word(dice: &mut Dice) -> Word {
    let form = match dice.below(20) {
        0..9 => stemmed(dice),
        9..13 => WordForm::Exact(dice.pick(&WORDS).to_owned()),
        13 | 14 => WordForm::Stemmed(dice.pick(&ODD_WORDS).to_owned()),
        15 | 16 => WordForm::Exact(dice.pick(&ODD_WORDS).to_owned()),
        17 => WordForm::Wildcard(pattern(dice.pick(&WILDCARDS))),
        18 => WordForm::Fuzzy(dice.pick(&WORDS).to_owned(), dice.within(1..3) as u8),
        _ => WordForm::Regex(dice.pick(&REGEXES).0.to_owned()),
    };
    Word { form, span: SPAN }
}

fn stemmed(dice: &mut Dice) -> WordForm {
    WordForm::Stemmed(dice.pick(&WORDS).to_owned())
}

fn pattern(text: &str) -> Pattern {
    let mut parts = Vec::new();
    for character in text.chars() {
        match (character, parts.last_mut()) {
            ('*', _) => parts.push(PatternPart::AnyMany),
            ('?', _) => parts.push(PatternPart::AnyOne),
            (letter, Some(PatternPart::Literal(text))) => text.push(letter),
            (letter, _) => parts.push(PatternPart::Literal(letter.to_string())),
        }
    }
    Pattern(parts)
}
