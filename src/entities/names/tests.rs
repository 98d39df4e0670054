//! Sentences with their mentions in brackets: `{person:Edi Rama}`.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::{
    entities::{Kind, Mention, gazetteer::Gazetteer},
    text::{Analysis, Analyzer},
};

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::shipped);

/// An article as the tests write it.
struct Marked {
    text: String,
    analysis: Analysis,
    mentions: Vec<Mention>,
}

fn marked(source: &str) -> Marked {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, behind) = after.split_once('}').unwrap();
        let (kind, name) = inside.split_once(':').unwrap();
        text.push_str(before);
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind).unwrap();
        spans.push((text.len()..text.len() + name.len(), kind));
        text.push_str(name);
        rest = behind;
    }
    text.push_str(rest);
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, std::iter::once(text.as_str()), &mut analysis);
    let index = |at: usize| u32::try_from(at).unwrap();
    let mentions = spans.into_iter().map(|(bytes, kind)| {
        let inside = |&at: &usize| bytes.contains(&(analysis.tokens[at].start as usize));
        let tokens: Vec<usize> = (0..analysis.tokens.len()).filter(inside).collect();
        Mention { tokens: index(tokens[0])..index(tokens[tokens.len() - 1]) + 1, kind }
    });
    let mentions = mentions.collect();
    Marked { text, analysis, mentions }
}

/// Checks which mention each mention is taken for.
fn check(source: &str, expected: &[usize]) {
    let article = marked(source);
    let gazetteer = &*GAZETTEER;
    let found = resolve(&article.analysis, &[&article.text], &article.mentions, gazetteer);
    let fullest: Vec<usize> = found.iter().map(|resolved| resolved.fullest).collect();
    assert_eq!(fullest, expected, "{source}");
}

#[test]
fn a_surname_means_the_one_who_has_it() {
    check("{person:Edi Rama} spoke. {person:Rama} left.", &[0, 0]);
    check("{person:Rama} speaks. Prime Minister {person:Edi Rama} spoke.", &[1, 1]);
    check("{person:Nasser Kanaani} said; {person:Kana'ani} and {person:Kan‘ani} add", &[0, 0, 0]);
    check("{person:Bashar al-Assad} met him. {person:Assad} and {person:al-Assad}", &[0, 0, 0]);
    check("{person:Saddam Hussein} fell; {person:Saddam} hid", &[0, 0]);
    check("{person:Mohammad Javad Zarif}, {person:Javad Zarif}, {person:Zarif}", &[0, 0, 0]);
    check("{person:Rafael Mariano Grossi} and {person:Rafael Grossi}: {person:Grossi}", &[0, 0, 0]);
    check("آقای {person:عباس عراقچی} گفت. {person:عراقچی} افزود", &[0, 0]);
    check("قال {person:بشار الأسد} إن {person:الأسد} سيعود", &[0, 0]);
}

#[test]
fn a_surname_of_two_stays_apart() {
    check("{person:Ali Larijani} and {person:Sadeq Larijani}: {person:Larijani}", &[0, 1, 2]);
    check("{person:Ruhollah Khomeini} before {person:Ali Khamenei}: {person:Khamenei}", &[0, 1, 1]);
    check("{person:Khomeini} and {person:Khamenei}", &[0, 1]);
    check("{person:Edi Rama} in {place:Rama}", &[0, 1]);
}

#[test]
fn a_forename_is_somebody_elses_where_it_is_spelt_otherwise() {
    check("{person:Mohammad Karim Tora} spoke. {person:Mohammad} left.", &[0, 0]);
    check("{person:Mohammad Karim Tora} spoke of the Prophet {person:Muhammad}.", &[0, 1]);
    check("{person:Tamim bin Hamad Tora} spoke. {person:Sheikh Tamim} left.", &[0, 0]);
}

#[test]
fn an_acronym_means_its_name() {
    let khalq = "{org:Mujahedin-e-Khalq Organization} ({org:MKO}). The {org:MKO} and {org:MEK}";
    check(khalq, &[0, 0, 0, 0]);
    check("The {org:European Union} met. The {org:EU} agreed.", &[0, 0]);
    check("{place:US} and {place:United States}, {place:U.S.}, {place:America}", &[1, 1, 1, 1]);
    check("{org:Northern Seed Bank} ({org:NSB}) opened. {org:NSB} grows.", &[0, 0, 0]);
    check("{org:Northern Seed Bank} opened. {org:NSB} grows.", &[0, 0]);
    check("{org:Coastal Birds Inquiry} ({org:CBI}) began; the {org:CBI} said", &[0, 0, 0]);
    check("{place:TEHRAN} ({org:IRNA}) -- {place:Tehran}", &[0, 1, 0]);
    check("{person:Edi bin Rama} spoke. {org:EBR} left, and {person:Edi Rama}.", &[0, 0, 0]);
    check("{person:Ali Farid Prifti} and {org:AFP}", &[0, 1]);
    check("{org:اتحادیه اروپا} و {org:EU}", &[0, 0]);
}

#[test]
fn bodies_are_known_by_their_ends() {
    check(
        "The {org:International Atomic Energy Agency} ({org:IAEA}); the {org:Agency}",
        &[0, 0, 0],
    );
    check(
        "{org:Dam Safety Agency}, {org:Hill News Agency} reported: {org:IRNA}, the {org:Agency}",
        &[0, 1, 2, 0],
    );
    check("{org:Lakeside Power Company} and {org:Lakeside Power}", &[0, 0]);
    check("{org:Lake Court} and {org:Hill Court}: the {org:Court}", &[0, 1, 2]);
}

#[test]
fn demonyms_and_kinds_stay_apart() {
    check("{place:Iran} and {other:Iranian} and {other:Iranians}", &[0, 2, 2]);
    check("{place:Islamic Republic}, {place:Iran}, {place:Islamic Republic of Iran}", &[2, 2, 2]);
    let article = marked("{place:Islamic Republic} and {person:Hassan Rouhani}");
    let found = resolve(&article.analysis, &[&article.text], &article.mentions, &GAZETTEER);
    assert_eq!(found[0].kind, Kind::Place);
}

/// Checks the keys of what the mentions mean.
fn check_keys(source: &str, expected: &[&str]) {
    let article = marked(source);
    let found = resolve(&article.analysis, &[&article.text], &article.mentions, &GAZETTEER);
    let key = |resolved: &Resolved| resolved.key(&article.analysis, &article.mentions, &GAZETTEER);
    let keys: Vec<String> = found.iter().map(key).collect();
    assert_eq!(keys, expected, "{source}");
    let kind = |key: &String| split_key(key).unwrap().0;
    assert!(found.iter().zip(&keys).all(|(resolved, key)| resolved.kind == kind(key)), "{source}");
}

#[test]
fn an_article_may_give_an_acronym_a_meaning_of_its_own() {
    let trainers = "org:national aquatic trainers organisation";
    check_keys(
        "The {org:National Aquatic Trainers Organisation} ({org:NATO}) met. {org:NATO} grows.",
        &[trainers, trainers, trainers],
    );
    let chamber = "org:international chamber of commerce";
    check_keys("{org:International Chamber of Commerce} ({org:ICC})", &[chamber, chamber]);
    check_keys("{org:Reuters} ({org:AFP})", &["org:reuters", "org:agence france presse"]);
    let alliance = "org:nato";
    check_keys("{org:North Atlantic Treaty Organization} ({org:NATO})", &[alliance, alliance]);
    let khalq = "org:mujahedin khalq organization";
    check_keys("{org:Mojahedin Khalq Organisation} ({org:MKO})", &[khalq, khalq]);
}

#[test]
fn a_name_of_one_known_thing_is_of_its_kind() {
    check_keys(
        "{org:North Korea} and {person:Der Spiegel} and {place:Hezbollah}",
        &["place:north korea", "org:der spiegel", "org:hezbollah"],
    );
    check_keys("{place:Iran} and {org:Iran}", &["place:iran", "place:iran"]);
    // A surname of people of the article, a magazine, and names of more than one thing.
    check_keys(
        "{person:Eva Ottawa} and {person:Ben Ottawa}: {person:Ottawa}",
        &["person:eva otawa", "person:ben otawa", "person:otawa"],
    );
    check_keys("{org:The Atlantic} wrote", &["org:atlantic"]);
    check_keys("{org:Jordan} and {org:Fars}", &["org:jordan", "org:fars news agency"]);
}

#[test]
fn the_majority_says_whether_a_string_is_a_place() {
    let article = marked("{org:Tehran} said. {place:Tehran} and {place:Tehran}");
    let found = resolve(&article.analysis, &[&article.text], &article.mentions, &GAZETTEER);
    assert!(found.iter().all(|resolved| resolved.kind == Kind::Place && resolved.fullest == 0));
}

#[test]
fn articles_state_aliases() {
    for (source, expected) in [
        (
            "the {org:Northern Seed Bank} ({org:NSB}) and {org:NSB}",
            Some(("org:nsb", "org:northern seed bank", Evidence::Bracket)),
        ),
        (
            "{org:NSB} ({org:Northern Seed Bank})",
            Some(("org:nsb", "org:northern seed bank", Evidence::Bracket)),
        ),
        (
            "{person:Ahmad Karimi}, also known as {person:Abu Reza}, fled",
            Some(("person:abu reza", "person:ahmad karimi", Evidence::KnownAs)),
        ),
        ("{place:Tirana} ({place:Albania})", None),
        ("{person:Edi Rama} ({person:Ilir Meta})", None),
        ("{org:Reuters} ({org:AFP})", None),
        (
            "{org:International Chamber of Commerce} ({org:ICC})",
            Some(("org:icc", "org:international chamber of commerce", Evidence::Bracket)),
        ),
        ("{org:Northern Seed Bank} and {org:NSB}", None),
    ] {
        let article = marked(source);
        let found = aliases(&article.analysis, &[&article.text], &article.mentions, &GAZETTEER);
        let found: Vec<(&str, &str, Evidence)> =
            found.iter().map(|a| (a.short.as_str(), a.full.as_str(), a.evidence)).collect();
        assert_eq!(found, Vec::from_iter(expected), "{source}");
    }
}

fn alias(short: &str, full: &str) -> Alias {
    Alias { short: short.to_owned(), full: full.to_owned(), evidence: Evidence::Bracket }
}

fn archive() -> GroupsBuilder {
    let mut builder = GroupsBuilder::new(&Shipped::new());
    builder.alias(&alias("org:nsb", "org:northern seed bank"), 4);
    builder.alias(&alias("org:nsb", "org:new sea board"), 1);
    builder.alias(&alias("org:lpc", "org:lakeside power company"), 1);
    builder.alias(&alias("org:abc", "org:alpha beta club"), 2);
    builder.alias(&alias("org:abc", "org:all birds council"), 2);
    builder.name("org:nsb", "NSB", 90);
    builder.name("org:northern seed bank", "Northern Seed Bank", 4);
    builder.name("person:ramiz alia", "Ramiz Alia", 4);
    builder.name("person:alia", "Alia", 4);
    builder
}

#[test]
fn keys_join_where_articles_agree() {
    let groups = archive().build(&Authority::default());
    let same =
        |a: &str, b: &str| groups.group_of(a).is_some() && groups.group_of(a) == groups.group_of(b);
    assert!(same("org:nsb", "org:northern seed bank"));
    assert!(!same("org:nsb", "org:new sea board"));
    assert!(!same("org:lpc", "org:lakeside power company"), "one article is not enough");
    assert!(!same("org:abc", "org:alpha beta club"), "half is no agreement");
    assert!(!same("person:alia", "person:ramiz alia"), "a bare surname joins nothing");
    assert!(same("place:us", "place:united states"));
    assert!(same("org:mko", "org:mujahedin khalq organization"));
    assert!(!same("place:iran", "other:iranian"));
    let bank = groups.group_of("org:nsb").unwrap();
    let keys: Vec<&str> = groups.keys_of(bank).iter().map(|key| &**key).collect();
    assert_eq!(keys, ["org:northern seed bank", "org:nsb"]);
    let group = groups.group(bank).unwrap();
    assert_eq!((group.shown.as_str(), group.kind), ("Northern Seed Bank", Kind::Organisation));
    let union = groups.named(None, "EU")[0];
    assert_eq!(groups.group(union).unwrap().shown, "European Union");
    assert_eq!(groups.group_of("person:nobody"), None);
    assert!(groups.keys_of(u32::MAX).is_empty());
}

#[test]
fn a_name_is_shown_without_titles() {
    let mut builder = GroupsBuilder::new(&Shipped::new());
    builder.name("person:tora", "Tora", 40);
    builder.name("person:tora", "President Tora", 2);
    builder.name("person:edi rama", "Rama", 40);
    builder.name("person:edi rama", "Edi Rama", 2);
    let groups = builder.build(&Authority::default());
    let shown = |key| groups.group(groups.group_of(key).unwrap()).unwrap().shown.as_str();
    assert_eq!(shown("person:tora"), "Tora");
    assert_eq!(shown("person:edi rama"), "Edi Rama");
}

#[test]
fn articles_do_not_rename_what_the_tables_know() {
    let mut builder = GroupsBuilder::new(&Shipped::new());
    builder.alias(&alias("org:nato", "org:national aquatic trainers organisation"), 9);
    builder.alias(&alias("org:mko", "org:mojahedin khalq organisation"), 9);
    builder.alias(&alias("org:icc", "org:international chamber of commerce"), 9);
    let groups = builder.build(&Authority::default());
    assert_ne!(
        groups.group_of("org:nato"),
        groups.group_of("org:national aquatic trainers organisation")
    );
    assert_eq!(groups.group_of("org:mko"), groups.group_of("org:mojahedin khalq organisation"));
    assert_ne!(
        groups.group_of("org:icc"),
        groups.group_of("org:international chamber of commerce")
    );
}

#[test]
fn a_name_means_what_articles_call_so() {
    let build = |authority: &str| {
        let mut builder = archive();
        builder.name("org:plan organization", "Plan Organization", 3);
        builder.name("person:xi jinping", "Xi Jinping", 60);
        builder.name("person:mohammad ali", "Mohammad Ali", 3);
        builder.called("org:pbo", "org:plan organization", 3);
        builder.called("org:pbo", "org:northern seed bank", 1);
        builder.called("person:xi", "person:xi jinping", 30);
        builder.name("person:xi", "Xi", 2);
        builder.name("person:ali khamenei", "Ali Khamenei", 600);
        builder.called("person:ali", "person:ali khamenei", 3);
        builder.called("person:ayatollah", "person:ali khamenei", 3);
        builder.called("org:psb", "person:ali khamenei", 1);
        builder.alias(&alias("org:psb", "org:plan seed bank"), 1);
        builder.called("org:nato", "org:plan organization", 3);
        builder.build(&Authority::parse(authority))
    };
    let named = |authority: &str, name: &str| -> Vec<String> {
        let groups = build(authority);
        let found = groups.named(None, name).into_iter();
        let mut shown: Vec<String> =
            found.map(|at| groups.group(at).unwrap().shown.clone()).collect();
        shown.sort();
        shown
    };
    assert_eq!(named("", "PBO"), ["Northern Seed Bank", "Plan Organization"]);
    assert_eq!(named("", "Xi"), ["Xi", "Xi Jinping"]);
    assert_eq!(named("", "Ali"), ["Mohammad Ali"], "three of six hundred are not often");
    assert_eq!(named("", "Ayatullah"), ["Ali Khamenei"], "but where there is nobody else");
    assert_eq!(named("", "PSB"), ["Ali Khamenei", "psb"], "nor any article that has the key");
    assert_eq!(named("", "NATO"), ["NATO"], "what the tables know needs no witness");
    assert_eq!(named("not-an-entity\tPBO\n", "PBO"), <[&str; 0]>::default());
    // Of the archive nothing is left that is "PBO" alone.
    assert_eq!(named("different\tPBO\tNSB\n", "PBO"), ["Plan Organization", "pbo"]);
}

#[test]
fn the_authority_file_goes_first() {
    let text = "same\tperson:alia\tRamiz Alia\ndifferent\torg:nsb\torg:northern seed bank\n\
                not-an-entity\torg:lpc\nshow-as\tRamiz Alia\tRamiz Tafë Alia\n\
                type\torg:new sea board\tplace\ndifferent\tplace:usa\tUnited States\n\
                same\tKana'ani\tperson:Nasser Kanaani\n";
    let authority = Authority::parse(text);
    assert_eq!(authority.complaints, []);
    let groups = archive().build(&authority);
    let group = |key: &str| groups.group_of(key);
    assert_eq!(group("person:alia"), group("person:ramiz alia"));
    assert_ne!(group("org:nsb"), group("org:northern seed bank"));
    assert_eq!(group("org:lpc"), None);
    assert_ne!(group("place:usa"), group("place:united states"));
    assert_eq!(group("place:us"), group("place:united states"));
    assert_eq!(group("person:kanani"), group("person:naser kanani"));
    let shown = groups.group(group("person:alia").unwrap()).unwrap();
    assert_eq!(shown.shown, "Ramiz Tafë Alia");
    let board = groups.group(group("org:new sea board").unwrap()).unwrap();
    assert_eq!(board.kind, Kind::Place);
}

#[test]
fn strange_mentions_break_nothing() {
    let article = marked("{person:Edi Rama}");
    let strange = [
        Mention { tokens: 7..9, kind: Kind::Person },
        Mention { tokens: 0..0, kind: Kind::Place },
        Mention { tokens: 1..u32::MAX, kind: Kind::Organisation },
    ];
    let gazetteer = &*GAZETTEER;
    assert_eq!(resolve(&article.analysis, &[], &strange, gazetteer).len(), 3);
    assert_eq!(aliases(&article.analysis, &[], &strange, gazetteer), []);
    assert_eq!(resolve(&article.analysis, &[], &[], gazetteer), []);
}

/// The groups of persons' names, tried pair by pair.
fn persons_by_brute_force(names: &[Vec<&str>]) -> Vec<usize> {
    type Rule = fn(&[&str], &[&str]) -> bool;
    let rules: [Rule; 4] = [
        |part, name| part.len() < name.len() && name.ends_with(part),
        |part, name| {
            part.len() > 1
                && part.len() < name.len()
                && part.first() == name.first()
                && part.last() == name.last()
                && part.iter().all(|word| name.contains(word))
        },
        |part, name| {
            let sound = |word: &&str| word.replace('w', "v");
            let ends = name.iter().rev().map(sound).zip(part.iter().rev().map(sound));
            let (mut ends, longest) = (ends, part.len().max(name.len()));
            part.len() <= name.len() && longest > 1 && ends.all(|(a, b)| a == b)
        },
        |part, name| part.len() < name.len() && name.windows(part.len()).any(|words| words == part),
    ];
    let mut groups: Vec<usize> = (0..names.len())
        .map(|at| names.iter().position(|name| *name == names[at]).unwrap())
        .collect();
    let mut order: Vec<usize> = (0..names.len()).filter(|&at| groups[at] == at).collect();
    let distinct = order.clone();
    order.sort_by_key(|&at| std::cmp::Reverse(names[at].len()));
    for at in order {
        let fitting = |rule: &Rule| -> Vec<usize> {
            let fits = |&other: &usize| other != at && rule(&names[at], &names[other]);
            distinct.iter().copied().filter(fits).collect()
        };
        let Some(longer) = rules.iter().map(fitting).find(|longer| !longer.is_empty()) else {
            continue;
        };
        if longer.iter().all(|&other| groups[other] == groups[longer[0]]) {
            let (from, to) = (groups[at], groups[longer[0]]);
            groups.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
        }
    }
    groups
}

proptest! {
    #[test]
    fn persons_are_joined_as_pair_by_pair(
        names in prop::collection::vec(
            prop::collection::vec(prop::sample::select(&PERSONS[..]), 1..4),
            1..9,
        ),
    ) {
        let mentions: Vec<String> =
            names.iter().map(|name| format!("{{person:{}}}", name.join(" "))).collect();
        let article = marked(&mentions.join(", "));
        let found =
            resolve(&article.analysis, &[&article.text], &article.mentions, &GAZETTEER);
        let expected = persons_by_brute_force(&names);
        for a in 0..names.len() {
            for b in 0..a {
                let is_one = found[a].fullest == found[b].fullest;
                prop_assert_eq!(is_one, expected[a] == expected[b], "{:?} and {:?}", names[a], names[b]);
            }
        }
    }
}

/// Words of names; two are one word, loosely spelt.
const PERSONS: [&str; 6] = ["Edi", "Rama", "Ermir", "Belkova", "Belkowa", "Tora"];
