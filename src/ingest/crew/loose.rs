//! The end of a run: what became of articles that a file gave before and gives
//! no more. Another file may give them, as they were or in another version;
//! only when all are read is that known.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use rustc_hash::FxHashSet;

use super::Crew;
use super::clerk::{Clerk, Report};
use super::worker::Task;
use crate::archive::{self, Input};
use crate::article::{Article, ArticleId, Origin, Status};
use crate::ingest::IngestError;
use crate::ingest::rows::accepted;
use crate::ingest::write::scribe::{Before, Scribe};
use crate::ledger::{Change, Outcome, Row, STDIN, State, nanoseconds};

/// So many articles are looked into at once.
const AT_ONCE: usize = 10_000;

/// Looks into the articles that a file gave before and may give no more: the
/// files that give them too are read again, and what no file gives is taken
/// out of the index.
pub(in crate::ingest) fn settle(clerk: &mut Clerk, crew: &Crew) -> Result<(), IngestError> {
    clerk.commit()?;
    clerk.ledger.recover()?;
    clerk.reads_again = true;
    loop {
        clerk.commit()?;
        let loose = clerk.ledger.loose(AT_ONCE)?;
        if loose.is_empty() || crew.progress.is_stopped() {
            return Ok(());
        }
        let Open { again, void } = look_into(clerk, crew, &loose)?;
        with_void(crew, |known| known.extend(void.iter().cloned()));
        let tasks = tasks(clerk, crew, again)?;
        crew.read(clerk, move |to_workers, is_over| {
            for task in tasks {
                if is_over() || to_workers.send(task).is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        if crew.progress.is_stopped() {
            return clerk.commit();
        }
        for id in void {
            if with_void(crew, |known| known.remove(&id)) {
                clerk.remove(id.as_str())?;
            }
        }
        loose.into_iter().for_each(|id| clerk.note(Change::Settled { id }));
    }
}

/// What is still to be found out about articles.
struct Open {
    /// The files to be read again.
    again: BTreeSet<String>,
    /// The articles that go, unless one of those files gives them.
    void: Vec<ArticleId>,
}

/// Settles what the ledger and the index know about articles without a file being
/// read.
fn look_into(clerk: &mut Clerk, crew: &Crew, loose: &[String]) -> Result<Open, IngestError> {
    let mut again = BTreeSet::new();
    let mut void = Vec::new();
    let mut record = clerk.ledger.records_of(STDIN)?;
    for id in loose {
        let others = clerk.ledger.others(id)?;
        let live = clerk.ledger.live_files(id)?;
        let article = in_index(crew, id)?;
        let place = article.as_ref().map(|article| article.origin.path.clone());
        let is_sent = place.as_deref() == Some(STDIN);
        let row = match article {
            // It came on standard input before a crash, which kept that from being
            // written down: nothing gives it again.
            Some(sent) if is_sent && !live.iter().any(|(path, _)| path == STDIN) => {
                Some(take_up(crew, record, &sent))
            }
            Some(killed) if live.is_empty() && killed.status == Status::Canceled => {
                Some(keep(crew, record, killed)?)
            }
            _ => None,
        };
        if let Some(row) = row {
            clerk.take(Report::Records(vec![row]))?;
            record += 1;
            continue;
        }
        if live.is_empty() {
            match others.is_empty() {
                true => clerk.remove(id)?,
                false => void.push(ArticleId::new(id.as_str())),
            }
        }
        // What a crash kept from being written down: the index has it from a file
        // that may say something else by now, or not at all.
        let is_from =
            |file: &str| place.as_deref().is_some_and(|place| archive::is_of_file(place, file));
        for (path, state) in live {
            let is_kept = state == State::Kept;
            if is_kept && place.is_none() {
                clerk.note(Change::Deleted { id: id.clone() });
            } else if !is_kept && !is_from(&path) {
                void.push(ArticleId::new(id.as_str()));
                again.insert(path);
            }
        }
        again.extend(others);
    }
    Ok(Open { again, void })
}

/// The files of these paths, as they are now, to be read.
fn tasks(
    clerk: &mut Clerk,
    crew: &Crew,
    paths: BTreeSet<String>,
) -> Result<Vec<Task>, IngestError> {
    let mut tasks = Vec::new();
    for relative in paths {
        match look(crew, &relative) {
            Some(input) => {
                let modified = nanoseconds(input.modified);
                let before = match clerk.ledger.was_read(&relative, input.size, modified)? {
                    true => Before::Stays,
                    false => Before::Said,
                };
                tasks.push(Task { input, before, is_known: false });
            }
            None if relative == STDIN => {}
            // What it has become is found at the next run.
            None => clerk.note(Change::Again { path: relative }),
        }
    }
    Ok(tasks)
}

/// An article as the index has it.
fn in_index(crew: &Crew, id: &str) -> Result<Option<Article>, IngestError> {
    let shared = crew.shared.read().unwrap_or_else(PoisonError::into_inner);
    Ok(shared.committed.get(&ArticleId::new(id))?)
}

/// The row of an article that is killed, from now on one of standard input. A kill is of
/// the article, and holds though the file goes that brought it, or says it no more.
fn keep(crew: &Crew, record: u64, article: Article) -> Result<Row, IngestError> {
    let origin = Origin { path: STDIN.to_owned(), record: None };
    let killed = Article { origin, ..article };
    let written = Scribe::new(crew.reader, crew.root, crew.shared).keep(&killed)?;
    Ok(accepted(STDIN, record, &killed, written))
}

/// The row of an article that was sent. What a kill may have left is taken out again.
fn take_up(crew: &Crew, record: u64, article: &Article) -> Row {
    let shared = crew.shared.read().unwrap_or_else(PoisonError::into_inner);
    let outcome = match article.status {
        Status::Canceled => {
            shared.writer.purge(&article.id);
            Outcome::Tombstone
        }
        _ => Outcome::Unchanged,
    };
    accepted(STDIN, record, article, shared.decided(outcome))
}

fn look(crew: &Crew, relative: &str) -> Option<Input> {
    let path = archive::file_at(crew.root, relative);
    let file = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
    let (size, modified) = (file.len(), file.modified().ok());
    Some(Input { path, relative: relative.to_owned(), size, modified })
}

/// Uses the articles of the index that no file is known to give.
fn with_void<T>(crew: &Crew, use_it: impl FnOnce(&mut FxHashSet<ArticleId>) -> T) -> T {
    let shared = crew.shared.read().unwrap_or_else(PoisonError::into_inner);
    let mut void = shared.void.lock().unwrap_or_else(PoisonError::into_inner);
    use_it(&mut void)
}
