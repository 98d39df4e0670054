//! Writing the articles of a segment.

use std::io::{self, Write};
use std::sync::Arc;

use tantivy::DocId;
use tantivy::directory::{TerminatingWrite, WritePtr};
use zstd::bulk::Compressor;

use super::dictionary::{Dictionaries, Dictionary, SAMPLE};
use super::reader::{Articles, in_lines};
use super::words::{Parts, is_line};
use super::{BLOCK, Footer, Start};

/// So many bytes of articles are compressed one after the other, in tests a few:
/// the tables of a dictionary push all else out of the processor's near memory,
/// and with each block they would do so anew.
pub(super) const GATHERED: usize = if cfg!(test) { 1000 } else { 1024 * 1024 };

/// Writes the articles of a segment, in the order of their documents.
pub(super) struct Writer {
    out: WritePtr,
    dictionaries: Arc<Dictionaries>,
    /// `None` until there are enough articles to make one.
    codec: Option<Codec>,
    /// Articles that are in no block yet, one a line.
    lines: Vec<u8>,
    /// The block that is filled: lines with numbers for words.
    block: Vec<u8>,
    // Kept from line to line.
    parts: Parts,
    /// The number of its first article.
    first: DocId,
    /// How many articles there are in all.
    articles: DocId,
    /// Of the blocks that are written.
    table: Vec<u8>,
    /// Where the next one begins.
    offset: u64,
}

struct Codec {
    dictionary: Arc<Dictionary>,
    compressor: Compressor<'static>,
}

impl Codec {
    fn of(dictionary: Arc<Dictionary>) -> io::Result<Codec> {
        let compressor = dictionary.compressor()?;
        Ok(Codec { dictionary, compressor })
    }
}

/// Appends an article as a line.
pub(super) fn push_line(json: &[u8], lines: &mut Vec<u8>) -> io::Result<()> {
    if !is_line(json) {
        return Err(io::Error::other("a stored article is JSON in one line"));
    }
    lines.extend_from_slice(json);
    lines.push(b'\n');
    Ok(())
}

impl Writer {
    pub(super) fn new(out: WritePtr, dictionaries: Arc<Dictionaries>) -> Writer {
        Writer {
            out,
            dictionaries,
            codec: None,
            lines: Vec::new(),
            block: Vec::new(),
            parts: Parts::default(),
            first: 0,
            articles: 0,
            table: Vec::new(),
            offset: 0,
        }
    }

    /// Writes with a dictionary that is known beforehand.
    pub(super) fn with(
        out: WritePtr,
        dictionaries: Arc<Dictionaries>,
        dictionary: Arc<Dictionary>,
    ) -> io::Result<Writer> {
        let mut writer = Writer::new(out, dictionaries);
        writer.codec = Some(Codec::of(dictionary)?);
        Ok(writer)
    }

    /// How many articles there are.
    pub(super) fn articles(&self) -> DocId {
        self.articles
    }

    /// Adds the next article.
    pub(super) fn add(&mut self, json: &[u8]) -> io::Result<()> {
        push_line(json, &mut self.lines)?;
        self.articles += 1;
        self.go_on()
    }

    /// Adds the next articles, in lines as [`push_line`] makes them.
    pub(super) fn add_lines(&mut self, lines: &[u8]) -> io::Result<()> {
        self.lines.extend_from_slice(lines);
        self.articles += in_lines(lines).count() as DocId;
        self.go_on()
    }

    /// Writes the lines at hand, if they are so many that it is worth while.
    fn go_on(&mut self) -> io::Result<()> {
        match &self.codec {
            Some(_) if self.lines.len() >= GATHERED => self.write_lines(),
            None if self.lines.len() >= SAMPLE => {
                let dictionary = self.dictionaries.of_new_segments(&self.lines);
                self.codec = Some(Codec::of(dictionary)?);
                self.write_lines()
            }
            _ => Ok(()),
        }
    }

    /// Whether blocks of another file could stand in this one.
    pub(super) fn takes_blocks_of(&self, articles: &Articles) -> bool {
        let of = |codec: &Codec| Arc::ptr_eq(&codec.dictionary, articles.dictionary());
        self.codec.as_ref().is_some_and(of)
    }

    /// Adds the articles of another file in the blocks that they are in, which
    /// [`Writer::takes_blocks_of`] must allow.
    pub(super) fn add_blocks(&mut self, articles: &Articles) -> io::Result<()> {
        self.write_lines()?;
        self.write_block(self.articles)?;
        for start in articles.starts() {
            let article = self.first.saturating_add(start.article);
            let offset = self.offset.saturating_add(start.offset);
            self.table.extend(Start { article, offset }.to_bytes());
        }
        self.out.write_all(articles.blocks())?;
        self.offset += articles.blocks().len() as u64;
        self.articles += articles.len();
        self.first = self.articles;
        Ok(())
    }

    /// Writes what is left, and the end of the file.
    pub(super) fn close(mut self) -> io::Result<()> {
        if self.codec.is_none() {
            self.codec = Some(Codec::of(Arc::default())?);
        }
        self.write_lines()?;
        self.write_block(self.articles)?;
        let Writer { mut out, codec, table, offset, articles, .. } = self;
        let dictionary = codec.map(|codec| codec.dictionary).unwrap_or_default();
        let packed = dictionary.packed()?;
        out.write_all(&packed)?;
        out.write_all(&table)?;
        let footer = Footer {
            dictionary: offset,
            table: offset + packed.len() as u64,
            hash: dictionary.hash(),
            articles,
        };
        out.write_all(&footer.to_bytes())?;
        out.terminate()
    }

    /// Puts the lines at hand into blocks, once it is known with what, and writes
    /// those that are full.
    fn write_lines(&mut self) -> io::Result<()> {
        let Some(Codec { dictionary, .. }) = &self.codec else { return Ok(()) };
        let (dictionary, lines) = (dictionary.clone(), std::mem::take(&mut self.lines));
        let first = self.articles - in_lines(&lines).count() as DocId;
        for (article, line) in (first..).zip(in_lines(&lines)) {
            let full = self.block.len();
            dictionary.words().encode(line, &mut self.parts, &mut self.block);
            self.block.push(b'\n');
            if full > 0 && self.block.len() > BLOCK {
                let line = self.block.split_off(full);
                self.write_block(article)?;
                self.block = line;
            }
        }
        self.lines = lines;
        self.lines.clear();
        Ok(())
    }

    /// Writes the block at hand, where there is anything in it; `next` is the first
    /// article behind it.
    fn write_block(&mut self, next: DocId) -> io::Result<()> {
        let Some(codec) = self.codec.as_mut().filter(|_| !self.block.is_empty()) else {
            return Ok(());
        };
        let packed = codec.compressor.compress(&self.block)?;
        self.block.clear();
        self.table.extend(Start { article: self.first, offset: self.offset }.to_bytes());
        self.out.write_all(&packed)?;
        self.offset += packed.len() as u64;
        self.first = next;
        Ok(())
    }
}
