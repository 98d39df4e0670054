//! `morgue status`: what became of every input.

use std::io::Write;
use std::path::{Path, PathBuf};

use morgue::archive::INSIDE;
use morgue::ledger::{Filter, Ledger};
use morgue::{Morgue, render, wire};

use super::Done;
use super::error::Failure;
use super::flags::Format;
use super::place::Place;
use super::screen;

const EXIT_CODES: &str = "\
Exit codes: 0 the sums agree or the list has something, 1 the list is empty, 2 error, or the sums
do not agree.";

/// Print what became of every input: files, records by outcome, reasons, warnings
///
/// Each record is indexed, updated, unchanged, duplicate (the same article
/// again), superseded (an older version), tombstone (killed), rejected, or
/// removed. The figures come from the ledger, `.morgue/ledger.sqlite`, which
/// any SQLite program may query; the view `record` has a row for each record.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Args {
    /// The archive's folder
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// List the records that were rejected, with the reason
    #[arg(long, conflicts_with_all = ["duplicates", "warnings", "file"])]
    rejected: bool,

    /// List the records that give an article again, or an older version of it
    #[arg(long, conflicts_with_all = ["warnings", "file"])]
    duplicates: bool,

    /// List the records with warnings
    #[arg(long, conflicts_with = "file")]
    warnings: bool,

    /// List the records of a file, or of the files below a folder, or of the member of
    /// a container: news.zip!/2021/a.txt
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,

    /// How to print it; lists are one JSON document per line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let morgue = place.open(args.archive.as_deref())?;
    let ledger = morgue.ledger()?;
    if let Some(path) = &args.file {
        return of_file(args, path, &morgue, &ledger);
    }
    let flags = [
        (args.rejected, Filter::Rejected, "no record was rejected"),
        (args.duplicates, Filter::Duplicates, "no record is a duplicate or an older version"),
        (args.warnings, Filter::Warnings, "no record has warnings"),
    ];
    match flags.into_iter().find(|(is_set, ..)| *is_set) {
        Some((_, filter, none)) => Ok(done(list(args, &ledger, &filter, "")?, none)),
        None => sums(args, &morgue),
    }
}

/// Lists what lies at a path: a file, what is below a folder, or else a member of a
/// container, by the path that hits have.
fn of_file(args: &Args, path: &Path, morgue: &Morgue, ledger: &Ledger) -> Result<Done, Failure> {
    let mut listed = list(args, ledger, &Filter::File(morgue.name_of(path)?), "")?;
    let path = path.to_string_lossy();
    for (at, _) in path.match_indices(INSIDE) {
        if listed > 0 {
            break;
        }
        let (container, member) = (&path[..at], &path[at + INSIDE.len()..]);
        let container = morgue.name_of(Path::new(container))?;
        listed = list(args, ledger, &Filter::File(container), member)?;
    }
    Ok(done(listed, &format!("no record comes from `{path}`")))
}

/// Whether a member is the one that is asked for, or lies in it.
fn is_at(member: Option<&str>, asked: &str) -> bool {
    let asked = asked.trim_end_matches('/');
    let rest = member.and_then(|member| member.strip_prefix(asked));
    let is_there =
        |rest: &str| rest.is_empty() || rest.starts_with('/') || rest.starts_with(INSIDE);
    asked.is_empty() || rest.is_some_and(is_there)
}

/// How a list ended; where nothing was listed, that is said.
fn done(listed: u64, none: &str) -> Done {
    if listed > 0 {
        return Done::Well;
    }
    screen::say(none);
    Done::Nothing
}

fn sums(args: &Args, morgue: &Morgue) -> Result<Done, Failure> {
    let (sums, in_index) = morgue.sums()?;
    let mut out = screen::output();
    match args.format {
        Format::Text => render::sums(&mut out, &sums, in_index)?,
        Format::Json => writeln!(out, "{}", wire::status_to_json(&sums, in_index))?,
    }
    out.flush()?;
    Ok(if sums.agree_with(in_index) { Done::Well } else { Done::Wrong })
}

/// Lists records, of a container those of a member if one is given; says how many.
fn list(args: &Args, ledger: &Ledger, filter: &Filter, member: &str) -> Result<u64, Failure> {
    let mut out = screen::output();
    let mut listed = 0u64;
    let mut failed = Ok(());
    ledger
        .each_record(filter, &mut |row| {
            if !is_at(row.member.as_deref(), member) {
                return true;
            }
            listed += 1;
            failed = match args.format {
                Format::Text => render::row(&mut out, &row),
                Format::Json => writeln!(out, "{}", wire::row_to_json(&row)),
            };
            failed.is_ok()
        })
        .map_err(morgue::MorgueError::from)?;
    failed?;
    out.flush()?;
    Ok(listed)
}
