//! The threads of a run: one hands out files, workers read them, and the
//! calling thread is the clerk's.

pub(super) mod clerk;
pub(super) mod failure;
pub(super) mod look;
pub(super) mod loose;
pub(super) mod tasks;
pub(super) mod worker;

use std::path::Path;
use std::sync::RwLock;

use crossbeam_channel::{Sender, bounded};

use crate::archive::Reader;
use crate::ingest::IngestError;
use crate::ingest::progress::Progress;
use crate::ingest::write::shared::Shared;
use clerk::{Clerk, Report};
use failure::Failure;
use worker::{Task, Worker};

/// Files that wait for the workers.
const WAITING: usize = 1_000;
/// Reports that wait for the clerk, some 2 kB each: workers go on while it puts
/// articles into stories.
const REPORTED: usize = 30_000;

/// What the threads of a run need.
pub(super) struct Crew<'a> {
    pub(super) reader: &'a Reader,
    pub(super) root: &'a Path,
    pub(super) shared: &'a RwLock<Shared>,
    pub(super) progress: &'a dyn Progress,
    pub(super) workers: usize,
}

impl Crew<'_> {
    /// Reads the files that `hand_out` sends, until it returns. It is told
    /// whether there is no use in going on.
    pub(super) fn read(
        &self,
        clerk: &mut Clerk,
        hand_out: impl FnOnce(&Sender<Task>, &dyn Fn() -> bool) -> Result<(), IngestError> + Send,
    ) -> Result<(), IngestError> {
        let failure = Failure::default();
        let (to_workers, from_walk) = bounded::<Task>(WAITING);
        let (to_clerk, from_workers) = bounded::<Report>(REPORTED);
        std::thread::scope(|scope| {
            let failure = &failure;
            for _ in 0..self.workers {
                let (from_walk, to_clerk) = (from_walk.clone(), to_clerk.clone());
                let (reader, root) = (self.reader, self.root);
                let (shared, progress) = (self.shared, self.progress);
                scope.spawn(move || {
                    let mut worker = Worker::new(reader, root, shared, progress, &to_clerk);
                    failure.keep(worker.run(&from_walk, failure));
                });
            }
            let progress = self.progress;
            scope.spawn(move || {
                let is_over = || failure.happened() || progress.is_stopped();
                failure.keep(hand_out(&to_workers, &is_over));
            });
            // Else the workers would wait for ever for their last file, and the
            // clerk for their last report.
            drop((from_walk, to_clerk));
            for report in &from_workers {
                if let Err(error) = clerk.take(report) {
                    failure.keep(Err(error));
                    break;
                }
            }
            // A clerk that failed lets nobody wait for it.
            drop(from_workers);
        });
        match failure.into_inner() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}
