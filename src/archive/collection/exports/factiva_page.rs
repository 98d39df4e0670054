//! Documents of Factiva on a page of the web, as they are displayed or in tables with
//! codes.

use super::factiva::{self, Displayed};
use super::factiva_codes;
use crate::archive::Reader;
use crate::archive::collection::draft::Draft;
use crate::archive::collection::markup;
use crate::archive::fold::collapse;
use crate::archive::page::lines::{split, unify_ends};

/// How the element of a document begins.
const OPENING: &str = "<div class=\"article ";
const QUOTED: &str = "<div class='article ";
const PARAGRAPH: &str = "articleParagraph";

/// Whether a page has documents of Factiva.
pub(super) fn is_page(text: &str) -> bool {
    let is_document = |document: &str| document.contains("Headline") || document.contains(">HD<");
    text.contains(PARAGRAPH) && documents(text).next().is_some_and(is_document)
}

/// Reads a document.
pub(super) fn draft(html: &str, reader: &Reader) -> Draft {
    if !html.contains(">HD<") {
        return displayed(html).draft(reader);
    }
    let text = coded(html);
    factiva_codes::draft(&split(&unify_ends(&text)), reader)
}

/// Cuts a page at the elements of its documents: `<div class="article enArticle">`.
pub(super) fn documents(text: &str) -> impl Iterator<Item = &str> {
    let is_it = |at: usize| {
        let class = text[at + OPENING.len()..].split(['"', '\'', '>']).next().unwrap_or_default();
        class.ends_with("Article")
    };
    let mut begins: Vec<usize> = text.match_indices(OPENING).map(|(at, _)| at).collect();
    begins.extend(text.match_indices(QUOTED).map(|(at, _)| at));
    begins.sort_unstable();
    begins.retain(|at| is_it(*at));
    let mut ends: Vec<usize> = begins.iter().skip(1).copied().collect();
    ends.push(text.len());
    begins.into_iter().zip(ends).map(|(begin, end)| &text[begin..end])
}

/// Reads elements without codes: those before the headline are sections, those behind it
/// rows of the head, and paragraphs say that they are.
fn displayed(html: &str) -> Displayed {
    let mut found = Displayed::default();
    let mut paragraphs = Vec::new();
    // The element of the document itself is passed.
    let mut rest = html.get(1..).unwrap_or_default();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let name = if rest.starts_with("div") { "div" } else { "p" };
        let is_element = rest
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(['>', ' ', '\t', '\r', '\n']));
        if !is_element {
            continue;
        }
        let Some((tag, inside)) = rest.split_once('>') else {
            break;
        };
        let closes = |at: &usize| {
            let name = &inside[at + 2..];
            name.starts_with("div") || name.starts_with("p>")
        };
        let end = inside.match_indices("</").map(|(at, _)| at).find(closes);
        let end = end.unwrap_or(inside.len());
        let text = collapse(&markup::text(&inside[..end]));
        rest = &inside[end..];
        if text.is_empty() {
            continue;
        }
        if let Some(number) = factiva::accession(&text) {
            found.accession = Some(number.to_owned());
            break;
        }
        match name {
            "p" if tag.contains(PARAGRAPH) => paragraphs.push(text),
            "p" => {}
            _ if tag.contains("\"hd\"") || tag.contains("'hd'") => {
                found.headline = without_number(&text, inside).to_owned()
            }
            _ if tag.contains("author") => found.byline = Some(text),
            _ if found.headline.is_empty() => found.section = Some(text),
            _ => found.rows.push(text),
        }
    }
    found.text = paragraphs.join("\n\n");
    found
}

/// Takes off the number that headlines have in a list.
fn without_number<'t>(headline: &'t str, html: &str) -> &'t str {
    let digits = headline.bytes().take_while(u8::is_ascii_digit).count();
    let is_counted = html.split('>').next().is_some_and(|tag| tag.contains("counted"));
    let rest = headline[digits..].strip_prefix(')').filter(|_| digits > 0 && is_counted);
    rest.map_or(headline, str::trim_start)
}

/// Returns the rows of a table as lines with codes.
fn coded(html: &str) -> String {
    let mut text = String::new();
    for row in html.split("<tr").skip(1) {
        let row = row.split("</tr").next().unwrap_or_default();
        let mut cells = row.split("<td").skip(1).map(|cell| {
            let cell = cell.split_once('>').map_or("", |(_, cell)| cell);
            cell.split("</td").next().unwrap_or_default()
        });
        let code = cells.next().map(|cell| collapse(&markup::text(cell))).unwrap_or_default();
        let value = cells.next().map(markup::text).unwrap_or_default();
        let mut lines = value.lines().map(collapse);
        text.push_str(&code);
        text.push_str("  ");
        text.push_str(&lines.find(|line| !line.is_empty()).unwrap_or_default());
        text.push('\n');
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}
