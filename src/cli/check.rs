//! `morgue check`: proves that ledger, index and files agree.

use std::io::Write;
use std::path::PathBuf;

use morgue::index::make_anew;
use morgue::ingest::{Checked, Compare};
use morgue::{Morgue, render, wire};

use super::Done;
use super::error::Failure;
use super::flags::Format;
use super::place::Place;
use super::screen;

/// Prove that index, ledger and files agree, or say where they do not
///
/// Each article of the ledger is in the index once, and each of the index in
/// the ledger; each file is still there, with its size and time; the files of
/// the index have the checksums that they were written with.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 they agree, 2 error, or they do not.")]
pub struct Args {
    /// The archive's folder
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// Compare the bytes of all files with what was read, not only size and time
    #[arg(long)]
    verify: bool,

    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let morgue = place.open(args.archive.as_deref())?;
    let compare = if args.verify { Compare::Bytes } else { Compare::Stamps };
    let checked = morgue.check(compare)?;
    let mut out = screen::output();
    match args.format {
        Format::Text => render::checked(&mut out, &checked)?,
        Format::Json => writeln!(out, "{}", wire::checked_to_json(&checked))?,
    }
    out.flush()?;
    if checked.problems.is_empty() {
        return Ok(Done::Well);
    }
    screen::say(format_args!("hint: {}", advice(&checked, &morgue)));
    Ok(Done::Wrong)
}

/// What to do about it.
fn advice(checked: &Checked, morgue: &Morgue) -> String {
    match checked.is_behind() {
        true => "run `morgue index`, with --verify where sizes and times are the same".to_owned(),
        false => make_anew(&morgue.home().index()),
    }
}
