//! The parts of an article, as a record gives them one by one, become the
//! article.
//!
//! What the record says goes first, then what its text says (where it has no
//! headline of its own and is a page of text).

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use jiff::{Timestamp, civil};

use super::markup;
use crate::archive::agency_page;
use crate::archive::container::place::Place;
use crate::archive::dateline::{self, Dateline};
use crate::archive::fold::collapse;
use crate::archive::moment::with_known_zone;
use crate::archive::standing::{self, Embargo};
use crate::archive::{PathFacts, Reader, body, filler, lines, paragraphs, when};
use crate::article::{
    Article, Block, BlockKind, Language, Origin, Precision, Published, Warning, WarningCode,
};

/// What a record is that has no part of an article.
pub(super) const NOTHING: &str = "it has neither headline nor text";

/// The parts of an article. Empty texts count as none.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Draft {
    pub headline: Option<String>,
    pub kicker: Option<String>,
    pub lede: Option<String>,
    /// The text with its line ends, or with HTML mark-up.
    pub text: String,
    /// Whether what looks like mark-up in the text is text.
    pub is_plain: bool,
    pub published: Option<When>,
    pub version_created: Option<When>,
    pub agency: Option<String>,
    pub agency_id: Option<String>,
    pub source: Option<String>,
    pub uri: Option<String>,
    pub url: Option<String>,
    pub byline: Option<String>,
    pub authors: Vec<String>,
    pub dateline: Option<String>,
    pub section: Option<String>,
    pub language: Option<String>,
    pub keywords: Vec<String>,
    pub slugline: Option<String>,
    pub rights: Option<String>,
    /// Whether it may be used, in the words of the record.
    pub status: Option<String>,
    /// The end of an embargo, or whether there is one.
    pub embargo: Option<String>,
    pub warnings: Vec<Warning>,
}

/// A date as a record gives it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    /// As text of any kind.
    Text(String),
    /// As a number of seconds or thousandths since 1970.
    Number(i64),
    /// As a moment.
    #[cfg(feature = "mail")]
    At(Published),
}

impl Draft {
    /// Whether there is anything to read.
    pub fn is_empty(&self) -> bool {
        let blank = |text: &Option<String>| text.as_deref().unwrap_or("").trim().is_empty();
        blank(&self.headline) && blank(&self.lede) && self.text.trim().is_empty()
    }

    /// Makes the article.
    pub fn finish(mut self, place: &Place, reader: &Reader) -> Article {
        if !self.is_plain && markup::is_markup(&self.text) {
            self.text = markup::text(&self.text);
        }
        self.replace_zeros();
        let given = given(self.headline.take()).map(|text| one_line(&text));
        let headline = given.filter(|text| !text.is_empty());
        let facts = facts(place, reader);
        let (mut article, dateline) = match headline {
            Some(headline) => self.below(headline, reader),
            None => self.page(place, &facts, reader),
        };
        article.origin = Origin { path: place.path.clone(), record: place.record };
        self.fill(&mut article, reader);
        filler::complete(article, facts, dateline, reader.context())
    }

    /// A zero is no character of a text, though some formats can write it.
    fn replace_zeros(&mut self) {
        let texts = [&mut self.headline, &mut self.lede].into_iter().flatten();
        let mut count = 0;
        for text in texts.chain([&mut self.text]).filter(|text| text.contains('\0')) {
            count += text.matches('\0').count();
            *text = text.replace('\0', "\u{fffd}");
        }
        if count > 0 {
            let detail = format!("{count} zeros in the text");
            self.warnings.push(Warning { code: WarningCode::StrayBytes, detail });
        }
    }

    /// Makes lede and body of the text below a known headline.
    fn below(&mut self, headline: String, reader: &Reader) -> (Article, Option<Dateline>) {
        let text = lines::unify_ends(&self.text);
        let mut lines = lines::split(&text);
        let banners = reader.boilerplate.take_opening(&mut lines);
        let footers = reader.boilerplate.take_closing(&mut lines);
        let mut paragraphs = paragraphs::build(&lines);
        if let Some(lede) = given(self.lede.take()) {
            let text = one_line(&lede);
            paragraphs.insert(0, paragraphs::Paragraph { text, indented: false, closed: true });
        }
        let mut warnings = Vec::new();
        let body = body::build(paragraphs, &headline, &mut warnings);
        if body.lede.is_none() {
            let detail = "there is no text below the headline".to_owned();
            warnings.push(Warning { code: WarningCode::NoText, detail });
        }
        let set_aside = |text| Block { kind: BlockKind::Boilerplate, text };
        let blocks = banners.into_iter().map(set_aside);
        let blocks = blocks.chain(body.blocks).chain(footers.into_iter().map(set_aside));
        let dateline = body.lede.as_deref().and_then(|lede| dateline::read(lede, &reader.agencies));
        let article = Article {
            headline,
            lede: body.lede,
            byline: body.byline,
            body: blocks.collect(),
            warnings,
            ..Article::default()
        };
        (article, dateline)
    }

    /// Reads the text as a page, which finds its headline.
    fn page(
        &mut self,
        place: &Place,
        facts: &PathFacts,
        reader: &Reader,
    ) -> (Article, Option<Dateline>) {
        let text = match given(self.lede.take()) {
            Some(lede) => format!("{}\n\n{}", one_line(&lede), self.text),
            None => std::mem::take(&mut self.text),
        };
        agency_page::say(&text, &place.path, facts, reader.context())
    }

    /// Fills in what the record says beside its text.
    fn fill(self, article: &mut Article, reader: &Reader) {
        let mut warnings = self.warnings;
        article.published = moment(self.published, reader, &mut warnings).or(article.published);
        article.version_created =
            moment(self.version_created, reader, &mut warnings).or(article.version_created);
        let embargo = Embargo::read(&self.embargo.unwrap_or_default(), |text| {
            moment(Some(When::Text(text.to_owned())), reader, &mut warnings)
        });
        standing::apply(article, &self.status.unwrap_or_default(), embargo);
        let in_one_line = |text| given(given(text).map(|text| one_line(&text)));
        for (field, text) in [
            (&mut article.agency, in_one_line(self.agency)),
            (&mut article.source, in_one_line(self.source)),
            (&mut article.section, in_one_line(self.section)),
            (&mut article.byline, in_one_line(self.byline)),
            (&mut article.kicker, in_one_line(self.kicker)),
            (&mut article.agency_id, given(self.agency_id)),
            (&mut article.uri, given(self.uri)),
            (&mut article.url, given(self.url)),
            (&mut article.dateline, given(self.dateline)),
            (&mut article.slugline, given(self.slugline)),
            (&mut article.rights, given(self.rights)),
        ] {
            if text.is_some() {
                *field = text;
            }
        }
        article.authors = self.authors;
        let language = self.language.and_then(|tag| Language::parse(&tag));
        article.language = language.or(article.language);
        if !self.keywords.is_empty() {
            article.keywords = self.keywords;
        }
        article.warnings.splice(0..0, warnings);
    }
}

/// What the path says of a record: where a file holds several, its name is not
/// the id or the headline of each.
fn facts(place: &Place, reader: &Reader) -> PathFacts {
    let facts = reader.facts(&place.names());
    match place.record {
        Some(_) => PathFacts { agency_id: None, headline: None, ..facts },
        None => facts,
    }
}

/// Returns a text without white space around it; `None` where nothing is left.
pub(super) fn given(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Returns a text in one line, without mark-up.
pub(super) fn one_line(text: &str) -> String {
    match markup::is_markup(text) || text.contains('&') {
        true => collapse(&markup::text(text)),
        false => collapse(text),
    }
}

fn moment(when: Option<When>, reader: &Reader, warnings: &mut Vec<Warning>) -> Option<Published> {
    let text = match when? {
        #[cfg(feature = "mail")]
        When::At(at) => return Some(at),
        When::Number(number) => {
            let at = since_1970(number);
            if at.is_none() {
                warn_date(&number.to_string(), warnings);
            }
            return at;
        }
        When::Text(text) => text,
    };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(at) = standard(text, reader) {
        return Some(at);
    }
    let settings = &reader.settings;
    let pieces = when::read_whole(text).or_else(|| when::read_year(text));
    match pieces {
        Some(pieces) => pieces.settle(&settings.time_zone, settings.day_order, None, warnings),
        None => {
            let number = text.parse().ok().and_then(since_1970);
            if number.is_none() {
                warn_date(text, warnings);
            }
            number
        }
    }
}

fn warn_date(text: &str, warnings: &mut Vec<Warning>) {
    let shown: String = text.chars().take(40).collect();
    let detail = format!("{shown:?} is no date");
    warnings.push(Warning { code: WarningCode::DateImpossible, detail });
}

/// Reads ISO 8601 and RFC 2822.
fn standard(text: &str, reader: &Reader) -> Option<Published> {
    // A date in words also parses as one of these, seldom as it is meant.
    if let Ok(at) = text.parse::<Timestamp>() {
        let precision = match text.matches(':').count() {
            0 | 1 => Precision::Minute,
            _ => Precision::Second,
        };
        return Published::from_civil(Offset::UTC.to_datetime(at), precision);
    }
    if let Ok(day) = text.parse::<civil::Date>()
        && text.len() <= "2022-09-10".len()
    {
        return Published::from_civil(day.to_datetime(civil::Time::midnight()), Precision::Day);
    }
    if text.contains(':')
        && let Ok(printed) = text.parse::<DateTime>()
    {
        let at = reader.settings.time_zone.to_timestamp(printed).ok()?;
        return Published::from_civil(Offset::UTC.to_datetime(at), Precision::Second);
    }
    let at = rfc2822::parse(&with_known_zone(text)?).ok()?.timestamp();
    Published::from_civil(Offset::UTC.to_datetime(at), Precision::Second)
}

/// Years that a number is a date for: fewer seconds are a counter or a year.
const PLAUSIBLE_SECONDS: std::ops::Range<i64> = 100_000_000..10_000_000_000;

fn since_1970(number: i64) -> Option<Published> {
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
    use crate::archive::{Boilerplate, Settings};

    #[test]
    fn dates_of_every_kind() {
        let reader = Reader::new(Settings::default(), Boilerplate::default());
        for (text, expected) in [
            ("2022-09-10", "2022-09-10"),
            ("2022-09-10T07:35:25Z", "2022-09-10T07:35:25Z"),
            ("2022-09-10T07:35:25.123+02:00", "2022-09-10T05:35:25Z"),
            ("2022-09-10 07:35:25", "2022-09-10T07:35:25Z"),
            ("Sat, 10 Sep 2022 07:35:25 +0430", "2022-09-10T03:05:25Z"),
            ("10 September 2022", "2022-09-10"),
            ("Sat, 10 Sep 2022 07:35:25 CEST", "2022-09-10T05:35:25Z"),
            ("1662795325", "2022-09-10T07:35:25Z"),
            ("1662795325000", "2022-09-10T07:35:25Z"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"),
            ("2022", "2022"),
            ("soon", "none; \"soon\" is no date"),
            ("17", "none; \"17\" is no date"),
            ("", "none"),
        ] {
            let mut warnings = Vec::new();
            let at = moment(Some(When::Text(text.to_owned())), &reader, &mut warnings);
            let mut shown = at.map_or("none".to_owned(), |at| at.to_string());
            for warning in warnings {
                shown += &format!("; {}", warning.detail);
            }
            assert_eq!(shown, expected, "{text}");
        }
    }
}
