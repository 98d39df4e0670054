//! The commands that test the date: `date aft 9/10/2022`, `date from 20220901
//! to 20220930`. Knows both languages; never the clock.

use jiff::civil::Date;

use super::lexer::Lexer;
use super::token::Kind;
use crate::query::ast::{DateRange, Span};
use crate::query::date::numeric::{SlashOrder, compact, days_away, slashed};
use crate::query::date::{Comparison, Period, between, single, without_quotes};
use crate::query::error::{DateProblem, DialectProblem, Fault, QueryErrorKind};

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
        let period = self.period(command, &NEXIS)?;
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
        let first = self.period(command, &FACTIVA)?;
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
        self.period(command, &FACTIVA).map(Some)
    }

    /// Reads the date after `pd=`, which was read before and begins at `start`.
    pub(super) fn factiva_date_field(&mut self, start: usize) -> Result<(), Fault> {
        let command = self.scanner.since(start);
        let period = self.period(command, &FACTIVA)?;
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
        let typed = &self.scanner.text[start..end];
        let plain = without_quotes(typed);
        if plain.trim().is_empty() {
            let words: Vec<&str> =
                self.scanner.text[command.start..command.end].split_whitespace().collect();
            let problem =
                DialectProblem::MissingDate { command: words.join(" "), examples: reader.examples };
            return Err(Fault::new(problem, command));
        }
        let before = plain.len() - plain.trim_start().len();
        reader.read(plain.trim(), start + before, self.now)
    }
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
