//! Measures the stems of folded forms against those of written words, language by
//! language, on texts of a folder: `tr.txt`, `pt.txt` and so on, any texts.
//!
//!     cargo run --release --example eval_stems -- FOLDER [PAIRS]
//!
//! Of two words that Snowball gives one stem as they are written, folded forms should
//! have one stem, too (`found`); where words of different stems get one, that finds too
//! much (`wrong`, in percent of the pairs with one stem; it counts as wrong, too, what
//! Snowball should have joined: eleição, eleições). Both as stems of bare forms would
//! have it, and as `morgue::text::stem` has it. Each pair counts once. With PAIRS, the
//! most frequent that are not found or found wrongly are listed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::{env, fs, process};

use frostem::Stemmer;
use morgue::article::Language;
use morgue::text::{fold_fragment, stem};

/// A folded form of a text.
#[derive(Default)]
struct Form {
    count: usize,
    /// The folded stems of the words that are written so.
    written: BTreeSet<String>,
    bare: String,
    ours: String,
}

type Forms = BTreeMap<String, Form>;
type Pair<'a> = (&'a str, &'a str);

fn main() {
    let mut args = env::args().skip(1);
    let Some(folder) = args.next() else {
        eprintln!("usage: eval_stems FOLDER [PAIRS]");
        process::exit(2);
    };
    let listed = args.next().and_then(|number| number.parse().ok()).unwrap_or(0);
    let files = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    println!("| language | forms | pairs | found, bare | found | wrong, bare | wrong |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for path in paths {
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let Some(language) = Language::parse(tag) else { continue };
        let Ok(stemmer) = Stemmer::try_from_name(if tag == "nb" { "no" } else { tag }) else {
            continue;
        };
        let text = fs::read_to_string(&path).expect("the text can be read");
        report(tag, &forms(&text, language, stemmer), listed);
    }
}

fn forms(text: &str, language: Language, stemmer: Stemmer) -> Forms {
    let mut forms = Forms::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() < 3 || word.contains(char::is_numeric) {
            continue;
        }
        let word = match language.as_str() {
            "tr" => word.replace('I', "ı").replace('İ', "i").to_lowercase(),
            _ => word.to_lowercase(),
        };
        let form = fold_fragment(&word);
        let known = forms.entry(form.clone()).or_default();
        known.count += 1;
        known.written.insert(fold_fragment(&stemmer.stem(&word)));
        if known.count == 1 {
            known.bare = fold_fragment(&stemmer.stem(&form));
            known.ours = stem(&form, language).unwrap_or(form);
        }
    }
    forms
}

fn report(tag: &str, forms: &Forms, listed: usize) {
    let wanted = pairs(forms, |form| form.written.iter().collect());
    let bare = pairs(forms, |form| vec![&form.bare]);
    let ours = pairs(forms, |form| vec![&form.ours]);
    let percent = |part: usize, of: &BTreeSet<Pair>| 100.0 * part as f64 / of.len().max(1) as f64;
    let found = |joined: &BTreeSet<Pair>| percent(wanted.intersection(joined).count(), &wanted);
    let wrong = |joined: &BTreeSet<Pair>| percent(joined.difference(&wanted).count(), joined);
    println!(
        "| {tag} | {} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
        forms.len(),
        wanted.len(),
        found(&bare),
        found(&ours),
        wrong(&bare),
        wrong(&ours),
    );
    for (what, pairs) in
        [("not found", wanted.difference(&ours)), ("wrong", ours.difference(&wanted))]
    {
        let mut pairs: Vec<&Pair> = pairs.collect();
        pairs.sort_by_key(|(one, other)| usize::MAX - forms[*one].count.min(forms[*other].count));
        for (one, other) in pairs.into_iter().take(listed) {
            println!("{what}: {one} {other}");
        }
    }
}

/// The pairs of forms that have a stem in common.
fn pairs<'a>(forms: &'a Forms, stems: impl Fn(&'a Form) -> Vec<&'a String>) -> BTreeSet<Pair<'a>> {
    let mut by_stem: HashMap<&String, Vec<&str>> = HashMap::new();
    for (word, form) in forms {
        for stem in stems(form) {
            by_stem.entry(stem).or_default().push(word);
        }
    }
    let mut pairs = BTreeSet::new();
    for words in by_stem.values() {
        for (at, one) in words.iter().enumerate() {
            pairs.extend(words[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    pairs
}
