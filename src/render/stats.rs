//! The figures of an archive for people.

use std::io::{self, Write};

use super::numbers::counted;
use crate::article::{Precision, Published};
use crate::stats::Stats;

/// So many agencies and sources are listed.
const LISTED: usize = 10;

/// Writes what an index holds.
///
/// # Errors
/// Where the writer fails.
pub fn stats(out: &mut dyn Write, stats: &Stats, bytes_on_disk: u64) -> io::Result<()> {
    writeln!(out, "articles:  {}", stats.articles)?;
    if stats.hidden > 0 {
        writeln!(out, "hidden:    {} that may not be used, or not yet", stats.hidden)?;
    }
    if stats.older_versions > 0 {
        writeln!(out, "older:     {} versions", stats.older_versions)?;
    }
    if let Some((first, last)) = stats.published {
        writeln!(out, "published: {} to {}", day(first), day(last))?;
    }
    writeln!(out, "undated:   {}", stats.undated)?;
    writeln!(out, "words:     {}", stats.words)?;
    writeln!(out, "terms:     {}", stats.terms)?;
    writeln!(out, "segments:  {}", stats.segments)?;
    writeln!(out, "on disk:   {:.1} MB", bytes_on_disk as f64 / 1e6)?;
    for (name, values) in [
        ("agencies", &stats.agencies),
        ("sources", &stats.sources),
        ("languages", &stats.languages),
    ] {
        list(out, name, values)?;
    }
    Ok(())
}

fn list(out: &mut dyn Write, name: &str, values: &[(String, u64)]) -> io::Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    writeln!(out, "{name}:")?;
    counted(out, values.iter().map(|(value, count)| (value, count)), LISTED)
}

fn day(seconds: i64) -> String {
    Published { seconds, precision: Precision::Day }.to_string()
}
