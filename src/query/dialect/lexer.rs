//! What reading Nexis and Factiva has in common: tokens with their places, and
//! signs of the native language that mean nothing here. Knows no operator.

use jiff::civil::Date;

use super::token::{Kind, Piece, Token};
use crate::query::ast::{Pattern, PatternPart, Span, WordForm};
use crate::query::error::{DialectProblem, Fault, OperatorProblem};
use crate::query::fields::{Field, entity_kind};
use crate::query::letters::marks::{ends_token, is_quote, narrow};
use crate::query::native::lexer::scan::{Scanner, Wildcards};

/// How many characters at the end of a word may be there or not.
pub(super) const MAX_OPTIONAL: usize = 9;

pub(super) struct Lexer<'t> {
    pub scanner: Scanner<'t>,
    pub tokens: Vec<Token>,
    pub now: Date,
}

/// Whether a word ends before the character.
pub(super) fn ends_plain(character: char) -> bool {
    ends_token(character) || is_quote(character)
}

impl<'t> Lexer<'t> {
    /// Reads the whole of `text`, each token with `token`.
    pub fn run(
        text: &'t str,
        now: Date,
        token: fn(&mut Self, char) -> Result<(), Fault>,
    ) -> Result<Vec<Token>, Fault> {
        let mut lexer = Lexer { scanner: Scanner::new(text), tokens: Vec::new(), now };
        loop {
            lexer.scanner.skip_white();
            let Some(character) = lexer.scanner.peek() else {
                return Ok(lexer.tokens);
            };
            token(&mut lexer, character)?;
        }
    }

    /// The text up to the next character that `ends` holds for, without moving.
    pub fn ahead(&self, ends: fn(char) -> bool) -> &'t str {
        let rest = self.scanner.rest();
        &rest[..rest.find(ends).unwrap_or(rest.len())]
    }

    /// The place of the next `length` bytes.
    pub fn next_span(&self, length: usize) -> Span {
        Span { start: self.scanner.at, end: self.scanner.at + length }
    }

    pub fn push(&mut self, kind: Kind, start: usize) {
        let span = self.scanner.since(start);
        self.tokens.push(Token { kind, span });
    }

    /// Pushes what the next `length` bytes are.
    pub fn push_next(&mut self, kind: Kind, length: usize) {
        let span = self.next_span(length);
        self.scanner.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    /// Reads `"…"`; `forms` makes the forms of a word in it.
    pub fn phrase(
        &mut self,
        wildcards: Wildcards,
        forms: fn(Pattern, Span) -> Result<Vec<WordForm>, Fault>,
    ) -> Result<(), Fault> {
        let start = self.scanner.at;
        let mut pieces = Vec::new();
        for (pattern, span) in self.scanner.phrase(wildcards)? {
            pieces.push(Piece { forms: forms(pattern, span)?, span });
        }
        self.scanner.end_quote()?;
        self.push(Kind::Phrase(pieces), start);
        Ok(())
    }

    /// Fails on a word that means something in the native language only.
    /// `names` are the fields of this language by their native names.
    pub fn refuse_native(
        &self,
        raw: &str,
        names: &[(&'static str, &'static str)],
    ) -> Result<(), Fault> {
        let Some((length, field)) = native_sign(raw) else {
            return Ok(());
        };
        let instead = names.iter().find(|(name, _)| Some(*name) == field).map(|(_, here)| *here);
        let problem = DialectProblem::Native { written: raw[..length].to_owned(), instead };
        Err(Fault::new(problem, self.next_span(length)))
    }

    /// Fails on an operator in wide letters, and on wide parentheses.
    pub fn refuse_wide(&self, raw: &str) -> Result<(), Fault> {
        let paren = raw.char_indices().find(|(_, sign)| matches!(sign, '（' | '）'));
        let (at, written, meant) = match (paren, narrow(raw)) {
            (Some((at, '（')), _) => (at, "（", "("),
            (Some((at, _)), _) => (at, "）", ")"),
            (None, Some(word)) => match word.to_ascii_lowercase().as_str() {
                "and" => (0, raw, "AND"),
                "or" => (0, raw, "OR"),
                "not" => (0, raw, "NOT"),
                _ => return Ok(()),
            },
            (None, None) => return Ok(()),
        };
        let start = self.scanner.at + at;
        let span = Span { start, end: start + written.len() };
        let problem = OperatorProblem::Foreign { written: written.to_owned(), meant };
        Err(Fault::new(problem, span))
    }
}

/// Returns how much of a word is a native sign, and its field if it has one:
/// `source:`, `@person`, `tehran~1`, `nato^2`, `=word`.
fn native_sign(raw: &str) -> Option<(usize, Option<&'static str>)> {
    if let Some((name, _)) = raw.split_once(':')
        && let Some(field) = Field::of_name(name)
    {
        return Some((name.len() + 1, Some(field.name())));
    }
    let entity = raw.strip_prefix('@').is_some_and(|rest| {
        let name = rest.split(':').next().unwrap_or_default();
        entity_kind(name).is_ok()
    });
    let fuzzy = matches!(raw.rsplit_once('~'), Some((word, "" | "1" | "2")) if !word.is_empty());
    let weight = matches!(raw.rsplit_once('^'), Some((word, factor))
        if !word.is_empty() && factor.parse::<f32>().is_ok());
    let exact = raw.len() > 1 && raw.starts_with('=') && !raw.starts_with("==");
    (entity || fuzzy || weight || exact).then_some((raw.len(), None))
}

/// Returns the forms of a word that may end in up to `optional` characters
/// more: the pattern without them, with one, with two and so on.
pub(super) fn with_optional(
    pattern: &Pattern,
    optional: usize,
    form: impl Fn(Pattern) -> WordForm,
) -> Vec<WordForm> {
    let longer = |count| {
        let mut parts = pattern.0.clone();
        parts.extend(std::iter::repeat_n(PatternPart::AnyOne, count));
        form(Pattern(parts))
    };
    (0..=optional).map(longer).collect()
}

/// The exact word, or the pattern where it has wildcards.
pub(super) fn exact(pattern: Pattern) -> WordForm {
    match pattern.literal() {
        Some(text) => WordForm::Exact(text.to_owned()),
        None => WordForm::Wildcard(pattern),
    }
}
