//! `morgue schema`: the contracts, as they are checked.

use std::io::{self, Write};

use clap::ValueEnum;
use morgue::{index, wire};

use super::Done;
use super::error::Failure;

/// Print the contract of an article, of a hit or of the index
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which one
    #[arg(value_enum)]
    contract: Contract,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Contract {
    /// The canonical article (JSON Schema)
    Article,
    /// A hit (JSON Schema)
    Hit,
    /// The fields of the index and what a query calls them (TOML)
    Index,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Done, Failure> {
    let text = match args.contract {
        Contract::Article => wire::ARTICLE_SCHEMA,
        Contract::Hit => wire::HIT_SCHEMA,
        Contract::Index => index::DEFINITION,
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(Done::Well)
}
