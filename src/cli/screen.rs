//! What standard output is: a terminal with a width and colours, or not; and how
//! something is said beside it.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use clap::{ColorChoice, ValueEnum};
use morgue::render::Look;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Columns of text beyond which lines are hard to read.
const WIDEST: usize = 120;

/// How text is to look on standard output.
pub fn look(colour: When) -> Look {
    let terminal = io::stdout().is_terminal();
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let size = terminal.then(terminal_size::terminal_size).flatten();
    Look {
        width: size.map(|(width, _)| usize::from(width.0).min(WIDEST)),
        colour: match colour {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && !no_colour,
        },
        bidirectional: terminal,
    }
}

/// When help and errors of the command line itself have colours: `--color` counts
/// before the other arguments are understood.
pub fn of_help(arguments: impl Iterator<Item = OsString>) -> ColorChoice {
    let mut choice = ColorChoice::Auto;
    let mut is_value = false;
    for argument in arguments.take_while(|argument| argument != "--") {
        let Some(text) = argument.to_str() else { continue };
        let value = if is_value { Some(text) } else { text.strip_prefix("--color=") };
        is_value = text == "--color";
        choice = value.and_then(|value| value.parse().ok()).unwrap_or(choice);
    }
    choice
}

/// Says something on standard error. Nobody need hear it: where that is closed or
/// full, the words are lost and nothing else.
pub fn say(words: impl Display) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// Standard output, written in blocks.
pub fn output() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}
