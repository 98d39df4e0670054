//! Wildcards and regular expressions.

use super::*;

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
    the pattern `/\p{L}{20,}/` is too large
    the regular expression `/a*?/` cannot be searched for: a lazy repeat says nothing about a whole word
    the regular expression `/(a/` cannot be searched for: unclosed group
    the regular expression `/[a/` cannot be searched for: unclosed character class
    the regular expression `/[ß]/` cannot be searched for: `ß` is searched as `ss`
    ");
}

#[test]
fn patterns_of_chinese_and_japanese_are_of_characters() {
    let (_folder, searcher) = index(&["首相\n安倍晋三元首相が奈良市で", "倍\n安全な市"]);
    for (query, expected) in
        [("安倍*", "1"), ("*晋三", "1"), ("安*", "1 2"), ("倍安*", ""), ("\"奈良* で\"", "")]
    {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    for query in ["安*三", "安?", "安倍?三", "x*安"] {
        let parsed = query::parse(query, jiff::civil::date(2022, 9, 10)).unwrap();
        let error = searcher.search(&parsed, &Page::default()).unwrap_err();
        let hint = error.hint().unwrap_or_default();
        assert!(hint.contains("is a word by itself"), "{query}: {error}, {hint}");
    }
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

/// What is said of a query that cannot be searched, with the place.
fn refused(searcher: &Searcher, text: &str) -> String {
    let parsed = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
    match searcher.search(&parsed, &Page::default()) {
        Err(IndexError::Query(error)) => {
            let span = error.span().unwrap();
            let place = query::caret(text, span);
            format!("{error}\n{place}\nhint: {}\n", error.hint().unwrap_or_default())
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn a_pattern_that_is_too_large_is_said_to_be_one() {
    let (_folder, searcher) = index(&["One\nA bridge."]);
    let mut report = String::new();
    for text in [
        "bridge *a????????????????????",
        "source:*a???????????????????? bridge",
        "bridge path:*a????????????????????",
        "anti-*a????????????????????",
        "/\\p{L}{20,}/",
    ] {
        report += &refused(&searcher, text);
    }
    insta::assert_snapshot!(report, @r"
    the pattern `*a????????????????????` is too large
      bridge *a????????????????????
             ^^^^^^^^^^^^^^^^^^^^^^
    hint: write `*` for what may be of any length, and fewer `?`
    the pattern `*a????????????????????` is too large
      source:*a???????????????????? bridge
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    hint: write `*` for what may be of any length, and fewer `?`
    the pattern `*a????????????????????` is too large
      bridge path:*a????????????????????
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    hint: write `*` for what may be of any length, and fewer `?`
    the pattern `anti-*a????????????????????` is too large
      anti-*a????????????????????
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    hint: write `*` for what may be of any length, and fewer `?`
    the pattern `/\p{L}{20,}/` is too large
      /\p{L}{20,}/
      ^^^^^^^^^^^^
    hint: give fewer and smaller repeats
    ");
}

#[test]
fn patterns_stand_for_so_many_words_all_together() {
    let words = |letter: char| -> String {
        (0..15_000).map(|number| format!("{letter}{number} ")).collect()
    };
    let texts: Vec<String> = ['k', 'l', 'm', 'n'].map(words).into();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (_folder, searcher) = index(&texts);
    assert_eq!(found(&searcher, "k* OR l* OR m*"), "1 2 3");
    assert_eq!(found(&searcher, "(k* OR l* OR m*) W/5 m7"), "3");
    let mut report = String::new();
    for text in ["k* OR l* OR m* OR n*", "(k* OR l*) W/5 (m* OR n1*) NOT n*"] {
        report += &refused(&searcher, text);
    }
    insta::assert_snapshot!(report, @r"
    with `n*` the patterns of the query stand for more than 50000 words of the archive
      k* OR l* OR m* OR n*
                        ^^
    hint: give more of the words, or ask for some of them in a search of their own
    with `n1*` the patterns of the query stand for more than 50000 words of the archive
      (k* OR l*) W/5 (m* OR n1*) NOT n*
                            ^^^
    hint: give more of the words, or ask for some of them in a search of their own
    ");
}

#[test]
fn names_of_sources_have_words_beside_any_sign() {
    let sources = [
        "Fars",
        "Fars, Tehran",
        "Fars-News",
        "Fars (IR)",
        "IR (Fars)",
        "The Fars News Agency",
        "News/Fars",
        "«Fars» agency",
        "Farsi",
        "Farsnews",
        "Safars 1",
        "Ré-Fars",
    ];
    let articles: Vec<Article> = sources
        .iter()
        .enumerate()
        .map(|(number, source)| Article {
            id: ArticleId::new((number + 1).to_string()),
            headline: "bridge".to_owned(),
            source: Some((*source).to_owned()),
            ..Article::default()
        })
        .collect();
    let (_folder, searcher) = index_of(&articles);
    let nexis = |text: &str| {
        let today = jiff::civil::date(2022, 9, 10);
        let query = query::parse_as(text, query::Syntax::Nexis, today).unwrap();
        found(&searcher, &query.to_string())
    };
    assert_eq!(nexis("publication(fars)"), "1 2 3 4 5 6 7 8 12");
    assert_eq!(nexis("publication(fars!)"), "1 2 3 4 5 6 7 8 9 10 12");
    assert_eq!(nexis("publication(fars news)"), "6");
    assert_eq!(found(&searcher, "source:fars"), "1");
    assert_eq!(found(&searcher, "source:\"fars, tehran\""), "2");
}
