//! The shape of a word as it is written: capitals, digits, full stops.

/// How a word is written, coarsely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Class {
    /// No capital, no digit.
    #[default]
    Lower,
    /// A capital and small letters.
    Capital,
    /// One capital letter, with or without a full stop.
    Initial,
    /// Two or three capitals.
    ShortCapitals,
    /// More capitals.
    Capitals,
    /// Capitals with full stops.
    Dotted,
    /// Capitals in and after small letters.
    Mixed,
    /// Four digits.
    Year,
    /// Other numbers.
    Number,
    /// Digits and letters.
    Code,
}

/// Whether a word has a capital. Every word of every text is asked: so eight
/// bytes are looked at together.
pub fn has_capital(word: &str) -> bool {
    let bytes = word.as_bytes();
    let mut seen = Seen::default();
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(_), Some(end)) => {
            for eight in bytes.as_chunks::<8>().0 {
                seen.look_at(u64::from_le_bytes(*eight));
            }
            seen.look_at(u64::from_le_bytes(*end));
        }
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(start), Some(end)) => {
                let [start, end] = [start, end].map(|four| u32::from_le_bytes(*four));
                seen.look_at(u64::from(start) << 32 | u64::from(end));
            }
            _ => {
                let all = bytes.iter().fold(0, |all, &byte| all << 8 | u64::from(byte));
                seen.look_at(all);
            }
        },
    }
    seen.capitals != 0 || (seen.strange != 0 && word.chars().any(char::is_uppercase))
}

/// What the bytes of a word are: a bit for each of eight.
#[derive(Default)]
struct Seen {
    /// Capitals of ASCII.
    capitals: u64,
    /// What is not ASCII.
    strange: u64,
}

impl Seen {
    #[inline]
    fn look_at(&mut self, eight: u64) {
        const EACH: u64 = 0x0101_0101_0101_0101;
        const TOP: u64 = 0x80 * EACH;
        let low = eight & !TOP;
        // The top bit of a byte is set from this letter on; none overflows.
        let from_a = low + (0x80 - u64::from(b'A')) * EACH;
        let past_z = low + (0x80 - u64::from(b'Z') - 1) * EACH;
        self.capitals |= from_a & !past_z & !eight & TOP;
        self.strange |= eight & TOP;
    }
}

/// Returns how a word is written.
pub fn class(word: &str) -> Class {
    let (mut upper, mut lower, mut digits, mut dots, mut first) = (0, 0, 0, 0, true);
    let mut begins_upper = false;
    for c in word.chars() {
        if c.is_uppercase() {
            upper += 1;
            begins_upper |= first;
        } else if c.is_alphabetic() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else if c == '.' {
            dots += 1;
        }
        first = false;
    }
    match (upper, lower, digits) {
        (0, 0, 4) => Class::Year,
        (0, 0, _) => Class::Number,
        (0, _, 0) => Class::Lower,
        (_, _, 1..) => Class::Code,
        (1, 0, _) => Class::Initial,
        (_, 0, _) if dots > 0 => Class::Dotted,
        (2 | 3, 0, _) => Class::ShortCapitals,
        (_, 0, _) => Class::Capitals,
        (1, _, _) if begins_upper => Class::Capital,
        _ => Class::Mixed,
    }
}

/// Returns the word with letters and digits replaced by signs of their sort,
/// runs of one sort shortened to two, as a number.
pub fn pattern(word: &str) -> u64 {
    let (mut out, mut last, mut run) = (1u64, 0, 0);
    for c in word.chars() {
        let sort = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            '.' => 4,
            '\'' | '’' | '‘' | '`' => 5,
            _ => 6,
        };
        run = if sort == last { run + 1 } else { 1 };
        last = sort;
        if run <= 2 && out < 1 << 40 {
            out = out << 3 | sort;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "a{z1@`[b\u{7F}xyzabcdefgh";

    #[test]
    fn classes_of_words() {
        let table = [
            ("house", Class::Lower),
            ("Rama", Class::Capital),
            ("A", Class::Initial),
            ("EU", Class::ShortCapitals),
            ("NATO", Class::Capitals),
            ("U.S.", Class::Dotted),
            ("McCain", Class::Mixed),
            ("iPhone", Class::Mixed),
            ("1979", Class::Year),
            ("12", Class::Number),
            ("F16", Class::Code),
            ("Élysée", Class::Capital),
        ];
        for (word, expected) in table {
            assert_eq!(class(word), expected, "{word}");
            assert_eq!(has_capital(word), word.chars().any(char::is_uppercase), "{word}");
        }
        // Each sign at each place of words of each length.
        for length in 1..20 {
            for place in 0..length {
                for sign in ["A", "Z", "@", "[", "`", "a", "z", "Á", "é", "Ж", "ی", "\u{7F}"] {
                    let word = format!("{}{sign}{}", &SMALL[..place], &SMALL[place + 1..length]);
                    assert_eq!(has_capital(&word), word.chars().any(char::is_uppercase), "{word}");
                }
            }
        }
        assert!(!has_capital(""));
        assert_eq!(pattern("Rama"), pattern("Tirana"));
        assert_ne!(pattern("RAMA"), pattern("Rama"));
    }
}
