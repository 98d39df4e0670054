//! `morgue convert`: what a reader makes of a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use morgue::archive::{Boilerplate, Input, Reader, Settings};
use morgue::home::Home;
use morgue::{text, wire};

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
        let reader = reader(file, place)?;
        let input = input(file)?;
        let records = match reader.read(&input) {
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
                    if article.language.is_none() {
                        article.language = text::detect_in(article.paragraphs());
                    }
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

/// The reader of the archive that a file lies in.
fn reader(file: &Path, place: &Place) -> Result<Reader, Failure> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let home: Home = place.home_of(folder.unwrap_or(Path::new(".")));
    let (settings, boilerplate) = match home.exists() {
        true => (home.settings()?, home.boilerplate()?.unwrap_or_default()),
        false => (Settings::default(), Boilerplate::default()),
    };
    Ok(Reader::new(settings, boilerplate))
}

fn input(file: &Path) -> Result<Input, Failure> {
    let meta = std::fs::metadata(file).map_err(|error| {
        Failure::new(
            format!("{}: {error}", file.display()),
            "give the path of a file that can be read",
        )
    })?;
    if meta.is_dir() {
        return Err(Failure::new(
            format!("{}: is a folder", file.display()),
            "convert takes files; `morgue index` reads folders",
        ));
    }
    let relative = file.to_string_lossy().into_owned();
    let (size, modified) = (meta.len(), meta.modified().ok());
    Ok(Input { path: file.to_owned(), relative, size, modified })
}
