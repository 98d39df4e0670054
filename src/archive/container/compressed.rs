//! Compressed streams as streams of plain bytes, which go on the account of
//! the file that they come from.

use std::io::{self, BufRead, BufReader, Read};
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
    let decoder = decoder(stream, how, account)?;
    let decoder = Named { decoder, how };
    Ok(Box::new(BufReader::with_capacity(BUFFER, Counted::new(decoder, account))))
}

/// What is wrong with a compressed stream, whatever was read out of it.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub(in crate::archive) struct Corrupt {
    pub how: Compression,
    cause: io::Error,
}

/// A fault of a compressed stream that goes on after one: a part before it was whole.
#[cfg(feature = "containers")]
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Later(pub io::Error);

/// Whether a fault has a part before it that is whole.
#[cfg(feature = "containers")]
pub(super) fn is_later(fault: &io::Error) -> bool {
    fault.get_ref().is_some_and(|inner| {
        let corrupt = inner.downcast_ref::<Corrupt>();
        inner.is::<Later>() || corrupt.is_some_and(|corrupt| is_later(&corrupt.cause))
    })
}

/// Nothing is decoded, so there are no parts.
#[cfg(not(feature = "containers"))]
pub(super) fn is_later(_: &io::Error) -> bool {
    false
}

/// Whether what was read before a fault is as it was written: a stream that breaks off
/// is right as far as it goes, one that is corrupt may not be.
pub(super) fn leaves_text(fault: &io::Error) -> bool {
    is_later(fault) || fault.kind() == io::ErrorKind::UnexpectedEof
}

/// Tells the faults of a decoder from those of what reads its bytes.
struct Named {
    decoder: Box<dyn Read>,
    how: Compression,
}

impl Read for Named {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|cause| {
            let is_its_own = cause.raw_os_error().is_none()
                && !cause.get_ref().is_some_and(|inner| inner.is::<Corrupt>())
                && matches!(
                    cause.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other
                );
            match is_its_own {
                true => io::Error::new(cause.kind(), Corrupt { how: self.how, cause }),
                false => cause,
            }
        })
    }
}

#[cfg(feature = "containers")]
use super::decoders::decoder;

/// Has no decoder: the program was built without.
#[cfg(not(feature = "containers"))]
fn decoder(_: Stream, _: Compression, _: &Rc<Account>) -> io::Result<Box<dyn Read>> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts what is read on a file's account, and breaks off when that is exhausted.
pub(in crate::archive) struct Counted<R> {
    inner: R,
    account: Rc<Account>,
}

impl<R> Counted<R> {
    pub fn new(inner: R, account: &Rc<Account>) -> Self {
        Counted { inner, account: Rc::clone(account) }
    }

    fn check(&self) -> io::Result<()> {
        match self.account.excess() {
            Some(_) => Err(io::Error::other("expands too far")),
            None => Ok(()),
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let count = self.inner.read(buffer)?;
        self.account.add_bytes(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.account.add_bytes(count);
        self.inner.consume(count);
    }
}
