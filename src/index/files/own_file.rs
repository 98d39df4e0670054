//! Files of our own in the segments of an index, beside Tantivy's: how Tantivy is
//! told of them, and how they are opened with the segments.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tantivy::directory::FileSlice;
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;
use tantivy::indexer::doc_id_mapping::MappingType;
use tantivy::{
    PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin, SegmentReader,
    TantivyError,
};

/// A kind of file that each segment has.
pub(in crate::index) trait Kind: Send + Sync + 'static {
    /// How the names of its files end.
    const EXTENSION: &'static str;
    /// What stands in it, to be named where it cannot be read.
    const CONTENT: &'static str;

    /// Merges the files of segments, whose documents keep their order.
    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()>;
}

/// The files of a kind, in Tantivy's words.
pub(super) fn component<K: Kind>() -> SegmentComponent {
    SegmentComponent::Custom(K::EXTENSION.to_owned())
}

/// What Tantivy is told of a kind: it keeps its files as long as the segments, and
/// has them merged.
pub(in crate::index) fn plugin<K: Kind>(kind: K) -> Arc<dyn SegmentPlugin> {
    Arc::new(Plugin(kind))
}

struct Plugin<K>(K);

impl<K: Kind> Plugin<K> {
    const EXTENSIONS: &'static [&'static str] = &[K::EXTENSION];
}

impl<K: Kind> SegmentPlugin for Plugin<K> {
    fn extensions(&self) -> &[&str] {
        Self::EXTENSIONS
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        let why = format!("segments with {} are not built by the engine", K::EXTENSION);
        Err(TantivyError::InvalidArgument(why))
    }

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        if context.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            let why = "documents keep their order when segments are merged".to_owned();
            return Err(TantivyError::InvalidArgument(why));
        }
        self.0.merge(context)
    }
}

/// The file of a segment. It is there from the beginning: when it is asked for, the
/// segment may have been merged with others, and the file be gone from its folder.
/// What it holds is looked at when it is first asked for.
pub(super) struct OwnFile<T> {
    path: PathBuf,
    file: FileSlice,
    opened: OnceLock<T>,
}

impl<T> OwnFile<T> {
    /// The file of a kind that a segment has.
    ///
    /// # Errors
    /// Where it has none.
    pub(in crate::index) fn of<K: Kind>(segment: &SegmentReader) -> tantivy::Result<OwnFile<T>> {
        let path = format!("{}.{}", segment.segment_id().uuid_string(), K::EXTENSION).into();
        Ok(OwnFile { path, file: segment.open_read(component::<K>())?, opened: OnceLock::new() })
    }

    /// What it holds, opened with `open` if it is not yet.
    pub(super) fn get(
        &self,
        open: impl FnOnce(&FileSlice) -> tantivy::Result<T>,
    ) -> tantivy::Result<&T> {
        match self.opened.get() {
            Some(opened) => Ok(opened),
            None => {
                let opened = open(&self.file)?;
                Ok(self.opened.get_or_init(|| opened))
            }
        }
    }

    /// Names the file in an error about what it holds.
    pub(super) fn name<K: Kind>(&self, error: TantivyError) -> TantivyError {
        match error {
            TantivyError::DataCorruption(_) => {
                let what = format!("{} cannot be read", K::CONTENT);
                TantivyError::DataCorruption(DataCorruption::new(self.path.clone(), what))
            }
            other => other,
        }
    }
}

/// What is wrong with a file of a kind whose path is not at hand.
pub(super) fn damaged<K: Kind>() -> TantivyError {
    let what = format!("the file of {} is damaged", K::CONTENT);
    TantivyError::DataCorruption(DataCorruption::comment_only(what))
}
