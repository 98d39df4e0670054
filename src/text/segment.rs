//! Words of the scripts that write no spaces: Chinese, Japanese, Thai, Lao,
//! Khmer, Burmese. Words come from ICU's dictionaries.
//!
//! ICU's models (LSTM) know more names than its dictionaries, but split two
//! words out of a sentence otherwise than inside it, one time in nine in Thai
//! news, so that a query would miss its text; and they are thirty times slower.

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};

use super::chars::{Class, peek};

/// The longest run that goes to ICU at once, in bytes. It needs memory in
/// proportion to the run; no sentence is longer.
const MAX_RUN_BYTES: usize = 4096;

/// The segmenter, made when the first text needs it.
#[derive(Debug, Default)]
pub(super) struct Segmenter(Option<WordSegmenterBorrowed<'static>>);

impl Segmenter {
    /// Returns the segmenter; it is only a reference to built-in data.
    pub(super) fn get(&mut self) -> WordSegmenterBorrowed<'static> {
        *self.0.get_or_insert_with(|| {
            WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
        })
    }
}

/// Returns the end of the run that begins at `start` and goes to ICU as a
/// whole.
pub(super) fn run_end(text: &str, start: usize) -> usize {
    let mut end = start;
    while let Some(glyph) = peek(text, end) {
        let continues = matches!(glyph.class, Class::Segmented | Class::Mark);
        if !continues || (end > start && glyph.end - start > MAX_RUN_BYTES) {
            break;
        }
        end = glyph.end;
    }
    end
}
