//! What an explanation says of a query.

use super::*;
use crate::explain::Explained;

/// The parts of a query with the forms of each.
fn forms(searcher: &Searcher, text: &str) -> String {
    let query = query::parse(text, jiff::civil::date(2022, 9, 10)).unwrap();
    let parts = searcher.explain(&query, Versions::Current).unwrap();
    let part = |part: Explained| {
        let forms = part.forms.iter().map(|(form, articles)| format!("{form} {articles}"));
        let forms = forms.collect::<Vec<_>>().join(", ");
        format!("{}: {forms} +{}", part.part, part.more_forms)
    };
    parts.into_iter().map(part).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_word_is_explained_by_its_forms() {
    let mut articles: Vec<Article> = [
        ("According to reports\nAn accord.", Language::ENGLISH),
        ("An accord\nAccords are rare.", Language::ENGLISH),
        ("A dying man\nThey die. Accord.", Language::ENGLISH),
        ("Un accord\nUn accord sur les accordages according.", Language::parse("fr").unwrap()),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, (text, language))| {
        let (headline, lede) = text.split_once('\n').unwrap();
        Article {
            id: ArticleId::new((number + 1).to_string()),
            headline: headline.to_owned(),
            lede: Some(lede.to_owned()),
            language: Some(language),
            ..Article::default()
        }
    })
    .collect();
    articles.push(Article { status: crate::article::Status::Withheld, ..articles[1].clone() });
    articles[4].id = ArticleId::new("5");
    let (_folder, searcher) = index_of(&articles);
    for (query, expected) in [
        ("accord", "accord: accord 4, according 2, accords 1 +0"),
        ("=accord", "=accord: accord 4 +0"),
        ("die", "die: die 1, dying 1 +0"),
        ("headline:accord", "headline:accord: accord 2, according 1 +0"),
        ("accord*", "accord*: accord 4, according 2, accordages 1, accords 1 +0"),
        ("nosuch", "nosuch:  +0"),
        ("lede:accord", "lede:accord:  +0"),
        (
            "NOT \"accords are\"",
            "NOT \"accords are\":  +0; \"accords are\":  +0; =accords: accords 1 +0; =are: are 1 +0",
        ),
    ] {
        assert_eq!(forms(&searcher, query), expected, "{query}");
    }
    let many: String = (10..25).map(|number| format!("w{number} ")).collect();
    let (_folder, searcher) = index(&[&many]);
    let explained = forms(&searcher, "w*");
    assert!(explained.starts_with("w*: w10 1, w11 1, "), "{explained}");
    assert!(explained.ends_with("w19 1 +5"), "{explained}");
}
