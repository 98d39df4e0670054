//! An object becomes an article.
//!
//! [`object`] is where formats that are objects meet: what is recognised as a
//! format of its own is read as that, anything else by the names of its
//! fields.

use serde_json::{Map, Value};

use super::draft::{self, Draft, When, given};
use super::fields::{Fields, Named, Part};
use super::orders::{Columns, DATES, Orders};
use crate::archive::container::place::Place;
use crate::archive::dates::order;
use crate::archive::documents::json;
use crate::archive::draft::Place as Document;
use crate::archive::page::authors;
use crate::archive::{Format, NotText, ReadError, Reader, decode};
use crate::article::{AltId, Article, Concept, Warning};
use crate::wire::json_fault;

/// An object as it stands in a file, with what was seen while it was decoded.
pub(super) type Parsed = Result<(Value, Vec<Warning>), ReadError>;

/// Reads the only object of a file out of its bytes.
pub(in crate::archive) fn read(
    bytes: &[u8],
    place: &Place,
    reader: &Reader,
) -> Result<(Format, Article), ReadError> {
    article(parse(bytes, place, reader), place, reader, &mut Columns::of_one())
}

/// Takes an object out of its bytes.
pub(super) fn parse(bytes: &[u8], place: &Place, reader: &Reader) -> Parsed {
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
    Ok((value.map_err(|error| malformed(json_fault(&error)))?, warnings))
}

/// Makes an article of an object that is a record of a file with these columns.
pub(super) fn article(
    parsed: Parsed,
    place: &Place,
    reader: &Reader,
    columns: &mut Columns,
) -> Result<(Format, Article), ReadError> {
    let (value, warnings) = parsed?;
    let (format, mut article) = object(value, place, reader, columns)?;
    article.warnings.splice(0..0, warnings);
    Ok((format, article))
}

/// Takes note of what the dates of an object say.
pub(super) fn note_dates(parsed: &Parsed, reader: &Reader, orders: &mut Orders) {
    let Ok((Value::Object(object), _)) = parsed else { return };
    let fields = &reader.settings.fields;
    // Names are looked at where there is something to find.
    let may_tell = |value: &Value| value.as_str().is_some_and(order::may_tell);
    let is_deep = || DATES.iter().any(|part| !fields.named(*part).is_empty());
    if !orders.is_asked() || !is_deep() && !object.values().any(may_tell) {
        return;
    }
    let object = Named::new(object);
    for part in DATES {
        if let Some((column, text)) = date(part, fields, &object) {
            orders.note(column, &text);
        }
    }
}

/// The column and the text of the date that an object has in a part.
fn date<'v>(part: Part, fields: &'v Fields, object: &Named<'v>) -> Option<(&'v str, String)> {
    let read = |value| match part {
        Part::Embargo => flag_or_text(value).map(When::Text),
        _ => when(value),
    };
    let mut values = fields.values(part, object).into_iter();
    let (column, when) = values.find_map(|(name, value)| Some((name, read(value)?)))?;
    match when {
        When::Text(text) => Some((column, text)),
        _ => None,
    }
}

/// What a hit of a search is, which has only pieces of its article: read as one, it
/// would take its place.
pub(super) const HIT: &str = "a hit of `morgue search`, which has only pieces of the text; \
                              `morgue show --format json` prints articles";

/// Reads one object. Formats that are objects of a shape of their own are
/// recognised here, before the names of fields are looked at.
fn object(
    value: Value,
    place: &Place,
    reader: &Reader,
    columns: &mut Columns,
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
        return Ok((Format::Object, by_fields(&object, place, reader, columns)?));
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
    columns: &mut Columns,
) -> Result<Article, ReadError> {
    let fields = &reader.settings.fields;
    let object = Named::new(object);
    let values = |part| {
        let values = fields.values(part, &object).into_iter();
        values.map(|(_, value)| value).collect::<Vec<_>>()
    };
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
    let (agency_id, number) = id_or_number(text(Part::AgencyId), fields);
    let mut versions = fields.values(Part::Version, &object).into_iter();
    let version = versions.find_map(|(name, value)| Some((name, given(Some(flat(value)))?)));
    let mut draft = Draft {
        headline: headline(),
        kicker: text(Part::Kicker),
        lede: text(Part::Lede),
        text: text(Part::Body).unwrap_or_default(),
        published: when(Part::Published),
        version_created: when(Part::VersionCreated),
        version: version.as_ref().and_then(|(_, text)| text.parse().ok()),
        agency: text(Part::Agency),
        agency_id,
        alt_ids: number.into_iter().collect(),
        source: text(Part::Source),
        uri: text(Part::Uri),
        url: text(Part::Url),
        byline: text(Part::Byline),
        authors: authors(list_of_names(Part::Authors)),
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
    if draft.is_empty() {
        return Err(ReadError::NoArticle {
            path: place.path.clone(),
            what: draft::NOTHING.to_owned(),
        });
    }
    for part in DATES {
        if let Some((column, text)) = date(part, fields, &object) {
            columns.orders.settle(part, column, &text, &mut draft);
        }
    }
    let no_number = version.filter(|_| draft.version.is_none()).map(|(name, _)| name);
    let unread = fields.unread(&object).into_iter().chain(no_number);
    draft.warnings.extend(columns.unread.warning(unread));
    Ok(draft.finish(place, reader))
}

/// A number of fewer digits counts rows, as a rule, unless the settings say
/// that it is an id.
const MIN_ID_DIGITS: usize = 5;

/// Returns a value as the agency's id, or, where it counts the rows of a file, as another
/// id, by which the article is found: rows are counted in every file, so it is no identity.
pub(super) fn id_or_number(
    value: Option<String>,
    fields: &Fields,
) -> (Option<String>, Option<AltId>) {
    let Some(value) = value else { return (None, None) };
    let counts = value.len() < MIN_ID_DIGITS && value.bytes().all(|byte| byte.is_ascii_digit());
    match counts && fields.named(Part::AgencyId).is_empty() {
        true => (None, Some(AltId { role: Some("record".to_owned()), value })),
        false => (Some(value), None),
    }
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

/// Takes apart what is the name of several authors.
pub(super) fn authors(names: Vec<String>) -> Vec<String> {
    names.iter().flat_map(|name| authors::listed(name)).collect()
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
