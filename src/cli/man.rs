//! `morgue man`: the manual, in roff.

use std::io::{self, Write};

use super::Done;
use super::error::Failure;

/// Print the manual page, for `man -l -`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The page of a subcommand
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, mut morgue: clap::Command) -> Result<Done, Failure> {
    morgue.build();
    let command = match &args.command {
        None => morgue,
        Some(name) => morgue.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::new(format!("there is no command `{name}`"), "`morgue --help` lists them")
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Done::Well)
}
