//! Entities for people: the list, and the page of one.

use std::io::{self, Write};

use super::facets::timeline;
use super::lines::one_line;
use super::numbers::{counted, plural};
use crate::entity::{EntityCount, EntityPage};

/// Names of an entity that are listed.
const NAMES: usize = 20;

/// Writes entities, one per line.
///
/// # Errors
/// Where the writer fails.
pub fn entities(out: &mut dyn Write, entities: &[EntityCount]) -> io::Result<()> {
    entities.iter().try_for_each(|entity| {
        let (articles, kind) = (entity.articles, entity.kind.name());
        writeln!(out, "{articles:>9}  {kind:<6}  {}", one_line(&entity.name))
    })
}

/// Writes the page of an entity.
///
/// # Errors
/// Where the writer fails.
pub fn entity_page(out: &mut dyn Write, page: &EntityPage) -> io::Result<()> {
    let EntityCount { name, kind, articles, .. } = &page.entity;
    let articles = plural(*articles, "article");
    writeln!(out, "{} ({}), {articles}", one_line(name), kind.name())?;
    writeln!(out, "\nwritten as")?;
    counted(out, page.names.iter().map(|(name, articles)| (name, articles)), NAMES)?;
    writeln!(out, "\nkeys")?;
    counted(out, page.keys.iter().map(|(key, articles)| (key, articles)), usize::MAX)?;
    for (label, end) in [("first", &page.first), ("last", &page.last)] {
        if let Some((date, id)) = end {
            let gap = if label == "first" { "\n" } else { "" };
            writeln!(out, "{gap}{label:<6} {date}  {id}")?;
        }
    }
    writeln!(out)?;
    timeline(out, &page.timeline)?;
    if !page.with.is_empty() {
        writeln!(out, "\nappears with")?;
        for companion in &page.with {
            let EntityCount { name, kind, articles, .. } = &companion.entity;
            writeln!(out, "{articles:>9}  {:<6}  {}", kind.name(), one_line(name))?;
        }
    }
    Ok(())
}
