//! Real archives, where they are: `../shared/data` beside the project. The
//! tests skip, and say so, where it is absent.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::morgue;

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// Unpacks one of the shared archives.
fn unpacked(name: &str) -> Option<tempfile::TempDir> {
    let path = shared(name)?;
    let folder = tempfile::tempdir().unwrap();
    let status =
        Command::new("tar").arg("-xf").arg(&path).arg("-C").arg(folder.path()).status().unwrap();
    assert!(status.success(), "{} unpacks", path.display());
    Some(folder)
}

#[test]
fn the_page_the_project_was_made_from_is_found_by_every_field() {
    let Some(seed) = shared("seed") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let index = index.to_str().unwrap();
    let seed = seed.to_str().unwrap();
    let run = morgue(folder.path(), &["--index", index, "index", seed]);
    assert_eq!(run.code, 0, "{}", run.err);
    for query in [
        "\"in no position\"",
        "source:\"press tv\"",
        "agency:\"ahlulbayt news agency\"",
        "id:1304903",
        "id:abna:1304903",
        "date:2022-09-10",
        "date:2022-09-10T07:35:25",
        "lang:en",
        "\"nasser kanaani\"",
        "cyberattack",
        "headline:brussels",
        "lede:twitter OR lede:brussels",
        "section:129",
        "\"Islamic Republic\" /s \"cyber space\"",
        "person:\"Edi Rama\"",
        "person:Rama",
        "person:\"Nasser Kana'ani\"",
        "org:NATO",
        "org:MKO",
        "org:\"Mujahedin-e-Khalq Organization\"",
        "org:EU",
        "org:\"Press TV\" OR org:Twitter",
        "org:\"US National Security Council\"",
        "org:\"Ministry of Intelligence\"",
        "place:US place:\"United States\" place:Canada place:Japan place:Iraq",
        "place:Iran place:Albania place:Tirana place:Tehran place:Brussels place:Washington",
        "@org:NATO /s cyber*",
        "@person PRE/3 said",
    ] {
        let run = morgue(folder.path(), &["--index", index, "search", query, "--format", "ids"]);
        assert_eq!(run.out, "abna:1304903\n", "{query}: {}", run.err);
    }
    for query in ["date:2022-09-11", "person:\"Islamic Republic\"", "place:\"Israeli regime\""] {
        let run = morgue(folder.path(), &["--index", index, "search", query]);
        assert_eq!(run.code, 1, "{query}");
    }
    for (query, marked) in [
        ("org:MKO", "[Mujahedin-e-Khalq Organization] ([MKO])"),
        ("@org:NATO /s cyber*", "[cyber]-attacks"),
        ("@person PRE/3 said", "[Edi Rama] [said]"),
        ("person:\"Edi Rama\"", "[Rama]’s call"),
    ] {
        let run = morgue(folder.path(), &["--index", index, "search", query]);
        assert!(run.out.contains(marked), "{query}: {}", run.out);
    }
}

#[test]
fn ten_thousand_articles_are_indexed_with_one_pattern_and_none_is_lost() {
    let Some(folder) = unpacked("tehran-times-10k.tar.gz") else {
        return;
    };
    let data = folder.path().join("tehran-times/data");
    let pattern = "_news_{agency_id}_{headline:slug}.txt";
    let run = morgue(&data, &["index", "--path-pattern", pattern]);
    assert_eq!(run.code, 0, "{}", run.err);
    // Two files are one article with a new headline: its older version is kept.
    assert!(run.err.contains("10000 files: 9999 articles indexed, 1 "), "{}", run.err);
    assert_eq!(morgue(&data, &["search", "*", "--count"]).out, "9999\n");
    let all = morgue(&data, &["search", "*", "--count", "--all-versions"]);
    assert_eq!(all.out, "10000\n");
    let phrase = "\"All Content by Mehr News Agency is licensed\"";
    assert_eq!(morgue(&data, &["search", phrase, "--count"]).out, "0\n");
    let run = morgue(&data, &["search", "id:100025", "--format", "jsonl"]);
    let hit: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!(hit["headline"], "Chinese Ship Sinks After Collision Off Denmark");
    let again = morgue(&data, &["index"]);
    assert!(again.err.contains("10000 files unchanged"), "{}", again.err);
}

#[test]
fn two_weeks_of_front_pages_get_their_days_from_the_path() {
    let Some(folder) = unpacked("chronam-1916-two-weeks.tar.xz") else {
        return;
    };
    let data = folder.path().join("chronam-1916");
    let pattern = "dates/{date}/{agency_id}.txt";
    let run = morgue(&data, &["index", "--path-pattern", pattern]);
    assert!([0, 3].contains(&run.code), "{}", run.err);
    let count = |query: &str| -> u64 {
        morgue(&data, &["search", query, "--count"]).out.trim().parse().unwrap()
    };
    let pages = walkdir::WalkDir::new(data.join("dates"))
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .count() as u64;
    assert_eq!(count("path:dates/*"), pages, "{}", run.err);
    assert_eq!(count("date:1916-01"), pages);
    let by_day: u64 = (1..=14).map(|day| count(&format!("date:1916-01-{day:02}"))).sum();
    assert_eq!(by_day, pages);
}
