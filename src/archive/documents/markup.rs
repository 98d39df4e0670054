//! HTML in a field of another format: its blocks and its bare text.

use crate::archive::ReadError;
use crate::archive::draft::Place;
use crate::article::Block;

/// Makes blocks of a piece of HTML.
///
/// # Errors
/// Where the program was built without `html`, or elements are too deep in
/// others.
#[cfg(feature = "html")]
pub(super) fn blocks(html: &str, place: Place) -> Result<Vec<Block>, ReadError> {
    crate::archive::documents::html::blocks(html).map_err(|fault| place.malformed("HTML", fault))
}

/// Says that HTML cannot be read.
#[cfg(not(feature = "html"))]
pub(super) fn blocks(_: &str, place: Place) -> Result<Vec<Block>, ReadError> {
    Err(place.built_without("HTML inside", "html"))
}

/// Returns the text of a field that may hold HTML, in one line.
///
/// # Errors
/// Where it does and the program was built without `html`.
pub(in crate::archive) fn line(text: &str, place: Place) -> Result<String, ReadError> {
    if !looks_like_html(text) {
        return Ok(text.to_owned());
    }
    let blocks = blocks(text, place)?;
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    Ok(texts.join(" "))
}

/// Whether a text has tags or entities in it.
pub(super) fn looks_like_html(text: &str) -> bool {
    let tag = |(at, _)| {
        text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
            && text[at..].contains('>')
    };
    let entity = |(at, _)| {
        let rest: &str = &text[at + 1..];
        rest.find(';').is_some_and(|end| {
            (2..=10).contains(&end)
                && rest[..end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        })
    };
    text.match_indices('<').take(64).any(tag) || text.match_indices('&').take(64).any(entity)
}
