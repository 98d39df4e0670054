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
    /// The file is of a format whose reader was left out when the program was
    /// built.
    #[error("{path}: is {format}, and the program was built without `{feature}`")]
    BuiltWithout {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// The name of the format ("HTML").
        format: &'static str,
        /// The cargo feature that has its reader.
        feature: &'static str,
    },
    /// The file, or a record of it, is not what its format demands.
    #[error("{path}: is not well-formed {format}: {detail}")]
    Malformed {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// The name of the format ("NewsML-G2").
        format: &'static str,
        /// What is wrong and, where that is known, the line or byte.
        detail: String,
    },
    /// The file, or a record of it, holds something other than an article.
    #[error("{path}: is no article: {what}")]
    NoArticle {
        /// The path, as in [`super::Input::relative`].
        path: String,
        /// What it holds ("a picture").
        what: String,
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
            | ReadError::BuiltWithout { path, .. }
            | ReadError::Malformed { path, .. }
            | ReadError::NoArticle { path, .. }
            | ReadError::TooLarge { path, .. } => path,
        }
    }

    /// The reason in one word, stable for programs.
    pub fn reason(&self) -> &'static str {
        match self {
            ReadError::Unreadable { .. } => "unreadable",
            ReadError::Empty { .. } => "empty",
            ReadError::Binary { .. } => "binary",
            ReadError::Unsupported { .. } | ReadError::BuiltWithout { .. } => "unsupported",
            ReadError::Malformed { .. } => "malformed",
            ReadError::NoArticle { .. } => "no-article",
            ReadError::TooLarge { .. } => "too-large",
        }
    }
}
