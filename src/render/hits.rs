//! Hits for people and for programs.

use std::io::{self, Write};

use super::lines::{Ink, Look, one_line, paragraph};
use super::numbers::plural;
use crate::article::{Precision, Published};
use crate::hit::{Hit, Marked, Snippet, Story};
use crate::wire::HIT_COLUMNS;

/// Writes a hit for people: a line with date, source, id and headline, then
/// the snippets.
///
/// # Errors
/// Where the writer fails.
pub fn hit(out: &mut dyn Write, look: Look, hit: &Hit) -> io::Result<()> {
    let article = &hit.article;
    let source = article.source.as_deref().or(article.agency.as_deref());
    let mut lead = format!("{}  ", day(article.published));
    if let Some(source) = source {
        lead += &format!("{}  ", one_line(source));
    }
    lead += &format!("{}  ", one_line(article.id.as_str()));
    if hit.superseded {
        lead += "(older version)  ";
    }
    paragraph(out, look, 0, &lead, &hit.headline, Ink::Strong)?;
    if let Some(story) = &hit.story {
        let line = Marked { text: also_carried(story, article.id.as_str()), marks: Vec::new() };
        paragraph(out, look, 4, "", &line, Ink::Faint)?;
    }
    for snippet in &hit.snippets {
        paragraph(out, look, 4, "", &with_cuts(snippet), Ink::Plain)?;
    }
    Ok(())
}

/// Carriers of a story that are named.
const NAMED: usize = 2;

/// "also carried by Press TV, IRNA and 3 more".
fn also_carried(story: &Story, id: &str) -> String {
    let names = story.beside(id);
    let named: Vec<String> = names.iter().take(NAMED).map(|name| one_line(name)).collect();
    match names.len().saturating_sub(NAMED) {
        0 => format!("also carried by {}", named.join(" and ")),
        more => format!("also carried by {} and {more} more", named.join(", ")),
    }
}

/// A snippet with dots where the paragraph goes on.
pub(super) fn with_cuts(snippet: &Snippet) -> Marked {
    let mut text = snippet.marked.text.clone();
    let mut marks = snippet.marked.marks.clone();
    if snippet.cut_before {
        let dots = "… ";
        text.insert_str(0, dots);
        for mark in &mut marks {
            *mark = mark.start + dots.len()..mark.end + dots.len();
        }
    }
    if snippet.cut_after {
        text.push_str(" …");
    }
    Marked { text, marks }
}

/// Date and time of UTC to the minute, as far as they are known.
fn day(published: Option<Published>) -> String {
    match published {
        None => "undated".to_owned(),
        Some(date) if date.precision < Precision::Minute => date.to_string(),
        Some(date) => date.civil().strftime("%Y-%m-%d %H:%MZ").to_string(),
    }
}

/// Writes who carries a story, the first one first.
///
/// # Errors
/// Where the writer fails.
pub fn story(out: &mut dyn Write, story: &Story) -> io::Result<()> {
    for (number, carrier) in story.carriers.iter().enumerate() {
        let date = carrier.since.map(|seconds| Published { seconds, precision: Precision::Minute });
        let name =
            carrier.name.as_deref().map_or(String::new(), |name| format!("{}  ", one_line(name)));
        let first = match (number, story.is_sure) {
            (0, true) => "  (first)",
            (0, false) => "  (first, as far as the dates tell)",
            _ => "",
        };
        writeln!(out, "{:<17}  {name}{}{first}", day(date), one_line(&carrier.id))?;
    }
    Ok(())
}

/// Which of how many hits are shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// How many articles match.
    pub total: u64,
    /// How many of them lie before the page, if that is known.
    pub before: Option<usize>,
    /// How many are on it.
    pub hits: usize,
    /// The cursor of the next page, if there is one.
    pub next: Option<&'a str>,
}

/// Writes how many articles there are and how to see more of them.
///
/// # Errors
/// Where the writer fails.
pub fn total(out: &mut dyn Write, shown: Shown<'_>) -> io::Result<()> {
    let Shown { total, before, hits, next } = shown;
    let articles = plural(total, "article");
    match before {
        Some(0) if hits == 0 => write!(out, "{articles}")?,
        Some(before) if hits == 0 => {
            write!(out, "{articles}, none of them beyond the first {before}")?;
        }
        Some(_) if hits as u64 == total => write!(out, "{articles}")?,
        Some(before) => {
            write!(out, "{} to {} of {articles}", before + 1, before + hits)?;
        }
        None => write!(out, "{hits} more of {articles}")?,
    }
    match next {
        Some(cursor) => writeln!(out, "; more: --after {cursor}"),
        None => writeln!(out),
    }
}

/// Writes the ids of hits, one per line, as they are: they are asked for again.
///
/// # Errors
/// Where the writer fails.
pub fn ids(out: &mut dyn Write, hits: &[Hit]) -> io::Result<()> {
    hits.iter().try_for_each(|hit| writeln!(out, "{}", hit.article.id))
}

/// The names of the columns of CSV.
pub fn csv_header() -> [&'static str; 17] {
    HIT_COLUMNS
}

/// The values of a hit, in the order of [`csv_header`].
pub fn csv_row(hit: &Hit) -> [String; 17] {
    let article = &hit.article;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let snippets: Vec<&str> =
        hit.snippets.iter().map(|snippet| snippet.marked.text.as_str()).collect();
    [
        article.id.to_string(),
        article.published.map(|date| date.to_string()).unwrap_or_default(),
        article.published.map(|date| date.precision.name().to_owned()).unwrap_or_default(),
        text(&article.agency),
        text(&article.agency_id),
        text(&article.source),
        text(&article.byline),
        text(&article.section),
        text(&article.dateline),
        article.language.map(|language| language.to_string()).unwrap_or_default(),
        article.status.name().to_owned(),
        article.headline.clone(),
        hit.words.map(|words| words.to_string()).unwrap_or_default(),
        text(&article.url),
        article.origin.path.clone(),
        hit.score.map(|score| score.to_string()).unwrap_or_default(),
        snippets.join(" … "),
    ]
}
