//! Reading the articles of an index.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::{DocAddress, SegmentReader};

use super::StoredArticles;
use super::dictionary::Dictionaries;
use super::reader::Articles;
use crate::index::files::own_file::OwnFile;

/// So many unpacked blocks are kept: some 5 MB.
const KEPT: usize = 256;

/// The articles of all segments of an index.
pub(in crate::index) struct Stored {
    dictionaries: Arc<Dictionaries>,
    segments: Vec<OwnFile<Articles>>,
    /// Blocks that were read of late, each at the place that its number says.
    kept: Vec<Mutex<Option<Kept>>>,
}

struct Kept {
    segment: usize,
    block: usize,
    lines: Arc<Vec<u8>>,
}

impl Stored {
    /// Opens the files of some segments.
    ///
    /// # Errors
    /// Where one is missing.
    pub(in crate::index) fn open(
        segments: &[SegmentReader],
        dictionaries: Arc<Dictionaries>,
    ) -> tantivy::Result<Stored> {
        let files = segments.iter().map(OwnFile::of::<StoredArticles>);
        let segments = files.collect::<Result<_, _>>()?;
        Ok(Stored { dictionaries, segments, kept: (0..KEPT).map(|_| Mutex::default()).collect() })
    }

    /// The JSON of an article.
    ///
    /// # Errors
    /// Where there is none, or where the file of its segment cannot be read.
    pub(in crate::index) fn get(&self, at: DocAddress) -> tantivy::Result<String> {
        let segment = at.segment_ord as usize;
        let articles = self.articles(segment);
        let json = articles.and_then(|articles| {
            articles.get(at.doc_id, |block| self.block(articles, segment, block))
        });
        json.map_err(|error| self.segments[segment].name::<StoredArticles>(error))
    }

    fn articles(&self, segment: usize) -> tantivy::Result<&Articles> {
        self.segments[segment].get(|file| Articles::open(file, &self.dictionaries))
    }

    fn block(
        &self,
        articles: &Articles,
        segment: usize,
        block: usize,
    ) -> tantivy::Result<Arc<Vec<u8>>> {
        let place = &self.kept[(segment + block) % KEPT];
        let kept = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*kept()
            && (kept.segment, kept.block) == (segment, block)
        {
            return Ok(kept.lines.clone());
        }
        let lines = Arc::new(articles.unpack(block)?);
        *kept() = Some(Kept { segment, block, lines: lines.clone() });
        Ok(lines)
    }
}
