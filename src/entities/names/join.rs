//! Which names of an article are one: rules, each over all names. A rule looks
//! only at the names that share a word with the one in question.

use rustc_hash::FxHashMap;

use super::{
    acronym::{MIN_UNSAID, initials},
    distinct::{Name, Names, of_word},
    key::{split_key, without_article},
    spelling::loose_word,
    union::Union,
};
use crate::entities::{Kind, gazetteer::Gazetteer};

/// Words that a full name of a body has and a short one leaves out.
const GENERIC: [&str; 24] = [
    "company",
    "corporation",
    "corp",
    "co",
    "inc",
    "ltd",
    "limited",
    "ag",
    "group",
    "holding",
    "organization",
    "organisation",
    "agency",
    "news",
    "newspaper",
    "daily",
    "movement",
    "party",
    "foundation",
    "institute",
    "university",
    "team",
    "club",
    "force",
];

/// Words that a full name of a place has and a short one leaves out.
const GENERIC_PLACES: [&str; 7] =
    ["island", "river", "building", "dam", "airport", "square", "stadium"];

/// Words that stand for a body whose name they end ("the Agency").
const HEADS: [&str; 16] = [
    "agency",
    "council",
    "assembly",
    "guards",
    "organization",
    "organisation",
    "committee",
    "commission",
    "bank",
    "fund",
    "court",
    "league",
    "group",
    "foundation",
    "movement",
    "corporation",
];

/// What reports are credited to: "the Agency" is another.
const CREDITED: &str = "news agency";

/// The least letters of a loosely spelt word that make two surnames one.
const MIN_LOOSE: usize = 4;

/// No sound worked out.
const NONE: u32 = u32::MAX;

/// Names of one entity of the gazetteer are one.
pub(super) fn join_known(names: &Names, union: &mut Union) {
    let mut first: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, name) in names.names.iter().enumerate() {
        if let Some(known) = name.known {
            union.join(*first.entry(known).or_insert(at), at);
        }
    }
}

/// An acronym is the one name in the article whose initials it is, of a body or, where
/// the tables do not know it, of a person ("MBS").
pub(super) fn join_acronyms(names: &Names, union: &mut Union) {
    let numbered = || names.names.iter().enumerate().filter(|(_, name)| name.kind != Kind::Place);
    let said = |name: &Name| name.acronym.clone().filter(|letters| letters.len() >= MIN_UNSAID);
    let acronyms: Vec<(usize, String)> =
        numbered().filter_map(|(at, name)| Some((at, said(name)?))).collect();
    if acronyms.is_empty() {
        return;
    }
    let mut by_initials: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, _) in numbered().filter(|(_, name)| name.acronym.is_none()) {
        let words = names.words_of(at).iter().map(|&word| names.words.text(word));
        for letters in initials(words) {
            by_initials.entry(letters).or_default().push(at);
        }
    }
    for (at, letters) in acronyms {
        let name = &names.names[at];
        let fits = |&at: &usize| {
            let other = &names.names[at];
            match other.kind {
                Kind::Person => name.known.is_none() && names.words_of(at).len() == letters.len(),
                kind => {
                    let is_apart = name.known.is_some() && other.known.is_some();
                    kind == name.kind && (!is_apart || name.known == other.known)
                }
            }
        };
        let full = by_initials.get(&letters).into_iter().flatten().copied();
        join_the_one(at, full.filter(fits), union);
    }
}

/// A part of a person's name is the one person in the article who has it. The
/// longer parts go first: "Javad Zarif" is "Mohammad Javad Zarif" before
/// "Zarif" is either.
///
/// `is_spelt` says whether a name is spelt as it is within another: an article
/// that has Mohammad Javad Zarif and the Prophet Muhammad writes of two.
pub(super) fn join_persons(
    names: &Names,
    union: &mut Union,
    is_spelt: impl Fn(usize, usize) -> bool,
) {
    let is_person = |&at: &usize| names.names[at].kind == Kind::Person;
    let mut persons: Vec<usize> = (0..names.names.len()).filter(is_person).collect();
    if persons.len() < 2 {
        return;
    }
    persons.sort_by_key(|&at| std::cmp::Reverse(names.words_of(at).len()));
    let sounds = Sounds::of(names, &persons);
    let mut longer = Vec::new();
    for &at in &persons {
        let part = names.words_of(at);
        let others = |other: &usize| *other != at && is_person(other);
        longer.clear();
        let bare = without_al(part, names);
        longer.extend(
            names
                .having_all(bare)
                .filter(others)
                .filter(|&other| is_end_of(part.len(), bare, names.words_of(other))),
        );
        if let Some(bare) = without_arabic_article(bare, names) {
            let ends =
                |&other: &usize| matches!(names.words_of(other), [_, .., last] if *last == bare);
            longer.extend(names.having(bare).filter(others).filter(ends));
        }
        if longer.is_empty() {
            let all = || names.having_all(part).filter(others);
            longer.extend(all().filter(|&other| is_frame_of(part, names.words_of(other))));
            if longer.is_empty() {
                let alike = sounds.ending_like(part).filter(others);
                longer.extend(
                    alike.filter(|&other| sounds.is_like_end_of(part, names.words_of(other))),
                );
            }
            if longer.is_empty() {
                let inside = all().filter(|&other| is_inside_of(part, names.words_of(other)));
                longer.extend(inside.filter(|&other| is_spelt(at, other)));
            }
        }
        join_the_one(at, longer.iter().copied(), union);
    }
}

/// A name of a body or a place without its generic words ("Siemens AG",
/// "Siemens") is the same.
pub(super) fn join_shortened(names: &Names, union: &mut Union) {
    let numbers = |words: &[&str]| -> Vec<u32> {
        words.iter().filter_map(|word| names.words.find(word)).collect()
    };
    let (bodies, places) = (numbers(&GENERIC), numbers(&GENERIC_PLACES));
    for (at, name) in names.names.iter().enumerate() {
        let generic = match name.kind {
            Kind::Place => &places,
            Kind::Organisation => &bodies,
            Kind::Person | Kind::Other => continue,
        };
        if generic.is_empty() {
            continue;
        }
        let words = names.words_of(at);
        let longer = |&number: &usize| {
            let other = &names.names[number];
            let rest = names.words_of(number).strip_prefix(words).unwrap_or_default();
            other.kind == name.kind
                && (name.known.is_none() || other.known.is_none())
                && !rest.is_empty()
                && rest.iter().all(|word| generic.contains(word))
        };
        join_the_one(at, names.having_all(words).filter(longer), union);
    }
}

/// The end of a body's name is the one body in the article that has it
/// ("Security Council", "the Agency").
pub(super) fn join_heads(names: &Names, union: &mut Union, gazetteer: &Gazetteer) {
    let heads: Vec<u32> = HEADS.iter().filter_map(|head| names.words.find(head)).collect();
    let is_head = |at: usize| {
        let name = &names.names[at];
        let fits = match names.words_of(at) {
            [word] => heads.contains(word),
            words => words.len() > 1,
        };
        name.kind == Kind::Organisation && name.known.is_none() && fits
    };
    let wanted: Vec<usize> = (0..names.names.len()).filter(|&at| is_head(at)).collect();
    if wanted.is_empty() {
        return;
    }
    // Names by their last words; then the shown names of known bodies.
    let bodies = || {
        let numbered = names.names.iter().enumerate();
        numbered.filter(|(_, name)| name.kind == Kind::Organisation)
    };
    let last = |(at, _): (usize, &Name)| Some((*names.words_of(at).last()?, at));
    let mut by_last: Vec<(u32, usize)> = bodies().filter_map(last).collect();
    by_last.sort_unstable();
    let mut titles: Vec<(u32, usize, Vec<u32>, bool)> = Vec::new();
    for (at, name) in bodies() {
        let key = name.known.and_then(|known| gazetteer.key(known));
        let Some((_, title)) = key.and_then(split_key) else { continue };
        // A word that no name has is the end of none.
        let numbers = title.split(' ').map(|word| names.words.find(word).unwrap_or(NONE));
        let words: Vec<u32> = numbers.collect();
        if let Some(&last) = words.last() {
            titles.push((last, at, words, title.ends_with(CREDITED)));
        }
    }
    titles.sort_unstable();
    let credited: Vec<u32> =
        CREDITED.split(' ').filter_map(|word| names.words.find(word)).collect();
    for at in wanted {
        let words = names.words_of(at);
        let is_credited = |other: &[u32]| credited.len() > 1 && other.ends_with(&credited);
        let ends = |other: &[u32]| other.len() > words.len() && other.ends_with(words);
        let Some(&last) = words.last() else { continue };
        let own = of_word(&by_last, last).iter().map(|&(_, other)| other);
        let own = own.filter(|&other| ends(names.words_of(other)));
        let own = own.filter(|&other| words.len() > 1 || !is_credited(names.words_of(other)));
        let from = titles.partition_point(|title| title.0 < last);
        let titled = titles[from..].iter().take_while(|title| title.0 == last);
        let titled = titled.filter(|title| ends(&title.2) && (words.len() > 1 || !title.3));
        let titled = titled.map(|title| title.1);
        join_the_one(at, own.chain(titled), union);
    }
}

/// Joins a name with those that fit where they all are one entity.
fn join_the_one(at: usize, fitting: impl Iterator<Item = usize>, union: &mut Union) {
    let mut fitting = fitting.filter(|&other| other != at);
    let Some(one) = fitting.next() else { return };
    if fitting.all(|other| union.is_joined(one, other)) {
        union.join(one, at);
    }
}

/// A name without the article before it.
fn without_al<'n>(part: &'n [u32], names: &Names) -> &'n [u32] {
    match part {
        [article, rest @ ..] if !rest.is_empty() && names.words.text(*article) == "al" => rest,
        _ => part,
    }
}

/// A name of one Arabic word without its article, where it has one.
fn without_arabic_article(bare: &[u32], names: &Names) -> Option<u32> {
    let [word] = bare else { return None };
    let written = names.words.text(*word);
    let rest = without_article(written, 1);
    (rest.len() < written.len()).then(|| names.words.find(rest)).flatten()
}

/// "Rama" of "Edi Rama", "al-Assad" of "Bashar al-Assad": `bare` is the part
/// without its article.
fn is_end_of(part: usize, bare: &[u32], name: &[u32]) -> bool {
    if let ([word], [_, .., last]) = (bare, name) {
        return word == last;
    }
    part <= name.len() && bare.len() < name.len() && name.ends_with(bare)
}

/// "Rafael Grossi" of "Rafael Mariano Grossi".
fn is_frame_of(part: &[u32], name: &[u32]) -> bool {
    part.len() > 1
        && part.len() < name.len()
        && part.first() == name.first()
        && part.last() == name.last()
        && part.iter().all(|word| name.contains(word))
}

/// "Saddam" of "Saddam Hussein", "bin Farhan" of "Faisal bin Farhan Al Saud".
fn is_inside_of(part: &[u32], name: &[u32]) -> bool {
    part.len() < name.len() && name.windows(part.len().max(1)).any(|words| words == part)
}

/// How the words of persons' names sound: one number for those that are one
/// word, loosely spelt.
struct Sounds {
    of_word: Vec<u32>,
    /// Names by the sound of their last word.
    by_last: Vec<(u32, usize)>,
}

impl Sounds {
    fn of(names: &Names, persons: &[usize]) -> Self {
        let mut of_word = vec![NONE; names.words.len()];
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut next = 0;
        for &word in persons.iter().flat_map(|&at| names.words_of(at)) {
            if of_word[word as usize] != NONE {
                continue;
            }
            let text = names.words.text(word);
            let loose = if text.is_ascii() { loose_word(text) } else { String::new() };
            of_word[word as usize] = match loose.len() {
                MIN_LOOSE.. => *numbers.entry(loose).or_insert(next),
                _ => next,
            };
            next += 1;
        }
        let last = |&at: &usize| Some((of_word[*names.words_of(at).last()? as usize], at));
        let mut by_last: Vec<(u32, usize)> = persons.iter().filter_map(last).collect();
        by_last.sort_unstable();
        Sounds { of_word, by_last }
    }

    fn is_alike(&self, a: u32, b: u32) -> bool {
        self.of_word[a as usize] == self.of_word[b as usize]
    }

    /// The persons whose last word sounds like that of a name.
    fn ending_like(&self, part: &[u32]) -> impl Iterator<Item = usize> {
        let sound = part.last().map_or(NONE, |&last| self.of_word[last as usize]);
        of_word(&self.by_last, sound).iter().map(|&(_, name)| name)
    }

    /// "Kan'ani" of "Nasser Kanaani"; of names of one length, too ("Behrooz
    /// Kamalvandi", "Behrouz Kamalvandi").
    fn is_like_end_of(&self, part: &[u32], name: &[u32]) -> bool {
        part.len() <= name.len() && (part.len() > 1 || name.len() > 1) && {
            let end = &name[name.len() - part.len()..];
            part.iter().zip(end).all(|(&a, &b)| self.is_alike(a, b))
        }
    }
}
