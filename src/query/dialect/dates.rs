//! The commands that test the date: `date aft 9/10/2022`, `date from 20220901
//! to 20220930`. Knows both languages; never the clock.

use super::lexer::Lexer;
use super::token::Kind;
use crate::query::ast::{DateRange, Span};
use crate::query::date::numeric::{SlashOrder, compact, days_away, slashed};
use crate::query::date::{Comparison, Period, between, single, without_quotes};
use crate::query::error::{
    DateProblem, DialectProblem, Fault, OperatorProblem, QueryErrorKind, Side,
};

const NEXIS_COMPARISONS: [(&str, Comparison); 14] = [
    (">=", Comparison::From),
    ("<=", Comparison::UpTo),
    (">", Comparison::After),
    ("<", Comparison::Before),
    ("=", Comparison::Within),
    ("is", Comparison::Within),
    ("aft", Comparison::After),
    ("after", Comparison::After),
    ("bef", Comparison::Before),
    ("before", Comparison::Before),
    ("geq", Comparison::From),
    ("leq", Comparison::UpTo),
    ("gtr", Comparison::After),
    ("lss", Comparison::Before),
];

const NEXIS_EXAMPLES: &str =
    "9/10/2022 (the month first), 10 September 2022, 2022-09-10, 9/2022 or 2022";

const FACTIVA_EXAMPLES: &str =
    "20220910, 202209, 2022, 2022-09-10, 10 September 2022, or -7 for seven days ago";

impl Lexer<'_> {
    /// Reads the comparison and the date after `date`, which is `length` bytes
    /// long. Returns whether they are there.
    pub(super) fn nexis_date(&mut self, length: usize) -> Result<bool, Fault> {
        let start = self.scanner.at;
        self.scanner.at += length;
        self.scanner.skip_white();
        let rest = self.scanner.rest();
        let Some((sign, comparison)) =
            NEXIS_COMPARISONS.into_iter().find(|(sign, _)| begins_with(rest, sign))
        else {
            self.scanner.at = start;
            return Ok(false);
        };
        self.scanner.at += sign.len();
        let command = self.scanner.since(start);
        let ends = |word: &str| matches!(word, "and" | "or" | "not" | "but" | "&" | "%");
        let period = self.period(command, ends, nexis_period)?;
        self.push_date(comparison.range(period), start)?;
        Ok(true)
    }

    /// Reads what stands after `date`, which is `length` bytes long.
    pub(super) fn factiva_date(&mut self, length: usize) -> Result<(), Fault> {
        let start = self.scanner.at;
        self.scanner.at += length;
        let name = self.scanner.since(start);
        self.scanner.skip_white();
        let rest = self.scanner.rest();
        let words = [
            ("from", Comparison::From),
            ("after", Comparison::After),
            ("before", Comparison::Before),
            ("in", Comparison::Within),
            ("on", Comparison::Within),
        ];
        let comparison = match words.into_iter().find(|(word, _)| begins_with(rest, word)) {
            Some((word, comparison)) => {
                self.scanner.at += word.len();
                comparison
            }
            None if rest.starts_with(|next: char| next.is_ascii_digit() || "-+".contains(next)) => {
                Comparison::Within
            }
            None => return Err(Fault::new(DialectProblem::LoneDate, name)),
        };
        let command = self.scanner.since(start);
        let first = self.period(command, factiva_ends, factiva_period)?;
        let upper = self.upper_end(comparison)?;
        let Some(last) = upper else {
            return self.push_date(comparison.range(first), start);
        };
        let range = between(Some(first.from), Some(last.to)).map_err(|_| {
            let (from, to) = (first.from.to_string(), last.to.to_string());
            Fault::new(DialectProblem::Reversed { from, to }, self.scanner.since(start))
        })?;
        self.push_date(Some(range), start)
    }

    /// Reads `to` and the date after it.
    fn upper_end(&mut self, comparison: Comparison) -> Result<Option<Period>, Fault> {
        let before = self.scanner.at;
        self.scanner.skip_white();
        if comparison != Comparison::From || !begins_with(self.scanner.rest(), "to") {
            self.scanner.at = before;
            return Ok(None);
        }
        let start = self.scanner.at;
        self.scanner.at += "to".len();
        let command = self.scanner.since(start);
        self.period(command, factiva_ends, factiva_period).map(Some)
    }

    /// Reads the date after `pd=`, which was read before and begins at `start`.
    pub(super) fn factiva_date_field(&mut self, start: usize) -> Result<(), Fault> {
        let command = self.scanner.since(start);
        let period = self.period(command, factiva_ends, factiva_period)?;
        self.push_date(Comparison::Within.range(period), start)
    }

    fn push_date(&mut self, range: Option<DateRange>, start: usize) -> Result<(), Fault> {
        let span = self.scanner.since(start);
        let Some(range) = range else {
            let typed = self.scanner.text[span.start..span.end].to_owned();
            return Err(Fault::new(DateProblem::OutOfRange(typed), span));
        };
        self.push(Kind::Date(range), start);
        Ok(())
    }

    /// Reads the words up to the next operator as a date.
    fn period(
        &mut self,
        command: Span,
        ends: fn(&str) -> bool,
        read: fn(&str, usize, &Lexer<'_>) -> Result<Period, Fault>,
    ) -> Result<Period, Fault> {
        self.scanner.skip_white();
        let start = self.scanner.at;
        let mut end = start;
        loop {
            let word = self.ahead(|next| next.is_whitespace() || "()[]".contains(next));
            if word.is_empty() || ends(&word.to_ascii_lowercase()) {
                break;
            }
            self.scanner.at += word.len();
            end = self.scanner.at;
            self.scanner.skip_white();
        }
        self.scanner.at = end;
        let typed = &self.scanner.text[start..end];
        let plain = without_quotes(typed);
        if plain.trim().is_empty() {
            self.scanner.at = command.end;
            let words: Vec<&str> =
                self.scanner.text[command.start..command.end].split_whitespace().collect();
            let problem =
                OperatorProblem::MissingOperand { operator: words.join(" "), side: Side::After };
            return Err(Fault::new(problem, command));
        }
        let before = plain.len() - plain.trim_start().len();
        read(plain.trim(), start + before, self)
    }
}

fn factiva_ends(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "same" | "to")
}

fn nexis_period(text: &str, start: usize, lexer: &Lexer<'_>) -> Result<Period, Fault> {
    match slashed(text, SlashOrder::Month) {
        Some(period) => in_place(period, text, start),
        None => other(text, start, lexer, NEXIS_EXAMPLES),
    }
}

fn factiva_period(text: &str, start: usize, lexer: &Lexer<'_>) -> Result<Period, Fault> {
    let period = days_away(text, lexer.now)
        .or_else(|| compact(text))
        .or_else(|| slashed(text, SlashOrder::Unknown));
    match period {
        Some(period) => in_place(period, text, start),
        None => other(text, start, lexer, FACTIVA_EXAMPLES),
    }
}

fn in_place(
    period: Result<Period, DateProblem>,
    text: &str,
    start: usize,
) -> Result<Period, Fault> {
    period.map_err(|problem| Fault::new(problem, Span { start, end: start + text.len() }))
}

/// Reads a date as it is written natively.
fn other(
    text: &str,
    start: usize,
    lexer: &Lexer<'_>,
    examples: &'static str,
) -> Result<Period, Fault> {
    single(text, start, lexer.now).map_err(|fault| match fault.kind() {
        QueryErrorKind::Date(DateProblem::Unreadable { near: None, .. }) => {
            let written = text.to_owned();
            Fault::new(DialectProblem::NotADate { written, examples }, fault.span())
        }
        _ => fault,
    })
}

/// Whether `rest` begins with the sign, or with the word and an end after it.
fn begins_with(rest: &str, word: &str) -> bool {
    let begins = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let is_sign = !word.starts_with(|first: char| first.is_alphabetic());
    begins
        && (is_sign
            || !rest[word.len()..].starts_with(|next: char| {
                next.is_alphanumeric() || matches!(next, '-' | '\'' | '’' | '/')
            }))
}
