//! Keeping up with files of many records, with what was read otherwise, and with old files.

use std::fs;

use morgue::home::Home;
use morgue::ingest::{Compare, Silent};
use morgue::ledger::Outcome;
use morgue::query::{ast::Query, ast::Span};
use morgue::{Morgue, Page};

use crate::keeping_up::{Folder, contents, fresh, fresh_with, object, options, page, zip};

#[test]
fn an_article_follows_its_container_to_another_member() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let mut folder = Folder::new(&root);
    let morgue = Morgue::create(&root).unwrap();
    for members in [
        [("a.txt", page(1, 2)), ("b.txt", page(2, 2))],
        [("c.txt", page(1, 2)), ("b.txt", page(2, 2))],
        // An older version takes its place, under another name and its own.
        [("d.txt", page(1, 1)), ("b.txt", page(2, 2))],
        [("b.txt", page(2, 2)), ("d.txt", page(1, 0))],
        [("b.txt", page(1, 0)), ("d.txt", page(2, 0))],
    ] {
        let members = members.map(|(name, text)| (name.to_owned(), text)).into();
        folder.write(&root.join("news.zip"), &zip(&members));
        morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
        assert_eq!(contents(&morgue), fresh(&root), "{members:?}");
        assert!(morgue.check(Compare::Bytes).unwrap().problems.is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_file_of_before_1970_is_read_again_when_it_changes() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let morgue = Morgue::create(&root).unwrap();
    for (day, version) in [(1, 1), (2, 2)] {
        fs::write(root.join("a.txt"), page(1, version)).unwrap();
        let time = std::time::UNIX_EPOCH - std::time::Duration::from_secs(day * 86_400);
        fs::File::options()
            .append(true)
            .open(root.join("a.txt"))
            .unwrap()
            .set_modified(time)
            .unwrap();
        morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
        assert_eq!(contents(&morgue), fresh(&root));
        let again = morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent);
        assert_eq!(again.unwrap().skipped, 1);
    }
}

#[test]
fn a_run_ends_where_several_articles_of_one_file_have_several_versions() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let mut folder = Folder::new(&root);
    let versions =
        [(1, 0), (2, 0), (1, 2), (2, 2)].map(|(article, version)| object(article, version));
    folder.write(&root.join("all.jsonl"), versions.concat().as_bytes());
    folder.write(&root.join("late.json"), object(1, 3).as_bytes());
    let morgue = Morgue::create(&root).unwrap();
    let run = || morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    run();
    fs::remove_file(root.join("late.json")).unwrap();
    run();
    assert_eq!(contents(&morgue), fresh(&root));
    // What is new at its end leaves the versions before it as they are.
    let grown = versions.concat() + &object(4, 0);
    folder.write(&root.join("all.jsonl"), grown.as_bytes());
    let summary = run();
    assert_eq!(summary.outcomes.get(&Outcome::Updated), None, "{summary:?}");
    // The third version of the first went with its file.
    assert_eq!(morgue.searcher().unwrap().older_versions(), 2);
    assert_eq!(contents(&morgue), fresh(&root));
    assert!(morgue.check(Compare::Bytes).unwrap().problems.is_empty());
}

#[test]
fn the_highest_number_is_current_in_whatever_order_versions_come() {
    for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] {
        let lines = order.map(|number| {
            let (date, body) = (format!("2022-09-{}", 20 - number), format!("Flood {number}."));
            format!(
                "{{\"uri\":\"v:1\",\"version\":{number},\"title\":\"Flood\",\
                 \"date\":\"{date}\",\"text\":\"{body}\"}}\n"
            )
        });
        let rows = order.map(|number| format!("lakeside:61,{number},Flood,Flood {number}.\n"));
        let table = format!("id,version,title,text\n{}", rows.concat());
        for (name, text) in [("a.jsonl", lines.concat()), ("a.csv", table)] {
            let scratch = tempfile::tempdir().unwrap();
            let root = scratch.path().canonicalize().unwrap();
            fs::write(root.join(name), text).unwrap();
            let morgue = Morgue::create(&root).unwrap();
            morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
            let searcher = morgue.searcher().unwrap();
            assert_eq!(searcher.older_versions(), 2, "{name} {order:?}");
            let all = Query::Everything(Span::default());
            let found = searcher.search(&all, &Page::default()).unwrap();
            let current: Vec<_> = found.hits.iter().map(|hit| hit.article.version).collect();
            assert_eq!(current, [Some(3)], "{name} {order:?}");
        }
    }
}

#[test]
fn what_the_settings_read_in_another_way_is_no_version_of_its_own() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let mut folder = Folder::new(&root);
    folder.write(&root.join("a.txt"), page(1, 1).as_bytes());
    folder.write(&root.join("b.txt"), page(2, 1).as_bytes());
    let lines = object(1, 1) + &object(2, 1);
    folder.write(&root.join("c.jsonl"), lines.as_bytes());
    let morgue = Morgue::create(&root).unwrap();
    let run = || morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    run();
    fs::write(Home::inside(&root).config(), "[defaults]\nsection = \"Water\"\n").unwrap();
    // This one says something else besides.
    folder.write(&root.join("b.txt"), page(2, 2).as_bytes());
    run();
    let searcher = morgue.searcher().unwrap();
    assert_eq!((searcher.articles(), searcher.older_versions()), (4, 1));
    assert_eq!(contents(&morgue), fresh_with(&folder));
}
