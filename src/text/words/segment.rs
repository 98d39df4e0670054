//! Words of the scripts that write no spaces.
//!
//! Chinese and Japanese characters stand each by itself, and a word that is asked for
//! is a phrase of them: it is found wherever it is written. Words out of a dictionary
//! are divided otherwise inside a sentence than alone (`安倍晋三元首相`), and what is
//! divided otherwise is not found: one name of eight, in news.
//!
//! Thai, Lao, Khmer and Burmese words come from ICU's dictionaries. ICU's models (LSTM)
//! know more names, but split two words out of a sentence otherwise than inside it, one
//! time in nine in Thai news; and they are thirty times slower.

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};

use crate::text::letters::chars::{Class, classify, peek, stands_by_itself};

/// The longest run that goes to ICU at once, in bytes. It needs memory in
/// proportion to the run; no sentence is longer.
const MAX_RUN_BYTES: usize = 4096;

/// Divides runs of such scripts. ICU is asked for when the first text needs it.
#[derive(Debug, Default)]
pub(in crate::text) struct Segmenter(Option<WordSegmenterBorrowed<'static>>);

impl Segmenter {
    /// The ends of the words of a run.
    pub(in crate::text) fn ends(&mut self, run: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut from = 0;
        while let Some(first) = run[from..].chars().next() {
            let rest = &run[from..];
            if stands_by_itself(first) {
                let signs = rest.chars().skip(1).take_while(|&c| belongs_to_the_last(c));
                from += first.len_utf8() + signs.map(char::len_utf8).sum::<usize>();
                ends.push(from);
                continue;
            }
            let others = &rest[..rest.find(stands_by_itself).unwrap_or(rest.len())];
            // It is only a reference to built-in data.
            let icu = self.0.get_or_insert_with(|| {
                WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
            });
            ends.extend(icu.segment_str(others).filter(|&end| end > 0).map(|end| from + end));
            from += others.len();
        }
        ends
    }
}

/// Whether a sign is a part of the character before it: one of voice, whether it is
/// drawn as wide as a letter or not, or one that chooses a form.
pub(super) fn belongs_to_the_last(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | 'ﾞ' | 'ﾟ')
        || matches!(classify(c), Class::Mark | Class::Ignorable)
}

/// Returns the end of the run that begins at `start` and is divided as a whole.
pub(in crate::text) fn run_end(text: &str, start: usize) -> usize {
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
