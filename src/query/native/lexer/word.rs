//! Words, phrases, regular expressions and the signs on them.

use super::scan::Wildcards;
use super::{Lexer, Token, TokenKind};
use crate::query::ast::{Distance, Order, Pattern, Span, Word, WordForm};
use crate::query::error::{Fault, FieldProblem, OperatorProblem, PairingProblem, WordProblem};
use crate::query::fields::Field;
use crate::query::letters::marks::{ends_token, ends_value, ends_word, is_quote};
use crate::query::limits::{MAX_BOOST, MAX_COUNT, MAX_EDITS};
use crate::query::native::reserved::{Counter, Reserved, is_small_not, number, reserved, slash};

impl<'t> Lexer<'t> {
    /// Reads a word, an operator that looks like one, or the name of a field.
    pub(super) fn word(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        let pattern = self.scanner.scan(Wildcards::Special, ends_word)?;
        match self.scanner.peek() {
            Some(':') => return self.field(start),
            Some('~') => return self.fuzzy(start, &pattern),
            _ => self.scanner.refuse_quote()?,
        }
        let raw = &self.scanner.text[start..self.scanner.at];
        if let Some(reserved) = reserved(raw) {
            return self.operator(reserved, raw, start);
        }
        if let (Some(field), Some('(')) = (Field::of_name(raw), self.scanner.peek()) {
            let problem = FieldProblem::ColonMissing(field.name());
            return Err(Fault::new(problem, self.scanner.since(start)));
        }
        if raw == "*" {
            self.push(TokenKind::Everything, start);
            return Ok(());
        }
        let form = match pattern.literal() {
            Some(text) => WordForm::Stemmed(text.to_owned()),
            None => wildcard(pattern, self.scanner.since(start), WordProblem::OnlyWildcards)?,
        };
        self.push(TokenKind::Word(form), start);
        Ok(())
    }

    fn fuzzy(&mut self, start: usize, pattern: &Pattern) -> Result<(), Fault> {
        let tilde = self.scanner.at;
        self.scanner.bump();
        let written = self.scanner.take_until(ends_value);
        if pattern.0.is_empty() {
            return Err(Fault::new(WordProblem::LoneFuzzy, self.scanner.since(tilde)));
        }
        let Some(text) = pattern.literal() else {
            return Err(Fault::new(WordProblem::FuzzyWildcard, self.scanner.since(start)));
        };
        let edits = match written {
            "" => MAX_EDITS,
            "1" => 1,
            "2" => 2,
            _ => {
                let problem = WordProblem::BadFuzzy(written.to_owned());
                return Err(Fault::new(problem, self.scanner.since(tilde)));
            }
        };
        self.scanner.refuse_quote()?;
        let form = WordForm::Fuzzy(text.to_owned(), edits);
        self.push(TokenKind::Word(form), start);
        Ok(())
    }

    pub(super) fn operator(
        &mut self,
        reserved: Reserved<'t>,
        raw: &str,
        start: usize,
    ) -> Result<(), Fault> {
        let problem = match reserved {
            Reserved::And => return self.push_ok(TokenKind::And, start),
            Reserved::Or => return self.push_ok(TokenKind::Or, start),
            Reserved::Not => return self.push_ok(TokenKind::Not, start),
            Reserved::Proximity(distance, order) => return self.proximity(distance, order, start),
            Reserved::Count(counter, digits) => return self.count(counter, digits, start),
            Reserved::BadDistance => OperatorProblem::BadDistance(raw.to_owned()),
            Reserved::LoneNear => OperatorProblem::LoneOperator("NEAR"),
            Reserved::Foreign { written, meant } => {
                OperatorProblem::Foreign { written: written.to_owned(), meant }
            }
            Reserved::ForeignNot(sign) => {
                let word = raw.trim_start_matches(sign).to_owned();
                OperatorProblem::ForeignNot { sign, word }
            }
            Reserved::ColonMissing(field) => {
                let problem = FieldProblem::ColonMissing(field);
                return Err(Fault::new(problem, self.scanner.since(start)));
            }
        };
        Err(Fault::new(problem, self.scanner.since(start)))
    }

    fn push_ok(&mut self, kind: TokenKind, start: usize) -> Result<(), Fault> {
        self.push(kind, start);
        Ok(())
    }

    /// Adds a proximity operator that was read before.
    fn proximity(&mut self, distance: Distance, order: Order, start: usize) -> Result<(), Fault> {
        let text = self.scanner.text;
        if let Some(Token { kind: TokenKind::Word(_), span }) = self.tokens.last()
            && is_small_not(&text[span.start..span.end])
        {
            let operator = text[start..self.scanner.at].to_owned();
            let span = self.scanner.since(span.start);
            return Err(Fault::new(OperatorProblem::SmallNot { operator }, span));
        }
        self.push_ok(TokenKind::Proximity(distance, order), start)
    }

    /// Reads `ATLEAST 3` or `FIRST50`; the name and perhaps the number were
    /// read before.
    fn count(&mut self, counter: Counter, digits: &'t str, start: usize) -> Result<(), Fault> {
        let operator = counter.name();
        let name = self.scanner.since(start);
        let mut digits = digits;
        if digits.is_empty() {
            self.scanner.skip_white();
            let written = self.scanner.take_until(ends_value);
            if !written.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
                return Err(Fault::new(OperatorProblem::LoneOperator(operator), name));
            }
            digits = written;
        }
        let span = self.scanner.since(start);
        let count = digits.to_owned();
        let Some(number) = number(digits, MAX_COUNT) else {
            let problem = OperatorProblem::BadCount { operator, count };
            return Err(Fault::new(problem, span));
        };
        self.scanner.skip_white();
        if self.scanner.peek() != Some('(') {
            let problem = OperatorProblem::CountWithoutGroup { operator, count };
            return Err(Fault::new(problem, span));
        }
        self.tokens.push(Token { kind: TokenKind::Count(counter, number), span });
        Ok(())
    }

    /// Reads `=word`.
    pub(super) fn exact(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        self.scanner.bump();
        if self.scanner.peek().is_some_and(is_quote) {
            let from = self.scanner.at;
            let words = self.words_in_quotes()?;
            self.scanner.end_quote()?;
            self.push(TokenKind::Phrase(words), from);
            return Ok(());
        }
        let pattern = self.scanner.scan(Wildcards::Special, ends_word)?;
        match self.scanner.peek() {
            Some(':') => return self.field(start),
            Some('~') => {
                return Err(Fault::new(WordProblem::FuzzyExact, self.scanner.since(start)));
            }
            _ => self.scanner.refuse_quote()?,
        }
        if pattern.0.is_empty() {
            return Err(Fault::new(WordProblem::LoneExact, self.scanner.since(start)));
        }
        let form = match pattern.literal() {
            Some(text) => WordForm::Exact(text.to_owned()),
            None => wildcard(pattern, self.scanner.since(start), WordProblem::OnlyWildcards)?,
        };
        self.push(TokenKind::Word(form), start);
        Ok(())
    }

    /// Reads `"…"`, and `"…"~` with its words in any form.
    pub(super) fn phrase(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        let mut words = self.words_in_quotes()?;
        if self.scanner.takes_tilde() {
            words.iter_mut().for_each(|word| word.form = inflected(&word.form));
        }
        self.scanner.end_quote()?;
        self.push(TokenKind::Phrase(words), start);
        Ok(())
    }

    fn words_in_quotes(&mut self) -> Result<Vec<Word>, Fault> {
        let mut words = Vec::new();
        for (pattern, span) in self.scanner.phrase(Wildcards::Special)? {
            let form = match pattern.literal() {
                Some(text) => WordForm::Exact(text.to_owned()),
                None => wildcard(pattern, span, WordProblem::OnlyWildcardsInPhrase)?,
            };
            words.push(Word { form, span });
        }
        Ok(words)
    }

    /// Reads `/regex/`, `/s` or `/p`. A regular expression is closed before
    /// the next white space.
    pub(super) fn slash(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        if let Some((regex, length)) = closed_regex(&self.scanner.text[start..]) {
            self.scanner.at += length;
            return self.regex(regex, start);
        }
        let raw = self.scanner.take_until(ends_token);
        let span = self.scanner.since(start);
        if let Some(Reserved::Proximity(distance, order)) = slash(raw) {
            return self.proximity(distance, order, start);
        }
        let digits = &raw[1..];
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let problem = PairingProblem::SlashNumber(digits.to_owned());
            return Err(Fault::new(problem, span));
        }
        let span = Span { end: start + 1, ..span };
        Err(Fault::new(PairingProblem::UnclosedRegex, span))
    }

    fn regex(&mut self, regex: String, start: usize) -> Result<(), Fault> {
        if regex.is_empty() {
            return Err(Fault::new(PairingProblem::EmptyRegex, self.scanner.since(start)));
        }
        if self.scanner.peek().is_some_and(|next| !ends_token(next) && next != '^') {
            let end = self.scanner.at;
            self.scanner.bump();
            return Err(Fault::new(PairingProblem::TextAfterRegex, self.scanner.since(end)));
        }
        self.push(TokenKind::Word(WordForm::Regex(regex)), start);
        Ok(())
    }

    /// Reads `^2`.
    pub(super) fn boost(&mut self) -> Result<(), Fault> {
        let start = self.scanner.at;
        self.scanner.bump();
        let written = self.scanner.take_until(ends_value);
        let is_number = !written.is_empty()
            && written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let factor = written.parse().unwrap_or(0.0);
        if !is_number || factor <= 0.0 || factor > MAX_BOOST {
            let problem = WordProblem::BadBoost(written.to_owned());
            return Err(Fault::new(problem, self.scanner.since(start)));
        }
        self.scanner.refuse_quote()?;
        self.push(TokenKind::Boost(factor), start);
        Ok(())
    }
}

/// The form of a word whose inflections count; patterns stay.
fn inflected(form: &WordForm) -> WordForm {
    match form {
        WordForm::Exact(text) => WordForm::Stemmed(text.clone()),
        form => form.clone(),
    }
}

fn wildcard(pattern: Pattern, span: Span, alone: WordProblem) -> Result<WordForm, Fault> {
    if pattern.is_only_wildcards() {
        return Err(Fault::new(alone, span));
    }
    Ok(WordForm::Wildcard(pattern))
}

/// Returns the regular expression that `text` begins with, with `\/` as `/`,
/// and how many bytes it takes with its slashes. `None` where no slash closes
/// it before the next white space.
fn closed_regex(text: &str) -> Option<(String, usize)> {
    let mut regex = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '/' => return Some((regex, at + 1)),
            '\\' => {
                let (_, escaped) = characters.next().filter(|(_, next)| !next.is_whitespace())?;
                if escaped != '/' {
                    regex.push('\\');
                }
                regex.push(escaped);
            }
            _ if character.is_whitespace() => return None,
            _ => regex.push(character),
        }
    }
    None
}
