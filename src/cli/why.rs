//! `morgue why`: why an article matches a query, or does not.

use std::io::Write;
use std::path::PathBuf;

use morgue::{query, render, wire};

use super::error::Failure;
use super::output::Format;
use super::place::Place;
use super::screen::{self, When};
use super::search;
use super::show;
use super::syntax::SyntaxArg;
use super::{Done, arguments};

/// Say of each clause of a query whether it holds for an article, and by how much it fails
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The article's id, or its agency id
    #[arg(value_name = "ID")]
    id: String,

    /// The query
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

    /// The archive's folder
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// Also look at articles that are withheld, killed or under an embargo
    #[arg(long)]
    all_statuses: bool,

    /// The language of the query: morgue's own, or that of Nexis or Factiva
    #[arg(long, value_enum, default_value_t = SyntaxArg::Native)]
    syntax: SyntaxArg,

    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place, colour: When) -> Result<Done, Failure> {
    let text = arguments::query(&args.query);
    let query = query::parse_as(&text, args.syntax.into(), morgue::today())?;
    let searcher = place.open(args.archive.as_deref())?.searcher()?;
    let searcher = searcher.of_statuses(search::statuses(args.all_statuses));
    let Some(article) = show::one(&searcher, arguments::as_typed(&args.id))? else {
        return Ok(Done::Nothing);
    };
    let clauses =
        searcher.why(&article, &query).map_err(|error| Failure::in_query(error, &text))?;
    let mut out = screen::output();
    match args.format {
        Format::Text => render::why(&mut out, screen::look(colour), &clauses)?,
        Format::Json => {
            writeln!(out, "{}", wire::why_to_json(&article.id, &query.to_string(), &clauses))?;
        }
    }
    out.flush()?;
    Ok(match clauses.first() {
        Some(whole) if whole.holds => Done::Well,
        _ => Done::Nothing,
    })
}
