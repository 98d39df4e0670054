//! The files of an archive, in a fixed order.
//!
//! This file knows folders and names, and no bytes but as a whole.

use std::collections::VecDeque;
use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::panic::resume_unwind;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use crate::archive::container::place::{is_hidden, name_text};
use crate::archive::{ReadError, Settings};

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path below the archive's folder, with `/` between parts; the whole
    /// path of a file that lies elsewhere.
    pub relative: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, where the system knows.
    pub modified: Option<SystemTime>,
}

/// Files of at most so many bytes are read at once: as a rule one article each.
const READ_AT_ONCE: u64 = 256 * 1024;

impl Input {
    /// Reads the bytes of the file at once, and says whether it was then still as the
    /// walk found it. `None` where it is too large for that, or no file that can be
    /// read.
    pub(crate) fn whole(&self) -> Option<(Vec<u8>, bool)> {
        let mut file = open(&self.path).ok()?;
        let meta = file.metadata().ok()?;
        if !meta.is_file() || meta.len() > READ_AT_ONCE {
            return None;
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
        file.by_ref().take(READ_AT_ONCE + 1).read_to_end(&mut bytes).ok()?;
        let is_as_found = file.metadata().is_ok_and(|file| self.is_as_found(&file));
        (bytes.len() as u64 <= READ_AT_ONCE).then_some((bytes, is_as_found))
    }

    /// Whether a file is still as the walk found it.
    pub(crate) fn is_as_found(&self, file: &fs::Metadata) -> bool {
        file.len() == self.size && file.modified().ok() == self.modified
    }
}

/// Opens a file to be read. The walk saw one, and it may have become a pipe: the
/// system does not wait for its writer then.
fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.read(true).open(path)
}

/// Returns the files below `root`, or `root` itself where it is a file, sorted
/// by name within each folder. Hidden files and folders and those that the
/// settings exclude are left out; a link that is not followed is told as a
/// [`ReadError::Link`]. `base` is the archive's folder: what relative
/// paths, those that the settings exclude among them, are relative to.
///
/// The outer error means that `root` cannot be opened; an inner one names a
/// folder or file below it that cannot.
pub fn walk(
    base: &Path,
    root: &Path,
    settings: &Settings,
) -> Result<impl Iterator<Item = Result<Input, ReadError>>, ReadError> {
    let found = std::fs::metadata(root).and_then(|meta| match meta.is_dir() {
        true => std::fs::read_dir(root).map(|_| ()),
        false => Ok(()),
    });
    if let Err(cause) = found {
        let path = root.display().to_string();
        return Err(ReadError::Unreadable { path, cause });
    }
    let exclude = settings.exclude.clone();
    let (base, filter_base) = (base.to_path_buf(), base.to_path_buf());
    let entries = WalkDir::new(root)
        .follow_links(settings.follow_links)
        // By name: what is in one folder has the same beginning. To find the name in
        // each path takes longer than to compare the beginning.
        .sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str()))
        .into_iter()
        .filter_entry(move |entry| {
            let kept = !is_hidden(entry.file_name().as_encoded_bytes()) && {
                exclude.is_empty() || !exclude.is_match(relative_path(&filter_base, entry.path()))
            };
            entry.depth() == 0 || kept
        });
    Ok(Inputs { base, entries, folders: vec![root.to_path_buf()], found: VecDeque::new() })
}

/// The files among the entries of folders.
struct Inputs<E> {
    base: PathBuf,
    entries: E,
    /// The folder that was met last at each depth: an error in the middle of a
    /// list names none, and its depth tells which one is being listed.
    folders: Vec<PathBuf>,
    found: VecDeque<Result<Input, ReadError>>,
}

/// So many entries are looked at together …
const TOGETHER: usize = 1024;
/// … and by two threads, if they are more than this.
const ALONE: usize = 128;

impl<E: Iterator<Item = walkdir::Result<DirEntry>>> Iterator for Inputs<E> {
    type Item = Result<Input, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.found.is_empty() {
            let entries: Vec<_> = self.entries.by_ref().take(TOGETHER).collect();
            if entries.is_empty() {
                return None;
            }
            let looks = looks(&entries);
            let inputs = entries.into_iter().zip(looks);
            for (entry, meta) in inputs {
                match entry {
                    Ok(entry) if entry.file_type().is_dir() => {
                        enter(&mut self.folders, entry.depth(), entry.into_path());
                    }
                    Ok(entry) if is_left_alone(&entry) => {
                        let path = relative_path(&self.base, entry.path());
                        self.found.push_back(Err(ReadError::Link { path }));
                    }
                    Ok(entry) => {
                        let found = meta.map(|meta| input(&self.base, &entry, meta).transpose());
                        self.found.extend(found.flatten());
                    }
                    Err(error) => {
                        let listed = listed(&self.folders, error.depth());
                        self.found.push_back(Err(unreadable(&self.base, listed, error)));
                    }
                }
            }
        }
        self.found.pop_front()
    }
}

/// Keeps the folder that was met last at each depth.
fn enter(folders: &mut Vec<PathBuf>, depth: usize, folder: PathBuf) {
    folders.truncate(depth);
    folders.push(folder);
}

/// The folder that is being listed where its entries are at `depth`.
fn listed(folders: &[PathBuf], depth: usize) -> Option<&Path> {
    folders.get(depth.checked_sub(1)?).map(PathBuf::as_path)
}

/// What the system knows of each entry; `None` for those that are no files. To ask
/// takes most of the time of a walk, so two threads do.
fn looks(entries: &[walkdir::Result<DirEntry>]) -> Vec<Option<walkdir::Result<Metadata>>> {
    let look = |entries: &[walkdir::Result<DirEntry>]| -> Vec<_> {
        entries.iter().map(|entry| metadata(entry.as_ref().ok()?)).collect()
    };
    if entries.len() <= ALONE {
        return look(entries);
    }
    let (here, there) = entries.split_at(entries.len() / 2);
    thread::scope(|scope| {
        let helper = thread::Builder::new().spawn_scoped(scope, || look(there));
        let mut found = look(here);
        found.extend(match helper {
            Ok(helper) => helper.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => look(there),
        });
        found
    })
}

fn metadata(entry: &DirEntry) -> Option<walkdir::Result<Metadata>> {
    let is_file = !entry.file_type().is_dir() && !is_left_alone(entry);
    is_file.then(|| entry.metadata())
}

/// Whether it is a link: one is followed only where the settings say so, or where
/// it is the root that the caller named.
fn is_left_alone(entry: &DirEntry) -> bool {
    entry.file_type().is_symlink() && entry.depth() > 0
}

fn input(
    base: &Path,
    entry: &DirEntry,
    meta: walkdir::Result<Metadata>,
) -> Result<Option<Input>, ReadError> {
    let relative = relative_path(base, entry.path());
    let meta = match entry.depth() {
        0 => fs::metadata(entry.path())
            .map_err(|cause| ReadError::Unreadable { path: relative.clone(), cause })?,
        _ => meta.map_err(|error| unreadable(base, None, error))?,
    };
    if let Some(kind) = special(meta.file_type()) {
        return Err(ReadError::Special { path: relative, kind });
    }
    let (size, modified) = (meta.len(), meta.modified().ok());
    Ok(Some(Input { path: entry.path().to_path_buf(), relative, size, modified }))
}

/// Returns what something is that must not be opened to be read: a pipe waits
/// for a writer, a device may never end.
pub(in crate::archive) fn special(kind: FileType) -> Option<&'static str> {
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some("a folder");
    }
    special_on_unix(kind).or(Some("something else"))
}

#[cfg(unix)]
fn special_on_unix(kind: FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => Some("a named pipe"),
        kind if kind.is_socket() => Some("a socket"),
        kind if kind.is_block_device() || kind.is_char_device() => Some("a device"),
        _ => None,
    }
}

#[cfg(not(unix))]
fn special_on_unix(_: FileType) -> Option<&'static str> {
    None
}

/// `listed` is the folder that was being listed, for an error that names none.
fn unreadable(base: &Path, listed: Option<&Path>, error: walkdir::Error) -> ReadError {
    let path = relative_path(base, error.path().or(listed).unwrap_or(base));
    let cause = match error.loop_ancestor() {
        Some(_) => io::Error::other("a link leads back to a folder above it"),
        None => error.into_io_error().unwrap_or_else(|| io::Error::other("unknown cause")),
    };
    ReadError::Unreadable { path, cause }
}

/// Returns `path` as the index and the ledger know it, seen from `base`; `None` where
/// it is that folder itself.
pub(crate) fn path_below(base: &Path, path: &Path) -> Option<String> {
    (path != base).then(|| relative_path(base, path))
}

/// Returns `path` as it is seen from `base`, with `/` between parts; the whole
/// path where it does not lie below. A name that is not UTF-8 is shown with its
/// bytes, so that two of them stay different.
fn relative_path(base: &Path, path: &Path) -> String {
    // Most paths are their base, a slash and names.
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    if MAIN_SEPARATOR == '/'
        && let (Some(base), Some(path)) = (base.to_str(), path.to_str())
        && let Some(below) = path.strip_prefix(base).and_then(|below| below.strip_prefix('/'))
        && !base.is_empty()
        && below.split('/').all(is_name)
    {
        return below.to_owned();
    }
    let below = match path.strip_prefix(base) {
        Ok(rest) if !rest.as_os_str().is_empty() => rest,
        _ => return name_text(path.as_os_str().as_encoded_bytes()),
    };
    let parts: Vec<_> = below.iter().map(|part| name_text(part.as_encoded_bytes())).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use globset::{Glob, GlobSet};

    fn names(root: &Path, settings: &Settings) -> Vec<String> {
        walk(root, root, settings).unwrap().map(|input| input.unwrap().relative).collect()
    }

    fn archive() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b/2.txt", "b/1.txt", "a.txt", ".git/x", "b/~$1.docx", "c/skip.log"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "text").unwrap();
        }
        folder
    }

    #[test]
    fn paths_are_seen_from_their_base() {
        for (base, path, seen) in [
            ("/a/b", "/a/b/c/d.txt", "c/d.txt"),
            ("/a/b/", "/a/b/c/d.txt", "c/d.txt"),
            ("a", "a//b/./c", "b/c"),
            (".", "./a", "a"),
            ("/a/b", "/a/bc", "/a/bc"),
            ("/a/b", "/a/b", "/a/b"),
            ("", "a", "a"),
        ] {
            assert_eq!(relative_path(Path::new(base), Path::new(path)), seen, "{base} {path}");
        }
    }

    #[test]
    fn what_is_being_listed_is_the_folder_met_last_above() {
        let mut folders = Vec::new();
        for (depth, folder) in [(0, "/a"), (1, "/a/b"), (2, "/a/b/c"), (1, "/a/d")] {
            enter(&mut folders, depth, PathBuf::from(folder));
        }
        for (depth, expected) in [(0, None), (1, Some("/a")), (2, Some("/a/d")), (3, None)] {
            assert_eq!(listed(&folders, depth), expected.map(Path::new), "{depth}");
        }
    }

    #[test]
    fn a_large_folder_is_looked_at_by_two_threads_in_one_order() {
        let folder = tempfile::tempdir().unwrap();
        let expected: Vec<String> = (1000..1000 + 2 * TOGETHER).map(|n| n.to_string()).collect();
        for (size, name) in expected.iter().enumerate() {
            std::fs::write(folder.path().join(name), vec![b'a'; size % 100]).unwrap();
        }
        let settings = Settings::default();
        let inputs = walk(folder.path(), folder.path(), &settings).unwrap();
        let found: Vec<Input> = inputs.map(Result::unwrap).collect();
        assert!(found.iter().map(|input| &input.relative).eq(&expected));
        assert!(found.iter().enumerate().all(|(at, input)| input.size == at as u64 % 100));
    }

    #[test]
    fn a_file_that_has_changed_since_the_walk_is_not_as_it_was_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "It rained.").unwrap();
        let settings = Settings::default();
        let found = walk(folder.path(), folder.path(), &settings).unwrap();
        let inputs: Vec<Input> = found.map(Result::unwrap).collect();
        assert_eq!(inputs[0].whole(), Some((b"It rained.".to_vec(), true)));
        fs::write(&path, "It rained again.").unwrap();
        assert_eq!(inputs[0].whole(), Some((b"It rained again.".to_vec(), false)));
        let file = fs::File::options().write(true).open(&path).unwrap();
        fs::write(&path, "It snowed.").unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(inputs[0].whole(), Some((b"It snowed.".to_vec(), false)));
    }

    #[test]
    fn files_come_sorted_without_the_hidden_and_the_excluded() {
        let folder = archive();
        let mut settings = Settings::default();
        assert_eq!(names(folder.path(), &settings), ["a.txt", "b/1.txt", "b/2.txt", "c/skip.log"]);
        settings.exclude = GlobSet::new([Glob::new("**/*.log").unwrap()]).unwrap();
        assert_eq!(names(folder.path(), &settings), ["a.txt", "b/1.txt", "b/2.txt"]);
        settings.exclude = GlobSet::new([Glob::new("b").unwrap()]).unwrap();
        assert_eq!(names(folder.path(), &settings), ["a.txt", "c/skip.log"]);
    }

    #[test]
    fn a_file_or_folder_of_an_archive_keeps_its_path_in_it() {
        let folder = archive();
        let below = |path: &str| -> Vec<String> {
            walk(folder.path(), &folder.path().join(path), &Settings::default())
                .unwrap()
                .map(|input| input.unwrap().relative)
                .collect()
        };
        assert_eq!(below("b/2.txt"), ["b/2.txt"]);
        assert_eq!(below("b"), ["b/1.txt", "b/2.txt"]);
        // Hidden things that the caller names are meant.
        let root = folder.path().join(".git");
        assert_eq!(names(&root, &Settings::default()), ["x"]);
    }

    #[test]
    fn an_unknown_root_is_an_outer_error() {
        let folder = archive();
        let error = walk(folder.path(), &folder.path().join("none"), &Settings::default())
            .map(|_| ())
            .unwrap_err();
        assert_eq!(error.reason(), "unreadable");
        assert!(error.path().ends_with("none"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_on_request_and_loops_are_named() {
        let folder = archive();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("b/loop")).unwrap();
        let mut settings = Settings::default();
        let shown: Vec<String> = walk(folder.path(), folder.path(), &settings)
            .unwrap()
            .map(|input| input.map_or_else(|error| error.to_string(), |input| input.relative))
            .collect();
        let link = "b/loop: is a link, and links are not followed";
        assert_eq!(shown, ["a.txt", "b/1.txt", "b/2.txt", link, "c/skip.log"]);
        settings.follow_links = true;
        let errors: Vec<_> = walk(folder.path(), folder.path(), &settings)
            .unwrap()
            .filter_map(Result::err)
            .collect();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].path(), "b/loop");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_rejected_and_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()));
        std::fs::write(folder.path().join("z.txt"), "text").unwrap();
        let shown: Vec<String> = walk(folder.path(), folder.path(), &Settings::default())
            .unwrap()
            .map(|input| input.map_or_else(|error| error.to_string(), |input| input.relative))
            .collect();
        assert_eq!(
            shown,
            ["pipe: is a named pipe, not a file", "socket: is a socket, not a file", "z.txt"]
        );
        // A file may have become one since it was found.
        let reader = crate::archive::Reader::new(Settings::default(), Default::default());
        let relative = "pipe".to_owned();
        let input = Input { path: pipe, relative, size: 1, modified: None };
        assert_eq!(reader.read(&input).unwrap_err().reason(), "special-file");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf_8_stay_different() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        for name in [&b"caf\xe9.txt"[..], b"caf\xe8.txt", b"\xff/a.txt"] {
            let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            if std::fs::write(path, "Bridge opens\n\nIt opened at noon.").is_err() {
                eprintln!("skipped: the file system takes only UTF-8");
                return;
            }
        }
        let found = names(folder.path(), &Settings::default());
        assert_eq!(found, ["caf\\xE8.txt", "caf\\xE9.txt", "\\xFF/a.txt"]);
        let reader = crate::archive::Reader::new(Settings::default(), Default::default());
        for input in walk(folder.path(), folder.path(), &Settings::default()).unwrap() {
            let records = reader.read(&input.unwrap()).unwrap();
            assert_eq!(records.filter(|record| record.article.is_ok()).count(), 1);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_may_not_be_read_is_rejected_by_its_name() {
        use std::os::unix::fs::PermissionsExt;
        let folder = archive();
        let locked = std::fs::Permissions::from_mode(0o000);
        for name in ["a.txt", "b"] {
            std::fs::set_permissions(folder.path().join(name), locked.clone()).unwrap();
        }
        let found: Vec<_> =
            walk(folder.path(), folder.path(), &Settings::default()).unwrap().collect();
        std::fs::set_permissions(folder.path().join("b"), std::fs::Permissions::from_mode(0o700))
            .unwrap();
        if std::fs::File::open(folder.path().join("a.txt")).is_ok() {
            eprintln!("skipped: this user may read everything");
            return;
        }
        let errors: Vec<&str> =
            found.iter().filter_map(|input| Some(input.as_ref().err()?.path())).collect();
        assert_eq!(errors, ["b"]);
        let reader = crate::archive::Reader::new(Settings::default(), Default::default());
        let first = found.into_iter().find_map(Result::ok).unwrap();
        assert_eq!(reader.read(&first).unwrap_err().reason(), "unreadable");
    }
}
