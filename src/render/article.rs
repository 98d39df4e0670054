//! One article for people.

use std::io::{self, Write};

use super::lines::{Ink, Look, paragraph};
use crate::article::{AltId, Article, Block, BlockKind, Concept, Status};
use crate::entities::{Coverage, coverage};
use crate::hit::Marked;

/// Quotations stand this far in.
const QUOTATION_INDENT: usize = 4;

/// Writes an article for people: what is known about it, then its text.
/// `marked` holds its [`Article::paragraphs`] with what to set off; boilerplate
/// is not among them and stands at the end.
///
/// # Errors
/// Where the writer fails.
pub fn article(
    out: &mut dyn Write,
    look: Look,
    article: &Article,
    marked: &[Marked],
) -> io::Result<()> {
    for (name, value) in facts(article) {
        let value = Marked { text: value, marks: Vec::new() };
        paragraph(out, look, 0, &format!("{name}: "), &value, Ink::Plain)?;
    }
    let searched: Vec<&Block> =
        article.body.iter().filter(|block| block.kind != BlockKind::Boilerplate).collect();
    let mut texts = marked.iter();
    let mut beside = marked.iter().skip(2 + searched.len());
    let (headline, lede) = (texts.next(), texts.next());
    let kicker = article.kicker.as_ref().and_then(|_| beside.next());
    let subhead = article.subhead.as_ref().and_then(|_| beside.next());
    writeln!(out)?;
    for (text, ink) in [(kicker, Ink::Plain), (headline, Ink::Strong), (subhead, Ink::Plain)] {
        if let Some(text) = text {
            paragraph(out, look, 0, "", text, ink)?;
        }
    }
    if let Some(lede) = lede.filter(|lede| !lede.text.is_empty()) {
        writeln!(out)?;
        paragraph(out, look, 0, "", lede, Ink::Plain)?;
    }
    for (block, text) in searched.into_iter().zip(texts) {
        writeln!(out)?;
        let (indent, ink) = match block.kind {
            BlockKind::Quotation => (QUOTATION_INDENT, Ink::Plain),
            BlockKind::Subhead => (0, Ink::Strong),
            BlockKind::Paragraph | BlockKind::Boilerplate => (0, Ink::Plain),
        };
        paragraph(out, look, indent, "", text, ink)?;
    }
    for block in article.body.iter().filter(|block| block.kind == BlockKind::Boilerplate) {
        writeln!(out)?;
        let text = Marked { text: block.text.clone(), marks: Vec::new() };
        paragraph(out, look, 0, "", &text, Ink::Faint)?;
    }
    Ok(())
}

/// The values in one line, if there are any; a subject may have a comma in it.
fn list<'a>(values: impl Iterator<Item = &'a str>) -> Option<String> {
    let values: Vec<&str> = values.collect();
    (!values.is_empty()).then(|| values.join("; "))
}

fn facts(article: &Article) -> Vec<(&'static str, String)> {
    let mut facts = vec![("id", article.id.to_string())];
    let mut add = |name, value: Option<&str>| {
        if let Some(value) = value {
            facts.push((name, value.to_owned()));
        }
    };
    let published = article.published.map(|date| date.to_string());
    let changed = article.version_created.map(|date| date.to_string());
    let authors = list(article.authors.iter().map(String::as_str));
    let keywords = list(article.keywords.iter().map(String::as_str));
    let status = Some(article.status).filter(|status| *status != Status::Usable);
    let embargo = article.embargoed_until.map(|date| date.to_string());
    add("status", status.map(Status::name));
    add("embargoed until", embargo.as_deref());
    add("published", Some(published.as_deref().unwrap_or("undated")));
    add("changed", changed.as_deref());
    add("agency", article.agency.as_deref());
    add("source", article.source.as_deref());
    add("byline", article.byline.as_deref());
    add("authors", authors.as_deref());
    add("dateline", article.dateline.as_deref());
    add("section", article.section.as_deref());
    add("desk", article.desk.as_deref());
    add("language", article.language.as_ref().map(|language| language.as_str()));
    let known_only = article.language.map(coverage).filter(|found| *found == Coverage::NamesKnown);
    add("entities", known_only.map(Coverage::name));
    add("slugline", article.slugline.as_deref());
    add("keywords", keywords.as_deref());
    for (name, concepts) in [
        ("subjects", &article.subjects),
        ("genres", &article.genres),
        ("people", &article.people),
        ("organisations", &article.organisations),
        ("places", &article.places),
    ] {
        add(name, list(concepts.iter().map(Concept::label)).as_deref());
    }
    let other_id = |id: &AltId| match &id.role {
        Some(role) => format!("{role} {}", id.value),
        None => id.value.clone(),
    };
    let other_ids: Vec<String> = article.alt_ids.iter().map(other_id).collect();
    add("other ids", list(other_ids.iter().map(String::as_str)).as_deref());
    add("url", article.url.as_deref());
    add("file", Some(&article.origin.path));
    for warning in &article.warnings {
        facts.push(("warning", warning.detail.clone()));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_headline_is_printed_there() {
        let described = Article {
            headline: "Harbour strike ends".to_owned(),
            kicker: Some("Dockside".to_owned()),
            subhead: Some("Pilots join".to_owned()),
            lede: Some("Cranes moved.".to_owned()),
            body: vec![Block { kind: BlockKind::Paragraph, text: "Ships left.".to_owned() }],
            subjects: vec![Concept::named("labour"), Concept::named("ports")],
            alt_ids: vec![AltId { role: Some("record".to_owned()), value: "17".to_owned() }],
            ..Article::default()
        };
        let plain = |text: &str| Marked { text: text.to_owned(), marks: Vec::new() };
        let marked: Vec<Marked> = described.paragraphs().map(plain).collect();
        let mut out = Vec::new();
        article(&mut out, Look::default(), &described, &marked).unwrap();
        let printed = String::from_utf8(out).unwrap();
        let text = "Dockside\nHarbour strike ends\nPilots join\n\nCranes moved.\n\nShips left.\n";
        assert!(printed.ends_with(text), "{printed}");
        assert!(printed.contains("subjects: labour; ports\n"), "{printed}");
        assert!(printed.contains("other ids: record 17\n"), "{printed}");
    }
}
