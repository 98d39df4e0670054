//! Searching against a brute-force matcher: what the index finds in random
//! archives is what looking at every word finds.

mod archive;
mod matcher;
mod queries;

use std::collections::BTreeSet;

use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};
use tempfile::TempDir;

use super::compile::{Compiler, Purpose};
use super::{Edition, Index, Page, Searcher, Versions, WriterOptions, vocabulary};
use crate::query::ast::Query;
use crate::{text, wire};
use archive::{Archive, Dice, Document, Step, WORDS};

const ARCHIVES: u64 = 50;
const QUERIES: usize = 240;
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
    let mut preparer = writer.preparer();
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
}

impl Asked<'_> {
    fn name_of(&self, address: DocAddress) -> String {
        let document: TantivyDocument = self.searcher.engine().doc(address).unwrap();
        let key = document.get_first(self.searcher.fields().article).unwrap();
        let article = wire::article_from_json(key.as_str().unwrap()).unwrap();
        let versions = self.archive.documents.iter();
        let mut same = versions.filter(|version| version.article == article);
        same.next().unwrap().name()
    }

    /// What the engine finds for a purpose, older versions included.
    fn found(&self, query: &Query, purpose: Purpose) -> BTreeSet<DocAddress> {
        let languages =
            vocabulary::languages(self.searcher.engine(), self.searcher.fields().lang).unwrap();
        let (fields, engine) = (self.searcher.fields(), self.searcher.engine());
        let compiler = Compiler::new(fields, engine, &languages, purpose);
        let query = compiler.compile(query).unwrap().query;
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

    fn page(&self, query: &Query, versions: Versions) -> Names {
        let page = Page { limit: 100, versions, ..Page::default() };
        let found = self.searcher.search(query, &page).unwrap();
        let hits = found.hits.iter();
        let names: Names = hits.map(|hit| name(hit.article.id.as_str(), hit.superseded)).collect();
        assert_eq!((found.total as usize, found.hits.len()), (names.len(), names.len()));
        names
    }
}

#[test]
fn the_index_finds_what_looking_at_every_word_finds() {
    let mut wrong = Vec::new();
    let (mut t_index, mut t_ask) = (std::time::Duration::ZERO, std::time::Duration::ZERO);
    for seed in 0..ARCHIVES {
        let mut dice = Dice::new(seed);
        let archive = Archive::random(&mut dice);
        let began = std::time::Instant::now();
        let (_folder, searcher) = index(&archive);
        t_index += began.elapsed();
        let began = std::time::Instant::now();
        let asked = Asked { searcher: &searcher, archive: &archive };
        let everything = Query::Everything(Default::default());
        let names: Vec<(DocAddress, String)> = asked
            .found(&everything, Purpose::Matching)
            .into_iter()
            .map(|address| (address, asked.name_of(address)))
            .collect();
        assert_eq!(names.len(), archive.documents.len());
        for number in 0..QUERIES {
            let query = queries::query(&mut dice);
            let versions = archive.documents.iter();
            let all: Names = versions
                .filter(|version| matcher::matches(version, &archive.compounds, &query))
                .map(Document::name)
                .collect();
            let current: Names = all.iter().filter(|name| !name.contains('\'')).cloned().collect();
            let named = |found: BTreeSet<DocAddress>| -> Names {
                let names = names.iter().filter(|(address, _)| found.contains(address));
                names.map(|(_, name)| name.clone()).collect()
            };
            let unscored = named(asked.found(&query, Purpose::Matching));
            let scored = named(asked.found(&query, Purpose::Ranking));
            let count = searcher.count(&query, Versions::Current).unwrap() as usize;
            let mut right = unscored == all && scored == all && count == current.len();
            if right && number % WHOLE_SEARCHES == 0 {
                right = asked.page(&query, Versions::Current) == current
                    && asked.page(&query, Versions::All) == all;
            }
            if !right {
                let mut report = format!(
                    "archive {seed}: {query}\n  expected {all:?}\n  unscored {unscored:?}\n  \
                     scored   {scored:?}\n  count    {count}"
                );
                let differs = |name: &String| all.contains(name) != unscored.contains(name);
                for version in archive.documents.iter().filter(|other| differs(&other.name())) {
                    let texts: Vec<&str> = version.article.paragraphs().collect();
                    report += &format!("\n  {}: {}", version.name(), texts.join(" | "));
                }
                wrong.push(report);
            }
        }
        t_ask += began.elapsed();
    }
    eprintln!("{t_index:?} {t_ask:?}");
    let cases = ARCHIVES as usize * QUERIES;
    assert!(
        wrong.is_empty(),
        "{} of {cases}\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
}

#[test]
fn the_words_of_the_archives_have_the_stems_that_the_matcher_knows() {
    for word in WORDS {
        let stem = text::stem(word, crate::article::Language::ENGLISH);
        assert_eq!(stem.as_deref().unwrap_or(word), word.trim_end_matches('s'));
        assert_eq!(text::spelling_key(word), word.replace("aa", "a"));
    }
}
