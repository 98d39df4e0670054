//! The features of a token, as hashes of 64 bits. Used in training and in
//! tagging: a change here needs a new model.
//!
//! Features of a single word are asked for once per distinct word, and count
//! for its neighbours as well, by distance ([`Reach`]). Features of several
//! words are asked for at each token.

use super::gap::Gap;
use super::passage::Passage;
use super::shape;
use super::words::Word;

/// How far, in tokens, a feature of a word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// For the word itself.
    Here = 0,
    /// For the direct neighbours, too.
    Near = 1,
    /// For two words on either side.
    Wide = 2,
}

/// A sort of features: what an ablation leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The words.
    Words,
    /// How words are written.
    Shapes,
    /// Beginnings and ends of words.
    Affixes,
    /// Clusters of words that are used alike.
    Clusters,
    /// Lists of names.
    Gazetteer,
    /// Two or three words or their classes together, with what stands between.
    Conjunctions,
    /// The run of capitalised words that a token is in.
    Runs,
    /// What the document says elsewhere: the second pass.
    Document,
}

impl Group {
    /// All groups.
    pub const ALL: [Group; 8] = [
        Group::Words,
        Group::Shapes,
        Group::Affixes,
        Group::Clusters,
        Group::Gazetteer,
        Group::Conjunctions,
        Group::Runs,
        Group::Document,
    ];
}

/// Takes features as they are found.
pub trait Sink {
    /// Takes one feature.
    fn take(&mut self, group: Group, feature: u64);

    /// Takes the features that `give` gives: always the same for one key, so
    /// that their sum can be remembered. Does not nest.
    fn together(&mut self, key: u64, give: impl Fn(&mut Self)) {
        let _ = key;
        give(self);
    }
}

/// Joins two hashes. A multiplication spreads the low bits upwards, the shift
/// brings them back: tables use both ends.
#[inline]
pub fn mix(a: u64, b: u64) -> u64 {
    let x = (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 29)
}

/// Returns the hash of a string.
#[inline]
pub fn hash(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Returns the feature that a word's feature is for a token `distance` words
/// after it (negative: before it).
#[inline]
pub fn at_distance(feature: u64, distance: i32) -> u64 {
    mix(feature, 0x1D00 + (distance + 2) as u64)
}

/// Gives the features of one word by itself: `raw` as written, `form` folded.
pub fn of_word(raw: &str, form: &str, word: &Word, mut take: impl FnMut(Group, Reach, u64)) {
    take(Group::Words, Reach::Wide, mix(1, word.form));
    take(Group::Words, Reach::Here, mix(mix(2, word.form), word.class as u64));
    take(Group::Shapes, Reach::Wide, mix(3, word.class as u64));
    take(Group::Shapes, Reach::Near, mix(4, shape::pattern(raw)));
    let starts = form.char_indices().skip(1).map(|(at, _)| at);
    let ends = form.char_indices().rev().map(|(at, _)| at);
    for (length, (start, end)) in (1..=4).zip(starts.zip(ends)) {
        take(Group::Affixes, Reach::Here, mix(5, hash(&form[..start])));
        let end = hash(&form[end..]);
        let reach = if length >= 2 { Reach::Near } else { Reach::Here };
        take(Group::Affixes, reach, mix(6, end));
    }
    for (number, &cluster) in word.clusters.iter().enumerate() {
        if cluster != 0 {
            take(Group::Clusters, Reach::Wide, mix(7 + number as u64, cluster.into()));
        }
    }
    if word.clusters[0] == 0 {
        take(Group::Clusters, Reach::Near, mix(10, word.class as u64));
    }
    if word.names != 0 {
        take(Group::Gazetteer, Reach::Near, mix(11, word.names.into()));
        take(Group::Gazetteer, Reach::Here, mix(mix(12, word.names.into()), word.class as u64));
    }
}

/// Where a token stands: its word, the two on each side, what is between them.
struct Place<'p> {
    word: &'p Word,
    before: [&'p Word; 2],
    after: [&'p Word; 2],
    left: Gap,
    right: Gap,
    gaps: u64,
}

/// Stands where there is no word.
static ABSENT: Word = Word::ABSENT;

impl<'p> Place<'p> {
    fn of(passage: &'p Passage, at: usize) -> Place<'p> {
        let before = [1, 2].map(|distance| passage.word_before(at, distance).unwrap_or(&ABSENT));
        let after = [1, 2].map(|distance| passage.word_after(at, distance).unwrap_or(&ABSENT));
        let (left, right) = (passage.gap_before(at), passage.gap_after(at));
        let gaps = u64::from(left.0) << 16 | u64::from(right.0);
        Place { word: passage.word(at), before, after, left, right, gaps }
    }

    /// The classes of the word and its neighbours: beside each other, to the
    /// left, to the right.
    fn classes(&self) -> [u64; 3] {
        let class = self.word.class as u64;
        let [previous, before] = self.before.map(|word| word.class as u64);
        let [next, after] = self.after.map(|word| word.class as u64);
        let classes = previous << 8 | class << 4 | next;
        [classes, before << 8 | previous << 4 | class, after << 8 | next << 4 | class]
    }

    fn keys(&self) -> Keys {
        let [classes, far_left, far_right] = self.classes();
        let own = mix(mix(71, self.word.form), self.word.class as u64);
        let (left, right) = (u64::from(self.left.0), u64::from(self.right.0) | 1 << 16);
        [
            mix(mix(mix(70, self.gaps), classes), far_left << 12 | far_right),
            mix(mix(own, self.before[0].form), left),
            mix(mix(own, self.after[0].form), right),
        ]
    }
}

/// The keys of the features that a token has together with its neighbours:
/// by classes, with the word before, with the word after.
pub type Keys = [u64; 3];

/// Returns the keys of the features of a token.
#[inline]
pub fn keys(passage: &Passage, at: usize) -> Keys {
    Place::of(passage, at).keys()
}

/// Gives the features of token `at` that need more than one word; `keys` are
/// those of this token.
pub fn of_place(passage: &Passage, at: usize, keys: &Keys, sink: &mut impl Sink) {
    let place = Place::of(passage, at);
    let Place { word, before: [previous, _], after: [next, _], left, right, gaps } = place;
    let class = word.class as u64;
    let [classes, far_left, far_right] = place.classes();
    sink.together(keys[0], |sink| {
        sink.take(Group::Conjunctions, mix(mix(20, gaps), class));
        sink.take(Group::Conjunctions, mix(mix(25, classes), gaps));
        sink.take(Group::Shapes, mix(32, far_left));
        sink.take(Group::Shapes, mix(33, far_right));
    });

    let [wide, middle, fine] = word.clusters.map(u64::from);
    let (b, a) = (previous.clusters.map(u64::from), next.clusters.map(u64::from));
    sink.together(keys[1], |sink| {
        sink.take(Group::Conjunctions, mix(mix(21, u64::from(left.0)), previous.form));
        sink.take(Group::Conjunctions, mix(mix(23, previous.form), word.form));
        sink.take(Group::Conjunctions, mix(mix(26, previous.form), class));
        sink.take(Group::Clusters, mix(mix(28, b[1] << 32 | middle), left.0.into()));
    });
    sink.together(keys[2], |sink| {
        sink.take(Group::Conjunctions, mix(mix(22, u64::from(right.0)), next.form));
        sink.take(Group::Conjunctions, mix(mix(24, word.form), next.form));
        sink.take(Group::Conjunctions, mix(mix(27, next.form), class));
        sink.take(Group::Clusters, mix(mix(29, middle << 32 | a[1]), right.0.into()));
    });
    sink.take(Group::Clusters, mix(mix(30, b[0] << 32 | wide << 16 | a[0]), class));
    sink.take(Group::Clusters, mix(mix(31, fine), gaps));
    of_run(passage, at, sink);
    for name in passage.names_at(at) {
        sink.take(Group::Gazetteer, mix(40, name.into()));
        sink.take(Group::Gazetteer, mix(mix(41, name.into()), gaps));
    }
}

/// The run of capitalised words around a token: what it begins and ends with,
/// and what stands on both sides of it.
fn of_run(passage: &Passage, at: usize, sink: &mut impl Sink) {
    let Some((first, last)) = passage.run(at) else {
        return;
    };
    let length = (last - first).min(6) as u64;
    let place = match (at == first, at == last) {
        (true, true) => 0u64,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    let left = passage.gap_before(first);
    let right = passage.gap_after(last);
    let gaps = u64::from(left.0) << 16 | u64::from(right.0);
    sink.together(mix(mix(72, length << 2 | place), gaps), |sink| {
        sink.take(Group::Runs, mix(mix(50, length), place));
        sink.take(Group::Runs, mix(mix(51, gaps), place));
    });
    let mut take = |number: u64, word: &Word| {
        let place = number << 2 | place;
        sink.together(mix(mix(73, word.form), place), |sink| {
            sink.take(Group::Runs, mix(mix(52, word.form), place));
            sink.take(Group::Runs, mix(mix(53, word.clusters[1].into()), place));
        });
    };
    if at != last {
        take(0, passage.word(last));
    }
    if at != first {
        take(1, passage.word(first));
    }
    if let Some(word) = passage.word_before(first, 1).filter(|_| !left.has(Gap::BREAK)) {
        take(2, word);
    }
    if let Some(word) = passage.word_after(last, 1).filter(|_| !right.has(Gap::BREAK)) {
        take(3, word);
    }
}
