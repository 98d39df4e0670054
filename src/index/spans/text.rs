//! A plan over one analysed text in memory: what of the text made it match.

use rustc_hash::FxHashMap;

use super::cursor::Cursor;
use super::ruler::Ruler;
use super::words::InOneText;
use super::{MAX_PLACES, Place, Plan};
use crate::article::Language;
use crate::index::terms;
use crate::text::{Analysis, BoundaryKind};

/// The words of a text, as the index knows them: each term with its positions.
pub(in crate::index) struct InText {
    positions: FxHashMap<String, Vec<u32>>,
    sentence_ends: Vec<u32>,
    paragraph_ends: Vec<u32>,
}

impl InText {
    /// Takes the terms of the paragraphs that `wanted` accepts.
    pub(in crate::index) fn new(
        analysis: &Analysis,
        language: Language,
        wanted: impl Fn(u32) -> bool,
    ) -> InText {
        let mut positions: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut add = |term: String, position| positions.entry(term).or_default().push(position);
        for token in analysis.tokens.iter().filter(|token| wanted(token.paragraph)) {
            add(analysis.form(token).to_owned(), token.position);
            if let Some(stem) = analysis.stem(token) {
                let mut term = String::new();
                terms::push_stem(&mut term, language, stem);
                add(term, token.position);
            }
            if let Some(key) = analysis.key(token) {
                let mut term = String::new();
                terms::push_key(&mut term, key);
                add(term, token.position);
            }
        }
        let ends = |paragraph_only: bool| {
            let counts = |kind| kind == BoundaryKind::Paragraph || !paragraph_only;
            let boundaries = analysis.boundaries.iter();
            boundaries.filter(|end| counts(end.kind)).map(|end| end.position).collect()
        };
        InText { positions, sentence_ends: ends(false), paragraph_ends: ends(true) }
    }

    fn word(&self, terms: &[String]) -> InOneText {
        let spellings = terms.iter().filter_map(|term| self.positions.get(term));
        InOneText::new(spellings.flatten().copied().collect())
    }
}

/// Returns the places in a text that make a plan hold; none where it does not.
pub(in crate::index) fn witnesses(plan: &Plan, text: &InText) -> Vec<Place> {
    let Ok(mut cursor) = Cursor::open(plan, &|terms| Ok(text.word(terms))) else {
        return Vec::new();
    };
    let mut witnesses = Vec::new();
    if cursor.doc() == 0 {
        let mut ruler = Ruler::of_one_text(text.sentence_ends.clone(), text.paragraph_ends.clone());
        let mut places = Vec::new();
        cursor.places(&mut ruler, MAX_PLACES, &mut places);
        cursor.witnesses(&mut ruler, &places, &mut witnesses);
        super::places::tidy(&mut witnesses);
    }
    witnesses
}
