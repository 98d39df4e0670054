//! What can be wrong with a home or its settings.

use std::io;
use std::path::PathBuf;

use crate::archive::PatternError;
use crate::system::advice;

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
    /// The settings are not TOML.
    #[error("{}:{line}: {message}", .path.display())]
    Syntax {
        /// The settings.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// The settings name something unknown.
    #[error("{}: there is no setting `{setting}`", .path.display())]
    Unknown {
        /// The settings.
        path: PathBuf,
        /// What they name.
        setting: String,
        /// What was probably meant.
        near: Option<&'static str>,
        /// What there is in its place.
        known: &'static [&'static str],
    },
    /// The settings leave something out about an agency that is needed.
    #[error("{}: `[[agency]]` number {number} has no `{setting}`", .path.display())]
    Missing {
        /// The settings.
        path: PathBuf,
        /// Which of the agencies it is, from 1.
        number: usize,
        /// What is left out.
        setting: &'static str,
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
        setting: String,
        /// Its value.
        value: String,
        /// What it may be.
        hint: String,
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
            HomeError::Value { hint, .. } => Some(hint.clone()),
            HomeError::Unknown { near: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            HomeError::Unknown { known, .. } => Some(format!("there are {}", known.join(", "))),
            HomeError::Missing { setting, .. } => Some(format!("add a line: {setting} = \"…\"")),
            HomeError::Syntax { .. } => Some(
                "settings are lines such as `encoding = \"utf-8\"`: TOML, as described at toml.io"
                    .to_owned(),
            ),
            HomeError::Pattern { source, .. } => Some(source.hint.clone()),
            HomeError::Root { config, .. } => {
                Some(format!("where the archive has moved, change it in {}", config.display()))
            }
            HomeError::Statement { .. } => {
                Some("give each name, and none that begins with `#`".to_owned())
            }
            HomeError::Io { source, .. } => advice(source.kind()).map(str::to_owned),
        }
    }
}
