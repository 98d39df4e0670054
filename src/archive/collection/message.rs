//! Messages (RFC 822): the subject is the headline, the sender the byline, the
//! plain text the text. Attachments are read as members.

use std::borrow::Cow;

use encoding_rs::{Encoding, REPLACEMENT};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{
    Address, Encoding as TransferEncoding, HeaderName, HeaderValue, Message, MessageParser,
    MessagePart, MimeHeaders, PartType,
};

use super::draft::{self, Draft, When};
use super::object::split_list;
use super::{markup, media};
use crate::archive::container::place::{Place, visible};
use crate::archive::container::source::Source;
use crate::archive::container::{Found, failed_member};
use crate::archive::dates::moment;
use crate::archive::decode::{decode, decode_said};
use crate::archive::{Decoded, Format, ReadError, Reader, Record};
use crate::article::{Article, Warning, WarningCode};

/// Something that a message carries.
pub(in crate::archive) struct Attached {
    name: String,
    media_type: String,
    bytes: Vec<u8>,
}

impl Attached {
    /// Offers it to be read, where it can be a document.
    pub fn found(self, place: &Place) -> Found {
        let Attached { name, media_type, bytes } = self;
        if !media::is_document(&media_type) {
            return failed_member(place, name, |path| ReadError::MediaType { path, media_type });
        }
        let length = Some(bytes.len() as u64);
        Found::Member { name, source: Source::Bytes(bytes), known: Default::default(), length }
    }

    /// `given` is the name in the message, if it has one.
    fn new(given: Option<&str>, number: usize, media_type: String, bytes: Vec<u8>) -> Attached {
        let name = given
            .and_then(|name| visible(name.as_bytes()))
            .unwrap_or_else(|| format!("part-{number}"));
        Attached { name, media_type, bytes }
    }
}

/// Messages in messages beyond so many are an attack: the parser keeps
/// them all open.
const MAX_NESTED: usize = 100;

/// Reads a message and takes out what it carries.
pub(in crate::archive) fn read(
    bytes: &[u8],
    place: &Place,
    reader: &Reader,
) -> (Record, Vec<Attached>) {
    let (article, attached) = match parsed(bytes, place) {
        Ok(message) => (article(&message, place, reader), attached(&message, place)),
        Err(error) => (Err(error), Vec::new()),
    };
    let member = place.member.clone();
    (Record { member, format: Some(Format::Message), article }, attached)
}

pub(super) fn parsed<'m>(bytes: &'m [u8], place: &Place) -> Result<Message<'m>, ReadError> {
    let malformed = |detail: &str| ReadError::Malformed {
        path: place.path.clone(),
        format: "mail",
        detail: detail.to_owned(),
    };
    const NESTED: &[u8] = b"message/rfc822";
    let nested = bytes.windows(NESTED.len()).filter(|part| part.eq_ignore_ascii_case(NESTED));
    if nested.take(MAX_NESTED + 1).count() > MAX_NESTED {
        return Err(malformed("it has too many messages in it"));
    }
    MessageParser::default().parse(bytes).ok_or_else(|| malformed("it has no header"))
}

fn article(message: &Message, place: &Place, reader: &Reader) -> Result<Article, ReadError> {
    let mut warnings = Vec::new();
    let text = text(message, &mut warnings);
    let authors = senders(message);
    let subject = header_text(message, HeaderName::Subject);
    // The parser takes days for others that no calendar has, and zones that it
    // does not know for UTC.
    let date = raw_header(message, HeaderName::Date).map(String::from_utf8_lossy);
    let published =
        date.and_then(|text| moment::read("date", &text, reader.context(), &mut warnings));
    let languages = match message.header(HeaderName::ContentLanguage) {
        Some(HeaderValue::Text(tag)) => Some(tag.to_string()),
        Some(HeaderValue::TextList(tags)) => tags.first().map(|tag| tag.to_string()),
        _ => None,
    };
    let draft = Draft {
        headline: subject,
        text,
        is_plain: true,
        published: published.map(When::At),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        authors,
        uri: message.message_id().map(|id| format!("mid:{}", escaped(id))),
        language: languages,
        keywords: header_text(message, HeaderName::Keywords)
            .map(|text| split_list(&text))
            .unwrap_or_default(),
        warnings,
        ..Draft::default()
    };
    match draft.is_empty() {
        true => {
            Err(ReadError::NoArticle { path: place.path.clone(), what: draft::NOTHING.to_owned() })
        }
        false => Ok(draft.finish(place, reader)),
    }
}

/// The text: the plain parts, else the HTML parts' text.
fn text(message: &Message, warnings: &mut Vec<Warning>) -> String {
    let mut texts = Vec::new();
    for part in message.text_bodies() {
        let (parsed, is_html) = match &part.body {
            PartType::Text(text) => (text, false),
            PartType::Html(html) => (html, true),
            _ => continue,
        };
        let text = match found_out(message, part, parsed) {
            Some(decoded) => {
                warnings.extend(decoded.warnings);
                decoded.text
            }
            None => {
                if parsed.contains('\u{fffd}') {
                    let detail = "bytes of the message are not in its encoding".to_owned();
                    warnings.push(Warning { code: WarningCode::StrayBytes, detail });
                }
                parsed.to_string()
            }
        };
        texts.push(if is_html { markup::text(&text) } else { text });
    }
    texts.join("\n\n")
}

/// Decodes the bytes of a part by what they are, since it may name no encoding or
/// another. `None` where they are ASCII, or in one that only the parser knows.
fn found_out(message: &Message, part: &MessagePart, parsed: &str) -> Option<Decoded> {
    const ESCAPE: u8 = 0x1b;
    let bytes = contents(message, part)?;
    let label = part.content_type().and_then(|kind| kind.attribute("charset"));
    if bytes.is_ascii() && (label.is_some() || !bytes.contains(&ESCAPE)) {
        return None;
    }
    // Who says ASCII and sends other bytes has said nothing.
    let label = label.filter(|label| !label.to_ascii_lowercase().ends_with("ascii"));
    let said = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    match said.filter(|said| *said != REPLACEMENT) {
        Some(said) => decode_said(&bytes, said).ok(),
        None if label.is_some() && !parsed.contains('\u{fffd}') => None,
        None => decode(&bytes, None).ok(),
    }
}

/// The bytes of a part before they become text.
pub(super) fn contents<'m>(message: &'m Message, part: &MessagePart) -> Option<Cow<'m, [u8]>> {
    let (from, to) = (part.offset_body as usize, part.offset_end as usize);
    let raw = message.raw_message().get(from..to)?;
    match part.encoding {
        TransferEncoding::None => Some(raw.into()),
        TransferEncoding::QuotedPrintable => quoted_printable_decode(raw).map(Cow::Owned),
        TransferEncoding::Base64 => base64_decode(raw).map(Cow::Owned),
    }
}

/// A header as text; in an encoding that nothing declares it is guessed.
fn header_text(message: &Message, name: HeaderName<'static>) -> Option<String> {
    let header = message.headers().iter().rev().find(|header| header.name == name)?;
    let text = match &header.value {
        HeaderValue::Text(text) => text.to_string(),
        HeaderValue::TextList(texts) => texts.join(", "),
        _ => return None,
    };
    if !text.contains('\u{fffd}') {
        return Some(text);
    }
    let (from, to) = (header.offset_start as usize, header.offset_end as usize);
    let raw = message.raw_message().get(from..to)?;
    let decoded = (!raw.is_ascii()).then(|| decode(raw, None).ok()).flatten();
    Some(decoded.map_or(text, |decoded| decoded.text.trim().to_owned()))
}

/// The value of a header as it is written.
pub(super) fn raw_header<'m>(message: &'m Message, name: HeaderName<'static>) -> Option<&'m [u8]> {
    let header = message.headers().iter().rev().find(|header| header.name == name)?;
    message.raw_message().get(header.offset_start as usize..header.offset_end as usize)
}

fn senders(message: &Message) -> Vec<String> {
    let Some(from) = message.from().or_else(|| message.sender()) else {
        return Vec::new();
    };
    let addresses: Vec<_> = match from {
        Address::List(list) => list.iter().collect(),
        Address::Group(groups) => groups.iter().flat_map(|group| &group.addresses).collect(),
    };
    let name = |text: &Option<Cow<str>>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    addresses.iter().filter_map(|one| name(&one.name).or_else(|| name(&one.address))).collect()
}

/// A message id as RFC 2392 writes it in a URI.
fn escaped(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            byte if b"-_.!~*'()@$+=:,;&".contains(&byte) => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn attached(message: &Message, place: &Place) -> Vec<Attached> {
    let mut found = Vec::new();
    for (number, part) in message.attachments().enumerate() {
        let media_type = match part.content_type() {
            Some(kind) => match kind.subtype() {
                Some(subtype) => format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase(),
                None => kind.ctype().to_ascii_lowercase(),
            },
            None => String::new(),
        };
        let name = part.attachment_name();
        let mut part = Attached::new(name, number + 1, media_type, part.contents().to_vec());
        if let Some(record) = place.record {
            part.name = format!("{record}/{}", part.name);
        }
        found.push(part);
    }
    found
}
