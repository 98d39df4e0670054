//! Watching folders, and hot folders.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::command::{morgue, strange_name};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A run that watches.
struct Watch(Child);

impl Watch {
    fn start(folder: &Path, arguments: &[&str]) -> Watch {
        Watch::of(folder, &[&["in"], arguments].concat())
    }

    fn of(folder: &Path, arguments: &[&str]) -> Watch {
        let child = Command::new(env!("CARGO_BIN_EXE_morgue"))
            .current_dir(folder)
            .env_remove("MORGUE_INDEX")
            .args(["index", "--watch", "--settle", "0.2", "--threads", "1"])
            .args(arguments)
            .stderr(fs::File::create(folder.join("said")).unwrap())
            .spawn()
            .unwrap();
        Watch(child)
    }

    fn end(mut self) -> Option<i32> {
        Command::new("kill").args(["-INT", &self.0.id().to_string()]).status().unwrap();
        self.0.wait().unwrap().code()
    }
}

fn write(path: &Path, story: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("A story of {story}\n\nAll about {story}.\n")).unwrap();
}

fn comes_true(what: &str, is_true: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_true() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        sleep(Duration::from_millis(100));
    }
}

fn count(folder: &Path, query: &str) -> String {
    let arguments = ["search", "--archive", "in", query, "--count"];
    morgue(folder, &arguments).out.trim().to_owned()
}

#[test]
fn what_comes_changes_and_goes_is_followed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write(&folder.join("in/a.txt"), "herons");
    let watch = Watch::start(folder, &[]);
    let exists = || folder.join("in/.morgue/index/meta.json").exists();
    comes_true("an index", exists);
    comes_true("what is there is read", || count(folder, "herons") == "1");
    write(&folder.join("in/deep/b.txt"), "storks");
    comes_true("what comes is read", || count(folder, "storks") == "1");
    write(&folder.join("in/a.txt"), "cranes");
    comes_true("what changes is read", || count(folder, "cranes") == "1");
    comes_true("what it was is taken out", || count(folder, "herons") == "0");
    fs::rename(folder.join("in/deep"), folder.join("in/other")).unwrap();
    comes_true("what moves is followed", || count(folder, "path:other/b.txt") == "1");
    fs::remove_file(folder.join("in/a.txt")).unwrap();
    comes_true("what goes is taken out", || count(folder, "cranes") == "0");
    assert_eq!(watch.end(), Some(130));
    assert_eq!(morgue(folder, &["check", "--archive", "in", "--verify"]).code, 0);
}

#[test]
fn what_comes_in_the_place_of_what_is_watched_is_followed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    let (in_place, beside) = (folder.join("in/desk"), folder.join("in/beside"));
    write(&in_place.join("a.txt"), "herons");
    write(&folder.join("in/file.txt"), "egrets");
    assert_eq!(morgue(folder, &["index", "in"]).code, 0);
    let watch = Watch::of(folder, &["in/desk", "in/file.txt"]);
    for story in ["storks", "cranes"] {
        write(&beside, story);
        fs::rename(&beside, folder.join("in/file.txt")).unwrap();
        comes_true("a file that is replaced", || count(folder, story) == "1");
    }
    fs::remove_dir_all(&in_place).unwrap();
    comes_true("a folder that goes", || count(folder, "herons") == "0");
    for story in ["terns", "ibises"] {
        write(&in_place.join(format!("{story}.txt")), story);
        comes_true("a folder that comes again", || count(folder, story) == "1");
    }
    assert_eq!(watch.end(), Some(130));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_could_not_be_written_is_an_error_in_the_end() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write(&folder.join("in/a.txt"), "herons");
    let watch = Watch::start(folder, &["--report", "/dev/full"]);
    comes_true("an index", || folder.join("in/.morgue/index/meta.json").exists());
    comes_true("what is there is read", || count(folder, "herons") == "1");
    assert_eq!(watch.end(), Some(2));
}

#[test]
fn a_hot_folder_is_emptied_and_its_articles_stay() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write(&folder.join("in/desk/a.txt"), "herons");
    fs::write(folder.join("in/empty.txt"), "").unwrap();
    let strange = strange_name(&folder.join("in"));
    let watch = Watch::start(folder, &["--done", "done", "--failed", "failed", "--warnings"]);
    comes_true("moved", || folder.join("done/desk/a.txt").exists());
    comes_true("failed", || folder.join("failed/empty.txt").exists());
    if let Some(name) = &strange {
        comes_true("failed", || folder.join("failed").join(name).exists());
    }
    let said = || fs::read_to_string(folder.join("said")).unwrap();
    comes_true("warnings", || said().contains("desk/a.txt: headline-assumed"));
    // Another file of the same name is another file. What a program keeps beside its
    // file stays where it is.
    fs::write(folder.join("in/desk/~$a.docx"), "\u{8}Jane Doe").unwrap();
    write(&folder.join("in/desk/a.txt"), "storks");
    comes_true("moved again", || folder.join("done/desk/a.txt.2").exists());
    assert_eq!((count(folder, "herons"), count(folder, "storks")), ("1".into(), "1".into()));
    assert!(folder.join("in/desk/~$a.docx").exists());
    assert_eq!(watch.end(), Some(130));
    assert_eq!(morgue(folder, &["check", "--archive", "in"]).code, 0);
    // A later run does not take them for gone.
    write(&folder.join("in/b.txt"), "cranes");
    assert_eq!(morgue(folder, &["index", "in"]).code, 0);
    assert_eq!(count(folder, "*"), "3");
    // Nor where they lie in the archive, out of sight, or have gone since.
    let arguments = ["in/desk", "--done", "in/.done", "--index", "in/.morgue"];
    write(&folder.join("in/desk/c.txt"), "terns");
    let watch = Watch::of(folder, &arguments);
    comes_true("moved within", || folder.join("in/.done/c.txt").exists());
    assert_eq!(watch.end(), Some(130));
    fs::remove_file(folder.join("in/.done/c.txt")).unwrap();
    assert_eq!(morgue(folder, &["index", "in"]).code, 0);
    assert_eq!(count(folder, "*"), "4");
    fs::write(folder.join("file"), "").unwrap();
    for (arguments, said) in [
        (&["nowhere", "--watch"][..], "morgue: nowhere: there is no such file or folder\nhint: "),
        (&["in", "--watch", "--done", "file/done"], "morgue: --done file/done: "),
        (&["in", "--watch", "--failed", "file"], "morgue: --failed file: "),
    ] {
        let run = morgue(folder, &[&["index", "--index", "in/.morgue"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains(said) && run.err.contains("hint: "), "{}", run.err);
    }
    let run = morgue(folder, &["index", "in", "--watch", "--done", "in/done"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("lies in a watched folder\nhint: "), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_never_moved() {
    use std::os::unix::fs::symlink;
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write(&folder.join("in/a.txt"), "herons");
    write(&folder.join("master.txt"), "wombats");
    write(&folder.join("elsewhere/b.txt"), "badgers");
    let (file, below) = (folder.join("in/m.txt"), folder.join("in/deep/link"));
    let are_as_they_were = || {
        assert!(folder.join("master.txt").exists() && folder.join("elsewhere/b.txt").exists());
        assert!(file.is_symlink() && below.is_symlink());
        assert!(!folder.join("done/m.txt").exists() && !folder.join("done/deep/link").exists());
    };
    let watch = Watch::start(folder, &["--done", "done"]);
    comes_true("moved", || folder.join("done/a.txt").exists());
    fs::create_dir(folder.join("in/deep")).unwrap();
    symlink(folder.join("elsewhere"), &below).unwrap();
    symlink("../master.txt", &file).unwrap();
    write(&folder.join("in/z.txt"), "storks");
    comes_true("moved", || folder.join("done/z.txt").exists());
    are_as_they_were();
    let said = || fs::read_to_string(folder.join("said")).unwrap();
    comes_true("said", || said().contains("left alone: 2 links"));
    assert_eq!(count(folder, "wombats OR badgers"), "0");
    assert_eq!(watch.end(), Some(130));
    // Nor is it read.
    let watch = Watch::start(folder, &[]);
    write(&folder.join("in/b.txt"), "cranes");
    comes_true("read", || count(folder, "cranes") == "1");
    for link in [&file, &below] {
        fs::rename(link, folder.join("link")).unwrap();
        fs::rename(folder.join("link"), link).unwrap();
    }
    write(&folder.join("in/c.txt"), "terns");
    comes_true("read", || count(folder, "terns") == "1");
    assert_eq!(count(folder, "wombats OR badgers"), "0");
    assert_eq!(watch.end(), Some(130));
    // Where links are followed it is read, as what lies in the archive.
    fs::write(folder.join("in/.morgue/config.toml"), "follow_links = true\n").unwrap();
    let watch = Watch::start(folder, &["--done", "done"]);
    comes_true("read", || count(folder, "path:deep/link/b.txt") == "1");
    comes_true("read", || count(folder, "path:m.txt") == "1");
    write(&folder.join("in/d.txt"), "ibises");
    comes_true("moved", || folder.join("done/d.txt").exists());
    are_as_they_were();
    assert_eq!(watch.end(), Some(130));
    assert_eq!(said().matches("m.txt: stays where it is").count(), 1, "{}", said());
}

#[test]
fn two_hot_folders_are_emptied_into_one() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir(folder.join("in")).unwrap();
    fs::create_dir(folder.join("beside")).unwrap();
    let watch = Watch::of(folder, &["in", "beside", "--done", "done"]);
    write(&folder.join("beside/desk/a.txt"), "storks");
    comes_true("moved", || folder.join("done/desk/a.txt").exists());
    write(&folder.join("in/desk/a.txt"), "herons");
    comes_true("moved", || folder.join("done/desk/a.txt.2").exists());
    assert!(!folder.join("beside/desk/a.txt.2").exists());
    assert_eq!((count(folder, "herons"), count(folder, "storks")), ("1".into(), "1".into()));
    let names = |of: &str| fs::read_dir(folder.join(of)).unwrap().count();
    assert_eq!((names("beside/desk"), names("in/desk"), names("done/desk")), (0, 0, 2));
    // While one is not there, the other is emptied.
    fs::remove_dir_all(folder.join("beside")).unwrap();
    write(&folder.join("in/b.txt"), "cranes");
    comes_true("moved", || folder.join("done/b.txt").exists());
    assert_eq!(watch.end(), Some(130));
}

#[test]
fn a_correction_takes_the_place_of_what_had_its_name_and_was_moved_away() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir(folder.join("in")).unwrap();
    let watch = Watch::start(folder, &["--done", "done"]);
    let send = |version: &str, headline: &str, number: usize| {
        let article = format!(
            r#"{{"uri": "h:1", {version} "headline": "{headline}", "body": "All about wombats."}}"#
        );
        fs::write(folder.join("in/a.json"), article).unwrap();
        let name = if number == 1 { "a.json".into() } else { format!("a.json.{number}") };
        comes_true("moved", || folder.join("done").join(&name).exists());
    };
    let found =
        || morgue(folder, &["search", "--archive", "in", "wombats", "--format", "jsonl"]).out;
    for (sent, version, headline, stands) in [
        (1, "", "first", "first"),
        (2, "", "second", "second"),
        (3, "", "first", "first"),
        (4, r#""versionCreated": "2022-01-04","#, "fourth", "fourth"),
        // It says itself that it is older.
        (5, r#""versionCreated": "2022-01-03","#, "third", "fourth"),
    ] {
        send(version, headline, sent);
        assert!(found().contains(&format!(r#""{stands}""#)), "{sent}: {}", found());
    }
    assert_eq!(watch.end(), Some(130));
    assert_eq!(morgue(folder, &["check", "--archive", "in"]).code, 0);
}
