//! Reads files, analyses articles and writes them.

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use crossbeam_channel::{Receiver, Sender};

use super::clerk::Report;
use super::failure::Failure;
use super::rows::row;
use super::version::Version;
use super::walk::Task;
use super::{IngestError, Shared};
use crate::archive::{self, Input, Reader};
use crate::article::{Article, ArticleId};
use crate::entities::Annotator;
use crate::index::{Edition, Preparer};
use crate::ledger::{Outcome, Row};
use crate::text;

/// Characters of an article that its language is detected in.
const LANGUAGE_SAMPLE: usize = 600;

/// Reads, analyses and writes.
pub(super) struct Worker<'a> {
    reader: &'a Reader,
    shared: &'a RwLock<Shared>,
    to_clerk: &'a Sender<Report>,
    preparer: Preparer,
    sample: String,
}

impl<'a> Worker<'a> {
    pub(super) fn new(
        reader: &'a Reader,
        shared: &'a RwLock<Shared>,
        to_clerk: &'a Sender<Report>,
        annotator: Option<Annotator>,
    ) -> Worker<'a> {
        let writing = shared.read().unwrap_or_else(PoisonError::into_inner);
        let preparer = writing.writer.preparer(annotator);
        Worker { reader, shared, to_clerk, preparer, sample: String::new() }
    }

    pub(super) fn run(
        &mut self,
        tasks: &Receiver<Task>,
        failure: &Failure,
    ) -> Result<(), IngestError> {
        for Task { input, gave } in tasks {
            if failure.happened() {
                break;
            }
            let rows = self.file(&input)?;
            let given = |id: &String| rows.iter().any(|row| row.id.as_ref() == Some(id));
            let dropped = gave.into_iter().filter(|id| !given(id)).collect();
            if self.to_clerk.send(Report::Read { bytes: input.size, rows, dropped }).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn file(&mut self, input: &Input) -> Result<Vec<Row>, IngestError> {
        let records = match self.reader.read(input) {
            Ok(records) => records,
            Err(error) => return Ok(vec![row(input, 0, Outcome::Rejected, Some(&error), None)]),
        };
        let mut rows = Vec::new();
        for (number, record) in records.enumerate() {
            let number = number as u64;
            rows.push(match record.article {
                Err(error) => row(input, number, Outcome::Rejected, Some(&error), None),
                Ok(mut article) => {
                    self.complete(&mut article);
                    let outcome = self.write(&article, input)?;
                    row(input, number, outcome, None, Some(&article))
                }
            });
        }
        Ok(rows)
    }

    /// Finds out the language of an article that does not say, from the
    /// beginning of its text.
    fn complete(&mut self, article: &mut Article) {
        if article.language.is_some() {
            return;
        }
        self.sample.clear();
        for paragraph in article.paragraphs() {
            let room = LANGUAGE_SAMPLE.saturating_sub(self.sample.len());
            self.sample.extend(paragraph.chars().take(room));
            self.sample.push(' ');
            if self.sample.len() >= LANGUAGE_SAMPLE {
                break;
            }
        }
        article.language = text::detect_language(&self.sample);
    }

    /// Writes an article, unless the index has it or a newer version.
    fn write(&mut self, article: &Article, input: &Input) -> Result<Outcome, IngestError> {
        let version = Version::of(article, input);
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        // The analysis is the long part, so it is done before the article's
        // turn comes; only what is surely unchanged is spared it.
        let committed = shared.committed_version(&article.id)?;
        if committed.as_ref().is_some_and(|known| known.content == version.content) {
            return Ok(Outcome::Unchanged);
        }
        let prepared = self.preparer.prepare(article, Edition::Current);
        let mut pending = shared.pending.lock().unwrap_or_else(PoisonError::into_inner);
        // Written before the lock is released: a newer version that comes at
        // the same time must not be overtaken.
        let outcome = match pending.get(&article.id).or(committed.as_ref()) {
            None => {
                shared.writer.add(prepared)?;
                Outcome::Indexed
            }
            Some(known) if known.content == version.content => return Ok(Outcome::Unchanged),
            Some(known) if version.replaces(known) => {
                let older = match pending.get(&article.id) {
                    Some(known) => self.read_again(&article.id, known),
                    None => shared.committed.get(&article.id)?,
                };
                shared.writer.replace(prepared)?;
                if let Some(older) = older {
                    self.write_older(&shared, &older)?;
                }
                Outcome::Updated
            }
            Some(_) => {
                self.write_older(&shared, article)?;
                return Ok(Outcome::Superseded);
            }
        };
        pending.insert(article.id.clone(), version);
        Ok(outcome)
    }

    /// Writes a version that a newer one has replaced; once, however often it
    /// is read.
    fn write_older(&mut self, shared: &Shared, article: &Article) -> Result<(), IngestError> {
        let edition = Edition::Superseded(archive::content_hash(article));
        let prepared = self.preparer.prepare(article, edition);
        Ok(shared.writer.replace(prepared)?)
    }

    /// Reads a version once more that is written and not committed yet. `None`
    /// where its file has changed meanwhile.
    fn read_again(&mut self, id: &ArticleId, version: &Version) -> Option<Article> {
        let records = self.reader.read(&version.input).ok()?;
        let articles = records.filter_map(|record| record.article.ok());
        for mut article in articles.filter(|article| article.id == *id) {
            self.complete(&mut article);
            if archive::content_hash(&article) == version.content {
                return Some(article);
            }
        }
        None
    }
}

impl Shared {
    fn committed_version(&self, id: &ArticleId) -> Result<Option<Version>, IngestError> {
        if self.committed.articles() == 0 {
            return Ok(None);
        }
        let article = self.committed.get(id)?;
        Ok(article.map(|article| {
            let path = article.origin.path.clone();
            let input = Input { path: PathBuf::new(), relative: path, size: 0, modified: None };
            Version::of(&article, &input)
        }))
    }
}
