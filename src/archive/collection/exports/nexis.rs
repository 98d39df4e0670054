//! Documents of Nexis Uni and Lexis+ as text: headline, publication and date, labelled
//! lines, the text below a heading of its own, and a line that ends the document. A list
//! of the documents may stand before the first one.

use super::fields::{self, Fields};
use super::labels::{Case, Label, labelled};
use super::lines::{joined, unbroken};
use crate::archive::collection::draft::Draft;
use crate::archive::page::lines::{Line, split, trim};
use crate::archive::{Reader, dates};

/// Lines that end a document, in the languages of the interface.
const ENDS: [&str; 9] = [
    "End of Document",
    "Ende des Dokuments",
    "Fin du document",
    "Fin de document",
    "Einde van document",
    "Einde van het document",
    "Fin del documento",
    "Fine del documento",
    "Fim do documento",
];

/// Headings of the text.
const BODIES: [&str; 7] = ["Body", "Text", "Texte", "Tekst", "Corps", "Cuerpo", "Hauptteil"];
/// Headings of what is said about the text, below it.
const CLASSES: [&str; 6] = [
    "Classification",
    "Klassifizierung",
    "Klassifikation",
    "Classificatie",
    "Clasificación",
    "Classificazione",
];
/// Headings of what belongs to the text and is none of it.
const NOTES: [(&str, Label); 7] = [
    ("Graphic", Label::Graphic),
    ("Graphics", Label::Graphic),
    ("Grafik", Label::Graphic),
    ("Graphique", Label::Graphic),
    ("Grafiek", Label::Graphic),
    ("Correction", Label::Correction),
    ("Correction Appended", Label::Correction),
];

/// The date stands so many lines above the first label at most.
const HEAD: usize = 12;
/// A headline has at most so many lines.
const MAX_HEADLINE: usize = 4;

/// Whether a line ends a document.
pub(super) fn ends(line: &str) -> bool {
    ENDS.contains(&trim(line))
}

/// Whether a file of documents begins so: with the list of them, or with the head of the
/// first one.
pub(super) fn is_export(lines: &[Line]) -> bool {
    has_list(lines) || is_head(lines, 3)
}

/// Whether what has no end is a document all the same.
pub(super) fn is_document(lines: &[Line]) -> bool {
    is_head(lines, 2)
}

fn has_list(lines: &[Line]) -> bool {
    const WITHIN: usize = 40;
    const JOBS: [&str; 5] = [
        "Job Number:",
        "Auftragsnummer:",
        "Numéro de la tâche:",
        "Taaknummer:",
        "Número de tarea:",
    ];
    let mut lines = lines.iter().take(WITHIN).map(|line| line.text);
    let has_job = lines.any(|line| JOBS.iter().any(|job| line.starts_with(job)));
    has_job && lines.any(is_count_of_documents)
}

/// `Documents (100)`.
fn is_count_of_documents(line: &str) -> bool {
    let names = ["Documents", "Document", "Dokumente", "Dokument", "Documenten", "Documentos"];
    let parts = line.split_once('(').map(|(name, count)| (trim(name), trim(count)));
    parts.is_some_and(|(name, count)| {
        let count = count.strip_suffix(')').unwrap_or_default();
        names.contains(&name)
            && !count.is_empty()
            && count.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether a text has the head of a document: a publication and a date below the
/// headline, how long it is, and so many parts of a head in all.
fn is_head(lines: &[Line], parts: usize) -> bool {
    let lines: Vec<&Line> = lines.iter().filter(|line| !line.is_blank()).collect();
    let is_length = |line: &&Line| {
        labelled(line.text, Case::Any)
            .is_some_and(|(label, value)| label == Label::Length && fields::is_length(value))
    };
    let Some(at) = lines.iter().position(is_length) else {
        return false;
    };
    let above = &lines[at.saturating_sub(HEAD)..at];
    let dated = above.iter().position(|line| is_date(line.text));
    if dated.is_none_or(|dated| dated < 2) {
        return false;
    }
    let is_part = |line: &&&Line| {
        fields::is_copyright(line.text)
            || BODIES.contains(&line.text)
            || labelled(line.text, Case::Any).is_some_and(|(label, _)| label.opens())
    };
    let near = &lines[at.saturating_sub(HEAD)..lines.len().min(at + HEAD)];
    near.iter().filter(is_part).count() >= parts
}

/// A title of a list may be dated, too, and a label is no date.
fn is_date(line: &str) -> bool {
    fields::date(line).is_some()
}

/// Reads a document without the line that ends it.
pub(super) fn draft(text: &str, reader: &Reader) -> Draft {
    let lines: Vec<Line> = split(text).into_iter().filter(|line| !is_of_page(line.text)).collect();
    let head = Head::find(&lines);
    let mut fields = Fields::new();
    head.read(&lines, &mut fields);
    let at = labels(&lines, head.labels, &mut fields);
    let end = at + closing(&lines[at..], &mut fields);
    fields.draft.text = unbroken(&lines[at..end]);
    fields.finish(reader)
}

/// What is printed on each page, links, and the end itself.
fn is_of_page(line: &str) -> bool {
    const LINKS: [&str; 6] = [
        "Link to Image",
        "Link to PDF",
        "Link to Original Source",
        "Link zum PDF-Dokument",
        "Link zum Bild",
        "Load Image",
    ];
    let page = line.strip_prefix("Page ").map(|rest| rest.replace(" of ", ""));
    let is_page =
        page.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    is_page || LINKS.contains(&line) || line.starts_with("About LexisNexis") || ends(line)
}

/// Where the parts of the head stand, by the numbers of their lines.
struct Head {
    /// The headline begins here.
    title: usize,
    publication: Option<usize>,
    date: Option<usize>,
    /// Whose the text is, or the first label.
    labels: usize,
}

impl Head {
    /// Finds the first labels that have a date above them: a list of documents has none.
    fn find(lines: &[Line]) -> Head {
        let is_label = |line: &Line| {
            fields::is_copyright(line.text)
                || BODIES.contains(&line.text)
                || labelled(line.text, Case::Any).is_some_and(|(label, _)| label.opens())
        };
        let mut first = None;
        let mut last_date = None;
        for (at, line) in lines.iter().enumerate() {
            if !is_label(line) {
                // What is written below the date names an edition or a time.
                last_date = if is_date(line.text) { Some(at) } else { last_date };
                continue;
            }
            first = first.or(Some(at));
            let date = last_date.filter(|date| at - date <= 2 * HEAD);
            if let Some(date) = date
                && let Some(publication) = before(lines, date)
                && let Some(title) = before(lines, publication)
            {
                let title = beginning(lines, title);
                return Head {
                    title,
                    publication: Some(publication),
                    date: Some(date),
                    labels: at,
                };
            }
        }
        let title = lines.iter().position(|line| !line.is_blank()).unwrap_or(lines.len());
        let next = |at: usize| (at + 1..lines.len()).find(|at| !lines[*at].is_blank());
        let publication = next(title);
        let dated = publication.and_then(next).filter(|at| is_date(lines[*at].text));
        let last = dated.or(publication).unwrap_or(title);
        // Without labels the text follows at once.
        let labels = first.unwrap_or(lines.len().min(last + 1));
        let publication = publication.filter(|at| *at < labels);
        Head { title, publication, date: dated.filter(|at| *at < labels), labels }
    }

    fn read(&self, lines: &[Line], fields: &mut Fields) {
        let end = self.publication.unwrap_or(self.labels);
        let title: Vec<Line> =
            lines[self.title..end].iter().filter(|line| !line.is_blank()).copied().collect();
        fields.add(Label::Headline, &joined(&title));
        fields.draft.source = self.publication.map(|at| lines[at].text.to_owned());
        let Some(at) = self.date else {
            return;
        };
        if let Some((pieces, rest)) = fields::date(lines[at].text) {
            fields.when = pieces;
            time(rest, fields);
        }
        lines[at + 1..self.labels].iter().for_each(|line| time(line.text, fields));
    }
}

fn time(text: &str, fields: &mut Fields) {
    if let Some(pieces) = dates::read_whole(text)
        && pieces.day.is_none()
    {
        fields.when.merge(pieces);
    }
}

/// Returns the last line with text before a line.
fn before(lines: &[Line], at: usize) -> Option<usize> {
    lines[..at].iter().rposition(|line| !line.is_blank())
}

/// Returns where the run of lines begins that ends with a headline. Behind a list that no
/// blank line ends, it is one line.
fn beginning(lines: &[Line], last: usize) -> usize {
    let run = lines[..=last].iter().rev().take_while(|line| !line.is_blank()).count();
    if run <= MAX_HEADLINE { last + 1 - run } else { last }
}

/// Reads what stands between date and text; returns where the text begins.
fn labels(lines: &[Line], from: usize, fields: &mut Fields) -> usize {
    let body = lines[from..].iter().position(|line| BODIES.contains(&line.text));
    let end = body.map(|at| from + at);
    let mut at = from;
    while at < end.unwrap_or(lines.len()) {
        let line = &lines[at];
        let length = 1 + continued(&lines[at + 1..end.unwrap_or(lines.len())]);
        if fields::is_copyright(line.text) {
            // Without a heading, what follows may be the text.
            let length = if end.is_some() { length } else { 1 };
            add_rights(&lines[at..at + length], fields);
            at += length;
            continue;
        }
        match labelled(line.text, Case::Any) {
            Some((label, value)) => {
                // Without a heading, what follows may be the text.
                let length = if end.is_some() { length } else { 1 };
                let more = joined(&lines[at + 1..at + length]);
                fields.add(label, &format!("{value} {more}"));
                at += length;
            }
            None if line.is_blank() => at += 1,
            None if end.is_none() => return at,
            None => at += 1,
        }
    }
    end.map_or(lines.len(), |end| end + 1)
}

/// Takes over whose the text is, and that all rights are reserved.
fn add_rights(lines: &[Line], fields: &mut Fields) {
    let text = joined(lines);
    match &mut fields.draft.rights {
        None => fields.draft.rights = Some(text),
        Some(rights) if fields::is_reserved(&text) && !rights.ends_with(&text) => {
            rights.push(' ');
            rights.push_str(&text);
        }
        Some(_) => {}
    }
}

/// How many lines go on with what a label says.
fn continued(lines: &[Line]) -> usize {
    let ends = |line: &Line| {
        line.is_blank()
            || labelled(line.text, Case::Any).is_some()
            || fields::is_copyright(line.text)
            || BODIES.contains(&line.text)
            || CLASSES.contains(&line.text)
    };
    lines.iter().position(ends).unwrap_or(lines.len())
}

/// Reads what stands below the text; returns how many lines are above it.
fn closing(lines: &[Line], fields: &mut Fields) -> usize {
    let headed = lines.iter().rposition(|line| CLASSES.contains(&line.text));
    let classes = headed.unwrap_or_else(|| {
        // From the end up, labels and what goes on with them.
        let mut end = lines.len();
        let mut open = 0;
        for (at, line) in lines.iter().enumerate().rev() {
            match labelled(line.text, Case::Any) {
                Some((label, _)) if !label.opens() => (end, open) = (at, 0),
                _ if fields::is_copyright(line.text) => (end, open) = (at, 0),
                _ if line.is_blank() && open == 0 => {}
                _ if open < 3 && !line.is_blank() => open += 1,
                _ => break,
            }
        }
        end
    });
    let mut at = classes;
    while at < lines.len() {
        let length = 1 + continued(&lines[at + 1..]);
        if let Some((label, value)) = labelled(lines[at].text, Case::Any) {
            let more = joined(&lines[at + 1..at + length]);
            fields.add(label, &format!("{value} {more}"));
        } else if fields::is_copyright(lines[at].text) && fields.draft.rights.is_none() {
            fields.draft.rights = Some(lines[at].text.to_owned());
        }
        at += length;
    }
    notes(&lines[..classes], fields)
}

/// Reads pictures and corrections, which have headings; returns how many lines are above
/// them.
fn notes(lines: &[Line], fields: &mut Fields) -> usize {
    let named = |line: &Line| NOTES.iter().find(|(name, _)| *name == line.text);
    let mut end = lines.len();
    while let Some(at) = lines[..end].iter().rposition(|line| named(line).is_some()) {
        let Some((_, label)) = named(&lines[at]) else {
            break;
        };
        let text: Vec<Line> =
            lines[at + 1..end].iter().filter(|line| !line.is_blank()).copied().collect();
        fields.add(*label, &joined(&text));
        end = at;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_list_or_by_the_head_of_a_document() {
        let head = "Ferry Stays\nLindmouth Gazette\nSeptember 10, 2022 Saturday\n\n\
                    Copyright 2022 Lindmouth Gazette Ltd.\nSection: NEWS; Pg. 6\n\
                    Length: 512 words\nByline: Jane Doe\nBody\n\nIt stays.";
        let list = "User Name: Jane\nDate and Time: Monday, September 12, 2022\n\
                    Job Number: 123\nDocuments (2)\n1. Ferry Stays\n2. Rain";
        for (text, expected) in [
            (head, true),
            (list, true),
            ("Ferry Stays\nSeptember 10, 2022\nLength: 12 metres\nBody\nIt stays.", false),
            ("Length: 512 words\nBody\nSection: A", false),
            ("Job Number: 123\nThe documents are lost.", false),
            ("Documents (2)\nJob Number: 123", false),
            ("", false),
        ] {
            assert_eq!(is_export(&split(text)), expected, "{text}");
        }
    }
}
