//! Who is who within one article: every mention gets the mention that names
//! its entity most fully.

use rustc_hash::FxHashMap;

use super::{
    acronym::{is_acronym, is_initials},
    definition::definitions,
    key::{forms, key_of, key_of_text, name_words, without_article, words_of},
    spelling::loose_word,
    union::Union,
};
use crate::{
    entities::{Kind, Mention, gazetteer::Gazetteer},
    text::Analysis,
};

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

/// The least letters of a loosely spelt word that make two surnames one.
const MIN_LOOSE: usize = 4;

/// What a mention means within its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The mention with the fullest form of the name, an index.
    pub fullest: usize,
    /// The kind of the entity.
    pub kind: Kind,
    /// The entity of the gazetteer, where it is one.
    pub known: Option<u32>,
}

impl Resolved {
    /// Returns the key of the entity: that of its shown name where the
    /// gazetteer has it, else that of the fullest form.
    pub fn key(&self, analysis: &Analysis, mentions: &[Mention], gazetteer: &Gazetteer) -> String {
        if let Some(known) = self.known.and_then(|known| gazetteer.entity(known)) {
            return key_of_text(known.kind, known.name);
        }
        let tokens = mentions.get(self.fullest).map_or(0..0, |mention| mention.tokens.clone());
        key_of(analysis, tokens, self.kind)
    }
}

/// One name of an article: all mentions that are spelt alike.
#[derive(Debug)]
struct Name {
    kind: Kind,
    words: Vec<String>,
    /// The folded letters of an acronym.
    acronym: Option<String>,
    known: Option<u32>,
    /// The mention that stands for it.
    first: usize,
    /// The letters of that mention, in bytes.
    length: usize,
}

/// Returns what each mention of an article means. The mentions are in order of
/// place, and the paragraphs are those that were analysed.
pub fn resolve(
    analysis: &Analysis,
    paragraphs: &[&str],
    mentions: &[Mention],
    gazetteer: &Gazetteer,
) -> Vec<Resolved> {
    let mentions = &agreed(analysis, mentions)[..];
    let (mut names, name_of) = distinct(analysis, paragraphs, mentions, gazetteer);
    let mut union = Union::new(names.len());
    for definition in definitions(analysis, paragraphs, mentions, gazetteer) {
        let (short, full) = (name_of[definition.short], name_of[definition.full]);
        union.join(short, full);
        // What the article says goes before what the table says.
        names[short].known = names[full].known.or(names[short].known);
        names[full].known = names[short].known;
    }
    join_known(&names, &mut union);
    join_acronyms(&names, &mut union);
    join_persons(&names, &mut union);
    join_shortened(&names, &mut union);
    join_heads(&names, &mut union, gazetteer);

    let mut fullest: FxHashMap<usize, usize> = FxHashMap::default();
    for at in 0..names.len() {
        let best = fullest.entry(union.root(at)).or_insert(at);
        if names[at].fullness() > names[*best].fullness() {
            *best = at;
        }
    }
    let mut resolved = Vec::with_capacity(mentions.len());
    for name in name_of {
        let best = &names[fullest.get(&union.root(name)).copied().unwrap_or(name)];
        let known = best.known.or(names[name].known);
        resolved.push(Resolved { fullest: best.first, kind: best.kind, known });
    }
    resolved
}

impl Name {
    /// Orders names: the later is the fuller.
    fn fullness(&self) -> (bool, usize, usize) {
        (self.acronym.is_none(), self.words.len(), self.length)
    }

    fn is_body(&self) -> bool {
        matches!(self.kind, Kind::Organisation | Kind::Other)
    }
}

/// Where an article has one string as a place and as an organisation, all its
/// mentions follow the majority; the first decides between equals.
fn agreed(analysis: &Analysis, mentions: &[Mention]) -> Vec<Mention> {
    let is_confused = |kind| matches!(kind, Kind::Place | Kind::Organisation);
    let mut votes: FxHashMap<Vec<&str>, (i32, Kind)> = FxHashMap::default();
    for mention in mentions.iter().filter(|mention| is_confused(mention.kind)) {
        let words = forms(analysis, mention.tokens.clone());
        let vote = votes.entry(words).or_insert((0, mention.kind));
        vote.0 += if mention.kind == Kind::Place { 1 } else { -1 };
    }
    let mut agreed = mentions.to_vec();
    for mention in agreed.iter_mut().filter(|mention| is_confused(mention.kind)) {
        mention.kind = match votes.get(&forms(analysis, mention.tokens.clone())) {
            Some((1.., _)) => Kind::Place,
            Some((..=-1, _)) => Kind::Organisation,
            Some((0, first)) => *first,
            None => mention.kind,
        };
    }
    agreed
}

/// Returns the names of an article and, for each mention, which it has.
fn distinct(
    analysis: &Analysis,
    paragraphs: &[&str],
    mentions: &[Mention],
    gazetteer: &Gazetteer,
) -> (Vec<Name>, Vec<usize>) {
    let mut names: Vec<Name> = Vec::new();
    let mut seen: FxHashMap<(Kind, Vec<String>), usize> = FxHashMap::default();
    let mut name_of = Vec::with_capacity(mentions.len());
    for (first, mention) in mentions.iter().enumerate() {
        let forms = forms(analysis, mention.tokens.clone());
        let words = name_words(&forms, mention.kind);
        let known = gazetteer.exactly(analysis, paragraphs, mention);
        let at = *seen.entry((mention.kind, words.clone())).or_insert(names.len());
        name_of.push(at);
        if let Some(name) = names.get_mut(at) {
            name.known = name.known.or(known);
            continue;
        }
        let written = written(analysis, paragraphs, mention);
        let acronym = is_acronym(written).then(|| forms.concat());
        let length = written.len();
        names.push(Name { kind: mention.kind, words, acronym, known, first, length });
    }
    (names, name_of)
}

fn written<'a>(analysis: &Analysis, paragraphs: &[&'a str], mention: &Mention) -> &'a str {
    let tokens = analysis.tokens.get(mention.tokens.start as usize..mention.tokens.end as usize);
    let Some([first, .., last] | [first @ last]) = tokens else { return "" };
    let paragraph = paragraphs.get(first.paragraph as usize).copied().unwrap_or_default();
    paragraph.get(first.start as usize..last.end as usize).unwrap_or_default()
}

/// Names of one entity of the gazetteer are one.
fn join_known(names: &[Name], union: &mut Union) {
    let mut first: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, name) in names.iter().enumerate() {
        if let Some(known) = name.known {
            union.join(*first.entry(known).or_insert(at), at);
        }
    }
}

/// An acronym is the one name in the article whose initials it is.
fn join_acronyms(names: &[Name], union: &mut Union) {
    for (at, name) in names.iter().enumerate() {
        let Some(letters) = &name.acronym else { continue };
        let fits = |other: &Name| {
            other.acronym.is_none()
                && other.kind == name.kind
                && (name.known.is_none() || other.known.is_none() || name.known == other.known)
                && is_initials(letters, &other.words)
        };
        if name.is_body() {
            join_the_one(at, names, union, fits);
        }
    }
}

/// A part of a person's name is the one person in the article who has it. The
/// longer parts go first: "Javad Zarif" is "Mohammad Javad Zarif" before
/// "Zarif" is either.
fn join_persons(names: &[Name], union: &mut Union) {
    let mut persons: Vec<usize> =
        (0..names.len()).filter(|&at| names[at].kind == Kind::Person).collect();
    persons.sort_by_key(|&at| std::cmp::Reverse(names[at].words.len()));
    for &at in &persons {
        let part = &names[at].words;
        for fits in [is_end_of, is_frame_of, is_like_end_of, is_inside_of] {
            let longer = |other: &Name| {
                other.kind == Kind::Person && other.words != *part && fits(part, &other.words)
            };
            if names.iter().any(longer) {
                join_the_one(at, names, union, longer);
                break;
            }
        }
    }
}

/// A name of a body or a place without its generic words ("Siemens AG",
/// "Siemens") is the same.
fn join_shortened(names: &[Name], union: &mut Union) {
    for (at, name) in names.iter().enumerate() {
        let generic: &[&str] = match name.kind {
            Kind::Place => &GENERIC_PLACES,
            Kind::Organisation => &GENERIC,
            Kind::Person | Kind::Other => continue,
        };
        let longer = |other: &Name| {
            other.kind == name.kind
                && (name.known.is_none() || other.known.is_none())
                && other.words.strip_prefix(&name.words[..]).is_some_and(|rest| {
                    !rest.is_empty() && rest.iter().all(|word| generic.contains(&word.as_str()))
                })
        };
        join_the_one(at, names, union, longer);
    }
}

/// The end of a body's name is the one body in the article that has it
/// ("Security Council", "the Agency").
fn join_heads(names: &[Name], union: &mut Union, gazetteer: &Gazetteer) {
    let titles: Vec<Vec<String>> = names
        .iter()
        .map(|name| match name.known.and_then(|known| gazetteer.entity(known)) {
            Some(entity) if name.kind == Kind::Organisation => words_of(entity.name, name.kind),
            _ => Vec::new(),
        })
        .collect();
    for (at, name) in names.iter().enumerate() {
        let is_head = match &name.words[..] {
            [word] => HEADS.contains(&word.as_str()),
            words => words.len() > 1,
        };
        if name.kind != Kind::Organisation || name.known.is_some() || !is_head {
            continue;
        }
        let ends =
            |words: &[String]| words.len() > name.words.len() && words.ends_with(&name.words);
        let longer: Vec<usize> = (0..names.len())
            .filter(|&other| names[other].kind == name.kind)
            .filter(|&other| ends(&names[other].words) || ends(&titles[other]))
            .collect();
        if let [one, rest @ ..] = &longer[..]
            && rest.iter().all(|&other| union.is_joined(*one, other))
        {
            union.join(*one, at);
        }
    }
}

/// Joins a name with those that fit where they all are one entity.
fn join_the_one(at: usize, names: &[Name], union: &mut Union, fits: impl Fn(&Name) -> bool) {
    let mut fitting = names.iter().enumerate().filter(|(other, name)| *other != at && fits(name));
    let Some((one, _)) = fitting.next() else { return };
    if fitting.all(|(other, _)| union.is_joined(one, other)) {
        union.join(one, at);
    }
}

/// "Rama" of "Edi Rama", "al-Assad" of "Bashar al-Assad".
fn is_end_of(part: &[String], name: &[String]) -> bool {
    let bare = match part {
        [article, rest @ ..] if article == "al" && !rest.is_empty() => rest,
        _ => part,
    };
    if let ([word], [_, .., last]) = (bare, name) {
        return word == last || without_article(word, 1) == last;
    }
    part.len() <= name.len() && bare.len() < name.len() && name.ends_with(bare)
}

/// "Rafael Grossi" of "Rafael Mariano Grossi".
fn is_frame_of(part: &[String], name: &[String]) -> bool {
    let inner = |word: &String| name.contains(word);
    part.len() > 1
        && part.len() < name.len()
        && part.first() == name.first()
        && part.last() == name.last()
        && part.iter().all(inner)
}

/// "Kan'ani" of "Nasser Kanaani"; of names of one length, too ("Behrooz
/// Kamalvandi", "Behrouz Kamalvandi").
fn is_like_end_of(part: &[String], name: &[String]) -> bool {
    let alike = |(a, b): (&String, &String)| {
        let loose = loose_word(a);
        a == b || (a.is_ascii() && loose.len() >= MIN_LOOSE && loose == loose_word(b))
    };
    part.len() <= name.len() && (part.len() > 1 || name.len() > 1) && {
        let end = &name[name.len() - part.len()..];
        part.iter().zip(end).all(alike)
    }
}

/// "Saddam" of "Saddam Hussein", "bin Farhan" of "Faisal bin Farhan Al Saud".
fn is_inside_of(part: &[String], name: &[String]) -> bool {
    part.len() < name.len() && name.windows(part.len().max(1)).any(|words| words == part)
}
