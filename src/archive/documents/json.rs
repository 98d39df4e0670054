//! Documents in JSON: which kind it is, one or many in a list.

use serde_json::{Map, Value};

use super::{Articles, ninjs};
use crate::archive::draft::Place;
use crate::archive::{Format, ReadError};
use crate::article::{Article, Origin, Warning, WarningCode};
use crate::wire;

/// Reads a JSON document.
///
/// # Errors
/// Where it is not JSON, or of a kind that is not known.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<(Format, Articles), ReadError> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| place.malformed("JSON", wire::json_fault(&error)))?;
    let items = match value {
        Value::Object(item) if is_json_feed(&item) => {
            return Ok((Format::Feed, super::feed(text, place)?));
        }
        // What Superdesk answers when it is asked for several items.
        Value::Object(mut list) if list.get("_items").is_some_and(Value::is_array) => {
            match list.remove("_items") {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            }
        }
        Value::Object(item) => {
            let format = format(&item).ok_or_else(|| unknown(place))?;
            return Ok((format, vec![article(format, item, None, place)]));
        }
        Value::Array(items) => items,
        _ => return Err(unknown(place)),
    };
    let known = items.iter().find_map(|item| format(item.as_object()?));
    let known = known.ok_or_else(|| unknown(place))?;
    let items = items.into_iter().zip(0..).map(|(item, record)| match item {
        Value::Object(item) => match format(&item) {
            Some(format) => article(format, item, Some(record), place),
            None => Err(unknown(place)),
        },
        _ => Err(place.malformed(known.name(), format!("item {record} is no object"))),
    });
    Ok((known, items.collect()))
}

/// Whether a value is a number of more digits than the parser keeps: as an id it
/// would be that of others, too.
pub(in crate::archive) fn is_inexact(value: &Value) -> bool {
    const EXACT: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    let number = value.as_number().filter(|number| number.is_f64());
    number.and_then(|number| number.as_f64()).is_some_and(|float| float.abs() >= EXACT)
}

/// Warns of an id that was left out for that.
pub(in crate::archive) fn inexact_id() -> Warning {
    let detail = "an id is a number of more digits than can be kept".to_owned();
    Warning { code: WarningCode::ValueDropped, detail }
}

fn unknown(place: Place) -> ReadError {
    ReadError::Unsupported { path: place.relative.to_owned(), format: "JSON" }
}

fn is_json_feed(item: &Map<String, Value>) -> bool {
    let version = item.get("version").and_then(Value::as_str).unwrap_or_default();
    version.contains("jsonfeed.org/version")
}

/// Returns the format that an item is in, if it is one of its own.
pub(in crate::archive) fn format(item: &Map<String, Value>) -> Option<Format> {
    if is_canonical(item) {
        return Some(Format::Canonical);
    }
    ninjs::is_item(item).then_some(Format::Ninjs)
}

/// Whether an item is an article as it is written here: with what no other format
/// has, or with nothing but what such an article has, of which a pipeline may have
/// dropped some.
fn is_canonical(item: &Map<String, Value>) -> bool {
    let has = |name: &str| item.contains_key(name);
    if !has("uri") {
        return false;
    }
    let has_origin = item.get("origin").is_some_and(|origin| origin.get("path").is_some());
    let has_blocks = item.get("body").and_then(Value::as_array).is_some_and(|blocks| {
        let are_blocks = blocks.iter().all(|block| block.get("kind").is_some());
        are_blocks && (!blocks.is_empty() || has("pubStatus"))
    });
    let says_something = has("headline") || has("lede") || has("body");
    has_origin || has_blocks || says_something && wire::article_from_object(item).is_ok()
}

/// Reads an item that is in a format of its own.
pub(in crate::archive) fn article(
    format: Format,
    item: Map<String, Value>,
    record: Option<u64>,
    place: Place,
) -> Result<Article, ReadError> {
    if format == Format::Ninjs {
        return ninjs::read(item, record, place);
    }
    // An article that was read before says everything itself, but for where it
    // is read now.
    let mut article = wire::article_from_object(&item)
        .map_err(|error| place.malformed("article JSON", error.to_string()))?;
    article.origin = Origin { path: place.relative.to_owned(), record };
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_known_with_what_a_pipeline_left_of_it() {
        for (item, expected) in [
            (
                r#"{"uri":"x:1","pubStatus":"usable","headline":"A","lede":"B"}"#,
                Some(Format::Canonical),
            ),
            (r#"{"uri":"x:1","lede":"B","published":"2022-09-10"}"#, Some(Format::Canonical)),
            (r#"{"uri":"x:1","pubStatus":"gone","body":[]}"#, Some(Format::Canonical)),
            (
                r#"{"uri":"x:1","colour":1,"body":[{"kind":"paragraph","text":"B"}]}"#,
                Some(Format::Canonical),
            ),
            (
                r#"{"uri":"x:1","pubstatus":"usable","headline":"A","body_text":"B"}"#,
                Some(Format::Ninjs),
            ),
            (
                r#"{"uri":"x:1","pubStatus":"usable","headlines":[{"value":"A"}]}"#,
                Some(Format::Ninjs),
            ),
            (r#"{"uri":"x:1","headline":"A","published":"10 September 2022"}"#, None),
            (r#"{"uri":"x:1","title":"A","body":["B"]}"#, None),
            (r#"{"uri":"x:1","title":"A","body":[]}"#, None),
            (r#"{"headline":"A","lede":"B"}"#, None),
        ] {
            let Ok(Value::Object(object)) = serde_json::from_str(item) else {
                panic!("{item}");
            };
            assert_eq!(format(&object), expected, "{item}");
        }
    }
}
