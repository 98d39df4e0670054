//! RCV1 and RCV2: a year of Reuters' stories as XML, one `newsitem` a file.
//!
//! It has nothing in common with the `newsItem` of NewsML-G2 but its name.

use super::Articles;
use super::xml::{self, Element};
use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::draft::{Draft, Place};
use crate::article::{Article, Concept, Language};

const FORMAT: &str = "RCV1";

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed before its first item ends.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    xml::articles(text, "newsitem", FORMAT, place, article)
}

fn article(item: &Element, record: Option<u64>, place: Place) -> Result<Article, ReadError> {
    let mut draft = Draft::default();
    let article = &mut draft.article;
    article.language = item.attribute("lang").and_then(Language::parse);
    // The title has the country before the headline.
    let headline = item.text_at("headline").or_else(|| item.text_at("title"));
    article.headline = headline.unwrap_or_default();
    article.byline = item.text_at("byline");
    article.dateline = item.text_at("dateline").map(without_date);
    article.rights = item.text_at("copyright");
    metadata(article, item, place);
    identity(article, item);
    draft.blocks = item.find("text").map(Element::blocks).unwrap_or_default();
    draft.finish(record, place)
}

/// Takes off the date of "MEXICO CITY 1996-08-20".
fn without_date(line: String) -> String {
    let is_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/');
    match line.rsplit_once(' ') {
        Some((place, date)) if date.chars().all(is_date) => place.to_owned(),
        _ => line,
    }
}

fn metadata(article: &mut Article, item: &Element, place: Place) {
    let metadata = item.find("metadata");
    // Elements of Dublin Core by the name in their attribute.
    let said = |name: &str| {
        let mut all = metadata?.all("dc").filter(|dc| dc.attribute("element") == Some(name));
        all.find_map(|dc| dc.attribute("value")).map(str::to_owned)
    };
    let mut warnings = Vec::new();
    let published = ["dc.date.published", "dc.date.created"].into_iter().filter_map(said);
    let published = published.chain(item.attribute("date").map(str::to_owned));
    article.published = published
        .filter_map(|text| moment::read("date", &text, place.context, &mut warnings))
        .next();
    article.warnings.extend(warnings);
    article.agency = said("dc.source").or_else(|| said("dc.publisher"));
    let located = said("dc.creator.location");
    article.located = located.or_else(|| said("dc.creator.location.country.name"));
    for codes in metadata.into_iter().flat_map(|metadata| metadata.all("codes")) {
        // `bip:topics:1.0` is a version of `bip:topics`.
        let class = codes.attribute("class").unwrap_or_default();
        let scheme = class.rsplit_once(':').map_or(class, |(scheme, _)| scheme);
        let list = match scheme {
            "bip:countries" => &mut article.places,
            _ => &mut article.subjects,
        };
        list.extend(
            codes
                .all("code")
                .filter_map(|code| code.attribute("code"))
                .map(|code| Concept { name: String::new(), id: Some(format!("{scheme}:{code}")) }),
        );
    }
}

/// Other stories have the same numbers in Reuters-21578, and may have them in the other
/// languages of RCV2.
fn identity(article: &mut Article, item: &Element) {
    let Some(number) = item.attribute("itemid") else {
        return;
    };
    let language = article.language.map_or("und".to_owned(), |language| language.to_string());
    let day = item.attribute("date").unwrap_or("undated");
    article.uri = Some(format!("rcv1:{language}/{day}/{number}"));
    article.agency_id = Some(number.to_owned());
}
