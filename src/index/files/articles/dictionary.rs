//! Dictionaries: words that have numbers in blocks, and text that blocks are
//! compressed with.

use std::cmp::Reverse;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashSet;
use tantivy::Index;
use xxhash_rust::xxh3::xxh3_64;
use zstd::bulk::{Compressor, Decompressor};

use super::reader::in_lines;
use super::shared::passages;
use super::words::{Parts, Words};
use super::{Articles, LEVEL, component};

/// The text of a dictionary has so many bytes at most, in the tests of this room a
/// few. It has half as many where words have numbers in it.
const BYTES: usize = if cfg!(test) { 2048 } else { 1024 * 1024 };
/// So many bytes of articles make one. Fewer have none: it would be larger than
/// what it spares.
pub(super) const SAMPLE: usize = 4 * BYTES;

/// What blocks are written with; without any, each is by itself.
#[derive(Default)]
pub(in crate::index) struct Dictionary {
    words: Words,
    /// The words, and behind them the text.
    bytes: Vec<u8>,
    /// Where the text begins: what zstd finds the lines of a block in, with numbers
    /// for words.
    text: usize,
    hash: u64,
    /// What unpacks its blocks, while nobody does.
    idle: Mutex<Vec<Decompressor<'static>>>,
}

impl Dictionary {
    /// Makes a dictionary of articles, one a line.
    fn of_articles(lines: &[u8]) -> Dictionary {
        // What several versions of one article say would outlast it.
        let mut ids = FxHashSet::default();
        let articles: Vec<&[u8]> = in_lines(lines).filter(|line| ids.insert(id(line))).collect();
        let words = Words::of_articles(&articles);
        let passages = passages(&articles, BYTES);
        if words.is_empty() && passages.is_empty() {
            return Dictionary::default();
        }
        let mut bytes = Vec::new();
        words.to_bytes(&mut bytes);
        let text = bytes.len();
        words.encode(&passages, &mut Parts::default(), &mut bytes);
        Dictionary::of_parts(words, bytes, text)
    }

    fn of_parts(words: Words, bytes: Vec<u8>, text: usize) -> Dictionary {
        let hash = xxh3_64(&bytes);
        Dictionary { words, bytes, text, hash, idle: Mutex::default() }
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Dictionary> {
        let (words, text) = Words::from_bytes(&bytes)?;
        let text = bytes.len() - text.len();
        Some(Dictionary::of_parts(words, bytes, text))
    }

    fn text(&self) -> &[u8] {
        &self.bytes[self.text..]
    }

    pub(super) fn is_none(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Tells it from others; 0 for none.
    pub(super) fn hash(&self) -> u64 {
        self.hash
    }

    /// All of it, compressed; nothing for none.
    pub(super) fn packed(&self) -> io::Result<Vec<u8>> {
        match self.is_none() {
            true => Ok(Vec::new()),
            false => zstd::bulk::compress(&self.bytes, LEVEL),
        }
    }

    /// The words that have numbers in its blocks.
    pub(super) fn words(&self) -> &Words {
        &self.words
    }

    pub(super) fn compressor(&self) -> io::Result<Compressor<'static>> {
        Compressor::with_dictionary(LEVEL, self.text())
    }

    /// Unpacks a block: lines with numbers for words.
    pub(super) fn unpack(&self, block: &[u8]) -> io::Result<Vec<u8>> {
        let idle = self.idle().pop();
        let mut unpacks = idle.map_or_else(|| Decompressor::with_dictionary(self.text()), Ok)?;
        let unpacked = unpack(&mut unpacks, block)?;
        self.idle().push(unpacks);
        Ok(unpacked)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Decompressor<'static>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an article begins with in JSON: its id, as a rule to its end.
fn id(article: &[u8]) -> &[u8] {
    let end = article.windows(2).position(|two| two == b"\",");
    &article[..end.unwrap_or(article.len())]
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Dictionary { bytes, hash, .. } = self;
        write!(formatter, "Dictionary({hash:016x}, {} bytes)", bytes.len())
    }
}

/// Unpacks a frame that says how large it is.
fn unpack(unpacks: &mut Decompressor<'_>, frame: &[u8]) -> io::Result<Vec<u8>> {
    let size = Decompressor::upper_bound(frame);
    let size = size.ok_or_else(|| io::Error::other("a block that does not say its size"))?;
    unpacks.decompress(frame, size)
}

/// The dictionaries of an index, as far as anything has asked for them.
#[derive(Debug, Default)]
pub(in crate::index) struct Dictionaries {
    /// New segments take the first. None of them is empty.
    known: Mutex<Vec<Arc<Dictionary>>>,
}

impl Dictionaries {
    /// Finds the dictionary of an index that has one: of its largest segment.
    ///
    /// # Errors
    /// Where a file of articles cannot be read.
    pub(in crate::index) fn look_up(&self, index: &Index) -> tantivy::Result<()> {
        let mut segments = index.searchable_segments()?;
        segments.sort_by_key(|segment| Reverse(segment.meta().num_docs()));
        for segment in segments {
            if !self.known().is_empty() {
                break;
            }
            Articles::open(&segment.open_read(component())?, self)?;
        }
        Ok(())
    }

    /// The dictionary of a hash, which is stored packed.
    pub(super) fn open(&self, hash: u64, packed: &[u8]) -> io::Result<Arc<Dictionary>> {
        if packed.is_empty() {
            return Ok(Arc::default());
        }
        let mut known = self.known();
        if let Some(found) = known.iter().find(|known| known.hash == hash) {
            return Ok(found.clone());
        }
        let bytes = unpack(&mut Decompressor::new()?, packed)?;
        let dictionary = Dictionary::from_bytes(bytes).filter(|read| read.hash == hash);
        let other = || io::Error::other("a dictionary that is not what its hash says");
        let dictionary = Arc::new(dictionary.ok_or_else(other)?);
        known.push(dictionary.clone());
        Ok(dictionary)
    }

    /// The dictionary that new segments take: one that is known, or one made of
    /// these articles.
    pub(super) fn of_new_segments(&self, lines: &[u8]) -> Arc<Dictionary> {
        let mut known = self.known();
        if let Some(first) = known.first() {
            return first.clone();
        }
        let made = Arc::new(Dictionary::of_articles(lines));
        known.extend(Some(made.clone()).filter(|made| !made.is_none()));
        made
    }

    fn known(&self) -> MutexGuard<'_, Vec<Arc<Dictionary>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_versions_of_one_article_say_is_not_in_it() {
        let line = |id: &str, text: &str| format!("{{\"uri\":\"{id}\",\"headline\":\"{text}\"}}\n");
        let says = |lines: &str, word: &str| {
            let dictionary = Dictionary::of_articles(lines.as_bytes());
            dictionary.bytes.windows(word.len()).any(|bytes| bytes == word.as_bytes())
        };
        let secret = "Nobody was to hear of the zyxlibel before Tuesday";
        let versions = line("x:1", secret) + &line("x:1", &format!("{secret}, or Wednesday"));
        assert!(!says(&versions, "zyxlibel"));
        assert!(says(&(line("x:1", secret) + &line("x:2", secret)), "zyxlibel"));
    }
}
