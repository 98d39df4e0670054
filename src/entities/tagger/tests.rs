//! The tagger with models of a few weights.

use super::features::{at_distance, hash, mix};
use super::label::{COLUMNS, Role, label};
use super::model::{KnownWord, Parts};
use super::*;
use crate::entities::Kind;
use crate::text::Analyzer;

/// A model that knows some words: form, role, kind.
fn model(words: &[(&str, Role, Kind)]) -> Vec<u8> {
    let weights = words.iter().map(|&(form, role, kind)| {
        let mut row = [0; COLUMNS];
        row[usize::from(label(role, kind))] = 100;
        (at_distance(mix(1, hash(form)), 0), row)
    });
    let known = KnownWord { clusters: [1, 2, 3], names: 4, begins_name: false };
    let parts = Parts {
        weights: weights.collect(),
        words: vec![(hash("rama"), known)],
        names: vec![(7, 8)],
        transitions: decode::Transitions::from_scores(std::iter::repeat(-10)),
    };
    Model::write(parts)
}

const WORDS: [(&str, Role, Kind); 3] = [
    ("edi", Role::Begin, Kind::Person),
    ("rama", Role::Last, Kind::Person),
    ("tirana", Role::Unit, Kind::Place),
];

fn tag(model: Vec<u8>, paragraphs: &[&str]) -> Vec<(String, Kind)> {
    let mut tagger = Tagger::new(model).expect("a good model");
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, paragraphs.iter().copied(), &mut analysis);
    let mentions = tagger.tag(&analysis, paragraphs);
    assert_eq!(mentions, tagger.tag(&analysis, paragraphs), "the same from the caches");
    mentions
        .into_iter()
        .map(|mention| {
            let first = analysis.tokens[mention.tokens.start as usize];
            let last = analysis.tokens[mention.tokens.end as usize - 1];
            assert_eq!(first.paragraph, last.paragraph);
            let text = paragraphs[first.paragraph as usize];
            (text[first.start as usize..last.end as usize].to_owned(), mention.kind)
        })
        .collect()
}

#[test]
fn mentions_are_the_names_in_the_text() {
    let found = tag(model(&WORDS), &["In “Tirana”, Édi Rama spoke.", "", "TIRANA (AP)"]);
    let expected = [
        ("Tirana".to_owned(), Kind::Place),
        ("Édi Rama".to_owned(), Kind::Person),
        ("TIRANA".to_owned(), Kind::Place),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_was_read_before_changes_nothing() {
    let mut row = [0; COLUMNS];
    row[usize::from(label(Role::Unit, Kind::Person))] = 100;
    let before_ali = (mix(mix(24, hash("mohammad")), hash("ali")), row);
    let bytes = Model::write(Parts { weights: vec![before_ali], ..Parts::default() });
    let mut tagger = Tagger::new(bytes).expect("a good model");
    for (text, names) in [("Mohammad Ali", 1), ("Ali-Mohammad", 0), ("Mohammad Ali", 1)] {
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(None, std::iter::once(text), &mut analysis);
        assert_eq!(tagger.tag(&analysis, &[text]).len(), names, "{text}");
    }
}

#[test]
fn words_without_a_capital_nearby_are_not_looked_at() {
    assert_eq!(tag(model(&WORDS), &["in tirana they spoke"]), []);
    assert_eq!(tag(model(&WORDS), &[]), []);
}

#[test]
fn what_is_written_is_read() {
    let bytes = model(&WORDS);
    let model = Model::new(bytes).expect("a good model");
    let known = KnownWord { clusters: [1, 2, 3], names: 4, begins_name: false };
    assert_eq!(model.word(hash("rama")), Some(known));
    assert_eq!(model.name(7), Some(8));
    assert_eq!(model.transitions().between, [[-10; 9]; 9]);
    let mut row = [5; COLUMNS];
    model.add(at_distance(mix(1, hash("tirana")), 0), &mut row);
    let mut expected = [5; COLUMNS];
    expected[usize::from(label(Role::Unit, Kind::Place))] = 105;
    assert_eq!(row, expected);
}

#[test]
fn damaged_models_are_refused() {
    let good = model(&WORDS);
    assert_eq!(Tagger::new(Vec::new()).err(), Some(ModelError::Strange));
    assert_eq!(Tagger::new(b"MORGTAG0".to_vec()).err(), Some(ModelError::Strange));
    for length in 8..good.len() {
        assert_eq!(Tagger::new(good[..length].to_vec()).err(), Some(ModelError::Damaged));
    }
    for at in 8..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        assert_eq!(Tagger::new(bytes).err(), Some(ModelError::Damaged), "byte {at}");
    }
}

#[test]
fn a_model_that_lies_about_its_parts_does_no_harm() {
    let good = model(&WORDS);
    for at in 16..good.len() {
        let mut bytes = good.clone();
        bytes[at] = 0xFF;
        let sum = xxhash_rust::xxh3::xxh3_64(&bytes[16..]);
        bytes[8..16].copy_from_slice(&sum.to_le_bytes());
        if let Ok(mut tagger) = Tagger::new(bytes) {
            let text = ["Edi Rama spoke in Tirana with Rama."];
            let mut analysis = Analysis::default();
            Analyzer::new().analyze(None, text.into_iter(), &mut analysis);
            for mention in tagger.tag(&analysis, &text) {
                assert!(mention.tokens.end as usize <= analysis.tokens.len());
            }
        }
    }
}

#[test]
fn a_text_of_capitals_alone_is_tagged() {
    let text = "TIRANA AND ".repeat(20_000);
    let found = tag(model(&WORDS), &[&text]);
    assert_eq!(found.len(), 20_000);
}
