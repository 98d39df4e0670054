//! What stands below the text of an agency page: the desk, initials, an end
//! mark, labels, a line of asterisks.

use super::agencies::Agencies;
use super::items::{self, Item};
use super::labels::{Label, labelled};
use super::lines::{Line, drop_blank_end, ends_sentence, trim};
use crate::archive::fold::{ascii_digit, fold};

/// At most so many lines are taken from the end.
const MAX_LINES: usize = 12;

/// A longer line is text, in bytes.
const MAX_MARK: usize = 120;

/// The name of a source below a text has at most so many words.
const MAX_NAME: usize = 8;

/// Abbreviations that many texts end in; of these alone no initials are made.
const ABBREVIATIONS: [&str; 24] = [
    "US", "USA", "UK", "EU", "UN", "UAE", "USSR", "NATO", "WHO", "IMF", "IAEA", "OPEC", "IRGC",
    "ISIS", "ISIL", "HIV", "AIDS", "AC", "DC", "AM", "PM", "TV", "TCP", "IP",
];

/// What was taken from the end of a page.
#[derive(Debug, Default)]
pub(in crate::archive) struct Closing<'a> {
    pub desk: Option<String>,
    pub initials: Option<String>,
    /// What labelled lines say.
    pub foot: Vec<Item>,
    /// Those lines, the last one first.
    foot_lines: Vec<Line<'a>>,
}

/// A mark that ends a text.
#[derive(Debug, PartialEq, Eq)]
enum Mark<'a> {
    End,
    Desk(&'a str),
    Initials(&'a str),
}

impl<'a> Closing<'a> {
    /// Takes closing lines and marks from the end of `lines`.
    pub fn take(&mut self, lines: &mut Vec<Line<'a>>, agencies: &Agencies) {
        for _ in 0..MAX_LINES {
            drop_blank_end(lines);
            // A single line is the headline or the text, whatever it looks like.
            let Some(&last) = lines.last().filter(|_| lines.len() > 1) else {
                break;
            };
            if let Some(mark) = mark(last.text) {
                self.add(mark);
            } else if let Some(item) = foot_item(last.text, agencies) {
                self.foot.push(item);
                self.foot_lines.push(last);
            } else {
                break;
            }
            lines.pop();
        }
        self.take_tail(lines);
    }

    /// Takes the marks that stand behind the last sentence, in its line.
    pub fn take_tail(&mut self, lines: &mut [Line<'_>]) {
        let Some(last) = lines.iter_mut().rev().find(|line| !line.is_blank()) else {
            return;
        };
        // "End" and "/129" are marks only behind a sentence or another mark.
        let (mut rest, mut kept) = (last.text, last.text);
        while let Some(tail) = tail(rest) {
            rest = tail.before;
            if tail.is_sure {
                kept = rest;
            }
        }
        while last.text.len() > kept.len()
            && let Some(tail) = tail(last.text)
        {
            self.add(tail.mark);
            last.text = tail.before;
        }
    }

    /// Puts the labelled lines back: the page has no header, and so they are
    /// text.
    pub fn give_back(&mut self, lines: &mut Vec<Line<'a>>) {
        self.foot.clear();
        lines.extend(self.foot_lines.drain(..).rev());
    }

    fn add(&mut self, mark: Mark<'_>) {
        match mark {
            Mark::End => {}
            Mark::Desk(desk) => {
                let digits = desk.chars().map(ascii_digit).collect();
                self.desk.get_or_insert(digits);
            }
            Mark::Initials(initials) => {
                let initials = initials.trim_end_matches('/');
                self.initials.get_or_insert_with(|| initials.to_owned());
            }
        }
    }
}

/// Reads a line that is a mark and nothing else.
fn mark(line: &str) -> Option<Mark<'_>> {
    if line.len() > MAX_MARK {
        return None;
    }
    let bare = trim(line.trim_matches(|c| "()[]".contains(c)));
    if items::is_rule(line) || is_end(bare) {
        return Some(Mark::End);
    }
    let (before, after) = bare.split_once('/').unwrap_or((bare, ""));
    let number = trim(after);
    if (trim(before).is_empty() || is_end(trim(before))) && is_desk(number) {
        return Some(Mark::Desk(number));
    }
    if is_initials(bare) {
        return Some(Mark::Initials(bare));
    }
    let mut words = bare.rsplitn(2, ' ');
    let (last, first) = (words.next()?, words.next()?);
    (is_end(last) && is_initials(trim(first))).then(|| Mark::Initials(trim(first)))
}

/// The last word of a line of text, which is a mark or looks like one.
struct Tail<'a> {
    before: &'a str,
    mark: Mark<'a>,
    /// Whether it is one, whatever stands before it.
    is_sure: bool,
}

/// Splits a mark from the end of a line of text.
fn tail(text: &str) -> Option<Tail<'_>> {
    let at = text.rfind(char::is_whitespace)?;
    let (before, word) = (trim(&text[..at]), trim(&text[at..]));
    let ends_sentence = ends_sentence(before);
    let divided = word.contains(['/', '*']);
    if is_end(word) && word.chars().all(|c| !c.is_lowercase()) {
        Some(Tail { before, mark: Mark::End, is_sure: ends_sentence })
    } else if let Some(desk) = word.strip_prefix('/').filter(|desk| is_desk(desk)) {
        Some(Tail { before, mark: Mark::Desk(desk), is_sure: ends_sentence })
    } else if is_initials(word) && (divided || ends_sentence) {
        Some(Tail { before, mark: Mark::Initials(word), is_sure: true })
    } else {
        None
    }
}

fn is_desk(text: &str) -> bool {
    let digits = text.chars().filter(|c| ascii_digit(*c).is_ascii_digit()).count();
    (1..=5).contains(&digits) && digits == text.chars().count()
}

/// `End`, `End/`, `-0-`, `-30-`, `###`, `انتهای پیام`.
fn is_end(text: &str) -> bool {
    const ENDS: [&str; 9] = [
        "end",
        "end item",
        "the end",
        "ends",
        "fin",
        "انتهاي پيام",
        "انتهي",
        "پايان پيام",
        "النهايه",
    ];
    let folded = fold(text.trim_end_matches(['/', '.', ' ']));
    if ENDS.contains(&folded.as_str()) {
        return true;
    }
    let inside: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let dashed = inside.trim_matches(['-', '–', '—', '#']);
    inside.len() >= 3 && inside != dashed && matches!(dashed, "" | "0" | "30")
}

/// `EF/MA`, `SKH/NF/PA`, `9376**1424`, `MG`.
fn is_initials(text: &str) -> bool {
    let capitals = |part: &str| {
        (1..=4).contains(&part.chars().count()) && part.chars().all(|c| c.is_ascii_uppercase())
    };
    let number =
        |part: &str| (3..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if let Some((first, second)) = text.split_once("**") {
        return number(first) && number(second);
    }
    let text = text.strip_suffix('/').unwrap_or(text);
    let parts: Vec<&str> = text.split('/').collect();
    if parts.iter().all(|part| ABBREVIATIONS.contains(part)) {
        return false;
    }
    match parts.as_slice() {
        [only] => only.len() == 2 && capitals(only),
        [first, rest @ ..] => {
            let tail = |part: &&str| capitals(part) || number(part);
            (2..=4).contains(&first.len())
                && capitals(first)
                && rest.len() <= 3
                && rest.iter().all(tail)
        }
        [] => false,
    }
}

/// Reads a labelled line below the text: an id, a source, keywords.
fn foot_item(line: &str, agencies: &Agencies) -> Option<Item> {
    let (label, value) = labelled(line)?;
    let useful = matches!(
        label,
        Label::Id
            | Label::Source
            | Label::Keywords
            | Label::Url
            | Label::Section
            | Label::Date
            | Label::Nothing
    );
    // "Source: a diplomat who asked not to be named" is text.
    let named = label != Label::Source
        || value.split_whitespace().nth(MAX_NAME).is_none()
            && (!value.starts_with(char::is_lowercase) || agencies.find(value).is_some());
    (useful && named && !value.is_empty()).then(|| items::single(line, agencies)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::page::lines::split;

    /// Shows what is left, the desk and the initials.
    fn check(text: &str) -> String {
        let mut lines = split(text);
        let mut closing = Closing::default();
        closing.take(&mut lines, &Agencies::new(&[]));
        let left: Vec<&str> = lines.iter().map(|line| line.text).collect();
        let shown = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{} [{}] [{}]", left.join("|"), shown(&closing.desk), shown(&closing.initials))
    }

    #[test]
    fn marks_below_and_behind_the_text() {
        for (text, expected) in [
            ("It rained.\n\n/129", "It rained. [129] []"),
            ("It rained.\n/ 129\n", "It rained. [129] []"),
            ("It rained.\nEnd/ 345", "It rained. [345] []"),
            ("It rained.\nEF/MA\nEND", "It rained. [] [EF/MA]"),
            ("It rained.\n-0-", "It rained. [] []"),
            ("It rained.\n- 30 -", "It rained. [] []"),
            ("It rained.\n***", "It rained. [] []"),
            ("باران بارید.\nانتهای پیام/ ۳۴۵", "باران بارید. [345] []"),
            ("It rained.\n9376**1424", "It rained. [] [9376**1424]"),
            ("It rained. EF/MA", "It rained. [] [EF/MA]"),
            ("It rained. RM/MMS/YAW END", "It rained. [] [RM/MMS/YAW]"),
            ("It rained in Yazd EF/MA", "It rained in Yazd [] [EF/MA]"),
            ("It rained. MG", "It rained. [] [MG]"),
            ("It rained. /129", "It rained. [129] []"),
            ("It rained in the US", "It rained in the US [] []"),
            ("The end", "The end [] []"),
            ("It was the end", "It was the end [] []"),
            ("He is at the BBC.\nABC", "He is at the BBC.|ABC [] []"),
            ("Read and/or write", "Read and/or write [] []"),
            ("It is the fight against HIV/AIDS", "It is the fight against HIV/AIDS [] []"),
            ("They met.\nUS\nUK\nEU", "They met.|US|UK|EU [] []"),
            ("They met.\nUS / UK / EU", "They met.|US / UK / EU [] []"),
            ("They met.\nComments: 12", "They met. [] []"),
            ("They met.\nViews: none of them won", "They met.|Views: none of them won [] []"),
            ("They met.\nSource: Press TV", "They met. [] []"),
            (
                "They met.\nSource: a diplomat who asked not to be named",
                "They met.|Source: a diplomat who asked not to be named [] []",
            ),
        ] {
            assert_eq!(check(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_without_end_are_taken_or_left_as_one() {
        for mark in ["/1 ", "### ", "--- ", "-0- "] {
            let marks = mark.repeat(200_000);
            let alone = format!("Rain\n{marks}");
            assert_eq!(check(&alone).len(), alone.len() + " [] []".len() - 1, "{mark}");
            let behind = format!("Rain\nIt rained. {marks}");
            assert!(check(&behind).starts_with("Rain|It rained. ["), "{mark}");
        }
    }
}
