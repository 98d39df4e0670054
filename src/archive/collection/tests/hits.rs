//! What `morgue search` prints is kept beside the archive now and then, and is no
//! article: it would take the place of the one that was found.

use super::*;
use crate::article::{Article, ArticleId};
use crate::hit::{Hit, Marked, Snippet};
use crate::wire::{HIT_COLUMNS, hit_to_json};

#[test]
fn hits_are_no_articles() {
    let marked = Marked { text: "The ferry stays".to_owned(), marks: vec![4..9] };
    let article = Article {
        id: ArticleId::new("nsna:1304903"),
        headline: "Ferry is saved".to_owned(),
        ..Article::default()
    };
    let hit = Hit {
        headline: Marked { text: article.headline.clone(), marks: Vec::new() },
        article,
        score: Some(3.2),
        words: Some(3),
        superseded: false,
        snippets: vec![Snippet { marked, paragraph: 1, cut_before: false, cut_after: true }],
        story: None,
    };
    let line = hit_to_json(&hit);
    let columns = HIT_COLUMNS.join(",");
    let row = "nsna:1304903,2022-09-10,day,NSNA,1304903,,,,,en,usable,Ferry is saved,3,,a.txt,3.2,\
        It … stays";
    for (name, text) in [
        ("hits.jsonl", format!("{line}\n{line}\n")),
        ("hits.json", format!("[{line}]")),
        ("hits.csv", format!("{columns}\r\n{row}\r\n{row}\r\n")),
    ] {
        let reader = reader();
        let records: Vec<_> = reader.read_bytes(text.as_bytes(), name).unwrap().collect();
        assert!(!records.is_empty());
        for record in records {
            let error = record.article.unwrap_err().to_string();
            assert!(error.contains("a hit of `morgue search`"), "{name}: {error}");
        }
    }
}
