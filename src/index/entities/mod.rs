//! Who is meant by a name: entities of the archive, as the authority file has
//! them. The index holds keys of names; which keys are of one entity is found
//! out when it is asked, so that a correction needs no reindexing.

pub(super) mod around;
pub(super) mod count;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use tantivy::schema::Field;

use crate::entities::names::{
    Alias, Authority, Evidence, Group, Groups, GroupsBuilder, Shipped, Statement, split_key,
};
use crate::entities::{Kind, names};
use crate::index::queries::spans::Mention;
use crate::index::schema::fields::Fields;
use crate::index::schema::terms::{ALIAS, CALLED, WORDS, WRITTEN, words_of_mention, written};
use crate::index::vocabulary;
use crate::query::ast::{EntityKind, EntityName};
use crate::text;

/// The entities of an archive; gathered when they are first asked for.
#[derive(Default)]
pub(super) struct Directory {
    authority: Authority,
    groups: OnceLock<Groups>,
    /// Whether the names of articles are found.
    expects_names: bool,
}

impl Directory {
    /// The same entities, as an authority file has them.
    pub(super) fn knowing(self, authority: Authority) -> Directory {
        Directory { authority, groups: OnceLock::new(), ..self }
    }

    /// The same where names are found, though none may be there yet.
    pub(super) fn expecting_names(self) -> Directory {
        Directory { expects_names: true, ..self }
    }

    /// All entities.
    pub(super) fn groups(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
    ) -> tantivy::Result<&Groups> {
        if let Some(groups) = self.groups.get() {
            return Ok(groups);
        }
        let groups = gather(engine, fields)?.build(&self.authority);
        Ok(self.groups.get_or_init(|| groups))
    }

    /// The groups that a name can mean (see [`Groups::named`]), and those that the
    /// authority file shows by this name.
    pub(super) fn named(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
        kind: Option<Kind>,
        name: &str,
    ) -> tantivy::Result<Vec<Group>> {
        let mut found = self.having(engine, fields, kind, name)?;
        for (own, shown) in self.shown_as(name) {
            for group in self.having(engine, fields, kind, own)? {
                if group.shown == shown && !found.contains(&group) {
                    found.push(group);
                }
            }
        }
        Ok(found)
    }

    /// The names of which the authority file says that they are shown as this one, and
    /// how it writes that.
    pub(super) fn shown_as(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let wanted = text::fold_value(name);
        self.authority.statements.iter().filter_map(move |said| match said {
            Statement::ShowAs(own, shown) if text::fold_value(shown) == wanted => {
                Some((own.as_str(), shown.as_str()))
            }
            _ => None,
        })
    }

    /// The groups that have a name.
    fn having(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
        kind: Option<Kind>,
        name: &str,
    ) -> tantivy::Result<Vec<Group>> {
        let pick = |groups: &Groups| -> Vec<Group> {
            let found = groups.named(kind, name).into_iter();
            found.filter_map(|at| groups.group(at).cloned()).collect()
        };
        if self.groups.get().is_none()
            && let Some(groups) = self.around(engine, fields, kind, name)?
        {
            return Ok(pick(&groups));
        }
        Ok(pick(self.groups(engine, fields)?))
    }

    /// The terms of what a query names; `None` where the index has no names at
    /// all though it has articles.
    pub(super) fn mention(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
        asked: &EntityName,
    ) -> tantivy::Result<Option<Mention>> {
        if engine.num_docs() > 0 && !self.expects_names && !has_terms(engine, fields.mentions)? {
            return Ok(None);
        }
        let kind = kind_of(asked.kind);
        if let Some(name) = &asked.name {
            let keys = self.named(engine, fields, kind, name)?;
            let keys: Vec<Arc<str>> = keys.into_iter().flat_map(|group| group.keys).collect();
            let terms = mention_terms(engine, fields.mentions, &keys)?;
            return Ok(Some(Mention { terms, without: Vec::new() }));
        }
        let kinds = kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
        let kinds: Vec<&str> = kinds.into_iter().map(Kind::name).collect();
        let terms = mention_terms(engine, fields.mentions, &kinds)?;
        let mut mention = Mention { terms, without: Vec::new() };
        self.correct(engine, fields, kind, &mut mention)?;
        Ok(Some(mention))
    }

    /// What the authority file takes from the entities of a kind, and adds.
    fn correct(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
        kind: Option<Kind>,
        mention: &mut Mention,
    ) -> tantivy::Result<()> {
        let moved = |said: &Statement| {
            matches!(said, Statement::NotAnEntity(_) | Statement::Type(..) | Statement::Same(..))
        };
        if !self.authority.statements.iter().any(moved) {
            return Ok(());
        }
        let groups = self.groups(engine, fields)?;
        let (mut refused, mut added): (Vec<Arc<str>>, Vec<Arc<str>>) = Default::default();
        for said in &self.authority.statements {
            match said {
                Statement::NotAnEntity(name) => {
                    refused.extend(names::keys_meant(name).into_iter().map(Arc::from));
                }
                // All names of an entity are of its kind.
                Statement::Type(..) | Statement::Same(..) => {
                    let keys = said.names().into_iter().flat_map(names::keys_meant);
                    let mut about: Vec<u32> =
                        keys.filter_map(|key| groups.group_of(&key)).collect();
                    about.sort_unstable();
                    about.dedup();
                    for group in about.into_iter().filter_map(|at| groups.group(at)) {
                        let is_of = |key: &&Arc<str>| split_key(key).map(|(kind, _)| kind) == kind;
                        match (kind, kind == Some(group.kind)) {
                            (None, _) => {}
                            (_, true) => {
                                added.extend(group.keys.iter().filter(|key| !is_of(key)).cloned())
                            }
                            (_, false) => refused.extend(group.keys.iter().filter(is_of).cloned()),
                        }
                    }
                }
                Statement::Different(..) | Statement::ShowAs(..) => {}
            }
        }
        mention.without = mention_terms(engine, fields.mentions, &refused)?;
        mention.terms.extend(mention_terms(engine, fields.mentions, &added)?);
        Ok(())
    }
}

fn count(articles: u64) -> u32 {
    u32::try_from(articles).unwrap_or(u32::MAX)
}

/// The kind that a query asks for; `None` is any.
pub(super) fn kind_of(kind: EntityKind) -> Option<Kind> {
    match kind {
        EntityKind::Any => None,
        EntityKind::Person => Some(Kind::Person),
        EntityKind::Organisation => Some(Kind::Organisation),
        EntityKind::Place => Some(Kind::Place),
    }
}

fn has_terms(engine: &tantivy::Searcher, field: Field) -> tantivy::Result<bool> {
    for segment in engine.segment_readers() {
        if segment.inverted_index(field)?.terms().num_terms() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The terms of mentions of these keys or kinds, of whatever length.
pub(super) fn mention_terms(
    engine: &tantivy::Searcher,
    field: Field,
    names: &[impl AsRef<str>],
) -> tantivy::Result<Vec<String>> {
    let mut terms = Vec::new();
    for segment in engine.segment_readers() {
        let reader = segment.inverted_index(field)?;
        for name in names {
            let prefix = format!("{}{WORDS}", name.as_ref());
            let mut stream = reader.terms().range().ge(&prefix).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                terms.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
            }
        }
    }
    terms.sort_unstable_by(|a, b| words_of_mention(a).cmp(&words_of_mention(b)).then(a.cmp(b)));
    terms.dedup();
    Ok(terms)
}

/// What the archive says about its names.
fn gather(engine: &tantivy::Searcher, fields: &Fields) -> tantivy::Result<GroupsBuilder> {
    let mut builder = GroupsBuilder::new(&Shipped::new());
    vocabulary::each_value(engine, fields.name, |name, articles| {
        if let Some((key, form)) = name.split_once(WRITTEN) {
            builder.name(key, &written(key, form), articles);
        }
    })?;
    vocabulary::each_value(engine, fields.alias, |alias, articles| {
        if let Some((short, full)) = alias.split_once(ALIAS) {
            let (short, full) = (short.to_owned(), full.to_owned());
            builder.alias(&Alias { short, full, evidence: Evidence::Bracket }, articles);
        } else if let Some((name, key)) = alias.split_once(CALLED) {
            builder.called(name, key, articles);
        }
    })?;
    Ok(builder)
}
