//! The members of an item, found under all their names, and the lines and texts in
//! them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{concept, written};
use crate::archive::ReadError;
use crate::archive::documents::{json, markup, plain};
use crate::archive::draft::Place;
use crate::article::{Block, Concept};

/// A line with what is said of it.
#[derive(Default)]
pub(super) struct Line {
    pub role: String,
    /// Whether it says that it has no mark-up.
    pub is_plain: bool,
    pub text: String,
}

impl Line {
    pub fn read(self, place: Place) -> Result<String, ReadError> {
        match self.is_plain {
            true => Ok(self.text),
            false => markup::line(&self.text, place),
        }
    }
}

/// A text with what is said of its mark-up.
pub(super) struct Body<'a> {
    pub role: String,
    pub html: bool,
    /// Whether it says that it has none.
    pub is_plain: bool,
    pub text: &'a str,
}

impl Body<'_> {
    /// Whether it says that it stands in for the text.
    pub fn is_short(&self) -> bool {
        let role = self.role.to_lowercase();
        ["summary", "abstract", "teaser", "caption", "short", "description", "lead"]
            .iter()
            .any(|short| role.contains(short))
    }

    pub fn blocks(&self, place: Place) -> Result<Vec<Block>, ReadError> {
        match self.html {
            true => markup::blocks(self.text, place),
            false => Ok(plain::blocks(self.text)),
        }
    }
}

/// An object whose members are found whatever the capitals in their names.
pub(super) struct Item<'a>(BTreeMap<String, &'a Value>);

pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| !"_- ".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// A text or number as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !json::is_inexact(value) => Some(number.to_string()),
        _ => None,
    }
}

/// The name of a text, a number, or an object that has one.
pub(super) fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => Item::new(object).text(&["name", "code", "qcode", "literal"]),
        value => scalar(value),
    }
    .filter(|name| !name.trim().is_empty())
}

impl<'a> Item<'a> {
    pub fn new(object: &'a Map<String, Value>) -> Self {
        let members = object.iter().filter(|(_, value)| !value.is_null());
        Item(members.map(|(name, value)| (key(name), value)).collect())
    }

    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).copied()
    }

    pub fn any(&self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| self.get(name))
    }

    pub fn text(&self, names: &[&str]) -> Option<String> {
        let mut texts = names.iter().filter_map(|name| scalar(self.get(name)?));
        texts.find(|text| !text.trim().is_empty())
    }

    /// The first of these that is there, as text, whatever it is: what is not
    /// understood must not count as nothing.
    pub fn flag_or_text(&self, names: &[&str]) -> String {
        let values = names.iter().filter_map(|name| self.get(name));
        let mut texts = values.map(|value| scalar(value).unwrap_or_else(|| value.to_string()));
        texts.find(|text| !text.trim().is_empty()).unwrap_or_default()
    }

    pub fn number(&self, names: &[&str]) -> Option<u64> {
        self.text(names)?.trim().parse().ok()
    }

    /// Every name under the first of `names` that has any.
    pub fn names(&self, names: &[&str]) -> Vec<String> {
        let of = |value: &Value| -> Vec<String> {
            match value {
                Value::Array(values) => values.iter().filter_map(name_of).collect(),
                value => name_of(value).into_iter().collect(),
            }
        };
        let lists = names.iter().filter_map(|name| self.get(name)).map(of);
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    pub fn name(&self, names: &[&str]) -> Option<String> {
        self.names(names).into_iter().next()
    }

    /// The lines of a list of objects, and those of members of their own, whose
    /// names end in a role (`headline_main`).
    pub fn lines(&self, list: &str, prefix: &str) -> Vec<Line> {
        let own = self.0.iter().filter_map(|(name, value)| {
            let role = name.strip_prefix(prefix).filter(|role| !role.is_empty())?;
            let text = value.as_str()?.to_owned();
            Some(Line { role: role.to_owned(), text, ..Line::default() })
        });
        let values = self.get(list).and_then(Value::as_array).into_iter().flatten();
        let listed = values.filter_map(|value| match value {
            Value::Object(object) => {
                let item = Item::new(object);
                let said = item.text(&["contenttype"]).unwrap_or_default();
                Some(Line {
                    role: item.text(&["role"]).unwrap_or_default(),
                    is_plain: said.contains("plain"),
                    text: item.text(&["value"])?,
                })
            }
            value => Some(Line { text: scalar(value)?, ..Line::default() }),
        });
        own.chain(listed).collect()
    }

    /// The names in a list of objects whose relation to the item is one of these.
    pub fn related(&self, list: &str, is: impl Fn(&str) -> bool) -> Vec<String> {
        let values = self.get(list).and_then(Value::as_array).into_iter().flatten();
        let objects = values.filter_map(|value| Some(Item::new(value.as_object()?)));
        let related = objects.filter(|one| is(&one.text(&["rel"]).unwrap_or_default()));
        related.filter_map(|one| one.text(&["name"])).collect()
    }

    /// Who distributes the item, and whom it is from, as it names its sources.
    pub fn sources(&self) -> (Option<String>, Option<String>) {
        let (mut provider, mut source) = (None, None);
        let values = self.any(&["infosources", "infosource"]);
        let values = match values {
            Some(Value::Array(values)) => values.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        for value in values {
            let role = value.as_object().and_then(|one| Item::new(one).text(&["role"]));
            let party = match role.is_some_and(|role| written::is_provider(&role)) {
                true => &mut provider,
                false => &mut source,
            };
            *party = party.take().or_else(|| name_of(value));
        }
        (provider, source)
    }

    pub fn concepts(&self, names: &[&str]) -> Vec<Concept> {
        let values = match self.any(names) {
            Some(Value::Array(values)) => values.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        values.into_iter().filter_map(concept).collect()
    }

    /// The texts in a list (`bodies`) and those in members of their own
    /// (`body_text`, `body_html`).
    pub fn bodies(&self, list: &str, prefix: &str) -> Vec<Body<'a>> {
        let own = self.0.iter().filter_map(|(name, value)| {
            let suffix = name.strip_prefix(prefix)?;
            let text = value.as_str().filter(|_| !matches!(suffix, "type" | "format"))?;
            let html = match suffix {
                "text" => false,
                "html" | "xhtml" | "nitf" => true,
                _ => markup::looks_like_html(text),
            };
            Some(Body { role: suffix.to_owned(), html, is_plain: false, text })
        });
        // dpa's wires.
        let wire = (list == "bodies").then(|| self.get("articlehtml")?.as_str()).flatten();
        let wire = wire.map(|text| Body { role: String::new(), html: true, is_plain: false, text });
        let listed = self.get(list).and_then(Value::as_array).into_iter().flatten();
        let listed = listed.filter_map(|body| {
            let item = Item::new(body.as_object()?);
            let text = item.get("value")?.as_str()?;
            let role = item.text(&["role"]).unwrap_or_default();
            let said = item.text(&["contenttype"]).unwrap_or_else(|| role.clone());
            let html = said.contains("html") || said.contains("xml");
            let is_plain = said.contains("plain");
            let html = html || !is_plain && markup::looks_like_html(text);
            Some(Body { role, html, is_plain, text })
        });
        own.chain(wire).chain(listed).filter(|body| !body.text.trim().is_empty()).collect()
    }

    /// Superdesk's dateline is an object with the text as printed.
    pub fn dateline(&self) -> Option<String> {
        match self.get("dateline")? {
            Value::Object(object) => Item::new(object).text(&["text", "located"]),
            value => scalar(value),
        }
    }
}
