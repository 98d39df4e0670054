//! Hands out the files to be read to the workers.

use crossbeam_channel::Sender;

use super::worker::Task;
use crate::archive::Input;
use crate::ingest::IngestError;
use crate::ingest::survey::ToRead;
use crate::ingest::write::scribe::Before;

/// Hands out files until it is over.
pub(in crate::ingest) fn hand_out(
    files: ToRead<'_>,
    to_workers: &Sender<Task>,
    is_over: &dyn Fn() -> bool,
) -> Result<(), IngestError> {
    let known = files.known;
    // A closed channel means that somebody failed.
    files.each(|input: Input| {
        let before = match known.follows_another(&input.relative) {
            true => Before::Another,
            false if known.was_read_otherwise(&input) => Before::ReadOtherwise,
            false => Before::Said,
        };
        let is_known = known.knows(&input.relative);
        !is_over() && to_workers.send(Task { input, before, is_known }).is_ok()
    })
}
