//! The positions of an index.

use std::path::PathBuf;
use std::sync::OnceLock;

use tantivy::directory::FileSlice;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentId;
use tantivy::schema::Term;
use tantivy::{InvertedIndexReader, SegmentReader, TantivyError};

use super::{EXTENSION, File, Postings, component, damaged};

/// The positions of all segments of an index.
pub(in crate::index) struct Positions {
    segments: Vec<Segment>,
}

/// The file is there from the beginning: when it is asked for, the segment may
/// have been merged with others, and the file be gone from its folder.
pub(in crate::index) struct Segment {
    id: SegmentId,
    path: PathBuf,
    file: FileSlice,
    opened: OnceLock<File>,
}

impl Positions {
    /// Opens the files of some segments.
    ///
    /// # Errors
    /// Where one is missing.
    pub(in crate::index) fn open(segments: &[SegmentReader]) -> tantivy::Result<Positions> {
        let open = |segment: &SegmentReader| -> tantivy::Result<Segment> {
            let file = segment.open_read(component())?;
            let id = segment.segment_id();
            let path = format!("{}.{EXTENSION}", id.uuid_string()).into();
            Ok(Segment { id, path, file, opened: OnceLock::new() })
        };
        Ok(Positions { segments: segments.iter().map(open).collect::<Result<_, _>>()? })
    }

    /// The positions of one of the segments.
    ///
    /// # Errors
    /// Where it is none of them.
    pub(in crate::index) fn of(&self, segment: &SegmentReader) -> tantivy::Result<&Segment> {
        let id = segment.segment_id();
        self.segments.iter().find(|segment| segment.id == id).ok_or_else(damaged)
    }
}

impl Segment {
    /// The postings of a term, which `index` has those of its field; `None` where no
    /// document has it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub(in crate::index) fn postings(
        &self,
        term: &Term,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<Option<Postings>> {
        self.find(term, index).map_err(|error| match error {
            TantivyError::DataCorruption(_) => {
                let what = "positions cannot be read".to_owned();
                TantivyError::DataCorruption(DataCorruption::new(self.path.clone(), what))
            }
            other => other,
        })
    }

    fn find(&self, term: &Term, index: &InvertedIndexReader) -> tantivy::Result<Option<Postings>> {
        let (terms, word) = (index.terms(), term.serialized_value_bytes());
        let (Some(info), Some(number)) = (terms.get(word)?, terms.term_ord(word)?) else {
            return Ok(None);
        };
        let field = self.file()?.field(term.field().field_id()).ok_or_else(damaged)?;
        if field.terms() != terms.num_terms() as u64 {
            return Err(damaged());
        }
        Postings::open(field, index, number, &info)?.with_others(index).map(Some)
    }

    fn file(&self) -> tantivy::Result<&File> {
        match self.opened.get() {
            Some(file) => Ok(file),
            None => {
                let file = File::open(&self.file)?;
                Ok(self.opened.get_or_init(|| file))
            }
        }
    }
}
