//! The text after `words:` becomes a range of lengths. Knows comparisons and
//! ranges; never how words are counted.

use super::date::{Comparison, SIGNS};
use crate::query::ast::{LengthRange, Span};
use crate::query::error::{Fault, LengthProblem};

/// Returns the range that `text`, which begins at byte `start` of the query, names.
pub(in crate::query) fn length_range(text: &str, start: usize) -> Result<LengthRange, Fault> {
    let span = Span { start, end: start + text.len() };
    range(text).map_err(|problem| Fault::new(problem, span))
}

fn range(text: &str) -> Result<LengthRange, LengthProblem> {
    let sign = SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign));
    if let Some((sign, comparison)) = sign {
        let number = &text[sign.len()..];
        if number.is_empty() {
            return Err(LengthProblem::Missing(sign));
        }
        return compared(comparison, number);
    }
    let Some((from, to)) = text.split_once("..") else {
        return compared(Comparison::Within, text);
    };
    if from.is_empty() && to.is_empty() {
        return Err(LengthProblem::Missing(".."));
    }
    let number = |text: &str| (!text.is_empty()).then(|| count(text)).transpose();
    match (number(from)?.unwrap_or(0), number(to)?) {
        (from, Some(to)) if from > to => Err(LengthProblem::Reversed { from, to }),
        (from, to) => Ok(LengthRange { from, to }),
    }
}

/// Returns the lengths that compare so with a number.
pub(in crate::query) fn compared(
    comparison: Comparison,
    number: &str,
) -> Result<LengthRange, LengthProblem> {
    let number = count(number)?;
    let (from, to) = match comparison {
        Comparison::Within => (number, Some(number)),
        Comparison::After => (number + 1, None),
        Comparison::Before => (0, Some(number.checked_sub(1).ok_or(LengthProblem::BelowNone)?)),
        Comparison::From => (number, None),
        Comparison::UpTo => (0, Some(number)),
    };
    Ok(LengthRange { from, to })
}

/// Reads a number of words: digits, perhaps in groups (`1,000`).
fn count(text: &str) -> Result<u64, LengthProblem> {
    let unreadable = || LengthProblem::Unreadable(text.to_owned());
    let groups: Vec<&str> = text.split(',').collect();
    let are_groups = groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    if !are_groups || groups[0].is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unreadable());
    }
    let number: u32 = digits.parse().map_err(|_| unreadable())?;
    Ok(number.into())
}
