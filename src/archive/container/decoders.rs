//! Decoders of compressed streams.
//!
//! Each gives the plain bytes as they are asked for. A decoder that meets a
//! fault says so once; that of gzip goes on with the next member after it, as
//! web archives have one for each record. What stands behind the last member is
//! no fault: it is noted on the account.

use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::{DeflateDecoder, GzDecoder};

use super::compressed::{Compression, Later};
use super::limits::{Account, Stream};
use super::source::Returned;

/// More memory than the strongest setting of `xz` needs is refused, in KiB.
const XZ_MEMORY: u32 = 256 * 1024;
/// `zstd --long` without a number has a window of 2^27 bytes.
const ZSTD_WINDOW: u32 = 27;

/// Returns the decoder of a stream.
pub(super) fn decoder(
    stream: Stream,
    how: Compression,
    account: &Rc<Account>,
) -> io::Result<Box<dyn Read>> {
    Ok(match how {
        Compression::Gzip => Box::new(Gzip::new(stream, account)),
        Compression::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(stream)),
        Compression::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(stream, true, XZ_MEMORY)),
        Compression::Deflate => Box::new(DeflateDecoder::new(stream)),
        Compression::Zstd => {
            let mut decoder = zstd::Decoder::with_buffer(stream)?;
            decoder.window_log_max(ZSTD_WINDOW)?;
            Box::new(decoder)
        }
    })
}

/// The members of a gzip file, one after the other.
struct Gzip {
    state: State,
    account: Rc<Account>,
    /// Whether a member was read to its end.
    has_whole: bool,
}

enum State {
    /// Before the first member, or where a header was found.
    Before(Returned),
    /// After a member that was read whole.
    After(Returned),
    Inside(Box<GzDecoder<Returned>>),
    /// After a fault: the next header is to be found.
    Lost(Returned),
    End,
}

/// How each member begins.
const HEADER: [u8; 3] = [0x1f, 0x8b, 0x08];

impl Gzip {
    fn new(stream: Stream, account: &Rc<Account>) -> Gzip {
        let state = State::Before(Returned::new(stream));
        Gzip { state, account: Rc::clone(account), has_whole: false }
    }

    /// A fault in a member, or between two.
    fn fault(&self, cause: io::Error) -> io::Error {
        match self.has_whole && cause.raw_os_error().is_none() {
            true => io::Error::new(cause.kind(), Later(cause)),
            false => cause,
        }
    }
}

impl Read for Gzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            self.state = match std::mem::replace(&mut self.state, State::End) {
                State::End => return Ok(0),
                State::Before(mut stream) => match skip_zeros(&mut stream)? {
                    None => return Ok(0),
                    Some(_) => State::Inside(Box::new(GzDecoder::new(stream))),
                },
                State::After(mut stream) => match skip_zeros(&mut stream)? {
                    None => return Ok(0),
                    Some(byte) if byte == HEADER[0] => State::Before(stream),
                    Some(_) => match find_header(stream)? {
                        None => {
                            self.account.note_trailer();
                            return Ok(0);
                        }
                        Some(stream) => {
                            self.state = State::Before(stream);
                            let detail = "something else stands between two of its members";
                            let cause = io::Error::new(io::ErrorKind::InvalidData, detail);
                            return Err(self.fault(cause));
                        }
                    },
                },
                State::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) => {
                        self.has_whole = true;
                        State::After(decoder.into_inner())
                    }
                    Ok(count) => {
                        self.state = State::Inside(decoder);
                        return Ok(count);
                    }
                    Err(error) => {
                        self.state = State::Lost(decoder.into_inner());
                        return Err(self.fault(error));
                    }
                },
                State::Lost(stream) => match find_header(stream)? {
                    Some(stream) => State::Before(stream),
                    None => return Ok(0),
                },
            };
        }
    }
}

/// Skips the zeros that some programs fill the last block with; returns the
/// byte after them.
fn skip_zeros(stream: &mut Returned) -> io::Result<Option<u8>> {
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
        if let Some(byte) = buffer.get(zeros).copied() {
            stream.consume(zeros);
            return Ok(Some(byte));
        }
        stream.consume(zeros);
    }
}

fn find_header(mut stream: Returned) -> io::Result<Option<Returned>> {
    let mut matched = 0;
    loop {
        let buffer = stream.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let mut taken = 0;
        for byte in buffer {
            taken += 1;
            matched = match *byte {
                byte if byte == HEADER[matched] => matched + 1,
                byte if byte == HEADER[0] => 1,
                _ => 0,
            };
            if matched == HEADER.len() {
                break;
            }
        }
        stream.consume(taken);
        if matched == HEADER.len() {
            stream.give_back(&HEADER);
            return Ok(Some(stream));
        }
    }
}

/// Compares what was read with the checksum and length that its container
/// gives.
pub(super) struct Checked<R> {
    inner: R,
    sum: flate2::Crc,
    length: u64,
    expected: (u32, u64),
}

impl<R> Checked<R> {
    pub fn new(inner: R, checksum: u32, length: u64) -> Self {
        Checked { inner, sum: flate2::Crc::new(), length: 0, expected: (checksum, length) }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.sum.update(&buffer[..count]);
        self.length += count as u64;
        if count == 0 && !buffer.is_empty() && (self.sum.sum(), self.length) != self.expected {
            let wrong = "its checksum or length is another";
            return Err(io::Error::new(io::ErrorKind::InvalidData, wrong));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::compressed::plain;
    use super::super::limits::{Account, Limits};
    use super::*;
    use std::io::{Cursor, Write};

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn decode(bytes: &[u8], how: Compression) -> (String, Vec<io::ErrorKind>) {
        let account = Account::new(Limits::default(), 1);
        let stream: Stream = Box::new(Cursor::new(bytes.to_vec()));
        let mut stream = plain(stream, how, &account).unwrap();
        let (mut text, mut faults) = (Vec::new(), Vec::new());
        while let Err(error) = stream.read_to_end(&mut text) {
            faults.push(error.kind());
            // Only gzip goes on.
            if how != Compression::Gzip {
                break;
            }
        }
        (String::from_utf8_lossy(&text).into_owned(), faults)
    }

    #[test]
    fn a_gzip_file_goes_on_after_a_fault() {
        let mut bytes = gzip("one");
        bytes.extend([0; 20]);
        let second = bytes.len();
        bytes.extend(gzip("a second one that is longer"));
        bytes.extend(gzip("three"));
        let all = "onea second one that is longerthree";
        assert_eq!(decode(&bytes, Compression::Gzip), (all.to_owned(), Vec::new()));
        bytes[second + 12] ^= 0xff;
        bytes[second + 14] ^= 0xff;
        let (text, faults) = decode(&bytes, Compression::Gzip);
        assert!(text.starts_with("one") && text.ends_with("three"), "{text}");
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn what_stands_behind_a_gzip_file_is_noted() {
        let read = |behind: &[u8]| {
            let account = Account::new(Limits::default(), 1);
            let stream: Stream = Box::new(Cursor::new([&gzip("one"), behind].concat()));
            let mut text = String::new();
            let mut stream = plain(stream, Compression::Gzip, &account).unwrap();
            let fault = stream.read_to_string(&mut text).err().map(|error| error.kind());
            (text, fault, account.take_trailer())
        };
        let whole = |has_trailer| ("one".to_owned(), None, has_trailer);
        assert_eq!(read(b""), whole(false));
        assert_eq!(read(&[0; 512]), whole(false));
        assert_eq!(read(b"garbage"), whole(true));
        assert_eq!(read(b"\0\0garbage"), whole(true));
        let between = [b"garbage".to_vec(), gzip("two")].concat();
        assert_eq!(read(&between).1, Some(io::ErrorKind::InvalidData));
    }

    #[test]
    fn every_decoder_knows_a_stream_that_breaks_off() {
        let text = "It rained in the town for days. ".repeat(200);
        let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bz.write_all(text.as_bytes()).unwrap();
        let mut xz =
            lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
        xz.write_all(text.as_bytes()).unwrap();
        for (how, bytes) in [
            (Compression::Gzip, gzip(&text)),
            (Compression::Bzip2, bz.finish().unwrap()),
            (Compression::Xz, xz.finish().unwrap()),
            (Compression::Zstd, zstd::encode_all(text.as_bytes(), 0).unwrap()),
        ] {
            assert_eq!(decode(&bytes, how), (text.clone(), Vec::new()), "{how:?}");
            let (_, faults) = decode(&bytes[..bytes.len() / 2], how);
            assert_eq!(faults, [io::ErrorKind::UnexpectedEof], "{how:?}");
        }
    }
}
