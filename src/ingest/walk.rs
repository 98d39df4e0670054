//! Hands out the files to be read: those that the survey remembers, else those
//! of a second walk.

use crossbeam_channel::Sender;

use super::IngestError;
use super::scribe::Before;
use super::survey::{Known, Scope};
use super::worker::Task;
use crate::archive::Input;

/// Hands out files.
pub(super) struct Walk<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) known: &'a Known,
    pub(super) tasks: Option<Vec<Input>>,
}

impl Walk<'_> {
    pub(super) fn run(
        self,
        to_workers: &Sender<Task>,
        is_over: &dyn Fn() -> bool,
    ) -> Result<(), IngestError> {
        // A closed channel means that somebody failed.
        let hand_out = |input: Input| {
            let before = match self.known.follows_another(&input.relative) {
                true => Before::Stays,
                false if self.known.was_read_otherwise(&input) => Before::ReadOtherwise,
                false => Before::Said,
            };
            !is_over() && to_workers.send(Task { input, before }).is_ok()
        };
        if let Some(tasks) = self.tasks {
            tasks.into_iter().all(hand_out);
            return Ok(());
        }
        for place in self.scope.places {
            // What cannot be looked at is in the survey.
            let found = self.scope.walk(place)?.flatten();
            if !found.filter(|input| !self.known.has(input)).all(hand_out) {
                break;
            }
        }
        Ok(())
    }
}
