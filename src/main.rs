//! The command `morgue`: parses, runs, says what went wrong and what to do.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
