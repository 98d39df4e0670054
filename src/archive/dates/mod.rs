//! Dates and times as pages print them, and what they mean.
//!
//! A page gives its date in pieces: a weekday, a day and a time, on one line
//! or on three. [`read_prefix`] reads the pieces that a text begins with,
//! [`Pieces::merge`] puts those of several lines together, and
//! [`Pieces::settle`] makes a moment of them. This file knows calendars and
//! never the layout of a page.

mod grammar;
pub(super) mod moment;
pub(super) mod months;
pub(super) mod order;
mod solar_hijri;
mod zones;

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{Offset, TimeZone};

use crate::article::{Precision, Published, Warning, WarningCode};
use zones::Zone;

/// Which number comes first in a date such as 10/7/2023.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayOrder {
    /// As other dates prove that stand in the same column of a table or under the same
    /// name in records; where none does, by the clock.
    #[default]
    ByColumn,
    /// The month first beside a clock with AM and PM, else the day.
    ByClock,
    /// Always the day.
    DayFirst,
    /// Always the month.
    MonthFirst,
}

/// The day of a date, as much as is printed of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// A day of the calendar.
    Full(Date),
    /// Two readings: the day first, and the month first.
    Either(Date, Date),
    /// A year and a month.
    Month(i16, i8),
    /// A year.
    Year(i16),
    /// A month and a day without a year.
    WithoutYear(i8, i8),
    /// Printed like a date, but no calendar has it.
    Impossible,
    /// A day of a calendar that is not read.
    Unread,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub time: Time,
    pub has_seconds: bool,
    pub has_half: bool,
    pub zone: Option<Zone>,
}

/// What is known of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pieces {
    pub weekday: Option<Weekday>,
    pub day: Option<Day>,
    pub clock: Option<Clock>,
}

/// Reads the pieces of a date that `text` begins with; also returns where they
/// end, in bytes.
pub(super) fn read_prefix(text: &str) -> Option<(Pieces, usize)> {
    grammar::read(text)
}

/// Reads a text that is a date and nothing else.
pub(super) fn read_whole(text: &str) -> Option<Pieces> {
    let (pieces, end) = read_prefix(text)?;
    let rest =
        text[end..].trim_matches(|c: char| c.is_whitespace() || "-–—|,.،؛:()[]（）".contains(c));
    rest.is_empty().then_some(pieces)
}

impl Pieces {
    /// Takes over what is missing here; returns whether the two contradict
    /// each other.
    pub fn merge(&mut self, other: Pieces) -> bool {
        let conflict = match (self.day, other.day) {
            (Some(Day::Unread), _) | (_, Some(Day::Unread)) => false,
            (Some(mine), Some(theirs)) => mine != theirs,
            _ => false,
        } || match (self.clock, other.clock) {
            (Some(mine), Some(theirs)) => mine.time != theirs.time,
            _ => false,
        };
        self.weekday = self.weekday.or(other.weekday);
        self.clock = self.clock.or(other.clock);
        self.day = match (self.day, other.day) {
            (None, theirs) => theirs,
            (Some(Day::WithoutYear(..) | Day::Unread), Some(day)) if day != Day::Unread => {
                Some(day)
            }
            (mine, _) => mine,
        };
        conflict
    }

    /// Returns the moment that the pieces name, in UTC. `hint` is a date that
    /// is known from elsewhere (the path): it gives the year where the page
    /// gives none. What had to be decided is added to `warnings`.
    pub fn settle(
        &self,
        zone: &TimeZone,
        order: DayOrder,
        hint: Option<Published>,
        warnings: &mut Vec<Warning>,
    ) -> Option<Published> {
        let mut warn = |code, detail: String| warnings.push(Warning { code, detail });
        let day = match self.day? {
            Day::Full(date) => date,
            Day::Either(day_first, month_first) => {
                let (date, sure) = self.choose(day_first, month_first, order);
                if !sure {
                    let detail = match day_first == month_first {
                        true => format!("{date}, by a year of two digits"),
                        false => format!("{day_first} or {month_first}; took {date}"),
                    };
                    warn(WarningCode::DateAmbiguous, detail);
                }
                date
            }
            Day::Month(year, month) => {
                return Published::from_civil(start(year, month)?, Precision::Month);
            }
            Day::Year(year) => return Published::from_civil(start(year, 1)?, Precision::Year),
            Day::WithoutYear(month, day) => {
                match hint.and_then(|hint| Date::new(hint.civil().year(), month, day).ok()) {
                    Some(date) => date,
                    None => {
                        let detail = format!("month {month}, day {day} of an unknown year");
                        warn(WarningCode::DateWithoutYear, detail);
                        return None;
                    }
                }
            }
            Day::Unread => {
                let detail = "a date of the lunar calendar is not read".to_owned();
                warn(WarningCode::ValueDropped, detail);
                return None;
            }
            Day::Impossible => {
                warn(WarningCode::DateImpossible, "no calendar has the date".to_owned());
                return None;
            }
        };
        if let Some(weekday) = self.weekday.filter(|printed| *printed != day.weekday()) {
            let detail = format!("{day} is a {:?}, not a {weekday:?}", day.weekday());
            warn(WarningCode::WeekdayMismatch, detail);
        }
        if self.clock.is_some_and(|clock| clock.zone == Some(Zone::Unsure)) {
            let detail = "the zone of the time is not sure; took the archive's".to_owned();
            warn(WarningCode::DateAmbiguous, detail);
        }
        let moment = self.moment(day, zone);
        if moment.is_none() {
            let detail = format!("{day} is outside of the years 1678 to 2261");
            warn(WarningCode::DateImpossible, detail);
        }
        moment
    }

    /// Chooses between two readings of a date and says whether that is sure.
    fn choose(&self, day_first: Date, month_first: Date, order: DayOrder) -> (Date, bool) {
        if let Some(weekday) = self.weekday {
            match (day_first.weekday() == weekday, month_first.weekday() == weekday) {
                (true, false) => return (day_first, true),
                (false, true) => return (month_first, true),
                _ => {}
            }
        }
        match order {
            DayOrder::DayFirst => (day_first, true),
            DayOrder::MonthFirst => (month_first, true),
            DayOrder::ByColumn | DayOrder::ByClock => {
                let has_half = self.clock.is_some_and(|clock| clock.has_half);
                (if has_half { month_first } else { day_first }, false)
            }
        }
    }

    fn moment(&self, day: Date, zone: &TimeZone) -> Option<Published> {
        let Some(clock) = self.clock else {
            return Published::from_civil(day.to_datetime(Time::midnight()), Precision::Day);
        };
        let printed = day.to_datetime(clock.time);
        let instant = match clock.zone {
            Some(Zone::At(offset)) => offset.to_timestamp(printed).ok()?,
            Some(Zone::Unsure) | None => zone.to_timestamp(printed).ok()?,
        };
        let precision = match clock.has_seconds {
            true => Precision::Second,
            false => Precision::Minute,
        };
        Published::from_civil(Offset::UTC.to_datetime(instant), precision)
    }
}

fn start(year: i16, month: i8) -> Option<DateTime> {
    Some(Date::new(year, month, 1).ok()?.to_datetime(Time::midnight()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, order: DayOrder, hint: Option<&str>) -> String {
        let Some(pieces) = read_whole(text) else {
            return "-".to_owned();
        };
        let hint = hint.map(|date| {
            let at: Date = date.parse().unwrap();
            Published::from_civil(at.to_datetime(Time::midnight()), Precision::Day).unwrap()
        });
        let mut warnings = Vec::new();
        let moment = pieces.settle(&TimeZone::UTC, order, hint, &mut warnings);
        let mut shown = moment.map_or("none".to_owned(), |moment| moment.to_string());
        for warning in warnings {
            shown += &format!(" {}", warning.code.name());
        }
        shown
    }

    #[test]
    fn dates_as_they_are_printed() {
        for (text, expected) in [
            ("10 September 2022", "2022-09-10"),
            ("Saturday, 10 September 2022", "2022-09-10"),
            ("Friday, 10 September 2022", "2022-09-10 weekday-mismatch"),
            ("Saturday 10 September 2022 7:35:25 AM", "2022-09-10T07:35:25Z"),
            ("Sep 1, 2022, 12:54 PM", "2022-09-01T12:54Z"),
            ("Sept. 1st, 2022 at 12:05 a.m.", "2022-09-01T00:05Z"),
            ("10/7/2023 10:00:19 AM", "2023-10-07T10:00:19Z date-ambiguous"),
            ("10/7/2023 22:00", "2023-07-10T22:00Z date-ambiguous"),
            ("Saturday 10/7/2023", "2023-10-07"),
            ("25/12/2023", "2023-12-25"),
            ("12/25/2023", "2023-12-25"),
            ("7/7/2023", "2023-07-07"),
            ("31.12.1999", "1999-12-31"),
            ("2025-09-19", "2025-09-19"),
            ("2025-09-19T08:15:30Z", "2025-09-19T08:15:30Z"),
            ("2025-09-19T08:15:30.250+03:30", "2025-09-19T04:45:30Z"),
            ("2025-09-19 08:15 GMT+3", "2025-09-19T05:15Z"),
            ("2025/09/19 | 08:15", "2025-09-19T08:15Z"),
            ("2022-09-10T07:35:25+0330", "2022-09-10T04:05:25Z"),
            ("7 June 2020 - 1435 GMT", "2020-06-07T14:35Z"),
            ("14 March 2021 18h05", "2021-03-14T18:05Z"),
            ("1er août 2022 à 18h05", "2022-08-01T18:05Z"),
            ("samedi 10 septembre 2022", "2022-09-10"),
            ("13 сентября 2022 г.", "2022-09-13"),
            ("martedì 13 settembre 2022, ore 18.30", "2022-09-13T18:30Z"),
            ("13 settembre 2022 alle 18:30", "2022-09-13T18:30Z"),
            ("13 Set 2022 - 18:30", "2022-09-13T18:30Z"),
            ("13.09 - 18:30", "-"),
            ("13.09 -18", "-"),
            ("12 set", "-"),
            ("13 de set. de 2022", "2022-09-13"),
            ("13. Okt. 2022", "2022-10-13"),
            ("13. Jänner 2022", "2022-01-13"),
            ("13 de septiembre de 2022, 18:30 h", "2022-09-13T18:30Z"),
            ("martes, 13 de setiembre de 2022 a las 18:30", "2022-09-13T18:30Z"),
            ("dinsdag 13 september 2022 om 18.30 uur", "2022-09-13T18:30Z"),
            ("2022. szeptember 13., kedd 18:30", "2022-09-13T18:30Z"),
            ("Selasa, 13 September 2022 18.30 WIB", "2022-09-13T11:30Z"),
            ("13 сентября 2022 г. в 18:30 мск", "2022-09-13T15:30Z"),
            ("13.09.2022 | 6:30 μ.μ.", "2022-09-13T18:30Z"),
            ("יום שלישי, 13 בספטמבר 2022", "2022-09-13"),
            ("منگل 13 ستمبر 2022 18:30", "2022-09-13T18:30Z"),
            ("2022年9月13日 午後6時", "2022-09-13T18:00Z"),
            ("terça-feira, 13 de setembro de 2022 às 18h30", "2022-09-13T18:30Z"),
            ("martes, 13 de septiembre del 2022 07:35 hs", "2022-09-13T07:35Z"),
            ("Dienstag, 13. September 2022, 18.30 Uhr", "2022-09-13T18:30Z"),
            ("Dienstag, 13. September 2022, 18 Uhr", "2022-09-13T18:00Z"),
            ("dinsdag 13 september 2022, 18:30 uur", "2022-09-13T18:30Z"),
            ("tirsdag den 13. september 2022", "2022-09-13"),
            ("tirsdag 13. september 2022 kl. 18.30", "2022-09-13T18:30Z"),
            ("tiistai 13. syyskuuta 2022 klo 18.30", "2022-09-13T18:30Z"),
            ("wtorek, 13 września 2022 r., godz. 18:30", "2022-09-13T18:30Z"),
            ("13 listopada 2022", "2022-11-13"),
            ("13. listopada 2022", "2022-10-13"),
            ("úterý 13. září 2022", "2022-09-13"),
            ("13 Eylül 2022 Salı, saat 18:30", "2022-09-13T18:30Z"),
            ("13 вересня 2022 року, 18:30", "2022-09-13T18:30Z"),
            ("13 сентября 2022 в 18:30", "2022-09-13T18:30Z"),
            ("Τρίτη 13 Σεπτεμβρίου 2022", "2022-09-13"),
            ("marți, 13 septembrie 2022, ora 18:30", "2022-09-13T18:30Z"),
            ("2022. szeptember 13., 18:30", "2022-09-13T18:30Z"),
            ("13 בספטמבר 2022", "2022-09-13"),
            ("۱۳ ستمبر ۲۰۲۲", "2022-09-13"),
            ("Вторник, 13 мая 2025 года, 07:35", "2025-05-13T07:35Z"),
            ("2022年9月13日", "2022-09-13"),
            ("２０２２年９月１３日 星期三", "2022-09-13 weekday-mismatch"),
            ("2022年9月13日下午7时35分", "2022-09-13T19:35Z"),
            ("2022年9月13日 星期二 07:35", "2022-09-13T07:35Z"),
            ("2022年9月13日（火）19時35分", "2022-09-13T19:35Z"),
            ("2022年9月14日(火)", "2022-09-14 weekday-mismatch"),
            ("2022年2月30日", "none date-impossible"),
            ("2022년 9월 13일 오후 7시 5분", "2022-09-13T19:05Z"),
            ("2022年9月", "2022-09"),
            ("2022年13月", "-"),
            ("10 أيلول 2022", "2022-09-10"),
            ("السبت، ١٠ أيلول/سبتمبر ٢٠٢٢", "2022-09-10"),
            ("15 تشرين الثاني 2021", "2021-11-15"),
            ("10 سبتمبر 2022 - 05:30 م", "2022-09-10T17:30Z"),
            ("۱۴۰۱/۰۶/۱۹", "2022-09-10"),
            ("۱۹ شهریور ۱۴۰۱", "2022-09-10"),
            ("شنبه ۱۹ شهریور ۱۴۰۱ - ۰۷:۳۵", "2022-09-10T07:35Z"),
            ("سه‌شنبه ۳۰ اسفند ۱۳۹۹", "2021-03-20 weekday-mismatch"),
            ("۳۰ اسفند ۱۴۰۰", "none date-impossible"),
            ("31 February 2022", "none date-impossible"),
            ("2022-13-01", "none date-impossible"),
            ("10 September 0012", "-"),
            ("10 September 1500", "none date-impossible"),
            ("September 2022", "2022-09"),
            ("March 21", "none date-without-year"),
            ("21 March", "none date-without-year"),
            ("7:35:25 AM", "none"),
            ("Saturday", "none"),
            ("10 September 2022 07:35 IRST", "2022-09-10T04:05Z"),
            ("Sep 10, 2022 at 7:35 a.m. EDT", "2022-09-10T11:35Z"),
            ("Sep 10, 2022 at 7:35 a.m. ET", "2022-09-10T07:35Z date-ambiguous"),
            ("10 September 2022 07:35 BST", "2022-09-10T07:35Z date-ambiguous"),
            ("10 September 2022, 15:30 (GMT)", "2022-09-10T15:30Z"),
            ("10 September 2022 [ 07:35 GMT ]", "2022-09-10T07:35Z"),
            ("[ 07:35 GMT ]", "none"),
            ("10 September 2022 07:35 (UTC+2)", "2022-09-10T05:35Z"),
            ("10 September 2022 at 07:35 (Tehran time)", "2022-09-10T07:35Z date-ambiguous"),
            ("10 September 2022 at 07:35 (local time)", "2022-09-10T07:35Z"),
            ("10 September 2022 7.35am", "2022-09-10T07:35Z"),
            ("10 September 2022 07:35 NZDT", "2022-09-10T07:35Z date-ambiguous"),
            ("10 September 2022 07:35 Tehran time", "2022-09-10T07:35Z date-ambiguous"),
            ("Sep 10, 2022, 7:35 AM Eastern Standard Time", "2022-09-10T07:35Z date-ambiguous"),
            ("10 September 2022 07:35 local time", "2022-09-10T07:35Z"),
            ("10/09/22", "2022-09-10 date-ambiguous"),
            ("25/12/98 07:35", "1998-12-25T07:35Z date-ambiguous"),
            ("10 September 22 7:35", "2022-09-10T07:35Z"),
            ("السبت 14 صفر 1444 هـ", "none value-dropped"),
            ("15 ربيع الأول 1444", "none value-dropped"),
            ("السبت 10 أيلول 2022 م", "2022-09-10"),
            ("شنبه ۱۹ شهریور ۱۴۰۱ - ۱۴ صفر ۱۴۴۴ - 10 September 2022", "2022-09-10"),
            ("۱۴ صفر ۱۴۴۴ - 10 September 2022", "2022-09-10"),
        ] {
            let shown = check(text, DayOrder::ByClock, None);
            let shown = if shown.is_empty() { "none".to_owned() } else { shown };
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_can_be_set() {
        let text = "10/7/2023";
        assert_eq!(check(text, DayOrder::DayFirst, None), "2023-07-10");
        assert_eq!(check(text, DayOrder::MonthFirst, None), "2023-10-07");
    }

    #[test]
    fn the_path_gives_the_year_that_the_page_leaves_out() {
        let shown = check("March 21", DayOrder::ByClock, Some("2019-03-22"));
        assert_eq!(shown, "2019-03-21");
        let shown = check("February 29", DayOrder::ByClock, Some("2019-03-22"));
        assert_eq!(shown, "none date-without-year");
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "",
            "1304903",
            "2022",
            "Iran",
            "May the best team win",
            "10 September 2022 was a Saturday",
            "3 dead",
            "25:61",
            "13:75 PM",
            "1/2",
            "Sat on 3 chairs",
            "99/99",
            "12-13",
            "10 9 8",
            "10 September 2022 - 11 September 2022",
            "10 September 2022 07:35 IRNA",
            "10 September 2022 07:35 the first time",
            "10 September 22 people",
            "10 September 2022 à 18:05 est",
            "7.35",
            "۰۱/۰۶/۱۹",
            "14 صفر",
        ] {
            assert_eq!(check(text, DayOrder::ByClock, None), "-", "{text}");
        }
    }

    #[test]
    fn times_are_taken_in_the_zone_of_the_archive() {
        let zone = TimeZone::fixed(Offset::constant(3));
        let pieces = read_whole("10 September 2022 01:00").unwrap();
        let at = pieces.settle(&zone, DayOrder::ByClock, None, &mut Vec::new());
        assert_eq!(at.unwrap().to_string(), "2022-09-09T22:00Z");
        // A day without a time stays that day.
        let pieces = read_whole("10 September 2022").unwrap();
        let at = pieces.settle(&zone, DayOrder::ByClock, None, &mut Vec::new());
        assert_eq!(at.unwrap().to_string(), "2022-09-10");
    }
}
