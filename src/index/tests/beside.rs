//! What stands beside the text.

use super::*;
use crate::article::{AltId, Concept};
use crate::facets::FacetField;

#[test]
fn what_stands_beside_the_text_is_searched_too() {
    let concept = |name: &str, id: &str| Concept { name: name.to_owned(), id: Some(id.to_owned()) };
    let described = Article {
        id: ArticleId::new("1"),
        headline: "Harbour strike ends".to_owned(),
        lede: Some("Cranes moved again on Monday.".to_owned()),
        body: vec![Block { kind: BlockKind::Paragraph, text: "Ships left.".to_owned() }],
        kicker: Some("Dockside".to_owned()),
        subhead: Some("Pilots join the walkout".to_owned()),
        located: Some("Velmora".to_owned()),
        slugline: Some("HARBOUR-STRIKE".to_owned()),
        keywords: vec!["pay".to_owned(), "labour".to_owned()],
        subjects: vec![
            concept("labour", "medtop:09000000"),
            concept("", "GCAT"),
            concept("economy, business", "medtop:04000000"),
        ],
        genres: vec![concept("Interview", "genre:Interview")],
        people: vec![concept("Ada Lorne", "P17")],
        organisations: vec![concept("Harbour Workers Union", "O4")],
        places: vec![concept("Eastport", "XEP")],
        alt_ids: vec![AltId { role: None, value: "wire-77".to_owned() }],
        language: Some(Language::ENGLISH),
        ..Article::default()
    };
    let plain = Article { id: ArticleId::new("2"), ..Article::default() };
    let (_folder, searcher) = index_of(&[described, plain]);
    for (text, expected) in [
        ("walkouts", "1"),
        ("body:dockside", "1"),
        ("headline:pilots", ""),
        ("lede:pilots", ""),
        ("pilots /p walkout", "1"),
        ("pilots /p ships", ""),
        ("dateline:velmora", "1"),
        ("words:15", "1"),
        ("words:>14", "1"),
        ("words:..14", "2"),
        ("NOT words:1..5", "1 2"),
        ("keyword:labour", "1"),
        ("keyword:\"economy business\"", "1"),
        ("keyword:\"labour economy\"", ""),
        ("keyword:09000000", "1"),
        ("keyword:gcat", "1"),
        ("keyword:interview", "1"),
        ("keyword:lorne", "1"),
        ("keyword:\"harbour workers\"", "1"),
        ("keyword:xep", "1"),
        ("lorne", ""),
        ("id:WIRE-77", "1"),
    ] {
        assert_eq!(found(&searcher, text), expected, "{text}");
    }
    let all = query::parse("*", jiff::civil::date(2022, 9, 10)).unwrap();
    let facets = searcher.facets(&all, Versions::Current, &[FacetField::Keyword]).unwrap();
    let values: Vec<(&str, u64)> =
        facets[0].values.iter().map(|(value, count)| (value.as_str(), *count)).collect();
    let expected = [("GCAT", 1), ("economy, business", 1), ("labour", 1), ("pay", 1)];
    assert_eq!((values, facets[0].without), (expected.to_vec(), 1));
}
