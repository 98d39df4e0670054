//! Keeping up with a folder that changes: after each change the index is what
//! a fresh one of the folder would be, and the ledger agrees.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use morgue::home::Home;
use morgue::ingest::{Compare, Options, Progress, Silent};
use morgue::ledger::Row;
use morgue::query::{ast::Query, ast::Span};
use morgue::{Morgue, Page};
use proptest::prelude::*;

/// An article and its version.
type Told = (usize, usize);

/// What happens to a folder between two runs. Numbers choose among the files
/// that there are.
#[derive(Debug, Clone)]
enum Event {
    Add { name: usize, told: Vec<Told> },
    Edit { file: usize, told: Vec<Told> },
    Grow { file: usize, told: Told },
    Touch { file: usize },
    Move { file: usize, name: usize },
    Copy { file: usize, name: usize },
    Delete { file: usize },
    Spoil { file: usize },
    Send { told: Told },
    Kill { article: usize },
    Set { settings: usize },
}

const FOLDERS: [&str; 4] = ["", "a/", "b/", "a/deep/"];
const NAMES: usize = 24;
const ARTICLES: usize = 6;
const VERSIONS: usize = 4;
/// Files hold one page, pages in a zip file, or objects line by line.
const KINDS: [&str; 3] = ["txt", "zip", "jsonl"];
const SETTINGS: [&str; 3] =
    ["", "time_zone = \"Asia/Tehran\"\n", "[defaults]\nlanguage = \"fr\"\n"];

fn event() -> impl Strategy<Value = Event> {
    let (file, name) = (0..100usize, 0..NAMES);
    let told = || (0..ARTICLES, 0..VERSIONS);
    let some = || prop::collection::vec(told(), 1..5);
    prop_oneof![
        4 => (name.clone(), some()).prop_map(|(name, told)| Event::Add { name, told }),
        3 => (file.clone(), some()).prop_map(|(file, told)| Event::Edit { file, told }),
        2 => (file.clone(), told()).prop_map(|(file, told)| Event::Grow { file, told }),
        1 => file.clone().prop_map(|file| Event::Touch { file }),
        2 => (file.clone(), name.clone()).prop_map(|(file, name)| Event::Move { file, name }),
        2 => (file.clone(), name).prop_map(|(file, name)| Event::Copy { file, name }),
        2 => file.clone().prop_map(|file| Event::Delete { file }),
        1 => file.prop_map(|file| Event::Spoil { file }),
        1 => told().prop_map(|told| Event::Send { told }),
        1 => (0..ARTICLES).prop_map(|article| Event::Kill { article }),
        1 => (0..SETTINGS.len()).prop_map(|settings| Event::Set { settings }),
    ]
}

/// A page of an agency: its id says which article it is, its date which
/// version. One article in three has no id: then its text says which it is.
pub fn page(article: usize, version: usize) -> String {
    let day = 10 + version;
    let weekday = ["Saturday", "Sunday", "Monday", "Tuesday"][version];
    let id = match article % 3 {
        0 => String::new(),
        _ => format!("Story Code: {}\n", 5000 + article),
    };
    format!(
        "Lakeside News Agency\n{weekday}, {day} September 2022\n{id}\
         Flood number {article} reaches the mill\n\n\
         The water of flood {article} rose by {version} metres on the night.\n"
    )
}

/// The same as a line of JSON; the article is another one.
pub fn object(article: usize, version: usize) -> String {
    line(&format!("lakeside:{}", 6000 + article), article, version)
}

fn line(id: &str, article: usize, version: usize) -> String {
    // Some versions have a number, which goes before the date.
    let number = [None, Some(3), None, Some(2)][version];
    let object = serde_json::json!({
        "id": id,
        "version": number,
        "date": format!("2022-09-{}", 10 + version),
        "headline": format!("Flood number {article} reaches the mill"),
        "body": format!("The water of flood {article} rose by {version} metres on the night."),
    });
    format!("{object}\n")
}

/// A folder, its files in order, and a clock of its own: two changes of one
/// file never have the same time.
pub struct Folder {
    root: PathBuf,
    ticks: u64,
    /// What came on standard input: articles that no file gives.
    sent: Vec<String>,
}

/// The bytes of a file that tells of some articles.
fn bytes(path: &Path, told: &[Told]) -> Vec<u8> {
    match path.extension().and_then(|kind| kind.to_str()) {
        Some("zip") => {
            let member = |&(article, version): &Told| {
                // Versions of one article may come under any name.
                (format!("{}.txt", (article + version) % 4), page(article, version))
            };
            zip(&told.iter().map(member).collect::<BTreeMap<_, _>>())
        }
        Some("jsonl") => told
            .iter()
            .map(|&(article, version)| object(article, version))
            .collect::<String>()
            .into(),
        _ => page(told[0].0, told[0].1).into(),
    }
}

impl Folder {
    pub fn new(root: &Path) -> Folder {
        Folder { root: root.to_owned(), ticks: 0, sent: Vec::new() }
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = walkdir::WalkDir::new(&self.root)
            .into_iter()
            .filter_entry(|entry| !entry.file_name().to_string_lossy().starts_with(".morgue"))
            .map(|entry| entry.unwrap().into_path())
            .filter(|path| path.is_file())
            .collect();
        files.sort();
        files
    }

    fn name(&self, name: usize) -> PathBuf {
        let (folder, kind) = (FOLDERS[name % FOLDERS.len()], KINDS[name % KINDS.len()]);
        self.root.join(format!("{folder}{name}.{kind}"))
    }

    pub fn write(&mut self, path: &Path, bytes: &[u8]) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self.touch(path);
    }

    fn touch(&mut self, path: &Path) {
        self.ticks += 1;
        let time =
            std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000 + self.ticks);
        fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
    }

    fn happens(&mut self, event: &Event) {
        let files = self.files();
        let chosen = |file: usize| files.get(file % files.len().max(1)).cloned();
        match *event {
            Event::Add { name, ref told } => {
                let path = self.name(name);
                self.write(&path, &bytes(&path, told));
            }
            Event::Edit { file, ref told } => {
                if let Some(path) = chosen(file) {
                    self.write(&path, &bytes(&path, told));
                }
            }
            Event::Grow { file, told: (article, version) } => {
                // A page would become another text of one date: then times of files
                // decide, and of copies only that of one is known.
                let lines = chosen(file).map(|path| (fs::read(&path).unwrap(), path));
                if let Some((lines, path)) = lines.filter(|(lines, _)| lines.starts_with(b"{")) {
                    self.write(&path, &[lines, object(article, version).into()].concat());
                }
            }
            Event::Touch { file } => {
                if let Some(path) = chosen(file) {
                    self.touch(&path);
                }
            }
            Event::Move { file, name } => {
                if let Some(path) = chosen(file) {
                    let to = self.name(name);
                    fs::create_dir_all(to.parent().unwrap()).unwrap();
                    fs::rename(path, to).unwrap();
                }
            }
            Event::Copy { file, name } => {
                if let Some(path) = chosen(file) {
                    let bytes = fs::read(path).unwrap();
                    self.write(&self.name(name), &bytes);
                }
            }
            Event::Delete { file } => {
                if let Some(path) = chosen(file).filter(|_| files.len() > 1) {
                    fs::remove_file(path).unwrap();
                }
            }
            Event::Spoil { file } => {
                if let Some(path) = chosen(file) {
                    self.write(&path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
                }
            }
            Event::Send { told: (article, version) } => {
                self.sent.push(line(&format!("sent:{article}"), article, version));
            }
            Event::Kill { article } => {
                self.sent.push(format!("{{\"kill\": \"sent:{article}\"}}\n"));
            }
            Event::Set { settings } => {
                fs::write(Home::inside(&self.root).config(), SETTINGS[settings]).unwrap();
            }
        }
    }
}

/// What an index has: for each id the path and a hash of what the article says.
pub type Contents = BTreeMap<String, (String, u128)>;

/// What an index has.
pub fn contents(morgue: &Morgue) -> Contents {
    let searcher = morgue.searcher().unwrap();
    let all = Page { limit: 100_000, ..Page::default() };
    let found = searcher.search(&Query::Everything(Span::default()), &all).unwrap();
    assert_eq!(found.total, Some(found.hits.len() as u64));
    let mut contents = BTreeMap::new();
    for hit in found.hits {
        let content = morgue::archive::content_hash(&hit.article);
        let place = (hit.article.origin.path.clone(), content);
        let twice = contents.insert(hit.article.id.to_string(), place);
        assert!(twice.is_none(), "{} is there twice", hit.article.id);
    }
    contents
}

/// What a new index of a folder has, with the same boilerplate.
pub fn fresh(root: &Path) -> Contents {
    let scratch = tempfile::tempdir().unwrap();
    let home = Home::at(scratch.path().join("home"));
    home.create().unwrap();
    home.set_root(root).unwrap();
    let known = Home::inside(root).boilerplate().unwrap().unwrap_or_default();
    home.keep_boilerplate(&known).unwrap();
    let morgue = Morgue::create_at(home).unwrap();
    morgue.index(&[root.to_owned()], &Silent).unwrap();
    contents(&morgue)
}

/// The same, with what was sent besides, read as the settings say.
pub fn fresh_with(folder: &Folder) -> Contents {
    let scratch = tempfile::tempdir().unwrap();
    let home = Home::at(scratch.path().join("home"));
    home.create().unwrap();
    let (here, there) = (Home::inside(&folder.root), home.clone());
    fs::copy(here.config(), there.config()).unwrap();
    home.set_root(&folder.root).unwrap();
    home.keep_boilerplate(&here.boilerplate().unwrap().unwrap_or_default()).unwrap();
    let morgue = Morgue::create_at(home).unwrap();
    morgue.index(std::slice::from_ref(&folder.root), &Silent).unwrap();
    send(&morgue, &folder.sent);
    contents(&morgue)
}

fn send(morgue: &Morgue, lines: &[String]) {
    let lines = std::io::Cursor::new(lines.concat());
    morgue.take(Box::new(lines), options(), &Silent).unwrap();
}

/// `MORGUE_CASES` asks for more than a build has time for.
fn cases() -> ProptestConfig {
    let asked = std::env::var("MORGUE_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(12), ..ProptestConfig::default() }
}

/// Small threads for small folders.
pub fn options() -> Options {
    let mut options = Options::default();
    options.writer.threads = 1;
    options.writer.memory = 15_000_000;
    options
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn after_each_change_the_index_is_what_a_fresh_one_would_be(
        batches in prop::collection::vec(prop::collection::vec(event(), 1..8), 1..6)
    ) {
        let scratch = tempfile::tempdir().unwrap();
        let root = scratch.path().canonicalize().unwrap();
        let mut folder = Folder::new(&root);
        folder.write(&root.join("first.txt"), page(1, 1).as_bytes());
        let morgue = Morgue::create(&root).unwrap();
        folder.happens(&Event::Set { settings: 0 });
        for batch in batches {
            let before = folder.sent.len();
            for event in &batch {
                folder.happens(event);
            }
            send(&morgue, &folder.sent[before..]);
            morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
            prop_assert_eq!(contents(&morgue), fresh_with(&folder), "after {:?}", batch);
            let checked = morgue.check(Compare::Bytes).unwrap();
            prop_assert!(checked.problems.is_empty(), "{:?}", checked.problems);
            let again = morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
            prop_assert!(again.outcomes.is_empty(), "{:?}", again);
        }
    }
}

/// Changes a file once, when the run has read all that it found.
struct Meddler {
    file: PathBuf,
    text: String,
    is_done: AtomicBool,
}

impl Progress for Meddler {
    fn settled(&self, _: &mut dyn Iterator<Item = &Row>) {
        if !self.is_done.swap(true, Ordering::Relaxed) {
            fs::write(&self.file, &self.text).unwrap();
        }
    }
}

#[test]
fn an_article_is_not_lost_that_comes_back_while_it_is_taken_out() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let mut folder = Folder::new(&root);
    for (name, article, version) in [("a", 1, 1), ("b", 2, 2), ("c", 2, 1)] {
        folder.write(&root.join(format!("{name}.txt")), page(article, version).as_bytes());
    }
    let morgue = Morgue::create(&root).unwrap();
    morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    // Nobody gives the first one any more, and `c` is read again for the second.
    folder.write(&root.join("a.txt"), page(4, 1).as_bytes());
    fs::remove_file(root.join("b.txt")).unwrap();
    let (file, text) = (root.join("c.txt"), page(1, 1));
    let meddler = Meddler { file, text, is_done: AtomicBool::new(false) };
    morgue.index_with(std::slice::from_ref(&root), options(), None, &meddler).unwrap();
    assert_eq!(contents(&morgue), fresh(&root));
    assert!(morgue.check(Compare::Bytes).unwrap().problems.is_empty());
}

#[test]
fn of_copies_the_first_is_named_when_the_one_before_it_moves_behind() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let mut folder = Folder::new(&root);
    folder.write(&root.join("a.txt"), page(1, 1).as_bytes());
    folder.write(&root.join("b.txt"), page(1, 1).as_bytes());
    let morgue = Morgue::create(&root).unwrap();
    morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    fs::rename(root.join("a.txt"), root.join("c.txt")).unwrap();
    morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    assert_eq!(contents(&morgue), fresh(&root));
    assert!(morgue.check(Compare::Bytes).unwrap().problems.is_empty());
}

/// Takes a file away, when the run has found it and not read it yet.
struct Thief(PathBuf, Mutex<Vec<String>>);

impl Progress for Thief {
    fn settled(&self, rows: &mut dyn Iterator<Item = &Row>) {
        self.1
            .lock()
            .unwrap()
            .extend(rows.map(|row| format!("{} {}", row.path, row.outcome.name())));
    }

    fn begin(&self, _: u64, _: u64) {
        fs::remove_file(&self.0).unwrap();
    }
}

#[test]
fn the_articles_of_a_file_that_cannot_be_read_just_now_stay() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let mut folder = Folder::new(&root);
    folder.write(&root.join("a.txt"), page(1, 1).as_bytes());
    folder.write(&root.join("b.txt"), page(2, 1).as_bytes());
    let morgue = Morgue::create(&root).unwrap();
    morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    let before = contents(&morgue);
    folder.write(&root.join("a.txt"), page(1, 2).as_bytes());
    let thief = Thief(root.join("a.txt"), Mutex::default());
    let summary = morgue.index_with(std::slice::from_ref(&root), options(), None, &thief).unwrap();
    assert_eq!(summary.rejections["unreadable"], 1);
    assert_eq!(*thief.1.lock().unwrap(), ["a.txt rejected"], "the report has it");
    assert_eq!(contents(&morgue), before);
    folder.write(&root.join("a.txt"), page(1, 1).as_bytes());
    morgue.index_with(std::slice::from_ref(&root), options(), None, &Silent).unwrap();
    assert_eq!(contents(&morgue), fresh(&root));
    assert!(morgue.check(Compare::Bytes).unwrap().problems.is_empty());
}

/// A zip file with these members.
pub fn zip(members: &BTreeMap<String, String>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Ends a run when so many files are read.
struct StopAfter(std::sync::atomic::AtomicI64);

impl Progress for StopAfter {
    fn file_done(&self, _: u64) {
        self.0.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed) <= 0
    }
}

#[test]
fn what_is_read_anew_is_read_once_however_often_the_runs_end() {
    let (archive, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for number in 0..300 {
        let page = page(number * 3 + 1, number % VERSIONS);
        fs::write(archive.path().join(format!("{number}.txt")), page).unwrap();
    }
    fs::write(elsewhere.path().join("a.txt"), page(1000, 0)).unwrap();
    let morgue = Morgue::create(archive.path()).unwrap();
    let places = [archive.path().to_owned(), elsewhere.path().to_owned()];
    assert_eq!(morgue.index(&places, &Silent).unwrap().skipped, 0);
    assert_eq!(morgue.index(&places, &Silent).unwrap().skipped, 301);
    let config = archive.path().join(".morgue/config.toml");
    fs::write(config, "time_zone = \"Asia/Tehran\"\n").unwrap();
    let mut skipped = vec![0];
    while skipped.len() < 10 && skipped.last() != Some(&301) {
        let stop = StopAfter(100.into());
        let mut options = Options::default();
        options.workers = 1;
        let summary = morgue.index_with(&places[..1], options, None, &stop).unwrap();
        skipped.push(summary.skipped);
        assert!(summary.read_anew || summary.skipped == 300, "{summary:?}");
        if summary.skipped == 300 {
            break;
        }
    }
    assert!(skipped.is_sorted() && skipped.len() > 3, "{skipped:?}");
    assert_eq!(morgue.index(&places, &Silent).unwrap().skipped, 301, "elsewhere, too");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_looked_at_is_not_gone() {
    let archive = tempfile::tempdir().unwrap();
    let folder = archive.path().join("a/b");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("1.txt"), page(1, 0)).unwrap();
    let morgue = Morgue::create(archive.path()).unwrap();
    morgue.index(&[archive.path().to_owned()], &Silent).unwrap();
    fs::rename(archive.path().join("a"), archive.path().join("away")).unwrap();
    // A way that leads nowhere stands for a disk that does not answer.
    std::os::unix::fs::symlink("a", archive.path().join("a")).unwrap();
    assert!(morgue.index(std::slice::from_ref(&folder), &Silent).is_err());
    assert_eq!(morgue.searcher().unwrap().articles(), 1);
    fs::remove_file(archive.path().join("a")).unwrap();
    morgue.index(&[folder], &Silent).unwrap();
    assert_eq!(morgue.searcher().unwrap().articles(), 0, "what is gone is");
}
