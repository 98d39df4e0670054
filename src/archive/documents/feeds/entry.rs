//! An entry, as the parser gives it, becomes an article.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use feed_rs::model::{Content, Entry, Feed, Text};
use feed_rs::parser;

use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::documents::{markup, plain};
use crate::archive::draft::identity::names_one_article;
use crate::archive::draft::{Draft, Place};
use crate::archive::page::authors;
use crate::article::{Article, Block, Language, Precision, Published, Warning};

/// A feed with the texts of its dates. The parser knows few ways to write one,
/// and drops what it does not know without a word; so it is given the number of
/// each text, as the seconds of a moment, and [`moment::read`] reads the text.
pub(super) struct Parsed {
    pub feed: Feed,
    dates: Vec<String>,
}

/// Parses a feed. The error says what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Parsed, String> {
    let texts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&texts);
    let number = move |text: &str| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(text.to_owned());
        let number = jiff::Timestamp::from_second(seen.len() as i64).ok()?;
        number.to_string().parse().ok()
    };
    let parser = parser::Builder::new()
        // An entry without an identifier has none: a made-up one would change.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(number)
        .build();
    // A parser of other people's making; what it cannot do must cost no more than
    // this feed.
    let feed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes())));
    let feed = feed.map_err(|_| "the parser gave up on it".to_owned())?;
    let feed = feed.map_err(|error| fault(&error.to_string()))?;
    let dates = std::mem::take(&mut *texts.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Parsed { feed, dates })
}

/// What a fault says without where the parser met it.
fn fault(error: &str) -> String {
    const WHERE: [&str; 4] = [
        "unable to parse feed: ",
        "unable to parse XML: ",
        "unable to parse JSON: ",
        "Parser error: ",
    ];
    let mut fault = error;
    for place in WHERE {
        fault = fault.strip_prefix(place).unwrap_or(fault);
    }
    match fault {
        "no root element" => "there is no channel in it".to_owned(),
        fault => fault.to_owned(),
    }
}

impl Parsed {
    /// The text that a number was given for.
    fn date(&self, number: i64) -> &str {
        let at = usize::try_from(number - 1).ok();
        at.and_then(|at| self.dates.get(at)).map_or("", String::as_str)
    }
}

/// Makes an article of an entry of `parsed`. What the entry does not say, `feed`
/// does, in which it stands.
pub(super) fn article(
    entry: &Entry,
    parsed: &Parsed,
    feed: &Feed,
    record: u64,
    notes: &[Warning],
    place: Place,
) -> Result<Article, ReadError> {
    let mut draft = Draft::default();
    let article = &mut draft.article;
    article.warnings.extend_from_slice(notes);
    article.headline = line(&entry.title, place)?.unwrap_or_default();
    article.uri = Some(entry.id.clone());
    let links = entry.links.iter();
    let own = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    let mut links = links.filter(|link| own(link.rel.as_deref()) && !link.href.is_empty());
    let own = links.find(|link| names_one_article(&link.href));
    article.url = own.map(|link| link.href.clone());
    article.agency = line(&feed.title, place)?;
    article.source = entry.source.clone().filter(|source| !source.contains("://"));
    let mut warnings = Vec::new();
    let mut date = |name: &str, number: i64| {
        let read = moment::read(name, parsed.date(number), place.context, &mut warnings);
        read.map(day_of_midnight)
    };
    let published = entry.published.and_then(|at| date("date", at.timestamp()));
    let updated = entry.updated.and_then(|at| date("modified date", at.timestamp()));
    article.published = published.or(updated);
    article.version_created = updated.filter(|_| updated != published);
    article.warnings.extend(warnings);
    let authors = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
    let named = authors.iter().filter_map(|author| author.name.clone());
    article.authors = named.flat_map(|name| authors::listed(&name)).collect();
    let language = entry.language.as_deref().or(feed.language.as_deref());
    article.language = language.and_then(Language::parse);
    let categories = entry.categories.iter();
    let categories = categories.map(|one| one.label.as_ref().unwrap_or(&one.term).clone());
    article.keywords = categories.collect();
    let rights = line(&entry.rights, place)?;
    article.rights = rights.map_or_else(|| line(&feed.rights, place), |said| Ok(Some(said)))?;
    draft.blocks = entry.content.as_ref().map_or(Ok(Vec::new()), |content| body(content, place))?;
    match &entry.summary {
        Some(summary) if draft.blocks.is_empty() => {
            draft.blocks = marked_up(&summary.content, place)?;
        }
        summary => draft.description = line(summary, place)?,
    }
    draft.finish(Some(record), place)
}

/// Midnight to the second is how feeds write a day without a time.
fn day_of_midnight(at: Published) -> Published {
    const DAY: i64 = 86_400;
    match at.precision {
        Precision::Second if at.seconds.rem_euclid(DAY) == 0 => {
            Published { precision: Precision::Day, ..at }
        }
        _ => at,
    }
}

fn line(text: &Option<Text>, place: Place) -> Result<Option<String>, ReadError> {
    text.as_ref().map(|text| markup::line(&text.content, place)).transpose()
}

fn body(content: &Content, place: Place) -> Result<Vec<Block>, ReadError> {
    match &content.body {
        Some(text) if content.content_type.ty().as_str() == "text" => marked_up(text, place),
        Some(text) if markup::looks_like_html(text) => markup::blocks(text, place),
        _ => Ok(Vec::new()),
    }
}

fn marked_up(text: &str, place: Place) -> Result<Vec<Block>, ReadError> {
    match markup::looks_like_html(text) {
        true => markup::blocks(text, place),
        false => Ok(plain::blocks(text)),
    }
}
