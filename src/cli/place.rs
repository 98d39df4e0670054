//! Which archive a command speaks of.

use std::path::{Path, PathBuf};

use morgue::home::{FOLDER, Home};
use morgue::ledger::STDIN;
use morgue::{Morgue, MorgueError};

use super::error::Failure;

/// Where the archive is.
#[derive(Debug, clap::Args)]
pub struct Place {
    /// The folder of the index itself, instead of the nearest `.morgue` at or
    /// above the working directory
    #[arg(long, global = true, env = "MORGUE_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
}

impl Place {
    /// The home of the archive in a folder: the one that `--index` names, else
    /// the nearest at or above the folder, else one to be made inside it.
    pub fn home_of(&self, archive: &Path) -> Home {
        match &self.index {
            Some(folder) => Home::at(folder),
            None => Home::find(archive).unwrap_or_else(|| Home::inside(archive)),
        }
    }

    /// The home that a command without a folder speaks of.
    pub fn home(&self) -> Result<Home, Failure> {
        match &self.index {
            Some(folder) => Ok(Home::at(folder)),
            None => Home::find(Path::new(".")).ok_or_else(|| {
                Failure::new(
                    format!("no `{FOLDER}` here or in any folder above"),
                    "make an index with `morgue index FOLDER`, or name the archive: --archive FOLDER",
                )
            }),
        }
    }

    /// Opens the archive in a folder, or the one at hand.
    pub fn open(&self, archive: Option<&Path>) -> Result<Morgue, Failure> {
        let home = match archive {
            Some(archive) => self.home_of(archive),
            None => self.home()?,
        };
        Ok(Morgue::open_at(home)?)
    }

    /// Opens the archive in a folder, or makes its index. An index that lies elsewhere
    /// is told the folder while it has read no file yet: paths are relative to it.
    pub fn create(&self, archive: &Path) -> Result<Morgue, Failure> {
        let morgue = Morgue::create_at(self.home_of(archive))?;
        let home = morgue.home();
        let may_be_told = self.index.is_some() && archive.is_dir();
        if may_be_told && home.named_root()?.is_none() && !has_read_files(&morgue)? {
            home.set_root(&std::path::absolute(archive)?)?;
        }
        Ok(morgue)
    }
}

/// Whether any file was read; what came on standard input lies nowhere.
fn has_read_files(morgue: &Morgue) -> Result<bool, MorgueError> {
    let mut has = false;
    morgue.ledger()?.each_file(None, &mut |file| has |= file.path != STDIN)?;
    Ok(has)
}
