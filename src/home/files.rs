//! Reading and replacing the files of a home, one process at a time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::HomeError;

/// Keeps other processes and threads from making or changing a home until it is
/// dropped.
#[derive(Debug)]
pub(crate) struct HomeLock {
    /// Closed with its lock.
    pub(super) _file: File,
}

/// Puts a file in the place of another at once: whoever reads, and whatever ends the
/// process, finds the one or the other whole. The lock is held since what the text
/// keeps was read.
pub(super) fn replace(path: &Path, text: &str, _held: &HomeLock) -> Result<(), HomeError> {
    // The file may be a link, to one under version control for example.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(format!(".{}.new", std::process::id()));
    let fresh = PathBuf::from(fresh);
    let written = (|| {
        let mut file = File::create(&fresh)?;
        if let Ok(before) = fs::metadata(&path) {
            file.set_permissions(before.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, &path)
    })();
    written.map_err(|source| {
        let _ = fs::remove_file(&fresh);
        io_error(&path, source)
    })
}

pub(super) fn io_error(path: &Path, source: io::Error) -> HomeError {
    HomeError::Io { path: path.to_owned(), source }
}

pub(super) fn read_lossy(path: &Path) -> Result<String, HomeError> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(source) => Err(io_error(path, source)),
    }
}

pub(super) fn read_or_empty(path: &Path) -> Result<String, HomeError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(io_error(path, io::Error::new(error.kind(), "is not UTF-8")))
        }
        read => read.map_err(|source| io_error(path, source)),
    }
}
