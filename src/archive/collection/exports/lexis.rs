//! Documents of LexisNexis as text, in the format that was made for printing: a line
//! that counts the document, centred lines for publication and date, the headline,
//! labelled lines, the text, and labelled lines again.

use super::fields::{self, Fields};
use super::labels::{Case, Label, labelled};
use super::lines::{blocks, joined, unbroken};
use crate::archive::collection::draft::Draft;
use crate::archive::page::lines::{Line, split};
use crate::archive::{Reader, dates};

/// The first labelled line is looked for in so many runs of lines.
const TOP: usize = 14;
/// What is labelled below a text has so many further paragraphs at most.
const LONGEST_NOTE: usize = 8;
/// A headline has at most so many characters.
const MAX_HEADLINE: usize = 400;
/// A line that is set in by fewer columns is not centred.
const CENTRED: usize = 4;

/// Whether a line counts a document: `1 of 250 DOCUMENTS`, `Dokument 1 von 250`.
pub(super) fn begins(line: &str) -> bool {
    const LONGEST: usize = 60;
    let line = line.trim();
    if line.len() > LONGEST || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let line = line.strip_prefix("FOCUS - ").unwrap_or(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| word.len() <= 7 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_count = |number: &str, of: &str, all: &str| {
        let known = ["of", "OF", "von", "VON", "de", "DE", "van", "VAN", "di", "DI", "sur"];
        let pair = number.parse::<u32>().ok().zip(all.parse::<u32>().ok());
        is_number(number)
            && is_number(all)
            && known.contains(&of)
            && pair.is_some_and(|(number, all)| 0 < number && number <= all)
    };
    match words[..] {
        [number, of, all, name] if is_number(number) => {
            COUNTED.contains(&name) && is_count(number, of, all)
        }
        // "Document 1 of 3" is how pages of other documents are counted, too.
        [name, number, of, all] => {
            let names = ["Dokument", "DOKUMENT", "Document", "DOCUMENT", "Documento"];
            names.contains(&name) && of != "of" && is_count(number, of, all)
        }
        _ => false,
    }
}

/// What is counted.
const COUNTED: [&str; 9] = [
    "DOCUMENTS",
    "DOCUMENT",
    "DOKUMENTEN",
    "DOKUMENTE",
    "DOKUMENT",
    "DOCUMENTEN",
    "DOCUMENTOS",
    "DOCUMENTO",
    "DOCUMENTI",
];

/// What stands on the page before the documents, and on that behind them.
const REQUESTS: [&str; 16] = [
    "Download Request:",
    "Print Request:",
    "Email Request:",
    "Time of Request:",
    "Print Number:",
    "Number of Lines:",
    "**********",
    "Ausgabeauftrag:",
    "Zeitpunkt der Anforderung:",
    "Zeit der Anforderung:",
    "Demande d'impression:",
    "Demande de téléchargement:",
    "Heure de la demande:",
    "Printopdracht:",
    "Downloadopdracht:",
    "Tijd van opdracht:",
];

fn is_request(line: &str) -> bool {
    let begins = |request: &&str| {
        line.get(..request.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(request))
    };
    REQUESTS.iter().any(begins)
}

/// Takes off the page behind the documents, which a number may stand above.
fn without_request<'l, 'a>(lines: &'l [Line<'a>]) -> &'l [Line<'a>] {
    const LONGEST: usize = 16;
    let Some(end) = lines.iter().position(|line| is_request(line.text)) else {
        return lines;
    };
    let lines = &lines[..end];
    let is_of_number = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == ' ';
    match lines.iter().rposition(|line| !line.is_blank()) {
        Some(last)
            if lines[last].text.len() <= LONGEST && lines[last].text.chars().all(is_of_number) =>
        {
            &lines[..last]
        }
        _ => lines,
    }
}

/// Whether a file of documents begins so.
pub(super) fn is_export(lines: &[Line]) -> bool {
    /// What follows a count is looked at in so many lines.
    const NEAR: usize = 20;
    let requests = lines.iter().filter(|line| is_request(line.text)).count();
    let Some(at) = lines.iter().position(|line| begins(line.text)) else {
        return requests >= 2;
    };
    let below = lines[at + 1..].iter().filter(|line| !line.is_blank()).take(NEAR);
    let is_of_document = |line: &Line| {
        labelled(line.text, Case::Capitals).is_some()
            || fields::is_copyright(line.text)
            || fields::date(line.text).is_some()
    };
    requests > 0 || below.filter(|line| is_of_document(line)).count() >= 2
}

/// Reads what follows a count.
pub(super) fn draft(text: &str, reader: &Reader) -> Draft {
    let lines = split(text);
    let lines = without_request(&lines);
    let blocks = blocks(lines);
    let opens = |block: &&[Line]| {
        labelled(block[0].text, Case::Capitals).is_some_and(|(label, _)| label.opens())
    };
    let top = blocks.iter().take(TOP).position(opens);
    let mut fields = Fields::new();
    let at = heading(&blocks[..top.unwrap_or(blocks.len())], top.is_some(), &mut fields);
    let at = top.map_or(at, |top| labels(&blocks, top, &mut fields));
    let end = at + closing(&blocks[at..], &mut fields);
    // Of the block that names the text, the first line may be the name.
    let mut body: Vec<Line> = Vec::new();
    for (number, block) in blocks[at..end].iter().enumerate() {
        let named = labelled(block[0].text, Case::Capitals).filter(|_| number == 0);
        match named {
            Some((Label::Body, "")) => body.extend(&block[1..]),
            Some((Label::Body, text)) => {
                body.push(Line { text, indent: 0 });
                body.extend(&block[1..]);
            }
            _ => body.extend(*block),
        }
        body.push(Line { text: "", indent: 0 });
    }
    fields.draft.text = unbroken(&body);
    fields.finish(reader)
}

/// Reads publication, date and headline; returns how many blocks they are. Without
/// labelled lines below them, the text follows the first headline.
fn heading(blocks: &[&[Line]], has_labels: bool, fields: &mut Fields) -> usize {
    let (mut early, mut titles): (Vec<&[Line]>, Vec<&[Line]>) = (Vec::new(), Vec::new());
    let mut dated_at: Option<usize> = None;
    let mut used = 0;
    for block in blocks {
        let is_labelled = labelled(block[0].text, Case::Capitals).is_some();
        if !has_labels && (is_labelled || !titles.is_empty()) {
            break;
        }
        used += 1;
        if fields::is_copyright(block[0].text) && titles.is_empty() {
            fields.draft.rights = Some(joined(block));
            continue;
        }
        if let Some(indent) = dated_at {
            // An edition is centred, as the date is.
            let is_centred = block[0].indent >= CENTRED && indent >= CENTRED;
            match is_centred && titles.is_empty() {
                true => block.iter().for_each(|line| time(line.text, fields)),
                false => titles.push(block),
            }
            continue;
        }
        let has_source = fields.draft.source.is_some();
        let dated = block.iter().position(|line| fields::date(line.text).is_some());
        match dated.filter(|at| *at > 0 || has_source || !has_date(&blocks[used..])) {
            Some(at) => {
                if let Some((pieces, rest)) = fields::date(block[at].text) {
                    fields.when = pieces;
                    time(rest, fields);
                }
                if !has_source && at > 0 {
                    fields.draft.source = Some(joined(&block[..at]));
                }
                block[at + 1..].iter().for_each(|line| time(line.text, fields));
                dated_at = Some(block[at].indent);
            }
            None if !has_source => fields.draft.source = Some(joined(block)),
            // Some papers have the headline above the date; agencies say what may be
            // done with a report.
            None if block[0].indent < CENTRED && early.is_empty() => {
                early.push(block);
                if !has_labels && !has_date(&blocks[used..]) {
                    break;
                }
            }
            None => {}
        }
    }
    match titles.is_empty() {
        true => set_titles(&early, fields),
        false => {
            set_titles(&titles, fields);
            early.iter().for_each(|block| fields.add_note(joined(block)));
        }
    }
    used
}

/// Whether a date stands in one of the next few blocks.
fn has_date(blocks: &[&[Line]]) -> bool {
    const NEAR: usize = 3;
    let mut lines = blocks.iter().take(NEAR).copied().flatten();
    lines.any(|line| fields::date(line.text).is_some())
}

/// Takes the time from a line below the date; others name an edition.
fn time(line: &str, fields: &mut Fields) {
    if let Some(pieces) = dates::read_whole(line)
        && pieces.day.is_none()
    {
        fields.when.merge(pieces);
    }
}

/// Takes the headline, what stands below it, and who wrote the article.
fn set_titles(titles: &[&[Line]], fields: &mut Fields) {
    for (number, block) in titles.iter().enumerate() {
        let text = joined(block);
        if number > 0 && fields::is_byline(&text) {
            fields.add_byline(text);
        } else if text.chars().count() > MAX_HEADLINE {
            fields.add_note(text);
        } else if fields.draft.headline.is_none() {
            set_headline(block, fields);
        } else if fields.draft.subhead.is_none() {
            fields.draft.subhead = Some(text);
        } else {
            fields.add_note(text);
        }
    }
}

/// A headline ends in a semicolon where a further one stands below it.
fn set_headline(lines: &[Line], fields: &mut Fields) {
    let ends = lines.iter().position(|line| line.text.ends_with(';')).map(|at| at + 1);
    let (headline, below) = lines.split_at(ends.unwrap_or(lines.len()));
    let headline = joined(headline);
    fields.add(Label::Headline, headline.trim_end_matches(';'));
    if !below.is_empty() {
        fields.add(Label::Highlight, &joined(below));
    }
}

/// Reads labelled lines from the block `at` on; returns the block where the text begins.
fn labels(blocks: &[&[Line]], mut at: usize, fields: &mut Fields) -> usize {
    while let Some(block) = blocks.get(at) {
        let label = labelled(block[0].text, Case::Capitals).map(|(label, _)| label);
        let is_above = |label: Label| {
            label.opens() || matches!(label, Label::Genre | Label::Url | Label::Nothing)
        };
        match label {
            Some(Label::Body) => return at,
            Some(label) if is_above(label) => read_block(block, fields),
            _ => return at,
        }
        at += 1;
    }
    at
}

/// Reads a run of labelled lines, each with those that follow it.
fn read_block(block: &[Line], fields: &mut Fields) {
    let mut rest = block;
    while let Some(first) = rest.first() {
        let is_labelled = |line: &Line| labelled(line.text, Case::Capitals).is_some();
        let end = rest[1..].iter().position(is_labelled).map_or(rest.len(), |at| at + 1);
        let (lines, others) = rest.split_at(end);
        rest = others;
        let Some((label, value)) = labelled(first.text, Case::Capitals) else {
            continue;
        };
        let mut lines = lines.to_vec();
        lines[0].text = value;
        match label {
            Label::Headline => {
                lines.retain(|line| !line.is_blank());
                set_headline(&lines, fields);
            }
            _ => fields.add(label, &joined(&lines)),
        }
    }
}

/// Reads the labelled lines below the text; returns how many blocks are above them.
///
/// From the end up: each block is labelled, or says whose the text is, or is a further
/// paragraph of what is labelled above it.
fn closing(blocks: &[&[Line]], fields: &mut Fields) -> usize {
    let (mut end, mut pending) = (blocks.len(), 0);
    for (at, block) in blocks.iter().enumerate().rev() {
        let label = labelled(block[0].text, Case::Capitals).map(|(label, _)| label);
        match label {
            Some(label) if at > 0 || label != Label::Body => {
                if pending > 0 && !label.is_long() {
                    break;
                }
                (end, pending) = (at, 0);
            }
            None if fields::is_copyright(block[0].text) && pending == 0 => end = at,
            _ if pending == LONGEST_NOTE => break,
            _ => pending += 1,
        }
    }
    let mut long = None;
    for block in &blocks[end..] {
        let label = labelled(block[0].text, Case::Capitals).map(|(label, _)| label);
        match (label, long) {
            (Some(label), _) => {
                read_block(block, fields);
                long = Some(label).filter(|label| label.is_long());
            }
            (None, _) if fields::is_copyright(block[0].text) => {
                fields.draft.rights = Some(joined(block));
            }
            (None, Some(_)) => fields.add_note(joined(block)),
            (None, None) => {}
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_counted_in_several_languages() {
        for (line, expected) in [
            ("                               1 of 250 DOCUMENTS", true),
            ("1 of 1 DOCUMENT", true),
            ("                         FOCUS - 2 of 3 DOCUMENTS", true),
            ("\u{c}  Dokument 1 von 250", true),
            ("1 von 250 DOKUMENTEN", true),
            ("1 de 250 DOCUMENTS", true),
            ("Document 3 de 250", true),
            ("12 van 250 DOCUMENTEN", true),
            ("1 of 250 documents", false),
            ("Document 1 of 250", false),
            ("3 of 2 DOCUMENTS", false),
            ("0 of 2 DOCUMENTS", false),
            ("1 of 250 DOCUMENTS were found", false),
            ("99999999 of 99999999 DOCUMENTS", false),
            ("", false),
        ] {
            assert_eq!(begins(line), expected, "{line}");
        }
    }
}
