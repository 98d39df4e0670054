//! What the names of a query stand for, and what articles call by a name.

use tantivy::schema::Term;

use super::entities::{entity, most_first};
use crate::entities::names::Groups;
use crate::entities::{Kind, names};
use crate::entity::EntityCount;
use crate::index::IndexError;
use crate::index::entities::{around, kind_of, mention_terms};
use crate::index::schema::terms::CALLED;
use crate::index::search::Searcher;
use crate::query::ast::EntityName;

/// So many names are offered for one that is not known.
const NEAREST: usize = 3;

/// What a name of a query stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Meant {
    /// Any entity of its kind.
    Any,
    /// These.
    Entities(Vec<EntityCount>),
    /// No entity: so the authority file says.
    Refused,
    /// None of the archive.
    Nothing {
        /// The names most like it.
        nearest: Vec<String>,
    },
}

impl Searcher {
    /// The entities of the archive.
    pub(in crate::index) fn groups(&self) -> Result<&Groups, IndexError> {
        Ok(self.directory().groups(self.engine(), self.fields())?)
    }

    /// What a name of a query stands for: the names that are shown, the most
    /// frequent first; and where it stands for nothing, the nearest names of
    /// the archive.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn meant_by(&self, asked: &EntityName) -> Result<Meant, IndexError> {
        let Some(name) = &asked.name else {
            return Ok(Meant::Any);
        };
        let named =
            self.directory().named(self.engine(), self.fields(), kind_of(asked.kind), name)?;
        let mut meant = named
            .iter()
            .map(|group| self.counted(group))
            .collect::<Result<Vec<EntityCount>, IndexError>>()?;
        meant.retain(|entity| entity.articles > 0);
        most_first(&mut meant);
        if meant.is_empty() && self.groups()?.refuses(kind_of(asked.kind), name) {
            return Ok(Meant::Refused);
        }
        if meant.is_empty() {
            return Ok(Meant::Nothing { nearest: self.nearest_names(kind_of(asked.kind), name)? });
        }
        Ok(Meant::Entities(meant))
    }

    /// Returns the entities that articles call by a name which is not that of their
    /// keys, with the number of those articles, the most frequent first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn called(&self, name: &str) -> Result<Vec<EntityCount>, IndexError> {
        let (groups, frequencies) = (self.groups()?, self.frequencies()?);
        let field = self.fields().alias;
        let mut called: Vec<EntityCount> = Vec::new();
        for name in names::keys_meant(name) {
            for (key, _) in around::beginning(self.engine(), field, &name, CALLED)? {
                let group = groups.group_of(&key).and_then(|at| groups.group(at));
                let term = Term::from_field_text(field, &format!("{name}{CALLED}{key}"));
                let articles = frequencies.of(&term)?;
                let Some(group) = group.filter(|_| articles > 0) else { continue };
                let entity = entity(group, articles);
                match called.iter_mut().find(|known| known.key == entity.key) {
                    Some(known) => known.articles += articles,
                    None => called.push(entity),
                }
            }
        }
        most_first(&mut called);
        Ok(called)
    }

    /// About how many articles have a key.
    pub(in crate::index) fn mentions_of(&self, key: &str) -> tantivy::Result<u64> {
        let field = self.fields().mentions;
        let terms = mention_terms(self.engine(), field, &[key.to_owned()])?;
        let frequency = |term: String| self.engine().doc_freq(&Term::from_field_text(field, &term));
        terms.into_iter().map(frequency).sum()
    }

    fn nearest_names(&self, kind: Option<Kind>, name: &str) -> Result<Vec<String>, IndexError> {
        let groups = self.groups()?;
        let mut near = Vec::new();
        let kinds = kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
        for kind in kinds {
            let key = names::key_of_text(kind, name);
            for edits in 1..=2 {
                for key in around::keys_near(self.engine(), &key, edits)? {
                    let shown = groups.group_of(&key).and_then(|at| groups.group(at));
                    if let Some(group) = shown
                        && self.counted(group)?.articles > 0
                    {
                        near.push((edits, self.mentions_of(&key)?, group.shown.clone()));
                    }
                }
            }
        }
        near.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
        let mut nearest: Vec<String> = Vec::new();
        for (_, _, name) in near {
            if !nearest.contains(&name) && nearest.len() < NEAREST {
                nearest.push(name);
            }
        }
        Ok(nearest)
    }
}
