//! Reading the articles of a segment.

use std::io::BufRead;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::directory::{FileSlice, OwnedBytes};

use super::dictionary::{Dictionaries, Dictionary};
use super::{Footer, Start, damaged};

/// The articles of a segment.
pub(in crate::index) struct Articles {
    bytes: OwnedBytes,
    footer: Footer,
    dictionary: Arc<Dictionary>,
}

impl Articles {
    /// Opens a file.
    ///
    /// # Errors
    /// Where it is not what a writer writes.
    pub(super) fn open(file: &FileSlice, dictionaries: &Dictionaries) -> tantivy::Result<Articles> {
        let bytes = file.read_bytes()?;
        let rest = bytes.len().checked_sub(Footer::BYTES).ok_or_else(damaged)?;
        let footer = Footer::from_bytes(&bytes[rest..]).ok_or_else(damaged)?;
        let is_in_order = footer.dictionary <= footer.table && footer.table <= rest as u64;
        if !is_in_order {
            return Err(damaged());
        }
        // No larger than the file, which is in memory.
        let packed = &bytes[footer.dictionary as usize..footer.table as usize];
        let dictionary = dictionaries.open(footer.hash, packed).map_err(|_| damaged())?;
        Ok(Articles { bytes, footer, dictionary })
    }

    /// How many articles there are.
    pub(super) fn len(&self) -> DocId {
        self.footer.articles
    }

    /// What its blocks are compressed with.
    pub(super) fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    /// All blocks, as they are stored.
    pub(super) fn blocks(&self) -> &[u8] {
        &self.bytes[..self.footer.dictionary as usize]
    }

    /// Where each block begins.
    pub(super) fn starts(&self) -> impl Iterator<Item = Start> {
        self.table().chunks_exact(Start::BYTES).filter_map(Start::from_bytes)
    }

    /// The JSON of an article, found in the block that `unpack` gives.
    ///
    /// # Errors
    /// Where there is none of this number, or where the file is damaged.
    pub(super) fn get(
        &self,
        article: DocId,
        unpack: impl FnOnce(usize) -> tantivy::Result<Arc<Vec<u8>>>,
    ) -> tantivy::Result<String> {
        let (block, before) = self.place(article).ok_or_else(damaged)?;
        let lines = unpack(block)?;
        let line = line(&lines, before).ok_or_else(damaged)?;
        let json = self.dictionary.words().decode(line).ok_or_else(damaged)?;
        String::from_utf8(json).map_err(|_| damaged())
    }

    /// How many blocks there are.
    pub(super) fn len_in_blocks(&self) -> usize {
        self.table().len() / Start::BYTES
    }

    /// The articles of a block as they are read: one a line.
    ///
    /// # Errors
    /// As [`Articles::unpack`].
    pub(super) fn lines(&self, block: usize) -> tantivy::Result<Vec<u8>> {
        self.dictionary.words().decode(&self.unpack(block)?).ok_or_else(damaged)
    }

    /// The articles of a block, one a line, with numbers for words.
    ///
    /// # Errors
    /// Where there is no such block, or where the file is damaged.
    pub(super) fn unpack(&self, block: usize) -> tantivy::Result<Vec<u8>> {
        let from = self.start(block).ok_or_else(damaged)?.offset;
        let to = self.start(block + 1).map_or(self.footer.dictionary, |next| next.offset);
        let packed = self.blocks().get(from as usize..to as usize).ok_or_else(damaged)?;
        self.dictionary.unpack(packed).map_err(|_| damaged())
    }

    fn table(&self) -> &[u8] {
        &self.bytes[self.footer.table as usize..self.bytes.len() - Footer::BYTES]
    }

    fn start(&self, block: usize) -> Option<Start> {
        Start::from_bytes(self.table().get(block * Start::BYTES..)?)
    }

    /// The block that an article is in, and which of the block's articles it is.
    fn place(&self, article: DocId) -> Option<(usize, usize)> {
        if article >= self.len() {
            return None;
        }
        let (mut from, mut to) = (0, self.len_in_blocks());
        while from < to {
            let middle = from.midpoint(to);
            match self.start(middle)?.article <= article {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        let block = from.checked_sub(1)?;
        let before = article.checked_sub(self.start(block)?.article)?;
        Some((block, before as usize))
    }
}

/// The lines of a block, without their ends.
pub(super) fn in_lines(mut block: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let rest = block;
        // Reading memory does not fail.
        let line = &rest[..block.skip_until(b'\n').ok()?];
        (!line.is_empty()).then(|| line.strip_suffix(b"\n").unwrap_or(line))
    })
}

/// A line of a block, without its end.
fn line(mut block: &[u8], number: usize) -> Option<&[u8]> {
    for _ in 0..number {
        // Reading memory does not fail.
        block.skip_until(b'\n').ok()?;
    }
    let end = { block }.skip_until(b'\n').ok()?;
    block[..end].strip_suffix(b"\n")
}
