//! `morgue convert`: what a reader makes of a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use morgue::archive::{self, Boilerplate, Input, ReadError, Reader, Settings};
use morgue::home::{above, absolute};
use morgue::wire;

use super::Done;
use super::error::Failure;
use super::place::Place;
use super::screen;

const HELP: &str = "\
Settings and boilerplate are those of the archive that the file lies in, if there is one; nothing
is indexed. What cannot be read is said on standard error.

Exit codes: 0 done, 1 no article, 2 error, 3 done but some records were rejected.";

/// Print what a reader makes of files: articles, one JSON document per line
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    /// The files
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// As what
    #[arg(long = "as", value_enum, default_value_t = As::Article, value_name = "FORM")]
    form: As,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// The canonical article (`morgue schema article`)
    Article,
    /// IPTC ninjs 3, without what it has no place for
    Ninjs,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let mut out = screen::output();
    let (mut articles, mut rejected) = (0_u64, 0_u64);
    for file in &args.files {
        let (input, reader) = open(file, place)?;
        let records = match input.and_then(|input| reader.read(&input)) {
            Ok(records) => records,
            Err(error) => {
                rejected += 1;
                screen::say(format_args!("rejected: {error}"));
                continue;
            }
        };
        for record in records {
            match record.article {
                Ok(mut article) => {
                    articles += 1;
                    reader.finish(&mut article);
                    let line = match args.form {
                        As::Article => wire::article_to_json(&article),
                        As::Ninjs => wire::article_to_ninjs(&article),
                    };
                    writeln!(out, "{line}")?;
                }
                Err(error) => {
                    rejected += 1;
                    screen::say(format_args!("rejected: {error}"));
                }
            }
        }
    }
    out.flush()?;
    Ok(match (articles, rejected) {
        (0, _) => Done::Nothing,
        (_, 0) => Done::Well,
        _ => Done::WithRejections,
    })
}

/// A file as the archive that it lies in knows it, and the archive's reader; the file
/// alone where it lies in none.
fn open(file: &Path, place: &Place) -> Result<(Result<Input, ReadError>, Reader), Failure> {
    let unreadable = |error: io::Error| {
        Failure::new(
            format!("{}: {error}", file.display()),
            "give the path of a file that can be read",
        )
    };
    if std::fs::metadata(file).map_err(unreadable)?.is_dir() {
        return Err(Failure::new(
            format!("{}: is a folder", file.display()),
            "convert takes files; `morgue index` reads folders",
        ));
    }
    let folder = absolute(above(file)).map_err(unreadable)?;
    let home = place.home_of(&folder);
    if !home.exists() {
        let input = input(file, file, &Settings::default());
        return Ok((input, Reader::new(Settings::default(), Boilerplate::default())));
    }
    let (settings, boilerplate) = (home.settings()?, home.boilerplate()?.unwrap_or_default());
    let root = home.root()?;
    let (root, folder) = match folder.starts_with(&root) {
        true => (root, folder),
        // By another way: it leads through a link, or the index lies elsewhere.
        false => {
            (root.canonicalize().map_err(unreadable)?, folder.canonicalize().map_err(unreadable)?)
        }
    };
    let input = input(&root, &folder.join(file.file_name().unwrap_or_default()), &settings);
    Ok((input, Reader::new(settings, boilerplate)))
}

/// A file with its path as it is seen from a folder, as when the folder is indexed.
fn input(base: &Path, file: &Path, settings: &Settings) -> Result<Input, ReadError> {
    match archive::walk(base, file, settings)?.next() {
        Some(input) => input,
        None => Err(ReadError::Unreadable {
            path: file.display().to_string(),
            cause: io::ErrorKind::NotFound.into(),
        }),
    }
}
