//! Words of the archive: those like a pattern, and those that a query asks for
//! and nothing has.

use tantivy::schema::Term;

use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::index::vocabulary::Vocabulary;
use crate::index::{IndexError, compile};
use crate::query::ast::{Expr, Pattern, Query, Span, TextField, Word, WordForm};
use crate::text;

/// A word of a query that stands nowhere in the archive as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingWord {
    /// The word as it was typed.
    pub word: String,
    /// Whether the archive has it in other forms.
    pub is_inflected: bool,
    /// The nearest word that the archive has, folded.
    pub nearest: Option<String>,
}

impl Searcher {
    /// Returns the words of the archive that a pattern of a query matches
    /// (`sanction*`, `wom?n`), with the number of articles that each stands in,
    /// the most frequent first.
    ///
    /// # Errors
    /// Where the pattern stands for too many words, or the index cannot be
    /// read.
    pub fn words_like(&self, pattern: &Pattern) -> Result<Vec<(String, u64)>, IndexError> {
        let vocabulary = Vocabulary::new(self.engine(), self.fields().text);
        let mut words = Vec::new();
        let frequencies = self.frequencies()?;
        for word in compile::words_like(&vocabulary, pattern)? {
            let frequency = frequencies.of(&vocabulary.term(&word))?;
            words.push((word, frequency));
        }
        words.retain(|(_, frequency)| *frequency > 0);
        words.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
        Ok(words)
    }

    /// Returns those of some words that stand in no field of the archive, each
    /// with the nearest of its texts.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn missing_words(&self, words: &[String]) -> Result<Vec<MissingWord>, IndexError> {
        let vocabulary = Vocabulary::new(self.engine(), self.fields().text);
        let frequencies = self.frequencies()?;
        let is_somewhere = |word: &str| -> Result<bool, IndexError> {
            for field in TextField::ALL {
                let term = Term::from_field_text(self.fields().text_field(field), word);
                if frequencies.of(&term)? > 0 {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let mut missing = Vec::new();
        for word in words {
            for token in text::query_tokens(word).tokens {
                if is_somewhere(&token.form)? {
                    continue;
                }
                let form = WordForm::Stemmed(token.form.clone());
                let in_any_form = Query::Text(Expr::Word(Word { form, span: Span::default() }));
                missing.push(MissingWord {
                    word: word[token.range].to_owned(),
                    is_inflected: self.count(&in_any_form, Versions::Current)? > 0,
                    nearest: vocabulary.nearest(&token.form, &frequencies)?,
                });
            }
        }
        Ok(missing)
    }
}
