//! Whether an index is whole, and which articles it has.

use std::path::PathBuf;

use rustc_hash::FxHashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermMerger;
use tantivy::{DocSet, TERMINATED};

use crate::index::IndexError;
use crate::index::open::Index;
use crate::index::search::Searcher;
use crate::index::visible::LeftOut;

impl Index {
    /// Returns the files of the index whose content is not what was written.
    ///
    /// # Errors
    /// Where files are missing or cannot be read.
    pub(crate) fn damaged_files(&self) -> Result<Vec<PathBuf>, IndexError> {
        let damaged = self.inner.validate_checksum();
        let damaged = damaged.map_err(|error| IndexError::of(&self.path, error))?;
        let mut damaged: Vec<PathBuf> = damaged.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }
}

impl Searcher {
    /// Shows the id of each article that the index has, in order, with the
    /// number of times that it has it: more than once is wrong. Older versions
    /// are not among them; what may not be used is.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(crate) fn each_id(&self, visit: &mut dyn FnMut(&str, u64)) -> Result<(), IndexError> {
        let key = self.fields().key;
        let older = LeftOut::default().older(self.fields());
        let mut segments = Vec::new();
        for reader in self.engine().segment_readers() {
            let older: FxHashSet<_> = older.documents(reader)?.into_iter().collect();
            segments.push((reader, reader.inverted_index(key)?, older));
        }
        let streams = segments.iter().map(|(_, index, _)| index.terms().stream());
        let streams =
            streams.collect::<std::io::Result<_>>().map_err(tantivy::TantivyError::from)?;
        let mut terms = TermMerger::new(streams);
        while terms.advance() {
            let mut times = 0;
            for (segment, term) in terms.current_segment_ords_and_term_infos() {
                let (reader, index, older) = &segments[segment];
                let postings = index.read_postings_from_terminfo(&term, IndexRecordOption::Basic);
                let mut postings = postings.map_err(tantivy::TantivyError::from)?;
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    times += u64::from(!reader.is_deleted(doc) && !older.contains(&doc));
                    doc = postings.advance();
                }
            }
            if times > 0 {
                visit(&String::from_utf8_lossy(terms.key()), times);
            }
        }
        Ok(())
    }
}
