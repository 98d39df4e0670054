//! Words as numbers: those that an archive often writes take two bytes each.
//! What is left for zstd is less than half as long, so that blocks of one size hold
//! twice as many articles.
//!
//! The first byte of a number is one that stands in no line of JSON: most control
//! characters, and bytes that UTF-8 never has. The second is any but the end of a
//! line, so that lines can be told before words are. Everything else stands for
//! itself. A word is letters, with the space before them where there is one.

use std::cmp::Reverse;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// A longer word is divided.
const LONGEST: usize = size_of::<Key>();
/// Words that stand in fewer articles have no numbers: they would outlast them.
const SEVERAL: u32 = 2;
/// The second byte of a number is one of so many.
const SECONDS: u16 = 255;
/// The first byte of a number is one of these.
const FIRSTS: [u8; 44] = firsts();
/// The place of each byte among them, or [`NONE`].
const BLOCKS: [u8; 256] = blocks();
const NONE: u8 = u8::MAX;
/// A number has so many bytes.
const BYTES: usize = 2;
/// How numbers are written; behind the last one stands nothing that is.
static CODES: [[u8; BYTES]; MOST + 1] = codes();
/// There are no more words.
const MOST: usize = FIRSTS.len() * SECONDS as usize;

/// The first bytes of a key, by how many they are.
static FIRST_BYTES: [Key; LONGEST + 1] = first_bytes();

/// The letters of a word, and zeros behind them.
type Key = u128;
/// The key of no word: so many of these bytes are none in UTF-8.
const NO_KEY: Key = Key::MAX;

/// Words, by number and by their letters.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// By number, and [`NO_KEY`] behind the last.
    keys: Vec<Key>,
    lengths: Vec<u8>,
    /// By the places of keys the numbers of the words that have them. A place has one
    /// word: where none is looked for twice, the processor looks for many at once.
    places: OnceLock<Box<[u16; PLACES]>>,
}

/// How many places there are: six times as many as words.
const PLACES: usize = 1 << 16;

/// The place of a key.
#[inline]
fn place(key: Key) -> usize {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - PLACES.trailing_zeros())) as usize
}

/// Whether a byte may be the first of a number, and so none of an article.
const fn is_first(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') | (byte & !1 == 0xC0) | (byte >= 0xF5)
}

const fn firsts() -> [u8; 44] {
    let (mut firsts, mut count, mut byte) = ([0; 44], 0, 0_u8);
    while count < firsts.len() {
        if is_first(byte) {
            firsts[count] = byte;
            count += 1;
        }
        byte = byte.wrapping_add(1);
    }
    firsts
}

const fn blocks() -> [u8; 256] {
    let (mut blocks, mut block) = ([NONE; 256], 0);
    while block < FIRSTS.len() {
        blocks[FIRSTS[block] as usize] = block as u8;
        block += 1;
    }
    blocks
}

const fn codes() -> [[u8; BYTES]; MOST + 1] {
    let (mut codes, mut number) = ([[0; BYTES]; MOST + 1], 0);
    while number < MOST {
        codes[number] = to_code(number as u16);
        number += 1;
    }
    codes
}

const fn first_bytes() -> [Key; LONGEST + 1] {
    let (mut masks, mut length) = ([0; LONGEST + 1], 1);
    while length <= LONGEST {
        masks[length] = Key::MAX >> (8 * (LONGEST - length));
        length += 1;
    }
    masks
}

/// Whether a line holds nothing but what a line of JSON may.
pub(super) fn is_line(line: &[u8]) -> bool {
    // Without a way out in between, many bytes are looked at together.
    !line.iter().fold(false, |any, &byte| any | (byte == b'\n') | is_first(byte))
}

/// Which of eight bytes are letters, ASCII or not: a bit for each.
#[inline]
fn letters(bytes: [u8; 8]) -> u8 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let bytes = u64::from_le_bytes(bytes);
    // In seven bits, lower case: no sum reaches the next byte.
    let low = (bytes | (0x20 * ONES)) & !HIGH;
    let from_a = low + (0x80 - u64::from(b'a')) * ONES;
    let behind_z = low + (0x7F - u64::from(b'z')) * ONES;
    let flags = (from_a & !behind_z | bytes) & HIGH;
    ((flags >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

/// Divides texts into words and what stands between them.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The text, with zeros behind it.
    text: Vec<u8>,
    /// A bit for each byte: whether it is a letter.
    letters: Vec<u8>,
}

impl Parts {
    /// Calls `visit` with each part of a text: a word, with the space before it, or a
    /// byte that is none. Where a word ends the processor does not foresee: it is
    /// found for all words beforehand, without branches.
    #[inline]
    fn each(&mut self, text: &[u8], mut visit: impl FnMut(Key, usize)) {
        self.text.clear();
        self.text.extend_from_slice(text);
        self.text.resize(text.len().next_multiple_of(8) + LONGEST, 0);
        self.letters.clear();
        self.letters.extend(self.text.as_chunks().0.iter().map(|bytes| letters(*bytes)));
        self.letters.extend([0; 4]);
        let mut at = 0;
        while at < text.len() {
            let (Some(chunk), Some(bits)) =
                (self.text[at..].first_chunk(), self.letters[at / 8..].first_chunk())
            else {
                return;
            };
            let letters = (u32::from_le_bytes(*bits) >> (at % 8)) as u16;
            let length = (letters | u16::from(chunk[0] == b' ')).trailing_ones().max(1) as usize;
            let key = Key::from_le_bytes(*chunk) & FIRST_BYTES[length];
            visit(key, length);
            at += length;
        }
    }
}

impl Words {
    /// The words that several of these articles have and that spare most.
    pub(super) fn of_articles(articles: &[&[u8]]) -> Words {
        #[derive(Default)]
        struct Uses {
            times: u32,
            articles: u32,
            /// The last article that has it, from 1.
            last: u32,
        }
        let mut uses = FxHashMap::<Key, Uses>::default();
        let mut parts = Parts::default();
        for (number, article) in (1..).zip(articles) {
            parts.each(article, |key, length| {
                if length > BYTES {
                    let uses = uses.entry(key).or_default();
                    uses.times += 1;
                    uses.articles += u32::from(uses.last != number);
                    uses.last = number;
                }
            });
        }
        let spared = |(key, uses): (Key, Uses)| {
            let bytes = (length(key) - BYTES) as u64;
            (uses.articles >= SEVERAL).then_some((bytes * u64::from(uses.times), key))
        };
        let mut best: Vec<(u64, Key)> = uses.into_iter().filter_map(spared).collect();
        // Letters decide between equals, so that one archive always has one table.
        best.sort_unstable_by_key(|&(spared, key)| (Reverse(spared), key));
        let mut taken = vec![false; PLACES];
        best.retain(|(_, key)| !std::mem::replace(&mut taken[place(*key)], true));
        best.truncate(MOST);
        Words::of_keys(best.into_iter().map(|(_, key)| key).collect())
    }

    fn of_keys(mut keys: Vec<Key>) -> Words {
        let lengths = keys.iter().map(|key| length(*key) as u8).collect();
        keys.push(NO_KEY);
        Words { keys, lengths, places: OnceLock::new() }
    }

    /// The places, made when something is first written.
    fn places(&self) -> &[u16; PLACES] {
        self.places.get_or_init(|| {
            let none = self.lengths.len() as u16;
            let mut places = Box::new([none; PLACES]);
            for (number, key) in (0..none).zip(&self.keys) {
                places[place(*key)] = number;
            }
            places
        })
    }

    /// The words that [`Words::to_bytes`] wrote, and what stands behind them.
    pub(super) fn from_bytes(mut bytes: &[u8]) -> Option<(Words, &[u8])> {
        let mut keys = Vec::new();
        loop {
            let end = bytes.iter().position(|&byte| byte == b'\n')?;
            let word = &bytes[..end];
            bytes = &bytes[end + 1..];
            if word.is_empty() {
                return Some((Words::of_keys(keys), bytes));
            }
            // A shorter one would take more as a number.
            if keys.len() == MOST || word.len() <= BYTES {
                return None;
            }
            let mut letters = [0; LONGEST];
            letters.get_mut(..word.len()).filter(|_| is_line(word))?.copy_from_slice(word);
            keys.push(Key::from_le_bytes(letters));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Appends the words, one a line, and an empty line.
    pub(super) fn to_bytes(&self, out: &mut Vec<u8>) {
        for (key, length) in self.keys.iter().zip(&self.lengths) {
            out.extend_from_slice(&key.to_le_bytes()[..usize::from(*length)]);
            out.push(b'\n');
        }
        out.push(b'\n');
    }

    /// Appends lines, for each of which [`is_line`] holds, with numbers for words.
    pub(super) fn encode(&self, lines: &[u8], parts: &mut Parts, out: &mut Vec<u8>) {
        if self.is_empty() {
            out.extend_from_slice(lines);
            return;
        }
        let mut end = out.len();
        // A part is written as sixteen bytes, and the next one over what is too much.
        out.resize(end + lines.len() + LONGEST, 0);
        let places = self.places();
        parts.each(lines, |key, length| {
            let number = places[place(key)];
            let is_word = self.keys[usize::from(number)] == key;
            let code = u16::from_le_bytes(CODES[usize::from(number)]);
            let (bytes, length) = if is_word { (code.into(), BYTES) } else { (key, length) };
            out[end..end + LONGEST].copy_from_slice(&bytes.to_le_bytes());
            end += length;
        });
        out.truncate(end);
    }

    /// Writes out the words of lines. `None` where a number is that of no word.
    pub(super) fn decode(&self, coded: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(coded.len() * 3);
        let mut rest = coded;
        while let Some(run) = rest.iter().position(|&byte| BLOCKS[usize::from(byte)] != NONE) {
            out.extend_from_slice(&rest[..run]);
            let [first, second, behind @ ..] = &rest[run..] else { return None };
            let number = usize::from(of_code([*first, *second])?);
            let (key, length) = (self.keys.get(number)?, self.lengths.get(number)?);
            // Sixteen bytes are copied faster than some.
            let end = out.len() + usize::from(*length);
            out.extend_from_slice(&key.to_le_bytes());
            out.truncate(end);
            rest = behind;
        }
        out.extend_from_slice(rest);
        Some(out)
    }
}

/// How many letters a word has: none of them is zero.
fn length(key: Key) -> usize {
    LONGEST - key.leading_zeros() as usize / 8
}

/// How a number is written.
const fn to_code(number: u16) -> [u8; BYTES] {
    let (block, place) = (number / SECONDS, number % SECONDS);
    // The end of a line is left out.
    let second = place as u8 + if place >= b'\n' as u16 { 1 } else { 0 };
    [FIRSTS[block as usize], second]
}

/// The number that is written so.
#[inline]
fn of_code([first, second]: [u8; BYTES]) -> Option<u16> {
    let place = u16::from(second) - u16::from(second > b'\n');
    let block = BLOCKS[usize::from(first)];
    (block != NONE && second != b'\n').then(|| u16::from(block) * SECONDS + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STORKS: &str = r#"{"lede":"The storks of Edirne returned in März, the herons later."}"#;
    const HERONS: &str = r#"{"lede":"The herons of Edirne returned; the storks had been there."}"#;

    fn words(articles: &[&str]) -> Words {
        let articles: Vec<&[u8]> = articles.iter().map(|article| article.as_bytes()).collect();
        Words::of_articles(&articles)
    }

    fn encoded(words: &Words, lines: &str) -> Vec<u8> {
        let mut out = Vec::new();
        words.encode(lines.as_bytes(), &mut Parts::default(), &mut out);
        out
    }

    #[test]
    fn words_of_several_articles_have_numbers() {
        let words = words(&[STORKS, HERONS]);
        let mut bytes = Vec::new();
        words.to_bytes(&mut bytes);
        let table = String::from_utf8(bytes).unwrap();
        let mut table: Vec<&str> = table.split_terminator('\n').collect();
        table.sort_unstable();
        let expected = ["", " Edirne", " herons", " of", " returned", " storks", " the"];
        assert_eq!(table, [&expected[..], &["The", "lede"]].concat());
        assert!(encoded(&words, STORKS).len() < STORKS.len() * 2 / 3);
    }

    #[test]
    fn what_is_written_is_the_same_in_the_end_of_all_numbers() {
        let letters = ["stork", "heron", "ibis", "crane", "egret", "kite", "rook", "gull", "tern"];
        let pairs = letters.map(|one| letters.map(|other| format!("{one}{other}"))).concat();
        let many = pairs.iter().flat_map(|pair| {
            (b'a'..=b'z').flat_map(move |one| {
                (b'a'..=b'j')
                    .map(move |other| format!(" {}{}{pair}", char::from(one), char::from(other)))
            })
        });
        let many: String = many.collect();
        let words = words(&[&many, &many]);
        assert_eq!(words.lengths.len(), MOST);
        let coded = encoded(&words, &many);
        assert!(!coded.contains(&b'\n') && coded.len() < many.len() - 5 * MOST);
        assert_eq!(words.decode(&coded).unwrap(), many.as_bytes());
    }

    #[test]
    fn letters_are_told_from_other_bytes() {
        for byte in 0..=u8::MAX {
            let bits = u8::from(byte.is_ascii_alphabetic() || !byte.is_ascii());
            assert_eq!(letters([byte, b'a', byte, b'.', b'z', byte, b'{', b'Z']), bits * 37 + 146);
        }
    }

    #[test]
    fn what_no_line_has_begins_a_number() {
        assert_eq!(FIRSTS.map(is_first), [true; FIRSTS.len()]);
        assert_eq!((0..=u8::MAX).filter(|&byte| is_first(byte)).count(), FIRSTS.len());
        assert!(FIRSTS.is_sorted());
        assert!(is_line("{\"lede\":\"\u{7f}ß\u{10ffff}\"}".as_bytes()));
        assert!(!is_line(b"{\n}") && !is_line(b"\x1f") && !is_line(b"\xff"));
    }

    #[test]
    fn a_number_of_no_word_is_none() {
        let words = words(&[STORKS, HERONS]);
        let number = words.lengths.len() as u16;
        assert!(words.decode(&to_code(number - 1)).is_some());
        for damaged in [&to_code(number)[..], &[FIRSTS[0], b'\n'], &[FIRSTS[1]], &[0xFF, 1]] {
            assert_eq!(words.decode(damaged), None);
        }
        assert!(Words::from_bytes(b"of\nthe\n").is_none());
        assert!(Words::from_bytes(b"longer than it may be\n\n").is_none());
        assert!(Words::from_bytes(b"of\n\n").is_none());
        assert_eq!(words.decode(&to_code(number + 1)), None);
    }

    proptest! {
        #[test]
        fn lines_are_read_as_they_were_written(
            lines in proptest::collection::vec("[ a-cß’\u{10000}\"\\\\,0-9]{0,40}", 0..20),
        ) {
            let all: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
            let words = Words::of_articles(&all);
            let mut table = Vec::new();
            words.to_bytes(&mut table);
            table.extend_from_slice(b"behind");
            let (read, behind) = Words::from_bytes(&table).unwrap();
            prop_assert_eq!(behind, b"behind");
            let text = lines.join("\n");
            let coded = encoded(&words, &text);
            let ends = |text: &[u8]| text.iter().filter(|&&byte| byte == b'\n').count();
            prop_assert_eq!(ends(&coded), ends(text.as_bytes()));
            prop_assert_eq!(read.decode(&coded).unwrap(), text.as_bytes());
        }
    }
}
