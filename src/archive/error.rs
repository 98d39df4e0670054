//! Why a file did not become articles.
//!
//! Every message opens with the path, then says what is wrong. This file knows
//! no format and never reads anything.

use std::fmt;
use std::io;

use crate::archive::Measure;

/// A file, or a folder, that could not be read as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file or folder does not open, or breaks off while it is read.
    #[error("{path}: cannot be read: {cause}")]
    Unreadable {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The file has no text.
    #[error("{path}: is empty")]
    Empty {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
    },
    /// The file holds something other than text.
    #[error("{path}: is not text but {kind}")]
    Binary {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// What it seems to be ("a PDF document", "binary data").
        kind: &'static str,
    },
    /// The file is text of a format that no reader knows.
    #[error("{path}: is {format}, which cannot be read yet")]
    Unsupported {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// The name of the format ("HTML").
        format: &'static str,
    },
    /// The file is of a format whose reader was left out when the program was
    /// built.
    #[error("{path}: is {format}, and the program was built without `{feature}`")]
    BuiltWithout {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// The name of the format ("HTML").
        format: &'static str,
        /// The cargo feature that has its reader.
        feature: &'static str,
    },
    /// The file, or a record of it, is not what its format demands.
    #[error("{path}: is not well-formed {format}: {detail}")]
    Malformed {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// The name of the format ("NewsML-G2").
        format: &'static str,
        /// What is wrong and, where that is known, the line or byte.
        detail: String,
    },
    /// Reading the file, or a record of it, panicked.
    #[error("{path}: its reader failed, a fault of the program: {detail}")]
    ReaderFailed {
        /// The path, with the member.
        path: String,
        /// What the reader, or a library that it uses, said.
        detail: String,
    },
    /// The file, or a record of it, holds something other than an article.
    #[error("{path}: is no article: {what}")]
    NoArticle {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// What it holds ("a picture").
        what: String,
    },
    /// The file is larger than the settings allow.
    #[error("{path}: has {size} bytes, more than the {limit} that one file may have")]
    TooLarge {
        /// The path, as in [`crate::archive::Input::relative`].
        path: String,
        /// Its size in bytes.
        size: u64,
        /// The largest size that is read, in bytes.
        limit: u64,
    },
    /// The file expands further than the settings allow.
    #[error("{path}: expands to {found} {measure}, more than the {limit} that one file may have")]
    Bomb {
        /// The path, with the member where it became too much.
        path: String,
        /// What it has too much of.
        measure: Measure,
        /// How much was seen.
        found: u64,
        /// How much the settings allow.
        limit: u64,
    },
    /// The member lies in more containers than the settings allow.
    #[error("{path}: lies deeper than {limit} containers in one another")]
    TooDeep {
        /// The path, with the member.
        path: String,
        /// How many the settings allow.
        limit: usize,
    },
    /// The file or member ends before it should.
    #[error("{path}: breaks off ({format})")]
    Truncated {
        /// The path, with the member.
        path: String,
        /// What was being read.
        format: &'static str,
    },
    /// The member needs a password.
    #[error("{path}: is encrypted")]
    Encrypted {
        /// The path, with the member.
        path: String,
    },
    /// A part of a message or of a web archive that is no document.
    #[error("{path}: is {media_type}, which is no document")]
    MediaType {
        /// The path, with the member.
        path: String,
        /// What it says that it is ("image/png").
        media_type: String,
    },
    /// An answer of a web server that is not the document.
    #[error("{path}: is an answer with status {status}")]
    Answer {
        /// The path, with the member.
        path: String,
        /// The status ("404").
        status: u16,
    },
    /// A link that is not followed: in a container none is, in a folder as the settings
    /// say. There it is counted, and no rejection.
    #[error("{path}: is a link, and links are not followed")]
    Link {
        /// The path, with the member.
        path: String,
    },
    /// Something that is no ordinary file.
    #[error("{path}: is {kind}, not a file")]
    Special {
        /// The path, with the member.
        path: String,
        /// What it is ("a named pipe").
        kind: &'static str,
    },
}

impl ReadError {
    /// Says where in the file the record stands that the error is about.
    pub(super) fn at(mut self, place: fmt::Arguments) -> ReadError {
        match &mut self {
            ReadError::Malformed { detail, .. } => *detail = format!("{place}: {detail}"),
            ReadError::NoArticle { what, .. } => *what = format!("{place}: {what}"),
            _ => {}
        }
        self
    }

    /// What is wrong, without the path.
    pub fn detail(&self) -> String {
        let whole = self.to_string();
        whole
            .strip_prefix(self.path())
            .and_then(|rest| rest.strip_prefix(": "))
            .unwrap_or(&whole)
            .to_owned()
    }

    /// The path that the error is about.
    pub fn path(&self) -> &str {
        match self {
            ReadError::Unreadable { path, .. }
            | ReadError::Empty { path }
            | ReadError::Binary { path, .. }
            | ReadError::Unsupported { path, .. }
            | ReadError::Bomb { path, .. }
            | ReadError::TooDeep { path, .. }
            | ReadError::Truncated { path, .. }
            | ReadError::Encrypted { path, .. }
            | ReadError::Malformed { path, .. }
            | ReadError::ReaderFailed { path, .. }
            | ReadError::NoArticle { path, .. }
            | ReadError::MediaType { path, .. }
            | ReadError::Answer { path, .. }
            | ReadError::Link { path }
            | ReadError::Special { path, .. }
            | ReadError::BuiltWithout { path, .. }
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
            ReadError::TooLarge { .. } => "too-large",
            ReadError::Special { .. } => "special-file",
            ReadError::Link { .. } => "link",
            ReadError::Answer { .. } => "http-status",
            ReadError::MediaType { .. } => "media-type",
            ReadError::NoArticle { .. } => "no-article",
            ReadError::Malformed { .. } | ReadError::ReaderFailed { .. } => "malformed",
            ReadError::Encrypted { .. } => "encrypted",
            ReadError::Truncated { .. } => "truncated",
            ReadError::TooDeep { .. } => "too-deep",
            ReadError::Bomb { .. } => "bomb",
        }
    }
}
