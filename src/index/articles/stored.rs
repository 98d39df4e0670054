//! Reading the articles of an index.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::{DocAddress, SegmentReader};

use super::component;
use super::dictionary::Dictionaries;
use super::reader::Articles;

/// So many unpacked blocks are kept: some 5 MB.
const KEPT: usize = 256;

/// The articles of all segments of an index, each opened when it is asked for.
pub(in crate::index) struct Stored {
    dictionaries: Arc<Dictionaries>,
    segments: Vec<OnceLock<Articles>>,
    /// Blocks that were read of late, each at the place that its number says.
    kept: Vec<Mutex<Option<Kept>>>,
}

struct Kept {
    segment: usize,
    block: usize,
    lines: Arc<Vec<u8>>,
}

impl Stored {
    pub(in crate::index) fn new(segments: usize, dictionaries: Arc<Dictionaries>) -> Stored {
        let segments = (0..segments).map(|_| OnceLock::new()).collect();
        Stored { dictionaries, segments, kept: (0..KEPT).map(|_| Mutex::default()).collect() }
    }

    /// The JSON of an article.
    ///
    /// # Errors
    /// Where there is none, or where the file of its segment cannot be read.
    pub(in crate::index) fn get(
        &self,
        segments: &[SegmentReader],
        at: DocAddress,
    ) -> tantivy::Result<String> {
        let segment = at.segment_ord as usize;
        let articles = self.open(segments, segment)?;
        articles.get(at.doc_id, |block| self.block(articles, segment, block))
    }

    fn open(&self, segments: &[SegmentReader], number: usize) -> tantivy::Result<&Articles> {
        let opened = &self.segments[number];
        match opened.get() {
            Some(articles) => Ok(articles),
            None => {
                let file = segments[number].open_read(component())?;
                let articles = Articles::open(&file, &self.dictionaries)?;
                Ok(opened.get_or_init(|| articles))
            }
        }
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
