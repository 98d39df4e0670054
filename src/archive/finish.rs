//! What is seen to in every article, whatever it was read from.

use jiff::tz::TimeZone;

use super::Reader;
use crate::article::{Article, Precision, Published, Warning, WarningCode};

/// A longer value is none that anybody meant: as a rule a quotation mark is missing
/// in a table. In bytes.
const LONGEST_VALUE: usize = 1_000;
/// Addresses may be longer.
const LONGEST_ADDRESS: usize = 8_000;

impl Reader {
    /// Leaves out values that are too long to be searched by, with a warning, and lets
    /// an embargo that ends with a day end with it in the archive's time zone.
    pub fn finish(&self, article: &mut Article) {
        let mut dropped = Vec::new();
        let Article { source, agency, agency_id, section, url, .. } = article;
        for (name, value, longest) in [
            ("source", source, LONGEST_VALUE),
            ("agency", agency, LONGEST_VALUE),
            ("agency id", agency_id, LONGEST_VALUE),
            ("section", section, LONGEST_VALUE),
            ("url", url, LONGEST_ADDRESS),
        ] {
            if let Some(long) = value.take_if(|value| value.len() > longest) {
                let length = long.len();
                dropped.push(format!("the {name} has {length} bytes, {longest} at most; left out"));
            }
        }
        let warning = |detail| Warning { code: WarningCode::ValueDropped, detail };
        article.warnings.extend(dropped.into_iter().map(warning));
        article.embargoed_until = article.embargoed_until.map(|until| self.moment(until));
    }

    /// The moment at which a day begins where the archive is.
    fn moment(&self, date: Published) -> Published {
        let zone = &self.settings.time_zone;
        if date.precision > Precision::Day || *zone == TimeZone::UTC {
            return date;
        }
        let begins = zone.to_timestamp(date.civil());
        begins
            .map_or(date, |at| Published { seconds: at.as_second(), precision: Precision::Minute })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Boilerplate, Settings};
    use super::*;

    #[test]
    fn values_that_nobody_meant_are_left_out_with_a_warning() {
        let reader = Reader::new(Settings::default(), Boilerplate::default());
        let mut article = Article {
            source: Some("x".repeat(40_000)),
            agency: Some("Northern Star".to_owned()),
            ..Article::default()
        };
        reader.finish(&mut article);
        assert_eq!((article.source, article.agency.as_deref()), (None, Some("Northern Star")));
        assert_eq!(
            article.warnings[0].detail,
            "the source has 40000 bytes, 1000 at most; left out"
        );
        assert_eq!(article.warnings.len(), 1);
    }

    #[test]
    fn an_embargo_until_a_day_ends_when_that_begins_in_the_zone_of_the_archive() {
        let day = Published::from_civil("2022-09-10T00:00".parse().unwrap(), Precision::Day);
        for (zone, expected) in
            [("UTC", "2022-09-10"), ("America/Los_Angeles", "2022-09-10T07:00Z")]
        {
            let time_zone = TimeZone::get(zone).unwrap();
            let settings = Settings { time_zone, ..Settings::default() };
            let reader = Reader::new(settings, Boilerplate::default());
            let mut article = Article { embargoed_until: day, ..Article::default() };
            reader.finish(&mut article);
            assert_eq!(article.embargoed_until.unwrap().to_string(), expected);
        }
    }
}
