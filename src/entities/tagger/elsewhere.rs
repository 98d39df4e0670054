//! The second pass: what the first found for the same words elsewhere in the
//! document. "Rama" beside "Edi Rama", "MKO" beside "Mujahedin-e-Khalq
//! Organization", "Brown" beside "brown".

use rustc_hash::FxHashMap;

use super::features::{Group, Sink, hash, mix};
use super::label::kind_of;
use super::passage::Passage;
use super::shape::Class;
use super::words::Word;

/// Labels of the first pass by word, over one document.
#[derive(Debug, Default)]
pub struct Elsewhere {
    /// By the numbers of the words' forms.
    words: Vec<Seen>,
    /// The numbers of the words that were seen.
    seen: Vec<u32>,
    /// Pairs of neighbours inside a mention.
    pairs: FxHashMap<u64, u16>,
    /// Kinds of mentions by the initials of their words.
    initials: FxHashMap<u64, u8>,
    letters: String,
    /// By token, the length of the mention that it is in; 0 for none.
    lengths: Vec<u32>,
}

/// What was found for a word.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    /// How often it was of each kind, and outside, with a capital.
    counts: [u16; 5],
    /// Whether it was seen at all.
    is_seen: bool,
    /// Whether it stands somewhere without a capital, in a window.
    is_small: bool,
    /// Whether it is a neighbour of another word inside a mention.
    is_paired: bool,
    /// The label in the longest mention that has it, and that mention's
    /// length; 0 for none.
    longest: (u32, u8),
}

impl Elsewhere {
    /// Gathers what the labels of all tokens of a document say.
    pub fn gather(&mut self, passage: &Passage, labels: &[u8]) {
        for word in self.seen.drain(..) {
            self.words[word as usize] = Seen::default();
        }
        self.words.resize(passage.words.forms().max(self.words.len()), Seen::default());
        self.pairs.clear();
        self.initials.clear();
        self.lengths.clear();
        self.lengths.resize(labels.len(), 0);
        for window in passage.windows() {
            let mut start = window.start;
            for at in window.clone() {
                let word = passage.word(at);
                let label = labels[at];
                let seen = &mut self.words[word.number as usize];
                if !seen.is_seen {
                    seen.is_seen = true;
                    self.seen.push(word.number);
                }
                if word.capital {
                    seen.counts[sort(label)] = seen.counts[sort(label)].saturating_add(1);
                } else {
                    seen.is_small = true;
                }
                if !(4..12).contains(&label) {
                    start = at;
                }
                if kind_of(label).is_some() && label >= 8 {
                    self.gather_mention(passage, start, at, labels);
                }
            }
        }
    }

    fn gather_mention(&mut self, passage: &Passage, start: usize, last: usize, labels: &[u8]) {
        let length = u32::try_from(last + 1 - start).unwrap_or(u32::MAX);
        self.letters.clear();
        self.lengths[start..=last].fill(length);
        for (at, &label) in labels.iter().enumerate().take(last + 1).skip(start) {
            let word = passage.word(at);
            let seen = &mut self.words[word.number as usize];
            seen.is_paired |= length > 1;
            if word.capital {
                self.letters.push(char::from(word.letter));
                if length > seen.longest.0 {
                    seen.longest = (length, label);
                }
            }
            if at < last {
                let pair = mix(word.form, passage.word(at + 1).form);
                let count = self.pairs.entry(pair).or_default();
                *count = count.saturating_add(1);
            }
        }
        if self.letters.len() >= 2 {
            self.initials.insert(hash(&self.letters), labels[last] % 4);
        }
    }

    /// Gives the features of a token whose label was `labels[at]`.
    pub fn of_token<'p>(
        &self,
        passage: &'p Passage,
        at: usize,
        labels: &[u8],
        sink: &mut impl Sink,
    ) {
        let word = passage.word(at);
        let class = word.class as u64;
        let label = labels[at];
        let mut kind = 7u64;
        let Some(seen) = self.words.get(word.number as usize) else {
            return;
        };
        if !seen.is_seen || !(word.capital || seen.is_paired) {
            return;
        }
        if word.capital {
            let mut others = seen.counts;
            others[sort(label)] = others[sort(label)].saturating_sub(1);
            let sum: u32 = others.iter().map(|&count| u32::from(count)).sum();
            if let Some((most, &count)) =
                others.iter().enumerate().rev().max_by_key(|&(_, count)| count)
                && sum > 0
            {
                kind = most as u64;
                let all = u64::from(u32::from(count) == sum);
                let often = u64::from(count.min(3));
                sink.take(Group::Document, mix(60, kind << 8 | all << 4 | often));
                sink.take(Group::Document, mix(mix(61, kind << 1 | all), class));
            }
        }
        let (length, role) = seen.longest;
        if word.capital && length > self.lengths[at] {
            sink.take(Group::Document, mix(mix(62, role.into()), length.min(4).into()));
            sink.take(Group::Document, mix(63, (role % 4).into()));
        }
        let beside = |word: Option<&'p Word>| word.filter(|_| seen.is_paired);
        let before = beside(passage.word_before(at, 1)).map_or(0, |before| {
            let seen = self.pairs.get(&mix(before.form, word.form)).copied().unwrap_or(0);
            seen.saturating_sub(u16::from((4..12).contains(&label)))
        });
        let after = beside(passage.word_after(at, 1)).map_or(0, |after| {
            let seen = self.pairs.get(&mix(word.form, after.form)).copied().unwrap_or(0);
            seen.saturating_sub(u16::from(label < 8))
        });
        if before > 0 || after > 0 {
            let code = u64::from(before > 0) << 1 | u64::from(after > 0);
            sink.take(Group::Document, mix(mix(64, code), kind));
        }
        if word.capital && seen.is_small {
            sink.take(Group::Document, mix(65, class));
        }
        if matches!(word.class, Class::ShortCapitals | Class::Capitals | Class::Dotted)
            && let Some(&kind) = self.initials.get(&word.form)
        {
            sink.take(Group::Document, mix(66, kind.into()));
        }
    }
}

/// The place of a label in the counts.
fn sort(label: u8) -> usize {
    kind_of(label).map_or(4, |kind| kind as usize)
}
