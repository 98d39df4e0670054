//! The proximity query of our own, over Tantivy's postings.
//!
//! A [`Plan`] says what stands where; a [`SpanQuery`] finds the articles in
//! which it does. For each article every part of a plan yields its places
//! ([`Place`]): a word's are its positions, a phrase's are runs of words next
//! to each other, and so on up to the whole. The same places decide whether an
//! article matches and how often, scored or not.
//!
//! `cursor` walks the documents (the rarest part leads, positions are read
//! only where every part has a document in common), `near` and `sequence` are
//! its larger parts, `places` holds the arithmetic of places, `ruler` the ends
//! of sentences and paragraphs, `words` where a word stands, `query` and
//! `scorer` make a query of Tantivy's of it all, `text` the same
//! plan over one text in memory, which is how highlights know what matched.

mod cursor;
mod near;
mod places;
mod positions;
mod query;
mod ruler;
mod scorer;
mod sequence;
mod text;
mod words;

pub(in crate::index) use query::{SpanFields, SpanQuery, SpanWeight, mentioned};
pub(in crate::index) use scorer::{Bar, SpanScorer};
pub(in crate::index) use text::{InText, Mentioned, Terms, witnesses};

use crate::query::ast::{Distance, Order, Polarity};

/// What stands where, in terms of a text field.
#[derive(Debug, Clone)]
pub(in crate::index) enum Plan {
    /// One of these terms. Empty: nothing.
    Terms(Vec<String>),
    /// These, next to each other, in order. At least one.
    Sequence(Vec<Plan>),
    /// One of these. At least one.
    Any(Vec<Plan>),
    /// The name of an entity.
    Mention(Mention),
    /// Two places near each other, or one without the other near it.
    Near { left: Box<Plan>, right: Box<Plan>, distance: Distance, order: Order, polarity: Polarity },
    /// Wherever there are words: the last one of each sentence.
    AnyWords,
    /// Places that end within the first so many words of the field, or of the
    /// zone around it.
    First { words: u32, inner: Box<Plan> },
    /// Places in a part of the field, as if it were all of it.
    Within(Zone, Box<Plan>),
}

/// The names of entities, as terms of mentions. A place is the whole name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::index) struct Mention {
    /// One of these.
    pub terms: Vec<String>,
    /// And none of these at the same place.
    pub without: Vec<String>,
}

/// Which field a term of a plan is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::index) enum Of {
    /// The text field that is searched.
    Text,
    /// The mentions at its positions.
    Mentions,
}

/// A part of the text. The first paragraph is the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::index) enum Zone {
    /// The first paragraph.
    Headline,
    /// The second paragraph.
    Lede,
    /// All below the first.
    Body,
}

/// A run of positions: the first, and the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::index) struct Place {
    pub start: u32,
    pub end: u32,
}

impl Plan {
    /// The terms whose statistics weigh the plan: for each word the most
    /// frequent of its spellings, chosen by `frequency`.
    fn weighing_terms(
        &self,
        frequency: &mut dyn FnMut(Of, &str) -> u64,
        terms: &mut Vec<(Of, String)>,
    ) {
        match self {
            Plan::Terms(spellings) => {
                let most = spellings.iter().max_by_key(|term| frequency(Of::Text, term));
                terms.extend(most.map(|term| (Of::Text, term.clone())));
            }
            Plan::Mention(mention) => {
                let most = mention.terms.iter().max_by_key(|term| frequency(Of::Mentions, term));
                terms.extend(most.map(|term| (Of::Mentions, term.clone())));
            }
            Plan::Sequence(parts) => {
                for part in parts {
                    part.weighing_terms(frequency, terms);
                }
            }
            // The ways to say one thing weigh as one of them.
            Plan::Any(ways) => {
                if let Some(way) = ways.first() {
                    way.weighing_terms(frequency, terms);
                }
            }
            Plan::Near { left, right, polarity, .. } => {
                left.weighing_terms(frequency, terms);
                if *polarity == Polarity::Near {
                    right.weighing_terms(frequency, terms);
                }
            }
            Plan::AnyWords => {}
            Plan::First { inner, .. } | Plan::Within(_, inner) => {
                inner.weighing_terms(frequency, terms);
            }
        }
    }

    /// Whether the plan asks for names.
    pub(in crate::index) fn has_mentions(&self) -> bool {
        match self {
            Plan::Mention(_) => true,
            Plan::Terms(_) | Plan::AnyWords => false,
            Plan::Sequence(parts) | Plan::Any(parts) => parts.iter().any(Plan::has_mentions),
            Plan::Near { left, right, .. } => left.has_mentions() || right.has_mentions(),
            Plan::First { inner, .. } | Plan::Within(_, inner) => inner.has_mentions(),
        }
    }

    /// Whether the ends of sentences are asked for, and those of paragraphs.
    fn needs_ends(&self) -> (bool, bool) {
        let either = |one: (bool, bool), other: (bool, bool)| (one.0 || other.0, one.1 || other.1);
        match self {
            Plan::Terms(_) | Plan::Mention(_) | Plan::AnyWords => (false, false),
            Plan::Sequence(parts) | Plan::Any(parts) => {
                parts.iter().map(Plan::needs_ends).fold((false, false), either)
            }
            Plan::Near { left, right, distance, .. } => {
                let own = match distance {
                    Distance::Words(_) | Distance::Sentence => (true, false),
                    Distance::Paragraph => (false, true),
                };
                either(own, either(left.needs_ends(), right.needs_ends()))
            }
            Plan::First { inner, .. } => either((true, false), inner.needs_ends()),
            Plan::Within(_, inner) => either((false, true), inner.needs_ends()),
        }
    }

    /// Calls `visit` with every term.
    fn visit_terms(&self, visit: &mut dyn FnMut(Of, &str)) {
        match self {
            Plan::Terms(terms) => terms.iter().for_each(|term| visit(Of::Text, term)),
            Plan::Mention(mention) => {
                let terms = mention.terms.iter().chain(&mention.without);
                terms.for_each(|term| visit(Of::Mentions, term));
            }
            Plan::Sequence(parts) | Plan::Any(parts) => {
                parts.iter().for_each(|part| part.visit_terms(visit));
            }
            Plan::Near { left, right, .. } => {
                left.visit_terms(visit);
                right.visit_terms(visit);
            }
            Plan::AnyWords => {}
            Plan::First { inner, .. } | Plan::Within(_, inner) => inner.visit_terms(visit),
        }
    }
}
