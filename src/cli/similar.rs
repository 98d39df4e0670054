//! `morgue similar`: articles like one.

use std::io::Write;

use clap::ValueEnum;
use morgue::wire::SearchResult;
use morgue::{MorgueError, Page, render, wire};

use super::article::ArticleArgs;
use super::error::Failure;
use super::place::Place;
use super::screen::{self, When};
use super::{Done, flags};

/// Find articles like one, by the words that set it apart
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    article: ArticleArgs,

    /// Hits to show
    #[arg(short = 'n', long = "limit", default_value_t = 10, value_name = "N",
        value_parser = flags::count)]
    limit: usize,

    /// How to print hits
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document: query, total, hits
    Json,
    /// One id per line
    Ids,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place, colour: When) -> Result<Done, Failure> {
    let Some((_, searcher, article)) = args.article.find(place)? else {
        return Ok(Done::Nothing);
    };
    let result = SearchResult {
        query: "",
        total: Some(0),
        hits: &[],
        next: None,
        facets: &[],
        timeline: None,
    };
    let mut out = screen::output();
    let Some((query, words)) = searcher.similar_to(&article).map_err(MorgueError::from)? else {
        if args.format == Format::Json {
            writeln!(out, "{}", wire::result_to_json(&result))?;
            out.flush()?;
        }
        let id = &article.id;
        screen::say(format_args!("no other article shares a telling word with `{id}`"));
        return Ok(Done::Nothing);
    };
    let page = Page { limit: args.limit, ..Page::default() };
    let found = searcher.search(&query, &page).map_err(MorgueError::from)?;
    match args.format {
        Format::Ids => render::ids(&mut out, &found.hits)?,
        Format::Json => {
            let (query, total, hits) = (&query.to_string(), found.total, &found.hits[..]);
            let result = SearchResult { query, total, hits, ..result };
            writeln!(out, "{}", wire::result_to_json(&result))?;
        }
        Format::Text => {
            let look = screen::look(colour);
            writeln!(out, "by the words {}\n", words.join(", "))?;
            for hit in &found.hits {
                render::hit(&mut out, look, hit)?;
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    Ok(if found.hits.is_empty() { Done::Nothing } else { Done::Well })
}
