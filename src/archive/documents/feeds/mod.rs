//! RSS, RDF Site Summary, Atom and JSON Feed: one article for each entry.
//!
//! A feed that is not well-formed is mended where that is sure to change no
//! text: control characters go, a lone `&` becomes `&amp;`. If that is not enough,
//! it is taken apart, so that an entry that is bad loses no other; of that entry
//! what can be read is.

mod content;
mod entry;
mod json;
mod mend;
mod pieces;
mod tags;

use feed_rs::model::FeedType;

use self::entry::{Parsed, article, parse};
use self::pieces::{Piece, Pieces};
use super::Articles;
use crate::archive::ReadError;
use crate::archive::draft::Place;
use crate::article::{Article, Warning, WarningCode};

const FORMAT: &str = "RSS or Atom";

/// One way to mend a feed, and what it does; `None` where it changes nothing.
type Step = (&'static str, fn(&str) -> Option<String>);

/// What is done to every feed: the parser would not say what it loses.
const ALWAYS: Step = ("mark-up in a text that is not escaped was read", mend::with_escaped_tags);
/// What is tried, one after the other, until it is well-formed.
const STEPS: [Step; 4] = [
    ("control characters were taken out", mend::without_controls),
    ("a lone & was taken for the character", mend::with_escaped_ampersands),
    ("the version of RSS is not known; read as 2.0", mend::with_version),
    ("prefixes without a namespace were given one", mend::with_namespaces),
];

/// Reads a feed.
///
/// # Errors
/// Where it cannot be read, or has no entries.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    if text.trim_start().starts_with('{') {
        return json::read(text, place);
    }
    let text = mend::modern(mend::without_declaration(text));
    let mut text = content::readable(&text).into_owned();
    if tags::has_too_many_attributes(&text) {
        return Err(place.malformed(FORMAT, "an element has more than 1000 attributes"));
    }
    let mut notes = Vec::new();
    let mut apply = |(note, mend): Step, text: &mut String| {
        let mended = mend(text);
        let has_changed = mended.is_some();
        if let Some(mended) = mended {
            *text = mended;
            notes.push(repaired(note));
        }
        has_changed
    };
    apply(ALWAYS, &mut text);
    let mut parsed = parse(&text);
    for step in STEPS {
        if parsed.is_err() && apply(step, &mut text) {
            parsed = parse(&text);
        }
    }
    match parsed {
        Ok(parsed) if !leaves_out(&parsed, &text) => whole(&parsed, &notes, place),
        Ok(_) => in_pieces(&text, &notes, place)
            .unwrap_or_else(|| Err(place.no_article("a feed without entries"))),
        Err(fault) => {
            in_pieces(&text, &notes, place).unwrap_or_else(|| Err(place.malformed(FORMAT, fault)))
        }
    }
}

fn repaired(detail: impl Into<String>) -> Warning {
    Warning { code: WarningCode::Repaired, detail: detail.into() }
}

/// Whether the parser left entries out: those of RDF without a link, and it does
/// not say so.
fn leaves_out(parsed: &Parsed, text: &str) -> bool {
    let opens = |(at, mark): (usize, &str)| {
        text[at + mark.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
    };
    let items = || text.match_indices("<item").filter(|found| opens(*found)).count();
    parsed.feed.feed_type == FeedType::RSS1 && items() > parsed.feed.entries.len()
}

fn whole(parsed: &Parsed, notes: &[Warning], place: Place) -> Result<Articles, ReadError> {
    let feed = &parsed.feed;
    if feed.entries.is_empty() {
        return Err(place.no_article("a feed without entries"));
    }
    let entries = feed.entries.iter().zip(0..);
    let read = |(entry, record)| article(entry, parsed, feed, record, notes, place);
    Ok(entries.map(read).collect())
}

/// Reads a feed entry by entry; `None` where it has none.
fn in_pieces(text: &str, notes: &[Warning], place: Place) -> Option<Result<Articles, ReadError>> {
    let pieces = pieces::take_apart(text).filter(|pieces| !pieces.entries.is_empty())?;
    let around = parse(&mend::well_formed(&pieces.around)).or_else(|_| parse(&pieces.alone("")));
    let around = around.ok()?;
    let entries = pieces.entries.iter().zip(0..);
    let mut articles: Articles = entries
        .map(|(piece, record)| read_piece(piece, &pieces, &around, record, notes, place))
        .collect();
    let ends_in_entry = pieces.entries.iter().any(|piece| piece.breaks_off);
    if pieces.breaks_off && !ends_in_entry {
        articles.push(Err(truncated(place)));
    }
    Some(Ok(articles))
}

fn truncated(place: Place) -> ReadError {
    ReadError::Truncated { path: place.relative.to_owned(), format: FORMAT }
}

fn read_piece(
    piece: &Piece,
    pieces: &Pieces,
    around: &Parsed,
    record: u64,
    notes: &[Warning],
    place: Place,
) -> Result<Article, ReadError> {
    let mut notes = notes.to_vec();
    let parsed = parse(&pieces.alone(piece.text)).or_else(|fault| {
        let mended = pieces.alone(&mend::well_formed(piece.text));
        let parsed = parse(&mended).map_err(|_| place.malformed(FORMAT, &*fault))?;
        if !piece.breaks_off {
            notes.push(repaired(format!("read as far as it is well-formed: {fault}")));
        }
        Ok(parsed)
    })?;
    if piece.breaks_off {
        let detail = "the feed breaks off in this entry".to_owned();
        notes.push(Warning { code: WarningCode::Truncated, detail });
    }
    let parsed = match pieces::with_link(piece.text).filter(|_| parsed.feed.entries.is_empty()) {
        Some(linked) => parse(&pieces.alone(&mend::well_formed(&linked))).unwrap_or(parsed),
        None => parsed,
    };
    match parsed.feed.entries.first() {
        Some(entry) => article(entry, &parsed, &around.feed, record, &notes, place),
        None => Err(place.no_article("an entry without a link")),
    }
    .map_err(|error| if piece.breaks_off { truncated(place) } else { error })
}
