//! The bytes of a model: a header, the scores of transitions, and three tables
//! (feature weights, known words, listed names). Numbers are little-endian;
//! nothing is parsed at load.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | `MORGTAG1` |
//! | 8..16 | xxh3 of everything after |
//! | 16..40 | for each table: rows, bits of its buckets (32 bits each) |
//! | 40..234 | scores of 97 transitions, 16 bits each |
//! | 236.. | the tables |

use std::sync::Arc;

use super::decode::{TRANSITIONS, Transitions};
use super::label::COLUMNS;
use super::table::{self, Table, Wanted};
use super::words::Row;

const MAGIC: &[u8; 8] = b"MORGTAG1";
const HEADER: usize = 40;
const TABLES: usize = HEADER + 2 * TRANSITIONS + 2;

/// Bytes of a known word: three clusters of 16 bits, lists, whether it begins
/// a listed name.
const WORD_BYTES: usize = 8;

/// Why bytes are not a model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ModelError {
    /// It does not begin as a model does.
    #[error("not a model of the entity tagger, or one of another version")]
    Strange,
    /// A part is missing or changed.
    #[error("the model of the entity tagger is damaged")]
    Damaged,
}

/// The bytes of a model, built in or shared between threads.
#[derive(Debug, Clone)]
pub enum ModelBytes {
    /// Built into the program.
    Static(&'static [u8]),
    /// Read at run time.
    Shared(Arc<[u8]>),
}

impl From<&'static [u8]> for ModelBytes {
    fn from(bytes: &'static [u8]) -> Self {
        ModelBytes::Static(bytes)
    }
}

impl From<Arc<[u8]>> for ModelBytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        ModelBytes::Shared(bytes)
    }
}

impl From<Vec<u8>> for ModelBytes {
    fn from(bytes: Vec<u8>) -> Self {
        ModelBytes::Shared(bytes.into())
    }
}

/// A model that can be asked for weights.
#[derive(Debug, Clone)]
pub struct Model {
    bytes: ModelBytes,
    weights: Table,
    words: Table,
    names: Table,
    transitions: Transitions,
}

/// What a model knows of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownWord {
    /// Clusters from coarse to fine; 0 for none.
    pub clusters: [u16; 3],
    /// The lists of single names that have it, as bits.
    pub names: u8,
    /// Whether a listed name of several words begins with it.
    pub begins_name: bool,
}

/// What goes into a model.
#[derive(Debug, Default, Clone)]
pub struct Parts {
    /// Weights by feature.
    pub weights: Vec<(u64, [i8; COLUMNS])>,
    /// Words by the hash of their folded form.
    pub words: Vec<(u64, KnownWord)>,
    /// Listed names of several words, with their lists as bits.
    pub names: Vec<(u64, u8)>,
    /// Scores of transitions.
    pub transitions: Transitions,
}

impl Model {
    /// Checks the bytes and finds the parts in them.
    pub fn new(bytes: impl Into<ModelBytes>) -> Result<Self, ModelError> {
        let bytes = bytes.into();
        let all = bytes.as_slice();
        if all.get(..8) != Some(MAGIC) {
            return Err(ModelError::Strange);
        }
        let checked = all.get(16..).ok_or(ModelError::Damaged)?;
        let sum = xxhash_rust::xxh3::xxh3_64(checked);
        if all.len() < TABLES || all[8..16] != sum.to_le_bytes() {
            return Err(ModelError::Damaged);
        }
        let number = |at: usize| {
            let [a, b, c, d] = [all[at], all[at + 1], all[at + 2], all[at + 3]];
            u32::from_le_bytes([a, b, c, d])
        };
        let mut at = TABLES;
        let mut tables =
            [16, 24, 32].into_iter().zip([COLUMNS, WORD_BYTES, 1]).map(|(head, stride)| {
                let (table, end) = Table::at(all, at, number(head), number(head + 4), stride)?;
                at = end;
                Some(table)
            });
        let mut table = || tables.next().flatten().ok_or(ModelError::Damaged);
        let (weights, words, names) = (table()?, table()?, table()?);
        let pairs = all[HEADER..TABLES].chunks_exact(2);
        let scores = pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
        let transitions = Transitions::from_scores(scores.map(i32::from));
        Ok(Model { bytes, weights, words, names, transitions })
    }

    /// Writes the bytes of a model.
    pub fn write(parts: Parts) -> Vec<u8> {
        let mut out = vec![0; HEADER];
        for score in parts.transitions.scores() {
            let score = i16::try_from(score.clamp(-20_000, 20_000)).unwrap_or(0);
            out.extend(score.to_le_bytes());
        }
        out.resize(TABLES, 0);
        let weights = parts.weights.into_iter();
        let weights = weights.map(|(hash, row)| (hash, row.map(|w| w as u8).to_vec())).collect();
        let words = parts.words.into_iter().map(|(hash, word)| {
            let clusters = word.clusters.iter().flat_map(|cluster| cluster.to_le_bytes());
            (hash, clusters.chain([word.names, word.begins_name.into()]).collect())
        });
        let words = words.collect();
        let names = parts.names.into_iter().map(|(hash, lists)| (hash, vec![lists])).collect();
        let mut heads = Vec::new();
        for (rows, stride) in [(weights, COLUMNS), (words, WORD_BYTES), (names, 1)] {
            let (rows, bits) = table::write(rows, stride, &mut out);
            heads.extend([rows.to_le_bytes(), bits.to_le_bytes()].concat());
        }
        out[16..HEADER].copy_from_slice(&heads);
        let sum = xxhash_rust::xxh3::xxh3_64(&out[16..]);
        out[..8].copy_from_slice(MAGIC);
        out[8..16].copy_from_slice(&sum.to_le_bytes());
        out
    }

    /// Adds the weights of a feature to a row of scores.
    #[inline]
    pub(super) fn add(&self, feature: u64, scores: &mut Row) {
        let weights = self.weights.get(self.bytes.as_slice(), feature);
        if let Some(weights) = weights.and_then(|row| row.first_chunk()) {
            add(weights, scores);
        }
    }

    /// Adds the weights of many features, each to its row of scores; what was
    /// wanted is used up.
    pub(super) fn add_all(&self, wanted: &mut Vec<Wanted>, scores: &mut [Row]) {
        self.weights.get_all(self.bytes.as_slice(), wanted, |sum, weights| {
            if let (Some(scores), Some(weights)) = (scores.get_mut(sum), weights.first_chunk()) {
                add(weights, scores);
            }
        });
    }

    /// Returns what is known of a word, by the hash of its folded form.
    pub fn word(&self, form: u64) -> Option<KnownWord> {
        let row = self.words.get(self.bytes.as_slice(), form)?;
        let [a, b, c, d, e, f, names, begins] = *row.first_chunk::<WORD_BYTES>()?;
        let clusters = [[a, b], [c, d], [e, f]].map(u16::from_le_bytes);
        Some(KnownWord { clusters, names, begins_name: begins != 0 })
    }

    /// Returns the lists that have a name of several words.
    pub fn name(&self, name: u64) -> Option<u8> {
        self.names.get(self.bytes.as_slice(), name)?.first().copied()
    }

    /// The scores of transitions.
    pub(super) fn transitions(&self) -> &Transitions {
        &self.transitions
    }
}

impl ModelBytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            ModelBytes::Static(bytes) => bytes,
            ModelBytes::Shared(bytes) => bytes,
        }
    }
}

/// Adds weights of eight bits to scores.
#[inline]
fn add(weights: &[u8; COLUMNS], scores: &mut Row) {
    for (score, &weight) in scores.iter_mut().zip(weights) {
        *score += i16::from(weight as i8);
    }
}
