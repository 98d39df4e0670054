//! Taking texts out of the files of the index. What is deleted stays in the files of
//! its segment until that is merged with others, as it happens; of an article that was
//! killed nothing may stay.

use std::thread;
use std::time::Duration;

use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, IndexReader, IndexWriter, ReloadPolicy, TERMINATED};

use crate::index::schema::key::older_keys;

/// A segment may be merged with others just then: it is looked for so many times …
const TRIES: usize = 600;
/// … after so long.
const PAUSE: Duration = Duration::from_millis(100);

/// Writes the segments anew that have documents of these articles which were taken
/// out.
///
/// # Errors
/// Where the index cannot be read or written.
pub(super) fn purge(engine: &mut IndexWriter, key: Field, ids: &[String]) -> tantivy::Result<()> {
    let mut tries = 1;
    loop {
        let segments = segments_with_remains(engine, key, ids)?;
        let merge = |segment| engine.merge(&[segment]).wait().map(drop);
        match segments.into_iter().map(merge).collect::<Vec<_>>() {
            none if none.is_empty() => return Ok(()),
            merged => match merged.into_iter().collect::<tantivy::Result<()>>() {
                Err(error) if tries == TRIES => return Err(error),
                Err(_) => thread::sleep(PAUSE),
                Ok(()) => {}
            },
        }
        tries += 1;
    }
}

fn segments_with_remains(
    engine: &IndexWriter,
    key: Field,
    ids: &[String],
) -> tantivy::Result<Vec<SegmentId>> {
    let reader = engine.index().reader_builder().reload_policy(ReloadPolicy::Manual);
    let searcher = IndexReader::searcher(&reader.try_into()?);
    let mut segments = Vec::new();
    for segment in searcher.segment_readers().iter().filter(|segment| segment.has_deletes()) {
        for id in ids {
            if has_remains(segment, key, id)? {
                segments.push(segment.segment_id());
                break;
            }
        }
    }
    Ok(segments)
}

/// Whether a segment has documents of an article, its older versions among them, that
/// were taken out.
fn has_remains(segment: &SegmentReader, key: Field, id: &str) -> tantivy::Result<bool> {
    let index = segment.inverted_index(key)?;
    let older = older_keys(id);
    let current = index.terms().range().ge(id).le(id).into_stream()?;
    let older = index.terms().range().ge(older.start).lt(older.end).into_stream()?;
    for mut terms in [current, older] {
        while terms.advance() {
            let basic = IndexRecordOption::Basic;
            let mut postings = index.read_postings_from_terminfo(terms.value(), basic)?;
            while postings.doc() != TERMINATED {
                if segment.is_deleted(postings.doc()) {
                    return Ok(true);
                }
                postings.advance();
            }
        }
    }
    Ok(false)
}
