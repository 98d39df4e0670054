//! Why an article matches, for people.

use std::io::{self, Write};

use super::hits::with_cuts;
use super::lines::{Ink, Look, one_line, paragraph};
use crate::why::{Clause, Miss};

/// Writes a line for each clause: whether it holds, and how it fails.
///
/// # Errors
/// Where the writer fails.
pub fn why(out: &mut dyn Write, look: Look, clauses: &[Clause]) -> io::Result<()> {
    for clause in clauses {
        let verdict = if clause.holds { "holds" } else { "fails" };
        let indent = "  ".repeat(clause.depth);
        write!(out, "{verdict}  {indent}{}", one_line(&clause.clause))?;
        match &clause.miss {
            Some(miss) => writeln!(out, ": {}", one_line(&reason(miss)))?,
            None => writeln!(out)?,
        }
        for around in clause.miss.iter().flat_map(Miss::around) {
            let left = 7 + 2 * clause.depth + 2;
            paragraph(out, look, left, "", &with_cuts(around), Ink::Plain)?;
        }
    }
    Ok(())
}

/// How a clause fails, in words.
fn reason(miss: &Miss) -> String {
    let times = |count: u32| match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    };
    match miss {
        Miss::Value { has: None } => "the article has none".to_owned(),
        Miss::Value { has: Some(value) } => format!("the article has {value}"),
        Miss::Apart { words, limit: Some(limit), .. } => {
            format!("{words} words apart, limit {limit}")
        }
        Miss::Apart { words, limit: None, .. } => {
            format!("{words} words apart, with an end between")
        }
        Miss::Order { .. } => "near each other, in another order".to_owned(),
        Miss::Parted { .. } => {
            "next to each other, with the end of a sentence or paragraph between".to_owned()
        }
        Miss::Late { words, limit } => {
            format!("first within {words} words, limit {limit}")
        }
        Miss::Few { times: count, asked } => format!("{}, not {asked} times", times(*count)),
        Miss::Beside { .. } => "near it wherever it stands".to_owned(),
        Miss::Present { .. } => "it stands in the article".to_owned(),
        Miss::Elsewhere { .. } => "it stands elsewhere in the article".to_owned(),
        Miss::Absent { words } => {
            let words = words.iter().map(|absent| match &absent.nearest {
                Some(nearest) => format!("no {} (but {nearest})", absent.word),
                None => format!("no {}", absent.word),
            });
            words.collect::<Vec<_>>().join(", ")
        }
    }
}
