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
    if args.shell == Shell::Fish {
        complete_values(&command, &mut text)?;
    }
    io::stdout().write_all(&text)?;
    Ok(Done::Well)
}

/// What clap's generator leaves out for fish: values that stand without a flag.
fn complete_values(morgue: &clap::Command, text: &mut Vec<u8>) -> io::Result<()> {
    for command in morgue.get_subcommands() {
        let values = command.get_positionals().flat_map(|value| value.get_possible_values());
        let names: Vec<_> = values.map(|value| value.get_name().to_owned()).collect();
        if !names.is_empty() {
            let (command, names) = (command.get_name(), names.join(" "));
            writeln!(
                text,
                "complete -c morgue -n \"__fish_morgue_using_subcommand {command}\" -f -a \"{names}\""
            )?;
        }
    }
    Ok(())
}
