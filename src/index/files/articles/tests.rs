//! Files of articles that are written, read, merged and damaged.

use std::io;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use tantivy::DocId;
use tantivy::directory::{AntiCallToken, Directory, RamDirectory, TerminatingWrite, WritePtr};

use super::dictionary::SAMPLE;
use super::reader::Articles;
use super::{BLOCK, Background, Dictionaries, component};
use crate::article::{Article, ArticleId};
use crate::index::{Edition, Index, WriterOptions};

/// Articles of which each says nearly what the others say.
fn articles(count: usize) -> Vec<String> {
    let article = |number: usize| {
        let birds = ["storks", "herons", "cranes"][number % 3];
        format!(r#"{{"uri":"{number}","lede":"The {birds} of Edirne returned on day {number}."}}"#)
    };
    (0..count).map(article).collect()
}

/// So many that they have a dictionary.
fn many() -> Vec<String> {
    articles(SAMPLE / 40)
}

fn bytes(articles: &[String], dictionaries: &Arc<Dictionaries>) -> Vec<u8> {
    let (directory, path) = (RamDirectory::create(), Path::new("a"));
    let out = directory.open_write(path).unwrap();
    let mut writer = Background::new(out, dictionaries.clone()).unwrap();
    articles.iter().for_each(|json| writer.add(json.as_bytes()).unwrap());
    writer.close().unwrap();
    directory.atomic_read(path).unwrap()
}

fn open(bytes: Vec<u8>) -> tantivy::Result<Articles> {
    Articles::open(&bytes.into(), &Dictionaries::default())
}

fn get(file: &Articles, number: DocId) -> tantivy::Result<String> {
    file.get(number, |block| file.unpack(block).map(Arc::new))
}

/// What stands under each number, and under the next one.
fn read(articles: &Articles) -> Vec<Option<String>> {
    (0..=articles.len()).map(|number| get(articles, number).ok()).collect()
}

#[test]
fn articles_are_read_as_they_were_written() {
    for count in [0, 1, 2, 50, many().len()] {
        let articles = articles(count);
        let file = open(bytes(&articles, &Arc::default())).unwrap();
        assert_eq!(file.len() as usize, count);
        assert_eq!(file.dictionary().is_none(), count < 100, "{count}");
        assert_eq!(file.len_in_blocks() > 1, count > 10, "{count}");
        let expected: Vec<_> = articles.into_iter().map(Some).chain([None]).collect();
        assert_eq!(read(&file), expected);
    }
}

#[test]
fn an_article_larger_than_a_block_is_read_back() {
    let mut articles = articles(3);
    articles[1] = format!(r#"{{"uri":"1","lede":"{}"}}"#, "stork ".repeat(SAMPLE));
    let file = open(bytes(&articles, &Arc::default())).unwrap();
    assert_eq!(get(&file, 1).unwrap(), articles[1]);
    assert_eq!(get(&file, 2).unwrap(), articles[2]);
}

#[test]
fn what_is_no_line_is_refused() {
    let out = RamDirectory::create().open_write(Path::new("a")).unwrap();
    assert!(Background::new(out, Arc::default()).unwrap().add(b"{\n}").is_err());
}

/// A disk that has no room.
struct Full;

impl io::Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Full {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_error_of_the_background_is_told_and_nobody_waits() {
    let out = WritePtr::new(Box::new(Full));
    let mut writer = Background::new(out, Arc::default()).unwrap();
    let articles = many();
    let mut all = articles.iter().cycle().take(20 * articles.len());
    let error = all.find_map(|json| writer.add(json.as_bytes()).err()).unwrap();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert!(writer.add(articles[0].as_bytes()).and_then(|()| writer.close()).is_err());
}

#[test]
fn a_dictionary_makes_blocks_smaller() {
    let articles = many();
    let text: usize = articles.iter().map(String::len).sum();
    let with = open(bytes(&articles, &Arc::default())).unwrap();
    // No single file has enough for a dictionary.
    let files = articles.chunks(SAMPLE / 2 / 70);
    let without = files.map(|files| open(bytes(files, &Arc::default())).unwrap());
    let without: usize = without.map(|file| file.blocks().len()).sum();
    assert!(with.blocks().len() * 3 < without * 2, "{} {without} {text}", with.blocks().len());
}

#[test]
fn the_segments_of_an_index_have_one_dictionary() {
    let dictionaries = Arc::<Dictionaries>::default();
    let (first, mut second) = (many(), many());
    second.reverse();
    let hash = |bytes: Vec<u8>| open(bytes).unwrap().dictionary().hash();
    let one = hash(bytes(&first, &dictionaries));
    assert_eq!(hash(bytes(&second, &dictionaries)), one);
    assert_ne!(hash(bytes(&second, &Arc::default())), one);
}

#[test]
fn merged_segments_have_the_articles_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
    let mut preparer = writer.preparer(None);
    let article = |number: usize| Article {
        id: ArticleId::new(number.to_string()),
        headline: format!("Storks return on day {number}"),
        ..Article::default()
    };
    // The third is too small for a dictionary, of the fourth some are taken out.
    let ends = [0, 100, 200, 203, 303];
    for numbers in ends.windows(2) {
        for number in numbers[0]..numbers[1] {
            writer.add(preparer.prepare(&article(number), Edition::Current)).unwrap();
        }
        writer.commit("test").unwrap();
    }
    let is_out = |number: &usize| *number > 203 && number.is_multiple_of(7);
    for number in (0..303).filter(is_out) {
        writer.remove(&ArticleId::new(number.to_string())).unwrap();
    }
    writer.commit("test").unwrap();
    writer.finish().unwrap();
    let hash = |index: &Index| {
        let segments = index.inner.searchable_segments().unwrap();
        let files = segments.iter().map(|segment| segment.open_read(component()).unwrap());
        let hashes = files.map(|file| Articles::open(&file, &index.dictionaries).unwrap());
        hashes.map(|articles| articles.dictionary().hash()).collect::<Vec<_>>()
    };
    let before = hash(&index);
    assert_eq!(before.len(), 4);
    assert_eq!(before.iter().filter(|&&hash| hash == 0).count(), 1);

    // As another run finds it, which knows no dictionary yet.
    let index = Index::open(folder.path()).unwrap();
    let opened_before = index.searcher().unwrap();
    let mut engine = index.inner.writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000);
    let engine = engine.as_mut().unwrap();
    engine.merge(&index.inner.searchable_segment_ids().unwrap()).wait().unwrap();
    engine.garbage_collect_files().wait().unwrap();
    assert_eq!(hash(&index), [*before.iter().max().unwrap()]);
    assert!(index.damaged_files().unwrap().is_empty());
    let files = std::fs::read_dir(folder.path()).unwrap().flatten();
    let files = files.filter(|file| file.path().extension() == Some("articles".as_ref()));
    assert_eq!(files.count(), 1);
    for searcher in [opened_before, index.searcher().unwrap()] {
        for number in 0..303 {
            let found = searcher.get(&ArticleId::new(number.to_string())).unwrap();
            let expected = (!is_out(&number)).then(|| article(number));
            assert_eq!(found, expected);
        }
    }
}

proptest! {
    /// Bytes that are not what was written give other articles or errors, and
    /// nothing worse.
    #[test]
    fn a_damaged_file_is_no_disaster(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        length in any::<prop::sample::Index>(),
    ) {
        let whole = bytes(&many(), &Arc::default());
        let mut changed = whole.clone();
        let footer = at.index(40.min(whole.len()));
        for place in [at.index(whole.len()), whole.len() - 1 - footer] {
            changed[place] = byte;
        }
        let cut = whole[..length.index(whole.len())].to_vec();
        for bytes in [changed, cut] {
            if let Ok(file) = open(bytes) {
                let numbers = [0, 1, file.len() / 2, file.len(), DocId::MAX];
                numbers.into_iter().for_each(|number| drop(get(&file, number)));
                (0..file.len_in_blocks() + 1).for_each(|block| drop(file.unpack(block)));
            }
        }
    }
}

#[test]
fn an_article_that_cannot_be_read_is_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
    let stork = Article { id: ArticleId::new("1"), ..Article::default() };
    writer.add(writer.preparer(None).prepare(&stork, Edition::Current)).unwrap();
    writer.commit("test").unwrap();
    let mut files = std::fs::read_dir(folder.path()).unwrap().flatten().map(|file| file.path());
    let path = files.find(|path| path.extension() == Some("articles".as_ref())).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[5] ^= 0x55;
    std::fs::write(&path, bytes).unwrap();
    let error = index.searcher().unwrap().get(&stork.id).unwrap_err();
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(error.to_string().contains(name), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("morgue index")));
    assert_eq!(index.damaged_files().unwrap(), [Path::new(name)]);
}

#[test]
fn blocks_are_as_large_as_they_are_said_to_be() {
    let articles = many();
    let file = open(bytes(&articles, &Arc::default())).unwrap();
    let longest = articles.iter().map(String::len).max().unwrap();
    for block in 0..file.len_in_blocks() - 1 {
        let size = file.unpack(block).unwrap().len();
        assert!((BLOCK - longest..=BLOCK).contains(&size), "{size}");
    }
}
