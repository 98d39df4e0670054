//! What a user typed, as the same tokens that the text became. Knows no
//! language: a query has none.

use std::ops::Range;

use crate::text::{Analysis, Analyzer, Compound, spelling_key};

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryToken {
    /// The folded form, as [`Analysis::form`] has it.
    pub form: String,
    /// The spelling key; the form itself where nothing differs.
    pub key: String,
    /// Its bytes in what was typed.
    pub range: Range<usize>,
}

/// The words of a query or of a part of it.
#[derive(Debug, Clone, Default)]
pub struct QueryTokens {
    /// The words, in order.
    pub tokens: Vec<QueryToken>,
    /// Which of them were typed as parts of one word; `first` counts
    /// [`QueryTokens::tokens`].
    pub compounds: Vec<Compound>,
}

impl QueryTokens {
    /// Whether all words are the parts of one compound (`cyber-attack`).
    pub fn is_compound(&self) -> bool {
        matches!(
            self.compounds.as_slice(),
            [compound] if compound.first == 0 && compound.parts as usize == self.tokens.len()
        )
    }
}

/// Splits and folds what a user typed as a text is split and folded.
pub fn query_tokens(text: &str) -> QueryTokens {
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, std::iter::once(text), &mut analysis);
    let tokens = analysis
        .tokens
        .iter()
        .map(|token| {
            let form = analysis.form(token);
            QueryToken {
                form: form.to_owned(),
                key: spelling_key(form).into_owned(),
                range: token.start as usize..token.end as usize,
            }
        })
        .collect();
    QueryTokens { tokens, compounds: analysis.compounds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_splits_as_the_text_does() {
        for (text, forms, is_compound) in [
            ("cyber-attack", &["cyber", "attack"][..], true),
            ("cyber attack", &["cyber", "attack"], false),
            ("l’Iran", &["l", "iran"], true),
            ("the cyber-attack", &["the", "cyber", "attack"], false),
            ("U.S.", &["us"], false),
            ("", &[], false),
            (" – ", &[], false),
        ] {
            let query = query_tokens(text);
            let found: Vec<&str> = query.tokens.iter().map(|token| &*token.form).collect();
            assert_eq!(found, forms, "{text}");
            assert_eq!(query.is_compound(), is_compound, "{text}");
        }
        assert_eq!(query_tokens("Kana'ani").tokens[0].key, "kanani");
        assert_eq!(query_tokens("Kanani").tokens[0].key, "kanani");
    }
}
