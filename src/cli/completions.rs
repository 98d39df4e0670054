//! `morgue completions`: completion for a shell.

use std::io::{self, Write};

use clap_complete::Shell;

use super::Done;
use super::error::Failure;

/// Print completion for a shell, to be sourced by it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command.
pub fn run(args: &Args, mut command: clap::Command) -> Result<Done, Failure> {
    // Written in one go: the generator panics where its writer fails.
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "morgue", &mut text);
    io::stdout().write_all(&text)?;
    Ok(Done::Well)
}
