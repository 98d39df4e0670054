//! The progress of a run, on standard error: a bar on a terminal, nothing but
//! the end elsewhere.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use morgue::ingest::{Progress, Summary};
use morgue::ledger::{Outcome, Row};

/// So many rejected records are named; the ledger has them all.
const NAMED: u64 = 10;

/// Shows how a run gets on.
pub struct Bar {
    bar: ProgressBar,
    named: std::sync::atomic::AtomicU64,
    warnings: bool,
}

impl Bar {
    /// A bar; `warnings` asks for each warning as well.
    pub fn new(warnings: bool) -> Bar {
        let bar = match io::stderr().is_terminal() {
            true => ProgressBar::new(0),
            false => ProgressBar::hidden(),
        };
        Bar { bar, named: 0.into(), warnings }
    }

    /// Ends the bar and says what was done, how fast and what was rejected.
    pub fn finish(&self, summary: &Summary) -> io::Result<()> {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar.finish_and_clear();
        let mut out = io::stderr().lock();
        let count = |outcome| summary.count(outcome);
        let plural = |count: u64, one: &str| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {one}s"),
        };
        let indexed = plural(count(Outcome::Indexed), "article");
        write!(out, "{}: {indexed} indexed", plural(summary.files, "file"))?;
        for (outcome, words) in [
            (Outcome::Updated, "updated"),
            (Outcome::Tombstone, "killed"),
            (Outcome::Duplicate, "duplicates"),
            (Outcome::Superseded, "kept as older versions"),
            (Outcome::Rejected, "rejected"),
        ] {
            if count(outcome) > 0 {
                write!(out, ", {} {words}", count(outcome))?;
            }
        }
        let unchanged = summary.skipped + count(Outcome::Unchanged);
        if unchanged > 0 {
            write!(out, ", {unchanged} unchanged")?;
        }
        for (count, words) in
            [(summary.removed, "removed"), (summary.unsettled, "still being written")]
        {
            if count > 0 {
                write!(out, ", {count} {words}")?;
            }
        }
        if summary.warned > 0 {
            write!(out, "; {} with warnings", summary.warned)?;
        }
        let megabytes = summary.bytes as f64 / 1e6;
        writeln!(out, "; {megabytes:.1} MB in {seconds:.1} s")?;
        for (reason, count) in &summary.rejections {
            writeln!(out, "rejected: {count} {reason}")?;
        }
        Ok(())
    }
}

impl Progress for Bar {
    fn begin(&self, _files: u64, bytes: u64) {
        self.bar.set_length(bytes);
        let shape = "{wide_bar} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left  {msg}";
        // A template of our own that a test renders.
        if let Ok(style) = ProgressStyle::with_template(shape) {
            self.bar.set_style(style);
        }
    }

    fn file_done(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn noticed(&self, row: &Row) {
        let line = match (row.outcome, &row.detail, &row.warnings) {
            (Outcome::Rejected, Some(detail), _) => format!("rejected: {detail}"),
            (_, _, Some(warnings)) if self.warnings => {
                format!("{}: {}", row.path, warnings.replace('\n', "; "))
            }
            _ => return,
        };
        let named = self.named.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if self.warnings || named < NAMED {
            self.bar.suspend(|| eprintln!("{line}"));
        }
    }

    fn committing(&self) {
        self.bar.set_message("making it findable");
    }
}
