//! A place in the text of a query that moves on: runs of characters with
//! escapes and wildcards, and what stands between quotation marks. Every
//! language reads with it.

use crate::query::ast::{Pattern, PatternPart, Span};
use crate::query::error::{Fault, PairingProblem, WordProblem};
use crate::query::letters::marks::{closing, ends_token, is_hebrew, is_quote, single};
use crate::query::native::reserved::reserved;

/// What wildcards are in the text that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::query) enum Wildcards {
    /// `*` is any number of characters, `?` is one.
    Special,
    /// `!` is any number of characters, `*` is one.
    Nexis,
    /// There are none.
    Ordinary,
}

impl Wildcards {
    fn part(self, character: char) -> Option<PatternPart> {
        match (self, character) {
            (Wildcards::Special, '*') | (Wildcards::Nexis, '!') => Some(PatternPart::AnyMany),
            (Wildcards::Special, '?') | (Wildcards::Nexis, '*') => Some(PatternPart::AnyOne),
            _ => None,
        }
    }
}

/// A text and the next place in it.
pub(in crate::query) struct Scanner<'t> {
    pub text: &'t str,
    /// The next byte.
    pub at: usize,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Self {
        Scanner { text, at: 0 }
    }

    /// What is left.
    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn peek_second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    pub fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Moves to the next character that `ends` holds for and returns the text
    /// before it.
    pub fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let taken = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    pub fn skip_white(&mut self) {
        self.take_until(|character| !character.is_whitespace());
    }

    pub fn since(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    /// Reads to the next character that `ends` holds for and that has no
    /// backslash before it.
    pub fn scan(
        &mut self,
        wildcards: Wildcards,
        ends: impl Fn(char) -> bool,
    ) -> Result<Pattern, Fault> {
        self.scan_until(wildcards, |rest| rest.starts_with(&ends))
    }

    /// Reads to the next place without a backslash before it where `ends`
    /// holds for what is left.
    pub fn scan_until(
        &mut self,
        wildcards: Wildcards,
        ends: impl Fn(&str) -> bool,
    ) -> Result<Pattern, Fault> {
        let mut pattern = Pattern(Vec::new());
        while let Some(character) =
            self.peek().filter(|_| self.is_abbreviated() || !ends(self.rest()))
        {
            let start = self.at;
            self.bump();
            if character == '\\' {
                let escaped = self
                    .peek()
                    .ok_or_else(|| Fault::new(PairingProblem::DanglingEscape, self.since(start)))?;
                self.bump();
                pattern.push_character(escaped);
                continue;
            }
            match wildcards.part(character) {
                Some(part) => pattern.push_wildcard(part),
                None => pattern.push_character(character),
            }
        }
        Ok(pattern)
    }

    /// Whether a quotation mark comes next that is a part of a Hebrew word.
    fn is_abbreviated(&self) -> bool {
        self.peek() == Some('"')
            && self.text[..self.at].chars().next_back().is_some_and(is_hebrew)
            && self.peek_second().is_some_and(is_hebrew)
    }

    /// Reads `"…"`: at least one word, each a pattern with its place. What
    /// touches the closing mark is the caller's affair.
    pub fn phrase(&mut self, wildcards: Wildcards) -> Result<Vec<(Pattern, Span)>, Fault> {
        let start = self.at;
        let closes = self.closes();
        let marks = self.open_quote();
        let ends = |rest: &str| rest.starts_with(char::is_whitespace) || closes(rest);
        let mut words = Vec::new();
        loop {
            self.skip_white();
            let from = self.at;
            if self.rest().is_empty() || closes(self.rest()) {
                break;
            }
            let pattern = self.scan_until(wildcards, ends)?;
            words.push((pattern, self.since(from)));
        }
        self.closing_mark(start, marks)?;
        if words.is_empty() {
            return Err(Fault::new(PairingProblem::EmptyQuotes, self.since(start)));
        }
        Ok(words)
    }

    /// Whether single quotation marks around several words open here. A single
    /// one may be an apostrophe (`‘30s`, `O’Brien`, `workers’`): the mark that
    /// closes ends a word, and there is no sign and no operator between the two.
    pub fn opens_single(&self) -> bool {
        self.single_end().is_some()
    }

    /// The byte of the mark that closes single quotation marks which open here.
    fn single_end(&self) -> Option<usize> {
        let open = self.peek()?;
        let closing = single(open);
        let start = self.at + open.len_utf8();
        let inside = &self.text[start..];
        if closing.is_empty() || !inside.starts_with(char::is_alphabetic) {
            return None;
        }
        let (mut has_several, mut begins_word) = (false, false);
        for (at, next) in inside.char_indices() {
            let is_sign = matches!(next, '\\' | '(' | ')') || is_quote(next);
            if is_sign || begins_word && next == open {
                return None;
            }
            begins_word = next.is_whitespace();
            has_several |= begins_word;
            let behind = &inside[at + next.len_utf8()..];
            let ends_word = |next: char| ends_token(next) || matches!(next, '^' | '~');
            if has_several
                && closing.contains(&next)
                && (behind.is_empty() || behind.starts_with(ends_word))
            {
                let mut words = inside[..at].split_whitespace();
                return words.all(|word| reserved(word).is_none()).then_some(start + at);
            }
        }
        None
    }

    /// What holds for the rest of the text where the quotation ends that opens
    /// here.
    fn closes(&self) -> impl Fn(&str) -> bool + use<> {
        let single = self.single_end().map(|end| self.text.len() - end);
        let marks = closing(self.peek().unwrap_or('"'));
        move |rest| match single {
            Some(left) => rest.len() == left,
            None => rest.starts_with(marks),
        }
    }

    /// Reads the opening mark and returns those that close it.
    pub fn open_quote(&mut self) -> &'static [char] {
        let closing = closing(self.peek().unwrap_or('"'));
        self.bump();
        closing
    }

    /// Reads a closing mark that nothing touches; the quotation began at
    /// `start`.
    pub fn close_quote(&mut self, start: usize, marks: &[char]) -> Result<(), Fault> {
        self.closing_mark(start, marks)?;
        self.end_quote()
    }

    fn closing_mark(&mut self, start: usize, marks: &[char]) -> Result<(), Fault> {
        if self.peek().is_none() {
            let opening = self.text[start..].chars().next().map_or(1, char::len_utf8);
            let span = Span { start, end: start + opening };
            let closing = marks.first().copied().unwrap_or('"');
            return Err(Fault::new(PairingProblem::UnclosedQuote { closing }, span));
        }
        self.bump();
        Ok(())
    }

    /// Fails where something touches the closing mark that was read.
    pub fn end_quote(&mut self) -> Result<(), Fault> {
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
    pub fn quoted(&mut self) -> Result<Pattern, Fault> {
        let start = self.at;
        let closes = self.closes();
        let marks = self.open_quote();
        let value = self.scan_until(Wildcards::Ordinary, closes)?;
        self.close_quote(start, marks)?;
        if value.is_blank() {
            return Err(Fault::new(PairingProblem::EmptyQuotes, self.since(start)));
        }
        Ok(value)
    }

    /// Reads `~`, if it stands here with nothing behind it.
    pub fn takes_tilde(&mut self) -> bool {
        let takes = self.peek() == Some('~')
            && self.peek_second().is_none_or(|next| next == '^' || ends_token(next));
        if takes {
            self.bump();
        }
        takes
    }

    /// Fails when a quotation mark comes next.
    pub fn refuse_quote(&mut self) -> Result<(), Fault> {
        if !self.peek().is_some_and(is_quote) {
            return Ok(());
        }
        let start = self.at;
        self.bump();
        Err(Fault::new(PairingProblem::QuoteInWord, self.since(start)))
    }
}

impl Pattern {
    fn push_character(&mut self, character: char) {
        match self.0.last_mut() {
            Some(PatternPart::Literal(text)) => text.push(character),
            _ => self.0.push(PatternPart::Literal(character.to_string())),
        }
    }

    /// Two stars mean no more than one.
    fn push_wildcard(&mut self, part: PatternPart) {
        if part != PatternPart::AnyMany || self.0.last() != Some(&PatternPart::AnyMany) {
            self.0.push(part);
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
