//! What the id of a record says: who filed it, in which language, and on which day.
//!
//! `AFP_ENG_20020101.0001` says all three, `AP880212-0001` the first and the last.

use std::ops::Range;

use jiff::civil::Date;

/// What an id says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Filed {
    pub by: Option<Filer>,
    /// The tag of the language.
    pub language: Option<&'static str>,
    pub day: Option<Date>,
}

/// Who files under a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filer {
    /// An agency.
    Agency(&'static str),
    /// A paper.
    Paper(&'static str),
}

use Filer::{Agency, Paper};

/// The codes of the collections. Agencies have the names of the table of agencies,
/// where they stand there.
const CODES: [(&str, Filer); 31] = [
    ("AAW", Paper("Asharq Al-Awsat")),
    ("AFE", Agency("Agence France-Presse")),
    ("AFP", Agency("Agence France-Presse")),
    ("AP", Agency("Associated Press")),
    ("APW", Agency("Associated Press")),
    ("ATS", Agency("Keystone-SDA")),
    ("CNA", Agency("Central News Agency")),
    ("CNE", Agency("Central News Agency")),
    ("CNS", Agency("China News Service")),
    ("EFE", Agency("Agencia EFE")),
    ("FBIS", Agency("Foreign Broadcast Information Service")),
    ("FT", Paper("Financial Times")),
    ("GH", Paper("Glasgow Herald")),
    ("GMW", Paper("Guangming Daily")),
    ("HYT", Paper("Al-Hayat")),
    ("LA", Paper("Los Angeles Times")),
    ("LATWP", Agency("Los Angeles Times-Washington Post News Service")),
    ("LTW", Agency("Los Angeles Times-Washington Post News Service")),
    ("NHR", Paper("An-Nahar")),
    ("NYT", Agency("New York Times News Service")),
    ("PDA", Paper("People's Daily")),
    ("REUFF", Agency("Reuters")),
    ("REUTE", Agency("Reuters")),
    ("SDA", Agency("Keystone-SDA")),
    ("SJMN", Paper("San Jose Mercury News")),
    ("UMH", Paper("Ummah Press")),
    ("WPB", Agency("Washington Post-Bloomberg News Service")),
    ("WSJ", Paper("Wall Street Journal")),
    ("XIE", Agency("Xinhua News Agency")),
    ("XIN", Agency("Xinhua News Agency")),
    ("ZBN", Paper("Lianhe Zaobao")),
];

/// Languages as they stand in ids.
const LANGUAGES: [(&str, &str); 7] = [
    ("ARB", "ar"),
    ("CMN", "zh"),
    ("ENG", "en"),
    ("FRA", "fr"),
    ("FRE", "fr"),
    ("POR", "pt"),
    ("SPA", "es"),
];

/// Reads an id.
pub(super) fn read(id: &str) -> Filed {
    let id = id.to_ascii_uppercase();
    let mut words = id.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let code = words.next().unwrap_or_default();
    let by = CODES.iter().find(|(known, _)| *known == code).map(|(_, by)| *by);
    let language = words.find_map(|word| LANGUAGES.iter().find(|(known, _)| *known == word));
    let mut numbers = id.split(|c: char| !c.is_ascii_digit());
    let day = numbers.find_map(|number| match number.len() {
        8 => date(number, [0..4, 4..6, 6..8]),
        // Which two digits are the year is known of those that are known.
        6 if code == "LA" => date(number, [4..6, 0..2, 2..4]),
        6 if by.is_some() => date(number, [0..2, 2..4, 4..6]),
        _ => None,
    });
    Filed { by, language: language.map(|(_, tag)| *tag), day }
}

/// The years of two digits that are of the last century: the oldest of these
/// collections is of 1987.
const LAST_CENTURY: Range<i16> = 50..100;

/// Reads the digits of a date: where its year, month and day stand.
pub(super) fn date(digits: &str, places: [Range<usize>; 3]) -> Option<Date> {
    let [year, month, day] =
        places.map(|place| digits.get(place).and_then(|digits| digits.parse::<i16>().ok()));
    let year = match year? {
        year if LAST_CENTURY.contains(&year) => 1900 + year,
        year @ 0..50 => 2000 + year,
        year => year,
    };
    let small = |number: Option<i16>| i8::try_from(number?).ok();
    Date::new(year, small(month)?, small(day)?).ok().filter(|_| (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_say_who_filed_when_and_in_which_language() {
        for (id, by, language, day) in [
            ("AFP_ENG_20020101.0001", Some(Agency("Agence France-Presse")), "en", "2002-01-01"),
            ("XIN_CMN_19951231.0001", Some(Agency("Xinhua News Agency")), "zh", "1995-12-31"),
            ("19940513_AFP_ARB.0001", Some(Agency("Agence France-Presse")), "ar", "1994-05-13"),
            ("XIE19960101.0001", Some(Agency("Xinhua News Agency")), "-", "1996-01-01"),
            ("AP880212-0001", Some(Agency("Associated Press")), "-", "1988-02-12"),
            ("LA042990-0001", Some(Paper("Los Angeles Times")), "-", "1990-04-29"),
            ("reute960101.0001", Some(Agency("Reuters")), "-", "1996-01-01"),
            ("FT911-4016", Some(Paper("Financial Times")), "-", "-"),
            ("FBIS3-1", Some(Agency("Foreign Broadcast Information Service")), "-", "-"),
            ("SJMN91-06001234", Some(Paper("San Jose Mercury News")), "-", "-"),
            ("AP881332-0001", Some(Agency("Associated Press")), "-", "-"),
            ("POST750403-001", None, "-", "-"),
            ("1", None, "-", "-"),
            ("", None, "-", "-"),
        ] {
            let filed = read(id);
            let found = filed.day.map_or("-".to_owned(), |day| day.to_string());
            assert_eq!((filed.by, filed.language.unwrap_or("-")), (by, language), "{id}");
            assert_eq!(found, day, "{id}");
        }
    }
}
