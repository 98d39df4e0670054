//! The index as a whole: what is written is found as a reader expects.

use std::num::NonZeroU32;

use tempfile::TempDir;

use super::{Counting, Edition, Index, Page, Searcher, Sort, Versions, WriterOptions};
use crate::article::{Article, ArticleId, Block, BlockKind, Language, Precision, Published};
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
fn endings_behind_an_apostrophe_are_no_part_of_a_turkish_name() {
    let article = |id: &str, text: &str| Article {
        id: ArticleId::new(id),
        headline: text.to_owned(),
        language: Language::parse("tr"),
        ..Article::default()
    };
    let (_folder, searcher) = index_of(&[
        article("1", "Türkiye Cumhurbaşkanı'nın İstanbul'da konuşması"),
        article("2", "Türkiye Cumhurbaşkanı İstanbul’dan döndü"),
        article("3", "Istanbul'a giden Ali'nin Kur'an'ı"),
    ]);
    for (query, expected) in [
        ("istanbul", "1 2 3"),
        ("=İstanbul", "1 2 3"),
        ("\"İstanbul\"", "1 2 3"),
        ("\"İstanbul'da\"", "1"),
        ("\"İstanbul’dan döndü\"", "2"),
        ("\"Türkiye Cumhurbaşkanı\"", "1 2"),
        ("\"Cumhurbaşkanı'nın İstanbul'da konuşması\"", "1"),
        ("=kuran", "3"),
        ("Kur'an", "3"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
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

/// The first hit of a query with its matches in brackets: the headline, then
/// each snippet.
fn shown(searcher: &Searcher, text: &str) -> Vec<String> {
    let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
    let found = searcher.search(&query, &Page::default()).unwrap();
    let hit = &found.hits[0];
    let bracketed = |marked: &crate::hit::Marked| -> String {
        let pieces = marked.pieces();
        pieces
            .map(|(text, is_mark)| if is_mark { format!("[{text}]") } else { text.into() })
            .collect()
    };
    let snippets = hit.snippets.iter().map(|snippet| bracketed(&snippet.marked));
    std::iter::once(bracketed(&hit.headline)).chain(snippets).collect()
}

#[test]
fn snippets_show_what_the_operators_matched() {
    let (_folder, searcher) = index(&[
        "NATO warns of cyber-attacks\nThe alliance met in Oslo. NATO said that a cyber-attack is near.\nKana'ani answered: sanctions on NATO, at once.",
    ]);
    for (query, expected) in [
        (
            "oslo",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in [Oslo]. NATO said that a cyber-attack is near.",
            ][..],
        ),
        (
            "\"met in oslo\"",
            &[
                "NATO warns of cyber-attacks",
                "The alliance [met in Oslo]. NATO said that a cyber-attack is near.",
            ],
        ),
        (
            "nato PRE/6 cyberattack",
            &[
                "[NATO] warns of [cyber-attacks]",
                "The alliance met in Oslo. [NATO] said that a [cyber-attack] is near.",
            ],
        ),
        (
            "sanction* oslo",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in [Oslo]. NATO said that a cyber-attack is near.",
                "Kana'ani answered: [sanctions] on NATO, at once.",
            ],
        ),
        (
            "kanaani",
            &["NATO warns of cyber-attacks", "[Kana'ani] answered: sanctions on NATO, at once."],
        ),
        (
            "headline:warning",
            &[
                "NATO [warns] of cyber-attacks",
                "The alliance met in Oslo. NATO said that a cyber-attack is near.",
            ],
        ),
        (
            "oslo -rome",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in [Oslo]. NATO said that a cyber-attack is near.",
            ],
        ),
        (
            "id:1",
            &[
                "NATO warns of cyber-attacks",
                "The alliance met in Oslo. NATO said that a cyber-attack is near.",
            ],
        ),
    ] {
        assert_eq!(shown(&searcher, query), expected, "{query}");
    }
}

#[test]
fn snippets_are_cut_at_words_and_counted_in_characters() {
    let filler = "شهر بزرگ در کنار رود ".repeat(40);
    let persian = format!("عنوان\n{filler}پل تازه {filler}");
    let chinese =
        format!("标题\n{}新桥开通{}", "城市在河边。".repeat(60), "城市在河边。".repeat(60));
    let (_folder, searcher) = index(&[&persian, &chinese]);
    for (query, mark) in [("تازه", "[تازه]"), ("新桥", "[新桥]")] {
        let shown = shown(&searcher, query);
        assert!(shown[1].contains(mark), "{shown:?}");
        let length = shown[1].chars().count();
        assert!((120..=240).contains(&length), "{length} characters: {}", shown[1]);
    }
    assert!(shown(&searcher, "تازه")[1].starts_with(char::is_alphabetic));
}

#[test]
fn snippets_are_cut_where_words_end_for_a_reader() {
    let around = "Iran’s de-escalation, l’Iran and the U.S.-led talks; ".repeat(12);
    let texts: Vec<String> = (0..50)
        .map(|shift| format!("Headline\n{}{around}needle {around}", "é".repeat(shift) + " "))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (_folder, searcher) = index(&texts);
    for text in ["needle", "\"needle Iran de escalation l Iran and the US led talks\""] {
        let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
        let found = searcher.search(&query, &Page { limit: 100, ..Page::default() }).unwrap();
        assert_eq!(found.hits.len(), 50);
        for hit in &found.hits {
            for snippet in &hit.snippets {
                let paragraph = hit.article.paragraphs().nth(snippet.paragraph).unwrap();
                let piece = &snippet.marked.text;
                let cut = paragraph.match_indices(piece.as_str()).any(|(start, _)| {
                    let (before, after) = (&paragraph[..start], &paragraph[start + piece.len()..]);
                    before.chars().next_back().is_none_or(char::is_whitespace)
                        && after.chars().next().is_none_or(|next| " ,;".contains(next))
                });
                assert!(cut, "{piece}");
            }
        }
    }
}

/// Articles with words that are common or rare, and with equal scores; ids
/// count up from `first`.
fn many(first: usize, count: usize) -> Vec<Article> {
    (first..first + count)
        .map(|number| {
            let common =
                ["port ", "dam ", "port port ", "strike "][number % 4].repeat(1 + number % 5);
            let rare = if number.is_multiple_of(7) { "fjord" } else { "valley" };
            Article {
                id: ArticleId::new(format!("agency:{number}")),
                headline: format!("{common} {rare}"),
                lede: Some(format!("{common} in the {rare} {}", "again ".repeat(number % 9))),
                language: Some(Language::ENGLISH),
                published: (!number.is_multiple_of(5)).then(|| Published {
                    seconds: (number as i64 % 6) * 40 * 86_400,
                    precision: Precision::Day,
                }),
                ..Article::default()
            }
        })
        .collect()
}

/// The same articles, newer, as long as three, and with words that few have.
fn longer(articles: Vec<Article>) -> Vec<Article> {
    let longer = |article: Article| Article {
        lede: article.lede.map(|lede| format!("{lede} {}", "fjord of call ".repeat(20))),
        published: article
            .published
            .map(|published| Published { seconds: published.seconds + 400 * 86_400, ..published }),
        ..article
    };
    articles.into_iter().map(longer).collect()
}

/// Turns page after page; calls `between` after each.
fn pages(
    searcher: &mut Searcher,
    text: &str,
    page: &Page,
    between: &mut dyn FnMut(&mut Searcher),
) -> Vec<String> {
    let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
    let mut ids = Vec::new();
    let mut page = page.clone();
    loop {
        let found = searcher.search(&query, &page).unwrap();
        assert!(found.hits.len() <= page.limit);
        ids.extend(found.hits.iter().map(|hit| hit.article.id.to_string()));
        match found.next {
            None => return ids,
            Some(cursor) => page.after = Some(cursor.to_string().parse().unwrap()),
        }
        between(searcher);
    }
}

const ORDERS: [(Sort, Option<u32>); 4] = [
    (Sort::Relevance, None),
    (Sort::Relevance, Some(30)),
    (Sort::Newest, None),
    (Sort::Oldest, None),
];
const PAGED: [&str; 6] =
    ["port", "port OR fjord", "port fjord", "port W/3 valley", "again^2 OR \"the fjord\"", "*"];

#[test]
fn pages_joined_are_the_whole_list() {
    let (_folder, mut searcher) = index_of(&many(0, 300));
    for (sort, recent) in ORDERS {
        let recent = recent.and_then(NonZeroU32::new);
        for text in PAGED {
            let all = Page { limit: 1000, sort, recent, ..Page::default() };
            let whole = pages(&mut searcher, text, &all, &mut |_| {});
            let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
            let count = searcher.count(&query, Versions::Current).unwrap();
            assert_eq!(whole.len() as u64, count);
            for limit in [1, 7] {
                let page = Page { limit, counting: Counting::Skipped, ..all.clone() };
                let paged = pages(&mut searcher, text, &page, &mut |_| {});
                assert_eq!(paged, whole, "{text} by {sort:?} {recent:?}");
            }
            let middle = Page { limit: 5, offset: 3, ..all };
            let hits = searcher.search(&query, &middle).unwrap().hits;
            let ids: Vec<String> = hits.iter().map(|hit| hit.article.id.to_string()).collect();
            assert_eq!(ids, whole[3..whole.len().min(8)], "{text} by {sort:?}");
        }
    }
}

#[test]
fn articles_that_arrive_move_no_page() {
    for (sort, recent) in ORDERS {
        let recent = recent.and_then(NonZeroU32::new);
        for text in PAGED {
            let folder = tempfile::tempdir().unwrap();
            let index = Index::open_or_create(folder.path()).unwrap();
            let options = WriterOptions { threads: 1, memory: 15_000_000 };
            let mut writer = index.writer(options).unwrap();
            let mut preparer = writer.preparer(None);
            let mut add = |articles: &[Article]| {
                for article in articles {
                    writer.add(preparer.prepare(article, Edition::Current)).unwrap();
                }
                writer.commit("test").unwrap();
            };
            add(&many(0, 140));
            let mut searcher = index.searcher().unwrap();
            let page = Page { limit: 9, sort, recent, ..Page::default() };
            let before = pages(&mut searcher, text, &page, &mut |_| {});
            let mut arrived = 140;
            let paged = pages(&mut searcher, text, &page, &mut |searcher| {
                if arrived < 1000 {
                    add(&longer(many(arrived, 420)));
                    arrived += 420;
                    *searcher = index.searcher().unwrap();
                }
            });
            let first: Vec<String> = paged.into_iter().filter(|id| before.contains(id)).collect();
            assert_eq!(first, before, "{text} by {sort:?} {recent:?}");
        }
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
fn patterns_stand_for_words_as_words_are_split() {
    let (_folder, searcher) = index(&[
        "Anti-Iran talk\nThe anti-Iranian statement of the P5+1 group, 51 pages.",
        "Antiiranian\nAl-Jazeera on covid-19. The score was 2-0.",
        "Ahmadi spoke\nIran alone; 20 people, 51 houses, 5+1 talks.",
    ]);
    for (query, expected) in [
        ("anti-iran*", "1 2"),
        ("\"the anti-iran* statement\"", "1"),
        ("al-Jaz*", "2"),
        ("covid-1?", "2"),
        ("/Ahm.di/", "3"),
        ("\"2-0\"", "2"),
        ("=20", "3"),
        ("=51", "1 3"),
        ("\"5+1\"", "3"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    for query in ["U.S.*", "1,00*", "cyber-atack~1"] {
        let parsed = query::parse(query, jiff::civil::date(2022, 9, 10)).unwrap();
        let error = searcher.search(&parsed, &Page::default()).unwrap_err();
        assert!(error.to_string().contains("does not stand for one word"), "{query}: {error}");
    }
}

#[test]
fn a_part_of_a_pattern_counts_once_and_errors_name_the_whole() {
    let many: String = (0..20_100).map(|number| format!("w{number} ")).collect();
    let (_folder, searcher) =
        index(&["One\nAn anti-war march.", "Two\nAn antiwar march, anti-war."]);
    for (query, expected) in [
        ("anti-*", "1 2"),
        ("*-war", "1 2"),
        ("ATLEAST 2 (anti-*)", "2"),
        ("ATLEAST 2 (*-war)", "2"),
        ("ATLEAST 3 (anti-*)", ""),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    let (_folder, searcher) = index(&[&many]);
    let parsed = query::parse("anti-*", jiff::civil::date(2022, 9, 10)).unwrap();
    let error = searcher.search(&parsed, &Page::default()).unwrap_err();
    assert!(error.to_string().starts_with("`anti-*` stands for more than"), "{error}");
}

#[test]
fn regular_expressions_are_held_against_folded_words() {
    let (_folder, searcher) =
        index(&["Café in Téhéran\nO’Neill spoke.", "Cafe in Tehran\nThe cyberattack."]);
    for (query, expected) in [
        ("/café/", "1 2"),
        ("/Téh.ran/", "1"),
        ("/te?héran/", "1"),
        ("/o'neil+/", "1"),
        ("/cyber-?attack/", "2"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    let mut report = String::new();
    for query in ["/cyber-attack/", "/^iran$/", "/\\p{L}{20,}/", "/a*?/", "/(a/", "/[a/", "/[ß]/"]
    {
        let parsed = query::parse(query, jiff::civil::date(2022, 9, 10)).unwrap();
        let error = searcher.search(&parsed, &Page::default()).unwrap_err();
        report += &format!("{error}\n");
    }
    insta::assert_snapshot!(report, @r"
    `/cyber-attack/` does not stand for one word
    the regular expression `/^iran$/` cannot be searched for: `^` is not known: it stands for a whole word without it
    the regular expression `/\p{L}{20,}/` cannot be searched for: it is too large, give fewer or smaller repeats
    the regular expression `/a*?/` cannot be searched for: a lazy repeat says nothing about a whole word
    the regular expression `/(a/` cannot be searched for: unclosed group
    the regular expression `/[a/` cannot be searched for: unclosed character class
    the regular expression `/[ß]/` cannot be searched for: `ß` is searched as `ss`
    ");
}

#[test]
fn patterns_are_split_at_half_spaces_and_elisions_as_words_are() {
    let (_folder, searcher) = index(&[
        "نشست بین\u{200C}المللی\nکنار چشمه\u{200C}ها",
        "نشست بین المللی\nکنار چشمه\u{200C}های سرد",
        "بینالمللی\nL’Iran et l’Irak",
        "Lira\nIran, l'idée d'un dialogue, a lira",
    ]);
    for (query, expected) in [
        ("بین\u{200C}الملل*", "1 2 3"),
        ("چشمه\u{200C}ها*", "1 2"),
        ("چشم*\u{200C}ها", "1"),
        ("چشمه\u{200C}*", "1 2"),
        ("*\u{200C}ها", "1"),
        ("l’ir*", "3"),
        ("l'i*", "3 4"),
        ("L’*n", "3"),
        ("d’u?", "4"),
        ("\"l’ir* et\"", "3"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn patterns_of_every_script_and_sign_are_no_regular_expressions() {
    let mut articles = Vec::new();
    for (number, (text, source)) in [
        ("दिल्ली में बैठक", "Al–Jazeera"),
        ("தமிழ்நாடு அரசு", "新华社・东京"),
        ("ที่ประชุม", "a<b>&c#d~e"),
        ("Café crème", "x…y"),
    ]
    .into_iter()
    .enumerate()
    {
        articles.push(Article {
            id: ArticleId::new((number + 1).to_string()),
            headline: text.to_owned(),
            source: Some(source.to_owned()),
            url: Some(format!("https://example.com/{source}")),
            ..Article::default()
        });
    }
    let (_folder, searcher) = index_of(&articles);
    for (query, expected) in [
        ("दिल्ल*", "1"),
        ("*ल्ली", "1"),
        ("*्ली", "1"),
        ("दि?्ली", "1"),
        ("தமிழ்*", "2"),
        ("ที่*", "3"),
        ("cr?me", "4"),
        ("source:Al–*", "1"),
        ("source:新华社・*", "2"),
        ("source:a<b>*#d~*", "3"),
        ("url:*…*", "4"),
        ("source:x?y", "4"),
    ] {
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
        let shown = |word: super::MissingWord| match word.nearest {
            Some(nearest) => format!("{} {nearest}", word.word),
            None => word.word,
        };
        missing.into_iter().map(shown).collect()
    };
    assert_eq!(missing(&["deal", "oil", "Smith"]), [""; 0]);
    assert_eq!(
        missing(&["prise", "prce", "oill", "J", "학", "서울", "13"]),
        ["prise price", "prce price", "oill oil", "J", "학", "서울", "13"]
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
