//! The command-line face: one file per subcommand, `flags` and `article` for what
//! several take. Parses with clap, which stops here, calls the library and prints.
//! Data goes to standard output, everything else to standard error. Never imports
//! tantivy.

mod arguments;
mod article;
mod check;
mod completions;
mod convert;
mod copies;
mod entities;
mod error;
mod flags;
mod index;
mod man;
mod place;
mod schema;
mod screen;
mod search;
mod show;
mod similar;
mod stats;
mod status;
mod terms;
mod why;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use morgue::Morgue;

use error::Failure;
use place::Place;
use screen::When;

/// How a command ended well; failing is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Found, or done.
    Well,
    /// Nothing was found.
    Nothing,
    /// Done, but some input was rejected.
    WithRejections,
    /// What was to be proved is not so; it has been said how.
    Wrong,
    /// Ended by a signal; the exit code that says which.
    Stopped(u8),
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> ExitCode {
        match done {
            Done::Well => ExitCode::SUCCESS,
            Done::Nothing => ExitCode::from(1),
            Done::WithRejections => ExitCode::from(3),
            Done::Wrong => ExitCode::from(FAILED),
            Done::Stopped(code) => ExitCode::from(code),
        }
    }
}

/// Exit code of an error.
const FAILED: u8 = 2;

const EXIT_CODES: &str = "\
Exit codes: 0 found or done, 1 nothing found, 2 error, 3 done but some input was rejected.";

/// A full-text search index for news archives.
///
/// Reads a folder of articles as agencies and newsrooms leave them into an
/// index, and answers by word, phrase, proximity, person, organisation, place,
/// date, source, agency and id.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    place: Place,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    color: When,
}

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Args),
    Search(Box<search::Args>),
    Entities(entities::Args),
    Show(show::Args),
    Stats(stats::Args),
    Status(status::Args),
    Check(check::Args),
    Similar(similar::Args),
    Terms(terms::Args),
    Why(why::Args),
    Schema(schema::Args),
    Convert(convert::Args),
    Copies(copies::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Warns of lines of the authority file that say nothing.
fn complain(morgue: &Morgue) -> Result<(), Failure> {
    let path = morgue.home().authority();
    for complaint in morgue.authority()?.complaints {
        let (line, message) = (complaint.line, complaint.message);
        let path = path.display();
        screen::say(format_args!("warning: {path}:{line}: {message}; the line is left out"));
    }
    Ok(())
}

/// What the program understands.
fn command() -> clap::Command {
    Cli::command().color(screen::of_help(std::env::args_os()))
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(say_where));
    }
    let morgue = command();
    let arguments = arguments::arguments(&morgue);
    let matches = morgue.get_matches_from(arguments);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let result = catch_unwind(AssertUnwindSafe(|| run(&cli)));
    match result.unwrap_or_else(|_| Err(broken_off())) {
        Ok(done) => done.into(),
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print(&mut io::stderr());
            ExitCode::from(FAILED)
        }
    }
}

/// Says where a panic was, and no more: what it means is said at the end.
fn say_where(panic: &std::panic::PanicHookInfo<'_>) {
    if let Some(place) = panic.location() {
        let file = place.file().rsplit("/registry/src/").next().unwrap_or_default();
        screen::say(format_args!("morgue: broke off at {file}:{}", place.line()));
    }
}

/// What is said after a panic: the engine gives up on some damaged files in this way.
fn broken_off() -> Failure {
    Failure::new(
        "the command broke off: the index is damaged, or the program has a fault",
        "`morgue check` says whether the index is whole; with RUST_BACKTRACE=1 more is said",
    )
}

fn run(cli: &Cli) -> Result<Done, Failure> {
    match &cli.command {
        Command::Index(args) => index::run(args, &cli.place),
        Command::Search(args) => search::run(args, &cli.place, cli.color),
        Command::Entities(args) => entities::run(args, &cli.place),
        Command::Show(args) => show::run(args, &cli.place, cli.color),
        Command::Stats(args) => stats::run(args, &cli.place),
        Command::Status(args) => status::run(args, &cli.place),
        Command::Check(args) => check::run(args, &cli.place),
        Command::Similar(args) => similar::run(args, &cli.place, cli.color),
        Command::Terms(args) => terms::run(args, &cli.place),
        Command::Why(args) => why::run(args, &cli.place, cli.color),
        Command::Schema(args) => schema::run(args),
        Command::Copies(args) => copies::run(args, &cli.place),
        Command::Convert(args) => convert::run(args, &cli.place),
        Command::Completions(args) => completions::run(args, command()),
        Command::Man(args) => man::run(args, command()),
    }
}
