//! Every input is accounted for: `status`, `check`, reports and dry runs.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::command::{Run, indexed_sample, morgue, sample, strange_name};

/// A page with a text of its own.
fn write(folder: &Path, name: &str, story: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("A story of {story}\n\nAll about {story}, and more of it.\n")).unwrap();
}

fn well(run: Run) -> String {
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    run.out
}

fn json(run: Run) -> Value {
    serde_json::from_str(&well(run)).unwrap()
}

fn found(folder: &Path, word: &str) -> Vec<String> {
    let run = morgue(folder, &["search", word, "--format", "jsonl"]);
    let path = |line: &str| {
        let hit: Value = serde_json::from_str(line).unwrap();
        hit["path"].as_str().unwrap().to_owned()
    };
    run.out.lines().map(path).collect()
}

#[cfg(all(unix, feature = "containers"))]
#[test]
fn records_are_listed_by_the_paths_that_hits_have() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "2021/120.txt", "herons");
    write(folder, "2021/1204.txt", "storks");
    write(folder, "wow!/back\\slash.txt", "cranes");
    fs::create_dir(folder.join("sub")).unwrap();
    let tar = ["-cf", "sub/a b.tar", "--remove-files", "2021"];
    let status = std::process::Command::new("tar").args(tar).current_dir(folder).status();
    assert!(status.unwrap().success());
    assert_eq!(morgue(folder, &["index"]).code, 0);
    for word in ["herons", "storks", "cranes"] {
        let path = &found(folder, word)[0];
        let listed = well(morgue(folder, &["status", "--file", path]));
        assert_eq!(listed.matches(": indexed ").count(), 1, "{path}: {listed}");
    }
    let all = well(morgue(folder, &["status", "--file", "."]));
    assert_eq!(all.matches(": indexed ").count(), 3, "{all}");
    let sub = folder.join("sub");
    for (path, records) in [("a b.tar", 2), ("a b.tar!/2021/", 2), ("a b.tar!/2021/120.txt", 1)] {
        let listed = well(morgue(&sub, &["status", "--file", path]));
        assert_eq!(listed.matches(": indexed ").count(), records, "{path}: {listed}");
    }
    for path in ["a b.tar!/2021/12", "a b.tar!/120.txt", "b.tar!/2021"] {
        let run = morgue(&sub, &["status", "--file", path]);
        assert_eq!((run.code, run.err), (1, format!("no record comes from `{path}`\n")));
    }
}

#[test]
fn the_sums_agree_and_the_lists_name_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "a.txt", "herons");
    write(folder, "b.txt", "herons");
    write(folder, "sub/c.txt", "storks");
    fs::write(folder.join("empty.txt"), "").unwrap();
    // One thread reads in order; of two the other may meet the copy first.
    assert_eq!(morgue(folder, &["index", "--threads", "1"]).code, 3);
    let status = json(morgue(folder, &["status", "--format", "json"]));
    assert_eq!(status["agrees"], true, "{status}");
    assert_eq!(status["files"]["read"], 4);
    assert_eq!(status["records"], 4);
    for (outcome, count) in [("indexed", 2), ("duplicate", 1), ("rejected", 1)] {
        assert_eq!(status["outcomes"][outcome], count, "{status}");
    }
    assert_eq!(status["rejections"]["empty"], 1);
    assert_eq!(status["formats"]["agency-page"], 3);
    assert_eq!(status["articles"], 2);
    assert!(well(morgue(folder, &["status"])).ends_with("the sums agree\n"));
    let rejected = well(morgue(folder, &["status", "--rejected"]));
    assert_eq!(rejected, "empty.txt: rejected: empty: is empty\n");
    let duplicates = well(morgue(folder, &["status", "--duplicates"]));
    assert!(duplicates.starts_with("b.txt: duplicate x:"), "{duplicates}");
    let below = well(morgue(&folder.join("sub"), &["status", "--file", ".", "--format", "json"]));
    let below: Value = serde_json::from_str(&below).unwrap();
    assert_eq!((&below["path"], &below["outcome"]), (&"sub/c.txt".into(), &"indexed".into()));
    let warned = well(morgue(folder, &["status", "--warnings"]));
    assert!(warned.contains("headline-assumed"), "{warned}");
    assert_eq!(morgue(folder, &["status", "--file", "none.txt"]).code, 1);
    assert_eq!(morgue(folder, &["status", "--rejected", "--warnings"]).code, 2);
}

#[test]
fn a_file_whose_name_is_no_text_is_known_by_it_and_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let Some(name) = strange_name(folder) else {
        eprintln!("skipped: the file system takes only UTF-8");
        return;
    };
    write(folder, "a.txt", "herons");
    assert_eq!(morgue(folder, &["index"]).code, 3);
    for name in [name.as_os_str(), OsStr::new("caf\\xE9.txt")] {
        let status = well(morgue(folder, &[OsStr::new("status"), OsStr::new("--file"), name]));
        assert_eq!(status, "caf\\xE9.txt: rejected: empty: is empty\n");
    }
}

#[test]
fn a_check_is_clean_or_says_what_is_wrong_and_what_to_do() {
    let (_scratch, archive) = indexed_sample();
    let run = morgue(&archive, &["check", "--verify"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.ends_with("index, ledger and files agree\n"), "{}", run.out);
    // A file changes without anybody running `index`.
    let page = archive.join("nsna/2022/1304871-corrected.txt");
    fs::write(&page, "Something else\n\nAltogether another text.\n").unwrap();
    let run = morgue(&archive, &["check"]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("wrong:     files are not as they were when they were read: 1"),
        "{}",
        run.out
    );
    assert!(run.err.starts_with("hint: run `morgue index`"), "{}", run.err);
    morgue(&archive, &["index"]);
    assert_eq!(morgue(&archive, &["check"]).code, 0);
    // The ledger forgets an article.
    let ledger = archive.join(".morgue/ledger.sqlite");
    let forget = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); \
                  d.execute(\"DELETE FROM entry WHERE id = 'nsna:1256112'\"); d.commit()";
    let forgotten = std::process::Command::new("python3")
        .args(["-c", forget, ledger.to_str().unwrap()])
        .status();
    match forgotten {
        Ok(status) if status.success() => {
            let run = morgue(&archive, &["check", "--format", "json"]);
            assert_eq!(run.code, 2);
            let checked: Value = serde_json::from_str(&run.out).unwrap();
            assert_eq!(checked["problems"][0]["problem"], "not-in-ledger");
            assert_eq!(checked["problems"][0]["examples"][0], "nsna:1256112");
            assert!(run.err.contains("remove the folder"), "{}", run.err);
            assert_eq!(morgue(&archive, &["status"]).code, 2);
        }
        _ => eprintln!("skipped: there is no python3 to damage the ledger with"),
    }
    // Bytes of the index change.
    let store = fs::read_dir(archive.join(".morgue/index")).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        path.extension().is_some_and(|end| end == "store").then_some(path)
    });
    let store = store.unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[0] ^= 0xff;
    fs::write(&store, bytes).unwrap();
    let run = morgue(&archive, &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("files of the index are not as they were written"), "{}", run.out);
}

#[test]
fn a_report_has_a_line_for_each_record() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "a.txt", "herons");
    write(folder, "b.txt", "storks");
    fs::write(folder.join("empty.txt"), "").unwrap();
    let run = morgue(folder, &["index", "--report", "-"]);
    assert_eq!(run.code, 3, "{}", run.err);
    let mut outcomes: Vec<(String, String)> = run
        .out
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            (text("path"), text("outcome"))
        })
        .collect();
    outcomes.sort();
    let expected = [("a.txt", "indexed"), ("b.txt", "indexed"), ("empty.txt", "rejected")];
    assert_eq!(outcomes, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    write(folder, "b.txt", "cranes");
    morgue(folder, &["index", "--report", ".morgue/report.jsonl"]);
    let report = fs::read_to_string(folder.join(".morgue/report.jsonl")).unwrap();
    assert_eq!(report.lines().count(), 1, "{report}");
    let run = morgue(folder, &["index", "--report", "none/report.jsonl"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("none/report.jsonl") && run.err.contains("hint: "), "{}", run.err);
}

#[test]
fn files_that_go_move_and_change_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for bird in ["herons", "storks", "cranes", "terns"] {
        write(folder, &format!("{bird}.txt"), bird);
    }
    well(morgue(folder, &["index"]));
    fs::remove_file(folder.join("herons.txt")).unwrap();
    fs::create_dir(folder.join("old")).unwrap();
    fs::rename(folder.join("storks.txt"), folder.join("old/storks.txt")).unwrap();
    write(folder, "cranes.txt", "cranes and cormorants");
    write(folder, "gulls.txt", "gulls");
    let run = morgue(folder, &["index", "--dry-run"]);
    let mut lines: Vec<&str> = run.out.lines().collect();
    lines.sort();
    let expected = [
        "changed  cranes.txt",
        "moved    storks.txt -> old/storks.txt",
        "new      gulls.txt",
        "remove   herons.txt",
    ];
    assert_eq!(lines, expected);
    assert_eq!(run.err, "1 new, 1 changed, 1 moved, 1 gone; nothing was done\n");
    assert_eq!(found(folder, "herons"), ["herons.txt"], "a dry run does nothing");
    let run = morgue(folder, &["index"]);
    assert!(run.err.contains("2 removed"), "{}", run.err);
    assert!(found(folder, "herons").is_empty());
    assert_eq!(found(folder, "storks"), ["old/storks.txt"]);
    assert_eq!(found(folder, "path:old/storks.txt"), ["old/storks.txt"]);
    assert_eq!(found(folder, "cormorants"), ["cranes.txt"]);
    let moved = well(morgue(folder, &["status", "--file", "old/storks.txt"]));
    assert!(moved.contains("moved: the index had it from storks.txt"), "{moved}");
    well(morgue(folder, &["check", "--verify"]));
    // Taken out by name.
    fs::remove_file(folder.join("terns.txt")).unwrap();
    well(morgue(folder, &["index", "terns.txt"]));
    assert!(found(folder, "terns").is_empty());
    // A folder without any file is as a rule a disk that is not there.
    for file in ["cranes.txt", "gulls.txt", "old/storks.txt"] {
        fs::remove_file(folder.join(file)).unwrap();
    }
    assert_eq!(morgue(folder, &["index"]).code, 2);
    assert_eq!(found(folder, "gulls").len(), 1);
}

#[test]
fn articles_of_files_that_are_gone_are_kept_until_a_run_takes_them_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for bird in ["herons", "old/storks", "old/cranes"] {
        write(folder, &format!("{bird}.txt"), bird);
    }
    well(morgue(folder, &["index"]));
    // A file that has moved and goes then is as gone as any other.
    fs::rename(folder.join("old/storks.txt"), folder.join("old/birds.txt")).unwrap();
    well(morgue(folder, &["index"]));
    fs::remove_dir_all(folder.join("old")).unwrap();
    let keep = ["index", "--keep-missing"];
    assert_eq!(morgue(folder, &[&keep[..], &["--dry-run"]].concat()).out.lines().count(), 2);
    well(morgue(folder, &keep));
    assert_eq!((found(folder, "storks").len(), found(folder, "cranes").len()), (1, 1));
    well(morgue(folder, &["check"]));
    assert_eq!(morgue(folder, &[&keep[..], &["--dry-run"]].concat()).out, "");
    // One that comes back is read again, and is there from then on.
    write(folder, "old/cranes.txt", "old/cranes");
    well(morgue(folder, &keep));
    assert_eq!(well(morgue(folder, &["index", "--dry-run"])), "remove   old/birds.txt\n");
    let run = morgue(folder, &["index"]);
    assert!(run.err.contains("1 removed"), "{}", run.err);
    assert_eq!((found(folder, "storks").len(), found(folder, "cranes").len()), (0, 1));
    well(morgue(folder, &["check"]));
}

#[test]
fn a_record_is_reported_once_though_its_file_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("desk")).unwrap();
    let paragraph = json!([{ "kind": "paragraph", "text": "All about storks and herons." }]);
    for (name, version) in [("first", 1), ("second", 2), ("third", 2)] {
        let article = json!({ "uri": "n:1", "version": version, "pubStatus": "usable",
            "headline": format!("Birds {version}"), "body": paragraph });
        fs::write(folder.join(format!("desk/{name}.json")), article.to_string()).unwrap();
    }
    fs::write(folder.join("desk/empty.txt"), "").unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 3);
    fs::rename(folder.join("desk"), folder.join("room")).unwrap();
    let run = morgue(folder, &["index", "--threads", "1", "--report", "-"]);
    let mut reported: Vec<String> = run
        .out
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            format!("{} {}", row["path"].as_str().unwrap(), row["outcome"].as_str().unwrap())
        })
        .collect();
    reported.sort();
    let expected = [
        "room/empty.txt rejected",
        "room/first.json superseded",
        "room/second.json unchanged",
        "room/third.json duplicate",
    ];
    assert_eq!(reported, expected);
    assert!(run.err.contains("0 articles indexed, 1 duplicate"), "{}", run.err);
    assert_eq!(morgue(folder, &["check"]).code, 0);
}

#[test]
fn bytes_are_compared_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "a.txt", "herons");
    well(morgue(folder, &["index"]));
    let path = folder.join("a.txt");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    write(folder, "a.txt", "storks");
    fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
    well(morgue(folder, &["index"]));
    assert_eq!(found(folder, "herons").len(), 1, "size and time are the same");
    well(morgue(folder, &["check"]));
    assert_eq!(morgue(folder, &["check", "--verify"]).code, 2);
    well(morgue(folder, &["index", "--verify"]));
    assert_eq!(found(folder, "storks").len(), 1);
    well(morgue(folder, &["check", "--verify"]));
}

#[test]
fn threads_and_memory_are_taken_or_refused() {
    let (_scratch, archive) = indexed_sample();
    well(morgue(&archive, &["index", "--threads", "1", "--memory", "15MB"]));
    let run = morgue(&archive, &["index", "--threads", "8", "--memory", "32MB"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("hint: each needs 15MB: --memory 60MB"), "{}", run.err);
    assert_eq!(morgue(&archive, &["index", "--memory", "3 apples"]).code, 2);
}

#[test]
fn other_settings_have_the_files_read_again() {
    let (_scratch, archive) = sample();
    let has_read_anew = |settings: &str| {
        fs::write(archive.join(".morgue/config.toml"), settings).unwrap();
        let run = morgue(&archive, &["index"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.err.contains("the settings have changed")
    };
    let code = |query: &str| morgue(&archive, &["search", query]).code;
    assert!(!has_read_anew(""));
    fs::write(archive.join(".morgue/config.toml"), "entities = false\n").unwrap();
    let planned = morgue(&archive, &["index", "--dry-run"]);
    assert!(planned.err.contains("0 new, 52 changed"), "{}", planned.err);
    assert!(has_read_anew("entities = false\n"));
    assert_eq!(code("person:oosterling"), 2);
    assert!(has_read_anew("# As before.\n"));
    assert_eq!(code("person:oosterling"), 0);
    assert!(!has_read_anew("# As before, and said in other words.\n"));
    assert_eq!(morgue(&archive, &["check"]).code, 0);
}

#[test]
fn what_an_interrupted_run_left_is_no_reason_to_make_an_index_anew() {
    let (_scratch, archive) = indexed_sample();
    // As after a crash between the index's commit and the ledger's.
    let ledger = rusqlite::Connection::open(archive.join(".morgue/ledger.sqlite")).unwrap();
    let id = "SELECT id FROM entry WHERE outcome = 'indexed' LIMIT 1";
    let id: String = ledger.query_row(id, [], |row| row.get(0)).unwrap();
    ledger.execute("INSERT INTO ahead VALUES (?1)", [&id]).unwrap();
    ledger.execute("DELETE FROM entry WHERE id = ?1", [&id]).unwrap();
    drop(ledger);
    let check = morgue(&archive, &["check"]);
    assert_eq!(check.code, 2);
    assert!(check.err.contains("hint: run `morgue index`"), "{}", check.err);
}

#[cfg(unix)]
#[test]
fn who_may_only_read_can_search() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;
    let (scratch, archive) = indexed_sample();
    let binary = scratch.path().join("morgue");
    fs::copy(env!("CARGO_BIN_EXE_morgue"), &binary).unwrap();
    let readable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(scratch.path(), readable).unwrap();
    let as_nobody = |arguments: &[&str]| {
        let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
        let mut command = Command::new("setpriv");
        command.args(nobody).arg(&binary).args(arguments).current_dir(&archive).output()
    };
    if !as_nobody(&["--version"]).is_ok_and(|run| run.status.success()) {
        eprintln!("skipped: cannot run as another user");
        return;
    }
    for command in
        [&["search", "water"][..], &["status"], &["check"], &["stats"], &["index", "--dry-run"]]
    {
        let run = as_nobody(command).unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{command:?}: {said}");
    }
    let copies = as_nobody(&["search", "water", "--format", "json"]).unwrap();
    assert_eq!(
        String::from_utf8(copies.stdout).unwrap(),
        morgue(&archive, &["search", "water", "--format", "json"]).out
    );
}

#[cfg(unix)]
#[test]
fn links_that_are_left_alone_are_counted_and_no_rejection() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "a.txt", "herons");
    std::os::unix::fs::symlink(folder.join("a.txt"), folder.join("b.txt")).unwrap();
    let run = morgue(folder, &["index", "."]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("1 file: 1 article indexed"), "{}", run.err);
    assert!(run.err.contains("left alone: 1 link (`follow_links = true`"), "{}", run.err);
}
