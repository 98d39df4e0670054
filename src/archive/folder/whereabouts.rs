//! Where on the disk a path lies that the index or the ledger names.
//!
//! This file knows names and whether there is something under them.

use std::path::{Path, PathBuf};

use crate::archive::container::place::INSIDE;

/// Returns where the file lies that a path below `root` names: of a member of a
/// container the container. Where there is none, where it would lie.
pub(crate) fn file_at(root: &Path, relative: &str) -> PathBuf {
    let ends = relative.rmatch_indices(INSIDE).map(|(at, _)| at);
    let places = std::iter::once(relative.len()).chain(ends).flat_map(|end| {
        let name = &relative[..end];
        [Some(root.join(name)), raw(name).map(|name| root.join(name))]
    });
    places.flatten().find(|path| path.exists()).unwrap_or_else(|| root.join(relative))
}

/// Whether a path names a file, or a member of it.
pub(crate) fn is_of_file(path: &str, file: &str) -> bool {
    path.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with(INSIDE))
}

/// The name that is shown like this, where bytes of it are no text.
#[cfg(unix)]
fn raw(shown: &str) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    let (mut bytes, mut rest) = (Vec::with_capacity(shown.len()), shown);
    let mut has_raw = false;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.as_bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => bytes.push(byte),
            None => bytes.extend(b"\\x"),
        }
        has_raw |= byte.is_some();
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes.extend(rest.as_bytes());
    has_raw.then(|| PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

#[cfg(not(unix))]
fn raw(_: &str) -> Option<PathBuf> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_lies_in_its_container() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("what!")).unwrap();
        for name in ["a.zip", "what!/b.txt"] {
            std::fs::write(root.join(name), "").unwrap();
        }
        for (path, file) in [
            ("a.zip", "a.zip"),
            ("a.zip!/2022/c.txt", "a.zip"),
            ("a.zip!/d.tar!/c.txt", "a.zip"),
            ("what!/b.txt", "what!/b.txt"),
            ("none.txt", "none.txt"),
            ("none.zip!/c.txt", "none.zip!/c.txt"),
        ] {
            assert_eq!(file_at(root, path), root.join(file), "{path}");
        }
    }

    #[test]
    fn a_member_is_of_its_container() {
        assert!(is_of_file("a.zip", "a.zip") && is_of_file("a.zip!/2022/c.txt", "a.zip"));
        assert!(!is_of_file("a.zip.txt", "a.zip") && !is_of_file("a.zip", "a.zip!/c.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_with_bytes_that_are_no_text_is_found_as_it_is_shown() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
        if std::fs::write(folder.path().join(name), "").is_err() {
            eprintln!("skipped: the file system takes only UTF-8");
            return;
        }
        assert_eq!(file_at(folder.path(), "caf\\xE9.txt"), folder.path().join(name));
        let as_it_is = folder.path().join("x\\xzz.txt");
        std::fs::write(&as_it_is, "").unwrap();
        assert_eq!(file_at(folder.path(), "x\\xzz.txt"), as_it_is);
    }
}
