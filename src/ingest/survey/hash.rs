//! The hash of a file's bytes (XXH3-128).

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// So much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// Hashes the bytes that a file has.
pub(in crate::ingest) fn of_bytes(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

/// Hashes the bytes of a file. What is none is refused: a pipe would wait for a
/// writer.
pub(in crate::ingest) fn of_file(path: &Path) -> io::Result<u128> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut file = File::open(path)?;
    let mut hash = Xxh3::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hash.digest128()),
            length => hash.update(&piece[..length]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_hash_of_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.txt");
        let bytes = b"one and a half pieces".repeat(PIECE / 14);
        fs::write(&path, &bytes).unwrap();
        assert_eq!(of_file(&path).unwrap(), of_bytes(&bytes));
        assert!(of_file(folder.path()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        assert!(of_file(&path).is_err());
    }
}
