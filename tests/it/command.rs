//! The command as a user runs it.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// What a run of the command gave.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `morgue` in a folder.
pub fn morgue(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Run {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .current_dir(folder)
        .env_remove("MORGUE_INDEX")
        .env_remove("NO_COLOR")
        .args(arguments)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Makes an empty file with a name that is no text, where the system takes such.
#[cfg(unix)]
pub fn strange_name(folder: &Path) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt;
    let name = OsString::from_vec(b"caf\xe9.txt".to_vec());
    fs::write(folder.join(&name), "").is_ok().then_some(name)
}

#[cfg(not(unix))]
pub fn strange_name(_: &Path) -> Option<OsString> {
    None
}

/// A copy of the sample archive, so that no test writes into the repository.
pub fn sample() -> (tempfile::TempDir, PathBuf) {
    let scratch = tempfile::tempdir().unwrap();
    let target = scratch.path().join("sample");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    for entry in walkdir::WalkDir::new(&source) {
        let entry = entry.unwrap();
        let below = entry.path().strip_prefix(&source).unwrap();
        // The repository's own index, if somebody tried the README, stays out.
        if below.starts_with(".morgue/index") || below.starts_with(".morgue/ledger.sqlite") {
            continue;
        }
        if entry.file_type().is_dir() {
            fs::create_dir_all(target.join(below)).unwrap();
        } else {
            fs::copy(entry.path(), target.join(below)).unwrap();
        }
    }
    (scratch, target)
}

/// The sample archive, indexed.
pub fn indexed_sample() -> (tempfile::TempDir, PathBuf) {
    let (scratch, archive) = sample();
    let run = morgue(&archive, &["index"]);
    assert_eq!(run.code, 0, "{}", run.err);
    (scratch, archive)
}

#[test]
fn an_index_that_lies_elsewhere_knows_the_folder_whoever_made_it() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    for name in ["news/drafts/a.txt", "news/b.txt"] {
        fs::create_dir_all(folder.join("news/drafts")).unwrap();
        fs::write(folder.join(name), format!("A bridge opens\n\nIt is {name}.\n")).unwrap();
    }
    let settings = |home: &str| {
        fs::create_dir_all(folder.join(home)).unwrap();
        fs::write(folder.join(home).join("config.toml"), "exclude = [\"drafts/**\"]\n").unwrap();
    };
    let run = |arguments: &[&str]| {
        let run = morgue(folder, arguments);
        assert!(run.code < 2, "{arguments:?}: {}", run.err);
        run.out
    };
    let homes = ["elsewhere/prepared", "elsewhere/searched", "elsewhere/fed"];
    homes.iter().for_each(|home| settings(home));
    // A slip of the hand is not remembered.
    assert_eq!(morgue(folder, &["index", "nwes", "--index", homes[0]]).code, 2);
    run(&["index", "news", "--index", homes[0]]);
    run(&["search", "*", "--index", homes[1], "--archive", "news"]);
    // Standard input is at its end at once.
    run(&["index", "-", "--index", homes[2]]);
    run(&["index", "news", "--index", homes[2]]);
    for home in homes {
        let found = run(&["search", "*", "--index", home, "--format", "jsonl"]);
        assert_eq!(found.lines().count(), 1, "{home}: {found}");
        assert_eq!(run(&["search", "path:b.txt", "--count", "--index", home]), "1\n", "{home}");
        let again = fs::read_to_string(folder.join(home).join("config.toml")).unwrap();
        run(&["index", "news/b.txt", "--index", home]);
        assert_eq!(fs::read_to_string(folder.join(home).join("config.toml")).unwrap(), again);
    }
    fs::create_dir(folder.join("empty")).unwrap();
    let run = morgue(folder, &["index", "news", "--dry-run", "--index", "empty"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(fs::read_dir(folder.join("empty")).unwrap().count(), 0);
}

fn ids(run: &Run) -> Vec<&str> {
    run.out.lines().collect()
}

#[test]
fn one_command_indexes_a_folder_and_searches_it() {
    let (scratch, _) = sample();
    let run = morgue(scratch.path(), &["search", "--archive", "sample", "\"in no position\""]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("52 files"), "{}", run.err);
    assert!(run.out.contains("[in no position]"), "{}", run.out);
    assert!(run.out.contains("nsna:1304871"), "{}", run.out);
    assert!(run.out.ends_with("1 article\n"), "{}", run.out);
    let again = morgue(scratch.path(), &["search", "--archive", "sample", "\"in no position\""]);
    assert_eq!(again.err, "");
    assert_eq!(again.out, run.out);
}

#[test]
fn every_form_of_output_says_the_same() {
    let (_scratch, archive) = indexed_sample();
    let search = |format: &str| {
        let run = morgue(&archive, &["search", "strike karsund", "-n", "50", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let by_line = search("ids");
    let ids: Vec<&str> = by_line.lines().collect();
    assert!(ids.len() > 3, "{ids:?}");
    let json: Value = serde_json::from_str(&search("json")).unwrap();
    assert_eq!(json["total"], ids.len());
    let validator =
        jsonschema::draft202012::new(&serde_json::from_str(morgue::wire::HIT_SCHEMA).unwrap())
            .unwrap();
    let in_json: Vec<&str> =
        json["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(in_json, ids);
    let lines = search("jsonl");
    for (line, id) in lines.lines().zip(&ids) {
        let hit: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&hit), "{line}");
        assert_eq!(hit["id"], *id);
    }
    let csv = search("csv");
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(rows.headers().unwrap().iter().next(), Some("id"));
    let in_csv: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert_eq!(in_csv, ids);
    let count = morgue(&archive, &["search", "strike karsund", "--count"]);
    assert_eq!(count.out.trim(), ids.len().to_string());
}

#[test]
fn flags_build_the_query_that_typing_builds() {
    let (_scratch, archive) = indexed_sample();
    for (flags, query) in [
        (&["--phrase", "in no position"][..], "\"in no position\""),
        (&["--from", "2022-09", "--to", "2022-09-10"], "date:2022-09..2022-09-10"),
        (&["--source", "harbourtv"], "source:HarbourTV"),
        (&["--agency", "Harbour Press Service"], "agency:\"harbour press service\""),
        (&["--id", "1304871"], "id:nsna:1304871"),
        (&["--lang", "fa", "--lang", "ar"], "lang:(fa OR ar)"),
    ] {
        let all = ["-n", "60", "--format", "ids", "--sort", "newest"];
        let by_flag = morgue(&archive, &[&["search"], flags, &all].concat());
        let typed = morgue(&archive, &[&["search", query], &all[..]].concat());
        assert_eq!(by_flag.out, typed.out, "{query}");
        assert!(!by_flag.out.is_empty(), "{query}: {}", by_flag.err);
    }
}

#[test]
fn a_query_may_begin_with_a_dash() {
    let (_scratch, archive) = sample();
    let search = |arguments: &[&str]| {
        morgue(&archive, &[&["search", "--archive", ".", "--format", "ids"], arguments].concat())
    };
    let all = search(&["-n", "100", "*"]);
    // `-h` and `-n` alone are flags; `-harbour` and `-north` are not.
    for word in ["harbour", "north", "zzz"] {
        let with = search(&["-n100", word]);
        let without = search(&["-n100", &format!("-{word}")]);
        assert_eq!(without.code, 0, "{}", without.err);
        assert_eq!(ids(&with).len() + ids(&without).len(), ids(&all).len(), "{word}");
    }
    assert_eq!(search(&["-zzz", "-n", "2"]).out, search(&["-n", "2", "--", "-zzz"]).out);
    let slip = search(&["storks", "--limit", "-1"]);
    assert!(slip.code == 2 && slip.err.contains("invalid value '-1'"), "{}", slip.err);
    let slip = morgue(&archive, &["why", "-iran", "1304871"]);
    assert!(slip.code == 1 && slip.err.contains("the id `-iran`"), "{}", slip.err);
    let slip = search(&["--limt", "3", "storks"]);
    assert!(slip.code == 2 && slip.err.contains("'--limit'"), "{}", slip.err);
}

#[test]
fn librarians_may_type_what_they_are_used_to() {
    let (_scratch, archive) = indexed_sample();
    let ids = |arguments: &[&str]| {
        let all = ["-n", "60", "--format", "ids", "--sort", "newest"];
        let run = morgue(&archive, &[&["search"], arguments, &all].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let native = ids(&["eleven W/5 rest AND headline:strike"]);
    assert_eq!(ids(&["--syntax", "nexis", "eleven w/5 rest and headline(strike)"]), native);
    assert_eq!(ids(&["--syntax", "factiva", "eleven near5 rest and hd=strike"]), native);
    let run = morgue(&archive, &["search", "--syntax", "nexis", "caps(aids)"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains('^') && run.err.contains("hint: "), "{}", run.err);
}

#[test]
fn nothing_found_says_what_was_searched_and_what_to_try() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["search", "velmoora zzzzzzzz"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.out, "");
    assert!(
        run.err.contains("nothing found for velmoora AND zzzzzzzz in 50 articles"),
        "{}",
        run.err
    );
    assert!(run.err.contains("the nearest word that does: velmora"), "{}", run.err);
    assert!(run.err.contains("`zzzzzzzz` does not occur"), "{}", run.err);
    for (query, said) in [
        ("lang:english", "no article here has `lang:english`; did you mean `lang:en`?"),
        ("status:foo", "did you mean `status:usable` or `status:withheld` or `status:canceled`?"),
        ("source:nosuch", "no article here has `source:nosuch`\n"),
    ] {
        let run = morgue(&archive, &["search", query]);
        assert_eq!(run.code, 1);
        assert!(run.err.contains(said), "{}", run.err);
        assert!(!run.err.contains("--all-statuses"), "{}", run.err);
    }
    let run = morgue(&archive, &["search", "status:withheld"]);
    assert!(run.err.contains("--all-statuses") && !run.err.contains("no article"), "{}", run.err);
    let one = tempfile::tempdir().unwrap();
    fs::write(one.path().join("a.txt"), "A bridge opens\n\nIt opened on Monday.\n").unwrap();
    let run = morgue(one.path(), &["search", "--archive", ".", "storks"]);
    assert!(run.err.contains("nothing found for storks in 1 article\n"), "{}", run.err);
}

#[test]
fn an_article_is_shown_by_its_id_or_its_agency_id() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["show", "1304871", "--query", "\"in no position\""]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("id: nsna:1304871\n"), "{}", run.out);
    assert!(run.out.contains("[in no position]"), "{}", run.out);
    let json = morgue(&archive, &["show", "nsna:1304871", "--format", "json"]);
    let article: Value = serde_json::from_str(&json.out).unwrap();
    let schema = serde_json::from_str(morgue::wire::ARTICLE_SCHEMA).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&article));
    let run = morgue(&archive, &["show", "no:such"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("no article has the id `no:such`"), "{}", run.err);
}

#[test]
fn a_second_run_reads_only_what_changed() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["index"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("0 articles indexed, 52 files unchanged"), "{}", run.err);
    fs::write(archive.join("new.txt"), "A new page about flamingos\n\nThey are pink.\n").unwrap();
    let run = morgue(&archive, &["index"]);
    assert!(run.err.contains("1 article indexed, 52 files unchanged"), "{}", run.err);
    let found = morgue(&archive, &["search", "flamingo", "--format", "ids"]);
    assert_eq!(ids(&found).len(), 1);
    fs::write(archive.join("new.txt"), "A new page about flamingos\n\nThey are grey.\n").unwrap();
    let run = morgue(&archive, &["index"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(morgue(&archive, &["search", "flamingo grey", "--count"]).out, "1\n");
    assert_eq!(morgue(&archive, &["search", "flamingo", "--count"]).out, "1\n");
    // Its words move to another file, and it gets new ones: both are there.
    fs::copy(archive.join("new.txt"), archive.join("moved.txt")).unwrap();
    fs::write(archive.join("new.txt"), "A page about ostriches\n\nThey are tall and grey.\n")
        .unwrap();
    morgue(&archive, &["index"]);
    assert_eq!(morgue(&archive, &["search", "flamingo", "--count"]).out, "1\n");
    assert_eq!(morgue(&archive, &["search", "ostrich", "--count"]).out, "1\n");
    fs::write(archive.join("moved.txt"), "").unwrap();
    assert_eq!(morgue(&archive, &["index"]).code, 3);
    assert_eq!(morgue(&archive, &["search", "flamingo", "--count"]).out, "0\n");
}

#[test]
fn the_contracts_completions_and_manual_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let run = morgue(folder.path(), arguments);
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    assert_eq!(run(&["schema", "index"]), morgue::index::DEFINITION);
    assert_eq!(run(&["schema", "article"]), morgue::wire::ARTICLE_SCHEMA);
    assert_eq!(run(&["schema", "hit"]), morgue::wire::HIT_SCHEMA);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(run(&["completions", shell]).contains("morgue"));
    }
    assert!(run(&["man"]).contains(".TH morgue"));
    assert!(run(&["man", "search"]).contains("phrase"));
    // The page of `entities` refers to it.
    assert!(run(&["man", "entities", "same"]).contains(".TH morgue-entities-same"));
    let slip = morgue(folder.path(), &["man", "stats", "same"]);
    assert!(slip.code == 2 && slip.err.contains("has no command `same`"), "{}", slip.err);
    let of_man = |line: &&str| line.contains("using_subcommand man\"") && line.contains(" -f -a ");
    let fish = run(&["completions", "fish"]);
    assert!(fish.lines().filter(of_man).any(|line| line.contains("entities")), "{fish}");
    let bash = run(&["completions", "bash"]);
    let of_man = bash.split("morgue__subcmd__man)").nth(1);
    let words = of_man.unwrap().lines().find(|line| line.contains("opts=")).unwrap();
    assert!(words.contains("entities"), "{words}");
}

#[test]
fn an_empty_variable_is_one_that_is_not_set() {
    let (_scratch, archive) = indexed_sample();
    let run = |variable: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.current_dir(&archive).env("MORGUE_INDEX", variable).args(arguments);
        command.output().unwrap()
    };
    for arguments in [&["stats"][..], &["completions", "bash"]] {
        let output = run("", arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(run("nowhere", &["stats"]).status.code(), Some(2));
    assert_eq!(morgue(&archive, &["stats", "--index", ""]).code, 2);
}

#[test]
fn what_is_said_of_the_arguments_has_the_colours_that_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, is_coloured) in [
        (&["--color=always", "serch"][..], true),
        (&["stats", "--color", "always", "--nope"], true),
        (&["--color=always", "--color", "never", "serch"], false),
        (&["serch", "--", "--color=always"], false),
        (&["--color", "sometimes"], false),
    ] {
        let run = morgue(folder.path(), arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert_eq!(run.err.contains('\x1b'), is_coloured, "{arguments:?}: {}", run.err);
    }
}

#[test]
fn stats_count_what_there_is() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["stats", "--format", "json"]);
    let stats: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(stats["articles"], 50);
    let languages: u64 = stats["languages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|language| language["articles"].as_u64().unwrap())
        .sum();
    assert!(languages >= 48, "{languages} articles have a language");
    assert!(morgue(&archive, &["stats"]).out.starts_with("articles:  50\n"));
}

#[test]
fn facets_and_timelines_count_all_that_matches() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(
        &archive,
        &[
            "search",
            "*",
            "-n",
            "1",
            "--facet",
            "lang,year",
            "--timeline",
            "month",
            "--format",
            "json",
        ],
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["hits"].as_array().unwrap().len(), 1);
    let sum = |values: &Value| -> u64 {
        values.as_array().unwrap().iter().map(|value| value["articles"].as_u64().unwrap()).sum()
    };
    for facet in json["facets"].as_array().unwrap() {
        assert_eq!(sum(&facet["values"]) + facet["without"].as_u64().unwrap(), 50, "{facet}");
    }
    for value in json["facets"][1]["values"].as_array().unwrap() {
        let year = format!("date:{}", value["value"].as_str().unwrap());
        let count = morgue(&archive, &["search", &year, "--count"]).out;
        assert_eq!(count.trim(), value["articles"].to_string(), "{year}");
    }
    let timeline = &json["timeline"];
    let dated = 50 - timeline["undated"].as_u64().unwrap();
    assert_eq!(sum(&timeline["periods"]) + timeline["imprecise"].as_u64().unwrap(), dated);
    let months: Vec<&str> = timeline["periods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| period["value"].as_str().unwrap())
        .collect();
    assert_eq!(months[..3], ["2021-05", "2021-06", "2021-07"]);
    assert_eq!(months.last(), Some(&"2023-10"));
    assert_eq!(months.len(), 8 + 12 + 10, "each month of the time is there, empty ones too");
    let text = morgue(&archive, &["search", "strike", "--facet", "agency:1", "--timeline", "year"]);
    assert!(text.out.contains("agency:\n"), "{}", text.out);
    assert!(text.out.contains("2022  "), "{}", text.out);
    let run = morgue(&archive, &["search", "strike", "--facet", "colour"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("one of source, agency, lang"), "{}", run.err);
    let run = morgue(&archive, &["search", "strike", "--facet", "lang", "--format", "jsonl"]);
    assert_eq!(run.code, 2);
    let rows = ["search", "strike", "--facet", "lang:1", "--timeline", "year", "--format", "csv"];
    let run = morgue(&archive, &rows);
    let text = morgue(&archive, &["search", "strike lang:en", "--count"]).out;
    let english = format!("field,value,articles\nlang,en,{text}year,2022,");
    assert!(run.out.starts_with(&english), "{}", run.out);
    let run = morgue(&archive, &[&rows[..], &["-n", "3"]].concat());
    assert_eq!(run.code, 2);
    assert!(run.err.contains("print counts and no hits"), "{}", run.err);
}

#[test]
fn without_a_folder_the_archive_of_the_index_is_read() {
    let scratch = tempfile::tempdir().unwrap();
    let [archive, elsewhere] = ["archive", "elsewhere"].map(|name| scratch.path().join(name));
    for (folder, word) in [(&archive, "bridge"), (&elsewhere, "diary")] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("a.txt"), format!("A {word} opens\n\nThe {word} opened.\n")).unwrap();
    }
    let index = ["--index", "../index"];
    let run = |arguments: &[&str]| morgue(&elsewhere, &[arguments, &index].concat());
    assert_eq!(run(&["index", "../archive"]).code, 0);
    fs::write(archive.join("b.txt"), "A bridge closes\n\nIt closed on Monday.\n").unwrap();
    assert_eq!(run(&["index"]).code, 0);
    assert_eq!(run(&["search", "bridge", "--count"]).out, "2\n");
    assert_eq!(run(&["search", "diary", "--count"]).out, "0\n");
}

#[test]
fn a_list_for_programs_is_whole() {
    let (_scratch, archive) = indexed_sample();
    let count = morgue(&archive, &["search", "*", "--count"]).out;
    let count: usize = count.trim().parse().unwrap();
    let list = |flags: &[&str]| {
        let run = morgue(&archive, &[&["search", "*"], flags].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    assert!(count > 10);
    for format in ["ids", "jsonl", "articles", "ninjs"] {
        assert_eq!(list(&["--format", format]).lines().count(), count, "{format}");
        assert_eq!(list(&["--format", format, "-n", "3"]).lines().count(), 3, "{format}");
    }
    let csv = list(&["--format", "csv"]);
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), count);
    let page: Value = serde_json::from_str(&list(&["--format", "json"])).unwrap();
    assert_eq!(page["hits"].as_array().unwrap().len(), 10);
    let all: Value = serde_json::from_str(&list(&["--format", "json", "-n", "all"])).unwrap();
    assert_eq!(all["hits"].as_array().unwrap().len(), count);
    let collapsed = list(&["--format", "jsonl", "--collapse"]);
    let ids = list(&["--format", "ids", "--collapse"]);
    assert_eq!(collapsed.lines().count(), ids.lines().count());
    assert!(ids.lines().count() < count, "a story is carried by several");
    let places = morgue(&archive, &["search", "strike karsund", "--format", "kwic"]).out;
    let mut places = csv::Reader::from_reader(places.as_bytes());
    let places: Vec<csv::StringRecord> = places.records().map(Result::unwrap).collect();
    let found = ["search", "strike karsund", "--format", "ids"];
    let places_of: BTreeSet<&str> = places.iter().map(|row| &row[0]).collect();
    assert_eq!(places_of, morgue(&archive, &found).out.lines().collect());
    // Of a search that fails nothing is printed; one that finds nothing names the columns.
    for (query, flags, code, lines) in [
        ("a*b????????????????????????", &["--format", "csv"][..], 2, 0),
        ("strike", &["--format", "kwic", "--collapse"], 2, 0),
        ("nothinglikeit", &["--format", "csv"], 1, 1),
        ("nothinglikeit", &["--format", "jsonl"], 1, 0),
    ] {
        let run = morgue(&archive, &[&["search", query], flags].concat());
        assert_eq!((run.code, run.out.lines().count()), (code, lines), "{query} {flags:?}");
    }
    let stems = ["strik", "struck", "karsund"];
    assert!(places.iter().all(|row| stems.iter().any(|s| row[5].to_lowercase().starts_with(s))));
    // What is written out whole is an archive again.
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("all.jsonl"), list(&["--format", "articles"])).unwrap();
    assert_eq!(morgue(other.path(), &["index"]).code, 0);
    let again = morgue(other.path(), &["search", "*", "--format", "ids"]).out;
    assert_eq!(again, list(&["--format", "ids"]));
}

#[test]
fn a_flag_that_would_be_ignored_is_refused() {
    let (_scratch, archive) = indexed_sample();
    for only in ["--count", "--explain"] {
        for flag in [
            &["--sort", "newest"][..],
            &["--limit", "3"],
            &["-n", "3"],
            &["--offset", "3"],
            &["--recent"],
            &["--collapse"],
            &["--facet", "lang"],
            &["--timeline", "year"],
            &["--format", "csv"],
            &["--format", "jsonl"],
            &["--format", "ids"],
        ] {
            let run = morgue(&archive, &[&["search", "strike", only], flag].concat());
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{only} {flag:?}");
        }
    }
    let run = morgue(&archive, &["search", "strike", "--count", "--format", "json"]);
    let total: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(total, serde_json::json!({ "query": "strike", "total": 4 }));
}

#[test]
fn an_explanation_says_what_each_part_matches_and_which_leaves_nothing() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["search", "--explain", "strike karsund date:2031"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.starts_with("strike AND karsund AND date:2031\n\nall of\n"), "{}", run.out);
    let counts = |query: &str| morgue(&archive, &["search", query, "--count"]).out;
    let line = run.out.lines().find(|line| line.ends_with("  strike")).unwrap();
    let articles = line.split_whitespace().next().unwrap();
    assert_eq!(articles, counts("strike").trim());
    let culprits: Vec<&str> = run.out.lines().filter(|line| line.contains("<-")).collect();
    assert_eq!(culprits.len(), 1);
    assert!(culprits[0].contains("date:2031  <- leaves nothing"), "{}", run.out);
    let json = morgue(&archive, &["search", "--explain", "strike date:2031", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["parts"][2]["empties"], true);
    let refused = morgue(&archive, &["search", "--explain", "strike", "--format", "csv"]);
    assert_eq!(refused.code, 2);
    let run = morgue(&archive, &["search", "--explain", "strike OR karsund"]);
    assert_eq!(run.code, 0);
    assert!(!run.out.contains("<-"), "{}", run.out);
}

#[test]
fn an_explanation_lists_the_forms_of_words() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["search", "--explain", "accord =karsund"]);
    let forms: Vec<&str> = run.out.lines().filter(|line| line.ends_with(')')).collect();
    assert_eq!(forms.len(), 1, "{}", run.out);
    assert_eq!(forms[0].trim(), "accord (1), according (1)");
    let json = morgue(&archive, &["search", "--explain", "accord", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let forms = serde_json::json!([
        { "form": "accord", "articles": 1 },
        { "form": "according", "articles": 1 },
    ]);
    assert_eq!(json["parts"][0]["forms"], forms);
}

#[test]
fn an_operator_in_small_letters_is_said_to_be_a_word() {
    let (_scratch, archive) = indexed_sample();
    let said = "`or` is searched as a word; the operator is OR\n  strike or karsund\n         ^^\n";
    for command in [&["search", "--format", "json"][..], &["why", "1304871"]] {
        let run = morgue(&archive, &[command, &["strike or karsund"]].concat());
        assert!(run.err.starts_with(said), "{}", run.err);
    }
    for query in ["strike OR karsund", "\"strike or karsund\""] {
        let run = morgue(&archive, &["search", query]);
        assert!(!run.err.contains("is searched as a word"), "{}", run.err);
    }
}

#[test]
fn an_article_says_why_it_matches_and_by_how_much_it_does_not() {
    let (_scratch, archive) = indexed_sample();
    let query = "valves W/2 customers bill NOT (source:irna) date:2022-09";
    let run = morgue(&archive, &["why", "1304871", query]);
    assert_eq!(run.code, 1, "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("fails  "), "{}", run.out);
    assert!(lines.iter().any(|line| line.contains("words apart, limit 2")), "{}", run.out);
    assert!(run.out.contains("[valves]") || run.out.contains("[customers]"), "{}", run.out);
    assert!(lines.contains(&"holds    bill"), "{}", run.out);
    assert!(lines.contains(&"holds    date:2022-09"), "{}", run.out);
    assert!(run.out.contains("source:irna: the article has HarbourTV"), "{}", run.out);
    let run = morgue(&archive, &["why", "1304871", "bill"]);
    assert_eq!((run.code, run.out.as_str()), (0, "holds  bill\n"));
    assert_eq!(morgue(&archive, &["why", "nobody", "bill"]).code, 1);
}

#[test]
fn articles_like_one_share_its_story() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["similar", "nsna:1256112", "-n", "3"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("by the words "), "{}", run.out);
    // The same report, as another agency carries it.
    let ids = morgue(&archive, &["similar", "nsna:1256112", "-n", "3", "--format", "ids"]);
    assert_eq!(ids.out.lines().next(), Some("hps:84712208"));
    assert!(!ids.out.contains("nsna:1256112"), "{}", ids.out);
}

#[test]
fn words_of_the_archive_are_listed_with_their_articles() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["terms", "daneshva"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.lines().any(|line| line.trim() == "7  daneshvaar"), "{}", run.out);
    let nothing = morgue(&archive, &["terms", "qqqq"]);
    assert_eq!(nothing.code, 1);
    assert_eq!(nothing.err, "no word of this archive is like qqqq*\n");
    let several = morgue(&archive, &["terms", "cyber-att"]);
    assert_eq!(several.code, 2);
    assert!(several.err.contains("`cyber-att` is 2 words"), "{}", several.err);
    assert!(several.err.contains("morgue terms att"), "{}", several.err);
    assert_eq!(morgue(&archive, &["terms", "two words"]).code, 2);
}

#[test]
fn a_closed_pipe_is_success() {
    let (_scratch, archive) = indexed_sample();
    let command = format!(
        "'{}' search '*' -n 50 --format json | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}",
        env!("CARGO_BIN_EXE_morgue")
    );
    let status =
        Command::new("bash").args(["-c", &command]).current_dir(&archive).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_list_whose_reader_has_gone_ends_well() {
    let (_scratch, archive) = indexed_sample();
    // More than is written in one block.
    let listed = morgue(&archive, &["search", "*", "--format", "csv"]).out;
    assert!(listed.len() > 16 * 1024, "{}", listed.len());
    for format in ["csv", "jsonl", "ids", "articles"] {
        let (unread, writer) = std::io::pipe().unwrap();
        drop(unread);
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.current_dir(&archive).args(["search", "*", "--format", format]).stdout(writer);
        assert_eq!(command.status().unwrap().code(), Some(0), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_said_on_standard_error_need_not_be_heard() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "A bridge opens\n\nIt opened on Monday.\n").unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let (unread, writer) = std::io::pipe().unwrap();
    drop(unread);
    for arguments in [&["index"][..], &["search", "no such"], &["show", "nope"]] {
        let run = |deaf: std::process::Stdio| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
            command.current_dir(folder.path()).env_remove("MORGUE_INDEX").args(arguments);
            command.stderr(deaf).stdout(std::process::Stdio::null()).status().unwrap().code()
        };
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let expected = if arguments == ["index"] { Some(3) } else { Some(1) };
        assert_eq!(run(writer.try_clone().unwrap().into()), expected, "{arguments:?}, closed");
        if arguments == ["index"] {
            fs::remove_dir_all(folder.path().join(".morgue")).unwrap();
        }
        assert_eq!(run(full.into()), expected, "{arguments:?}, full");
    }
    assert_eq!(morgue(folder.path(), &["search", "bridge", "--count"]).out, "1\n");
}

#[test]
fn a_page_may_be_empty() {
    let (_scratch, archive) = indexed_sample();
    let none = morgue(&archive, &["search", "*", "-n", "0"]);
    assert_eq!((none.code, none.out.as_str()), (0, "50 articles\n"));
    let beyond = morgue(&archive, &["search", "*", "--offset", "60"]);
    assert_eq!(beyond.out, "50 articles, none of them beyond the first 60\n");
}

#[test]
fn pages_follow_each_other() {
    let (_scratch, archive) = indexed_sample();
    let ids = |run: &str| run.lines().map(str::to_owned).collect::<Vec<_>>();
    for order in [&["--sort", "newest"][..], &["--sort", "oldest"], &[], &["--recent"]] {
        let search = ["search", "strike OR karsund OR bridge"];
        let all = morgue(&archive, &[&search, order, &["-n", "100", "--format", "ids"]].concat());
        let mut paged = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let cursor: Vec<&str> =
                after.iter().flat_map(|cursor| ["--after", cursor.as_str()]).collect();
            let page = [&search, order, &cursor[..]].concat();
            let json = morgue(&archive, &[&page[..], &["-n", "4", "--format", "json"]].concat());
            let json: Value = serde_json::from_str(&json.out).unwrap();
            let hits = json["hits"].as_array().unwrap().iter();
            paged.extend(hits.map(|hit| hit["id"].as_str().unwrap().to_owned()));
            match json["next"].as_str() {
                Some(cursor) => after = Some(cursor.to_owned()),
                None => break,
            }
        }
        assert!(paged.len() > 8);
        assert_eq!(paged, ids(&all.out), "{order:?}");
    }
    let first = morgue(&archive, &["search", "strike OR karsund", "-n", "3"]);
    let (_, cursor) = first.out.trim_end().rsplit_once("--after ").unwrap();
    let other = morgue(&archive, &["search", "strike", "--after", cursor]);
    assert_eq!(other.code, 2);
    assert!(other.err.contains("belongs to another search"), "{}", other.err);
    let recent = morgue(&archive, &["search", "strike", "--recent", "--sort", "newest"]);
    assert_eq!(recent.code, 2);
    assert!(recent.err.contains("--recent weighs relevance"), "{}", recent.err);
}

#[test]
fn why_is_json_as_well() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["why", "1304871", "valves W/2 customers", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["holds"], false);
    let miss = &json["clauses"][0]["miss"];
    assert_eq!((miss["kind"].as_str(), miss["limit"].as_u64()), (Some("apart"), Some(2)));
    assert!(miss["around"].as_array().is_some_and(|around| !around.is_empty()), "{}", run.out);
}

#[test]
fn an_archive_whose_first_run_was_interrupted_is_read_before_it_is_searched() {
    let scratch = tempfile::tempdir().unwrap();
    let archive = scratch.path().join("news");
    fs::create_dir(&archive).unwrap();
    fs::write(archive.join("a.txt"), "A story of cranes\n\nAll about cranes.\n").unwrap();
    // The index is made first.
    drop(morgue::Morgue::create(&archive).unwrap());
    let run = morgue(scratch.path(), &["search", "--archive", "news", "cranes"]);
    assert_eq!(run.code, 0, "{}", run.err);
}
