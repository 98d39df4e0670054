//! Stories as Reuters filed them in 1987: the shape of the collection Reuters-21578.

use super::elements::{Element, Elements};
use super::joined;
use crate::archive::collection::draft::{Draft, When};
use crate::archive::decode::sniff;

/// The elements in which whatever is marked is text.
pub(super) const TEXTS: [&str; 1] = ["BODY"];

/// Whether a file of stories begins so.
pub(super) fn begins(text: &str) -> bool {
    const WINDOW: usize = 300;
    let begin: String = text.chars().take(WINDOW).collect::<String>().to_ascii_lowercase();
    // Where the file was made XML, there is a root.
    let first = begin.find("<reuters").map(|at| &begin[at..]);
    begin.starts_with("<!doctype lewis") || first.is_some_and(sniff::is_reuters)
}

/// Returns what a story says.
pub(super) fn draft(story: &Elements) -> Draft {
    let lists = ["TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES"];
    let keywords = lists.iter().flat_map(|list| story.inside(list)).filter_map(Element::text);
    let headline = story.text(&["TITLE"]);
    let text = match story.text(&["BODY"]) {
        Some(body) => joined(without_signature(&body)),
        // A story without parts has its text in the element itself.
        None if headline.is_none() => story.text(&["TEXT"]).unwrap_or_default(),
        None => String::new(),
    };
    Draft {
        headline,
        text,
        is_plain: true,
        published: story.text(&["DATE"]).map(When::Text),
        byline: story.text(&["AUTHOR"]),
        dateline: story.text(&["DATELINE"]).map(|line| place(&line)),
        agency: Some("Reuters".to_owned()),
        agency_id: story.attribute("newid"),
        keywords: keywords.collect(),
        ..Draft::default()
    }
}

/// The last line says only who filed the story.
fn without_signature(body: &str) -> &str {
    match body.rsplit_once('\n') {
        Some((before, last)) if last.trim().eq_ignore_ascii_case("reuter") => before,
        _ => body,
    }
}

/// Returns the place of "SALVADOR, Feb 26 -".
fn place(dateline: &str) -> String {
    let dateline = dateline.trim().trim_end_matches(['-', ' ']);
    dateline.rsplit_once(',').map_or(dateline, |(place, _)| place.trim()).to_owned()
}
