//! Making groups of name keys, of what an archive says about them.
//!
//! Keys join through strong evidence only: the gazetteer, what several
//! articles say with one voice, and the authority file.

use std::cmp::Reverse;
use std::mem;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    acronym::is_another,
    authority::{Authority, Statement},
    definition::Alias,
    groups::{Group, Groups},
    key::{keys_meant, split_key},
    shipped::Shipped,
    union::Union,
};
use crate::entities::Kind;

/// An alias counts from so many articles on.
const MIN_DOCUMENTS: u32 = 2;

/// At least so many of a hundred articles that define a short name mean the
/// same by it.
const MIN_AGREEMENT: u32 = 80;

/// What articles call by a name has it from one in so many on: "Ali" may stand for
/// Ali Khamenei somewhere, and is not his name.
const OFTEN: u64 = 20;

/// The kind of a name is put to the vote from so many articles on.
const MIN_VOTES: u64 = 4;

/// At least so many of a hundred articles give a name the kind that counts for
/// the rest as well. Less would make Fars the province of Fars the agency.
const MIN_MAJORITY: u64 = 85;

/// What an archive says about its names; makes [`Groups`].
#[derive(Debug, Default)]
pub struct GroupsBuilder {
    keys: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u32>,
    /// How often the name of each key is written how.
    written: Vec<Vec<(Box<str>, u32)>>,
    /// Names of the gazetteer: all keys of one entity, and its shown name.
    shipped: Vec<(Vec<usize>, &'static str)>,
    /// In how many articles: the short name, the full name.
    aliases: FxHashMap<(usize, usize), u32>,
    /// From the key of a name to those of what articles call so, and in how many.
    called: FxHashMap<String, Vec<(usize, u32)>>,
}

impl GroupsBuilder {
    /// Returns a builder that knows the entities of the tables.
    pub fn new(shipped: &Shipped) -> Self {
        let mut builder = GroupsBuilder::default();
        (0..shipped.entities()).for_each(|entity| builder.know(shipped, entity));
        builder
    }

    /// Learns of an entity of the tables. A key that two of them share joins
    /// nothing.
    pub fn know(&mut self, shipped: &Shipped, entity: usize) {
        let keys = shipped.keys_of(entity).map(|key| self.number(key)).collect();
        self.shipped.push((keys, shipped.shown(entity)));
    }

    /// Counts how a name is written: in so many articles in that form.
    pub fn name(&mut self, key: &str, written: &str, documents: u32) {
        let key = self.number(key);
        let forms = &mut self.written[key];
        match forms.iter_mut().find(|(form, _)| **form == *written) {
            Some((_, count)) => *count = count.saturating_add(documents),
            None => forms.push((written.into(), documents)),
        }
    }

    /// Counts an alias that so many articles state.
    pub fn alias(&mut self, alias: &Alias, documents: u32) {
        let (short, full) = (self.number(&alias.short), self.number(&alias.full));
        let count = self.aliases.entry((short, full)).or_default();
        *count = count.saturating_add(documents);
    }

    /// Learns that so many articles call something by a name: the keys of both. That
    /// joins nothing.
    pub fn called(&mut self, name: &str, key: &str, documents: u32) {
        let key = self.number(key);
        self.called.entry(name.to_owned()).or_default().push((key, documents));
    }

    /// Makes the groups; what the authority file says goes first.
    pub fn build(mut self, authority: &Authority) -> Groups {
        let said = self.said(authority);
        let mut union = Kept::new(self.keys.len(), &said.different);
        for &(a, b) in &said.same {
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
        for (few, most) in self.outvoted() {
            union.join(few, most);
        }
        self.groups(&mut union.union, &said)
    }

    /// Returns the keys of a name that a tagger took for another kind now and
    /// then, each with the key of the kind that nearly all articles give it.
    fn outvoted(&self) -> Vec<(usize, usize)> {
        let mut kinds: FxHashMap<&str, Vec<(u64, usize)>> = FxHashMap::default();
        for (at, key) in self.keys.iter().enumerate() {
            let Some((_, name)) = split_key(key) else { continue };
            let articles = self.articles_of(at);
            if articles > 0 {
                kinds.entry(name).or_default().push((articles, at));
            }
        }
        let mut outvoted = Vec::new();
        for votes in kinds.into_values().filter(|votes| votes.len() > 1) {
            let all: u64 = votes.iter().map(|(articles, _)| articles).sum();
            let most = votes.iter().copied().max().unwrap_or_default();
            if all >= MIN_VOTES && most.0 * 100 >= all * MIN_MAJORITY {
                let few = votes.iter().filter(|(_, at)| *at != most.1);
                outvoted.extend(few.map(|(_, at)| (*at, most.1)));
            }
        }
        outvoted.sort_unstable();
        outvoted
    }

    /// In about how many articles a key is: one with two forms counts twice.
    fn articles_of(&self, key: usize) -> u64 {
        self.written[key].iter().map(|(_, articles)| u64::from(*articles)).sum()
    }

    /// Returns the aliases that enough articles state and few contradict.
    fn agreed(&self, union: &mut Union) -> Vec<(usize, usize)> {
        let mut meanings: FxHashMap<usize, FxHashMap<usize, (u32, usize)>> = FxHashMap::default();
        let mut aliases: Vec<_> =
            self.aliases.iter().map(|(pair, count)| (*pair, *count)).collect();
        aliases.sort_unstable();
        let tables = self.tables();
        for ((short, full), count) in aliases {
            let is_another = |&entity: &usize| {
                tables.contains_key(&full) || self.is_another(short, full, entity)
            };
            if !union.is_joined(short, full) && tables.get(&short).is_some_and(is_another) {
                continue;
            }
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

    /// The keys of the tables, each with the place of its entity.
    fn tables(&self) -> FxHashMap<usize, usize> {
        let entities = self.shipped.iter().enumerate();
        entities.flat_map(|(at, (keys, _))| keys.iter().map(move |&key| (key, at))).collect()
    }

    /// Whether articles that explain a short name of the tables by a full one mean
    /// another thing than the tables.
    fn is_another(&self, short: usize, full: usize, entity: usize) -> bool {
        let words = |key: usize| -> Vec<&str> {
            split_key(&self.keys[key]).map_or(Vec::new(), |(_, name)| name.split(' ').collect())
        };
        let known = self.shipped[entity].0.iter().map(|&key| words(key));
        is_another(&words(short).concat(), &words(full), known)
    }

    fn groups(mut self, union: &mut Union, said: &Said) -> Groups {
        // The least of its keys stands for a set.
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.keys.len()];
        for key in (0..self.keys.len()).filter(|key| !said.refused.contains(key)) {
            members[union.root(key)].push(key);
        }
        let mut titles: FxHashMap<usize, &str> = FxHashMap::default();
        for (keys, title) in &self.shipped {
            if let Some(&key) = keys.first() {
                titles.entry(union.root(key)).or_insert(title);
            }
        }
        let refused = said.refused.iter().map(|&key| self.keys[key].clone()).collect();
        let mut out = Groups { refused, ..Groups::default() };
        let mut group_of = vec![u32::MAX; self.keys.len()];
        let members = members.into_iter().enumerate().filter(|(_, members)| !members.is_empty());
        for (number, (root, members)) in (0..).zip(members) {
            let shown = members.iter().find_map(|key| said.shown.get(key)).cloned();
            let title = || titles.get(&root).map(|title| (*title).to_owned());
            let name = shown.or_else(title).unwrap_or_else(|| self.most_written(&members));
            let kind = members.iter().find_map(|key| said.kinds.get(key)).copied();
            let kind = kind.or_else(|| self.most_frequent_kind(&members));
            let mut keys: Vec<Arc<str>> =
                members.iter().map(|&key| self.keys[key].clone()).collect();
            keys.sort_unstable();
            members.iter().for_each(|&key| group_of[key] = number);
            out.is_written.push(members.iter().any(|&key| self.articles_of(key) > 0));
            out.groups.push(Group { shown: name, kind: kind.unwrap_or(Kind::Other), keys });
        }
        let called = self.called_groups(&group_of, said);
        let mut numbers = mem::take(&mut self.numbers);
        numbers.retain(|_, number| {
            *number = group_of[*number as usize];
            *number != u32::MAX
        });
        Groups { group_of: numbers, called, ..out }
    }

    /// The groups that articles call by a name. What the tables know by it needs no
    /// such witness, and the authority file goes before them.
    fn called_groups(&self, groups: &[u32], said: &Said) -> FxHashMap<String, Vec<(u32, bool)>> {
        let tables = self.tables();
        let mut all = FxHashMap::default();
        for (name, keys) in &self.called {
            let number = self.numbers.get(name.as_str()).map(|&number| number as usize);
            if number.is_some_and(|at| tables.contains_key(&at) || said.refused.contains(&at)) {
                continue;
            }
            let group_of = |&key: &usize| Some(groups[key]).filter(|group| *group != u32::MAX);
            let called = |(key, articles): &(usize, u32)| {
                let often = u64::from(*articles) * OFTEN >= self.articles_of(*key);
                Some((group_of(key)?, often))
            };
            let mut meant: Vec<(u32, bool)> = keys.iter().filter_map(called).collect();
            for (a, b) in &said.different {
                let other = [(a, b), (b, a)].into_iter().find(|(own, _)| Some(**own) == number);
                let other = other.and_then(|(_, other)| group_of(other));
                meant.retain(|(group, _)| Some(*group) != other);
            }
            all.insert(name.clone(), meant);
        }
        all
    }

    /// The form of a full name that most articles have; an acronym or a single
    /// word of a person's name only where there is nothing fuller. What makes several
    /// words of a key of one are titles.
    fn most_written(&self, keys: &[usize]) -> String {
        let forms = keys.iter().flat_map(|&key| {
            let is_long = self.keys[key].contains(' ');
            let forms = self.written[key].iter();
            forms.map(move |(form, count)| (is_long && form.contains(' '), *count, Reverse(form)))
        });
        match forms.max() {
            Some((_, _, Reverse(form))) => form.to_string(),
            None => keys.first().map_or_else(String::new, |&key| {
                let key = &self.keys[key];
                split_key(key).map_or(&**key, |(_, name)| name).to_owned()
            }),
        }
    }

    fn most_frequent_kind(&self, keys: &[usize]) -> Option<Kind> {
        let best = keys.iter().max_by_key(|key| (self.articles_of(**key), Reverse(**key)))?;
        split_key(&self.keys[*best]).map(|(kind, _)| kind)
    }

    fn said(&mut self, authority: &Authority) -> Said {
        let mut said = Said::default();
        for statement in &authority.statements {
            match statement {
                Statement::Same(a, b) => said.same.extend(self.pairs(a, b)),
                Statement::Different(a, b) => said.different.extend(self.pairs(a, b)),
                // Of every kind, whatever the archive has: nobody goes by that name.
                Statement::NotAnEntity(a) => {
                    said.refused.extend(keys_meant(a).iter().map(|key| self.number(key)));
                }
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
        let mut keys = keys_meant(name);
        let is_known =
            |key: &String| self.numbers.contains_key(key.as_str()) || self.called.contains_key(key);
        if split_key(name).is_some() {
            // Where nothing has the key as it stands, it is the name that is meant.
            let at = keys.iter().position(is_known).unwrap_or(keys.len() - 1);
            return vec![self.number(&keys[at])];
        }
        if keys.iter().any(is_known) {
            keys.retain(is_known);
        }
        keys.iter().map(|key| self.number(key)).collect()
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
            return known as usize;
        }
        let (number, key) = (self.keys.len(), Arc::<str>::from(key));
        self.keys.push(key.clone());
        self.written.push(Vec::new());
        // More names than that fit into no memory.
        self.numbers.insert(key, u32::try_from(number).unwrap_or(u32::MAX));
        number
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
struct Kept<'a> {
    union: Union,
    apart: &'a [(usize, usize)],
}

impl<'a> Kept<'a> {
    fn new(n: usize, apart: &'a [(usize, usize)]) -> Self {
        Kept { union: Union::new(n), apart }
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.union.root(a), self.union.root(b));
        for &(one, other) in self.apart {
            let sides = (self.union.root(one), self.union.root(other));
            if sides == (a, b) || sides == (b, a) {
                return;
            }
        }
        self.union.join(a, b);
    }
}
