//! The commands that test the date: `date aft 9/10/2022`, `date from 20220901
//! to 20220930`. Knows both languages; never the clock.

use jiff::civil::Date;

use super::lexer::Lexer;
use super::token::Kind;
use crate::query::ast::{DateRange, Span};
use crate::query::error::{DateProblem, DialectProblem, Fault, PairingProblem, QueryErrorKind};
use crate::query::native::parser::operator_text;
use crate::query::values::date::numeric::{SlashOrder, compact, days_away, slashed};
use crate::query::values::date::{Comparison, Period, SIGNS, between, single, without_quotes};

const NEXIS_WORDS: [(&str, Comparison); 9] = [
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

const FACTIVA_WORDS: [(&str, Comparison); 5] = [
    ("from", Comparison::From),
    ("after", Comparison::After),
    ("before", Comparison::Before),
    ("in", Comparison::Within),
    ("on", Comparison::Within),
];

/// Whether what stands after `pd` tests the date: a sign, or a word with what
/// begins a date. Two letters are a word of a text, too.
pub(super) fn tests_date(rest: &str) -> bool {
    let rest = rest.trim_start();
    let is_date = |rest: &str| {
        begins_with(rest, "last")
            || rest.starts_with(|next: char| next.is_ascii_digit() || "-+".contains(next))
    };
    SIGNS.into_iter().any(|(sign, _)| rest.starts_with(sign))
        || FACTIVA_WORDS
            .into_iter()
            .any(|(word, _)| begins_with(rest, word) && is_date(rest[word.len()..].trim_start()))
}

/// How a language writes dates.
struct Reader {
    /// Whether a word, in small letters, ends a date.
    ends: fn(&str) -> bool,
    /// Reads a date in digits, if the text is one.
    digits: fn(&str, Date) -> Option<Result<Period, DateProblem>>,
    examples: &'static str,
}

const NEXIS: Reader = Reader {
    ends: |word| matches!(word, "and" | "or" | "not" | "but" | "&" | "%"),
    digits: |text, _| slashed(text, SlashOrder::Month),
    examples: "9/10/2022 (the month first), 10 September 2022, 2022-09-10, 9/2022 or 2022",
};

const FACTIVA: Reader = Reader {
    ends: |word| matches!(word, "and" | "or" | "not" | "same" | "to"),
    digits: |text, now| {
        let digits = days_away(text, now).or_else(|| compact(text));
        digits.or_else(|| slashed(text, SlashOrder::Unknown))
    },
    examples: "20220910, 202209, 2022, 2022-09-10, 10 September 2022, or -7 for seven days ago",
};

impl Reader {
    /// Reads `text`, which begins at byte `start`, in digits or as it is
    /// written natively.
    fn read(&self, text: &str, start: usize, now: Date) -> Result<Period, Fault> {
        if let Some(period) = (self.digits)(text, now) {
            let span = Span { start, end: start + text.len() };
            return period.map_err(|problem| Fault::new(problem, span));
        }
        single(text, start, now).map_err(|fault| match fault.kind() {
            QueryErrorKind::Date(DateProblem::Unreadable { near: None, .. }) => {
                let problem =
                    DialectProblem::NotADate { written: text.to_owned(), examples: self.examples };
                Fault::new(problem, fault.span())
            }
            _ => fault,
        })
    }
}

impl Lexer<'_> {
    /// Reads the comparison and the date after `date`, which is `length` bytes
    /// long, and the other end of a range. Returns whether they are there.
    pub(super) fn nexis_date(&mut self, length: usize) -> Result<bool, Fault> {
        let start = self.scanner.at;
        self.scanner.at += length;
        self.scanner.skip_white();
        let open = self.opens_group();
        let begins = |rest: &str| rest.trim_start().starts_with(|next: char| next.is_ascii_digit());
        let comparison = match self.nexis_comparison() {
            None if open.is_some() && begins(self.scanner.rest()) => Some(Comparison::Within),
            comparison => comparison,
        };
        let Some(comparison) = comparison else {
            self.scanner.at = start;
            return Ok(false);
        };
        let command = self.scanner.since(start);
        let period = self.nexis_period(command)?;
        let one = comparison.range(period);
        let range = match self.other_end(comparison)? {
            None => one,
            Some((comparison, period)) => match (one, comparison.range(period)) {
                (Some(one), Some(other)) => Some(self.both(one, other, start)?),
                _ => None,
            },
        };
        if let Some(open) = open {
            self.scanner.skip_white();
            match self.scanner.peek() {
                Some(')') => self.scanner.bump(),
                None => return Err(Fault::new(PairingProblem::UnclosedParenthesis, open)),
                Some(_) => {
                    self.scanner.at = start;
                    return Ok(false);
                }
            }
        }
        self.push_date(range, start)?;
        Ok(true)
    }

    /// Reads an opening parenthesis, if one stands here, and returns its place.
    pub(super) fn opens_group(&mut self) -> Option<Span> {
        let open = self.next_span(1);
        let opens = self.scanner.peek() == Some('(');
        opens.then(|| self.scanner.bump()).map(|()| open)
    }

    /// Reads a date, perhaps in parentheses.
    fn nexis_period(&mut self, command: Span) -> Result<Period, Fault> {
        self.scanner.skip_white();
        let Some(open) = self.opens_group() else {
            return self.period(command, &NEXIS);
        };
        let start = self.scanner.at;
        self.scanner.take_until(|next| matches!(next, '(' | ')'));
        let end = self.scanner.at;
        if self.scanner.peek() != Some(')') {
            return Err(Fault::new(PairingProblem::UnclosedParenthesis, open));
        }
        self.scanner.bump();
        self.period_in(Span { start, end }, command, &NEXIS)
    }

    /// Reads a comparison, if one stands here.
    pub(super) fn nexis_comparison(&mut self) -> Option<Comparison> {
        self.scanner.skip_white();
        let rest = self.scanner.rest();
        let (sign, comparison) =
            SIGNS.into_iter().chain(NEXIS_WORDS).find(|(sign, _)| begins_with(rest, sign))?;
        self.scanner.at += sign.len();
        Some(comparison)
    }

    /// Reads `and bef 1/1/2023` after the one end of a range, if it stands
    /// here. `and before dawn` is no date.
    fn other_end(&mut self, one: Comparison) -> Result<Option<(Comparison, Period)>, Fault> {
        let before = self.scanner.at;
        self.scanner.skip_white();
        let start = self.scanner.at;
        let rest = self.scanner.rest();
        if let Some(and) = ["and", "&"].into_iter().find(|and| begins_with(rest, and)) {
            self.scanner.at += and.len();
            if let Some(other) = self.nexis_comparison().filter(|other| other.closes(one)) {
                let command = self.scanner.since(start);
                self.scanner.skip_white();
                let typed = self.scanner.text[command.start..command.end].to_ascii_lowercase();
                let is_word = typed.ends_with("before") || typed.ends_with("after");
                let date = self.scanner.rest().trim_start_matches(['(', ' ']);
                let is_number = date.starts_with(|next: char| next.is_ascii_digit());
                match self.nexis_period(command) {
                    Ok(period) => return Ok(Some((other, period))),
                    Err(fault) if is_number || !is_word => return Err(fault),
                    Err(_) => {}
                }
            }
        }
        self.scanner.at = before;
        Ok(None)
    }

    /// The dates in both of two ranges that are open at one end each.
    fn both(&self, one: DateRange, other: DateRange, start: usize) -> Result<DateRange, Fault> {
        let ends = |range| match range {
            DateRange::Between { from, to } => (from, to),
            DateRange::Undated => (None, None),
        };
        let ((from, to), (later, earlier)) = (ends(one), ends(other));
        let range = between(from.or(later), to.or(earlier));
        range.map_err(|problem| self.reversed(problem, "date geq", "and leq", start))
    }

    /// What is wrong with a range that begins at `start`, and how it is
    /// written the other way round.
    fn reversed(
        &self,
        problem: DateProblem,
        from_word: &str,
        to_word: &str,
        start: usize,
    ) -> Fault {
        let span = self.scanner.since(start);
        match problem {
            DateProblem::Reversed { from, to } => {
                let turned = format!("{from_word} {to} {to_word} {from}");
                Fault::new(DialectProblem::Reversed { from, to, turned }, span)
            }
            other => Fault::new(other, span),
        }
    }

    /// Reads what stands after `date` or `pd`, which is `length` bytes long.
    pub(super) fn factiva_date(&mut self, length: usize) -> Result<(), Fault> {
        let start = self.scanner.at;
        self.scanner.at += length;
        let name = self.scanner.since(start);
        self.scanner.skip_white();
        let rest = self.scanner.rest();
        let mut comparisons = SIGNS.into_iter().chain(FACTIVA_WORDS);
        let comparison = match comparisons.find(|(sign, _)| begins_with(rest, sign)) {
            Some((sign, comparison)) => {
                self.scanner.at += sign.len();
                comparison
            }
            None if rest.starts_with(|next: char| next.is_ascii_digit() || "-+".contains(next)) => {
                Comparison::Within
            }
            None => return Err(Fault::new(DialectProblem::LoneDate, name)),
        };
        let command = self.scanner.since(start);
        let first = self.period(command, &FACTIVA)?;
        let upper = self.upper_end(comparison)?;
        let Some(last) = upper else {
            return self.push_date(comparison.range(first), start);
        };
        let range = between(Some(first.from), Some(last.to))
            .map_err(|problem| self.reversed(problem, "date from", "to", start))?;
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
        self.period(command, &FACTIVA).map(Some)
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
    fn period(&mut self, command: Span, reader: &Reader) -> Result<Period, Fault> {
        self.scanner.skip_white();
        let start = self.scanner.at;
        let mut end = start;
        loop {
            let word = self.ahead(|next| next.is_whitespace() || "()[]".contains(next));
            if word.is_empty() || (reader.ends)(&word.to_ascii_lowercase()) {
                break;
            }
            self.scanner.at += word.len();
            end = self.scanner.at;
            self.scanner.skip_white();
        }
        self.scanner.at = end;
        self.period_in(Span { start, end }, command, reader)
    }

    /// Reads the text at a place as a date.
    fn period_in(&self, place: Span, command: Span, reader: &Reader) -> Result<Period, Fault> {
        let Span { start, end } = place;
        let typed = &self.scanner.text[start..end];
        let plain = without_quotes(typed);
        if plain.trim().is_empty() {
            let (command_text, examples) =
                (operator_text(self.scanner.text, command), reader.examples);
            let problem = DialectProblem::MissingDate { command: command_text, examples };
            return Err(Fault::new(problem, command));
        }
        let before = plain.len() - plain.trim_start().len();
        reader.read(plain.trim(), start + before, self.now)
    }
}

/// Whether `rest` begins with the sign, or with the word and an end after it.
pub(super) fn begins_with(rest: &str, word: &str) -> bool {
    let begins = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let is_sign = !word.starts_with(|first: char| first.is_alphabetic());
    begins
        && (is_sign
            || !rest[word.len()..].starts_with(|next: char| {
                next.is_alphanumeric() || matches!(next, '-' | '\'' | '’' | '/')
            }))
}
