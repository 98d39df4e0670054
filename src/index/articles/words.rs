//! Words as numbers: those that an archive often writes take two bytes each.
//! What is left for zstd is less than half as long, so that blocks of one size hold
//! twice as many articles.
//!
//! The first byte of a number is one that stands in no line of JSON: most control
//! characters, and bytes that UTF-8 never has. The second is any but the end of a
//! line, so that lines can be told before words are. Everything else stands for
//! itself. A word is letters and digits, with the space before them where there is
//! one.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

/// A longer word is not looked up.
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
/// There are no more words.
const MOST: usize = FIRSTS.len() * SECONDS as usize;

/// The letters of a word, and zeros behind them.
type Key = u128;

/// Words, by number and by their letters.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_number: Vec<(Key, u8)>,
    numbers: FxHashMap<Key, u16>,
}

/// Whether a byte may be the first of a number, and so none of an article.
const fn is_first(byte: u8) -> bool {
    byte < b' ' && byte != b'\n' || matches!(byte, 0xC0 | 0xC1 | 0xF5..)
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

/// Whether a line holds nothing but what a line of JSON may.
pub(super) fn is_line(line: &[u8]) -> bool {
    !line.iter().any(|&byte| byte == b'\n' || is_first(byte))
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// How many letters and digits stand at the beginning of a text.
#[inline]
fn letters(text: &[u8]) -> usize {
    let one_by_one = |text: &[u8]| text.iter().take_while(|&&byte| is_of_word(byte)).count();
    let Some(chunk) = text.first_chunk::<LONGEST>() else {
        return one_by_one(text);
    };
    // All at once: where a word ends the processor does not foresee.
    let mut mask = 0_u16;
    for (bit, &byte) in chunk.iter().enumerate() {
        mask |= u16::from(is_of_word(byte)) << bit;
    }
    match mask {
        u16::MAX => LONGEST + one_by_one(&text[LONGEST..]),
        _ => mask.trailing_ones() as usize,
    }
}

/// Divides a text into words and what stands between them: a word comes with its
/// key, where it is not too long for one.
fn parts(text: &[u8]) -> impl Iterator<Item = (&[u8], Option<Key>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let space = usize::from(*rest.first()? == b' ');
        let letters = letters(&rest[space..]);
        let is_word = letters > 0;
        let length = if is_word { space + letters } else { 1 };
        let key = if is_word { key(rest, length) } else { None };
        let part;
        (part, rest) = rest.split_at(length);
        Some((part, key))
    })
}

/// The key of the word of a length that a text begins with.
#[inline]
fn key(text: &[u8], length: usize) -> Option<Key> {
    if length > LONGEST {
        return None;
    }
    let Some(chunk) = text.first_chunk() else {
        let mut letters = [0; LONGEST];
        letters.get_mut(..length)?.copy_from_slice(text.get(..length)?);
        return Some(Key::from_le_bytes(letters));
    };
    Some(Key::from_le_bytes(*chunk) & Key::MAX >> (8 * (LONGEST - length)))
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
        for (number, article) in (1..).zip(articles) {
            for word in parts(article).filter_map(|(_, key)| key) {
                let uses = uses.entry(word).or_default();
                uses.times += 1;
                uses.articles += u32::from(uses.last != number);
                uses.last = number;
            }
        }
        let spared = |(key, uses): (Key, Uses)| {
            let bytes = length(key).checked_sub(2).filter(|&bytes| bytes > 0)?;
            (uses.articles >= SEVERAL).then_some((bytes as u64 * u64::from(uses.times), key))
        };
        let mut best: Vec<(u64, Key)> = uses.into_iter().filter_map(spared).collect();
        // Letters decide between equals, so that one archive always has one table.
        best.sort_unstable_by_key(|&(spared, key)| (Reverse(spared), key));
        best.truncate(MOST);
        Words::of_keys(best.into_iter().map(|(_, key)| key))
    }

    fn of_keys(keys: impl Iterator<Item = Key>) -> Words {
        let by_number: Vec<(Key, u8)> = keys.map(|key| (key, length(key) as u8)).collect();
        let numbers = (0..).zip(&by_number).map(|(number, &(key, _))| (key, number)).collect();
        Words { by_number, numbers }
    }

    /// The words that [`Words::to_bytes`] wrote, and what stands behind them.
    pub(super) fn from_bytes(mut bytes: &[u8]) -> Option<(Words, &[u8])> {
        let mut keys = Vec::new();
        loop {
            let end = bytes.iter().position(|&byte| byte == b'\n')?;
            let word = &bytes[..end];
            bytes = &bytes[end + 1..];
            if word.is_empty() {
                return Some((Words::of_keys(keys.into_iter()), bytes));
            }
            if keys.len() == MOST {
                return None;
            }
            keys.push(key(word, word.len()).filter(|_| is_line(word))?);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_number.is_empty()
    }

    /// Appends the words, one a line, and an empty line.
    pub(super) fn to_bytes(&self, out: &mut Vec<u8>) {
        for (key, length) in &self.by_number {
            out.extend_from_slice(&key.to_le_bytes()[..usize::from(*length)]);
            out.push(b'\n');
        }
        out.push(b'\n');
    }

    /// Appends lines, for each of which [`is_line`] holds, with numbers for words.
    pub(super) fn encode(&self, lines: &[u8], out: &mut Vec<u8>) {
        if self.is_empty() {
            out.extend_from_slice(lines);
            return;
        }
        for (part, key) in parts(lines) {
            match key.and_then(|key| self.numbers.get(&key)) {
                Some(number) => out.extend_from_slice(&to_code(*number)),
                None => out.extend_from_slice(part),
            }
        }
    }

    /// Writes out the words of lines. `None` where a number is that of no word.
    pub(super) fn decode(&self, coded: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(coded.len() * 3);
        let mut rest = coded;
        while let Some(run) = rest.iter().position(|&byte| BLOCKS[usize::from(byte)] != NONE) {
            out.extend_from_slice(&rest[..run]);
            let [first, second, behind @ ..] = &rest[run..] else { return None };
            let (key, length) = self.by_number.get(usize::from(of_code([*first, *second])?))?;
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
#[inline]
fn to_code(number: u16) -> [u8; 2] {
    let (block, place) = (number / SECONDS, number % SECONDS);
    // The end of a line is left out.
    let second = place as u8 + u8::from(place >= u16::from(b'\n'));
    [FIRSTS[usize::from(block)], second]
}

/// The number that is written so.
#[inline]
fn of_code([first, second]: [u8; 2]) -> Option<u16> {
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
        words.encode(lines.as_bytes(), &mut out);
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
        let many: Vec<String> = (0..MOST + 10).map(|number| format!(" word{number}")).collect();
        let many = many.concat();
        let words = words(&[&many, &many]);
        assert_eq!(words.by_number.len(), MOST);
        let coded = encoded(&words, &many);
        assert!(!coded.contains(&b'\n') && coded.len() < 2 * MOST + 200);
        assert_eq!(words.decode(&coded).unwrap(), many.as_bytes());
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
        let number = words.by_number.len() as u16;
        assert!(words.decode(&to_code(number - 1)).is_some());
        for damaged in [&to_code(number)[..], &[FIRSTS[0], b'\n'], &[FIRSTS[1]], &[0xFF, 1]] {
            assert_eq!(words.decode(damaged), None);
        }
        assert!(Words::from_bytes(b"of\nthe\n").is_none());
        assert!(Words::from_bytes(b"longer than it may be\n\n").is_none());
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
