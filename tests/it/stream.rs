//! Articles that come one by one on standard input.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::command::morgue;

/// A run that takes lines and answers each.
struct Pipe {
    child: Child,
    lines: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Pipe {
    fn open(folder: &Path) -> Pipe {
        let mut child = Command::new(env!("CARGO_BIN_EXE_morgue"))
            .current_dir(folder)
            .env("MORGUE_INDEX", folder.join(".morgue"))
            .args(["index", "-", "--report", "-", "--threads", "2"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Pipe { child, lines, answers }
    }

    fn send(&mut self, line: &str) {
        writeln!(self.lines.as_mut().unwrap(), "{line}").unwrap();
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// What becomes of one line, once it is certain.
    fn ask(&mut self, line: &str) -> String {
        self.send(line);
        self.answer()["outcome"].as_str().unwrap().to_owned()
    }

    fn end(mut self) -> i32 {
        self.lines.take();
        self.child.wait().unwrap().code().unwrap()
    }
}

fn article(id: &str, version: u32, story: &str) -> String {
    let body = [json!({ "kind": "paragraph", "text": format!("All about {story}.") })];
    json!({ "uri": id, "version": version, "headline": format!("A story of {story}"), "body": body })
        .to_string()
}

fn count(folder: &Path, arguments: &[&str]) -> String {
    morgue(folder, &[&["search", "--count"], arguments].concat()).out.trim().to_owned()
}

#[test]
fn each_line_is_answered_in_order_and_found_by_then() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "indexed");
    assert_eq!(count(folder, &["herons"]), "1", "what is answered can be searched");
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "unchanged");
    assert_eq!(pipe.ask(&article("x:1", 2, "storks")), "updated");
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "superseded");
    assert_eq!(count(folder, &["herons"]), "0");
    assert_eq!(count(folder, &["herons", "--all-versions"]), "1");
    assert_eq!(pipe.ask("not json"), "rejected");
    assert_eq!(pipe.ask(r#"{"kill":"x:1"}"#), "tombstone");
    for query in [&["storks"][..], &["herons", "--all-versions"], &["storks", "--all-statuses"]] {
        assert_eq!(count(folder, query), "0", "{query:?}");
    }
    assert_eq!(count(folder, &["id:x:1", "--all-statuses"]), "1");
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "superseded");
    assert_eq!(count(folder, &["herons", "--all-versions"]), "0");
    assert_eq!(pipe.ask(r#"{"delete":"x:1"}"#), "removed");
    assert_eq!(count(folder, &["*", "--all-statuses", "--all-versions"]), "0");
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "indexed");
    // Many at once, of few articles: the last line of each counts.
    for number in 0..300 {
        pipe.send(&article(&format!("y:{}", number % 7), number, &format!("tern{number}")));
    }
    let records: Vec<u64> = (0..300).map(|_| pipe.answer()["record"].as_u64().unwrap()).collect();
    assert!(records.is_sorted_by(|a, b| a + 1 == *b), "{records:?}");
    assert_eq!(pipe.end(), 3, "one line was rejected");
    assert_eq!(count(folder, &["*"]), "8");
    for number in 293..300 {
        assert_eq!(count(folder, &[&format!("tern{number}")]), "1", "{number}");
    }
    assert_eq!(morgue(folder, &["check"]).code, 0);
    assert!(morgue(folder, &["status"]).out.ends_with("the sums agree\n"));
}

#[test]
fn what_came_on_standard_input_stays_beside_files() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("a.txt"), "A story of cranes\n\nAll about cranes.\n").unwrap();
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "indexed");
    assert_eq!(pipe.end(), 0);
    assert_eq!(morgue(folder, &["index"]).code, 0);
    assert_eq!(count(folder, &["*"]), "2");
    // What is shown can be sent again.
    let shown = morgue(folder, &["show", "x:1", "--format", "json"]).out;
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(shown.trim()), "unchanged");
    assert_eq!(pipe.end(), 0);
    assert_eq!(morgue(folder, &["check"]).code, 0);
    for arguments in [&["-", "--dry-run"][..], &[".", "-"], &["-", "."]] {
        let run = morgue(folder, &[&["index"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains("standard input"), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_that_waits_for_lines() {
    let folder = tempfile::tempdir().unwrap();
    let mut pipe = Pipe::open(folder.path());
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "indexed");
    let process = pipe.child.id().to_string();
    Command::new("kill").args(["-TERM", &process]).status().unwrap();
    let ended = pipe.child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(143));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("what came behind these lines was not taken"), "{said}");
    assert_eq!(count(folder.path(), &["herons"]), "1");
    assert_eq!(morgue(folder.path(), &["check"]).code, 0);
}

#[test]
fn what_a_crash_left_of_the_first_lines_is_taken_up_where_there_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(&article("x:1", 1, "herons")), "indexed");
    assert_eq!(pipe.end(), 0);
    // The index had committed, and the ledger had only said what was to come.
    let ledger = rusqlite::Connection::open(folder.join(".morgue/ledger.sqlite")).unwrap();
    let crash = "DELETE FROM entry; DELETE FROM file; INSERT INTO ahead VALUES ('x:1'), ('x:2')";
    ledger.execute_batch(crash).unwrap();
    assert_eq!(morgue(folder, &["check"]).code, 2);
    let run = morgue(folder, &["index"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(count(folder, &["herons"]), "1");
    let check = morgue(folder, &["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

/// An article that does not say which version it is.
fn unnumbered(id: &str, story: &str) -> String {
    let body = [json!({ "kind": "paragraph", "text": format!("All about {story}.") })];
    json!({ "uri": id, "headline": format!("A story of {story}"), "body": body }).to_string()
}

#[test]
fn what_is_sent_takes_the_place_of_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let file = folder.join("a.json");
    std::fs::write(&file, unnumbered("x:2", "cranes")).unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 0);
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(&unnumbered("x:1", "herons")), "indexed");
    assert_eq!(pipe.ask(&unnumbered("x:1", "storks")), "updated");
    assert_eq!(pipe.end(), 0);
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(&unnumbered("x:1", "terns")), "updated");
    assert_eq!(pipe.ask(&unnumbered("x:2", "bitterns")), "updated");
    assert_eq!(pipe.end(), 0);
    for (story, current) in [("herons", "0"), ("storks", "0"), ("terns", "1"), ("bitterns", "1")] {
        assert_eq!(count(folder, &[story]), current, "{story}");
    }
    // A file that is read once more says nothing new …
    std::fs::File::open(&file).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 0);
    assert_eq!(count(folder, &["bitterns"]), "1");
    // … and one that has changed since does.
    std::fs::write(&file, unnumbered("x:2", "egrets")).unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 0);
    assert_eq!(count(folder, &["egrets"]), "1");
    assert_eq!(morgue(folder, &["check"]).code, 0);
}

#[test]
fn what_a_crash_kept_from_the_ledger_is_taken_up_as_it_was_sent() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("a.json"), article("x:1", 1, "herons")).unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 0);
    let ledger = folder.join(".morgue/ledger.sqlite");
    let before = std::fs::read(&ledger).unwrap();
    let mut pipe = Pipe::open(folder);
    assert_eq!(pipe.ask(r#"{"kill":"x:1"}"#), "tombstone");
    assert_eq!(pipe.ask(&article("x:2", 1, "storks")), "indexed");
    assert_eq!(pipe.end(), 0);
    // The index had committed, and the ledger had only said what was to come.
    std::fs::write(&ledger, before).unwrap();
    let ahead = "INSERT INTO ahead VALUES ('x:1'), ('x:2')";
    rusqlite::Connection::open(&ledger).unwrap().execute(ahead, []).unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 0);
    for _ in 0..2 {
        assert_eq!(count(folder, &["herons", "--all-statuses", "--all-versions"]), "0");
        assert_eq!(count(folder, &["storks"]), "1");
        assert!(morgue(folder, &["show", "x:1"]).err.contains("killed"));
        let check = morgue(folder, &["check"]);
        assert_eq!(check.code, 0, "{}", check.err);
        assert_eq!(morgue(folder, &["index", "--verify"]).code, 0);
    }
    std::fs::remove_dir_all(folder.join(".morgue/index")).unwrap();
    assert_eq!(morgue(folder, &["index"]).code, 0);
    assert_eq!(count(folder, &["herons", "--all-statuses"]), "0", "a new index knows of the kill");
}

#[test]
fn an_article_is_read_alike_from_a_file_and_from_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let body = r#""body":[{"kind":"paragraph","text":"C"}]"#;
    let lede = r#""headline":"A","lede":"B","published":"2022-09-10""#;
    let mut pipe = Pipe::open(folder);
    for (at, line) in [
        format!(r#"{{"uri":"x:0","pubStatus":"usable",{lede},{body}}}"#),
        format!(r#"{{"uri":"x:1","pubStatus":"usable",{lede}}}"#),
        format!(r#"{{"uri":"x:2",{lede}}}"#),
    ]
    .into_iter()
    .enumerate()
    {
        std::fs::write(folder.join("t.json"), &line).unwrap();
        let shown = |arguments: &[&str]| {
            let run = morgue(folder, arguments);
            let mut article: Value = serde_json::from_str(&run.out).unwrap();
            article.as_object_mut().unwrap().remove("origin");
            article
        };
        assert_eq!(pipe.ask(&line), "indexed");
        let of_file = shown(&["convert", "t.json"]);
        assert_eq!(of_file, shown(&["show", &format!("x:{at}"), "--format", "json"]), "{line}");
        assert_eq!(of_file["published"], "2022-09-10");
    }
    pipe.end();
}
