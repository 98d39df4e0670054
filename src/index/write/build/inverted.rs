//! Tantivy's files of terms and postings, written by two threads: one puts the terms
//! of each field into its dictionary while the other writes where they stand. Tantivy's
//! own serializer does one after the other, term by term; the parts that it is made of
//! are used here, and the files are the same.

use std::io::{self, Write};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use tantivy::DocId;
use tantivy::directory::CompositeWrite;
use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::TermInfo;
use tantivy::postings::serializer::PostingsSerializer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionaryBuilder;

use super::postings::Postings;
use crate::index::files::positions;

/// Lists of so many documents have blocks, and say of each what it can be worth at
/// most.
const BLOCK: u32 = 128;

/// One field of a segment: its postings, and its terms in order.
struct Part<'a> {
    field: Field,
    postings: &'a Postings,
    order: Vec<u32>,
}

/// Writes what the documents of a segment say in some fields; lengths of documents
/// are written already.
pub(super) fn write<'a>(
    segment: &Segment,
    fields: impl Iterator<Item = (Field, &'a Postings)>,
) -> tantivy::Result<()> {
    let used = fields.filter(|(_, postings)| !postings.is_empty());
    let parts: Vec<Part> = used
        .map(|(field, postings)| Part { field, postings, order: postings.in_order() })
        .collect();
    let (to_terms, places) = bounded(parts.len());
    thread::scope(|scope| {
        let terms = scope.spawn(|| write_terms(segment, &parts, places));
        write_lists(segment, &parts, to_terms)?;
        terms.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Writes the dictionaries. Where the postings of each term lie comes field by field.
fn write_terms(
    segment: &Segment,
    parts: &[Part],
    places: Receiver<Vec<TermInfo>>,
) -> tantivy::Result<()> {
    let mut out = CompositeWrite::wrap(segment.open_write(SegmentComponent::Terms)?);
    for Part { field, postings, order } in parts {
        let mut terms = TermDictionaryBuilder::create(out.for_field(*field))?;
        // Tantivy wants keys and values in turns; of what it does with them neither
        // needs the other.
        order.iter().try_for_each(|number| terms.insert_key(postings.term(*number)))?;
        // Who writes the postings has failed, and says so.
        let Ok(places) = places.recv() else { return Ok(()) };
        places.iter().try_for_each(|place| terms.insert_value(place))?;
        terms.finish()?;
    }
    Ok(out.close()?)
}

/// Writes the postings, and where the terms stand.
fn write_lists(
    segment: &Segment,
    parts: &[Part],
    to_terms: Sender<Vec<TermInfo>>,
) -> tantivy::Result<()> {
    let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let mut out = CompositeWrite::wrap(segment.open_write(SegmentComponent::Postings)?);
    // Tantivy's own positions: none.
    let mut none = CompositeWrite::wrap(segment.open_write(SegmentComponent::Positions)?);
    let mut positions = positions::Writer::new(segment.open_write(positions::component())?);
    let schema = segment.schema();
    for Part { field, postings, order } in parts {
        let option = schema.get_field_entry(*field).field_type().index_record_option();
        let option = option.unwrap_or(IndexRecordOption::Basic);
        none.for_field(*field);
        let lengths = lengths.get_field(*field)?;
        let mut lists = Lists::new(out.for_field(*field), option, postings.times(), lengths)?;
        postings.write(order, *field, &mut lists, &mut positions)?;
        // Who does not listen any more has failed, and says so.
        let _ = to_terms.send(lists.places);
    }
    out.close()?;
    none.close()?;
    Ok(positions.close()?)
}

/// Writes the postings of one field, term by term.
pub(super) struct Lists<'a> {
    out: &'a mut dyn Write,
    /// How many bytes are written.
    end: usize,
    /// Of terms in few documents, for which no scores are worked out.
    few: PostingsSerializer,
    option: IndexRecordOption,
    lengths: Option<FieldNormReader>,
    /// The mean length of a document.
    mean: f32,
    list: Vec<u8>,
    /// Where the list of each term lies.
    places: Vec<TermInfo>,
}

impl<'a> Lists<'a> {
    /// `times` is how often terms stand in documents.
    pub(super) fn new(
        out: &'a mut dyn Write,
        option: IndexRecordOption,
        times: u64,
        lengths: Option<FieldNormReader>,
    ) -> io::Result<Lists<'a>> {
        out.write_all(&times.to_le_bytes())?;
        let mean = lengths.as_ref().map_or(0.0, |of| times as f32 / of.num_docs() as f32);
        let few = PostingsSerializer::new(mean, option, None);
        Ok(Lists { out, end: 0, few, option, lengths, mean, list: vec![], places: vec![] })
    }

    /// Adds the list of a term: its documents, and how often they have it where that
    /// is kept.
    pub(super) fn add(
        &mut self,
        count: u32,
        has_times: bool,
        documents: impl Iterator<Item = (DocId, u32)>,
    ) -> io::Result<()> {
        let mut many;
        let postings = match count < BLOCK {
            true => &mut self.few,
            false => {
                many = PostingsSerializer::new(self.mean, self.option, self.lengths.clone());
                &mut many
            }
        };
        postings.new_term(count, has_times);
        documents.for_each(|(document, times)| postings.write_doc(document, times));
        self.list.clear();
        postings.close_term(count, &mut self.list)?;
        self.out.write_all(&self.list)?;
        let begin = self.end;
        self.end += self.list.len();
        let (postings_range, positions_range) = (begin..self.end, 0..0);
        self.places.push(TermInfo { doc_freq: count, postings_range, positions_range });
        Ok(())
    }
}
