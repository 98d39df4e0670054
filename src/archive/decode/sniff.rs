//! What a file is, judged by how its content begins.
//!
//! This file knows magic numbers and the first lines of formats. Names of
//! files are asked only where the content says nothing.

use crate::archive::Format;

/// Returns what binary data with a known beginning is.
pub(super) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"PK\x03\x04", "a zip file"),
        (b"PK\x05\x06", "a zip file"),
        (b"\x1f\x8b", "a gzip file"),
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
        (OLD_OFFICE, "an old Office document"),
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
        return Some(zipped_document(bytes).or_else(|| old_document(bytes)).unwrap_or(kind));
    }
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', ..] => Some("a WebP or WAV file"),
        [0, _, _, _, b'f', b't', b'y', b'p', ..] => Some("a film"),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, b'A' | b'r', ..] => Some("a bzip2 file"),
        _ if is_tar(bytes) => Some("a tar file"),
        _ => None,
    }
}

/// How the files of office programs began before they were zip files.
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Returns what such a file is, by the names in it.
fn old_document(bytes: &[u8]) -> Option<&'static str> {
    const NAMES: [(&str, &str); 5] = [
        ("EncryptedPackage", "an encrypted Office document"),
        ("WordDocument", "an old Word document (.doc); saved as .docx it can be read"),
        ("PowerPoint Document", "a presentation"),
        ("Workbook", "a spreadsheet"),
        ("__properties_version1.0", "an Outlook message; saved as .eml it can be read"),
    ];
    let bytes = bytes.strip_prefix(OLD_OFFICE)?;
    NAMES.into_iter().find_map(|(name, kind)| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name).then_some(kind)
    })
}

/// Whether a tar file begins so. An article about mustard is none.
pub(in crate::archive) fn is_tar(bytes: &[u8]) -> bool {
    let magic = bytes.get(257..).unwrap_or_default();
    magic.starts_with(b"ustar\0") || magic.starts_with(b"ustar  \0")
}

/// Returns what a zip file is that is one document and no archive, judged by
/// the name of its first member.
pub(in crate::archive) fn zipped_document(bytes: &[u8]) -> Option<&'static str> {
    const NAME: usize = 30;
    let first = bytes.strip_prefix(b"PK\x03\x04").and(bytes.get(NAME..))?;
    match first {
        _ if first.starts_with(CONTENT_TYPES) || first.starts_with(RELATIONS) => {
            Some("an Office document")
        }
        _ if first.starts_with(b"mimetypeapplication/epub") => Some("an e-book"),
        _ if first.starts_with(OPEN_DOCUMENT) => Some("an OpenDocument file"),
        _ if first.starts_with(b"META-INF/") => Some("a Java archive"),
        _ => None,
    }
}

/// What an Office document begins with, as a rule, and an OpenDocument file.
const CONTENT_TYPES: &[u8] = b"[Content_Types].xml";
const RELATIONS: &[u8] = b"_rels/.rels";
const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.";

/// Whether a zip file is a document of an office program, judged by the name of its
/// first member.
pub(in crate::archive) fn is_office(head: &[u8]) -> bool {
    const NAME: usize = 30;
    let first = head.get(NAME..).unwrap_or_default();
    [CONTENT_TYPES, RELATIONS, OPEN_DOCUMENT].iter().any(|name| first.starts_with(name))
}

/// Whether a rich text document begins so.
pub(in crate::archive) fn is_rich_text(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    head.trim_ascii_start().starts_with(b"{\\rtf")
}

/// How much of a text is looked at to recognise its format, in bytes.
const HEAD: usize = 4096;

/// What a text is, where it is not running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Kind {
    /// A format that has a reader.
    Known(Format),
    /// JSON; which kind is seen when it is parsed.
    Json,
    /// A format that has no reader, by its name.
    Other(&'static str),
}

/// Returns what structured format `text` is in, or `None` where it is running
/// text.
pub(in crate::archive) fn text_kind(text: &str) -> Option<Kind> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head = beginning(text);
    match head.as_bytes() {
        [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'?', ..] => markup(text),
        [b'{', rest @ ..] => json(rest, b"\"}").then_some(Kind::Json),
        [b'[', rest @ ..] => json(rest, b"{[]").then_some(Kind::Json),
        [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', ..] => Some(Kind::Other("WARC")),
        [b'-', b'-', b'-', ..] => front_matter(head, "---", ':').then_some(MARKDOWN),
        [b'+', b'+', b'+', ..] => front_matter(head, "+++", '=').then_some(MARKDOWN),
        _ if head.starts_with("filedesc://") => Some(Kind::Other("ARC")),
        _ if head.starts_with("From ") && mail_headers(head) >= 2 => Some(Kind::Other("mbox")),
        _ if opens_with_header(head) && mail_headers(head) >= 2 => Some(Kind::Other("e-mail")),
        _ => None,
    }
}

const MARKDOWN: Kind = Kind::Known(Format::Markdown);

/// Returns what the name of a file says of text whose content says nothing.
pub(in crate::archive) fn kind_by_name(relative: &str) -> Option<Kind> {
    let (_, extension) = relative.rsplit_once('.')?;
    let markdown = ["md", "markdown", "mdown"];
    markdown.iter().any(|known| extension.eq_ignore_ascii_case(known)).then_some(MARKDOWN)
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a text opens with a fence and a line that gives a key a value.
fn front_matter(head: &str, fence: &str, between: char) -> bool {
    let mut lines = head.lines();
    let opens = lines.next().is_some_and(|line| line.trim_end() == fence);
    let first = lines.map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let keyed = |line: &str| {
        line.split_once(between).is_some_and(|(key, _)| {
            let key = key.trim().trim_matches(['"', '\'']);
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c))
        })
    };
    opens && first.is_some_and(|line| keyed(line) || line.starts_with('[') || line == fence)
}

/// What the element that a document begins with says of it.
fn markup(text: &str) -> Option<Kind> {
    let is_xml = text.starts_with("<?xml");
    let (root, other) = match first_element(text) {
        Some(root) => (root.to_ascii_lowercase(), text.contains("</") || text.contains("/>")),
        None => (String::new(), is_xml),
    };
    let local = root.rsplit(':').next().unwrap_or_default();
    Some(match local {
        // An item of NewsML 1 alone; that of NewsML-G2 begins with a small letter.
        "newsitem" if text.contains("<NewsItem") => Kind::Known(Format::NewsMl1),
        // That of RCV1 has no capital, and a number.
        "newsitem" if is_rcv1(text) => Kind::Known(Format::Rcv1),
        "newsitem" | "newsmessage" | "packageitem" | "conceptitem" | "knowledgeitem"
        | "planningitem" | "catalogitem" => Kind::Known(Format::NewsMl),
        "nitf" => Kind::Known(Format::Nitf),
        "alto" => Kind::Known(Format::Alto),
        "document" if is_flat_text(text) => Kind::Known(Format::Odt),
        "rss" | "rdf" | "feed" | "channel" => Kind::Known(Format::Feed),
        "entry" if is_xml || text.contains("http://www.w3.org/2005/Atom") => {
            Kind::Known(Format::Feed)
        }
        "newsml" => Kind::Known(Format::NewsMl1),
        "reuters" if is_reuters(text) => Kind::Other("SGML"),
        "html" | "head" | "body" | "meta" | "div" | "p" | "title" | "article" | "section"
        | "h1" | "table" | "center" | "link" | "script" | "main" | "span" | "base" | "style"
        | "font" | "a" => Kind::Known(Format::Html),
        // Pieces of pages; with a declaration they are of another language.
        "h2" | "h3" | "h4" | "h5" | "h6" | "strong" | "b" | "em" | "i" | "u" | "ul" | "ol"
        | "dl" | "blockquote" | "img" | "br" | "hr" | "header" | "footer" | "figure" | "aside"
        | "nav" | "iframe" | "pre" | "form"
            if !is_xml =>
        {
            Kind::Known(Format::Html)
        }
        _ if is_doctype_html(text) => Kind::Known(Format::Html),
        _ if is_xml || other => Kind::Other("XML"),
        _ => return None,
    })
}

/// Whether a text begins with a story of Reuters' collection: the name has
/// attributes, or elements in it. A report may open with `<Reuters>`, too.
pub(in crate::archive) fn is_reuters(text: &str) -> bool {
    const NAME: &str = "<reuters";
    let begins = text.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
    let tag = text.get(NAME.len()..).filter(|_| begins).and_then(|rest| rest.split_once('>'));
    tag.is_some_and(|(tag, rest)| tag.contains('=') || rest.trim_start().starts_with('<'))
}

fn is_flat_text(text: &str) -> bool {
    beginning(text).contains("application/vnd.oasis.opendocument.text")
}

fn is_rcv1(text: &str) -> bool {
    let item = text.split_once("<newsitem").and_then(|(_, rest)| rest.split_once('>'));
    item.is_some_and(|(attributes, _)| attributes.contains("itemid"))
}

fn is_doctype_html(text: &str) -> bool {
    beginning(text).to_ascii_lowercase().contains("<!doctype html")
}

/// Returns the name of the first element, after declarations, comments and
/// processing instructions.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        let past = |end: &str| rest.find(end).map(|at| &rest[at + end.len()..]);
        rest = if rest.starts_with("<!--") {
            past("-->")?
        } else if rest.starts_with("<?") {
            past("?>")?
        } else if rest.starts_with("<!") {
            // A document type may declare entities in brackets.
            let close = rest.find('>')?;
            match rest[..close].contains('[') {
                true => past("]>").or_else(|| past("]\n>"))?,
                false => &rest[close + 1..],
            }
        } else {
            let name = &rest[1..];
            let end = name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            let letters = name.starts_with(|c: char| c.is_alphabetic());
            return letters.then_some(&name[..end]);
        };
    }
}

fn json(after_bracket: &[u8], openings: &[u8]) -> bool {
    after_bracket
        .iter()
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| openings.contains(byte))
}

/// Counts the lines before the first empty one that only mail begins with.
pub(in crate::archive) fn mail_headers(head: &str) -> usize {
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

/// Whether a text opens with a name and a colon.
pub(in crate::archive) fn opens_with_header(head: &str) -> bool {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let name = head.bytes().position(|byte| !is_of_name(byte));
    name.is_some_and(|end| end > 0 && head.as_bytes()[end] == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_how_they_begin() {
        use Format::{Alto, Feed, Html, Markdown, NewsMl, NewsMl1, Nitf, Rcv1};
        let known = |format| Some(Kind::Known(format));
        let other = |name| Some(Kind::Other(name));
        let cases = [
            ("<!DOCTYPE html>\n<html>", known(Html)),
            ("\n <html lang=en>", known(Html)),
            ("<!-- saved -->\n<!DOCTYPE html><custom-page>", known(Html)),
            ("<?xml version='1.0'?>\n<rss version='2.0'>", known(Feed)),
            ("<?xml version='1.0'?><feed xmlns='x'>", known(Feed)),
            ("<!-- <html> is not it -->\n<rdf:RDF xmlns='x'>", known(Feed)),
            ("<?xml version='1.0'?><newsItem>", known(NewsMl)),
            ("<nar:newsMessage xmlns:nar='x'>", known(NewsMl)),
            ("<?xml version='1.0'?><NewsML Version='1.2'>", known(NewsMl1)),
            ("<NewsItem Duid='x'><Identification/>", known(NewsMl1)),
            ("<?xml version='1.0'?>\n<newsitem itemid='17' id='root'>", known(Rcv1)),
            ("<newsitem guid='17'><itemMeta/>", known(NewsMl)),
            ("<?xml version='1.0'?><alto xmlns='x'>", known(Alto)),
            ("<alto:alto xmlns:alto='x'><Layout/>", known(Alto)),
            ("<?xml version='1.0'?><other>", other("XML")),
            ("<nitf><head/></nitf>", known(Nitf)),
            ("<!DOCTYPE nitf SYSTEM 'x.dtd' [<!ENTITY a 'b'>]><nitf>", known(Nitf)),
            ("<REUTERS TOPICS='YES'>", other("SGML")),
            ("<Reuters> Rain fell on the town.", None),
            ("{ \"headline\": 1 }", Some(Kind::Json)),
            ("[{\"a\":1}]", Some(Kind::Json)),
            ("[Photo] A bridge fell", None),
            ("{so they say}", None),
            ("---\ntitle: Rain\n---\nIt fell.", known(Markdown)),
            ("+++\ntitle = 'Rain'\n+++\nIt fell.", known(Markdown)),
            ("---\nIt rained all night.\n---\n", None),
            ("--- begins here: the news", None),
            ("WARC/1.0\r\nWARC-Type: x", other("WARC")),
            ("From a@b Sat\nReceived: x\nMessage-ID: y\n\n", other("mbox")),
            ("From Paris comes the news\n", None),
            ("Received: x\nMessage-ID: y\n\nHello", other("e-mail")),
            ("source : Press TV\n", None),
            ("<3 hours left", None),
            ("<unclosed remark", None),
            ("<h2>Rain</h2>", known(Html)),
            ("<br>It rained.", known(Html)),
            ("<figure><img src='x'></figure>", known(Html)),
            ("<?xml version='1.0'?><header><a/></header>", other("XML")),
        ];
        for (text, expected) in cases {
            assert_eq!(text_kind(text), expected, "{text}");
        }
        assert_eq!(kind_by_name("a/b.MD"), known(Markdown));
        assert_eq!(kind_by_name("a/b.txt"), None);
    }

    #[test]
    fn binary_files_are_known_by_their_magic_number() {
        assert_eq!(binary_kind(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(binary_kind(b"PK\x03\x04..."), Some("a zip file"));
        assert_eq!(binary_kind(b"BZh91AY&SY..."), Some("a bzip2 file"));
        assert_eq!(binary_kind(b"\0\0\0\x18ftypmp42"), Some("a film"));
        let old = |name: &str| {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            binary_kind(&OLD_OFFICE.iter().copied().chain(name).collect::<Vec<u8>>())
        };
        assert!(old("WordDocument").is_some_and(|kind| kind.contains("saved as .docx")));
        assert_eq!(old("Workbook"), Some("a spreadsheet"));
        assert_eq!(old(""), Some("an old Office document"));
        let tar = |magic: &str| format!("{:257}{magic}", "herons.txt");
        assert_eq!(binary_kind(tar("ustar\x0000").as_bytes()), Some("a tar file"));
        assert_eq!(binary_kind(tar("ustar  \0").as_bytes()), Some("a tar file"));
    }

    #[test]
    fn no_text_is_taken_for_a_binary_file() {
        let mustard = format!("{:256}mustard", "Herons eat no");
        for text in ["TEHRAN - ", "", "BZh1 is a street", "BZh", "Liftyp, a town", &mustard] {
            assert_eq!(binary_kind(text.as_bytes()), None, "{text}");
        }
    }
}
