//! The collections of TREC and the LDC: `<DOC>` elements of many papers and agencies,
//! each with names of its own for what all of them have.

use jiff::civil::Time;

use super::elements::{Element, Elements};
use super::filed::{self, Filer};
use super::{is_indented, joined};
use crate::archive::Reader;
use crate::archive::collection::draft::{Draft, When};
use crate::archive::dates::{self, moment};
use crate::archive::fold::collapse;
use crate::archive::page::body::is_byline;
use crate::archive::page::dateline;
use crate::article::{Concept, Precision, Published, Warning};

/// The elements in which whatever is marked is text.
pub(super) const TEXTS: [&str; 6] = ["LP", "LEADPARA", "LD", "TEXT", "TX", "CORRECTION"];

const HEADLINES: [&str; 7] = ["HEADLINE", "HEAD", "HL", "TITLE", "TTL", "TI", "H3"];
const DATES: [&str; 6] = ["DATE_TIME", "DATETIME", "DATE", "DATE1", "PUBDATE", "DD"];
const KEYWORDS: [&str; 6] = ["SUBJECT", "KEYWORD", "KEYWORDS", "KW", "IN", "DESCRIPT"];

/// Whether a file of such records begins so. Other documents have elements of that
/// name, too.
pub(super) fn begins(text: &str) -> bool {
    const TAG: &str = "<doc";
    let head = text.to_ascii_lowercase();
    let mut tags = head.match_indices(TAG).filter_map(|(at, _)| {
        let rest = &head[at + TAG.len()..];
        rest.starts_with(|c: char| c.is_whitespace() || c == '>').then(|| rest.split_once('>'))?
    });
    let Some((tag, inside)) = tags.next() else {
        return false;
    };
    let named = ["<docno", "<docid"].iter().any(|name| inside.contains(name));
    let firsts = ["<headline", "<dateline", "<text", "<datetime", "<date_time", "<body"];
    let is_first = |name: &&str| inside.trim_start().starts_with(*name);
    let has_id = || tag.contains("id=") && (tag.contains("type=") || firsts.iter().any(is_first));
    named || has_id()
}

/// Returns what a record says.
pub(super) fn draft(doc: &Elements, reader: &Reader) -> Draft {
    let id = doc.attribute("id").or_else(|| doc.text(&["DOCNO", "DOCID"]));
    let filed = id.as_deref().map(filed::read).unwrap_or_default();
    let (agency, paper) = match filed.by {
        Some(Filer::Agency(name)) => (Some(name), None),
        Some(Filer::Paper(name)) => (None, Some(name)),
        None => (None, None),
    };
    let agency = agency.map(|name| reader.agencies.find(name).map_or(name, |row| &row.name));
    let mut warnings = Vec::new();
    let published = published(doc, reader, &mut warnings);
    let filed_on = filed
        .day
        .and_then(|day| Published::from_civil(day.to_datetime(Time::midnight()), Precision::Day));
    let lines = Headlines::of(doc);
    let (text, around) = texts(doc);
    let notes = Notes::of(&around);
    let genre = doc.attribute("type");
    let genres = genre.into_iter().chain(doc.text(&["DOCTYPE"])).chain(doc.text(&["TYPE"]));
    Draft {
        headline: lines.headline,
        marks_headline: true,
        subhead: lines.subhead,
        text,
        is_plain: true,
        published: published.or(filed_on).map(When::At),
        agency: agency.map(str::to_owned),
        agency_id: id,
        source: paper
            .map(str::to_owned)
            .or_else(|| doc.text(&["SOURCE", "SO", "PUB"]))
            .or_else(|| of_translation(doc, "104")),
        byline: byline(doc).or(lines.byline).or(notes.byline),
        dateline: doc.text(&["DATELINE"]).map(|line| place(&line, reader)),
        section: doc.text(&["SECTION", "CAT"]),
        language: filed.language.map(str::to_owned),
        keywords: KEYWORDS.iter().filter_map(|name| doc.text(&[name])).flat_map(list).collect(),
        slugline: doc.text(&["SLUG", "2ND_LINE", "SECOND"]),
        rights: doc.text(&["COPYRIGHT"]).or(notes.rights),
        genres: genres.collect(),
        places: of_translation(doc, "101").map(Concept::named).into_iter().collect(),
        ed_note: doc.text(&["NOTE"]).or(notes.rest),
        warnings,
        ..Draft::default()
    }
}

/// What a translation of the FBIS says in an element that has only a number.
fn of_translation(doc: &Elements, number: &str) -> Option<String> {
    let is_it = |field: &&Element| field.attribute("p").as_deref() == Some(number);
    doc.all(&["F"]).filter(is_it).find_map(Element::text)
}

/// The text of a record, and what stands around it in the same element.
fn texts(doc: &Elements) -> (String, String) {
    // What a paper corrected later stands above the text or below it.
    let (text, correction) = TEXTS.split_at(TEXTS.len() - 1);
    let marked = doc.all(text).chain(doc.all(correction));
    let marked: Vec<String> = marked.filter_map(paragraphs).collect();
    let around = doc.all(&["BODY", "DOC"]).find(|one| one.text().is_some());
    match marked.is_empty() {
        true => (around.and_then(paragraphs).unwrap_or_default(), String::new()),
        false => (marked.join("\n\n"), around.and_then(Element::text).unwrap_or_default()),
    }
}

/// The names, and what those who have them are.
fn byline(doc: &Elements) -> Option<String> {
    let lines = doc.all(&["BYLINE", "AUTHOR"]).filter_map(Element::text);
    let lines: Vec<String> = lines.map(|line| collapse(&line)).collect();
    Some(lines.join(", ")).filter(|line| !line.is_empty())
}

/// The paragraphs of an element, with blank lines between them where they can be told.
fn paragraphs(element: &Element) -> Option<String> {
    let text = element.text()?;
    let is_set_in = !element.has_paragraphs() && text.lines().any(is_indented);
    Some(if is_set_in { joined(&text) } else { text })
}

/// What stands where a headline is marked.
#[derive(Default)]
struct Headlines {
    headline: Option<String>,
    subhead: Option<String>,
    byline: Option<String>,
}

impl Headlines {
    fn of(doc: &Elements) -> Headlines {
        let mut found = Headlines::default();
        let first = HEADLINES.iter().find(|name| doc.text(&[name]).is_some());
        let texts = first.map(std::slice::from_ref).unwrap_or_default();
        let texts = doc.all(texts).filter_map(Element::text);
        // Of the Wall Street Journal the byline stands below a rule.
        let lines: Vec<String> = texts
            .flat_map(|text| {
                text.split("----").map(|part| collapse(part.trim_matches('-'))).collect::<Vec<_>>()
            })
            .filter(|line| !line.is_empty())
            .collect();
        for line in lines {
            let place = match &found.headline {
                None => &mut found.headline,
                Some(_) if line.starts_with("By ") => &mut found.byline,
                Some(_) => &mut found.subhead,
            };
            place.get_or_insert_with(|| without_day(&line).to_owned());
        }
        found
    }
}

/// Takes off what the Financial Times has before each headline: `FT 14 MAY 91 / `.
fn without_day(headline: &str) -> &str {
    let parts = headline.strip_prefix("FT ").and_then(|rest| rest.split_once(" / "));
    let (_, rest) = parts.filter(|(day, _)| dates::read_whole(day).is_some()).unwrap_or_default();
    if rest.is_empty() { headline } else { rest }
}

/// What stands above the text without a mark of its own.
#[derive(Default)]
struct Notes {
    byline: Option<String>,
    rights: Option<String>,
    rest: Option<String>,
}

impl Notes {
    fn of(text: &str) -> Notes {
        let mut notes = Notes::default();
        let mut rest = Vec::new();
        for line in text.lines().map(collapse).filter(|line| !line.is_empty()) {
            match line {
                line if is_byline(&line) && notes.byline.is_none() => notes.byline = Some(line),
                line if ["c.", "(c)", "©"].iter().any(|sign| line.starts_with(sign)) => {
                    notes.rights = notes.rights.or(Some(line));
                }
                line => rest.push(line),
            }
        }
        notes.rest = Some(rest.join(" ")).filter(|rest| !rest.is_empty());
        notes
    }
}

/// Returns the place of "PARIS, Jan 1 (AFP)".
fn place(line: &str, reader: &Reader) -> String {
    let line = collapse(line.trim_end_matches(|c: char| c.is_whitespace() || "-–—_".contains(c)));
    let found = dateline::read(&format!("{line} - "), &reader.agencies);
    found.and_then(|found| found.place).unwrap_or(line)
}

/// The items of a list, which stand on lines or between semicolons.
fn list(text: String) -> Vec<String> {
    let separator = if text.contains(';') { ';' } else { '\n' };
    text.split(separator).map(collapse).filter(|item| !item.is_empty()).collect()
}

/// Reads the first date that can be read.
fn published(doc: &Elements, reader: &Reader, warnings: &mut Vec<Warning>) -> Option<Published> {
    let mut faults = Vec::new();
    for element in DATES.iter().flat_map(|name| doc.all(std::slice::from_ref(name))) {
        let Some(text) = element.text() else {
            continue;
        };
        let written = written(&collapse(text.trim_start_matches(['=', ' '])));
        let mut said = Vec::new();
        let mut date = moment::read("date", &written, reader.context(), &mut said);
        let mut rest = written.as_str();
        // An edition may stand behind it.
        while let (None, Some((before, _))) = (date, rest.rsplit_once(',')) {
            let mut of_part = Vec::new();
            date = moment::read("date", before, reader.context(), &mut of_part);
            rest = before;
            if date.is_some() {
                said = of_part;
            }
        }
        if date.is_some() {
            warnings.extend(said);
            return date;
        }
        faults.extend(said);
    }
    warnings.extend(faults);
    None
}

/// A date as other formats write it: of `910422` the first two digits are the year, of
/// `03/24/87` the first number is the month.
fn written(text: &str) -> String {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 6 && is_number(text) {
        let day = filed::date(text, [0..2, 2..4, 4..6]);
        return day.map_or(text.to_owned(), |day| day.to_string());
    }
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    let numbers: Vec<&str> = day.split('/').collect();
    let day = match numbers[..] {
        [month, day, year] if [month, day, year].into_iter().all(is_number) && year.len() != 3 => {
            let digits = format!("{month:0>2}{day:0>2}{year}");
            filed::date(&digits, [4..digits.len(), 0..2, 2..4])
        }
        _ => None,
    };
    day.map_or(text.to_owned(), |day| format!("{day} {time}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_papers_are_written_as_others_write_them() {
        for (text, expected) in [
            ("910422", "1991-04-22"),
            ("040422", "2004-04-22"),
            ("911322", "911322"),
            ("03/24/87", "1987-03-24"),
            ("2/3/1998 14:26:00", "1998-02-03 14:26:00"),
            ("24/03/87", "24/03/87"),
            ("1383/06/17", "1383/06/17"),
            ("1998-06-03 16:00", "1998-06-03 16:00"),
            ("17 Mar 1994", "17 Mar 1994"),
            ("//", "//"),
            ("", ""),
        ] {
            assert_eq!(written(text), expected, "{text}");
        }
    }

    #[test]
    fn a_headline_of_the_financial_times_has_its_day_before_it() {
        for (headline, expected) in [
            ("FT 14 MAY 91 / Ferry stays", "Ferry stays"),
            ("FT 14 MAY 91 / Ferry / harbour", "Ferry / harbour"),
            ("FT 14 MAY 91 / ", "FT 14 MAY 91 / "),
            ("FT index / ferry index", "FT index / ferry index"),
            ("Ferry stays", "Ferry stays"),
        ] {
            assert_eq!(without_day(headline), expected);
        }
    }
}
