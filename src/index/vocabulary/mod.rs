//! Which words the archive has: expanding wildcards, fuzzy words and regular
//! expressions, compounds, and the nearest spelling of a word that it lacks.

mod dictionary;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::schema::{Field, Term};
use tantivy::{InvertedIndexReader, Searcher as Engine};
use tantivy_fst::{Automaton, Regex};

use self::dictionary::Dictionary;
use crate::article::Language;
use crate::index::cores;
use crate::index::visible::frequency::Frequencies;

/// A pattern may stand for at most so many words of the archive. More would
/// make a query whose time nobody can foresee.
pub(super) const MAX_EXPANSION: usize = 20_000;

/// Why a pattern cannot be expanded.
#[derive(Debug)]
pub(super) enum ExpansionError {
    /// It stands for more than [`MAX_EXPANSION`] words.
    TooMany,
    /// Its automaton would be too large.
    TooLarge,
    /// It is not a regular expression that the index can walk.
    Syntax(String),
    /// The dictionary cannot be read.
    Engine(tantivy::TantivyError),
}

impl<E: Into<tantivy::TantivyError>> From<E> for ExpansionError {
    fn from(error: E) -> Self {
        ExpansionError::Engine(error.into())
    }
}

/// The words of one text field over all segments.
pub(super) struct Vocabulary<'a> {
    engine: &'a Engine,
    field: Field,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn new(engine: &'a Engine, field: Field) -> Self {
        Vocabulary { engine, field }
    }

    /// In how many articles a term stands, deleted ones included.
    pub(super) fn frequency(&self, term: &str) -> tantivy::Result<u64> {
        self.engine.doc_freq(&Term::from_field_text(self.field, term))
    }

    /// The words that a regular expression matches whole.
    pub(super) fn matching(&self, regex: &str) -> Result<Vec<String>, ExpansionError> {
        let automaton = Regex::new(regex).map_err(|error| unfit(&error.to_string()))?;
        self.words(&automaton)
    }

    /// The words at most `edits` (0 to 2) edits away; two letters exchanged
    /// are one edit.
    pub(super) fn similar(&self, word: &str, edits: u8) -> Result<Vec<String>, ExpansionError> {
        self.words(&Similar::to(word, edits))
    }

    /// The words that begin as others do and that `wanted` holds for; none where
    /// there are too many.
    pub(super) fn alike(
        &self,
        alike: &Alike,
        wanted: impl Fn(&str) -> bool + Sync,
    ) -> tantivy::Result<Vec<String>> {
        match self.words_where(alike, wanted) {
            Ok(words) => Ok(words),
            Err(ExpansionError::Engine(error)) => Err(error),
            Err(_) => Ok(Vec::new()),
        }
    }

    /// The words with a beginning.
    pub(super) fn beginning(&self, prefix: &str) -> Result<Vec<String>, ExpansionError> {
        let mut words = Vec::new();
        for reader in self.readers()? {
            let mut stream = reader.terms().range().ge(prefix).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                words.extend(std::str::from_utf8(stream.key()).map(str::to_owned));
                if words.len() > MAX_EXPANSION {
                    return Err(ExpansionError::TooMany);
                }
            }
        }
        words.sort_unstable();
        words.dedup();
        Ok(words)
    }

    /// A word as a term of the field.
    pub(super) fn term(&self, word: &str) -> Term {
        Term::from_field_text(self.field, word)
    }

    /// The most frequent of the words nearest to one that the archive lacks;
    /// none where there are too many to choose from.
    pub(super) fn nearest(
        &self,
        word: &str,
        frequencies: &Frequencies,
    ) -> tantivy::Result<Option<String>> {
        for edits in 1..=edits_to_nearest(word) {
            let mut best: Option<(u64, String)> = None;
            let candidates = match self.similar(word, edits) {
                Ok(candidates) => candidates,
                Err(ExpansionError::Engine(error)) => return Err(error),
                Err(_) => return Ok(None),
            };
            for candidate in candidates {
                let frequency = frequencies.of(&self.term(&candidate))?;
                let most = best.as_ref().map_or(0, |(most, _)| *most);
                if frequency > most {
                    best = Some((frequency, candidate));
                }
            }
            if let Some((_, word)) = best {
                return Ok(Some(word));
            }
        }
        Ok(None)
    }

    /// The words that an automaton accepts.
    fn words<A>(&self, automaton: &A) -> Result<Vec<String>, ExpansionError>
    where
        A: Automaton + Sync,
    {
        self.words_where(automaton, |_| true)
    }

    /// Those of them that `wanted` holds for. Where the automaton has to look at
    /// much of a large dictionary, several cores do it together.
    fn words_where<A>(
        &self,
        automaton: &A,
        wanted: impl Fn(&str) -> bool + Sync,
    ) -> Result<Vec<String>, ExpansionError>
    where
        A: Automaton + Sync,
    {
        let (mut branches, mut terms) = (Vec::new(), 0);
        for segment in self.engine.segment_readers() {
            if let Some(dictionary) = Dictionary::open(segment, self.field)? {
                terms += dictionary.terms();
                branches.extend(dictionary.branches());
            }
        }
        let is_much = terms > LARGE && goes_everywhere(automaton);
        let cores = if is_much { cores::available() } else { 1 };
        let found = cores::share(cores, branches, |branch| {
            let mut words = Vec::new();
            branch.words(automaton, |word| {
                if wanted(word) {
                    words.push(word.to_owned());
                }
                words.len() <= MAX_EXPANSION
            });
            if words.len() > MAX_EXPANSION { Err(ExpansionError::TooMany) } else { Ok(words) }
        })?;
        let mut words: Vec<String> = found.into_iter().flatten().collect();
        words.sort_unstable();
        words.dedup();
        if words.len() > MAX_EXPANSION {
            return Err(ExpansionError::TooMany);
        }
        Ok(words)
    }

    fn readers(&self) -> tantivy::Result<Vec<Arc<InvertedIndexReader>>> {
        self.engine
            .segment_readers()
            .iter()
            .map(|segment| segment.inverted_index(self.field))
            .collect()
    }
}

/// How far the nearest spelling of a word may lie from it, in edits: a short
/// word has few letters to get wrong, and of two letters one is half the word.
pub(super) fn edits_to_nearest(word: &str) -> u8 {
    match word.chars().count() {
        0..3 => 0,
        3 | 4 => 1,
        _ => 2,
    }
}

/// What is wrong with a regular expression, of what the engine says: it shows
/// the expression, as it was rewritten, before the reason.
fn unfit(said: &str) -> ExpansionError {
    let reason = match said.rsplit_once("error: ") {
        Some((_, reason)) => reason,
        None if said.contains("size limit") => return ExpansionError::TooLarge,
        None => "it has a part that is not known",
    };
    ExpansionError::Syntax(reason.to_owned())
}

/// From so many terms on a walk over most of them is shared among cores; in the
/// tests of this room, from few on.
const LARGE: usize = if cfg!(test) { 7 } else { 60_000 };

/// Whether an automaton has to look at most of a dictionary: whatever a word
/// begins with, it may be accepted.
fn goes_everywhere<A: Automaton>(automaton: &A) -> bool {
    let letters = || b'a'..=b'z';
    let can_follow = |first| {
        let state = automaton.accept(&automaton.start(), first);
        letters().filter(move |&second| automaton.can_match(&automaton.accept(&state, second)))
    };
    letters().flat_map(can_follow).count() > letters().len() * letters().len() / 2
}

/// The values of a field and in how many articles each stands; deleted
/// articles that are not merged away yet still count.
pub(super) fn values(engine: &Engine, field: Field) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut values: BTreeMap<String, u64> = BTreeMap::new();
    each_value(engine, field, |value, articles| match values.get_mut(value) {
        Some(sum) => *sum += u64::from(articles),
        None => _ = values.insert(value.to_owned(), articles.into()),
    })?;
    Ok(values)
}

/// Gives the values of a field, segment by segment, and in how many articles of the
/// segment each stands; deleted ones still count.
pub(super) fn each_value(
    engine: &Engine,
    field: Field,
    mut give: impl FnMut(&str, u32),
) -> tantivy::Result<()> {
    for segment in engine.segment_readers() {
        let reader = segment.inverted_index(field)?;
        let mut stream = reader.terms().stream()?;
        while stream.advance() {
            if let Ok(value) = std::str::from_utf8(stream.key()) {
                give(value, stream.value().doc_freq);
            }
        }
    }
    Ok(())
}

/// The languages of the archive whose stems its words have: English always,
/// since articles of no known language have English stems.
pub(super) fn languages(engine: &Engine, lang: Field) -> tantivy::Result<Vec<Language>> {
    let values = values(engine, lang)?;
    let mut languages: Vec<Language> =
        values.keys().filter_map(|tag| Language::parse(tag)).collect();
    if !languages.contains(&Language::ENGLISH) {
        languages.push(Language::ENGLISH);
    }
    Ok(languages)
}

/// Accepts words near another.
pub(super) struct Similar(DFA);

impl Similar {
    /// Those at most `edits` (0 to 2) edits away; two letters exchanged are one.
    pub(super) fn to(word: &str, edits: u8) -> Similar {
        // They serve any word.
        static BUILDERS: [OnceLock<LevenshteinAutomatonBuilder>; 3] =
            [const { OnceLock::new() }; 3];
        let builder = || LevenshteinAutomatonBuilder::new(edits, true);
        Similar(match BUILDERS.get(usize::from(edits)) {
            Some(known) => known.get_or_init(builder).build_dfa(word),
            None => builder().build_dfa(word),
        })
    }

    /// How many edits away another word is, where it is near.
    pub(super) fn edits(&self, word: &str) -> Option<u8> {
        match self.0.eval(word) {
            Distance::Exact(edits) => Some(edits),
            Distance::AtLeast(_) => None,
        }
    }
}

impl Automaton for Similar {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// Accepts words that begin in one of several ways.
pub(super) struct Alike(Vec<String>);

impl Alike {
    pub(super) fn beginning(ways: impl Iterator<Item = String>) -> Alike {
        Alike(ways.collect())
    }
}

impl Automaton for Alike {
    /// How many bytes were looked at, and of which ways they can be the beginning;
    /// `None` once a way is complete.
    type State = Option<(usize, Vec<usize>)>;

    fn start(&self) -> Self::State {
        Some((0, (0..self.0.len()).collect()))
    }

    fn is_match(&self, state: &Self::State) -> bool {
        state.is_none()
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.as_ref().is_none_or(|(_, ways)| !ways.is_empty())
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let (at, ways) = state.as_ref()?;
        let fits = |way: &&usize| self.0[**way].as_bytes().get(*at) == Some(&byte);
        let ways: Vec<usize> = ways.iter().filter(fits).copied().collect();
        let is_complete = ways.iter().any(|way| self.0[*way].len() == at + 1);
        if is_complete { None } else { Some((at + 1, ways)) }
    }
}
