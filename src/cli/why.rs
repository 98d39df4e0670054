//! `morgue why`: why an article matches a query, or does not.

use std::io::Write;

use morgue::{render, wire};

use super::article::ArticleArgs;
use super::error::Failure;
use super::flags::{Format, SyntaxArg};
use super::place::Place;
use super::screen::{self, When};
use super::{Done, arguments};

/// Say of each clause of a query whether it holds for an article, and by how much it fails
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    article: ArticleArgs,

    /// The query
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

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
    let query = arguments::understood(&text, args.syntax.into())?;
    let Some((_, searcher, article)) = args.article.find(place)? else {
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
