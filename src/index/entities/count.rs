//! Counts articles by entity: an article that names one entity in two ways
//! counts once.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::entities::Kind;
use crate::entities::names::Groups;

/// The field that has the keys of an article.
pub(super) const COLUMN: &str = "entity";

/// A name that is no entity.
const NOBODY: u32 = u32::MAX;

/// Counts the articles of each group of a kind, or of each.
pub(in crate::index) struct ByEntity<'a> {
    pub groups: &'a Groups,
    pub kind: Option<Kind>,
}

/// Articles by group, all of them, and those that name nobody.
#[derive(Debug, Clone, Default)]
pub(in crate::index) struct EntityCounts {
    pub articles: Vec<u64>,
    pub total: u64,
    pub without: u64,
}

pub(in crate::index) struct SegmentEntities {
    column: Option<StrColumn>,
    /// The group of each key of the segment.
    group_of: Vec<u32>,
    counts: EntityCounts,
    /// The groups of the article at hand.
    here: Vec<u32>,
}

impl Collector for ByEntity<'_> {
    type Fruit = EntityCounts;
    type Child = SegmentEntities;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentEntities> {
        let column = reader.fast_fields().str(COLUMN)?;
        let mut group_of = Vec::new();
        if let Some(column) = &column {
            group_of.reserve(column.num_terms());
            let mut keys = column.dictionary().stream()?;
            while keys.advance() {
                let key = std::str::from_utf8(keys.key()).unwrap_or_default();
                let wanted = |at: &u32| {
                    let group = self.groups.group(*at);
                    group.is_some_and(|group| self.kind.is_none_or(|kind| group.kind == kind))
                };
                group_of.push(self.groups.group_of(key).filter(wanted).unwrap_or(NOBODY));
            }
        }
        let articles = vec![0; self.groups.all().len()];
        let counts = EntityCounts { articles, total: 0, without: 0 };
        Ok(SegmentEntities { column, group_of, counts, here: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<EntityCounts>) -> tantivy::Result<EntityCounts> {
        let articles = vec![0; self.groups.all().len()];
        let mut all = EntityCounts { articles, total: 0, without: 0 };
        for segment in segments {
            all.total += segment.total;
            all.without += segment.without;
            for (sum, count) in all.articles.iter_mut().zip(segment.articles) {
                *sum += count;
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentEntities {
    type Fruit = EntityCounts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.counts.total += 1;
        self.here.clear();
        for key in self.column.iter().flat_map(|column| column.term_ords(doc)) {
            self.here.extend(self.group_of.get(key as usize).filter(|&&group| group != NOBODY));
        }
        self.here.sort_unstable();
        self.here.dedup();
        self.counts.without += u64::from(self.here.is_empty());
        for &group in &self.here {
            self.counts.articles[group as usize] += 1;
        }
    }

    fn harvest(self) -> EntityCounts {
        self.counts
    }
}
