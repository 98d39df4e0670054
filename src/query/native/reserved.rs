//! Words that are operators when they are typed without a backslash. One list
//! for reading and for printing; never imports the lexer.

use crate::query::ast::{Distance, Order};
use crate::query::fields::Field;
use crate::query::letters::marks::{is_other_minus, narrow};
use crate::query::limits::MAX_DISTANCE;

/// What a reserved word is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::query) enum Reserved<'w> {
    And,
    Or,
    Not,
    /// `W/5`
    Proximity(Distance, Order),
    /// `W/x`
    BadDistance,
    /// `NEAR`
    LoneNear,
    /// `ATLEAST`, `FIRST50`: the number may be empty.
    Count(Counter, &'w str),
    /// `&&`, `ＯＲ`
    Foreign {
        written: &'w str,
        meant: &'static str,
    },
    /// `!iran`, `–iran`
    ForeignNot(char),
    /// `source=Reuters`, `source：Reuters`
    ColonMissing(&'static str),
}

/// An operator with a number and parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Counter {
    AtLeast,
    First,
}

impl Counter {
    pub fn name(self) -> &'static str {
        match self {
            Counter::AtLeast => "ATLEAST",
            Counter::First => "FIRST",
        }
    }
}

/// Returns what `raw`, a word as typed, is reserved for.
pub(in crate::query) fn reserved(raw: &str) -> Option<Reserved<'_>> {
    let foreign = |written, meant| Some(Reserved::Foreign { written, meant });
    match raw {
        "AND" => Some(Reserved::And),
        "OR" => Some(Reserved::Or),
        "NOT" => Some(Reserved::Not),
        "NEAR" => Some(Reserved::LoneNear),
        "&" | "&&" => foreign(raw, "AND"),
        "|" | "||" => foreign(raw, "OR"),
        _ => proximity(raw)
            .or_else(|| count(raw))
            .or_else(|| foreign_not(raw))
            .or_else(|| colon_missing(raw))
            .or_else(|| wide(raw)),
    }
}

/// Whether `raw`, a word as typed, is NOT but for its letters: before `W/5`,
/// which small letters may spell, it is meant as the operator.
pub(in crate::query) fn is_small_not(raw: &str) -> bool {
    raw.eq_ignore_ascii_case("not") && raw != "NOT"
}

/// Returns the operator that a token such as `/s` is.
pub(super) fn slash(raw: &str) -> Option<Reserved<'_>> {
    let distance = match raw.strip_prefix('/')? {
        "s" | "S" => Distance::Sentence,
        "p" | "P" => Distance::Paragraph,
        _ => return None,
    };
    Some(Reserved::Proximity(distance, Order::Either))
}

fn proximity(raw: &str) -> Option<Reserved<'_>> {
    let (name, distance) = raw.split_once('/')?;
    let order = match name.to_ascii_lowercase().as_str() {
        "w" | "near" => Order::Either,
        "pre" => Order::LeftFirst,
        _ => return None,
    };
    let distance = match distance {
        "s" | "S" => Distance::Sentence,
        "p" | "P" => Distance::Paragraph,
        _ => match number(distance, MAX_DISTANCE) {
            Some(words) => Distance::Words(words),
            None => return Some(Reserved::BadDistance),
        },
    };
    Some(Reserved::Proximity(distance, order))
}

/// Small letters count when the number is part of the word: `atleast3(…)`.
fn count(raw: &str) -> Option<Reserved<'_>> {
    for counter in [Counter::AtLeast, Counter::First] {
        let name = counter.name();
        let Some((head, digits)) = raw.split_at_checked(name.len()) else {
            continue;
        };
        let is_name = head == name || (!digits.is_empty() && head.eq_ignore_ascii_case(name));
        if is_name && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Reserved::Count(counter, digits));
        }
    }
    None
}

/// Reads `!iran`, `!(a OR b)` and `–iran`, but neither `!!!` nor a dash alone.
fn foreign_not(raw: &str) -> Option<Reserved<'_>> {
    let sign = raw.chars().next()?;
    let rest = &raw[sign.len_utf8()..];
    let is_not = match sign {
        '!' => rest.is_empty() || !rest.trim_start_matches('!').is_empty(),
        _ => is_other_minus(sign) && rest.starts_with(char::is_alphanumeric),
    };
    is_not.then_some(Reserved::ForeignNot(sign))
}

/// Reads operators in wide letters.
fn wide(raw: &str) -> Option<Reserved<'_>> {
    if let Some(paren @ ('（' | '）')) = raw.chars().next() {
        let meant = if paren == '（' { "(" } else { ")" };
        return Some(Reserved::Foreign { written: &raw[..paren.len_utf8()], meant });
    }
    let meant = match narrow(raw)?.as_str() {
        "AND" => "AND",
        "OR" => "OR",
        "NOT" => "NOT",
        _ => return None,
    };
    Some(Reserved::Foreign { written: raw, meant })
}

fn colon_missing(raw: &str) -> Option<Reserved<'_>> {
    let end = raw.find(['=', '<', '>', '：', '（'])?;
    let field = Field::of_name(&raw[..end])?;
    let has_tests = matches!(field, Field::Date | Field::Length);
    let is_test = has_tests || raw[end..].starts_with(['=', '：', '（']);
    is_test.then(|| Reserved::ColonMissing(field.name()))
}

/// Returns the number that ASCII digits name, from 1 to `limit`.
pub(in crate::query) fn number(digits: &str, limit: u32) -> Option<u32> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().ok()?;
    (1..=limit).contains(&number).then_some(number)
}
