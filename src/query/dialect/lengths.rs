//! The commands that test the number of words: `length(>1200)`, `wc>1000`. Knows both
//! languages.

use super::dates::begins_with;
use super::lexer::Lexer;
use super::token::Kind;
use crate::query::ast::{LengthRange, Span};
use crate::query::error::{DialectProblem, Fault, PairingProblem};
use crate::query::limits::MAX_COUNT;
use crate::query::native::reserved::number;
use crate::query::values::date::Comparison;
use crate::query::values::length::compared;

impl Lexer<'_> {
    /// Reads the comparison and the number after `length` or `wc`, which is `name`
    /// bytes long, and in parentheses the other end of a range. Returns whether they
    /// are there: `length is all` is text. `example` is such a test.
    pub(super) fn length(&mut self, name: usize, example: &'static str) -> Result<bool, Fault> {
        let start = self.scanner.at;
        self.scanner.at += name;
        self.scanner.skip_white();
        let open = self.opens_group();
        let is_test = open.is_some() || self.scanner.rest().starts_with(['<', '>', '=']);
        let comparison = self.nexis_comparison();
        let begins = |rest: &str| rest.trim_start().starts_with(|next: char| next.is_ascii_digit());
        if !is_test && (comparison.is_none() || !begins(self.scanner.rest())) {
            self.scanner.at = start;
            return Ok(false);
        }
        let mut range = self.compared(comparison.unwrap_or(Comparison::Within), start, example)?;
        if let Some(open) = open {
            self.scanner.skip_white();
            if let Some(and) =
                ["and", "&"].into_iter().find(|and| begins_with(self.scanner.rest(), and))
            {
                self.scanner.at += and.len();
                let other = self.nexis_comparison().unwrap_or(Comparison::Within);
                let other = self.compared(other, start, example)?;
                range = self.both_lengths(range, other, start)?;
            }
            self.close(open, start, example)?;
        }
        self.push(Kind::Length(range), start);
        Ok(true)
    }

    /// Reads the number that the words of an article compare with.
    fn compared(
        &mut self,
        comparison: Comparison,
        start: usize,
        example: &'static str,
    ) -> Result<LengthRange, Fault> {
        self.scanner.skip_white();
        let digits = self.scanner.take_until(|next| next.is_whitespace() || next == ')');
        let range = number(digits, MAX_COUNT).and_then(|_| compared(comparison, digits).ok());
        range.ok_or_else(|| self.bad_length(start, example))
    }

    /// The lengths in both of two ranges.
    fn both_lengths(
        &self,
        one: LengthRange,
        other: LengthRange,
        start: usize,
    ) -> Result<LengthRange, Fault> {
        let (from, to) = (one.from.max(other.from), one.to.into_iter().chain(other.to).min());
        let Some(to) = to.filter(|to| from > *to) else {
            return Ok(LengthRange { from, to });
        };
        let turned = format!("length(>={to} and <={from})");
        let problem =
            DialectProblem::Reversed { from: from.to_string(), to: to.to_string(), turned };
        Err(Fault::new(problem, self.scanner.since(start)))
    }

    fn close(&mut self, open: Span, start: usize, example: &'static str) -> Result<(), Fault> {
        self.scanner.skip_white();
        match self.scanner.peek() {
            Some(')') => {
                self.scanner.bump();
                Ok(())
            }
            None => Err(Fault::new(PairingProblem::UnclosedParenthesis, open)),
            Some(_) => Err(self.bad_length(start, example)),
        }
    }

    fn bad_length(&self, start: usize, example: &'static str) -> Fault {
        let span = self.scanner.since(start);
        let written = self.scanner.text[span.start..span.end].to_owned();
        Fault::new(DialectProblem::BadNumber { written, example, limit: MAX_COUNT }, span)
    }
}
