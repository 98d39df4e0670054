//! Dates of articles against the calendar of the archive.
//!
//! A date that is known to the minute is a moment, and which day that is depends on
//! the time zone. One that is known only to the day or less is a date of the archive's
//! own calendar, whatever the zone; the index keeps it as if it were one of UTC.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use tantivy::{BitSet, SegmentReader};

use super::columns::{ByColumn, ColumnQuery};
use crate::article::{Precision, Published};

/// From the first second of a day to its last.
const TO_THE_END_OF_DAY: i64 = 86_399;

/// The zone by whose calendar the date of an article goes that can mean the seconds
/// from one to another.
pub(in crate::index) fn zone_of(from: i64, until: i64, zone: &TimeZone) -> &TimeZone {
    if until - from >= TO_THE_END_OF_DAY { &UTC } else { zone }
}

/// The day that a second lies in, by the calendar of a zone.
pub(in crate::index) fn day(seconds: i64, zone: &TimeZone) -> Date {
    zone.to_datetime(Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)).date()
}

/// The calendar where none is named.
static UTC: TimeZone = TimeZone::UTC;

/// Articles that were published from one date to another, in the calendar of a zone
/// other than UTC.
#[derive(Debug, Clone)]
pub(in crate::index) struct ZonedDates {
    /// For dates that are known to the day or less.
    days: RangeInclusive<i64>,
    /// For moments.
    moments: RangeInclusive<i64>,
}

impl ZonedDates {
    /// The articles from one date to another. What is asked for to the minute is a
    /// moment of UTC.
    pub(in crate::index) fn between(
        from: Option<Published>,
        to: Option<Published>,
        zone: &TimeZone,
    ) -> ColumnQuery<ZonedDates> {
        let is_moment = |date: Published| date.precision > Precision::Day;
        let days = from.map_or(i64::MIN, |date| date.seconds)
            ..=to.map_or(i64::MAX, Published::last_second);
        let first = from.map_or(i64::MIN, |date| match is_moment(date) {
            true => date.seconds,
            false => in_zone(date.seconds, zone),
        });
        // A day ends where the next begins: its last hour may come twice.
        let last = to.map_or(i64::MAX, |date| match is_moment(date) {
            true => date.last_second(),
            false => in_zone(date.last_second() + 1, zone) - 1,
        });
        ColumnQuery(ZonedDates { days, moments: first..=last })
    }
}

impl ByColumn for ZonedDates {
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<Option<BitSet>> {
        let columns = reader.fast_fields();
        let (from, until) = (columns.i64("published")?, columns.i64("published_until")?);
        let mut documents = BitSet::with_max_value(reader.max_doc());
        for document in 0..reader.max_doc() {
            let (Some(first), Some(last)) = (from.first(document), until.first(document)) else {
                continue;
            };
            let is_day = last - first >= TO_THE_END_OF_DAY;
            let range = if is_day { &self.days } else { &self.moments };
            if range.contains(&first) && range.contains(&last) {
                documents.insert(document);
            }
        }
        Ok(Some(documents))
    }
}

/// The second at which the clocks of a zone show what those of UTC show at another.
fn in_zone(second: i64, zone: &TimeZone) -> i64 {
    let shown = Timestamp::from_second(second).map(|at| Offset::UTC.to_datetime(at));
    let there = shown.and_then(|shown| zone.to_timestamp(shown));
    there.map_or(second, Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId};
    use crate::facets::{FacetField, Period};
    use crate::index::{Edition, Index, Versions, WriterOptions};
    use crate::query;

    #[test]
    fn every_hour_lies_in_a_day_where_clocks_go_back_at_midnight() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        // 23:15 in Tehran, for the first and for the second time; and midnight.
        let dates = ["2022-09-21T18:45", "2022-09-21T19:45", "2022-09-21T20:30"];
        for (number, at) in dates.into_iter().enumerate() {
            let published = Published::from_civil(at.parse().unwrap(), Precision::Minute);
            let id = ArticleId::new(number.to_string());
            let article = Article { id, published, ..Article::default() };
            writer.add(preparer.prepare(&article, Edition::Current)).unwrap();
        }
        writer.commit("test").unwrap();
        let searcher = index.searcher().unwrap().in_zone(TimeZone::get("Asia/Tehran").unwrap());
        for (text, expected) in [
            ("date:2022-09-21", 2),
            ("date:..2022-09-21", 2),
            ("date:2022-09-22", 1),
            ("date:2022-09-22..", 1),
        ] {
            let query = query::parse(text, crate::today()).unwrap();
            assert_eq!(searcher.count(&query, Versions::Current).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn the_list_the_facet_and_the_timeline_go_by_one_calendar() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        let dates = [
            // The 1st of January 2023 in Tehran, 01:30.
            ("2022-12-31T22:00", Precision::Minute),
            ("2022-12-31T12:00", Precision::Minute),
            ("2023-01-01T00:00", Precision::Day),
            ("2022-12-31T00:00", Precision::Day),
            ("2023-01-01T00:00", Precision::Year),
        ];
        for (number, (at, precision)) in dates.into_iter().enumerate() {
            let published = Published::from_civil(at.parse().unwrap(), precision);
            let id = ArticleId::new(number.to_string());
            let article = Article { id, published, ..Article::default() };
            writer.add(preparer.prepare(&article, Edition::Current)).unwrap();
        }
        writer.commit("test").unwrap();
        let tehran = TimeZone::get("Asia/Tehran").unwrap();
        for (zone, year_2023, first_day, last_day) in [(TimeZone::UTC, 2, 1, 3), (tehran, 3, 2, 2)]
        {
            let searcher = index.searcher().unwrap().in_zone(zone);
            let count = |text: &str| {
                let query = query::parse(text, crate::today()).unwrap();
                searcher.count(&query, Versions::Current).unwrap()
            };
            assert_eq!(count("date:2023"), year_2023);
            assert_eq!(count("date:2023-01-01"), first_day);
            assert_eq!(count("date:2022-12-31"), last_day);
            assert_eq!(count("date:2022") + count("date:2023"), 5);
            assert_eq!(count("date:..2022") + count("date:2023.."), 5);
            assert_eq!(count("date:2022-12-31T22:00"), 1, "a moment of UTC");
            let all = query::parse("*", crate::today()).unwrap();
            let facets = searcher.facets(&all, Versions::Current, &[FacetField::Year]).unwrap();
            let of_2023 = facets[0].values.iter().find(|(year, _)| year == "2023").unwrap().1;
            assert_eq!(of_2023, year_2023);
            let timeline = searcher.timeline(&all, Versions::Current, Period::Year).unwrap();
            assert_eq!(timeline.periods.last(), Some(&("2023".to_owned(), year_2023)));
        }
    }
}
