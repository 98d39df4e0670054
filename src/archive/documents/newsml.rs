//! NewsML-G2: an item of news, a message with many, a package of items.
//!
//! A message or a file may hold several items; each is a record. Concepts,
//! knowledge, planning and catalogues are no articles and say so.

use super::ninjs::add_signal;
use super::xml::{self, Element};
use super::{Articles, markup, nitf, plain};
use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::draft::{Draft, Place, alt_id};
use crate::article::{Article, Block, BlockKind, Concept, Language, Published};

const FORMAT: &str = "NewsML-G2";

/// What a document may hold, and what it is called where it is no article.
const ITEMS: [(&str, &str); 6] = [
    ("newsItem", "an item of news"),
    ("packageItem", "a package of other items"),
    ("conceptItem", "a concept"),
    ("knowledgeItem", "a list of concepts"),
    ("planningItem", "a planning item"),
    ("catalogItem", "a catalogue of codes"),
];

/// Reads a document.
///
/// # Errors
/// Where it holds no item that can be read.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    let parsed = xml::find(text, &ITEMS.map(|(name, _)| name));
    if parsed.elements.is_empty() {
        return Err(match parsed.fault {
            Some(fault) => place.malformed(FORMAT, fault),
            None => place.no_article("a message without items"),
        });
    }
    let several = parsed.elements.len() > 1 || parsed.fault.is_some();
    let items = parsed.elements.iter().zip(0..);
    let items = items.map(|(item, record)| article(item, several.then_some(record), place));
    let mut articles: Articles = items.collect();
    articles.extend(parsed.fault.map(|fault| Err(place.malformed(FORMAT, fault))));
    Ok(articles)
}

fn article(item: &Element, record: Option<u64>, place: Place) -> Result<Article, ReadError> {
    let mut draft = Draft::default();
    match item.name.as_str() {
        "newsItem" => draft.blocks = content(item, &mut draft.article, place)?,
        "packageItem" => draft.blocks = titles(item),
        name => {
            let known = ITEMS.iter().find(|(known, _)| *known == name);
            return Err(place.no_article(known.map_or("an item", |(_, what)| what)));
        }
    }
    if let Some(class) = item.find("itemMeta/itemClass").and_then(code)
        && draft.blocks.is_empty()
    {
        let class = local(&class);
        let what = match class {
            "picture" => "a picture",
            "graphic" => "a graphic",
            "video" => "a film",
            "audio" => "a sound recording",
            "" | "text" | "composite" => "",
            _ => "an item without text",
        };
        if !what.is_empty() {
            return Err(place.no_article(what));
        }
    }
    if let Some(meta) = item.find("contentMeta") {
        content_meta(&mut draft, meta, place);
    }
    item_meta(&mut draft.article, item, place);
    if draft.article.headline.is_empty() {
        draft.article.headline = item.text_at("itemMeta/title").unwrap_or_default();
    }
    if item.name == "packageItem" && draft.blocks.is_empty() && draft.description.is_none() {
        return Err(place.no_article("a package of other items"));
    }
    draft.finish(record, place)
}

/// The code, URI or literal that an element identifies something by.
fn code(element: &Element) -> Option<String> {
    ["qcode", "uri", "literal"].iter().find_map(|name| element.attribute(name)).map(str::to_owned)
}

/// The part of a code after the alias of its scheme.
fn local(code: &str) -> &str {
    code.rsplit([':', '/', '#']).next().unwrap_or(code)
}

/// The name in an element, else the local part of its code.
fn name(element: &Element) -> Option<String> {
    let named = element.text_at("name").or_else(|| element.text());
    named.or_else(|| code(element).map(|code| local(&code).to_owned()))
}

fn concept(element: &Element) -> Concept {
    let name = element.text_at("name").unwrap_or_default();
    Concept { name, id: code(element) }
}

fn item_meta(article: &mut Article, item: &Element, place: Place) {
    article.uri = item.attribute("guid").map(str::to_owned);
    article.version = item.attribute("version").and_then(|version| version.parse().ok());
    let language = || item.attribute("lang").and_then(Language::parse);
    article.language = article.language.or_else(language);
    if let Some(rights) = item.find("rightsInfo") {
        let said = ["copyrightNotice", "usageTerms"].map(|name| rights.text_at(name));
        let said: Vec<String> = said.into_iter().flatten().collect();
        let holder = || rights.find("copyrightHolder").and_then(name);
        article.rights = (!said.is_empty()).then(|| said.join(" ")).or_else(holder);
    }
    let Some(meta) = item.find("itemMeta") else {
        return;
    };
    article.agency = meta.find("provider").and_then(name).filter(|name| !name.contains("://"));
    let mut warnings = Vec::new();
    let mut date = |name: &str| -> Option<Published> {
        moment::read(name, &meta.text_at(name)?, place.context, &mut warnings)
    };
    article.version_created = date("versionCreated");
    let first = date("firstCreated");
    article.published = article.published.or(first).or(article.version_created);
    article.expires = article.expires.or_else(|| date("expires"));
    let embargo = meta.find("embargoed").map_or(Embargo::No, |embargoed| {
        // By the standard an empty element is an embargo until further notice.
        embargoed.text().map_or(Embargo::Open, |text| {
            Embargo::read(&text, |text| {
                moment::read("embargoed", text, place.context, &mut warnings)
            })
        })
    });
    article.warnings.extend(warnings);
    for signal in meta.all("signal") {
        add_signal(&mut article.signals, &code(signal).unwrap_or_default());
    }
    let status = meta.find("pubStatus").and_then(code).unwrap_or_default();
    standing::apply(article, &status, embargo);
    let notes: Vec<String> = meta.all("edNote").filter_map(Element::text).collect();
    article.ed_note = (!notes.is_empty()).then(|| notes.join(" "));
    article.section = article.section.take().or_else(|| meta.find("service").and_then(name));
    let links = meta.all("link").filter(|link| {
        link.attribute("rel").is_some_and(|rel| local(rel).eq_ignore_ascii_case("canonical"))
    });
    article.url = links.filter_map(|link| link.attribute("href")).next().map(str::to_owned);
}

fn content_meta(draft: &mut Draft, meta: &Element, place: Place) {
    let article = &mut draft.article;
    headlines(article, meta);
    let mut warnings = Vec::new();
    let mut date =
        |name: &str| moment::read(name, &meta.text_at(name)?, place.context, &mut warnings);
    article.published = date("contentCreated");
    article.expires = date("expires");
    article.warnings.extend(warnings);
    let source = meta.find("infoSource").and_then(name);
    article.source = source.filter(|name| !name.contains("://"));
    article.source = article.source.take().or_else(|| meta.text_at("creditline"));
    article.byline = meta.text_at("by").or(article.byline.take());
    article.dateline = meta.text_at("dateline").or(article.dateline.take());
    article.located = meta.find("located").and_then(name);
    article.slugline = meta.text_at("slugline");
    article.urgency = meta.text_at("urgency").and_then(|urgency| urgency.parse().ok());
    article.authors.extend(meta.all("creator").filter_map(|one| one.text_at("name")));
    article.keywords.extend(meta.all("keyword").filter_map(Element::text));
    let language = meta.find("language").and_then(|language| language.attribute("tag"));
    article.language = language.and_then(Language::parse);
    article.genres.extend(meta.all("genre").map(concept));
    for id in meta.all("altId") {
        let role = id.attribute("type").or(id.attribute("environment"));
        article.alt_ids.extend(id.text().map(|value| alt_id(role, value)));
    }
    if let [only] = &article.alt_ids[..] {
        article.agency_id = Some(only.value.clone());
    }
    for subject in meta.all("subject") {
        let kind = subject.attribute("type").or(subject.attribute("typeuri")).unwrap_or_default();
        let list = match local(kind) {
            "person" => &mut article.people,
            "organisation" | "organization" => &mut article.organisations,
            "geoArea" | "geoarea" | "poi" | "place" => &mut article.places,
            _ => &mut article.subjects,
        };
        list.push(concept(subject));
    }
    let descriptions: Vec<&Element> = meta.all("description").collect();
    let role =
        |element: &Element| element.attribute("role").map(local).unwrap_or_default().to_owned();
    let wanted = |element: &&&Element| {
        matches!(role(element).as_str(), "" | "summary" | "teaser" | "lead" | "abstract" | "short")
    };
    let chosen = descriptions.iter().find(wanted);
    draft.description = chosen.and_then(|chosen| chosen.text()).or(draft.description.take());
}

/// A role says which line a headline is; where there is none, its rank does:
/// the first is the headline, the second stands below it, the third above.
fn headlines(article: &mut Article, meta: &Element) {
    let mut ranked: Vec<(u32, String)> = Vec::new();
    for headline in meta.all("headline") {
        let Some(text) = headline.text() else {
            continue;
        };
        let role = headline.attribute("role").map(local).unwrap_or_default().to_lowercase();
        if role.contains("kicker") || role.contains("overline") {
            article.kicker.get_or_insert(text);
        } else if role.contains("sub") {
            article.subhead.get_or_insert(text);
        } else {
            let rank = headline.attribute("rank").and_then(|rank| rank.parse().ok());
            ranked.push((rank.unwrap_or(1), text));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut ranked = ranked.into_iter();
    let Some((_, first)) = ranked.next() else {
        return;
    };
    article.headline = first;
    for (rank, text) in ranked {
        match rank {
            0..=2 => article.subhead.get_or_insert(text),
            _ => article.kicker.get_or_insert(text),
        };
    }
}

/// Returns the text of an item: marked up, or plain.
fn content(item: &Element, article: &mut Article, place: Place) -> Result<Vec<Block>, ReadError> {
    let Some(set) = item.find("contentSet") else {
        return Ok(Vec::new());
    };
    for inline in set.all("inlineXML") {
        let blocks = match inline.descendant("nitf") {
            Some(document) => nitf::content(document, article),
            None => inline.descendant("body").unwrap_or(inline).blocks(),
        };
        if !blocks.is_empty() {
            return Ok(blocks);
        }
    }
    for inline in set.all("inlineData") {
        let text = inline.raw_text();
        let html = inline.attribute("contenttype").is_some_and(|kind| kind.contains("html"));
        let blocks = match html || markup::looks_like_html(&text) {
            true => markup::blocks(&text, place)?,
            false => plain::blocks(&text),
        };
        if !blocks.is_empty() {
            return Ok(blocks);
        }
    }
    Ok(Vec::new())
}

/// The titles of the items in a package, as its text.
fn titles(package: &Element) -> Vec<Block> {
    let groups = package.find("groupSet").into_iter().flat_map(|set| set.all("group"));
    let items = groups.flat_map(|group| group.all("itemRef"));
    let titles =
        items.filter_map(|item| item.text_at("title").or_else(|| item.text_at("headline")));
    titles.map(|text| Block { kind: BlockKind::Paragraph, text }).collect()
}
