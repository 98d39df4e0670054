//! Searching against a brute-force matcher: what the index finds in random
//! archives is what looking at every word finds.

mod archive;
mod matcher;
mod queries;

use std::collections::BTreeSet;

use tantivy::DocAddress;
use tantivy::collector::{DocSetCollector, TopDocs};
use tempfile::TempDir;

use crate::article::Language;
use crate::index::compile::{Compiler, Purpose, State, Weights};
use crate::index::{Edition, Index, Page, Searcher, Versions, WriterOptions};
use crate::query::ast::{Query, Span};
use crate::text;
use archive::{Archive, Dice, Document, Step, WORDS};

const ARCHIVES: u64 = 60;
/// Queries asked of each archive.
const QUERIES: usize = 200;
/// Queries whose marks are looked at in each archive.
const MARKED_QUERIES: usize = 10;
/// One query in so many is asked through the whole search, which reads and
/// marks every hit: most of the time of the test goes there.
const WHOLE_SEARCHES: usize = 8;

/// Articles as `3`, older versions of them as `3'`.
type Names = BTreeSet<String>;

fn name(id: &str, superseded: bool) -> String {
    format!("{id}{}", if superseded { "'" } else { "" })
}

impl Document {
    fn name(&self) -> String {
        name(&self.id.to_string(), self.superseded)
    }

    fn edition(&self) -> Edition {
        if self.superseded { Edition::Superseded(1) } else { Edition::Current }
    }
}

fn index(archive: &Archive) -> (TempDir, Searcher) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer(WriterOptions { threads: 1, memory: 15_000_000 }).unwrap();
    let mut preparer = writer.preparer(None);
    for step in &archive.steps {
        match step {
            Step::Add(new) => writer.add(preparer.prepare(&new.article, new.edition())).unwrap(),
            Step::Replace(new) => {
                writer.replace(preparer.prepare(&new.article, new.edition())).unwrap();
            }
            Step::Commit => writer.commit("test").unwrap(),
        }
    }
    writer.finish().unwrap();
    let searcher = index.searcher().unwrap();
    (folder, searcher)
}

/// Asks one index in every way.
struct Asked<'a> {
    searcher: &'a Searcher,
    archive: &'a Archive,
    /// The name of each document of the index.
    names: Vec<(DocAddress, String)>,
}

impl<'a> Asked<'a> {
    fn new(searcher: &'a Searcher, archive: &'a Archive) -> Asked<'a> {
        let mut asked = Asked { searcher, archive, names: Vec::new() };
        let all = asked.found(&Query::Everything(Span::default()), Purpose::Matching);
        asked.names = all.into_iter().map(|address| (address, asked.name_of(address))).collect();
        assert_eq!(asked.names.len(), archive.documents.len());
        asked
    }

    fn name_of(&self, address: DocAddress) -> String {
        let article = self.searcher.article(address).unwrap();
        let mut versions = self.archive.documents.iter();
        versions.find(|version| version.article == article).unwrap().name()
    }

    /// What the engine finds for a purpose, older versions included.
    fn found(&self, query: &Query, purpose: Purpose) -> BTreeSet<DocAddress> {
        let engine = self.searcher.engine();
        let state = State {
            fields: self.searcher.fields(),
            engine,
            positions: self.searcher.positions(),
            languages: &[Language::ENGLISH],
            entities: self.searcher.directory(),
            zone: self.searcher.zone(),
        };
        let query = Compiler::new(state, Weights::default(), purpose).compile(query).unwrap().query;
        match purpose {
            Purpose::Matching => {
                engine.search(&*query, &DocSetCollector).unwrap().into_iter().collect()
            }
            Purpose::Ranking => {
                let best = TopDocs::with_limit(100).order_by_score();
                engine.search(&*query, &best).unwrap().into_iter().map(|(_, at)| at).collect()
            }
        }
    }

    fn named(&self, found: &BTreeSet<DocAddress>) -> Names {
        let names = self.names.iter().filter(|(address, _)| found.contains(address));
        names.map(|(_, name)| name.clone()).collect()
    }

    /// What a whole search lists.
    fn page(&self, query: &Query, versions: Versions) -> Names {
        let page = Page { limit: 100, versions, ..Page::default() };
        let found = self.searcher.search(query, &page).unwrap();
        let hits = found.hits.iter();
        let names: Names = hits.map(|hit| name(hit.article.id.as_str(), hit.superseded)).collect();
        assert_eq!((found.total, found.hits.len()), (Some(names.len() as u64), names.len()));
        assert_eq!(found.next, None);
        names
    }

    /// Returns what the index and the matcher do not agree about.
    fn compare(&self, query: &Query, number: usize) -> Option<String> {
        let compounds = &self.archive.compounds;
        let versions = self.archive.documents.iter();
        let matching = versions.filter(|version| matcher::matches(version, compounds, query));
        let all: Names = matching.map(Document::name).collect();
        let current: Names = all.iter().filter(|name| !name.contains('\'')).cloned().collect();
        let unscored = self.named(&self.found(query, Purpose::Matching));
        let scored = self.named(&self.found(query, Purpose::Ranking));
        let count = self.searcher.count(query, Versions::Current).unwrap() as usize;
        let mut agree = unscored == all && scored == all && count == current.len();
        if agree && number.is_multiple_of(WHOLE_SEARCHES) {
            agree = self.page(query, Versions::Current) == current
                && self.page(query, Versions::All) == all;
        }
        if agree {
            return None;
        }
        let mut report = format!(
            "{query}\n  expected {all:?}\n  unscored {unscored:?}\n  scored   {scored:?}\n  \
             count    {count}"
        );
        let differs = |name: &String| all.contains(name) != unscored.contains(name);
        for version in self.archive.documents.iter().filter(|other| differs(&other.name())) {
            let texts: Vec<&str> = version.article.paragraphs().collect();
            report += &format!("\n  {}: {}", version.name(), texts.join(" | "));
        }
        Some(report)
    }

    /// Returns in which articles other words are marked than those that match.
    fn compare_marks(&self, query: &Query) -> Vec<String> {
        let mut wrong = Vec::new();
        for version in &self.archive.documents {
            let expected = matcher::marked(version, &self.archive.compounds, query);
            let paragraphs = self.searcher.mark(query, &version.article).unwrap();
            let is_marked = |word: &archive::Word| {
                let marks = &paragraphs[word.paragraph].marks;
                marks.iter().any(|mark| mark.start < word.bytes.end && word.bytes.start < mark.end)
            };
            let words = version.words.iter().enumerate();
            let marked = words
                .filter(|(_, word)| is_marked(word))
                .fold(0, |marked, (place, _)| marked | 1 << place);
            if marked != expected {
                let texts: Vec<&str> = version.article.paragraphs().collect();
                wrong.push(format!(
                    "{query}\n  {}\n  expected {expected:b}\n  marked   {marked:b}",
                    texts.join(" | ")
                ));
            }
        }
        wrong
    }
}

/// Calls `check` with each archive and its index; two at a time.
fn for_each_archive(check: fn(&mut Dice, &Asked<'_>) -> Vec<String>) {
    let check_from = |first: u64| {
        let mut wrong = Vec::new();
        for seed in (first..ARCHIVES).step_by(2) {
            let mut dice = Dice::new(seed);
            let archive = Archive::random(&mut dice);
            let (_folder, searcher) = index(&archive);
            let asked = Asked::new(&searcher, &archive);
            let found = check(&mut dice, &asked);
            wrong.extend(found.into_iter().map(|wrong| format!("archive {seed}: {wrong}")));
        }
        wrong
    };
    let wrong = std::thread::scope(|scope| {
        let odd = scope.spawn(|| check_from(1));
        let mut wrong = check_from(0);
        wrong.extend(odd.join().unwrap());
        wrong
    });
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(9)].join("\n"));
}

#[test]
fn the_index_finds_what_looking_at_every_word_finds() {
    for_each_archive(|dice, asked| {
        (0..QUERIES).filter_map(|number| asked.compare(&queries::query(dice), number)).collect()
    });
}

#[test]
fn marks_are_the_words_that_looking_at_every_word_finds() {
    for_each_archive(|dice, asked| {
        (0..MARKED_QUERIES).flat_map(|_| asked.compare_marks(&queries::simple(dice))).collect()
    });
}

#[test]
fn the_words_of_the_archives_have_the_stems_that_the_matcher_knows() {
    for word in WORDS {
        let stem = text::stem(word, Language::ENGLISH);
        assert_eq!(stem.as_deref().unwrap_or(word), word.trim_end_matches('s'));
        assert_eq!(text::spelling_key(word), word.replace("aa", "a"));
    }
}
