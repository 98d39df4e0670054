//! Dates in digits as other programs write them: `9/10/2022`, `20220910`,
//! `-7`. Knows the order of month and day only where it is told.

use jiff::civil::Date;

use super::calendar::{civil, is_number, published};
use super::{Period, period};
use crate::article::Precision;
use crate::query::error::DateProblem;

/// What comes first between slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum SlashOrder {
    /// The month: `9/10/2022` is in September.
    Month,
    /// Nobody knows; a number above 12 is the day.
    Unknown,
}

/// Two digits from here are a year of the last century, as Factiva reads them.
const PIVOT: i16 = 60;

/// Reads `9/10/2022` and `9/2022`; `None` where the text is neither. Years of
/// two digits are read where the order is not known.
pub(in crate::query) fn slashed(
    text: &str,
    order: SlashOrder,
) -> Option<Result<Period, DateProblem>> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    if !parts.iter().all(|part| is_number(part)) {
        return None;
    }
    match parts[..] {
        [month, year] => Some(day_of(text, four_digits(year)?, month, None)),
        [first, second, year] => {
            let year = match order {
                SlashOrder::Month => four_digits(year)?,
                SlashOrder::Unknown => four_digits(year).or_else(|| two_digits(year))?,
            };
            Some(ordered(text, order, (first, second), year))
        }
        _ => None,
    }
}

/// Reads `31/12/2022` and `2022.12.31`, with `sign` between the numbers, where
/// they can be read in one way only; `None` where the text is not so written.
pub(super) fn in_digits(text: &str, sign: char) -> Option<Result<Period, DateProblem>> {
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, third] = parts[..] else { return None };
    if ![first, second, third].into_iter().all(is_number) {
        return None;
    }
    Some(match (four_digits(first), four_digits(third)) {
        (Some(year), _) => day_of(text, year, second, Some(third)),
        (None, Some(year)) => ordered(text, SlashOrder::Unknown, (first, second), year),
        (None, None) => Err(DateProblem::ShortYear(text.to_owned())),
    })
}

fn ordered(
    text: &str,
    order: SlashOrder,
    (first, second): (&str, &str),
    year: i16,
) -> Result<Period, DateProblem> {
    let can_be_month = |part: &str| part.parse().is_ok_and(|month: u16| month <= 12);
    let same = first.parse::<u16>() == second.parse::<u16>();
    match (order, can_be_month(first), can_be_month(second)) {
        (SlashOrder::Month, false, true) => Err(DateProblem::MonthFirst {
            written: text.to_owned(),
            month: first.to_owned(),
            swapped: format!("{second}/{first}/{year}"),
        }),
        (SlashOrder::Unknown, true, true) if !same => Err(DateProblem::Ambiguous(text.to_owned())),
        (SlashOrder::Unknown, false, _) => day_of(text, year, second, Some(first)),
        _ => day_of(text, year, first, Some(second)),
    }
}

/// Reads `20220910` and `202209`; `None` where the text is neither.
pub(in crate::query) fn compact(text: &str) -> Option<Result<Period, DateProblem>> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(text.len(), 6 | 8) {
        return None;
    }
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let day = Some(day).filter(|day| !day.is_empty());
    Some(day_of(text, year.parse().ok()?, month, day))
}

/// Reads `-7` and `+1`, days from `now`; `None` where the text is neither.
pub(in crate::query) fn days_away(text: &str, now: Date) -> Option<Result<Period, DateProblem>> {
    let digits = text.strip_prefix(['-', '+'])?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count: i64 = digits.parse().unwrap_or(i64::MAX);
    let back = if text.starts_with('-') { count } else { -count };
    let day = period::shifted(now, 'd', back);
    Some(period::published(period::same(day, Precision::Day), text))
}

fn day_of(text: &str, year: i16, month: &str, day: Option<&str>) -> Result<Period, DateProblem> {
    let date = civil(year, Some(month), day)?;
    let precision = if day.is_some() { Precision::Day } else { Precision::Month };
    published(date.at(0, 0, 0, 0), precision, text)
}

fn four_digits(year: &str) -> Option<i16> {
    if year.len() == 4 { year.parse().ok() } else { None }
}

fn two_digits(year: &str) -> Option<i16> {
    let short: i16 = if year.len() == 2 { year.parse().ok()? } else { return None };
    Some(if short >= PIVOT { 1900 + short } else { 2000 + short })
}
