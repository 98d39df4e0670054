//! `morgue entities`, and entities in a search.

use serde_json::Value;

use crate::command::{indexed_sample, morgue};

#[test]
fn entities_are_listed_and_have_pages() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["entities", "--kind", "person", "-n", "3", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let people: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(people.as_array().unwrap().len(), 3);
    assert_eq!(people[0]["name"], "Bram Oosterling");
    assert_eq!(people[0]["key"], "person:bram usterling");
    assert!(run.err.contains("more: -n"), "{}", run.err);
    let count = people[0]["articles"].as_u64().unwrap();
    let found = morgue(&archive, &["search", "--person", "bram oosterling", "--count"]);
    assert_eq!(found.out.trim(), count.to_string());

    let run = morgue(&archive, &["entities", "Daneshvaar", "--format", "json"]);
    let pages: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(pages[0]["name"], "Farhad Daneshva'ar");
    assert!(pages[0]["names"].as_array().unwrap().len() > 1, "{}", run.out);
    assert!(!pages[0]["with"].as_array().unwrap().is_empty(), "{}", run.out);
    let text = morgue(&archive, &["entities", "Daneshvaar"]);
    assert!(text.out.starts_with("Farhad Daneshva'ar (person), 8 articles\n"), "{}", text.out);

    let run = morgue(&archive, &["entities", "--query", "strike", "--kind", "place"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let run = morgue(&archive, &["entities", "--query", "org:"]);
    assert_eq!(run.code, 2, "{}", run.out);
}

#[test]
fn pages_of_a_shared_name_are_counted() {
    let (_scratch, archive) = indexed_sample();
    for format in ["text", "json"] {
        let run = morgue(&archive, &["entities", "Kestrel", "-n", "1", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("Dorota Kestrel") && !run.out.contains("Paul Kestrel"));
        assert!(run.err.contains("1 of 2 entities of that name; more: -n 2"), "{}", run.err);
        let run = morgue(&archive, &["entities", "Kestrel", "-n", "2", "--format", format]);
        assert!(run.out.contains("Paul Kestrel") && !run.err.contains("more:"), "{}", run.err);
    }
}

#[test]
fn what_articles_themselves_call_by_a_name_stays_and_is_said() {
    let (_scratch, archive) = indexed_sample();
    for arguments in [&["not-an-entity", "OWC"][..], &["different", "Orla Water Company", "OWC"]] {
        let run = morgue(&archive, &[&["entities"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let expected = "`OWC` stands for Orla Water Company in ";
        assert!(run.err.contains(expected) && run.err.contains("stays so"), "{}", run.err);
    }
    let run = morgue(&archive, &["entities", "not-an-entity", "Anselm Rook"]);
    assert!(!run.err.contains("stays so"), "{}", run.err);
}

#[test]
fn an_unknown_name_finds_nothing_and_names_the_nearest() {
    let (_scratch, archive) = indexed_sample();
    for arguments in [&["search", "person:\"Bram Osterlink\""][..], &["entities", "Bram Osterlink"]]
    {
        let run = morgue(&archive, arguments);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.err.contains("near it: Bram Oosterling"), "{}", run.err);
    }
}

#[test]
fn corrections_are_lines_of_a_file_and_count_at_once() {
    let (_scratch, archive) = indexed_sample();
    let count = |query: &str| morgue(&archive, &["search", query, "--count"]).out;
    let before = count("person:\"Anselm Rook\"");
    assert_ne!(before, "0\n");
    let run = morgue(&archive, &["entities", "same", "Anselm Rook", "Nobody Rook"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(count("person:\"Nobody Rook\""), before);
    let run = morgue(&archive, &["entities", "show-as", "Anselm Rook", "Rook, Anselm"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(morgue(&archive, &["entities", "--kind", "person"]).out.contains("Rook, Anselm"));
    let path = archive.join(".morgue/authority.tsv");
    let text = std::fs::read_to_string(&path).unwrap();
    let expected = "same\tAnselm Rook\tNobody Rook\nshow-as\tAnselm Rook\tRook, Anselm\n";
    assert_eq!(text, expected);
    std::fs::write(&path, format!("{text}marry\tone\tother\nnot-an-entity\tAnselm Rook\n"))
        .unwrap();
    let run = morgue(&archive, &["search", "person:\"Anselm Rook\"", "--count"]);
    assert_eq!(run.out, "0\n");
    assert!(run.err.contains("authority.tsv:3: no statement `marry`"), "{}", run.err);
    // A search that asks for no entity is not bothered with it.
    assert_eq!(morgue(&archive, &["search", "strike", "--count"]).err, "");
}

#[test]
fn corrections_at_the_same_time_are_all_kept() {
    let (_scratch, archive) = indexed_sample();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let archive = &archive;
            scope.spawn(move || {
                let name = format!("Heron {number}");
                let run = morgue(archive, &["entities", "not-an-entity", &name]);
                assert_eq!(run.code, 0, "{}", run.err);
            });
        }
    });
    let text = std::fs::read_to_string(archive.join(".morgue/authority.tsv")).unwrap();
    for number in 0..16 {
        let line = format!("not-an-entity\tHeron {number}");
        assert!(text.lines().any(|known| known == line), "{line} in {text}");
    }
}

#[test]
fn a_correction_that_says_nothing_is_refused() {
    let (_scratch, archive) = indexed_sample();
    for arguments in [
        &["same", "", "b"][..],
        &["show-as", "Anselm Rook", ""],
        &["not-an-entity", " "],
        &["different", "#a", "b"],
    ] {
        let run = morgue(&archive, &[&["entities"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains("says nothing") && run.err.contains("hint: "), "{}", run.err);
    }
    assert!(!archive.join(".morgue/authority.tsv").exists());
}

#[test]
fn where_the_archive_is_may_stand_before_a_correction() {
    let (scratch, archive) = indexed_sample();
    let home = archive.join(".morgue");
    let (archive, home) = (archive.to_str().unwrap(), home.to_str().unwrap());
    for (flag, value, name) in
        [("--index", home, "one"), ("--archive", archive, "two"), ("--color", "never", "three")]
    {
        let here = std::path::Path::new(if flag == "--color" { archive } else { "/" });
        for arguments in [
            &[flag, value, "entities", "not-an-entity", name][..],
            &["entities", flag, value, "not-an-entity", name],
            &["entities", "not-an-entity", name, flag, value],
        ] {
            if arguments[0] == "--archive" {
                continue;
            }
            let run = morgue(here, arguments);
            assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        }
    }
    let text = std::fs::read_to_string(scratch.path().join("sample/.morgue/authority.tsv"));
    assert_eq!(text.unwrap(), "not-an-entity\tone\nnot-an-entity\ttwo\nnot-an-entity\tthree\n");
    let run = morgue(archive.as_ref(), &["entities", "--kind", "org", "type", "Tehran", "place"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("--kind is about what is listed"), "{}", run.err);
    // A name may be of words that are commands.
    assert_eq!(morgue(archive.as_ref(), &["entities", "The", "same", "a"]).code, 1);
}

#[test]
fn entities_are_counted_and_explained() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["search", "*", "--facet", "person:2,place:1", "--format", "json"]);
    let found: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(found["facets"][0]["field"], "person");
    assert_eq!(found["facets"][0]["values"][0]["value"], "Bram Oosterling");
    // A number is kept, and what it leaves out is counted; without one all are there.
    let listed = |facet: &Value| facet["values"].as_array().unwrap().len() as u64;
    let all = morgue(&archive, &["search", "*", "--facet", "person,place", "--format", "json"]);
    let all: Value = serde_json::from_str(&all.out).unwrap();
    for (at, number) in [(0, 2), (1, 1)] {
        let (some, all) = (&found["facets"][at], &all["facets"][at]);
        assert_eq!((listed(some), all.get("more")), (number, None));
        assert_eq!(number + some["more"].as_u64().unwrap(), listed(all));
    }
    let run = morgue(&archive, &["search", "--explain", "person:oosterling"]);
    assert!(run.out.contains("= Bram Oosterling (10)"), "{}", run.out);
    let run = morgue(&archive, &["search", "byline:@person"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("hint"), "{}", run.err);
}

#[test]
fn an_archive_may_leave_names_alone() {
    let (_scratch, archive) = crate::command::sample();
    std::fs::create_dir_all(archive.join(".morgue")).unwrap();
    let config = archive.join(".morgue/config.toml");
    let text = std::fs::read_to_string(&config).unwrap_or_default();
    std::fs::write(&config, format!("entities = false\n{text}")).unwrap();
    assert_eq!(morgue(&archive, &["index"]).code, 0);
    let run = morgue(&archive, &["search", "@person"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("made without entities"), "{}", run.err);
}
