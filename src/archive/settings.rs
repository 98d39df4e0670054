//! How an archive is to be read: what its keeper says of it, and what readers
//! are given along with each document.

use encoding_rs::Encoding;
use globset::GlobSet;
use jiff::tz::TimeZone;

use super::folder::pattern::PathPattern;
use super::page::agencies::{Agencies, Agency};
use super::{Boilerplate, DayOrder, Fields, Limits};
use crate::article::Language;

/// A larger document is no text, or has more of it than one article: so many
/// bytes may a file, a member of a container or a record of a collection have.
/// They are in memory while they are read.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// How an archive is to be read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What paths say; the first pattern that fits counts.
    pub path_patterns: Vec<PathPattern>,
    /// Agencies that the built-in table lacks, or names otherwise.
    pub agencies: Vec<Agency>,
    /// The agency of articles that name none.
    pub agency: Option<String>,
    /// The source of articles that credit none.
    pub source: Option<String>,
    /// The language of articles that do not say.
    pub language: Option<Language>,
    /// The section of articles that name none.
    pub section: Option<String>,
    /// The zone of times that name none.
    pub time_zone: TimeZone,
    /// Which number comes first in 10/7/2023.
    pub day_order: DayOrder,
    /// The encoding of files without byte order mark; `None` finds it out.
    pub encoding: Option<&'static Encoding>,
    /// Files and folders to leave out, by their path below the archive's.
    pub exclude: GlobSet,
    /// Whether links are followed.
    pub follow_links: bool,
    /// Larger documents are rejected, in bytes. A file of many records may be
    /// larger; each record may not.
    pub max_file_bytes: u64,
    /// How far containers and compressed files may expand.
    pub limits: Limits,
    /// Which fields of objects and tables are which part of an article.
    pub fields: Fields,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            path_patterns: Vec::new(),
            agencies: Vec::new(),
            agency: None,
            source: None,
            language: None,
            section: None,
            time_zone: TimeZone::UTC,
            day_order: DayOrder::default(),
            encoding: None,
            exclude: GlobSet::empty(),
            follow_links: false,
            max_file_bytes: MAX_FILE_BYTES,
            limits: Limits::default(),
            fields: Fields::default(),
        }
    }
}

/// What a page is read with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub settings: &'a Settings,
    pub agencies: &'a Agencies,
    pub boilerplate: &'a Boilerplate,
}
