//! The search language of Factiva: how its operators are spelt, which fields
//! there are and what has no equivalent. Knows how tight each operator binds;
//! never how a tree is built.

use jiff::civil::Date;

use super::dates::tests_date;
use super::lexer::{Lexer, ends_plain, exact, with_optional};
use super::rules::{Rules, TIGHTEST};
use super::token::{Kind, Piece, Target, Token};
use crate::query::ast::{
    Distance, Order, Pattern, Polarity, Span, TextField, ValueField, WordForm,
};
use crate::query::error::{DialectProblem, Fault};
use crate::query::fields::nearest;
use crate::query::letters::marks::is_quote;
use crate::query::limits::{MAX_COUNT, MAX_DISTANCE};
use crate::query::native::lexer::scan::Wildcards;
use crate::query::native::reserved::number;

/// AND binds tighter than OR; proximity goes from left to right.
pub(super) const RULES: Rules = Rules {
    or: 3_000,
    near: |_| NEAR,
    and: 4_000,
    and_not: None,
    field: NEAR,
    merges_adjacent: true,
    between: |operator, left| format!("{left} {operator} b"),
    around: |operator, inner| match operator.starts_with('/') {
        true => format!("{inner}{operator}"),
        false => format!("{operator} {inner}"),
    },
    text_field: "hd=(…)",
};

const NEAR: u32 = TIGHTEST - 1;

/// What the publisher says an article is about and whom it names is one field.
const INDEX_TERMS: Target = Target::Text(&[TextField::Keyword]);

const FIELDS: [(&str, Target); 17] = [
    ("hd", Target::Text(&[TextField::Headline])),
    ("hl", Target::Text(&[TextField::Headline])),
    ("hlp", Target::Text(&[TextField::Headline, TextField::Lede])),
    ("lp", Target::Text(&[TextField::Lede])),
    ("td", Target::Text(&[TextField::Body])),
    ("by", Target::Text(&[TextField::Byline])),
    ("se", Target::Text(&[TextField::Section])),
    ("ns", INDEX_TERMS),
    ("in", INDEX_TERMS),
    ("re", INDEX_TERMS),
    ("co", INDEX_TERMS),
    ("pe", INDEX_TERMS),
    ("de", INDEX_TERMS),
    ("sn", Target::Value(&[ValueField::Source])),
    ("sc", Target::Value(&[ValueField::Source, ValueField::Agency])),
    ("la", Target::Value(&[ValueField::Lang])),
    ("an", Target::Value(&[ValueField::Id])),
];

const KNOWN: &str =
    "hd=, hl=, hlp=, lp=, td=, by=, se=, ns=, in=, re=, co=, pe=, sn=, sc=, la=, an=, wc> and pd=";

const NATIVE_NAMES: [(&str, &str); 11] = [
    ("headline", "hd="),
    ("lede", "lp="),
    ("body", "td="),
    ("byline", "by="),
    ("section", "se="),
    ("keyword", "ns="),
    ("source", "sn="),
    ("lang", "la="),
    ("id", "an="),
    ("date", "date after 20220910"),
    ("words", "wc>1000"),
];

const CODES: &str = "there are no codes of that kind here";
const SUBJECT_HINT: &str =
    "search for the words, or for what the publisher says it is about: ns=word";
const ORG_HINT: &str = "search for the name, or write org:\"Press TV\" in the native language";
const SOURCE_HINT: &str = "name the source: sn=(reuters or press tv), in the native language source:(Reuters OR \
     \"Press TV\")";
const APART: &str = "it is not indexed apart";
const BODY_HINT: &str = "search for the words in td=";
const DATE_HINT: &str = "write date after 20220910, in the native language date:>2022-09-10";

/// Fields without an equivalent: the name, why, what to write.
const REFUSED: [(&str, &str, &str); 15] = [
    ("cx", "corrections are not indexed apart", BODY_HINT),
    ("rst", "there are no groups of sources", SOURCE_HINT),
    ("upd", "only the date of publication is indexed", DATE_HINT),
    ("ipc", CODES, SUBJECT_HINT),
    ("ipd", CODES, SUBJECT_HINT),
    ("fds", CODES, ORG_HINT),
    ("ric", CODES, ORG_HINT),
    ("pub", APART, SOURCE_HINT),
    ("cr", APART, SOURCE_HINT),
    ("art", APART, BODY_HINT),
    ("clm", APART, BODY_HINT),
    ("ct", APART, BODY_HINT),
    ("rf", APART, BODY_HINT),
    ("ed", APART, BODY_HINT),
    ("pg", APART, BODY_HINT),
];

/// How many characters stand before `$3` at least; `US$5` is a word.
const SHORTEST_STEM: usize = 3;

/// Returns the tokens of `text` in order.
pub(super) fn tokens(text: &str, now: Date) -> Result<Vec<Token>, Fault> {
    Lexer::run(text, now, token)
}

fn token(lexer: &mut Lexer<'_>, character: char) -> Result<(), Fault> {
    match character {
        '(' | '[' => lexer.push_next(Kind::Open, 1),
        ')' | ']' => lexer.push_next(Kind::Close, 1),
        '/' => return slashes(lexer),
        _ if is_quote(character) => {
            return lexer.phrase(Wildcards::Special, |pattern, span| {
                Ok(vec![exact(checked(pattern, span)?)])
            });
        }
        _ => return word(lexer),
    }
    Ok(())
}

fn ends(character: char) -> bool {
    ends_plain(character) || matches!(character, '[' | ']')
}

/// What stands between slashes: `n` or `f`, the digits and the length.
fn slash_operator(rest: &str) -> Option<(char, &str, usize)> {
    let inner = rest.strip_prefix('/')?;
    let letter = inner.chars().next()?.to_ascii_lowercase();
    let (digits, _) = inner.get(1..)?.split_once('/')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(letter, 'n' | 'f')).then_some((letter, digits, digits.len() + 3))
}

/// Reads `/N5/` or `/F50/`.
fn slashes(lexer: &mut Lexer<'_>) -> Result<(), Fault> {
    let Some((letter, digits, length)) = slash_operator(lexer.scanner.rest()) else {
        let raw = lexer.ahead(ends);
        let problem = DialectProblem::Unsupported {
            command: raw.to_owned(),
            why: "it is no operator of Factiva",
            instead: "write w/5 for within 5 words in this order, near5 or /N5/ for either order, \
                      same for one paragraph, /F50/ for the first 50 words; to search for the \
                      text itself put it in quotation marks",
        };
        return Err(Fault::new(problem, lexer.next_span(raw.len())));
    };
    let kind = match letter {
        'n' => number(digits, MAX_DISTANCE)
            .map(|words| Kind::Near(Distance::Words(words), Order::Either, Polarity::Near)),
        _ => number(digits, MAX_COUNT).map(Kind::First),
    };
    let Some(kind) = kind else {
        let (example, limit) = match letter {
            'n' => ("/N5/", MAX_DISTANCE),
            _ => ("/F50/", MAX_COUNT),
        };
        return Err(bad_number(lexer, length, example, limit));
    };
    lexer.push_next(kind, length);
    Ok(())
}

fn bad_number(lexer: &Lexer<'_>, length: usize, example: &'static str, limit: u32) -> Fault {
    let span = lexer.next_span(length);
    let written = lexer.scanner.text[span.start..span.end].to_owned();
    Fault::new(DialectProblem::BadNumber { written, example, limit }, span)
}

/// Reads a word, an operator or the name of a field.
fn word(lexer: &mut Lexer<'_>) -> Result<(), Fault> {
    let start = lexer.scanner.at;
    let raw = lexer.ahead(ends);
    let lower = raw.to_ascii_lowercase();
    if operator(lexer, raw, &lower)? || field(lexer, raw, &lower)? {
        return Ok(());
    }
    lexer.refuse_native(raw, &NATIVE_NAMES)?;
    lexer.refuse_wide(raw)?;
    let text = lexer.scanner.text;
    let pattern = lexer.scanner.scan_until(Wildcards::Special, |rest| {
        rest.starts_with(ends)
            || slash_operator(rest).is_some()
            || rest.starts_with('$') && has_stem(&text[start..text.len() - rest.len()])
    })?;
    let forms = match lexer.scanner.peek() {
        Some('$') => truncated(lexer, &checked(pattern, lexer.scanner.since(start))?)?,
        _ => vec![exact(checked(pattern, lexer.scanner.since(start))?)],
    };
    lexer.scanner.refuse_quote()?;
    let span = lexer.scanner.since(start);
    lexer.push(Kind::Word(Piece { forms, span }), start);
    Ok(())
}

fn has_stem(typed: &str) -> bool {
    typed.chars().filter(|next| next.is_alphabetic()).count() >= SHORTEST_STEM
}

/// Fails on wildcards without a letter.
fn checked(pattern: Pattern, span: Span) -> Result<Pattern, Fault> {
    if pattern.is_only_wildcards() && !pattern.0.is_empty() {
        let problem = DialectProblem::OnlyWildcards { example: "sanction* or wom?n" };
        return Err(Fault::new(problem, span));
    }
    Ok(pattern)
}

/// Reads `$3` after a stem.
fn truncated(lexer: &mut Lexer<'_>, stem: &Pattern) -> Result<Vec<WordForm>, Fault> {
    let start = lexer.scanner.at;
    let written = lexer.scanner.take_until(|next| ends(next) || next == '/');
    let count = match number(&written[1..], 9) {
        Some(count) if written.len() == 2 => count as usize,
        _ => {
            let problem = DialectProblem::BadTruncation(written.to_owned());
            return Err(Fault::new(problem, lexer.scanner.since(start)));
        }
    };
    Ok(with_optional(stem, count, exact))
}

/// Reads an operator that looks like a word. Returns whether one stands here.
fn operator(lexer: &mut Lexer<'_>, raw: &str, lower: &str) -> Result<bool, Fault> {
    let near = |distance, order| Kind::Near(distance, order, Polarity::Near);
    let kind = match lower {
        "and" => Kind::And,
        "or" => Kind::Or,
        "not" => Kind::Not,
        "same" => near(Distance::Paragraph, Order::Either),
        "adj" => near(Distance::Words(1), Order::LeftFirst),
        "%" => {
            let problem = DialectProblem::Unsupported {
                command: raw.to_owned(),
                why: "a place for any one word cannot be asked for",
                instead: "for at most one word in between write adj2, in the native language PRE/2",
            };
            return Err(Fault::new(problem, lexer.next_span(raw.len())));
        }
        "date" => return lexer.factiva_date(raw.len()).map(|()| true),
        _ => match counted(lower) {
            None => return Ok(false),
            Some((Some(kind), ..)) => kind,
            Some((None, example, limit)) => {
                return Err(bad_number(lexer, raw.len(), example, limit));
            }
        },
    };
    lexer.push_next(kind, raw.len());
    Ok(true)
}

/// Reads `adj5`, `w/5`, `near5` and `atleast5`, in small letters; with an
/// example and the limit for a number that cannot be.
fn counted(lower: &str) -> Option<(Option<Kind>, &'static str, u32)> {
    let near = |digits, order| {
        number(digits, MAX_DISTANCE)
            .map(|words| Kind::Near(Distance::Words(words), order, Polarity::Near))
    };
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(digits) = lower.strip_prefix("w/") {
        return Some((near(digits, Order::LeftFirst), "w/5", MAX_DISTANCE));
    }
    if let Some(digits) = lower.strip_prefix("adj").filter(|rest| is_number(rest)) {
        return Some((near(digits, Order::LeftFirst), "adj5", MAX_DISTANCE));
    }
    if let Some(digits) = lower.strip_prefix("near").filter(|rest| is_number(rest)) {
        return Some((near(digits, Order::Either), "near5", MAX_DISTANCE));
    }
    let digits = lower.strip_prefix("atleast").filter(|rest| is_number(rest))?;
    Some((number(digits, MAX_COUNT).map(Kind::AtLeast), "atleast5 nato", MAX_COUNT))
}

/// Reads `hd=` and `wc>`. Returns whether the name of a field stands here.
fn field(lexer: &mut Lexer<'_>, raw: &str, lower: &str) -> Result<bool, Fault> {
    let end = lower.find(['=', '<', '>']).unwrap_or(lower.len());
    let name = &lower[..end];
    if matches!(name, "pd" | "date") && tests_date(&lexer.scanner.rest()[end..]) {
        return lexer.factiva_date(end).map(|()| true);
    }
    if name == "wc" && lexer.length(end, "wc>1000")? {
        return Ok(true);
    }
    let is_range = match name {
        "upd" => {
            let next = lexer.scanner.rest()[end..].trim_start().to_ascii_lowercase();
            ["from ", "after ", "before "].iter().any(|word| next.starts_with(word))
        }
        _ => false,
    };
    let is_field = raw[end..].starts_with('=')
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_range && !is_field {
        return Ok(false);
    }
    let length = if is_field { end + 1 } else { end };
    if let Some((_, why, instead)) = REFUSED.iter().find(|(known, ..)| *known == name) {
        let command = raw[..length].to_owned();
        let problem = DialectProblem::Unsupported { command, why, instead };
        return Err(Fault::new(problem, lexer.next_span(length)));
    }
    let Some((_, target)) = FIELDS.iter().find(|(known, _)| *known == name) else {
        let near = NATIVE_NAMES.iter().find(|(native, _)| *native == name).map(|(_, here)| *here);
        let near = near.or_else(|| nearest(name, FIELDS.iter().map(|(known, _)| *known)));
        let near = near.map(|near| format!("{}=", near.trim_end_matches('=')));
        let written = raw[..length].to_owned();
        let problem = DialectProblem::UnknownField { written, near, known: KNOWN };
        return Err(Fault::new(problem, lexer.next_span(length)));
    };
    lexer.push_next(Kind::Field(*target), length);
    Ok(true)
}
