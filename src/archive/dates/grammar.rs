//! The grammar of printed dates: tokens, and which runs of them are a day, a
//! time or a weekday.
//!
//! It only reads; what a date means is settled in [`crate::archive::dates`].

mod clock;
mod zone;

use jiff::civil::{Date, Weekday};

use super::months::{self, Month};
use super::{Day, Pieces, solar_hijri};
use crate::archive::fold::{ascii_digit, fold};
use clock::clock;

/// The longest prefix that is looked at, in tokens; no printed date has more.
const MAX_TOKENS: usize = 32;
/// Years that a page can be from; numbers outside are no years.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=2400;
/// Four-digit years in this range are Solar Hijri where the page does not say
/// otherwise: no news archive is from the Middle Ages.
const SOLAR_YEARS: std::ops::RangeInclusive<u32> = 1178..=1501;

/// Words that stand between the pieces of a date.
const FILLERS: [&str; 26] = [
    "at",
    "on",
    "the",
    "le",
    "la",
    "a",
    "um",
    "om",
    "las",
    "in",
    "في",
    "يوم",
    "روز",
    "ساعت",
    "الساعه",
    "مورخ",
    "local",
    "time",
    "feira",
    "den",
    "dnia",
    "alle",
    "as",
    "o",
    "в",
    "о",
];

/// The signs behind the numbers of a date in Chinese, Japanese and Korean.
const YEAR_SIGNS: [&str; 2] = ["年", "년"];
const MONTH_SIGNS: [&str; 2] = ["月", "월"];
const DAY_SIGNS: [&str; 4] = ["日", "号", "號", "일"];

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Number { value: u32, digits: usize },
    Word(String),
    Mark(char),
}

#[derive(Debug, Clone)]
struct Token<'a> {
    kind: Kind,
    /// As it is printed.
    text: &'a str,
    end: usize,
}

/// See [`crate::archive::dates::read_prefix`].
pub(super) fn read(text: &str) -> Option<(Pieces, usize)> {
    // Most lines are no date, and their first word says so.
    if let Kind::Word(word) = &tokens(text, 1).first()?.kind
        && !months::opens_name(word)
        && !FILLERS.contains(&word.as_str())
    {
        return None;
    }
    let tokens = tokens(text, MAX_TOKENS);
    let mut pieces = Pieces::default();
    let (mut at, mut end) = (0, 0);
    while at < tokens.len() {
        let rest = &tokens[at..];
        // What is known only by a calendar that is not read may be said again.
        let known = pieces.day.filter(|day| *day != Day::Unread);
        let taken = if let Some((day, length)) = free(&known, rest, day) {
            pieces.day = Some(day);
            length + era(rest, length)
        } else if let Some((clock, length)) = free(&pieces.clock, rest, clock) {
            pieces.clock = Some(clock);
            length
        } else if let Some((weekday, length)) = free(&pieces.weekday, rest, weekday) {
            pieces.weekday = Some(weekday);
            length
        } else if let Some((again, length)) = day(rest)
            && (again == Day::Unread || Some(again) == pieces.day)
        {
            // The same day in another calendar.
            length + era(rest, length)
        } else if is_filler(&rest[0].kind) {
            at += 1;
            continue;
        } else {
            break;
        };
        at += taken;
        end = tokens[at - 1].end;
    }
    // "May" or "Sun" alone begin many sentences; so does "Mar 5" of nothing.
    (end > 0).then_some((pieces, end))
}

fn free<T>(
    slot: &Option<T>,
    tokens: &[Token],
    read: fn(&[Token]) -> Option<(T, usize)>,
) -> Option<(T, usize)> {
    if slot.is_some() { None } else { read(tokens) }
}

fn is_filler(kind: &Kind) -> bool {
    match kind {
        Kind::Mark(mark) => ",،-–—|/·.()[]（）".contains(*mark),
        Kind::Word(word) => FILLERS.contains(&word.as_str()),
        Kind::Number { .. } => false,
    }
}

/// Splits the start of `text` into numbers, folded words and single marks.
fn tokens(text: &str, most: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if tokens.len() == most {
            break;
        }
        if first.is_whitespace() || matches!(first, '\u{200e}' | '\u{200f}') {
            continue;
        }
        let digit = |c: char| ascii_digit(c).is_ascii_digit();
        let letter = |c: char| (c.is_alphabetic() || c == '\u{200c}') && !digit(c);
        let mut end = start + first.len_utf8();
        let same: &dyn Fn(char) -> bool = match first {
            c if digit(c) => &digit,
            // Words follow it without a blank.
            c if DAY_SIGNS.iter().any(|sign| sign.starts_with(c)) => &|_| false,
            c if letter(c) => &letter,
            _ => &|_| false,
        };
        while let Some((at, c)) = chars.next_if(|(_, c)| same(*c)) {
            end = at + c.len_utf8();
        }
        let part = &text[start..end];
        let kind = match first {
            c if digit(c) => {
                let value: String = part.chars().map(ascii_digit).collect();
                Kind::Number { digits: value.len(), value: value.parse().unwrap_or(u32::MAX) }
            }
            c if letter(c) => Kind::Word(fold(part)),
            c => Kind::Mark(c),
        };
        tokens.push(Token { kind, text: part, end });
    }
    tokens
}

fn mark(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Mark(mark) => Some(mark),
        _ => None,
    }
}

fn word<'t>(tokens: &'t [Token], at: usize) -> Option<&'t str> {
    match &tokens.get(at)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    match tokens.get(at)?.kind {
        Kind::Number { value, digits } => Some((value, digits)),
        _ => None,
    }
}

/// Whether one of some signs stands there, as it is printed.
fn is_sign(tokens: &[Token], at: usize, signs: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| signs.contains(&token.text))
}

fn year(tokens: &[Token], at: usize) -> Option<u32> {
    let (value, digits) = number(tokens, at)?;
    (digits == 4 && YEARS.contains(&value)).then_some(value)
}

fn day(tokens: &[Token]) -> Option<(Day, usize)> {
    numeric_day(tokens)
        .or_else(|| signed_day(tokens))
        .or_else(|| day_then_month(tokens))
        .or_else(|| month_then_day(tokens))
        .or_else(|| year_then_month(tokens))
}

/// `2022年9月10日`, `2022년 9월 10일`, `2022年9月`.
fn signed_day(tokens: &[Token]) -> Option<(Day, usize)> {
    let year = year(tokens, 0).filter(|_| is_sign(tokens, 1, &YEAR_SIGNS))?;
    let (month, _) = number(tokens, 2).filter(|_| is_sign(tokens, 3, &MONTH_SIGNS))?;
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    Some(match number(tokens, 4).filter(|_| is_sign(tokens, 5, &DAY_SIGNS)) {
        Some((day, _)) => (named(year, Month::Gregorian(month), day), 6),
        None => (Day::Month(i16::try_from(year).ok()?, month), 4),
    })
}

/// `2022-09-10`, `1401/06/19`, `10/9/2022`, `10.09.2022`.
fn numeric_day(tokens: &[Token]) -> Option<(Day, usize)> {
    let (first, second, third) = (number(tokens, 0)?, number(tokens, 2)?, number(tokens, 4)?);
    let separator = mark(tokens, 1).filter(|mark| "-/.".contains(*mark))?;
    if mark(tokens, 3) != Some(separator) || second.1 > 2 {
        return None;
    }
    if let Some(year) = year(tokens, 0) {
        return (third.1 <= 2).then(|| (full(year, second.0, third.0), 5));
    }
    if separator == '/' && third.1 == 2 {
        return short_numeric_day(tokens);
    }
    let year = year(tokens, 4)?;
    if first.1 > 2 {
        return None;
    }
    let day_first = full(year, second.0, first.0);
    // Dots and hyphens are European, slashes are everybody's.
    if separator != '/' || SOLAR_YEARS.contains(&year) {
        return Some((day_first, 5));
    }
    let month_first = full(year, first.0, second.0);
    let day = match (day_first, month_first) {
        (Day::Full(one), Day::Full(other)) if one != other => Day::Either(one, other),
        (Day::Full(_), _) => day_first,
        _ => month_first,
    };
    Some((day, 5))
}

/// `10/09/22`, in digits of Europe: others count other years.
fn short_numeric_day(tokens: &[Token]) -> Option<(Day, usize)> {
    let is_pair = |at: usize| {
        let text = tokens.get(at).map_or("", |token: &Token| token.text);
        text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if ![0, 2, 4].into_iter().all(is_pair) {
        return None;
    }
    let (first, second) = (number(tokens, 0)?.0, number(tokens, 2)?.0);
    let year = short_year(tokens, 4)?;
    let day = match (full(year, second, first), full(year, first, second)) {
        (Day::Full(one), Day::Full(other)) => Day::Either(one, other),
        (Day::Full(only), _) | (_, Day::Full(only)) => Day::Either(only, only),
        _ => return None,
    };
    Some((day, 5))
}

/// From this one on, years of two digits are of the last century.
const CENTURY_TURNS: u32 = 70;

fn short_year(tokens: &[Token], at: usize) -> Option<u32> {
    let (value, _) = number(tokens, at).filter(|(_, digits)| *digits == 2)?;
    Some(if value < CENTURY_TURNS { 2000 + value } else { 1900 + value })
}

/// Whether a year of two digits stands there, and nothing follows but a time.
fn is_short_year(tokens: &[Token], at: usize) -> bool {
    let follows = |at: usize| tokens.get(at..).and_then(clock).is_some();
    let ends = tokens.len() == at + 1 || follows(at + 1);
    short_year(tokens, at).is_some() && !follows(at) && ends
}

/// How long what stands behind a year is, if that is its era.
fn era(tokens: &[Token], at: usize) -> usize {
    let is_year = at.checked_sub(1).is_some_and(|before| year(tokens, before).is_some());
    let era = word(tokens, at).is_some_and(|word| ERAS.contains(&word));
    usize::from(is_year && era)
}

const ERAS: [&str; 13] =
    ["م", "ميلادي", "ميلاديه", "ه", "هجري", "هجريه", "ش", "г", "года", "р", "року", "r", "roku"];

fn full(year: u32, month: u32, day: u32) -> Day {
    let (Ok(short), Ok(month), Ok(day)) =
        (i16::try_from(year), i8::try_from(month), i8::try_from(day))
    else {
        return Day::Impossible;
    };
    let date = match SOLAR_YEARS.contains(&year) {
        true => solar_hijri::to_gregorian(short, month, day),
        false => Date::new(short, month, day).ok(),
    };
    date.map_or(Day::Impossible, Day::Full)
}

/// Reads the name of a month, the second name of a pair such as
/// `أيلول/سبتمبر`, and the dot of an abbreviation.
fn month(tokens: &[Token], at: usize) -> Option<(Month, usize)> {
    let first = word(tokens, at)?;
    let two = word(tokens, at + 1).and_then(|second| months::month(&format!("{first}-{second}")));
    let (month, mut length) = match two {
        Some(month) => (month, 2),
        None => (months::month(first)?, 1),
    };
    if mark(tokens, at + length) == Some('/')
        && word(tokens, at + length + 1).is_some_and(|name| months::month(name) == Some(month))
    {
        length += 2;
    }
    length += usize::from(mark(tokens, at + length) == Some('.'));
    Some((month, length))
}

/// `set. de` of `13 set. de 2022`, without what stands before the year.
fn month_before_year(tokens: &[Token], at: usize) -> Option<(Month, usize)> {
    let month = months::short_month(word(tokens, at)?)?;
    let length = 1 + usize::from(mark(tokens, at + 1) == Some('.'));
    let between = matches!(word(tokens, at + length), Some("de" | "del"))
        || matches!(mark(tokens, at + length), Some('-' | '/'));
    let year_at = at + length + usize::from(between);
    year(tokens, year_at).map(|_| (month, length))
}

/// `10 September 2022`, `1er août 2022`, `10-Sep-2022`, `21 March`.
fn day_then_month(tokens: &[Token]) -> Option<(Day, usize)> {
    let (day, digits) = number(tokens, 0)?;
    let mut at = 1 + ordinal(tokens, 1);
    at += usize::from(matches!(mark(tokens, at), Some('-' | '/' | '.')));
    at += usize::from(matches!(word(tokens, at), Some("of" | "de" | "di" | "من")));
    let (mut month, length) = month(tokens, at).or_else(|| month_before_year(tokens, at))?;
    if word(tokens, at) == Some("listopada") && mark(tokens, at - 1) == Some('.') {
        // Of Croatia, which writes a dot behind the day; in Poland it is November.
        month = Month::Gregorian(10);
    }
    at += length;
    if digits > 2 {
        return None;
    }
    let before_year = usize::from(matches!(mark(tokens, at), Some(',' | '-' | '/' | '،')))
        + usize::from(matches!(word(tokens, at), Some("de" | "del" | "of")));
    Some(match year(tokens, at + before_year) {
        Some(year) => (named(year, month, day), at + before_year + 1),
        // "10 September 22 7:35"; "21 March 22 people" has no year.
        None if matches!(month, Month::Gregorian(_)) && is_short_year(tokens, at + before_year) => {
            let at = at + before_year;
            (named(short_year(tokens, at)?, month, day), at + 1)
        }
        None if number(tokens, at).is_some() && clock(&tokens[at..]).is_none() => return None,
        None => (without_year(month, day)?, at),
    })
}

/// `September 10, 2022`, `Sep 1st 2022`, `September 2022`, `March 21`.
fn month_then_day(tokens: &[Token]) -> Option<(Day, usize)> {
    let (month, mut at) = month(tokens, 0)?;
    if let Some(year) = year(tokens, at) {
        let Month::Gregorian(month) = month else {
            return None;
        };
        return Some((Day::Month(i16::try_from(year).ok()?, month), at + 1));
    }
    let (day, digits) = number(tokens, at)?;
    if digits > 2 {
        return None;
    }
    at += 1 + ordinal(tokens, at + 1);
    let comma = usize::from(matches!(mark(tokens, at), Some(',' | '،')));
    Some(match year(tokens, at + comma) {
        // "March 21, 2045 GMT" has a time, not a year.
        Some(year) if word(tokens, at + comma + 1) != Some("gmt") => {
            (named(year, month, day), at + comma + 1)
        }
        _ => (without_year(month, day)?, at),
    })
}

/// `2022. szeptember 10.`, `2022 September 10`.
fn year_then_month(tokens: &[Token]) -> Option<(Day, usize)> {
    let year = year(tokens, 0)?;
    let at = 1 + usize::from(mark(tokens, 1) == Some('.'));
    let (month, length) = month(tokens, at)?;
    let at = at + length;
    let (day, _) = number(tokens, at).filter(|(_, digits)| *digits <= 2)?;
    Some((named(year, month, day), at + 1 + usize::from(mark(tokens, at + 1) == Some('.'))))
}

fn ordinal(tokens: &[Token], at: usize) -> usize {
    usize::from(matches!(word(tokens, at), Some("st" | "nd" | "rd" | "th" | "er")))
}

fn named(year: u32, month: Month, day: u32) -> Day {
    let (Ok(short), Ok(day)) = (i16::try_from(year), i8::try_from(day)) else {
        return Day::Impossible;
    };
    let date = match month {
        Month::Gregorian(month) => Date::new(short, month, day).ok(),
        Month::SolarHijri(month) => solar_hijri::to_gregorian(short, month, day),
        Month::LunarHijri => return Day::Unread,
    };
    date.map_or(Day::Impossible, Day::Full)
}

fn without_year(month: Month, day: u32) -> Option<Day> {
    let Month::Gregorian(month) = month else {
        return None;
    };
    // 2000 was a leap year: every day that some year has.
    let date = Date::new(2000, month, i8::try_from(day).ok()?).ok()?;
    Some(Day::WithoutYear(date.month(), date.day()))
}

/// A weekday; Persian writes some of them in two words.
fn weekday(tokens: &[Token]) -> Option<(Weekday, usize)> {
    let first = word(tokens, 0)?;
    let two = word(tokens, 1).and_then(|second| months::weekday(&format!("{first}-{second}")));
    let (weekday, length) = match two {
        Some(weekday) => (weekday, 2),
        None => (months::weekday(first)?, 1),
    };
    Some((weekday, length + usize::from(mark(tokens, length) == Some('.'))))
}
