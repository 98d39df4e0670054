//! Operators that lack something or stand with the wrong things. Knows them by
//! the text that was typed.

use std::fmt;

use thiserror::Error;

use super::shown;
use crate::query::limits::{MAX_COUNT, MAX_DISTANCE};

/// An operator that lacks something or stands with the wrong things.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OperatorProblem {
    /// `nato AND`, `OR nato`
    #[error("nothing stands {side} `{operator}`")]
    MissingOperand {
        /// The operator as typed.
        operator: String,
        /// Where nothing stands.
        side: Side,
    },
    /// `nato - cyber`
    #[error("a minus sign without a word")]
    LoneMinus,
    /// `nato NEAR cyber`, `FIRST (nato)`
    #[error("`{0}` needs a number")]
    LoneOperator(&'static str),
    /// `W/0`, `W/x`
    #[error("`{}` has no distance from 1 to {MAX_DISTANCE}", shown(.0))]
    BadDistance(String),
    /// `ATLEAST 0 (…)`
    #[error("`{operator} {}` has no number from 1 to {MAX_COUNT}", shown(.count))]
    BadCount {
        /// ATLEAST or FIRST.
        operator: &'static str,
        /// The number as typed.
        count: String,
    },
    /// `FIRST 50 nato`
    #[error("`{operator} {}` needs parentheses after it", shown(.count))]
    CountWithoutGroup {
        /// ATLEAST or FIRST.
        operator: &'static str,
        /// The number as typed.
        count: String,
    },
    /// `a && b`, `a ＯＲ b`
    #[error("`{written}` is not an operator here")]
    Foreign {
        /// As typed.
        written: String,
        /// The operator of this language.
        meant: &'static str,
    },
    /// `!iran`, `–iran`
    #[error("`{sign}` is not an operator here")]
    ForeignNot {
        /// As typed.
        sign: char,
        /// The word after it.
        word: String,
    },
    /// `a not W/5 b`
    #[error("`not` is an operator in capitals only")]
    SmallNot {
        /// The operator after it, as typed.
        operator: String,
    },
    /// `(a AND b) W/5 c`, `ATLEAST 3 (source:Reuters)`
    #[error("`{operator}` cannot stand with {found}")]
    NotAnOperand {
        /// The operator as typed.
        operator: String,
        /// What stands beside it or inside it.
        found: NoPlaces,
    },
}

/// A side of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On its left.
    Before,
    /// On its right.
    After,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Before => "before",
            Side::After => "after",
        })
    }
}

/// What has no places in a text that could be near something or be counted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NoPlaces {
    /// `(a AND b)`
    #[error("`AND`: both words hold somewhere, not at one place")]
    And,
    /// `(NOT a)`
    #[error("`NOT`: what is missing has no place")]
    Not,
    /// `a^2`
    #[error("a weight on one side")]
    Boost,
    /// `*`
    #[error("`*`")]
    Everything,
    /// `ATLEAST 3 (a)`
    #[error("`ATLEAST`")]
    AtLeast,
    /// `headline:a`
    #[error("the field `{0}:`")]
    TextField(&'static str),
    /// `source:a`, `date:2022`
    #[error("`{0}:`, which has no place in the text")]
    Condition(&'static str),
    /// `person:a`
    #[error("`{field}:`")]
    Entity {
        /// The field.
        field: &'static str,
        /// The type after `@`.
        kind: &'static str,
    },
}

impl NoPlaces {
    fn hint(&self, operator: &str) -> String {
        let operator = shown(operator);
        let is_proximity = operator.contains('/');
        let example =
            if is_proximity { format!("a {operator} b") } else { format!("{operator} (a)") };
        match self {
            NoPlaces::And if is_proximity => {
                format!("write (a {operator} c) AND (b {operator} c), or (a OR b) {operator} c")
            }
            NoPlaces::And => format!("write {operator} (a) AND {operator} (b)"),
            NoPlaces::Not if is_proximity => {
                let operator = operator.trim_start_matches("NOT ");
                format!(
                    "write a NOT {operator} b for a place of a with no b near it, or NOT (a \
                     {operator} b)"
                )
            }
            NoPlaces::Not => format!("write NOT {example}"),
            NoPlaces::Boost => format!("put the weight on the whole: ({example})^2"),
            NoPlaces::Everything => "write the words that are meant".to_owned(),
            NoPlaces::AtLeast => format!("join them with AND: ATLEAST 3 (a) AND {example}"),
            NoPlaces::TextField(field) => {
                format!("write the field before the whole: {field}:({example})")
            }
            NoPlaces::Condition(field) => format!("join it with AND: {example} AND {field}:…"),
            NoPlaces::Entity { kind, .. } => {
                format!("as an operand an entity is written @{kind}:name")
            }
        }
    }
}

impl OperatorProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            OperatorProblem::MissingOperand { operator, .. } if operator == "-" => {
                "write a word right after it; to search for the character itself write \\-"
                    .to_owned()
            }
            OperatorProblem::MissingOperand { operator, .. } => format!(
                "write a word or a group there; to search for the word itself write \"{operator}\""
            ),
            OperatorProblem::LoneMinus => {
                "write -word, without a space, to exclude a word; put a headline in quotation \
                 marks"
                    .to_owned()
            }
            OperatorProblem::LoneOperator("NEAR") => {
                "write NEAR/5 for within 5 words; to search for the word itself write \"NEAR\""
                    .to_owned()
            }
            OperatorProblem::LoneOperator(name) => format!(
                "write {} (a OR b); to search for the word itself write \"{name}\"",
                counted(name)
            ),
            OperatorProblem::BadDistance(written) => {
                let name = written.split('/').next().unwrap_or_default();
                format!(
                    "write {name}/1 to {name}/{MAX_DISTANCE}, {name}/s for one sentence or \
                     {name}/p for one paragraph; to search for the text itself write \"{}\"",
                    shown(written)
                )
            }
            OperatorProblem::BadCount { operator, .. } => {
                format!("write a number that can be reached: {} (a OR b)", counted(operator))
            }
            OperatorProblem::CountWithoutGroup { operator, count } => format!(
                "write {operator} {} (a OR b); to search for the word itself write \"{operator}\"",
                shown(count)
            ),
            OperatorProblem::Foreign { written, meant } => format!(
                "write {meant}; to search for the text itself put it in quotation marks: \
                 \"{written}\""
            ),
            OperatorProblem::ForeignNot { word, .. } => {
                let word = if word.is_empty() { "word".to_owned() } else { shown(word) };
                format!(
                    "write NOT {word} or -{word}; to search for the text itself put it in \
                     quotation marks"
                )
            }
            OperatorProblem::SmallNot { operator } => {
                let operator = shown(operator);
                format!(
                    "write NOT {operator}; to search for the word itself write \"not\" {operator}"
                )
            }
            OperatorProblem::NotAnOperand { operator, found } => found.hint(operator),
        }
    }
}

/// The operator with a number that makes sense.
fn counted(name: &str) -> String {
    let number = if name == "FIRST" { 50 } else { 3 };
    format!("{name} {number}")
}
