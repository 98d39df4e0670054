//! The distinct names of an article: mentions that are spelt alike are one.
//! Words are numbers here, so that names are compared without looking at
//! letters, and each word knows the names that have it.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::{
    acronym::{is_acronym, is_another},
    key::{forms, name_words},
};
use crate::{
    entities::{Kind, Mention, gazetteer::Gazetteer},
    text::Analysis,
};

/// No number given yet.
const NONE: u32 = u32::MAX;

/// The most tokens of a mention that may be "the" and a short word. Whether
/// the gazetteer has that depends on how it is written.
const MAX_SHORT: usize = 2;

/// One name of an article: all mentions that are spelt alike.
#[derive(Debug)]
pub(super) struct Name {
    pub kind: Kind,
    /// The folded letters of an acronym.
    pub acronym: Option<String>,
    /// The entity of the gazetteer.
    pub known: Option<u32>,
    /// The mention that stands for it.
    pub first: usize,
    /// The letters of that mention, in bytes.
    length: usize,
    words: Range<usize>,
}

/// The names of an article.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub names: Vec<Name>,
    /// For each mention, which name it has.
    pub of_mention: Vec<usize>,
    pub words: Words<'a>,
    /// The words of all names.
    flat: Vec<u32>,
    /// Words with the names that have them, in order.
    having: Vec<(u32, usize)>,
}

impl<'a> Names<'a> {
    /// Gathers the names of mentions; `spellings` has the number of each
    /// mention's spelling.
    pub fn gather(
        analysis: &'a Analysis,
        paragraphs: &[&str],
        mentions: &[Mention],
        spellings: &[u32],
        gazetteer: &Gazetteer,
    ) -> Self {
        let mut all = Names::default();
        all.words.numbers.reserve(mentions.len());
        let mut numbers = Numbers::for_some(mentions.len());
        let mut by_spelling = vec![NONE; mentions.len() * Kind::ALL.len()];
        for (first, (mention, &spelling)) in mentions.iter().zip(spellings).enumerate() {
            let slot = spelling as usize * Kind::ALL.len() + mention.kind as usize;
            let is_seen = by_spelling[slot] != NONE;
            if !is_seen {
                let from = all.flat.len();
                for word in name_words(&forms(analysis, mention.tokens.clone()), mention.kind) {
                    let word = all.words.number(word);
                    all.flat.push(word);
                }
                let words = &all.flat[from..];
                let same = |&at: &u32| {
                    let name = &all.names[at as usize];
                    name.kind == mention.kind && all.flat[name.words.clone()] == *words
                };
                by_spelling[slot] = numbers.number(&(mention.kind as u8, words), same);
                if by_spelling[slot] as usize == all.names.len() {
                    let written = written(analysis, paragraphs, mention);
                    all.names.push(Name {
                        kind: mention.kind,
                        acronym: is_acronym(written)
                            .then(|| forms(analysis, mention.tokens.clone()).concat()),
                        known: None,
                        first,
                        length: written.len(),
                        words: from..all.flat.len(),
                    });
                } else {
                    all.flat.truncate(from);
                }
            }
            let at = by_spelling[slot] as usize;
            all.of_mention.push(at);
            let name = &mut all.names[at];
            let may_be_short = mention.tokens.len() <= MAX_SHORT;
            if name.known.is_none() && (!is_seen || may_be_short) {
                name.known = gazetteer.exactly(analysis, paragraphs, mention);
            }
        }
        for (at, name) in all.names.iter().enumerate() {
            all.having.extend(all.flat[name.words.clone()].iter().map(|&word| (word, at)));
        }
        all.having.sort_unstable();
        all
    }

    /// The words of a name.
    pub fn words_of(&self, name: usize) -> &[u32] {
        &self.flat[self.names[name].words.clone()]
    }

    /// The names that have a word; more than once where they repeat it.
    pub fn having(&self, word: u32) -> impl Iterator<Item = usize> + Clone {
        of_word(&self.having, word).iter().map(|&(_, name)| name)
    }

    /// The names that have the rarest of some words: all that have all of them
    /// are among these.
    pub fn having_all(&self, words: &[u32]) -> impl Iterator<Item = usize> + Clone {
        let lists = words.iter().map(|&word| of_word(&self.having, word));
        lists.min_by_key(|list| list.len()).unwrap_or_default().iter().map(|&(_, name)| name)
    }

    /// Whether the article means another body by an acronym than the gazetteer.
    pub fn is_another(&self, short: usize, full: usize, known: u32, gazetteer: &Gazetteer) -> bool {
        let words = self.words_of(full).iter().map(|&word| self.words.text(word));
        let words: Vec<&str> = words.collect();
        let acronym = self.names[short].acronym.as_deref();
        acronym.is_some_and(|letters| is_another(letters, &words, gazetteer.folded_names_of(known)))
    }

    /// Whether a name is one word of the names of other people of the article.
    pub fn is_a_surname(&self, at: usize) -> bool {
        let is_person = |at: usize| self.names[at].kind == Kind::Person;
        match self.words_of(at) {
            [word] => is_person(at) && self.having(*word).any(|own| own != at && is_person(own)),
            _ => false,
        }
    }

    /// Orders names: the later is the fuller.
    pub fn fullness(&self, name: usize) -> (bool, usize, usize) {
        let name = &self.names[name];
        (name.acronym.is_none(), name.words.len(), name.length)
    }
}

/// Returns the pairs of a word in a list that is in the order of its words.
pub(super) fn of_word(list: &[(u32, usize)], word: u32) -> &[(u32, usize)] {
    let from = list.partition_point(|&(each, _)| each < word);
    let count = list[from..].partition_point(|&(each, _)| each == word);
    &list[from..from + count]
}

/// The words of an article's names.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    numbers: FxHashMap<Cow<'a, str>, u32>,
    texts: Vec<Cow<'a, str>>,
}

impl<'a> Words<'a> {
    /// Returns the number of a word.
    pub fn number(&mut self, word: Cow<'a, str>) -> u32 {
        let fresh = u32::try_from(self.texts.len()).unwrap_or(NONE);
        match self.numbers.entry(word) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                self.texts.push(place.key().clone());
                *place.insert(fresh)
            }
        }
    }

    /// Returns the number of a word that some name has.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// Returns a word by its number.
    pub fn text(&self, word: u32) -> &str {
        &self.texts[word as usize]
    }

    /// How many words there are: numbers are less.
    pub fn len(&self) -> usize {
        self.texts.len()
    }
}

/// Returns a number for each mention: the same for the same folded words,
/// whatever the kind. Numbers are less than the count of the mentions.
pub(super) fn spellings(analysis: &Analysis, mentions: &[Mention]) -> Vec<u32> {
    let forms = |mention: &Mention| {
        let tokens = mention.tokens.start as usize..mention.tokens.end as usize;
        let tokens = analysis.tokens.get(tokens).unwrap_or_default();
        tokens.iter().map(|token| analysis.form(token))
    };
    let mut numbers = Numbers::for_some(mentions.len());
    let mut firsts: Vec<&Mention> = Vec::new();
    let mut spellings = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let same = |&at: &u32| forms(firsts[at as usize]).eq(forms(mention));
        let number = numbers.number(&Sequence(forms(mention)), same);
        if number as usize == firsts.len() {
            firsts.push(mention);
        }
        spellings.push(number);
    }
    spellings
}

/// Numbers for things that are kept elsewhere, by their hashes.
#[derive(Debug, Default)]
struct Numbers {
    by_hash: FxHashMap<u64, u32>,
}

impl Numbers {
    /// For about so many things, some of them the same.
    fn for_some(things: usize) -> Numbers {
        let mut numbers = Numbers::default();
        numbers.by_hash.reserve(things / 2);
        numbers
    }

    /// Returns the number of the thing that `same` knows again, or the next.
    fn number(&mut self, thing: &impl Hash, same: impl Fn(&u32) -> bool) -> u32 {
        let fresh = u32::try_from(self.by_hash.len()).unwrap_or(NONE);
        let mut hasher = FxHasher::default();
        thing.hash(&mut hasher);
        let mut hash = hasher.finish();
        loop {
            match self.by_hash.entry(hash) {
                Entry::Vacant(place) => return *place.insert(fresh),
                Entry::Occupied(known) if same(known.get()) => return *known.get(),
                // Another thing has this hash.
                Entry::Occupied(_) => hash = hash.wrapping_add(1),
            }
        }
    }
}

/// What an iterator gives, as one thing to hash.
struct Sequence<I>(I);

impl<I: Iterator<Item: Hash> + Clone> Hash for Sequence<I> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.clone().for_each(|each| each.hash(state));
    }
}

fn written<'a>(analysis: &Analysis, paragraphs: &[&'a str], mention: &Mention) -> &'a str {
    let tokens = analysis.tokens.get(mention.tokens.start as usize..mention.tokens.end as usize);
    let Some([first, .., last] | [first @ last]) = tokens else { return "" };
    let paragraph = paragraphs.get(first.paragraph as usize).copied().unwrap_or_default();
    paragraph.get(first.start as usize..last.end as usize).unwrap_or_default()
}
