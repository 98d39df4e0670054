//! Why a file did not become articles.
//!
//! Every message opens with the path, then says what is wrong. This file knows
//! no format and never reads anything.

use std::io;

/// A file, or a folder, that could not be read as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file or folder does not open, or breaks off while it is read.
    #[error("{path}: cannot be read: {cause}")]
    Unreadable {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The file has no text.
    #[error("{path}: is empty")]
    Empty {
        /// The path, as in [`super::Input::relative`].
        path: String,
    },
    /// The file holds something other than text.
    #[error("{path}: is not text but {kind}")]
    Binary {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// What it seems to be ("a PDF document", "binary data").
        kind: &'static str,
    },
    /// The file is text of a format that no reader knows.
    #[error("{path}: is {format}, which cannot be read yet")]
    Unsupported {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// The name of the format ("HTML").
        format: &'static str,
    },
    /// The file is larger than the settings allow.
    #[error("{path}: has {size} bytes, more than the {limit} that one file may have")]
    TooLarge {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The largest size that is read, in bytes.
        limit: u64,
    },
}

impl ReadError {
    /// The path that the error is about.
    pub fn path(&self) -> &str {
        match self {
            ReadError::Unreadable { path, .. }
            | ReadError::Empty { path }
            | ReadError::Binary { path, .. }
            | ReadError::Unsupported { path, .. }
            | ReadError::TooLarge { path, .. } => path,
        }
    }

    /// The reason in one word, stable for programs.
    pub fn reason(&self) -> &'static str {
        match self {
            ReadError::Unreadable { .. } => "unreadable",
            ReadError::Empty { .. } => "empty",
            ReadError::Binary { .. } => "binary",
            ReadError::Unsupported { .. } => "unsupported",
            ReadError::TooLarge { .. } => "too-large",
        }
    }
}
