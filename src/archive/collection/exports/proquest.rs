//! Documents of ProQuest as text: between rules, each a title, labelled lines, the text
//! behind a label of its own, and labelled lines again.

use super::fields::{self, Fields};
use super::labels::Label;
use super::languages;
use super::lines::unbroken;
use crate::archive::Reader;
use crate::archive::collection::draft::Draft;
use crate::archive::fold::collapse;
use crate::archive::page::lines::{Line, split, trim};

/// What the labels of a document mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    As(Label),
    Text,
    Abstract,
    Publication,
    Date,
    Year,
    Page,
    Id,
    Rights,
    Keywords,
    Nothing,
}

/// The labels, as they are written.
const LABELS: [(&str, Meaning); 46] = [
    ("Title", Meaning::As(Label::Headline)),
    ("Headline", Meaning::As(Label::Headline)),
    ("Subtitle", Meaning::As(Label::Highlight)),
    ("Author", Meaning::As(Label::Byline)),
    ("Byline", Meaning::As(Label::Byline)),
    ("Section", Meaning::As(Label::Section)),
    ("Dateline", Meaning::As(Label::Dateline)),
    ("Subject", Meaning::As(Label::Subjects)),
    ("Business indexing term", Meaning::As(Label::Subjects)),
    ("People", Meaning::As(Label::People)),
    ("Company / organization", Meaning::As(Label::Organisations)),
    ("Location", Meaning::As(Label::Places)),
    ("Document type", Meaning::As(Label::Genre)),
    ("Document feature", Meaning::Nothing),
    ("Language of publication", Meaning::As(Label::Language)),
    ("Language", Meaning::As(Label::Language)),
    ("Document URL", Meaning::As(Label::Url)),
    ("Full text", Meaning::Text),
    ("Full Text", Meaning::Text),
    ("Abstract", Meaning::Abstract),
    ("Publication title", Meaning::Publication),
    ("Publication date", Meaning::Date),
    ("Publication year", Meaning::Year),
    ("First page", Meaning::Page),
    ("Pages", Meaning::Page),
    ("Page", Meaning::Page),
    ("ProQuest document ID", Meaning::Id),
    ("Copyright", Meaning::Rights),
    ("Identifier / keyword", Meaning::Keywords),
    ("Publication info", Meaning::Nothing),
    ("Links", Meaning::Nothing),
    ("Classification", Meaning::Nothing),
    ("Volume", Meaning::Nothing),
    ("Issue", Meaning::Nothing),
    ("Number of pages", Meaning::Nothing),
    ("Publisher", Meaning::Nothing),
    ("Place of publication", Meaning::Nothing),
    ("Country of publication", Meaning::Nothing),
    ("Publication subject", Meaning::Nothing),
    ("ISSN", Meaning::Nothing),
    ("CODEN", Meaning::Nothing),
    ("Source type", Meaning::Nothing),
    ("Accession number", Meaning::Nothing),
    ("Last updated", Meaning::Nothing),
    ("Database", Meaning::Nothing),
    ("column", Meaning::Nothing),
];

fn labelled(line: &str) -> Option<(Meaning, &str)> {
    const LONGEST: usize = 30;
    let at = line.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let (name, value) = (&line[..at], trim(&line[at + 1..]));
    LABELS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| (*meaning, value))
}

/// Whether a line is a rule between documents.
pub(super) fn ends(line: &str) -> bool {
    const SHORTEST: usize = 40;
    let line = trim(line);
    line.len() >= SHORTEST
        && (line.bytes().all(|byte| byte == b'_') || line.bytes().all(|byte| byte == b'*'))
}

/// Whether a file of documents begins so: with a rule, and labels below it or what the
/// file says of itself.
pub(super) fn is_export(lines: &[Line]) -> bool {
    let mut lines = lines.iter().map(|line| line.text).filter(|line| !line.is_empty());
    if !lines.next().is_some_and(ends) {
        return false;
    }
    let lines: Vec<&str> = lines.collect();
    let says_so = lines.iter().take(2).any(|line| *line == "Report Information from ProQuest");
    let labels = lines.iter().filter(|line| labelled(line).is_some()).count();
    says_so || labels >= 3
}

/// Whether what stands between rules is a document: it has a text, or a number.
pub(super) fn is_document(text: &str) -> bool {
    let says = |line: &str| {
        labelled(trim(line))
            .is_some_and(|(meaning, _)| matches!(meaning, Meaning::Text | Meaning::Id))
    };
    text.lines().any(says)
}

/// Reads a document, with the rule below it.
pub(super) fn draft(text: &str, reader: &Reader) -> Draft {
    let lines: Vec<Line> = split(text).into_iter().filter(|line| !ends(line.text)).collect();
    let mut fields = Fields::new();
    let first = lines.iter().position(|line| labelled(line.text).is_some());
    let (above, below) = lines.split_at(first.unwrap_or(lines.len()));
    let title = title(above);
    let mut text: Vec<Line> = Vec::new();
    let (mut summary, mut year) = (None, None);
    let mut rest = below;
    while let Some(line) = rest.first() {
        let Some((meaning, value)) = labelled(line.text) else {
            rest = &rest[1..];
            continue;
        };
        let length = 1 + match meaning {
            Meaning::Text => text_length(&rest[1..]),
            _ => length(&rest[1..]),
        };
        let more = rest[1..length].iter().map(|line| line.text).filter(|text| !text.is_empty());
        let value_of_all = || {
            let all: Vec<&str> = std::iter::once(value).chain(more.clone()).collect();
            collapse(&all.join(" "))
        };
        let draft = &mut fields.draft;
        match meaning {
            Meaning::Text => {
                text.push(Line { text: value, indent: 0 });
                text.extend(&rest[1..length]);
            }
            Meaning::As(Label::Language) => draft.language = languages::tag(value),
            Meaning::As(Label::Organisations) => {
                fields.add(Label::Organisations, value.trim_start_matches("Name: "));
            }
            Meaning::As(label) => fields.add(label, &value_of_all()),
            Meaning::Abstract => summary = Some(value_of_all()),
            Meaning::Publication => draft.source = Some(without_place(&value_of_all()).to_owned()),
            Meaning::Date => {
                if let Some((pieces, _)) = fields::date(value) {
                    fields.when.merge(pieces);
                }
            }
            Meaning::Year => year = fields::year(value),
            Meaning::Page => fields.add_page(value_of_all()),
            Meaning::Id => draft.uri = Some(format!("proquest:{value}")).filter(|_| is_id(value)),
            Meaning::Rights => draft.rights = Some(value_of_all()),
            Meaning::Keywords => {
                let words = value.split([';', ',']).map(collapse);
                draft.keywords.extend(words.filter(|word| !word.is_empty()));
            }
            Meaning::Nothing => {}
        }
        rest = &rest[length..];
    }
    if fields.when.day.is_none() {
        fields.when.day = year;
    }
    fields.add(Label::Headline, &title);
    fields.draft.text = match text.first() {
        // The database has no text of it.
        Some(first) if first.text == "Not available." => String::new(),
        _ => unbroken(&text),
    };
    match summary {
        Some(summary) if fields.draft.text.trim().is_empty() => fields.draft.text = summary,
        Some(summary) => fields.add_note(summary),
        None => {}
    }
    fields.finish(reader)
}

/// The title above the labels, below the line that counts the document.
fn title(lines: &[Line]) -> String {
    let is_count = |line: &Line| {
        line.text.strip_prefix("Document ").is_some_and(|rest| {
            rest.split_once(" of ").is_some_and(|(number, all)| {
                [number, all].iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
            })
        })
    };
    let from = lines.iter().rposition(is_count).map_or(0, |at| at + 1);
    let texts = lines[from..].iter().map(|line| line.text).filter(|text| !text.is_empty());
    collapse(&texts.collect::<Vec<_>>().join(" "))
}

/// How many lines go on with what a label says.
fn length(lines: &[Line]) -> usize {
    let ends = |line: &Line| line.is_blank() || labelled(line.text).is_some();
    lines.iter().position(ends).unwrap_or(lines.len())
}

/// How many lines a text has: below it each run of lines begins with a label, as some of
/// its own may.
fn text_length(lines: &[Line]) -> usize {
    let (mut end, mut pending) = (lines.len(), false);
    for (at, line) in lines.iter().enumerate().rev() {
        match line {
            line if line.is_blank() && pending => break,
            line if line.is_blank() => {}
            line if labelled(line.text).is_some() => (end, pending) = (at, false),
            _ => pending = true,
        }
    }
    end
}

/// Takes the place and the edition off the name of a publication: `Lindmouth Gazette;
/// Lindmouth`.
fn without_place(publication: &str) -> &str {
    publication.split_once(';').map_or(publication, |(name, _)| name.trim())
}

fn is_id(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stand_between_documents() {
        assert!(ends(&"_".repeat(60)) && ends(&format!("{}\r\n", "*".repeat(50))));
        assert!(!ends(&"_".repeat(20)) && !ends(&"-".repeat(60)) && !ends(""));
    }
}
