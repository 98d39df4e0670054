//! Where the clusters lie: what a store must be able to do, and one in memory. The
//! one on disk is the ledger's.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry as Place;
use std::convert::Infallible;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::{Fingerprint, Turn};
use crate::article::ArticleId;

/// An article among all, the same whenever it was read: a hash of its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocRef(pub u64);

impl DocRef {
    /// Returns the reference to the article with this id. Two of ten million
    /// articles have the same with a chance of 1 in 400,000.
    pub fn of(id: &ArticleId) -> DocRef {
        DocRef(xxh3_64(id.as_str().as_bytes()))
    }
}

/// What is kept of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// What its text is recognised by.
    pub fingerprint: Fingerprint,
    /// When its turn comes.
    pub turn: Turn,
    /// The first article of the story that it belongs to: itself, or the one
    /// that it is a copy of.
    pub story: DocRef,
}

/// Where the entries lie.
pub trait Store {
    /// What can go wrong.
    type Error;

    /// Returns what is kept of an article.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn get(&self, article: DocRef) -> Result<Option<Entry>, Self::Error>;

    /// Returns the articles that have a band, ascending; of more than `limit`
    /// the first ones.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn sharing(&self, band: u64, limit: usize) -> Result<Vec<DocRef>, Self::Error>;

    /// Returns the articles whose entries name this story, ascending.
    ///
    /// # Errors
    /// Where the store cannot be read.
    fn members(&self, story: DocRef) -> Result<Vec<DocRef>, Self::Error>;

    /// Keeps an article that the store does not have.
    ///
    /// # Errors
    /// Where the store cannot be written.
    fn add(&mut self, article: DocRef, entry: &Entry) -> Result<(), Self::Error>;

    /// Moves an article that the store has to another story.
    ///
    /// # Errors
    /// Where the store cannot be written.
    fn assign(&mut self, article: DocRef, story: DocRef) -> Result<(), Self::Error>;

    /// Forgets an article, if the store has it.
    ///
    /// # Errors
    /// Where the store cannot be written.
    fn remove(&mut self, article: DocRef) -> Result<(), Self::Error>;
}

/// A store in memory: about 2 kB per article (`benches/copies.rs`).
#[derive(Debug, Clone, Default)]
pub struct Memory {
    entries: FxHashMap<DocRef, Entry>,
    bands: FxHashMap<u64, Sharing>,
    /// Stories of more than one article: all but the first, which names it.
    followers: FxHashMap<DocRef, BTreeSet<DocRef>>,
}

/// The articles that share a band, ascending: nearly always one.
#[derive(Debug, Clone)]
enum Sharing {
    One(DocRef),
    Several(Vec<DocRef>),
}

impl Sharing {
    fn articles(&self) -> &[DocRef] {
        match self {
            Sharing::One(article) => std::slice::from_ref(article),
            Sharing::Several(articles) => articles,
        }
    }

    fn add(&mut self, article: DocRef) {
        let Err(place) = self.articles().binary_search(&article) else { return };
        let mut articles = match std::mem::replace(self, Sharing::One(article)) {
            Sharing::One(other) => vec![other],
            Sharing::Several(articles) => articles,
        };
        articles.insert(place, article);
        *self = Sharing::Several(articles);
    }

    /// Takes an article out; whether any is left.
    fn remove(&mut self, article: DocRef) -> bool {
        match self {
            Sharing::One(other) => *other != article,
            Sharing::Several(articles) => {
                articles.retain(|&listed| listed != article);
                !articles.is_empty()
            }
        }
    }
}

impl Memory {
    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no article.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every article with what is kept of it, in no order.
    pub fn entries(&self) -> impl Iterator<Item = (DocRef, &Entry)> {
        self.entries.iter().map(|(&article, entry)| (article, entry))
    }

    fn leave(&mut self, story: DocRef, article: DocRef) {
        if let Some(followers) = self.followers.get_mut(&story) {
            followers.remove(&article);
            if followers.is_empty() {
                self.followers.remove(&story);
            }
        }
    }
}

impl Store for Memory {
    type Error = Infallible;

    fn get(&self, article: DocRef) -> Result<Option<Entry>, Infallible> {
        Ok(self.entries.get(&article).copied())
    }

    fn sharing(&self, band: u64, limit: usize) -> Result<Vec<DocRef>, Infallible> {
        let list = self.bands.get(&band).map_or(&[][..], Sharing::articles);
        Ok(list[..list.len().min(limit)].to_vec())
    }

    fn members(&self, story: DocRef) -> Result<Vec<DocRef>, Infallible> {
        let itself = self.entries.get(&story).filter(|entry| entry.story == story).map(|_| story);
        let followers = self.followers.get(&story).into_iter().flatten().copied();
        let mut members: Vec<DocRef> = followers.chain(itself).collect();
        members.sort_unstable();
        Ok(members)
    }

    fn add(&mut self, article: DocRef, entry: &Entry) -> Result<(), Infallible> {
        for band in entry.fingerprint.bands() {
            self.bands.entry(band).or_insert(Sharing::One(article)).add(article);
        }
        self.entries.insert(article, Entry { story: article, ..*entry });
        self.assign(article, entry.story)
    }

    fn assign(&mut self, article: DocRef, story: DocRef) -> Result<(), Infallible> {
        let Some(entry) = self.entries.get_mut(&article) else {
            return Ok(());
        };
        let before = std::mem::replace(&mut entry.story, story);
        self.leave(before, article);
        if story != article {
            self.followers.entry(story).or_default().insert(article);
        }
        Ok(())
    }

    fn remove(&mut self, article: DocRef) -> Result<(), Infallible> {
        let Some(entry) = self.entries.remove(&article) else {
            return Ok(());
        };
        self.leave(entry.story, article);
        for band in entry.fingerprint.bands() {
            if let Place::Occupied(mut sharing) = self.bands.entry(band)
                && !sharing.get_mut().remove(article)
            {
                sharing.remove();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::Shingles;
    use crate::copies::samples::{analysed, words};

    fn entry(text: &str, story: DocRef) -> Entry {
        let fingerprint = Fingerprint::of(&Shingles::of(&analysed("", text)));
        Entry { fingerprint, turn: Turn::new(None, None), story }
    }

    #[test]
    fn what_is_added_is_found_and_what_is_removed_leaves_nothing() {
        let [one, two, three] = [DocRef(1), DocRef(2), DocRef(3)];
        let text = words(0..100);
        let mut store = Memory::default();
        for (article, story) in [(three, two), (one, one), (two, two)] {
            let Ok(()) = store.add(article, &entry(&text, story));
        }
        let band = entry(&text, one).fingerprint.bands().next().unwrap();
        assert_eq!(store.sharing(band, 10), Ok(vec![one, two, three]));
        assert_eq!(store.sharing(band, 2), Ok(vec![one, two]));
        assert_eq!(store.members(two), Ok(vec![two, three]));
        let Ok(()) = store.assign(three, one);
        assert_eq!(store.members(one), Ok(vec![one, three]));
        assert_eq!(store.members(two), Ok(vec![two]));
        for article in [one, two, three] {
            let Ok(()) = store.remove(article);
        }
        assert!(store.is_empty() && store.bands.is_empty() && store.followers.is_empty());
    }
}
