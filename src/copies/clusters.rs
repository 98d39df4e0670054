//! Which articles tell one story, kept up to date as articles come and go.
//! Knows fingerprints and a store. Texts are asked for, never kept.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::shingles::Sorted;
use super::{DocRef, Entry, Fingerprint, Overlap, Shingles, Store, Threshold, Turn};

/// A shingle by which more articles can be found is a phrase of the house, not
/// of a story, and finds none. Beyond it the order in which articles come
/// matters.
pub const COMMON: usize = 100;

/// After so many texts that turn out to be no copies, those that are less alike
/// by their fingerprints are not read: reports of one form, day after day, would
/// each be compared with all before it.
pub(super) const PATIENCE: usize = 16;

/// So many texts are remembered while one article finds its place.
const REMEMBERED: usize = 256;

/// The articles of a store, in stories. Each story is named by its first
/// article, and each other article in it is a copy of that first one: a copy
/// of a copy that shares too little with the first begins a story of its own.
#[derive(Debug)]
pub struct Clusters<S> {
    store: S,
    pub(super) threshold: Threshold,
}

impl<S: Store> Clusters<S> {
    /// Continues with what a store has.
    pub fn new(store: S) -> Clusters<S> {
        Clusters { store, threshold: Threshold::default() }
    }

    /// Where the entries lie.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Where the entries lie, to be told what else is to be kept of them.
    pub fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// Gives the store back.
    pub fn into_store(self) -> S {
        self.store
    }

    /// Returns the articles whose texts may overlap with one enough, itself
    /// included, ascending: they share a band, and the fingerprints do not
    /// speak against it.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn candidates(&self, fingerprint: &Fingerprint) -> Result<Vec<DocRef>, S::Error> {
        Ok(self.candidate_entries(fingerprint)?.into_iter().map(|(article, _)| article).collect())
    }

    /// Returns the first article of the story that an article belongs to;
    /// itself where it has no copies.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn cluster_of(&self, article: DocRef) -> Result<Option<DocRef>, S::Error> {
        Ok(self.store.get(article)?.map(|entry| entry.story))
    }

    /// Adds an article, or what has become of it, and returns the story of
    /// every article that may have come to another one; of the new one, too.
    /// Nothing is returned where the store has the article as it is. `texts` gives
    /// the shingles of an article, or `None` where its text is gone; it is asked for
    /// candidates only.
    ///
    /// # Errors
    /// Where the store or a text cannot be read, or the store not be written.
    pub fn insert(
        &mut self,
        article: DocRef,
        fingerprint: &Fingerprint,
        turn: Turn,
        texts: &mut impl FnMut(DocRef) -> Result<Option<Shingles>, S::Error>,
    ) -> Result<BTreeMap<DocRef, DocRef>, S::Error> {
        let mut moved = BTreeMap::new();
        if let Some(known) = self.store.get(article)? {
            if known.fingerprint == *fingerprint && known.turn == turn {
                return Ok(moved);
            }
            moved = self.remove(article, texts)?;
        }
        self.store.add(article, &Entry { fingerprint: *fingerprint, turn, story: article })?;
        moved.insert(article, article);
        let mut settling = Settling::new(self, texts, moved);
        settling.fresh = Some(article);
        settling.due.insert((turn, article));
        settling.run()
    }

    /// Takes an article out and returns the story of every other article that
    /// has come to another one.
    ///
    /// # Errors
    /// As [`Clusters::insert`].
    pub fn remove(
        &mut self,
        article: DocRef,
        texts: &mut impl FnMut(DocRef) -> Result<Option<Shingles>, S::Error>,
    ) -> Result<BTreeMap<DocRef, DocRef>, S::Error> {
        let mut settling = Settling::new(self, texts, BTreeMap::new());
        settling.orphan(article)?;
        settling.clusters.store.remove(article)?;
        settling.run()
    }

    fn candidate_entries(
        &self,
        fingerprint: &Fingerprint,
    ) -> Result<Vec<(DocRef, Entry)>, S::Error> {
        let mut found = BTreeSet::new();
        for band in fingerprint.bands() {
            let sharing = self.store.sharing(band, COMMON + 1)?;
            if sharing.len() <= COMMON || Fingerprint::is_whole(band) {
                found.extend(sharing);
            }
        }
        let mut candidates = Vec::new();
        for article in found {
            let Some(entry) = self.store.get(article)? else { continue };
            if self.threshold.is_worth_a_look(fingerprint, &entry.fingerprint) {
                candidates.push((article, entry));
            }
        }
        Ok(candidates)
    }
}

/// Articles on their way to their places.
///
/// An article is the first of a story if it is a copy of no first article
/// whose turn came before; else it belongs to that one of them that it
/// resembles most. This says for any set of articles, in whatever order they
/// came, which are first: go through them by turn. When one comes or goes,
/// only those can change that are copies of an article that becomes a first
/// one, or that followed one that no longer is. They are looked at by turn, so
/// that each is looked at once, when all before it are settled.
struct Settling<'a, S, T> {
    clusters: &'a mut Clusters<S>,
    texts: &'a mut T,
    remembered: FxHashMap<DocRef, Option<Sorted>>,
    due: BTreeSet<(Turn, DocRef)>,
    /// The article that was not there before.
    fresh: Option<DocRef>,
    moved: BTreeMap<DocRef, DocRef>,
}

impl<'a, S, T> Settling<'a, S, T>
where
    S: Store,
    T: FnMut(DocRef) -> Result<Option<Shingles>, S::Error>,
{
    fn new(
        clusters: &'a mut Clusters<S>,
        texts: &'a mut T,
        moved: BTreeMap<DocRef, DocRef>,
    ) -> Self {
        let remembered = FxHashMap::default();
        Settling { clusters, texts, remembered, due: BTreeSet::new(), fresh: None, moved }
    }

    fn run(mut self) -> Result<BTreeMap<DocRef, DocRef>, S::Error> {
        while let Some((turn, article)) = self.due.pop_first() {
            if let Some(entry) = self.clusters.store.get(article)? {
                self.settle((turn, article), &entry)?;
            }
        }
        Ok(self.moved)
    }

    fn settle(&mut self, own: (Turn, DocRef), entry: &Entry) -> Result<(), S::Error> {
        let article = own.1;
        let (before, after): (Vec<_>, Vec<_>) = self
            .clusters
            .candidate_entries(&entry.fingerprint)?
            .into_iter()
            .filter(|(candidate, _)| *candidate != article)
            .partition(|(candidate, other)| (other.turn, *candidate) < own);
        let mut best: Option<(Overlap, (Turn, DocRef))> = None;
        let firsts = before.into_iter().filter(|(candidate, other)| other.story == *candidate);
        let mut strangers = 0;
        let mut firsts = most_alike_first(&entry.fingerprint, firsts.collect());
        while strangers < PATIENCE
            && let Some((candidate, other)) = firsts.next()
        {
            let Some(overlap) = self.copied((article, entry), (candidate, &other))? else {
                strangers += 1;
                continue;
            };
            let rank = (other.turn, candidate);
            let is_better = best.as_ref().is_none_or(|(known, first)| {
                let order = overlap.resemblance().total_cmp(&known.resemblance());
                order.is_gt() || order.is_eq() && rank < *first
            });
            if is_better {
                best = Some((overlap, rank));
            }
        }
        let story = best.map_or(article, |(_, (_, first))| first);
        let was_first = entry.story == article && self.fresh != Some(article);
        if story == article && !was_first {
            let mut strangers = 0;
            let mut after = most_alike_first(&entry.fingerprint, after);
            while strangers < PATIENCE
                && let Some((candidate, other)) = after.next()
            {
                match self.copied((article, entry), (candidate, &other))? {
                    Some(_) => drop(self.due.insert((other.turn, candidate))),
                    None => strangers += 1,
                }
            }
        } else if story != article && was_first {
            self.orphan(article)?;
        }
        if story != entry.story {
            self.clusters.store.assign(article, story)?;
            self.moved.insert(article, story);
        }
        Ok(())
    }

    /// Makes those due that followed an article.
    fn orphan(&mut self, first: DocRef) -> Result<(), S::Error> {
        for member in self.clusters.store.members(first)? {
            if member == first {
                continue;
            }
            if let Some(entry) = self.clusters.store.get(member)? {
                self.due.insert((entry.turn, member));
            }
        }
        Ok(())
    }

    /// Returns what two texts share, if that makes them copies.
    fn copied(
        &mut self,
        (one, ours): (DocRef, &Entry),
        (other, theirs): (DocRef, &Entry),
    ) -> Result<Option<Overlap>, S::Error> {
        if ours.fingerprint.is_same_text(&theirs.fingerprint) {
            return Ok(Some(Overlap::SAME));
        }
        let threshold = self.clusters.threshold;
        self.remember(one, other)?;
        let Some(text) = self.text(one) else { return Ok(None) };
        // Most that look alike begin in another way: they are not read.
        if threshold.is_hopeless(text, &ours.fingerprint, &theirs.fingerprint) {
            return Ok(None);
        }
        self.remember(other, one)?;
        let overlap = match (self.text(one), self.text(other)) {
            (Some(ours), Some(theirs)) => ours.overlap(theirs),
            _ => return Ok(None),
        };
        Ok(threshold.is_copy(&overlap).then_some(overlap))
    }

    fn text(&self, article: DocRef) -> Option<&Sorted> {
        self.remembered.get(&article).and_then(Option::as_ref)
    }

    /// Asks for a text, unless it is there; `kept` must stay.
    fn remember(&mut self, article: DocRef, kept: DocRef) -> Result<(), S::Error> {
        if self.remembered.contains_key(&article) {
            return Ok(());
        }
        if self.remembered.len() >= REMEMBERED {
            self.remembered.retain(|&text, _| text == kept);
        }
        let text = (self.texts)(article)?;
        self.remembered.insert(article, text.map(Sorted::from));
        Ok(())
    }
}

/// Candidates by what their fingerprints say they share, the most first.
fn most_alike_first(
    fingerprint: &Fingerprint,
    candidates: Vec<(DocRef, Entry)>,
) -> impl Iterator<Item = (DocRef, Entry)> {
    let mut ranked: Vec<(f64, DocRef, Entry)> = candidates
        .into_iter()
        .map(|(candidate, other)| {
            let is_same = fingerprint.is_same_text(&other.fingerprint);
            let estimate = fingerprint.estimate(&other.fingerprint);
            (if is_same { 2.0 } else { estimate.containment }, candidate, other)
        })
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    ranked.into_iter().map(|(_, candidate, other)| (candidate, other))
}
