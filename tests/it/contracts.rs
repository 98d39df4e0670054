//! What programs read of the commands: whatever an archive holds, it has the form that
//! was promised.

use serde_json::{Value, json};

use crate::command::morgue;

/// Ids as publishers give them, and some that a shell or a terminal would take for
/// something else.
const IDS: [&str; 12] = [
    "plain-1",
    "with space",
    "a/b/c",
    "pipe|id",
    "quo\"te",
    "-dash",
    "--format",
    "=1+1",
    "a*b?",
    "نوار-۱",
    "\u{202e}turned",
    "tag:site.example,2020:x",
];

#[test]
fn an_id_is_printed_as_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let lines = IDS.map(|id| {
        let text = format!("Number {} of these is about the {id} mill.", id.len());
        json!({ "id": id, "headline": "The mill, \"again\"", "body": text }).to_string()
    });
    std::fs::write(folder.path().join("a.jsonl"), lines.join("\n")).unwrap();
    let run = |arguments: &[&str]| morgue(folder.path(), arguments);
    assert_eq!(run(&["index"]).code, 0);
    let document = |arguments: &[&str]| {
        let run = run(arguments);
        let document: Result<Value, _> = serde_json::from_str(&run.out);
        document.unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}{}", run.out, run.err))
    };
    let ids = run(&["search", "*", "--format", "ids", "-n", "100"]).out;
    let mut found: Vec<&str> = ids.lines().collect();
    found.sort_unstable();
    let mut expected = IDS;
    expected.sort_unstable();
    assert_eq!(found, expected);
    for id in IDS {
        assert_eq!(document(&["show", "--format", "json", "--", id])["uri"], id);
        let similar = document(&["similar", "--format", "json", "--", id]);
        assert!(similar["hits"].is_array(), "{id}: {similar}");
        // Where there is none, the document says so.
        assert_eq!(document(&["copies", "--format", "json", "--", id])["carriers"], json!([]));
        assert!(document(&["why", "--format", "json", "--", id, "mill"])["clauses"].is_array());
    }
}
