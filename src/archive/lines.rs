//! The lines of a page: trimmed, with the depth of their indent.

use std::borrow::Cow;

/// One line of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The line without white space at its ends; empty where it is blank.
    pub text: &'a str,
    /// How many columns of white space stand before it.
    pub indent: usize,
}

impl Line<'_> {
    /// Whether the line has no text.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// A tab stands for so many columns.
const TAB: usize = 4;

/// Returns `text` with every kind of line end as `\n`.
pub(super) fn unify_ends(text: &str) -> Cow<'_, str> {
    // Many bytes are looked at together.
    let is_end = |byte: &u8| (0xb..=0xd).contains(byte);
    if !text.as_bytes().iter().fold(false, |any, byte| any | is_end(byte))
        && !["\u{85}", "\u{2028}", "\u{2029}"].iter().any(|end| text.contains(end))
    {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    Cow::Owned(text.replace(['\r', '\u{c}', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'], "\n"))
}

/// Splits text whose line ends are unified.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    text.split('\n')
        .map(|raw| {
            let text = trim(raw);
            let before = &raw[..raw.len() - raw.trim_start_matches(is_edge).len()];
            let columns = before.chars().map(|c| match c {
                '\t' => TAB,
                c if c.is_whitespace() => 1,
                _ => 0,
            });
            Line { text, indent: columns.sum() }
        })
        .collect()
}

/// Takes blank lines from the end.
pub(super) fn drop_blank_end(lines: &mut Vec<Line<'_>>) {
    while lines.pop_if(|line| line.is_blank()).is_some() {}
}

/// Returns `text` without white space and invisible marks at its ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_edge)
}

fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{ad}')
}

/// Whether a text ends as sentences do, closing quotes and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' '])
        .ends_with(['.', '!', '?', '…', '؟', '。', '！', '？', ':', '۔', ';'])
}
