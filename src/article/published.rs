//! When an article was published: a moment, as precisely as it is known.

use std::fmt;

use jiff::{Timestamp, civil, tz::Offset};

/// A moment, as precisely as it is known, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Published {
    /// The first second that the date can mean, since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// How much of the date is known.
    pub precision: Precision,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// The day, hour and minute.
    Minute,
    /// Everything down to the second.
    Second,
}

impl Precision {
    /// Every precision, from coarse to fine.
    pub const ALL: [Precision; 5] =
        [Precision::Year, Precision::Month, Precision::Day, Precision::Minute, Precision::Second];

    /// The name in the canonical article.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

const MIDNIGHT: civil::Time = civil::Time::constant(0, 0, 0, 0);

impl Published {
    /// The earliest and latest moments that the index can hold, in seconds
    /// (Tantivy keeps nanoseconds in 64 bits: years 1678 to 2261 are safe).
    pub const RANGE: std::ops::RangeInclusive<i64> = -9_214_560_000..=9_214_646_399;

    /// Returns the moment that a calendar date and time in UTC name, known to
    /// `precision`; parts finer than the precision are dropped. `None` outside
    /// [`Published::RANGE`].
    pub fn from_civil(at: civil::DateTime, precision: Precision) -> Option<Self> {
        let day = at.date();
        let start = match precision {
            Precision::Year => civil::date(day.year(), 1, 1).to_datetime(MIDNIGHT),
            Precision::Month => day.first_of_month().to_datetime(MIDNIGHT),
            Precision::Day => day.to_datetime(MIDNIGHT),
            Precision::Minute => day.at(at.hour(), at.minute(), 0, 0),
            Precision::Second => day.at(at.hour(), at.minute(), at.second(), 0),
        };
        let seconds = Offset::UTC.to_timestamp(start).ok()?.as_second();
        Published::RANGE.contains(&seconds).then_some(Published { seconds, precision })
    }

    /// The calendar date and time in UTC.
    pub fn civil(self) -> civil::DateTime {
        let at = Timestamp::from_second(self.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        Offset::UTC.to_datetime(at)
    }

    /// The last second that the date can mean.
    pub fn last_second(self) -> i64 {
        let at = self.civil();
        let day = at.date();
        let last_day = match self.precision {
            Precision::Second => return self.seconds,
            Precision::Minute => return self.seconds + 59,
            Precision::Day => day,
            Precision::Month => day.last_of_month(),
            Precision::Year => day.last_of_year(),
        };
        self.seconds + last_day.duration_since(day).as_secs() + 86_399
    }
}

impl fmt::Display for Published {
    /// ISO 8601, to the precision: `2022`, `2022-09`, `2022-09-10`,
    /// `2022-09-10T07:35Z`, `2022-09-10T07:35:25Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.civil();
        write!(f, "{:04}", at.year())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", at.month())?;
        }
        if self.precision >= Precision::Day {
            write!(f, "-{:02}", at.day())?;
        }
        if self.precision >= Precision::Minute {
            write!(f, "T{:02}:{:02}", at.hour(), at.minute())?;
        }
        if self.precision == Precision::Second {
            write!(f, ":{:02}", at.second())?;
        }
        if self.precision >= Precision::Minute {
            f.write_str("Z")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, precision: Precision) -> Published {
        Published::from_civil(text.parse().unwrap(), precision).unwrap()
    }

    #[test]
    fn a_date_prints_to_its_precision_and_spans_all_it_can_mean() {
        let cases = [
            (Precision::Year, "2024", 366 * 86_400 - 1),
            (Precision::Month, "2024-02", 29 * 86_400 - 1),
            (Precision::Day, "2024-02-10", 86_399),
            (Precision::Minute, "2024-02-10T07:35Z", 59),
            (Precision::Second, "2024-02-10T07:35:25Z", 0),
        ];
        for (precision, printed, length) in cases {
            let date = at("2024-02-10T07:35:25", precision);
            assert_eq!(date.to_string(), printed);
            assert_eq!(date.last_second() - date.seconds, length, "{printed}");
        }
    }

    #[test]
    fn dates_that_the_index_cannot_hold_are_refused() {
        for (text, fits) in [
            ("1677-12-31T00:00", false),
            ("1678-01-01T00:00", true),
            ("2261-12-31T23:59:59", true),
            ("2262-01-01T00:00", false),
        ] {
            let at = Published::from_civil(text.parse().unwrap(), Precision::Second);
            assert_eq!(at.is_some(), fits, "{text}");
        }
    }
}
