//! The progress of a run, on standard error: a bar on a terminal, nothing but
//! the end elsewhere.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};
use morgue::ingest::{Progress, Summary};
use morgue::ledger::{Outcome, Row};

use super::index::Report;
use super::screen::{self, plural};
use super::stop::Stop;

/// So many rejected records are named; the ledger has them all.
const NAMED: u64 = 10;

/// Shows how a run gets on.
pub struct Bar<'a> {
    bar: ProgressBar,
    named: std::sync::atomic::AtomicU64,
    warnings: bool,
    stop: Option<&'a Stop>,
    report: Option<&'a Report>,
}

impl<'a> Bar<'a> {
    /// A bar; `warnings` asks for each warning as well.
    pub fn new(warnings: bool) -> Bar<'a> {
        let bar = match io::stderr().is_terminal() {
            true => ProgressBar::new(0),
            false => ProgressBar::hidden(),
        };
        Bar { bar, named: 0.into(), warnings, stop: None, report: None }
    }

    /// Ends the run when a signal comes.
    pub fn stopped_by(self, stop: &'a Stop) -> Bar<'a> {
        Bar { stop: Some(stop), ..self }
    }

    /// Reports each record.
    pub fn reporting_to(self, report: Option<&'a Report>) -> Bar<'a> {
        Bar { report, ..self }
    }

    /// Ends the bar and says what was done, how fast and what was rejected.
    pub fn finish(&self, summary: &Summary) {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar.finish_and_clear();
        let count = |outcome| summary.count(outcome);
        let indexed = plural(count(Outcome::Indexed), "article");
        let mut done = format!("{}: {indexed} indexed", plural(summary.files, "file"));
        for (outcome, words) in [
            (Outcome::Updated, "updated"),
            (Outcome::Tombstone, "killed"),
            (Outcome::Duplicate, "duplicates"),
            (Outcome::Superseded, "kept as older versions"),
            (Outcome::Rejected, "rejected"),
        ] {
            if count(outcome) > 0 {
                done += &format!(", {} {words}", count(outcome));
            }
        }
        let unchanged = summary.skipped + count(Outcome::Unchanged);
        if unchanged > 0 {
            done += &format!(", {unchanged} unchanged");
        }
        for (count, words) in
            [(summary.removed, "removed"), (summary.unsettled, "still being written")]
        {
            if count > 0 {
                done += &format!(", {count} {words}");
            }
        }
        if summary.warned > 0 {
            done += &format!("; {} with warnings", summary.warned);
        }
        let megabytes = summary.bytes as f64 / 1e6;
        screen::say(format_args!("{done}; {megabytes:.1} MB in {seconds:.1} s"));
        if summary.links > 0 {
            let links = plural(summary.links, "link");
            screen::say(format_args!("left alone: {links} (`follow_links = true` has them read)"));
        }
        if summary.read_anew {
            screen::say("the settings have changed: all files were read again");
        }
        if summary.stopped {
            screen::say("stopped by a signal: the next run goes on from here");
        }
        for (reason, count) in &summary.rejections {
            screen::say(format_args!("rejected: {count} {reason}"));
        }
    }
}

impl Progress for Bar<'_> {
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
            self.bar.suspend(|| screen::say(line));
        }
    }

    fn committing(&self) {
        self.bar.set_message("making it findable");
    }

    fn settled(&self, rows: &mut dyn Iterator<Item = &Row>) {
        if let Some(report) = self.report {
            report.add(rows);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.is_some_and(Stop::is_asked)
    }
}
