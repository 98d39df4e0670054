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
            None => writeln!(out)?,
            Some(Miss::Value { has: None }) => writeln!(out, ": the article has none")?,
            Some(Miss::Value { has: Some(value) }) => {
                writeln!(out, ": the article has {}", one_line(value))?;
            }
            Some(Miss::Apart { words, limit, around }) => {
                match limit {
                    Some(limit) => writeln!(out, ": {words} words apart, limit {limit}")?,
                    None => writeln!(out, ": {words} words apart, with an end between")?,
                }
                if let Some(around) = around {
                    let left = 7 + 2 * clause.depth + 2;
                    paragraph(out, look, left, "", &with_cuts(around), Ink::Plain)?;
                }
            }
        }
    }
    Ok(())
}
