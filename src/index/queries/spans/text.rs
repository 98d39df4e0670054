//! A plan over one analysed text in memory: what of the text made it match.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cursor::{Cursor, Opener};
use super::ruler::Ruler;
use super::words::InOneText;
use super::{Of, Place, Plan};
use crate::article::Language;
use crate::index::schema::terms;
use crate::text::{Analysis, BoundaryKind};

/// Where in a text the terms of some plans stand.
pub(in crate::index) struct InText {
    positions: FxHashMap<String, Vec<u32>>,
    mentioned: Mentioned,
    sentence_ends: Vec<u32>,
    paragraph_ends: Vec<u32>,
}

/// Where the mentions of a document stand, by their terms.
pub(in crate::index) type Mentioned = FxHashMap<String, Vec<Place>>;

/// The terms of plans: all that a text is looked through for.
pub(in crate::index) struct Terms {
    words: FxHashSet<String>,
    mentions: FxHashSet<String>,
    /// The lengths of words by their last bytes, a bit for each: most words of a text
    /// are none of these, which is seen without looking for them.
    shapes: Box<[u64; 256]>,
}

impl Terms {
    /// The terms of all these plans.
    pub(in crate::index) fn of<'a>(plans: impl Iterator<Item = &'a Plan>) -> Terms {
        let (mut words, mut mentions) = (FxHashSet::default(), FxHashSet::default());
        plans.for_each(|plan| {
            plan.visit_terms(&mut |of, term| {
                let terms = match of {
                    Of::Text => &mut words,
                    Of::Mentions => &mut mentions,
                };
                terms.insert(term.to_owned());
            });
        });
        let mut shapes = Box::new([0; 256]);
        for word in &words {
            if let Some((last, length)) = shape(word) {
                shapes[last] |= length;
            }
        }
        Terms { words, mentions, shapes }
    }

    /// Whether one of the words may end as `end` does, which is `before` bytes shorter.
    fn may_have(&self, before: usize, end: &str) -> bool {
        shape(end).is_some_and(|(last, length)| {
            self.shapes[last] & length.rotate_left(before as u32 % u64::BITS) != 0
        })
    }

    /// How many.
    pub(in crate::index) fn len(&self) -> usize {
        self.words.len() + self.mentions.len()
    }

    /// Those of mentions.
    pub(in crate::index) fn mentions(&self) -> impl Iterator<Item = &str> {
        self.mentions.iter().map(String::as_str)
    }
}

/// The last byte of a word, and a bit for its length.
fn shape(word: &str) -> Option<(usize, u64)> {
    let last = word.bytes().next_back()?;
    Some((last.into(), 1 << (word.len() % u64::BITS as usize)))
}

impl InText {
    /// Looks through the paragraphs that `wanted` accepts. Where names stand is
    /// for the index to say: the text is not tagged again.
    pub(in crate::index) fn new(
        terms: &Terms,
        analysis: &Analysis,
        language: Language,
        mentioned: &Mentioned,
        wanted: impl Fn(u32) -> bool,
    ) -> InText {
        let mut positions: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut add = |term: &str, position| {
            // Most words are none of the query's: nothing is allocated for them.
            if terms.words.contains(term) {
                match positions.get_mut(term) {
                    Some(positions) => positions.push(position),
                    None => _ = positions.insert(term.to_owned(), vec![position]),
                }
            }
        };
        let mut marked = String::new();
        terms::push_stem(&mut marked, language, "");
        let mark = marked.len();
        for token in analysis.tokens.iter().filter(|token| wanted(token.paragraph)) {
            let form = analysis.form(token);
            if terms.may_have(0, form) {
                add(form, token.position);
            }
            if let Some(stem) = analysis.stem(token).filter(|stem| terms.may_have(mark, stem)) {
                marked.clear();
                terms::push_stem(&mut marked, language, stem);
                add(&marked, token.position);
            }
            if let Some(key) = analysis.key(token) {
                marked.clear();
                terms::push_key(&mut marked, key);
                add(&marked, token.position);
            }
        }
        let ends = |paragraph_only: bool| {
            let counts = |kind| kind == BoundaryKind::Paragraph || !paragraph_only;
            let boundaries = analysis.boundaries.iter();
            boundaries.filter(|end| counts(end.kind)).map(|end| end.position).collect()
        };
        let (sentence_ends, paragraph_ends) = (ends(false), ends(true));
        InText { positions, mentioned: mentioned.clone(), sentence_ends, paragraph_ends }
    }
}

impl Opener<InOneText> for InText {
    fn words(&self, terms: &[String]) -> tantivy::Result<InOneText> {
        let spellings = terms.iter().filter_map(|term| self.positions.get(term)).flatten();
        let places = spellings.map(|&start| Place { start, end: start + 1 });
        Ok(InOneText::new(places.collect()))
    }

    fn names(&self, terms: &[String]) -> tantivy::Result<InOneText> {
        let places = terms.iter().filter_map(|term| self.mentioned.get(term)).flatten();
        Ok(InOneText::new(places.copied().collect()))
    }
}

/// Returns the places in a text that make a plan hold; none where it does not.
pub(in crate::index) fn witnesses(plan: &Plan, text: &InText) -> Vec<Place> {
    let Ok(mut cursor) = Cursor::open(plan, text) else {
        return Vec::new();
    };
    let mut witnesses = Vec::new();
    if cursor.doc() == 0 {
        let mut ruler = Ruler::of_one_text(text.sentence_ends.clone(), text.paragraph_ends.clone());
        let mut places = Vec::new();
        cursor.places(&mut ruler, &mut places);
        cursor.witnesses(&mut ruler, &places, &mut witnesses);
        super::places::tidy(&mut witnesses);
    }
    witnesses
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_word_is_overlooked_by_its_shape(
            words in proptest::collection::vec("[a-cé]{1,150}", 1..5),
            before in 0_usize..200,
        ) {
            let terms = Terms::of([Plan::Terms(words.clone())].iter());
            for word in &words {
                prop_assert!(terms.may_have(0, word));
                let ends = word.get(before..).filter(|end| !end.is_empty());
                prop_assert!(ends.is_none_or(|end| terms.may_have(before, end)));
            }
            let longer = format!("{}d", words[0]);
            prop_assert!(!terms.may_have(0, &longer));
        }
    }
}
