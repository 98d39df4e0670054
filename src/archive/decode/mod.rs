//! Bytes to text, whatever the encoding, and never an error for a stray byte.
//!
//! In this order: a byte order mark, the encoding that the settings name,
//! valid UTF-8, a declaration near the start, UTF-16 and UTF-32 by
//! their zero bytes, UTF-8 but for a few stray bytes, and last a guess.
//! Valid UTF-8 with letters beyond ASCII goes before a declaration, because
//! pages that were saved anew keep the declaration of the old page.

pub(super) mod sniff;
mod wide;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::archive::bytes::any;

use crate::article::{Warning, WarningCode};

/// Text, and what had to be decided to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// The name of the encoding.
    pub encoding: &'static str,
    /// At most one [`WarningCode::EncodingGuessed`] and one
    /// [`WarningCode::StrayBytes`].
    pub warnings: Vec<Warning>,
}

/// Why bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// Nothing but white space.
    Empty,
    /// Something other than text, with its kind.
    Binary(&'static str),
}

/// A declaration is looked for in so many bytes from the start. Browsers stop
/// at 1024; saved pages have more before it.
const DECLARATION_WINDOW: usize = 4096;
/// Valid sequences for each stray byte that make a file UTF-8. In files of other
/// encodings there are less than half as many, most of them in Japanese ones.
const VALID_PER_STRAY: usize = 1;
/// A declared encoding with more than one error in so many bytes is not
/// believed.
const BYTES_PER_ERROR: usize = 100;
/// More control characters than one in so many characters are not text.
const CHARS_PER_CONTROL: usize = 50;
/// The detector looks at so many bytes from the start; more do not change its
/// mind.
const GUESS_WINDOW: usize = 256 * 1024;

/// Decodes `bytes`. `forced` is the encoding that the archive's settings
/// name; only a byte order mark goes before it.
pub fn decode(bytes: &[u8], forced: Option<&'static Encoding>) -> Result<Decoded, NotText> {
    decode_with(bytes, || recognise(bytes, forced, None))
}

/// Decodes bytes whose encoding something else says, as the header of a message
/// does. It counts as a declaration in them would.
#[cfg(feature = "mail")]
pub(super) fn decode_said(bytes: &[u8], said: &'static Encoding) -> Result<Decoded, NotText> {
    decode_with(bytes, || recognise(bytes, None, Some(said)))
}

fn decode_with(
    bytes: &[u8],
    recognise: impl FnOnce() -> Result<Plain, NotText>,
) -> Result<Decoded, NotText> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NotText::Empty);
    }
    if let Some(kind) = sniff::binary_kind(bytes) {
        return Err(NotText::Binary(kind));
    }
    let mut plain = recognise()?;
    let controls = match any(plain.text.as_bytes(), is_control) {
        true => plain.text.bytes().filter(|byte| is_control(*byte)).count(),
        false => 0,
    };
    if controls > 0 && controls * CHARS_PER_CONTROL > plain.text.chars().count() {
        return Err(NotText::Binary("binary data"));
    }
    if controls > 0 && plain.text.contains('\0') {
        let zero = plain.text.find('\0').unwrap_or(0);
        plain.note_stray(plain.text.matches('\0').count(), zero);
        plain.text = plain.text.replace('\0', "\u{fffd}");
    }
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{fffd}');
    if plain.text.chars().all(blank) {
        return Err(NotText::Empty);
    }
    Ok(plain.finish())
}

/// Text before its warnings are worded.
struct Plain {
    text: String,
    encoding: &'static str,
    guessed: bool,
    stray: usize,
    first: usize,
}

impl Plain {
    fn new(text: String, encoding: &'static str) -> Self {
        Plain { text, encoding, guessed: false, stray: 0, first: 0 }
    }

    fn note_stray(&mut self, count: usize, first: usize) {
        if self.stray == 0 || first < self.first {
            self.first = first;
        }
        self.stray += count;
    }

    fn finish(self) -> Decoded {
        let mut warnings = Vec::new();
        if self.guessed && self.encoding != UTF_8.name() {
            let detail = format!("the encoding is not declared; read as {}", self.encoding);
            warnings.push(Warning { code: WarningCode::EncodingGuessed, detail });
        }
        if self.stray > 0 {
            let (count, first, name) = (self.stray, self.first, self.encoding);
            let detail = format!("{count} not valid in {name}, the first at byte {first}");
            warnings.push(Warning { code: WarningCode::StrayBytes, detail });
        }
        Decoded { text: self.text, encoding: self.encoding, warnings }
    }
}

/// `said` is what else says the encoding, in the place of a declaration.
fn recognise(
    bytes: &[u8],
    forced: Option<&'static Encoding>,
    said: Option<&'static Encoding>,
) -> Result<Plain, NotText> {
    if let Some((text, encoding, stray)) = wide::with_mark(bytes) {
        let mut plain = Plain::new(text, encoding);
        plain.stray = stray;
        return Ok(plain);
    }
    let (marked, bytes) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    if let Some(encoding) = forced.filter(|_| !marked) {
        return Ok(decode_as(bytes, encoding));
    }
    if any(bytes, |byte| byte == 0)
        && let Some((text, encoding)) = wide::without_mark(bytes)
    {
        let mut plain = Plain::new(text, encoding);
        plain.guessed = true;
        return Ok(plain);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let has_escapes = any(bytes, |byte| byte == 0x1b);
        if !has_escapes || !text.is_ascii() {
            return Ok(Plain::new(text.to_owned(), UTF_8.name()));
        }
    } else if marked || is_nearly_utf8(bytes) {
        return Ok(patch_utf8(bytes));
    }
    if let Some(encoding) = said.or_else(|| declared(bytes)) {
        let plain = match encoding == UTF_8 {
            true => patch_utf8(bytes),
            false => decode_as(bytes, encoding),
        };
        if plain.stray * BYTES_PER_ERROR <= bytes.len() {
            return Ok(plain);
        }
    }
    Ok(guess(bytes))
}

/// Decodes and counts what is not valid, remembering where it begins.
fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Plain {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut plain = Plain::new(String::new(), encoding.name());
    let capacity = decoder.max_utf8_buffer_length(bytes.len());
    plain.text.reserve(capacity.unwrap_or(bytes.len()));
    let mut done = 0;
    loop {
        let (result, read) =
            decoder.decode_to_string_without_replacement(&bytes[done..], &mut plain.text, true);
        done += read;
        match result {
            DecoderResult::InputEmpty => return plain,
            DecoderResult::OutputFull => plain.text.reserve(bytes.len() - done + 16),
            DecoderResult::Malformed(length, after) => {
                let begin = done.saturating_sub(usize::from(length) + usize::from(after));
                plain.note_stray(1, begin);
                plain.text.reserve('\u{fffd}'.len_utf8());
                plain.text.push('\u{fffd}');
            }
        }
    }
}

fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut stray) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    valid >= stray * VALID_PER_STRAY
}

/// Reads UTF-8 and takes each stray byte as windows-1252, which is where most
/// of them come from.
fn patch_utf8(bytes: &[u8]) -> Plain {
    let mut plain = Plain::new(String::with_capacity(bytes.len()), UTF_8.name());
    let mut done = 0;
    for chunk in bytes.utf8_chunks() {
        plain.text.push_str(chunk.valid());
        done += chunk.valid().len();
        if chunk.invalid().is_empty() {
            continue;
        }
        plain.note_stray(chunk.invalid().len(), done);
        done += chunk.invalid().len();
        let (patch, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        let printable = |c: char| if c.is_control() { '\u{fffd}' } else { c };
        plain.text.extend(patch.chars().map(printable));
    }
    plain
}

/// Returns the encoding that an XML declaration, a `<meta>` or a `charset=`
/// near the start names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_WINDOW)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = |head: &str, key: &str| {
        head.find(key).map(|at| head[at + key.len()..].trim_start().to_owned())
    };
    // What an XML document declares in its first line goes before what is said
    // of some other text further down.
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let after = xml
        .and_then(|(declaration, _)| after(declaration, "encoding="))
        .or_else(|| after(&head, "charset="))
        .or_else(|| after(&head, "encoding="))?;
    let label = after
        .trim_start_matches(['"', '\'', ' '])
        .split(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)))
        .next()?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A declaration that could be read byte by byte is not in 16-bit units.
    let readable = encoding != UTF_16LE && encoding != UTF_16BE;
    Some(if readable { encoding } else { UTF_8 })
}

fn guess(bytes: &[u8]) -> Plain {
    let window = &bytes[..bytes.len().min(GUESS_WINDOW)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(window, window.len() == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if bytes.is_ascii() && encoding != ISO_2022_JP {
        return decode_as(bytes, UTF_8);
    }
    let mut plain = decode_as(bytes, encoding);
    plain.guessed = true;
    plain
}

/// Whether a byte is a character that has no place in text. Form feed and escape
/// occur in old wire copy. Bytes, and not characters: no other character has such a
/// byte.
fn is_control(byte: u8) -> bool {
    (byte <= 0x8 || (0xe..=0x1f).contains(&byte) || byte == 0x7f) && byte != 0x1b
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251};

    /// Shows the encoding, the warnings and the text.
    fn check(bytes: &[u8]) -> String {
        match decode(bytes, None) {
            Ok(decoded) => {
                let codes =
                    decoded.warnings.iter().map(|warning| format!(" {}", warning.code.name()));
                format!("{}{}: {}", decoded.encoding, codes.collect::<String>(), decoded.text)
            }
            Err(NotText::Empty) => "empty".to_owned(),
            Err(NotText::Binary(kind)) => kind.to_owned(),
        }
    }

    fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn encodings_by_mark_shape_and_validity() {
        let with = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let text = "It rained — long.";
        let four = |order: fn(u32) -> [u8; 4]| -> Vec<u8> {
            text.chars().flat_map(|c| order(u32::from(c))).collect()
        };
        for (bytes, expected) in [
            (text.as_bytes().to_vec(), "UTF-8: It rained — long."),
            (with(b"\xef\xbb\xbf", text.as_bytes().to_vec()), "UTF-8: It rained — long."),
            (with(b"\xff\xfe", wide(text, u16::to_le_bytes)), "UTF-16LE: It rained — long."),
            (with(b"\xfe\xff", wide(text, u16::to_be_bytes)), "UTF-16BE: It rained — long."),
            (with(b"\xff\xfe\0\0", four(u32::to_le_bytes)), "UTF-32LE: It rained — long."),
            (with(b"\0\0\xfe\xff", four(u32::to_be_bytes)), "UTF-32BE: It rained — long."),
            (wide(text, u16::to_le_bytes), "UTF-16LE encoding-guessed: It rained — long."),
            (wide(text, u16::to_be_bytes), "UTF-16BE encoding-guessed: It rained — long."),
            (four(u32::to_le_bytes), "UTF-32LE encoding-guessed: It rained — long."),
            (b"\xef\xbb\xbf".to_vec(), "empty"),
            (b" \r\n\t".to_vec(), "empty"),
            (b"".to_vec(), "empty"),
            (b"%PDF-1.4 text".to_vec(), "a PDF document"),
            (b"\x01\x02\x03 ab \x04\x05".to_vec(), "binary data"),
        ] {
            assert_eq!(check(&bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn stray_bytes_do_not_change_the_encoding() {
        let bytes = "Évry, Lübeck, Århus and Łódź \u{2018}met\u{2019} ".as_bytes();
        let text = [bytes, b"at the caf\xe9"].concat();
        let decoded = decode(&text, None).unwrap();
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.ends_with("café"), "{}", decoded.text);
        let at = text.len() - 1;
        let detail = format!("1 not valid in UTF-8, the first at byte {at}");
        assert_eq!(decoded.warnings[0].code, WarningCode::StrayBytes);
        assert_eq!(decoded.warnings[0].detail, detail);
        // Letters of both encodings side by side, and a lone quotation mark.
        let mixed = [" « café » – ".as_bytes(), b"\x93caf\xe9\x94"].concat();
        assert_eq!(check(&mixed), "UTF-8 stray-bytes:  « café » – “café”");
        let said = [&b"charset=utf-8 "[..], &b"word ".repeat(40), b"it\x92s"].concat();
        assert!(check(&said).ends_with("word it’s"), "{}", check(&said));
        let zero = format!("{}\0{}", "word ".repeat(100), "word ".repeat(100));
        assert!(check(zero.as_bytes()).starts_with("UTF-8 stray-bytes: word"));
    }

    #[test]
    fn other_encodings_are_declared_or_guessed() {
        let russian = "Вчера в городе открыли новый мост через реку. ".repeat(4);
        let japanese = "昨日、町に新しい橋が開通しました。".repeat(4);
        for (encoding, text) in [
            (WINDOWS_1251, &russian),
            (KOI8_R, &russian),
            (SHIFT_JIS, &japanese),
            (EUC_JP, &japanese),
            (ISO_2022_JP, &japanese),
        ] {
            let (bytes, ..) = encoding.encode(text);
            let found = decode(&bytes, None).unwrap();
            assert_eq!(found.text, *text, "{}", encoding.name());
            assert_eq!(found.warnings.len(), 1);
            let forced = decode(&bytes, Some(encoding)).unwrap();
            assert_eq!((forced.text, forced.warnings.len()), (text.clone(), 0));
        }
        let (bytes, ..) = WINDOWS_1251.encode("charset=windows-1251 мост");
        assert_eq!(check(&bytes), "windows-1251: charset=windows-1251 мост");
        let xml = "<?xml version='1.0' encoding='windows-1251'?><a b='charset=utf-8'>мост</a>";
        let (bytes, ..) = WINDOWS_1251.encode(xml);
        assert_eq!(check(&bytes), format!("windows-1251: {xml}"));
        // A page that was saved anew keeps its old declaration.
        let text = "charset=windows-1251 мост";
        assert_eq!(check(text.as_bytes()), format!("UTF-8: {text}"));
    }
}
