//! Texts for the tests of this room.

use crate::article::Language;
use crate::text::{Analysis, Analyzer};

/// A text of words that differ from each other and have no stem of their own.
pub(super) fn words(range: std::ops::Range<usize>) -> String {
    range.map(|number| format!("w{number}")).collect::<Vec<_>>().join(" ")
}

/// An article's analysis; the lines of the text are its paragraphs.
pub(super) fn analysed(headline: &str, text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    let paragraphs = std::iter::once(headline).chain(text.lines());
    Analyzer::new().analyze(Some(Language::ENGLISH), paragraphs, &mut analysis);
    analysis
}
