//! What each character does to a word: continues it, joins it to the next,
//! disappears inside it, or ends it. Knows single characters only.

use unicode_normalization::char::is_combining_mark;

/// The part that a character plays in splitting text into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) enum Class {
    /// A letter, or a number that is no decimal digit (`Ⅳ`, `½`).
    Letter,
    /// A decimal digit of any script.
    Digit,
    /// A combining mark: continues a word, never begins one.
    Mark,
    /// A letter of a script that writes no spaces.
    Segmented,
    /// An apostrophe that may also be a quotation mark: dropped inside a
    /// word; elides (`l’Iran`) and marks the possessive (`Iran’s`).
    Apostrophe,
    /// A sign for ayin, hamza or a geminate: dropped inside a word, no more.
    Silent,
    /// Joins the parts of a compound: hyphens and ampersands.
    Joiner,
    /// The zero-width non-joiner.
    NonJoiner,
    /// Dropped wherever it stands: soft hyphens, direction marks.
    Ignorable,
    /// May end a sentence.
    Terminator,
    /// Everything else: separates words.
    Other,
}

/// Returns the class of a character.
pub(in crate::text) fn classify(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        // The common letters, before the slow questions.
        '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2AF}'
        | '\u{391}'..='\u{3A1}'
        | '\u{3A3}'..='\u{3F5}'
        | '\u{400}'..='\u{481}'
        | '\u{48A}'..='\u{52F}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{620}'..='\u{64A}'
        | '\u{671}'..='\u{6D3}'
        | '가'..='힣' => Class::Letter,
        '一'..='鿿' | 'ก'..='ะ' => Class::Segmented,
        // And the common signs.
        '\u{A0}' | '«' | '»' | '‒'..='―' | '‚' | '“'..='‟' | '•' | '€' => {
            Class::Other
        }
        '\'' | '`' | '\u{B4}' | '‘' | '’' | '‛' | '′' | '‵' | 'ʼ' | '＇' | '\u{1FEF}'
        | '\u{1FFD}' => Class::Apostrophe,
        'ʹ' | 'ʺ' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˀ' | 'ˁ' | 'ˈ' | 'ˊ' | 'ˋ' | 'ꞌ' | '\u{5F3}'
        | '\u{5F4}' | '·' | '\u{387}' | '‧' => Class::Silent,
        '-' | '&' | '‐' | '‑' | '﹣' | '－' | '＆' | '\u{58A}' | '\u{5BE}' => Class::Joiner,
        '\u{200C}' => Class::NonJoiner,
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200D}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' => Class::Ignorable,
        '.' | '!' | '?' | '…' => Class::Terminator,
        _ if c.is_ascii() => Class::Other,
        _ if is_full_terminator(c) => Class::Terminator,
        _ if decimal_digit(c).is_some() => Class::Digit,
        _ if is_segmented(c) => Class::Segmented,
        _ if c.is_alphanumeric() => Class::Letter,
        _ if is_combining_mark(c) => Class::Mark,
        _ => Class::Other,
    }
}

/// Whether a character ends a sentence wherever it stands, without a space
/// after it: it is never part of a word, a number or an abbreviation.
pub(in crate::text) fn is_full_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '။' | '។')
}

/// Returns the value of a decimal digit of any script.
pub(in crate::text) fn decimal_digit(c: char) -> Option<u8> {
    /// The digit zero of each script (Unicode 16, general category Nd, without
    /// the mathematical digits, which fold by their compatibility mapping).
    const ZEROS: [u32; 43] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
        0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
        0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
        0xFF10, 0x104A0, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x1E950,
    ];
    let code = u32::from(c);
    let script = ZEROS.partition_point(|&zero| zero <= code).checked_sub(1)?;
    u8::try_from(code - ZEROS[script]).ok().filter(|&value| value < 10)
}

/// Whether a character of a script without spaces is looked for by itself: Han and
/// Kana.
pub(crate) fn stands_by_itself(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x2FD5 | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035
        | 0x3038..=0x303C | 0x3041..=0x309A | 0x309D..=0x309F | 0x30A1..=0x30FA
        | 0x30FC..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xFF66..=0xFF9F | 0x20000..=0x3FFFD)
}

/// Whether a character belongs to a script that writes no spaces between
/// words: Han, Kana, Thai, Lao, Khmer, Burmese.
fn is_segmented(c: char) -> bool {
    stands_by_itself(c)
        || matches!(u32::from(c),
        0xE01..=0xE3A | 0xE40..=0xE4E | 0xE81..=0xECE | 0xEDC..=0xEDF
        | 0x1780..=0x17D3 | 0x17D7 | 0x17DC..=0x17DD
        | 0x1000..=0x103F | 0x1050..=0x109D | 0xA9E0..=0xA9EF | 0xAA60..=0xAA7F)
}

/// Whether a character is of the Hebrew script.
pub(in crate::text) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}')
}

/// A character of a text, with its class and its place.
#[derive(Debug, Clone, Copy)]
pub(in crate::text) struct Glyph {
    pub c: char,
    pub class: Class,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl Glyph {
    /// Whether it continues a word of letters, digits and marks.
    pub(in crate::text) fn is_word(self) -> bool {
        matches!(self.class, Class::Letter | Class::Digit | Class::Mark)
    }
}

/// Returns the first character from byte `at` on that is not ignorable; `None`
/// at the end of the text. `at` is a character boundary.
pub(in crate::text) fn peek(text: &str, at: usize) -> Option<Glyph> {
    let mut start = at;
    for c in text.get(at..)?.chars() {
        let end = start + c.len_utf8();
        let class = classify(c);
        if class != Class::Ignorable {
            return Some(Glyph { c, class, start, end });
        }
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (c, expected) in [
            ('7', Some(7)),
            ('۷', Some(7)),
            ('٠', Some(0)),
            ('९', Some(9)),
            ('０', Some(0)),
            ('๕', Some(5)),
            ('²', None),
            ('x', None),
            ('٪', None),
        ] {
            assert_eq!(decimal_digit(c), expected, "{c}");
        }
    }

    #[test]
    fn every_letter_is_alphanumeric_and_no_digit() {
        for c in '\0'..=char::MAX {
            if matches!(classify(c), Class::Letter | Class::Segmented) && !is_segmented(c) {
                assert!(c.is_alphanumeric() && decimal_digit(c).is_none(), "{c:?}");
            }
        }
    }

    #[test]
    fn each_character_has_its_part() {
        let cases = [
            (Class::Letter, "aÉжαبא가हՀ"),
            (Class::Digit, "0۳९"),
            (Class::Mark, "\u{301}\u{94D}\u{20DD}"),
            (Class::Segmented, "北あカー々กມខမ"),
            (Class::Apostrophe, "'’‘ʼ`´′"),
            (Class::Silent, "ʻʾʿ·"),
            (Class::Joiner, "-‐‑&"),
            (Class::Ignorable, "\u{AD}\u{200D}\u{200E}\u{202B}\u{2067}\u{FEFF}"),
            (Class::Terminator, ".!?…。؟۔।"),
            (Class::Other, " ,;:–—/@#\"“«・\u{200B}€😀\u{0}"),
        ];
        for (class, characters) in cases {
            for c in characters.chars() {
                assert_eq!(classify(c), class, "{c:?}");
            }
        }
    }
}
