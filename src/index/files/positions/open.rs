//! The positions of an index.

use tantivy::index::SegmentId;
use tantivy::schema::Term;
use tantivy::{InvertedIndexReader, SegmentReader};

use super::{File, Postings, WordPositions, damaged};
use crate::index::files::own_file::OwnFile;

/// The positions of all segments of an index.
pub(in crate::index) struct Positions {
    segments: Vec<Segment>,
}

/// The positions of a segment.
pub(in crate::index) struct Segment {
    id: SegmentId,
    file: OwnFile<File>,
}

impl Positions {
    /// Opens the files of some segments.
    ///
    /// # Errors
    /// Where one is missing.
    pub(in crate::index) fn open(segments: &[SegmentReader]) -> tantivy::Result<Positions> {
        let open = |segment: &SegmentReader| -> tantivy::Result<Segment> {
            Ok(Segment { id: segment.segment_id(), file: OwnFile::of::<WordPositions>(segment)? })
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
        self.find(term, index).map_err(|error| self.file.name::<WordPositions>(error))
    }

    fn find(&self, term: &Term, index: &InvertedIndexReader) -> tantivy::Result<Option<Postings>> {
        let (terms, word) = (index.terms(), term.serialized_value_bytes());
        let (Some(info), Some(number)) = (terms.get(word)?, terms.term_ord(word)?) else {
            return Ok(None);
        };
        let field =
            self.file.get(File::open)?.field(term.field().field_id()).ok_or_else(damaged)?;
        if field.terms() != terms.num_terms() as u64 {
            return Err(damaged());
        }
        Postings::open(field, index, number, &info)?.with_others(index).map(Some)
    }
}
