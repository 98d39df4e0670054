//! An answer of a web server, as an archive keeps it: a status, headers, and a
//! body that may come in chunks and compressed.

use std::io::{self, Cursor, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::media;
use crate::archive::ReadError;
use crate::archive::container::compressed::{Compression, plain};
use crate::archive::container::limits::Account;
use crate::archive::container::place::Place;

/// An answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// 200 where it is well.
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
    /// Whether the last chunk is missing.
    pub is_cut: bool,
}

/// Header lines, as HTTP and web archives have them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds a line; one that begins with a space goes on the one before.
    pub fn add(&mut self, line: &str) {
        let more = line.starts_with([' ', '\t']);
        match (more, self.0.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, _, Some((name, value))) => {
                self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => {}
        }
    }

    /// The value of a header, by its name in small letters.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Answer {
    /// Reads an answer; `None` where it does not begin as one.
    pub fn parse(bytes: &[u8]) -> Option<Answer> {
        if !bytes.starts_with(b"HTTP/") {
            return None;
        }
        let (head, body) = split_head(bytes);
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
        let mut headers = Headers::default();
        lines.for_each(|line| headers.add(line));
        let chunked = headers
            .get("transfer-encoding")
            .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
        let joined = chunked.then(|| join_chunks(body)).flatten();
        let (body, is_whole) = joined.unwrap_or_else(|| (body.to_vec(), true));
        Some(Answer { status, headers, body, is_cut: !is_whole })
    }

    /// The media type, with its parameters.
    pub fn media_type(&self) -> &str {
        self.headers.get("content-type").unwrap_or_default()
    }
}

fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
    let places = ends.iter().filter_map(|end| {
        let at = bytes.windows(end.len()).position(|part| part == *end)?;
        Some((at, at + end.len()))
    });
    match places.min() {
        Some((head, body)) => (&bytes[..head], &bytes[body..]),
        None => (bytes, &[]),
    }
}

/// Joins the chunks of a body and says whether the last one is there; `None`
/// where it has none, as crawlers keep bodies that they have joined already.
fn join_chunks(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (mut joined, mut rest) = (Vec::new(), body);
    let mut is_first = true;
    loop {
        let end = rest.iter().take(MAX_CHUNK_LINE).position(|byte| *byte == b'\n');
        let size = end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            let digits = line.split(';').next()?.trim();
            usize::from_str_radix(digits, 16).ok()
        });
        let (Some(end), Some(size)) = (end, size) else {
            return (!is_first).then_some((joined, false));
        };
        if size == 0 {
            return Some((joined, true));
        }
        is_first = false;
        rest = &rest[end + 1..];
        let Some(chunk) = rest.get(..size) else {
            joined.extend_from_slice(rest);
            return Some((joined, false));
        };
        joined.extend_from_slice(chunk);
        rest = rest[size..]
            .strip_prefix(b"\r\n")
            .unwrap_or_else(|| rest[size..].strip_prefix(b"\n").unwrap_or(&rest[size..]));
    }
}

/// The line in front of a chunk has a number, and seldom more.
const MAX_CHUNK_LINE: usize = 1000;

/// Takes off the compression that the answer names; also says whether the body
/// breaks off.
pub(super) fn decompressed(
    body: Vec<u8>,
    encoding: &str,
    path: &str,
    limit: u64,
    account: &Rc<Account>,
) -> Result<(Vec<u8>, bool), ReadError> {
    let encoding = encoding.trim().to_ascii_lowercase();
    match encoding.as_str() {
        "" | "identity" | "none" | "utf-8" => Ok((body, false)),
        // Crawlers keep the header of a body that they have decompressed.
        "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => Ok((body, false)),
        _ if encoding.split(',').any(|name| name.trim() == "br") => {
            match std::str::from_utf8(&body) {
                Ok(_) => Ok((body, false)),
                Err(_) => {
                    let format = "compressed with Brotli";
                    Err(ReadError::Unsupported { path: path.to_owned(), format })
                }
            }
        }
        _ => decoded(body, &encoding, path, limit, account),
    }
}

fn decoded(
    body: Vec<u8>,
    encoding: &str,
    path: &str,
    limit: u64,
    account: &Rc<Account>,
) -> Result<(Vec<u8>, bool), ReadError> {
    let (how, skipped) = match encoding {
        "gzip" | "x-gzip" => (Compression::Gzip, 0),
        "zstd" => (Compression::Zstd, 0),
        // Servers mean zlib, and some send it without its two bytes.
        "deflate" if body.first() == Some(&0x78) => (Compression::Deflate, 2),
        "deflate" => (Compression::Deflate, 0),
        _ => {
            let format = "compressed in an unknown way";
            return Err(ReadError::Unsupported { path: path.to_owned(), format });
        }
    };
    let mut stream = Cursor::new(body);
    stream.set_position(skipped);
    let mut bytes = Vec::new();
    let read = plain(Box::new(stream), how, account)
        .and_then(|stream| stream.take(limit.saturating_add(1)).read_to_end(&mut bytes));
    match read {
        Err(cause) if cause.kind() == io::ErrorKind::UnexpectedEof && !bytes.is_empty() => {
            Ok((bytes, true))
        }
        Err(cause) => Err(Place::file(path).failed(how.name(), cause, account)),
        Ok(_) if bytes.len() as u64 > limit => {
            let size = bytes.len() as u64;
            Err(ReadError::TooLarge { path: path.to_owned(), size, limit })
        }
        Ok(_) => Ok((bytes, false)),
    }
}

/// Returns text in the encoding that a header names as UTF-8, where its bytes
/// do not say better themselves.
pub(super) fn in_utf8(body: Vec<u8>, media_type: &str) -> Vec<u8> {
    let label = media::charset(media_type).unwrap_or_default();
    let is_marked = Encoding::for_bom(&body).is_some();
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if !is_marked => {
            let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
            if !is_wide && std::str::from_utf8(&body).is_ok() {
                return body;
            }
            match encoding.decode_without_bom_handling_and_without_replacement(&body) {
                Some(text) => text.into_owned().into_bytes(),
                None => body,
            }
        }
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_apart() {
        let answer = Answer::parse(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=x\r\nX: y\r\n\r\nbody",
        )
        .unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b"body"[..]));
        assert_eq!(answer.media_type(), "text/html; charset=x");
        assert_eq!(Answer::parse(b"GET / HTTP/1.1\r\n\r\n"), None);
        assert_eq!(Answer::parse(b"HTTP/1.1"), None);
    }

    #[test]
    fn chunks_are_joined_and_a_missing_end_is_known() {
        for (body, expected) in [
            ("5\r\nhello\r\n6; x=y\r\n world\r\n0\r\n\r\n", Some(("hello world", true))),
            ("5\r\nhello\r\n6\r\n wo", Some(("hello wo", false))),
            ("5\r\nhello\r\n", Some(("hello", false))),
            ("<html>no chunks</html>", None),
            ("0\r\n\r\n", Some(("", true))),
        ] {
            let joined = join_chunks(body.as_bytes());
            let joined = joined.map(|(text, end)| (String::from_utf8(text).unwrap(), end));
            assert_eq!(joined, expected.map(|(text, end)| (text.to_owned(), end)), "{body}");
        }
    }

    #[test]
    fn a_declared_encoding_is_used_where_the_bytes_leave_it_open() {
        let (russian, ..) = encoding_rs::WINDOWS_1251.encode("мост");
        let declared = "text/plain; charset=windows-1251";
        assert_eq!(in_utf8(russian.to_vec(), declared), "мост".as_bytes());
        assert_eq!(in_utf8("мост".into(), declared), "мост".as_bytes());
        assert_eq!(in_utf8(russian.to_vec(), "text/plain"), russian.as_ref());
    }
}
