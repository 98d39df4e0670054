//! An object becomes an article.
//!
//! [`object`] is where formats that are objects meet: what is recognised as a
//! format of its own is read as that, anything else by the names of its
//! fields.

use serde_json::{Map, Value};

use super::draft::{self, Draft, When, given};
use super::fields::{Fields, Part, fold};
use crate::archive::container::place::Place;
use crate::archive::documents::json;
use crate::archive::draft::Place as Document;
use crate::archive::{Format, NotText, ReadError, Reader, decode};
use crate::article::{Article, Concept, Warning};
use crate::wire::json_fault;

/// Reads an object out of its bytes.
pub(in crate::archive) fn read(
    bytes: &[u8],
    place: &Place,
    reader: &Reader,
) -> Result<(Format, Article), ReadError> {
    let path = || place.path.clone();
    let malformed = |detail: String| ReadError::Malformed { path: path(), format: "JSON", detail };
    // Only what is no UTF-8 has to be decoded.
    let (value, warnings) = match serde_json::from_slice(bytes) {
        Ok(value) => (Ok(value), Vec::new()),
        Err(error) if std::str::from_utf8(bytes).is_ok() => (Err(error), Vec::new()),
        Err(_) => match decode(bytes, reader.settings.encoding) {
            Ok(decoded) => (serde_json::from_str(&decoded.text), decoded.warnings),
            Err(NotText::Empty) => return Err(ReadError::Empty { path: path() }),
            Err(NotText::Binary(kind)) => return Err(ReadError::Binary { path: path(), kind }),
        },
    };
    let value: Value = value.map_err(|error| malformed(json_fault(&error)))?;
    let (format, mut article) = object(value, place, reader)?;
    article.warnings.splice(0..0, warnings as Vec<Warning>);
    Ok((format, article))
}

/// What a hit of a search is, which has only pieces of its article: read as one, it
/// would take its place.
pub(super) const HIT: &str = "a hit of `morgue search`, which has only pieces of the text; \
                              `morgue show --format json` prints articles";

/// Reads one object. Formats that are objects of a shape of their own are
/// recognised here, before the names of fields are looked at.
pub(in crate::archive) fn object(
    value: Value,
    place: &Place,
    reader: &Reader,
) -> Result<(Format, Article), ReadError> {
    let Value::Object(object) = value else {
        let detail = "it is no object".to_owned();
        return Err(ReadError::Malformed { path: place.path.clone(), format: "JSON", detail });
    };
    if ["headlineMarked", "snippets"].iter().all(|name| object.contains_key(*name)) {
        let (path, what) = (place.path.clone(), HIT.to_owned());
        return Err(ReadError::NoArticle { path, what });
    }
    let Some(format) = json::format(&object) else {
        return Ok((Format::Object, by_fields(&object, place, reader)?));
    };
    let facts = reader.facts(&place.names());
    let document = Document { relative: &place.path, facts: &facts, context: reader.context() };
    Ok((format, json::article(format, object, place.record, document)?))
}

/// Reads an object by the names of its fields.
fn by_fields(
    object: &Map<String, Value>,
    place: &Place,
    reader: &Reader,
) -> Result<Article, ReadError> {
    let fields = &reader.settings.fields;
    let folded: Vec<(String, &Value)> =
        object.iter().map(|(name, value)| (fold(name), value)).collect();
    let values = |part| fields.values(part, object, &folded);
    let text = |part| values(part).into_iter().find_map(|value| given(Some(flat(value))));
    // A list by such a name is one of subjects.
    let headline = || {
        let mut single = values(Part::Headline).into_iter().filter(|value| !value.is_array());
        single.find_map(|value| given(Some(flat(value))))
    };
    let ids = [values(Part::AgencyId), values(Part::Uri)].concat();
    let is_lost = ids.iter().any(|id| json::is_inexact(id));
    let list = |part| values(part).into_iter().map(items).find(|items| !items.is_empty());
    let list_of_names = |part| values(part).into_iter().map(names).next().unwrap_or_default();
    let concepts = |part| list_of_names(part).into_iter().map(Concept::named).collect();
    let when = |part| values(part).into_iter().find_map(when);
    let draft = Draft {
        headline: headline(),
        kicker: text(Part::Kicker),
        lede: text(Part::Lede),
        text: text(Part::Body).unwrap_or_default(),
        published: when(Part::Published),
        version_created: when(Part::VersionCreated),
        agency: text(Part::Agency),
        agency_id: text(Part::AgencyId).filter(|id| is_id(id, fields)),
        source: text(Part::Source),
        uri: text(Part::Uri),
        url: text(Part::Url),
        byline: text(Part::Byline),
        authors: list_of_names(Part::Authors),
        dateline: text(Part::Dateline),
        section: list(Part::Section).and_then(|items| items.into_iter().next()),
        language: text(Part::Language),
        keywords: list(Part::Keywords).unwrap_or_default(),
        people: concepts(Part::People),
        organisations: concepts(Part::Organisations),
        places: concepts(Part::Places),
        slugline: text(Part::Slugline),
        rights: text(Part::Rights),
        status: text(Part::Status).filter(|status| is_status(status, fields)),
        embargo: values(Part::Embargo).into_iter().find_map(flag_or_text),
        warnings: is_lost.then(json::inexact_id).into_iter().collect(),
        ..Draft::default()
    };
    match draft.is_empty() {
        true => {
            Err(ReadError::NoArticle { path: place.path.clone(), what: draft::NOTHING.to_owned() })
        }
        false => Ok(draft.finish(place, reader)),
    }
}

/// A number of fewer digits counts rows, as a rule, unless the settings say
/// that it is an id.
const MIN_ID_DIGITS: usize = 5;

/// Whether a value can be told to be an agency's id.
pub(super) fn is_id(value: &str, fields: &Fields) -> bool {
    let counts = value.len() < MIN_ID_DIGITS && value.bytes().all(|byte| byte.is_ascii_digit());
    !counts || !fields.named(Part::AgencyId).is_empty()
}

/// Whether a value can be told to be a status of publication: a number or a flag
/// is the answer of a server or a state of the row, unless the settings say that
/// it is one. Of words, those that are not known are one, and withhold the
/// article.
pub(super) fn is_status(value: &str, fields: &Fields) -> bool {
    let counts = value.bytes().all(|byte| byte.is_ascii_digit());
    let is_flag = ["true", "false"].iter().any(|flag| value.eq_ignore_ascii_case(flag));
    !(counts || is_flag) || !fields.named(Part::Status).is_empty()
}

/// Returns a value as text, whatever it is: an embargo that is not understood
/// must not count as none.
fn flag_or_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Object(object) => match object.get("$date") {
            Some(date) => flag_or_text(date),
            None => Some(value.to_string()),
        },
        Value::String(text) => given(Some(text.clone())),
        other => Some(other.to_string()),
    }
}

/// Fields of an object that stand for it.
const NAMES: [&str; 6] = ["name", "title", "value", "text", "literal", "main"];

/// Returns a value as text: the items of a list are paragraphs.
fn flat(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) if json::is_inexact(value) => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join("\n\n"),
        Value::Object(object) => {
            let named = NAMES.iter().find_map(|name| object.get(*name));
            named.filter(|value| value.is_string()).map(flat).unwrap_or_default()
        }
        Value::Bool(_) | Value::Null => String::new(),
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        // A comma may stand inside a name.
        Value::String(text) => split_names(text),
        other => items(other),
    }
}

fn items(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(|item| given(Some(flat(item)))).collect(),
        Value::String(text) => split_list(text),
        other => given(Some(flat(other))).into_iter().collect(),
    }
}

/// Splits names that stand in one text: `Doe, Jane; Roe, Jim`, or as programs write a
/// list of them, `['Jane Doe', 'Jim Roe']`.
pub(super) fn split_names(text: &str) -> Vec<String> {
    let quoted = |sign: char| {
        let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
        let inner = inner.strip_prefix(sign)?.strip_suffix(sign)?;
        let names = inner.split(sign).step_by(2);
        Some(names.filter_map(|name| given(Some(name.to_owned()))).collect())
    };
    if let Some(names) = quoted('\'').or_else(|| quoted('"')) {
        return names;
    }
    text.split([';', '|']).filter_map(|name| given(Some(name.to_owned()))).collect()
}

/// Splits a list that stands in one text.
pub(super) fn split_list(text: &str) -> Vec<String> {
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']');
    inner
        .split([';', '|', ',', '،'])
        .map(|item| item.trim().trim_matches(['\'', '"']))
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

fn when(value: &Value) -> Option<When> {
    match value {
        Value::Number(number) => {
            let whole = number.as_i64().or_else(|| number.as_f64().map(|float| float as i64))?;
            // A year is a text that has only digits.
            Some(match whole {
                1000..=9999 => When::Text(whole.to_string()),
                whole => When::Number(whole),
            })
        }
        Value::Object(object) => when(object.get("$date")?),
        other => given(Some(flat(other))).map(When::Text),
    }
}
