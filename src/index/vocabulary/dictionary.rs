//! The dictionary of a field in a segment: which of its words an automaton
//! accepts.
//!
//! Tantivy keeps a dictionary as a finite state transducer and walks it with an
//! automaton itself, but it decodes each node before it asks whether the
//! automaton goes there. Here that is asked first.

use std::ops::Range;
use std::sync::Arc;

use tantivy::directory::{CompositeFile, OwnedBytes};
use tantivy::error::DataCorruption;
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyError};
use tantivy_fst::Automaton;
use tantivy_fst::raw::{Fst, Node};

use crate::index::schema::terms::FIRST_OF_WORDS;

/// What Tantivy puts behind the transducer and what belongs to its terms: how
/// many bytes that takes (64 bits), a version and a kind (32 bits each).
const FOOTER: usize = 16;

/// The words of one field in one segment.
#[derive(Clone)]
pub(super) struct Dictionary {
    fst: Arc<Fst<OwnedBytes>>,
}

/// The words that begin with one byte.
pub(super) struct Branch {
    dictionary: Dictionary,
    first: u8,
}

impl Dictionary {
    /// Opens the dictionary of a field; `None` where the segment has none.
    pub(super) fn open(reader: &SegmentReader, field: Field) -> tantivy::Result<Option<Self>> {
        let terms = reader.open_read(SegmentComponent::Terms)?;
        let Some(file) = CompositeFile::open(&terms)?.open_read(field) else {
            return Ok(None);
        };
        let bytes = file.read_bytes()?;
        let fst = transducer(&bytes).ok_or_else(|| {
            let comment = format!("the dictionary of field {} is damaged", field.field_id());
            TantivyError::DataCorruption(DataCorruption::comment_only(comment))
        })?;
        Ok(Some(Dictionary { fst: Arc::new(fst) }))
    }

    /// How many terms it has, those that are no words among them.
    pub(super) fn terms(&self) -> usize {
        self.fst.len()
    }

    /// All of its words, by what they begin with.
    pub(super) fn branches(&self) -> Vec<Branch> {
        let root = self.fst.root();
        let firsts = root.transitions().map(|transition| transition.inp);
        let words = firsts.filter(|first| FIRST_OF_WORDS.as_bytes() <= std::slice::from_ref(first));
        words.map(|first| Branch { dictionary: self.clone(), first }).collect()
    }
}

/// Finds the transducer in what Tantivy writes of a dictionary.
fn transducer(bytes: &OwnedBytes) -> Option<Fst<OwnedBytes>> {
    let footer = bytes.len().checked_sub(FOOTER)?;
    let of_terms = u64::from_le_bytes(bytes.get(footer..footer + 8)?.try_into().ok()?);
    let end = footer.checked_sub(usize::try_from(of_terms).ok()?)?;
    Fst::new(bytes.slice(0..end)).ok()
}

/// A node on the way to the words below it.
struct Step<'f, S> {
    node: Node<'f>,
    /// Its transitions that were not taken yet.
    left: Range<usize>,
    state: S,
}

impl Branch {
    /// Calls `found` with the words that an automaton accepts, in order, until
    /// it says that there are enough.
    pub(super) fn words<A: Automaton>(&self, automaton: &A, mut found: impl FnMut(&str) -> bool) {
        let fst = &self.dictionary.fst;
        let root = fst.root();
        let Some(first) = root.find_input(self.first) else { return };
        let mut key = Vec::new();
        let mut way = vec![Step { node: root, left: first..first + 1, state: automaton.start() }];
        while let Some(step) = way.last_mut() {
            let Some(next) = step.left.next() else {
                way.pop();
                key.pop();
                continue;
            };
            let transition = step.node.transition(next);
            let state = automaton.accept(&step.state, transition.inp);
            if !automaton.can_match(&state) {
                continue;
            }
            key.push(transition.inp);
            let node = fst.node(transition.addr);
            if node.is_final()
                && automaton.is_match(&state)
                && let Ok(word) = std::str::from_utf8(&key)
                && !found(word)
            {
                return;
            }
            way.push(Step { node, left: 0..node.len(), state });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    #[cfg(unix)]
    use std::path::PathBuf;

    use proptest::prelude::*;
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, Searcher, TantivyDocument};
    use tantivy_fst::Regex;

    use super::*;
    use crate::index::vocabulary::Similar;

    fn schema() -> (Schema, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("word", STRING);
        (schema.build(), field)
    }

    /// An index of one segment with these terms.
    fn searcher(terms: &BTreeSet<String>) -> (Searcher, Field) {
        let (schema, field) = schema();
        (filled(&Index::create_in_ram(schema), field, terms), field)
    }

    fn filled(index: &Index, field: Field, terms: &BTreeSet<String>) -> Searcher {
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let mut document = TantivyDocument::default();
        terms.iter().for_each(|term| document.add_text(field, term));
        writer.add_document(document).unwrap();
        writer.commit().unwrap();
        index.reader().unwrap().searcher()
    }

    fn accepted(searcher: &Searcher, field: Field, automaton: &impl Automaton) -> Vec<String> {
        let mut words = Vec::new();
        for segment in searcher.segment_readers() {
            let dictionary = Dictionary::open(segment, field).unwrap().unwrap();
            for branch in dictionary.branches() {
                branch.words(automaton, |word| {
                    words.push(word.to_owned());
                    true
                });
            }
        }
        words
    }

    /// The same by Tantivy's own walk.
    fn by_the_engine<A: Automaton>(searcher: &Searcher, field: Field, automaton: &A) -> Vec<String>
    where
        A::State: Clone,
    {
        let mut words = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(field).unwrap();
            let search = index.terms().search(automaton).ge(FIRST_OF_WORDS);
            let mut stream = search.into_stream().unwrap();
            while stream.advance() {
                words.push(String::from_utf8(stream.key().to_vec()).unwrap());
            }
        }
        words
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_words_are_those_that_the_engine_finds(
            terms in proptest::collection::btree_set("[\u{3}abcé]{1,6}", 1..60),
            word in "[abcé]{1,6}",
        ) {
            let (searcher, field) = searcher(&terms);
            for edits in 0..=2 {
                let similar = Similar::to(&word, edits);
                prop_assert_eq!(
                    accepted(&searcher, field, &similar),
                    by_the_engine(&searcher, field, &similar)
                );
            }
            for regex in [".*", &format!("{word}.*"), &format!(".*{word}"), "a(b|é)+.?"] {
                let regex = Regex::new(regex).unwrap();
                prop_assert_eq!(
                    accepted(&searcher, field, &regex),
                    by_the_engine(&searcher, field, &regex)
                );
            }
        }
    }

    #[test]
    fn a_walk_ends_where_there_are_enough() {
        let terms = ["aa", "ab", "ac", "b"].map(str::to_owned).into();
        let (searcher, field) = searcher(&terms);
        let dictionary = Dictionary::open(searcher.segment_reader(0), field).unwrap().unwrap();
        let mut words = Vec::new();
        dictionary.branches()[0].words(&Regex::new(".*").unwrap(), |word| {
            words.push(word.to_owned());
            words.len() < 2
        });
        assert_eq!(words, ["aa", "ab"]);
    }

    /// A merge takes files away while a question is on its way.
    #[test]
    #[cfg(unix)]
    fn a_dictionary_can_be_opened_as_long_as_its_segment_is() {
        let (folder, (schema, field)) = (tempfile::tempdir().unwrap(), schema());
        let index = Index::create_in_dir(&folder, schema).unwrap();
        let searcher = filled(&index, field, &["abc".to_owned()].into());
        let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
        let is_of_terms = |path: &PathBuf| path.extension().is_some_and(|end| end == "term");
        let gone: Vec<PathBuf> = files.filter(is_of_terms).collect();
        assert_eq!(gone.len(), 1);
        std::fs::remove_file(&gone[0]).unwrap();
        assert_eq!(accepted(&searcher, field, &Similar::to("abd", 1)), ["abc"]);
    }

    #[test]
    fn damaged_bytes_are_no_dictionary() {
        for bytes in [&b""[..], b"0123456789abcdef", &[0xff; 40]] {
            assert!(transducer(&OwnedBytes::new(bytes.to_vec())).is_none());
        }
    }
}
