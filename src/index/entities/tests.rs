//! Entities of an index: found by any name, corrected without reindexing, and
//! the same whether a name is followed or all names are gathered.

use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::article::{Article, ArticleId, Language};
use crate::entities::Annotator;
use crate::index::{Edition, Index, Page, Searcher, Versions, WriterOptions};
use crate::query;

const TODAY: jiff::civil::Date = jiff::civil::date(2022, 9, 10);

/// Articles in pairs of headline and text. Ids count from 1.
const ARTICLES: [(&str, &str); 8] = [
    (
        "Lindmouth talks",
        "Prime Minister Edi Rama said NATO would help. Rama met Jens Stoltenberg, who praised the \
         Northern Seed Bank (NSB) in Oslo.",
    ),
    (
        "Rama in Berlin",
        "Albanian Prime Minister Edi Rama spoke in Berlin. The North Atlantic Treaty Organization \
         was not mentioned. Cyber attacks on Albania go on.",
    ),
    ("Seeds", "The Northern Seed Bank (NSB) opened a vault on Svalbard, Norway said on Monday."),
    (
        "More seeds",
        "The NSB sold seeds to Germany, the bank's director Nasser Kana'ani told reporters.",
    ),
    ("Spokesman", "In Tehran, Nasser Kanaani said Iran rejects NATO's cyber claims."),
    ("Sport", "Ramadan Sobhi scored twice in Cairo. Egypt won."),
    ("Politics", "Valentina Rama resigned in Tirana on Friday, Rama told her party."),
    ("ایران", "نخست وزیر آلبانی درباره ایران و ناتو در تهران سخن گفت."),
];

/// The same, of names that are hard: with an Arabic article, a surname that comes
/// first, acronyms that mean one thing here and another there.
const HARD: [(&str, &str); 10] = [
    (
        "Talks in Baghdad",
        "Iraqi Prime Minister Haider al-Abadi spoke in Baghdad. Al-Abadi said that talks would go on.",
    ),
    ("Return", "Prime Minister Al-Abadi returned to Baghdad, officials said on Monday."),
    ("Beijing", "Chinese President Xi Jinping met reporters in Beijing. Xi said trade would grow."),
    ("Visit", "President Xi left Moscow on Monday, officials said."),
    (
        "Pool opens",
        "The National Aquatic Trainers Organisation (NATO) opened a pool in Oslo. NATO has 30 \
         trainers.",
    ),
    ("Brussels", "NATO Secretary General Jens Stoltenberg spoke in Brussels on Monday."),
    ("Union", "The Harbour Workers Union (HWU) met in Oslo. The HWU voted on Monday."),
    ("Strike", "The Harbour Workers Union (HWU) called a strike in Oslo, the HWU said."),
    ("Water", "The Hill Water Utility (HWU) said that the dam was full. The HWU has 300 workers."),
    ("Votes", "The HWU voted again in Oslo on Monday, North Korea said."),
];

fn index() -> (TempDir, Index) {
    index_of(&ARTICLES)
}

fn index_of(articles: &[(&str, &str)]) -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer(WriterOptions { threads: 1, memory: 15_000_000 }).unwrap();
    let mut preparer = writer.preparer(Some(Annotator::shipped()));
    for (number, (headline, text)) in articles.iter().enumerate() {
        let language = if text.is_ascii() { "en" } else { "fa" };
        let article = Article {
            id: ArticleId::new((number + 1).to_string()),
            headline: (*headline).to_owned(),
            lede: Some((*text).to_owned()),
            language: Language::parse(language),
            ..Article::default()
        };
        writer.add(preparer.prepare(&article, Edition::Current)).unwrap();
        // Several segments: names must be counted over all of them.
        if number % 3 == 2 {
            writer.commit("test").unwrap();
        }
    }
    writer.commit("test").unwrap();
    writer.finish().unwrap();
    (folder, index)
}

fn searcher(index: &Index, authority: &str) -> Searcher {
    index.searcher().unwrap().knowing(Authority::parse(authority))
}

/// The ids of what a query finds, and what is marked in the first hit.
fn found(searcher: &Searcher, text: &str) -> (String, Vec<String>) {
    let query = query::parse(text, TODAY).unwrap_or_else(|error| panic!("{error}"));
    let found = searcher.search(&query, &Page { limit: 100, ..Page::default() }).unwrap();
    assert_eq!(found.total, Some(found.hits.len() as u64), "{text}");
    let mut ids: Vec<&str> = found.hits.iter().map(|hit| hit.article.id.as_str()).collect();
    ids.sort_unstable();
    let mut marked = Vec::new();
    for hit in &found.hits {
        let places = hit.snippets.iter().map(|snippet| &snippet.marked);
        for place in places.chain([&hit.headline]) {
            marked.extend(place.marks.iter().map(|mark| place.text[mark.clone()].to_owned()));
        }
    }
    marked.sort_unstable();
    marked.dedup();
    (ids.join(" "), marked)
}

#[test]
fn an_entity_is_found_by_any_of_its_names_and_marked_as_written() {
    let (_folder, index) = index();
    let searcher = searcher(&index, "");
    for (query, ids, marked) in [
        ("person:\"Edi Rama\"", "1 2", &["Edi Rama", "Rama"][..]),
        ("person:Rama", "1 2 7", &["Edi Rama", "Rama", "Valentina Rama"]),
        ("person:\"Nasser Kan‘ani\"", "4 5", &["Nasser Kana'ani", "Nasser Kanaani"]),
        ("org:NATO", "1 2 5 8", &["NATO", "North Atlantic Treaty Organization", "ناتو"]),
        ("org:NSB", "1 3 4", &["NSB", "Northern Seed Bank"]),
        ("org:\"Northern Seed Bank\"", "1 3 4", &["NSB", "Northern Seed Bank"]),
        ("place:Iran", "5 8", &["Iran", "ایران"]),
        ("place:ایران", "5 8", &["Iran", "ایران"]),
        ("entity:\"person:edi rama\"", "1 2", &["Edi Rama", "Rama"]),
        ("@org:NATO /s cyber", "5", &["NATO", "cyber"]),
        ("@person PRE/1 said", "1 5", &["Edi Rama", "Nasser Kanaani", "said"]),
        ("@person:Rama W/2 @org", "1", &["Edi Rama", "NATO"]),
        ("@place PRE/1 said", "3", &["Norway", "said"]),
        ("person:Rama NOT org:NATO", "7", &["Rama", "Valentina Rama"]),
        ("lede:cyber place:Albania", "2", &["Albania", "Cyber"]),
        ("person:Stoltenberg", "1", &["Jens Stoltenberg"]),
        ("person:nobody", "", &[]),
        ("place:\"Edi Rama\"", "", &[]),
    ] {
        let (found, marks) = found(&searcher, query);
        assert_eq!(
            (found.as_str(), marks),
            (ids, marked.iter().map(|m| (*m).to_owned()).collect()),
            "{query}"
        );
    }
}

#[test]
fn everybody_of_a_name_is_found() {
    let (_folder, index) = index_of(&HARD);
    let searcher = searcher(&index, "");
    for (query, ids) in [
        ("person:Abadi", "1 2"),
        ("person:\"al-Abadi\"", "1 2"),
        ("person:\"Al Abadi\"", "1 2"),
        ("person:\"Abadi, Haider al-\"", "1"),
        ("@person:\"al-Abadi\" PRE/1 spoke", "1"),
        ("person:Xi", "3 4"),
        ("org:NATO", "6"),
        ("org:\"National Aquatic Trainers Organisation\"", "5"),
        ("org:HWU", "10 7 8 9"),
        ("org:\"Harbour Workers Union\"", "7 8"),
        ("org:\"Hill Water Utility\"", "9"),
        ("place:\"North Korea\"", "10"),
    ] {
        assert_eq!(found(&searcher, query).0, ids, "{query}");
    }
}

#[test]
fn corrections_go_before_what_articles_call_things() {
    let (_folder, index) = index_of(&HARD);
    let ids = |authority: &str, query: &str| found(&searcher(&index, authority), query).0;
    assert_eq!(ids("not-an-entity\tHWU\n", "org:HWU"), "");
    assert_eq!(ids("not-an-entity\tHWU\n", "org:\"Harbour Workers Union\""), "7 8");
    let different = "different\tHWU\tHarbour Workers Union\n";
    assert_eq!(ids(different, "org:HWU"), "10 9");
    let called = searcher(&index, "").called("HWU").unwrap();
    let called: Vec<(&str, u64)> =
        called.iter().map(|entity| (entity.name.as_str(), entity.articles)).collect();
    assert_eq!(called, [("Harbour Workers Union", 2), ("Hill Water Utility", 1)]);
}

#[test]
fn corrections_take_effect_without_reindexing() {
    let (_folder, index) = index();
    let ids = |authority: &str, query: &str| found(&searcher(&index, authority), query).0;
    assert_eq!(ids("same\tEdi Rama\tValentina Rama\n", "person:\"Edi Rama\""), "1 2 7");
    assert_eq!(ids("different\torg:nsb\torg:northern seed bank\n", "org:NSB"), "4");
    assert_eq!(ids("not-an-entity\tJens Stoltenberg\n", "person:Stoltenberg"), "");
    assert_eq!(ids("not-an-entity\tEdi Rama\n", "@person PRE/1 said"), "5");
    // Nobody goes by a name that is no entity, though it is part of a longer one.
    for (name, asked) in [("Rama", "person"), ("person:rama", "person"), ("Seed", "org")] {
        let refused = format!("not-an-entity\t{name}\n");
        let last = name.rsplit(':').next().unwrap();
        assert_eq!(ids(&refused, &format!("{asked}:{last}")), "", "{name}");
    }
    assert_eq!(ids("not-an-entity\tRama\n", "person:\"Edi Rama\""), "1 2");
    assert_eq!(ids("not-an-entity\torg:rama\n", "person:Rama"), "1 2 7");
    assert_eq!(ids("", "org:Seed"), "1 3 4");
    assert_eq!(ids("type\torg:nato\tplace\n", "place:NATO"), "1 2 5 8");
    assert_eq!(ids("type\tplace:norway\torg\n", "@org PRE/1 said"), "3");
    assert_eq!(ids("type\tplace:norway\torg\n", "@place PRE/1 said"), "");
    // All keys of an entity are of its kind, whichever of its names is corrected.
    for authority in ["type\tOTAN\tplace\n", "type\tplace:otan\tplace\nsame\tplace:otan\tNATO\n"] {
        assert_eq!(ids(authority, "@place PRE/1 would"), "1", "{authority}");
        assert_eq!(ids(authority, "@org PRE/1 would"), "", "{authority}");
        let corrected = searcher(&index, authority);
        let places = query::parse("*", TODAY).unwrap();
        let places = corrected.entities(&places, Versions::Current, Some(Kind::Place)).unwrap();
        assert!(places.iter().any(|entity| entity.name == "NATO"), "{authority}");
    }
    let corrected = searcher(&index, "show-as\tEdi Rama\tRama, Edi\n");
    let everything = query::parse("*", TODAY).unwrap();
    let people = corrected.entities(&everything, Versions::Current, Some(Kind::Person)).unwrap();
    assert!(people.iter().any(|entity| entity.name == "Rama, Edi" && entity.articles == 2));
}

#[test]
fn an_entity_has_a_page() {
    let (_folder, index) = index();
    let searcher = searcher(&index, "");
    let asked = EntityName {
        kind: EntityKind::Any,
        name: Some("NATO".to_owned()),
        span: Default::default(),
    };
    let pages = searcher.entity_pages(&asked, 5, 3).unwrap();
    let [page] = pages.as_slice() else { panic!("{pages:?}") };
    assert_eq!((page.entity.name.as_str(), page.entity.articles), ("NATO", 4));
    assert!(page.names.contains(&("North Atlantic Treaty Organization".to_owned(), 1)));
    assert_eq!(page.timeline.undated, 4);
    let asked = EntityName { name: Some("Rahma".to_owned()), ..asked };
    assert_eq!(searcher.entity_pages(&asked, 5, 3).unwrap(), []);
}

#[test]
fn following_a_name_and_gathering_all_names_agree() {
    let names = ["Rama", "NSB", "Seed Bank", "Iran", "nobody", "Germany", "Rama, Edi"];
    agree(
        &ARTICLES,
        &names,
        &[
            "",
            "same\tEdi Rama\tValentina Rama\ndifferent\tperson:edi rama\tperson:rama\n",
            "different\torg:nsb\torg:northern seed bank\nsame\torg:nsb\torg:nato\n",
            "type\tRama\tplace\nnot-an-entity\torg:nato\nshow-as\torg:nsb\tSeeds\n",
            "not-an-entity\tRama\nnot-an-entity\torg:seed\n",
        ],
    );
    agree(
        &HARD,
        &["HWU", "Xi", "al-Abadi", "Abadi", "Al Abadi", "NATO", "OTAN", "Abadi, Haider al-"],
        &[
            "",
            "different\tHWU\tHarbour Workers Union\n",
            "not-an-entity\tHWU\nsame\tXi\tHaider al-Abadi\n",
            "type\tHWU\tplace\n",
        ],
    );
}

/// Checks that names mean the same, followed one by one or all gathered.
fn agree(articles: &[(&str, &str)], asked: &[&str], authorities: &[&str]) {
    let (_folder, index) = index_of(articles);
    for authority in authorities {
        let searcher = searcher(&index, authority);
        let all = Directory::default().knowing(Authority::parse(authority));
        let all = all.groups(searcher.engine(), searcher.fields()).unwrap();
        let is_there = |key: &Arc<str>| searcher.mentions_of(key).unwrap() > 0;
        // What no article names may be missing from what was followed.
        let shape = |groups: Vec<Group>| {
            let mut shape: Vec<(String, Kind, Vec<Arc<str>>)> = groups
                .into_iter()
                .map(|group| {
                    let keys = group.keys.into_iter().filter(is_there).collect();
                    (group.shown, group.kind, keys)
                })
                .filter(|(_, _, keys): &(_, _, Vec<Arc<str>>)| !keys.is_empty())
                .collect();
            shape.sort();
            shape
        };
        let mut names: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        let known = names.len();
        let keys = all.all().iter().flat_map(|group| group.keys.clone()).filter(is_there);
        names.extend(keys.map(|key| key.to_string()));
        assert!(names.len() > known + 5, "{names:?}");
        for name in names {
            for kind in [None, Some(Kind::Person), Some(Kind::Organisation), Some(Kind::Place)] {
                let around = searcher
                    .directory()
                    .named(searcher.engine(), searcher.fields(), kind, &name)
                    .unwrap();
                let gathered = all.named(kind, &name).into_iter();
                let gathered = gathered.filter_map(|at| all.group(at).cloned()).collect();
                assert_eq!(shape(around), shape(gathered), "{name} {kind:?} {authority}");
            }
        }
    }
}

#[test]
fn an_index_without_names_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer(WriterOptions { threads: 1, memory: 15_000_000 }).unwrap();
    let article = Article { headline: "NATO".to_owned(), ..Article::default() };
    writer.add(writer.preparer(None).prepare(&article, Edition::Current)).unwrap();
    writer.commit("test").unwrap();
    let searcher = searcher(&index, "");
    let query = query::parse("org:NATO", TODAY).unwrap();
    let error = searcher.search(&query, &Page::default()).unwrap_err();
    assert!(error.to_string().contains("without entities"), "{error}");
}
