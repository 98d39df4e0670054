//! Agreement per field.

use std::collections::{BTreeMap, HashMap};

/// The agreement about the documents of one collection.
pub struct Scores<'a> {
    name: &'static str,
    show: Option<&'a str>,
    fields: BTreeMap<&'static str, Score>,
}

#[derive(Default)]
struct Score {
    sum: f64,
    count: usize,
    missing: usize,
}

impl<'a> Scores<'a> {
    pub fn new(name: &'static str, show: Option<&'a str>) -> Self {
        Scores { name, show, fields: BTreeMap::new() }
    }

    /// Compares a field, where something is expected of it. `found` are the
    /// values of which one must agree.
    pub fn field(
        &mut self,
        field: &'static str,
        document: &str,
        expected: Option<&str>,
        found: &[Option<&str>],
    ) {
        let Some(wanted) = expected.map(letters).filter(|wanted| !wanted.is_empty()) else {
            return;
        };
        let agrees = found.iter().flatten().any(|found| letters(found) == wanted);
        let missing = found.iter().flatten().next().is_none();
        self.add(field, f64::from(u8::from(agrees)), missing);
        if !agrees && self.show == Some(field) {
            println!("  {document}: expected {:?}, found {found:?}", expected.unwrap_or_default());
        }
    }

    /// Compares two texts by the F1 of their words.
    pub fn text(&mut self, document: &str, expected: &str, found: &str) {
        let (precision, recall, f1) = overlap(expected, found);
        self.add("text", f1, found.trim().is_empty());
        if f1 < 0.9 && self.show == Some("text") {
            println!("  {document}: precision {precision:.2}, recall {recall:.2}");
        }
    }

    fn add(&mut self, field: &'static str, value: f64, missing: bool) {
        let score = self.fields.entry(field).or_default();
        score.sum += value;
        score.count += 1;
        score.missing += usize::from(missing);
    }

    pub fn print(&self) {
        println!("{}", self.name);
        for (field, score) in &self.fields {
            let mean = 100.0 * score.sum / score.count as f64;
            println!("  {field:<12} {mean:5.1} % of {:>4}, none in {}", score.count, score.missing);
        }
    }
}

/// The letters and digits of a text, in small letters; "By" before a name is
/// none.
fn letters(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    let text = text.strip_prefix("By ").or_else(|| text.strip_prefix("by ")).unwrap_or(&text);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    let mut add = |word: String| *words.entry(word).or_insert(0) += 1;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        // Chinese and Thai have no spaces: their characters are compared.
        if word.chars().any(|c| c > '\u{e00}') {
            word.chars().for_each(|c| add(c.to_string()));
        } else {
            add(word.to_lowercase());
        }
    }
    words
}

fn overlap(expected: &str, found: &str) -> (f64, f64, f64) {
    let (expected, found) = (words(expected), words(found));
    let both: usize = expected.iter().map(|(word, n)| n.min(found.get(word).unwrap_or(&0))).sum();
    let share = |of: &HashMap<String, usize>| match of.values().sum::<usize>() {
        0 => 1.0,
        all => both as f64 / all as f64,
    };
    let (precision, recall) = (share(&found), share(&expected));
    match precision + recall {
        sum if sum > 0.0 => (precision, recall, 2.0 * precision * recall / sum),
        _ => (precision, recall, 0.0),
    }
}
