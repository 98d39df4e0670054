//! The lines of a page: trimmed, with the depth of their indent.

use std::borrow::Cow;

use crate::archive::bytes;

/// One line of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) struct Line<'a> {
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
pub(in crate::archive) fn unify_ends(text: &str) -> Cow<'_, str> {
    let next = |text: &str| bytes::find(text.as_bytes(), is_ascii_end, is_other_end);
    let mut stays = next(text);
    if stays == text.len() {
        return Cow::Borrowed(text);
    }
    let mut unified = String::with_capacity(text.len());
    let mut rest = text;
    while stays < rest.len() {
        unified.push_str(&rest[..stays]);
        unified.push('\n');
        let end = &rest[stays..];
        let length = end.chars().next().map_or(0, char::len_utf8);
        rest = end.strip_prefix("\r\n").unwrap_or(&end[length..]);
        stays = next(rest);
    }
    unified.push_str(rest);
    Cow::Owned(unified)
}

/// Whether a byte is a line end other than `\n`.
fn is_ascii_end(one: u8, _: u8) -> bool {
    (0xb..=0xd).contains(&one)
}

/// Whether bytes begin with a line end that is not ASCII.
fn is_other_end([one, two, three]: [u8; 3]) -> bool {
    (one == 0xc2) & (two == 0x85)
        | (one == 0xe2) & (two == 0x80) & ((three == 0xa8) | (three == 0xa9))
}

/// Splits text whose line ends are unified.
pub(in crate::archive) fn split(text: &str) -> Vec<Line<'_>> {
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
pub(in crate::archive) fn drop_blank_end(lines: &mut Vec<Line<'_>>) {
    while lines.pop_if(|line| line.is_blank()).is_some() {}
}

/// Returns `text` without white space and invisible marks at its ends.
pub(in crate::archive) fn trim(text: &str) -> &str {
    text.trim_matches(is_edge)
}

fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{ad}')
}

/// Whether a text ends as sentences do, closing quotes and brackets aside.
pub(in crate::archive) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' '])
        .ends_with(['.', '!', '?', '…', '؟', '。', '！', '？', ':', '۔', ';'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn line_ends_are_unified_wherever_they_are(
            text in "([a-d]{0,40}|\r\n|\r|\n|\u{b}|\u{c}|\u{85}|\u{2028}|\u{2029}|…|é){0,30}",
        ) {
            let simple = text.replace("\r\n", "\n");
            let others = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
            prop_assert_eq!(unify_ends(&text), simple.replace(others, "\n"));
        }
    }
}
