//! Taking texts out of the files of the index. What is deleted stays in the files of
//! its segment until that is merged with others, as it happens; of an article that was
//! killed nothing may stay.

use std::thread;
use std::time::Duration;

use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, IndexReader, IndexWriter, ReloadPolicy, TERMINATED, TantivyError};

use crate::index::schema::key::older_keys;

/// A segment may be merged with others just then: it is looked for so many times …
const TRIES: usize = 600;
/// … after so long.
const PAUSE: Duration = Duration::from_millis(100);

/// Writes the segments anew that have documents of these articles which were taken
/// out.
///
/// # Errors
/// Where the index cannot be read or written, or the documents are still there after
/// many tries.
pub(super) fn purge(engine: &mut IndexWriter, key: Field, ids: &[String]) -> tantivy::Result<()> {
    until_gone(
        engine,
        |engine| segments_with_remains(engine, key, ids),
        |engine, segment| engine.merge(&[segment]).wait().map(drop),
        PAUSE,
    )
}

/// Writes what `remains` finds anew until nothing is left of it.
fn until_gone<E, S>(
    engine: &mut E,
    remains: impl Fn(&E) -> tantivy::Result<Vec<S>>,
    write_anew: impl Fn(&mut E, S) -> tantivy::Result<()>,
    pause: Duration,
) -> tantivy::Result<()> {
    for tries in 1..=TRIES {
        let segments = remains(engine)?;
        if segments.is_empty() {
            return Ok(());
        }
        // Each is tried, whatever becomes of the others.
        let written: Vec<tantivy::Result<()>> =
            segments.into_iter().map(|segment| write_anew(engine, segment)).collect();
        match written.into_iter().collect::<tantivy::Result<()>>() {
            Err(error) if tries == TRIES => return Err(error),
            Err(_) => thread::sleep(pause),
            Ok(()) => {}
        }
    }
    let remain = "the text of killed articles is still in the files of the index";
    Err(TantivyError::InternalError(remain.to_owned()))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Purges one segment that is gone after so many times; each `failing`th time it
    /// cannot be written.
    fn purged(times: usize, failing: usize) -> (tantivy::Result<()>, usize) {
        let mut written = 0;
        let purged = until_gone(
            &mut written,
            |written| Ok(if *written < times { vec![()] } else { Vec::new() }),
            |written, ()| {
                *written += 1;
                match *written % failing {
                    0 => Err(TantivyError::Poisoned),
                    _ => Ok(()),
                }
            },
            Duration::ZERO,
        );
        (purged, written)
    }

    #[test]
    fn what_cannot_be_taken_out_is_said_in_the_end() {
        assert!(matches!(purged(0, 1), (Ok(()), 0)));
        assert!(matches!(purged(3, 2), (Ok(()), 3)));
        assert!(matches!(purged(usize::MAX, 1), (Err(TantivyError::Poisoned), TRIES)));
        let (left, written) = purged(usize::MAX, TRIES + 1);
        assert_eq!(written, TRIES);
        assert!(left.unwrap_err().to_string().contains("is still in the files"));
    }
}
