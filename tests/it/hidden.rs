//! Articles that may not be used, or not yet; and the versions of an article.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::command::morgue;

/// Sends lines to `morgue index -`.
fn send(folder: &Path, lines: &[Value]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .current_dir(folder)
        .env("MORGUE_INDEX", folder.join(".morgue"))
        .args(["index", "-", "--threads", "1"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut to_child = child.stdin.take().unwrap();
    for line in lines {
        writeln!(to_child, "{line}").unwrap();
    }
    drop(to_child);
    assert!(child.wait().unwrap().success());
}

fn article(id: &str, more: Value) -> Value {
    let mut article = json!({
        "uri": id,
        "language": "en",
        "published": "2022-09-10",
        "precision": "day",
        "headline": "Herons and storks by the river",
        "body": [{ "kind": "paragraph", "text": format!("All about herons, says {id}.") }],
    });
    for (name, value) in more.as_object().unwrap() {
        article[name] = value.clone();
    }
    article
}

#[test]
fn what_may_not_be_used_is_left_out_everywhere_alike() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    send(
        folder,
        &[
            article("x:free", json!({})),
            article("x:free2", json!({})),
            article("x:past", json!({ "embargoedUntil": "2020-01-01T00:00:00Z" })),
            article("x:later", json!({ "embargoedUntil": "2199-01-01T00:00:00Z" })),
            article("x:held", json!({ "pubStatus": "withheld" })),
            article("x:killed", json!({ "pubStatus": "canceled" })),
        ],
    );
    let run = |arguments: &[&str]| morgue(folder, arguments);
    for (query, usable, all) in [("herons", "3", "5"), ("*", "3", "6"), ("lang:en", "3", "6")] {
        assert_eq!(run(&["search", query, "--count"]).out.trim(), usable, "{query}");
        let counted = run(&["search", query, "--count", "--all-statuses"]);
        assert_eq!(counted.out.trim(), all, "{query}");
        for (flags, expected) in [(&[][..], usable), (&["--all-statuses"], all)] {
            for sort in ["relevance", "newest", "oldest"] {
                let ids = ["search", query, "--format", "ids", "--sort", sort];
                let ids = run(&[&ids[..], flags].concat());
                assert_eq!(ids.out.lines().count().to_string(), expected, "{query} by {sort}");
            }
            let json = ["search", query, "--facet", "status", "--timeline", "day"];
            let json = run(&[&json[..], &["--format", "json"], flags].concat());
            let json: Value = serde_json::from_str(&json.out).unwrap();
            assert_eq!(json["total"].to_string(), expected);
            let sum = |values: &Value| -> u64 {
                let values = values.as_array().unwrap().iter();
                values.map(|value| value["articles"].as_u64().unwrap()).sum()
            };
            assert_eq!(sum(&json["facets"][0]["values"]).to_string(), expected);
            assert_eq!(sum(&json["timeline"]["periods"]).to_string(), expected);
            let explained = ["search", query, "--explain", "--format", "json"];
            let explained = run(&[&explained[..], flags].concat());
            let explained: Value = serde_json::from_str(&explained.out).unwrap();
            assert_eq!(explained["parts"][0]["articles"].to_string(), expected);
        }
    }
    for format in [&["--count"][..], &["--format", "ids"]] {
        let query = ["search", "status:canceled"];
        let without = run(&[&query[..], format].concat());
        assert_eq!(without.code, 1);
        assert!(without.err.contains("hint: --all-statuses also looks at"), "{}", without.err);
        assert_eq!(run(&[&query[..], format, &["--all-statuses"]].concat()).code, 0);
    }
    assert!(!run(&["search", "nowhere"]).err.contains("--all-statuses"));
    let similar = run(&["similar", "x:free", "--format", "ids"]);
    assert!(!similar.out.contains("x:held") && !similar.out.contains("x:later"), "{}", similar.out);
    for (id, why) in [("x:held", "withheld"), ("x:later", "embargo"), ("x:killed", "killed")] {
        for command in [&["show", id][..], &["why", id, "herons"], &["similar", id]] {
            let refused = run(command);
            assert_eq!(refused.code, 1, "{command:?}");
            assert!(refused.err.contains(why) && refused.err.contains("hint: "), "{}", refused.err);
            assert!(!refused.out.contains("herons"), "{}", refused.out);
        }
    }
    assert_eq!(run(&["why", "x:held", "herons", "--all-statuses"]).code, 0);
    let killed = run(&["show", "x:killed", "--all-statuses"]);
    assert!(killed.out.contains("status: canceled"), "{}", killed.out);
    assert!(!killed.out.to_lowercase().contains("heron"), "{}", killed.out);
    let stats: Value = serde_json::from_str(&run(&["stats", "--format", "json"]).out).unwrap();
    assert_eq!((&stats["articles"], &stats["hidden"]), (&json!(3), &json!(3)));
    assert_eq!(run(&["check"]).code, 0);
}

#[test]
fn the_versions_of_an_article_are_compared_word_by_word() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = |text: &str| json!([{ "kind": "paragraph", "text": text }]);
    send(
        folder,
        &[
            article("x:1", json!({ "version": 2, "body": text("It rained on Tuesday.") })),
            article("x:1", json!({ "version": 1, "body": text("It rained on Monday.") })),
            article("x:1", json!({ "version": 3, "body": text("It poured on Tuesday.") })),
        ],
    );
    let run = morgue(folder, &["show", "x:1", "--history"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let lines: Vec<&str> = run.out.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "1. version 1, 2022-09-10, /dev/stdin",
            "    Herons and storks by the river",
            "2. version 2, 2022-09-10, /dev/stdin",
            "    It rained on [-Monday.-]{+Tuesday.+}",
            "3. version 3, 2022-09-10, /dev/stdin (current)",
            "    It [-rained-]{+poured+} on Tuesday.",
        ]
    );
    let json = morgue(folder, &["show", "x:1", "--history", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["versions"].as_array().unwrap().len(), 3);
    assert_eq!(json["versions"][2]["article"]["version"], 3);
    assert_eq!(json["versions"][2]["changes"][1][1]["fate"], "removed");
    assert_eq!(morgue(folder, &["show", "x:1", "--history", "--query", "rain"]).code, 2);
}

/// How many segments have documents that were taken out.
fn segments_with_remains(folder: &Path) -> usize {
    let meta = std::fs::read(folder.join(".morgue/index/meta.json")).unwrap();
    let meta: Value = serde_json::from_slice(&meta).unwrap();
    let segments = meta["segments"].as_array().unwrap().iter();
    segments.filter(|segment| !segment["deletes"].is_null()).count()
}

#[test]
fn nothing_is_left_of_a_killed_article_and_a_new_index_keeps_it_killed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let story = json!({
        "uri": "x:2",
        "pubStatus": "usable",
        "headline": "Storks by the river",
        "subheadline": "A zyxlibel",
        "ednote": "See the zyxlibel",
        "copyrightnotice": "zyxlibel",
        "place": [{ "name": "Zyxlibel" }],
        "urls": "https://example.com/zyxlibel",
        "body_text": "The zyxlibel is told here.",
    });
    std::fs::write(folder.join("a.json"), story.to_string()).unwrap();
    // So many that one or two that are out are no reason to merge.
    let other = |number: usize| {
        let uri = format!("x:{number}");
        json!({ "uri": uri, "headline": "Herons", "body_text": format!("Heron {number}.") })
    };
    for number in 3..12 {
        let path = folder.join(format!("{number}.json"));
        std::fs::write(path, other(number).to_string()).unwrap();
    }
    assert_eq!(morgue(folder, &["index"]).code, 0);
    send(folder, &[json!({ "delete": "x:3" })]);
    assert_eq!(segments_with_remains(folder), 1, "until it is merged, as it happens");
    send(folder, &[other(3), json!({ "kill": "x:2" })]);
    assert_eq!(segments_with_remains(folder), 0);
    let run = |arguments: &[&str]| morgue(folder, arguments);
    assert_eq!(run(&["terms", "zyx*"]).out, "");
    let shown = run(&["show", "x:2", "--all-statuses", "--format", "json"]).out;
    assert!(shown.contains("x:2") && !shown.to_lowercase().contains("zyxlibel"), "{shown}");
    let nothing = run(&["search", "zyxlibell"]);
    assert!(!nothing.err.contains("nearest"), "{}", nothing.err);
    // The file is still there, and the index is made anew.
    std::fs::remove_dir_all(folder.join(".morgue/index")).unwrap();
    assert_eq!(run(&["index"]).code, 0);
    assert_eq!(run(&["search", "zyxlibel", "--count"]).out.trim(), "0");
    assert_eq!(run(&["search", "*", "--count"]).out.trim(), "9");
    assert_eq!(run(&["search", "*", "--count", "--all-statuses"]).out.trim(), "10");
    assert_eq!(run(&["check"]).code, 0);
}

#[test]
fn a_kill_holds_though_the_file_goes_that_brought_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let write = |name: &str, version: u32, status: &str| {
        let story = json!({
            "uri": "x:1",
            "version": version,
            "pubStatus": status,
            "headline": "Storks by the river",
            "body_text": format!("The story is told here for the {version}. time."),
        });
        std::fs::write(folder.join(name), story.to_string()).unwrap();
    };
    write("story.json", 1, "usable");
    write("kill.json", 2, "canceled");
    let run = |arguments: &[&str]| morgue(folder, arguments);
    assert_eq!(run(&["index"]).code, 0);
    // Read again, it is the same kill.
    write("kill.json", 2, "canceled");
    assert_eq!(run(&["index", "--verify"]).code, 0);
    std::fs::remove_file(folder.join("kill.json")).unwrap();
    for arguments in [&["index"][..], &["index"], &["index", "--verify"]] {
        assert_eq!(run(arguments).code, 0);
        assert_eq!(run(&["search", "storks", "--count"]).out.trim(), "0", "{arguments:?}");
        let checked = run(&["check"]);
        assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    }
    // A version that says it is later takes its place.
    write("story.json", 3, "usable");
    assert_eq!(run(&["index"]).code, 0);
    assert_eq!(run(&["search", "storks", "--count"]).out.trim(), "1");
    assert_eq!(run(&["check"]).code, 0);
}

#[test]
fn a_kill_holds_though_its_file_says_it_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let story = |id: &str, status: &str| {
        let (headline, text) = ("Storks by the river", format!("The storks of {id} are back."));
        json!({ "id": id, "status": status, "headline": headline, "body": text }).to_string()
    };
    let write = |name: &str, lines: &[String]| {
        std::fs::write(folder.join(name), lines.join("\n")).unwrap();
    };
    let [one, two, three] = ["x:1", "x:2", "x:3"].map(|id| story(id, "usable"));
    let kill = story("x:1", "canceled");
    let run = |arguments: &[&str]| morgue(folder, arguments);
    let index = |what: &str| {
        assert_eq!(run(&["index"]).code, 0, "{what}");
        assert_eq!(run(&["search", "id:x:1", "--count"]).out.trim(), "0", "{what}");
        let checked = run(&["check"]);
        assert_eq!(checked.code, 0, "{what}: {}{}", checked.out, checked.err);
    };
    write("story.json", std::slice::from_ref(&one));
    write("latest.jsonl", &[kill.clone(), two.clone()]);
    index("a file of the latest brings the kill");
    write("latest.jsonl", &[three.clone(), kill, two.clone()]);
    index("there is something newer");
    let sent = run(&["status", "--file", "/dev/stdin", "--format", "json"]).out;
    assert_eq!(sent, "", "the file still says it");
    write("latest.jsonl", &[three.clone(), two.clone()]);
    index("the file says it no more");
    write("latest.jsonl", &[three, one, two]);
    index("it says something older");
    std::fs::remove_dir_all(folder.join(".morgue/index")).unwrap();
    index("the index is made anew");
}

#[test]
fn what_is_hidden_is_not_heard_of_in_words_names_and_figures() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = |text: &str| json!([{ "kind": "paragraph", "text": text }]);
    let held = json!({
        "pubStatus": "withheld",
        "source": "Secret Wire",
        "body": text("Prime Minister Orlando Quastel spoke of the zorblaxian treaty."),
    });
    send(folder, &[article("x:held", held), article("x:free", json!({ "source": "Open Wire" }))]);
    let run = |arguments: &[&str]| morgue(folder, arguments);
    for (command, secret) in [
        (&["terms", "zorb*"][..], "zorblaxian"),
        (&["search", "zorblaxia"], "zorblaxian"),
        (&["entities", "Orlando Quastell"], "Quastel\n"),
        (&["entities"], "Quastel"),
        (&["stats"], "Secret"),
    ] {
        let run = run(command);
        assert!(!run.out.contains(secret) && !run.err.contains(secret), "{command:?}: {}", run.err);
    }
    assert!(run(&["stats"]).out.contains("Open Wire"));
    // No name that may be shown: that is no index without names.
    let person = run(&["search", "person:quastel"]);
    assert_eq!(person.code, 1, "{}", person.err);
}
