//! `morgue index`: reads files and folders into the index.

use std::path::PathBuf;

use morgue::Morgue;
use morgue::archive::PathPattern;
use morgue::ledger::Outcome;

use super::Done;
use super::error::Failure;
use super::place::Place;
use super::progress::Bar;

/// Read an archive folder into the index, or what is new and changed in it
///
/// The index lies in `.morgue` inside the folder, beside its settings
/// (`config.toml`) and its ledger. What was read before and has not changed is
/// not read again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folders and files of one archive
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// Take fields from file names, as in '_news_{agency_id}_{headline:slug}.txt'
    ///
    /// Fields: agency_id, headline, date, source, agency, section, language,
    /// desk; {_} takes anything. {date:yyyy-mm-dd} gives a layout, :slug turns
    /// dashes into spaces. The pattern is kept in the archive's settings.
    #[arg(long, value_name = "PATTERN")]
    path_pattern: Vec<String>,

    /// Print every warning, not only their number
    #[arg(long)]
    warnings: bool,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let patterns = patterns(&args.path_pattern)?;
    for path in &args.paths {
        if !path.exists() {
            return Err(Failure::new(
                format!("{}: there is no such file or folder", path.display()),
                "name a folder of articles: `morgue index FOLDER`",
            ));
        }
    }
    let archive = &args.paths[0];
    let folder = if archive.is_dir() { archive.clone() } else { parent(archive) };
    let home = place.home_of(&folder);
    let is_new = !home.exists();
    let morgue = Morgue::create_at(home)?;
    if is_new && place.is_named() {
        let root = std::path::absolute(&folder)?;
        morgue.home().set_root(&root)?;
    }
    index(&morgue, &args.paths, &patterns, args.warnings)
}

/// Reads paths into an archive's index, showing how it gets on.
pub fn index(
    morgue: &Morgue,
    paths: &[PathBuf],
    patterns: &[PathPattern],
    warnings: bool,
) -> Result<Done, Failure> {
    morgue.add_path_patterns(patterns)?;
    let bar = Bar::new(warnings);
    let summary = morgue.index(paths, &bar)?;
    bar.finish(&summary)?;
    Ok(match summary.count(Outcome::Rejected) {
        0 => Done::Well,
        _ => Done::WithRejections,
    })
}

fn patterns(texts: &[String]) -> Result<Vec<PathPattern>, Failure> {
    texts
        .iter()
        .map(|text| {
            PathPattern::parse(text).map_err(|error| Failure::new(&error, error.hint.clone()))
        })
        .collect()
}

fn parent(file: &std::path::Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
