//! The names that the publisher says an article names, where they stand in its text:
//! in any language.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Kind, Mention};
use crate::text::{Analysis, Analyzer, Token};

/// A name that the publisher gives with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identified<'a> {
    /// The name; a person's may have the surname first, with a comma.
    pub name: &'a str,
    /// What it names.
    pub kind: Kind,
}

/// A name of one word has so many letters.
const SHORTEST: usize = 2;
/// What programs and people write where there is no name.
const PLACEHOLDERS: [&str; 9] =
    ["n/a", "none", "null", "unknown", "other", "others", "staff", "various", "general"];
/// Surnames that name months as a rule where they stand alone.
const MONTHS: [&str; 9] =
    ["april", "august", "juli", "june", "juni", "mai", "march", "mars", "may"];

/// A name as the words of a text.
struct Name {
    kind: Kind,
    forms: Vec<String>,
}

/// Adds the mentions of names that the publisher gives. A longer mention that was
/// found otherwise stays; a shorter one, or one of another kind, gives way.
pub(super) fn add_identified(
    mentions: &mut Vec<Mention>,
    identified: &[Identified<'_>],
    analysis: &Analysis,
    paragraphs: &[&str],
    analyzer: &mut Analyzer,
) {
    let names = names(identified, analyzer);
    let mut by_first: FxHashMap<&str, Vec<&Name>> = FxHashMap::default();
    for name in &names {
        by_first.entry(&name.forms[0]).or_default().push(name);
    }
    // "Other" is no organisation where others are spoken of, nor "Young" a person where
    // a sentence begins and the young are.
    let tokens = analysis.tokens.iter();
    let small = tokens.filter(|token| written(token, paragraphs).starts_with(char::is_lowercase));
    let common: FxHashSet<&str> = small.map(|token| analysis.form(token)).collect();
    let mut found: Vec<Mention> = Vec::new();
    let mut persons: Vec<&Name> = Vec::new();
    let mut at = 0;
    while at < analysis.tokens.len() {
        let fitting = by_first.get(analysis.form(&analysis.tokens[at])).into_iter().flatten();
        // Of those that are as long, the first: a person rather than an organisation.
        let fitting = fitting.rev();
        let fitting = fitting.filter(|name| {
            let is_common = name.forms.len() == 1 && common.contains(name.forms[0].as_str());
            !is_common && stands(name, at, analysis, paragraphs)
        });
        let Some(name) = fitting.max_by_key(|name| name.forms.len()) else {
            at += 1;
            continue;
        };
        if name.kind == Kind::Person && name.forms.len() > 1 {
            persons.push(name);
        }
        let end = at + name.forms.len();
        found.push(Mention { tokens: at as u32..end as u32, kind: name.kind });
        at = end;
    }
    let surnames = persons.iter().filter_map(|name| name.forms.last()).map(String::as_str);
    let surnames = surnames.filter(|name| !MONTHS.contains(name));
    let surnames: FxHashSet<&str> = surnames.collect();
    let bare = analysis.tokens.iter().enumerate().filter(|(_, token)| {
        let form = analysis.form(token);
        surnames.contains(&form)
            && has_capital(token, paragraphs)
            && !(common.contains(form) && opens_sentence(token, paragraphs))
    });
    let bare = bare.map(|(at, _)| at as u32..at as u32 + 1);
    let bare = bare.map(|tokens| Mention { tokens, kind: Kind::Person });
    let bare: Vec<Mention> = bare.filter(|mention| overlaps(&found, mention).is_none()).collect();
    for mention in found.into_iter().chain(bare) {
        put(mentions, mention);
    }
}

fn names(identified: &[Identified<'_>], analyzer: &mut Analyzer) -> Vec<Name> {
    let mut analysis = Analysis::default();
    let mut forms = |name: &str| -> Vec<String> {
        analyzer.analyze(None, std::iter::once(name), &mut analysis);
        analysis.tokens.iter().map(|token| analysis.form(token).to_owned()).collect()
    };
    let is_name = |name: &str| !PLACEHOLDERS.contains(&name.trim().to_lowercase().as_str());
    let identified = identified.iter().filter(|identified| is_name(identified.name));
    let names = identified.map(|Identified { name, kind }| {
        // "Northern Seed Bank (NSB)"
        let name = name.split_once(" (").map_or(*name, |(name, _)| name);
        let mut parts = name.split(',').filter(|_| *kind == Kind::Person);
        // "Lorne, Ada, Dr."
        let forms = match (parts.next(), parts.next()) {
            (Some(surname), Some(forename)) => [forms(forename), forms(surname)].concat(),
            _ => forms(name),
        };
        Name { kind: *kind, forms }
    });
    names.filter(|name| !name.forms.is_empty()).collect()
}

/// Whether a name stands at a token: all its words, one behind the other, and where
/// the script has capitals, with one.
fn stands(name: &Name, at: usize, analysis: &Analysis, paragraphs: &[&str]) -> bool {
    let Some(tokens) = analysis.tokens.get(at..at + name.forms.len()) else {
        return false;
    };
    let is_whole = tokens.windows(2).all(|pair| {
        pair[1].position == pair[0].position + 1 && pair[1].paragraph == pair[0].paragraph
    });
    let is_name = tokens.iter().zip(&name.forms).all(|(token, form)| analysis.form(token) == form);
    let first = || written(&tokens[0], paragraphs);
    // One word may be any word: a forename, a sign of Chinese.
    let tells =
        name.forms.len() > 1 || name.kind != Kind::Person && first().chars().count() >= SHORTEST;
    is_whole && is_name && tells && !first().starts_with(char::is_lowercase)
}

fn has_capital(token: &Token, paragraphs: &[&str]) -> bool {
    written(token, paragraphs).starts_with(char::is_uppercase)
}

fn opens_sentence(token: &Token, paragraphs: &[&str]) -> bool {
    let paragraph = paragraphs.get(token.paragraph as usize).copied().unwrap_or("");
    let before = paragraph.get(..token.start as usize).unwrap_or("");
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || "\"'“”‘’«»„(¿¡".contains(c));
    before.is_empty() || before.ends_with(['.', '!', '?', '…', ':'])
}

fn written<'a>(token: &Token, paragraphs: &[&'a str]) -> &'a str {
    let paragraph = paragraphs.get(token.paragraph as usize).copied().unwrap_or("");
    paragraph.get(token.start as usize..token.end as usize).unwrap_or("")
}

/// Where in mentions, which are in order of place, those begin and end that have a
/// token of another one.
fn overlaps(mentions: &[Mention], with: &Mention) -> Option<std::ops::Range<usize>> {
    let first = mentions.partition_point(|mention| mention.tokens.end <= with.tokens.start);
    let behind = mentions.partition_point(|mention| mention.tokens.start < with.tokens.end);
    (first < behind).then_some(first..behind)
}

fn put(mentions: &mut Vec<Mention>, mention: Mention) {
    let Some(others) = overlaps(mentions, &mention) else {
        let at = mentions.partition_point(|other| other.tokens.start < mention.tokens.start);
        mentions.insert(at, mention);
        return;
    };
    let is_inside = |other: &Mention| {
        mention.tokens.start <= other.tokens.start && other.tokens.end <= mention.tokens.end
    };
    if mentions[others.clone()].iter().all(is_inside) {
        mentions.splice(others, [mention]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::Annotator;
    use super::*;
    use crate::article::Language;

    /// The keys that a text names, each behind the words of a mention.
    fn named(language: &str, paragraphs: &[&str], identified: &[Identified<'_>]) -> Vec<String> {
        let language = Language::parse(language).unwrap();
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(Some(language), paragraphs.iter().copied(), &mut analysis);
        let names = Annotator::shipped().annotate(language, &analysis, paragraphs, identified);
        let shown = names.mentions.iter().map(|mention| {
            let words = super::super::written(&analysis, paragraphs, &mention.tokens);
            format!("{words} = {}", names.keys[mention.key])
        });
        shown.collect()
    }

    #[test]
    fn names_that_the_publisher_gives_are_found_in_any_language() {
        let identified = [
            Identified { name: "Lorne, Ada", kind: Kind::Person },
            Identified { name: "Hafenarbeiterbund (HAB)", kind: Kind::Organisation },
            Identified { name: "Ruhe", kind: Kind::Person },
        ];
        let text = [
            "Streik im Hafen",
            "Ada Lorne sprach für den Hafenarbeiterbund. Ruhe ist nicht, sagte Lorne der Presse; lorne ist kein Wort.",
        ];
        assert_eq!(
            named("de", &text, &identified),
            [
                "Ada Lorne = person:ada lorne",
                "Hafenarbeiterbund = org:hafenarbeiterbund",
                "Lorne = person:ada lorne",
            ]
        );
        assert!(named("de", &text, &[]).is_empty());
        let text = ["罢工结束", "港口工会主席李明星期一说。"];
        let identified = [Identified { name: "李明", kind: Kind::Person }];
        assert_eq!(named("zh", &text, &identified), ["李明 = person:李 明"]);
    }

    #[test]
    fn what_is_no_name_is_found_nowhere() {
        let person = |name| Identified { name, kind: Kind::Person };
        let org = |name| Identified { name, kind: Kind::Organisation };
        let identified = ["N/A", "Other", "None", "Staff", "La", "Le Port"]
            .map(org)
            .into_iter()
            .chain(["Jean Petit", "Ada Mai", "Lorne, Paul, Dr.", "N/A", "M", ""].map(person));
        let identified: Vec<Identified> = identified.collect();
        let text = [
            "La grève",
            "Other Staff N/A None. La grève est la fin. Jean Petit et Ada Mai et Paul Lorne. \
             Petit à petit, Mai et Lorne parlent. M a parlé.",
        ];
        assert_eq!(
            named("fr", &text, &identified),
            [
                "Jean Petit = person:jean petit",
                "Ada Mai = person:ada mai",
                "Paul Lorne = person:paul lorne",
                "Lorne = person:paul lorne",
            ]
        );
    }

    #[test]
    fn what_the_publisher_says_goes_before_what_a_name_looks_like() {
        let identified = [Identified { name: "Port Velmora", kind: Kind::Organisation }];
        let text = ["Talks in the east", "They flew from Tirana to Port Velmora on Monday."];
        let places = ["Tirana = place:tirana", "Port Velmora = place:port velmora"];
        assert_eq!(named("en", &text, &[]), places);
        assert_eq!(named("en", &text, &identified), [places[0], "Port Velmora = org:port velmora"]);
    }
}
