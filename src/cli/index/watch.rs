//! `--watch`: keeps up with folders as files come, change and go.

use std::collections::BTreeSet;
use std::fs;
use std::io;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};

use morgue::archive::is_hidden;
use morgue::index::IndexError;
use morgue::ingest::{IngestError, Options, Settle, Summary};
use morgue::ledger::KnownFile;
use morgue::{Morgue, MorgueError};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::progress::Bar;
use super::stop::Stop;
use crate::cli::Done;
use crate::cli::error::Failure;
use crate::cli::screen;

/// How often it is looked whether a signal has come.
const TICK: Duration = Duration::from_millis(100);
/// A batch begins when nothing has happened for so long …
const QUIET: Duration = Duration::from_millis(200);
/// … or when so long something has.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// While another process indexes, it is tried again after so long.
const PATIENCE: Duration = Duration::from_secs(2);

/// How folders are watched.
#[derive(Debug, clap::Args)]
pub struct WatchArgs {
    /// Go on, and read what comes and changes; ends with SIGINT or SIGTERM
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,

    /// Read a file when its size and time have stayed the same for so long
    #[arg(long, value_name = "SECONDS", default_value = "1", requires = "watch",
        value_parser = seconds, allow_negative_numbers = true)]
    settle: Duration,

    /// Move files there that were read; their articles stay
    #[arg(long, value_name = "DIR", requires = "watch")]
    done: Option<PathBuf>,

    /// Move files there of which a record was rejected
    #[arg(long, value_name = "DIR", requires = "watch")]
    failed: Option<PathBuf>,
}

/// Reads a number of seconds.
fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or("give a number of seconds, as in 2.5")
}

/// Watches until a signal comes, with a new bar for each batch.
pub fn run<'a>(
    args: &WatchArgs,
    morgue: &Morgue,
    paths: &[PathBuf],
    options: Options,
    stop: &Stop,
    new_bar: impl Fn() -> Bar<'a>,
) -> Result<Done, Failure> {
    let calm = args.settle;
    let roots = paths.iter().map(|path| root(path)).collect::<Result<Vec<_>, _>>()?;
    let mut hot = HotFolders::new(args, &roots)?;
    let mut watched = Watched::new(&roots)?;
    let settle = Settle::after(calm);
    let mut links = 0;
    let mut due: BTreeSet<PathBuf> = roots.iter().cloned().collect();
    while !stop.is_asked() {
        if !due.is_empty() {
            let known = known(morgue, &due, &roots)?;
            let bar = new_bar();
            match morgue.index_with(&known, options, Some(&settle), &bar) {
                Ok(summary) => {
                    say(&summary, &bar, &mut links);
                    hot.clear(morgue)?;
                    if summary.unsettled == 0 {
                        due.clear();
                    } else {
                        wait(calm.min(LONGEST_WAIT), stop);
                    }
                }
                // Nothing there is a file.
                Err(MorgueError::Ingest(IngestError::Empty(_))) => due.clear(),
                Err(MorgueError::Ingest(IngestError::Index(IndexError::Locked(_)))) => {
                    wait(PATIENCE, stop);
                }
                Err(error) => return Err(error.into()),
            }
        }
        gather(&mut watched, &mut due, morgue.home().folder(), stop)?;
    }
    Ok(Done::Stopped(stop.code()))
}

/// A folder or file to watch, by the path that its events have.
fn root(path: &Path) -> Result<PathBuf, Failure> {
    if !path.exists() {
        return Err(super::nothing_at(path));
    }
    path.canonicalize().map_err(|error| at(path, &error))
}

/// The folders and files that are watched. The system watches what lies at a path and
/// not the path: what comes in its place has to be watched anew.
struct Watched<'a> {
    roots: &'a [PathBuf],
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// What lay at each of them when it was last watched.
    there: Vec<Option<Identity>>,
}

impl Watched<'_> {
    fn new(roots: &[PathBuf]) -> Result<Watched<'_>, Failure> {
        let (to_here, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more when the run ends.
            let _ = to_here.send(event);
        });
        let watcher = watcher.map_err(|error| cannot_watch(&error))?;
        let there = vec![None; roots.len()];
        let mut watched = Watched { roots, watcher, events, there };
        watched.follow()?;
        Ok(watched)
    }

    /// Watches what has come in the place of what was watched; says where.
    fn follow(&mut self) -> Result<Vec<PathBuf>, Failure> {
        let mut new = Vec::new();
        for (root, there) in self.roots.iter().zip(&mut self.there) {
            let now = identity(root);
            if now == *there {
                continue;
            }
            // It may be gone, and not be watched any more.
            let _ = self.watcher.unwatch(root);
            *there = now;
            if now.is_some() {
                match self.watcher.watch(root, RecursiveMode::Recursive) {
                    Ok(()) => new.push(root.clone()),
                    // What is in it goes while it is looked at: once more.
                    Err(error) if is_gone(&error) => *there = None,
                    Err(error) => return Err(cannot_watch(&error)),
                }
            }
        }
        Ok(new)
    }

    /// Watches all anew, where events were lost: they may have been of new folders.
    fn begin_again(&mut self) -> Result<Vec<PathBuf>, Failure> {
        self.there.fill(None);
        self.follow()
    }
}

/// What lies at a path: its disk, its number there, and when it was made, as numbers
/// are given again.
type Identity = (u64, u64, Option<SystemTime>);

fn identity(path: &Path) -> Option<Identity> {
    let meta = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let (disk, number) = (meta.dev(), meta.ino());
    #[cfg(not(unix))]
    let (disk, number) = (0, 0);
    Some((disk, number, meta.created().ok()))
}

/// Takes what has happened, until it is quiet or there has been enough.
fn gather(
    watched: &mut Watched,
    due: &mut BTreeSet<PathBuf>,
    home: &Path,
    stop: &Stop,
) -> Result<(), Failure> {
    let mut began = None;
    let mut last = Instant::now();
    while !stop.is_asked() {
        due.extend(watched.follow()?);
        match watched.events.recv_timeout(TICK) {
            Ok(Ok(event)) if event.need_rescan() => due.extend(watched.begin_again()?),
            Ok(Ok(event)) if event.kind.is_access() => continue,
            Ok(Ok(event)) => {
                let paths = event.paths.into_iter();
                due.extend(paths.filter(|path| is_of_archive(path, watched.roots, home)));
            }
            // What was missed is found by looking at everything.
            Ok(Err(_)) => due.extend(watched.begin_again()?),
            Err(RecvTimeoutError::Timeout) => {
                if due.is_empty() {
                    continue;
                }
                if last.elapsed() >= QUIET {
                    return Ok(());
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::new("the folders cannot be watched any more", "start again"));
            }
        }
        last = Instant::now();
        if began.get_or_insert(last).elapsed() >= LONGEST_WAIT {
            return Ok(());
        }
    }
    Ok(())
}

/// Whether a path can be a file of the archive: not hidden, not the index.
fn is_of_archive(path: &Path, roots: &[PathBuf], home: &Path) -> bool {
    let home = home.canonicalize();
    let is_home = home.is_ok_and(|home| path.starts_with(home));
    !is_home
        && roots
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok())
            .any(|below| !below.iter().any(|part| is_hidden(part.as_encoded_bytes())))
}

/// The paths that are there, or were when they were read. Of a link the folder: the walk
/// knows whether links are followed, and by which name then.
fn known(
    morgue: &Morgue,
    due: &BTreeSet<PathBuf>,
    roots: &[PathBuf],
) -> Result<Vec<PathBuf>, Failure> {
    let due: BTreeSet<&Path> = due.iter().map(|path| before_links(path, roots)).collect();
    let mut known: Vec<PathBuf> = Vec::new();
    for path in due {
        // A folder comes before what is below it.
        let is_below = known.last().is_some_and(|last| path.starts_with(last));
        if !is_below && (path.exists() || morgue.knows(path)?) {
            known.push(path.to_owned());
        }
    }
    Ok(known)
}

/// A path up to the folder that has the first link on the way to it from what is watched.
fn before_links<'a>(path: &'a Path, roots: &[PathBuf]) -> &'a Path {
    let is_watched = |above: &Path| roots.iter().any(|root| above == root);
    let below = path.ancestors().take_while(|above| !is_watched(above));
    let link = below.filter(|above| above.is_symlink()).last();
    link.and_then(Path::parent).unwrap_or(path)
}

/// Says what was done, or that there are more links that are left alone than it was said.
fn say(summary: &Summary, bar: &Bar, links: &mut u64) {
    let has_done = !summary.outcomes.is_empty() || summary.removed > 0 || summary.missing > 0;
    if has_done || summary.links > *links {
        *links = summary.links.max(*links);
        bar.finish(summary);
    }
}

fn wait(time: Duration, stop: &Stop) {
    let began = Instant::now();
    while began.elapsed() < time && !stop.is_asked() {
        std::thread::sleep(TICK.min(time));
    }
}

/// Whether what was to be watched is not there.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

fn cannot_watch(error: &notify::Error) -> Failure {
    Failure::new(
        format!("the folders cannot be watched: {error}"),
        "on Linux a limit can be raised: sysctl fs.inotify.max_user_watches",
    )
}

/// Folders that files are moved out of, once they are read.
struct HotFolders<'a> {
    roots: &'a [PathBuf],
    done: Option<PathBuf>,
    failed: Option<PathBuf>,
    /// Files that stay, and it was said.
    stay: BTreeSet<PathBuf>,
}

impl HotFolders<'_> {
    fn new<'a>(args: &WatchArgs, roots: &'a [PathBuf]) -> Result<HotFolders<'a>, Failure> {
        let folder = |flag: &str, folder: &Option<PathBuf>| -> Result<Option<PathBuf>, Failure> {
            let Some(folder) = folder else {
                return Ok(None);
            };
            let folder = writable(folder).map_err(|error| {
                Failure::new(
                    format!("{flag} {}: {error}", folder.display()),
                    "give a folder that can be made and written to",
                )
            })?;
            match roots.iter().find(|root| folder.starts_with(root)) {
                Some(_) => Err(Failure::new(
                    format!("{}: lies in a watched folder", folder.display()),
                    "choose a folder elsewhere: what lies there would be read again",
                )),
                None => Ok(Some(folder)),
            }
        };
        let (done, failed) = (folder("--done", &args.done)?, folder("--failed", &args.failed)?);
        Ok(HotFolders { roots, done, failed, stay: BTreeSet::new() })
    }

    /// Moves the files that were read, and have not changed since: those are read first.
    fn clear(&mut self, morgue: &Morgue) -> Result<(), Failure> {
        if self.done.is_none() && self.failed.is_none() {
            return Ok(());
        }
        for root in self.roots.iter().filter(|root| root.exists()) {
            for (file, read, has_failed) in morgue.files_read(root)? {
                let target = if has_failed { &self.failed } else { &self.done };
                let Some(target) = target.as_ref().filter(|_| is_as_read(&file, &read)) else {
                    continue;
                };
                let Some(to) = place_in(target, &file, root) else {
                    continue;
                };
                if !file.canonicalize().is_ok_and(|real| real == file) {
                    if self.stay.insert(file.clone()) {
                        let why = "stays where it is, as a link leads to it";
                        screen::say(format_args!("{}: {why}", file.display()));
                    }
                    continue;
                }
                let to = free(&to);
                if let Some(folder) = to.parent() {
                    fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
                }
                // First, so that nothing takes the file for one that is gone.
                morgue.moved_away(&file, &to)?;
                if fs::rename(&file, &to).is_err() {
                    // As between two disks.
                    fs::copy(&file, &to).map_err(|error| at(&to, &error))?;
                    fs::remove_file(&file).map_err(|error| at(&file, &error))?;
                }
            }
        }
        Ok(())
    }
}

/// Where a file of a watched folder comes to lie in another; one that is watched itself
/// by its name. `None` where it is no file of it.
fn place_in(target: &Path, file: &Path, root: &Path) -> Option<PathBuf> {
    let below = file.strip_prefix(root).ok()?;
    let below = if below.as_os_str().is_empty() { Path::new(file.file_name()?) } else { below };
    let is_name = |part| matches!(part, Component::Normal(_));
    below.components().all(is_name).then(|| target.join(below))
}

/// Whether a file is there, with the size and time that it was read with.
fn is_as_read(file: &Path, read: &KnownFile) -> bool {
    fs::metadata(file).is_ok_and(|meta| meta.is_file() && read.is_as_read(&meta))
}

/// Makes a folder, and finds out now and not with the first file whether one can be
/// put there.
fn writable(folder: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    let probe = folder.join(format!(".morgue-{}", std::process::id()));
    fs::File::create_new(&probe)?;
    fs::remove_file(&probe)?;
    Ok(folder)
}

fn at(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        format!("{}: {error}", path.display()),
        "the folders of --watch must be readable, and those of --done and --failed writable",
    )
}

/// A path that is free: this one, or with a number.
fn free(path: &Path) -> PathBuf {
    let mut free = path.to_owned();
    let mut number = 1;
    while free.exists() {
        number += 1;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{number}"));
        free.set_file_name(name);
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_changed_since_it_was_read_stays_until_it_is_read_again() {
        let scratch = tempfile::tempdir().unwrap();
        let (root, done) = (scratch.path().join("in"), scratch.path().join("done"));
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(&done).unwrap();
        let roots = [root.canonicalize().unwrap()];
        let file = root.join("a.txt");
        fs::write(&file, "A story of herons\n\nAll about herons.\n").unwrap();
        let morgue = Morgue::create(&root).unwrap();
        morgue.index(&roots, &morgue::Silent).unwrap();
        fs::write(&file, "A story of storks\n\nAll about storks and more.\n").unwrap();
        let stay = BTreeSet::new();
        let mut hot = HotFolders { roots: &roots, done: Some(done.clone()), failed: None, stay };
        hot.clear(&morgue).unwrap();
        assert!(file.exists());
        morgue.index(&roots, &morgue::Silent).unwrap();
        hot.clear(&morgue).unwrap();
        assert!(!file.exists() && done.join("a.txt").exists());
    }
}
