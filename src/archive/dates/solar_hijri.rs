//! The Solar Hijri calendar of Iran and Afghanistan.
//!
//! Arithmetic: in each cycle of 33 years the leap years are those with
//! `(25 * year + 11) mod 33 < 8`, as in ICU's Persian calendar
//! (`persncal.cpp`); it agrees with the observed calendar from 1178 to 1501.

use jiff::{SignedDuration, civil};

/// The years that the arithmetic is right for.
const YEARS: std::ops::RangeInclusive<i16> = 1178..=1501;

/// 1 Farvardin 1178, the first day that is converted.
const FIRST_DAY: civil::Date = civil::Date::constant(1799, 3, 21);

/// Returns whether the last month of `year` has 30 days.
pub(super) fn is_leap_year(year: i16) -> bool {
    (25 * i32::from(year) + 11) % 33 < 8
}

/// Returns the day in the calendar of the West, or `None` where the Solar
/// Hijri calendar has no such day or the year is outside of 1178 to 1501.
pub(super) fn to_gregorian(year: i16, month: i8, day: i8) -> Option<civil::Date> {
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + i8::from(is_leap_year(year)),
        _ => return None,
    };
    if !YEARS.contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let leaps = (*YEARS.start()..year).filter(|y| is_leap_year(*y)).count();
    let years = i64::from(year - YEARS.start()) * 365 + i64::try_from(leaps).ok()?;
    let month = i64::from(month) - 1;
    let months = month * 30 + month.min(6);
    let days = years + months + i64::from(day) - 1;
    FIRST_DAY.checked_add(SignedDuration::from_hours(days * 24)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_on_both_sides_of_leap_years() {
        for (year, month, day, expected) in [
            (1178, 1, 1, Some("1799-03-21")),
            (1357, 11, 22, Some("1979-02-11")),
            (1398, 12, 29, Some("2020-03-19")),
            (1399, 1, 1, Some("2020-03-20")),
            (1399, 12, 30, Some("2021-03-20")),
            (1400, 1, 1, Some("2021-03-21")),
            (1400, 12, 30, None),
            (1401, 6, 19, Some("2022-09-10")),
            (1402, 12, 29, Some("2024-03-19")),
            (1403, 1, 1, Some("2024-03-20")),
            (1403, 12, 30, Some("2025-03-20")),
            (1404, 1, 1, Some("2025-03-21")),
            (1404, 12, 30, None),
            (1401, 7, 31, None),
            (1401, 6, 31, Some("2022-09-22")),
            (1401, 13, 1, None),
            (1401, 0, 1, None),
            (1401, 1, 0, None),
            (1177, 1, 1, None),
            (1502, 1, 1, None),
        ] {
            let date = to_gregorian(year, month, day).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{year}-{month}-{day}");
        }
    }
}
