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

/// Whether a word has a capital.
pub fn has_capital(word: &str) -> bool {
    let mut is_ascii = true;
    for byte in word.bytes() {
        if byte.is_ascii_uppercase() {
            return true;
        }
        is_ascii &= byte.is_ascii();
    }
    !is_ascii && word.chars().any(char::is_uppercase)
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
        assert_eq!(pattern("Rama"), pattern("Tirana"));
        assert_ne!(pattern("RAMA"), pattern("Rama"));
    }
}
