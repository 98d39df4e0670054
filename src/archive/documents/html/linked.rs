//! What a page says of itself in JSON-LD, in the terms of schema.org.

use dom_query::Document;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::meta::Meta;
use crate::archive::documents::json::is_inexact;
use crate::archive::draft::identity::names_one_article;
use crate::archive::fold::letters;
use crate::archive::page::authors;
use crate::article::Concept;

/// Types that are articles; where a page has several, the first of the
/// earliest kind in this list is the page's.
const ARTICLES: [&str; 16] = [
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "backgroundnewsarticle",
    "opinionnewsarticle",
    "reviewnewsarticle",
    "askpublicnewsarticle",
    "article",
    "report",
    "liveblogposting",
    "blogposting",
    "socialmediaposting",
    "techarticle",
    "scholarlyarticle",
    "advertisercontentarticle",
    "satiricalarticle",
];
/// Nodes are looked for inside others so deep.
const MAX_DEPTH: usize = 12;

/// The fields of an article in JSON-LD; dates are still text.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub uri: Option<String>,
    pub identifier: Option<String>,
    pub url: Option<String>,
    pub headline: Option<String>,
    pub name: Option<String>,
    pub subhead: Option<String>,
    pub description: Option<String>,
    pub body: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub source: Option<String>,
    pub published: Option<String>,
    /// When it was written, which may be days before.
    pub created: Option<String>,
    pub modified: Option<String>,
    pub expires: Option<String>,
    pub version: Option<u32>,
    pub corrected: bool,
    pub dateline: Option<String>,
    pub located: Option<String>,
    pub section: Option<String>,
    pub language: Option<String>,
    pub keywords: Vec<String>,
    pub subjects: Vec<Concept>,
    pub people: Vec<Concept>,
    pub organisations: Vec<Concept>,
    pub places: Vec<Concept>,
    pub genres: Vec<Concept>,
    pub rights: Option<String>,
}

/// Reads the article that a page describes; nothing where it describes none. Of
/// several it is the one with the address or in the title of the page.
pub(super) fn read(document: &Document, meta: &Meta) -> Linked {
    let scripts = document.select("script[type*='ld+json' i]");
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(&script.text())).collect();
    let mut graph = Graph::default();
    values.iter().for_each(|value| graph.add(value, 0));
    let rank = |node: &&Map<String, Value>| {
        ARTICLES.iter().position(|name| types(node).any(|one| one == *name))
    };
    let found = graph.nodes.iter().copied().filter(|node| rank(node).is_some());
    let found = found.map(|node| Node { node, graph: &graph });
    match found.min_by_key(|node| (!node.is_of_page(meta), rank(&node.node))) {
        Some(node) => node.linked(),
        None => Linked::default(),
    }
}

/// Parses a script. Line ends inside strings, which JSON forbids and pages
/// have, become spaces.
fn parse(script: &str) -> Option<Value> {
    let text = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//").trim();
    let text = text.trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    let text = text.trim().trim_end_matches("//").trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let spaced = text.replace(|c: char| c.is_control(), " ");
        serde_json::from_str(&spaced).ok()
    })
}

/// Returns the types of a node, in small letters, without the vocabulary.
fn types(node: &Map<String, Value>) -> impl Iterator<Item = String> {
    let types = match node.get("@type") {
        Some(Value::Array(types)) => types.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    types.into_iter().filter_map(Value::as_str).map(|name| {
        let name = name.rsplit(['/', ':', '#']).next().unwrap_or(name);
        name.to_ascii_lowercase()
    })
}

/// Every node of the page, and those that others refer to.
#[derive(Default)]
struct Graph<'a> {
    nodes: Vec<&'a Map<String, Value>>,
    by_id: FxHashMap<&'a str, &'a Map<String, Value>>,
}

impl<'a> Graph<'a> {
    fn add(&mut self, value: &'a Value, depth: usize) {
        match value {
            Value::Array(values) if depth < MAX_DEPTH => {
                values.iter().for_each(|value| self.add(value, depth + 1));
            }
            Value::Object(node) if depth < MAX_DEPTH => {
                self.nodes.push(node);
                if let Some(id) = node.get("@id").and_then(Value::as_str)
                    && node.len() > 1
                {
                    self.by_id.entry(id).or_insert(node);
                }
                for (name, value) in node {
                    // What a page links to is not what it is.
                    if !matches!(name.as_str(), "isPartOf" | "hasPart" | "itemListElement") {
                        self.add(value, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

#[derive(Clone, Copy)]
struct Node<'a> {
    node: &'a Map<String, Value>,
    graph: &'a Graph<'a>,
}

impl<'a> Node<'a> {
    fn linked(self) -> Linked {
        let mut linked = Linked {
            uri: self.text("@id").filter(|id| is_uri(id) && names_one_article(id)),
            identifier: self.identifier(),
            url: [self.text("url"), self.address("mainEntityOfPage")]
                .into_iter()
                .flatten()
                .find(|address| names_one_article(address)),
            headline: self.line("headline"),
            name: self.line("name"),
            subhead: self.line("alternativeHeadline"),
            description: self.line("description"),
            body: self.text("articleBody"),
            authors: self.names("author").iter().flat_map(|name| authors::listed(name)).collect(),
            publisher: self.names("publisher").into_iter().next(),
            source: ["creditText", "sourceOrganization", "provider"]
                .iter()
                .find_map(|name| self.names(name).into_iter().next()),
            published: self.text("datePublished"),
            created: self.text("dateCreated"),
            modified: self.text("dateModified"),
            expires: self.text("expires"),
            version: self.text("version").and_then(|version| version.parse().ok()),
            corrected: self.node.get("correction").is_some_and(|value| !value.is_null()),
            dateline: self.text("dateline"),
            located: self.names("locationCreated").into_iter().next(),
            section: self.names("articleSection").into_iter().next(),
            language: self.names("inLanguage").into_iter().next(),
            keywords: self.keywords(),
            genres: self.concepts("genre").into_iter().map(|(_, concept)| concept).collect(),
            rights: self.text("copyrightNotice").or_else(|| self.text("license")),
            ..Linked::default()
        };
        let headline = linked.headline.as_deref();
        linked.subhead = linked.subhead.take().filter(|subhead| headline != Some(subhead));
        let about = self.concepts("about").into_iter().chain(self.concepts("mentions"));
        for (kind, concept) in about.chain(self.concepts("contentLocation")) {
            let list = match kind.as_str() {
                "person" => &mut linked.people,
                "place" | "city" | "country" | "state" | "administrativearea" => &mut linked.places,
                kind if kind.contains("organization") || kind == "corporation" => {
                    &mut linked.organisations
                }
                _ => &mut linked.subjects,
            };
            list.push(concept);
        }
        linked
    }

    /// Whether it has the address of the page, or its headline is in the title.
    fn is_of_page(self, meta: &Meta) -> bool {
        let bare = |url: &str| {
            url.split(['#', '?']).next().unwrap_or(url).trim_end_matches('/').to_owned()
        };
        let own = meta.url.as_deref().map(bare);
        let addresses = [self.text("url"), self.address("mainEntityOfPage"), self.text("@id")];
        let is_there =
            own.is_some_and(|own| addresses.iter().flatten().any(|address| bare(address) == own));
        let title = meta.title.as_deref().map(letters).unwrap_or_default();
        let headline = self.line("headline").map(|headline| letters(&headline));
        is_there || headline.is_some_and(|text| !text.is_empty() && title.contains(&text))
    }

    /// The values of a property, references followed.
    fn values(self, name: &str) -> Vec<&'a Value> {
        match self.node.get(name) {
            Some(Value::Array(values)) => values.iter().collect(),
            Some(Value::Null) | None => Vec::new(),
            Some(value) => vec![value],
        }
    }

    fn text(self, name: &str) -> Option<String> {
        let mut texts = self.values(name).into_iter().filter_map(|value| match value {
            Value::Object(object) => scalar(object.get("@value")?),
            value => scalar(value),
        });
        texts.find(|text| !text.trim().is_empty())
    }

    /// A text in one line; some sites leave references of HTML in it.
    fn line(self, name: &str) -> Option<String> {
        self.text(name).map(|text| super::line(&text))
    }

    /// The address of a page, given as text or as a node.
    fn address(self, name: &str) -> Option<String> {
        let value = self.values(name).into_iter().next()?;
        let address = match value {
            Value::Object(node) => node.get("@id").or_else(|| node.get("url"))?.as_str()?,
            value => value.as_str()?,
        };
        let address = address.split('#').next().unwrap_or(address);
        address.starts_with("http").then(|| address.to_owned())
    }

    fn identifier(self) -> Option<String> {
        let value = self.values("identifier").into_iter().next()?;
        let identifier = match value {
            Value::Object(node) => scalar(node.get("value")?),
            value => scalar(value),
        };
        identifier.filter(|identifier| names_one_article(identifier))
    }

    fn follow(self, value: &'a Value) -> Option<&'a Map<String, Value>> {
        let node = value.as_object()?;
        let id = node.get("@id").and_then(Value::as_str);
        let other = id.filter(|_| !node.contains_key("name"));
        Some(other.and_then(|id| self.graph.by_id.get(id).copied()).unwrap_or(node))
    }

    /// The names of people, organisations and places in a property.
    fn names(self, name: &str) -> Vec<String> {
        let named = |value: &'a Value| -> Vec<String> {
            let Some(node) = self.follow(value) else {
                return scalar(value).into_iter().collect();
            };
            match node.get("name").or_else(|| node.get("alternateName")) {
                Some(Value::Array(names)) => names.iter().filter_map(scalar).collect(),
                Some(name) => scalar(name).into_iter().collect(),
                None => Vec::new(),
            }
        };
        let names = self.values(name).into_iter().flat_map(named);
        let names = names.map(|name| super::line(&name));
        names.filter(|name| !name.trim().is_empty() && !name.starts_with("http")).collect()
    }

    fn keywords(self) -> Vec<String> {
        let keywords = self.values("keywords");
        match keywords[..] {
            [Value::String(list)] => super::meta::split_keywords(list),
            _ => self.names("keywords"),
        }
    }

    fn concepts(self, name: &str) -> Vec<(String, Concept)> {
        let concept = |value: &'a Value| {
            let Some(node) = self.follow(value) else {
                return Some((String::new(), Concept { name: scalar(value)?, id: None }));
            };
            let id = ["sameAs", "@id", "url"].iter().find_map(|key| match node.get(*key)? {
                Value::Array(ids) => ids.first()?.as_str().map(str::to_owned),
                id => id.as_str().map(str::to_owned),
            });
            let name = node.get("name").and_then(scalar)?;
            Some((types(node).next().unwrap_or_default(), Concept { name, id }))
        };
        self.values(name).into_iter().filter_map(concept).collect()
    }
}

/// A text or number as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !is_inexact(value) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether an identifier is one outside of its page too.
fn is_uri(id: &str) -> bool {
    let known = id.split_once(':').filter(|(_, rest)| !rest.is_empty());
    known.is_some_and(|(scheme, _)| matches!(scheme, "http" | "https" | "urn" | "tag"))
}
