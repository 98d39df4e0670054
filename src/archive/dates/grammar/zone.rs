//! The zone behind a printed time.

use jiff::tz::Offset;

use super::{Token, mark, number, word};
use crate::archive::dates::zones::{self, Zone};

/// A remark behind a time has at most so many words.
const MAX_REMARK: usize = 4;

/// `GMT+3`, `IRST`, `(UTC+2)`, `(Tehran time)`, `Eastern Time`.
pub(super) fn zone(tokens: &[Token], at: usize) -> (Option<Zone>, usize) {
    let closing = match mark(tokens, at) {
        Some('(') => ')',
        Some('[') => ']',
        _ => match bare_zone(tokens, at) {
            (None, _) => return time_of(tokens, at),
            found => return found,
        },
    };
    let (zone, length) = bare_zone(tokens, at + 1);
    if zone.is_some() && mark(tokens, at + 1 + length) == Some(closing) {
        return (zone, length + 2);
    }
    let words: Vec<&str> = (at + 1..).map_while(|at| word(tokens, at)).collect();
    let says_where =
        words.iter().any(|word| ["time", "heure", "توقيت", "بتوقيت", "وقت"].contains(word));
    if !says_where
        || words.len() > MAX_REMARK
        || mark(tokens, at + 1 + words.len()) != Some(closing)
    {
        return (None, 0);
    }
    let zone = (!words.contains(&"local")).then_some(Zone::Unsure);
    (zone, words.len() + 2)
}

/// `Tehran time`, `Eastern Standard Time`: names, and that it is their time.
fn time_of(tokens: &[Token], at: usize) -> (Option<Zone>, usize) {
    let is_name = |at: &usize| match word(tokens, *at) {
        Some("local") => true,
        word => word.is_some_and(|word| word != "time") && is_capital(tokens[*at].text),
    };
    let names = (at..at + MAX_REMARK).take_while(is_name).count();
    let is_local = (at..at + names).any(|at| word(tokens, at) == Some("local"));
    match word(tokens, at + names) {
        Some("time") if names > 0 => ((!is_local).then_some(Zone::Unsure), names + 1),
        _ => (None, 0),
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn bare_zone(tokens: &[Token], at: usize) -> (Option<Zone>, usize) {
    if let (Some(offset), length) = offset(tokens, at) {
        return (Some(Zone::At(offset)), length);
    }
    // In small letters many of them are words.
    let is_name = |token: &&Token| {
        !token.text.is_ascii() || token.text.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let name = tokens.get(at).filter(is_name).and(word(tokens, at));
    let zone = name.and_then(zones::named);
    (zone, usize::from(zone.is_some()))
}

/// `Z`, `GMT`, `UTC`, `GMT+3`, `+03:30`, `+0330`.
fn offset(tokens: &[Token], at: usize) -> (Option<Offset>, usize) {
    let name = usize::from(matches!(word(tokens, at), Some("z" | "gmt" | "utc")));
    let sign = match mark(tokens, at + name) {
        Some('+') => 1,
        Some('-') => -1,
        _ => return ((name > 0).then_some(Offset::UTC), name),
    };
    let Some((value, digits)) = number(tokens, at + name + 1) else {
        return ((name > 0).then_some(Offset::UTC), name);
    };
    let minutes_follow = digits <= 2 && mark(tokens, at + name + 2) == Some(':');
    let (hours, minutes, length) = match number(tokens, at + name + 3) {
        Some((minutes, _)) if minutes_follow => (value, minutes, 4),
        _ if digits == 4 => (value / 100, value % 100, 2),
        // A hyphen before a short number is a dash unless a zone stands before.
        _ if digits <= 2 && name > 0 => (value, 0, 2),
        _ => return ((name > 0).then_some(Offset::UTC), name),
    };
    let seconds = i32::try_from(hours.saturating_mul(3600).saturating_add(minutes.min(59) * 60))
        .unwrap_or(i32::MAX);
    match Offset::from_seconds(seconds.saturating_mul(sign)) {
        Ok(offset) => (Some(offset), name + length),
        Err(_) => (None, name),
    }
}
