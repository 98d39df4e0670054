//! `--report`: a line of JSON for each record, once index and ledger have it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use morgue::ledger::Row;
use morgue::wire;

use crate::cli::error::Failure;

/// Where a report is written.
pub struct Report {
    path: PathBuf,
    out: Mutex<Out>,
}

struct Out {
    writer: Box<dyn Write + Send>,
    /// What kept it from being written.
    error: Option<io::Error>,
}

impl Report {
    /// A report in a file; on standard output for `-`.
    pub fn to(path: &Path) -> Result<Report, Failure> {
        let writer: Box<dyn Write + Send> = match path == Path::new("-") {
            true => Box::new(BufWriter::new(io::stdout())),
            false => {
                let file = File::create(path).map_err(|error| {
                    Failure::new(
                        format!("{}: {error}", path.display()),
                        "--report takes a file to be written, or - for standard output",
                    )
                })?;
                Box::new(BufWriter::new(file))
            }
        };
        Ok(Report { path: path.to_owned(), out: Mutex::new(Out { writer, error: None }) })
    }

    /// Writes a line for each row.
    pub fn add(&self, rows: &mut dyn Iterator<Item = &Row>) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            if out.error.is_some() {
                return;
            }
            let written = writeln!(out.writer, "{}", wire::row_to_json(row));
            out.error = written.err();
        }
        // Who waits for an answer gets it now.
        let flushed = out.writer.flush();
        out.error = out.error.take().or(flushed.err());
    }

    /// Says what kept it from being written.
    pub fn finish(&self) -> Result<(), Failure> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        match out.error.take() {
            Some(error) if self.path == Path::new("-") => Err(error.into()),
            Some(error) => Err(Failure::new(
                format!("{}: {error}", self.path.display()),
                "the articles are indexed, and the report of them is not whole",
            )),
            None => Ok(()),
        }
    }
}
