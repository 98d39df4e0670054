//! Merging the positions of segments.

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field as TantivyField;
use tantivy::termdict::TermMerger;
use tantivy::{InvertedIndexReader, PluginMergeContext, SegmentReader, TERMINATED};

use super::postings::{Places, Postings};
use super::writer::{List, Lists};
use super::{Field, File, Writer, component, damaged};
use crate::index::files::own_file;

/// A term that no document has any more.
const GONE: u64 = u64::MAX;

/// The files of positions.
pub(in crate::index) struct WordPositions;

impl own_file::Kind for WordPositions {
    const EXTENSION: &'static str = "positions";
    const CONTENT: &'static str = "positions";

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        let open = |segment: &SegmentReader| File::open(&segment.open_read(component())?);
        let files = context.readers.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let mut writer = Writer::new(context.target_segment.open_write(component())?);
        for (field, _) in context.schema.fields() {
            let mut segments = Vec::new();
            for (reader, file) in context.readers.iter().zip(&files) {
                segments.push(Segment::open(reader, file, field)?);
            }
            if segments.iter().any(|segment| segment.field.is_some()) {
                merge(field.field_id(), &mut segments, &mut writer)?;
            }
        }
        Ok(writer.close()?)
    }
}

/// A field of a segment that is merged.
struct Segment<'a> {
    reader: &'a SegmentReader,
    index: Arc<InvertedIndexReader>,
    /// `None` where no document has it.
    field: Option<Arc<Field>>,
    /// The numbers that its terms have in the merged segment, as far as they are
    /// known, or [`GONE`].
    numbers: Vec<u64>,
}

impl<'a> Segment<'a> {
    fn open(
        reader: &'a SegmentReader,
        file: &File,
        field: TantivyField,
    ) -> tantivy::Result<Segment<'a>> {
        let index = reader.inverted_index(field)?;
        let field = file.field(field.field_id()).cloned();
        Ok(Segment { reader, index, field, numbers: Vec::new() })
    }

    fn is_alive(&self, doc: u32) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }

    /// The lengths of the documents that are alive.
    fn lengths(&self) -> impl Iterator<Item = u32> {
        let documents = (0..self.reader.max_doc()).filter(|doc| self.is_alive(*doc));
        documents.map(|doc| self.field.as_ref().map_or(0, |field| field.length(doc).positions()))
    }

    /// Opens the postings of a term, on the first document that is alive.
    fn postings(&self, term: &Having) -> tantivy::Result<Option<Postings>> {
        let field = self.field.as_ref().ok_or_else(damaged)?;
        let mut postings = Postings::open(field, &self.index, term.number, &term.info)?;
        while postings.doc() != TERMINATED && !self.is_alive(postings.doc()) {
            postings.advance();
        }
        Ok(Some(postings).filter(|postings| postings.doc() != TERMINATED))
    }

    /// The number that a term has in the merged segment.
    fn number(&self, term: u64) -> Option<u64> {
        let number = self.numbers.get(usize::try_from(term).ok()?)?;
        Some(*number).filter(|number| *number != GONE)
    }
}

/// A segment that has a term.
struct Having {
    segment: usize,
    /// The number of the term in the segment.
    number: u64,
    info: TermInfo,
}

/// Merges a field. Tantivy has merged its terms already: those that a document has
/// which is alive.
fn merge(field: u32, segments: &mut [Segment<'_>], writer: &mut Writer) -> tantivy::Result<()> {
    let terms = count_terms(segments)?;
    let lengths: Vec<u32> = segments.iter().flat_map(Segment::lengths).collect();
    let mut lists = writer.field(field, terms, lengths);
    let mut list = List::default();
    let mut next = 0;
    each_term(segments, |segments, having| {
        let mut opened = Vec::new();
        for term in having {
            let postings = segments[term.segment].postings(term)?;
            opened.extend(postings.map(|postings| (term.segment, postings)));
        }
        for term in having {
            segments[term.segment].numbers.push(if opened.is_empty() { GONE } else { next });
        }
        if !opened.is_empty() {
            next += 1;
            merge_list(segments, opened, &mut list, &mut lists)?;
        }
        Ok(())
    })?;
    Ok(lists.close()?)
}

/// How many terms a document has that is alive.
fn count_terms(segments: &mut [Segment<'_>]) -> tantivy::Result<usize> {
    let mut terms = 0;
    each_term(segments, |segments, having| {
        for term in having {
            let segment = &segments[term.segment];
            // Where nothing was taken out there is one.
            if !segment.reader.has_deletes() || segment.postings(term)?.is_some() {
                terms += 1;
                break;
            }
        }
        Ok(())
    })?;
    Ok(terms)
}

/// Shows each term of some segments, in order, with the segments that have it.
fn each_term<'a>(
    segments: &mut [Segment<'a>],
    mut visit: impl FnMut(&mut [Segment<'a>], &[Having]) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let indexes: Vec<_> = segments.iter().map(|segment| segment.index.clone()).collect();
    let streams = indexes.iter().map(|index| index.terms().stream());
    let mut terms = TermMerger::new(streams.collect::<Result<_, _>>()?);
    let mut having = Vec::new();
    while terms.advance() {
        having.clear();
        let numbers = terms.matching_segments().zip(terms.current_segment_ords_and_term_infos());
        having.extend(numbers.map(|((segment, number), (_, info))| Having {
            segment,
            number,
            info,
        }));
        visit(segments, &having)?;
    }
    Ok(())
}

fn merge_list(
    segments: &[Segment<'_>],
    opened: Vec<(usize, Postings)>,
    list: &mut List,
    lists: &mut Lists<'_>,
) -> tantivy::Result<()> {
    let mut others = Vec::new();
    for (segment, postings) in &opened {
        let of_segment = postings.others().iter();
        others.extend(of_segment.filter_map(|other| segments[*segment].number(*other)));
    }
    others.sort_unstable();
    others.dedup();
    list.begin(&others);
    for (segment, mut postings) in opened {
        let segment = &segments[segment];
        let field = segment.field.as_ref().ok_or_else(damaged)?;
        while postings.doc() != TERMINATED {
            if segment.is_alive(postings.doc()) {
                match postings.places() {
                    Places::Own { at, size } => list.copy(field.bits(), at, size),
                    Places::OfOther(other) => {
                        let other = postings.others().get(other).copied();
                        let other = other.and_then(|other| segment.number(other));
                        let which = other.and_then(|other| others.binary_search(&other).ok());
                        list.as_other(which.ok_or_else(damaged)?);
                    }
                }
            }
            postings.advance();
        }
    }
    Ok(lists.end_list(list)?)
}
