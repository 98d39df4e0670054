//! What a file is, judged by how its content begins.
//!
//! This file knows magic numbers and the first lines of formats. It never
//! looks at names.

/// Returns what binary data with a known beginning is.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a zip file"),
        (b"PK\x05\x06", "a zip file"),
        (b"\x1f\x8b", "a gzip file"),
        (b"BZh", "a bzip2 file"),
        (b"\xfd7zXZ\0", "an xz file"),
        (b"\x28\xb5\x2f\xfd", "a zstd file"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z file"),
        (b"Rar!\x1a\x07", "a rar file"),
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF87a", "a GIF picture"),
        (b"GIF89a", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"{\\rtf", "a rich text document"),
        (b"%!PS", "a PostScript document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"\x7fELF", "a program"),
        (b"ID3\x02", "a sound file"),
        (b"ID3\x03", "a sound file"),
        (b"ID3\x04", "a sound file"),
        (b"OggS\0", "a sound file"),
    ];
    let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    if let Some((_, kind)) = known {
        return Some(zipped_document(bytes).unwrap_or(kind));
    }
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', ..] => Some("a WebP or WAV file"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("a film"),
        _ if bytes.get(257..262) == Some(b"ustar") => Some("a tar file"),
        _ => None,
    }
}

/// Returns what a zip file is that is one document and no archive, judged by
/// the name of its first member.
pub(super) fn zipped_document(bytes: &[u8]) -> Option<&'static str> {
    const NAME: usize = 30;
    let first = bytes.strip_prefix(b"PK\x03\x04").and(bytes.get(NAME..))?;
    match first {
        _ if first.starts_with(b"[Content_Types].xml") => Some("an Office document"),
        _ if first.starts_with(b"mimetypeapplication/epub") => Some("an e-book"),
        _ if first.starts_with(b"mimetypeapplication/") => Some("an OpenDocument file"),
        _ if first.starts_with(b"META-INF/") => Some("a Java archive"),
        _ => None,
    }
}

/// How much of a text is looked at to recognise its format, in bytes.
const HEAD: usize = 4096;

/// Returns the name of the structured format that `text` is in, or `None`
/// where it is running text.
pub(super) fn text_format(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    match head.as_bytes() {
        [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'?', ..] => markup(head),
        [b'{', rest @ ..] => json(rest, b"\"}").then_some("JSON"),
        [b'[', rest @ ..] => json(rest, b"{[]").then_some("JSON"),
        [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', ..] => Some("WARC"),
        _ if head.starts_with("filedesc://") => Some("ARC"),
        _ if head.starts_with("From ") && mail_headers(head) >= 2 => Some("mbox"),
        _ if mail_headers(head) >= 2 && opens_with_header(head) => Some("e-mail"),
        _ => None,
    }
}

fn markup(head: &str) -> Option<&'static str> {
    let head = head.to_ascii_lowercase();
    const ROOTS: [(&str, &str); 10] = [
        ("<newsitem", "NewsML-G2"),
        ("<newsmessage", "NewsML-G2"),
        ("<newsml", "NewsML"),
        ("<nitf", "NITF"),
        ("<rss", "RSS"),
        ("<rdf:rdf", "RSS"),
        ("<feed", "Atom"),
        ("<!doctype html", "HTML"),
        ("<html", "HTML"),
        ("<reuters", "SGML"),
    ];
    let root = ROOTS.iter().filter_map(|(mark, name)| Some((head.find(mark)?, *name))).min();
    match root {
        Some((_, name)) => Some(name),
        None if head.starts_with("<?xml") => Some("XML"),
        None if ["<head", "<body", "<meta", "<div", "<p>", "<title"]
            .iter()
            .any(|tag| head.starts_with(tag)) =>
        {
            Some("HTML")
        }
        None => (head.contains("</") || head.contains("/>")).then_some("XML"),
    }
}

fn json(after_bracket: &[u8], openings: &[u8]) -> bool {
    after_bracket
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| openings.contains(byte))
}

/// Counts the lines before the first empty one that only mail begins with.
pub(super) fn mail_headers(head: &str) -> usize {
    const NAMES: [&str; 9] = [
        "received:",
        "return-path:",
        "message-id:",
        "mime-version:",
        "content-type:",
        "content-transfer-encoding:",
        "delivered-to:",
        "x-mailer:",
        "in-reply-to:",
    ];
    head.lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| {
            let line = line.to_ascii_lowercase();
            NAMES.iter().any(|name| line.starts_with(name))
        })
        .count()
}

pub(super) fn opens_with_header(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    first.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_how_they_begin() {
        let cases = [
            ("<!DOCTYPE html>\n<html>", Some("HTML")),
            ("\n <html lang=en>", Some("HTML")),
            ("<?xml version='1.0'?>\n<rss version='2.0'>", Some("RSS")),
            ("<?xml version='1.0'?><feed xmlns='x'>", Some("Atom")),
            ("<?xml version='1.0'?><newsItem>", Some("NewsML-G2")),
            ("<?xml version='1.0'?><other>", Some("XML")),
            ("<nitf><head/></nitf>", Some("NITF")),
            ("{ \"headline\": 1 }", Some("JSON")),
            ("[{\"a\":1}]", Some("JSON")),
            ("[Photo] A bridge fell", None),
            ("{so they say}", None),
            ("WARC/1.0\r\nWARC-Type: x", Some("WARC")),
            ("From a@b Sat\nReceived: x\nMessage-ID: y\n\n", Some("mbox")),
            ("From Paris comes the news\n", None),
            ("Received: x\nMessage-ID: y\n\nHello", Some("e-mail")),
            ("source : Press TV\n", None),
            ("<3 hours left", None),
            ("<unclosed remark", None),
        ];
        for (text, expected) in cases {
            assert_eq!(text_format(text), expected, "{text}");
        }
    }

    #[test]
    fn binary_files_are_known_by_their_magic_number() {
        assert_eq!(binary_kind(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(binary_kind(b"PK\x03\x04..."), Some("a zip file"));
        assert_eq!(binary_kind(b"TEHRAN - "), None);
        assert_eq!(binary_kind(b""), None);
    }
}
