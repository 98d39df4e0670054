//! Writing: articles in, one commit at a time.

pub(super) mod build;
mod document;
mod stream;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::IndexWriter;
use tantivy::indexer::LogMergePolicy;

use crate::article::{Article, ArticleId};
use crate::entities::{Annotator, Identified, Kind};
use crate::index::IndexError;
use crate::index::open::Index;
use crate::index::schema::fields::Fields;
use crate::index::schema::key::{Edition, older_keys};
use crate::index::schema::terms::stemmed_as;
use crate::text::{Analysis, Analyzer, Lexicon};
use build::Builders;
use document::Builder;

/// How a writer uses the machine.
#[derive(Debug, Clone, Copy)]
pub struct WriterOptions {
    /// Threads that build segments.
    pub threads: usize,
    /// Bytes of memory for all of them together, before a segment is cut.
    pub memory: usize,
}

/// Threads that build segments, at most: more wait for the one that merges.
const MOST_THREADS: usize = 4;
/// A segment builder has so many bytes: more make fewer and larger segments, in
/// which a dictionary is written once and a search looks once.
const BYTES_PER_THREAD: usize = 300_000_000;
/// All have so many together by default; they reach twice that while some are
/// flushed.
const BYTES_IN_ALL: usize = 600_000_000;

impl WriterOptions {
    /// One thread for every two cores, as building takes up to half of the work:
    /// reading and finding names take the rest.
    pub fn for_cores(cores: usize) -> WriterOptions {
        let threads = cores.div_ceil(2).clamp(1, MOST_THREADS);
        WriterOptions { threads, memory: BYTES_IN_ALL.min(threads * BYTES_PER_THREAD) }
    }
}

impl Default for WriterOptions {
    /// For the cores that there are.
    fn default() -> Self {
        WriterOptions::for_cores(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

/// The memory of the engine's own threads, which it wants to be told and
/// does not use.
const ENGINE_BYTES: usize = 15_000_000;
/// Segments with more deleted articles than this share are merged.
const MAX_DELETED_SHARE: f32 = 0.25;

/// An article ready to be written.
pub struct Stored {
    document: build::Document,
}

impl Stored {
    /// The article, as it is stored.
    pub(crate) fn json(&self) -> Arc<str> {
        self.document.json.clone()
    }
}

/// Makes articles ready to be written; one per thread.
pub struct Preparer {
    fields: Fields,
    analyzer: Analyzer,
    analysis: Analysis,
    builder: Builder,
    /// `None` leaves names alone.
    annotator: Option<Annotator>,
}

impl Preparer {
    /// Analyses an article and builds its document.
    pub fn prepare(&mut self, article: &Article, edition: Edition) -> Stored {
        let language = stemmed_as(article);
        self.analyzer.analyze(Some(language), article.paragraphs(), &mut self.analysis);
        let names = self.annotator.as_mut().map(|annotator| {
            let paragraphs: Vec<&str> = article.paragraphs().collect();
            annotator.annotate(language, &self.analysis, &paragraphs, &identified(article))
        });
        let document = self.builder.build(
            &self.fields,
            article,
            edition,
            &self.analysis,
            names.as_ref(),
            &mut self.analyzer,
        );
        Stored { document }
    }

    /// What the text of the last article became.
    pub(crate) fn analysis(&self) -> &Analysis {
        &self.analysis
    }
}

/// The names that the publisher gives with an article.
fn identified(article: &Article) -> Vec<Identified<'_>> {
    let lists = [
        (Kind::Person, &article.people),
        (Kind::Organisation, &article.organisations),
        (Kind::Place, &article.places),
    ];
    let concepts = lists.into_iter().flat_map(|(kind, concepts)| {
        concepts.iter().map(move |concept| Identified { name: &concept.name, kind })
    });
    concepts.filter(|concept| !concept.name.is_empty()).collect()
}

/// Writes to an index. Articles may come from several threads; a commit
/// waits for all of them.
pub struct Writer {
    index: Index,
    /// Of all its threads.
    lexicon: Arc<Lexicon>,
    inner: Builders,
    /// Articles of which nothing may be left.
    purged: Mutex<BTreeSet<String>>,
}

impl Index {
    /// Starts writing. One process at a time may.
    ///
    /// # Errors
    /// [`IndexError::Locked`] where another process writes.
    pub fn writer(&self, options: WriterOptions) -> Result<Writer, IndexError> {
        Writer::new(self, options)
    }
}

impl Writer {
    fn new(index: &Index, options: WriterOptions) -> Result<Writer, IndexError> {
        // Its own threads get nothing to do: segments are built here.
        let engine: IndexWriter = index
            .inner
            .writer_with_num_threads(1, ENGINE_BYTES)
            .map_err(|error| IndexError::of(&index.path, error))?;
        // A run that was killed may have left files that this one would write
        // under the same names; Tantivy takes no name twice.
        engine
            .garbage_collect_files()
            .wait()
            .map_err(|error| IndexError::of(&index.path, error))?;
        // Tantivy gives the first operation the number of the last commit. A merge
        // of what was committed takes it for one that the segments have already:
        // a first article to be taken out would stay. So nothing has this number.
        engine.run([]).map_err(|error| IndexError::of(&index.path, error))?;
        let mut merges = LogMergePolicy::default();
        merges.set_del_docs_ratio_before_merge(MAX_DELETED_SHARE);
        engine.set_merge_policy(Box::new(merges));
        let lexicon = Arc::new(Lexicon::default());
        let dictionaries = index.dictionaries.clone();
        dictionaries.look_up(&index.inner).map_err(|error| IndexError::of(&index.path, error))?;
        let key = index.fields.key;
        let inner = Builders::new(engine, key, lexicon.clone(), dictionaries, options)
            .map_err(|error| IndexError::of(&index.path, error.into()))?;
        Ok(Writer { index: index.clone(), lexicon, inner, purged: Mutex::default() })
    }

    /// Returns what a thread needs to make articles ready. Without an annotator
    /// their names are not found.
    pub fn preparer(&self, annotator: Option<Annotator>) -> Preparer {
        Preparer {
            fields: self.index.fields,
            analyzer: Analyzer::sharing(self.lexicon.clone()),
            analysis: Analysis::default(),
            builder: Builder::default(),
            annotator,
        }
    }

    /// Adds a version that the index has not. Waits while too much is to be
    /// indexed.
    ///
    /// # Errors
    /// Where the disk is full or the engine has stopped; nothing of the batch is
    /// committed then.
    pub fn add(&self, stored: Stored) -> Result<(), IndexError> {
        self.inner.add(stored.document).map_err(|error| self.error(error))
    }

    /// Puts a version in the place of the one that the index has: the current
    /// one of its article, or the same older one.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn replace(&self, stored: Stored) -> Result<(), IndexError> {
        let removed = self.inner.remove(stored.document.key.clone());
        removed.map_err(|error| self.error(error))?;
        self.add(stored)
    }

    /// Takes an article out of the index, with all its versions.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub fn remove(&self, id: &ArticleId) -> Result<(), IndexError> {
        let older = older_keys(id.as_str());
        let removed = self.inner.remove_all(id.to_string(), &older.start..&older.end);
        removed.map_err(|error| self.error(error))
    }

    /// Sees to it that with the next commit nothing is left of what was taken out of
    /// an article: in no file of the index. The segments that had it are written
    /// anew then.
    pub(crate) fn purge(&self, id: &ArticleId) {
        let mut purged = self.purged.lock().unwrap_or_else(PoisonError::into_inner);
        purged.insert(id.to_string());
    }

    /// Whether the next commit has something to see to that is no change.
    pub(crate) fn must_purge(&self) -> bool {
        !self.purged.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Takes an older version of an article out of the index: it is to be the
    /// current one.
    ///
    /// # Errors
    /// As [`Writer::add`].
    pub(crate) fn remove_older(&self, id: &ArticleId, content: u128) -> Result<(), IndexError> {
        let key = Edition::Superseded(content).key(id);
        self.inner.remove(key).map_err(|error| self.error(error))
    }

    /// Makes everything written so far findable and durable. The payload
    /// travels with the commit.
    ///
    /// # Errors
    /// Where the disk is full or the engine has stopped: the index stays as
    /// it was at the commit before.
    pub fn commit(&mut self, payload: &str) -> Result<(), IndexError> {
        let purged = std::mem::take(self.purged.get_mut().unwrap_or_else(PoisonError::into_inner));
        let purged: Vec<String> = purged.into_iter().collect();
        let mut committed = self.inner.commit(payload);
        if committed.is_ok() && !purged.is_empty() {
            committed = self.inner.purge(&purged);
        }
        committed.map_err(|error| self.error(error))
    }

    /// Waits for merges that run in the background and ends the writer.
    ///
    /// # Errors
    /// Where a merge failed; the committed articles are not affected.
    pub fn finish(self) -> Result<(), IndexError> {
        let path = self.index.path;
        self.inner.finish().map_err(|error| IndexError::of(&path, error))
    }

    fn error(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::of(&self.index.path, error)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::thread;
    use std::time::Duration;

    use tantivy::directory::INDEX_WRITER_LOCK;
    use tantivy::schema::Term;

    use super::*;

    #[test]
    fn no_operation_has_the_number_of_the_last_commit() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let options = WriterOptions { threads: 1, memory: 15_000_000 };
        for _ in 0..2 {
            let committed = index.inner.load_metas().unwrap().opstamp;
            let mut writer = index.writer(options).unwrap();
            assert!(writer.inner.stamp() > committed);
            writer.remove(&ArticleId::new("1")).unwrap();
            writer.commit("test").unwrap();
            writer.finish().unwrap();
        }
    }

    fn storks(preparer: &mut Preparer) -> Stored {
        let id = ArticleId::new("1");
        let storks = Article { id, headline: "Storks".to_owned(), ..Article::default() };
        preparer.prepare(&storks, Edition::Current)
    }

    #[test]
    fn a_writer_that_is_dropped_leaves_the_index_to_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        for _ in 0..3 {
            let writer = index.writer(WriterOptions::for_cores(4)).unwrap();
            writer.add(storks(&mut writer.preparer(None))).unwrap();
            drop(writer);
        }
        assert_eq!(index.searcher().unwrap().stats().unwrap().articles, 0);
    }

    #[test]
    fn who_asks_whether_an_index_is_written_keeps_no_writer_out() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        drop(index.writer(WriterOptions::for_cores(1)).unwrap());
        let asked = File::open(folder.path().join(&INDEX_WRITER_LOCK.filepath)).unwrap();
        asked.lock_shared().unwrap();
        let answered = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            drop(asked);
        });
        let writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        answered.join().unwrap();
        assert!(index.is_being_written());
        let second = index.writer(WriterOptions::for_cores(1));
        assert!(matches!(second, Err(IndexError::Locked(_))));
        drop(writer);
        assert!(!index.is_being_written());
    }

    #[test]
    fn an_article_that_comes_after_its_deletion_stays() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        // In an index without segments nothing takes a deletion up.
        writer.remove(&ArticleId::new("1")).unwrap();
        writer.commit("test").unwrap();
        for _ in 0..3 {
            writer.replace(storks(&mut preparer)).unwrap();
            writer.commit("test").unwrap();
            assert_eq!(index.searcher().unwrap().stats().unwrap().articles, 1);
        }
        writer.remove(&ArticleId::new("1")).unwrap();
        writer.commit("test").unwrap();
        assert_eq!(index.searcher().unwrap().stats().unwrap().articles, 0);
    }

    #[test]
    fn of_what_is_purged_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
        let mut preparer = writer.preparer(None);
        let id = ArticleId::new("1");
        let herons = Article { headline: "Herons".to_owned(), ..Article::default() };
        let older = Article { id: id.clone(), ..herons.clone() };
        writer.add(preparer.prepare(&older, Edition::Superseded(7))).unwrap();
        writer.add(storks(&mut preparer)).unwrap();
        let other = Article { id: ArticleId::new("2"), ..herons };
        writer.add(preparer.prepare(&other, Edition::Current)).unwrap();
        writer.commit("test").unwrap();
        writer.remove(&id).unwrap();
        writer.commit("test").unwrap();
        let left = |index: &Index| -> (u32, u64) {
            let engine = index.open_engine().unwrap().searcher;
            let segments = engine.segment_readers().iter();
            let word = Term::from_field_text(index.fields.headline, "storks");
            let deleted = segments.map(|segment| segment.num_deleted_docs()).sum();
            (deleted, engine.doc_freq(&word).unwrap())
        };
        assert_eq!(left(&index), (2, 1));
        // It may be said again of what is out already.
        writer.purge(&id);
        assert!(writer.must_purge());
        writer.commit("test").unwrap();
        assert_eq!(left(&index), (0, 0));
        assert!(!writer.must_purge());
        assert_eq!(index.searcher().unwrap().stats().unwrap().articles, 1);
        writer.finish().unwrap();
    }

    #[test]
    fn an_error_is_told_once_and_ends_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer(WriterOptions::for_cores(4)).unwrap();
        let mut preparer = writer.preparer(None);
        std::fs::remove_dir_all(folder.path()).unwrap();
        let added = writer.add(storks(&mut preparer));
        let told = added.and_then(|()| writer.commit("test")).unwrap_err().to_string();
        assert!(!told.contains("writing has stopped"), "{told}");
        let again = writer.add(storks(&mut preparer)).unwrap_err().to_string();
        assert!(again.contains("writing has stopped"), "{again}");
        assert!(writer.commit("test").is_err() && writer.finish().is_err());
    }

    #[test]
    fn an_article_that_was_made_ready_for_another_writer_is_refused() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [one, other] = folders.each_ref().map(|folder| {
            let index = Index::open_or_create(folder.path()).unwrap();
            index.writer(WriterOptions::for_cores(1)).unwrap()
        });
        let error = other.add(storks(&mut one.preparer(None))).unwrap_err().to_string();
        assert!(error.contains("another writer"), "{error}");
    }
}
