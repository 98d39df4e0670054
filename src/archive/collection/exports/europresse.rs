//! Documents of Europresse on a page of the web: an element each, whose parts are known
//! by their classes.

use super::fields::{self, Fields};
use super::labels::Label;
use crate::archive::Reader;
use crate::archive::collection::draft::Draft;
use crate::archive::collection::markup;
use crate::archive::fold::collapse;

/// How the element of a document begins.
const OPENING: &str = "<article";
/// The class of the publication.
const PUBLICATION: &str = "DocPublicationName";
/// The classes of the text, the first that is there.
const TEXTS: [&str; 2] = ["docOcurrContainer", "DocText"];
/// What stands below the text.
const BELOW: [&str; 3] = ["</section", "<footer", "<aside"];
/// How numbers of documents begin.
const NUMBER: &str = "news·";

/// Whether a page has documents of Europresse.
pub(super) fn is_page(text: &str) -> bool {
    text.contains(PUBLICATION)
        && documents(text).next().is_some_and(|document| element(document, PUBLICATION).is_some())
}

/// Cuts a page at the elements of its documents.
pub(super) fn documents(text: &str) -> impl Iterator<Item = &str> {
    text.split(OPENING).skip(1).filter(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t']))
}

/// Reads a document.
pub(super) fn draft(html: &str, reader: &Reader) -> Draft {
    let mut fields = Fields::new();
    let text_of = |class: &str| {
        element(html, class)
            .map(|html| collapse(&markup::text(html)))
            .filter(|text| !text.is_empty())
    };
    let (head, text) = match TEXTS.iter().find_map(|class| html.find(class)) {
        Some(at) => (&html[..at], html[at..].split_once('>').map_or("", |(_, text)| text)),
        None => (html, ""),
    };
    let source = text_of(PUBLICATION);
    // The number of the issue stands behind the name.
    fields.draft.source =
        source.map(|name| name.split_once(',').map_or(&*name, |(name, _)| name).trim().to_owned());
    if let Some(line) = text_of("DocHeader") {
        read_header(&line, &mut fields);
    }
    let title = text_of("titreArticleVisu").or_else(|| text_of("titreArticle"));
    fields.add(Label::Headline, &title.unwrap_or_default());
    fields.add(Label::Highlight, &text_of("rdp__subtitle").unwrap_or_default());
    if let Some(byline) = element(head, "sm-margin-bottomNews") {
        fields.add(Label::Byline, &markup::text(byline));
    }
    let end = BELOW.iter().filter_map(|below| text.find(below)).min().unwrap_or(text.len());
    let (text, below) = text.split_at(end);
    fields.draft.text = markup::text(text);
    let below = markup::text(below);
    for line in below.lines().map(collapse) {
        if let Some(at) = line.find(NUMBER) {
            let number = line[at..].split_whitespace().next().unwrap_or_default();
            fields.draft.uri = Some(format!("europresse:{number}"));
        } else if fields::is_copyright(&line) && fields.draft.rights.is_none() {
            fields.draft.rights = Some(line);
        }
    }
    fields.finish(reader)
}

/// Reads `Politique, samedi 10 septembre 2022, p. 5`.
fn read_header(line: &str, fields: &mut Fields) {
    let begins = line.match_indices(", ").map(|(at, comma)| at + comma.len());
    let dated = std::iter::once(0).chain(begins).find_map(|at| {
        let (pieces, rest) = fields::date(&line[at..])?;
        Some((at, pieces, rest))
    });
    let Some((at, pieces, rest)) = dated else {
        return fields.add_section(line);
    };
    fields.when = pieces;
    fields.add_section(line[..at].trim_end_matches([',', ' ']));
    rest.split(',').for_each(|part| fields.add_section(&only_page(part)));
}

/// Returns the page of what follows a date; an edition is left out.
fn only_page(part: &str) -> String {
    let part = part.trim();
    if part.starts_with("p. ") { part.to_owned() } else { String::new() }
}

/// Returns what stands in the first element of a class.
fn element<'h>(html: &'h str, class: &str) -> Option<&'h str> {
    let mut rest = html;
    loop {
        let at = rest.find(class)?;
        let (tag, inside) = rest[at..].split_once('>')?;
        // The class may be named in a text, too, before the next tag.
        if let Some(next) = tag.rfind('<') {
            rest = &rest[at + next..];
            continue;
        }
        let name = rest[..at].rfind('<').map(|open| &rest[open + 1..at]);
        let name = name.and_then(|tag| tag.split_whitespace().next());
        let Some(name) = name.filter(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        else {
            rest = inside;
            continue;
        };
        let end = inside.find(&format!("</{name}")).unwrap_or(inside.len());
        return Some(&inside[..end]);
    }
}
