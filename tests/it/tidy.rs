//! Holds the house to its rules: what each room must never import, how files
//! open, and what nobody may leave behind.

use std::fs;
use std::path::{Path, PathBuf};

/// A room and the words that must not stand in its code.
const FORBIDDEN: [(&str, &[&str]); 26] = [
    ("src/article.rs", &["serde", "tantivy", "clap", "std::fs"]),
    ("src/article", &["serde", "tantivy", "clap", "std::fs"]),
    ("src/hit.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    ("src/facets.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    ("src/entity.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    ("src/explain.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    ("src/history.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    ("src/why.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    ("src/stats.rs", &["serde", "tantivy", "clap", "std::fs", "crate::index", "crate::render"]),
    (
        "src/archive",
        &["crate::entities", "crate::index", "crate::query", "crate::render", "tantivy", "clap"],
    ),
    (
        "src/copies",
        &[
            "tantivy",
            "std::fs",
            "std::io",
            "clap",
            "rusqlite",
            "crate::index",
            "crate::archive",
            "crate::ledger",
        ],
    ),
    ("src/entities", &["tantivy", "std::fs", "std::io", "clap", "crate::index", "crate::archive"]),
    ("src/text", &["tantivy", "std::fs", "std::io", "clap", "crate::index", "crate::archive"]),
    (
        "src/query",
        &[
            "tantivy",
            "std::fs",
            "std::io",
            "clap",
            "crate::index",
            "crate::archive",
            "crate::clock",
        ],
    ),
    (
        "src/wire",
        &["tantivy", "clap", "std::fs", "crate::index", "crate::render", "crate::archive"],
    ),
    (
        "src/index",
        &["crate::archive", "crate::copies", "crate::render", "clap", "rusqlite", "crate::ledger"],
    ),
    ("src/ledger", &["crate::index", "crate::archive", "tantivy", "clap"]),
    ("src/clock.rs", &["crate::"]),
    ("src/system.rs", &["crate::"]),
    ("src/home", &["crate::index", "crate::ledger", "tantivy", "clap", "rusqlite"]),
    ("src/ingest", &["clap", "tantivy", "rusqlite", "crate::render"]),
    ("src/morgue.rs", &["clap", "tantivy", "rusqlite", "crate::render"]),
    ("src/morgue", &["clap", "tantivy", "rusqlite", "crate::render"]),
    ("src/render", &["tantivy", "clap", "io::stdout", "crate::index", "rusqlite"]),
    // The macros that print panic where nobody listens.
    (
        "src/cli",
        &["tantivy", "rusqlite", "crate::index", "println!", "print!", "eprintln!", "eprint!"],
    ),
    ("src/main.rs", &["tantivy", "rusqlite"]),
];

/// What the library must leave to the command line, or to `clock.rs`.
const NOT_IN_THE_LIBRARY: [&str; 8] = [
    "println!",
    "eprintln!",
    "print!(",
    "process::exit",
    "env::var",
    "home_dir",
    "SystemTime::now",
    "Timestamp::now",
];
/// What `clock.rs` is there for: the time zone is found out as jiff does.
const OF_THE_CLOCK: [&str; 2] = ["env::var", "Timestamp::now"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a room, without those that are only tests.
fn rust_files(below: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root().join(below))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| {
            let inside = path.strip_prefix(root().join("src")).unwrap_or(Path::new(""));
            !inside.iter().any(|part| {
                let part = part.to_string_lossy();
                part.contains("tests") || part == "oracle"
            })
        })
        .collect()
}

/// The lines of code of a file with their numbers: no comments, no tests.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = (1..).zip(text.lines());
    let mut code = Vec::new();
    while let Some((number, line)) = lines.next() {
        if line == "#[cfg(test)]" {
            // What it is about: a line, or all up to its end.
            if lines.next().is_some_and(|(_, item)| item.ends_with('{')) {
                lines.by_ref().take_while(|(_, line)| *line != "}").for_each(drop);
            }
        } else if !line.trim_start().starts_with("//") {
            code.push((number, line.to_owned()));
        }
    }
    code
}

/// Whether a word stands in a line, not as a part of a longer one.
fn stands_in(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(place, _)| {
        let before = line[..place].chars().next_back();
        let after = line[place + word.len()..].chars().next();
        !(before.is_some_and(is_part) || after.is_some_and(is_part) && word.ends_with(is_part))
    })
}

#[test]
fn no_room_imports_what_it_must_not_know() {
    let mut broken = Vec::new();
    for (room, words) in FORBIDDEN {
        let files = rust_files(Path::new(room));
        assert!(!files.is_empty(), "the room {room} is there");
        for path in files {
            for (number, line) in code(&path) {
                for word in words.iter().filter(|word| stands_in(&line, word)) {
                    broken.push(format!("{}:{number}: {word}", path.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_the_index_names_tantivy_and_only_the_ledger_the_database() {
    let mut broken = Vec::new();
    for path in rust_files(Path::new("src")) {
        let place = path.strip_prefix(root()).unwrap().to_owned();
        for (number, line) in code(&path) {
            let wrong = stands_in(&line, "tantivy") && !place.starts_with("src/index")
                || stands_in(&line, "rusqlite") && !place.starts_with("src/ledger")
                || stands_in(&line, "clap")
                    && !(place.starts_with("src/cli") || place == Path::new("src/main.rs"));
            if wrong {
                broken.push(format!("{}:{number}: {}", place.display(), line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_library_does_not_print_exit_or_look_around() {
    let mut broken = Vec::new();
    for path in rust_files(Path::new("src")) {
        let place = path.strip_prefix(root()).unwrap().to_owned();
        if place.starts_with("src/cli") || place == Path::new("src/main.rs") {
            continue;
        }
        for (number, line) in code(&path) {
            for word in NOT_IN_THE_LIBRARY.iter().filter(|word| line.contains(**word)) {
                if place == Path::new("src/clock.rs") && OF_THE_CLOCK.contains(word) {
                    continue;
                }
                broken.push(format!("{}:{number}: {word}", place.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_nothing_is_left_behind() {
    let mut broken = Vec::new();
    for path in rust_files(Path::new("src")).into_iter().chain(rust_files(Path::new("tests"))) {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//!") {
            broken.push(format!("{}: does not open with //!", path.display()));
        }
        if path.ends_with("tidy.rs") {
            continue;
        }
        for word in ["todo!(", "unimplemented!(", "FIXME", "XXX", "dbg!(", "#[ignore"] {
            if text.contains(word) {
                broken.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_file_is_longer_than_can_be_read_at_once() {
    let mut long = Vec::new();
    for path in rust_files(Path::new("src")) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > 500 {
            long.push(format!("{}: {lines} lines", path.display()));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_main_file_stays_small() {
    let lines = fs::read_to_string(root().join("src/main.rs")).unwrap().lines().count();
    assert!(lines < 40, "src/main.rs has {lines} lines");
}
