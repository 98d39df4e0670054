//! Lines of a header that say whether the article may be used: an embargo, a status, a kill.
//!
//! A headline can begin with the same word ("Embargo: EU weighs oil ban"), so what follows a
//! label has to be a date or a word that is known, unless other labels stand around it.

use super::items::Item;
use super::labels::{self, Label};
use crate::archive::dates::{self, Day};
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::fold::{collapse, fold};

/// What stands behind a label of an embargo without a colon has at most so many words,
/// where it is no date and not in capitals.
const MAX_WORDS: usize = 4;

/// Reads what follows a label.
pub(super) fn labelled(label: Label, text: &str) -> Option<Item> {
    let is_certain = match label {
        Label::EmbargoedUntil => true,
        Label::Embargo => is_end(text),
        Label::Status => standing::is_known(text),
        _ => false,
    };
    if is_certain { unclear(label, text) } else { None }
}

/// Reads what follows a label that other labels stand around.
pub(super) fn unclear(label: Label, text: &str) -> Option<Item> {
    match label {
        Label::Embargo | Label::EmbargoedUntil => Some(Item::Embargo(collapse(until(text)))),
        Label::Status => Some(Item::Status(collapse(text))),
        _ => None,
    }
}

/// Reads a line that says it without a colon.
pub(super) fn unlabelled(line: &str) -> Option<Item> {
    let text = line.trim_matches(|c: char| c.is_whitespace() || "*#-–—/().!".contains(c));
    let in_capitals = !text.contains(char::is_lowercase);
    match fold(text).as_str() {
        "mandatory kill" | "bulletin kill" | "kill mandatory" | "kill bulletin" => {
            return Some(Item::Kill);
        }
        "kill" | "killed" if in_capitals => return Some(Item::Kill),
        "under embargo" | "strictly embargoed" => return Some(Item::Embargo("yes".to_owned())),
        "embargoed" | "embargo" if in_capitals => return Some(Item::Embargo("yes".to_owned())),
        _ => {}
    }
    let (label, text) = labels::embargo(text)?;
    let is_short = in_capitals || text.split_whitespace().nth(MAX_WORDS).is_none();
    let is_certain = is_end(text) || label == Label::EmbargoedUntil && is_short;
    is_certain.then(|| Item::Embargo(collapse(until(text))))
}

/// Whether a text is the end of an embargo, or says that there is one or none.
fn is_end(text: &str) -> bool {
    let text = until(text);
    if dates::read_whole(text).is_some() {
        return true;
    }
    let begins_as_date = dates::read_prefix(text).is_some_and(|(pieces, _)| {
        pieces.clock.is_some() || matches!(pieces.day, Some(Day::Full(_) | Day::Either(..)))
    });
    // What is no date is only asked for the words of a flag.
    begins_as_date || Embargo::read(text, |_| None) == Embargo::No || is_flag(text)
}

fn is_flag(text: &str) -> bool {
    ["yes", "true", "on"].iter().any(|flag| text.eq_ignore_ascii_case(flag))
}

/// Returns a text without the word for "until" that it begins with.
fn until(text: &str) -> &str {
    const WORDS: [&str; 7] = ["until", "till", "bis", "bis zum", "jusqu'au", "hasta", "hasta el"];
    let stripped = WORDS.iter().rev().find_map(|word| {
        let (first, rest) = (text.get(..word.len())?, &text[word.len()..]);
        (first.eq_ignore_ascii_case(word) && rest.starts_with(' ')).then(|| rest.trim_start())
    });
    stripped.unwrap_or(text)
}
