//! `.morgue/`: the folder beside an archive that holds its index, its ledger
//! and its settings, as `.git` does. Knows where things lie and what the
//! settings say. Never imports the index, the ledger or the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf};

use jiff::tz::TimeZone;
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::archive::{
    Agency, Boilerplate, DayOrder, Limits, Part, PathPattern, PatternError, Settings,
};
use crate::article::Language;
use crate::entities::names::{Authority, Statement, add_statement};

/// The folder's name.
pub const FOLDER: &str = ".morgue";
const CONFIG: &str = "config.toml";
/// A file that says nothing: to hold its lock is what counts.
const LOCK: &str = "lock";

/// The folder of an archive's index, ledger and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    folder: PathBuf,
}

/// Keeps other processes and threads from making or changing a home until it is
/// dropped.
#[derive(Debug)]
pub struct HomeLock {
    /// Closed with its lock.
    _file: File,
}

/// What is wrong with a home or its settings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HomeError {
    /// A file cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The settings are not TOML or name something unknown.
    #[error("{}: {source}", .path.display())]
    Syntax {
        /// The settings.
        path: PathBuf,
        /// What is wrong, and where.
        source: Box<toml::de::Error>,
    },
    /// A path pattern is wrong.
    #[error("{}: {source}", .path.display())]
    Pattern {
        /// The settings.
        path: PathBuf,
        /// What is wrong.
        source: PatternError,
    },
    /// The settings name a folder of the archive that is not there.
    #[error("{}: there is no such folder, and the settings name it as `root`", .root.display())]
    Root {
        /// The folder.
        root: PathBuf,
        /// The settings.
        config: PathBuf,
    },
    /// A setting has a value that it cannot have.
    #[error("{}: `{setting}` cannot be `{value}`", .path.display())]
    Value {
        /// The settings.
        path: PathBuf,
        /// The setting.
        setting: &'static str,
        /// Its value.
        value: String,
        /// What it may be.
        hint: &'static str,
    },
    /// A statement about names that the authority file has no line for.
    #[error("`{statement}` says nothing: {message}")]
    Statement {
        /// The statement.
        statement: String,
        /// What is wrong.
        message: String,
    },
}

impl HomeError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            HomeError::Value { hint, .. } => Some((*hint).to_owned()),
            HomeError::Pattern { source, .. } => Some(source.hint.clone()),
            HomeError::Root { config, .. } => {
                Some(format!("where the archive has moved, change it in {}", config.display()))
            }
            HomeError::Statement { .. } => {
                Some("give each name, and none that begins with `#`".to_owned())
            }
            HomeError::Io { .. } | HomeError::Syntax { .. } => None,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    root: Option<PathBuf>,
    #[serde(default)]
    path_patterns: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    time_zone: Option<String>,
    encoding: Option<String>,
    follow_links: Option<bool>,
    max_file_bytes: Option<u64>,
    day_order: Option<String>,
    entities: Option<bool>,
    #[serde(default)]
    defaults: Defaults,
    #[serde(default)]
    agency: Vec<AgencyEntry>,
    #[serde(default)]
    fields: BTreeMap<String, Names>,
    #[serde(default)]
    limits: LimitsEntry,
}

/// One name, or several of which the first counts that is there.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsEntry {
    expanded_bytes: Option<u64>,
    ratio: Option<u64>,
    members: Option<u64>,
    depth: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencyEntry {
    code: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    agency: Option<String>,
    source: Option<String>,
    section: Option<String>,
    language: Option<String>,
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
    pub fn lock(&self) -> Result<HomeLock, HomeError> {
        let path = self.folder.join(LOCK);
        let locked = File::options().create(true).truncate(false).write(true).open(&path);
        let locked = locked.and_then(|file| file.lock().map(|()| HomeLock { _file: file }));
        locked.map_err(|source| io_error(&path, source))
    }

    /// The archive's folder, where the settings name it.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn named_root(&self) -> Result<Option<PathBuf>, HomeError> {
        Ok(self.read_config()?.root)
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
            None => Ok(self.above().to_owned()),
        }
    }

    /// The folder that this one lies in.
    fn above(&self) -> &Path {
        // Above a folder of one name nothing is named: that is where we are.
        let above = self.folder.parent().filter(|above| !above.as_os_str().is_empty());
        above.unwrap_or(Path::new("."))
    }

    /// The home's own path below the archive's folder, if it lies there: it
    /// holds no articles.
    fn below_root(&self) -> Result<Option<String>, HomeError> {
        let root = self.named_root()?.unwrap_or_else(|| self.above().to_owned());
        let (Ok(root), Ok(folder)) = (root.canonicalize(), self.folder.canonicalize()) else {
            return Ok(None);
        };
        let below = folder.strip_prefix(root).ok().map(|below| below.to_string_lossy());
        let below = below.map(|below| below.replace(MAIN_SEPARATOR_STR, "/"));
        Ok(below.filter(|below| !below.is_empty()))
    }

    /// Reads the settings; an archive without a settings file has the
    /// defaults.
    ///
    /// # Errors
    /// Where the file cannot be read or says something that cannot be.
    pub fn settings(&self) -> Result<Settings, HomeError> {
        let config = self.read_config()?;
        let path = self.config();
        let wrong = |setting, value: &str, hint| HomeError::Value {
            path: path.clone(),
            setting,
            value: value.to_owned(),
            hint,
        };
        let mut settings = Settings::default();
        for pattern in &config.path_patterns {
            let pattern = PathPattern::parse(pattern)
                .map_err(|source| HomeError::Pattern { path: path.clone(), source })?;
            settings.path_patterns.push(pattern);
        }
        let mut exclude = globset::GlobSetBuilder::new();
        for glob in &config.exclude {
            let hint = "a pattern such as \"drafts/**\" or \"*.bak\", relative to the archive";
            exclude.add(globset::Glob::new(glob).map_err(|_| wrong("exclude", glob, hint))?);
        }
        if let Some(own) = self.below_root()? {
            let hint = "a folder outside the archive, or one whose name begins with a dot";
            let own_alone = globset::escape(&own);
            let glob = globset::GlobBuilder::new(&own_alone).backslash_escape(false).build();
            exclude.add(glob.map_err(|_| wrong("--index", &own, hint))?);
        }
        settings.exclude =
            exclude.build().map_err(|_| wrong("exclude", "…", "fewer or shorter patterns"))?;
        settings.time_zone = self.zone_of(&config)?;
        if let Some(label) = &config.encoding {
            let hint = "a label of the WHATWG encoding standard, such as \"windows-1256\"";
            settings.encoding = Some(
                encoding_rs::Encoding::for_label(label.as_bytes())
                    .ok_or_else(|| wrong("encoding", label, hint))?,
            );
        }
        if let Some(tag) = &config.defaults.language {
            let hint = "a language tag such as \"en\" or \"fa\"";
            let language = Language::parse(tag);
            settings.language =
                Some(language.ok_or_else(|| wrong("defaults.language", tag, hint))?);
        }
        settings.day_order = match config.day_order.as_deref() {
            None => DayOrder::default(),
            Some("by-clock") => DayOrder::ByClock,
            Some("day-first") => DayOrder::DayFirst,
            Some("month-first") => DayOrder::MonthFirst,
            Some(other) => {
                let hint = "\"by-clock\", \"day-first\" or \"month-first\"";
                return Err(wrong("day_order", other, hint));
            }
        };
        settings.agencies = config
            .agency
            .into_iter()
            .map(|entry| Agency { code: entry.code, name: entry.name, aliases: entry.aliases })
            .collect();
        for (name, names) in config.fields {
            let hint = "parts of an article are headline, body, published, source and the like";
            let part = Part::named(&name).ok_or_else(|| wrong("fields", &name, hint))?;
            let names = match names {
                Names::One(name) => vec![name],
                Names::Several(names) => names,
            };
            settings.fields.set(part, names);
        }
        let (limits, default) = (config.limits, Limits::default());
        settings.limits = Limits {
            expanded_bytes: limits.expanded_bytes.unwrap_or(default.expanded_bytes),
            ratio: limits.ratio.unwrap_or(default.ratio),
            members: limits.members.unwrap_or(default.members),
            depth: limits.depth.unwrap_or(default.depth),
        };
        settings.agency = config.defaults.agency;
        settings.source = config.defaults.source;
        settings.section = config.defaults.section;
        settings.follow_links = config.follow_links.unwrap_or(settings.follow_links);
        settings.max_file_bytes = config.max_file_bytes.unwrap_or(settings.max_file_bytes);
        Ok(settings)
    }

    /// The time zone of the archive: UTC where the settings say nothing.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn time_zone(&self) -> Result<TimeZone, HomeError> {
        self.zone_of(&self.read_config()?)
    }

    fn zone_of(&self, config: &Config) -> Result<TimeZone, HomeError> {
        let Some(name) = &config.time_zone else {
            return Ok(TimeZone::UTC);
        };
        TimeZone::get(name).map_err(|_| HomeError::Value {
            path: self.config(),
            setting: "time_zone",
            value: name.clone(),
            hint: "a name of the IANA time zone database, such as \"Asia/Tehran\"",
        })
    }

    /// Whether names of people, organisations and places are found: they are,
    /// unless the settings say `entities = false`.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn finds_entities(&self) -> Result<bool, HomeError> {
        Ok(self.read_config()?.entities.unwrap_or(true))
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
        self.set("root", root.display().to_string(), &held)
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
        let path = self.folder.join("boilerplate.txt");
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
        let path = self.folder.join("boilerplate.txt");
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
    pub fn keep_killed(
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
    pub fn forget_killed(&self) -> Result<(), HomeError> {
        let path = self.killed_file();
        fs::remove_file(&path).map_err(|source| io_error(&path, source))
    }

    /// The lines that are remembered.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn killed(&self) -> Result<String, HomeError> {
        read_or_empty(&self.killed_file())
    }

    fn killed_file(&self) -> PathBuf {
        self.folder.join("killed.jsonl")
    }

    /// A number for what the settings say about reading files: with another one they
    /// are read in another way.
    ///
    /// # Errors
    /// As [`Home::settings`].
    pub fn reading(&self) -> Result<i64, HomeError> {
        self.read_config()?;
        // It was read as settings before, so it is TOML.
        let mut settings: toml::Table = read_or_empty(&self.config())?.parse().unwrap_or_default();
        for of_the_walk in ["root", "exclude", "follow_links"] {
            settings.remove(of_the_walk);
        }
        let settings = serde_json::to_string(&settings).unwrap_or_default();
        Ok(xxh3_64(settings.as_bytes()).cast_signed())
    }

    fn read_config(&self) -> Result<Config, HomeError> {
        let path = self.config();
        toml::from_str(&read_or_empty(&path)?)
            .map_err(|source| HomeError::Syntax { path, source: Box::new(source) })
    }
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

/// Puts a file in the place of another at once: whoever reads, and whatever ends the
/// process, finds the one or the other whole. The lock is held since what the text
/// keeps was read.
fn replace(path: &Path, text: &str, _held: &HomeLock) -> Result<(), HomeError> {
    // The file may be a link, to one under version control for example.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(format!(".{}.new", std::process::id()));
    let fresh = PathBuf::from(fresh);
    let written = (|| {
        let mut file = File::create(&fresh)?;
        if let Ok(before) = fs::metadata(&path) {
            file.set_permissions(before.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, &path)
    })();
    written.map_err(|source| {
        let _ = fs::remove_file(&fresh);
        io_error(&path, source)
    })
}

fn io_error(path: &Path, source: io::Error) -> HomeError {
    HomeError::Io { path: path.to_owned(), source }
}

fn read_lossy(path: &Path) -> Result<String, HomeError> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(io_error(path, source)),
    }
}

fn read_or_empty(path: &Path) -> Result<String, HomeError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|source| io_error(path, source)),
    }
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
        assert_eq!((left(folder.path()), left(home.folder())), (2, 3));
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
