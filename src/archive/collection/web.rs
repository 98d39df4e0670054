//! Web archives: WARC, and ARC before it.
//!
//! A record begins with its headers, which say how long it is. One that lies
//! about that is told, and the next one is looked for. The date of a record is
//! that of its capture.

use std::io::{self, Read};
use std::rc::Rc;

use super::http::{self, Answer, Headers};
use super::{Known, media};
use crate::archive::ReadError;
use crate::archive::Reader;
use crate::archive::container::limits::{Account, Stream};
use crate::archive::container::place::Place;
use crate::archive::container::source::{LineRead, Returned, Source, read_line};
use crate::archive::container::{Found, failed_member};

/// Whether a text begins as a WARC file does.
pub(in crate::archive) fn is_warc(text: &str) -> bool {
    text.starts_with("WARC/0.") || text.starts_with("WARC/1.")
}

/// Whether a text begins as an ARC file does.
pub(in crate::archive) fn is_arc(text: &str) -> bool {
    text.starts_with("filedesc://")
}

/// A header line is no longer than that, in bytes.
const MAX_LINE: u64 = 64 * 1024;
/// A record has no more header lines than that.
const MAX_HEADERS: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Warc,
    Arc,
}

impl Shape {
    fn name(self) -> &'static str {
        match self {
            Shape::Warc => "WARC",
            Shape::Arc => "ARC",
        }
    }
}

/// A web archive that is being read.
pub(in crate::archive) struct Web {
    stream: Returned,
    shape: Shape,
    /// Whether the next record is being looked for after a fault.
    is_lost: bool,
    is_faulty: bool,
    end: bool,
    /// What kept the last block from being read whole.
    fault: Option<io::Error>,
    /// The last block, to look for a record in that it should not hold.
    block: Vec<u8>,
}

/// What stands in front of a block.
struct Head {
    kind: String,
    uri: String,
    date: Option<String>,
    media_type: String,
    is_cut: bool,
    length: u64,
}

impl Web {
    pub fn warc(stream: Stream) -> Web {
        Web::new(stream, Shape::Warc)
    }

    pub fn arc(stream: Stream) -> Web {
        Web::new(stream, Shape::Arc)
    }

    fn new(stream: Stream, shape: Shape) -> Web {
        let stream = Returned::new(stream);
        let (is_lost, is_faulty, end) = (false, false, false);
        Web { stream, shape, is_lost, is_faulty, end, fault: None, block: Vec::new() }
    }

    /// Returns the next document.
    pub fn next(&mut self, reader: &Reader, place: &Place, account: &Rc<Account>) -> Option<Found> {
        let limit = reader.settings.max_file_bytes;
        while !self.end {
            let head = match self.fault.take() {
                Some(fault) => Err(fault),
                None => self.head(place),
            };
            let found = match head {
                Ok(None) => {
                    self.end = true;
                    continue;
                }
                Ok(Some(Ok(head))) => self.body(head, limit, place, account),
                Ok(Some(Err(error))) => Ok(Some(Found::Failed(error))),
                Err(cause) => Err(cause),
            };
            match found {
                Ok(Some(found)) => {
                    self.is_faulty = false;
                    return Some(found);
                }
                Ok(None) => self.is_faulty = false,
                Err(cause) => {
                    let cut = cause.kind() == io::ErrorKind::UnexpectedEof;
                    let hard = cause.raw_os_error().is_some() || account.excess().is_some();
                    // A decoder that can go on gives bytes before it fails
                    // again.
                    self.end = cut || hard || self.is_faulty;
                    self.is_lost = true;
                    self.block.clear();
                    if !std::mem::replace(&mut self.is_faulty, true) {
                        return Some(Found::Failed(place.failed(
                            self.shape.name(),
                            cause,
                            account,
                        )));
                    }
                }
            }
        }
        None
    }

    /// Reads up to the next block. The inner error is one of a record, the
    /// outer one of the stream.
    fn head(&mut self, place: &Place) -> io::Result<Option<Result<Head, ReadError>>> {
        let mut line = Vec::new();
        loop {
            let read = read_line(&mut self.stream, &mut line, MAX_LINE)?;
            let begins = match self.shape {
                Shape::Warc => line.starts_with(b"WARC/"),
                Shape::Arc => arc_head(&line).is_some(),
            };
            match read {
                LineRead::End => return Ok(None),
                LineRead::Whole if begins => break,
                LineRead::Whole if line.trim_ascii().is_empty() => continue,
                _ if self.is_lost => continue,
                _ => {
                    self.is_lost = true;
                    self.look_back(&line);
                    let detail = "something stands where a record should begin".to_owned();
                    let (path, format) = (place.path.clone(), self.shape.name());
                    return Ok(Some(Err(ReadError::Malformed { path, format, detail })));
                }
            }
        }
        self.is_lost = false;
        self.is_faulty = false;
        self.block.clear();
        match self.shape {
            Shape::Arc => Ok(arc_head(&line).map(Ok)),
            Shape::Warc => self.warc_head(place).map(Some),
        }
    }

    /// A block that was longer by its header than it is has the next records
    /// in it: they are read once more.
    fn look_back(&mut self, line: &[u8]) {
        const BEGIN: &[u8] = b"\nWARC/1.";
        let block = std::mem::take(&mut self.block);
        let begin = block.windows(BEGIN.len()).position(|part| part == BEGIN);
        if let (Shape::Warc, Some(at)) = (self.shape, begin) {
            self.stream.give_back(line);
            self.stream.give_back(&block[at + 1..]);
        }
    }

    fn warc_head(&mut self, place: &Place) -> io::Result<Result<Head, ReadError>> {
        let (mut headers, mut line) = (Headers::default(), Vec::new());
        for _ in 0..MAX_HEADERS {
            let read = read_line(&mut self.stream, &mut line, MAX_LINE)?;
            if read == LineRead::End {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() && read == LineRead::Whole {
                break;
            }
            headers.add(text.trim_end());
        }
        let get = |name| headers.get(name).unwrap_or_default();
        let length = get("content-length").parse();
        let uri = get("warc-target-uri").trim_matches(['<', '>']).to_owned();
        Ok(match length {
            Ok(length) => Ok(Head {
                kind: get("warc-type").to_ascii_lowercase(),
                uri,
                date: headers.get("warc-date").map(str::to_owned),
                media_type: get("content-type").to_owned(),
                is_cut: headers.get("warc-truncated").is_some(),
                length,
            }),
            Err(_) => {
                self.is_lost = true;
                let detail = format!("the record of {uri:?} does not say how long it is");
                Err(ReadError::Malformed { path: place.path.clone(), format: "WARC", detail })
            }
        })
    }

    fn body(
        &mut self,
        mut head: Head,
        limit: u64,
        place: &Place,
        account: &Rc<Account>,
    ) -> io::Result<Option<Found>> {
        let wanted = matches!(head.kind.as_str(), "response" | "resource" | "conversion");
        if head.length > limit {
            let skipped = io::copy(&mut (&mut self.stream).take(head.length), &mut io::sink())?;
            if skipped < head.length {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let size = head.length;
            let large = |path| ReadError::TooLarge { path, size, limit };
            return Ok(wanted.then(|| failed_member(place, head.uri, large)));
        }
        let mut block = Vec::new();
        let fault = (&mut self.stream).take(head.length).read_to_end(&mut block).err();
        let is_short = (block.len() as u64) < head.length;
        if is_short && account.excess().is_none() {
            // What is there is a document that breaks off.
            let cut = || io::ErrorKind::UnexpectedEof.into();
            self.fault = Some(fault.unwrap_or_else(cut));
            head.is_cut = true;
            let begins = wanted && !block.is_empty();
            return Ok(begins.then(|| document(head, block, limit, place, account)));
        }
        if let Some(fault) = fault {
            return Err(fault);
        }
        self.block = block;
        let block = self.block.clone();
        Ok(wanted.then(|| document(head, block, limit, place, account)))
    }
}

/// Makes a member of a record.
fn document(head: Head, block: Vec<u8>, limit: u64, place: &Place, account: &Rc<Account>) -> Found {
    let answer = match Answer::parse(&block) {
        Some(answer) => answer,
        None if head.kind == "response" && head.media_type.contains("http") => {
            let detail = "it is no answer of a web server".to_owned();
            let format = "HTTP";
            return failed_member(place, head.uri, |path| ReadError::Malformed {
                path,
                format,
                detail,
            });
        }
        None => {
            let mut headers = Headers::default();
            headers.add(&format!("content-type: {}", head.media_type));
            Answer { status: 200, headers, body: block, is_cut: false }
        }
    };
    let status = answer.status;
    if !(200..300).contains(&status) {
        return failed_member(place, head.uri, |path| ReadError::Answer { path, status });
    }
    let media_type = answer.media_type().to_owned();
    if !media::is_document(&media_type) {
        let media_type = media::essence(&media_type);
        return failed_member(place, head.uri, |path| ReadError::MediaType { path, media_type });
    }
    let encoding = answer.headers.get("content-encoding").unwrap_or_default().to_owned();
    let mut known = Known {
        url: head.uri.contains("://").then(|| head.uri.clone()),
        captured: head.date,
        is_cut: answer.is_cut || head.is_cut,
    };
    let path = place.inside(&head.uri).path;
    match http::decompressed(answer.body, &encoding, &path, limit, account) {
        Err(error) => failed_member(place, head.uri, |_| error),
        Ok((body, is_cut)) => {
            known.is_cut |= is_cut;
            let body = http::in_utf8(body, &media_type);
            let length = Some(body.len() as u64);
            Found::Member { name: head.uri, source: Source::Bytes(body), known, length }
        }
    }
}

/// Digits of a date in an ARC file.
const ARC_DATE: usize = 14;

/// Reads the line that begins an ARC record: the address, which may have
/// spaces, the server's number, the date, the media type, and last the length.
fn arc_head(line: &[u8]) -> Option<Head> {
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let (rest, length) = line.rsplit_once(' ')?;
    let length = length.parse().ok()?;
    // Version 2 has more in between; the date tells the places.
    let words: Vec<&str> = rest.split(' ').collect();
    let is_date =
        |word: &&str| word.len() == ARC_DATE && word.bytes().all(|byte| byte.is_ascii_digit());
    let at = words.iter().rposition(is_date)?;
    let uri = words.get(..at.checked_sub(1)?)?.join(" ");
    if !uri.contains(':') {
        return None;
    }
    let kind = match uri.starts_with("filedesc:") {
        true => "filedesc",
        false => "response",
    };
    let digits = words[at];
    let date = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &digits[..4],
        &digits[4..6],
        &digits[6..8],
        &digits[8..10],
        &digits[10..12],
        &digits[12..14]
    );
    Some(Head {
        kind: kind.to_owned(),
        uri,
        date: Some(date),
        media_type: words.get(at + 1).copied().unwrap_or_default().to_owned(),
        is_cut: false,
        length,
    })
}
