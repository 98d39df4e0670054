//! The entities of what a query finds, and the page of one of them.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::collector::Count;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Term};

use crate::article::Published;
use crate::entities::Kind;
use crate::entities::names::{Group, Groups};
use crate::entity::{Companion, EntityCount, EntityPage};
use crate::facets::Period;
use crate::index::IndexError;
use crate::index::compile::Purpose;
use crate::index::entities::around::beginning;
use crate::index::entities::count::{ByEntity, EntityCounts};
use crate::index::entities::{kind_of, mention_terms};
use crate::index::schema::terms::{WRITTEN, written};
use crate::index::search::Searcher;
use crate::index::search::page::{Page, Sort, Versions};
use crate::query::ast::{EntityKind, EntityName, Query, Span};

/// Entities are company from so many articles on.
const MIN_TOGETHER: u64 = 2;

impl Searcher {
    /// Counts the entities of all articles that match a query, of one kind or
    /// of all, the most frequent first.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn entities(
        &self,
        query: &Query,
        versions: Versions,
        kind: Option<Kind>,
    ) -> Result<Vec<EntityCount>, IndexError> {
        Ok(self.entities_and_without(query, versions, kind)?.0)
    }

    /// The same, and how many articles name none of them.
    pub(super) fn entities_and_without(
        &self,
        query: &Query,
        versions: Versions,
        kind: Option<Kind>,
    ) -> Result<(Vec<EntityCount>, u64), IndexError> {
        let groups = self.groups()?;
        let compiled = self.compile(query, Purpose::Matching, versions)?;
        let counts = self.engine().search(&*compiled.query, &ByEntity { groups, kind })?;
        let mut found: Vec<EntityCount> = (0..)
            .zip(&counts.articles)
            .filter(|(_, articles)| **articles > 0)
            .filter_map(|(at, articles)| Some(entity(groups.group(at)?, *articles)))
            .collect();
        most_first(&mut found);
        Ok((found, counts.without))
    }

    /// A group with the articles that name it.
    pub(super) fn counted(&self, group: &Group) -> Result<EntityCount, IndexError> {
        let articles = self.engine().search(&*self.with_keys(&group.keys)?, &Count)?;
        Ok(entity(group, articles as u64))
    }

    /// The articles that have one of these keys.
    fn with_keys(&self, keys: &[impl AsRef<str>]) -> tantivy::Result<Box<dyn EngineQuery>> {
        let field = self.fields().mentions;
        let ways = mention_terms(self.engine(), field, keys)?.into_iter();
        let ways = ways.map(|term| -> (Occur, Box<dyn EngineQuery>) {
            let term = Term::from_field_text(field, &term);
            (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
        });
        Ok(self.left_out(Versions::Current).of(Box::new(BooleanQuery::new(ways.collect()))))
    }

    /// Returns the pages of the entities that a name stands for, the most
    /// frequent first, at most `limit`; each lists at most `companions`.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn entity_pages(
        &self,
        asked: &EntityName,
        limit: usize,
        companions: usize,
    ) -> Result<Vec<EntityPage>, IndexError> {
        let groups = self.groups()?;
        let Some(name) = &asked.name else {
            return Ok(Vec::new());
        };
        let kind = kind_of(asked.kind);
        let mut named = groups.named(kind, name);
        for (own, shown) in self.directory().shown_as(name) {
            let is_shown = |at: &u32| groups.group(*at).is_some_and(|group| group.shown == shown);
            named.extend(groups.named(kind, own).into_iter().filter(is_shown));
        }
        named.sort_unstable();
        named.dedup();
        let mut counted = Vec::new();
        for at in named {
            if let Some(group) = groups.group(at) {
                counted.push((at, group, self.counted(group)?));
            }
        }
        counted.retain(|(.., entity)| entity.articles > 0);
        counted.sort_by_key(|(at, _, entity)| (Reverse(entity.articles), *at));
        let everywhere = match counted.is_empty() {
            true => EntityCounts::default(),
            false => {
                let all = self.left_out(Versions::Current).of(Box::new(AllQuery));
                self.engine().search(&*all, &ByEntity { groups, kind: None })?
            }
        };
        counted.truncate(limit);
        let mut pages = Vec::new();
        for (at, group, entity) in counted {
            let with = self.companions(groups, (at, group), entity.articles, &everywhere)?;
            pages.push(self.page(group, entity, with.into_iter().take(companions).collect())?);
        }
        Ok(pages)
    }

    fn page(
        &self,
        group: &Group,
        entity: EntityCount,
        with: Vec<Companion>,
    ) -> Result<EntityPage, IndexError> {
        let frequency = |key: &Arc<str>| -> Result<(String, u64), IndexError> {
            let with_key = self.with_keys(std::slice::from_ref(key))?;
            Ok((key.to_string(), self.engine().search(&*with_key, &Count)? as u64))
        };
        let mut keys = group.keys.iter().map(frequency).collect::<Result<Vec<_>, _>>()?;
        keys.retain(|(_, articles)| *articles > 0);
        keys.sort_by_key(|(key, articles)| (Reverse(*articles), key.clone()));
        let mut names: Vec<(String, u64)> = Vec::new();
        let (field, frequencies) = (self.fields().name, self.frequencies()?);
        for (key, _) in &keys {
            for (form, _) in beginning(self.engine(), field, key, WRITTEN)? {
                let term = Term::from_field_text(field, &format!("{key}{WRITTEN}{form}"));
                let articles = frequencies.of(&term)?;
                let written = written(key, &form);
                match names.iter_mut().find(|(name, _)| *name == written) {
                    Some((_, known)) => *known += articles,
                    None => names.push((written, articles)),
                }
            }
        }
        names.retain(|(_, articles)| *articles > 0);
        names.sort_by_key(|(name, articles)| (Reverse(*articles), name.clone()));
        let query = Query::Entity(EntityName {
            kind: EntityKind::Any,
            name: Some(entity.key.clone()),
            span: Span::default(),
        });
        let end = |sort| -> Result<Option<(Published, String)>, IndexError> {
            let page = Page { limit: 1, sort, ..Page::default() };
            let found = self.search(&query, &page)?.hits.into_iter().next();
            Ok(found.and_then(|hit| Some((hit.article.published?, hit.article.id.to_string()))))
        };
        let timeline = self.timeline(&query, Versions::Current, Period::Year)?;
        let (first, last) = (end(Sort::Oldest)?, end(Sort::Newest)?);
        Ok(EntityPage { entity, keys, names, first, last, timeline, with })
    }

    /// What appears with a group more often than chance would have it, the most
    /// telling first.
    fn companions(
        &self,
        groups: &Groups,
        (at, group): (u32, &Group),
        articles: u64,
        everywhere: &EntityCounts,
    ) -> Result<Vec<Companion>, IndexError> {
        let by_entity = ByEntity { groups, kind: None };
        let together = self.engine().search(&*self.with_keys(&group.keys)?, &by_entity)?;
        let mut with = Vec::new();
        for (other, both) in (0..).zip(&together.articles) {
            let Some(group) = groups.group(other).filter(|_| other != at) else { continue };
            let all = everywhere.articles.get(other as usize).copied().unwrap_or(0);
            let weight = likelihood_ratio(*both, articles, all, everywhere.total);
            if *both >= MIN_TOGETHER && weight > 0.0 {
                with.push(Companion { entity: entity(group, *both), weight });
            }
        }
        let key = |companion: &Companion| companion.entity.key.clone();
        with.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| key(a).cmp(&key(b))));
        Ok(with)
    }
}

/// Puts entities in order: the most frequent first.
pub(super) fn most_first(entities: &mut [EntityCount]) {
    entities.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.key.cmp(&b.key)));
}

/// A group, with a number of articles that name it.
pub(super) fn entity(group: &Group, articles: u64) -> EntityCount {
    let key = group.keys.first().map_or_else(String::new, |key| key.to_string());
    EntityCount { name: group.shown.clone(), kind: group.kind, key, articles }
}

/// Twice the logarithm of the likelihood ratio of two events being independent
/// (Dunning 1993), from the number of cases with both, with each, and of all;
/// 0 where they appear together less often than apart.
fn likelihood_ratio(both: u64, one: u64, other: u64, all: u64) -> f64 {
    let [both, one, other, all] = [both, one, other, all].map(|count| count as f64);
    let expected = one * other / all.max(1.0);
    if both <= expected {
        return 0.0;
    }
    let cells = [
        (both, expected),
        (one - both, one - expected),
        (other - both, other - expected),
        (all - one - other + both, all - one - other + expected),
    ];
    let part = |(seen, expected): (f64, f64)| {
        if seen > 0.0 && expected > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
    };
    2.0 * cells.into_iter().map(part).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::likelihood_ratio;

    #[test]
    fn company_is_what_chance_would_not_bring_together() {
        assert_eq!(likelihood_ratio(10, 100, 100, 1_000), 0.0);
        assert_eq!(likelihood_ratio(5, 100, 100, 1_000), 0.0);
        let rare = likelihood_ratio(10, 10, 10, 1_000);
        let common = likelihood_ratio(10, 10, 500, 1_000);
        assert!(rare > common && common > 0.0, "{rare} {common}");
        // 2 · Σ seen · ln(seen / expected), by hand.
        assert!((rare - 2.0 * (10.0 * 100f64.ln() + 990.0 * (990.0f64 / 980.1).ln())).abs() < 1e-9);
    }
}
