//! Dates that cannot be read or cannot be. Knows calendar words, never the
//! clock.

use thiserror::Error;

use super::shown;

/// A date that cannot be read or cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DateProblem {
    /// `date:foo`
    #[error("`{}` is not a date", shown(.written))]
    Unreadable {
        /// As typed.
        written: String,
        /// The word that was probably meant.
        near: Option<&'static str>,
    },
    /// `--from 2022..2023`, `--to none`
    #[error("`{}` is not one date", shown(.0))]
    NotOneDate(String),
    /// `date:10/09/2022`
    #[error("`{}` can be read in two ways", shown(.0))]
    Ambiguous(String),
    /// `date:10/09/22`
    #[error("`{}` has no year of four digits", shown(.0))]
    ShortYear(String),
    /// `13/9/2022` where the month comes first
    #[error("`{}` has no month {month}", shown(.written))]
    MonthFirst {
        /// As typed.
        written: String,
        /// What stands in the place of the month.
        month: String,
        /// With month and day in their places.
        swapped: String,
    },
    /// `date:>=`, `date:..`
    #[error("no date beside `{0}`")]
    Missing(&'static str),
    /// `date:"10 September"`
    #[error("`{}` has no year", shown(.0))]
    NoYear(String),
    /// `date:2022-13`
    #[error("there is no month {0}")]
    NoMonth(String),
    /// `date:2022-02-30`
    #[error("{year} has no {month} {day}")]
    NoDay {
        /// The year.
        year: i16,
        /// The month's name.
        month: &'static str,
        /// The day as typed.
        day: String,
        /// The last day of that month.
        last: i8,
    },
    /// `date:"Monday, 10 September 2022"`
    #[error("{date} was not a {written}")]
    WrongWeekday {
        /// The date.
        date: String,
        /// The day of the week as typed.
        written: &'static str,
        /// The day of the week that it was.
        right: &'static str,
    },
    /// `date:2022-09-10T25:00`
    #[error("there is no time {}", shown(.0))]
    NoTime(String),
    /// `date:last-0d`
    #[error("`{}` has no days", shown(.0))]
    EmptyPeriod(String),
    /// `date:1500`, `date:last-900y`
    #[error("`{}` lies outside the years 1678 to 2261", shown(.0))]
    OutOfRange(String),
    /// `date:2023..2022`
    #[error("the range ends before it begins: from {from} to {to}")]
    Reversed {
        /// The start.
        from: String,
        /// The end.
        to: String,
    },
    /// `date:(2022 OR 2023)`
    #[error("`date:` takes no parentheses")]
    Group,
}

impl DateProblem {
    pub(super) fn hint(&self) -> String {
        match self {
            DateProblem::Unreadable { near: Some(near), .. } => format!("did you mean `{near}`?"),
            DateProblem::Unreadable { .. } => {
                "write 2022-09-10, 2022-09, 2022, 2022-09..2022-12, >=2022-09, today, last-7d or \
                 \"10 September 2022\""
                    .to_owned()
            }
            DateProblem::NotOneDate(_) => {
                "write 2022-09-10, 2022-09, 2022, today, last-7d or \"10 September 2022\"; ranges \
                 and date:none are written in the query"
                    .to_owned()
            }
            DateProblem::Ambiguous(_) => {
                "write year, month, day: 2022-09-10, or the month as a word".to_owned()
            }
            DateProblem::ShortYear(_) => "write year, month, day: 2022-09-10".to_owned(),
            DateProblem::MonthFirst { swapped, .. } => {
                format!("the month comes first: write {swapped}")
            }
            DateProblem::Missing(_) => {
                "write it without a space: date:>=2022-09, date:2022-09..2022-12, date:..2022"
                    .to_owned()
            }
            DateProblem::NoYear(_) => "write the year too: \"10 September 2022\"".to_owned(),
            DateProblem::NoMonth(_) => "months go from 1 to 12, after the year: 2022-09".to_owned(),
            DateProblem::NoDay { year, month, last, .. } => {
                format!("{month} {year} has {last} days")
            }
            DateProblem::WrongWeekday { right, .. } => {
                format!("it was a {right}; leave the day of the week out")
            }
            DateProblem::NoTime(_) => {
                "write hours from 00 to 23 and minutes from 00 to 59: 2022-09-10T07:35".to_owned()
            }
            DateProblem::EmptyPeriod(_) => {
                "write last-7d, last-2w, last-3m or last-1y; both ends are included".to_owned()
            }
            DateProblem::OutOfRange(_) => "years go from 1678 to 2261".to_owned(),
            DateProblem::Reversed { from, to } => format!("write {to}..{from}"),
            DateProblem::Group => {
                "write (date:2021 OR date:2023), or a range: date:2021..2023".to_owned()
            }
        }
    }
}
