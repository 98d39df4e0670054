//! Fields that are unknown, empty or in the wrong place. Knows the names that
//! were typed and the nearest known ones.

use thiserror::Error;

use super::shown;
use crate::query::letters::marks::is_quote;

/// A field that is unknown, empty or in the wrong place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FieldProblem {
    /// `http://x`, `10:30`, `sorce:Reuters`
    #[error("{}", unknown(.name))]
    Unknown {
        /// What stands before the colon.
        name: String,
        /// The field that was probably meant.
        near: Option<&'static str>,
        /// The whole text.
        written: String,
    },
    /// `@persn`, `@reuters`
    #[error("unknown entity type `@{}`", shown(.name))]
    UnknownEntity {
        /// What stands after the sign.
        name: String,
        /// The type that was probably meant.
        near: Option<&'static str>,
    },
    /// `source=Reuters`, `date>2022`, `source(Reuters)`
    #[error("`{0}` without a colon")]
    ColonMissing(&'static str),
    /// `source:`, `headline: nato`
    #[error("nothing stands right after `{0}:`")]
    MissingValue(&'static str),
    /// `=headline:nato`
    #[error("`=` before a field")]
    Exact(&'static str),
    /// `headline:(source:Reuters)`
    #[error("`{found}` cannot stand inside `{outer}:(…)`")]
    Misplaced {
        /// The field that encloses it.
        outer: &'static str,
        /// What was found, as it is typed.
        found: String,
    },
    /// `source:(Press TV)`
    #[error("two values of `{0}:` without an operator")]
    AdjacentValues(&'static str),
    /// `@person:(a OR b)`
    #[error("`@{0}:` takes no parentheses")]
    EntityGroup(&'static str),
    /// `--source ""`
    #[error("`--{0}` is empty")]
    EmptyFlag(&'static str),
}

impl FieldProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            FieldProblem::Unknown { near: Some(near), .. } => format!(
                "did you mean `{near}:`? to search for the text itself put it in quotation marks"
            ),
            FieldProblem::Unknown { written, .. } if written.contains(is_quote) => {
                let bare = written.replace(is_quote, "");
                format!(
                    "to search for the text itself put it in one pair of quotation marks: \"{}\"",
                    shown(&bare)
                )
            }
            FieldProblem::Unknown { written, .. } if written.contains("://") => {
                let written = shown(written);
                format!(
                    "to search for the text itself write \"{written}\", for an article's \
                     address write url:{written}"
                )
            }
            FieldProblem::Unknown { written, .. } => {
                format!("to search for the text itself write \"{}\"", shown(written))
            }
            FieldProblem::UnknownEntity { name, near } => format!(
                "{} to search for the text itself write \"@{}\"",
                match near {
                    Some(near) => format!("did you mean `@{near}`?"),
                    None => "the types are @person, @org, @place and @any;".to_owned(),
                },
                shown(name)
            ),
            FieldProblem::ColonMissing("date") => {
                "write date:2022-09, date:>=2022-09 or date:2022-09..2022-12".to_owned()
            }
            FieldProblem::ColonMissing(field) | FieldProblem::MissingValue(field) => {
                let (word, group) = match *field {
                    "date" => ("2022-09", "2022-09..2022-12"),
                    "words" => (">1000", "500..800"),
                    "source" | "agency" => ("Reuters", "(Reuters OR \"Press TV\")"),
                    _ => ("word", "(one OR two)"),
                };
                format!("write the value right after the colon: {field}:{word} or {field}:{group}")
            }
            FieldProblem::Exact(field) => format!("write it after the colon: {field}:=word"),
            FieldProblem::Misplaced { outer, found } => {
                format!("join them with AND: {outer}:(…) AND {found}…")
            }
            FieldProblem::EntityGroup(sign) => {
                format!("write one for each name: (@{sign}:a OR @{sign}:b)")
            }
            FieldProblem::EmptyFlag(flag) => format!("give it a value, or leave --{flag} out"),
            FieldProblem::AdjacentValues(field) => format!(
                "for one value write {field}:\"one two\", for one of two write \
                 {field}:(one OR two)"
            ),
        }
    }
}

fn unknown(name: &str) -> String {
    match name {
        "" => "a colon with no field before it".to_owned(),
        _ => format!("unknown field `{}:`", shown(name)),
    }
}
