//! How analysed text passes through Tantivy's door.
//!
//! `text` analyses an article once; Tantivy wants to call a tokenizer of its
//! own on a string. So the tokens travel as a string (a [`Stream`]) that the
//! tokenizer registered here only splits: no second analysis, one code path
//! for every language, and nothing allocated per token.

use std::sync::Arc;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::writer::Gate;
use crate::text;

/// The tokenizer of `text` and `terms` fields: splits a [`Stream`].
pub(super) const TOKENS: &str = "morgue_tokens";
/// The tokenizer of `value` fields: one folded token.
pub(super) const VALUE: &str = "morgue_value";

/// Stands before a token at the next position.
const NEXT: char = '\u{1e}';
/// Stands before a token at the same position as the one before.
const SAME: char = '\u{1f}';

/// Tokens on their way into the index.
#[derive(Debug, Default)]
pub(super) struct Stream {
    tokens: String,
}

impl Stream {
    /// Starts a token at the next position and returns where to write it.
    pub(super) fn next(&mut self) -> &mut String {
        self.tokens.push(NEXT);
        &mut self.tokens
    }

    /// Starts a token at the position of the last one.
    pub(super) fn same(&mut self) -> &mut String {
        self.tokens.push(SAME);
        &mut self.tokens
    }

    /// Leaves a position empty.
    pub(super) fn skip(&mut self) {
        self.tokens.push(NEXT);
    }

    /// The string that Tantivy is given.
    pub(super) fn into_string(self) -> String {
        self.tokens
    }

    /// The bytes so far.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Makes room for so many more bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.tokens.reserve(bytes);
    }
}

/// Registers the tokenizers. The gate, if there is one, hears of every stream
/// that the writer's threads have taken up.
pub(super) fn tokenizers(gate: Option<Arc<Gate>>) -> TokenizerManager {
    // With those of Tantivy: it asks for `raw`, and for `default` even where a
    // field is only stored.
    let manager = TokenizerManager::default();
    manager.register(TOKENS, TextAnalyzer::from(Splitter { token: Token::default(), gate }));
    manager.register(VALUE, TextAnalyzer::from(Folder { token: Token::default() }));
    manager
}

#[derive(Clone)]
struct Splitter {
    token: Token,
    gate: Option<Arc<Gate>>,
}

struct SplitStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Splitter {
    type TokenStream<'a> = SplitStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SplitStream<'a> {
        if let Some(gate) = &self.gate {
            gate.leave(text.len());
        }
        self.token.reset();
        SplitStream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for SplitStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let mut characters = self.rest.chars();
            let Some(step) = characters.next() else {
                return false;
            };
            let rest = characters.as_str();
            let end = rest
                .bytes()
                .position(|byte| byte == NEXT as u8 || byte == SAME as u8)
                .unwrap_or(rest.len());
            if step == NEXT {
                // The first token: usize::MAX + 1 is position 0.
                self.token.position = self.token.position.wrapping_add(1);
            }
            self.rest = &rest[end..];
            if end > 0 {
                self.token.text.clear();
                self.token.text.push_str(&rest[..end]);
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[derive(Clone)]
struct Folder {
    token: Token,
}

struct FoldedStream<'a> {
    token: &'a mut Token,
    done: bool,
}

impl Tokenizer for Folder {
    type TokenStream<'a> = FoldedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldedStream<'a> {
        self.token.reset();
        self.token.position = 0;
        self.token.text = text::fold_value(text);
        FoldedStream { done: self.token.text.is_empty(), token: &mut self.token }
    }
}

impl TokenStream for FoldedStream<'_> {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_comes_out_as_it_went_in() {
        let mut stream = Stream::default();
        stream.next().push_str("sanctions");
        stream.same().push_str("\u{1}en:sanction");
        stream.next().push_str("ایران");
        stream.skip();
        stream.next().push('\u{3}');
        let text = stream.into_string();
        let manager = tokenizers(None);
        let mut analyzer = manager.get(TOKENS).unwrap();
        let mut tokens = analyzer.token_stream(&text);
        let mut seen = Vec::new();
        while tokens.advance() {
            seen.push((tokens.token().position, tokens.token().text.clone()));
        }
        let expected = [(0, "sanctions"), (0, "\u{1}en:sanction"), (1, "ایران"), (3, "\u{3}")];
        assert_eq!(seen, expected.map(|(position, text)| (position, text.to_owned())));
    }
}
