//! `.morgue/`: the folder beside an archive that holds its index, its ledger
//! and its settings, as `.git` does. Knows where things lie and what the
//! settings say. Never imports the index, the ledger or the command line.

mod config;
mod error;
mod files;
mod settings;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::archive::{Boilerplate, PathPattern};
use crate::entities::names::{Authority, Statement, add_statement};
pub use error::HomeError;
use files::{HomeLock, io_error, read_lossy, read_or_empty, replace};

/// The folder's name.
pub const FOLDER: &str = ".morgue";
const CONFIG: &str = "config.toml";
/// The archive's folder as the settings last named it: settings that are written anew
/// lose a line, and the folder above the home is another archive.
const ROOT: &str = "root.txt";
/// A file that says nothing: to hold its lock is what counts.
const LOCK: &str = "lock";

/// The folder of an archive's index, ledger and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// The home in a folder of its own choice (`--index`).
    pub fn at(folder: impl Into<PathBuf>) -> Home {
        Home { folder: folder.into() }
    }

    /// The home inside an archive's folder.
    pub fn inside(archive: &Path) -> Home {
        Home { folder: archive.join(FOLDER) }
    }

    /// The home in a folder or the nearest above it.
    pub fn find(from: &Path) -> Option<Home> {
        absolute(from).ok()?.ancestors().map(Home::inside).find(Home::exists)
    }

    /// Whether there is one.
    pub fn exists(&self) -> bool {
        self.folder.is_dir()
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the index lies.
    pub fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    /// Where the ledger lies.
    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.sqlite")
    }

    /// Where the settings lie.
    pub fn config(&self) -> PathBuf {
        self.folder.join(CONFIG)
    }

    /// Makes the folder.
    ///
    /// # Errors
    /// Where the disk cannot be written.
    pub fn create(&self) -> Result<(), HomeError> {
        fs::create_dir_all(&self.folder).map_err(|source| io_error(&self.folder, source))
    }

    /// Waits until nobody else makes the home or changes what lies in it, and keeps
    /// others from it. The folder has to be there. Whoever holds it must not call what
    /// changes the home: that would wait for itself.
    ///
    /// # Errors
    /// Where the folder cannot be written, or the system knows no locks there.
    pub(crate) fn lock(&self) -> Result<HomeLock, HomeError> {
        let path = self.folder.join(LOCK);
        let locked = File::options().create(true).truncate(false).write(true).open(&path);
        let locked = locked.and_then(|file| file.lock().map(|()| HomeLock { _file: file }));
        locked.map_err(|source| io_error(&path, source))
    }

    /// The archive's folder, where the settings name it or did so once: from the home on,
    /// unless the whole path stands there.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn named_root(&self) -> Result<Option<PathBuf>, HomeError> {
        let root = match self.read_config()?.root {
            Some(root) => Some(root),
            None => self.last_root()?,
        };
        Ok(root.map(|root| self.folder.join(root)))
    }

    /// The archive's folder as the settings named it when it was last seen to.
    fn last_root(&self) -> Result<Option<PathBuf>, HomeError> {
        let root = read_or_empty(&self.folder.join(ROOT))?;
        Ok(Some(root).filter(|root| !root.is_empty()).map(PathBuf::from))
    }

    /// Sees to it that settings which no longer name the archive's folder do so again, and
    /// that what they name now is remembered. Returns what was missing in them.
    ///
    /// # Errors
    /// Where the files cannot be read or written.
    pub fn keep_root(&self) -> Result<Option<PathBuf>, HomeError> {
        match (self.read_config()?.root, self.last_root()?) {
            (Some(named), last) if last.as_ref() != Some(&named) => {
                let text = named.display().to_string();
                replace(&self.folder.join(ROOT), &text, &self.lock()?)?;
                Ok(None)
            }
            (None, Some(last)) => {
                self.set_root(&last)?;
                Ok(Some(last))
            }
            _ => Ok(None),
        }
    }

    /// The archive's folder: what paths are relative to. The folder that
    /// `.morgue` lies in, unless the settings name another.
    ///
    /// # Errors
    /// As [`Home::settings`], and where the settings name one that is not there.
    pub fn root(&self) -> Result<PathBuf, HomeError> {
        match self.named_root()? {
            Some(root) if !root.is_dir() => Err(HomeError::Root { root, config: self.config() }),
            Some(root) => Ok(root),
            None => Ok(above(&self.folder).to_owned()),
        }
    }

    /// Reads the authority file; empty where there is none. Bytes that are not
    /// UTF-8 spoil no line but their own.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read_authority(&self) -> Result<Authority, HomeError> {
        Ok(Authority::parse(&read_lossy(&self.authority())?))
    }

    /// Adds a statement to the authority file.
    ///
    /// # Errors
    /// Where the statement says nothing, as about a name without a letter, or the file
    /// cannot be read or written.
    pub fn add_statement(&self, statement: &Statement) -> Result<(), HomeError> {
        // A line that every later command would warn of is not written.
        if let Some(complaint) = Authority::parse(&statement.line()).complaints.pop() {
            let statement = statement.line().replace('\t', " | ");
            return Err(HomeError::Statement { statement, message: complaint.message });
        }
        let path = self.authority();
        let held = self.lock()?;
        let text = add_statement(&read_or_empty(&path)?, statement);
        replace(&path, &text, &held)
    }

    /// Where the authority file lies.
    pub fn authority(&self) -> PathBuf {
        self.folder.join("authority.tsv")
    }

    /// Adds path patterns to the settings, for this and every later run.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn add_path_patterns(&self, patterns: &[PathPattern]) -> Result<(), HomeError> {
        if patterns.is_empty() {
            return Ok(());
        }
        let held = self.lock()?;
        let known = self.read_config()?.path_patterns;
        let new: Vec<String> = patterns
            .iter()
            .map(PathPattern::to_string)
            .filter(|pattern| !known.contains(pattern))
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        let all: toml_edit::Array = known.into_iter().chain(new).collect();
        self.set("path_patterns", all, &held)
    }

    /// Records the archive's folder where `.morgue` does not lie in it.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub fn set_root(&self, root: &Path) -> Result<(), HomeError> {
        let held = self.lock()?;
        self.read_config()?;
        let root = root.display().to_string();
        self.set("root", root.as_str(), &held)?;
        replace(&self.folder.join(ROOT), &root, &held)
    }

    /// Writes one top-level setting and leaves the rest of the file as it is.
    fn set(
        &self,
        setting: &str,
        value: impl Into<toml_edit::Value>,
        held: &HomeLock,
    ) -> Result<(), HomeError> {
        let path = self.config();
        let text = read_or_empty(&path)?;
        // It was read as settings before, so it is TOML.
        let mut document: toml_edit::DocumentMut = text.parse().unwrap_or_default();
        document[setting] = toml_edit::value(value);
        replace(&path, &document.to_string(), held)
    }

    /// Reads the lines learned to be boilerplate; `None` before the first run.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn boilerplate(&self) -> Result<Option<Boilerplate>, HomeError> {
        let path = self.boilerplate_file();
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Boilerplate::from_lines(text.lines()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(io_error(&path, source)),
        }
    }

    /// Keeps the lines learned to be boilerplate, one per line.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn keep_boilerplate(&self, boilerplate: &Boilerplate) -> Result<(), HomeError> {
        let path = self.boilerplate_file();
        let mut text = String::new();
        for line in boilerplate.lines() {
            text.push_str(line);
            text.push('\n');
        }
        replace(&path, &text, &self.lock()?)
    }

    /// Remembers lines that say of articles that they are killed, until a new index
    /// has heard them.
    ///
    /// # Errors
    /// Where the file cannot be read or written.
    pub(crate) fn keep_killed(
        &self,
        lines: impl Iterator<Item = String>,
        held: &HomeLock,
    ) -> Result<(), HomeError> {
        let known = self.killed()?;
        let mut all: BTreeSet<&str> = known.lines().collect();
        let lines: Vec<String> = lines.collect();
        all.extend(lines.iter().map(String::as_str));
        if all.is_empty() {
            return Ok(());
        }
        let text: String = all.into_iter().flat_map(|line| [line, "\n"]).collect();
        replace(&self.killed_file(), &text, held)
    }

    /// Forgets them: the index has them.
    ///
    /// # Errors
    /// Where the file cannot be removed.
    pub(crate) fn forget_killed(&self) -> Result<(), HomeError> {
        let path = self.killed_file();
        fs::remove_file(&path).map_err(|source| io_error(&path, source))
    }

    /// The lines that are remembered.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn killed(&self) -> Result<String, HomeError> {
        read_or_empty(&self.killed_file())
    }

    fn boilerplate_file(&self) -> PathBuf {
        self.folder.join("boilerplate.txt")
    }

    fn killed_file(&self) -> PathBuf {
        self.folder.join("killed.jsonl")
    }
}

/// The folder that a path lies in. Above a mere name none is named: that is where we
/// are.
pub fn above(path: &Path) -> &Path {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    above.unwrap_or(Path::new("."))
}

/// A path from the root of the file system on, by the names that it is given by: a
/// link belongs to where it lies. What lies above `a/../b` is not `a`, though.
///
/// # Errors
/// Where it goes back from what is not there, or there is no folder to begin with.
pub fn absolute(path: &Path) -> io::Result<PathBuf> {
    if !path.components().any(|part| part == Component::ParentDir) {
        return std::path::absolute(path);
    }
    path.canonicalize().or_else(|error| match (path.parent(), path.file_name()) {
        // It may be gone, and the folder that it was in is there.
        (Some(above), Some(name)) => Ok(absolute(above)?.join(name)),
        _ => Err(error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_lies_above_its_home() {
        for (home, root) in [(".morgue", "."), ("a/.morgue", "a"), ("/a/.morgue", "/a")] {
            assert_eq!(Home::at(home).root().unwrap(), Path::new(root), "{home}");
        }
    }

    #[test]
    fn an_archive_that_the_settings_name_lies_where_they_say_from_wherever_they_are_read() {
        let scratch = tempfile::tempdir().unwrap();
        let archive = scratch.path().join("news");
        fs::create_dir(&archive).unwrap();
        let home = Home::at(scratch.path().join("home"));
        home.create().unwrap();
        for root in [Path::new("../news"), &archive] {
            home.set_root(root).unwrap();
            assert_eq!(
                home.root().unwrap().canonicalize().unwrap(),
                archive.canonicalize().unwrap()
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_home_is_above_what_lies_below_it() {
        let scratch = tempfile::tempdir().unwrap();
        let scratch = scratch.path().canonicalize().unwrap();
        let (archive, beside) = (scratch.join("archive"), scratch.join("beside"));
        let home = Home::inside(&archive);
        home.create().unwrap();
        fs::create_dir_all(archive.join("deep")).unwrap();
        fs::create_dir_all(&beside).unwrap();
        std::os::unix::fs::symlink(&beside, archive.join("link")).unwrap();
        for (from, is_below) in [
            ("archive", true),
            ("archive/deep", true),
            ("archive/deep/..", true),
            ("archive/gone", true),
            ("archive/deep/../gone/more", true),
            ("archive/../gone", false),
            ("archive/link", true),
            ("archive/../beside", false),
            ("beside", false),
        ] {
            let found = Home::find(&scratch.join(from));
            assert_eq!(found.as_ref() == Some(&home), is_below, "{from}");
        }
    }

    #[test]
    fn a_home_in_the_archive_is_no_part_of_it() {
        let archive = tempfile::tempdir().unwrap();
        #[cfg(unix)]
        {
            let home = Home::at(archive.path().join("back\\slash"));
            home.create().unwrap();
            assert!(home.settings().unwrap().exclude.is_match("back\\slash"));
        }
        let home = Home::at(archive.path().join("shelf [1]"));
        home.create().unwrap();
        let exclude = home.settings().unwrap().exclude;
        assert!(exclude.is_match("shelf [1]"));
        assert!(!exclude.is_match("shelf 1"));
        let elsewhere = tempfile::tempdir().unwrap();
        home.set_root(elsewhere.path()).unwrap();
        assert!(!home.settings().unwrap().exclude.is_match("shelf [1]"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_of_the_user_is_replaced_as_a_whole_and_stays_what_it_was() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let home = Home::inside(folder.path());
        home.create().unwrap();
        let mine = folder.path().join("mine.toml");
        fs::write(&mine, "# mine\nencoding = \"utf-8\"\n").unwrap();
        fs::set_permissions(&mine, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&mine, home.config()).unwrap();
        let before = fs::metadata(&mine).unwrap();
        home.set_root(Path::new("/news")).unwrap();
        let after = fs::metadata(&mine).unwrap();
        // Another file in its place: whoever had the old one open still reads all of it.
        assert_ne!(before.ino(), after.ino());
        assert_eq!(before.mode(), after.mode());
        assert!(home.config().is_symlink());
        let text = fs::read_to_string(home.config()).unwrap();
        assert_eq!(text, "# mine\nencoding = \"utf-8\"\nroot = \"/news\"\n");
        home.keep_boilerplate(&Boilerplate::default()).unwrap();
        let left = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!((left(folder.path()), left(home.folder())), (2, 4));
    }

    #[test]
    fn settings_that_are_written_anew_do_not_move_the_archive() {
        let scratch = tempfile::tempdir().unwrap();
        let archive = scratch.path().join("news");
        fs::create_dir(&archive).unwrap();
        let home = Home::at(scratch.path().join("home"));
        home.create().unwrap();
        assert_eq!(home.keep_root().unwrap(), None);
        home.set_root(Path::new("/elsewhere")).unwrap();
        // Who names another folder there means it.
        fs::write(home.config(), "root = \"../news\"\n").unwrap();
        assert_eq!(home.keep_root().unwrap(), None);
        fs::write(home.config(), "encoding = \"utf-8\"\n").unwrap();
        assert_eq!(home.root().unwrap().canonicalize().unwrap(), archive.canonicalize().unwrap());
        assert_eq!(home.keep_root().unwrap(), Some(PathBuf::from("../news")));
        let text = fs::read_to_string(home.config()).unwrap();
        assert_eq!(text, "encoding = \"utf-8\"\nroot = \"../news\"\n");
        assert_eq!(home.keep_root().unwrap(), None);
    }

    #[test]
    fn one_at_a_time_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::inside(folder.path());
        home.create().unwrap();
        let held = home.lock().unwrap();
        let other = File::open(home.folder().join(LOCK)).unwrap();
        assert!(matches!(other.try_lock(), Err(fs::TryLockError::WouldBlock)));
        drop(held);
        other.try_lock().unwrap();
    }
}
