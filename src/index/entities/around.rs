//! The entities around a name: as much of the archive's names as decides what
//! one name means, so that a query need not gather them all.
//!
//! What joins two keys is seen from each of them: the tables, what articles
//! say, the authority file, and the same name of another kind. Followed from a
//! key these lead to all that can be of one entity with it; the groups made of
//! that are those that all names of the archive would make.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::Field;

use super::count::COLUMN;
use super::{Directory, count};
use crate::entities::Kind;
use crate::entities::names::{
    Alias, Authority, Evidence, Groups, GroupsBuilder, Shipped, key_of_text, keys_meant, split_key,
    surnames,
};
use crate::index::schema::fields::Fields;
use crate::index::schema::terms::{ALIAS, ALIAS_OF, CALLED, WRITTEN, written};
use crate::index::vocabulary::Similar;

/// A name that leads to more keys is answered with all names of the archive.
const MAX_KEYS: usize = 4_000;

/// Follows names through an archive.
struct Walk<'a> {
    engine: &'a tantivy::Searcher,
    fields: &'a Fields,
    shipped: Shipped,
    /// The keys that statements of the authority file lead to.
    said: FxHashMap<String, Vec<String>>,
    builder: GroupsBuilder,
    waiting: Vec<String>,
    seen: FxHashSet<String>,
    known: FxHashSet<usize>,
    aliases: FxHashSet<(String, String)>,
}

impl Directory {
    /// The groups around a name; `None` where that leads too far.
    pub(super) fn around(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
        kind: Option<Kind>,
        name: &str,
    ) -> tantivy::Result<Option<Groups>> {
        let mut start = keys_meant(name);
        let mut called = Vec::new();
        if split_key(name).is_none() {
            for name in &start {
                let keys = beginning(engine, fields.alias, name, CALLED)?.into_iter();
                called.extend(keys.map(|(key, articles)| (name.clone(), key, count(articles))));
            }
            start.extend(called.iter().map(|(_, key, _)| key.clone()));
            if kind.is_none_or(|kind| kind == Kind::Person) {
                let surnames = surnames(name);
                // Whether an article stands before it is for the groups to say.
                start.extend(keys_of_archive(engine, Kind::Person, &|name| {
                    surnames.iter().any(|surname| surname.ends(name))
                })?);
            }
        }
        let groups = self.groups_from(engine, fields, start, &called)?;
        let Some(groups) = groups else { return Ok(None) };
        if split_key(name).is_some() || !groups.named(kind, name).is_empty() {
            return Ok(Some(groups));
        }
        let mut start = keys_meant(name);
        for kind in Kind::ALL.into_iter().filter(|own| kind.is_none_or(|kind| kind == *own)) {
            let words = words_of(&key_of_text(kind, name));
            start.extend(keys_of_archive(engine, kind, &|name| {
                !words.is_empty() && name.contains(&words)
            })?);
        }
        self.groups_from(engine, fields, start, &called)
    }

    fn groups_from(
        &self,
        engine: &tantivy::Searcher,
        fields: &Fields,
        start: Vec<String>,
        called: &[(String, String, u32)],
    ) -> tantivy::Result<Option<Groups>> {
        let mut walk = Walk {
            engine,
            fields,
            shipped: Shipped::new(),
            said: said(&self.authority),
            builder: GroupsBuilder::default(),
            waiting: start,
            seen: FxHashSet::default(),
            known: FxHashSet::default(),
            aliases: FxHashSet::default(),
        };
        while let Some(key) = walk.waiting.pop() {
            if walk.seen.insert(key.clone()) {
                walk.visit(&key)?;
            }
            if walk.seen.len() > MAX_KEYS {
                return Ok(None);
            }
        }
        for (name, key, articles) in called.iter().filter(|(_, key, _)| walk.seen.contains(key)) {
            walk.builder.called(name, key, *articles);
        }
        let seen = walk.seen;
        let about = |name: &str| keys_meant(name).iter().any(|key| seen.contains(key));
        let statements = self.authority.statements.iter();
        let statements =
            statements.filter(|said| said.names().into_iter().any(about)).cloned().collect();
        let authority = Authority { statements, complaints: Vec::new() };
        Ok(Some(walk.builder.build(&authority)))
    }
}

impl Walk<'_> {
    fn visit(&mut self, key: &str) -> tantivy::Result<()> {
        for (form, articles) in beginning(self.engine, self.fields.name, key, WRITTEN)? {
            self.builder.name(key, &written(key, &form), count(articles));
        }
        for (full, articles) in beginning(self.engine, self.fields.alias, key, ALIAS)? {
            self.alias(key, &full, articles);
            self.waiting.push(full);
        }
        for (short, articles) in beginning(self.engine, self.fields.alias, key, ALIAS_OF)? {
            self.alias(&short, key, articles);
            self.waiting.push(short);
        }
        if let Some(entity) = self.shipped.owner(key)
            && self.known.insert(entity)
        {
            self.builder.know(&self.shipped, entity);
            self.waiting.extend(self.shipped.keys_of(entity).map(str::to_owned));
        }
        if let Some((_, name)) = split_key(key) {
            self.waiting.extend(Kind::ALL.map(|kind| format!("{}:{name}", kind.name())));
        }
        self.waiting.extend(self.said.get(key).into_iter().flatten().cloned());
        Ok(())
    }

    fn alias(&mut self, short: &str, full: &str, articles: u64) {
        let (short, full) = (short.to_owned(), full.to_owned());
        if self.aliases.insert((short.clone(), full.clone())) {
            let alias = Alias { short, full, evidence: Evidence::Bracket };
            self.builder.alias(&alias, count(articles));
        }
    }
}

fn words_of(key: &str) -> String {
    split_key(key).map_or("", |(_, words)| words).to_owned()
}

/// From each key that the authority file speaks of, all keys of its statement.
fn said(authority: &Authority) -> FxHashMap<String, Vec<String>> {
    let mut said: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for statement in &authority.statements {
        let keys: Vec<String> = statement.names().into_iter().flat_map(keys_meant).collect();
        for key in &keys {
            said.entry(key.clone()).or_default().extend(keys.iter().cloned());
        }
    }
    said
}

/// What stands behind `key` and a sign in the terms of a field, with the number
/// of articles.
pub(in crate::index) fn beginning(
    engine: &tantivy::Searcher,
    field: Field,
    key: &str,
    sign: char,
) -> tantivy::Result<Vec<(String, u64)>> {
    let prefix = format!("{key}{sign}");
    let mut found: Vec<(String, u64)> = Vec::new();
    for segment in engine.segment_readers() {
        let reader = segment.inverted_index(field)?;
        let mut stream = reader.terms().range().ge(&prefix).into_stream()?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            let rest = std::str::from_utf8(&stream.key()[prefix.len()..]).unwrap_or_default();
            let articles = u64::from(stream.value().doc_freq);
            match found.iter_mut().find(|(known, _)| known == rest) {
                Some((_, known)) => *known += articles,
                None => found.push((rest.to_owned(), articles)),
            }
        }
    }
    Ok(found)
}

/// The keys of a kind that the archive has and whose name is wanted.
fn keys_of_archive(
    engine: &tantivy::Searcher,
    kind: Kind,
    wanted: &dyn Fn(&str) -> bool,
) -> tantivy::Result<Vec<String>> {
    let prefix = format!("{}:", kind.name());
    let mut keys = Vec::new();
    for segment in engine.segment_readers() {
        let Some(column) = segment.fast_fields().str(COLUMN)? else { continue };
        let mut stream = column.dictionary().range().ge(&prefix).into_stream()?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            let name = std::str::from_utf8(&stream.key()[prefix.len()..]).unwrap_or_default();
            if wanted(name) {
                keys.push(format!("{prefix}{name}"));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// The keys of the archive at most `edits` (1 or 2) edits away from one, two
/// letters exchanged being one edit.
pub(in crate::index) fn keys_near(
    engine: &tantivy::Searcher,
    key: &str,
    edits: u8,
) -> tantivy::Result<Vec<String>> {
    let similar = Similar::to(key, edits);
    let mut keys = Vec::new();
    for segment in engine.segment_readers() {
        let Some(column) = segment.fast_fields().str(COLUMN)? else { continue };
        let mut stream = column.dictionary().search(&similar).into_stream()?;
        while stream.advance() {
            keys.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}
