//! Positions of indexes that are written, read, merged and damaged, against those
//! that the documents have.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use tantivy::directory::{Directory, FileSlice, RamDirectory};
use tantivy::schema::Term;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::{Document, File, Postings, WordPositions, Writer};
use crate::article::{Article, ArticleId, Block, BlockKind, Language};
use crate::index::files::own_file::Kind;
use crate::index::open::Engine;
use crate::index::{Edition, Index, WriterOptions};

/// In which documents a term stands, and where.
type Stands = BTreeMap<DocId, Vec<u32>>;

/// Articles of few words: forms of one stem among them, some articles in one form
/// alone, some in several.
fn article(number: usize) -> Article {
    let words = ["stork", "storks", "heron", "herons", "returned", "returning", "to", "Edirne"];
    let word = |place: usize| match number % 5 {
        0 => words[(place * 2 + 1) % words.len()],
        1 => words[(place * place + number) % words.len()],
        2 => words[place % 2 * 7],
        _ => words[(place + number / 5) % words.len()],
    };
    let sentence = |from: usize| {
        let words: Vec<&str> = (from..from + 1 + (number + from) % 9).map(word).collect();
        words.join(" ") + ". "
    };
    let text = (0..number % 23).map(|from| sentence(from * 3)).collect::<String>();
    Article {
        id: ArticleId::new(number.to_string()),
        headline: sentence(number),
        language: Some(Language::ENGLISH),
        body: vec![Block { kind: BlockKind::Paragraph, text }],
        ..Article::default()
    }
}

/// An index of so many articles, in several segments, some articles taken out.
fn index(folder: &Path, articles: usize, is_out: impl Fn(usize) -> bool) -> Index {
    let index = Index::open_or_create(folder).unwrap();
    let mut writer = index.writer(WriterOptions::for_cores(1)).unwrap();
    let mut preparer = writer.preparer(None);
    for number in 0..articles {
        writer.add(preparer.prepare(&article(number), Edition::Current)).unwrap();
        if number % 300 == 299 {
            writer.commit("test").unwrap();
        }
    }
    writer.commit("test").unwrap();
    for number in (0..articles).filter(|number| is_out(*number)) {
        writer.remove(&ArticleId::new(number.to_string())).unwrap();
    }
    writer.commit("test").unwrap();
    writer.finish().unwrap();
    index
}

fn engine(index: &Index) -> Engine {
    index.open_engine().unwrap()
}

/// The terms of the text of a segment.
fn terms(segment: &SegmentReader, index: &Index) -> Vec<String> {
    let text = segment.inverted_index(index.fields.text).unwrap();
    let mut terms = text.terms().stream().unwrap();
    let mut all = Vec::new();
    while terms.advance() {
        all.push(String::from_utf8(terms.key().to_vec()).unwrap());
    }
    all
}

fn open(engine: &Engine, segment: &SegmentReader, index: &Index, term: &str) -> Option<Postings> {
    let text = segment.inverted_index(index.fields.text).unwrap();
    let term = Term::from_field_text(index.fields.text, term);
    engine.positions.of(segment).unwrap().postings(&term, &text).unwrap()
}

/// Where a term stands, as the file says, step by step.
fn stands(mut postings: Postings) -> Stands {
    let mut stands = Stands::new();
    while postings.doc() != TERMINATED {
        let mut positions = Vec::new();
        postings.append_positions(&mut positions);
        assert_eq!(positions.len(), postings.term_freq() as usize);
        assert!(positions.is_sorted());
        stands.insert(postings.doc(), positions);
        postings.advance();
    }
    stands
}

/// Where the terms of the documents stand, by their key: for each article, so that
/// it does not matter which segment it is in.
fn by_article(index: &Index) -> BTreeMap<(String, String), Vec<u32>> {
    let engine = engine(index);
    let mut all = BTreeMap::new();
    for (number, segment) in (0..).zip(engine.searcher.segment_readers()) {
        let names: Vec<String> = (0..segment.max_doc())
            .map(|doc| engine.stored.get(tantivy::DocAddress::new(number, doc)).unwrap())
            .collect();
        for term in terms(segment, index) {
            for (doc, positions) in stands(open(&engine, segment, index, &term).unwrap()) {
                if !segment.is_deleted(doc) {
                    all.insert((names[doc as usize].clone(), term.clone()), positions);
                }
            }
        }
    }
    all
}

#[test]
fn every_position_of_a_text_has_its_terms() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 400, |_| false);
    let mut positions: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for ((article, term), here) in by_article(&index) {
        // A word, or the end of a sentence; stems and paragraphs stand beside these.
        if term.as_str() >= " " || term == "\u{3}" {
            positions.entry(article).or_default().extend(here);
        }
    }
    assert_eq!(positions.len(), 400);
    for mut here in positions.into_values() {
        here.sort_unstable();
        let all: Vec<u32> = (0..here.len() as u32).collect();
        assert_eq!(here, all);
    }
}

#[test]
fn a_form_stands_where_its_stem_does() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 900, |_| false);
    let all = by_article(&index);
    let forms = [("storks", "stork"), ("herons", "heron"), ("returning", "return")];
    for (form, stem) in forms {
        let of = |term: &str| {
            let here = all.iter().filter(|((_, other), _)| other == term);
            here.map(|((article, _), here)| (article.clone(), here.clone())).collect::<Vec<_>>()
        };
        let stems: BTreeMap<String, Vec<u32>> =
            of(&format!("\u{1}en:{stem}")).into_iter().collect();
        let forms = of(form);
        assert!(forms.len() > 100, "{form}");
        for (article, here) in forms {
            assert!(here.iter().all(|at| stems[&article].contains(at)), "{form}");
        }
    }
    // Some documents have the form alone, some another one as well.
    let engine = engine(&index);
    let segment = engine.searcher.segment_reader(0);
    let form = open(&engine, segment, &index, "storks").unwrap();
    assert_eq!(form.others().len(), 1);
}

#[test]
fn seeking_finds_what_walking_does() {
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), 1000, |_| false);
    let engine = engine(&index);
    for segment in engine.searcher.segment_readers() {
        for term in terms(segment, &index) {
            let all = stands(open(&engine, segment, &index, &term).unwrap());
            for step in [1, 2, 7, 60, 129, 500] {
                let mut postings = open(&engine, segment, &index, &term).unwrap();
                for target in (0..segment.max_doc()).step_by(step) {
                    let found = all.range(target..).next();
                    let doc = postings.seek(target);
                    assert_eq!(doc, found.map_or(TERMINATED, |(doc, _)| *doc), "{term}");
                    // Not of every document it is asked where the term stands.
                    if let Some((_, expected)) = found.filter(|(doc, _)| **doc % 3 != 1) {
                        let mut positions = Vec::new();
                        postings.append_positions(&mut positions);
                        assert_eq!(&positions, expected, "{term}");
                    }
                }
            }
        }
    }
}

#[test]
fn merged_segments_have_the_positions_of_both() {
    for is_out in [|_| false, |number: usize| number % 7 == 3] {
        let folder = tempfile::tempdir().unwrap();
        let index = index(folder.path(), 1000, is_out);
        let before = by_article(&index);
        let segments = index.inner.searchable_segment_ids().unwrap().len();
        assert!(segments > 1, "{segments}");
        // As another run finds it.
        let index = Index::open(folder.path()).unwrap();
        let writer = index.inner.writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000);
        let mut writer = writer.unwrap();
        writer.merge(&index.inner.searchable_segment_ids().unwrap()).wait().unwrap();
        assert_eq!(index.inner.searchable_segment_ids().unwrap().len(), 1);
        assert!(by_article(&index) == before);
        assert!(index.damaged_files().unwrap().is_empty());
    }
}

/// A file of one field, of which each term stands in the documents that are given.
fn file(lengths: &[u32], terms: &[(Stands, Option<u64>)]) -> Vec<u8> {
    let (directory, path) = (RamDirectory::create(), Path::new("a"));
    let mut writer = Writer::new(directory.open_write(path).unwrap());
    let mut lists = writer.field(3, terms.len(), lengths.to_vec());
    for (stands, other) in terms {
        let documents = stands.iter().map(|(number, positions)| {
            let number = *number;
            let as_other = other.is_some_and(|other| {
                terms[other as usize].0.get(&number).is_some_and(|other| other == positions)
            });
            Document { number, positions, as_other }
        });
        lists.add(&documents.collect::<Vec<_>>(), *other).unwrap();
    }
    lists.close().unwrap();
    writer.close().unwrap();
    directory.atomic_read(path).unwrap()
}

#[test]
fn a_field_with_too_few_lists_is_not_closed() {
    let out = RamDirectory::create().open_write(Path::new("a")).unwrap();
    assert!(Writer::new(out).field(0, 1, vec![1]).close().is_err());
}

#[test]
fn a_term_is_named_only_where_that_spares_something() {
    let all: Stands = (0..500).map(|doc| (doc, vec![doc % 90, 95])).collect();
    let few: Stands = (0..500).map(|doc| (doc, vec![doc % 90])).collect();
    let lengths = vec![100; 500];
    let with = |stands: &Stands| {
        let terms = [(all.clone(), None), (stands.clone(), Some(0))];
        let file = File::open(&FileSlice::from(file(&lengths, &terms))).unwrap();
        let field = file.field(3).unwrap();
        field.list(1, stands.len() as u32).unwrap().others.len()
    };
    assert_eq!([with(&all), with(&few)], [1, 0]);
    assert!(file(&lengths, &[(all.clone(), None), (all.clone(), Some(0))]).len() < 2000);
    assert!(file(&lengths, &[(all.clone(), None), (all, None)]).len() > 2000);
}

proptest! {
    /// Bytes that are not what was written give other positions or errors, and
    /// nothing worse.
    #[test]
    fn a_damaged_file_is_no_disaster(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        length in any::<prop::sample::Index>(),
    ) {
        let all: Stands = (0..300).map(|doc| (doc, vec![doc % 90, 95])).collect();
        let terms: Vec<_> = (0..40).map(|term| (all.clone(), (term > 0).then_some(0))).collect();
        let whole = file(&vec![100; 300], &terms);
        let mut changed = whole.clone();
        let end = at.index(70.min(whole.len()));
        for place in [at.index(whole.len()), whole.len() - 1 - end] {
            changed[place] = byte;
        }
        let cut = whole[..length.index(whole.len())].to_vec();
        for bytes in [changed, cut] {
            let Ok(file) = File::open(&FileSlice::from(bytes)) else { continue };
            let Some(field) = file.field(3) else { continue };
            for term in [0, 1, 39, 40, u64::MAX] {
                let Ok(list) = field.list(term, 300) else { continue };
                prop_assert!(list.others.iter().all(|other| *other < term));
                for block in 0..4 {
                    let (at, length) = (list.block(block, field.bits()), field.length(block));
                    let mut positions = Vec::new();
                    super::code::read(field.bits(), at, 2, length, &mut positions);
                }
            }
        }
    }
}

#[test]
fn a_file_that_is_missing_or_of_another_segment_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let one = index(folder.path(), 10, |_| false);
    let opened = engine(&one);
    let other = tempfile::tempdir().unwrap();
    let other = engine(&index(other.path(), 10, |_| false));
    assert!(opened.positions.of(other.searcher.segment_reader(0)).is_err());
    let name = opened.searcher.segment_reader(0).segment_id().uuid_string();
    let path = folder.path().join(format!("{name}.{}", WordPositions::EXTENSION));
    std::fs::remove_file(&path).unwrap();
    assert!(Index::open(folder.path()).unwrap().open_engine().is_err());
}

#[test]
fn positions_that_cannot_be_read_are_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let opened = engine(&index(folder.path(), 10, |_| false));
    let name = opened.searcher.segment_reader(0).segment_id().uuid_string();
    let path = folder.path().join(format!("{name}.{}", WordPositions::EXTENSION));
    let mut bytes = std::fs::read(&path).unwrap();
    // The table at the end of the file, before Tantivy's checksum.
    let end = bytes.len();
    bytes[end - 500..end - 110].fill(0x5A);
    std::fs::write(&path, bytes).unwrap();
    let phrase = crate::query::parse("\"to Edirne\"", jiff::civil::date(2026, 11, 29)).unwrap();
    let searcher = Index::open(folder.path()).unwrap().searcher().unwrap();
    let found = searcher.search(&phrase, &crate::index::Page::default()).unwrap_err();
    let counted = searcher.count(&phrase, crate::index::Versions::All).unwrap_err();
    for error in [found, counted] {
        assert!(error.to_string().contains(&name), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("morgue index")));
    }
}
