//! Which line of a page is the headline, and what to call an article that has
//! none.

use super::agencies::Agencies;
use super::header::Header;
use super::lines::ends_sentence;
use super::paragraphs::Paragraph;
use super::{body, dateline};
use crate::archive::fold::letters;
use crate::archive::folder::slug;
use crate::article::{Warning, WarningCode};

/// A line with more characters than this is a paragraph, below a header …
const MAX_BELOW_HEADER: usize = 250;
/// … and where nothing else says that it is a headline.
const MAX_ALONE: usize = 150;
/// Such a line has so many letters, and so many in a hundred characters: badly
/// recognised print is no headline.
const MIN_LETTERS: usize = 6;
const LETTERS_PERCENT: usize = 60;
/// A headline may end in a full stop below a header, up to so many characters.
const MAX_WITH_STOP: usize = 120;
/// Above a headline stands a kicker where it is at most so long, in percent of
/// the headline.
const KICKER_PERCENT: usize = 60;

/// What the warning says of a headline that nothing else gives.
pub(in crate::archive) const OF_FILE: &str = "taken from the name of the file";

/// The headline and the line above it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::archive) struct Headline {
    pub text: String,
    pub kicker: Option<String>,
}

/// Takes the headline from `paragraphs`, the header, the path or the name of
/// the file, in this order but for a text without header, where what the path
/// says goes first.
pub(in crate::archive) fn take(
    paragraphs: &mut Vec<Paragraph>,
    header: Option<&mut Header>,
    path: Option<&str>,
    relative: &str,
    agencies: &Agencies,
    warnings: &mut Vec<Warning>,
) -> Headline {
    let below_header = header.is_some();
    if let Some(header) = header
        && let Some(headline) = of_header(header, paragraphs)
    {
        check_path(&headline.text, path, warnings);
        return headline;
    }
    // Some write the byline first.
    let byline = match below_header {
        true => 0,
        false => body::byline_lines(paragraphs),
    };
    let is_above = (1..paragraphs.len()).contains(&byline)
        && (looks_like_headline(&paragraphs[byline..], below_header, agencies)
            || paragraphs.first().is_some_and(|first| body::is_personal(&first.text)));
    let above = if is_above { byline } else { 0 };
    let above: Vec<Paragraph> = paragraphs.drain(..above).collect();
    let headline = of_text(paragraphs, below_header, path, relative, agencies, warnings);
    paragraphs.splice(0..0, above);
    headline
}

/// Takes the headline from the beginning of a text, the path or the name of the file.
fn of_text(
    paragraphs: &mut Vec<Paragraph>,
    below_header: bool,
    path: Option<&str>,
    relative: &str,
    agencies: &Agencies,
    warnings: &mut Vec<Warning>,
) -> Headline {
    let path = path.filter(|path| !path.trim().is_empty());
    let printed =
        paragraphs.first().filter(|first| path.is_some_and(|path| is_print_of(&first.text, path)));
    if printed.is_some() {
        return Headline { text: paragraphs.remove(0).text, kicker: None };
    }
    let alone = !below_header && path.is_some();
    if !alone && looks_like_headline(paragraphs, below_header, agencies) {
        let text = paragraphs.remove(0).text;
        if !below_header {
            let detail = "taken from the first line".to_owned();
            warnings.push(Warning { code: WarningCode::HeadlineAssumed, detail });
        }
        check_path(&text, path, warnings);
        return Headline { text, kicker: None };
    }
    if let Some(path) = path {
        return Headline { text: path.to_owned(), kicker: None };
    }
    let detail = OF_FILE.to_owned();
    warnings.push(Warning { code: WarningCode::HeadlineAssumed, detail });
    Headline { text: file_headline(relative), kicker: None }
}

/// Returns the headline that a label names or that stands among the lines of
/// the header. Other lines there go to the start of the text.
fn of_header(header: &mut Header, paragraphs: &mut Vec<Paragraph>) -> Option<Headline> {
    let mut texts = std::mem::take(&mut header.texts);
    let kicker = header.kicker.take();
    if let Some(text) = header.headline.take() {
        prepend(paragraphs, texts);
        return Some(Headline { text, kicker });
    }
    let stop = |text: &String| ends_sentence(text) && !text.ends_with(['?', '!', '…']);
    if texts.first().is_none_or(stop) {
        prepend(paragraphs, texts);
        return None;
    }
    let first = texts.remove(0);
    let second = texts.first().filter(|second| !stop(second) && letters(second) != letters(&first));
    let short =
        |second: &String| first.chars().count() * 100 <= second.chars().count() * KICKER_PERCENT;
    let headline = if second.is_some_and(short) {
        Headline { text: texts.remove(0), kicker: kicker.or(Some(first)) }
    } else {
        Headline { text: first, kicker }
    };
    prepend(paragraphs, texts);
    Some(headline)
}

fn prepend(paragraphs: &mut Vec<Paragraph>, texts: Vec<String>) {
    let texts = texts.into_iter().map(|text| Paragraph { text, indented: false, closed: true });
    paragraphs.splice(0..0, texts);
}

/// Whether a line prints the headline that a path abbreviates.
fn is_print_of(line: &str, path: &str) -> bool {
    if line.len() > 2 * MAX_BELOW_HEADER {
        return false;
    }
    let (line, path) = (letters(line), letters(path));
    // Names of files are cut off.
    let cut = path.chars().count() >= 20
        && line.starts_with(&path)
        && line.chars().count() <= MAX_BELOW_HEADER;
    !path.is_empty() && (line == path || cut && line.len() < path.len() * 3)
}

/// Warns where a path names another headline than the page.
pub(in crate::archive) fn check_path(
    headline: &str,
    path: Option<&str>,
    warnings: &mut Vec<Warning>,
) {
    let Some(path) = path.filter(|path| !path.trim().is_empty()) else {
        return;
    };
    let (page, named) = (letters(headline), letters(path));
    if !page.starts_with(&named) && !named.starts_with(&page) {
        let detail = format!("the path says headline {path:?}, the page {headline:?}");
        warnings.push(Warning { code: WarningCode::PathConflict, detail });
    }
}

fn looks_like_headline(paragraphs: &[Paragraph], below_header: bool, agencies: &Agencies) -> bool {
    let Some((first, rest)) = paragraphs.split_first() else {
        return false;
    };
    let length = first.text.chars().count();
    let next = rest.first();
    let longer = next.is_some_and(|next| next.text.chars().count() > length);
    let open = !ends_sentence(&first.text)
        || first.text.ends_with(['?', '!', '…', '"', '”', '’', '»', ')']);
    if below_header {
        let stopped = length <= MAX_WITH_STOP && longer && first.closed;
        let again = next.is_some_and(|next| next.text == first.text);
        return length <= MAX_BELOW_HEADER
            && (open || stopped || again)
            && !first.text.ends_with([',', ';']);
    }
    let ends_open = open && !first.text.ends_with([',', ';', '-']);
    let letters = first.text.chars().filter(|c| c.is_alphabetic()).count();
    let worded = letters >= MIN_LETTERS && letters * 100 >= length * LETTERS_PERCENT;
    worded
        && length <= MAX_ALONE
        && ends_open
        && next.is_some()
        && (first.closed || longer)
        && dateline::read(&first.text, agencies).is_none()
}

/// Makes a headline of the name of a file.
pub(super) fn file_headline(relative: &str) -> String {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let stem = match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    };
    slug::readable(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_made_readable() {
        for (relative, expected) in [
            ("a/b/Bridge-opens_at-noon.txt", "Bridge opens at noon"),
            ("sn1-ed-1.txt", "sn1 ed 1"),
            ("noext", "noext"),
            (".txt", ".txt"),
            ("", ""),
        ] {
            assert_eq!(file_headline(relative), expected, "{relative}");
        }
    }

    #[test]
    fn a_byline_above_the_headline_is_none() {
        let check = |texts: &[&str], expected: &str, left: usize| {
            let paragraph =
                |text: &&str| Paragraph { text: (*text).to_owned(), indented: false, closed: true };
            let mut paragraphs: Vec<Paragraph> = texts.iter().map(paragraph).collect();
            let agencies = Agencies::new(&[]);
            let headline =
                take(&mut paragraphs, None, None, "a/story-1.txt", &agencies, &mut Vec::new());
            assert_eq!((headline.text.as_str(), paragraphs.len()), (expected, left), "{texts:?}");
        };
        let text = "The bridge of the town was shut on Monday.";
        check(&["By Jane Doe", "Bridge shut", text], "Bridge shut", 2);
        check(&["By Jane Doe", "Staff Writer", "Bridge shut", text], "Bridge shut", 3);
        // There is none: the article is named after its file.
        check(&["By Jane Doe", "Staff Writer", text], "story 1", 3);
        check(&["By The Numbers", text, text], "By The Numbers", 2);
        check(&["By Land And By Sea", text], "By Land And By Sea", 1);
        check(&["By Jane Doe"], "story 1", 1);
    }

    #[test]
    fn a_line_prints_what_a_path_abbreviates() {
        for (line, path, expected) in [
            ("EU’s Mora: ‘No’ to war", "EU's Mora No to war", true),
            ("Bridge opens in the lake town after years", "Bridge opens in the lake", true),
            ("Bridge opens in the lake town", "Bridge", false),
            ("It rained", "Bridge opens", false),
            ("It rained", "", false),
        ] {
            assert_eq!(is_print_of(line, path), expected, "{line}");
        }
    }
}
