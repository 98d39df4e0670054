//! The text after `date:` becomes a range of dates. Knows ranges, comparisons
//! and periods that count from a given day; never the clock.

mod calendar;
pub(in crate::query) mod numeric;
mod period;

use jiff::civil::Date;

use crate::article::Published;
use crate::query::ast::{DateRange, Span};
use crate::query::error::{DateProblem, Fault, PairingProblem, QueryErrorKind};
use crate::query::fields::nearest;
use crate::query::letters::marks::is_quote;

/// Everything that a date can mean, from the first day to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) struct Period {
    pub from: Published,
    pub to: Published,
}

/// A piece of the text of a query and where it begins there.
#[derive(Debug, Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> Piece<'t> {
    fn trim(self) -> Piece<'t> {
        let text = self.text.trim_start();
        Piece { text: text.trim_end(), start: self.start + self.text.len() - text.len() }
    }

    /// Splits at the bytes from `start` to `end`.
    fn split(self, start: usize, end: usize) -> (Piece<'t>, Piece<'t>) {
        let left = Piece { text: &self.text[..start], start: self.start };
        let right = Piece { text: &self.text[end..], start: self.start + end };
        (left.trim(), right.trim())
    }

    fn fault(self, problem: DateProblem) -> Fault {
        let span = Span { start: self.start, end: self.start + self.text.len() };
        Fault::new(problem, span)
    }
}

/// Returns the range that `text`, which begins at byte `start` of the query,
/// names on the day `now`.
pub(in crate::query) fn date_range(
    text: &str,
    start: usize,
    now: Date,
) -> Result<DateRange, Fault> {
    let plain = without_quotes(text);
    let piece = Piece { text: &plain, start }.trim();
    if piece.text.is_empty() {
        let end = start + text.len();
        return Err(Fault::new(PairingProblem::EmptyQuotes, Span { start, end }));
    }
    if piece.text.eq_ignore_ascii_case("none") {
        return Ok(DateRange::Undated);
    }
    if let Some(range) = comparison(piece, now)? {
        return Ok(range);
    }
    let Some(dots) = piece.text.find("..") else {
        let period = period(piece, now).map_err(|fault| near_none(piece, fault))?;
        return Ok(DateRange::Between { from: Some(period.from), to: Some(period.to) });
    };
    let (left, right) = piece.split(dots, dots + 2);
    if left.text.is_empty() && right.text.is_empty() {
        return Err(piece.fault(DateProblem::Missing("..")));
    }
    let from = optional(left, now)?.map(|period| period.from);
    let to = optional(right, now)?.map(|period| period.to);
    between(from, to).map_err(|problem| piece.fault(problem))
}

/// Returns the range from `from` to `to`.
pub(in crate::query) fn between(
    from: Option<Published>,
    to: Option<Published>,
) -> Result<DateRange, DateProblem> {
    match (from, to) {
        (Some(from), Some(to)) if from.seconds > to.last_second() => {
            Err(DateProblem::Reversed { from: from.to_string(), to: to.to_string() })
        }
        _ => Ok(DateRange::Between { from, to }),
    }
}

/// Returns what one date or period means: a flag such as `--from`.
pub(in crate::query) fn single(text: &str, start: usize, now: Date) -> Result<Period, Fault> {
    period(Piece { text, start }.trim(), now)
}

/// Quotation marks become spaces, so that every byte keeps its place.
pub(in crate::query) fn without_quotes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if is_quote(character) {
            plain.push_str(&" ".repeat(character.len_utf8()));
        } else {
            plain.push(character);
        }
    }
    plain
}

/// `none` stands alone: only for the whole text it is what may have been meant.
fn near_none(piece: Piece<'_>, fault: Fault) -> Fault {
    match fault.kind() {
        QueryErrorKind::Date(DateProblem::Unreadable { written, near: None }) => {
            let near = nearest(&piece.text.to_lowercase(), ["none"].into_iter());
            piece.fault(DateProblem::Unreadable { written: written.clone(), near })
        }
        _ => fault,
    }
}

fn optional(piece: Piece<'_>, now: Date) -> Result<Option<Period>, Fault> {
    if piece.text.is_empty() {
        return Ok(None);
    }
    period(piece, now).map(Some)
}

fn comparison(piece: Piece<'_>, now: Date) -> Result<Option<DateRange>, Fault> {
    let Some((sign, comparison)) = SIGNS.into_iter().find(|(sign, _)| piece.text.starts_with(sign))
    else {
        return Ok(None);
    };
    let (_, date) = piece.split(0, sign.len());
    if date.text.is_empty() {
        return Err(piece.fault(DateProblem::Missing(sign)));
    }
    let range = comparison.range(period(date, now)?);
    range.map(Some).ok_or_else(|| piece.fault(DateProblem::OutOfRange(piece.text.to_owned())))
}

/// The signs of comparison: none is the beginning of a later one.
pub(in crate::query) const SIGNS: [(&str, Comparison); 5] = [
    (">=", Comparison::From),
    ("<=", Comparison::UpTo),
    (">", Comparison::After),
    ("<", Comparison::Before),
    ("=", Comparison::Within),
];

/// How a date lies to a given one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Comparison {
    Within,
    After,
    Before,
    From,
    UpTo,
}

impl Comparison {
    /// Whether it and another are the two ends of a range.
    pub fn closes(self, other: Comparison) -> bool {
        let begins = |one| matches!(one, Comparison::After | Comparison::From);
        let ends = |one| matches!(one, Comparison::Before | Comparison::UpTo);
        begins(self) && ends(other) || ends(self) && begins(other)
    }

    /// Returns the dates that compare so with `period`; `None` where no date
    /// is left.
    pub fn range(self, period: Period) -> Option<DateRange> {
        let (from, to) = match self {
            Comparison::Within => (Some(period.from), Some(period.to)),
            Comparison::After => (Some(after(period.to)?), None),
            Comparison::Before => (None, Some(before(period.from)?)),
            Comparison::From => (Some(period.from), None),
            Comparison::UpTo => (None, Some(period.to)),
        };
        Some(DateRange::Between { from, to })
    }
}

/// The next date of the same precision.
fn after(date: Published) -> Option<Published> {
    at(date.last_second() + 1, date)
}

/// The date of the same precision before.
fn before(date: Published) -> Option<Published> {
    at(date.seconds - 1, date)
}

fn at(seconds: i64, like: Published) -> Option<Published> {
    if !Published::RANGE.contains(&seconds) {
        return None;
    }
    let moment = Published { seconds, ..like };
    Published::from_civil(moment.civil(), like.precision)
}

fn period(piece: Piece<'_>, now: Date) -> Result<Period, Fault> {
    let relative = period::relative(piece.text, now);
    relative
        .or_else(|| calendar::iso(piece.text))
        .unwrap_or_else(|| calendar::written(piece.text))
        .map_err(|problem| piece.fault(problem))
}
