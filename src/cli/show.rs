//! `morgue show`: prints one article.

use std::io::Write;

use clap::ValueEnum;
use morgue::article::ArticleId;
use morgue::hit::Marked;
use morgue::{Article, MorgueError, Searcher, render, wire};

use super::article::ArticleArgs;
use super::error::Failure;
use super::flags::SyntaxArg;
use super::place::Place;
use super::screen::{self, When};
use super::{Done, arguments};

/// Print one article
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    article: ArticleArgs,

    /// Set off what this query matches
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,

    /// The language of that query: morgue's own, or that of Nexis or Factiva
    #[arg(long, value_enum, default_value_t = SyntaxArg::Native, requires = "query")]
    syntax: SyntaxArg,

    /// Print its versions, the oldest first, and the words that each changes
    #[arg(long, conflicts_with = "query")]
    history: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How to print it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// The canonical article (`morgue schema article`)
    Json,
    /// IPTC ninjs 3, without what it has no place for
    Ninjs,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place, colour: When) -> Result<Done, Failure> {
    let Some((_, searcher, article)) = args.article.find(place)? else {
        return Ok(Done::Nothing);
    };
    match args.history {
        true => show_history(args, &searcher, &article.id, colour)?,
        false => show_article(args, &searcher, &article, colour)?,
    }
    Ok(Done::Well)
}

fn show_history(
    args: &Args,
    searcher: &Searcher,
    id: &ArticleId,
    colour: When,
) -> Result<(), Failure> {
    let versions = searcher.versions(id).map_err(MorgueError::from)?;
    let mut out = screen::output();
    match args.format {
        Format::Json => writeln!(out, "{}", wire::history_to_json(&versions))?,
        Format::Ninjs => {
            return Err(Failure::new(
                "ninjs has no place for a history",
                "use --format text or --format json",
            ));
        }
        Format::Text => render::history(&mut out, screen::look(colour), &versions)?,
    }
    Ok(out.flush()?)
}

fn show_article(
    args: &Args,
    searcher: &Searcher,
    article: &Article,
    colour: When,
) -> Result<(), Failure> {
    let mut out = screen::output();
    match args.format {
        Format::Json | Format::Ninjs if args.query.is_some() => {
            return Err(Failure::new(
                "the article as JSON has no marks",
                format!(
                    "see the places with: morgue search 'id:{} QUERY' --format json",
                    args.article.id
                ),
            ));
        }
        Format::Json => writeln!(out, "{}", wire::article_to_json(article))?,
        Format::Ninjs => writeln!(out, "{}", wire::article_to_ninjs(article))?,
        Format::Text => {
            let marked = marked(searcher, article, args)?;
            render::article(&mut out, screen::look(colour), article, &marked)?;
        }
    }
    Ok(out.flush()?)
}

fn marked(searcher: &Searcher, article: &Article, args: &Args) -> Result<Vec<Marked>, Failure> {
    let plain = |text: &str| Marked { text: text.to_owned(), marks: Vec::new() };
    let Some(text) = args.query.as_deref().map(arguments::as_typed) else {
        return Ok(article.paragraphs().map(plain).collect());
    };
    let query = arguments::understood(text, args.syntax.into())?;
    searcher.mark(&query, article).map_err(|error| Failure::in_query(error, text))
}
