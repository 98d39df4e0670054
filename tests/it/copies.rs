//! Copies of one text, and `morgue convert`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::morgue;

/// A report of more words than a form has, as `agency` carries it.
fn report(headline: &str, agency: &str, day: u32, id: u32) -> String {
    let text = "The ferry service between Karsund and the outer islands will stop for three weeks, \
        the harbour master said, because the landing stage at Orla has to be rebuilt before the \
        winter storms. Passengers are to be carried by two smaller boats from the fishing pier, \
        which leave every second hour and take no cars. Farmers on the islands asked the council \
        to keep one lorry a day for milk and feed; the council will decide on it next week.";
    format!("{agency}\n\n{day} September 2022\n{id}\n\n{headline}\n\n{text}\n")
}

fn archive(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("a.txt", &report("Ferries to stop", "Northern Star News Agency", 12, 40_001));
    write("b.txt", &report("Islands without ferry", "Harbour News Agency", 11, 50_001));
    write("c.txt", &report("No ferries for weeks", "Lakeside News Agency", 13, 60_001));
    write(
        "d.txt",
        "Other news\n\nA ferry was painted green in Velmora on Monday, and nobody asked why.\n",
    );
}

#[test]
fn a_hit_says_who_else_carries_it_and_a_story_is_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path());
    let run = morgue(folder.path(), &["index"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = morgue(folder.path(), &["search", "ferry karsund"]);
    assert!(run.out.contains("also carried by "), "{}", run.out);
    assert!(run.out.ends_with("3 articles\n"), "{}", run.out);
    let count = |arguments: &[&str]| morgue(folder.path(), arguments).out.lines().count();
    assert_eq!(count(&["search", "ferry", "--format", "ids"]), 4);
    assert_eq!(count(&["search", "ferry", "--format", "ids", "--collapse"]), 2);
    assert_eq!(count(&["search", "ferry", "--format", "ids", "--collapse", "-n", "1"]), 1);

    let run = morgue(folder.path(), &["copies", "60001", "--format", "json"]);
    let story: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(story["isSure"], true, "{}", run.out);
    assert_eq!(story["carriers"][0]["name"], "Harbour News Agency");
    assert_eq!(story["carriers"].as_array().unwrap().len(), 3);
    let text = morgue(folder.path(), &["copies", "60001"]);
    assert!(text.out.lines().next().unwrap().ends_with("(first)"), "{}", text.out);

    // What may not be used is not heard of through its copies.
    let shown = morgue(folder.path(), &["show", "40001", "--format", "json"]).out;
    let mut withheld: Value = serde_json::from_str(&shown).unwrap();
    withheld["pubStatus"] = "withheld".into();
    withheld["uri"] = "x:held".into();
    withheld["source"] = "Held Wire".into();
    fs::write(folder.path().join("held.json"), withheld.to_string()).unwrap();
    assert_eq!(morgue(folder.path(), &["index"]).code, 0);
    let run = morgue(folder.path(), &["copies", "60001"]);
    assert_eq!(run.out.lines().count(), 3, "{}", run.out);
    assert!(!run.out.contains("Held Wire"), "{}", run.out);
    let run = morgue(folder.path(), &["copies", "x:held"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("hint: look at it with --all-statuses"), "{}", run.err);
    let run = morgue(folder.path(), &["copies", "x:held", "--all-statuses"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 4), "{}{}", run.out, run.err);
    fs::remove_file(folder.path().join("held.json")).unwrap();

    // Whoever goes leaves the story, and the next one is first.
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    assert_eq!(morgue(folder.path(), &["index"]).code, 0);
    let run = morgue(folder.path(), &["copies", "60001", "--format", "json"]);
    let story: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(story["carriers"][0]["name"], "Northern Star News Agency", "{}", run.out);
    assert_eq!(story["carriers"].as_array().unwrap().len(), 2);
    let alone = morgue(folder.path(), &["search", "painted", "--format", "jsonl"]);
    assert!(!alone.out.contains("carriers"), "{}", alone.out);
}

#[test]
fn who_carries_a_story_is_named_as_the_article_says_now() {
    let folder = tempfile::tempdir().unwrap();
    for (name, headline) in [("a.txt", "Ferries to stop"), ("b.txt", "Islands without ferry")] {
        let report = report(headline, "", 12, 1);
        let text = report.lines().last().unwrap();
        fs::write(folder.path().join(name), format!("{headline}\n\n{text}\n")).unwrap();
    }
    let run = |arguments: &[&str]| morgue(folder.path(), arguments);
    let names = || {
        assert_eq!(run(&["index"]).code, 0);
        let id = run(&["search", "headline:stop", "--format", "ids"]).out;
        let story = run(&["copies", id.trim(), "--format", "json"]);
        let story: Value = serde_json::from_str(&story.out).unwrap();
        let carriers = story["carriers"].as_array().unwrap();
        carriers.iter().map(|carrier| carrier["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(), [Value::Null, Value::Null]);
    let settings = "[defaults]\nagency = \"Harbour News Agency\"\n";
    fs::write(folder.path().join(".morgue/config.toml"), settings).unwrap();
    assert_eq!(names(), ["Harbour News Agency", "Harbour News Agency"]);
}

#[test]
fn convert_reads_a_file_as_the_archive_does_from_wherever_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let day = folder.join("news/dates/2022-09-10");
    fs::create_dir_all(&day).unwrap();
    fs::write(day.join("4711.txt"), "A bridge opens\n\nIt opened to lorries.\n").unwrap();
    let pattern = "dates/{date}/{agency_id}.txt";
    assert_eq!(morgue(folder, &["index", "news", "--path-pattern", pattern]).code, 0);
    let shown = morgue(&day, &["show", "4711", "--format", "json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(shown["published"], "2022-09-10", "{shown}");
    let whole = day.join("4711.txt");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.join("news"), folder.join("link")).unwrap();
    for (here, file) in [
        (folder, "news/dates/2022-09-10/4711.txt"),
        (&day, "4711.txt"),
        #[cfg(unix)]
        (folder, "link/dates/2022-09-10/4711.txt"),
        (&day, "../../../news/dates/2022-09-10/4711.txt"),
        (Path::new("/"), whole.to_str().unwrap()),
    ] {
        let run = morgue(here, &["convert", file]);
        let converted: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(converted, shown, "{file}: {}", run.err);
    }
    // What is seen to in every article is seen to here, too.
    let line = r#"{"id": "x:1", "headline": "A bridge", "embargoed": "2099-09-10"}"#;
    fs::write(folder.join("news/line.jsonl"), line).unwrap();
    fs::write(folder.join("news/.morgue/config.toml"), "time_zone = \"Asia/Tehran\"\n").unwrap();
    assert_eq!(morgue(folder, &["index", "news"]).code, 0);
    let flags = ["--format", "json", "--all-statuses"];
    let shown = morgue(&folder.join("news"), &[&["show", "x:1"], &flags[..]].concat()).out;
    assert!(shown.contains("2099-09-09T20:30Z"), "{shown}");
    assert_eq!(morgue(folder, &["convert", "news/line.jsonl"]).out, shown);
}

#[test]
fn convert_prints_what_a_reader_makes_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    archive(folder.path());
    let run = morgue(folder.path(), &["convert", "a.txt", "d.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let schema: Value = serde_json::from_str(morgue::wire::ARTICLE_SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let articles: Vec<Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(articles.len(), 2);
    assert!(articles.iter().all(|article| validator.is_valid(article)), "{}", run.out);
    assert_eq!(articles[0]["headline"], "Ferries to stop");
    assert!(!folder.path().join(".morgue").exists());

    let run = morgue(folder.path(), &["convert", "a.txt", "--as", "ninjs"]);
    let item: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(item["standard"]["version"], "3.0");
    fs::write(folder.path().join("again.json"), &run.out).unwrap();
    let again = morgue(folder.path(), &["convert", "again.json"]);
    let again: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(again["headline"], "Ferries to stop");

    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let run = morgue(folder.path(), &["convert", "empty.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("empty.txt: is empty"), "{}", run.err);
    assert_eq!(morgue(folder.path(), &["convert", "nowhere.txt"]).code, 2);
    assert_eq!(morgue(folder.path(), &["convert", "."]).code, 2);
}

#[test]
fn a_story_of_many_copies_is_one_hit_and_the_page_is_filled_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let story = |id: &str, text: &str| {
        let body = [serde_json::json!({ "kind": "paragraph", "text": text })];
        serde_json::json!({ "uri": id, "headline": "Storks", "body": body }).to_string()
    };
    let copied = "Storks were seen by the river on Monday, said the keeper of the old mill, who has \
                  counted them each spring since the bridge was built and will count them again.";
    let other = "A warehouse burned down in the harbour at night and nobody was hurt, as firemen \
                 told of storks on its roof that had flown away long before they came.";
    let mut lines: Vec<String> =
        (0..700).map(|number| story(&format!("x:{number}"), copied)).collect();
    lines.push(story("y:1", other));
    let path = folder.path().join("wire.jsonl");
    std::fs::write(path, lines.join("\n")).unwrap();
    assert_eq!(morgue(folder.path(), &["index"]).code, 0);
    let page = |arguments: &[&str]| {
        let search = ["search", "storks", "--collapse", "--format", "json", "--limit", "2"];
        let run = morgue(folder.path(), &[&search[..], arguments].concat());
        serde_json::from_str::<serde_json::Value>(&run.out).unwrap()
    };
    let first = page(&[]);
    assert_eq!(first["total"], 701);
    assert_eq!(first["hits"].as_array().unwrap().len(), 2, "one of each story");
    assert_eq!(first["hits"][0]["story"]["carriers"].as_array().map(Vec::len), Some(700));
    if let Some(next) = first["next"].as_str() {
        let rest = page(&["--after", next]);
        let ids = rest["hits"].as_array().unwrap().iter();
        assert!(ids.clone().all(|hit| hit["id"] != first["hits"][1]["id"]), "{rest}");
    }
}
