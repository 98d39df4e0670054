//! Merging the stored articles of segments.

use std::sync::Arc;

use tantivy::{DocId, PluginMergeContext, SegmentReader};

use super::dictionary::{Dictionaries, Dictionary};
use super::reader::{Articles, in_lines};
use super::writer::Writer;
use super::{component, damaged};
use crate::index::files::own_file;

/// Fewer blocks are not copied as they are: the last of a file is a short one,
/// and a segment that is merged of many files would have many.
const WORTH_COPYING: usize = if cfg!(test) { 2 } else { 8 };

/// The files of stored articles, of an index that has these dictionaries.
pub(in crate::index) struct StoredArticles(pub Arc<Dictionaries>);

impl own_file::Kind for StoredArticles {
    const EXTENSION: &'static str = "articles";
    const CONTENT: &'static str = "stored articles";

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        let StoredArticles(dictionaries) = self;
        let segments = context.readers;
        let open = |segment: &SegmentReader| {
            Articles::open(&segment.open_read(component())?, dictionaries)
        };
        let articles: Vec<Articles> = segments.iter().map(open).collect::<Result<_, _>>()?;
        let out = context.target_segment.open_write(component())?;
        let mut writer = match prevailing(&articles) {
            Some(dictionary) => Writer::with(out, dictionaries.clone(), dictionary.clone())?,
            None => Writer::new(out, dictionaries.clone()),
        };
        for (segment, articles) in segments.iter().zip(&articles) {
            add(&mut writer, segment, articles)?;
        }
        let expected = segments.iter().map(SegmentReader::num_docs).sum::<DocId>();
        if writer.articles() != expected {
            return Err(damaged());
        }
        Ok(writer.close()?)
    }
}

/// The dictionary of the file with the most articles that has one.
fn prevailing(articles: &[Articles]) -> Option<&Arc<Dictionary>> {
    let having = articles.iter().filter(|articles| !articles.dictionary().is_none());
    having.max_by_key(|articles| articles.len()).map(Articles::dictionary)
}

/// Adds the articles of a segment that are alive.
fn add(writer: &mut Writer, segment: &SegmentReader, articles: &Articles) -> tantivy::Result<()> {
    let blocks = articles.len_in_blocks();
    if !segment.has_deletes() && blocks >= WORTH_COPYING && writer.takes_blocks_of(articles) {
        return Ok(writer.add_blocks(articles)?);
    }
    let mut article = 0;
    for block in 0..blocks {
        for json in in_lines(&articles.lines(block)?) {
            if article < segment.max_doc() && !segment.is_deleted(article) {
                writer.add(json)?;
            }
            article += 1;
        }
    }
    Ok(())
}
