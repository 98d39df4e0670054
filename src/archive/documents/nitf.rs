//! NITF: the older mark-up of agencies, on its own or inside of NewsML.

use super::Articles;
use super::xml::{self, Element};
use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::draft::{Draft, Place};
use crate::article::{Article, Block, Concept, Language, Published};

const FORMAT: &str = "NITF";

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed before its first article ends.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    xml::articles(text, "nitf", FORMAT, place, article)
}

fn article(document: &Element, record: Option<u64>, place: Place) -> Result<Article, ReadError> {
    let mut draft = Draft::default();
    head(&mut draft.article, document, place);
    draft.blocks = content(document, &mut draft.article);
    draft.description = document.find("body/body.head/abstract").and_then(Element::text);
    draft.finish(record, place)
}

/// Fills what the head of a document says. Used for NITF inside of NewsML 1 too.
pub(in crate::archive) fn head(article: &mut Article, document: &Element, place: Place) {
    article.language = document.attribute("lang").and_then(Language::parse);
    let Some(head) = document.find("head") else {
        return;
    };
    article.headline = head.text_at("title").unwrap_or_default();
    let objects = head.all("tobject").filter_map(|object| object.attribute("tobject.type"));
    article.section = objects.map(str::to_owned).next();
    let subjects = head.all("tobject").flat_map(|object| object.all("tobject.subject"));
    article.subjects.extend(subjects.map(subject));
    if let Some(data) = head.find("docdata") {
        docdata(article, data, place);
    }
    let publication = head.find("pubdata");
    let said = |name| publication?.attribute(name).map(str::to_owned);
    article.section = said("position.section").or(article.section.take());
    if article.published.is_none() {
        let text = said("date.publication").unwrap_or_default();
        let context = place.context;
        article.published = moment::read("date.publication", &text, context, &mut article.warnings);
    }
}

fn subject(element: &Element) -> Concept {
    let names = ["tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type"];
    let name = names.iter().find_map(|name| element.attribute(name)).unwrap_or_default();
    let number = element.attribute("tobject.subject.refnum");
    Concept { name: name.to_owned(), id: number.map(str::to_owned) }
}

/// Reads what the head says of the document.
fn docdata(article: &mut Article, data: &Element, place: Place) {
    let said = |path: &str, name: &str| -> Option<String> {
        Some(data.find(path)?.attribute(name)?.to_owned())
    };
    article.uri = said("doc-id", "id-string");
    let urgency = said("urgency", "ed-urg");
    article.urgency = urgency.and_then(|urgency| urgency.parse().ok());
    let mut warnings = Vec::new();
    let mut date = |path: &str| -> Option<Published> {
        let text = said(path, "norm").or_else(|| data.text_at(path))?;
        moment::read(path, &text, place.context, &mut warnings)
    };
    article.published = date("date.issue").or_else(|| date("date.release"));
    let status = data.attribute("management-status").unwrap_or_default();
    // The date of release is an embargo's end only where there is one.
    let embargo = match status.eq_ignore_ascii_case("embargoed") {
        true => date("date.release").map_or(Embargo::Open, Embargo::Until),
        false => Embargo::No,
    };
    article.expires = date("date.expire");
    article.warnings.extend(warnings);
    standing::apply(article, status, embargo);
    article.slugline = said("du-key", "key");
    article.ed_note = said("ed-msg", "info");
    article.rights =
        said("doc.copyright", "holder").map(|holder| match said("doc.copyright", "year") {
            Some(year) => format!("© {year} {holder}"),
            None => format!("© {holder}"),
        });
    let lists = data.all("key-list");
    let keywords = lists.flat_map(|list| list.all("keyword"));
    article.keywords.extend(keywords.filter_map(|one| one.attribute("key")).map(str::to_owned));
    for content in data.all("identified-content") {
        for element in content.elements() {
            let list = match element.name.as_str() {
                "person" => &mut article.people,
                "org" => &mut article.organisations,
                "location" => &mut article.places,
                "classifier" | "object.title" | "event" => &mut article.subjects,
                _ => continue,
            };
            let value = || element.attribute("value").map(str::to_owned);
            list.extend(element.text().or_else(value).map(Concept::named));
        }
    }
}

/// Fills what the body of a document says around the text, and returns the
/// text. Used for NITF inside of NewsML too.
pub(in crate::archive) fn content(document: &Element, article: &mut Article) -> Vec<Block> {
    if let Some(head) = document.find("body/body.head") {
        let headline = head.text_at("hedline/hl1");
        article.headline = headline.unwrap_or(std::mem::take(&mut article.headline));
        article.subhead = head.text_at("hedline/hl2").or(article.subhead.take());
        let byline: Vec<String> = head.all("byline").filter_map(Element::text).collect();
        article.byline = (!byline.is_empty()).then(|| byline.join("; "));
        let people = head.all("byline").flat_map(|byline| byline.all("person"));
        article.authors.extend(people.filter_map(Element::text));
        let place = head.find("dateline");
        article.dateline = place.and_then(|place| {
            place.text_at("location").or_else(|| place.text_without("story.date"))
        });
        article.agency = head.text_at("distributor").or(article.agency.take());
        article.source = head.text_at("rights/rights.owner").or(article.source.take());
    }
    document.find("body/body.content").map(Element::blocks).unwrap_or_default()
}
