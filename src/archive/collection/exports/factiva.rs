//! Documents of Factiva: as they are displayed, in lines without labels, or with codes
//! of two letters before each field (`factiva_codes.rs`). A line with the accession
//! number ends each.

use super::fields::{self, Fields};
use super::labels::Label;
use super::lines::{joined, unbroken};
use super::{factiva_codes, languages};
use crate::archive::collection::draft::Draft;
use crate::archive::page::lines::{Line, split, trim};
use crate::archive::{Reader, dates};

/// The word before an accession number, in the languages of the interface.
const DOCUMENTS: [&str; 8] =
    ["Document", "Dokument", "Documento", "Документ", "文件", "文档", "文書", "記事"];
/// Whose the text is stands so many lines below its length at most.
const HEAD: usize = 14;
/// A row has at most so many characters.
const LONGEST_ROW: usize = 120;
/// A line that was broken to a width has at least so many characters.
const BROKEN: usize = 50;

/// Returns the accession number that a line names: `Document LBA0000020220910ei9a0001x`,
/// with or without its code before it.
pub(super) fn accession(line: &str) -> Option<&str> {
    let line = trim(line);
    let coded = line.strip_prefix("AN").filter(|rest| rest.starts_with(char::is_whitespace));
    let (word, number) = trim(coded.unwrap_or(line)).split_once(char::is_whitespace)?;
    let number = trim(number);
    (DOCUMENTS.contains(&word) && is_accession(number)).then_some(number)
}

/// Whether a word is an accession number: a source, eight digits that are a day, and what
/// tells the documents of that day apart.
fn is_accession(word: &str) -> bool {
    const LENGTHS: std::ops::RangeInclusive<usize> = 20..=32;
    const SOURCE: usize = 8;
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let day = word.get(SOURCE..SOURCE + 8).filter(|_| is_plain).unwrap_or_default();
    let part = |range| day.get(range).and_then(|part: &str| part.parse::<u32>().ok());
    LENGTHS.contains(&word.len())
        && day.bytes().all(|byte| byte.is_ascii_digit())
        && part(0..4).is_some_and(|year| (1700..2200).contains(&year))
        && part(4..6).is_some_and(|month| (1..=12).contains(&month))
        && part(6..8).is_some_and(|day| (1..=31).contains(&day))
}

/// Whether a line ends a document.
pub(super) fn ends(line: &str) -> bool {
    accession(line).is_some()
}

/// Whether a text has the head of a document, in either form.
pub(super) fn is_head(lines: &[Line]) -> bool {
    factiva_codes::is_head(lines) || is_displayed_head(lines)
}

/// A length, the date below it, and below that a language or whose the text is.
fn is_displayed_head(lines: &[Line]) -> bool {
    const FIRST: usize = 60;
    let lines: Vec<&Line> = lines.iter().filter(|line| !line.is_blank()).take(FIRST).collect();
    let Some(at) = lines.iter().position(|line| fields::is_length(line.text)) else {
        return false;
    };
    let below = &lines[at + 1..lines.len().min(at + 1 + HEAD)];
    let is_dated = below.first().is_some_and(|line| is_whole_date(line.text));
    let says = |line: &&Line| {
        fields::is_copyright(line.text)
            || languages::of_line(line.text).is_some()
            || accession(line.text).is_some()
    };
    at > 0 && is_dated && below.iter().skip(2).any(says)
}

fn is_whole_date(line: &str) -> bool {
    fields::date(line).is_some_and(|(_, rest)| rest.is_empty())
}

/// A document as it is displayed.
#[derive(Debug, Default)]
pub(super) struct Displayed {
    pub section: Option<String>,
    pub headline: String,
    pub byline: Option<String>,
    /// From the length on to whose the text is.
    pub rows: Vec<String>,
    pub text: String,
    pub accession: Option<String>,
}

/// Reads a document, with the line that ends it.
pub(super) fn draft(text: &str, reader: &Reader) -> Draft {
    let lines: Vec<Line> = split(text).into_iter().filter(|line| !is_of_page(line.text)).collect();
    match factiva_codes::find(&lines) {
        Some(at) => factiva_codes::draft(&lines[at..], reader),
        None => Displayed::read(&lines).draft(reader),
    }
}

/// `Page 12 of 175 © 2022 Factiva, Inc. All rights reserved.`
fn is_of_page(line: &str) -> bool {
    const LONGEST: usize = 100;
    let is_one = ["Page", "©", "(c)"].iter().any(|begin| line.starts_with(begin));
    line.len() <= LONGEST && is_one && line.contains("Factiva, Inc")
}

impl Displayed {
    fn read(lines: &[Line]) -> Displayed {
        let last = lines.iter().rposition(|line| !line.is_blank());
        let accession = last.and_then(|at| accession(lines[at].text)).map(str::to_owned);
        let lines = match (&accession, last) {
            (Some(_), Some(at)) => &lines[..at],
            _ => lines,
        };
        // A number of words may stand in a text, too, but no date below it.
        let is_head = |at: &usize| {
            let mut below = lines[at + 1..].iter().filter(|line| !line.is_blank());
            below.next().is_some_and(|line| is_whole_date(line.text))
        };
        let lengths = (0..lines.len()).filter(|at| fields::is_length(lines[*at].text));
        let at = lengths.into_iter().find(is_head);
        let mut found = Displayed { accession, ..Displayed::default() };
        let Some(at) = at else {
            found.read_plain(lines);
            return found;
        };
        found.read_above(&lines[..at]);
        let end = found.read_rows(&lines[at..]);
        found.text = unbroken(&lines[at + end..]);
        found
    }

    /// Without a length the first lines are the headline, and all others the text.
    fn read_plain(&mut self, lines: &[Line]) {
        let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(lines.len());
        let lines = &lines[first..];
        let end = lines.iter().position(Line::is_blank).unwrap_or(lines.len());
        self.headline = joined(&lines[..end]);
        self.text = unbroken(&lines[end..]);
    }

    /// Reads section, headline and byline, which end where the length stands.
    fn read_above(&mut self, lines: &[Line]) {
        let mut blocks = super::lines::blocks(lines).into_iter().rev();
        let touches = lines.last().is_some_and(|line| !line.is_blank());
        let last = blocks.next().unwrap_or_default();
        let earlier = blocks.next();
        let headline = match earlier {
            // Who wrote it stands above the length, apart from the headline.
            Some(headline) if touches || fields::is_byline(&joined(last)) => {
                self.byline = Some(joined(last));
                headline
            }
            _ => {
                // Without blank lines the section is the first line, and names the last.
                let by = last.last().filter(|line| {
                    last.len() > 1 && fields::is_byline(line.text)
                        || last.len() > 2 && is_name(line.text)
                });
                self.byline = by.map(|line| line.text.to_owned());
                &last[..last.len() - usize::from(by.is_some())]
            }
        };
        // A line that was not broken is one of its own.
        let is_short = |line: &Line| line.text.chars().count() < BROKEN;
        let (section, headline) = match headline {
            [first, rest @ ..] if !rest.is_empty() && is_short(first) => (Some(first), rest),
            headline => (None, headline),
        };
        self.section = section.map(|line| line.text.to_owned());
        self.headline = joined(headline);
    }

    /// Reads the rows from the length on; returns how many lines they are.
    fn read_rows(&mut self, lines: &[Line]) -> usize {
        let says = |line: &Line| fields::is_copyright(line.text);
        let goes_on = |line: &Line| {
            says(line) || languages::of_line(line.text).is_some() || is_whole_date(line.text)
        };
        let (mut seen, mut end) = (0, 0);
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
            // Behind publication and date a blank line ends the head, unless it goes on
            // with what only heads have.
            let is_behind_blank = end < at;
            // Nothing but whose the text is stands below the language.
            let is_behind_language =
                self.rows.last().is_some_and(|row| seen > 3 && languages::of_line(row).is_some());
            let is_text = is_behind_blank && !goes_on(line)
                || is_behind_language && !says(line)
                || line.text.chars().count() > LONGEST_ROW && !says(line);
            if seen > HEAD || seen > 3 && is_text {
                break;
            }
            seen += 1;
            end = at + 1;
            self.rows.push(line.text.to_owned());
            if says(line) {
                let more = continued(&lines[at..]);
                if let Some(row) = self.rows.last_mut().filter(|_| !more.is_empty()) {
                    row.push(' ');
                    row.push_str(&joined(more));
                }
                end += more.len();
                break;
            }
        }
        end
    }

    pub fn draft(self, reader: &Reader) -> Draft {
        let mut fields = Fields::new();
        fields.add(Label::Headline, &self.headline);
        if let Some(section) = &self.section {
            fields.add_section(section);
        }
        if let Some(byline) = self.byline.filter(|byline| !byline.is_empty()) {
            fields.add_byline(byline);
        }
        for row in &self.rows {
            let draft = &mut fields.draft;
            let clock = dates::read_whole(row).filter(|pieces| pieces.day.is_none());
            if fields::is_length(row) {
                fields.add_words(row);
            } else if fields::is_copyright(row) {
                draft.rights = Some(row.clone());
            } else if let Some((pieces, _)) =
                fields::date(row).filter(|(_, rest)| fields.when.day.is_none() && rest.is_empty())
            {
                fields.when.merge(pieces);
            } else if let Some(clock) = clock.filter(|pieces| pieces.clock.is_some()) {
                fields.when.merge(clock);
            } else if draft.source.is_none() {
                draft.source = Some(row.clone());
            } else if let Some(tag) = languages::of_line(row) {
                draft.language = Some(tag);
            } else if row.len() <= 6 && row.bytes().all(|byte| byte.is_ascii_digit()) {
                fields.add_page(row.clone());
            }
        }
        identify(&mut fields.draft, self.accession.as_deref());
        fields.draft.text = self.text;
        fields.finish(reader)
    }
}

/// Whether a line is names and nothing else.
fn is_name(line: &str) -> bool {
    const MOST_WORDS: usize = 8;
    const SMALL: [&str; 9] = ["and", "und", "et", "y", "e", "en", "de", "von", "van"];
    let is_of_name = |word: &str| word.starts_with(char::is_uppercase) || SMALL.contains(&word);
    let words = line.split_whitespace().count();
    (2..=MOST_WORDS).contains(&words)
        && line.chars().all(|c| c.is_alphabetic() || " .,'’-".contains(c))
        && line.split_whitespace().all(is_of_name)
}

/// Returns the lines that go on with whose the text is, of lines that begin with it: a
/// blank line ends them, and the first was broken.
fn continued<'l, 'a>(lines: &'l [Line<'a>]) -> &'l [Line<'a>] {
    const MOST: usize = 3;
    let Some((first, rest)) = lines.split_first() else {
        return &[];
    };
    let run = &rest[..rest.iter().take(MOST + 1).position(Line::is_blank).unwrap_or(0)];
    let is_broken = first.text.chars().count() >= BROKEN
        || run.first().is_some_and(|next| {
            next.text.starts_with(char::is_lowercase) || fields::is_reserved(next.text)
        });
    if is_broken { run } else { &[] }
}

/// Takes the accession number for the identity.
pub(super) fn identify(draft: &mut Draft, accession: Option<&str>) {
    draft.uri = accession.map(|number| format!("factiva:{number}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_an_accession_number_ends_a_document() {
        for (line, expected) in [
            ("Document LBA0000020220910ei9a0001x", Some("LBA0000020220910ei9a0001x")),
            ("AN  Document J000000020220910ei9a0001x", Some("J000000020220910ei9a0001x")),
            ("Dokument BILDE00020170401ed410000b", Some("BILDE00020170401ed410000b")),
            ("\u{c}Document LBA0000020220910ei9a0001x  ", Some("LBA0000020220910ei9a0001x")),
            ("Document LBA0000020221310ei9a0001x", None),
            ("Document 1 of 250", None),
            ("Document LBA0000020220910ei9a0001x was lost", None),
            ("Documents LBA0000020220910ei9a0001x", None),
            ("", None),
        ] {
            assert_eq!(accession(line), expected, "{line}");
        }
    }
}
