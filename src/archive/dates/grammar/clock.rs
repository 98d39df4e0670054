//! A printed time of day.

use jiff::civil::Time;

use super::zone::zone;
use super::{Token, is_sign, mark, number, word};
use crate::archive::dates::Clock;

/// Words before the hour and behind it.
const BEFORE_HOUR: [&str; 6] = ["ore", "ora", "klo", "kl", "godz", "saat"];
const BEHIND_HOUR: [&str; 5] = ["uhr", "uur", "hs", "hrs", "h"];

/// The signs behind its numbers in Chinese, Japanese and Korean.
const HOUR_SIGNS: [&str; 3] = ["时", "時", "시"];
const MINUTE_SIGNS: [&str; 2] = ["分", "분"];

/// `7:35:25 AM`, `T07:35Z`, `18h05`, `1435 GMT`, `下午7时35分`.
pub(super) fn clock(tokens: &[Token]) -> Option<(Clock, usize)> {
    let half_before = match tokens.first()?.text {
        "上午" | "午前" | "오전" => Some(Half::Morning),
        "下午" | "午後" | "오후" => Some(Half::Afternoon),
        _ => None,
    };
    let is_told = word(tokens, 0).is_some_and(|word| BEFORE_HOUR.contains(&word));
    let mut at = usize::from(word(tokens, 0) == Some("t") || half_before.is_some() || is_told);
    at += usize::from(is_told && mark(tokens, at) == Some('.'));
    let is_hour = |at: usize| word(tokens, at).is_some_and(|word| BEHIND_HOUR.contains(&word));
    let (hour, digits) = number(tokens, at)?;
    let divider = matches!(mark(tokens, at + 1), Some(':')) || word(tokens, at + 1) == Some("h");
    let (hour, minute, second) =
        if digits == 4 && matches!(word(tokens, at + 1), Some("gmt" | "utc")) {
            at += 1;
            (hour / 100, hour % 100, None)
        } else if digits <= 2
            && mark(tokens, at + 1) == Some('.')
            && number(tokens, at + 2).is_some_and(|(_, digits)| digits == 2)
            && (is_told
                || is_hour(at + 3)
                || half_of_day(tokens, at + 3).0.is_some()
                || word(tokens, at + 3).is_some() && zone(tokens, at + 3).0.is_some())
        {
            let (minute, _) = number(tokens, at + 2)?;
            at += 3;
            (hour, minute, None)
        } else if digits <= 2 && matches!(word(tokens, at + 1), Some("uhr" | "uur")) {
            at += 1;
            (hour, 0, None)
        } else if digits <= 2 && is_sign(tokens, at + 1, &HOUR_SIGNS) {
            let minute = number(tokens, at + 2).filter(|_| is_sign(tokens, at + 3, &MINUTE_SIGNS));
            at += if minute.is_some() { 4 } else { 2 };
            (hour, minute.map_or(0, |(minute, _)| minute), None)
        } else if digits <= 2 && divider {
            let (minute, _) = number(tokens, at + 2).filter(|(_, digits)| *digits == 2)?;
            let second = number(tokens, at + 4).filter(|_| mark(tokens, at + 3) == Some(':'));
            at += if second.is_some() { 5 } else { 3 };
            (hour, minute, second.map(|(second, _)| second))
        } else {
            return None;
        };
    if second.is_some() && mark(tokens, at) == Some('.') && number(tokens, at + 1).is_some() {
        at += 2;
    }
    let (half_behind, length) = half_of_day(tokens, at);
    at += length;
    at += usize::from(is_hour(at));
    let half = half_before.or(half_behind);
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(_), 13..) => hour,
        (Some(Half::Morning), hour) => hour % 12,
        (Some(Half::Afternoon), hour) => hour % 12 + 12,
    };
    let part = |value: u32| i8::try_from(value).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second.unwrap_or(0))?, 0).ok()?;
    let (zone, length) = zone(tokens, at);
    let (has_seconds, has_half) = (second.is_some(), half.is_some());
    Some((Clock { time, has_seconds, has_half, zone }, at + length))
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(tokens: &[Token], at: usize) -> (Option<Half>, usize) {
    let dotted = mark(tokens, at + 1) == Some('.');
    let last_dot = usize::from(mark(tokens, at + 3) == Some('.'));
    match (word(tokens, at), word(tokens, at + 2).filter(|_| dotted)) {
        (Some("am" | "ص" | "صباحا" | "πμ"), _) => (Some(Half::Morning), 1),
        (Some("pm" | "م" | "مساء" | "μμ"), _) => (Some(Half::Afternoon), 1),
        (Some("a" | "π"), Some("m" | "μ")) | (Some("ق"), Some("ظ")) => {
            (Some(Half::Morning), 3 + last_dot)
        }
        (Some("p" | "μ"), Some("m" | "μ")) | (Some("ب"), Some("ظ")) => {
            (Some(Half::Afternoon), 3 + last_dot)
        }
        _ => (None, 0),
    }
}
