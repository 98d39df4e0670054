//! One segment that is being built: documents in, files of Tantivy's format
//! out.

use std::io;
use std::sync::Arc;

use tantivy::TantivyDocument;
use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReader, FieldNormsSerializer};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::schema::{Field, Value};
use tantivy::store::StoreWriter;
use tantivy::tokenizer::TokenizerManager;

use super::postings::Postings;
use super::{Document, inverted};
use crate::index::files::articles::{self, Dictionaries};
use crate::index::schema::fields::{Kind, definitions};
use crate::index::write::stream::{Step, Stream};
use crate::text::{self, Lexicon};

/// A segment in memory; stored articles go to disk as they come.
pub(super) struct Builder {
    segment: Segment,
    /// By the number of their field.
    fields: Vec<Posted>,
    columns: FastFieldsWriter,
    articles: articles::Background,
    documents: u32,
}

/// How a field is indexed, and what the documents say in it.
struct Posted {
    field: Field,
    kind: Kind,
    postings: Postings,
    /// The length of each document in tokens, as Tantivy writes it in a byte;
    /// of text only.
    lengths: Vec<u8>,
    /// The numbers of the terms of a stream; kept from one to the next.
    numbers: Vec<u32>,
}

impl Builder {
    pub(super) fn new(
        segment: Segment,
        dictionaries: Arc<Dictionaries>,
    ) -> tantivy::Result<Builder> {
        let schema = segment.schema();
        let fields = (0..).zip(definitions()).map(|(number, definition)| Posted {
            field: Field::from_field_id(number),
            kind: definition.kind,
            postings: Postings::new(definition.kind.has_positions()),
            lengths: Vec::new(),
            numbers: Vec::new(),
        });
        let columns = FastFieldsWriter::from_schema_and_tokenizer_manager(
            &schema,
            TokenizerManager::default(),
        )?;
        let articles = segment.open_write(articles::component())?;
        let articles = articles::Background::new(articles, dictionaries)?;
        Ok(Builder { segment, fields: fields.collect(), columns, articles, documents: 0 })
    }

    /// The bytes of memory that the segment takes until it is closed.
    pub(super) fn memory(&self) -> usize {
        let fields: usize = self.fields.iter().map(Posted::memory).sum();
        fields + self.columns.mem_usage() + self.articles.memory()
    }

    /// Adds a document.
    pub(super) fn add(&mut self, document: &Document, lexicon: &Lexicon) -> tantivy::Result<()> {
        let number = self.documents;
        for (field, stream) in &document.streams {
            self.fields[field.field_id() as usize].add(number, stream, lexicon);
        }
        for (field, value) in document.inner.field_values() {
            if let Some(text) = value.as_str() {
                self.fields[field.field_id() as usize].add_value(number, text);
            }
        }
        self.fields.iter_mut().for_each(|posted| posted.close(number));
        self.columns.add_document(&document.inner)?;
        self.articles.add(document.json.as_bytes())?;
        self.documents += 1;
        Ok(())
    }

    /// Writes the files of the segment.
    pub(super) fn write(self) -> tantivy::Result<Segment> {
        let Builder { segment, fields, mut columns, articles, documents } = self;
        std::thread::scope(|scope| {
            let rest = scope.spawn(|| {
                articles.close()?;
                write_empty_store(&segment, documents)?;
                let mut out = segment.open_write(SegmentComponent::FastFields)?;
                columns.serialize(&mut out, None)?;
                out.terminate()?;
                tantivy::Result::Ok(())
            });
            write_lengths(&segment, &fields)?;
            inverted::write(&segment, fields.iter().map(|of| (of.field, &of.postings)))?;
            rest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        // Tantivy thinks of a file for stored documents that are put in order.
        segment.meta().untrack_temp_docstore();
        Ok(segment.with_max_doc(documents))
    }
}

impl Posted {
    fn memory(&self) -> usize {
        self.postings.memory() + self.lengths.capacity()
    }

    fn add(&mut self, document: u32, stream: &Stream, lexicon: &Lexicon) {
        let Posted { postings, numbers, .. } = self;
        let before = postings.times();
        numbers.clear();
        numbers.extend(stream.terms().map(|term| postings.number(term.as_bytes())));
        for step in stream.steps() {
            match step {
                Step::Word(number) => postings.word(document, number, lexicon),
                Step::Next(place) => postings.next(document, numbers[place as usize]),
                Step::Same(place) => postings.same(document, numbers[place as usize]),
                Step::Skip(positions) => postings.skip(positions),
            }
        }
        if self.kind == Kind::Text {
            let tokens = u32::try_from(self.postings.times() - before).unwrap_or(u32::MAX);
            self.lengths.resize(document as usize, 0);
            self.lengths.push(FieldNormReader::fieldnorm_to_id(tokens));
        }
    }

    fn add_value(&mut self, document: u32, value: &str) {
        match self.kind {
            Kind::Key => self.add_term(document, value),
            Kind::Value => {
                let folded = text::fold_value(value);
                if !folded.is_empty() {
                    self.add_term(document, &folded);
                }
            }
            _ => {}
        }
    }

    fn add_term(&mut self, document: u32, term: &str) {
        let number = self.postings.number(term.as_bytes());
        self.postings.next(document, number);
    }

    fn close(&mut self, document: u32) {
        self.postings.close(document);
        if self.kind == Kind::Text {
            self.lengths.resize(document as usize + 1, 0);
        }
    }
}

/// Tantivy wants its own file of stored documents: all of them are empty.
fn write_empty_store(segment: &Segment, documents: u32) -> io::Result<()> {
    let out = segment.open_write(SegmentComponent::Store).map_err(io::Error::other)?;
    let settings = segment.index().settings();
    let (packing, block) = (settings.docstore_compression, settings.docstore_blocksize);
    let mut store = StoreWriter::new(out, packing, block, false)?;
    let (empty, schema) = (TantivyDocument::default(), segment.schema());
    (0..documents).try_for_each(|_| store.store(&empty, &schema))?;
    store.close()
}

fn write_lengths(segment: &Segment, fields: &[Posted]) -> io::Result<()> {
    let out = segment.open_write(SegmentComponent::FieldNorms).map_err(io::Error::other)?;
    let mut out = FieldNormsSerializer::from_write(out)?;
    for posted in fields.iter().filter(|posted| posted.kind == Kind::Text) {
        out.serialize_field(posted.field, &posted.lengths)?;
    }
    out.close()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tantivy::indexer::{AddOperation, SegmentWriter};
    use tantivy::tokenizer::{PreTokenizedString, RawTokenizer, TextAnalyzer, Token};
    use tantivy::{Index, TantivyDocument};

    use super::*;
    use crate::article::{Article, ArticleId, Language};
    use crate::index::schema::fields::{Fields, TOKENS, VALUE, schema};
    use crate::index::schema::key::Edition;
    use crate::index::schema::terms;
    use crate::index::write::document::Builder as DocumentBuilder;
    use crate::text::{Analysis, Analyzer};

    /// What both have to write: all terms and their documents.
    const FILES: [SegmentComponent; 4] = [
        SegmentComponent::FieldNorms,
        SegmentComponent::Terms,
        SegmentComponent::Postings,
        SegmentComponent::Positions,
    ];

    fn documents(fields: &Fields, lexicon: &Arc<Lexicon>) -> Vec<Document> {
        let (mut analyzer, mut builder) =
            (Analyzer::sharing(lexicon.clone()), DocumentBuilder::default());
        let mut analysis = Analysis::default();
        let document = |number: usize| {
            let body = "Kana'ani met Kanaani in Sana'a. Cyber-attacks on 5+1 banks, said Kanaani.";
            let article = Article {
                id: ArticleId::new(number.to_string()),
                headline: format!("Storks return {}", number % 3),
                lede: number
                    .is_multiple_of(2)
                    .then(|| "The storks of Edirne returned.".repeat(number)),
                body: vec![crate::article::Block {
                    kind: crate::article::BlockKind::Paragraph,
                    text: body.to_owned(),
                }],
                keywords: vec![format!("birds {}", number % 4), "Spring".to_owned()],
                agency: (!number.is_multiple_of(5)).then(|| "Example News".to_owned()),
                language: Some(Language::ENGLISH),
                ..Article::default()
            };
            analyzer.analyze(article.language, article.paragraphs(), &mut analysis);
            let (edition, analysis) = (Edition::Current, &analysis);
            builder.build(fields, &article, edition, analysis, None, &mut analyzer)
        };
        (0..300).map(document).collect()
    }

    /// The tokens of a stream as Tantivy takes them.
    fn tokens(stream: &Stream, lexicon: &Lexicon) -> PreTokenizedString {
        let mut tokens: Vec<Token> = Vec::new();
        let mut position = usize::MAX;
        let mut push = |position: usize, text: &str| {
            tokens.push(Token { position, text: text.to_owned(), ..Token::default() });
        };
        let terms: Vec<&str> = stream.terms().collect();
        for step in stream.steps() {
            match step {
                Step::Same(place) => push(position, terms[place as usize]),
                Step::Skip(positions) => position = position.wrapping_add(positions as usize),
                Step::Next(place) => {
                    position = position.wrapping_add(1);
                    push(position, terms[place as usize]);
                }
                Step::Word(number) => lexicon.look(number, |word| {
                    position = position.wrapping_add(1);
                    push(position, word.form);
                    let (mut stem, mut key) = (String::new(), String::new());
                    if let Some(of) = word.stem {
                        terms::push_stem(&mut stem, word.language, of);
                        push(position, &stem);
                    }
                    if let Some(of) = word.key {
                        terms::push_key(&mut key, of);
                        push(position, &key);
                    }
                }),
            }
        }
        PreTokenizedString { text: String::new(), tokens }
    }

    fn files(segment: &Segment) -> Vec<Vec<u8>> {
        let read = |file| segment.open_read(file).unwrap().read_bytes().unwrap().to_vec();
        FILES.map(read).into()
    }

    fn by_tantivy(index: &Index, documents: &[Document], lexicon: &Lexicon) -> Vec<Vec<u8>> {
        let segment = index.new_segment();
        let mut writer = SegmentWriter::for_segment(50_000_000, segment.clone()).unwrap();
        let kinds: Vec<Kind> = definitions().into_iter().map(|field| field.kind).collect();
        for document in documents {
            let mut whole = TantivyDocument::default();
            for (field, stream) in &document.streams {
                whole.add_pre_tokenized_text(*field, tokens(stream, lexicon));
            }
            for (field, value) in document.inner.field_values() {
                let Some(text) = value.as_str().filter(|text| !text.is_empty()) else { continue };
                match kinds[field.field_id() as usize] {
                    Kind::Key => whole.add_text(field, text),
                    Kind::Value => whole.add_text(field, text::fold_value(text)),
                    _ => {}
                }
            }
            writer.add_document(AddOperation { opstamp: 0, document: whole }).unwrap();
        }
        writer.finalize().unwrap();
        files(&segment)
    }

    #[test]
    fn a_segment_has_the_files_that_tantivy_would_write() {
        let index = Index::create_in_ram(schema());
        for name in [TOKENS, VALUE] {
            index.tokenizers().register(name, TextAnalyzer::from(RawTokenizer::default()));
        }
        let (fields, lexicon) =
            (Fields::of(&index.schema()).unwrap(), Arc::new(Lexicon::default()));
        let documents = documents(&fields, &lexicon);
        let mut builder = Builder::new(index.new_segment(), Arc::default()).unwrap();
        documents.iter().for_each(|document| builder.add(document, &lexicon).unwrap());
        let ours = files(&builder.write().unwrap());
        let theirs = by_tantivy(&index, &documents, &lexicon);
        for ((ours, theirs), file) in ours.iter().zip(&theirs).zip(FILES) {
            assert!(ours == theirs, "{file}");
            // Positions are none of Tantivy's.
            assert!(ours.len() > 100 || file == SegmentComponent::Positions, "{file}");
        }
    }
}
