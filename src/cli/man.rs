//! `morgue man`: the manual, in roff.

use std::io::{self, Write};

use clap::builder::PossibleValuesParser;

use super::Done;
use super::error::Failure;

/// Print the manual page, for `man -l -`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The page of a command, or of one of its own: morgue man entities same
    #[arg(value_name = "COMMAND", hide_possible_values = true,
        value_parser = PossibleValuesParser::new(COMMANDS))]
    command: Vec<String>,
}

/// Every name that a page may have, so that shells can complete it: clap takes values
/// that are known before the commands are.
const COMMANDS: [&str; 20] = [
    "index",
    "search",
    "entities",
    "same",
    "different",
    "not-an-entity",
    "type",
    "show-as",
    "show",
    "stats",
    "status",
    "check",
    "similar",
    "terms",
    "why",
    "schema",
    "convert",
    "copies",
    "completions",
    "man",
];

/// Runs the command.
pub fn run(args: &Args, mut morgue: clap::Command) -> Result<Done, Failure> {
    morgue.build();
    let mut command = &morgue;
    for name in &args.command {
        command = command.find_subcommand(name).ok_or_else(|| {
            let above = command.get_name();
            Failure::new(format!("`{above}` has no command `{name}`"), "--help lists its commands")
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(Done::Well)
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;

    fn names(command: &clap::Command, known: &mut Vec<String>) {
        for command in command.get_subcommands() {
            known.push(command.get_name().to_owned());
            names(command, known);
        }
    }

    #[test]
    fn every_command_has_a_page() {
        let mut known = Vec::new();
        names(&crate::cli::command(), &mut known);
        assert_eq!(known, COMMANDS);
    }
}
