//! Rich text (Microsoft's Rich Text Format Specification 1.9.1) becomes paragraphs.
//!
//! Any bytes are read, from front to back and once. Groups may lie in one another as
//! deep as they like: what a group changes is kept on a list, not on the stack.

mod charset;
mod pending;
mod words;

use rustc_hash::FxHashMap;

use super::collector::{Aside, Collector};
use super::document::{Document, Properties, Style};
use super::odt;
use super::styles::{Defined, Styles};
use crate::article::{Warning, WarningCode};
use charset::Charset;
use pending::{Pending, Written};
use words::{Destination, Place, destination, sign};

/// Groups that lie deeper are left out.
const MAX_DEPTH: usize = 10_000;
/// Longer control words are none, in bytes.
const MAX_WORD: usize = 32;
/// No level of headings.
const NO_LEVEL: u8 = 9;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Document {
    let mut reader = RichText::default();
    reader.read(bytes);
    reader.finish()
}

/// What a group changes, and gives back where it ends.
#[derive(Debug, Clone, Copy)]
struct State {
    place: Place,
    is_hidden: bool,
    is_deleted: bool,
    /// How many characters stand for one in Unicode where that cannot be read.
    fallback: u8,
    font: Option<i32>,
    style: i32,
    level: u8,
    /// Whether the paragraph is an item of a list or stands in a table.
    is_item: bool,
    /// Whether the group opened an aside.
    has_aside: bool,
}

impl Default for State {
    fn default() -> Self {
        State {
            place: Place::Text,
            is_hidden: false,
            is_deleted: false,
            fallback: 1,
            font: None,
            style: 0,
            level: NO_LEVEL,
            is_item: false,
            has_aside: false,
        }
    }
}

#[derive(Default)]
struct RichText {
    collector: Collector,
    properties: Properties,
    keywords: String,
    warnings: Vec<Warning>,
    state: State,
    /// The states of the groups around the one that is open.
    around: Vec<State>,
    /// How many groups are open beyond [`MAX_DEPTH`].
    beyond: usize,
    was_too_deep: bool,
    /// Whether the next control word begins a group that may be passed over.
    is_optional: bool,
    pending: Pending,
    /// The first half of a character in Unicode.
    half: Option<u16>,
    /// So many characters that follow say again what Unicode said.
    repeats: usize,
    page: Option<Charset>,
    default_font: Option<i32>,
    fonts: FxHashMap<i32, Option<Charset>>,
    /// The font that is being defined.
    font: i32,
    styles: Styles,
    /// The style that is being defined.
    key: i32,
    style: Defined,
}

impl RichText {
    fn read(&mut self, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => {
                    self.close();
                    if self.around.is_empty() {
                        return self.look_behind(&bytes[at..]);
                    }
                }
                b'\\' => at += self.control(&bytes[at..]),
                b'\r' | b'\n' | 0 => {}
                b'\t' => self.word("tab", None),
                byte => self.byte(byte, Written::Plain),
            }
        }
        self.warnings.push(odt::cut("it breaks off"));
    }

    /// Bytes behind the end are said, if they could be text.
    fn look_behind(&mut self, rest: &[u8]) {
        let is_filling = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0x1a | b'}');
        if !rest.iter().all(is_filling) {
            let detail = "bytes behind the end of the document were left out".to_owned();
            self.warnings.push(Warning { code: WarningCode::Repaired, detail });
        }
    }

    fn open(&mut self) {
        self.flush();
        self.repeats = 0;
        self.is_optional = false;
        if self.around.len() >= MAX_DEPTH {
            self.beyond += 1;
            self.was_too_deep = true;
            return;
        }
        self.around.push(self.state);
        self.state.has_aside = false;
        // Of what is given twice the groups in it are read only where they say so.
        if self.state.place == Place::Twice {
            self.state.place = Place::Ignored;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.repeats = 0;
        self.is_optional = false;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.state.has_aside {
            self.collector.close();
        }
        if self.state.place == Place::Styles {
            self.define();
        }
        if let Some(state) = self.around.pop() {
            self.state = state;
        }
    }

    /// Reads what follows a backslash; returns how many bytes that takes.
    fn control(&mut self, bytes: &[u8]) -> usize {
        let letters = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(bytes);
        }
        let mut end = letters;
        let is_negative = bytes.get(end) == Some(&b'-');
        let digits = &bytes[end + usize::from(is_negative)..];
        let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if length > 0 {
            end += usize::from(is_negative) + length;
            let value = digits[..length].iter().fold(0_i32, |value, digit| {
                value.saturating_mul(10).saturating_add(i32::from(digit - b'0'))
            });
            number = Some(if is_negative { -value } else { value });
        }
        end += usize::from(bytes.get(end) == Some(&b' '));
        let word = str::from_utf8(&bytes[..letters]).unwrap_or_default();
        if word == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.repeats = self.repeats.saturating_sub(1);
            return end + length.min(bytes.len() - end);
        }
        if letters <= MAX_WORD {
            self.word(word, number);
        }
        end
    }

    /// Reads a control that is no word.
    fn symbol(&mut self, bytes: &[u8]) -> usize {
        match bytes.first() {
            Some(b'\'') => {
                let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
                let (Some(high), Some(low)) = (digit(1), digit(2)) else {
                    return 1;
                };
                self.byte(u8::try_from(high * 16 + low).unwrap_or(b'?'), Written::Coded);
                return 3;
            }
            Some(b'*') => self.is_optional = true,
            Some(b'~') => self.sign("\u{a0}"),
            Some(b'_') => self.sign("\u{2011}"),
            Some(byte @ (b'\\' | b'{' | b'}')) => self.byte(*byte, Written::Plain),
            Some(b'\r' | b'\n') => self.word("par", None),
            Some(b'\t') => self.word("tab", None),
            Some(_) => {}
            None => return 0,
        }
        1
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if self.beyond > 0 {
            return;
        }
        let is_optional = std::mem::take(&mut self.is_optional);
        if let Some(sign) = sign(word) {
            return self.sign(sign);
        }
        self.flush();
        self.repeats = 0;
        match destination(word) {
            Some(destination) => return self.enter(destination),
            None if is_optional => return self.state.place = Place::Ignored,
            None => {}
        }
        let is_on = number != Some(0);
        match (word, number) {
            ("u", Some(number)) => self.unicode(number),
            ("uc", Some(number)) => self.state.fallback = u8::try_from(number).unwrap_or(1),
            ("v", _) => self.state.is_hidden = is_on,
            ("deleted" | "mvf", _) => self.state.is_deleted = is_on,
            ("plain", _) => {
                self.state.is_hidden = false;
                self.state.is_deleted = false;
                self.state.font = None;
            }
            ("ansicpg", Some(number)) => self.page = Some(Charset::of_page(number)),
            ("mac", _) => self.page = Some(Charset::of_page(10_000)),
            ("pc", _) => self.page = Some(Charset::of_page(437)),
            ("pca", _) => self.page = Some(Charset::of_page(850)),
            ("deff", number) => self.default_font = number,
            ("f", Some(number)) if self.state.place == Place::Fonts => self.font = number,
            ("f", number) => self.state.font = number,
            ("fcharset", Some(number)) if self.state.place == Place::Fonts => {
                self.fonts.insert(self.font, Charset::of_font(number));
            }
            ("cpg", Some(number)) if self.state.place == Place::Fonts => {
                self.fonts.insert(self.font, Some(Charset::of_page(number)));
            }
            ("s", Some(number)) if self.state.place == Place::Styles => self.key = number,
            ("sbasedon", Some(number)) => self.style.parent = number.to_string(),
            ("s", Some(number)) => self.state.style = number,
            ("outlinelevel", Some(number)) => {
                let level = u8::try_from(number).unwrap_or(NO_LEVEL).min(NO_LEVEL);
                match self.state.place {
                    Place::Styles => self.style.level = (level < NO_LEVEL).then_some(level + 1),
                    _ => self.state.level = level,
                }
            }
            ("yr" | "mo" | "dy" | "hr" | "min", Some(number)) => self.time(word, number),
            _ if self.state.place == Place::Text => self.layout(word),
            _ => {}
        }
    }

    /// Reads a word that says how the text is laid out.
    fn layout(&mut self, word: &str) {
        match word {
            "pard" => {
                self.state.style = 0;
                self.state.level = NO_LEVEL;
                self.state.is_item = false;
            }
            "intbl" | "ls" => self.state.is_item = true,
            "par" | "sect" => self.collector.end_paragraph(self.paragraph_style()),
            "cell" | "nestcell" => {
                self.state.is_item = true;
                self.collector.end_paragraph(self.paragraph_style());
            }
            "row" | "nestrow" if !self.collector.is_at_start() => {
                self.collector.end_paragraph(self.paragraph_style());
            }
            "tab" if self.is_shown() => self.collector.tab(),
            "line" | "lbr" | "softline" | "page" | "column" if self.is_shown() => {
                self.collector.line_end();
            }
            _ => {}
        }
    }

    fn paragraph_style(&self) -> Style {
        let State { style, level, is_item, .. } = self.state;
        match self.styles.style(&style.to_string()) {
            Style::Body if level < NO_LEVEL => Style::Heading(level + 1),
            Style::Body if is_item => Style::Item,
            style => style,
        }
    }

    fn enter(&mut self, destination: Destination) {
        let place = self.state.place;
        match destination {
            // What is ignored is ignored with all that is in it.
            Destination::Place(_) if place == Place::Ignored => {}
            Destination::Place(place) => self.state.place = place,
            Destination::Box if matches!(place, Place::Text | Place::Shape) => {
                self.aside(Aside::Box);
            }
            Destination::Note if place == Place::Text => self.aside(Aside::Note),
            Destination::Unicode => {
                // The group around the one of both texts says where they go.
                if let [.., outside, twice] = &self.around[..]
                    && twice.place == Place::Twice
                {
                    self.state.place = outside.place;
                }
            }
            Destination::Box | Destination::Note => {}
        }
    }

    fn aside(&mut self, aside: Aside) {
        // One aside for each group: it ends with it.
        if !self.state.has_aside {
            self.collector.open(aside);
        }
        let fallback = self.state.fallback;
        self.state = State { fallback, has_aside: true, ..State::default() };
    }

    /// A byte of text stands here.
    fn byte(&mut self, byte: u8, written: Written) {
        self.is_optional = false;
        if self.repeats > 0 {
            self.repeats -= 1;
            return;
        }
        if self.beyond > 0 || !self.is_heard() {
            return;
        }
        let charset = self.charset();
        if !self.pending.goes_with(charset) {
            self.flush();
        }
        self.half = None;
        self.pending.push(byte, written, charset);
    }

    /// A sign stands here that a control names.
    fn sign(&mut self, sign: &str) {
        if self.beyond > 0 {
            return;
        }
        if self.repeats > 0 {
            self.repeats -= 1;
            return;
        }
        self.flush();
        self.emit(sign);
    }

    /// A character of Unicode, or half of one, stands here.
    fn unicode(&mut self, number: i32) {
        self.repeats = usize::from(self.state.fallback);
        let number = if number < 0 { number + 0x1_0000 } else { number };
        let Ok(number) = u32::try_from(number) else {
            return;
        };
        let c = match (self.half.take(), u16::try_from(number)) {
            (_, Ok(high @ 0xd800..=0xdbff)) => {
                self.half = Some(high);
                return;
            }
            (Some(high), Ok(low @ 0xdc00..=0xdfff)) => {
                char::decode_utf16([high, low]).next().and_then(Result::ok)
            }
            _ => char::from_u32(number),
        };
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        self.emit(c.encode_utf8(&mut [0; 4]));
    }

    /// Whether text that stands here goes anywhere.
    fn is_heard(&self) -> bool {
        match self.state.place {
            Place::Text => self.is_shown(),
            Place::Styles | Place::Title | Place::Subject | Place::Keywords => true,
            _ => false,
        }
    }

    fn is_shown(&self) -> bool {
        !self.state.is_hidden && !self.state.is_deleted
    }

    /// What bytes are here.
    fn charset(&self) -> Charset {
        let font = self.state.font.or(self.default_font);
        let of_font = font.and_then(|font| self.fonts.get(&font).copied()).flatten();
        of_font.or(self.page).unwrap_or(Charset::DEFAULT)
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if let Some(text) = self.pending.take() {
            self.emit(&text);
        }
    }

    fn emit(&mut self, text: &str) {
        match self.state.place {
            Place::Text if self.is_shown() => self.collector.text(text),
            Place::Title => self.properties.title.push_str(text),
            Place::Subject => self.properties.subject.push_str(text),
            Place::Keywords => self.keywords.push_str(text),
            Place::Styles => match text.split_once(';') {
                Some((name, _)) => {
                    self.style.name.push_str(name);
                    self.define();
                }
                None => self.style.name.push_str(text),
            },
            _ => {}
        }
    }

    /// A style is defined as far as was said.
    fn define(&mut self) {
        let mut style = std::mem::take(&mut self.style);
        let key = std::mem::take(&mut self.key);
        style.name = style.name.trim().to_owned();
        if !style.name.is_empty() {
            self.styles.add(key.to_string(), style);
        }
    }

    fn time(&mut self, word: &str, number: i32) {
        let time = match self.state.place {
            Place::Created => &mut self.properties.created,
            Place::Modified => &mut self.properties.modified,
            _ => return,
        };
        let before = match word {
            "yr" => "",
            "hr" => "T",
            "min" => ":",
            _ => "-",
        };
        time.push_str(&format!("{before}{number:02}"));
    }

    fn finish(mut self) -> Document {
        self.flush();
        if let Some(number) = self.pending.unknown {
            let detail = format!("code page {number} is not known; read as windows-1252");
            self.warnings.push(Warning { code: WarningCode::EncodingGuessed, detail });
        }
        if self.was_too_deep {
            let detail = format!("what lies in more than {MAX_DEPTH} groups was left out");
            self.warnings.push(Warning { code: WarningCode::Truncated, detail });
        }
        let properties = Properties { keywords: vec![self.keywords], ..self.properties };
        Document { paragraphs: self.collector.finish(), properties, warnings: self.warnings }
    }
}
