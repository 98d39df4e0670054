//! Patterns and regular expressions as regular expressions over folded words.
//! Never looks into the index.

use unicode_normalization::char::is_combining_mark;

use crate::query::ast::{Pattern, PatternPart};
use crate::text::{self, Before, Joint};

/// What means something in a regular expression. Nothing else may be escaped:
/// a backslash before a letter or a mark is an escape of another kind.
const SPECIAL: &str = r"\.+*?()|[]{}^$";

/// A pattern as a regular expression over a folded word or value.
pub(super) fn regex(pattern: &Pattern, fold: fn(&str) -> String) -> String {
    let mut regex = String::new();
    for part in &pattern.0 {
        match part {
            PatternPart::AnyOne => regex.push('.'),
            PatternPart::AnyMany => regex.push_str(".*"),
            PatternPart::Literal(text) => {
                for character in fold(text).chars() {
                    if SPECIAL.contains(character) {
                        regex.push('\\');
                    }
                    regex.push(character);
                }
            }
        }
    }
    regex
}

/// A pattern as a regular expression over a folded name, of whose words a blank
/// beside a wildcard tells the ends: `* fars *` is also `(fars)` and `fars, tehran`.
pub(super) fn regex_of_name(pattern: &Pattern) -> String {
    // What of it is no wildcard is escaped.
    let regex = regex(pattern, fold_piece);
    regex.replace(".* ", &format!(".*{BETWEEN}")).replace(" .*", &format!("{BETWEEN}.*"))
}

/// What stands between words: blanks, the signs of ASCII, marks and dashes of other
/// scripts.
const BETWEEN: &str =
    r"[ -/:-@\[-`{-~\x{2010}-\x{2027}\x{60C}\x{61B}\x{3001}\x{3002}\x{3008}-\x{3011}\x{30FB}«»]";

/// Folds a piece of a value that stands beside a wildcard: as a value is
/// folded, but a blank at an end of it stays.
pub(super) fn fold_piece(piece: &str) -> String {
    let folded = text::fold_value(piece);
    let blank = |is_there: bool| if is_there { " " } else { "" };
    if folded.is_empty() {
        return blank(piece.contains(char::is_whitespace)).to_owned();
    }
    let before = blank(piece.starts_with(char::is_whitespace));
    let after = blank(piece.ends_with(char::is_whitespace));
    format!("{before}{folded}{after}")
}

/// A word with wildcards in the parts that a text would split it into: at
/// hyphens, half-spaces and elisions.
pub(super) struct Parts {
    pub parts: Vec<Pattern>,
    /// Whether the word is written in one piece as well.
    pub closes: bool,
}

impl Parts {
    pub(super) fn of(pattern: &Pattern) -> Parts {
        let mut parts = vec![Pattern(Vec::new())];
        let mut closes = true;
        for (number, piece) in pattern.0.iter().enumerate() {
            let PatternPart::Literal(text) = piece else {
                push(&mut parts, piece.clone());
                continue;
            };
            let before = if number == 0 { Before::Nothing } else { Before::Wildcard };
            for (joint, text) in text::fragment_parts(text, before) {
                closes &= !matches!(joint, Some(Joint::Elides | Joint::Beside));
                if joint.is_some() {
                    parts.push(Pattern(Vec::new()));
                }
                if !text.is_empty() {
                    push(&mut parts, PatternPart::Literal(text.to_owned()));
                }
            }
        }
        // A hyphen at the end of a word is no part of it.
        parts.retain(|part| !part.0.is_empty());
        Parts { parts, closes }
    }

    /// All parts in one word, in which each has a letter: `anti` is not
    /// `anti-*` closed up.
    pub(super) fn closed(&self) -> Pattern {
        let mut closed = Vec::new();
        for part in &self.parts {
            if part.0 == [PatternPart::AnyMany] {
                closed.push(PatternPart::AnyOne);
            }
            closed.extend(part.0.iter().cloned());
        }
        Pattern(closed)
    }
}

/// Adds a piece to the last of some parts.
fn push(parts: &mut [Pattern], piece: PatternPart) {
    if let Some(last) = parts.last_mut() {
        last.0.push(piece);
    }
}

/// Whether a pattern has nothing between its letters that parts words. A character
/// that is a word by itself has no other one beside it.
pub(super) fn is_one_word(pattern: &Pattern) -> bool {
    let wants_more = pattern.0.iter().filter(|part| **part != PatternPart::AnyMany).count() > 1;
    let is_alone = |part: &PatternPart| match part {
        PatternPart::Literal(text) => text.contains(text::stands_by_itself),
        PatternPart::AnyOne | PatternPart::AnyMany => false,
    };
    if wants_more && pattern.0.iter().any(is_alone) {
        return false;
    }
    let letters = pattern.0.iter().filter_map(|part| match part {
        PatternPart::Literal(text) => Some(text::fold_fragment(text)),
        PatternPart::AnyOne | PatternPart::AnyMany => None,
    });
    // A mark begins no word, but it may stand behind a wildcard.
    let is_one = |word: &str| matches!(text::query_tokens(word).tokens.as_slice(), [token] if token.form == word);
    letters.into_iter().all(|letters| {
        let word = letters.trim_start_matches(is_combining_mark);
        !letters.is_empty() && (word.is_empty() || is_one(word))
    })
}

/// Why a regular expression cannot be asked of single folded words.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It asks for a sign that parts words.
    SeveralWords,
    /// It has a part that is not known, and why.
    NotKnown(String),
}

/// A regular expression over folded words: its letters are folded as those of
/// words are, but for those that an escape gives a meaning.
pub(super) fn over_folded_words(regex: &str) -> Result<String, Unfit> {
    let mut folding =
        Folding { folded: String::with_capacity(regex.len()), rest: regex, classes: 0 };
    while let Some(character) = folding.next() {
        folding.take(character)?;
    }
    Ok(folding.folded)
}

/// A regular expression on its way.
struct Folding<'r> {
    folded: String,
    /// What was not looked at yet.
    rest: &'r str,
    /// How many brackets are open.
    classes: usize,
}

impl Folding<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// Takes what comes next as it is, up to the first of some characters.
    fn copy_through(&mut self, last: &[char]) {
        let end = self.rest.find(last).map_or(self.rest.len(), |at| at + 1);
        let (copied, rest) = self.rest.split_at(end);
        self.folded.push_str(copied);
        self.rest = rest;
    }

    fn take(&mut self, character: char) -> Result<(), Unfit> {
        let in_class = self.classes > 0;
        match character {
            '\\' => return self.escape(),
            '[' if in_class && self.rest.starts_with(':') => {
                self.folded.push('[');
                self.copy_through(&[']']);
            }
            '[' => self.open_class(),
            ']' if in_class => {
                self.classes -= 1;
                self.folded.push(']');
            }
            _ if in_class && character.is_ascii_punctuation() => self.folded.push(character),
            '^' | '$' => return Err(anchor(&character.to_string())),
            '(' if self.rest.starts_with('?') => {
                self.folded.push('(');
                self.copy_through(&[':', ')', '>']);
            }
            '{' => {
                self.folded.push('{');
                self.copy_through(&['}']);
                return self.refuse_lazy();
            }
            '*' | '+' | '?' => {
                self.folded.push(character);
                return self.refuse_lazy();
            }
            '.' | '|' | '(' | ')' => self.folded.push(character),
            _ => return self.literal(character),
        }
        Ok(())
    }

    /// A bracket right behind the opening one, or behind `^`, is a member.
    fn open_class(&mut self) {
        self.classes += 1;
        self.folded.push('[');
        for sign in ['^', ']'] {
            if self.rest.starts_with(sign) {
                let sign = self.next();
                self.folded.extend(sign);
            }
        }
    }

    fn escape(&mut self) -> Result<(), Unfit> {
        let Some(escaped) = self.next() else {
            self.folded.push('\\');
            return Ok(());
        };
        match escaped {
            'b' | 'B' | 'A' | 'z' | 'Z' | '<' | '>' => return Err(anchor(&format!("\\{escaped}"))),
            'p' | 'P' | 'x' | 'u' | 'U' if self.rest.starts_with('{') => {
                self.folded.extend(['\\', escaped]);
                self.copy_through(&['}']);
            }
            // One letter names a class.
            'p' | 'P' => {
                self.folded.extend(['\\', escaped]);
                let name = self.next();
                self.folded.extend(name);
            }
            _ if escaped.is_ascii_alphanumeric() => self.folded.extend(['\\', escaped]),
            _ => return self.literal(escaped),
        }
        Ok(())
    }

    fn refuse_lazy(&self) -> Result<(), Unfit> {
        match self.rest.starts_with('?') {
            true => {
                Err(Unfit::NotKnown("a lazy repeat says nothing about a whole word".to_owned()))
            }
            false => Ok(()),
        }
    }

    fn literal(&mut self, character: char) -> Result<(), Unfit> {
        let folded = text::fold_fragment(character.encode_utf8(&mut [0; 4]));
        let count = folded.chars().count();
        let is_mark = is_combining_mark(character);
        let in_word = character != HALF_SPACE
            && folded.chars().all(|c| c.is_alphanumeric() || is_combining_mark(c));
        if self.classes > 0 {
            match count {
                0 if is_mark => {}
                1 if in_word => self.folded.push_str(&folded),
                0 | 1 => {
                    if character.is_ascii() {
                        self.folded.push('\\');
                    }
                    self.folded.push(character);
                }
                _ => {
                    return Err(Unfit::NotKnown(format!(
                        "`{character}` is searched as `{folded}`"
                    )));
                }
            }
            return Ok(());
        }
        match count {
            1 if in_word => self.folded.push_str(&folded),
            // An accent that its letter goes without.
            0 if is_mark => {}
            0 if in_word => self.folded.push_str(NOTHING),
            _ if in_word => self.folded.push_str(&format!("(?:{folded})")),
            // Of a number: `2\.5`.
            _ if character == '.' => self.folded.push_str("\\."),
            _ if ["?", "*", "{0"].iter().any(|repeat| self.rest.starts_with(repeat)) => {
                self.folded.push_str(NOTHING);
            }
            _ => return Err(Unfit::SeveralWords),
        }
        Ok(())
    }
}

/// It parts words of Arabic script.
const HALF_SPACE: char = '\u{200C}';
/// What stands for a character that no folded word has: a repeat may follow.
const NOTHING: &str = "(?:)";

fn anchor(written: &str) -> Unfit {
    Unfit::NotKnown(format!("`{written}` is not known: it stands for a whole word without it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_expressions_are_folded_as_words_are() {
        for (regex, folded) in [
            ("colou?r", "colou?r"),
            ("Ahm.di", "ahm.di"),
            ("café", "cafe"),
            ("cafe\u{301}s?", "cafes?"),
            ("Téhéran|Tehran", "teheran|tehran"),
            ("stra(ß|ss)e", "stra((?:ss)|ss)e"),
            ("ß+", "(?:ss)+"),
            ("o'neill", "o(?:)neill"),
            ("o'?neill", "o(?:)?neill"),
            ("cyber-?attack", "cyber(?:)?attack"),
            ("[À-É]b[^É]", "[a-e]b[^e]"),
            ("[]É]", "[]e]"),
            ("[[:alpha:]&&[^É]]", "[[:alpha:]&&[^e]]"),
            ("[a\\-']", "[a\\-']"),
            ("\\p{Lu}\\PL\\d\\x41", "\\p{Lu}\\PL\\d\\x41"),
            ("(?i)É(?:É)(?P<N>É)", "(?i)e(?:e)(?P<N>e)"),
            ("É{2,3}", "e{2,3}"),
            ("2\\.5", "2\\.5"),
            ("إيران", "ایران"),
            ("दिल्ली", "दिल्ली"),
            ("(É", "(e"),
            ("É\\", "e\\"),
        ] {
            assert_eq!(over_folded_words(regex), Ok(folded.to_owned()), "{regex}");
        }
    }

    #[test]
    fn a_blank_beside_a_wildcard_is_any_sign_between_the_words_of_a_name() {
        let name = |pieces: &[&str]| {
            let part = |piece: &&str| match *piece {
                "*" => PatternPart::AnyMany,
                piece => PatternPart::Literal(piece.to_owned()),
            };
            regex_of_name(&Pattern(pieces.iter().map(part).collect()))
        };
        assert_eq!(name(&["*", " Press TV ", "*"]), format!(".*{BETWEEN}press tv{BETWEEN}.*"));
        assert_eq!(name(&["a.* ", "*"]), format!("a\\.\\*{BETWEEN}.*"));
        assert_eq!(name(&["a b"]), "a b");
    }

    #[test]
    fn what_no_single_word_can_match_is_told() {
        for regex in ["cyber-attack", "cyber\\-attack", "a_b", "بین\u{200C}المللی", "a&b"]
        {
            assert_eq!(over_folded_words(regex), Err(Unfit::SeveralWords), "{regex}");
        }
        for regex in ["^iran$", "iran$", "\\biran", "a*?", "a??", "a{2}?", "[ß]"] {
            let told = over_folded_words(regex);
            assert!(matches!(told, Err(Unfit::NotKnown(_))), "{regex}: {told:?}");
        }
    }
}
