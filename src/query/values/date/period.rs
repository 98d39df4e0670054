//! Periods that count from a given day: `today`, `last-7d`, `this-week`.

use jiff::{Span, civil::Date};

use super::Period;
use crate::article::{Precision, Published};
use crate::query::error::DateProblem;

/// Every word for a period that has no number in it.
pub(super) const WORDS: [&str; 8] = [
    "today",
    "yesterday",
    "this-week",
    "this-month",
    "this-year",
    "last-week",
    "last-month",
    "last-year",
];

/// Returns the period that `text` names, or `None` where it names none.
pub(super) fn relative(text: &str, now: Date) -> Option<Result<Period, DateProblem>> {
    let word = text.to_ascii_lowercase();
    let days = match word.as_str() {
        "today" => Some((now, now, Precision::Day)),
        "yesterday" => same(now.yesterday().ok(), Precision::Day),
        "this-week" => week(Some(now)),
        "this-month" => same(Some(now), Precision::Month),
        "this-year" => same(Some(now), Precision::Year),
        "last-week" => week(shifted(now, 'w', 1)),
        "last-month" => same(shifted(now, 'm', 1), Precision::Month),
        "last-year" => same(shifted(now, 'y', 1), Precision::Year),
        _ => return counted(&word, text, now),
    };
    Some(published(days, text))
}

pub(super) type Days = Option<(Date, Date, Precision)>;

pub(super) fn same(day: Option<Date>, precision: Precision) -> Days {
    day.map(|day| (day, day, precision))
}

/// The week of a day, from Monday to Sunday.
fn week(day: Option<Date>) -> Days {
    let day = day?;
    let since_monday = i64::from(day.weekday().to_monday_zero_offset());
    let monday = shifted(day, 'd', since_monday)?;
    let sunday = shifted(monday, 'd', -6)?;
    Some((monday, sunday, Precision::Day))
}

/// `last-7d`: the seven days that end with `now`; `last-3m`: since the same
/// day three months ago, or since the last day of that month.
fn counted(word: &str, text: &str, now: Date) -> Option<Result<Period, DateProblem>> {
    let counted = word.strip_prefix("last-")?;
    let unit = counted.chars().next_back()?;
    let digits = counted.strip_suffix(['d', 'w', 'm', 'y'])?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count = digits.parse().unwrap_or(i64::MAX);
    if count == 0 {
        return Some(Err(DateProblem::EmptyPeriod(text.to_owned())));
    }
    let from = match unit {
        'd' => shifted(now, 'd', count - 1),
        'w' => count.checked_mul(7).and_then(|days| shifted(now, 'd', days - 1)),
        _ => shifted(now, unit, count),
    };
    let days = from.map(|from| (from, now, Precision::Day));
    Some(published(days, text))
}

/// The day so many days, weeks, months or years before.
pub(super) fn shifted(day: Date, unit: char, count: i64) -> Option<Date> {
    let span = match unit {
        'd' => Span::new().try_days(count),
        'w' => Span::new().try_weeks(count),
        'm' => Span::new().try_months(count),
        _ => Span::new().try_years(count),
    };
    day.checked_sub(span.ok()?).ok()
}

pub(super) fn published(days: Days, text: &str) -> Result<Period, DateProblem> {
    let period = days.and_then(|(from, to, precision)| {
        Some(Period {
            from: Published::from_civil(from.at(0, 0, 0, 0), precision)?,
            to: Published::from_civil(to.at(0, 0, 0, 0), precision)?,
        })
    });
    period.ok_or_else(|| DateProblem::OutOfRange(text.to_owned()))
}
