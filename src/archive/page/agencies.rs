//! News agencies by the names they print, from `data/agencies.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::archive::fold::fold;

const TABLE: &str = include_str!("../../../data/agencies.tsv");

/// An agency line has at most so many characters.
const MAX_NAME: usize = 70;

/// A news agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// What stands in identities ("abna").
    pub code: String,
    /// The name.
    pub name: String,
    /// Other names and abbreviations that pages print.
    pub aliases: Vec<String>,
}

/// The table, ready to be asked.
#[derive(Debug)]
pub(in crate::archive) struct Agencies {
    rows: Vec<Agency>,
    /// Abbreviations, as printed: "AP" is an agency and "ap" is not.
    exact: FxHashMap<String, usize>,
    folded: FxHashMap<String, usize>,
    seats: FxHashSet<String>,
}

impl Agencies {
    /// Takes an archive's own agencies, then those of the table that is built
    /// in; where both have a name, the archive's counts.
    pub fn new(own: &[Agency]) -> Self {
        let mut table = Agencies {
            rows: Vec::new(),
            exact: FxHashMap::default(),
            folded: FxHashMap::default(),
            seats: FxHashSet::default(),
        };
        for agency in own {
            table.add(agency.clone());
        }
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(code), Some(name)) = (columns.next(), columns.next()) else {
                continue;
            };
            table.add(Agency {
                code: code.to_owned(),
                name: name.to_owned(),
                aliases: several(columns.next()).map(str::to_owned).collect(),
            });
            table.seats.extend(several(columns.nth(1)).map(fold));
        }
        table
    }

    fn add(&mut self, agency: Agency) {
        let row = self.rows.len();
        for name in std::iter::once(&agency.name).chain(&agency.aliases) {
            self.exact.entry(name.clone()).or_insert(row);
            if !is_short_abbreviation(name) {
                self.folded.entry(key(name)).or_insert(row);
            }
        }
        self.rows.push(agency);
    }

    /// Returns the agency that a printed name means: a name, an abbreviation,
    /// or a name with its abbreviation in brackets.
    pub fn find(&self, printed: &str) -> Option<&Agency> {
        let printed = printed.trim();
        if printed.is_empty() || printed.chars().count() > MAX_NAME {
            return None;
        }
        let whole = self.lookup(printed);
        let base = || self.lookup(printed.strip_suffix(')')?.split_once('(')?.0.trim_end());
        whole.or_else(base)
    }

    fn lookup(&self, printed: &str) -> Option<&Agency> {
        let row = self.exact.get(printed).copied();
        let row = row.or_else(|| self.folded.get(&key(printed)).copied());
        self.rows.get(row?)
    }

    /// Whether an agency is seated in a city of that name.
    pub fn is_seat(&self, place: &str) -> bool {
        self.seats.contains(&fold(place))
    }

    /// Returns the name of the agency that a line consists of, without the
    /// abbreviation that may follow it in brackets; `None` where the line is
    /// not the name of an agency. Unknown agencies are told by their shape
    /// ("Lakeside News Agency").
    pub fn in_line<'a>(&self, line: &'a str) -> Option<&'a str> {
        let line = line.trim().trim_end_matches([':', '-', '–', '—']).trim_end();
        if line.chars().count() > MAX_NAME {
            return None;
        }
        let name = match line.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
            Some((name, short)) if short.chars().count() <= 10 => name.trim_end(),
            _ => line,
        };
        let known = self.lookup(line).or_else(|| self.lookup(name));
        match known {
            Some(_) if self.lookup(name).is_none() => Some(line),
            Some(_) => Some(name),
            None => has_agency_shape(name).then_some(name),
        }
    }
}

/// The values of a column that may hold several.
fn several(column: Option<&str>) -> impl Iterator<Item = &str> {
    column.unwrap_or_default().split(';').filter(|value| !value.is_empty())
}

/// Short abbreviations are words of other languages in small letters.
fn is_short_abbreviation(name: &str) -> bool {
    let letters = name.chars().filter(|c| *c != '.').count();
    letters < 4 && name.chars().all(|c| c.is_uppercase() || c == '.')
}

fn key(name: &str) -> String {
    let mut folded = fold(name);
    folded.retain(|c| !matches!(c, '.' | '-'));
    match folded.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}

fn has_agency_shape(name: &str) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let latin = ["news agency", "press agency", "news service", "newswire", "wire service"]
        .iter()
        .any(|end| folded.ends_with(end));
    let french = folded.starts_with("agence ") && folded.contains("presse");
    let german = words.iter().any(|word| matches!(*word, "nachrichtenagentur" | "presseagentur"));
    let chinese = ["通讯社", "通訊社", "通信社"].iter().any(|end| folded.ends_with(end));
    let arabic = ["خبرگزاري ", "وكاله "].iter().any(|start| folded.starts_with(start));
    let sentence = name.contains(['.', ',', ':', ';', '"', '،']);
    let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    let titled = name.split_whitespace().filter(|word| word.chars().count() > 3).all(capital);
    let of_words = (2..=8).contains(&words.len()) && (latin || french || german || arabic);
    !sentence && titled && (of_words || chinese)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_has_its_own_code_and_names() {
        let mut codes = FxHashSet::default();
        let mut names = FxHashSet::default();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 5, "{line}");
            assert!(codes.insert(columns[0]), "{} stands twice", columns[0]);
            assert!(names.insert(columns[1]), "{} stands twice", columns[1]);
            for alias in columns[2].split(';').filter(|alias| !alias.is_empty()) {
                assert!(names.insert(alias), "{alias} stands twice");
            }
        }
    }

    #[test]
    fn agencies_are_known_by_any_of_their_names() {
        let agencies = Agencies::new(&[]);
        for (printed, code) in [
            ("AhlulBayt News Agency", Some("abna")),
            ("AhlulBayt News Agency (ABNA)", Some("abna")),
            ("Ahlul Bayt news agency", Some("abna")),
            ("ABNA", Some("abna")),
            ("Irna", Some("irna")),
            ("ایرنا", Some("irna")),
            ("خبرگزاری مهر", Some("mna")),
            ("سانا", Some("sana")),
            ("The Associated Press", Some("ap")),
            ("AP", Some("ap")),
            ("ap", None),
            ("PressTV", Some("presstv")),
            ("Press TV", Some("presstv")),
            ("Lakeside News Agency", None),
            ("", None),
        ] {
            assert_eq!(
                agencies.find(printed).map(|agency| agency.code.as_str()),
                code,
                "{printed}"
            );
        }
    }

    #[test]
    fn agency_lines_are_known_by_name_or_shape() {
        let agencies = Agencies::new(&[]);
        for (line, name) in [
            ("AhlulBayt News Agency", Some("AhlulBayt News Agency")),
            ("AhlulBayt News Agency (ABNA):", Some("AhlulBayt News Agency")),
            ("Lakeside News Agency (LNA)", Some("Lakeside News Agency")),
            ("Yemen News Agency (Saba)", Some("Yemen News Agency")),
            ("وكالة البحيرة للأنباء", Some("وكالة البحيرة للأنباء")),
            ("Reuters", Some("Reuters")),
            ("He works for a news agency", None),
            ("Minister told the news agency", None),
            ("A storm, says the news agency", None),
            ("Bridge opens", None),
        ] {
            assert_eq!(agencies.in_line(line), name, "{line}");
        }
    }
}
