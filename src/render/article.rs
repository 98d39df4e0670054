//! One article for people.

use std::io::{self, Write};

use super::lines::{Ink, Look, paragraph};
use crate::article::{Article, BlockKind, Status};
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
    let mut texts = marked.iter();
    let blank = Marked::default();
    writeln!(out)?;
    paragraph(out, look, 0, "", texts.next().unwrap_or(&blank), Ink::Strong)?;
    if let Some(lede) = texts.next().filter(|lede| !lede.text.is_empty()) {
        writeln!(out)?;
        paragraph(out, look, 0, "", lede, Ink::Plain)?;
    }
    let searched = article.body.iter().filter(|block| block.kind != BlockKind::Boilerplate);
    for (block, text) in searched.zip(texts) {
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

fn facts(article: &Article) -> Vec<(&'static str, String)> {
    let mut facts = vec![("id", article.id.to_string())];
    let mut add = |name, value: Option<&str>| {
        if let Some(value) = value {
            facts.push((name, value.to_owned()));
        }
    };
    let published = article.published.map(|date| date.to_string());
    let changed = article.version_created.map(|date| date.to_string());
    let list = |values: &[String]| (!values.is_empty()).then(|| values.join(", "));
    let (authors, keywords) = (list(&article.authors), list(&article.keywords));
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
    add("keywords", keywords.as_deref());
    add("url", article.url.as_deref());
    add("file", Some(&article.origin.path));
    for warning in &article.warnings {
        facts.push(("warning", warning.detail.clone()));
    }
    facts
}
