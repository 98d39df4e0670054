//! What a query of Nexis or Factiva asks that has no equivalent, or lacks.
//! Knows the commands by the text that was typed and the ways to say the same
//! that it is given, never how they are parsed.

use thiserror::Error;

use super::{NoPlaces, shown};
use crate::query::limits::MAX_DISTANCE;

/// A command of Nexis or Factiva that cannot be understood as written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DialectProblem {
    /// `allcaps(rico)`, `wc>1000`
    #[error("`{}` has no equivalent: {why}", shown(.command))]
    Unsupported {
        /// The command as it is typed.
        command: String,
        /// What is missing.
        why: &'static str,
        /// How to say something near to it.
        instead: &'static str,
    },
    /// `headlin(nato)`, `hx=nato`
    #[error("unknown field `{}`", shown(.written))]
    UnknownField {
        /// As typed.
        written: String,
        /// The field that was probably meant, as it is typed.
        near: Option<String>,
        /// The fields that there are.
        known: &'static str,
    },
    /// `source:Reuters`
    #[error("`{}` belongs to the native language", shown(.written))]
    Native {
        /// As typed.
        written: String,
        /// How this language says it, if it does.
        instead: Option<&'static str>,
    },
    /// `atleast0(a)`, `adj0`, `/N0/`
    #[error("`{}` has no number from 1 to {limit}", shown(.written))]
    BadNumber {
        /// As typed.
        written: String,
        /// The command with a number that makes sense.
        example: &'static str,
        /// The largest number.
        limit: u32,
    },
    /// `w/x`, `/0`
    #[error("`{}` has no distance from 1 to {MAX_DISTANCE}", shown(.0))]
    BadDistance(String),
    /// `atleast5 nato`
    #[error("`{}` needs parentheses after it", shown(.0))]
    NoGroup(String),
    /// `nato date aft 2022`, `(a AND b) c`
    #[error("no connector stands before this")]
    NoConnector,
    /// `headline(publication(x))`
    #[error("`{}` cannot stand inside `{}`", shown(.inner), shown(.outer))]
    Nested {
        /// The field outside, as typed.
        outer: String,
        /// What was found in it, as typed.
        inner: String,
    },
    /// `(a AND b) w/5 c`
    #[error("`{}` cannot stand with {found}", shown(.operator))]
    NotAnOperand {
        /// The operator as typed.
        operator: String,
        /// What stands beside it or inside it.
        found: NoPlaces,
        /// The operator with its operands.
        example: String,
        /// The operator with another operand.
        other: String,
        /// A text field around something.
        field: &'static str,
    },
    /// `!`, `**`
    #[error("wildcards alone are not a word")]
    OnlyWildcards {
        /// A word with a wildcard.
        example: &'static str,
    },
    /// `na!to`
    #[error("`!` stands before the end of a word")]
    EarlyTruncation,
    /// `a************`
    #[error("more than {limit} characters that may be there or not")]
    TooManyOptional {
        /// How many there may be.
        limit: usize,
        /// Any ending.
        any: &'static str,
    },
    /// `engin$`, `engin$30`
    #[error("`{}` is not a number of characters", shown(.0))]
    BadTruncation(String),
    /// `language(klingon)`
    #[error("unknown language `{}`", shown(.0))]
    UnknownLanguage(String),
    /// `date aft foo`
    #[error("`{}` is not a date", shown(.written))]
    NotADate {
        /// As typed.
        written: String,
        /// Dates as they are typed here.
        examples: &'static str,
    },
    /// `closing date and`
    #[error("no date stands after `date`")]
    LoneDate,
    /// `date aft`
    #[error("no date stands after `{}`", shown(.command))]
    MissingDate {
        /// The command as typed.
        command: String,
        /// Dates as they are typed here.
        examples: &'static str,
    },
    /// `date from 2023 to 2022`
    #[error("the range ends before it begins: from {from} to {to}")]
    Reversed {
        /// The start.
        from: String,
        /// The end.
        to: String,
        /// The range as it is typed, the other way round.
        turned: String,
    },
}

impl DialectProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            DialectProblem::Unsupported { instead, .. } => (*instead).to_owned(),
            DialectProblem::UnknownField { near: Some(near), .. } => {
                format!(
                    "did you mean `{near}`? to search for the text itself put it in quotation marks"
                )
            }
            DialectProblem::UnknownField { known, .. } => format!(
                "the fields are {known}; to search for the text itself put it in quotation marks"
            ),
            DialectProblem::Native { instead: Some(instead), .. } => format!(
                "write {instead} here, or ask in the native language; to search for the text \
                 itself put it in quotation marks"
            ),
            DialectProblem::Native { .. } => "ask in the native language; to search for the text \
                 itself put it in quotation marks"
                .to_owned(),
            DialectProblem::BadNumber { written, example, .. } => format!(
                "write {example}; to search for the text itself write \"{}\"",
                shown(written)
            ),
            DialectProblem::BadDistance(written) => {
                let name = match written.split_once('/') {
                    Some((name, _)) => format!("{}/", shown(name)),
                    None => "+".to_owned(),
                };
                format!(
                    "write {name}1 to {name}{MAX_DISTANCE}, {name}s for one sentence or {name}p \
                     for one paragraph; to search for the text itself write \"{}\"",
                    shown(written)
                )
            }
            DialectProblem::NoGroup(command) => {
                format!("write {}(one or two)", shown(command))
            }
            DialectProblem::NoConnector => "write AND, OR or AND NOT before it".to_owned(),
            DialectProblem::Nested { .. } => {
                "close the first one before it and write AND between them".to_owned()
            }
            DialectProblem::NotAnOperand { found, example, other, field, .. } => match found {
                NoPlaces::And => format!("write one for each: ({example}) AND ({other})"),
                NoPlaces::Not => format!("exclude it outside: ({example}) AND NOT c"),
                NoPlaces::TextField(_) => {
                    format!("write the field around the whole: {}", field.replace('…', example))
                }
                _ => format!("join them with AND: ({example}) AND …"),
            },
            DialectProblem::OnlyWildcards { example } => format!("add letters: {example}"),
            DialectProblem::EarlyTruncation => {
                "write it at the end: sanction!; for one character write *, for the character \
                 itself write \\!"
                    .to_owned()
            }
            DialectProblem::TooManyOptional { any, .. } => format!("for any ending write {any}"),
            DialectProblem::BadTruncation(_) => {
                "write $1 to $9 at the end of a word: engin$3; for any ending write engin*, for \
                 the character itself write \\$"
                    .to_owned()
            }
            DialectProblem::UnknownLanguage(_) => {
                "write its name in English or its tag: english, en".to_owned()
            }
            DialectProblem::NotADate { examples, .. }
            | DialectProblem::MissingDate { examples, .. } => format!("write {examples}"),
            DialectProblem::LoneDate => {
                "write date from 20220901 to 20220930, date after -7, date before 20220901 or \
                 date in 202209; to search for the word itself write \"date\""
                    .to_owned()
            }
            DialectProblem::Reversed { turned, .. } => format!("write {turned}"),
        }
    }
}
