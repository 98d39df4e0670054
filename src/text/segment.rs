//! Words of the scripts that write no spaces: Chinese, Japanese, Thai, Lao,
//! Khmer, Burmese. The words come from ICU's dictionaries and models.

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};

use super::chars::{Class, peek};

/// The longest run that goes to ICU at once, in bytes. Its models need memory
/// in proportion to the run; no sentence is longer.
const MAX_RUN_BYTES: usize = 4096;

/// The segmenter, made when the first text needs it.
#[derive(Debug, Default)]
pub(super) struct Segmenter(Option<WordSegmenterBorrowed<'static>>);

impl Segmenter {
    /// Returns the segmenter; it is only a reference to built-in data.
    pub(super) fn get(&mut self) -> WordSegmenterBorrowed<'static> {
        *self
            .0
            .get_or_insert_with(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()))
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
