//! Lists of names: GeoNames cities and provinces, popular forenames and
//! surnames, countries.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use morgue::entities::tagger::features::hash;
use morgue::entities::tagger::passage::LONGEST_NAME;
use morgue::entities::tagger::words::longer_name;
use morgue::text::{Analysis, Analyzer};

const FORENAME: u8 = 1;
const SURNAME: u8 = 2;
const LARGE_CITY: u8 = 4;
const CITY: u8 = 8;
const COUNTRY: u8 = 16;
const DEMONYM: u8 = 32;

/// Inhabitants of a large city; its other spellings are taken, too.
const LARGE: u64 = 200_000;

/// Lists by name.
#[derive(Default)]
pub struct Names {
    /// Single words by the hash of their form; bit 7: begins a longer name.
    pub words: BTreeMap<u64, u8>,
    /// Longer names.
    pub names: BTreeMap<u64, u8>,
    analyzer: Analyzer,
    analysis: Analysis,
}

/// Set for words that begin a name of several.
pub const BEGINS: u8 = 128;

impl Names {
    pub fn read(folder: &Path, countries: &Path) -> Result<Self> {
        let mut names = Names::default();
        let cities = read(&folder.join("geonames-cities15000/cities15000.txt"))?;
        for line in cities.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [_, name, ascii, others, ..] = columns.as_slice() else { continue };
            let people: u64 = columns.get(14).and_then(|number| number.parse().ok()).unwrap_or(0);
            let list = if people >= LARGE { LARGE_CITY } else { CITY };
            names.add(name, list);
            names.add(ascii, list);
            let latin = |other: &&str| other.len() > 3 && other.is_ascii();
            if people >= LARGE {
                others.split(',').filter(latin).for_each(|other| names.add(other, list));
            }
        }
        for (file, list) in [
            ("common-forenames-by-country.csv", FORENAME),
            ("common-surnames-by-country.csv", SURNAME),
        ] {
            let path = folder.join("popular-names").join(file);
            let mut rows = csv::Reader::from_path(&path).with_context(|| file.to_owned())?;
            let heads = rows.headers()?.clone();
            let at = heads.iter().position(|head| head == "Romanized Name").context("a column")?;
            for row in rows.records() {
                row?.get(at).into_iter().for_each(|name| names.add(name, list));
            }
        }
        for line in read(countries)?.lines().filter(|line| !line.starts_with('#')) {
            let (country, demonyms) = line.split_once('\t').unwrap_or((line, ""));
            country.split('|').for_each(|name| names.add(name, COUNTRY));
            demonyms.split('|').for_each(|name| names.add(name, DEMONYM));
        }
        Ok(names)
    }

    fn add(&mut self, name: &str, list: u8) {
        self.analyzer.analyze(None, [name].into_iter(), &mut self.analysis);
        let forms: Vec<u64> =
            self.analysis.tokens.iter().map(|token| hash(self.analysis.form(token))).collect();
        match forms.as_slice() {
            [] => {}
            [form] => *self.words.entry(*form).or_default() |= list,
            [first, rest @ ..] if forms.len() <= LONGEST_NAME => {
                *self.words.entry(*first).or_default() |= BEGINS;
                let name = rest.iter().fold(*first, |name, &word| longer_name(name, word));
                *self.names.entry(name).or_default() |= list;
            }
            _ => {}
        }
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
