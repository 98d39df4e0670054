//! The same question put to Tantivy by hand: its own queries over the terms of
//! our index, the ten best and their number, the articles read from a store of
//! its own and a snippet of each by its own generator.
//!
//! A word with its inflections is two terms in our index (`src/index/schema/terms.rs`):
//! the union of both is asked for. Our positions are in a file that Tantivy does not
//! read: phrases are asked of an index of its own, made of the same texts with its
//! English stemmer, in which a word is one term. Tantivy has no sentences,
//! paragraphs, order of words or "not near", so those questions have no equivalent
//! here.

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
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::store::{Compressor, StoreReader, StoreWriter, ZstdCompressor};
use tantivy::tokenizer::{self, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream};
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
    /// Ordered by score, of the index that has positions.
    Phrase(Box<dyn Query>),
}

/// An index of ours, opened by Tantivy alone.
pub struct Equivalent {
    searcher: tantivy::Searcher,
    shelf: Shelf,
    phrases: Phrases,
    text: Field,
    headline: Field,
    published: Field,
    lang: Field,
    analyzer: TextAnalyzer,
}

/// The texts as Tantivy indexes them, with positions.
struct Phrases {
    _folder: TempDir,
    searcher: tantivy::Searcher,
    text: Field,
}

/// The articles as Tantivy stores them, in the order of their addresses.
struct Shelf {
    _folder: TempDir,
    store: StoreReader,
    article: Field,
    /// The place of the first article of each segment.
    first: Vec<DocId>,
    /// How many there are.
    articles: DocId,
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
        let analyzer = analyzer();
        let (text, headline) = (field("text"), field("headline"));
        let (published, lang) = (field("published"), field("lang"));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = reader.try_into().expect("a reader");
        let searcher = tantivy::IndexReader::searcher(&reader);
        let shelf = Shelf::of(&searcher, field("key"), articles);
        let phrases = Phrases::of(&shelf);
        Equivalent { searcher, shelf, phrases, text, headline, published, lang, analyzer }
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
            "phrase of two" => return Some(self.phrase(&[&run[0], &run[1]], 0)),
            "phrase of three" => return Some(self.phrase(&[&run[0], &run[1], &run[2]], 0)),
            "phrase, frequent" => return Some(self.phrase(&["of", "the", &run[0]], 0)),
            // A slop is a number of words between, in either order.
            "W/5" => return Some(self.phrase(&[&run[0], &run[2]], 4)),
            "W/5, frequent" => return Some(self.phrase(&[&run[0], "iran"], 4)),
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
        let best = TopDocs::with_limit(HITS);
        let (query, searcher, (places, total)) = match question {
            Question::Best(query) => {
                let (best, total) = search(&self.searcher, query, best.order_by_score());
                let places = best.into_iter().map(|(_, address)| self.shelf.place(address));
                (query, &self.searcher, (places.collect::<Vec<_>>(), total))
            }
            Question::Newest(query) => {
                let newest = best.order_by_fast_field::<i64>("published", Order::Desc);
                let (newest, total) = search(&self.searcher, query, newest);
                let places = newest.into_iter().map(|(_, address)| self.shelf.place(address));
                (query, &self.searcher, (places.collect(), total))
            }
            Question::Phrase(query) => {
                let (best, total) = search(&self.phrases.searcher, query, best.order_by_score());
                let places = best.into_iter().map(|(_, address)| self.phrases.place(address));
                (query, &self.phrases.searcher, (places.collect(), total))
            }
        };
        self.show(query.as_ref(), searcher, &places);
        total
    }

    /// Reads the articles and makes a snippet of each.
    fn show(&self, query: &dyn Query, searcher: &tantivy::Searcher, places: &[DocId]) {
        let mut terms = BTreeMap::new();
        query.query_terms(&mut |term, _| {
            let value = term.value();
            let text = value.as_str().unwrap_or_default();
            let word = text.rsplit_once(':').map_or(text, |(_, stem)| stem);
            let frequency = searcher.doc_freq(term).unwrap_or_default();
            terms.insert(word.to_owned(), 1.0 / (1.0 + frequency as f32));
        });
        let generator =
            SnippetGenerator::new(terms, self.analyzer.clone(), self.text, SNIPPET_CHARACTERS);
        for &place in places {
            black_box(generator.snippet(&text_of(&self.shelf.get(place))));
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

    fn exact(&self, field: Field, term: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(field, term);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn phrase(&self, words: &[&str], slop: u32) -> Question {
        let term = |word: &&str| {
            let mut analyzer = self.analyzer.clone();
            let mut tokens = analyzer.token_stream(word);
            let token = if tokens.advance() { tokens.token().text.clone() } else { String::new() };
            Term::from_field_text(self.phrases.text, &token)
        };
        let mut phrase = PhraseQuery::new(words.iter().map(term).collect());
        phrase.set_slop(slop);
        Question::Phrase(Box::new(phrase))
    }

    fn regex(&self, pattern: &str) -> Box<dyn Query> {
        Box::new(RegexQuery::from_pattern(pattern, self.text).expect("a pattern"))
    }

    fn fuzzy(&self, word: &str, edits: u8) -> Box<dyn Query> {
        Box::new(FuzzyTermQuery::new(Term::from_field_text(self.text, word), edits, true))
    }
}

fn search<C: tantivy::collector::Collector>(
    searcher: &tantivy::Searcher,
    query: &dyn Query,
    best: C,
) -> (C::Fruit, usize) {
    searcher.search(query, &(best, Count)).expect("an answer")
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(Stemmer::new(tokenizer::Language::English))
        .build()
}

/// The text of a stored article.
fn text_of(json: &str) -> String {
    let Ok(stored) = serde_json::from_str::<Stored>(json) else { return String::new() };
    let mut text = stored.headline;
    for part in stored.lede.into_iter().chain(stored.body.into_iter().map(|block| block.text)) {
        text.push('\n');
        text.push_str(&part);
    }
    text
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
        Shelf { _folder: folder, store, article, first, articles: next }
    }

    fn place(&self, at: DocAddress) -> DocId {
        self.first[at.segment_ord as usize] + at.doc_id
    }

    fn get(&self, place: DocId) -> String {
        let document: TantivyDocument = self.store.get(place).expect("an article");
        let json = document.get_first(self.article).and_then(|value| value.as_str());
        json.unwrap_or_default().to_owned()
    }
}

impl Phrases {
    /// Indexes all that lies on a shelf.
    fn of(shelf: &Shelf) -> Phrases {
        let folder = tempfile::tempdir().expect("a folder");
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("english")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let text = schema.add_text_field("text", text);
        let place = schema.add_u64_field("place", FAST);
        let index = tantivy::Index::create_in_dir(folder.path(), schema.build());
        let index = index.expect("an index");
        index.tokenizers().register("english", analyzer());
        let mut writer = index.writer(600_000_000).expect("a writer");
        for number in 0..shelf.articles {
            let mut document = TantivyDocument::default();
            document.add_text(text, text_of(&shelf.get(number)));
            document.add_u64(place, number.into());
            writer.add_document(document).expect("a document");
        }
        writer.commit().expect("room on the disk");
        writer.wait_merging_threads().expect("merged segments");
        let searcher = index.reader().expect("a reader").searcher();
        Phrases { _folder: folder, searcher, text }
    }

    /// The place on the shelf.
    fn place(&self, at: DocAddress) -> DocId {
        let columns = self.searcher.segment_reader(at.segment_ord).fast_fields();
        let place = columns.u64("place").expect("a column").first(at.doc_id);
        place.and_then(|place| place.try_into().ok()).expect("a place")
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
