//! The same question put to Tantivy by hand: its own queries over the terms of
//! our index, the ten best and their number, the articles read from a store of
//! its own and a snippet of each by its own generator.
//!
//! A word with its inflections is two terms in our index (`src/index/terms.rs`):
//! the union of both is asked for. Tantivy has no sentences, paragraphs, order
//! of words or "not near", so those questions have no equivalent here.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::ops::Bound;
use std::path::Path;

use morgue::article::{ArticleId, Language};
use morgue::{text, wire};
use serde::Deserialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::query::{
    AllQuery, BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RangeQuery, RegexQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::store::{Compressor, StoreReader, StoreWriter, ZstdCompressor};
use tantivy::tokenizer::{self, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer};
use tantivy::{
    DocAddress, DocId, DocSet, Order, ReloadPolicy, SegmentReader, TERMINATED, TantivyDocument,
    Term,
};
use tempfile::TempDir;

/// As many hits as a page of ours has.
const HITS: usize = 10;
/// As long as ours.
const SNIPPET_CHARACTERS: usize = 220;

/// As many as Tantivy's searcher keeps.
const CACHED_BLOCKS: usize = 100;

/// A question for Tantivy.
pub enum Question {
    /// Ordered by score.
    Best(Box<dyn Query>),
    /// Ordered by date.
    Newest(Box<dyn Query>),
}

/// An index of ours, opened by Tantivy alone.
pub struct Equivalent {
    searcher: tantivy::Searcher,
    shelf: Shelf,
    text: Field,
    headline: Field,
    published: Field,
    lang: Field,
    analyzer: TextAnalyzer,
}

/// The articles as Tantivy stores them, in the order of their addresses.
struct Shelf {
    _folder: TempDir,
    store: StoreReader,
    article: Field,
    /// The place of the first article of each segment.
    first: Vec<DocId>,
}

/// What a snippet is made of.
#[derive(Deserialize)]
struct Stored {
    headline: String,
    lede: Option<String>,
    body: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    text: String,
}

impl Equivalent {
    pub fn open(folder: &Path, articles: &morgue::Searcher) -> Equivalent {
        let index = tantivy::Index::open_in_dir(folder).expect("an index");
        let schema = index.schema();
        let field = |name| schema.get_field(name).expect("a field of the index");
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(Stemmer::new(tokenizer::Language::English))
            .build();
        let (text, headline) = (field("text"), field("headline"));
        let (published, lang) = (field("published"), field("lang"));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = reader.try_into().expect("a reader");
        let searcher = tantivy::IndexReader::searcher(&reader);
        let shelf = Shelf::of(&searcher, field("key"), articles);
        Equivalent { searcher, shelf, text, headline, published, lang, analyzer }
    }

    /// The question of a kind that Tantivy can be asked as well.
    pub fn question(&self, kind: &str, run: &[String]) -> Option<Question> {
        let word = |place: usize| self.word(self.text, &run[place]);
        let must = |query| (Occur::Must, query);
        let query: Box<dyn Query> = match kind {
            "word" => word(0),
            "=exact" => self.exact(self.text, &run[0]),
            "a b" => all(vec![must(word(0)), must(word(2))]),
            "a OR b" => all(vec![(Occur::Should, word(0)), (Occur::Should, word(2))]),
            "a NOT b" => all(vec![must(word(0)), (Occur::MustNot, word(2))]),
            "-a" => {
                return Some(Question::Newest(all(vec![
                    must(Box::new(AllQuery)),
                    (Occur::MustNot, word(0)),
                ])));
            }
            "phrase of two" => self.phrase(&[&run[0], &run[1]], 0),
            "phrase of three" => self.phrase(&[&run[0], &run[1], &run[2]], 0),
            "phrase, frequent" => self.phrase(&["of", "the", &run[0]], 0),
            // A slop is a number of words between, in either order.
            "W/5" => self.phrase(&[&self.most(&run[0]), &self.most(&run[2])], 4),
            "W/5, frequent" => self.phrase(&[&self.most(&run[0]), &self.most("iran")], 4),
            "headline:" => self.word(self.headline, &run[0]),
            "word, date" => {
                let bound = |year: i64| {
                    let days = (year - 1970) * 365 + (year - 1969) / 4;
                    Term::from_field_i64(self.published, days * 24 * 60 * 60)
                };
                let range =
                    RangeQuery::new(Bound::Included(bound(2010)), Bound::Excluded(bound(2016)));
                all(vec![must(word(0)), must(Box::new(range))])
            }
            "word, lang" => all(vec![must(word(0)), must(self.exact(self.lang, "en"))]),
            "prefix*" => {
                let prefix: String = run[0].chars().take(5).collect();
                self.regex(&format!("{prefix}.*"))
            }
            "in?ix" => {
                let letters: Vec<char> = run[0].chars().collect();
                self.regex(&format!("{}.{}", letters[0], letters[2..].iter().collect::<String>()))
            }
            "*suffix" => self.regex(&format!(".*{}", run[0].chars().skip(1).collect::<String>())),
            "/regex/" => {
                let prefix: String = run[0].chars().take(4).collect();
                self.regex(&format!("{prefix}.*(s|ed)"))
            }
            "fuzzy~1" => self.fuzzy(&run[0], 1),
            "fuzzy~2" => self.fuzzy(&run[0], 2),
            "half the archive" => {
                let frequent = ["iran", "tehran"].map(|word| self.word(self.text, word));
                all(frequent
                    .into_iter()
                    .chain([word(0)])
                    .map(|word| (Occur::Should, word))
                    .collect())
            }
            "everything" => return Some(Question::Newest(Box::new(AllQuery))),
            _ => return None,
        };
        Some(Question::Best(query))
    }

    /// Answers a question; returns how many articles match.
    pub fn answer(&self, question: &Question) -> usize {
        let (addresses, total) = match question {
            Question::Best(query) => {
                let best = TopDocs::with_limit(HITS).order_by_score();
                let (best, total) = self.search(query.as_ref(), best);
                (best.into_iter().map(|(_, address)| address).collect::<Vec<_>>(), total)
            }
            Question::Newest(query) => {
                let newest = TopDocs::with_limit(HITS);
                let newest = newest.order_by_fast_field::<i64>("published", Order::Desc);
                let (newest, total) = self.search(query.as_ref(), newest);
                (newest.into_iter().map(|(_, address)| address).collect(), total)
            }
        };
        let (Question::Best(query) | Question::Newest(query)) = question;
        self.show(query.as_ref(), &addresses);
        total
    }

    fn search<C: tantivy::collector::Collector>(
        &self,
        query: &dyn Query,
        best: C,
    ) -> (C::Fruit, usize) {
        self.searcher.search(query, &(best, Count)).expect("an answer")
    }

    /// Reads the articles and makes a snippet of each.
    fn show(&self, query: &dyn Query, addresses: &[DocAddress]) {
        let mut terms = BTreeMap::new();
        query.query_terms(&mut |term, _| {
            let value = term.value();
            let text = value.as_str().unwrap_or_default();
            let word = text.rsplit_once(':').map_or(text, |(_, stem)| stem);
            let frequency = self.searcher.doc_freq(term).unwrap_or_default();
            terms.insert(word.to_owned(), 1.0 / (1.0 + frequency as f32));
        });
        let generator =
            SnippetGenerator::new(terms, self.analyzer.clone(), self.text, SNIPPET_CHARACTERS);
        for &address in addresses {
            let stored: Stored = serde_json::from_str(&self.shelf.get(address)).expect("JSON");
            let mut text = stored.headline;
            for part in
                stored.lede.into_iter().chain(stored.body.into_iter().map(|block| block.text))
            {
                text.push('\n');
                text.push_str(&part);
            }
            black_box(generator.snippet(&text));
        }
    }

    /// A word with its inflections.
    fn word(&self, field: Field, word: &str) -> Box<dyn Query> {
        let stem = text::stem(word, Language::ENGLISH).unwrap_or_else(|| word.to_owned());
        let marked = self.exact(field, &format!("\u{1}en:{stem}"));
        match text::stem(&stem, Language::ENGLISH) {
            Some(again) if again != stem => marked,
            _ => all(vec![(Occur::Should, marked), (Occur::Should, self.exact(field, &stem))]),
        }
    }

    /// The one term that has most of a word's inflections.
    fn most(&self, word: &str) -> String {
        let stem = text::stem(word, Language::ENGLISH).unwrap_or_else(|| word.to_owned());
        let frequency = |term: &String| {
            self.searcher.doc_freq(&Term::from_field_text(self.text, term)).unwrap_or_default()
        };
        let terms = [format!("\u{1}en:{stem}"), word.to_owned()];
        terms.into_iter().max_by_key(frequency).unwrap_or_default()
    }

    fn exact(&self, field: Field, term: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(field, term);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn phrase(&self, words: &[&str], slop: u32) -> Box<dyn Query> {
        let terms = words.iter().map(|word| Term::from_field_text(self.text, word));
        let mut phrase = PhraseQuery::new(terms.collect());
        phrase.set_slop(slop);
        Box::new(phrase)
    }

    fn regex(&self, pattern: &str) -> Box<dyn Query> {
        Box::new(RegexQuery::from_pattern(pattern, self.text).expect("a pattern"))
    }

    fn fuzzy(&self, word: &str, edits: u8) -> Box<dyn Query> {
        Box::new(FuzzyTermQuery::new(Term::from_field_text(self.text, word), edits, true))
    }
}

fn all(clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(clauses))
}

impl Shelf {
    fn of(searcher: &tantivy::Searcher, key: Field, articles: &morgue::Searcher) -> Shelf {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = MmapDirectory::open(folder.path()).expect("a folder");
        let mut schema = Schema::builder();
        let article = schema.add_text_field("article", STORED);
        let (schema, path) = (schema.build(), Path::new("store"));
        let packing = Compressor::Zstd(ZstdCompressor { compression_level: Some(3) });
        let out = directory.open_write(path).expect("a file");
        let mut writer = StoreWriter::new(out, packing, 64 * 1024, false).expect("a store");
        let (mut first, mut next) = (Vec::new(), 0);
        for segment in searcher.segment_readers() {
            first.push(next);
            next += segment.max_doc();
            for id in ids(segment, key) {
                // Of an older version the newer one; one that is gone is never asked for.
                let id = id.split_once('\u{1f}').map_or(&*id, |(id, _)| id);
                let found = articles.get(&ArticleId::new(id)).expect("an index");
                let json = found.map(|article| wire::article_to_json(&article));
                let mut document = TantivyDocument::default();
                document.add_text(article, json.unwrap_or_default());
                writer.store(&document, &schema).expect("room on the disk");
            }
        }
        writer.close().expect("room on the disk");
        let file = directory.open_read(path).expect("a file");
        let store = StoreReader::open(file, CACHED_BLOCKS).expect("a store");
        Shelf { _folder: folder, store, article, first }
    }

    fn get(&self, at: DocAddress) -> String {
        let place = self.first[at.segment_ord as usize] + at.doc_id;
        let document: TantivyDocument = self.store.get(place).expect("an article");
        let json = document.get_first(self.article).and_then(|value| value.as_str());
        json.unwrap_or_default().to_owned()
    }
}

/// The key of each document of a segment.
fn ids(segment: &SegmentReader, key: Field) -> Vec<String> {
    let mut ids = vec![String::new(); segment.max_doc() as usize];
    let index = segment.inverted_index(key).expect("keys");
    let mut terms = index.terms().stream().expect("keys");
    while terms.advance() {
        let id = String::from_utf8_lossy(terms.key()).into_owned();
        let postings = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
        let mut postings = postings.expect("keys");
        while postings.doc() != TERMINATED {
            ids[postings.doc() as usize].clone_from(&id);
            postings.advance();
        }
    }
    ids
}
