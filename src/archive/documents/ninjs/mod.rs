//! IPTC ninjs of every version, and Superdesk's dialect, become an article.
//!
//! The versions differ in how names are written (`versioncreated`,
//! `versionCreated`), in singular and plural (`person`, `people`) and in
//! `body_text` against a list of bodies. Names are therefore compared without
//! capitals, hyphens and underscores, and each field is looked for under all
//! its names.

mod item;

use serde_json::{Map, Value};

use self::item::{Item, Line, key, scalar};
use super::{json, markup};
use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::draft::{Draft, Place, alt_id};
use crate::article::{AltId, Article, ArticleId, Block, Concept, Language, Published, Signal};
use crate::wire::ninjs as written;

/// Kinds of items that are articles only where they have a text of their own.
const NOT_TEXT: [(&str, &str); 7] = [
    ("picture", "a picture"),
    ("graphic", "a graphic"),
    ("audio", "a sound recording"),
    ("video", "a film"),
    ("event", "an event"),
    ("planning", "a planning item"),
    ("package", "a package of other items"),
];

/// Whether an object is an item of ninjs: it has an identity and something
/// that only ninjs has.
pub(in crate::archive) fn is_item(object: &Map<String, Value>) -> bool {
    let item = Item::new(object);
    let named = item.any(&["uri", "guid", "id", "urn"]).is_some();
    let marks = [
        "versioncreated",
        "pubstatus",
        "bodytext",
        "bodyhtml",
        "bodyxhtml",
        "bodies",
        "articlehtml",
        "headlines",
        "descriptions",
        "representationtype",
        "renditions",
        "eventdetails",
        "altids",
        "copyrightholder",
    ];
    named && marks.iter().any(|mark| item.get(mark).is_some()) && !object.contains_key("@context")
}

/// Reads an item.
///
/// # Errors
/// Where it is a picture, a film or the like, or has neither headline nor text.
pub(in crate::archive) fn read(
    object: Map<String, Value>,
    record: Option<u64>,
    place: Place,
) -> Result<Article, ReadError> {
    let item = Item::new(&object);
    let mut draft = Draft { blocks: body(&item, place)?, ..Draft::default() };
    let kind = item.text(&["type"]).unwrap_or_default();
    let kind = match item.get("eventdetails") {
        Some(_) if kind.is_empty() => "event",
        _ => kind.as_str(),
    };
    let other = NOT_TEXT.iter().find(|(name, _)| *name == kind);
    if let Some((_, what)) = other.filter(|_| draft.blocks.is_empty()) {
        return Err(place.no_article(*what));
    }
    draft.description = description(&item, place)?;
    let article = &mut draft.article;
    names(article, &item, place)?;
    state(article, &item, place);
    concepts(article, &item);
    let own_id = article.uri.as_deref().and_then(written::id_of);
    let mut article = draft.finish(record, place)?;
    if let Some(id) = own_id {
        (article.id, article.uri) = (ArticleId::new(id), None);
    }
    Ok(article)
}

fn names(article: &mut Article, item: &Item, place: Place) -> Result<(), ReadError> {
    let mut lines = item.lines("headlines", "headline");
    let main = lines
        .iter()
        .position(|line| line.role.is_empty() || line.role.contains("main"))
        .or((!lines.is_empty()).then_some(0));
    let unsaid = |text| Line { text, ..Line::default() };
    let headline = item.text(&["headline"]).map(unsaid);
    let headline = headline.or_else(|| Some(lines.remove(main?)));
    let headline = headline.or_else(|| item.text(&["title", "name"]).map(unsaid));
    article.headline = headline.unwrap_or_default().read(place)?;
    article.kicker = item.text(&["kicker"]);
    article.subhead = item.text(&["subhead", "subheadline"]);
    for line in lines {
        let field = match line.role.as_str() {
            "kicker" | "overline" => &mut article.kicker,
            "sub" | "subhead" | "subheadline" | "subtitle" => &mut article.subhead,
            _ => continue,
        };
        if field.is_none() {
            *field = Some(line.read(place)?);
        }
    }
    let uris = ["uri", "guid", "urn", "id"];
    article.uri = item.text(&uris);
    if uris.iter().filter_map(|name| item.get(name)).any(json::is_inexact) {
        article.warnings.push(json::inexact_id());
    }
    let (providers, sources) = item.sources();
    article.agency = item.name(&["provider", "distributor"]).or(providers);
    article.source = item.name(&["source"]).or(sources).or_else(|| item.name(&["creditline"]));
    article.byline = item.text(&["byline", "by"]);
    article.byline = article.byline.take().map(|by| markup::line(&by, place)).transpose()?;
    article.authors = item.names(&["authors", "author"]);
    article.dateline = item.dateline();
    article.located = item.name(&["located"]);
    article.section = item.name(&["section", "service", "anpacategory"]);
    article.slugline = item.text(&["slugline"]);
    article.keywords = item.names(&["keywords", "keyword"]);
    article.keywords.extend(item.related("subjects", |rel| rel == written::KEYWORD));
    article.language = item.text(&["language"]).as_deref().and_then(Language::parse);
    article.ed_note = item.text(&["ednote"]);
    article.rights = rights(item);
    article.url = item.text(&["url", "canonicalurl"]).or_else(|| page(item));
    article.alt_ids = alt_ids(item);
    let own = |id: &AltId| id.role.as_deref().is_some_and(|role| key(role) == "agencyid");
    article.agency_id = match article.alt_ids.iter().position(own) {
        Some(at) => Some(article.alt_ids.remove(at).value),
        None => match &article.alt_ids[..] {
            [only] => Some(only.value.clone()),
            _ => None,
        },
    };
    Ok(())
}

fn state(article: &mut Article, item: &Item, place: Place) {
    let mut warnings = Vec::new();
    let mut note = article.ed_note.take().unwrap_or_default();
    let mut as_known = |name: &str, date: Published| {
        let known = written::take_precision(&mut note, name);
        known.and_then(|known| Published::from_civil(date.civil(), known)).unwrap_or(date)
    };
    let mut date = |names: &[&str]| -> Option<Published> {
        names
            .iter()
            .find_map(|name| moment::read(name, &item.text(&[name])?, place.context, &mut warnings))
    };
    article.published =
        date(&["firstpublished", "firstcreated", "contentcreated", "published", "versioncreated"]);
    article.version_created = date(&["versioncreated"]);
    article.expires = date(&["expires", "expiry"]);
    let embargo = item.flag_or_text(&["embargoeduntil", "embargoed", "embargo"]);
    let embargo = Embargo::read(&embargo, |text| {
        moment::read("embargoed", text, place.context, &mut warnings)
    });
    let embargo = match embargo {
        Embargo::Until(end) => Embargo::Until(as_known("embargoed", end)),
        other => other,
    };
    for (field, name) in [
        (&mut article.published, "firstCreated"),
        (&mut article.version_created, "versionCreated"),
        (&mut article.expires, "expires"),
    ] {
        *field = field.map(|date| as_known(name, date));
    }
    article.ed_note = Some(note).filter(|note| !note.trim().is_empty());
    article.warnings.extend(warnings);
    article.version = item.number(&["version"]).and_then(|number| u32::try_from(number).ok());
    article.urgency = item.number(&["urgency"]).and_then(|number| u8::try_from(number).ok());
    let signals = item.names(&["signals", "signal"]);
    for signal in &signals {
        add_signal(&mut article.signals, signal);
    }
    let status = item.name(&["pubstatus"]).unwrap_or_default();
    standing::apply(article, &status, embargo);
}

/// Adds the signal that a code of any of the formats means.
pub(in crate::archive) fn add_signal(signals: &mut Vec<Signal>, code: &str) {
    let code = code.to_ascii_lowercase();
    let signal = match code.rsplit([':', '/']).next().unwrap_or(&code) {
        name if name.contains("correct") => Signal::Correction,
        name if name.contains("kill") || name.contains("withdraw") => Signal::Kill,
        name if name.contains("update") => Signal::Update,
        _ => return,
    };
    if !signals.contains(&signal) {
        signals.push(signal);
    }
}

fn concepts(article: &mut Article, item: &Item) {
    article.subjects = item.concepts(&["subjects", "subject"]);
    let keywords = item.related("subjects", |rel| rel == written::KEYWORD);
    article.subjects.retain(|subject| subject.id.is_some() || !keywords.contains(&subject.name));
    article.people = item.concepts(&["people", "person", "persons"]);
    article.organisations =
        item.concepts(&["organisations", "organisation", "organizations", "organization"]);
    article.places = item.concepts(&["places", "place"]);
    article.genres = item.concepts(&["genres", "genre"]);
}

/// Returns the text: marked up where there is such a body, else plain.
fn body(item: &Item, place: Place) -> Result<Vec<Block>, ReadError> {
    let mut bodies = item.bodies("bodies", "body");
    bodies.sort_by_key(|body| {
        let mark_up = match body.html {
            true if cfg!(feature = "html") => 0,
            false => 1,
            true => 2,
        };
        (body.is_short(), mark_up)
    });
    for body in bodies {
        let blocks = body.blocks(place)?;
        if !blocks.is_empty() {
            return Ok(blocks);
        }
    }
    Ok(Vec::new())
}

fn description(item: &Item, place: Place) -> Result<Option<String>, ReadError> {
    let bodies = item.bodies("descriptions", "description");
    let chosen = bodies.iter().find(|body| !body.html).or(bodies.first());
    let line = match chosen {
        Some(body) => {
            Some(Line { is_plain: body.is_plain, text: body.text.to_owned(), ..Line::default() })
        }
        None => item
            .text(&["abstract", "summary", "teaser", "lede"])
            .map(|text| Line { text, ..Line::default() }),
    };
    line.map(|line| line.read(place)).transpose()
}

/// The page on the web that is named as a rendition of the item.
fn page(item: &Item) -> Option<String> {
    let renditions = item.get("renditions")?.as_array()?.iter();
    let pages = renditions.filter_map(|one| Some(Item::new(one.as_object()?)));
    let mut pages = pages.filter(|one| one.text(&["name"]).as_deref() == Some(written::WEB));
    pages.find_map(|one| one.text(&["href"]))
}

fn rights(item: &Item) -> Option<String> {
    let said = [item.text(&["copyrightnotice"]), item.text(&["usageterms"])];
    let said: Vec<String> = said.into_iter().flatten().collect();
    match said.is_empty() {
        true => item.text(&["copyrightholder"]),
        false => Some(said.join(" ")),
    }
}

fn alt_ids(item: &Item) -> Vec<AltId> {
    match item.get("altids").or(item.get("altid")) {
        Some(Value::Object(ids)) => {
            ids.iter().filter_map(|(role, id)| Some(alt_id(Some(role), scalar(id)?))).collect()
        }
        Some(Value::Array(ids)) => ids.iter().filter_map(alt_id_of).collect(),
        Some(id) => scalar(id).map(|id| alt_id(None, id)).into_iter().collect(),
        None => Vec::new(),
    }
}

fn alt_id_of(value: &Value) -> Option<AltId> {
    let Value::Object(object) = value else {
        return Some(alt_id(None, scalar(value)?));
    };
    let item = Item::new(object);
    Some(alt_id(item.text(&["role", "type"]).as_deref(), item.text(&["value", "id"])?))
}

fn concept(value: &Value) -> Option<Concept> {
    let Value::Object(object) = value else {
        return Some(Concept { name: scalar(value)?, id: None });
    };
    let item = Item::new(object);
    let code = item.text(&["uri", "qcode"]).or_else(|| {
        let code = item.text(&["code", "literal"])?;
        Some(match item.text(&["scheme"]) {
            Some(scheme) if scheme.ends_with(['/', '#', ':']) => format!("{scheme}{code}"),
            Some(scheme) => format!("{scheme}:{code}"),
            None => code,
        })
    });
    let name = item.text(&["name"]).unwrap_or_default();
    Some(Concept { name, id: code })
}
