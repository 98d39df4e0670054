//! Pieces of words that stand beside a wildcard: where a text would split the
//! word. Never knows what the wildcard stands for.

use super::segment::belongs_to_the_last;
use super::word::is_elided;
use crate::text::letters::arabic::is_arabic;
use crate::text::letters::chars::{Class, Glyph, peek, stands_by_itself};

/// What stands between two parts of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// A hyphen or a half-space: the word is written in one piece as well.
    Closes,
    /// The apostrophe of an elision (`l’Iran`): the word never is.
    Elides,
    /// Nothing: a Chinese or Japanese character is a word by itself.
    Beside,
}

/// What stands before a fragment in its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing: it begins the word.
    Nothing,
    /// A wildcard.
    Wildcard,
}

/// Splits a fragment where a text is split into the parts of a word: at least
/// one part, each with the joint before it. A part may be empty beside a
/// wildcard.
pub(crate) fn fragment_parts(fragment: &str, stands_before: Before) -> Vec<(Option<Joint>, &str)> {
    let mut parts = Vec::new();
    let mut joint = None;
    let mut start = 0;
    let mut begins = stands_before == Before::Nothing;
    let mut before: Option<Glyph> = None;
    let mut at = 0;
    while let Some(glyph) = peek(fragment, at) {
        at = glyph.end;
        let is_apart = before.is_some_and(|before| {
            (stands_by_itself(before.c) || stands_by_itself(glyph.c))
                && !belongs_to_the_last(glyph.c)
                && matches!(glyph.class, Class::Letter | Class::Digit | Class::Segmented)
        });
        if is_apart {
            parts.push((joint, &fragment[start..glyph.start]));
            (joint, start, begins) = (Some(Joint::Beside), glyph.start, true);
        }
        let mut after = peek(fragment, at);
        // Several half-spaces are one.
        while let Some(again) =
            after.filter(|after| glyph.class == Class::NonJoiner && after.class == Class::NonJoiner)
        {
            at = again.end;
            after = peek(fragment, at);
        }
        let next = match glyph.class {
            Class::Joiner => Some(Joint::Closes),
            Class::NonJoiner => {
                let behind = before.map_or(!begins, |before| is_arabic(before.c));
                let ahead = after.is_none_or(|after| is_arabic(after.c));
                (behind && ahead).then_some(Joint::Closes)
            }
            Class::Apostrophe if begins && is_elided(&fragment[start..glyph.start]) => {
                let ahead = after.is_none_or(|after| after.class == Class::Letter);
                ahead.then_some(Joint::Elides)
            }
            _ => None,
        };
        if next.is_some() {
            parts.push((joint, &fragment[start..glyph.start]));
            (joint, start, begins) = (next, at, true);
            before = None;
        } else {
            before = Some(glyph);
        }
    }
    parts.push((joint, &fragment[start..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_split_as_words_are() {
        let split = |fragment: &str, before| -> String {
            let parts = fragment_parts(fragment, before).into_iter();
            let parts = parts.map(|(joint, part)| match joint {
                None => part.to_owned(),
                Some(Joint::Closes) => format!("+{part}"),
                Some(Joint::Elides) => format!("'{part}"),
                Some(Joint::Beside) => format!("|{part}"),
            });
            parts.collect()
        };
        for (fragment, expected) in [
            ("sanction", "sanction"),
            ("anti-iran", "anti+iran"),
            ("安倍", "安|倍"),
            ("X線-ト\u{3099}", "X|線+ト\u{3099}"),
            ("anti‑", "anti+"),
            ("AT&T", "AT+T"),
            ("l’ir", "l'ir"),
            ("L'", "L'"),
            ("qu’il", "qu'il"),
            ("o'neil", "o'neil"),
            ("O’", "O’"),
            ("al-l'", "al+l'"),
            ("l'5", "l'5"),
            ("بین\u{200C}الملل", "بین+الملل"),
            ("بین\u{200C}\u{200C}الملل", "بین+الملل"),
            ("چشمه\u{200C}", "چشمه+"),
            ("auf\u{200C}lage", "auf\u{200C}lage"),
            ("", ""),
        ] {
            let expected = expected.to_owned();
            assert_eq!(split(fragment, Before::Nothing), expected, "{fragment}");
        }
        assert_eq!(split("l’ir", Before::Wildcard), "l’ir");
        assert_eq!(split("\u{200C}ها", Before::Wildcard), "+ها");
        assert_eq!(split("\u{200C}ها", Before::Nothing), "\u{200C}ها");
    }
}
