//! Dates of the calendar, as ISO 8601 writes them and as journalists do.

use jiff::{
    SignedDuration,
    civil::{Date, DateTime, Weekday},
};

use super::numeric::in_digits;
use super::{Period, period};
use crate::article::{Precision, Published};
use crate::query::error::DateProblem;
use crate::query::fields::nearest;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

/// The letters that are enough to tell months and weekdays apart.
const ABBREVIATION: usize = 3;

/// Reads `2022`, `2022-09`, `2022-09-10`, `2022-09-10T07:35`, with seconds and
/// an offset from UTC if they are there. `None` where the text is none of them.
pub(super) fn iso(text: &str) -> Option<Result<Period, DateProblem>> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut numbers = date.split('-');
    let year = numbers.next().filter(|year| year.len() == 4)?;
    let (month, day) = (numbers.next(), numbers.next());
    let parts = [Some(year), month, day];
    if numbers.next().is_some() || parts.into_iter().flatten().any(|part| !is_number(part)) {
        return None;
    }
    let year = year.parse().ok()?;
    let date = match civil(year, month, day) {
        Ok(date) => date,
        Err(problem) => return Some(Err(problem)),
    };
    let precision = match (month, day) {
        (None, _) => Precision::Year,
        (_, None) => Precision::Month,
        _ => Precision::Day,
    };
    let Some(time) = time else {
        return Some(published(date.at(0, 0, 0, 0), precision, text));
    };
    if precision != Precision::Day {
        return None;
    }
    Some(
        moment(date, time)
            .ok_or_else(|| DateProblem::NoTime(time.to_owned()))
            .and_then(|(at, precision)| published(at, precision, text)),
    )
}

pub(super) fn is_number(part: &str) -> bool {
    (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn civil(
    year: i16,
    month: Option<&str>,
    day: Option<&str>,
) -> Result<Date, DateProblem> {
    let Some(month) = month else {
        return civil_day(year, 1, "1");
    };
    let number = month.parse().unwrap_or(0);
    if !(1..=12).contains(&number) {
        return Err(DateProblem::NoMonth(month.to_owned()));
    }
    civil_day(year, number, day.unwrap_or("1"))
}

/// `month` is 1 to 12.
fn civil_day(year: i16, month: i8, day: &str) -> Result<Date, DateProblem> {
    let number: u16 = day.parse().unwrap_or(0);
    let date = i8::try_from(number).ok().and_then(|number| Date::new(year, month, number).ok());
    date.ok_or_else(|| DateProblem::NoDay {
        year,
        month: month_name(month),
        day: number.to_string(),
        last: Date::new(year, month, 1).map_or(31, Date::days_in_month),
    })
}

fn month_name(month: i8) -> &'static str {
    let index = usize::try_from(month - 1).unwrap_or(0);
    MONTHS.get(index).copied().unwrap_or(MONTHS[0])
}

/// Reads `07:35`, `07:35:25`, each with `Z` or an offset such as `+04:30`, and
/// returns the moment in UTC.
fn moment(date: Date, time: &str) -> Option<(DateTime, Precision)> {
    let (clock, offset) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => (&time[..at], offset_minutes(&time[at..])?),
        None => (time, 0),
    };
    let mut parts = clock.split(':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let second = parts.next();
    if hour > 23 || minute > 59 || parts.next().is_some() {
        return None;
    }
    let (second, precision) = match second {
        None => (0, Precision::Minute),
        Some(second) => (two_digits(second)?, Precision::Second),
    };
    if second > 59 {
        return None;
    }
    let at = date.at(hour, minute, second, 0);
    let utc = at.checked_sub(SignedDuration::from_mins(offset)).ok()?;
    Some((utc, precision))
}

fn two_digits(text: &str) -> Option<i8> {
    let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn offset_minutes(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, digits) = text.split_at_checked(1)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (two_digits(hours)?, two_digits(minutes)?),
        None => {
            let (hours, minutes) = digits.split_at_checked(2)?;
            let minutes = if minutes.is_empty() { "00" } else { minutes };
            (two_digits(hours)?, two_digits(minutes)?)
        }
    };
    // Offsets go from -12 to +14 hours.
    if hours > 14 || minutes > 59 {
        return None;
    }
    let minutes = i64::from(hours) * 60 + i64::from(minutes);
    Some(if sign == "-" { -minutes } else { minutes })
}

pub(super) fn published(
    at: DateTime,
    precision: Precision,
    text: &str,
) -> Result<Period, DateProblem> {
    match Published::from_civil(at, precision) {
        Some(date) => Ok(Period { from: date, to: date }),
        None => Err(DateProblem::OutOfRange(text.to_owned())),
    }
}

/// The parts of a date in words.
#[derive(Default)]
struct Written<'t> {
    weekday: Option<(&'static str, Weekday)>,
    day: Option<&'t str>,
    month: Option<i8>,
    year: Option<i16>,
}

/// Reads `10 September 2022`, `Sept. 10, 2022`, `September 2022`, with the day
/// of the week if it is there; and numbers between slashes or stops.
pub(super) fn written(text: &str) -> Result<Period, DateProblem> {
    let unreadable = |near| DateProblem::Unreadable { written: text.to_owned(), near };
    if let Some(period) = ['/', '.'].into_iter().find_map(|sign| in_digits(text, sign)) {
        return period;
    }
    let mut parts = Written::default();
    for word in text.split(|next: char| next.is_whitespace() || ",.-".contains(next)) {
        if !word.is_empty() && !parts.take(word) {
            return Err(unreadable(near_word(text, word)));
        }
    }
    let Some(month) = parts.month else {
        return Err(unreadable(None));
    };
    let Some(year) = parts.year else {
        return Err(DateProblem::NoYear(text.to_owned()));
    };
    let Some(day) = parts.day else {
        let first = civil_day(year, month, "1")?;
        return published(first.at(0, 0, 0, 0), Precision::Month, text);
    };
    let date = civil_day(year, month, day)?;
    if let Some((written, weekday)) = parts.weekday {
        check_weekday(date, written, weekday)?;
    }
    published(date.at(0, 0, 0, 0), Precision::Day, text)
}

impl<'t> Written<'t> {
    /// Takes a word that is a part not taken before.
    fn take(&mut self, word: &'t str) -> bool {
        let digits = word.trim_end_matches(|next: char| !next.is_ascii_digit());
        let suffix = &word[digits.len()..];
        let is_day = (1..=2).contains(&digits.len())
            && ["", "st", "nd", "rd", "th"].contains(&suffix.to_ascii_lowercase().as_str());
        if is_day && is_number(digits) {
            return self.day.replace(digits).is_none();
        }
        if word.len() == 4 && is_number(word) {
            return self.year.replace(word.parse().unwrap_or(0)).is_none();
        }
        if let Some(month) = MONTHS.iter().position(|name| is_short_for(word, name)) {
            return self.month.replace(i8::try_from(month + 1).unwrap_or(1)).is_none();
        }
        match WEEKDAYS.iter().find(|(name, _)| is_short_for(word, name)) {
            Some(weekday) => self.weekday.replace(*weekday).is_none(),
            None => false,
        }
    }
}

fn is_short_for(word: &str, name: &str) -> bool {
    word.len() >= ABBREVIATION
        && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn near_word(text: &str, word: &str) -> Option<&'static str> {
    let names = MONTHS.into_iter().chain(WEEKDAYS.into_iter().map(|(name, _)| name));
    nearest(&text.to_lowercase(), period::WORDS.into_iter())
        .or_else(|| nearest(&capitalised(word), names))
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters.flat_map(char::to_lowercase)).collect()
}

fn check_weekday(date: Date, written: &'static str, weekday: Weekday) -> Result<(), DateProblem> {
    if date.weekday() == weekday {
        return Ok(());
    }
    let right = WEEKDAYS.iter().find(|(_, day)| *day == date.weekday());
    Err(DateProblem::WrongWeekday {
        date: date.to_string(),
        written,
        right: right.map_or(written, |(name, _)| *name),
    })
}
