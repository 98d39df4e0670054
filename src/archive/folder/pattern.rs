//! What a path says about the article in it: `_news_{agency_id}_{headline:slug}.txt`.
//!
//! A pattern is literal text with fields in braces. It is matched against the
//! end of a path, whole parts at a time; a field stays within one part and
//! takes as little as possible. `{{` and `}}` stand for braces.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};

use super::slug;
use crate::archive::fold::ascii_digit;
use crate::article::{Precision, Published};

/// A parsed pattern. It prints as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    source: String,
    /// The parts between slashes, each a run of pieces.
    parts: Vec<Vec<Piece>>,
}

/// Why a pattern is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pattern}: at character {position}: {problem}")]
pub struct PatternError {
    /// The pattern as it was written.
    pub pattern: String,
    /// Where the trouble is, in characters from 0.
    pub position: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

/// What a path says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PathFacts {
    /// `{agency_id}`
    pub agency_id: Option<String>,
    /// `{headline}`
    pub headline: Option<String>,
    /// `{date}`
    pub date: Option<Published>,
    /// `{source}`
    pub source: Option<String>,
    /// `{agency}`
    pub agency: Option<String>,
    /// `{section}`
    pub section: Option<String>,
    /// `{language}`
    pub language: Option<String>,
    /// `{desk}`
    pub desk: Option<String>,
}

impl PathFacts {
    /// What a path says of a record: where a file holds several, its name is not the
    /// id or the headline of each.
    pub(in crate::archive) fn of_record(self, record: Option<u64>) -> PathFacts {
        match record {
            Some(_) => PathFacts { agency_id: None, headline: None, ..self },
            None => self,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Field {
        field: Field,
        slug: bool,
    },
    /// So many digits of a date.
    Digits(Unit),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    AgencyId,
    Headline,
    Date,
    Source,
    Agency,
    Section,
    Language,
    Desk,
    Ignored,
}

const FIELDS: [(&str, Field); 9] = [
    ("agency_id", Field::AgencyId),
    ("headline", Field::Headline),
    ("date", Field::Date),
    ("source", Field::Source),
    ("agency", Field::Agency),
    ("section", Field::Section),
    ("language", Field::Language),
    ("desk", Field::Desk),
    ("_", Field::Ignored),
];

/// How often a match of one part may try a place before it gives up; enough
/// for any real path, and a bound for hostile ones.
const MAX_STEPS: usize = 20_000;

impl PathPattern {
    /// Parses a pattern.
    pub fn parse(pattern: &str) -> Result<Self, PatternError> {
        Parser::new(pattern).run()
    }

    /// Returns what the end of `path` (with `/` between parts) says, or `None`
    /// where the pattern does not fit.
    pub(crate) fn facts(&self, path: &str) -> Option<PathFacts> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let skipped = parts.len().checked_sub(self.parts.len())?;
        let mut found = Found::default();
        for (pieces, part) in self.parts.iter().zip(&parts[skipped..]) {
            let mut steps = MAX_STEPS;
            if !fit(pieces, part, &mut found, &mut steps) {
                return None;
            }
        }
        found.facts()
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl FromStr for PathPattern {
    type Err = PatternError;

    fn from_str(pattern: &str) -> Result<Self, PatternError> {
        PathPattern::parse(pattern)
    }
}

/// The values of the fields while a path is matched.
#[derive(Default)]
struct Found {
    facts: PathFacts,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
}

impl Found {
    fn facts(mut self) -> Option<PathFacts> {
        if let Some(year) = self.year {
            self.facts.date = Some(known(year, self.month, self.day)?);
        }
        Some(self.facts)
    }

    /// Takes `text` as the value of a field; false where it cannot be one.
    fn set(&mut self, field: Field, slug: bool, text: &str) -> bool {
        let value = Some(if slug { slug::readable(text) } else { text.to_owned() });
        match field {
            // As in the ids of pages.
            Field::AgencyId => {
                self.facts.agency_id = value.map(|id| id.chars().map(ascii_digit).collect());
            }
            Field::Headline => self.facts.headline = value,
            Field::Source => self.facts.source = value,
            Field::Agency => self.facts.agency = value,
            Field::Section => self.facts.section = value,
            Field::Language => self.facts.language = value,
            Field::Desk => self.facts.desk = value,
            Field::Ignored => {}
            Field::Date => {
                self.facts.date = path_date(text);
                return self.facts.date.is_some();
            }
        }
        true
    }

    fn set_unit(&mut self, unit: Unit, digits: &str) -> bool {
        match unit {
            Unit::Year => self.year = digits.parse().ok(),
            Unit::Month => self.month = digits.parse().ok().filter(|m| (1..=12).contains(m)),
            Unit::Day => self.day = digits.parse().ok().filter(|d| (1..=31).contains(d)),
        }
        match unit {
            Unit::Year => self.year.is_some(),
            Unit::Month => self.month.is_some(),
            Unit::Day => self.day.is_some(),
        }
    }
}

/// Matches `pieces` against the whole of `text`, each field as short as can be.
fn fit(pieces: &[Piece], text: &str, found: &mut Found, steps: &mut usize) -> bool {
    if *steps == 0 {
        return false;
    }
    *steps -= 1;
    let Some((piece, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    match piece {
        Piece::Literal(literal) => {
            after_literal(text, literal).is_some_and(|after| fit(rest, after, found, steps))
        }
        Piece::Digits(unit) => {
            let length = if *unit == Unit::Year { 4 } else { 2 };
            let Some((digits, after)) = text.split_at_checked(length) else {
                return false;
            };
            digits.bytes().all(|b| b.is_ascii_digit())
                && found.set_unit(*unit, digits)
                && fit(rest, after, found, steps)
        }
        Piece::Field { field, slug } => {
            let next = match rest.first() {
                Some(Piece::Literal(literal)) => literal.as_str(),
                _ => "",
            };
            for (at, c) in text.char_indices() {
                let (value, after) = text.split_at(at + c.len_utf8());
                if after_literal(after, next).is_some()
                    && fit(rest, after, found, steps)
                    && found.set(*field, *slug, value)
                {
                    return true;
                }
                if *steps == 0 {
                    return false;
                }
            }
            false
        }
    }
}

/// Returns what follows a literal that `text` begins with. The ending of a name
/// may be in other letters: `.TXT` is `.txt`.
fn after_literal<'t>(text: &'t str, literal: &str) -> Option<&'t str> {
    let (name, ending) = literal.split_at(literal.rfind('.').unwrap_or(literal.len()));
    let (found, after) = text.strip_prefix(name)?.split_at_checked(ending.len())?;
    found.eq_ignore_ascii_case(ending).then_some(after)
}

/// Reads `yyyymmdd`, `yyyy-mm-dd`, `yyyy_mm_dd`, `yyyy-mm` or `yyyy`.
fn path_date(text: &str) -> Option<Published> {
    let number = |range: std::ops::Range<usize>| {
        let digits = text.get(range)?;
        let all = digits.bytes().all(|b| b.is_ascii_digit());
        all.then(|| digits.parse::<i16>().ok()).flatten()
    };
    let small = |range| i8::try_from(number(range)?).ok();
    let divided = |at: usize| matches!(text.as_bytes().get(at), Some(b'-' | b'_'));
    match text.len() {
        4 => known(number(0..4)?, None, None),
        7 if divided(4) => known(number(0..4)?, Some(small(5..7)?), None),
        8 => known(number(0..4)?, Some(small(4..6)?), Some(small(6..8)?)),
        10 if divided(4) && text.as_bytes()[4] == text.as_bytes()[7] => {
            known(number(0..4)?, Some(small(5..7)?), Some(small(8..10)?))
        }
        _ => None,
    }
}

fn known(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Published> {
    let precision = match (month, day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        (None, _) => Precision::Year,
    };
    let date = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    Published::from_civil(date.to_datetime(Time::midnight()), precision)
}

struct Parser<'a> {
    pattern: &'a str,
    parts: Vec<Vec<Piece>>,
    seen: Vec<Field>,
}

impl<'a> Parser<'a> {
    fn new(pattern: &'a str) -> Self {
        Parser { pattern, parts: vec![Vec::new()], seen: Vec::new() }
    }

    fn run(mut self) -> Result<PathPattern, PatternError> {
        let mut at = 0;
        while let Some(c) = self.pattern[at..].chars().next() {
            let rest = &self.pattern[at..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                self.literal(c);
                at += 2;
            } else if c == '{' {
                let Some(length) = rest.find('}') else {
                    return Err(self.error(at, "the brace is not closed", "add a }"));
                };
                self.field(at, &rest[1..length])?;
                at += length + 1;
            } else if c == '}' {
                let hint = "write }} for a brace that belongs to the name";
                return Err(self.error(at, "the brace was not opened", hint));
            } else {
                self.literal(c);
                at += c.len_utf8();
            }
        }
        self.parts.retain(|part| !part.is_empty());
        if self.seen.is_empty() {
            let hint = "name at least one, such as {agency_id}";
            return Err(self.error(0, "the pattern has no field", hint));
        }
        Ok(PathPattern { source: self.pattern.to_owned(), parts: self.parts })
    }

    fn error(&self, at: usize, problem: &str, hint: &str) -> PatternError {
        PatternError {
            pattern: self.pattern.to_owned(),
            position: self.pattern[..at].chars().count(),
            problem: problem.to_owned(),
            hint: hint.to_owned(),
        }
    }

    fn literal(&mut self, c: char) {
        if c == '/' {
            self.parts.push(Vec::new());
            return;
        }
        match self.parts.last_mut().map(|part| (part.last_mut(), ())) {
            Some((Some(Piece::Literal(text)), ())) => text.push(c),
            _ => self.push(Piece::Literal(c.to_string())),
        }
    }

    fn push(&mut self, piece: Piece) {
        if let Some(part) = self.parts.last_mut() {
            part.push(piece);
        }
    }

    fn field(&mut self, at: usize, inside: &str) -> Result<(), PatternError> {
        let (name, form) = match inside.split_once(':') {
            Some((name, form)) => (name, Some(form)),
            None => (inside, None),
        };
        let Some(&(_, field)) = FIELDS.iter().find(|(known, _)| *known == name) else {
            return Err(self.error(at + 1, &format!("no field is called {name:?}"), &near(name)));
        };
        if field != Field::Ignored && self.seen.contains(&field) {
            let problem = format!("{{{name}}} is given twice");
            return Err(self.error(at, &problem, "write {_} for what is to be ignored"));
        }
        let before = self.parts.last().and_then(|part| part.last());
        if matches!(before, Some(Piece::Field { .. })) {
            let hint = "put the text that divides the two between them";
            return Err(self.error(at, "two fields touch", hint));
        }
        self.seen.push(field);
        match (field, form) {
            (Field::Date, Some(layout)) => self.layout(at + name.len() + 2, layout),
            (_, None) => {
                self.push(Piece::Field { field, slug: false });
                Ok(())
            }
            (_, Some("slug")) => {
                self.push(Piece::Field { field, slug: true });
                Ok(())
            }
            (_, Some(form)) => {
                let problem = format!("{{{name}}} has no form {form:?}");
                let hint = "write :slug for words joined by hyphens, or nothing";
                Err(self.error(at + name.len() + 2, &problem, hint))
            }
        }
    }

    /// The layout of a date: `yyyy`, `mm` and `dd`, with anything between.
    fn layout(&mut self, start: usize, layout: &str) -> Result<(), PatternError> {
        let mut at = 0;
        while at < layout.len() {
            let rest = &layout[at..];
            let unit = [("yyyy", Unit::Year), ("mm", Unit::Month), ("dd", Unit::Day)]
                .into_iter()
                .find(|(letters, _)| rest.starts_with(letters));
            match unit {
                Some((letters, unit)) => {
                    self.push(Piece::Digits(unit));
                    at += letters.len();
                }
                None if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                    let hint = "write yyyy, mm and dd with what stands between them";
                    return Err(self.error(start + at, "the layout is not understood", hint));
                }
                None => {
                    let c = rest.chars().next().unwrap_or_default();
                    self.literal(c);
                    at += c.len_utf8();
                }
            }
        }
        let has = |letters| layout.matches(letters).count();
        if has("yyyy") != 1 || has("mm") > 1 || has("dd") > 1 || has("dd") > has("mm") {
            let hint = "a layout has one yyyy, with it one mm, and with that one dd";
            return Err(self.error(start, "the layout is not a date", hint));
        }
        Ok(())
    }
}

fn near(name: &str) -> String {
    let plain = name.replace(['-', ' '], "_").to_lowercase();
    let close = FIELDS.iter().map(|(known, _)| *known).find(|known| {
        *known == plain
            || (plain.len() > 1
                && (known.contains(&plain) || plain.contains(known) && *known != "_"))
    });
    match close {
        Some(known) => format!("did you mean {{{known}}}?"),
        None => {
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            format!("the fields are {}", names.join(", "))
        }
    }
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
