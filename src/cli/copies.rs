//! `morgue copies`: who carries a story.

use std::io::Write;

use morgue::{render, wire};

use super::Done;
use super::article::ArticleArgs;
use super::error::Failure;
use super::flags::Format;
use super::place::Place;
use super::screen;

/// List the articles that carry the same story as one, the first one first
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    article: ArticleArgs,

    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let Some((morgue, searcher, article)) = args.article.find(place)? else {
        return Ok(Done::Nothing);
    };
    let story = morgue.story(&searcher, &article.id)?;
    let is_alone = story.is_none();
    let story = story.unwrap_or_default();
    let mut out = screen::output();
    match args.format {
        Format::Text => render::story(&mut out, &story)?,
        Format::Json => writeln!(out, "{}", wire::story_to_json(&story))?,
    }
    out.flush()?;
    if is_alone {
        let id = &article.id;
        screen::say(format_args!("no other article of this archive is a copy of `{id}`"));
        return Ok(Done::Nothing);
    }
    Ok(Done::Well)
}
