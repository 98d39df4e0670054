//! What a run would do, without doing it.

use std::path::PathBuf;

use rustc_hash::FxHashSet;

use super::{Scope, Survey, ToRead, hash};
use crate::archive::Input;
use crate::ingest::{Archive, IngestError, Options};
use crate::ledger::Ledger;

/// What a run would do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Planned {
    /// It would read a file that it does not know.
    New(String),
    /// It would read a file again.
    Changed(String),
    /// It would find a file in another place.
    Moved {
        /// Where it was.
        from: String,
        /// Where it is.
        to: String,
    },
    /// It would miss a file, and take its articles out of the index or keep them.
    Missing(String),
}

/// Finds out what a run over some paths would do, file by file.
///
/// # Errors
/// Where a folder or the ledger cannot be read.
pub(crate) fn plan(
    ledger: &Ledger,
    archive: &Archive,
    options: Options,
    paths: &[PathBuf],
) -> Result<Vec<Planned>, IngestError> {
    let (places, reads_anew, is_more) = crate::ingest::places(archive, paths, ledger)?;
    let named = is_more.then_some(paths);
    let scope = Scope { archive, places: &places, options, settle: None, reads_anew, named };
    let mut survey = Survey::of(&scope, ledger)?;
    crate::ingest::refuse_nothing(&places, &survey, ledger)?;
    let mut missing: FxHashSet<String> = survey.missing.drain(..).collect();
    let mut planned = Vec::new();
    let mut add = |input: Input| -> Result<(), IngestError> {
        if survey.known.knows(&input.relative) {
            planned.push(Planned::Changed(input.relative));
            return Ok(());
        }
        let was = match missing.is_empty() {
            true => None,
            false => match hash::of_file(&input.path) {
                Ok(hash) => ledger.paths_of(hash)?.into_iter().find(|path| missing.contains(path)),
                Err(_) => None,
            },
        };
        planned.push(match was {
            Some(from) => {
                missing.remove(&from);
                Planned::Moved { from, to: input.relative }
            }
            None => Planned::New(input.relative),
        });
        Ok(())
    };
    let files = ToRead { scope: &scope, known: &survey.known, noted: survey.tasks.take() };
    let mut added = Ok(());
    files.each(|input| {
        added = add(input);
        added.is_ok()
    })?;
    added?;
    let mut missing: Vec<String> = missing.into_iter().collect();
    missing.sort();
    planned.extend(missing.into_iter().map(Planned::Missing));
    Ok(planned)
}
