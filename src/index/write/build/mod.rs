//! Building segments: documents become files of Tantivy's format, by threads
//! of our own.
//!
//! Tantivy's segment writer is made for any document: it finds each token in a
//! table of all fields, behind a tokenizer, and keeps postings in linked
//! pieces. An article is analysed when it comes here: its terms are numbered
//! (`table`), logged (`postings`) and dealt out at the end (`segment`).
//! Everything else is Tantivy's: the formats of files, commits, deletions in
//! the segments that it has, merges.

mod deletions;
mod gate;
mod inverted;
mod log;
mod postings;
mod purge;
mod segment;
mod table;

use std::ops::{Bound, Range};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::write_alive_bitset;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::query::{BooleanQuery, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{BitSet, DocId, IndexWriter, Opstamp, TantivyDocument, TantivyError};

use super::WriterOptions;
use super::stream::Stream;
use crate::index::files::articles::Dictionaries;
use crate::text::Lexicon;
use deletions::Deletions;
use gate::Gate;
use segment::Builder;

/// So many documents may wait at most; the gate bounds their bytes.
const WAITING: usize = 1024;

/// A segment takes no more memory than this: its postings count in 32 bits.
const MOST_BYTES: usize = u32::MAX as usize;

/// A document on its way to a segment.
pub(in crate::index) struct Document {
    pub(in crate::index) key: String,
    /// The lexicon of its streams.
    lexicon: u64,
    /// The article, as it is stored.
    pub(in crate::index) json: Arc<str>,
    /// The values.
    pub(in crate::index) inner: TantivyDocument,
    /// Its tokens, by field.
    pub(in crate::index) streams: Vec<(Field, Stream)>,
    /// What it takes in memory while it waits.
    pub(in crate::index) bytes: usize,
}

impl Document {
    /// Makes a document of a key and of what is stored. Its streams will name words
    /// by their numbers in a lexicon.
    pub(in crate::index) fn new(key: String, json: Arc<str>, lexicon: u64) -> Document {
        let (inner, streams, bytes) = (TantivyDocument::default(), Vec::new(), json.len());
        Document { key, lexicon, json, inner, streams, bytes }
    }
}

/// Takes documents and deletions until they are committed.
pub(in crate::index) struct Builders {
    shared: Arc<Shared>,
    threads: Threads,
    /// Whether an error was told: nothing is taken any more.
    has_stopped: AtomicBool,
}

/// What threads share.
struct Shared {
    engine: RwLock<IndexWriter>,
    key: Field,
    /// Has the words that streams name by their numbers.
    lexicon: Arc<Lexicon>,
    /// What articles are compressed with.
    dictionaries: Arc<Dictionaries>,
    gate: Gate,
    deletions: Mutex<Deletions>,
    /// Whether a thread has met an error, which the next commit tells.
    has_failed: AtomicBool,
}

/// All threads that build segments. They end before the index can be written
/// by others: where the writer is dropped, too.
struct Threads(Vec<Thread>);

impl Drop for Threads {
    fn drop(&mut self) {
        for Thread { to, handle } in self.0.drain(..) {
            drop(to);
            // One that has panicked has said so; its segment is of no commit.
            let _ = handle.join();
        }
    }
}

/// A thread that builds segments, one after the other. It lives as long as the
/// writer: memory that one segment has left is there for the next.
struct Thread {
    to: Sender<Order>,
    handle: JoinHandle<()>,
}

/// What a thread is told.
enum Order {
    Add(Box<Document>, Opstamp),
    /// To close its segment, and to say whether all went well since it did so
    /// last.
    Close(Sender<tantivy::Result<()>>),
}

impl Builders {
    pub(in crate::index) fn new(
        engine: IndexWriter,
        key: Field,
        lexicon: Arc<Lexicon>,
        dictionaries: Arc<Dictionaries>,
        options: WriterOptions,
    ) -> std::io::Result<Builders> {
        let shared = Arc::new(Shared {
            engine: RwLock::new(engine),
            key,
            lexicon,
            dictionaries,
            gate: Gate::new(options.memory),
            deletions: Mutex::default(),
            has_failed: AtomicBool::new(false),
        });
        let count = options.threads.max(1);
        let memory = (options.memory / count).min(MOST_BYTES);
        let start = |_| Thread::start(&shared, memory);
        let threads = Threads((0..count).map(start).collect::<Result<_, _>>()?);
        Ok(Builders { shared, threads, has_stopped: AtomicBool::new(false) })
    }

    /// Adds a document. Waits while too much is to be indexed.
    ///
    /// # Errors
    /// Where building has failed: nothing of the batch will be committed. Where
    /// the document was made for another writer.
    pub(in crate::index) fn add(&self, document: Document) -> tantivy::Result<()> {
        if document.lexicon != self.shared.lexicon.identity() {
            let strange = "an article that was made ready for another writer";
            return Err(TantivyError::InvalidArgument(strange.to_owned()));
        }
        if self.shared.has_failed.load(Ordering::Relaxed) {
            self.close()?;
        }
        self.shared.gate.enter(document.bytes);
        let stamp = self.shared.engine().run([])?;
        let order = Order::Add(Box::new(document), stamp);
        let threads = self.threads.0.iter();
        let free = threads.min_by_key(|thread| thread.to.len()).ok_or_else(stopped)?;
        free.to.send(order).map_err(|_| stopped())
    }

    /// Takes out the document of a key, where it was added before.
    ///
    /// # Errors
    /// Where the engine has no such field.
    pub(in crate::index) fn remove(&self, key: String) -> tantivy::Result<()> {
        let (mut deletions, engine) = (self.shared.deletions(), self.shared.engine());
        let of = TermQuery::new(self.shared.key_term(&key), IndexRecordOption::Basic);
        engine.delete_query(deletions.key(key, engine.run([])?, of)).map(drop)
    }

    /// Takes out all documents of an article that were added before: its own and
    /// those of the keys in a range.
    ///
    /// # Errors
    /// As [`Builders::remove`].
    pub(in crate::index) fn remove_all(
        &self,
        id: String,
        older: Range<&str>,
    ) -> tantivy::Result<()> {
        let (mut deletions, engine) = (self.shared.deletions(), self.shared.engine());
        let key = |key: &str| self.shared.key_term(key);
        let of = TermQuery::new(key(&id), IndexRecordOption::Basic);
        let older =
            RangeQuery::new(Bound::Included(key(older.start)), Bound::Excluded(key(older.end)));
        let all = BooleanQuery::union(vec![Box::new(of), Box::new(older)]);
        engine.delete_query(deletions.article(id, engine.run([])?, all)).map(drop)
    }

    /// Makes everything durable that was added and taken out so far.
    ///
    /// # Errors
    /// Where building has failed or the engine cannot commit: the index stays
    /// as it was.
    pub(in crate::index) fn commit(&mut self, payload: &str) -> tantivy::Result<()> {
        self.close()?;
        let mut engine = self.shared.engine.write().unwrap_or_else(PoisonError::into_inner);
        let mut commit = engine.prepare_commit()?;
        commit.set_payload(payload);
        commit.commit()?;
        // What is committed stays so, whatever comes of this.
        if let Ok(segments) = engine.index().searchable_segment_ids() {
            self.shared.deletions().commit(&segments);
        }
        Ok(())
    }

    /// Takes what is left of articles that were taken out from the files of the index,
    /// where it is committed.
    ///
    /// # Errors
    /// Where the index cannot be written.
    pub(in crate::index) fn purge(&mut self, ids: &[String]) -> tantivy::Result<()> {
        let mut engine = self.shared.engine.write().unwrap_or_else(PoisonError::into_inner);
        purge::purge(&mut engine, self.shared.key, ids)
    }

    /// Waits for merges in the background.
    ///
    /// # Errors
    /// Where one has failed; what is committed stays.
    pub(in crate::index) fn finish(self) -> tantivy::Result<()> {
        self.close()?;
        let Builders { shared, threads, .. } = self;
        drop(threads);
        let shared = Arc::into_inner(shared).ok_or_else(stopped)?;
        let engine = shared.engine.into_inner().unwrap_or_else(PoisonError::into_inner);
        engine.wait_merging_threads()
    }

    /// The number of an operation that does nothing.
    #[cfg(test)]
    pub(in crate::index) fn stamp(&self) -> Opstamp {
        self.shared.engine().run([]).unwrap()
    }

    /// Waits until all segments are with the engine. The first error that a
    /// thread has met is the batch's, and the last thing that is told.
    fn close(&self) -> tantivy::Result<()> {
        if self.has_stopped.load(Ordering::Relaxed) {
            return Err(stopped());
        }
        let threads = &self.threads.0;
        let (to, ends) = bounded(threads.len());
        for thread in threads {
            // One that is gone has sent no end: that is seen below.
            let _ = thread.to.send(Order::Close(to.clone()));
        }
        drop(to);
        let ends: Vec<tantivy::Result<()>> = ends.iter().collect();
        let all = if ends.len() == threads.len() { Ok(()) } else { Err(stopped()) };
        let outcome = ends.into_iter().fold(Ok(()), Result::and).and(all);
        self.has_stopped.fetch_or(outcome.is_err(), Ordering::Relaxed);
        outcome
    }
}

impl Shared {
    fn engine(&self) -> RwLockReadGuard<'_, IndexWriter> {
        self.engine.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn deletions(&self) -> MutexGuard<'_, Deletions> {
        self.deletions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key_term(&self, key: &str) -> Term {
        Term::from_field_text(self.key, key)
    }

    /// Builds segments of what comes. After an error it still takes up what
    /// comes, so that nobody waits at the gate in vain.
    fn build(&self, orders: &Receiver<Order>, memory: usize) {
        let mut outcome = Ok(());
        let mut open = None;
        for order in orders {
            match order {
                Order::Add(document, stamp) => {
                    self.gate.leave(document.bytes);
                    if outcome.is_ok() {
                        outcome = self.take_up(&mut open, *document, stamp, memory);
                        self.has_failed.fetch_or(outcome.is_err(), Ordering::Relaxed);
                    }
                }
                Order::Close(to) => {
                    let end = std::mem::replace(&mut outcome, Ok(()));
                    let end =
                        end.and_then(|()| open.take().map_or(Ok(()), |open| self.close(open)));
                    // Who does not listen any more has failed, and says so.
                    let _ = to.send(end);
                }
            }
        }
    }

    fn take_up(
        &self,
        open: &mut Option<Open>,
        document: Document,
        stamp: Opstamp,
        memory: usize,
    ) -> tantivy::Result<()> {
        let mut segment = match open.take() {
            Some(segment) => segment,
            None => {
                let segment = self.engine().new_segment();
                let builder = Builder::new(segment, self.dictionaries.clone())?;
                Open { builder, added: vec![], keys: 0 }
            }
        };
        segment.builder.add(&document, &self.lexicon)?;
        segment.keys += document.key.capacity();
        segment.added.push((document.key, stamp));
        match segment.memory() >= memory {
            true => self.close(segment)?,
            false => *open = Some(segment),
        }
        Ok(())
    }

    /// Writes a segment and gives it to the engine, without what was taken out
    /// meanwhile. What is taken out later the engine takes out.
    fn close(&self, segment: Open) -> tantivy::Result<()> {
        let Open { builder, added, .. } = segment;
        let segment = builder.write()?;
        let (mut deletions, engine) = (self.deletions(), self.engine());
        let now = engine.run([])?;
        let out = deletions.of_segment(segment.id(), &added, now);
        engine.add_segment(without(segment, &out, now)?.meta().clone())
    }
}

/// A segment that is being built, with the keys of its documents and the
/// numbers of the operations that added them.
struct Open {
    builder: Builder,
    added: Vec<(String, Opstamp)>,
    /// The bytes of these keys.
    keys: usize,
}

impl Open {
    /// The bytes of memory that it takes.
    fn memory(&self) -> usize {
        let added = self.added.capacity() * size_of::<(String, Opstamp)>();
        self.builder.memory() + added + self.keys
    }
}

/// The segment without some of its documents.
fn without(segment: Segment, out: &[DocId], stamp: Opstamp) -> tantivy::Result<Segment> {
    if out.is_empty() {
        return Ok(segment);
    }
    let mut alive = BitSet::with_max_value_and_full(segment.meta().max_doc());
    out.iter().for_each(|document| alive.remove(*document));
    let count = u32::try_from(out.len()).unwrap_or(u32::MAX);
    let segment = segment.with_delete_meta(count, stamp);
    let mut to = segment.open_write(SegmentComponent::Delete)?;
    write_alive_bitset(&alive, &mut to)?;
    to.terminate()?;
    Ok(segment)
}

impl Thread {
    fn start(shared: &Arc<Shared>, memory: usize) -> std::io::Result<Thread> {
        let (to, orders) = bounded(WAITING);
        let shared = shared.clone();
        let name = thread::Builder::new().name("segments".to_owned());
        let handle = name.spawn(move || {
            let _gone = Gone(&shared);
            shared.build(&orders, memory);
        })?;
        Ok(Thread { to, handle })
    }
}

/// Tells that a thread is gone, in whatever way it went.
struct Gone<'a>(&'a Shared);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        self.0.has_failed.store(true, Ordering::Relaxed);
        self.0.gate.open();
    }
}

fn stopped() -> TantivyError {
    TantivyError::ErrorInThread("writing has stopped after an error".to_owned())
}
