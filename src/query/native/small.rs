//! Words that would be operators in capitals, where an operator can stand. They
//! are searched as words, and whoever typed them may not know.

use crate::query::Syntax;
use crate::query::ast::{Expr, Query, Span, Word, WordForm};

/// A word that is an operator when it is written as one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SmallOperator {
    /// The word as it was typed.
    pub written: String,
    /// The operator that may be meant: `OR`, `W/5`.
    pub meant: String,
    /// Where it stands.
    pub span: Span,
}

/// Returns the words of a query, which was understood from `text`, that stand
/// where an operator can and are spelt as one in small letters; each spelling
/// once. In Nexis and Factiva small letters are operators.
pub fn small_operators(text: &str, syntax: Syntax, query: &Query) -> Vec<SmallOperator> {
    let mut found = Vec::new();
    if syntax == Syntax::Native {
        collect(text, query, &mut found);
    }
    found
}

fn collect(text: &str, query: &Query, found: &mut Vec<SmallOperator>) {
    match query {
        Query::And(parts) => {
            for (place, part) in parts.iter().enumerate() {
                collect(text, part, found);
                let sides = Sides { before: place > 0, next: parts.get(place + 1) };
                if let Some((word, written)) = plain(text, part)
                    && let Some(meant) = meant(text, word, written, &sides)
                    && found.iter().all(|known| known.written != written)
                {
                    let written = written.to_owned();
                    found.push(SmallOperator { written, meant, span: word.span });
                }
            }
        }
        Query::Or(parts) => parts.iter().for_each(|part| collect(text, part, found)),
        Query::In { query, .. } | Query::Boost { query, .. } | Query::Not(query, _) => {
            collect(text, query, found);
        }
        Query::Everything(_)
        | Query::Text(_)
        | Query::Value { .. }
        | Query::Entity(_)
        | Query::Date(_)
        | Query::Length(_)
        | Query::AtLeast { .. } => {}
    }
}

/// What stands beside a word.
struct Sides<'q> {
    before: bool,
    next: Option<&'q Query>,
}

/// A word that was typed without any sign, as it was typed.
fn plain<'q>(text: &'q str, query: &'q Query) -> Option<(&'q Word, &'q str)> {
    let Query::Text(Expr::Word(word)) = query else { return None };
    let written = text.get(word.span.start..word.span.end)?;
    // Behind a backslash, a word is meant as one.
    matches!(&word.form, WordForm::Stemmed(form) if form == written).then_some((word, written))
}

/// The operator that a word may be meant as.
fn meant(text: &str, word: &Word, written: &str, sides: &Sides<'_>) -> Option<String> {
    let next = sides.next?;
    let number = plain(text, next).map(|(_, number)| number).filter(|number| is_number(number));
    let lower = written.to_lowercase();
    match lower.as_str() {
        "not" => Some("NOT".to_owned()),
        "and" | "or" if sides.before => Some(lower.to_uppercase()),
        "atleast" | "first" => {
            let behind = text.get(word.span.end..)?.trim_start();
            let behind = behind.trim_start_matches(|next: char| next.is_ascii_digit());
            (number.is_some() && behind.trim_start().starts_with('('))
                .then(|| format!("{} {}", lower.to_uppercase(), number.unwrap_or_default()))
        }
        _ if sides.before && written == lower => {
            let letters = lower.trim_end_matches(|next: char| next.is_ascii_digit());
            let name = match letters {
                "w" => "W",
                "near" => "NEAR",
                "pre" | "adj" => "PRE",
                _ => return None,
            };
            match &lower[letters.len()..] {
                "" => number.map(|number| format!("{name}/{number}")),
                digits => Some(format!("{name}/{digits}")),
            }
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse_as;

    fn found(text: &str, syntax: Syntax) -> String {
        let query = parse_as(text, syntax, jiff::civil::date(2022, 9, 10)).unwrap();
        let found = small_operators(text, syntax, &query).into_iter().map(|small| {
            assert_eq!(text[small.span.start..small.span.end], small.written);
            format!("{}={}", small.written, small.meant)
        });
        found.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn operators_in_small_letters_are_told_where_one_can_stand() {
        for (text, expected) in [
            ("nato or otan", "or=OR"),
            ("nato Or otan", "Or=OR"),
            ("nato or otan or iran", "or=OR"),
            ("bread and butter", "and=AND"),
            ("cyber not attack", "not=NOT"),
            ("not iran", "not=NOT"),
            ("(nato or otan) AND headline:(a or b)", "or=OR"),
            ("headline:(a and b)", "and=AND"),
            ("-(a or b)", "or=OR"),
            ("atleast 3 (iran)", "atleast=ATLEAST 3"),
            ("first 50 (iran)", "first=FIRST 50"),
            ("nato w5 cyber", "w5=W/5"),
            ("nato w 5 cyber", "w=W/5"),
            ("nato near 5 cyber", "near=NEAR/5"),
            ("nato adj5 cyber", "adj5=PRE/5"),
            ("\u{200f}nato or otan", "or=OR"),
            ("nato OR otan", ""),
            ("nato w/5 cyber", ""),
            ("first 50 days", ""),
            ("first lady", ""),
            ("explosion near tehran", ""),
            ("George W Bush", ""),
            ("or", ""),
            ("or nato", ""),
            ("nato or", ""),
            ("\"nato or otan\"", ""),
            ("\"nato or otan\"~ cyber", ""),
            ("nato \\or otan", ""),
            ("nato =or otan", ""),
            ("nato or* otan", ""),
        ] {
            assert_eq!(found(text, Syntax::Native), expected, "{text}");
        }
        assert_eq!(found("nato or otan and not iran", Syntax::Nexis), "");
    }
}
