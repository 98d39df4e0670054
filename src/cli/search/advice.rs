//! What is said where a search finds nothing.

use morgue::article::Status;
use morgue::query::ast::{Pattern, PatternPart, Query, ValueField};
use morgue::{MorgueError, Searcher, render};

use super::Args;
use crate::cli::entities;
use crate::cli::error::Failure;
use crate::cli::screen;

/// Says what was searched and what to try, on standard error.
pub(super) fn advise(args: &Args, searcher: &Searcher, query: &Query) -> Result<(), Failure> {
    let articles = render::plural(searcher.articles(), "article");
    screen::say(format_args!("nothing found for {query} in {articles}"));
    let unknown = entities::advise(searcher, query)?;
    let missing = searcher.missing_words(&query.words()).map_err(MorgueError::from)?;
    let (inflected, missing): (Vec<_>, Vec<_>) =
        missing.into_iter().partition(|missing| missing.is_inflected);
    for inflected in &inflected {
        let word = &inflected.word;
        screen::say(format_args!("`{word}` occurs in this archive only in other forms"));
    }
    for missing in &missing {
        let nearest = match &missing.nearest {
            Some(nearest) => format!("; the nearest word that does: {nearest}"),
            None => String::new(),
        };
        screen::say(format_args!("`{}` does not occur in this archive{nearest}", missing.word));
    }
    let values = advise_values(searcher, query)?;
    if !advise_statuses(args, query) && missing.is_empty() && !unknown && !values {
        screen::say("hint: see how it was understood with --explain, or leave out a part of it");
    }
    Ok(())
}

/// Says which values of a query no article has, and which may be meant.
fn advise_values(searcher: &Searcher, query: &Query) -> Result<bool, Failure> {
    let missing = searcher.missing_values(query).map_err(MorgueError::from)?;
    for missing in &missing {
        let near: Vec<String> = missing.near.iter().map(|near| format!("`{near}`")).collect();
        let near = match near.is_empty() {
            true => String::new(),
            false => format!("; did you mean {}?", near.join(" or ")),
        };
        screen::say(format_args!("no article here has `{}`{near}", missing.asked));
    }
    Ok(!missing.is_empty())
}

/// Says which flag a query for a status lacks that no search shows without it.
pub(super) fn advise_statuses(args: &Args, query: &Query) -> bool {
    let lacks_it = !args.all_statuses && query.values().into_iter().any(is_unusable);
    if lacks_it {
        screen::say(
            "hint: --all-statuses also looks at articles that are withheld, killed or under an \
             embargo",
        );
    }
    lacks_it
}

/// Whether a condition asks for a status that no search shows by itself.
fn is_unusable((field, value): (ValueField, &Pattern)) -> bool {
    let names = |name: &str| {
        let statuses = [Status::Withheld, Status::Canceled];
        statuses.iter().any(|status| name.eq_ignore_ascii_case(status.name()))
    };
    field == ValueField::Status
        && match value.0.as_slice() {
            // Any other is no status.
            [PatternPart::Literal(name)] => names(name),
            _ => true,
        }
}
