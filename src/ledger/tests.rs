//! The ledger keeps its promises, whatever the order of rows.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::{Change, Filter, Ledger, Looked, Outcome, Print, Row, State};
use crate::article::ArticleId;
use crate::copies::{Clusters, DocRef, Fingerprint, Memory, Shingles, Turn};
use crate::text::{Analysis, Analyzer};

fn row(path: &str, record: u64, outcome: Outcome, id: &str, turn: i64) -> Change {
    Change::Record(Row {
        is_kill: false,
        looked: None,
        path: path.to_owned(),
        record,
        member: None,
        format: None,
        outcome,
        reason: None,
        detail: None,
        warnings: None,
        id: (!id.is_empty()).then(|| id.to_owned()),
        other: None,
        turn,
        unsettles: false,
    })
}

fn read(path: &str, hash: u128, records: u64) -> Change {
    Change::Read {
        path: path.to_owned(),
        size: 10,
        modified: Some(1_600_000_000_000_000_001),
        hash: Some(hash),
        records,
        state: State::Read,
    }
}

fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&folder.path().join("ledger.sqlite")).unwrap();
    (folder, ledger)
}

fn outcomes(ledger: &Ledger) -> Vec<String> {
    let mut all = Vec::new();
    for path in ["a", "b", "c"] {
        ledger
            .each_record(&Filter::File(path.to_owned()), &mut |row| {
                let id = row.id.unwrap_or_default();
                all.push(format!("{path}{} {} {id}", row.record, row.outcome.name()));
                true
            })
            .unwrap();
    }
    all
}

#[test]
fn what_was_killed_is_read_of_a_ledger_of_another_version() {
    let (folder, mut ledger) = ledger();
    let path = folder.path().join("ledger.sqlite");
    let killed = row("a", 0, Outcome::Tombstone, "x:1", 1);
    ledger.write(&[killed, row("a", 1, Outcome::Indexed, "x:2", 2), read("a", 1, 2)], 1).unwrap();
    assert_eq!(Ledger::killed(&path).unwrap(), ["x:1"]);
    ledger.database.execute_batch("UPDATE ledger SET version = 99").unwrap();
    drop(ledger);
    assert!(Ledger::read(&path).is_err());
    assert_eq!(Ledger::killed(&path).unwrap(), ["x:1"]);
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("DROP VIEW record").unwrap();
    assert!(Ledger::killed(&path).unwrap().is_empty(), "it knew none");
    database.execute_batch("CREATE VIEW record AS SELECT path FROM file").unwrap();
    assert!(Ledger::killed(&path).is_err(), "they are not forgotten without a word");
}

#[test]
fn a_ledger_remembers_across_openings() {
    let (folder, mut ledger) = ledger();
    let rows = [row("a", 0, Outcome::Indexed, "x", 1), read("a", 1, 1)];
    assert_eq!(ledger.write(&rows, 0).unwrap(), 1);
    assert_eq!(ledger.write(&[row("b", 0, Outcome::Rejected, "", 0)], 1).unwrap(), 2);
    drop(ledger);
    let ledger = Ledger::open(&folder.path().join("ledger.sqlite")).unwrap();
    let sums = ledger.sums().unwrap();
    assert_eq!(sums.outcomes, BTreeMap::from([(Outcome::Indexed, 1), (Outcome::Rejected, 1)]));
    assert_eq!(sums.files, BTreeMap::from([(State::Read, 1), (State::Again, 1)]));
    assert_eq!((sums.live, ledger.batch().unwrap(), ledger.turn().unwrap()), (1, 2, 1));
    assert!(ledger.knows("a").unwrap() && !ledger.knows("c").unwrap());
    let mut files = Vec::new();
    ledger.each_file(None, &mut |file| files.push(file)).unwrap();
    assert_eq!((files[0].size, files[0].state), (10, State::Read));
    drop(ledger);
    let ledger = Ledger::renew(&folder.path().join("ledger.sqlite")).unwrap();
    assert_eq!(ledger.sums().unwrap().records, 0);
}

#[test]
fn rows_of_what_the_index_did_not_commit_are_not_written() {
    let (_folder, mut ledger) = ledger();
    let rows = [row("a", 0, Outcome::Indexed, "x", 1), read("a", 1, 1)];
    ledger.write_and_settle(&rows, 0, &mut |_| None, || false).unwrap();
    assert_eq!((ledger.batch().unwrap(), ledger.sums().unwrap().records), (0, 0));
    ledger.write_and_settle(&rows, 0, &mut |_| None, || true).unwrap();
    assert_eq!((ledger.batch().unwrap(), ledger.sums().unwrap().records), (1, 1));
}

#[test]
fn the_first_batch_goes_into_the_file_and_others_into_a_log() {
    let (folder, mut ledger) = ledger();
    let path = folder.path().join("ledger.sqlite");
    let journal = || {
        let database = rusqlite::Connection::open(&path).unwrap();
        database.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0)).unwrap()
    };
    let rows = |name: &str| [row(name, 0, Outcome::Indexed, name, 1), read(name, 1, 1)];
    // Who looks in before there is anything to see changes nothing.
    drop(Ledger::open(&path).unwrap());
    assert_eq!(journal(), "delete");
    ledger.write(&rows("a"), 0).unwrap();
    assert_eq!(journal(), "wal");
    ledger.write(&rows("b"), 0).unwrap();
    drop(ledger);
    let ledger = Ledger::open(&path).unwrap();
    assert_eq!((ledger.batch().unwrap(), ledger.sums().unwrap().records), (2, 2));
}

#[test]
fn of_an_article_one_record_is_live_whatever_the_order_of_rows() {
    let first = row("a", 0, Outcome::Indexed, "x", 1);
    let second = row("b", 0, Outcome::Updated, "x", 2);
    for rows in [[first.clone(), second.clone()], [second, first]] {
        let (_folder, mut ledger) = ledger();
        for row in rows {
            ledger.write(&[row], 0).unwrap();
        }
        assert_eq!(outcomes(&ledger), ["a0 superseded x", "b0 updated x"]);
    }
    let first = row("a", 0, Outcome::Indexed, "x", 1);
    let moved = row("b", 0, Outcome::Unchanged, "x", 2);
    for rows in [[first.clone(), moved.clone()], [moved, first]] {
        let (_folder, mut ledger) = ledger();
        ledger.write(&rows, 0).unwrap();
        assert_eq!(outcomes(&ledger), ["a0 duplicate x", "b0 unchanged x"]);
    }
}

#[test]
fn what_a_file_gives_no_more_is_loose_until_it_is_settled() {
    let (_folder, mut ledger) = ledger();
    ledger
        .write(
            &[
                row("a", 0, Outcome::Indexed, "x", 1),
                row("a", 1, Outcome::Indexed, "y", 2),
                row("a", 2, Outcome::Indexed, "z", 3),
                read("a", 1, 3),
                row("b", 0, Outcome::Duplicate, "z", 4),
                read("b", 2, 1),
            ],
            0,
        )
        .unwrap();
    assert!(ledger.loose(9).unwrap().is_empty());
    // Now it has `y` in the first place, and nothing else.
    ledger.write(&[row("a", 0, Outcome::Unchanged, "y", 5), read("a", 3, 1)], 1).unwrap();
    assert_eq!(ledger.loose(9).unwrap(), ["x", "z"]);
    assert_eq!(ledger.live_files("y").unwrap(), [("a".to_owned(), State::Read)]);
    assert!(["x", "z"].iter().all(|id| ledger.live_files(id).unwrap().is_empty()));
    assert_eq!(ledger.others("z").unwrap(), ["b"]);
    assert!(ledger.others("x").unwrap().is_empty());
    ledger.write(&[Change::Settled { id: "x".to_owned() }], 2).unwrap();
    assert_eq!(ledger.loose(9).unwrap(), ["z"]);
}

#[test]
fn what_the_ledger_says_already_is_known_unless_the_index_was_written() {
    let (_folder, mut ledger) = ledger();
    let known = [
        row("a", 0, Outcome::Indexed, "x", 1),
        row("b", 0, Outcome::Duplicate, "x", 2),
        row("c", 0, Outcome::Superseded, "x", 3),
        row("d", 0, Outcome::Rejected, "", 4),
    ];
    ledger.write(&known, 0).unwrap();
    for (path, id, outcome, says) in [
        ("a", "x", Outcome::Unchanged, true),
        ("a", "y", Outcome::Unchanged, false),
        ("a", "x", Outcome::Indexed, false),
        ("a", "x", Outcome::Duplicate, false),
        ("b", "x", Outcome::Duplicate, true),
        ("b", "x", Outcome::Unchanged, false),
        ("c", "x", Outcome::Superseded, true),
        ("c", "x", Outcome::Updated, false),
        ("d", "", Outcome::Rejected, true),
        ("e", "", Outcome::Rejected, false),
    ] {
        let Change::Record(row) = row(path, 0, outcome, id, 9) else {
            unreachable!("a row is a record")
        };
        assert_eq!(ledger.says(&row).unwrap(), says, "{path} {id} {outcome:?}");
        let moved = Row { reason: Some("moved".to_owned()), ..row };
        assert!(!ledger.says(&moved).unwrap(), "{path} {id} {outcome:?}");
    }
}

#[test]
fn a_file_that_is_gone_is_remembered_and_one_that_moved_is_followed() {
    let (_folder, mut ledger) = ledger();
    for (path, hash) in [("a", 1), ("b", 2)] {
        let id = format!("x{path}");
        ledger.write(&[row(path, 0, Outcome::Indexed, &id, 1), read(path, hash, 1)], 5).unwrap();
    }
    ledger
        .write(
            &[
                row("c", 0, Outcome::Unchanged, "xa", 3),
                read("c", 1, 1),
                Change::Gone { path: "a".to_owned(), since: 9 },
                Change::Gone { path: "b".to_owned(), since: 9 },
            ],
            9,
        )
        .unwrap();
    assert_eq!(outcomes(&ledger), ["b0 removed xb", "c0 unchanged xa"]);
    assert_eq!(ledger.loose(9).unwrap(), ["xb"]);
    assert_eq!(ledger.sums().unwrap().files, BTreeMap::from([(State::Gone, 1), (State::Read, 1)]));
    let was = "SELECT was FROM file WHERE path = 'c'";
    let was: String = ledger.database.query_row(was, [], |row| row.get(0)).unwrap();
    assert_eq!(was, "a");
}

#[test]
fn files_below_a_folder_are_not_those_beside_it() {
    let (_folder, mut ledger) = ledger();
    for path in ["a", "a/1", "a/b/2", "a-b", "a0", "b"] {
        ledger.write(&[read(path, 1, 0)], 0).unwrap();
    }
    let mut below = Vec::new();
    ledger.each_file(Some("a"), &mut |file| below.push(file.path)).unwrap();
    assert_eq!(below, ["a", "a/1", "a/b/2"]);
}

#[test]
fn a_deleted_article_is_removed_from_every_record() {
    let (_folder, mut ledger) = ledger();
    let rows = [row("a", 0, Outcome::Indexed, "x", 1), row("b", 0, Outcome::Duplicate, "x", 2)];
    ledger.write(&rows, 0).unwrap();
    ledger.write(&[Change::Deleted { id: "x".to_owned() }], 0).unwrap();
    assert_eq!(outcomes(&ledger), ["a0 removed x", "b0 removed x"]);
    assert!(ledger.others("x").unwrap().is_empty());
    let live = ledger.with_live(|ids| ids.count()).unwrap();
    assert_eq!(live, 0);
}

#[test]
fn a_file_that_is_no_ledger_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    std::fs::write(&path, "this is no database, and it is long enough to tell").unwrap();
    let error = Ledger::open(&path).err().unwrap().to_string();
    assert!(error.contains("ledger.sqlite"), "{error}");
}

#[test]
fn what_a_crash_leaves_ahead_is_to_be_looked_into() {
    let (_folder, mut ledger) = ledger();
    ledger.write_ahead(["x", "y"].into_iter()).unwrap();
    ledger.write(&[row("a", 0, Outcome::Indexed, "x", 1), read("a", 1, 1)], 0).unwrap();
    assert!(ledger.is_unsettled().unwrap());
    assert!(ledger.loose(9).unwrap().is_empty());
    // The row of `y` was never written.
    ledger.recover().unwrap();
    assert_eq!(ledger.loose(9).unwrap(), ["y"]);
    assert_eq!(ledger.live_files("x").unwrap(), [("a".to_owned(), State::Read)]);
    ledger.write(&[Change::Settled { id: "y".to_owned() }], 0).unwrap();
    assert!(!ledger.is_unsettled().unwrap());
}

/// An article that carries a report with one of a few texts, cut somewhere.
fn looked(number: u64) -> Looked {
    let text = number % 7;
    let length = 60 + number % 5 * 30;
    let word = |place: u64| {
        let digits = (text * 1_000 + place).to_string();
        digits.bytes().map(|digit| char::from(digit - b'0' + b'b')).collect::<String>()
    };
    let body = (0..length).map(word).collect::<Vec<_>>().join(" ");
    let mut analysis = Analysis::default();
    Analyzer::new().analyze(None, ["", &body].into_iter(), &mut analysis);
    let shingles = Shingles::of(&analysis);
    let day = (number * 31 % 11) as i64;
    let turn = Turn { by: day, from: day, number };
    let print = Print { fingerprint: Fingerprint::of(&shingles), turn, carrier: None };
    Looked { shingles, print }
}

/// The stories of more than one article, each as its ids.
fn stories(ids: impl Iterator<Item = String>, ledger: &Ledger) -> BTreeSet<BTreeSet<String>> {
    ids.filter_map(|id| ledger.story(&id).unwrap())
        .map(|story| story.carriers.into_iter().map(|carrier| carrier.id).collect())
        .collect()
}

#[test]
fn stories_do_not_depend_on_how_articles_come_in_batches() {
    stories_are_those_of_all_at_once(|ledger, changes, _, texts| {
        ledger.write(changes, 0).unwrap();
        ledger.settle_copies(&mut |id| texts.get(id).cloned(), &|| true).unwrap();
    });
}

#[test]
fn stories_settled_beside_the_commit_are_the_same() {
    stories_are_those_of_all_at_once(|ledger, changes, before, _| {
        // What the batch takes out still stands in the index of the last commit.
        let mut seen = before.clone();
        for change in changes {
            let Change::Record(Row { id: Some(id), looked: Some(looked), .. }) = change else {
                continue;
            };
            seen.insert(id.clone(), (**looked).clone());
        }
        ledger.write_and_settle(changes, 0, &mut |id| seen.get(id).cloned(), || true).unwrap();
    });
}

#[test]
fn an_article_that_could_not_be_looked_at_waits_for_its_story() {
    let (_folder, mut ledger) = ledger();
    for id in ["a", "b"] {
        let Change::Record(row) = row(id, 0, Outcome::Indexed, id, 1) else {
            unreachable!("a row is a record")
        };
        let row = Row { looked: Some(Box::new(looked(1))), ..row };
        ledger.write(&[Change::Record(row)], 0).unwrap();
    }
    ledger.settle_copies(&mut |_| None, &|| false).unwrap();
    assert_eq!(ledger.story("a").unwrap(), None);
    ledger.settle_copies(&mut |_| Some(looked(1)), &|| true).unwrap();
    assert_eq!(ledger.story("a").unwrap().unwrap().carriers.len(), 2);
}

#[test]
fn who_was_first_is_sure_only_where_dates_say_so() {
    for (turns, first, is_sure) in [
        ([(10, 20), (30, 30)], "a", true),
        ([(10, 20), (5, 5)], "b", true),
        ([(10, 20), (15, 15)], "b", false),
        ([(10, 20), (10, 20)], "a", false),
    ] {
        let (_folder, mut ledger) = ledger();
        let of = |number: usize| {
            let (from, by) = turns[number];
            let turn = Turn { by, from, number: number as u64 };
            let looked = looked(1);
            Looked { print: Print { turn, ..looked.print }, ..looked }
        };
        for (number, id) in ["a", "b"].into_iter().enumerate() {
            let Change::Record(row) = row(id, 0, Outcome::Indexed, id, 1) else {
                unreachable!("a row is a record")
            };
            let row = Row { looked: Some(Box::new(of(number))), ..row };
            ledger.write(&[Change::Record(row)], 0).unwrap();
        }
        ledger.settle_copies(&mut |id| Some(of(usize::from(id == "b"))), &|| true).unwrap();
        let story = ledger.story("a").unwrap().unwrap();
        assert_eq!((story.carriers[0].id.as_str(), story.is_sure), (first, is_sure), "{turns:?}");
    }
}

type Texts = BTreeMap<String, Looked>;

/// `settle` is given a batch, and the texts of the articles before and after it.
fn stories_are_those_of_all_at_once(settle: impl Fn(&mut Ledger, &[Change], &Texts, &Texts)) {
    let (_folder, mut ledger) = ledger();
    let mut texts = Texts::new();
    let mut turn = 0;
    for batch in 0..12_u64 {
        let before = texts.clone();
        let mut changes = Vec::new();
        for place in 0..8 {
            // Some come, some are other texts than before, some go.
            let number = (batch * 5 + place * 3) % 40;
            let id = format!("x:{number}");
            turn += 1;
            if texts.contains_key(&id) && (batch + place) % 3 == 0 {
                texts.remove(&id);
                changes.push(Change::Dropped { id });
                continue;
            }
            let new = looked(number + 40 * (batch % 3));
            let Change::Record(row) = row("a", number, Outcome::Indexed, &id, turn) else {
                unreachable!("a row is a record")
            };
            changes.push(Change::Record(Row { looked: Some(Box::new(new.clone())), ..row }));
            texts.insert(id, new);
        }
        settle(&mut ledger, &changes, &before, &texts);

        let mut clusters = Clusters::new(Memory::default());
        let of = |id: &str| DocRef::of(&ArticleId::new(id));
        let by_ref: BTreeMap<DocRef, (&String, &Looked)> =
            texts.iter().map(|(id, looked)| (of(id), (id, looked))).collect();
        for (article, (_, looked)) in &by_ref {
            let mut shingles = |article: DocRef| -> Result<Option<Shingles>, Infallible> {
                Ok(by_ref.get(&article).map(|(_, looked)| looked.shingles.clone()))
            };
            let print = &looked.print;
            let Ok(_) = clusters.insert(*article, &print.fingerprint, print.turn, &mut shingles);
        }
        let mut members: BTreeMap<DocRef, BTreeSet<String>> = BTreeMap::new();
        for (article, entry) in clusters.store().entries() {
            members.entry(entry.story).or_default().insert(by_ref[&article].0.clone());
        }
        let expected: BTreeSet<BTreeSet<String>> =
            members.into_values().filter(|members| members.len() > 1).collect();
        assert!(!expected.is_empty(), "batch {batch} has stories");
        assert_eq!(stories(texts.keys().cloned(), &ledger), expected, "batch {batch}");
    }
}
