//! The clusters against a brute-force oracle, whatever comes and goes in
//! whatever order.

use std::collections::BTreeMap;
use std::convert::Infallible;

use proptest::collection::vec;
use proptest::prelude::*;

use super::samples::{analysed, words};
use super::shingles::Sorted;
use super::{Clusters, DocRef, Entry, Fingerprint, Memory, Shingles, Store, Threshold, Turn};

/// An article of a small world: its text is made of a few pieces, so that
/// many share some of them.
#[derive(Debug, Clone)]
struct Piece {
    number: usize,
    length: usize,
}

#[derive(Debug, Clone)]
struct Sample {
    pieces: Vec<Piece>,
    day: i64,
}

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let piece = (0..5_usize, 5..60_usize).prop_map(|(number, length)| Piece { number, length });
    let sample = (vec(piece, 1..4), 0..4_i64).prop_map(|(pieces, day)| Sample { pieces, day });
    vec(sample, 1..12)
}

struct Read {
    article: DocRef,
    fingerprint: Fingerprint,
    shingles: Shingles,
    turn: Turn,
}

fn read(samples: &[Sample]) -> Vec<Read> {
    (0..)
        .zip(samples)
        .map(|(number, sample)| {
            let pieces = sample.pieces.iter().map(|piece| {
                let start = piece.number * 100;
                words(start..start + piece.length)
            });
            let analysis = analysed("", &pieces.collect::<Vec<_>>().join(" "));
            let shingles = Shingles::of(&analysis);
            Read {
                article: DocRef(number),
                fingerprint: Fingerprint::of(&shingles),
                shingles,
                turn: Turn { by: sample.day, from: sample.day, number: 0 },
            }
        })
        .collect()
}

/// Whether two articles are copies, looked at alone.
fn are_copies(one: &Read, other: &Read) -> bool {
    let threshold = Threshold::default();
    if one.fingerprint.is_same_text(&other.fingerprint) {
        return true;
    }
    let mut bands = one.fingerprint.bands();
    bands.any(|band| other.fingerprint.bands().any(|theirs| theirs == band))
        && threshold.is_worth_a_look(&one.fingerprint, &other.fingerprint)
        && threshold.is_copy(&one.shingles.overlap(&other.shingles))
}

fn resemblance(one: &Read, other: &Read) -> f64 {
    match one.fingerprint.is_same_text(&other.fingerprint) {
        true => 1.0,
        false => one.shingles.overlap(&other.shingles).resemblance(),
    }
}

/// The stories by definition: every article in its turn, against all that are
/// first by then.
fn oracle<'a>(articles: impl Iterator<Item = &'a Read>) -> BTreeMap<DocRef, DocRef> {
    let mut articles: Vec<&Read> = articles.collect();
    articles.sort_by_key(|read| (read.turn, read.article));
    let mut firsts: Vec<&Read> = Vec::new();
    let mut stories = BTreeMap::new();
    for read in articles {
        let like = firsts.iter().filter(|first| are_copies(first, read)).rev();
        // The last of equals is the earliest: they are looked at backwards.
        let best =
            like.max_by(|one, other| resemblance(one, read).total_cmp(&resemblance(other, read)));
        let story = best.map_or(read.article, |first| first.article);
        stories.insert(read.article, story);
        if story == read.article {
            firsts.push(read);
        }
    }
    stories
}

fn stories(clusters: &Clusters<Memory>) -> BTreeMap<DocRef, DocRef> {
    clusters.store().entries().map(|(article, entry)| (article, entry.story)).collect()
}

proptest! {
    #[test]
    fn any_order_of_coming_and_going_gives_the_stories_of_the_oracle(
        samples in samples(),
        steps in vec((any::<prop::sample::Index>(), any::<bool>()), 0..40),
    ) {
        let articles = read(&samples);
        let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
            Ok(Some(articles[article.0 as usize].shingles.clone()))
        };
        let mut clusters = Clusters::new(Memory::default());
        let mut known = BTreeMap::new();
        let mut there = vec![false; articles.len()];
        let every = (0..articles.len()).map(|place| (place, true));
        let steps = steps.iter().map(|(index, comes)| (index.index(articles.len()), *comes));
        for (place, comes) in steps.chain(every) {
            let read = &articles[place];
            there[place] = comes;
            let moved = if comes {
                clusters.insert(read.article, &read.fingerprint, read.turn, &mut texts)
            } else {
                known.remove(&read.article);
                clusters.remove(read.article, &mut texts)
            };
            let Ok(moved) = moved;
            known.extend(moved);
            let left = articles.iter().filter(|read| there[read.article.0 as usize]);
            prop_assert_eq!(stories(&clusters), oracle(left));
            // What was reported as moved is all that moved.
            prop_assert_eq!(&stories(&clusters), &known);
        }
    }

    #[test]
    fn an_article_with_another_text_or_date_takes_its_new_place(
        samples in samples(),
        others in samples(),
    ) {
        let before = read(&samples);
        let after = read(&others);
        let mut clusters = Clusters::new(Memory::default());
        for read in &before {
            let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
                Ok(Some(before[article.0 as usize].shingles.clone()))
            };
            let Ok(_) = clusters.insert(read.article, &read.fingerprint, read.turn, &mut texts);
        }
        let mut current: Vec<&Read> = before.iter().collect();
        for read in after.iter().take(before.len()) {
            current[read.article.0 as usize] = read;
            let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
                Ok(Some(current[article.0 as usize].shingles.clone()))
            };
            let Ok(_) = clusters.insert(read.article, &read.fingerprint, read.turn, &mut texts);
            prop_assert_eq!(stories(&clusters), oracle(current.iter().copied()));
        }
    }

    #[test]
    fn what_is_hopeless_is_no_copy(samples in samples()) {
        let articles = read(&samples);
        let threshold = Threshold::default();
        for one in &articles {
            let text = Sorted::from(one.shingles.clone());
            for other in &articles {
                if threshold.is_hopeless(&text, &one.fingerprint, &other.fingerprint) {
                    prop_assert!(!threshold.is_copy(&one.shingles.overlap(&other.shingles)));
                }
            }
        }
    }

    #[test]
    fn every_member_of_a_story_is_a_copy_of_its_first(samples in samples()) {
        let articles = read(&samples);
        let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
            Ok(Some(articles[article.0 as usize].shingles.clone()))
        };
        let mut clusters = Clusters::new(Memory::default());
        for read in articles.iter().rev() {
            let Ok(_) = clusters.insert(read.article, &read.fingerprint, read.turn, &mut texts);
        }
        for member in &articles {
            let Ok(first) = clusters.cluster_of(member.article);
            let first = &articles[first.unwrap().0 as usize];
            let Ok(members) = clusters.store().members(first.article);
            prop_assert!(members.contains(&first.article) && members.contains(&member.article));
            if member.article != first.article {
                prop_assert!(are_copies(first, member));
                prop_assert!((first.turn, first.article) < (member.turn, member.article));
            }
        }
    }
}

#[test]
fn a_text_that_is_gone_is_no_copy_unless_it_is_the_same() {
    let texts = [words(0..100), words(0..90), words(0..100)];
    let mut clusters = Clusters::new(Memory::default());
    for (number, text) in (0..).zip(&texts) {
        let fingerprint = print_of(text);
        let turn = Turn { by: 0, from: 0, number };
        let mut gone = |_| Ok(None);
        let Ok(_) = clusters.insert(DocRef(number), &fingerprint, turn, &mut gone);
    }
    let story = |number| clusters.cluster_of(DocRef(number));
    assert_eq!([story(0), story(1), story(2)].map(|Ok(story)| story.unwrap().0), [0, 1, 0]);
}

fn print_of(text: &str) -> Fingerprint {
    Fingerprint::of(&Shingles::of(&analysed("", text)))
}

#[test]
fn a_phrase_of_the_house_finds_nothing_and_the_same_text_always() {
    let mut store = Memory::default();
    let fingerprint = print_of(&words(0..100));
    let entry =
        |number| Entry { fingerprint, turn: Turn { by: 0, from: 0, number }, story: DocRef(0) };
    for number in 0..=super::COMMON as u64 {
        let Ok(()) = store.add(DocRef(number), &entry(number));
    }
    let clusters = Clusters::new(store);
    let Ok(same) = clusters.candidates(&fingerprint);
    assert_eq!(same.len(), super::COMMON + 1);
    let cut = print_of(&words(0..90));
    assert_eq!(clusters.candidates(&cut), Ok(Vec::new()));
}

#[test]
fn of_many_that_look_alike_few_are_read_and_a_copy_is_among_them() {
    // Reports of one form: two thirds of each stand in every other, with other
    // numbers. Looking alike, none is a copy.
    let report = |number: usize| {
        let own = 1_000 * (number + 1);
        let numbers = format!("{own} {} {} {}", own + 1, own + 2, own + 3);
        format!("{} {numbers} {}", words(0..140), words(own..own + 70))
    };
    let mut texts: Vec<String> = (0..60).map(report).collect();
    texts.push(texts[0].replace(&words(30..50), ""));
    let all: Vec<Shingles> = texts.iter().map(|text| Shingles::of(&analysed("", text))).collect();
    let mut clusters = Clusters::new(Memory::default());
    for (number, shingles) in (0..).zip(&all) {
        let mut asked = 0;
        let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
            asked += 1;
            Ok(all.get(article.0 as usize).cloned())
        };
        let turn = Turn { by: 0, from: 0, number };
        let Ok(_) = clusters.insert(DocRef(number), &Fingerprint::of(shingles), turn, &mut texts);
        // The text itself, so many others, and one that it is a copy of.
        let (others, original) = match number {
            60 => (super::clusters::PATIENCE, 1),
            number => (super::clusters::PATIENCE.min(number as usize), 0),
        };
        assert_eq!(asked, others + original + usize::from(number > 0), "text {number}");
    }
    assert_eq!(clusters.cluster_of(DocRef(59)), Ok(Some(DocRef(59))));
    assert_eq!(clusters.cluster_of(DocRef(60)), Ok(Some(DocRef(0))));
}

#[test]
fn what_begins_in_another_way_is_not_read() {
    let report = |number: usize| {
        let own = 1_000 * (number + 1);
        Shingles::of(&analysed("", &format!("{} {}", words(own..own + 70), words(0..140))))
    };
    let mut clusters = Clusters::new(Memory::default());
    for number in 0..20 {
        let shingles = report(number);
        let fingerprint = Fingerprint::of(&shingles);
        let Ok(candidates) = clusters.candidates(&fingerprint);
        assert_eq!(candidates.len(), number);
        let article = DocRef(number as u64);
        let mut texts = |asked: DocRef| -> Result<Option<Shingles>, Infallible> {
            assert_eq!(asked, article, "of all texts only its own is read");
            Ok(Some(shingles.clone()))
        };
        let turn = Turn { by: 0, from: 0, number: number as u64 };
        let Ok(_) = clusters.insert(article, &fingerprint, turn, &mut texts);
        assert_eq!(clusters.cluster_of(article), Ok(Some(article)));
    }
}

#[test]
fn a_chain_of_copies_does_not_drift() {
    // Each shares three quarters with the next; the third shares half with
    // the first and opens otherwise, the fourth a quarter.
    let texts = [words(0..400), words(100..500), words(200..600), words(300..700)];
    let articles: Vec<_> = texts.iter().map(|text| analysed("", text)).collect();
    let mut texts = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
        Ok(Some(Shingles::of(&articles[article.0 as usize])))
    };
    // A rule that looks at shares alone, so that the chain is one.
    let threshold = Threshold { containment: 0.7, opening: 0, ..Threshold::default() };
    let mut clusters = Clusters::new(Memory::default());
    clusters.threshold = threshold;
    for (number, analysis) in (0..).zip(&articles) {
        let turn = Turn { by: number, from: number, number: 0 };
        let fingerprint = Fingerprint::of(&Shingles::of(analysis));
        let Ok(_) = clusters.insert(DocRef(number as u64), &fingerprint, turn, &mut texts);
    }
    let story = |number| clusters.cluster_of(DocRef(number));
    let stories = [0, 1, 2, 3].map(|number| story(number).map(|story| story.unwrap().0));
    assert_eq!(stories, [Ok(0), Ok(0), Ok(2), Ok(2)]);
}

#[test]
fn who_was_first_is_told_by_what_dates_say_for_sure() {
    let fingerprint = print_of(&words(0..100));
    for (turns, first) in [
        ([(10, 20), (30, 30)], 0),
        ([(10, 20), (5, 5)], 1),
        ([(10, 20), (15, 15)], 1),
        ([(10, 20), (10, 20)], 0),
    ] {
        let mut clusters = Clusters::new(Memory::default());
        for (number, (from, by)) in (0..).zip(turns) {
            let turn = Turn { by, from, number };
            let Ok(_) = clusters.insert(DocRef(number), &fingerprint, turn, &mut |_| Ok(None));
        }
        assert_eq!(clusters.cluster_of(DocRef(0)), Ok(Some(DocRef(first))), "{turns:?}");
        assert_eq!(clusters.store().members(DocRef(first)), Ok(vec![DocRef(0), DocRef(1)]));
    }
}
