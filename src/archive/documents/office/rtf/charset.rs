//! The encodings that rich text names by numbers: code pages, and character sets of
//! fonts (Rich Text Format Specification 1.9.1, `\ansicpg` and `\fcharset`).

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// What the bytes of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Encoding(&'static Encoding),
    /// Ornaments instead of letters.
    Symbols,
    /// One that is not known here, with its number; read as windows-1252.
    Unknown(i32),
}

impl Charset {
    /// What rich text is in that does not say.
    pub const DEFAULT: Charset = Charset::Encoding(WINDOWS_1252);

    /// The encoding that bytes are read with; `None` for ornaments.
    pub fn encoding(self) -> Option<&'static Encoding> {
        match self {
            Charset::Encoding(encoding) => Some(encoding),
            Charset::Unknown(_) => Some(WINDOWS_1252),
            Charset::Symbols => None,
        }
    }

    /// The code page of this number.
    pub fn of_page(number: i32) -> Charset {
        Charset::Encoding(match number {
            866 => IBM866,
            874 => WINDOWS_874,
            932 => SHIFT_JIS,
            936 | 54936 => GBK,
            949 | 1361 => EUC_KR,
            950 => BIG5,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            0 | 1252 | 28591 => WINDOWS_1252,
            1253 => WINDOWS_1253,
            1254 => WINDOWS_1254,
            1255 => WINDOWS_1255,
            1256 => WINDOWS_1256,
            1257 => WINDOWS_1257,
            1258 => WINDOWS_1258,
            10000 => MACINTOSH,
            10007 => X_MAC_CYRILLIC,
            65001 => UTF_8,
            other => return Charset::Unknown(other),
        })
    }

    /// The character set of a font; `None` where it is that of the document.
    pub fn of_font(number: i32) -> Option<Charset> {
        Some(Charset::Encoding(match number {
            0 => WINDOWS_1252,
            1 => return None,
            2 => return Some(Charset::Symbols),
            77 => MACINTOSH,
            78 | 128 => SHIFT_JIS,
            79 | 129 | 130 => EUC_KR,
            80 | 134 => GBK,
            81 | 136 => BIG5,
            89 => X_MAC_CYRILLIC,
            161 => WINDOWS_1253,
            162 => WINDOWS_1254,
            163 => WINDOWS_1258,
            177 | 181 => WINDOWS_1255,
            178..=180 => WINDOWS_1256,
            186 => WINDOWS_1257,
            204 => WINDOWS_1251,
            222 => WINDOWS_874,
            238 => WINDOWS_1250,
            255 => return None,
            other => return Some(Charset::Unknown(other)),
        }))
    }
}
