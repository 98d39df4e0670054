//! Counting what matches by value, exactly, over all that a query finds.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::entities::Kind;
use crate::entity::EntityCount;
use crate::facets::{Facet, FacetField};
use crate::index::IndexError;
use crate::index::compile::Purpose;
use crate::index::queries::dates::{day, zone_of};
use crate::index::search::Searcher;
use crate::index::search::page::Versions;
use crate::query::ast::Query;

impl Searcher {
    /// Counts the values of fields over all articles that match a query.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn facets(
        &self,
        query: &Query,
        versions: Versions,
        fields: &[FacetField],
    ) -> Result<Vec<Facet>, IndexError> {
        let compiled = self.compile(query, Purpose::Matching, versions)?;
        let columns: Vec<(FacetField, &'static str)> =
            fields.iter().filter_map(|field| Some((*field, field.column()?))).collect();
        let counts = self.engine().search(
            &*compiled.query,
            &Values { fields: columns.clone(), zone: self.zone().clone() },
        )?;
        let facet = |(&field, counts): (&FacetField, Counts)| {
            let mut values: Vec<(String, u64)> = counts.values.into_iter().collect();
            values.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
            Facet { field, values, without: counts.without }
        };
        let columns = columns.iter().map(|(field, _)| field);
        let mut counted: Vec<Facet> = columns.zip(counts).map(facet).collect();
        let mut facets = Vec::with_capacity(fields.len());
        for &field in fields {
            match counted.iter().position(|facet| facet.field == field) {
                Some(at) => facets.push(counted.swap_remove(at)),
                None => facets.push(self.entity_facet(query, versions, field)?),
            }
        }
        Ok(facets)
    }

    /// Counts entities, not spellings.
    fn entity_facet(
        &self,
        query: &Query,
        versions: Versions,
        field: FacetField,
    ) -> Result<Facet, IndexError> {
        let kind = match field {
            FacetField::Person => Some(Kind::Person),
            FacetField::Organisation => Some(Kind::Organisation),
            FacetField::Place => Some(Kind::Place),
            _ => None,
        };
        let (entities, without) = self.entities_and_without(query, versions, kind)?;
        let mut shown: FxHashMap<&str, u32> = FxHashMap::default();
        entities.iter().for_each(|entity| *shown.entry(&entity.name).or_default() += 1);
        let label = |entity: &EntityCount| match shown.get(entity.name.as_str()) {
            Some(2..) => format!("{} ({})", entity.name, entity.key),
            _ => entity.name.clone(),
        };
        let values = entities.iter().map(|entity| (label(entity), entity.articles)).collect();
        Ok(Facet { field, values, without })
    }
}

impl FacetField {
    /// The column of its values; `None` of entities, whose keys are not their
    /// names.
    fn column(self) -> Option<&'static str> {
        Some(match self {
            FacetField::Source => "source",
            FacetField::Agency => "agency",
            FacetField::Lang => "lang",
            FacetField::Section => "section_name",
            FacetField::Keyword => "keyword_name",
            FacetField::Status => "status",
            FacetField::Year => "published",
            FacetField::Entity
            | FacetField::Person
            | FacetField::Organisation
            | FacetField::Place => return None,
        })
    }
}

#[derive(Default)]
struct Counts {
    values: BTreeMap<String, u64>,
    without: u64,
}

/// Counts values of several fields.
struct Values {
    fields: Vec<(FacetField, &'static str)>,
    zone: TimeZone,
}

struct SegmentValues {
    fields: Vec<SegmentField>,
    zone: TimeZone,
}

enum SegmentField {
    Text { column: Option<StrColumn>, counts: Vec<u64>, without: u64 },
    Year { from: Column<i64>, until: Column<i64>, counts: BTreeMap<i16, u64>, without: u64 },
}

impl Collector for Values {
    type Fruit = Vec<Counts>;
    type Child = SegmentValues;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentValues> {
        let columns = reader.fast_fields();
        let fields = self.fields.iter().map(|&(field, name)| -> tantivy::Result<SegmentField> {
            Ok(match field {
                FacetField::Year => SegmentField::Year {
                    from: columns.i64(name)?,
                    until: columns.i64("published_until")?,
                    counts: BTreeMap::new(),
                    without: 0,
                },
                _ => {
                    let column = columns.str(name)?;
                    let terms = column.as_ref().map_or(0, |column| column.num_terms());
                    SegmentField::Text { column, counts: vec![0; terms], without: 0 }
                }
            })
        });
        let fields = fields.collect::<Result<_, _>>()?;
        Ok(SegmentValues { fields, zone: self.zone.clone() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<Counts>>) -> tantivy::Result<Vec<Counts>> {
        let mut all: Vec<Counts> = self.fields.iter().map(|_| Counts::default()).collect();
        for segment in segments {
            for (sum, counts) in all.iter_mut().zip(segment) {
                sum.without += counts.without;
                for (value, count) in counts.values {
                    *sum.values.entry(value).or_default() += count;
                }
            }
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentValues {
    type Fruit = Vec<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        for field in &mut self.fields {
            match field {
                SegmentField::Text { column, counts, without } => {
                    let mut has_value = false;
                    for ordinal in column.iter().flat_map(|column| column.term_ords(doc)) {
                        counts[ordinal as usize] += 1;
                        has_value = true;
                    }
                    *without += u64::from(!has_value);
                }
                SegmentField::Year { from, until, counts, without } => {
                    match (from.first(doc), until.first(doc)) {
                        (Some(from), Some(until)) => {
                            let year = day(from, zone_of(from, until, &self.zone)).year();
                            *counts.entry(year).or_default() += 1;
                        }
                        _ => *without += 1,
                    }
                }
            }
        }
    }

    fn harvest(self) -> Vec<Counts> {
        self.fields.into_iter().map(SegmentField::counts).collect()
    }
}

impl SegmentField {
    fn counts(self) -> Counts {
        match self {
            SegmentField::Year { counts, without, .. } => {
                let values = counts.into_iter().map(|(year, count)| (format!("{year:04}"), count));
                Counts { values: values.collect(), without }
            }
            SegmentField::Text { column, counts, without } => {
                let mut values = BTreeMap::new();
                let mut value = String::new();
                for (ordinal, count) in
                    counts.into_iter().enumerate().filter(|(_, count)| *count > 0)
                {
                    value.clear();
                    // An ordinal of the column has its text.
                    if let Some(column) = &column
                        && column.ord_to_str(ordinal as u64, &mut value).is_ok()
                    {
                        values.insert(value.clone(), count);
                    }
                }
                Counts { values, without }
            }
        }
    }
}
