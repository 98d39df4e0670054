//! Terms and connectors of Nexis: how they are spelt, which segments there are
//! and what has no equivalent. Knows how tight each connector binds; never how
//! a tree is built.

use jiff::civil::Date;

use super::lexer::{Lexer, MAX_OPTIONAL, ends_plain, exact, with_optional};
use super::rules::{Rules, TIGHTEST};
use super::token::{Kind, Piece, Target, Token};
use crate::query::ast::{
    Distance, Order, Pattern, PatternPart, Polarity, Span, TextField, ValueField, WordForm,
};
use crate::query::error::{DialectProblem, Fault};
use crate::query::fields::nearest;
use crate::query::letters::marks::is_quote;
use crate::query::limits::{MAX_COUNT, MAX_DISTANCE};
use crate::query::native::lexer::scan::Wildcards;
use crate::query::native::reserved::number;

/// OR binds tighter than AND; a smaller distance tighter than a larger one.
pub(super) const RULES: Rules = Rules {
    or: 9_000,
    near: |distance| match distance {
        Distance::Words(words) => 8_000 - words.min(MAX_DISTANCE),
        Distance::Sentence => 6_000,
        Distance::Paragraph => 5_000,
    },
    and: 4_000,
    and_not: Some(3_000),
    field: TIGHTEST,
    merges_adjacent: false,
    between: |operator, left| format!("{left} {operator} b"),
    around: |operator, inner| format!("{operator}({inner})"),
    text_field: "headline(…)",
};

/// What the publisher says an article is about and whom it names is one field.
const INDEX_TERMS: Target = Target::Text(&[TextField::Keyword]);

const FIELDS: [(&str, Target); 17] = [
    ("hlead", Target::Text(&[TextField::Headline, TextField::Lede])),
    ("headline", Target::Text(&[TextField::Headline])),
    ("lead", Target::Text(&[TextField::Lede])),
    ("body", Target::Text(&[TextField::Body])),
    ("byline", Target::Text(&[TextField::Byline])),
    ("dateline", Target::Text(&[TextField::Dateline])),
    ("section", Target::Text(&[TextField::Section])),
    ("term", INDEX_TERMS),
    ("terms", INDEX_TERMS),
    ("subject", INDEX_TERMS),
    ("industry", INDEX_TERMS),
    ("company", INDEX_TERMS),
    ("organization", INDEX_TERMS),
    ("person", INDEX_TERMS),
    ("geographic", INDEX_TERMS),
    ("publication", Target::Name(&[ValueField::Source])),
    ("language", Target::Value(&[ValueField::Lang])),
];

const KNOWN: &str = "hlead(…), headline(…), lead(…), body(…), byline(…), dateline(…), section(…), \
                     terms(…), publication(…), language(…), length(>1200) and date(geq 1/1/2022 and leq 12/31/2022)";

const NATIVE_NAMES: [(&str, &str); 11] = [
    ("headline", "headline(…)"),
    ("lede", "lead(…)"),
    ("body", "body(…)"),
    ("byline", "byline(…)"),
    ("dateline", "dateline(…)"),
    ("section", "section(…)"),
    ("keyword", "terms(…)"),
    ("source", "publication(…)"),
    ("lang", "language(…)"),
    ("date", "date aft 9/10/2022"),
    ("words", "length(>1200)"),
];

const CAPITALS: &str = "capital letters are not indexed";
const NUMBER: &str = "singular and plural are not told apart";
const CODES: &str = "there are no codes of exchanges here";

const CAPITALS_HINT: &str = "leave it out; for the word in this form only write it in quotation \
                             marks, in the native language =word, for a name org:Apple";
const NUMBER_HINT: &str = "for one form only put the word in quotation marks: \"sanction\", in the native language \
     =sanction";
const SEGMENT_HINT: &str = "name the segment: headline(a AND b), in the native language headline:(a b), or write /p for \
     one paragraph";
const DATE_HINT: &str = "write date(geq 1/1/2022 and leq 12/31/2022), in the native language \
                         date:2022-01-01..2022-12-31";
const ORG_HINT: &str = "search for the name, or write org:\"Press TV\" in the native language";

/// Commands and segments without an equivalent: the name, why, what to write.
const REFUSED: [(&str, &str, &str); 14] = [
    ("caps", CAPITALS, CAPITALS_HINT),
    ("allcaps", CAPITALS, CAPITALS_HINT),
    ("nocaps", CAPITALS, CAPITALS_HINT),
    ("singular", NUMBER, NUMBER_HINT),
    ("plural", NUMBER, NUMBER_HINT),
    ("date", "only dates can stand in it", DATE_HINT),
    ("ticker", CODES, ORG_HINT),
    ("publication-type", "types of publication are not known", "name it: publication(reuters)"),
    ("pub-type", "types of publication are not known", "name it: publication(reuters)"),
    ("publication-date", "it is called date here", DATE_HINT),
    ("pub-date", "it is called date here", DATE_HINT),
    ("load-date", "only the date of publication is indexed", "write date aft 9/10/2022"),
    ("graphic", "captions are not indexed apart", "search for the words in body(…)"),
    ("correction", "corrections are not indexed apart", "search for the words in body(…)"),
];

/// Returns the tokens of `text` in order.
pub(super) fn tokens(text: &str, now: Date) -> Result<Vec<Token>, Fault> {
    Lexer::run(text, now, token)
}

fn token(lexer: &mut Lexer<'_>, character: char) -> Result<(), Fault> {
    match character {
        '(' => lexer.push_next(Kind::Open, 1),
        ')' => lexer.push_next(Kind::Close, 1),
        _ if is_quote(character) => {
            return lexer.phrase(Wildcards::Nexis, |pattern, span| forms(pattern, span, exact));
        }
        _ => return word(lexer),
    }
    Ok(())
}

/// Reads a word, a connector or a command.
fn word(lexer: &mut Lexer<'_>) -> Result<(), Fault> {
    let start = lexer.scanner.at;
    let raw = lexer.ahead(ends_plain);
    let lower = raw.to_ascii_lowercase();
    match lower.as_str() {
        "and" | "&" => return push(lexer, Kind::And, raw),
        "or" => return push(lexer, Kind::Or, raw),
        "%" => return push(lexer, Kind::AndNot, raw),
        "not" => return not(lexer, raw),
        _ => {}
    }
    if let Some(proximity) = proximity(&lower) {
        return near(lexer, raw, proximity);
    }
    if command(lexer, raw, &lower)? {
        return Ok(());
    }
    lexer.refuse_native(raw, &NATIVE_NAMES)?;
    lexer.refuse_wide(raw)?;
    let pattern = lexer.scanner.scan(Wildcards::Nexis, ends_plain)?;
    lexer.scanner.refuse_quote()?;
    let span = lexer.scanner.since(start);
    let forms = forms(pattern, span, inflected)?;
    lexer.push(Kind::Word(Piece { forms, span }), start);
    Ok(())
}

fn push(lexer: &mut Lexer<'_>, kind: Kind, raw: &str) -> Result<(), Fault> {
    lexer.push_next(kind, raw.len());
    Ok(())
}

/// `AND NOT` and `BUT NOT` are one connector.
fn not(lexer: &mut Lexer<'_>, raw: &str) -> Result<(), Fault> {
    let text = lexer.scanner.text;
    let joins = lexer.tokens.last().is_some_and(|last| match last.kind {
        Kind::And => true,
        Kind::Word(_) => text[last.span.start..last.span.end].eq_ignore_ascii_case("but"),
        _ => false,
    });
    let start = match lexer.tokens.pop_if(|_| joins) {
        Some(first) => first.span.start,
        None => return push(lexer, Kind::Not, raw),
    };
    lexer.scanner.at += raw.len();
    lexer.push(Kind::AndNot, start);
    Ok(())
}

enum Proximity {
    Near(Distance, Order),
    BadDistance,
    Segment,
}

/// Reads `w/5`, `/5`, `near/5`, `pre/5`, `+5`, and the same with `s`, `p` and
/// `seg`, in small letters.
fn proximity(lower: &str) -> Option<Proximity> {
    let (order, distance) = match lower.strip_prefix('+') {
        Some(distance) if distance.starts_with(|next: char| next.is_ascii_digit()) => {
            (Order::LeftFirst, distance)
        }
        Some(distance @ ("s" | "p" | "seg")) => (Order::LeftFirst, distance),
        Some(_) => return None,
        None => {
            let (name, distance) = lower.split_once('/')?;
            let order = match name {
                "" | "w" | "near" => Order::Either,
                "pre" | "onear" => Order::LeftFirst,
                _ => return None,
            };
            (order, distance)
        }
    };
    let distance = match distance {
        "s" | "sent" => Distance::Sentence,
        "p" | "para" => Distance::Paragraph,
        "seg" => return Some(Proximity::Segment),
        _ => match number(distance, MAX_DISTANCE) {
            Some(words) => Distance::Words(words),
            None => return Some(Proximity::BadDistance),
        },
    };
    Some(Proximity::Near(distance, order))
}

fn near(lexer: &mut Lexer<'_>, raw: &str, proximity: Proximity) -> Result<(), Fault> {
    let (distance, order) = match proximity {
        Proximity::Near(distance, order) => (distance, order),
        Proximity::BadDistance => {
            let problem = DialectProblem::BadDistance(raw.to_owned());
            return Err(Fault::new(problem, lexer.next_span(raw.len())));
        }
        Proximity::Segment => {
            let why = "segments have no ends in the index";
            return Err(unsupported(lexer, raw, raw, why, SEGMENT_HINT));
        }
    };
    let not = lexer.tokens.pop_if(|last| matches!(last.kind, Kind::Not));
    let polarity = if not.is_some() { Polarity::NotNear } else { Polarity::Near };
    let start = not.map_or(lexer.scanner.at, |not| not.span.start);
    lexer.scanner.at += raw.len();
    lexer.push(Kind::Near(distance, order, polarity), start);
    Ok(())
}

/// Reads a command or a segment. Returns whether one stands here.
fn command(lexer: &mut Lexer<'_>, raw: &str, lower: &str) -> Result<bool, Fault> {
    let name = &lower[..lower.find(['=', '<', '>']).unwrap_or(lower.len())];
    if name == "date" && lexer.nexis_date(name.len())?
        || name == "length" && lexer.length(name.len(), "length(>1200)")?
    {
        return Ok(true);
    }
    let rest = &lexer.scanner.rest()[name.len()..];
    let opens = rest.trim_start().starts_with('(');
    if let Some((_, why, instead)) = REFUSED.iter().find(|(known, ..)| *known == name)
        && opens
    {
        return Err(unsupported(lexer, &raw[..name.len()], &format!("{name}(…)"), why, instead));
    }
    if name.len() < raw.len() {
        return Ok(false);
    }
    if let Some((_, target)) = FIELDS.iter().find(|(known, _)| *known == name)
        && opens
    {
        lexer.push_next(Kind::Field(*target), raw.len());
        return Ok(true);
    }
    let short = || name.strip_prefix("atl").filter(|digits| !digits.is_empty());
    if let Some(digits) = name.strip_prefix("atleast").or_else(short)
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return at_least(lexer, raw, digits);
    }
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./&".contains(&byte);
    if rest.starts_with('(') && name.bytes().all(is_name) {
        return Err(unknown_field(lexer, raw, name));
    }
    Ok(false)
}

/// Reads `atleast5`, `atleast 5` or `atl5`, with parentheses after it.
fn at_least(lexer: &mut Lexer<'_>, raw: &str, digits: &str) -> Result<bool, Fault> {
    let start = lexer.scanner.at;
    lexer.scanner.at += raw.len();
    let mut digits = digits.to_owned();
    if digits.is_empty() {
        let end = lexer.scanner.at;
        lexer.scanner.skip_white();
        digits = lexer.ahead(ends_plain).to_owned();
        let is_number = digits.starts_with(|next: char| next.is_ascii_digit());
        lexer.scanner.at = if is_number { lexer.scanner.at + digits.len() } else { end };
    }
    let span = lexer.scanner.since(start);
    let written = lexer.scanner.text[span.start..span.end].to_owned();
    let Some(count) = number(&digits, MAX_COUNT) else {
        let example = "atleast5(a or b)";
        let problem = DialectProblem::BadNumber { written, example, limit: MAX_COUNT };
        return Err(Fault::new(problem, span));
    };
    if !lexer.scanner.rest().trim_start().starts_with('(') {
        return Err(Fault::new(DialectProblem::NoGroup(written), span));
    }
    lexer.push(Kind::AtLeast(count), start);
    Ok(true)
}

fn unknown_field(lexer: &Lexer<'_>, raw: &str, name: &str) -> Fault {
    let names = FIELDS.iter().map(|(known, _)| *known);
    let commands = REFUSED.iter().map(|(known, ..)| *known);
    let near = nearest(name, names.chain(commands)).map(|near| format!("{near}(…)"));
    let written = format!("{raw}(…)");
    let problem = DialectProblem::UnknownField { written, near, known: KNOWN };
    Fault::new(problem, lexer.next_span(raw.len()))
}

/// The error for `raw`, which stands next, under the name `command`.
fn unsupported(
    lexer: &Lexer<'_>,
    raw: &str,
    command: &str,
    why: &'static str,
    instead: &'static str,
) -> Fault {
    let problem = DialectProblem::Unsupported { command: command.to_owned(), why, instead };
    Fault::new(problem, lexer.next_span(raw.len()))
}

/// The word with its inflections, or the pattern where it has wildcards.
fn inflected(pattern: Pattern) -> WordForm {
    match pattern.literal() {
        Some(text) => WordForm::Stemmed(text.to_owned()),
        None => WordForm::Wildcard(pattern),
    }
}

/// Returns the forms of a word; `plain` makes the form of one without
/// wildcards. Stars at its end may be missing.
fn forms(
    mut pattern: Pattern,
    span: Span,
    plain: fn(Pattern) -> WordForm,
) -> Result<Vec<WordForm>, Fault> {
    if pattern.is_only_wildcards() && !pattern.0.is_empty() {
        let problem = DialectProblem::OnlyWildcards { example: "sanction! or wom*n" };
        return Err(Fault::new(problem, span));
    }
    let last = pattern.0.len().saturating_sub(1);
    if pattern.0[..last].contains(&PatternPart::AnyMany) {
        return Err(Fault::new(DialectProblem::EarlyTruncation, span));
    }
    let mut optional = 0;
    while pattern.0.pop_if(|part| *part == PatternPart::AnyOne).is_some() {
        optional += 1;
    }
    match optional {
        0 => Ok(vec![plain(pattern)]),
        1..=MAX_OPTIONAL => Ok(with_optional(&pattern, optional, exact)),
        _ => {
            let limit = MAX_OPTIONAL;
            let any = "sanction!";
            Err(Fault::new(DialectProblem::TooManyOptional { limit, any }, span))
        }
    }
}
