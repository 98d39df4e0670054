//! Dates as structured formats write them: ISO 8601 with and without marks,
//! RFC 822, seconds since 1970, and whatever else a person wrote into the field.

use std::borrow::Cow;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::DayOrder;
use super::zones::{self, Zone};
use crate::archive::{Context, dates};
use crate::article::{Precision, Published, Warning, WarningCode};

/// Reads the date in the field `name`; what is no date is left out and warned
/// of.
pub(in crate::archive) fn read(
    name: &str,
    text: &str,
    context: Context,
    warnings: &mut Vec<Warning>,
) -> Option<Published> {
    read_in_order(name, text, context.settings.day_order, context, warnings)
}

/// Reads it as [`read`] does, where the order of day and month is known from elsewhere.
pub(in crate::archive) fn read_in_order(
    name: &str,
    text: &str,
    order: DayOrder,
    context: Context,
    warnings: &mut Vec<Warning>,
) -> Option<Published> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(date) = compact(text).or_else(|| iso(text, &context.settings.time_zone)) {
        return Some(date);
    }
    // RFC 822 has a comma after the weekday, or none, and zones as letters.
    if let Some(text) = with_known_zone(text)
        && let Ok(at) =
            jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(&*text)
    {
        let at = Offset::UTC.to_datetime(at);
        return Published::from_civil(at, Precision::Second);
    }
    let settings = context.settings;
    let before = warnings.len();
    let date = match dates::read_whole(text) {
        Some(pieces) => pieces.settle(&settings.time_zone, order, None, warnings),
        None => text.parse().ok().and_then(since_1970),
    };
    if date.is_none() && warnings.len() == before {
        let shown: String = text.chars().take(60).collect();
        let detail = format!("{name} {shown:?} is no date");
        warnings.push(Warning { code: WarningCode::ValueDropped, detail });
    }
    date
}

/// Returns a date of RFC 822 with its zone in figures where the standard does
/// not name it: the parser takes letters that it does not know for UTC. `None`
/// where the zone is not known, or nothing is a zone.
pub(super) fn with_known_zone(text: &str) -> Option<Cow<'_, str>> {
    const STANDARD: [&str; 12] =
        ["UT", "GMT", "UTC", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    let bare = text.split('(').next().unwrap_or(text).trim_end();
    let (before, zone) = bare.rsplit_once(' ')?;
    if zone.starts_with(['+', '-']) || STANDARD.contains(&zone) {
        return Some(Cow::Borrowed(text));
    }
    let Some(Zone::At(offset)) = zones::named(&zone.to_ascii_lowercase()) else {
        return None;
    };
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    Some(Cow::Owned(format!("{before} {sign}{hours:02}{minutes:02}")))
}

/// Reads `2022`, `2022-09` and `20220910`.
fn compact(text: &str) -> Option<Published> {
    let bytes = text.as_bytes();
    let digits = |range: Range<usize>| {
        let part = bytes.get(range)?;
        part.iter().all(u8::is_ascii_digit).then_some(())?;
        part.iter()
            .try_fold(0i16, |sum, digit| sum.checked_mul(10)?.checked_add(i16::from(digit - b'0')))
    };
    let small = |range| digits(range).and_then(|number| i8::try_from(number).ok());
    let year = digits(0..4)?;
    let (month, day, precision) = match bytes.len() {
        4 => (1, 1, Precision::Year),
        7 if bytes[4] == b'-' => (small(5..7)?, 1, Precision::Month),
        8 => (small(4..6)?, small(6..8)?, Precision::Day),
        _ => return None,
    };
    Published::from_civil(Date::new(year, month, day).ok()?.at(0, 0, 0, 0), precision)
}

/// Reads a day and a time of ISO 8601: `2022-09-10T07:35:25+02:00`,
/// `2022-09-10 07:35`, `20220910T073525Z`.
fn iso(text: &str, zone: &TimeZone) -> Option<Published> {
    let (_, time) = text.split_once(['T', 't', ' '])?;
    let at = match text.parse::<Timestamp>() {
        Ok(at) => at,
        // The name of another zone may stand behind the time.
        Err(_) if text.contains('[') => return None,
        Err(_) => zone.to_timestamp(text.parse::<DateTime>().ok()?).ok()?,
    };
    let clock = time.split(['Z', 'z', '+', '-', '.', ',']).next().unwrap_or_default();
    let precision = match clock.bytes().filter(u8::is_ascii_digit).count() {
        0..=4 => Precision::Minute,
        _ => Precision::Second,
    };
    Published::from_civil(Offset::UTC.to_datetime(at), precision)
}

/// Years that a number is a date for: fewer seconds are a counter or a year.
const PLAUSIBLE_SECONDS: Range<i64> = 100_000_000..10_000_000_000;

/// Reads a number of seconds or thousandths since 1970.
pub(in crate::archive) fn since_1970(number: i64) -> Option<Published> {
    let seconds = match number {
        seconds if PLAUSIBLE_SECONDS.contains(&seconds) => seconds,
        thousandths if PLAUSIBLE_SECONDS.contains(&(thousandths / 1000)) => thousandths / 1000,
        _ => return None,
    };
    let at = Timestamp::from_second(seconds).ok()?;
    Published::from_civil(Offset::UTC.to_datetime(at), Precision::Second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::page::agencies::Agencies;
    use crate::archive::{Boilerplate, Settings};

    #[test]
    fn dates_of_structured_formats() {
        let settings = Settings::default();
        let agencies = Agencies::new(&[]);
        let boilerplate = Boilerplate::default();
        let context =
            Context { settings: &settings, agencies: &agencies, boilerplate: &boilerplate };
        for (text, expected) in [
            ("2022-09-10T07:35:25Z", "2022-09-10T07:35:25Z"),
            ("2022-09-10T07:35:25+02:00", "2022-09-10T05:35:25Z"),
            ("2022-09-10T07:35:25.123-0500", "2022-09-10T12:35:25Z"),
            ("2022-09-10T07:35+03:30", "2022-09-10T04:05Z"),
            ("2022-09-10 07:35:25", "2022-09-10T07:35:25Z"),
            ("2022-09-10 07:35", "2022-09-10T07:35Z"),
            ("2022-09-10T07:35", "2022-09-10T07:35Z"),
            ("2022-09-10 07:35:25+02", "2022-09-10T05:35:25Z"),
            ("2022-09-10 07:35:25.123456 UTC", "2022-09-10T07:35:25Z"),
            ("2022-09-10T07:35:25+02:00[Europe/Paris]", "2022-09-10T05:35:25Z"),
            ("2022-09-10T07:35:25[Europe/Paris]", "-"),
            ("20220910T073525Z", "2022-09-10T07:35:25Z"),
            ("20220910T0735+0200", "2022-09-10T05:35Z"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"),
            ("1662795325", "2022-09-10T07:35:25Z"),
            ("1662795325000", "2022-09-10T07:35:25Z"),
            ("17", "-"),
            ("20220910T073525+0200", "2022-09-10T05:35:25Z"),
            ("20220910T073525", "2022-09-10T07:35:25Z"),
            ("20220910", "2022-09-10"),
            ("2022-09-10", "2022-09-10"),
            ("2022-09", "2022-09"),
            ("2022", "2022"),
            ("Sat, 10 Sep 2022 07:35:25 GMT", "2022-09-10T07:35:25Z"),
            ("Sat, 10 Sep 2022 07:35:25 +0200", "2022-09-10T05:35:25Z"),
            ("Fri, 10 Sep 2022 07:35:25 EST", "2022-09-10T12:35:25Z"),
            ("10 Sep 2022 07:35:25 +0000", "2022-09-10T07:35:25Z"),
            ("Sat, 10 Sep 2022 07:35:25 CET", "2022-09-10T06:35:25Z"),
            ("Sat, 10 Sep 2022 07:35:25 IRST", "2022-09-10T04:05:25Z"),
            ("Sat, 10 Sep 2022 07:35:25 +0200 (CEST)", "2022-09-10T05:35:25Z"),
            ("Saturday, 10-Sep-22 07:35:25 GMT", "2022-09-10T07:35:25Z"),
            ("2022/09/10 07:35", "2022-09-10T07:35Z"),
            ("10 September 2022", "2022-09-10"),
            ("Sep 10, 2022 07:35 AM EST", "2022-09-10T12:35Z"),
            ("31 Feb 2022", "-"),
            ("Thu, 31 Feb 2022 07:35:25 GMT", "-"),
            ("September 10, 2022", "2022-09-10"),
            ("Sept. 10, 2022 7:35 am", "2022-09-10T07:35Z"),
            ("20229910", "-"),
            ("yesterday", "-"),
            ("", "-"),
        ] {
            let mut warnings = Vec::new();
            let date = read("pubDate", text, context, &mut warnings);
            let shown = date.map_or("-".to_owned(), |date| date.to_string());
            assert_eq!(shown, expected, "{text}");
            assert_eq!(date.is_none() && !text.is_empty(), !warnings.is_empty(), "{text}");
        }
    }

    #[test]
    fn times_that_name_no_zone_are_in_that_of_the_archive() {
        let time_zone = TimeZone::fixed(Offset::constant(2));
        let settings = Settings { time_zone, ..Settings::default() };
        let agencies = Agencies::new(&[]);
        let boilerplate = Boilerplate::default();
        let context =
            Context { settings: &settings, agencies: &agencies, boilerplate: &boilerplate };
        for (text, expected, warned) in [
            ("20220910T073525", "2022-09-10T05:35:25Z", false),
            ("20220910T073525Z", "2022-09-10T07:35:25Z", false),
            ("2022-09-10T07:35:25", "2022-09-10T05:35:25Z", false),
            ("Sat, 10 Sep 2022 07:35:25", "2022-09-10T05:35:25Z", false),
            ("Sat, 10 Sep 2022 07:35:25 IST", "2022-09-10T05:35:25Z", true),
        ] {
            let mut warnings = Vec::new();
            let date = read("date", text, context, &mut warnings);
            let shown = date.map(|date| date.to_string());
            assert_eq!(shown.as_deref(), Some(expected), "{text}");
            assert_eq!(!warnings.is_empty(), warned, "{text}");
        }
    }
}
