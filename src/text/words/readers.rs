//! Words as readers take them: `Iran’s` and `de-escalation` are one each.

use std::ops::Range;

use super::word::{is_ezafe, is_possessive, joined_part};
use crate::text::letters::chars::{Class, peek};

/// Returns the words of a text as readers take them, of its tokens: those that begin or
/// end in a part of it, and maybe some around.
pub(crate) fn words_for_readers(
    text: &str,
    tokens: &[Range<usize>],
    part: Range<usize>,
) -> Vec<Range<usize>> {
    let end_of = |token: &Range<usize>| end_for_readers(text, token.end);
    let mut first = tokens.partition_point(|token| token.end < part.start);
    // It may be in the middle of a word.
    while first > 0 && end_of(&tokens[first - 1]).1 {
        first -= 1;
    }
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for token in &tokens[first..] {
        if token.start > part.end && !goes_on {
            break;
        }
        let (end, next) = end_of(token);
        match words.last_mut().filter(|_| goes_on) {
            Some(word) => word.end = end,
            None => words.push(token.start..end),
        }
        goes_on = next;
    }
    words
}

/// Returns where a word of a text that ends at `end` ends for a reader, who
/// takes its possessive for a part of it, and whether it goes on there with
/// the next word: behind a hyphen, an apostrophe, a half-space or a stop.
fn end_for_readers(text: &str, end: usize) -> (usize, bool) {
    let Some(sign) = peek(text, end) else {
        return (end, false);
    };
    if sign.class == Class::NonJoiner
        && let Some(yeh) = peek(text, sign.end)
        && is_ezafe(text, end, yeh)
    {
        return (yeh.end, false);
    }
    let next = match sign.class {
        Class::Apostrophe => match peek(text, sign.end) {
            Some(s) if is_possessive(text, s) => return (s.end, false),
            after => after.filter(|after| after.is_word()).map(|after| after.start),
        },
        Class::Joiner => joined_part(text, sign),
        Class::Silent | Class::NonJoiner => {
            peek(text, sign.end).filter(|after| after.is_word()).map(|after| after.start)
        }
        Class::Terminator if sign.c == '.' => {
            peek(text, sign.end).filter(|after| after.is_word()).map(|after| after.start)
        }
        _ => None,
    };
    next.map_or((end, false), |next| (next, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::query_tokens;

    #[test]
    fn readers_see_possessives_and_joints() {
        for (text, expected) in [
            ("Iran’s role", "Iran’s role"),
            ("the IRAN'S: x", "the IRAN'S x"),
            ("workers’ rights", "workers rights"),
            ("a de-escalation, anti-war-", "a de-escalation anti-war"),
            ("l’Iran rock'n'roll", "l’Iran rock'n'roll"),
            ("U.S.-led Ph.D. 3.5% end. Go", "U.S.-led Ph.D 3.5 end Go"),
            ("می\u{200C}رود را", "می\u{200C}رود را"),
            ("war—the", "war the"),
            ("北京大学", "北 京 大 学"),
        ] {
            let tokens = query_tokens(text).tokens.into_iter().map(|token| token.range);
            let tokens: Vec<Range<usize>> = tokens.collect();
            let words = words_for_readers(text, &tokens, 0..text.len());
            let words: Vec<&str> = words.into_iter().map(|word| &text[word]).collect();
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }
}
