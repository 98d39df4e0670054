//! Texts for the tests of this room.

use crate::article::Language;
use crate::text::{Analysis, Analyzer};

/// A text of words without digits that differ from each other.
pub(super) fn words(range: std::ops::Range<usize>) -> String {
    range.map(word).collect::<Vec<_>>().join(" ")
}

/// The word with a number: `w` and its digits, as letters.
pub(super) fn word(number: usize) -> String {
    let digits = number.to_string().into_bytes();
    format!("w{}", digits.iter().map(|digit| char::from(digit - b'0' + b'b')).collect::<String>())
}

/// An article's analysis; the lines of the text are its paragraphs.
pub(super) fn analysed(headline: &str, text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    let paragraphs = std::iter::once(headline).chain(text.lines());
    Analyzer::new().analyze(Some(Language::ENGLISH), paragraphs, &mut analysis);
    analysis
}
