//! The parts of an article, as a record gives them one by one, become the
//! article.
//!
//! What the record says goes first, then what its text says (where it has no
//! headline of its own and is a page of text).

use super::fields::Part;
use super::markup;
use crate::archive::container::place::Place;
use crate::archive::dates::moment;
use crate::archive::documents::agency_page;
use crate::archive::draft::filler;
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::fold::collapse;
use crate::archive::page::authors;
use crate::archive::page::dateline::Dateline;
use crate::archive::{DayOrder, PathFacts, Reader};
use crate::article::{
    AltId, Article, Concept, Language, Origin, Published, Signal, Status, Warning, WarningCode,
};

/// What a record is that has no part of an article.
pub(super) const NOTHING: &str = "it has neither headline nor text";

/// The parts of an article. Empty texts count as none.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Draft {
    pub headline: Option<String>,
    /// Whether the format marks headlines: the text has none then.
    pub marks_headline: bool,
    pub subhead: Option<String>,
    pub kicker: Option<String>,
    pub lede: Option<String>,
    /// The text with its line ends, or with HTML mark-up.
    pub text: String,
    /// Whether what looks like mark-up in the text is text.
    pub is_plain: bool,
    pub published: Option<When>,
    pub version_created: Option<When>,
    pub version: Option<u32>,
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
    pub genres: Vec<String>,
    pub subjects: Vec<Concept>,
    pub people: Vec<Concept>,
    pub organisations: Vec<Concept>,
    pub places: Vec<Concept>,
    pub alt_ids: Vec<AltId>,
    pub signals: Vec<Signal>,
    pub slugline: Option<String>,
    pub rights: Option<String>,
    pub ed_note: Option<String>,
    /// Whether it may be used, in the words of the record.
    pub status: Option<String>,
    /// The end of an embargo, or whether there is one.
    pub embargo: Option<String>,
    /// Which number comes first in which of the dates, where that is known.
    pub orders: Vec<(Part, DayOrder)>,
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
        let facts = reader.facts(&place.names()).of_record(place.record);
        let (mut article, dateline) = match headline {
            Some(headline) => self.below(headline, reader),
            None if self.marks_headline => {
                let detail = "the record gives no headline".to_owned();
                self.warnings.push(Warning { code: WarningCode::NoHeadline, detail });
                self.below(String::new(), reader)
            }
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
        let lede = given(self.lede.take()).map(|lede| one_line(&lede));
        agency_page::below(headline, lede, &self.text, reader.context())
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
        agency_page::contents(&text, &place.path, facts, reader.context())
    }

    /// Fills in what the record says beside its text.
    fn fill(self, article: &mut Article, reader: &Reader) {
        let mut warnings = self.warnings;
        let known = |part| self.orders.iter().find(|(of, _)| *of == part).map(|(_, order)| *order);
        let order = |part| known(part).unwrap_or(reader.settings.day_order);
        for (field, part, when) in [
            (&mut article.published, Part::Published, self.published),
            (&mut article.version_created, Part::VersionCreated, self.version_created),
        ] {
            let date = when.and_then(|when| date(part, when, order(part), reader, &mut warnings));
            *field = date.or(*field);
        }
        let embargo = Embargo::read(&self.embargo.unwrap_or_default(), |text| {
            date_in_text(Part::Embargo, text, order(Part::Embargo), reader, &mut warnings)
        });
        article.version = self.version.or(article.version);
        article.signals.extend(self.signals);
        let printed = (article.status, article.embargoed_until);
        standing::apply(article, &self.status.unwrap_or_default(), embargo);
        // What its text says withholds it, too.
        if article.status == Status::Usable && article.embargoed_until.is_none() {
            (article.status, article.embargoed_until) = printed;
        }
        let in_one_line = |text| given(given(text).map(|text| one_line(&text)));
        let byline = in_one_line(self.byline);
        for (field, text) in [
            (&mut article.agency, in_one_line(self.agency)),
            (&mut article.source, in_one_line(self.source)),
            (&mut article.section, in_one_line(self.section)),
            (&mut article.byline, byline.clone()),
            (&mut article.kicker, in_one_line(self.kicker)),
            (&mut article.subhead, in_one_line(self.subhead)),
            (&mut article.agency_id, given(self.agency_id)),
            (&mut article.uri, given(self.uri)),
            (&mut article.url, given(self.url)),
            (&mut article.dateline, given(self.dateline)),
            (&mut article.slugline, given(self.slugline)),
            (&mut article.rights, given(self.rights)),
            (&mut article.ed_note, given(self.ed_note)),
        ] {
            if text.is_some() {
                *field = text;
            }
        }
        article.authors = match (self.authors.is_empty(), &byline) {
            (true, Some(byline)) => authors::in_byline(byline),
            _ => self.authors,
        };
        let language = self.language.and_then(|tag| Language::parse(&tag));
        article.language = language.or(article.language);
        if !self.keywords.is_empty() {
            article.keywords = self.keywords;
        }
        for (concepts, found) in [
            (&mut article.genres, self.genres.into_iter().map(Concept::named).collect()),
            (&mut article.subjects, self.subjects),
            (&mut article.people, self.people),
            (&mut article.organisations, self.organisations),
            (&mut article.places, self.places),
        ] {
            let found = found.into_iter();
            let found = found.map(|one: Concept| Concept { name: one_line(&one.name), ..one });
            // A number counts them.
            let is_one = |one: &Concept| one.name.contains(char::is_alphabetic);
            concepts.extend(found.filter(|one| is_one(one) || one.id.is_some()));
        }
        article.alt_ids.extend(self.alt_ids);
        article.warnings.splice(0..0, warnings);
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

/// Reads the date in a part; what is no date is left out and warned of.
fn date(
    part: Part,
    when: When,
    order: DayOrder,
    reader: &Reader,
    warnings: &mut Vec<Warning>,
) -> Option<Published> {
    let text = match when {
        When::At(at) => return Some(at),
        When::Number(number) => match moment::since_1970(number) {
            Some(at) => return Some(at),
            None => number.to_string(),
        },
        When::Text(text) => text,
    };
    date_in_text(part, &text, order, reader, warnings)
}

fn date_in_text(
    part: Part,
    text: &str,
    order: DayOrder,
    reader: &Reader,
    warnings: &mut Vec<Warning>,
) -> Option<Published> {
    moment::read_in_order(part.name(), text, order, reader.context(), warnings)
}
