//! Which field of an object or column of a table is which part of an article.
//!
//! What the settings say goes first; the names that exports and feeds commonly
//! use are known without them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::names::{common, fold, known};

/// A part of an article that a field can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The headline.
    Headline,
    /// The line above it.
    Kicker,
    /// The first paragraph.
    Lede,
    /// The text.
    Body,
    /// When it was published.
    Published,
    /// When this version was made.
    VersionCreated,
    /// Which version it is, counted from the first.
    Version,
    /// The agency that distributes it.
    Agency,
    /// Its number with the agency.
    AgencyId,
    /// Whom the agency credits, or the publication.
    Source,
    /// The identity that the publisher gave.
    Uri,
    /// Where it is on the web.
    Url,
    /// The byline as printed.
    Byline,
    /// The authors' names.
    Authors,
    /// The place line.
    Dateline,
    /// The section.
    Section,
    /// The language.
    Language,
    /// Keywords.
    Keywords,
    /// The people that it names.
    People,
    /// The organisations that it names.
    Organisations,
    /// The places that it names.
    Places,
    /// The newsroom's name for the story.
    Slugline,
    /// Who may use it.
    Rights,
    /// Whether it may be used.
    Status,
    /// Hidden until then.
    Embargo,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 25] = [
        Part::Headline,
        Part::Kicker,
        Part::Lede,
        Part::Body,
        Part::Published,
        Part::VersionCreated,
        Part::Version,
        Part::Agency,
        Part::AgencyId,
        Part::Source,
        Part::Uri,
        Part::Url,
        Part::Byline,
        Part::Authors,
        Part::Dateline,
        Part::Section,
        Part::Language,
        Part::Keywords,
        Part::People,
        Part::Organisations,
        Part::Places,
        Part::Slugline,
        Part::Rights,
        Part::Status,
        Part::Embargo,
    ];

    /// The name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Part::Headline => "headline",
            Part::Kicker => "kicker",
            Part::Lede => "lede",
            Part::Body => "body",
            Part::Published => "published",
            Part::VersionCreated => "version_created",
            Part::Version => "version",
            Part::Agency => "agency",
            Part::AgencyId => "agency_id",
            Part::Source => "source",
            Part::Uri => "uri",
            Part::Url => "url",
            Part::Byline => "byline",
            Part::Authors => "authors",
            Part::Dateline => "dateline",
            Part::Section => "section",
            Part::Language => "language",
            Part::Keywords => "keywords",
            Part::People => "people",
            Part::Organisations => "organisations",
            Part::Places => "places",
            Part::Slugline => "slugline",
            Part::Rights => "rights",
            Part::Status => "status",
            Part::Embargo => "embargo",
        }
    }

    /// Returns the part of this name.
    pub fn named(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// Which fields the settings name for which part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<Part, Vec<String>>);

impl Fields {
    /// Lets `part` be what the first of the fields `names` holds that is
    /// there; a name such as `meta.title` is a field of a field.
    pub fn set(&mut self, part: Part, names: Vec<String>) {
        self.0.insert(part, names);
    }

    /// The fields that the settings name for a part.
    pub(super) fn named(&self, part: Part) -> &[String] {
        self.0.get(&part).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns, for each part, the columns that can give it, the better
    /// first.
    pub(super) fn columns(&self, names: &[String]) -> Vec<(Part, Vec<usize>)> {
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let mut found = Vec::new();
        for part in Part::ALL {
            let mut columns = Vec::new();
            for name in self.named(part) {
                columns.extend(names.iter().position(|column| column.trim() == name));
            }
            if self.named(part).is_empty() {
                let common = common(part).iter();
                columns.extend(common.filter_map(|name| folded.iter().position(|f| f == name)));
            }
            if !columns.is_empty() {
                found.push((part, columns));
            }
        }
        found
    }

    /// Returns the fields of an object that can give a part, the better first, each with
    /// its name.
    pub(super) fn values<'v>(
        &'v self,
        part: Part,
        object: &Named<'v>,
    ) -> Vec<(&'v str, &'v Value)> {
        let named = self.named(part);
        if !named.is_empty() {
            let found = |name: &'v String| Some((name.as_str(), at_path(object.object, name)?));
            return named.iter().filter_map(found).collect();
        }
        let of_part =
            object.fields.iter().filter(|field| field.known.is_some_and(|(of, _)| of == part));
        let mut found: Vec<&Field> = of_part.collect();
        found.sort_by_key(|field| field.known.map(|(_, rank)| rank));
        found.into_iter().map(|field| (field.name, field.value)).collect()
    }

    /// Returns the fields of a flat object that hold something and are not read. An object
    /// with others in it, or in JSON-LD, has a format of its own, of which nobody expects
    /// that all is read.
    pub(super) fn unread<'v>(&self, object: &Named<'v>) -> Vec<&'v str> {
        let mut unread = Vec::new();
        for field in object.fields.iter().filter(|field| !is_nothing(field.value)) {
            let is_read = match field.known {
                Some((part, _)) if self.named(part).is_empty() => !object.is_outdone(field),
                Some(_) => true,
                None => self.0.values().flatten().any(|name| name == field.name),
            };
            if !is_read {
                unread.push(field);
            }
        }
        let is_flat = |field: &&Field| match field.value {
            Value::Object(_) => false,
            Value::Array(items) => !items.iter().any(|item| item.is_object() || item.is_array()),
            _ => !field.name.starts_with('@'),
        };
        match unread.iter().all(is_flat) {
            true => unread.into_iter().map(|field| field.name).collect(),
            false => Vec::new(),
        }
    }

    /// Whether a name is left alone because the settings name others for its part.
    pub(super) fn is_set_aside(&self, name: &str) -> bool {
        known(&fold(name)).is_some_and(|(part, _)| !self.named(part).is_empty())
    }
}

/// An object whose fields are asked for by part.
pub(super) struct Named<'v> {
    object: &'v Map<String, Value>,
    fields: Vec<Field<'v>>,
}

struct Field<'v> {
    name: &'v str,
    value: &'v Value,
    /// The part that a field of this name commonly is, and how telling the name is.
    known: Option<(Part, usize)>,
}

impl<'v> Named<'v> {
    pub fn new(object: &'v Map<String, Value>) -> Named<'v> {
        let field = |(name, value): (&'v String, &'v Value)| Field {
            name,
            value,
            known: known(&fold(name)),
        };
        Named { object, fields: object.iter().map(field).collect() }
    }

    /// Whether another field that holds something gives the part of this one.
    fn is_outdone(&self, field: &Field) -> bool {
        let Some((part, rank)) = field.known else { return false };
        let is_better = |other: &Field| other.known.is_some_and(|(of, at)| of == part && at < rank);
        self.fields.iter().any(|other| is_better(other) && !is_nothing(other.value))
    }
}

/// Whether a value says nothing that anybody would miss.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_nothing),
        Value::Object(fields) => fields.is_empty(),
        Value::Number(_) => false,
    }
}

fn at_path<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    at_path(object.get(first)?.as_object()?, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_names_and_by_the_settings() {
        let names: Vec<String> =
            ["Date", "Title", "TEXT", "news_id", "hed2"].map(str::to_owned).to_vec();
        let mut fields = Fields::default();
        let shown = |fields: &Fields| {
            let columns = fields.columns(&names).into_iter();
            columns.map(|(part, at)| format!("{}={at:?}", part.name())).collect::<Vec<_>>()
        };
        assert_eq!(shown(&fields), ["headline=[1]", "body=[2]", "published=[0]", "agency_id=[3]"]);
        fields.set(Part::Headline, vec!["none".to_owned(), "hed2".to_owned()]);
        assert_eq!(shown(&fields)[0], "headline=[4]");
    }

    #[test]
    fn every_part_has_its_name() {
        for part in Part::ALL {
            assert_eq!(Part::named(part.name()), Some(part));
        }
    }
}
