//! JSON Feed.

use serde_json::Value;

use super::entry::{article, parse};
use super::repaired;
use crate::archive::ReadError;
use crate::archive::documents::{Articles, json};
use crate::archive::draft::Place;
use crate::wire::json_fault;

/// Reads a JSON Feed entry by entry: the parser gives up at the first that is not
/// as it should be.
pub(super) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    let malformed = |fault: String| place.malformed("JSON Feed", fault);
    let mut feed: Value =
        serde_json::from_str(text).map_err(|error| malformed(json_fault(&error)))?;
    let entries = feed.get_mut("items").map(Value::take);
    let Some(Value::Array(entries)) = entries else {
        return Err(malformed("there is no list of `items` in it".to_owned()));
    };
    let mut with = |entries: Vec<Value>| {
        feed["items"] = Value::Array(entries);
        // The place would be one in this text.
        parse(&feed.to_string()).map_err(|fault| {
            let fault = json_fault(&fault);
            fault.rsplit_once(" at line ").map_or(fault.clone(), |(fault, _)| fault.to_owned())
        })
    };
    with(Vec::new()).map_err(malformed)?;
    if entries.is_empty() {
        return Err(place.no_article("a feed without entries"));
    }
    let mut read = |(mut entry, record): (Value, u64)| {
        let mut notes = Vec::new();
        // By version 1.1 of the standard a number is taken as text.
        if let Some(id) = entry.get_mut("id").filter(|id| id.is_number()) {
            let is_kept = !json::is_inexact(id);
            notes.extend(
                (!is_kept).then(|| repaired("an id of more digits than can be kept was left out")),
            );
            *id = if is_kept { Value::String(id.to_string()) } else { Value::Null };
        }
        let fault = |fault| malformed(format!("entry {record}: {fault}"));
        let parsed = with(vec![entry]).map_err(fault)?;
        match parsed.feed.entries.first() {
            Some(entry) => article(entry, &parsed, &parsed.feed, record, &notes, place),
            None => Err(place.no_article("an entry without content")),
        }
    };
    Ok(entries.into_iter().zip(0..).map(&mut read).collect())
}
