//! Paragraphs to lede and body: what is printed twice is kept once, and each
//! paragraph is told for what it is.

use super::byline;
use super::fold::same_letters;
use super::lines::ends_sentence;
use super::paragraphs::Paragraph;
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
pub(super) struct Body {
    pub byline: Option<String>,
    pub lede: Option<String>,
    pub blocks: Vec<Block>,
}

/// Makes lede and body of paragraphs.
pub(super) fn build(
    paragraphs: Vec<Paragraph>,
    headline: &str,
    warnings: &mut Vec<Warning>,
) -> Body {
    let mut kept = without_repeats(paragraphs, headline, warnings);
    let byline = kept.first().filter(|first| kept.len() > 1 && is_byline(&first.text));
    let byline = byline.map(|first| first.text.clone());
    if byline.is_some() {
        kept.remove(0);
    }
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

/// "By Jane Doe", "By Jane Doe and John Smith".
pub(super) fn is_byline(text: &str) -> bool {
    let Some(names) = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")) else {
        return false;
    };
    let named = |word: &str| word == "and" || word.starts_with(|c: char| c.is_uppercase());
    text.chars().count() <= MAX_BYLINE
        && !ends_sentence(text)
        && byline::names(names).is_some()
        && names.split_whitespace().all(named)
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
        for text in ["By then it rained", "By Monday", "By March 3, 2020"] {
            let body = build(paragraphs(&[text, "It rained."]), "Rain", &mut Vec::new());
            assert_eq!(body.byline, None, "{text}");
        }
    }
}
