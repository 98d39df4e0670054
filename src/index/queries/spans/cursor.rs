//! Walks the documents in which a plan may hold, and finds its places in one
//! of them.

use rustc_hash::FxHashSet;
use tantivy::{DocId, TERMINATED};

use super::near::{Near, NotNear};
use super::places::tidy;
use super::ruler::Ruler;
use super::sequence::Sequence;
use super::words::{Frequency, Words};
use super::{Mention, Place, Plan, Zone};
use crate::index::schema::terms::SENTENCE_END;
use crate::query::ast::Polarity;

/// A plan over some documents. It stands on one that has all the words the
/// plan needs; whether they stand as the plan says is for
/// [`Cursor::places`] to find out.
pub(super) enum Cursor<W> {
    Terms(W),
    Mention(Box<Names<W>>),
    /// The ends of sentences.
    AnyWords(W),
    Sequence(Sequence<W>),
    Any(Vec<Cursor<W>>),
    Near(Near<W>),
    NotNear(Box<NotNear<W>>),
    First(First<W>),
    Within(Zone, Box<Cursor<W>>),
}

/// How much of a document a plan looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    All,
    Part,
}

/// Whether a plan holds in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Nowhere,
    /// At one place at least.
    Somewhere,
    /// At so many places: all had to be found.
    At(u32),
}

/// Opens what a plan asks for.
pub(super) trait Opener<W> {
    /// Where a word stands, in any of these spellings.
    fn words(&self, terms: &[String]) -> tantivy::Result<W>;
    /// Where names stand, given as the terms of mentions.
    fn names(&self, terms: &[String]) -> tantivy::Result<W>;
}

/// Places among the first words.
pub(super) struct First<W> {
    words: u32,
    inner: Box<Cursor<W>>,
    // A buffer, kept from one document to the next.
    starts: Vec<u32>,
}

/// Names, without those that are not meant.
pub(super) struct Names<W> {
    wanted: W,
    unwanted: Option<W>,
    // A buffer, kept from one document to the next.
    refused: Vec<Place>,
}

impl<W: Words> Cursor<W> {
    /// Makes the cursor of a plan.
    pub(super) fn open(plan: &Plan, opener: &dyn Opener<W>) -> tantivy::Result<Cursor<W>> {
        let open = |plan: &Plan| Cursor::open(plan, opener);
        let all = |plans: &[Plan]| plans.iter().map(open).collect::<Result<Vec<_>, _>>();
        Ok(match plan {
            Plan::Terms(terms) => Cursor::Terms(opener.words(terms)?),
            Plan::Mention(Mention { terms, without }) => {
                let unwanted = match without.is_empty() {
                    true => None,
                    false => Some(opener.names(without)?),
                };
                let wanted = opener.names(terms)?;
                Cursor::Mention(Box::new(Names { wanted, unwanted, refused: Vec::new() }))
            }
            Plan::AnyWords => Cursor::AnyWords(opener.words(&[SENTENCE_END.to_owned()])?),
            Plan::Sequence(parts) => Cursor::Sequence(Sequence::new(all(parts)?)),
            Plan::Any(ways) => match one_word(ways) {
                Some(spellings) => Cursor::Terms(opener.words(&spellings)?),
                None => Cursor::Any(all(ways)?),
            },
            Plan::Near { left, right, distance, order, polarity } => {
                let (left, right, distance, order) = (open(left)?, open(right)?, *distance, *order);
                match polarity {
                    Polarity::Near => Cursor::Near(Near::new(left, right, distance, order)),
                    Polarity::NotNear => {
                        Cursor::NotNear(Box::new(NotNear::new(left, right, distance, order)))
                    }
                }
            }
            Plan::First { words: first, inner } => {
                let inner = Box::new(open(inner)?);
                Cursor::First(First { words: *first, inner, starts: Vec::new() })
            }
            Plan::Within(zone, inner) => Cursor::Within(*zone, Box::new(open(inner)?)),
        })
    }

    /// The document that the cursor stands on.
    pub(super) fn doc(&self) -> DocId {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.doc(),
            Cursor::Mention(names) => names.wanted.doc(),
            Cursor::Sequence(Sequence { both, .. }) | Cursor::Near(Near { both, .. }) => both.doc,
            Cursor::Any(ways) => ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Cursor::NotNear(near) => near.wanted.doc(),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.doc(),
        }
    }

    /// Goes to the first document at or after `target` that has the words.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.seek(target),
            Cursor::Mention(names) => names.wanted.seek(target),
            Cursor::Sequence(Sequence { both, .. }) | Cursor::Near(Near { both, .. }) => {
                both.seek(target)
            }
            Cursor::Any(ways) => {
                ways.iter_mut().map(|way| way.seek(target)).min().unwrap_or(TERMINATED)
            }
            Cursor::NotNear(near) => near.wanted.seek(target),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.seek(target),
        }
    }

    /// About how many documents the cursor will stand on.
    pub(super) fn cost(&self) -> u64 {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.cost(),
            Cursor::Mention(names) => names.wanted.cost(),
            Cursor::Sequence(Sequence { both, .. }) | Cursor::Near(Near { both, .. }) => {
                both.cost()
            }
            Cursor::Any(ways) => ways.iter().map(Cursor::cost).sum(),
            Cursor::NotNear(near) => near.wanted.cost(),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.cost(),
        }
    }

    /// Whether the document that the cursor stands on has a place: without
    /// finding all of them, where one tells. The ruler is turned to it.
    pub(super) fn holds(&mut self, ruler: &mut Ruler, places: &mut Vec<Place>) -> Held {
        let holds = match self {
            Cursor::Terms(_) if ruler.sees_all() => true,
            Cursor::Sequence(sequence) if sequence.is_of_words() => sequence.holds(ruler),
            Cursor::Near(near) if near.is_of_words() => near.holds(ruler),
            Cursor::NotNear(near) if near.is_of_words() => near.holds(ruler),
            Cursor::First(First { words, inner, starts }) if inner.is_word() => {
                inner.starts(ruler, starts);
                starts.first().is_some_and(|&first| ruler.is_within_first(*words, first))
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut here = ways.iter_mut().filter(|way| way.doc() == doc);
                here.any(|way| way.holds(ruler, places) != Held::Nowhere)
            }
            Cursor::Within(zone, inner) => {
                let outer = ruler.narrow(*zone);
                let held = inner.holds(ruler, places);
                ruler.widen(outer);
                return held;
            }
            _ => {
                self.places(ruler, places);
                return match places.len() {
                    0 => Held::Nowhere,
                    // A document has fewer places than 2^32.
                    places => Held::At(places as u32),
                };
            }
        };
        if holds { Held::Somewhere } else { Held::Nowhere }
    }

    /// How many places the document at hand has at most, by how often its words
    /// stand in it.
    pub(super) fn at_most(&mut self) -> u32 {
        match self {
            Cursor::Terms(words) | Cursor::AnyWords(words) => words.frequency().at_most,
            Cursor::Mention(names) => names.wanted.frequency().at_most,
            Cursor::Sequence(Sequence { both, .. }) => {
                both.parts.iter_mut().map(Cursor::at_most).min().unwrap_or(0)
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let here = ways.iter_mut().filter(|way| way.doc() == doc);
                here.map(Cursor::at_most).fold(0, u32::saturating_add)
            }
            Cursor::Near(near) => near.at_most(),
            Cursor::NotNear(near) => near.wanted.at_most(),
            Cursor::First(First { inner, .. }) | Cursor::Within(_, inner) => inner.at_most(),
        }
    }

    /// How many places the document at hand has, where that is known without
    /// looking for them, once it is known to have some. `looks_at` says whether
    /// the plan looks at all of the document.
    fn known_count(&mut self, looks_at: Sight) -> Option<u32> {
        let doc = self.doc();
        match self {
            Cursor::Terms(words) if looks_at == Sight::All => {
                let Frequency { at_least, at_most } = words.frequency();
                (at_least == at_most).then_some(at_most)
            }
            Cursor::Sequence(sequence) => sequence.found(doc),
            Cursor::NotNear(near) => match near.unwanted.seek(doc) == doc {
                true => None,
                false => near.wanted.known_count(looks_at),
            },
            Cursor::Within(_, inner) => inner.known_count(Sight::Part),
            _ => None,
        }
    }

    /// How many places the document at hand has, once it is known to have some
    /// or where counting is asked for at once.
    pub(super) fn count(&mut self, ruler: &mut Ruler, places: &mut Vec<Place>) -> u32 {
        let known = self.known_count(Sight::All).or_else(|| match self {
            Cursor::Near(near) => near.count(ruler),
            _ => None,
        });
        known.unwrap_or_else(|| {
            self.places(ruler, places);
            // A document has fewer places than 2^32.
            places.len() as u32
        })
    }

    /// Whether it costs about as much to count the places as to find out that
    /// there is one.
    pub(super) fn is_soon_counted(&self) -> bool {
        matches!(self, Cursor::Near(near) if near.is_soon_counted())
    }

    /// Whether the plan is one word, in whatever spellings.
    pub(super) fn is_word(&self) -> bool {
        matches!(self, Cursor::Terms(_))
    }

    /// Finds where a word begins; nothing of what is no word.
    pub(super) fn starts(&mut self, ruler: &mut Ruler, out: &mut Vec<u32>) {
        self.starts_anywhere(out);
        ruler.keep_visible_starts(out);
    }

    /// The same, whatever part of the document is looked at.
    pub(super) fn starts_anywhere(&mut self, out: &mut Vec<u32>) {
        out.clear();
        if let Cursor::Terms(words) = self {
            words.starts(out);
        }
    }

    /// Finds the places in the document that the cursor stands on, which is
    /// the one that the ruler is turned to.
    pub(super) fn places(&mut self, ruler: &mut Ruler, out: &mut Vec<Place>) {
        out.clear();
        match self {
            Cursor::Terms(words) => {
                words.places(out);
                ruler.keep_visible(out);
            }
            Cursor::Mention(names) => {
                names.places(out);
                ruler.keep_visible(out);
            }
            Cursor::AnyWords(ends) => {
                ends.places(out);
                last_words(out);
                ruler.keep_visible(out);
            }
            Cursor::Sequence(sequence) => sequence.places(ruler, out),
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut way_places = Vec::new();
                for way in ways.iter_mut().filter(|way| way.doc() == doc) {
                    way.places(ruler, &mut way_places);
                    out.append(&mut way_places);
                }
                tidy(out);
            }
            Cursor::Near(near) => near.places(ruler, out),
            Cursor::NotNear(near) => near.places(ruler, out),
            Cursor::First(First { words, inner, .. }) => {
                inner.places(ruler, out);
                out.retain(|at| ruler.words_before(at.end) <= *words);
            }
            Cursor::Within(zone, inner) => {
                let outer = ruler.narrow(*zone);
                inner.places(ruler, out);
                ruler.widen(outer);
            }
        }
    }

    /// Finds what of the text makes the places `wanted`: a phrase as a whole,
    /// of two operands near each other both ends and not what lies between.
    pub(super) fn witnesses(&mut self, ruler: &mut Ruler, wanted: &[Place], out: &mut Vec<Place>) {
        match self {
            Cursor::Terms(_) | Cursor::Mention(_) | Cursor::AnyWords(_) | Cursor::Sequence(_) => {
                let mut places = Vec::new();
                self.places(ruler, &mut places);
                out.extend(places.iter().filter(|place| wanted.binary_search(place).is_ok()));
            }
            Cursor::Any(ways) => {
                let doc = ways.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                for way in ways.iter_mut().filter(|way| way.doc() == doc) {
                    way.witnesses(ruler, wanted, out);
                }
            }
            Cursor::Near(near) => near.witnesses(ruler, wanted, out),
            Cursor::NotNear(near) => near.wanted.witnesses(ruler, wanted, out),
            Cursor::First(First { inner, .. }) => inner.witnesses(ruler, wanted, out),
            Cursor::Within(zone, inner) => {
                let outer = ruler.narrow(*zone);
                inner.witnesses(ruler, wanted, out);
                ruler.widen(outer);
            }
        }
    }
}

impl<W: Words> Names<W> {
    fn places(&mut self, out: &mut Vec<Place>) {
        let doc = self.wanted.doc();
        self.wanted.places(out);
        if let Some(unwanted) = &mut self.unwanted
            && unwanted.seek(doc) == doc
        {
            self.refused.clear();
            unwanted.places(&mut self.refused);
            tidy(&mut self.refused);
            out.retain(|place| self.refused.binary_search(place).is_err());
        }
    }
}

/// The spellings of ways to say something that are all single words: they are
/// as good as one word.
fn one_word(ways: &[Plan]) -> Option<Vec<String>> {
    let mut seen = FxHashSet::default();
    let mut spellings: Vec<String> = Vec::new();
    for way in ways {
        let Plan::Terms(terms) = way else { return None };
        spellings.extend(terms.iter().filter(|term| seen.insert(term.as_str())).cloned());
    }
    Some(spellings)
}

/// Puts the last word of each sentence that has one in the place of the ends
/// of all sentences.
fn last_words(ends: &mut Vec<Place>) {
    let mut sentence_start = 0;
    ends.retain_mut(|end| {
        let has_words = end.start > sentence_start;
        sentence_start = end.end;
        *end = Place { start: end.start.saturating_sub(1), end: end.start };
        has_words
    });
}
