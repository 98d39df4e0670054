//! Paragraphs to lede and body: what is printed twice is kept once, and each
//! paragraph is told for what it is.

use super::byline;
use super::lines::ends_sentence;
use super::paragraphs::Paragraph;
use crate::archive::fold::same_letters;
use crate::article::{Block, BlockKind, Warning, WarningCode};

/// A paragraph that is the end of the one before is a repetition from so many
/// characters on.
const MIN_REPEATED: usize = 40;
/// The headline and the lede are looked for again in so many paragraphs.
const REPEATS_WITHIN: usize = 4;
/// A subhead has at most so many characters and words.
const MAX_SUBHEAD: (usize, usize) = (80, 12);
/// A byline has at most so many characters.
const MAX_BYLINE: usize = 60;

/// The text of an article below its headline.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::archive) struct Body {
    pub byline: Option<String>,
    pub lede: Option<String>,
    pub blocks: Vec<Block>,
}

/// Makes lede and body of paragraphs.
pub(in crate::archive) fn build(
    paragraphs: Vec<Paragraph>,
    headline: &str,
    warnings: &mut Vec<Warning>,
) -> Body {
    let mut kept = without_repeats(paragraphs, headline, warnings);
    let byline = take_byline(&mut kept);
    let mut rest = kept.into_iter();
    let lede = rest.next().map(|first| first.text);
    let rest: Vec<Paragraph> = rest.collect();
    let blocks = kinds(&rest)
        .into_iter()
        .zip(rest)
        .map(|(kind, paragraph)| Block { kind, text: paragraph.text })
        .collect();
    Body { byline, lede, blocks }
}

/// Drops paragraphs that repeat the headline or the lede near the start, and
/// those that are the end of the paragraph before.
fn without_repeats(
    paragraphs: Vec<Paragraph>,
    headline: &str,
    warnings: &mut Vec<Warning>,
) -> Vec<Paragraph> {
    let mut kept: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    let (mut heads, mut ledes, mut tails) = (0, 0, 0);
    for paragraph in paragraphs {
        let long = || paragraph.text.chars().nth(MIN_REPEATED - 1).is_some();
        let tail =
            kept.last().is_some_and(|before| before.text.ends_with(&paragraph.text) && long());
        if kept.len() < REPEATS_WITHIN {
            if same_letters(&paragraph.text, headline) {
                heads += 1;
                continue;
            }
            if kept.first().is_some_and(|lede| same_letters(&paragraph.text, &lede.text)) {
                ledes += 1;
                continue;
            }
        }
        if tail {
            tails += 1;
            continue;
        }
        kept.push(paragraph);
    }
    let mut warn = |count: usize, detail: &str| {
        if count > 0 {
            let detail = detail.to_owned();
            warnings.push(Warning { code: WarningCode::Repeated, detail });
        }
    };
    warn(heads, "the headline is printed again");
    warn(ledes, "the lede is printed again");
    warn(tails, "paragraphs are the ends of those before them");
    kept
}

/// Takes the byline that the text begins with, and the lines that belong to it.
fn take_byline(paragraphs: &mut Vec<Paragraph>) -> Option<String> {
    let lines = byline_lines(paragraphs);
    // A byline without a text below it is the text.
    if lines == 0 || lines == paragraphs.len() {
        return None;
    }
    let lines: Vec<String> = paragraphs.drain(..lines).map(|line| line.text).collect();
    Some(lines.join(", "))
}

/// How many paragraphs the byline is that a text begins with: "By Jane Doe", and what
/// she is, and where to write to.
pub(super) fn byline_lines(paragraphs: &[Paragraph]) -> usize {
    const MAX_BELOW: usize = 2;
    if !paragraphs.first().is_some_and(|first| is_byline(&first.text)) {
        return 0;
    }
    let below = paragraphs[1..].iter().take(MAX_BELOW);
    1 + below.take_while(|line| is_role(&line.text) || is_mail_address(&line.text)).count()
}

/// "By Jane Doe", "By Maria de la Cruz and John Smith | Lakeside Gazette", "by Jane Doe".
pub(in crate::archive) fn is_byline(text: &str) -> bool {
    const BETWEEN: [&str; 16] = [
        "and", "&", "|", "/", "de", "da", "do", "di", "del", "la", "le", "van", "von", "der",
        "den", "bin",
    ];
    let Some((by, names)) = text.split_once(' ') else {
        return false;
    };
    // "by" may begin anything.
    let least = match by {
        "By" | "BY" => 1,
        "by" => 2,
        _ => return false,
    };
    let is_name = |word: &&str| word.starts_with(char::is_uppercase);
    text.chars().nth(MAX_BYLINE).is_none()
        && names.starts_with(char::is_uppercase)
        && names.split_whitespace().filter(is_name).count() >= least
        && !ends_sentence(text)
        && byline::names(names).is_some()
        && names.split_whitespace().all(|word| is_name(&word) || BETWEEN.contains(&word))
}

/// Whether a byline can have nothing but names of people: "By The Numbers" may be a
/// headline.
pub(super) fn is_personal(byline: &str) -> bool {
    const WORDS: [&str; 11] =
        ["The", "A", "An", "And", "By", "Of", "For", "In", "On", "To", "With"];
    !byline.split_whitespace().skip(1).any(|word| WORDS.contains(&word))
}

/// "Staff Writer", "Gazette City Hall Reporter", "Of the Gazette Staff", "Special to the
/// Gazette".
fn is_role(text: &str) -> bool {
    const ROLES: [&str; 9] = [
        "writer",
        "reporter",
        "correspondent",
        "editor",
        "columnist",
        "staff",
        "critic",
        "contributor",
        "photographer",
    ];
    const OPENINGS: [&str; 3] = ["special to ", "of the ", "for the "];
    const SMALL: [&str; 7] = ["of", "the", "to", "for", "and", "at", "in"];
    const MAX_WORDS: usize = 5;
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let says_role = words.last().is_some_and(|last| ROLES.contains(last))
        || OPENINGS.iter().any(|opening| lower.starts_with(opening));
    let is_label = |word: &str| {
        let word_lower = word.to_lowercase();
        word.starts_with(char::is_uppercase)
            || SMALL.contains(&word_lower.as_str())
            || ROLES.contains(&word_lower.as_str())
    };
    says_role && words.len() <= MAX_WORDS && text.split_whitespace().all(is_label)
}

fn is_mail_address(text: &str) -> bool {
    let is_one = |(name, host): (&str, &str)| !name.is_empty() && host.contains('.');
    !text.contains(char::is_whitespace) && text.split_once('@').is_some_and(is_one)
}

fn kinds(paragraphs: &[Paragraph]) -> Vec<BlockKind> {
    let set_in = paragraphs.iter().filter(|paragraph| paragraph.indented).count();
    // Where most of a page is set in, that is how it is set.
    let quoted = set_in * 2 <= paragraphs.len();
    let kind = |(at, paragraph): (usize, &Paragraph)| {
        if paragraph.indented && quoted {
            return BlockKind::Quotation;
        }
        match paragraphs.get(at + 1) {
            Some(next) if is_subhead(paragraph, next) => BlockKind::Subhead,
            _ => BlockKind::Paragraph,
        }
    };
    paragraphs.iter().enumerate().map(kind).collect()
}

fn is_subhead(paragraph: &Paragraph, next: &Paragraph) -> bool {
    let text = &paragraph.text;
    let (characters, words) = (text.chars().count(), text.split(' ').count());
    let opens =
        |c: char| c.is_uppercase() || c.is_numeric() || c.is_alphabetic() && !c.is_lowercase();
    let ends =
        ends_sentence(text) && !text.ends_with('?') || text.ends_with([',', '-', '"', '”', '»']);
    characters <= MAX_SUBHEAD.0
        && words <= MAX_SUBHEAD.1
        && text.starts_with(opens)
        && !ends
        && next.text.chars().count() > characters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<Paragraph> {
        let paragraph = |text: &&str| Paragraph {
            text: text.trim_start_matches('>').to_owned(),
            indented: text.starts_with('>'),
            closed: true,
        };
        texts.iter().map(paragraph).collect()
    }

    /// Shows the lede and the first letter of each block's kind with its text.
    fn check(headline: &str, texts: &[&str], expected: &[&str]) {
        let body = build(paragraphs(texts), headline, &mut Vec::new());
        let blocks =
            body.blocks.iter().map(|block| format!("{}:{}", &block.kind.name()[..1], block.text));
        let shown: Vec<String> = body.lede.into_iter().chain(blocks).collect();
        assert_eq!(shown, expected, "{texts:?}");
    }

    #[test]
    fn repetitions_are_kept_once() {
        let whole = "The mill has stopped. The council of the town will meet on Monday.";
        let tail = "The council of the town will meet on Monday.";
        check("Mill stops", &["Mill stops!", "One.", "One.", "Two."], &["One.", "p:Two."]);
        check("Mill stops", &[whole, tail, "Two."], &[whole, "p:Two."]);
        check(
            "Mill stops",
            &["It stopped. So it is.", "So it is."],
            &["It stopped. So it is.", "p:So it is."],
        );
    }

    #[test]
    fn kinds_of_paragraphs() {
        check(
            "Mill stops",
            &[
                "The mill has stopped.",
                "It was old.",
                ">\"We are sad,\" they said.",
                "What comes next",
                "The council will meet on Monday.",
                "Weather",
            ],
            &[
                "The mill has stopped.",
                "p:It was old.",
                "q:\"We are sad,\" they said.",
                "s:What comes next",
                "p:The council will meet on Monday.",
                "p:Weather",
            ],
        );
        check("Mill stops", &["One.", ">Two.", ">Three."], &["One.", "p:Two.", "p:Three."]);
    }

    #[test]
    fn a_byline_is_no_lede() {
        let body = build(
            paragraphs(&["By Jane Doe and John Smith", "It rained."]),
            "Rain",
            &mut Vec::new(),
        );
        assert_eq!(body.byline.as_deref(), Some("By Jane Doe and John Smith"));
        assert_eq!(body.lede.as_deref(), Some("It rained."));
        for text in [
            "By then it rained",
            "By Monday",
            "By March 3, 2020",
            "By Order of the Council",
            "by Jane",
            "by the Lake",
        ] {
            let body = build(paragraphs(&[text, "It rained."]), "Rain", &mut Vec::new());
            assert_eq!(body.byline, None, "{text}");
        }
    }

    #[test]
    fn what_the_writer_is_belongs_to_the_byline() {
        for (texts, expected) in [
            (&["By Jane Doe", "Staff Writer", "It rained."][..], "By Jane Doe, Staff Writer"),
            (
                &["BY JANE DOE", "Of the Gazette staff", "jane@gazette.example", "It rained."],
                "BY JANE DOE, Of the Gazette staff, jane@gazette.example",
            ),
            (
                &["By Ana de la Cruz", "Special to the Gazette", "It."],
                "By Ana de la Cruz, Special to the Gazette",
            ),
            (&["By Jane Doe | Gazette", "It rained."], "By Jane Doe | Gazette"),
            (&["by Jane Doe", "Rain stops writer", "It rained."], "by Jane Doe"),
            (&["By Jane Doe", "It rained on the staff", "Two."], "By Jane Doe"),
        ] {
            let body = build(paragraphs(texts), "Rain", &mut Vec::new());
            assert_eq!(body.byline.as_deref(), Some(expected));
        }
        let body = build(paragraphs(&["By Jane Doe", "Staff Writer"]), "Rain", &mut Vec::new());
        assert_eq!(body.byline, None);
    }
}
