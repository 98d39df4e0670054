//! Where a record stands: the file, and the members from the outside in.
//!
//! This file knows names. It never reads anything.

use std::io;

use super::compressed::Corrupt;
use super::limits::Account;
use crate::archive::ReadError;

/// What stands between a container and its member.
pub const INSIDE: &str = "!/";

/// Where something stands in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::archive) struct Place {
    /// The file's path and the names of the members, joined by `!/`.
    pub path: String,
    /// The names of the members alone; empty for the file itself.
    pub member: String,
    /// The record, where a file or member holds several.
    pub record: Option<u64>,
    /// How many containers it lies in.
    pub depth: usize,
    /// The whole path of the file, for patterns that ask for it.
    pub absolute: Option<String>,
}

impl Place {
    /// The place of a file.
    pub fn file(relative: &str) -> Place {
        Place { path: relative.to_owned(), ..Place::default() }
    }

    /// The place of a member.
    pub fn inside(&self, name: &str) -> Place {
        let joint = if self.member.is_empty() { "" } else { INSIDE };
        Place {
            path: format!("{}{INSIDE}{name}", self.path),
            member: format!("{}{joint}{name}", self.member),
            record: None,
            depth: self.depth + 1,
            absolute: None,
        }
    }

    /// The place of a record, the first having the number 0.
    pub fn numbered(&self, record: u64) -> Place {
        Place { record: Some(record), ..self.clone() }
    }

    /// The names that path patterns are tried on, without the ending that says
    /// how something is compressed.
    pub fn names(&self) -> Vec<&str> {
        let innermost = self.member.rsplit(INSIDE).next().filter(|name| !name.is_empty());
        let names = [Some(self.path.as_str()), self.absolute.as_deref(), innermost];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        let plain = names
            .iter()
            .filter_map(|name| COMPRESSED.iter().find_map(|ending| name.strip_suffix(ending)));
        let plain: Vec<&str> = plain.collect();
        names.into_iter().chain(plain).collect()
    }

    /// Whether the innermost name ends in one of `endings`, whatever the case
    /// and the compression.
    pub fn ends_in(&self, endings: &[&str]) -> bool {
        self.names().iter().any(|name| {
            let name = name.to_ascii_lowercase();
            endings.iter().any(|ending| name.ends_with(ending))
        })
    }

    /// Why reading this as `format` broke off.
    pub fn failed(&self, format: &'static str, cause: io::Error, account: &Account) -> ReadError {
        let path = self.path.clone();
        if let Some(excess) = account.excess() {
            return excess.error(path);
        }
        let corrupt = cause.get_ref().and_then(|cause| cause.downcast_ref::<Corrupt>());
        let format = corrupt.map_or(format, |corrupt| corrupt.how.name());
        match cause.kind() {
            io::ErrorKind::UnexpectedEof => ReadError::Truncated { path, format },
            io::ErrorKind::Unsupported => {
                ReadError::BuiltWithout { path, format, feature: "containers" }
            }
            // What the system says of a file has a number.
            _ if cause.raw_os_error().is_some() => ReadError::Unreadable { path, cause },
            _ => ReadError::Malformed { path, format, detail: cause.to_string() },
        }
    }
}

/// Endings of names that say how a file is compressed.
const COMPRESSED: [&str; 5] = [".gz", ".zst", ".bz2", ".xz", ".Z"];

/// Returns a name that need not be UTF-8 as text: bytes that are none are
/// shown as `\xE9`, so that names that differ stay different.
pub(in crate::archive) fn name_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// Whether a file or folder of this name is hidden, or belongs to the system or the
/// program that wrote the archive. Such files are left alone.
pub fn is_hidden(name: &[u8]) -> bool {
    const SYSTEM: [&[u8]; 3] = [b"__MACOSX", b"Thumbs.db", b"desktop.ini"];
    // Word notes in `~$story.docx` who has the story open.
    name.starts_with(b".") || name.starts_with(b"~$") || SYSTEM.contains(&name)
}

/// Returns a member's name as text, without empty, `.` and `..` parts, or
/// `None` where a part of it is hidden.
#[cfg(any(feature = "containers", feature = "mail"))]
pub(in crate::archive) fn visible(name: &[u8]) -> Option<String> {
    let parts: Vec<&[u8]> = name
        .split(|byte| matches!(byte, b'/' | b'\\'))
        .filter(|part| !matches!(*part, b"" | b"." | b".."))
        .collect();
    let hidden = parts.iter().any(|part| is_hidden(part));
    let shown: Vec<String> = parts.iter().map(|part| name_text(part)).collect();
    (!hidden && !shown.is_empty()).then(|| shown.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_named_from_the_outside_in() {
        let file = Place::file("a/b.tar.gz");
        let zip = file.inside("c.zip");
        let page = zip.inside("d/e.txt.gz");
        assert_eq!(page.path, "a/b.tar.gz!/c.zip!/d/e.txt.gz");
        assert_eq!((page.member.as_str(), page.depth), ("c.zip!/d/e.txt.gz", 2));
        assert!(page.names().contains(&"d/e.txt") && page.names().contains(&"d/e.txt.gz"));
        assert!(page.ends_in(&[".txt"]) && !page.ends_in(&[".zip"]));
        assert_eq!(file.numbered(3).record, Some(3));
    }

    #[test]
    fn names_that_are_not_utf_8_stay_different() {
        assert_eq!(name_text("café".as_bytes()), "café");
        assert_eq!(name_text(b"caf\xe9/\xff.txt"), "caf\\xE9/\\xFF.txt");
    }

    #[cfg(any(feature = "containers", feature = "mail"))]
    #[test]
    fn hidden_members_are_told_by_any_part_of_their_name() {
        for (name, expected) in [
            ("a/b.txt", Some("a/b.txt")),
            ("./a//b.txt", Some("a/b.txt")),
            ("../../etc/a.txt", Some("etc/a.txt")),
            ("a\\b.txt", Some("a/b.txt")),
            ("__MACOSX/a/._b.txt", None),
            ("a/.git/b", None),
            ("a/Thumbs.db", None),
            ("a/~$story.docx", None),
            ("a/~story.docx", Some("a/~story.docx")),
            ("./", None),
        ] {
            assert_eq!(visible(name.as_bytes()).as_deref(), expected, "{name}");
        }
    }
}
