//! The walk that hands out files, without those that the ledger knows.

use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;

use super::IngestError;
use super::clerk::Report;
use super::failure::Failure;
use super::rows::{nanoseconds, rejected};
use crate::archive::{self, Input, Settings};
use crate::ledger::Ledger;

/// A file to be read.
pub(super) struct Task {
    pub(super) input: Input,
    /// The articles that it gave when it was last read.
    pub(super) gave: Vec<String>,
}

/// Walks the folders and hands out what is not known.
pub(super) struct Walk<'a> {
    pub(super) root: &'a Path,
    pub(super) paths: &'a [PathBuf],
    pub(super) settings: &'a Settings,
    pub(super) known: Ledger,
    pub(super) to_workers: Sender<Task>,
    pub(super) to_clerk: Sender<Report>,
}

impl Walk<'_> {
    pub(super) fn run(self, failure: &Failure) -> Result<(), IngestError> {
        for path in self.paths {
            for input in archive::walk(self.root, path, self.settings)? {
                // A closed channel means that somebody failed.
                let sent = match input {
                    Ok(input) => {
                        let modified = nanoseconds(input.modified);
                        if self.known.is_known(&input.relative, input.size, modified)? {
                            let skipped = Report::Skipped { bytes: input.size };
                            self.to_clerk.send(skipped).is_ok()
                        } else {
                            let gave = self.known.ids_of(&input.relative)?;
                            self.to_workers.send(Task { input, gave }).is_ok()
                        }
                    }
                    Err(error) => {
                        let row = rejected(&error);
                        self.to_clerk
                            .send(Report::Read { bytes: 0, rows: vec![row], dropped: Vec::new() })
                            .is_ok()
                    }
                };
                if !sent || failure.happened() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
