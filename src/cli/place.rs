//! Which archive a command speaks of.

use std::path::{Path, PathBuf};

use morgue::Morgue;
use morgue::home::{FOLDER, Home};

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

    /// Whether `--index` or its variable names the index.
    pub fn is_named(&self) -> bool {
        self.index.is_some()
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
}
