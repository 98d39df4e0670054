//! Lines to paragraphs.
//!
//! Blank lines divide. Within a run of lines between two blank ones, either
//! each line is a paragraph (long lines, or lines that end as sentences do) or
//! the lines are one text, broken to a width, and are joined.

use super::body::is_byline;
use super::lines::{Line, ends_sentence};
use crate::archive::fold::collapse;

/// A paragraph, before it is known what it is in the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct Paragraph {
    /// Its text, in one line.
    pub text: String,
    /// Whether it is set in from the margin.
    pub indented: bool,
    /// Whether a blank line follows, or the end.
    pub closed: bool,
}

/// A line longer than this is a paragraph of its own, in characters: nothing
/// is broken to such a width.
const LONG_LINE: usize = 200;
/// Columns of white space that are an indent.
const INDENT: usize = 2;
/// In joined text, a line shorter than this share of the usual length that
/// ends a sentence ends the paragraph too, in percent.
const SHORT_LAST_LINE: usize = 80;

/// Makes paragraphs of lines.
pub(in crate::archive) fn build(lines: &[Line<'_>]) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    for run in runs(lines) {
        let first = paragraphs.len();
        if is_broken_to_width(run) {
            join(run, &mut paragraphs);
        } else {
            paragraphs.extend(run.iter().map(|line| Paragraph {
                text: collapse(line.text),
                indented: line.indent >= INDENT,
                closed: false,
            }));
        }
        if let Some(last) = paragraphs[first..].last_mut() {
            last.closed = true;
        }
    }
    paragraphs
}

/// The lines between blank ones. A byline that stands among the first lines of the
/// text is by itself.
fn runs<'t, 'l>(lines: &'t [Line<'l>]) -> Vec<&'t [Line<'l>]> {
    const WITHIN: usize = 3;
    let mut runs: Vec<&[Line]> =
        lines.split(Line::is_blank).filter(|run| !run.is_empty()).collect();
    let Some(first) = runs.first().copied() else {
        return runs;
    };
    let byline = first.iter().take(WITHIN).position(|line| is_byline(line.text));
    if let Some(at) = byline.filter(|_| first.len() > 1) {
        let parts = [&first[..at], &first[at..=at], &first[at + 1..]];
        runs.splice(0..1, parts.into_iter().filter(|part| !part.is_empty()));
    }
    runs
}

/// Whether the lines of a run are one text: none is long, and at least half of
/// those before the last stop within a sentence.
fn is_broken_to_width(run: &[Line<'_>]) -> bool {
    let Some((_, before_last)) = run.split_last() else {
        return false;
    };
    let long = |line: &Line| line.text.len() > LONG_LINE && line.text.chars().count() > LONG_LINE;
    let open = before_last.iter().filter(|line| !ends_sentence(line.text)).count();
    !before_last.is_empty() && !run.iter().any(long) && open * 2 >= before_last.len()
}

/// Joins lines; a new paragraph begins after a short line that ends a sentence
/// and at a line that is set in where most are not.
fn join(run: &[Line<'_>], paragraphs: &mut Vec<Paragraph>) {
    let mut lengths: Vec<usize> = run.iter().map(|line| line.text.chars().count()).collect();
    lengths.sort_unstable();
    let usual = lengths[lengths.len() / 2];
    let set_in = run.iter().filter(|line| line.indent >= INDENT).count();
    let indents_open = set_in * 2 < run.len();
    let mut current = String::new();
    let mut indented = false;
    let mut ended = true;
    for line in run {
        let opens = indents_open && line.indent >= INDENT && !indented;
        if (ended || opens) && !current.is_empty() {
            let text = collapse(&std::mem::take(&mut current));
            paragraphs.push(Paragraph { text, indented: !indents_open, closed: false });
        }
        indented = line.indent >= INDENT;
        append(&mut current, line.text);
        let length = line.text.chars().count();
        ended = ends_sentence(line.text) && length * 100 < usual * SHORT_LAST_LINE;
    }
    let text = collapse(&current);
    paragraphs.push(Paragraph { text, indented: !indents_open && set_in > 0, closed: false });
}

/// Adds a line to a text. A word that was divided at the line's end becomes
/// whole again.
pub(in crate::archive) fn append(text: &mut String, line: &str) {
    let before = text.chars().nth_back(1).filter(|c| c.is_alphabetic());
    match (text.chars().next_back(), before) {
        (Some('-' | '\u{ad}' | '¬'), Some(letter)) if letter.is_lowercase() => {
            // A capital after the hyphen is a compound: "Anglo-French".
            if line.starts_with(char::is_lowercase) {
                text.pop();
            }
        }
        (Some(_), _) => text.push(' '),
        (None, _) => {}
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::page::lines::split;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = build(&split(text)).into_iter().map(|p| p.text).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_byline_is_no_part_of_the_lines_around_it() {
        check(
            "Bridge shut\nBy Jane Doe\n\nIt is shut.",
            &["Bridge shut", "By Jane Doe", "It is shut."],
        );
        check(
            "By Jane Doe\nThe bridge of the town\nis shut.",
            &["By Jane Doe", "The bridge of the town is shut."],
        );
        check(
            "The bridge was shut\nby Monday and opened\nagain.",
            &["The bridge was shut by Monday and opened again."],
        );
    }

    #[test]
    fn blank_lines_divide() {
        check("One  two.\n\n\u{a0} Three\u{a0}four. \n \n", &["One two.", "Three four."]);
        check("", &[]);
    }

    #[test]
    fn lines_that_end_sentences_are_paragraphs() {
        check(
            "It rained.\nThe bridge held.\nAll went home.",
            &["It rained.", "The bridge held.", "All went home."],
        );
        let long = "word ".repeat(60);
        check(&format!("{long}\n{long}"), &[long.trim(), long.trim()]);
    }

    #[test]
    fn broken_lines_are_joined_and_divided_words_made_whole() {
        check(
            "The govern-\nment of the two\nlake towns met\nearly.\nIt will meet again\nnext year in the same\nhall.",
            &[
                "The government of the two lake towns met early.",
                "It will meet again next year in the same hall.",
            ],
        );
        check(
            "Prices of Anglo-\nFrench goods and of all\nothers rose",
            &["Prices of Anglo-French goods and of all others rose"],
        );
    }

    #[test]
    fn an_indent_opens_a_paragraph_in_joined_text() {
        check(
            "  The mill is to\nstand by the river and\nwork all night\n  The council has\nnot agreed and will\nmeet",
            &[
                "The mill is to stand by the river and work all night",
                "The council has not agreed and will meet",
            ],
        );
    }
}
