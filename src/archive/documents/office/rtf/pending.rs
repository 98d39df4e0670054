//! Bytes of rich text that wait to be decoded: the two of a Chinese character may be
//! written one as a number and one as it is.

use super::charset::Charset;

/// How a byte is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// As it is.
    Plain,
    /// As a number: `\'e9`.
    Coded,
}

#[derive(Debug, Default)]
pub(super) struct Pending {
    bytes: Vec<u8>,
    charset: Option<Charset>,
    /// Whether bytes that are not ASCII are among them, written so.
    has_plain: bool,
    has_coded: bool,
    /// A code page that text was in and that is not known.
    pub unknown: Option<i32>,
}

impl Pending {
    /// Whether a byte of this kind can be decoded with those that wait.
    pub fn goes_with(&self, charset: Charset) -> bool {
        self.bytes.is_empty() || self.charset == Some(charset)
    }

    /// Adds a byte.
    pub fn push(&mut self, byte: u8, written: Written, charset: Charset) {
        self.charset = Some(charset);
        self.bytes.push(byte);
        self.has_plain |= written == Written::Plain && !byte.is_ascii();
        self.has_coded |= written == Written::Coded;
    }

    /// Decodes what waits; `None` where nothing does, or ornaments do.
    pub fn take(&mut self) -> Option<String> {
        let charset = self.charset.take()?;
        let has_coded = std::mem::take(&mut self.has_coded);
        let may_be_utf_8 = std::mem::take(&mut self.has_plain) && !has_coded;
        // Programs that know nothing of code pages write UTF-8, whatever they declare.
        let utf_8 = str::from_utf8(&self.bytes).ok().filter(|_| may_be_utf_8);
        let text = match utf_8 {
            Some(text) => Some(text.to_owned()),
            None => {
                if let Charset::Unknown(number) = charset
                    && !self.bytes.is_ascii()
                {
                    self.unknown.get_or_insert(number);
                }
                let encoding = charset.encoding();
                encoding.map(|one| one.decode_without_bom_handling(&self.bytes).0.into_owned())
            }
        };
        self.bytes.clear();
        text
    }
}
