//! What can be wrong with a home or its settings.

use std::io;
use std::path::PathBuf;

use crate::archive::PatternError;

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
