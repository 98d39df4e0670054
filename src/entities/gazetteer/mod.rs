//! The gazetteer: names that are known beforehand, found in analysed text.
//!
//! It knows names, not persons or contexts: whether a `Jordan` is the country
//! is for the tagger to say, and such names carry a flag.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{
    entities::{Kind, Mention, names::key_of_text},
    text::{Analysis, Analyzer, Token},
};
use case::{Case, is_upper};
use outline::Outlines;
use table::rows;

mod case;
mod outline;
mod table;
#[cfg(test)]
mod tests;

/// The names of all tables, folded, in their order. Folding them takes longer
/// than all the rest.
const FOLDED: &str = include_str!("../../../data/entities/folded.txt");

/// Room for the words and for the nodes, to begin with.
const ROOM: usize = 1 << 14;

/// The start of every name.
const ROOT: u32 = 0;

/// No name, no node.
const NONE: u32 = u32::MAX;

/// Where a text is all capitals, acronyms of so many letters may be words.
const SHORT_ACRONYM: usize = 3;

/// What Arabic writes together with the word that follows: "and", "so",
/// "with", "for", "like".
const CLITICS: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ک'];

/// The least letters behind such a clitic.
const MIN_BEHIND_CLITIC: usize = 3;

/// A known entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The name that is shown: English, as an encyclopaedia titles it.
    pub name: &'static str,
    /// The kind.
    pub kind: Kind,
    /// Its names, indices into the names of the gazetteer.
    names: Range<u32>,
    /// The key of the shown name, once it was asked for.
    key: OnceLock<String>,
}

/// A known name.
#[derive(Debug, Clone)]
struct Name {
    text: &'static str,
    entity: u32,
    is_ambiguous: bool,
    /// Its folded words, each after the mark of its case.
    words: &'static str,
    /// Another name of the same words, or [`NONE`].
    next: u32,
}

/// What is to be known of a hit besides the entity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags {
    /// The name is also a word, or the name of something else.
    pub is_ambiguous: bool,
    /// The name is one word in capitals.
    pub is_acronym: bool,
}

/// A known name where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its tokens, indices into [`Analysis::tokens`].
    pub tokens: Range<u32>,
    /// Which entity; see [`Gazetteer::entity`].
    pub entity: u32,
    /// The kind of the entity.
    pub kind: Kind,
    /// What else is to be known.
    pub flags: Flags,
}

/// All known names, ready to be found.
#[derive(Debug)]
pub struct Gazetteer {
    entities: Vec<Entity>,
    names: Vec<Name>,
    words: FxHashMap<&'static str, u32>,
    /// From a node by a word to a node.
    steps: FxHashMap<(u32, u32), u32>,
    /// The first name that ends at a node, or [`NONE`].
    ends: Vec<u32>,
    /// The first words of names: most words of a text are none of them.
    beginnings: Outlines,
}

impl Gazetteer {
    /// Returns the gazetteer that is built in. Takes some milliseconds: make
    /// one and keep it.
    pub fn shipped() -> Self {
        let mut gazetteer = Gazetteer {
            entities: Vec::new(),
            names: Vec::new(),
            words: FxHashMap::with_capacity_and_hasher(ROOM, FxBuildHasher),
            steps: FxHashMap::with_capacity_and_hasher(ROOM, FxBuildHasher),
            ends: vec![NONE],
            beginnings: Outlines::default(),
        };
        for row in rows() {
            let entity = index(gazetteer.entities.len());
            let first = index(gazetteer.names.len());
            for written in std::iter::once(row.shown).chain(row.others()) {
                gazetteer.names.push(Name {
                    text: written.text,
                    entity,
                    is_ambiguous: written.is_ambiguous,
                    words: "",
                    next: NONE,
                });
            }
            let names = first..index(gazetteer.names.len());
            gazetteer.entities.push(Entity {
                name: row.shown.text,
                kind: row.kind,
                names,
                key: OnceLock::new(),
            });
        }
        gazetteer.plant();
        gazetteer
    }

    /// Grows the automaton from the folded names.
    fn plant(&mut self) {
        for (at, line) in (0..).zip(FOLDED.lines()) {
            let Some(name) = self.names.get_mut(at as usize) else { return };
            name.words = line;
            let mut node = ROOT;
            for marked in line.split(' ') {
                let word = Case::split(marked).1;
                if node == ROOT {
                    self.beginnings.insert(word);
                }
                node = self.grow(node, word);
            }
            // Names are tried from the first on, so a later one goes to the end.
            let mut last = self.ends[node as usize];
            if last == NONE {
                self.ends[node as usize] = at;
                continue;
            }
            while self.names[last as usize].next != NONE {
                last = self.names[last as usize].next;
            }
            self.names[last as usize].next = at;
        }
    }

    fn grow(&mut self, node: u32, word: &'static str) -> u32 {
        let fresh = index(self.words.len());
        let word = *self.words.entry(word).or_insert(fresh);
        let fresh = index(self.ends.len());
        let next = *self.steps.entry((node, word)).or_insert(fresh);
        if next == fresh {
            self.ends.push(NONE);
        }
        next
    }

    /// Returns the known names in a text, the longest at each place; they do
    /// not overlap. The paragraphs are those that were analysed.
    pub fn find(&self, analysis: &Analysis, paragraphs: &[&str]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < analysis.tokens.len() {
            match self.longest_at(analysis, paragraphs, at) {
                Some(hit) => {
                    at = hit.tokens.end as usize;
                    hits.push(hit);
                }
                None => at += 1,
            }
        }
        hits
    }

    /// Returns the hits that may stand as mentions where no tagger reads: an
    /// ambiguous name counts only inside a sentence and beside no other
    /// capital (`Jordan Peel` is no country).
    pub fn mentions(&self, analysis: &Analysis, paragraphs: &[&str]) -> Vec<Mention> {
        let capital = |at: usize, near: &Token| {
            analysis.tokens.get(at).is_some_and(|token| {
                token.position.abs_diff(near.position) == 1
                    && written(paragraphs, token).starts_with(char::is_uppercase)
            })
        };
        let stands = |hit: &Hit| {
            let (first, end) = (hit.tokens.start as usize, hit.tokens.end as usize);
            let (Some(a), Some(z)) = (analysis.tokens.get(first), analysis.tokens.get(end - 1))
            else {
                return false;
            };
            let begins = a.position == 0
                || analysis
                    .boundaries
                    .binary_search_by_key(&(a.position - 1), |end| end.position)
                    .is_ok();
            let is_cased = written(paragraphs, a).starts_with(char::is_uppercase);
            let before = first.checked_sub(1).is_some_and(|at| capital(at, a));
            !hit.flags.is_ambiguous || (is_cased && !begins && !before && !capital(end, z))
        };
        let found = self.find(analysis, paragraphs).into_iter();
        found.filter(stands).map(|hit| Mention { tokens: hit.tokens, kind: hit.kind }).collect()
    }

    /// Returns the entity of a kind that a mention names, all its tokens and
    /// nothing more; `None` where two entities have that name. That it is a
    /// name is known, so only short words must be written as the table has
    /// them.
    pub fn exactly(
        &self,
        analysis: &Analysis,
        paragraphs: &[&str],
        mention: &Mention,
    ) -> Option<u32> {
        let tokens = match tokens(analysis, mention)? {
            [the, rest @ ..] if !rest.is_empty() && analysis.form(the) == "the" => rest,
            tokens => tokens,
        };
        let node = self.walk(analysis, tokens)?;
        let is_short = match tokens {
            [token] => analysis.form(token).len() <= SHORT_ACRONYM,
            _ => false,
        };
        let fits = |name: &&Name| {
            self.entities[name.entity as usize].kind == mention.kind
                && (!is_short || self.is_written(name, tokens, paragraphs))
        };
        let mut fitting = self.ending_at(node).filter(fits).map(|name| name.entity);
        let first = fitting.next()?;
        fitting.all(|entity| entity == first).then_some(first)
    }

    /// Returns the entity that a mention names whatever its kind: it alone has that
    /// name, which is no word and no name of anything else, and it is written so.
    pub fn alone(
        &self,
        analysis: &Analysis,
        paragraphs: &[&str],
        mention: &Mention,
    ) -> Option<u32> {
        let tokens = tokens(analysis, mention)?;
        let node = self.walk(analysis, tokens)?;
        let first = self.ending_at(node).next()?.entity;
        let is_sure = |name: &Name| name.entity == first && !name.is_ambiguous;
        let is_written = |name: &Name| self.is_written(name, tokens, paragraphs);
        let fits = self.ending_at(node).all(is_sure) && self.ending_at(node).any(is_written);
        fits.then_some(first)
    }

    /// Returns the entities with that name, whatever its case.
    pub fn by_name(&self, name: &str) -> Vec<u32> {
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(None, std::iter::once(name), &mut analysis);
        let mut node = Some(ROOT);
        for token in &analysis.tokens {
            node = node.and_then(|node| self.step(node, word(&analysis, token)));
        }
        let mut found: Vec<u32> = match node {
            Some(node) => self.ending_at(node).map(|name| name.entity).collect(),
            None => Vec::new(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns an entity.
    pub fn entity(&self, entity: u32) -> Option<&Entity> {
        self.entities.get(entity as usize)
    }

    /// Returns the key of an entity's shown name.
    pub fn key(&self, entity: u32) -> Option<&str> {
        let entity = self.entity(entity)?;
        Some(entity.key.get_or_init(|| key_of_text(entity.kind, entity.name)))
    }

    /// Returns all entities.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Returns the names of an entity, the shown one first; `true` beside
    /// those that are also words or the names of something else.
    pub fn names_of(&self, entity: u32) -> impl Iterator<Item = (&'static str, bool)> {
        let names = self.entity(entity).map_or(0..0, |entity| entity.names.clone());
        self.names[names.start as usize..names.end as usize]
            .iter()
            .map(|name| (name.text, name.is_ambiguous))
    }

    /// Returns the folded words of every name of an entity, in the order of
    /// [`Gazetteer::names_of`].
    pub fn folded_names_of(&self, entity: u32) -> impl Iterator<Item = Vec<&'static str>> {
        let names = self.entity(entity).map_or(0..0, |entity| entity.names.clone());
        self.names[names.start as usize..names.end as usize]
            .iter()
            .map(|name| name.words.split(' ').map(|marked| Case::split(marked).1).collect())
    }

    fn longest_at(&self, analysis: &Analysis, paragraphs: &[&str], at: usize) -> Option<Hit> {
        let first = analysis.tokens.get(at)?;
        let form = word(analysis, first);
        let whole = if self.beginnings.may_have(form) { self.step(ROOT, form) } else { None };
        let hit = whole.and_then(|node| self.follow(node, analysis, paragraphs, at));
        if hit.is_some() || form.is_ascii() {
            return hit;
        }
        let mut letters = form.chars();
        let clitic = letters.next().filter(|c| CLITICS.contains(c))?;
        let rest = letters.as_str();
        let behind = if clitic == 'ل' && rest.starts_with('ل') {
            self.step(ROOT, &format!("ا{rest}"))
        } else {
            self.step(ROOT, rest)
        };
        if rest.chars().count() < MIN_BEHIND_CLITIC {
            return None;
        }
        self.follow(behind?, analysis, paragraphs, at)
    }

    /// Goes on from the node after the token at `at` as far as names go.
    fn follow(
        &self,
        mut node: u32,
        analysis: &Analysis,
        paragraphs: &[&str],
        at: usize,
    ) -> Option<Hit> {
        let mut end = at + 1;
        let mut best = None;
        loop {
            let tokens = analysis.tokens.get(at..end)?;
            best = self.name_at(node, tokens, paragraphs, at).or(best);
            let (Some(last), Some(next)) = (tokens.last(), analysis.tokens.get(end)) else {
                return best;
            };
            // A boundary lies between tokens whose positions are apart.
            if next.position != last.position + 1 {
                return best;
            }
            match self.step(node, word(analysis, next)) {
                Some(further) => node = further,
                None => return best,
            }
            end += 1;
        }
    }

    fn name_at(&self, node: u32, tokens: &[Token], texts: &[&str], at: usize) -> Option<Hit> {
        let fitting = |name: &&Name| self.is_written(name, tokens, texts);
        let sure = |name: &&Name| !name.is_ambiguous;
        let first = self.ending_at(node).find(fitting)?;
        let name = self.ending_at(node).filter(fitting).find(sure).unwrap_or(first);
        let others = self.ending_at(node).filter(fitting).any(|o| o.entity != name.entity);
        let written = tokens.first().map_or("", |token| written(texts, token));
        let is_acronym = tokens.len() == 1 && Case::of(written) == Case::Upper;
        let shouted = || {
            let paragraph = tokens.first().and_then(|token| texts.get(token.paragraph as usize));
            is_acronym && written.len() <= SHORT_ACRONYM && paragraph.is_some_and(|t| is_upper(t))
        };
        let is_ambiguous = name.is_ambiguous || others || shouted();
        Some(Hit {
            tokens: index(at)..index(at + tokens.len()),
            entity: name.entity,
            kind: self.entities[name.entity as usize].kind,
            flags: Flags { is_ambiguous, is_acronym },
        })
    }

    fn is_written(&self, name: &Name, tokens: &[Token], texts: &[&str]) -> bool {
        let cases = name.words.split(' ').map(|marked| Case::split(marked).0);
        cases.zip(tokens).all(|(case, token)| case.admits(written(texts, token)))
    }

    fn ending_at(&self, node: u32) -> impl Iterator<Item = &Name> {
        let first = self.ends.get(node as usize).copied().unwrap_or(NONE);
        let name = |at: u32| self.names.get(at as usize);
        std::iter::successors(name(first), move |last| name(last.next))
    }

    /// The node that tokens lead to.
    fn walk(&self, analysis: &Analysis, tokens: &[Token]) -> Option<u32> {
        tokens.iter().try_fold(ROOT, |node, token| self.step(node, word(analysis, token)))
    }

    fn step(&self, node: u32, word: &str) -> Option<u32> {
        let word = *self.words.get(word)?;
        self.steps.get(&(node, word)).copied()
    }
}

/// Returns the shown name of each entity of the tables and how many names it
/// has, in their order.
pub(in crate::entities) fn shown() -> impl Iterator<Item = (&'static str, usize)> {
    rows().map(|row| (row.shown.text, 1 + row.others().count()))
}

/// Returns what `data/entities/folded.txt` must hold: a line for each name of
/// the tables, its folded words with the marks of their cases.
pub fn folded_tables() -> String {
    let names: Vec<&str> = rows()
        .flat_map(|row| std::iter::once(row.shown).chain(row.others()))
        .map(|name| name.text)
        .collect();
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, names.iter().copied(), &mut analysis);
    let mut lines = vec![String::new(); names.len()];
    for token in &analysis.tokens {
        let line = &mut lines[token.paragraph as usize];
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(Case::of(written(&names, token)).mark());
        line.push_str(word(&analysis, token));
    }
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

fn tokens<'a>(analysis: &'a Analysis, mention: &Mention) -> Option<&'a [Token]> {
    analysis.tokens.get(mention.tokens.start as usize..mention.tokens.end as usize)
}

/// The form under which the spellings of a word meet.
fn word<'a>(analysis: &'a Analysis, token: &Token) -> &'a str {
    analysis.key(token).unwrap_or_else(|| analysis.form(token))
}

/// A token as its text writes it; nothing where the texts are not those that
/// were analysed.
fn written<'a>(texts: &[&'a str], token: &Token) -> &'a str {
    texts
        .get(token.paragraph as usize)
        .and_then(|text| text.get(token.start as usize..token.end as usize))
        .unwrap_or_default()
}

/// The tables are small: everything in them counts in 32 bits.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
