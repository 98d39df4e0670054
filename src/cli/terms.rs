//! `morgue terms`: the words of the archive.

use std::io::Write;
use std::path::PathBuf;

use morgue::query;
use morgue::query::ast::{Expr, Pattern, PatternPart, Query, WordForm};
use morgue::text::query_tokens;

use super::error::Failure;
use super::place::Place;
use super::screen;
use super::{Done, flags};

/// List words of the archive with the number of articles that each stands in
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The beginning of the words, or a pattern: sanct, 'wom?n', '*istan'
    #[arg(value_name = "PREFIX|WILDCARD")]
    pattern: String,

    /// The archive's folder
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// Words to list, the most frequent first
    #[arg(short = 'n', long = "limit", default_value_t = 50, value_name = "N",
        value_parser = flags::count)]
    limit: usize,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let pattern = pattern(&args.pattern)?;
    let searcher = place.open(args.archive.as_deref())?.searcher()?;
    let words =
        searcher.words_like(&pattern).map_err(|error| Failure::in_query(error, &args.pattern))?;
    let mut out = screen::output();
    for (word, articles) in words.iter().take(args.limit) {
        writeln!(out, "{articles:>9}  {word}")?;
    }
    out.flush()?;
    if words.len() > args.limit {
        let all = words.len();
        screen::say(format_args!("{} of {all} words; more: -n {all}", args.limit));
    }
    if words.is_empty() {
        screen::say(format_args!("no word of this archive is like {pattern}"));
        return Ok(Done::Nothing);
    }
    Ok(Done::Well)
}

/// A word without wildcards is the beginning of words.
fn pattern(text: &str) -> Result<Pattern, Failure> {
    match query::parse(text, morgue::today())? {
        Query::Text(Expr::Word(word)) => match word.form {
            WordForm::Wildcard(pattern) => return one_word(text, pattern),
            WordForm::Stemmed(word) => {
                let parts = vec![PatternPart::Literal(word), PatternPart::AnyMany];
                return one_word(text, Pattern(parts));
            }
            _ => {}
        },
        Query::Everything(_) => return Ok(Pattern(vec![PatternPart::AnyMany])),
        _ => {}
    }
    Err(Failure::new(
        format!("`{text}` is not one word or pattern"),
        "give the beginning of a word, or a pattern such as 'wom?n'",
    ))
}

/// Fails on a pattern whose letters stand in several words: no word is like it.
fn one_word(text: &str, pattern: Pattern) -> Result<Pattern, Failure> {
    for part in &pattern.0 {
        let PatternPart::Literal(letters) = part else { continue };
        let words = query_tokens(letters).tokens;
        if let [_, .., last] = words.as_slice() {
            return Err(Failure::new(
                format!("`{text}` is {} words, and words are listed one by one", words.len()),
                format!("give one of them: morgue terms {}", last.form),
            ));
        }
    }
    Ok(pattern)
}
