//! What stands between two words: marks, the ending of a possessive, the end
//! of a sentence.

use crate::text::Token;

/// The signs between a word and the one before it, as a set of bits. Zero is
/// a plain space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gap(pub u16);

impl Gap {
    /// A hyphen or ampersand without spaces.
    pub const JOINED: u16 = 1;
    /// The ending of a possessive.
    pub const POSSESSIVE: u16 = 2;
    /// A comma.
    pub const COMMA: u16 = 4;
    /// A full stop, a question or exclamation mark.
    pub const STOP: u16 = 8;
    /// An opening bracket.
    pub const OPEN: u16 = 16;
    /// A closing bracket.
    pub const CLOSE: u16 = 32;
    /// A quotation mark of any kind.
    pub const QUOTE: u16 = 64;
    /// A colon, a semicolon, a dash.
    pub const DASH: u16 = 128;
    /// The end of a sentence or paragraph, or the edge of the text.
    pub const BREAK: u16 = 256;
    /// Any other sign.
    pub const SIGN: u16 = 512;

    /// The edge of a paragraph.
    pub const EDGE: Gap = Gap(Gap::BREAK);

    /// Reads the gap between two tokens that follow each other.
    pub fn between(before: &Token, after: &Token, paragraph: &str) -> Gap {
        if before.paragraph != after.paragraph {
            return Gap::EDGE;
        }
        let ended = after.position > before.position + 1;
        let bits = if ended { Gap::BREAK } else { 0 };
        let between = before.end as usize..after.start as usize;
        match paragraph.as_bytes().get(between.clone()) {
            None | Some(b" ") => return Gap(bits),
            Some(b"-" | b"&") => return Gap(bits | Gap::JOINED),
            Some(_) => {}
        }
        match paragraph.get(between) {
            None => Gap(bits),
            Some("‐" | "‑") => Gap(bits | Gap::JOINED),
            Some(text) => Gap(bits | signs(text)),
        }
    }

    /// Whether all the given bits are set.
    pub fn has(self, bits: u16) -> bool {
        self.0 & bits == bits
    }
}

fn signs(text: &str) -> u16 {
    let mut bits = 0;
    let mut apostrophe = false;
    for c in text.chars() {
        bits |= match c {
            's' | 'S' if apostrophe => Gap::POSSESSIVE,
            ' ' | '\u{A0}' | '\t' | '\r' | '\n' => 0,
            ',' => Gap::COMMA,
            '.' | '!' | '?' | '…' => Gap::STOP,
            '(' | '[' | '{' => Gap::OPEN,
            ')' | ']' | '}' => Gap::CLOSE,
            '"' | '“' | '”' | '„' | '«' | '»' => Gap::QUOTE,
            '\'' | '`' | '‘' | '’' | '´' => {
                apostrophe = true;
                continue;
            }
            ':' | ';' | '-' | '–' | '—' | '―' => Gap::DASH,
            _ => Gap::SIGN,
        };
        if apostrophe && bits & Gap::POSSESSIVE == 0 {
            bits |= Gap::QUOTE;
        }
        apostrophe = false;
    }
    if apostrophe { bits | Gap::QUOTE } else { bits }
}
