//! What an index holds, in figures.

use tantivy::{DocId, SegmentReader};

use crate::index::IndexError;
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::index::visible::LeftOut;
use crate::stats::Stats;

impl Searcher {
    /// Counts what the index holds.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let (engine, fields) = (self.engine(), self.fields());
        let mut stats = Stats {
            articles: self.articles(),
            hidden: self.all_articles() - self.articles(),
            older_versions: self.older_versions(),
            segments: engine.segment_readers().len(),
            ..Stats::default()
        };
        let without = self.left_out(Versions::Current);
        for segment in engine.segment_readers() {
            let text = segment.inverted_index(fields.text)?;
            stats.terms += text.terms().num_terms() as u64;
            let columns = segment.fast_fields();
            let (words, published) = (columns.u64("words")?, columns.i64("published")?);
            for doc in shown(segment, &without.or_deleted(segment)?) {
                stats.words += words.first(doc).unwrap_or(0);
                match published.first(doc) {
                    None => stats.undated += 1,
                    Some(at) => {
                        let (first, last) = stats.published.unwrap_or((at, at));
                        stats.published = Some((first.min(at), last.max(at)));
                    }
                }
            }
        }
        stats.agencies = self.column("agency", &without)?;
        stats.sources = self.column("source", &without)?;
        stats.languages = self.column("lang", &without)?;
        Ok(stats)
    }

    /// The values of a column, as they are spelt, with the number of articles.
    fn column(&self, name: &str, without: &LeftOut) -> Result<Vec<(String, u64)>, IndexError> {
        let mut counts = std::collections::BTreeMap::<String, u64>::new();
        for segment in self.engine().segment_readers() {
            let Some(column) = segment.fast_fields().str(name)? else {
                continue;
            };
            let mut ordinals = vec![0u64; column.num_terms()];
            for doc in shown(segment, &without.or_deleted(segment)?) {
                for ordinal in column.term_ords(doc) {
                    ordinals[ordinal as usize] += 1;
                }
            }
            let mut value = String::new();
            for (ordinal, count) in ordinals.into_iter().enumerate().filter(|(_, count)| *count > 0)
            {
                value.clear();
                column
                    .ord_to_str(ordinal as u64, &mut value)
                    .map_err(tantivy::TantivyError::from)?;
                *counts.entry(value.clone()).or_default() += count;
            }
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
        Ok(counts)
    }
}

/// The documents of a segment that are shown, in order.
fn shown<'a>(segment: &SegmentReader, hidden: &'a [DocId]) -> impl Iterator<Item = DocId> + 'a {
    let mut hidden = hidden.iter().copied().peekable();
    (0..segment.max_doc()).filter(move |doc| hidden.next_if_eq(doc).is_none())
}
