//! `morgue stats`: what the index holds, in figures.

use std::io::Write;
use std::path::PathBuf;

use morgue::{MorgueError, render, wire};

use super::Done;
use super::error::Failure;
use super::flags::Format;
use super::place::Place;
use super::screen;

/// Print what the index holds, in figures
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The archive's folder
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,

    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let morgue = place.open(args.archive.as_deref())?;
    let stats = morgue.searcher()?.stats().map_err(MorgueError::from)?;
    let bytes = morgue.bytes_on_disk();
    let mut out = screen::output();
    match args.format {
        Format::Text => render::stats(&mut out, &stats, bytes)?,
        Format::Json => writeln!(out, "{}", wire::stats_to_json(&stats, bytes))?,
    }
    out.flush()?;
    Ok(Done::Well)
}
