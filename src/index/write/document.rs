//! An analysed article becomes a document of the index.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::TantivyDocument;
use tantivy::schema::Field;
use xxhash_rust::xxh3::xxh3_64;

use super::build::Document;
use super::stream::Stream;
use crate::article::{Article, Concept, Language};
use crate::entities::names::{key_of, split_key};
use crate::entities::{self, Annotation, Kind};
use crate::index::schema::fields::{Fields, SUPERSEDED};
use crate::index::schema::key::Edition;
use crate::index::schema::terms::{self, PARAGRAPH_END, SENTENCE_END, stemmed_as};
use crate::text::{self, Analysis, Analyzer, BoundaryKind, Token, UNNUMBERED};
use crate::wire;

/// Builds documents; keeps its buffers from one to the next.
#[derive(Default)]
pub(super) struct Builder {
    extra: Analysis,
}

impl Builder {
    /// Makes a document of an article, the analysis of its
    /// [`Article::paragraphs`] and their names.
    pub(in crate::index) fn build(
        &mut self,
        fields: &Fields,
        article: &Article,
        edition: Edition,
        analysis: &Analysis,
        names: Option<&Annotation>,
        analyzer: &mut Analyzer,
    ) -> Document {
        let (key, json) = (edition.key(&article.id), wire::article_to_json(article).into());
        let mut document = Document::new(key, json, analysis.lexicon);
        document.inner.add_text(fields.key, &document.key);
        if edition != Edition::Current {
            document.inner.add_text(fields.version, SUPERSEDED);
        }
        let serial = serial(article.agency_number(), &document.key);
        document.inner.add_u64(fields.serial, serial);
        document.inner.add_u64(fields.words, analysis.tokens.len() as u64);
        let language = stemmed_as(article);
        document.add(fields.text, stream(analysis, language, usize::MAX, Words::Numbered));
        document.add(fields.headline, stream(analysis, language, 1, Words::Numbered));
        document.add(fields.compound, compounds(analysis));
        if let Some(names) = names {
            let paragraphs: Vec<&str> = article.paragraphs().collect();
            document.add_names(fields, analysis, &paragraphs, names);
        }
        self.add_extras(&mut document, fields, article, analyzer);
        add_values(&mut document.inner, fields, article);
        document
    }

    /// The small text fields beside the article's text.
    fn add_extras(
        &mut self,
        document: &mut Document,
        fields: &Fields,
        article: &Article,
        analyzer: &mut Analyzer,
    ) {
        let language = stemmed_as(article);
        let mut add = |field: Field, values: &mut dyn Iterator<Item = &str>| {
            let mut paragraphs = values.peekable();
            if paragraphs.peek().is_some() {
                analyzer.analyze(Some(language), paragraphs, &mut self.extra);
                document.add(field, stream(&self.extra, language, usize::MAX, Words::Spelt));
            }
        };
        let Article { byline, authors, dateline, located, section, desk, slugline, .. } = article;
        add(fields.byline, &mut texts(byline).chain(authors.iter().map(String::as_str)));
        add(fields.dateline, &mut texts(dateline).chain(texts(located)));
        add(fields.section, &mut texts(section).chain(texts(desk)));
        add(fields.keyword, &mut texts(slugline).chain(index_terms(article)));
    }
}

fn texts(value: &Option<String>) -> impl Iterator<Item = &str> {
    value.as_deref().into_iter()
}

/// What the publisher says the article is about, of what kind it is and whom it
/// names: keywords, names and codes.
fn index_terms(article: &Article) -> impl Iterator<Item = &str> {
    let Article { keywords, subjects, genres, people, organisations, places, .. } = article;
    let concepts = [subjects, genres, people, organisations, places].into_iter().flatten();
    let said = concepts.flat_map(|concept| [Some(&concept.name), concept.id.as_ref()]);
    let said = said.flatten().filter(|text| !text.is_empty());
    keywords.iter().chain(said).map(String::as_str)
}

/// The keywords and the subjects of an article, each once.
fn subjects(article: &Article) -> FxHashSet<&str> {
    let subjects = article.subjects.iter().map(Concept::label);
    article.keywords.iter().map(String::as_str).chain(subjects).collect()
}

/// How the words are written in parts that are.
fn compounds(analysis: &Analysis) -> Stream {
    let mut stream = Stream::default();
    for compound in &analysis.compounds {
        let Some((last, first)) = analysis.parts(compound).split_last() else {
            continue;
        };
        let mut push = |last_word| {
            let words = first.iter().map(|token| analysis.form(token));
            terms::push_compound(stream.next(), words.chain([last_word]));
        };
        push(analysis.form(last));
        // `cyber-attacks` also says how to write `cyberattack`.
        if let Some(stem) = analysis.stem(last) {
            push(stem);
        }
    }
    stream
}

impl Document {
    /// The names of the article, at their places and as a whole.
    fn add_names(
        &mut self,
        fields: &Fields,
        analysis: &Analysis,
        paragraphs: &[&str],
        names: &Annotation,
    ) {
        let mut places = Stream::default();
        let (mut of_kinds, mut of_keys) = (FxHashMap::default(), FxHashMap::default());
        let mut written = FxHashMap::default();
        let mut next = 0;
        for mention in &names.mentions {
            let first = analysis.tokens.get(mention.tokens.start as usize);
            let (Some(first), Some(key)) = (first, names.keys.get(mention.key)) else { continue };
            places.skip(first.position.saturating_sub(next));
            next = first.position + 1;
            let words = mention.tokens.end - mention.tokens.start;
            let kind = mention.kind.name();
            let of_kind = of_kinds.entry((mention.kind, words)).or_default();
            places.next_again(of_kind, |term| terms::push_mention(term, kind, words));
            let of_key = of_keys.entry((mention.key, words)).or_default();
            places.same_again(of_key, |term| terms::push_mention(term, key, words));
            let form = entities::written(analysis, paragraphs, &mention.tokens);
            written.entry((mention.key, form)).or_insert(&mention.tokens);
        }
        self.add(fields.mentions, places);
        for key in &names.keys {
            self.inner.add_text(fields.entity, key);
        }
        let mut forms = Stream::default();
        let mut called = FxHashSet::default();
        for ((key, form), tokens) in &written {
            let key = &names.keys[*key];
            let words = terms::push_written(forms.next(), key, form);
            called.extend(other_name(analysis, tokens, key, words).map(|name| (name, key)));
        }
        self.add(fields.name, forms);
        let mut aliases = Stream::default();
        for (name, key) in called {
            let term = aliases.next();
            term.push_str(&name);
            term.push(terms::CALLED);
            term.push_str(key);
        }
        for alias in &names.aliases {
            let term = aliases.next();
            term.push_str(&alias.short);
            term.push(terms::ALIAS);
            term.push_str(&alias.full);
            let term = aliases.next();
            term.push_str(&alias.full);
            term.push(terms::ALIAS_OF);
            term.push_str(&alias.short);
        }
        self.add(fields.alias, aliases);
    }

    fn add(&mut self, field: Field, stream: Stream) {
        if !stream.is_empty() {
            self.bytes += stream.bytes();
            self.streams.push((field, stream));
        }
    }
}

/// The key of the name that an article writes, where it is one word, not that of the
/// entity, and no surname, which is found without; `words` are those of the entity's key
/// that it is. Longer ones are as a rule slips of a single article: all of them would
/// make the index half a hundredth of the text larger.
fn other_name(
    analysis: &Analysis,
    tokens: &Range<u32>,
    key: &str,
    words: Option<usize>,
) -> Option<String> {
    let (kind, name) = split_key(key)?;
    let is_plain = |words| kind == Kind::Person || words == name.split(' ').count();
    if tokens.len() != 1 || words.is_some_and(is_plain) {
        return None;
    }
    Some(key_of(analysis, tokens.clone(), kind)).filter(|other| other != key)
}

/// The tokens of the first paragraphs with the ends of their sentences.
/// Positions start at 0 and have no holes: each word and each boundary takes one.
fn stream(analysis: &Analysis, language: Language, paragraphs: usize, words: Words) -> Stream {
    let all = analysis.tokens.len() + 2 * analysis.boundaries.len();
    let mut stream = if paragraphs == usize::MAX { Stream::of(all) } else { Stream::default() };
    let mut tokens = analysis.tokens.iter().peekable();
    let (mut sentence_end, mut paragraph_end) = (None, None);
    let mut paragraph = 0;
    for boundary in &analysis.boundaries {
        if paragraph == paragraphs {
            break;
        }
        while let Some(token) = tokens.next_if(|token| token.position < boundary.position) {
            push_token(&mut stream, analysis, token, language, words);
        }
        stream.next_again(&mut sentence_end, |term| term.push_str(SENTENCE_END));
        if boundary.kind == BoundaryKind::Paragraph {
            stream.same_again(&mut paragraph_end, |term| term.push_str(PARAGRAPH_END));
            paragraph += 1;
        }
    }
    stream
}

/// How words are written into a stream.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// By their numbers, where they have one.
    Numbered,
    /// As terms: of a field with few words, whose numbers would be learnt in
    /// vain.
    Spelt,
}

fn push_token(
    stream: &mut Stream,
    analysis: &Analysis,
    token: &Token,
    language: Language,
    words: Words,
) {
    if words == Words::Numbered && token.word != UNNUMBERED {
        stream.word(token.word);
        return;
    }
    stream.next().push_str(analysis.form(token));
    if let Some(stem) = analysis.stem(token) {
        terms::push_stem(stream.same(), language, stem);
    }
    if let Some(key) = analysis.key(token) {
        terms::push_key(stream.same(), key);
    }
}

/// Tells articles apart, and puts them in order: agencies number their articles as
/// they come. The first number of an agency's id, and behind it as much of a hash of
/// the key as 64 bits have room for: larger numbers are shared by fewer articles.
/// Articles without a number come before all others.
fn serial(number: Option<u64>, key: &str) -> u64 {
    let hash = xxh3_64(key.as_bytes());
    let numbered = |kind: u64, number: u64, bits: u32| {
        let free = 62 - bits;
        kind << 62 | number << free | hash >> (64 - free)
    };
    match number {
        Some(number) if number < 1 << SMALL_NUMBER_BITS => numbered(2, number, SMALL_NUMBER_BITS),
        Some(number) if number < 1 << LARGE_NUMBER_BITS => numbered(3, number, LARGE_NUMBER_BITS),
        _ => hash >> 1,
    }
}

/// Numbers of up to nine digits: a year is one, and thousands of articles may have it.
const SMALL_NUMBER_BITS: u32 = 31;
/// Numbers of up to twelve digits: a date with its time.
const LARGE_NUMBER_BITS: u32 = 40;

fn add_values(document: &mut TantivyDocument, fields: &Fields, article: &Article) {
    let mut add = |field: Field, value: Option<&str>| {
        if let Some(value) = value {
            document.add_text(field, value);
        }
    };
    add(fields.section_name, article.section.as_deref());
    for subject in subjects(article) {
        add(fields.keyword_name, Some(subject));
    }
    add(fields.source, article.source.as_deref());
    add(fields.agency, article.agency.as_deref());
    add(fields.id, Some(article.id.as_str()));
    add(fields.id, article.agency_id.as_deref());
    for id in &article.alt_ids {
        add(fields.id, Some(&id.value));
    }
    add(fields.lang, article.language.as_ref().map(Language::as_str));
    add(fields.status, Some(article.status.name()));
    for (field, value) in
        [(fields.path, Some(&article.origin.path)), (fields.url, article.url.as_ref())]
    {
        let folded = value.map(|value| text::fold_value(value));
        add(field, folded.as_deref().filter(|value| !value.is_empty()));
    }
    if let Some(until) = article.embargoed_until {
        document.add_i64(fields.embargoed_until, until.seconds);
    }
    if let Some(published) = article.published {
        document.add_i64(fields.published, published.seconds);
        document.add_i64(fields.published_until, published.last_second());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_in_the_order_of_their_numbers_and_each_has_a_serial_of_its_own() {
        let numbers = [None, Some(0), Some(1_304_903), Some(1_304_904), Some(202_209_100_735)];
        let serials = numbers.map(|number| serial(number, "key"));
        assert!(serials.is_sorted_by(|a, b| a < b), "{serials:?}");
        for number in [None, Some(2022)] {
            let of = |key: u32| serial(number, &format!("x:{key}"));
            let all: FxHashSet<u64> = (0..12_000).map(of).collect();
            assert_eq!(all.len(), 12_000, "{number:?}");
        }
    }
}
