//! What paths and patterns say of records.

use super::*;
use crate::article::WarningCode;

#[test]
fn what_a_path_says_of_a_record() {
    let object = r#"{"title": "Bridge opens", "text": "It opened."}"#;
    let dated = r#"{"title": "Bridge opens", "text": "It opened.", "date": "2022-03-01"}"#;
    let numbered = r#"{"title": "Bridge opens", "text": "It opened.", "news_id": "1304903"}"#;
    let page = r#"{"text": "Bridge opens\n\nIt opened."}"#;
    let filed = r#"{"title": "Bridge opens", "text": "LINDMOUTH (Reuters) - It opened."}"#;
    let mail = "From: Jane <jane@mill.example>\nSubject: Bridge opens\n\nIt opened.\n";
    let items = r#"[{"uri": "tag:mill.example:1", "versioncreated": "2022-01-02T10:00:00Z",
        "headline": "Bridge opens", "body_text": "It opened."}]"#;
    let patterns = ["above/{source}/{date}/{agency_id}.{_}", "{source}/{date}/{agency_id}.{_}"];
    let settings = Settings {
        path_patterns: patterns.map(|pattern| pattern.parse().unwrap()).to_vec(),
        ..Settings::default()
    };
    let reader = Reader::new(settings, Boilerplate::default());
    for (path, text, expected) in [
        ("post/2022-01-01/1.json", object, "post:2022-01-01/1 2022-01-01 post"),
        ("post/2022-01-02/1.json", object, "post:2022-01-02/1 2022-01-02 post"),
        ("post/2022-01-02/1.json", page, "post:2022-01-02/1 2022-01-02 post"),
        ("post/2022-01-02/1.eml", mail, "post:2022-01-02/1 2022-01-02 post"),
        ("post/2022-01-02/1.jsonl", numbered, "post:1304903 2022-01-02 post"),
        (
            "post/2022-01-01/1.json",
            dated,
            "post:2022-01-01/1 2022-03-01 post: the path says 2022-01-01, the page 2022-03-01",
        ),
        ("2022/1.json", filed, "x: - Reuters"),
        ("post/2022-01-01/1.json", items, "tag:mill.example:1 2022-01-02T10:00:00Z post"),
    ] {
        let mut records = reader.read_bytes(text.as_bytes(), path).unwrap();
        let article = records.next().unwrap().article.unwrap();
        let id = article.id.as_str();
        let id = if id.starts_with("x:") { "x:" } else { id };
        let published = article.published.map_or("-".to_owned(), |date| date.to_string());
        let source = article.source.unwrap_or_default();
        let mut warnings = article.warnings.iter();
        let conflict = warnings.find(|warning| warning.code == WarningCode::PathConflict);
        let conflict = conflict.map(|warning| format!(": {}", warning.detail)).unwrap_or_default();
        let shown = format!("{id} {published} {source}{conflict}");
        assert_eq!(shown, expected, "{path} {text}");
    }
}

#[test]
fn what_stands_above_the_archive_is_known_of_a_single_object() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("above/post");
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("1.json"), r#"{"title": "Bridge opens", "text": "It."}"#).unwrap();
    let settings = Settings {
        path_patterns: vec!["above/{source}/{agency_id}.json".parse().unwrap()],
        ..Settings::default()
    };
    let reader = Reader::new(settings, Boilerplate::default());
    let input = crate::archive::Input {
        path: root.join("1.json"),
        relative: "1.json".to_owned(),
        size: 1,
        modified: None,
    };
    let record = reader.read(&input).unwrap().next().unwrap();
    assert_eq!(record.article.unwrap().id.as_str(), "post:1");
}
