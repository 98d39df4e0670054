//! `morgue index`: reads files and folders into the index.

mod machine;
mod progress;
mod report;
mod stop;
#[cfg(feature = "watch")]
mod watch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use morgue::archive::PathPattern;
use morgue::home::{Home, above};
use morgue::index::Index;
use morgue::ingest::{Compare, Missing, Options, Planned, Summary};
use morgue::ledger::Outcome;
use morgue::{Morgue, MorgueError};

use super::Done;
use super::error::Failure;
use super::place::{Place, lies_in};
use super::screen;
use machine::MachineArgs;
use progress::Bar;
pub use report::Report;
use stop::Stop;

const EXIT_CODES: &str = "\
Exit codes: 0 done, 2 error, 3 done but some input was rejected, 130 and 143 ended by a signal:
what was read until then is committed, and the next run goes on from there.";

/// Read an archive folder into the index, or what is new and changed in it
///
/// The index lies in `.morgue` inside the folder, beside its settings
/// (`config.toml`) and its ledger. What was read before and has not changed is
/// not read again; the articles of files that are gone are taken out; a file
/// that has moved is followed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct Args {
    /// Folders and files of one archive; `-` for lines of JSON on standard input
    /// [default: where you are, or the archive's folder if you are outside of it]
    ///
    /// Each line is an article, as `morgue show --format json` prints it, that
    /// takes the place of the one with its id; `{"delete": "ID"}` takes one out;
    /// `{"kill": "ID"}` leaves its id and takes its text out. With `--report -`
    /// each line is answered, in order, once what it says can be searched.
    #[arg(value_name = "PATH")]
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

    /// Print what would be done, file by file, and do nothing
    #[arg(long, conflicts_with = "report")]
    dry_run: bool,

    /// Write a line of JSON for each record that was read, with what became of it;
    /// `-` for standard output. Not into the archive, where it would be read
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// Compare the bytes of files with what was read, not only size and time
    #[arg(long)]
    verify: bool,

    /// Keep the articles of files that are gone, until a run without this takes them out
    #[arg(long)]
    keep_missing: bool,

    #[command(flatten)]
    machine: MachineArgs,

    #[cfg(feature = "watch")]
    #[command(flatten)]
    watch: watch::WatchArgs,
}

impl Args {
    fn options(&self) -> Result<Options, Failure> {
        let mut options = self.machine.options()?;
        if self.verify {
            options.compare = Compare::Bytes;
        }
        if self.keep_missing {
            options.missing = Missing::Keep;
        }
        Ok(options)
    }
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<Done, Failure> {
    let patterns = patterns(&args.path_pattern)?;
    let options = args.options()?;
    if args.paths == [Path::new("-")] {
        return take(args, place, options);
    }
    if args.paths.contains(&PathBuf::from("-")) {
        return Err(Failure::new(
            "- stands alone: what comes on standard input lies in no folder",
            "run it in the archive's folder, or name the index: `morgue index - --index DIR`",
        ));
    }
    let (paths, home) = asked(args, place)?;
    let folder = if paths[0].is_file() { above(&paths[0]) } else { &paths[0] };
    if let Some(path) = paths.iter().find(|path| !path.exists() && !home.exists()) {
        return Err(nothing_at(path));
    }
    if args.dry_run && !Index::exists(&home.index()) {
        return Err(Failure::new(
            format!("{}: there is no index yet, and a dry run makes none", folder.display()),
            "run `morgue index` without --dry-run: it reads everything",
        ));
    }
    if args.dry_run {
        return dry_run(&Morgue::open_at(home)?, args, &paths, options);
    }
    let morgue = place.create(home, folder)?;
    morgue.add_path_patterns(&patterns)?;
    let report = args.report.as_deref().map(Report::to).transpose()?;
    let stop = Stop::on_signals()?;
    let new_bar = || Bar::new(args.warnings).stopped_by(&stop).reporting_to(report.as_ref());
    #[cfg(feature = "watch")]
    if args.watch.watch {
        let done = watch::run(&args.watch, &morgue, &paths, options, &stop, new_bar)?;
        report.map_or(Ok(()), |report| report.finish())?;
        return Ok(done);
    }
    let bar = new_bar();
    let summary = morgue
        .index_with(&paths, options, None, &bar)
        .map_err(|error| missing_path(&paths, error))?;
    bar.finish(&summary);
    report.map_or(Ok(()), |report| report.finish())?;
    Ok(match summary.stopped {
        true => Done::Stopped(stop.code()),
        false => done(&summary),
    })
}

/// What is to be read, and into which index. Without a path that is what lies here,
/// unless the index at hand is that of an archive elsewhere: then it is the archive.
fn asked(args: &Args, place: &Place) -> Result<(Vec<PathBuf>, Home), Failure> {
    let Some(first) = args.paths.first() else {
        let (here, home) = (PathBuf::from("."), place.home_of(Path::new(".")));
        let named = if Index::exists(&home.index()) { home.named_root()? } else { None };
        let elsewhere = match named {
            Some(root) if !lies_in(&here, &root)? => Some(root),
            _ => None,
        };
        return Ok((vec![elsewhere.unwrap_or(here)], home));
    };
    let folder = if first.is_file() { above(first) } else { first };
    Ok((args.paths.clone(), place.home_of(folder)))
}

/// Reads articles from standard input.
fn take(args: &Args, place: &Place, options: Options) -> Result<Done, Failure> {
    #[cfg(feature = "watch")]
    if args.watch.watch {
        return Err(Failure::new("--watch is about folders", "standard input is read to its end"));
    }
    if args.dry_run || args.verify || args.keep_missing || !args.path_pattern.is_empty() {
        return Err(Failure::new(
            "--dry-run, --verify, --keep-missing and --path-pattern are about files",
            "leave them out to read standard input",
        ));
    }
    let morgue = Morgue::create_at(place.home_of(Path::new(".")))?;
    let report = args.report.as_deref().map(Report::to).transpose()?;
    let stop = Stop::on_signals()?;
    let bar = Bar::new(args.warnings).stopped_by(&stop).reporting_to(report.as_ref());
    let lines = Box::new(io::BufReader::new(io::stdin()));
    let summary = morgue.take(lines, options, &bar)?;
    bar.finish_lines(&summary);
    report.map_or(Ok(()), |report| report.finish())?;
    Ok(match summary.stopped {
        true => Done::Stopped(stop.code()),
        false => done(&summary),
    })
}

/// Reads an archive into its index, showing how it gets on.
pub fn index(morgue: &Morgue, paths: &[PathBuf]) -> Result<Done, Failure> {
    let bar = Bar::new(false);
    let summary = morgue.index(paths, &bar)?;
    bar.finish(&summary);
    Ok(done(&summary))
}

fn done(summary: &Summary) -> Done {
    match summary.count(Outcome::Rejected) {
        0 => Done::Well,
        _ => Done::WithRejections,
    }
}

fn dry_run(
    morgue: &Morgue,
    args: &Args,
    paths: &[PathBuf],
    options: Options,
) -> Result<Done, Failure> {
    let planned = morgue.plan(paths, options).map_err(|error| missing_path(paths, error))?;
    let mut out = screen::output();
    let gone = if args.keep_missing { "keep" } else { "remove" };
    for planned in &planned {
        match planned {
            Planned::New(path) => writeln!(out, "new      {path}")?,
            Planned::Changed(path) => writeln!(out, "changed  {path}")?,
            Planned::Moved { from, to } => writeln!(out, "moved    {from} -> {to}")?,
            Planned::Missing(path) => writeln!(out, "{gone:<8} {path}")?,
        }
    }
    out.flush()?;
    let count = |is: fn(&Planned) -> bool| planned.iter().filter(|planned| is(planned)).count();
    screen::say(format_args!(
        "{} new, {} changed, {} moved, {} gone; nothing was done",
        count(|planned| matches!(planned, Planned::New(_))),
        count(|planned| matches!(planned, Planned::Changed(_))),
        count(|planned| matches!(planned, Planned::Moved { .. })),
        count(|planned| matches!(planned, Planned::Missing(_))),
    ));
    Ok(Done::Well)
}

/// A path that is gone may be meant: its articles are taken out. One that never
/// was is a slip.
fn missing_path(paths: &[PathBuf], error: MorgueError) -> Failure {
    match paths.iter().find(|path| !path.exists()) {
        Some(path) if matches!(error, MorgueError::Home(_)) => nothing_at(path),
        _ => error.into(),
    }
}

fn nothing_at(path: &Path) -> Failure {
    Failure::new(
        format!("{}: there is no such file or folder", path.display()),
        "name a folder of articles: `morgue index FOLDER`",
    )
}

fn patterns(texts: &[String]) -> Result<Vec<PathPattern>, Failure> {
    texts
        .iter()
        .map(|text| {
            PathPattern::parse(text).map_err(|error| Failure::new(&error, error.hint.clone()))
        })
        .collect()
}
