//! Across an archive: groups of name keys that mean one entity.
//!
//! Keys join through strong evidence only: the gazetteer, what several
//! articles say with one voice, and the authority file.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    authority::{Authority, Statement},
    definition::Alias,
    key::{key_of_text, key_of_words, name_words, split_key},
    union::Union,
};
use crate::entities::{Kind, gazetteer::Gazetteer};

/// An alias counts from so many articles on.
const MIN_DOCUMENTS: u32 = 2;

/// At least so many of a hundred articles that define a short name mean the
/// same by it.
const MIN_AGREEMENT: u32 = 80;

/// What an archive says about its names; makes [`Groups`].
#[derive(Debug, Default)]
pub struct GroupsBuilder {
    keys: Vec<String>,
    numbers: FxHashMap<String, usize>,
    /// How often a key's name is written how.
    written: FxHashMap<usize, FxHashMap<String, u32>>,
    /// Names of the gazetteer: all keys of one entity, and its shown name.
    shipped: Vec<(Vec<usize>, &'static str)>,
    /// In how many articles: the short name, the full name.
    aliases: FxHashMap<(usize, usize), u32>,
}

/// Groups of name keys. Expanding a key is reversible: the index holds the
/// keys and knows nothing of groups.
#[derive(Debug, Default)]
pub struct Groups {
    groups: Vec<Group>,
    group_of: FxHashMap<String, u32>,
}

/// The names of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name that is shown.
    pub shown: String,
    /// The kind.
    pub kind: Kind,
    /// The keys, in order.
    pub keys: Vec<String>,
}

impl GroupsBuilder {
    /// Returns a builder that knows the names of the gazetteer. A key that two
    /// of its entities share joins nothing.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        let mut builder = GroupsBuilder::default();
        let mut owners: FxHashMap<usize, u32> = FxHashMap::default();
        let mut shared = FxHashSet::default();
        for (entity, known) in (0..).zip(gazetteer.entities()) {
            let mut keys = Vec::new();
            for forms in gazetteer.folded_names_of(entity) {
                let words = name_words(&forms, known.kind);
                let key = builder.number(&key_of_words(known.kind, &words));
                if *owners.entry(key).or_insert(entity) != entity {
                    shared.insert(key);
                }
                keys.push(key);
            }
            builder.shipped.push((keys, known.name));
        }
        for (keys, _) in &mut builder.shipped {
            keys.retain(|key| !shared.contains(key));
        }
        builder
    }

    /// Counts how a name is written: in so many articles in that form.
    pub fn name(&mut self, key: &str, written: &str, documents: u32) {
        let key = self.number(key);
        let forms = self.written.entry(key).or_default();
        let count = forms.entry(written.to_owned()).or_default();
        *count = count.saturating_add(documents);
    }

    /// Counts an alias that so many articles state.
    pub fn alias(&mut self, alias: &Alias, documents: u32) {
        let (short, full) = (self.number(&alias.short), self.number(&alias.full));
        let count = self.aliases.entry((short, full)).or_default();
        *count = count.saturating_add(documents);
    }

    /// Makes the groups; what the authority file says goes first.
    pub fn build(mut self, authority: &Authority) -> Groups {
        let said = self.said(authority);
        let mut union = Kept::new(self.keys.len(), said.different);
        for (a, b) in said.same {
            union.join(a, b);
        }
        for (keys, _) in &self.shipped {
            for pair in keys.windows(2) {
                union.join(pair[0], pair[1]);
            }
        }
        for (short, full) in self.agreed(&mut union.union) {
            union.join(short, full);
        }
        self.groups(&mut union.union, &said.refused, &said.kinds, &said.shown)
    }

    /// Returns the aliases that enough articles state and few contradict.
    fn agreed(&self, union: &mut Union) -> Vec<(usize, usize)> {
        let mut meanings: FxHashMap<usize, FxHashMap<usize, (u32, usize)>> = FxHashMap::default();
        let mut aliases: Vec<_> =
            self.aliases.iter().map(|(pair, count)| (*pair, *count)).collect();
        aliases.sort_unstable();
        for ((short, full), count) in aliases {
            let meaning = meanings.entry(short).or_default();
            let meant = meaning.entry(union.root(full)).or_insert((0, full));
            meant.0 = meant.0.saturating_add(count);
        }
        let mut agreed = Vec::new();
        for (short, meant) in meanings {
            let all: u64 = meant.values().map(|(count, _)| u64::from(*count)).sum();
            let strong = meant.values().find(|(count, _)| {
                *count >= MIN_DOCUMENTS && u64::from(*count) * 100 >= all * u64::from(MIN_AGREEMENT)
            });
            agreed.extend(strong.map(|(_, full)| (short, *full)));
        }
        agreed.sort_unstable();
        agreed
    }

    fn groups(
        self,
        union: &mut Union,
        refused: &FxHashSet<usize>,
        kinds: &FxHashMap<usize, Kind>,
        shown: &FxHashMap<usize, String>,
    ) -> Groups {
        let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for key in (0..self.keys.len()).filter(|key| !refused.contains(key)) {
            members.entry(union.root(key)).or_default().push(key);
        }
        let mut titles: FxHashMap<usize, &str> = FxHashMap::default();
        for (keys, title) in &self.shipped {
            if let Some(&key) = keys.first() {
                titles.entry(union.root(key)).or_insert(title);
            }
        }
        let mut members: Vec<(usize, Vec<usize>)> = members.into_iter().collect();
        members.sort_unstable();
        let mut out = Groups::default();
        for (number, (root, members)) in (0..).zip(members) {
            let said = members.iter().find_map(|key| shown.get(key)).cloned();
            let title = || titles.get(&root).map(|title| (*title).to_owned());
            let name = said.or_else(title).unwrap_or_else(|| self.most_written(&members));
            let kind = members.iter().find_map(|key| kinds.get(key)).copied();
            let kind = kind.or_else(|| self.most_frequent_kind(&members));
            let mut keys: Vec<String> = members.iter().map(|&key| self.keys[key].clone()).collect();
            keys.sort_unstable();
            for key in &keys {
                out.group_of.insert(key.clone(), number);
            }
            out.groups.push(Group { shown: name, kind: kind.unwrap_or(Kind::Other), keys });
        }
        out
    }

    /// The form of a full name that most articles have; an acronym or a single
    /// word of a person's name only where there is nothing fuller.
    fn most_written(&self, keys: &[usize]) -> String {
        let forms = keys.iter().filter_map(|key| self.written.get(key)).flatten();
        let rank = |(form, count): &(&String, &u32)| {
            (form.contains(char::is_whitespace), **count, std::cmp::Reverse((*form).clone()))
        };
        match forms.max_by_key(rank) {
            Some((form, _)) => form.clone(),
            None => keys.first().map_or_else(String::new, |&key| {
                let key = &self.keys[key];
                split_key(key).map_or(key.as_str(), |(_, name)| name).to_owned()
            }),
        }
    }

    fn most_frequent_kind(&self, keys: &[usize]) -> Option<Kind> {
        let count = |key: &usize| -> u32 {
            let forms = self.written.get(key);
            forms.map_or(0, |forms| forms.values().fold(0, |sum, n| sum.saturating_add(*n)))
        };
        let best = keys.iter().max_by_key(|key| (count(key), std::cmp::Reverse(**key)))?;
        split_key(&self.keys[*best]).map(|(kind, _)| kind)
    }

    fn said(&mut self, authority: &Authority) -> Said {
        let mut said = Said::default();
        for statement in &authority.statements {
            match statement {
                Statement::Same(a, b) => said.same.extend(self.pairs(a, b)),
                Statement::Different(a, b) => said.different.extend(self.pairs(a, b)),
                Statement::NotAnEntity(a) => said.refused.extend(self.meant(a)),
                Statement::Type(a, kind) => {
                    let meant = self.meant(a);
                    said.same.extend(meant.windows(2).map(|pair| (pair[0], pair[1])));
                    said.kinds.extend(meant.into_iter().map(|key| (key, *kind)));
                }
                Statement::ShowAs(a, name) => {
                    said.shown.extend(self.meant(a).into_iter().map(|key| (key, name.clone())));
                }
            }
        }
        said
    }

    /// The keys that a name of the authority file means, in order: itself where
    /// it is a key, else those of all kinds that the archive has.
    fn meant(&mut self, name: &str) -> Vec<usize> {
        if let Some((kind, name)) = split_key(name) {
            return vec![self.number(&key_of_text(kind, name))];
        }
        let keys = Kind::ALL.map(|kind| key_of_text(kind, name));
        let known: Vec<usize> =
            keys.iter().filter_map(|key| self.numbers.get(key).copied()).collect();
        if known.is_empty() { keys.map(|key| self.number(&key)).to_vec() } else { known }
    }

    /// The pairs of keys that two names of the authority file mean: of one
    /// kind, or of any where they have none in common.
    fn pairs(&mut self, a: &str, b: &str) -> Vec<(usize, usize)> {
        let (left, right) = (self.meant(a), self.meant(b));
        let kind = |key: usize| split_key(&self.keys[key]).map(|(kind, _)| kind);
        let all = left.iter().flat_map(|&a| right.iter().map(move |&b| (a, b)));
        let (alike, unlike): (Vec<_>, Vec<_>) = all.partition(|(a, b)| kind(*a) == kind(*b));
        if alike.is_empty() { unlike } else { alike }
    }

    fn number(&mut self, key: &str) -> usize {
        if let Some(&known) = self.numbers.get(key) {
            return known;
        }
        self.keys.push(key.to_owned());
        self.numbers.insert(key.to_owned(), self.keys.len() - 1);
        self.keys.len() - 1
    }
}

/// What the authority file says, by the numbers of keys.
#[derive(Debug, Default)]
struct Said {
    same: Vec<(usize, usize)>,
    different: Vec<(usize, usize)>,
    refused: FxHashSet<usize>,
    kinds: FxHashMap<usize, Kind>,
    shown: FxHashMap<usize, String>,
}

/// Sets that grow together as long as nobody keeps them apart.
struct Kept {
    union: Union,
    apart: Vec<(usize, usize)>,
}

impl Kept {
    fn new(n: usize, apart: Vec<(usize, usize)>) -> Self {
        Kept { union: Union::new(n), apart }
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.union.root(a), self.union.root(b));
        for &(one, other) in &self.apart {
            let sides = (self.union.root(one), self.union.root(other));
            if sides == (a, b) || sides == (b, a) {
                return;
            }
        }
        self.union.join(a, b);
    }
}

impl Groups {
    /// Returns the group of a key; `None` of an unknown one and of what is not
    /// an entity.
    pub fn group_of(&self, key: &str) -> Option<u32> {
        self.group_of.get(key).copied()
    }

    /// Returns the keys of a group, in order.
    pub fn keys_of(&self, group: u32) -> &[String] {
        self.group(group).map_or(&[], |group| &group.keys)
    }

    /// Returns a group.
    pub fn group(&self, group: u32) -> Option<&Group> {
        self.groups.get(group as usize)
    }

    /// Returns the groups that have that name, of any kind.
    pub fn by_name(&self, name: &str) -> Vec<u32> {
        let keys = Kind::ALL.map(|kind| key_of_text(kind, name));
        let mut found: Vec<u32> = keys.iter().filter_map(|key| self.group_of(key)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns all groups.
    pub fn all(&self) -> &[Group] {
        &self.groups
    }
}
