//! The distinct words of the texts, each looked at once: its class, clusters,
//! lists, and the scores that it gives to itself and its neighbours.

use rustc_hash::FxHashMap;

use super::features::{Reach, at_distance, hash, mix, of_word};
use super::label::COLUMNS;
use super::model::Model;
use super::shape::{Class, class};
use crate::text::UNNUMBERED;

/// The most words kept; then all are forgotten. Some 250 bytes each.
const MAX_WORDS: usize = 50_000;

/// Scores of all labels but "outside".
pub type Row = [i16; COLUMNS];

/// The distances, in tokens, to which a word counts.
pub(super) const DISTANCES: usize = 5;

/// One distinct word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// The hash of its folded form; 0 for no word.
    pub form: u64,
    /// The number of its folded form among the words that were looked up.
    pub(super) number: u32,
    /// How it is written.
    pub class: Class,
    /// Its clusters, from coarse to fine; 0 for none.
    pub clusters: [u16; 3],
    /// The lists of single names that have it, as bits.
    pub names: u8,
    /// Whether a listed name of several words begins with it.
    pub begins_name: bool,
    /// Whether it has a capital.
    pub capital: bool,
    /// Its first letter, folded.
    pub letter: u8,
}

impl Word {
    /// No word.
    pub(super) const ABSENT: Word = Word {
        form: 0,
        number: 0,
        class: Class::Lower,
        clusters: [0; 3],
        names: 0,
        begins_name: false,
        capital: false,
        letter: 0,
    };
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// As the text has it.
    pub raw: &'a str,
    /// Folded.
    pub form: &'a str,
    /// Whether it has a capital.
    pub capital: bool,
}

/// The scores that a word gives, by distance. Each row lies in one line of the
/// processor's cache: most of what they cost is fetching them.
#[derive(Debug)]
#[repr(align(32))]
struct Scores([Row; DISTANCES]);

/// The words seen so far. Those of a text are numbers into it.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: FxHashMap<u64, u32>,
    /// The numbers by those of a lexicon, which spare a look by their letters.
    by_lexicon: Vec<u32>,
    /// Whether words have capitals, by the same numbers; `None` where nobody asked.
    capitals: Vec<Option<bool>>,
    /// That lexicon.
    lexicon: u64,
    /// The numbers of folded forms.
    forms: FxHashMap<u64, u32>,
    words: Vec<Word>,
    scores: Vec<Scores>,
}

impl Words {
    /// Makes ready for a text whose words have numbers in a lexicon; forgets all
    /// words if there are too many.
    pub fn begin(&mut self, lexicon: u64) {
        if self.words.len() > MAX_WORDS {
            self.numbers.clear();
            self.by_lexicon.clear();
            self.forms.clear();
            self.words.clear();
            self.scores.clear();
        }
        if self.lexicon != lexicon {
            self.lexicon = lexicon;
            self.by_lexicon.clear();
            self.capitals.clear();
        }
    }

    /// Whether a word of this number in the lexicon has a capital: its letters are
    /// looked at once.
    #[inline]
    pub fn has_capital(&mut self, in_lexicon: u32, look: impl FnOnce() -> bool) -> bool {
        let place = in_lexicon as usize;
        match self.capitals.get(place) {
            Some(Some(known)) => *known,
            _ => {
                let has_capital = look();
                if in_lexicon != UNNUMBERED {
                    self.capitals.resize(self.capitals.len().max(place + 1), None);
                    self.capitals[place] = Some(has_capital);
                }
                has_capital
            }
        }
    }

    /// Returns the number of a word that has a number in the lexicon, or
    /// [`UNNUMBERED`] there.
    #[inline]
    pub fn number<'w>(
        &mut self,
        model: &Model,
        in_lexicon: u32,
        word: impl FnOnce() -> Written<'w>,
    ) -> u32 {
        match self.by_lexicon.get(in_lexicon as usize) {
            Some(&number) if number != UNNUMBERED => number,
            _ => {
                let number = self.by_letters(model, word());
                if in_lexicon != UNNUMBERED {
                    let place = in_lexicon as usize;
                    self.by_lexicon.resize(self.by_lexicon.len().max(place + 1), UNNUMBERED);
                    self.by_lexicon[place] = number;
                }
                number
            }
        }
    }

    fn by_letters(&mut self, model: &Model, word: Written<'_>) -> u32 {
        let Written { raw, form, capital } = word;
        let key = hash(raw);
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let mut word = look_up(model, raw, form, capital);
        let fresh = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        word.number = *self.forms.entry(word.form).or_insert(fresh);
        self.scores.push(scores(model, raw, form, &word));
        self.words.push(word);
        self.numbers.insert(key, number);
        number
    }

    /// Returns how many folded forms were looked up: their numbers are less.
    pub fn forms(&self) -> usize {
        self.forms.len()
    }

    /// Returns a word by its number.
    pub fn get(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }

    /// Returns the scores that a word gives to the token `distance` places on:
    /// 0 is two before it, 4 two after it.
    pub fn scores(&self, number: u32, distance: usize) -> &Row {
        &self.scores[number as usize].0[distance]
    }
}

/// Returns what is known of a word.
pub fn look_up(model: &Model, raw: &str, form: &str, capital: bool) -> Word {
    let form_hash = hash(form);
    let known = model.word(form_hash);
    Word {
        form: form_hash,
        number: 0,
        class: class(raw),
        clusters: known.map(|known| known.clusters).unwrap_or_default(),
        names: known.map(|known| known.names).unwrap_or_default(),
        begins_name: known.is_some_and(|known| known.begins_name),
        capital,
        letter: form.bytes().next().unwrap_or(0),
    }
}

fn scores(model: &Model, raw: &str, form: &str, word: &Word) -> Scores {
    let mut sums = [[0; COLUMNS]; DISTANCES];
    of_word(raw, form, word, |_, reach, feature| {
        let reach = reach as i32;
        for distance in -reach..=reach {
            model.add(at_distance(feature, distance), &mut sums[(distance + 2) as usize]);
        }
    });
    Scores(sums)
}

/// Returns the hash of a name of several words, one word longer.
pub fn longer_name(name: u64, word: u64) -> u64 {
    mix(name, word)
}

// A word's features must fit a row of 16 bits: 27 of at most 127 each, five
// words and the features of the place.
const _: () =
    assert!(5 * 27 * 127 + 60 * 127 < 32_767 && Reach::Wide as usize * 2 + 1 == DISTANCES);
