//! Which archive a command speaks of.

use std::io;
use std::path::{Path, PathBuf};

use morgue::home::{FOLDER, Home};
use morgue::index::Index;
use morgue::ledger::STDIN;
use morgue::{Morgue, MorgueError};

use super::error::Failure;
use super::screen;

/// Where the archive is.
#[derive(Debug, clap::Args)]
pub struct Place {
    /// The folder of the index itself, instead of the nearest `.morgue` at or
    /// above the working directory [env: MORGUE_INDEX]
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
}

/// The variable that stands for `--index`.
const VARIABLE: &str = "MORGUE_INDEX";

impl Place {
    /// The folder that `--index` or its variable names. A variable that is empty names
    /// none: that is how a script takes it back.
    fn index(&self) -> Option<PathBuf> {
        let variable = || std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty());
        self.index.clone().or_else(|| variable().map(PathBuf::from))
    }

    /// The home of the archive in a folder: the one that `--index` names, else
    /// the nearest at or above the folder, else one to be made inside it.
    pub fn home_of(&self, archive: &Path) -> Home {
        match self.index() {
            Some(folder) => Home::at(folder),
            None => Home::find(archive).unwrap_or_else(|| Home::inside(archive)),
        }
    }

    /// The home that a command without a folder speaks of.
    pub fn home(&self) -> Result<Home, Failure> {
        match self.index() {
            Some(folder) => Ok(Home::at(folder)),
            None => Home::find(Path::new(".")).ok_or_else(|| {
                Failure::new(
                    format!("no `{FOLDER}` here or in any folder above"),
                    "make an index with `morgue index FOLDER`, or name the archive: --archive FOLDER",
                )
            }),
        }
    }

    /// The home of the archive that `--archive` names.
    pub fn home_named(&self, archive: &Path) -> Result<Home, Failure> {
        // Else a slip of the hand would be answered by the archive around it.
        if !archive.is_dir() {
            return Err(Failure::new(
                format!("{}: there is no such folder", archive.display()),
                "--archive takes the folder that the articles lie in",
            ));
        }
        let home = self.home_of(archive);
        if self.index().is_some() && Index::exists(&home.index()) {
            let root = home.root()?;
            if !lies_in(archive, &root)? {
                let (index, root) = (home.folder().display(), root.display());
                return Err(Failure::new(
                    format!("{}: the index {index} is that of {root}", archive.display()),
                    format!("leave out --archive, or --index and its variable {VARIABLE}"),
                ));
            }
        }
        Ok(home)
    }

    /// Opens the archive that `--archive` names, or the one at hand.
    pub fn open(&self, archive: Option<&Path>) -> Result<Morgue, Failure> {
        let home = match archive {
            Some(archive) => self.home_named(archive)?,
            None => self.home()?,
        };
        Ok(Morgue::open_at(home)?)
    }

    /// Opens the archive in a folder, or makes its index. An index that lies elsewhere
    /// is told the folder while it has read no file yet: paths are relative to it.
    pub fn create(&self, home: Home, archive: &Path) -> Result<Morgue, Failure> {
        let morgue = Morgue::create_at(home)?;
        let home = morgue.home();
        let may_be_told = self.index().is_some() && archive.is_dir();
        if may_be_told && home.named_root()?.is_none() && !has_read_files(&morgue)? {
            let root = std::path::absolute(archive).map_err(|error| at(archive, &error))?;
            home.set_root(&root)?;
        }
        if let Some(root) = home.keep_root()? {
            let (config, root) = (home.config(), root.display());
            let config = config.display();
            screen::say(format_args!("{config} no longer said `root`: it is {root}, as before"));
        }
        Ok(morgue)
    }
}

/// Whether a folder is another one or lies below it.
pub fn lies_in(folder: &Path, root: &Path) -> Result<bool, Failure> {
    let whole = |path: &Path| path.canonicalize().map_err(|error| at(path, &error));
    Ok(whole(folder)?.starts_with(whole(root)?))
}

fn at(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("{}: {error}", folder.display()), "name a folder that can be read")
}

/// Whether any file was read; what came on standard input lies nowhere.
fn has_read_files(morgue: &Morgue) -> Result<bool, MorgueError> {
    let mut has = false;
    morgue.ledger()?.each_file(None, &mut |file| has |= file.path != STDIN)?;
    Ok(has)
}
