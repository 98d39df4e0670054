//! Across an archive: groups of name keys that mean one entity, and which of them
//! a name can mean. How they are made is said in `grouping`.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::key::{key_of_text, keys_meant, split_key, surnames};
use crate::entities::Kind;

/// Groups of name keys. Expanding a key is reversible: the index holds the
/// keys and knows nothing of groups.
#[derive(Debug, Default)]
pub struct Groups {
    pub(super) groups: Vec<Group>,
    /// Of each group, whether any article writes one of its names.
    pub(super) is_written: Vec<bool>,
    pub(super) group_of: FxHashMap<Arc<str>, u32>,
    /// The keys that are no entity.
    pub(super) refused: FxHashSet<Arc<str>>,
    /// The groups that articles call by a name, by its key, and whether often.
    pub(super) called: FxHashMap<String, Vec<(u32, bool)>>,
}

/// The names of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name that is shown.
    pub shown: String,
    /// The kind.
    pub kind: Kind,
    /// The keys, in order.
    pub keys: Vec<Arc<str>>,
}

impl Groups {
    /// Returns the group of a key; `None` of an unknown one and of what is not
    /// an entity.
    pub fn group_of(&self, key: &str) -> Option<u32> {
        self.group_of.get(key).copied()
    }

    /// Returns the keys of a group, in order.
    pub fn keys_of(&self, group: u32) -> &[Arc<str>] {
        self.group(group).map_or(&[], |group| &group.keys)
    }

    /// Returns a group.
    pub fn group(&self, group: u32) -> Option<&Group> {
        self.groups.get(group as usize)
    }

    /// Returns the groups that a name can mean, of one kind or of any: those
    /// that have it, those that articles often call so, and of people those who have
    /// it for a surname. Where there are none, those that any article calls so, or
    /// that have it within a longer name. A key (`person:edi rama`) means its own
    /// group alone, and a name that is no entity means nothing, though it is part of
    /// another.
    pub fn named(&self, kind: Option<Kind>, name: &str) -> Vec<u32> {
        let keys = keys_meant(name);
        if split_key(name).is_some() {
            return keys.iter().find_map(|key| self.group_of(key)).into_iter().collect();
        }
        let called = || {
            let called = keys.iter().filter_map(|key| self.called.get(key)).flatten().copied();
            called.filter(|(at, _)| self.is_of(*at, kind))
        };
        let mut found: Vec<u32> = keys.iter().filter_map(|key| self.group_of(key)).collect();
        found.retain(|at| self.is_of(*at, kind));
        found.extend(called().filter(|(_, often)| *often).map(|(at, _)| at));
        let may_mean = |own: &Kind| {
            kind.is_none_or(|kind| kind == *own)
                && !self.refused.contains(key_of_text(*own, name).as_str())
        };
        if may_mean(&Kind::Person) {
            for surname in surnames(name) {
                let fits = |name: &str, group: &Group| surname.is_of(name, &group.shown);
                found.extend(self.with(Kind::Person, &fits));
            }
        }
        if !found.iter().any(|at| self.is_written.get(*at as usize) == Some(&true)) {
            found.extend(called().map(|(at, _)| at));
        }
        if found.is_empty() {
            for kind in Kind::ALL.into_iter().filter(may_mean) {
                let key = key_of_text(kind, name);
                let words = split_key(&key).map_or("", |(_, words)| words);
                if !words.is_empty() {
                    found.extend(self.with(kind, &|name, _| is_inside(name, words)));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a name is no entity, of this kind or of any.
    pub fn refuses(&self, kind: Option<Kind>, name: &str) -> bool {
        let mut keys = keys_meant(name);
        keys.retain(|key| kind.is_none_or(|kind| key.starts_with(kind.name())));
        !keys.is_empty() && keys.iter().all(|key| self.refused.contains(key.as_str()))
    }

    fn is_of(&self, at: u32, kind: Option<Kind>) -> bool {
        kind.is_none_or(|kind| self.group(at).is_some_and(|group| group.kind == kind))
    }

    /// The groups of a kind one of whose names of that kind fits.
    fn with(&self, kind: Kind, fits: &dyn Fn(&str, &Group) -> bool) -> Vec<u32> {
        let fits = |group: &Group| {
            let mut names = group.keys.iter().filter_map(|key| split_key(key));
            group.kind == kind && names.any(|(own, name)| own == kind && fits(name, group))
        };
        (0..).zip(&self.groups).filter(|(_, group)| fits(group)).map(|(at, _)| at).collect()
    }

    /// Returns all groups.
    pub fn all(&self) -> &[Group] {
        &self.groups
    }
}

/// Whether a name has those words in it, next to each other.
fn is_inside(name: &str, words: &str) -> bool {
    name.match_indices(words).any(|(at, _)| {
        let end = at + words.len();
        (at == 0 || name.as_bytes()[at - 1] == b' ')
            && (end == name.len() || name.as_bytes()[end] == b' ')
    })
}
