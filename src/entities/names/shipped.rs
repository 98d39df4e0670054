//! The keys of the names in the tables of `data/entities`. Making them takes
//! longer than anything else that is done with them, so they are made
//! beforehand.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::key::{key_of_words, name_words};
use crate::entities::gazetteer::{Gazetteer, shown};

/// A key for each name of the tables, in their order.
const KEYS: &str = include_str!("../../../data/entities/keys.txt");

/// The entities of the tables by the keys of their names.
#[derive(Debug)]
pub struct Shipped {
    entities: Vec<Entry>,
    keys: Vec<&'static str>,
    /// The entity of a key; `None` where several have it.
    owners: FxHashMap<&'static str, Option<usize>>,
}

#[derive(Debug)]
struct Entry {
    shown: &'static str,
    keys: Range<usize>,
}

impl Shipped {
    /// Returns the entities that are built in.
    pub fn new() -> Shipped {
        let keys: Vec<&'static str> = KEYS.lines().collect();
        let mut shipped = Shipped { entities: Vec::new(), keys, owners: FxHashMap::default() };
        shipped.owners.reserve(shipped.keys.len());
        let mut first = 0;
        for (entity, (shown, names)) in shown().enumerate() {
            let keys = first..(first + names).min(shipped.keys.len());
            first = keys.end;
            for &key in &shipped.keys[keys.clone()] {
                let owner = shipped.owners.entry(key).or_insert(Some(entity));
                if *owner != Some(entity) {
                    *owner = None;
                }
            }
            shipped.entities.push(Entry { shown, keys });
        }
        shipped
    }

    /// How many entities there are.
    pub(super) fn entities(&self) -> usize {
        self.entities.len()
    }

    /// Returns the entity that alone has a key.
    pub fn owner(&self, key: &str) -> Option<usize> {
        self.owners.get(key).copied().flatten()
    }

    /// Returns the keys that no other entity has.
    pub fn keys_of(&self, entity: usize) -> impl Iterator<Item = &'static str> {
        let keys = self.entities.get(entity).map_or(0..0, |entry| entry.keys.clone());
        self.keys[keys].iter().copied().filter(move |key| self.owner(key) == Some(entity))
    }

    /// Returns the name of an entity that is shown.
    pub fn shown(&self, entity: usize) -> &'static str {
        self.entities.get(entity).map_or("", |entry| entry.shown)
    }
}

impl Default for Shipped {
    fn default() -> Shipped {
        Shipped::new()
    }
}

/// Returns what `data/entities/keys.txt` must hold: a line for each name of the
/// tables, its key.
pub fn shipped_keys() -> String {
    let gazetteer = Gazetteer::shipped();
    let mut lines = String::new();
    for (entity, known) in (0..).zip(gazetteer.entities()) {
        for forms in gazetteer.folded_names_of(entity) {
            lines.push_str(&key_of_words(known.kind, &name_words(&forms, known.kind)));
            lines.push('\n');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_tables() {
        let hint = "run: cargo run --example fold_names keys > data/entities/keys.txt";
        assert!(shipped_keys() == KEYS, "the tables have changed; {hint}");
    }

    #[test]
    fn a_key_belongs_to_the_one_entity_that_has_it() {
        let shipped = Shipped::new();
        let nato = shipped.owner("org:nato").unwrap();
        assert_eq!(shipped.shown(nato), "NATO");
        assert!(shipped.keys_of(nato).any(|key| key == "org:north atlantic treaty organization"));
        assert_eq!(shipped.owner("org:nobody"), None);
        assert_eq!(shipped.shown(usize::MAX), "");
        assert_eq!(shipped.keys_of(usize::MAX).count(), 0);
    }
}
