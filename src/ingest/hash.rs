//! The hash of a file's bytes (XXH3-128).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// So much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// Hashes the bytes that a file has.
pub(super) fn of_bytes(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

/// Hashes the bytes of a file.
pub(super) fn of_file(path: &Path) -> io::Result<u128> {
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
