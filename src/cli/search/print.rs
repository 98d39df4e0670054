//! Prints what a search found, and a query as it was understood.

use std::io::{self, BufWriter, StdoutLock, Write};
use std::ops::ControlFlow;

use morgue::explain::Explained;
use morgue::facets::{Facet, Timeline};
use morgue::hit::Marked;
use morgue::query::ast::Query;
use morgue::render::Look;
use morgue::wire::SearchResult;
use morgue::{Article, Found, Hit, render, wire};

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
        // They are lists of hits.
        _ => {}
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

/// A list of hits for programs, printed as they come; nothing of it is where the search
/// fails.
pub(super) struct List {
    format: Format,
    out: Out,
    listed: u64,
    /// What kept the last hit from being printed.
    failed: Option<Failure>,
}

enum Out {
    Rows(Box<csv::Writer<BufWriter<StdoutLock<'static>>>>),
    Lines(BufWriter<StdoutLock<'static>>),
}

impl List {
    pub(super) fn new(format: Format) -> List {
        let out = match format {
            Format::Csv | Format::Kwic => {
                Out::Rows(Box::new(csv::Writer::from_writer(screen::output())))
            }
            _ => Out::Lines(screen::output()),
        };
        List { format, out, listed: 0, failed: None }
    }

    /// Prints a hit; whether more of them can be.
    pub(super) fn hit(&mut self, hit: &Hit) -> ControlFlow<()> {
        match self.format {
            Format::Csv => self.rows(&[render::csv_row(hit)]),
            Format::Jsonl => self.line(&wire::hit_to_json(hit)),
            _ => self.article(&hit.article),
        }
    }

    /// Prints the places of an article that matched; whether more can be printed.
    pub(super) fn places(&mut self, article: &Article, paragraphs: &[Marked]) -> ControlFlow<()> {
        self.rows(&render::kwic_rows(article, paragraphs))
    }

    /// Prints an article, or its id.
    pub(super) fn article(&mut self, article: &Article) -> ControlFlow<()> {
        match self.format {
            Format::Ids => self.line(article.id.as_str()),
            Format::Ninjs => self.line(&wire::article_to_ninjs(article)),
            _ => self.line(&wire::article_to_json(article)),
        }
    }

    fn line(&mut self, line: &str) -> ControlFlow<()> {
        let Out::Lines(out) = &mut self.out else { return ControlFlow::Continue(()) };
        let written = writeln!(out, "{line}");
        self.go_on(written.map_err(Failure::from))
    }

    fn rows<const COLUMNS: usize>(&mut self, rows: &[[String; COLUMNS]]) -> ControlFlow<()> {
        let header = if self.listed == 0 { self.header() } else { Ok(()) };
        let Out::Rows(out) = &mut self.out else { return ControlFlow::Continue(()) };
        let mut written = header;
        for row in rows {
            written = written.and_then(|()| Ok(out.write_record(row)?));
        }
        self.go_on(written)
    }

    /// Names the columns, where there are any.
    fn header(&mut self) -> Result<(), Failure> {
        let Out::Rows(out) = &mut self.out else { return Ok(()) };
        match self.format {
            Format::Kwic => out.write_record(render::KWIC_COLUMNS)?,
            _ => out.write_record(render::csv_header())?,
        }
        Ok(())
    }

    fn go_on(&mut self, written: Result<(), Failure>) -> ControlFlow<()> {
        self.listed += 1;
        self.failed = written.err();
        if self.failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Ends the list; returns how many were listed.
    pub(super) fn end(mut self) -> Result<u64, Failure> {
        if let Some(failure) = self.failed {
            return Err(failure);
        }
        if self.listed == 0 {
            self.header()?;
        }
        match self.out {
            Out::Rows(mut rows) => rows.flush()?,
            Out::Lines(mut out) => out.flush()?,
        }
        Ok(self.listed)
    }
}

/// Prints what is counted as rows: the field or the period, the value, and how many
/// articles have it.
pub(super) fn counts(counts: &Counts) -> Result<(), Failure> {
    let mut rows = csv::Writer::from_writer(screen::output());
    rows.write_record(["field", "value", "articles"])?;
    for (facet, limit) in &counts.facets {
        let field = facet.field.name();
        for (value, count) in facet.values.iter().take(limit.unwrap_or(usize::MAX)) {
            rows.write_record([field, value, &count.to_string()])?;
        }
        if facet.without > 0 {
            rows.write_record([field, "", &facet.without.to_string()])?;
        }
    }
    if let Some(timeline) = &counts.timeline {
        let period = timeline.period.name();
        for (label, count) in &timeline.periods {
            rows.write_record([period, label, &count.to_string()])?;
        }
        let without = timeline.imprecise + timeline.undated;
        if without > 0 {
            rows.write_record([period, "", &without.to_string()])?;
        }
    }
    Ok(rows.flush()?)
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
                if let Some(forms) = forms(part) {
                    writeln!(out, "{:>17}  {indent}  {forms}", "")?;
                }
                for entity in &part.entities {
                    let (name, articles) = (&entity.name, entity.articles);
                    writeln!(out, "{:>17}  {indent}  = {name} ({articles})", "")?;
                }
            }
        }
        Format::Json => writeln!(out, "{}", wire::explained_to_json(&query.to_string(), parts))?,
        _ => {
            return Err(only_hits("--explain prints no hits"));
        }
    }
    out.flush()?;
    Ok(match parts.first() {
        Some(whole) if whole.articles == 0 => Done::Nothing,
        _ => Done::Well,
    })
}

/// The forms in which a word was found, where there is another than the word itself.
fn forms(part: &Explained) -> Option<String> {
    let typed = part.part.rsplit([':', '=']).next().unwrap_or_default().to_lowercase();
    if part.forms.iter().all(|(form, _)| *form == typed) {
        return None;
    }
    let forms = part.forms.iter().map(|(form, articles)| format!("{form} ({articles})"));
    let forms = forms.collect::<Vec<_>>().join(", ");
    Some(match part.more_forms {
        0 => forms,
        more => format!("{forms}, … and {more} more"),
    })
}
