//! Numbers inside a word: which commas group thousands and which points are
//! decimal.

use crate::text::letters::chars::{Class, Glyph, decimal_digit, peek};

/// What has been read of a word, as far as numbers go.
#[derive(Debug)]
pub(in crate::text) struct Number {
    /// How many digits, while there is nothing but digits.
    digits: Option<usize>,
    /// Whether a comma has grouped them.
    grouped: bool,
    /// Whether a decimal point may still come.
    decimal: bool,
}

impl Number {
    /// Begins a word at byte `start`. In a chain with two or more points
    /// (`10.09.2022`, `1.2.3`) no point is decimal.
    pub(in crate::text) fn new(text: &str, start: usize) -> Self {
        let mut before = text[..start].chars().rev();
        let chained = matches!(before.next(), Some('.' | '٫'))
            && before.next().and_then(decimal_digit).is_some();
        Number { digits: Some(0), grouped: false, decimal: !chained }
    }

    /// Takes note of a letter, digit or mark.
    pub(in crate::text) fn push(&mut self, class: Class) {
        self.digits = match (self.digits, class) {
            (Some(digits), Class::Digit) => Some(digits + 1),
            _ => None,
        };
    }

    /// Whether `comma` groups thousands: after one to three digits or another
    /// group, and before exactly three digits.
    pub(super) fn groups(&mut self, text: &str, comma: Glyph) -> bool {
        let led = self.grouped || self.digits.is_some_and(|digits| (1..=3).contains(&digits));
        if !led || self.digits.is_none() || digits_from(text, comma.end).take(4).count() != 3 {
            return false;
        }
        self.grouped = true;
        true
    }

    /// Whether `point`, which stands behind `before`, is a decimal point.
    pub(super) fn is_decimal(&mut self, text: &str, before: Glyph, point: Glyph) -> bool {
        if !self.decimal || before.class != Class::Digit {
            return false;
        }
        let Some(last) = digits_from(text, point.end).last() else {
            return false;
        };
        let next = peek(text, last.end);
        let chained = next.is_some_and(|next| {
            matches!(next.c, '.' | '٫') && digits_from(text, next.end).next().is_some()
        });
        self.decimal = false;
        self.digits = None;
        !chained
    }
}

/// The digits from byte `at` on, up to the first character that is none.
fn digits_from(text: &str, at: usize) -> impl Iterator<Item = Glyph> {
    std::iter::successors(peek(text, at), |glyph| peek(text, glyph.end))
        .take_while(|glyph| glyph.class == Class::Digit)
}
