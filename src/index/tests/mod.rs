//! The index as a whole: what is written is found as a reader expects.

mod beside;
mod explained;
mod languages;
mod paging;
mod patterns;
mod snippets;

use std::num::NonZeroU32;

use tempfile::TempDir;

use crate::article::{Article, ArticleId, Block, BlockKind, Language, Precision, Published};
use crate::index::{
    Counting, Edition, Index, IndexError, Page, Searcher, Sort, Versions, WriterOptions,
};
use crate::query;

/// An index of texts: the first line of each is the headline, the others are
/// paragraphs. Ids count from 1.
fn index(texts: &[&str]) -> (TempDir, Searcher) {
    let articles: Vec<Article> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let mut lines = text.lines().map(str::to_owned);
            Article {
                id: ArticleId::new((number + 1).to_string()),
                headline: lines.next().unwrap_or_default(),
                lede: lines.next(),
                body: lines.map(|text| Block { kind: BlockKind::Paragraph, text }).collect(),
                language: Some(Language::ENGLISH),
                ..Article::default()
            }
        })
        .collect();
    index_of(&articles)
}

pub(super) fn index_of(articles: &[Article]) -> (TempDir, Searcher) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let options = WriterOptions { threads: 1, memory: 15_000_000 };
    let mut writer = index.writer(options).unwrap();
    let mut preparer = writer.preparer(None);
    for article in articles {
        writer.add(preparer.prepare(article, Edition::Current)).unwrap();
    }
    writer.commit("test").unwrap();
    writer.finish().unwrap();
    let searcher = index.searcher().unwrap();
    (folder, searcher)
}

fn found(searcher: &Searcher, text: &str) -> String {
    let query = query::parse(text, jiff::civil::date(2022, 9, 10))
        .unwrap_or_else(|error| panic!("{error}"));
    let found = searcher.search(&query, &Page { limit: 100, ..Page::default() }).unwrap();
    let mut ids: Vec<u32> =
        found.hits.iter().map(|hit| hit.article.id.as_str().parse().unwrap()).collect();
    assert_eq!(found.total, Some(ids.len() as u64), "the count and the list of {text}");
    assert_eq!(searcher.count(&query, Versions::Current).ok(), found.total);
    ids.sort_unstable();
    ids.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_are_found_in_every_spelling() {
    let (_folder, searcher) = index(&[
        "Cyber-attack on a port\nNasser Kana'ani spoke. The U.S. sanctions were lifted.",
        "Cyber attack on a dam\nNasser Kan‘ani spoke to O'Neill. They sanctioned 3,000 people.",
        "Cyberattack on a bank\nNasser Kanaani spoke to O’Neill about the Islamic Republic’s role.",
        "The rapist and the therapist\nA sanction of 3000 on 2022-09-10.",
    ]);
    for (query, expected) in [
        ("cyberattack", "1 2 3"),
        ("cyber-attack", "1 2 3"),
        ("cyber attack", "1 2 3"),
        ("\"cyber attack\"", "1 2 3"),
        ("\"cyberattack on a bank\"", "3"),
        ("\"cyber attack on a bank\"", "3"),
        ("\"cyberattack on a port\"", "1"),
        ("\"nasser kanaani\"", "1 2 3"),
        ("\"nasser kana'ani\"", "1 2 3"),
        ("\"nasser kan‘ani\"", "1 2 3"),
        ("kanani", "1 2 3"),
        ("o'neill", "2 3"),
        ("ONEILL", "2 3"),
        ("\"islamic republic\"", "3"),
        ("sanction", "1 2 4"),
        ("sanctions", "1 2 4"),
        ("=sanctions", "1"),
        ("=sanction", "4"),
        ("3000", "2 4"),
        ("3,000", "2 4"),
        ("2022-09-10", "4"),
        ("u.s.", "1"),
        ("therapist", "4"),
        ("\"the rapist\"", "4"),
        ("\"on therapist\"", ""),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn a_doubled_a_makes_no_other_word_of_a_short_or_an_exact_one() {
    let (_folder, searcher) = index(&[
        "A bath\nA sad man bathed in a bath. Nasser Kanani spoke.",
        "Baath and AA\nSaad of the Baath party, rated AA. Nasser Kanaani spoke.",
    ]);
    for (query, expected) in [
        ("aa", "2"),
        ("=aa", "2"),
        ("\"rated aa\"", "2"),
        ("\"rated a\"", ""),
        ("baath", "2"),
        ("=baath", "2"),
        ("bath", "1"),
        ("saad", "2"),
        ("=sad", "1"),
        ("kanaani", "1 2"),
        ("kana'ani", "1 2"),
        ("kan‘ani", "1 2"),
        ("=kanaani", "2"),
        ("=kanani", "1"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    // The article has the words of the phrase, one in another spelling.
    let article = searcher.get(&ArticleId::new("1")).unwrap().unwrap();
    let phrase = query::parse("\"bath nasser kanaani\"", jiff::civil::date(2022, 9, 10)).unwrap();
    let why = searcher.why(&article, &phrase).unwrap();
    assert!(matches!(why[0].miss, Some(crate::why::Miss::Parted { .. })), "{why:?}");
}

#[test]
fn a_phrase_has_its_words_in_any_form_where_it_is_asked_to() {
    let (_folder, searcher) = index(&[
        "Economic sanctions bite\nCyber-attacks on ports were reported.",
        "An economic sanction\nA cyberattack on the port was reported.",
        "Economics of sanctions\nThe economy shrank. Sanctions stay. A report on cyber attacks.",
    ]);
    let nexis = |text: &str| {
        let today = jiff::civil::date(2022, 9, 10);
        let query = query::parse_as(text, query::Syntax::Nexis, today).unwrap();
        found(&searcher, &query.to_string())
    };
    for (query, expected) in [
        ("\"economic sanction\"", "2"),
        ("\"economic sanction\"~", "1 2"),
        ("\"economic sanctions\"~", "1 2"),
        ("\"economic sanct*\"~", "1 2"),
        ("\"cyber attack\"~", "1 2 3"),
        ("\"cyber attack\"", "2"),
        ("\"cyber attack on port\"~", "1"),
        ("\"economy shrink\"~", ""),
        // A sentence ends between them.
        ("\"shrank sanction\"~", ""),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    assert_eq!(nexis("economic sanction"), "1 2");
    assert_eq!(nexis("\"economic sanction\""), "2");
    assert_eq!(nexis("cyber attack"), "1 2 3");
    assert_eq!(nexis("atl2(economic sanction or cyber attack)"), "1 2");
}

#[test]
fn a_pattern_of_a_value_keeps_its_blanks() {
    let article = |id: &str, source: &str| Article {
        id: ArticleId::new(id),
        headline: "bridge".to_owned(),
        source: Some(source.to_owned()),
        ..Article::default()
    };
    let (_folder, searcher) = index_of(&[
        article("1", "Velmora Times"),
        article("2", "Sometimes"),
        article("3", "The Times"),
        article("4", "Times"),
        article("5", "Times of Velmora"),
    ]);
    for (query, expected) in [
        ("source:*\\ times", "1 3"),
        ("source:*times", "1 2 3 4"),
        ("source:times\\ *", "5"),
        ("source:*\\ of\\ *", "5"),
        ("source:*\\ *", "1 3 5"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    let nexis = |text: &str| {
        let today = jiff::civil::date(2022, 9, 10);
        let query = query::parse_as(text, query::Syntax::Nexis, today).unwrap();
        found(&searcher, &query.to_string())
    };
    assert_eq!(nexis("publication(times)"), "1 3 4 5");
    assert_eq!(nexis("publication(velmora times)"), "1");
}

#[test]
fn operators_hold_in_words_sentences_paragraphs_and_fields() {
    let (_folder, searcher) = index(&[
        "NATO warns\nThe alliance spoke. Cyber defence is weak.\nIran answered NATO at once.",
        "Iran answers\nNATO said cyber defence is strong. Iran laughed.",
        "Weather\nRain in Oslo.\nSun in Rome. Rain in Bergen and rain in Voss.",
    ]);
    for (query, expected) in [
        ("nato iran", "1 2"),
        ("nato OR rain", "1 2 3"),
        ("-nato", "3"),
        ("rain -oslo", ""),
        ("*", "1 2 3"),
        ("headline:nato", "1"),
        // Words are counted on from one paragraph to the next.
        ("warns PRE/2 alliance", "1"),
        ("\"warns the\"", ""),
        ("body:nato", "1 2"),
        ("lede:nato", "2"),
        ("headline:*", "1 2 3"),
        ("byline:*", ""),
        ("nato /s cyber", "2"),
        ("nato /p cyber", "2"),
        ("alliance /p cyber", "1"),
        ("alliance /s cyber", ""),
        ("alliance W/2 cyber", "1"),
        ("alliance W/1 cyber", ""),
        ("cyber PRE/3 spoke", ""),
        ("spoke PRE/3 cyber", "1"),
        ("\"spoke cyber\"", ""),
        ("rain NOT W/3 oslo", "3"),
        ("oslo NOT W/3 rain", ""),
        ("oslo NOT /p sun", "3"),
        ("ATLEAST 3 (rain)", "3"),
        ("ATLEAST 4 (rain)", ""),
        ("FIRST 2 (nato)", "1"),
        ("FIRST 3 (nato)", "1 2"),
        ("(nato OR iran) W/2 (answer* OR said)", "1 2"),
        ("ra?n", "3"),
        ("*ain", "3"),
        ("cybre~1", "1 2"),
        ("/cyb.*/", "1 2"),
        ("body:(nato /s iran)", "1"),
        ("nato^3 OR rain", "1 2 3"),
        ("id:1 OR id:3", "1 3"),
        ("lang:en", "1 2 3"),
        ("date:none", "1 2 3"),
        ("date:2022", ""),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn distances_are_counted_in_words_however_many_sentences_end_between() {
    // An empty lede, a paragraph of asterisks, and sentences of one word each.
    let (_folder, searcher) = index(&[
        "Alpha\n\nNo. Yes. Oil. Gas. Omega.",
        "Weather\nAlpha.\nNo.\n* * *\nYes. Oil.\n–\nGas. Omega. Rain.",
    ]);
    for (query, expected) in [
        ("alpha W/5 omega", "1 2"),
        ("alpha PRE/5 omega", "1 2"),
        ("omega W/4 alpha", ""),
        ("alpha NOT W/5 omega", ""),
        ("alpha NOT W/4 omega", "1 2"),
        ("alpha W/6 rain", "2"),
        ("alpha W/5 rain", ""),
        ("FIRST 7 (omega)", "1 2"),
        ("FIRST 6 (omega)", "1"),
        ("lede:alpha", "2"),
        ("body:omega", "1 2"),
        ("no /p yes", "1"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn a_failed_clause_says_how_near_it_came() {
    let (_folder, searcher) = index(&[
        "Dam opened\nThe minister opened the old dam in the north. Engineers of the ministry \
         praised the dam, and the minister thanked them.\nA valve had failed.",
    ]);
    let article = searcher.get(&ArticleId::new("1")).unwrap().unwrap();
    let why = |text: &str| {
        let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
        let mut out = Vec::new();
        let clauses = searcher.why(&article, &query).unwrap();
        crate::render::why(&mut out, crate::render::Look::default(), &clauses).unwrap();
        String::from_utf8(out).unwrap()
    };
    let mut report = String::new();
    for text in [
        "dam minister",
        "minster",
        "\"old damm\"",
        "\"minister dam\"",
        "\"dam old\"",
        "\"the north engineers of\"",
        "\"thanked them a valve\"",
        "minister W/2 dam",
        "engineers /s valve",
        "valve PRE/9 minister",
        "praised PRE/s minister",
        "minister NOT /s dam",
        "minister NOT W/2 thanked",
        "(dam OR valve) W/3 bridge",
        "ATLEAST 5 (dam)",
        "ATLEAST 2 (bridge)",
        "FIRST 10 (engineers)",
        "FIRST 10 (bridge)",
        "headline:minister",
        "body:(valve bridge)",
        "dam -valve",
        "bridge OR tunnel",
        "br*dge",
        "date:2022",
        "bridge^2",
    ] {
        report += &format!("? {text}\n{}", why(text));
    }
    insta::assert_snapshot!("why", report);
}

#[test]
fn neither_weights_nor_conditions_part_words_side_by_side() {
    let (_folder, searcher) = index(&[
        "Cyber-attack\nA port.",
        "Cyberattack\nA dam.",
        "Attack\nA cyber group is in the north, and an attack was seen.",
    ]);
    for query in [
        "cyber attack",
        "cyber^2 attack",
        "cyber attack^2",
        "(cyber attack)^2",
        "cyber attack lang:en",
        "cyber lang:en attack",
        "lang:en cyber -bank attack",
    ] {
        assert_eq!(found(&searcher, query), "1 2 3", "{query}");
    }
    let article = searcher.get(&ArticleId::new("2")).unwrap().unwrap();
    let why = |text: &str| -> Vec<String> {
        let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
        let clauses = searcher.why(&article, &query).unwrap();
        let verdict = |holds| if holds { "holds" } else { "fails" };
        clauses.iter().map(|part| format!("{} {}", verdict(part.holds), part.clause)).collect()
    };
    assert_eq!(
        why("cyber^2 lang:en attack"),
        ["holds cyber^2 AND lang:en AND attack", "holds cyberattack", "holds lang:en"]
    );
    assert_eq!(
        why("headline:(cyber attack port)"),
        [
            "fails headline:(cyber AND attack AND port)",
            "holds headline:cyberattack",
            "fails headline:port",
            "fails port"
        ]
    );
}

#[test]
fn a_long_article_and_a_long_query_are_no_burden() {
    // Twenty thousand words, all near each other, would make pairs of pairs of
    // hundreds of millions.
    let long =
        format!("Long article\n{}\n{}", "alpha beta ".repeat(5_000), "gamma ".repeat(10_000));
    let (_folder, searcher) = index(&[&long, "Short article\nAlpha and beta."]);
    for (query, expected) in [
        ("(alpha /p beta) W/1000 (beta /p alpha)", "1"),
        ("((alpha W/1000 beta) /p (beta PRE/1000 alpha)) NOT W/3 gamma", "1"),
        ("ATLEAST 5000 (alpha W/9 beta)", "1"),
        ("gamma W/500 (alpha OR beta)", "1"),
        (&"alpha ".repeat(2_000), "1 2"),
        (&vec!["alpha"; 2_000].join(" OR "), "1 2"),
        (&format!("({}) /p beta", vec!["alpha"; 2_000].join(" OR ")), "1 2"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{}", &query[..query.len().min(80)]);
    }
}

#[test]
fn a_word_that_looks_like_the_stem_of_another_is_not_a_form_of_it() {
    let (_folder, searcher) = index(&[
        "Refugees\nThe refugees waited, every refugee with a bag.",
        "Refuge\nThe bears of the wildlife refuge slept.",
        "Sanction\nOne sanction, many sanctions.",
    ]);
    for (query, expected) in
        [("refugees", "1"), ("refugee", "1"), ("refuge", "2"), ("sanctions", "3"), ("bear", "2")]
    {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn a_missing_word_stands_in_no_field_and_the_nearest_is_like_it() {
    let article = Article {
        id: ArticleId::new("1"),
        headline: "Oil price 1".to_owned(),
        lede: Some("A fall in 12 days: X and 서.".to_owned()),
        keywords: vec!["deal".to_owned()],
        byline: Some("Smith".to_owned()),
        ..Article::default()
    };
    let (_folder, searcher) = index_of(&[article]);
    let missing = |words: &[&str]| -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let missing = searcher.missing_words(&words).unwrap();
        let shown = |word: crate::index::MissingWord| match word.nearest {
            _ if word.is_inflected => format!("{} in other forms", word.word),
            Some(nearest) => format!("{} {nearest}", word.word),
            None => word.word,
        };
        missing.into_iter().map(shown).collect()
    };
    assert_eq!(missing(&["deal", "oil", "Smith"]), [""; 0]);
    assert_eq!(
        missing(&["prise", "prce", "oill", "falling", "J", "학", "서울", "13"]),
        [
            "prise price",
            "prce price",
            "oill oil",
            "falling in other forms",
            "J",
            "학",
            "서울",
            "13"
        ]
    );
}

#[test]
fn what_a_killed_run_leaves_behind_does_not_stop_the_next() {
    // So many that the one that goes does not have them merged.
    let (folder, _) =
        index(&["bridge closed", "storks", "storks", "storks", "storks", "storks", "storks"]);
    let reopened = Article {
        id: ArticleId::new("1"),
        headline: "bridge reopened".to_owned(),
        language: Some(Language::ENGLISH),
        ..Article::default()
    };
    let meta = folder.path().join("meta.json");
    let before = std::fs::read(&meta).unwrap();
    for _ in 0..2 {
        let index = Index::open(folder.path()).unwrap();
        let options = WriterOptions { threads: 1, memory: 15_000_000 };
        let mut writer = index.writer(options).unwrap();
        let mut preparer = writer.preparer(None);
        writer.replace(preparer.prepare(&reopened, Edition::Current)).unwrap();
        writer.commit("test").unwrap();
        writer.finish().unwrap();
        let searcher = index.searcher().unwrap();
        assert_eq!(found(&searcher, "reopened"), "1");
        assert_eq!(found(&searcher, "closed"), "");
        // As if the first run had been killed before the last step of its commit.
        std::fs::write(&meta, &before).unwrap();
    }
}
