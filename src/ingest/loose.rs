//! The end of a run: what became of articles that a file gave before and gives
//! no more. Another file may give them, as they were or in another version;
//! only when all are read is that known.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use rustc_hash::FxHashSet;

use super::IngestError;
use super::clerk::{Clerk, Report};
use super::crew::Crew;
use super::rows::{accepted, nanoseconds};
use super::scribe::{Before, Scribe};
use super::worker::Task;
use crate::archive::{self, Input};
use crate::article::{Article, ArticleId, Origin, Status};
use crate::ledger::{Change, Outcome, Row, STDIN, State};

/// So many articles are looked into at once.
const AT_ONCE: usize = 10_000;

/// Looks into the articles that a file gave before and may give no more: the
/// files that give them too are read again, and what no file gives is taken
/// out of the index.
pub(super) fn settle(clerk: &mut Clerk, crew: &Crew) -> Result<(), IngestError> {
    clerk.commit()?;
    clerk.ledger.recover()?;
    clerk.reads_again = true;
    loop {
        clerk.commit()?;
        let loose = clerk.ledger.loose(AT_ONCE)?;
        if loose.is_empty() || crew.progress.is_stopped() {
            return Ok(());
        }
        let mut again = BTreeSet::new();
        let mut void = Vec::new();
        let mut record = clerk.ledger.records_of(STDIN)?;
        for id in &loose {
            let others = clerk.ledger.others(id)?;
            let live = clerk.ledger.live_files(id)?;
            if let Some(sent) = sent(crew, id)?
                && !live.iter().any(|(path, _)| path == STDIN)
            {
                // It came on standard input before a crash, which kept that from being
                // written down: nothing gives it again.
                clerk.take(Report::Records(vec![take_up(crew, record, &sent)]))?;
                record += 1;
                continue;
            }
            if live.is_empty()
                && let Some(killed) = killed(crew, id)?
            {
                let written = Scribe::new(crew.reader, crew.root, crew.shared).keep(&killed)?;
                clerk.take(Report::Records(vec![accepted(STDIN, record, &killed, written)]))?;
                record += 1;
                continue;
            }
            if live.is_empty() {
                match others.is_empty() {
                    true => clerk.remove(id)?,
                    false => void.push(ArticleId::new(id.as_str())),
                }
            } else {
                // What a crash kept from being written down: the index has it
                // from a file that may say something else by now, or not at all.
                let place = place_in_index(crew, id)?;
                let is_from = |file: &str| {
                    place.as_deref().is_some_and(|place| archive::is_of_file(place, file))
                };
                for (path, state) in live {
                    let is_kept = state == State::Kept;
                    if is_kept && place.is_none() {
                        clerk.note(Change::Deleted { id: id.clone() });
                    } else if !is_kept && !is_from(&path) {
                        void.push(ArticleId::new(id.as_str()));
                        again.insert(path);
                    }
                }
            }
            again.extend(others);
        }
        with_void(crew, |known| known.extend(void.iter().cloned()));
        let mut tasks = Vec::new();
        for relative in again {
            match look(crew, &relative) {
                Some(input) => {
                    let modified = nanoseconds(input.modified);
                    let before = match clerk.ledger.is_as_read(&relative, input.size, modified)? {
                        true => Before::Stays,
                        false => Before::Said,
                    };
                    tasks.push(Task { input, before });
                }
                None if relative == STDIN => {}
                // What it has become is found at the next run.
                None => clerk.note(Change::Again { path: relative }),
            }
        }
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

/// The article as the index has it, where it has it from standard input.
fn sent(crew: &Crew, id: &str) -> Result<Option<Article>, IngestError> {
    let shared = crew.shared.read().unwrap_or_else(PoisonError::into_inner);
    let article = shared.committed.get(&ArticleId::new(id))?;
    Ok(article.filter(|article| article.origin.path == STDIN))
}

/// The article as the index has it, where it is killed, as one of standard input. A kill
/// is of the article, and holds though the file goes that brought it, or says it no more.
fn killed(crew: &Crew, id: &str) -> Result<Option<Article>, IngestError> {
    let shared = crew.shared.read().unwrap_or_else(PoisonError::into_inner);
    let article = shared.committed.get(&ArticleId::new(id))?;
    let killed = article.filter(|article| article.status == Status::Canceled);
    let origin = Origin { path: STDIN.to_owned(), record: None };
    Ok(killed.map(|article| Article { origin, ..article }))
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

/// The place that the index has an article from.
fn place_in_index(crew: &Crew, id: &str) -> Result<Option<String>, IngestError> {
    let shared = crew.shared.read().unwrap_or_else(PoisonError::into_inner);
    let article = shared.committed.get(&ArticleId::new(id))?;
    Ok(article.map(|article| article.origin.path))
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
