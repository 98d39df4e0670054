//! Where an article says that two names mean one thing: "X (Y)", "X, known
//! as Y".

use std::ops::Range;

use super::{
    acronym::{can_come_of, initials, is_acronym},
    key::{forms, key_of, name_words},
};
use crate::{
    entities::{Kind, Mention, gazetteer::Gazetteer},
    text::Analysis,
};

/// What may stand between the two names of "X, known as Y", folded.
const KNOWN_AS: [&str; 22] = [
    "known as",
    "also known as",
    "better known as",
    "widely known as",
    "commonly known as",
    "otherwise known as",
    "formerly known as",
    "formerly",
    "also called",
    "a.k.a.",
    "aka",
    "dubbed",
    "abbreviated as",
    "connu sous le nom de",
    "connue sous le nom de",
    "dit",
    "المعروف باسم",
    "المعروفة باسم",
    "معروف به",
    "موسوم به",
    "المعروف بـ",
    "المعروفة بـ",
];

/// The longest text between two names that is looked at, in bytes.
const MAX_BETWEEN: usize = 60;

/// How an article says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// "Mujahedin-e-Khalq Organization (MKO)".
    Bracket,
    /// "Ansarullah, also known as the Houthis".
    KnownAs,
}

/// Two names of one thing, by their keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alias {
    /// The shorter name, or the one that is explained.
    pub short: String,
    /// The full name.
    pub full: String,
    /// How the article says it.
    pub evidence: Evidence,
}

/// Two mentions of one thing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Definition {
    pub short: usize,
    pub full: usize,
    pub evidence: Evidence,
}

/// Returns what an article says about the names of its mentions, each pair of
/// names once. The mentions are in order of place, and the paragraphs are those
/// that were analysed.
pub fn aliases(
    analysis: &Analysis,
    paragraphs: &[&str],
    mentions: &[Mention],
    gazetteer: &Gazetteer,
) -> Vec<Alias> {
    let mut found = Vec::new();
    for definition in definitions(analysis, paragraphs, mentions, gazetteer) {
        let kind = mentions[definition.full].kind;
        let alias = Alias {
            short: key_of(analysis, mentions[definition.short].tokens.clone(), kind),
            full: key_of(analysis, mentions[definition.full].tokens.clone(), kind),
            evidence: definition.evidence,
        };
        if alias.short != alias.full && !found.contains(&alias) {
            found.push(alias);
        }
    }
    found
}

pub(super) fn definitions(
    analysis: &Analysis,
    paragraphs: &[&str],
    mentions: &[Mention],
    gazetteer: &Gazetteer,
) -> Vec<Definition> {
    let mut found = Vec::new();
    for (at, pair) in mentions.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let (Some(a), Some(b)) = (place(analysis, first), place(analysis, second)) else {
            continue;
        };
        let Some(text) = paragraphs.get(a.0).filter(|_| a.0 == b.0) else { continue };
        let Some(between) = text.get(a.1.end..b.1.start).filter(|t| t.len() <= MAX_BETWEEN) else {
            continue;
        };
        let after = text.get(b.1.end..).unwrap_or_default();
        let Some(evidence) = evidence(between, after) else { continue };
        let written = [a, b].map(|(_, bytes)| text.get(bytes).unwrap_or_default());
        let mut definition = Definition { short: at + 1, full: at, evidence };
        if is_acronym(written[0]) && !is_acronym(written[1]) {
            definition = Definition { short: at, full: at + 1, evidence };
        }
        let short_written = written[definition.short - at];
        if is_meant(analysis, paragraphs, mentions, gazetteer, definition, short_written) {
            found.push(definition);
        }
    }
    found
}

/// The paragraph and the bytes of a mention.
fn place(analysis: &Analysis, mention: &Mention) -> Option<(usize, Range<usize>)> {
    let tokens = analysis.tokens.get(mention.tokens.start as usize..mention.tokens.end as usize)?;
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some((first.paragraph as usize, first.start as usize..last.end as usize))
}

/// Which ASCII characters what says it may begin with: a bracket, or a phrase of
/// [`KNOWN_AS`].
static BEGINNINGS: [bool; 128] = {
    let (mut beginnings, mut at) = ([false; 128], 0);
    beginnings[b'(' as usize] = true;
    while at < KNOWN_AS.len() {
        let first = KNOWN_AS[at].as_bytes()[0];
        if first.is_ascii() {
            beginnings[first as usize] = true;
        }
        at += 1;
    }
    beginnings
};

/// Whether a text between two names may say that they mean one thing: of most the
/// first letter tells that it does not.
fn may_be_evidence(between: &str) -> bool {
    let is_first = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'(' || !byte.is_ascii();
    let first = between.bytes().find(is_first);
    first.is_some_and(|first| {
        let first = usize::from(first.to_ascii_lowercase());
        // What is not ASCII is looked at.
        BEGINNINGS.get(first).copied().unwrap_or(true)
    })
}

fn evidence(between: &str, after: &str) -> Option<Evidence> {
    if !may_be_evidence(between) {
        return None;
    }
    let quote = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»');
    let between = between.trim_start_matches(quote).trim();
    if let Some(inside) = between.strip_prefix('(') {
        let inside = inside.to_lowercase();
        let inside = inside.trim().trim_matches(quote).trim();
        let is_bare = matches!(inside, "" | "the" | "or" | "ou" | "or the" | "aka" | "a.k.a.");
        let after = after.trim_start_matches(quote).trim_start();
        return (is_bare && after.starts_with([')', ',', ';', '/'])).then_some(Evidence::Bracket);
    }
    let words = between.trim_matches(|c: char| c == ',' || c == '(' || quote(c)).trim();
    let words =
        match words.len().checked_sub(" the".len()).and_then(|at| words.split_at_checked(at)) {
            Some((before, the)) if the.eq_ignore_ascii_case(" the") => before.trim(),
            _ => words,
        };
    let is_known = KNOWN_AS.iter().any(|known| known.eq_ignore_ascii_case(words));
    is_known.then_some(Evidence::KnownAs)
}

/// Whether two names beside each other can mean one thing.
fn is_meant(
    analysis: &Analysis,
    paragraphs: &[&str],
    mentions: &[Mention],
    gazetteer: &Gazetteer,
    definition: Definition,
    short_written: &str,
) -> bool {
    let (short, full) = (&mentions[definition.short], &mentions[definition.full]);
    let is_body = |kind| matches!(kind, Kind::Organisation | Kind::Other);
    let kinds_agree = short.kind == full.kind || (is_body(short.kind) && is_body(full.kind));
    let known = |mention: &Mention| gazetteer.exactly(analysis, paragraphs, mention);
    let (known_short, known_full) = (known(short), known(full));
    if !kinds_agree {
        return false;
    }
    let words = name_words(&forms(analysis, full.tokens.clone()), full.kind);
    let letters: String = forms(analysis, short.tokens.clone()).concat();
    // "International Chamber of Commerce (ICC)" is not the court of these letters.
    let initials = || initials(words.iter().map(AsRef::as_ref)).any(|made| made == letters);
    let is_known_apart = known_short.is_some() && known_full.is_some() && known_short != known_full;
    if is_known_apart && !(definition.evidence == Evidence::Bracket && initials()) {
        return false;
    }
    if definition.evidence == Evidence::KnownAs {
        return true;
    }
    match full.kind {
        Kind::Person => false,
        // "Tirana (Albania)" is two places, "United States (US)" one.
        Kind::Place => is_acronym(short_written) && can_come_of(&letters, &words),
        _ if !is_acronym(short_written) => false,
        // An agency in brackets is credited, not defined.
        _ if known_short.is_some() && known_full.is_none() => can_come_of(&letters, &words),
        _ => words.len() > 1 || can_come_of(&letters, &words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_says_it_is_seen_to_say_it() {
        for known in KNOWN_AS {
            for between in [format!(", {known} "), format!(" “{known} the "), format!("'{known}")]
            {
                assert_eq!(evidence(&between, ""), Some(Evidence::KnownAs), "{between}");
            }
        }
        assert_eq!(evidence(" (", ")"), Some(Evidence::Bracket));
        assert_eq!(evidence("\" (or ", "), "), Some(Evidence::Bracket));
        assert_eq!(
            [", ", " met ", " and ", "'s ", " 5 "].map(|said| evidence(said, "")),
            [None; 5]
        );
    }
}
