//! IPTC ninjs of every version, and Superdesk's dialect, become an article.
//!
//! The versions differ in how names are written (`versioncreated`,
//! `versionCreated`), in singular and plural (`person`, `people`) and in
//! `body_text` against a list of bodies. Names are therefore compared without
//! capitals, hyphens and underscores, and each field is looked for under all
//! its names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::draft::{Draft, Place, alt_id};
use super::standing::{self, Embargo};
use super::{ReadError, json, markup, moment, plain};
use crate::article::Block;
use crate::article::{AltId, Article, Concept, Language, Published, Signal};

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
pub(super) fn is_item(object: &Map<String, Value>) -> bool {
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
pub(super) fn read(
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
    draft.finish(record, place)
}

fn names(article: &mut Article, item: &Item, place: Place) -> Result<(), ReadError> {
    let mut texts = item.roles("headlines", "headline");
    let main = texts
        .iter()
        .position(|(role, _)| role.is_empty() || role.contains("main"))
        .or((!texts.is_empty()).then_some(0));
    let headline = item.text(&["headline"]).or_else(|| Some(texts.remove(main?).1));
    let headline = headline.or_else(|| item.text(&["title", "name"]));
    article.headline = markup::line(&headline.unwrap_or_default(), place)?;
    let mut lines = texts.into_iter();
    article.kicker = item.text(&["kicker"]);
    article.subhead = item.text(&["subhead", "subheadline"]);
    for (role, text) in lines.by_ref() {
        let line = match role.as_str() {
            "kicker" | "overline" => &mut article.kicker,
            "sub" | "subhead" | "subheadline" | "subtitle" => &mut article.subhead,
            _ => continue,
        };
        line.get_or_insert(text);
    }
    let uris = ["uri", "guid", "urn", "id"];
    article.uri = item.text(&uris);
    if uris.iter().filter_map(|name| item.get(name)).any(json::is_inexact) {
        article.warnings.push(json::inexact_id());
    }
    article.agency = item.name(&["provider", "distributor"]);
    article.source = item.name(&["source", "infosources", "infosource", "creditline"]);
    article.byline = item.text(&["byline", "by"]);
    article.byline = article.byline.take().map(|by| markup::line(&by, place)).transpose()?;
    article.authors = item.names(&["authors", "author"]);
    article.dateline = item.dateline();
    article.located = item.name(&["located"]);
    article.section = item.name(&["section", "service", "anpacategory"]);
    article.slugline = item.text(&["slugline"]);
    article.keywords = item.names(&["keywords", "keyword"]);
    article.language = item.text(&["language"]).as_deref().and_then(Language::parse);
    article.ed_note = item.text(&["ednote"]);
    article.rights = rights(item);
    article.url = item.text(&["url", "canonicalurl"]);
    article.alt_ids = alt_ids(item);
    let own = |id: &&AltId| id.role.as_deref().is_some_and(|role| key(role) == "agencyid");
    let chosen = article.alt_ids.iter().find(own).or(match &article.alt_ids[..] {
        [only] => Some(only),
        _ => None,
    });
    article.agency_id = chosen.map(|id| id.value.clone());
    Ok(())
}

fn state(article: &mut Article, item: &Item, place: Place) {
    let mut warnings = Vec::new();
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
pub(super) fn add_signal(signals: &mut Vec<Signal>, code: &str) {
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
    let plain = match chosen {
        Some(body) => Some(body.text.to_owned()),
        None => item.text(&["abstract", "summary", "teaser", "lede"]),
    };
    plain.map(|text| markup::line(&text, place)).transpose()
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

/// A text with what is said of its mark-up.
struct Body<'a> {
    role: String,
    html: bool,
    text: &'a str,
}

impl Body<'_> {
    /// Whether it says that it stands in for the text.
    fn is_short(&self) -> bool {
        let role = self.role.to_lowercase();
        ["summary", "abstract", "teaser", "caption", "short", "description", "lead"]
            .iter()
            .any(|short| role.contains(short))
    }

    fn blocks(&self, place: Place) -> Result<Vec<Block>, ReadError> {
        match self.html {
            true => markup::blocks(self.text, place),
            false => Ok(plain::blocks(self.text)),
        }
    }
}

/// An object whose members are found whatever the capitals in their names.
struct Item<'a>(BTreeMap<String, &'a Value>);

fn key(name: &str) -> String {
    name.chars().filter(|c| !"_- ".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// A text or number as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !json::is_inexact(value) => Some(number.to_string()),
        _ => None,
    }
}

/// The name of a text, a number, or an object that has one.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => Item::new(object).text(&["name", "code", "qcode", "literal"]),
        value => scalar(value),
    }
    .filter(|name| !name.trim().is_empty())
}

impl<'a> Item<'a> {
    fn new(object: &'a Map<String, Value>) -> Self {
        let members = object.iter().filter(|(_, value)| !value.is_null());
        Item(members.map(|(name, value)| (key(name), value)).collect())
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).copied()
    }

    fn any(&self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| self.get(name))
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        let mut texts = names.iter().filter_map(|name| scalar(self.get(name)?));
        texts.find(|text| !text.trim().is_empty())
    }

    /// The first of these that is there, as text, whatever it is: what is not
    /// understood must not count as nothing.
    fn flag_or_text(&self, names: &[&str]) -> String {
        let values = names.iter().filter_map(|name| self.get(name));
        let mut texts = values.map(|value| scalar(value).unwrap_or_else(|| value.to_string()));
        texts.find(|text| !text.trim().is_empty()).unwrap_or_default()
    }

    fn number(&self, names: &[&str]) -> Option<u64> {
        self.text(names)?.trim().parse().ok()
    }

    /// Every name under the first of `names` that has any.
    fn names(&self, names: &[&str]) -> Vec<String> {
        let of = |value: &Value| -> Vec<String> {
            match value {
                Value::Array(values) => values.iter().filter_map(name_of).collect(),
                value => name_of(value).into_iter().collect(),
            }
        };
        let lists = names.iter().filter_map(|name| self.get(name)).map(of);
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    fn name(&self, names: &[&str]) -> Option<String> {
        self.names(names).into_iter().next()
    }

    /// The values of a list of objects with their roles, and those of members
    /// of their own, whose names end in a role (`headline_main`).
    fn roles(&self, list: &str, prefix: &str) -> Vec<(String, String)> {
        let own = self.0.iter().filter_map(|(name, value)| {
            let role = name.strip_prefix(prefix).filter(|role| !role.is_empty())?;
            Some((role.to_owned(), value.as_str()?.to_owned()))
        });
        let values = self.get(list).and_then(Value::as_array).into_iter().flatten();
        let listed = values.filter_map(|value| match value {
            Value::Object(object) => {
                let item = Item::new(object);
                Some((item.text(&["role"]).unwrap_or_default(), item.text(&["value"])?))
            }
            value => Some((String::new(), scalar(value)?)),
        });
        own.chain(listed).collect()
    }

    fn concepts(&self, names: &[&str]) -> Vec<Concept> {
        let values = match self.any(names) {
            Some(Value::Array(values)) => values.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        values.into_iter().filter_map(concept).collect()
    }

    /// The texts in a list (`bodies`) and those in members of their own
    /// (`body_text`, `body_html`).
    fn bodies(&self, list: &str, prefix: &str) -> Vec<Body<'a>> {
        let own = self.0.iter().filter_map(|(name, value)| {
            let suffix = name.strip_prefix(prefix)?;
            let text = value.as_str().filter(|_| !matches!(suffix, "type" | "format"))?;
            let html = match suffix {
                "text" => false,
                "html" | "xhtml" | "nitf" => true,
                _ => markup::looks_like_html(text),
            };
            Some(Body { role: suffix.to_owned(), html, text })
        });
        // dpa's wires.
        let wire = (list == "bodies").then(|| self.get("articlehtml")?.as_str()).flatten();
        let wire = wire.map(|text| Body { role: String::new(), html: true, text });
        let listed = self.get(list).and_then(Value::as_array).into_iter().flatten();
        let listed = listed.filter_map(|body| {
            let item = Item::new(body.as_object()?);
            let text = item.get("value")?.as_str()?;
            let role = item.text(&["role"]).unwrap_or_default();
            let said = item.text(&["contenttype"]).unwrap_or_else(|| role.clone());
            let html = said.contains("html") || said.contains("xml");
            let plain = said.contains("plain");
            Some(Body { role, html: html || !plain && markup::looks_like_html(text), text })
        });
        own.chain(wire).chain(listed).filter(|body| !body.text.trim().is_empty()).collect()
    }

    /// Superdesk's dateline is an object with the text as printed.
    fn dateline(&self) -> Option<String> {
        match self.get("dateline")? {
            Value::Object(object) => Item::new(object).text(&["text", "located"]),
            value => scalar(value),
        }
    }
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
