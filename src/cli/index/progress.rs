//! The progress of a run, on standard error: a bar on a terminal, nothing but
//! the end elsewhere.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};
use morgue::ingest::{Progress, Summary};
use morgue::ledger::{Outcome, Row};
use morgue::render::plural;

use super::report::Report;
use super::stop::Stop;
use crate::cli::screen;

/// So many rejected records are named; the ledger has them all.
const NAMED: u64 = 10;

/// Fewer bytes are no MB.
const SMALL: u64 = 100_000;

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

    /// Ends the bar and says what was done with files, how fast and what was rejected.
    pub fn finish(&self, summary: &Summary) {
        self.end(summary, &plural(summary.files, "file"), "the next run goes on from here");
    }

    /// The same of lines of standard input.
    pub fn finish_lines(&self, summary: &Summary) {
        let lines = plural(summary.outcomes.values().sum(), "line");
        self.end(summary, &lines, "what came behind these lines was not taken");
    }

    fn end(&self, summary: &Summary, given: &str, left: &str) {
        let seconds = self.bar.elapsed().as_secs_f64();
        self.bar.finish_and_clear();
        screen::say(format_args!("{given}: {}{seconds:.1} s", done(summary)));
        if summary.links > 0 {
            let links = plural(summary.links, "link");
            screen::say(format_args!("left alone: {links} (`follow_links = true` has them read)"));
        }
        if summary.read_anew {
            screen::say("the settings have changed: all files are read again");
        }
        if summary.stopped {
            screen::say(format_args!("stopped by a signal: {left}"));
        }
        for (reason, count) in &summary.rejections {
            screen::say(format_args!("rejected: {count} {reason}"));
        }
    }
}

/// What a run did, but for the time that it took.
fn done(summary: &Summary) -> String {
    let count = |outcome| summary.count(outcome);
    let older = match count(Outcome::Superseded) {
        1 => "1 kept as an older version".to_owned(),
        more => format!("{more} kept as older versions"),
    };
    let unchanged = format!("{} unchanged", plural(summary.skipped, "file"));
    let mut done = format!("{} indexed", plural(count(Outcome::Indexed), "article"));
    for (count, words) in [
        (count(Outcome::Updated), format!("{} updated", count(Outcome::Updated))),
        (count(Outcome::Tombstone), format!("{} killed", count(Outcome::Tombstone))),
        (count(Outcome::Duplicate), plural(count(Outcome::Duplicate), "duplicate")),
        (count(Outcome::Superseded), older),
        (count(Outcome::Rejected), format!("{} rejected", count(Outcome::Rejected))),
        (count(Outcome::Unchanged), format!("{} as before", count(Outcome::Unchanged))),
        (summary.skipped, unchanged),
        (summary.removed, format!("{} removed", summary.removed)),
        (summary.not_known, format!("{} not there to be deleted", summary.not_known)),
        (summary.kept, format!("{} gone, their articles kept", plural(summary.kept, "file"))),
        (summary.unsettled, format!("{} still being written", plural(summary.unsettled, "file"))),
    ] {
        if count > 0 {
            done += &format!(", {words}");
        }
    }
    if summary.warned > 0 {
        done += &format!("; {} with warnings", summary.warned);
    }
    match summary.bytes {
        0 => done + "; ",
        bytes @ ..SMALL => done + &format!("; {} kB in ", bytes.div_ceil(1_000)),
        bytes => done + &format!("; {:.1} MB in ", bytes as f64 / 1e6),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_summed_up_in_words_that_fit() {
        let nothing = Summary { files: 3, skipped: 3, ..Summary::default() };
        assert_eq!(done(&nothing), "0 articles indexed, 3 files unchanged; ");
        let outcomes = |number| {
            let all = Outcome::ALL.into_iter();
            all.filter(|outcome| *outcome != Outcome::Removed).map(move |o| (o, number)).collect()
        };
        let of = |n| Summary {
            files: n,
            skipped: n,
            unsettled: n,
            missing: n,
            kept: n,
            bytes: n * 60_000,
            outcomes: outcomes(n),
            warned: n,
            removed: n,
            not_known: n,
            ..Summary::default()
        };
        assert_eq!(
            done(&of(1)),
            "1 article indexed, 1 updated, 1 killed, 1 duplicate, 1 kept as an older version, \
             1 rejected, 1 as before, 1 file unchanged, 1 removed, 1 not there to be deleted, \
             1 file gone, their articles kept, 1 file still being written; 1 with warnings; \
             60 kB in "
        );
        assert_eq!(
            done(&of(2)),
            "2 articles indexed, 2 updated, 2 killed, 2 duplicates, 2 kept as older versions, \
             2 rejected, 2 as before, 2 files unchanged, 2 removed, 2 not there to be deleted, \
             2 files gone, their articles kept, 2 files still being written; 2 with warnings; \
             0.1 MB in "
        );
    }
}
