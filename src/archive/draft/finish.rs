//! What is seen to in every article, whatever it was read from.

use jiff::tz::TimeZone;

use crate::archive::Reader;
use crate::article::{Article, Precision, Published, Status, Warning, WarningCode};
use crate::text;

/// A longer value is none that anybody meant: as a rule a quotation mark is missing
/// in a table. In bytes.
const LONGEST_VALUE: usize = 1_000;
/// Addresses may be longer.
const LONGEST_ADDRESS: usize = 8_000;

impl Reader {
    /// Leaves out values that are too long to be searched by, with a warning, and lets
    /// an embargo that ends with a day end with it in the archive's time zone; finds out
    /// the language of an article that does not say, from the beginning of its text.
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
                dropped.push(too_long(name, long.len(), longest));
            }
        }
        let Article { keywords, subjects, alt_ids, .. } = article;
        let mut left_out = |name: &str, length: usize| {
            dropped.push(too_long(name, length, LONGEST_VALUE));
        };
        for keyword in keywords.extract_if(.., |keyword| keyword.len() > LONGEST_VALUE) {
            left_out("keyword", keyword.len());
        }
        for subject in subjects.extract_if(.., |subject| subject.label().len() > LONGEST_VALUE) {
            left_out("subject", subject.label().len());
        }
        for id in alt_ids.extract_if(.., |id| id.value.len() > LONGEST_VALUE) {
            left_out("other id", id.value.len());
        }
        let warning = |detail| Warning { code: WarningCode::ValueDropped, detail };
        article.warnings.extend(dropped.into_iter().map(warning));
        article.embargoed_until = article.embargoed_until.map(|until| self.moment(until));
        // Of a killed article no text is used.
        if article.language.is_none() && article.status != Status::Canceled {
            article.language = text::detect_in(article.paragraphs());
        }
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

fn too_long(name: &str, length: usize, longest: usize) -> String {
    format!("the {name} has {length} bytes, {longest} at most; left out")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Boilerplate, Settings};
    use crate::article::{AltId, Concept};

    #[test]
    fn values_that_nobody_meant_are_left_out_with_a_warning() {
        let reader = Reader::new(Settings::default(), Boilerplate::default());
        let mut article = Article {
            source: Some("x".repeat(40_000)),
            agency: Some("Northern Star".to_owned()),
            keywords: vec!["harbours".to_owned(), "x".repeat(2_000)],
            subjects: vec![Concept::named("x".repeat(3_000)), Concept::named("strikes")],
            alt_ids: vec![AltId { role: None, value: "x".repeat(4_000) }],
            ..Article::default()
        };
        reader.finish(&mut article);
        assert_eq!((article.source, article.agency.as_deref()), (None, Some("Northern Star")));
        assert_eq!(article.keywords, ["harbours"]);
        assert_eq!(article.subjects, [Concept::named("strikes")]);
        assert!(article.alt_ids.is_empty());
        let said = |name, bytes| format!("the {name} has {bytes} bytes, 1000 at most; left out");
        let details = article.warnings.iter().map(|warning| warning.detail.clone());
        assert_eq!(
            details.collect::<Vec<_>>(),
            [
                said("source", 40_000),
                said("keyword", 2_000),
                said("subject", 3_000),
                said("other id", 4_000)
            ]
        );
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
