//! The sample archive becomes the articles that `tests/golden/sample.tsv` says.

use std::fs;
use std::path::Path;

use crate::command::{indexed_sample, morgue};

struct Expected {
    path: String,
    columns: Vec<String>,
}

fn expected() -> (Vec<String>, Vec<Expected>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sample.tsv");
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let names = lines.next().unwrap().split('\t').map(str::to_owned).collect();
    let rows = lines.map(|line| {
        let mut columns = line.split('\t').map(str::to_owned);
        let path = columns.next().unwrap();
        let path = path.strip_prefix("data/sample/").unwrap().to_owned();
        Expected { path, columns: columns.collect() }
    });
    (names, rows.collect())
}

#[test]
fn every_page_becomes_the_article_that_it_must_become() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let home = morgue::home::Home::inside(&root);
    let settings = home.settings().unwrap();
    let inputs: Vec<_> = morgue::archive::walk(&root, &root, &settings)
        .unwrap()
        .map(|input| input.unwrap())
        .collect();
    let boilerplate = morgue::archive::Boilerplate::learn(&inputs, &settings);
    let reader = morgue::archive::Reader::new(settings, boilerplate);
    let (names, rows) = expected();
    assert_eq!(inputs.len(), rows.len());
    let mut wrong = Vec::new();
    for (input, row) in inputs.iter().zip(&rows) {
        assert_eq!(input.relative, row.path);
        let article = reader.read(input).unwrap().next().unwrap().article.unwrap();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let body: Vec<&str> = article.paragraphs().skip(1).collect();
        let language = article.language.or_else(|| morgue::text::detect_language(&body.join(" ")));
        let seen = [
            article.id.to_string(),
            text(&article.agency),
            text(&article.source),
            text(&article.agency_id),
            article.published.map(|date| date.to_string()).unwrap_or_default(),
            language.map(|language| language.to_string()).unwrap_or_default(),
            article.headline.clone(),
            text(&article.dateline),
            text(&article.desk),
        ];
        for ((name, expected), seen) in names[1..].iter().zip(&row.columns).zip(seen) {
            let is_hash = name == "id" && expected == "-" && seen.starts_with("x:");
            if *expected != seen && !is_hash {
                wrong.push(format!("{}: {name}: `{seen}`, not `{expected}`", row.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn searches_find_what_the_archive_was_written_to_hold() {
    let (_scratch, archive) = indexed_sample();
    let paths = |query: &str| -> Vec<String> {
        let run = morgue(&archive, &["search", query, "-n", "60", "--format", "jsonl"]);
        let mut paths: Vec<String> = run
            .out
            .lines()
            .map(|line| {
                let hit: serde_json::Value = serde_json::from_str(line).unwrap();
                hit["path"].as_str().unwrap().trim_end_matches(".txt").to_owned()
            })
            .collect();
        paths.sort();
        paths
    };
    assert_eq!(paths("\"in no position\""), ["nsna/2022/1304871-corrected"]);
    assert_eq!(
        paths("\"Philippa Ashgrove\" date:2023-10"),
        ["harbour-press/2023/85240019", "nsna/2023/1402276"]
    );
    let cyber = ["harbour-press/2022/84881902", "nsna/2022/1304871-corrected", "nsna/2022/1305520"];
    for spelling in ["cyberattack", "\"cyber attack\"", "\"cyber-attack\"", "cyber-attack"] {
        let query = format!("{spelling} date:2022-09 lang:en");
        assert_eq!(paths(&query), cyber, "{query}");
    }
    assert_eq!(
        paths("eleven NEAR/5 rest"),
        [
            "harbour-press/2022/84690031",
            "harbour-press/2022/84712208",
            "harbour-press/2023/85126640",
            "nsna/2022/1254006",
            "nsna/2022/1256112",
        ]
    );
    let maeve = paths("\"Maeve O'Hanlon\"");
    assert_eq!(maeve, paths("\"maeve o’hanlon\""));
    assert_eq!(maeve, paths("\"Maeve OHanlon\""));
    assert_eq!(maeve.len(), 9, "{maeve:?}");
    let farhad = paths("\"Farhad Daneshvaar\"");
    assert_eq!(farhad.len(), 8, "{farhad:?}");
    for spelling in ["\"farhad daneshva'ar\"", "\"Farhad Daneshv‘ar\"", "\"farhad daneshvar\""] {
        assert_eq!(paths(spelling), farhad, "{spelling}");
    }
}
