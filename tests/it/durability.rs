//! Whatever ends a run, nothing is lost and nothing doubles.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use morgue::ingest::Compare;
use morgue::{Morgue, Silent};

use crate::command::morgue as run;
use crate::keeping_up::{Contents, contents, fresh};

/// How often a run is killed; `MORGUE_KILLS` asks for more than a build has
/// time for.
fn kills() -> u64 {
    std::env::var("MORGUE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(6)
}

/// Pages, some of which give the article of another once more or in another
/// version. `edition` changes all of them.
fn write_pages(folder: &Path, pages: u64, edition: u64) {
    for page in 0..pages {
        let (article, day) = (page - page % 7 / 5, 10 + page % 9);
        // Without a code the text is the identity, and changes with it.
        let code = match page % 5 {
            0 => String::new(),
            _ => format!("Story Code: {article}\n"),
        };
        let text = format!(
            "Lakeside News Agency\n{day} September 2022\n{code}\
             Report {article} of the mill\n\n{}\n",
            format!("The wheel turned {article} times, and {edition} times more. ").repeat(20)
        );
        fs::write(folder.join(format!("{page}.txt")), text).unwrap();
    }
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_morgue"))
        .current_dir(folder)
        .env_remove("MORGUE_INDEX")
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn killed_at_any_moment_a_run_loses_nothing_and_doubles_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().canonicalize().unwrap();
    // A clock of no meaning makes moments that no two kills share.
    let mut moment = 0x9e37_79b9_7f4a_7c15u64 ^ u64::from(std::process::id());
    for kill in 0..kills() {
        // A third of the files change at a time, and some go.
        write_pages(&folder, 200 + kill % 3 * 100, kill);
        if kill % 3 == 0 {
            let _ = fs::remove_file(folder.join(format!("{}.txt", kill % 200)));
        }
        moment = moment.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let mut child = start(&folder, &["index"]);
        sleep(Duration::from_millis(moment >> 55));
        child.kill().unwrap();
        child.wait().unwrap();
        // What is there can be searched, whatever it is.
        if folder.join(".morgue/index/meta.json").exists() {
            let found = run(&folder, &["search", "mill", "--count"]);
            assert!(found.code < 2, "{}", found.err);
        }
        // Every other time another run is killed before one comes to its end.
        if kill % 2 == 0 {
            continue;
        }
        let again = run(&folder, &["index"]);
        assert_eq!(again.code, 0, "{}", again.err);
        let morgue = Morgue::create(&folder).unwrap();
        let (kept, new) = (contents(&morgue), fresh(&folder));
        // Of hundreds of articles those that differ.
        let differing = |one: &Contents, other: &Contents| -> Contents {
            let differs = |id: &String| one.get(id) != other.get(id);
            one.iter().filter(|(id, _)| differs(id)).map(|(a, b)| (a.clone(), b.clone())).collect()
        };
        assert_eq!(differing(&kept, &new), differing(&new, &kept), "after kill {kill}");
        let checked = morgue.check(Compare::Bytes).unwrap();
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        let quiet = morgue.index(std::slice::from_ref(&folder), &Silent).unwrap();
        assert!(quiet.outcomes.is_empty(), "{quiet:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_with_what_it_has_read() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write_pages(folder, 2000, 0);
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let signalled = |quarters: u64| {
            let child = start(folder, &["index"]);
            sleep(Duration::from_millis(250 * quarters));
            let (name, process) = (format!("-{signal}"), child.id().to_string());
            Command::new("kill").args([name, process]).status().unwrap();
            let output = child.wait_with_output().unwrap();
            (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
        };
        // A slow machine has not begun to listen: the signal itself ends the process.
        let ended = (1..=20).map(signalled).find(|(ended, _)| ended.is_some());
        let (ended, err) = ended.unwrap_or_default();
        // A fast machine is done before the signal comes.
        assert!(ended == Some(code) || ended == Some(0), "{ended:?}: {err}");
        if ended == Some(code) {
            assert!(err.contains("stopped by a signal"), "{err}");
            let status = run(folder, &["status"]);
            assert!(status.out.ends_with("the sums agree\n"), "{}", status.out);
        }
    }
    assert_eq!(run(folder, &["index"]).code, 0);
    assert_eq!(run(folder, &["check", "--verify"]).code, 0);
    let folder = folder.canonicalize().unwrap();
    assert_eq!(contents(&Morgue::create(&folder).unwrap()), fresh(&folder));
}
