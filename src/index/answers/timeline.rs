//! Counting what matches by calendar period, exactly, over all that a query finds.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::facets::{Period, Timeline};
use crate::index::IndexError;
use crate::index::compile::Purpose;
use crate::index::queries::dates::{day, zone_of};
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::query::ast::Query;

/// A longer gap between two periods of a timeline is left out: it is as a rule one
/// wrong date far from all others. A century has 36,525 days.
const LONGEST_GAP: usize = 40_000;

impl Searcher {
    /// Counts the articles that match a query by calendar periods, those between
    /// the first and the last that have none included.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn timeline(
        &self,
        query: &Query,
        versions: Versions,
        period: Period,
    ) -> Result<Timeline, IndexError> {
        let compiled = self.compile(query, Purpose::Matching, versions)?;
        let days = Days { period, zone: self.zone().clone() };
        let counted = self.engine().search(&*compiled.query, &days)?;
        let mut periods = Vec::new();
        let mut before: Option<Date> = None;
        for (&start, &count) in &counted.starts {
            periods.extend(before.into_iter().flat_map(|before| period.gap(before, start)));
            periods.push((period.label(start), count));
            before = Some(start);
        }
        Ok(Timeline { period, periods, imprecise: counted.imprecise, undated: counted.undated })
    }
}

impl Period {
    /// The first day of the period that a day lies in.
    fn start(self, day: Date) -> Date {
        match self {
            Period::Day => day,
            Period::Week => {
                let into = day.weekday().since(Weekday::Monday);
                day.checked_sub(i64::from(into).days()).unwrap_or(day)
            }
            Period::Month => day.first_of_month(),
            Period::Year => day.first_of_year(),
        }
    }

    /// The periods between two, none where they are too many.
    fn gap(self, before: Date, start: Date) -> Vec<(String, u64)> {
        let after = std::iter::successors(self.next(before), |&period| self.next(period));
        let between = after.take_while(|&period| period < start).take(LONGEST_GAP + 1);
        let between: Vec<_> = between.map(|period| (self.label(period), 0)).collect();
        if between.len() > LONGEST_GAP { Vec::new() } else { between }
    }

    fn next(self, start: Date) -> Option<Date> {
        let step = match self {
            Period::Day => 1.day(),
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Year => 1.year(),
        };
        start.checked_add(step).ok()
    }

    fn label(self, start: Date) -> String {
        let shape = match self {
            Period::Day | Period::Week => "%Y-%m-%d",
            Period::Month => "%Y-%m",
            Period::Year => "%Y",
        };
        start.strftime(shape).to_string()
    }
}

/// Counts dates by the period that they lie in.
struct Days {
    period: Period,
    zone: TimeZone,
}

#[derive(Default)]
struct CountedDays {
    starts: BTreeMap<Date, u64>,
    imprecise: u64,
    undated: u64,
}

struct SegmentDays {
    from: Column<i64>,
    until: Column<i64>,
    period: Period,
    zone: TimeZone,
    counted: CountedDays,
}

impl Collector for Days {
    type Fruit = CountedDays;
    type Child = SegmentDays;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentDays> {
        let columns = reader.fast_fields();
        Ok(SegmentDays {
            from: columns.i64("published")?,
            until: columns.i64("published_until")?,
            period: self.period,
            zone: self.zone.clone(),
            counted: CountedDays::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<CountedDays>) -> tantivy::Result<CountedDays> {
        let mut all = CountedDays::default();
        for segment in segments {
            all.imprecise += segment.imprecise;
            all.undated += segment.undated;
            for (start, count) in segment.starts {
                *all.starts.entry(start).or_default() += count;
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentDays {
    type Fruit = CountedDays;

    fn collect(&mut self, doc: DocId, _: Score) {
        let (Some(from), Some(until)) = (self.from.first(doc), self.until.first(doc)) else {
            self.counted.undated += 1;
            return;
        };
        let zone = zone_of(from, until, &self.zone);
        let start = self.period.start(day(from, zone));
        if start == self.period.start(day(until, zone)) {
            *self.counted.starts.entry(start).or_default() += 1;
        } else {
            self.counted.imprecise += 1;
        }
    }

    fn harvest(self) -> CountedDays {
        self.counted
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_gap_is_filled_and_one_of_centuries_left_out() {
        let gap = |period: Period, from, to| period.gap(from, to);
        let (far, last) = (date(1700, 1, 1), date(2022, 9, 10));
        let day = [("2022-09-09".to_owned(), 0)];
        assert_eq!(gap(Period::Day, date(2022, 9, 8), last), day);
        assert_eq!(gap(Period::Day, date(2022, 9, 9), last), []);
        assert_eq!(gap(Period::Day, date(1922, 9, 10), last).len(), 36_524);
        assert_eq!(gap(Period::Day, far, last), []);
        assert_eq!(gap(Period::Year, far, date(2022, 1, 1)).len(), 321);
    }
}
