//! Compressed streams as streams of plain bytes, which go on the account of
//! the file that they come from.

use std::io::{self, BufReader, Read};
use std::rc::Rc;

use super::limits::{Account, Stream};
use super::source::BUFFER;

/// How something is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    /// As in zip files and HTTP: without a header.
    Deflate,
}

impl Compression {
    /// The name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
            Compression::Bzip2 => "bzip2",
            Compression::Xz => "xz",
            Compression::Deflate => "deflate",
        }
    }
}

/// Returns the plain bytes of a stream, which go on the account.
pub(in crate::archive) fn plain(
    stream: Stream,
    how: Compression,
    account: &Rc<Account>,
) -> io::Result<Stream> {
    let decoder = decoder(stream, how)?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, Counted::new(decoder, account))))
}

#[cfg(feature = "containers")]
use super::decoders::decoder;

/// Has no decoder: the program was built without.
#[cfg(not(feature = "containers"))]
fn decoder(_: Stream, _: Compression) -> io::Result<Box<dyn Read>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts what is read from a decoder on a file's account, and breaks off when
/// that is exhausted.
pub(in crate::archive) struct Counted<R> {
    inner: R,
    account: Rc<Account>,
}

impl<R> Counted<R> {
    pub fn new(inner: R, account: &Rc<Account>) -> Self {
        Counted { inner, account: Rc::clone(account) }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.account.excess().is_some() {
            return Err(io::Error::other("expands too far"));
        }
        let count = self.inner.read(buffer)?;
        self.account.add_bytes(count);
        Ok(count)
    }
}
