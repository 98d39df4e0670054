//! What the fields of an export say becomes parts of an article, whatever database it
//! comes from.

use crate::archive::Reader;
use crate::archive::collection::draft::{Draft, When};
use crate::archive::collection::exports::labels::Label;
use crate::archive::collection::exports::languages;
use crate::archive::dates::{self, Day, Pieces, moment};
use crate::archive::fold::{collapse, fold};
use crate::article::{AltId, Concept, Signal, Warning, WarningCode};

/// Of fewer words than these nothing is told: a caption may count, or a headline.
const FEW_WORDS: usize = 100;

/// What is known of a document.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub draft: Draft,
    pub when: Pieces,
    /// When it came into the database.
    loaded: Option<String>,
    /// The words of the text, as the database counts them.
    words: Option<usize>,
    notes: Vec<String>,
}

impl Fields {
    pub fn new() -> Fields {
        let draft = Draft { marks_headline: true, is_plain: true, ..Draft::default() };
        Fields { draft, ..Fields::default() }
    }

    /// Takes over what a label says.
    pub fn add(&mut self, label: Label, value: &str) {
        let text = collapse(value);
        let draft = &mut self.draft;
        if label == Label::Correction {
            draft.signals = vec![Signal::Correction];
        }
        if text.is_empty() {
            return;
        }
        match label {
            Label::Headline => put(&mut draft.headline, text),
            Label::Highlight => put(&mut draft.subhead, text),
            Label::Byline => self.add_byline(text),
            Label::Section => self.add_section(&text),
            Label::Length => self.words = self.words.or_else(|| words(&text)),
            Label::Dateline => put(&mut draft.dateline, text),
            Label::LoadDate => put(&mut self.loaded, text),
            Label::Language => draft.language = languages::tag(&text).or(draft.language.take()),
            Label::Subjects => draft.subjects.extend(scored(&text)),
            Label::People => draft.people.extend(scored(&text)),
            Label::Organisations => draft.organisations.extend(scored(&text)),
            Label::Places => draft.places.extend(scored(&text)),
            Label::Genre => draft.genres.push(text),
            Label::Url => put(&mut draft.url, text),
            Label::Graphic | Label::Correction => self.notes.push(text),
            Label::Body | Label::Nothing => {}
        }
    }

    /// Takes over the names; of several, semicolons stand between them.
    pub fn add_byline(&mut self, text: String) {
        if self.draft.byline.is_none() && text.contains(';') {
            let names = text.split(';').map(|name| collapse(without_by(name)));
            self.draft.authors = names.filter(|name| !name.is_empty()).collect();
        }
        put(&mut self.draft.byline, text);
    }

    /// Takes over the section, and apart from it the page.
    pub fn add_section(&mut self, text: &str) {
        let (mut section, mut pages) = (Vec::new(), Vec::new());
        for part in text.split(';').map(collapse).filter(|part| !part.is_empty()) {
            match page(&part) {
                Some(page) => pages.push(page.to_owned()),
                None => section.push(part),
            }
        }
        if !section.is_empty() {
            put(&mut self.draft.section, section.join("; "));
        }
        pages.into_iter().for_each(|page| self.add_page(page));
    }

    pub fn add_page(&mut self, value: String) {
        self.draft.alt_ids.push(AltId { role: Some("page".to_owned()), value });
    }

    pub fn add_words(&mut self, text: &str) {
        self.words = self.words.or_else(|| words(text));
    }

    pub fn add_note(&mut self, text: String) {
        self.notes.push(text);
    }

    /// Returns what becomes an article.
    pub fn finish(self, reader: &Reader) -> Draft {
        let mut warnings = Vec::new();
        let settings = &reader.settings;
        let (zone, order) = (&settings.time_zone, settings.day_order);
        let mut published = self.when.settle(zone, order, None, &mut warnings);
        if let (None, Some(loaded)) = (published, &self.loaded) {
            published = moment::read("date", loaded, reader.context(), &mut warnings);
            if published.is_some() {
                let detail = "no date of publication; took that of the database".to_owned();
                warnings.push(Warning { code: WarningCode::DateAmbiguous, detail });
            }
        }
        let mut draft = self.draft;
        draft.published = published.map(When::At);
        if !self.notes.is_empty() {
            draft.ed_note = Some(self.notes.join("\n\n"));
        }
        let read = draft.text.split_whitespace().count();
        if let Some(words) = self.words.filter(|words| *words >= FEW_WORDS && read * 2 < *words) {
            let detail = format!("the text has {read} words, and should have {words}");
            warnings.push(Warning { code: WarningCode::Truncated, detail });
        }
        draft.warnings.extend(warnings);
        draft
    }
}

fn put(field: &mut Option<String>, text: String) {
    if field.is_none() {
        *field = Some(text);
    }
}

fn without_by(name: &str) -> &str {
    let name = name.trim();
    let by = ["and reported by ", "reported by ", "By ", "BY ", "by ", "and "];
    by.iter().find_map(|by| name.strip_prefix(by)).unwrap_or(name)
}

/// Returns the items of a list, without how sure the database is of each: `NEW YORK,
/// NY, USA (79%); FERRIES (90%)`.
fn scored(text: &str) -> impl Iterator<Item = Concept> {
    let items = text.split(';').flat_map(without_score);
    items.map(collapse).filter(|item| !item.is_empty()).map(Concept::named)
}

/// Splits an item at its score, which belongs to neither half.
fn without_score(item: &str) -> Vec<&str> {
    let mut halves = Vec::new();
    let mut rest = item;
    while let Some(end) = rest.find("%)") {
        let Some(begin) = rest[..end].rfind('(') else {
            break;
        };
        if !rest[begin + 1..end].bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        halves.push(&rest[..begin]);
        rest = &rest[end + 2..];
    }
    halves.push(rest);
    halves
}

/// Returns the page that a part of a section names: `Pg. 6`, `S. A12`.
fn page(part: &str) -> Option<&str> {
    const NAMES: [&str; 12] = [
        "pg.", "pg", "page", "pages", "p.", "pp.", "s.", "seite", "blz.", "pag.", "pagina", "pág.",
    ];
    let (name, page) = part.split_once(' ')?;
    let is_page = page.len() <= 12 && page.contains(|c: char| c.is_ascii_digit());
    let name = name.to_lowercase();
    (is_page && NAMES.contains(&name.as_str())).then_some(page)
}

/// How words are counted in the languages of interfaces.
const WORDS: [&str; 11] = [
    "words", "word", "worter", "wort", "mots", "mot", "palabras", "woorden", "parole", "palavras",
    "слов",
];
/// Where no words are written apart, signs are counted.
const SIGNS: [&str; 4] = ["字", "語", "词", "어절"];

/// Whether a line says nothing but how long a text is: `1,512 words`.
pub(super) fn is_length(line: &str) -> bool {
    count(line)
        .is_some_and(|(_, unit)| WORDS.contains(&unit.as_str()) || SIGNS.contains(&unit.as_str()))
}

fn words(text: &str) -> Option<usize> {
    count(text).filter(|(_, unit)| WORDS.contains(&unit.as_str())).map(|(count, _)| count)
}

fn count(text: &str) -> Option<(usize, String)> {
    const LONGEST: usize = 30;
    let text = text.trim();
    if text.len() > LONGEST || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | ' ');
    let end = text.find(|c| !is_of_number(c))?;
    let number: String = text[..end].chars().filter(char::is_ascii_digit).collect();
    Some((number.parse().ok()?, fold(&text[end..])))
}

/// Reads the date that a line begins with; also returns what follows it.
pub(super) fn date(line: &str) -> Option<(Pieces, &str)> {
    if let Some((pieces, end)) = dates::read_prefix(line)
        && matches!(
            pieces.day,
            Some(Day::Full(_) | Day::Either(..) | Day::Month(..) | Day::Impossible)
        )
    {
        return Some((pieces, line[end..].trim()));
    }
    let year = season(line)?;
    Some((Pieces { day: Some(Day::Year(year)), ..Pieces::default() }, ""))
}

/// Reads a line that is a year.
pub(super) fn year(line: &str) -> Option<Day> {
    let year = line.parse().ok().filter(|year| (1600..2300).contains(year));
    year.filter(|_| line.len() == 4).map(Day::Year)
}

/// Reads `Fall 2022`, `Winter 2008/2009`.
fn season(line: &str) -> Option<i16> {
    const SEASONS: [&str; 16] = [
        "spring",
        "summer",
        "fall",
        "autumn",
        "winter",
        "printemps",
        "ete",
        "automne",
        "hiver",
        "fruhjahr",
        "fruhling",
        "sommer",
        "herbst",
        "lente",
        "zomer",
        "herfst",
    ];
    let mut words = line.split([' ', ',', '/']).filter(|word| !word.is_empty());
    let is_season = SEASONS.contains(&fold(words.next()?).as_str());
    let year = words.next().filter(|year| is_season && year.len() == 4)?;
    let year = year.parse().ok().filter(|year| (1700..2300).contains(year))?;
    words.all(|word| word.parse::<i16>().is_ok()).then_some(year)
}

/// Whether a line claims a text: `Copyright 2022 Lindmouth Ltd.`, `© 2022`.
pub(super) fn is_copyright(line: &str) -> bool {
    const WITHIN: usize = 12;
    let begins = ["Copyright", "COPYRIGHT", "©", "(c)", "(C)"];
    let Some(rest) = begins.iter().find_map(|begin| line.strip_prefix(begin)) else {
        return is_reserved(line);
    };
    let near: Vec<char> = rest.chars().take(WITHIN).collect();
    near.windows(4).any(|year| year.iter().all(char::is_ascii_digit))
}

/// Whether a line reserves all rights.
pub(super) fn is_reserved(line: &str) -> bool {
    const ALL: [&str; 6] = [
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits reserves",
        "alle rechten voorbehouden",
        "todos los derechos reservados",
        "tutti i diritti riservati",
    ];
    const LONGEST: usize = 40;
    line.len() <= LONGEST && ALL.contains(&fold(line).trim_end_matches('.'))
}

/// Whether a line names who wrote something: `By Jane Doe`, `VON JANE DOE`.
pub(super) fn is_byline(line: &str) -> bool {
    const MAX_BYLINE: usize = 120;
    let by = ["By ", "BY ", "Von ", "VON ", "Par ", "PAR ", "Door ", "DOOR ", "Por ", "POR "];
    line.len() <= MAX_BYLINE
        && by.iter().any(|by| line.starts_with(by))
        && !line.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_belong_to_no_name() {
        let names = |text| scored(text).map(|concept| concept.name).collect::<Vec<_>>();
        assert_eq!(
            names("FERRIES (90%); NEW YORK, NY, USA (79%); HARBOURS & QUAYS"),
            ["FERRIES", "NEW YORK, NY, USA", "HARBOURS & QUAYS"]
        );
        assert_eq!(names("SCOTLAND (92%) Northern Ireland"), ["SCOTLAND", "Northern Ireland"]);
        assert_eq!(names("A (B%) C; (100%)"), ["A (B%) C"]);
    }

    #[test]
    fn pages_stand_apart_from_sections() {
        for (part, expected) in [
            ("Pg. 6", Some("6")),
            ("Pg. A01", Some("A01")),
            ("S. 12", Some("12")),
            ("Page 4", Some("4")),
            ("Foreign Desk", None),
            ("Part B", None),
            ("Pg.", None),
        ] {
            assert_eq!(page(part), expected, "{part}");
        }
    }

    #[test]
    fn lengths_in_several_languages() {
        for (line, expected) in [
            ("512 words", Some(512)),
            ("1,512 words", Some(1512)),
            ("1.512 Wörter", Some(1512)),
            ("512 mots", Some(512)),
            ("512 字", None),
            ("512 dead", None),
            ("words", None),
        ] {
            assert_eq!(words(line), expected, "{line}");
        }
        assert!(is_length("512 字") && !is_length("512 words are enough"));
    }

    #[test]
    fn dates_that_name_a_month_or_a_season() {
        for (line, expected) in [
            ("September 2022", Some((Day::Month(2022, 9), ""))),
            ("Fall 2022", Some((Day::Year(2022), ""))),
            ("Winter 2008/2009", Some((Day::Year(2008), ""))),
            ("Fall of the town", None),
            ("September 10", None),
            ("The Lindmouth Gazette", None),
        ] {
            let found = date(line).map(|(pieces, rest)| (pieces.day.unwrap(), rest));
            assert_eq!(found, expected, "{line}");
        }
        let (pieces, rest) = date("September 10, 2022 Saturday Late Edition - Final").unwrap();
        assert!(pieces.weekday.is_some());
        assert_eq!(rest, "Late Edition - Final");
    }

    #[test]
    fn copyright_names_a_year() {
        for (line, expected) in [
            ("Copyright 2022 Lindmouth Gazette Ltd.", true),
            ("Copyright (c) 2022, Lindmouth", true),
            ("© 2022 Lindmouth", true),
            ("All Rights Reserved", true),
            ("Copyright law was passed in 1709", false),
            ("Rights are reserved", false),
        ] {
            assert_eq!(is_copyright(line), expected, "{line}");
        }
    }
}
