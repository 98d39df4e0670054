//! What became of inputs, for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::lines::one_line;
use super::numbers::{and_more, counted};
use crate::archive::INSIDE;
use crate::ingest::{Checked, Problem};
use crate::ledger::{Outcome, Row, State, Sums};

/// Writes the sums of a ledger, beside the number of articles that the index
/// has.
///
/// # Errors
/// Where the writer fails.
pub fn sums(out: &mut dyn Write, sums: &Sums, in_index: u64) -> io::Result<()> {
    let files: u64 = sums.files.values().sum();
    writeln!(out, "files:     {files}")?;
    for (state, count) in &sums.files {
        let about = match state {
            State::Read => "read",
            State::Stale => "read otherwise than the settings say now, to be read again",
            State::Again => "to be read again",
            State::Gone => "gone, their articles removed",
            State::Kept => "not where they were, their articles kept",
        };
        writeln!(out, "{count:>9}  {about}")?;
    }
    writeln!(out, "records:   {}", sums.records)?;
    for outcome in Outcome::ALL {
        if let Some(count) = sums.outcomes.get(&outcome) {
            writeln!(out, "{count:>9}  {}", outcome.name())?;
        }
    }
    list(out, "formats", &sums.formats)?;
    list(out, "rejected", &sums.rejections)?;
    list(out, "warnings", &sums.warnings)?;
    writeln!(out, "articles:  {} by the ledger, {in_index} in the index", sums.live)?;
    if sums.loose > 0 {
        writeln!(out, "unsettled: {}, left to the next run", sums.loose)?;
    }
    match sums.agree_with(in_index) {
        true => writeln!(out, "the sums agree"),
        false => writeln!(out, "the sums do not agree: `morgue check` says where"),
    }
}

fn list(out: &mut dyn Write, name: &str, counts: &BTreeMap<String, u64>) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{name}:")?;
    counted(out, counts.iter(), usize::MAX)
}

/// Writes what became of a record.
///
/// # Errors
/// Where the writer fails.
pub fn row(out: &mut dyn Write, row: &Row) -> io::Result<()> {
    write!(out, "{}", one_line(&row.path))?;
    if let Some(member) = &row.member {
        write!(out, "{INSIDE}{}", one_line(member))?;
    }
    if row.record > 0 {
        write!(out, "#{}", row.record)?;
    }
    write!(out, ": {}", row.outcome.name())?;
    if let Some(id) = &row.id {
        write!(out, " {}", one_line(id))?;
    }
    if let Some(other) = row.other.as_ref().filter(|other| Some(*other) != row.id.as_ref()) {
        write!(out, " (of {})", one_line(other))?;
    }
    if let Some(reason) = &row.reason {
        write!(out, ": {}", one_line(reason))?;
    }
    if let Some(detail) = &row.detail {
        // It opens with the path, which is said.
        let detail = detail.strip_prefix(&format!("{}: ", row.path)).unwrap_or(detail);
        write!(out, ": {}", one_line(detail))?;
    }
    writeln!(out)?;
    for line in row.warnings.iter().flat_map(|warnings| warnings.lines()) {
        writeln!(out, "    {}", one_line(line))?;
    }
    Ok(())
}

/// Writes what a check found.
///
/// # Errors
/// Where the writer fails.
pub fn checked(out: &mut dyn Write, checked: &Checked) -> io::Result<()> {
    // Else there was nothing to compare.
    if !checked.problems.contains_key(&Problem::Damaged) {
        writeln!(out, "articles:  {} in the ledger and once in the index", checked.articles)?;
        writeln!(out, "files:     {} as they were read", checked.files)?;
        writeln!(out, "records:   {}", checked.records)?;
    }
    for (problem, (count, named)) in &checked.problems {
        writeln!(out, "wrong:     {}: {count}", problem.about())?;
        for what in named {
            writeln!(out, "           {}", one_line(what))?;
        }
        and_more(out, count.saturating_sub(named.len() as u64))?;
    }
    match checked.problems.is_empty() {
        true => writeln!(out, "index, ledger and files agree"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_of_a_file_has_words_of_its_own() {
        let files = State::ALL.map(|state| (state, 1)).into();
        let mut out = Vec::new();
        sums(&mut out, &Sums { files, ..Sums::default() }, 0).unwrap();
        let out = String::from_utf8(out).unwrap();
        let mut lines: Vec<&str> = out.lines().filter(|line| line.starts_with("    ")).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), State::ALL.len(), "{out}");
    }
}
