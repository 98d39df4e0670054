//! Runs of characters with escapes and wildcards, and what stands between
//! quotation marks.

use super::Lexer;
use crate::query::ast::{Pattern, PatternPart, Span};
use crate::query::error::{Fault, PairingProblem, WordProblem};
use crate::query::marks::{closing, ends_token, is_quote};

/// What wildcards are in the text that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wildcards {
    Special,
    Ordinary,
}

impl Lexer<'_> {
    /// Reads to the next character that `ends` holds for and that has no
    /// backslash before it.
    pub(super) fn scan(
        &mut self,
        wildcards: Wildcards,
        ends: impl Fn(char) -> bool,
    ) -> Result<Pattern, Fault> {
        let mut pattern = Pattern(Vec::new());
        while let Some(character) = self.peek().filter(|next| !ends(*next)) {
            let start = self.at;
            self.bump();
            match character {
                '\\' => {
                    let escaped = self.peek().ok_or_else(|| {
                        Fault::new(PairingProblem::DanglingEscape, self.since(start))
                    })?;
                    self.bump();
                    pattern.push_character(escaped);
                }
                '*' if wildcards == Wildcards::Special => pattern.push_any_many(),
                '?' if wildcards == Wildcards::Special => pattern.0.push(PatternPart::AnyOne),
                _ => pattern.push_character(character),
            }
        }
        Ok(pattern)
    }

    /// Reads the opening mark and returns those that close it.
    pub(super) fn open_quote(&mut self) -> &'static [char] {
        let closing = closing(self.peek().unwrap_or('"'));
        self.bump();
        closing
    }

    /// Reads a closing mark; the quotation began at `start`.
    pub(super) fn close_quote(&mut self, start: usize, marks: &[char]) -> Result<(), Fault> {
        if self.peek().is_none() {
            let opening = self.text[start..].chars().next().map_or(1, char::len_utf8);
            let span = Span { start, end: start + opening };
            let closing = marks.first().copied().unwrap_or('"');
            return Err(Fault::new(PairingProblem::UnclosedQuote { closing }, span));
        }
        self.bump();
        let end = self.at;
        match self.peek() {
            None | Some('^') => Ok(()),
            Some(next) if ends_token(next) => Ok(()),
            Some('~') => {
                self.take_until(ends_token);
                Err(Fault::new(WordProblem::FuzzyPhrase, self.since(end)))
            }
            Some(_) => {
                self.bump();
                Err(Fault::new(PairingProblem::TextAfterQuote, self.since(end)))
            }
        }
    }

    /// Reads a quotation whole, without wildcards.
    pub(super) fn quoted(&mut self) -> Result<Pattern, Fault> {
        let start = self.at;
        let marks = self.open_quote();
        let value = self.scan(Wildcards::Ordinary, |next| marks.contains(&next))?;
        self.close_quote(start, marks)?;
        if value.is_blank() {
            return Err(Fault::new(PairingProblem::EmptyQuotes, self.since(start)));
        }
        Ok(value)
    }

    /// Fails when a quotation mark comes next.
    pub(super) fn refuse_quote(&mut self) -> Result<(), Fault> {
        if !self.peek().is_some_and(is_quote) {
            return Ok(());
        }
        let start = self.at;
        self.bump();
        Err(Fault::new(PairingProblem::QuoteInWord, self.since(start)))
    }
}

impl Pattern {
    pub(super) fn push_character(&mut self, character: char) {
        match self.0.last_mut() {
            Some(PatternPart::Literal(text)) => text.push(character),
            _ => self.0.push(PatternPart::Literal(character.to_string())),
        }
    }

    /// Two stars mean no more than one.
    fn push_any_many(&mut self) {
        if self.0.last() != Some(&PatternPart::AnyMany) {
            self.0.push(PatternPart::AnyMany);
        }
    }

    fn is_blank(&self) -> bool {
        self.0.iter().all(|part| match part {
            PatternPart::Literal(text) => text.trim().is_empty(),
            PatternPart::AnyOne | PatternPart::AnyMany => false,
        })
    }

    /// Whether no part is text.
    pub(in crate::query) fn is_only_wildcards(&self) -> bool {
        !self.0.iter().any(|part| matches!(part, PatternPart::Literal(_)))
    }

    /// The text, where no part is a wildcard.
    pub(in crate::query) fn literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [PatternPart::Literal(text)] => Some(text),
            _ => None,
        }
    }
}
