//! Numbers of things, and lists of them.

use std::io::{self, Write};

use super::lines::one_line;

/// Returns a number of things: `1 file`, `2 files`.
pub fn plural(count: u64, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

/// Writes values with their numbers, one per line, at most `limit` of them.
pub(super) fn counted<'a>(
    out: &mut dyn Write,
    values: impl ExactSizeIterator<Item = (&'a String, &'a u64)>,
    limit: usize,
) -> io::Result<()> {
    let more = values.len().saturating_sub(limit);
    for (value, count) in values.take(limit) {
        writeln!(out, "{count:>9}  {}", one_line(value))?;
    }
    and_more(out, more as u64)
}

/// Writes how many more there are than were listed, if any.
pub(super) fn and_more(out: &mut dyn Write, more: u64) -> io::Result<()> {
    if more > 0 {
        writeln!(out, "           and {more} more")?;
    }
    Ok(())
}
