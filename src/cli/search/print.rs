//! Prints what a search found, and a query as it was understood.

use std::io::{self, Write};

use morgue::explain::Explained;
use morgue::facets::{Facet, Timeline};
use morgue::query::ast::Query;
use morgue::render::Look;
use morgue::wire::SearchResult;
use morgue::{Found, render, wire};

use super::{Args, FACET_VALUES, Format, only_hits};
use crate::cli::Done;
use crate::cli::error::Failure;
use crate::cli::screen::{self, When};

/// What is counted beside the hits.
pub(super) struct Counts {
    /// Each facet with how many of its values to list, where the user says.
    pub(super) facets: Vec<(Facet, Option<usize>)>,
    pub(super) timeline: Option<Timeline>,
}

/// Prints the hits, and what is counted beside them.
pub(super) fn print(
    args: &Args,
    query: &Query,
    found: &Found,
    counts: &Counts,
    colour: When,
) -> Result<(), Failure> {
    let mut out = screen::output();
    match args.format {
        Format::Text if found.total != Some(0) => {
            page(&mut out, args, found, counts, screen::look(colour))?;
        }
        Format::Text => {}
        Format::Json => {
            let next = found.next.as_ref().map(ToString::to_string);
            let result = SearchResult {
                query: &query.to_string(),
                total: found.total,
                hits: &found.hits,
                next: next.as_deref(),
                facets: &counts.facets,
                timeline: counts.timeline.as_ref(),
            };
            writeln!(out, "{}", wire::result_to_json(&result))?;
        }
        Format::Jsonl => {
            for hit in &found.hits {
                writeln!(out, "{}", wire::hit_to_json(hit))?;
            }
        }
        Format::Csv => {
            let mut rows = csv::Writer::from_writer(&mut out);
            rows.write_record(render::csv_header())?;
            for hit in &found.hits {
                rows.write_record(render::csv_row(hit))?;
            }
            rows.flush()?;
        }
        Format::Ids => render::ids(&mut out, &found.hits)?,
    }
    out.flush()?;
    Ok(())
}

/// Prints a page for people.
fn page(
    out: &mut dyn Write,
    args: &Args,
    found: &Found,
    counts: &Counts,
    look: Look,
) -> io::Result<()> {
    for hit in &found.hits {
        render::hit(out, look, hit)?;
        writeln!(out)?;
    }
    for (facet, limit) in &counts.facets {
        render::facet(out, facet, limit.unwrap_or(FACET_VALUES))?;
        writeln!(out)?;
    }
    if let Some(timeline) = &counts.timeline {
        render::timeline(out, timeline)?;
        writeln!(out)?;
    }
    if let Some(total) = found.total {
        let next = found.next.as_ref().map(ToString::to_string);
        let before = args.after.is_none().then_some(args.offset);
        let next = next.as_deref();
        let shown = render::Shown { total, before, hits: found.hits.len(), next };
        render::total(out, shown)?;
    }
    Ok(())
}

/// Prints a query as it was understood, and what each part of it matches.
pub(super) fn explain(args: &Args, query: &Query, parts: &[Explained]) -> Result<Done, Failure> {
    let mut out = screen::output();
    match args.format {
        Format::Text => {
            writeln!(out, "{query}\n\n{}\n", query.tree())?;
            writeln!(out, "articles    terms")?;
            for part in parts {
                let indent = "  ".repeat(part.depth);
                write!(out, "{:>8} {:>8}  {indent}{}", part.articles, part.terms, part.part)?;
                writeln!(out, "{}", if part.empties { "  <- leaves nothing" } else { "" })?;
                for entity in &part.entities {
                    let (name, articles) = (&entity.name, entity.articles);
                    writeln!(out, "{:>17}  {indent}  = {name} ({articles})", "")?;
                }
            }
        }
        Format::Json => writeln!(out, "{}", wire::explained_to_json(&query.to_string(), parts))?,
        Format::Jsonl | Format::Csv | Format::Ids => {
            return Err(only_hits("--explain prints no hits"));
        }
    }
    out.flush()?;
    Ok(match parts.first() {
        Some(whole) if whole.articles == 0 => Done::Nothing,
        _ => Done::Well,
    })
}
