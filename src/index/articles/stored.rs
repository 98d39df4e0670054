//! Reading the articles of an index.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::directory::FileSlice;
use tantivy::error::DataCorruption;
use tantivy::{DocAddress, SegmentReader, TantivyError};

use super::dictionary::Dictionaries;
use super::reader::Articles;
use super::{EXTENSION, component};

/// So many unpacked blocks are kept: some 5 MB.
const KEPT: usize = 256;

/// The articles of all segments of an index.
pub(in crate::index) struct Stored {
    dictionaries: Arc<Dictionaries>,
    segments: Vec<Segment>,
    /// Blocks that were read of late, each at the place that its number says.
    kept: Vec<Mutex<Option<Kept>>>,
}

/// The file is there from the beginning: when it is asked for, the segment may
/// have been merged with others, and the file be gone from its folder.
struct Segment {
    path: PathBuf,
    file: FileSlice,
    opened: OnceLock<Articles>,
}

struct Kept {
    segment: usize,
    block: usize,
    lines: Arc<Vec<u8>>,
}

impl Segment {
    /// Names the file in an error about what it holds.
    fn name(&self, error: TantivyError) -> TantivyError {
        match error {
            TantivyError::DataCorruption(_) => {
                let what = "a stored article cannot be read".to_owned();
                TantivyError::DataCorruption(DataCorruption::new(self.path.clone(), what))
            }
            other => other,
        }
    }
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
        let open = |segment: &SegmentReader| -> tantivy::Result<Segment> {
            let path = format!("{}.{EXTENSION}", segment.segment_id().uuid_string()).into();
            Ok(Segment { path, file: segment.open_read(component())?, opened: OnceLock::new() })
        };
        let segments = segments.iter().map(open).collect::<Result<_, _>>()?;
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
        json.map_err(|error| self.segments[segment].name(error))
    }

    fn articles(&self, segment: usize) -> tantivy::Result<&Articles> {
        let Segment { file, opened, .. } = &self.segments[segment];
        match opened.get() {
            Some(articles) => Ok(articles),
            None => {
                let articles = Articles::open(file, &self.dictionaries)?;
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
