//! The place line that opens a report: `TEHRAN – `, `Damascus, SANA – `,
//! `Pyongyang, March 21 (KCNA) -- `.

use super::agencies::Agencies;
use crate::archive::dates::{self, Pieces};
use crate::archive::fold::collapse;

/// What a dateline says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::archive) struct Dateline {
    /// The places, as printed.
    pub place: Option<String>,
    /// The agency, as printed.
    pub agency: Option<String>,
    /// The date.
    pub when: Option<Pieces>,
}

/// A dateline ends within so many characters.
const MAX_LENGTH: usize = 90;
/// A place has at most so many words.
const MAX_WORDS: usize = 4;
/// The first character of the scripts of East Asia, and how many letters a place has
/// in them at most.
const FIRST_UNSPACED: char = '\u{2e80}';
const MAX_UNSPACED: usize = 6;
/// At most so many dashes are tried.
const MAX_DASHES: usize = 3;

/// Words in capitals that stand before a dash and are no place.
const NOT_PLACES: [&str; 44] = [
    "ALERT",
    "ANALYSIS",
    "ARTICLE",
    "BREAKING",
    "BREAKING NEWS",
    "BRIEF",
    "COLUMN",
    "COMMENT",
    "COMMENTARY",
    "CORRECTED",
    "CORRECTION",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FEATURE",
    "FLASH",
    "FOCUS",
    "GALLERY",
    "HIGHLIGHTS",
    "IN PICTURES",
    "INSIGHT",
    "INTERVIEW",
    "LIVE",
    "NEWS",
    "NOTE",
    "OBITUARY",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PROFILE",
    "Q&A",
    "REPORT",
    "REVIEW",
    "SPECIAL",
    "SPORT",
    "SPORTS",
    "TEXT",
    "TIMELINE",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WATCH",
];

/// Reads the dateline that a text begins with.
pub(in crate::archive) fn read(text: &str, agencies: &Agencies) -> Option<Dateline> {
    let limit = text.char_indices().nth(MAX_LENGTH).map_or(text.len(), |(at, _)| at);
    let head = &text[..limit];
    let mut dashes = dashes(head).take(MAX_DASHES).peekable();
    while let Some((start, end)) = dashes.next() {
        let colon = head[start..end].contains(':');
        let Some(mut found) = read_before(&head[..start], colon, agencies) else {
            continue;
        };
        // "Tehran- IRNA- The minister": the agency stands behind a dash.
        let after = &head[end..];
        let next = dashes.peek().and_then(|(next, _)| head.get(end..*next));
        let word = after.split_whitespace().next();
        let named = |name: &&str| agencies.find(name.trim()).is_some();
        let second =
            next.filter(named).or_else(|| word.filter(|_| !after.starts_with(' ')).filter(named));
        if found.agency.is_none()
            && let Some(name) = second
        {
            found.agency = Some(name.trim().to_owned());
        }
        return Some(found);
    }
    None
}

/// Returns where the dashes of `head` begin and end: long ones anywhere, short
/// ones beside a space, and colons.
fn dashes(head: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut skip_to = 0;
    head.char_indices().filter_map(move |(at, c)| {
        let may_be_one = matches!(c, '–' | '—' | '―' | '‒' | '−' | ':' | '-' | '_');
        if at < skip_to || at == 0 || !may_be_one {
            return None;
        }
        let after = &head[at + c.len_utf8()..];
        let before = &head[..at];
        let spaced =
            before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace);
        let uncased =
            before.chars().next_back().is_some_and(|c| !c.is_ascii() && c.is_alphabetic());
        // "SANA-The": an abbreviation after a place, then a new sentence.
        let word = before.rsplit([' ', '(']).next().unwrap_or_default();
        let glued = word.len() >= 3
            && before.contains([',', '('])
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && after.starts_with(char::is_uppercase);
        let end = match c {
            '–' | '—' | '―' | '‒' | '−' | ':' => at + c.len_utf8(),
            '-' if after.starts_with('-') => {
                at + 2 + after[1..].len() - after[1..].trim_start_matches('-').len()
            }
            '-' if spaced || uncased || glued || before.ends_with(')') => at + 1,
            '_' if after.starts_with(char::is_whitespace) => at + 1,
            _ => return None,
        };
        skip_to = end;
        Some((at, end))
    })
}

/// Reads what stands before a dash; `None` where it is no dateline.
fn read_before(before: &str, colon: bool, agencies: &Agencies) -> Option<Dateline> {
    let mut found = Dateline { place: None, agency: None, when: None };
    let mut places: Vec<&str> = Vec::new();
    let mut credits: Vec<&str> = Vec::new();
    let mut dated = String::new();
    let mut known = false;
    for (bracketed, segment) in segments(before) {
        let joined = match dated.as_str() {
            "" => segment.to_owned(),
            dated => format!("{dated}, {segment}"),
        };
        if agencies.find(segment).is_some() {
            known = true;
            credits.push(segment);
        } else if let Some(pieces) = dates::read_whole(&joined) {
            found.when = Some(pieces);
            dated = joined;
        } else if bracketed {
            // "BEIRUT (Daily Star)": a newspaper that is no agency.
            credits.push(segment);
        } else if let Some((place, agency)) = place_and_agency(segment, agencies) {
            known = true;
            places.push(place);
            credits.push(agency);
        } else {
            places.push(segment);
        }
    }
    let placed = places.len() <= 3 && places.iter().all(|place| is_placelike(place));
    let alone = places.first().is_some_and(|place| is_sure(place, agencies));
    let sure = if colon { known } else { known || found.when.is_some() || alone };
    if !placed || !sure || places.is_empty() && !known {
        return None;
    }
    found.place = (!places.is_empty()).then(|| collapse(&places.join(", ")));
    found.agency = (!credits.is_empty()).then(|| collapse(&credits.join(", ")));
    Some(found)
}

/// Splits at commas, at brackets and at hyphens beside a space; says of each
/// segment whether it stands in brackets.
fn segments(before: &str) -> Vec<(bool, &str)> {
    let mut segments = Vec::new();
    for (at, part) in before.split(['(', ')']).enumerate() {
        let commas = part.split([',', '،']);
        let pieces = commas.flat_map(|piece| piece.split("- ")).flat_map(|piece| piece.split(" -"));
        segments.extend(pieces.map(|piece| (at % 2 == 1, piece.trim())));
    }
    segments.retain(|(_, segment)| !segment.is_empty());
    segments
}

/// Splits "Damascus SANA" and "دمشق / سانا".
fn place_and_agency<'a>(segment: &'a str, agencies: &Agencies) -> Option<(&'a str, &'a str)> {
    let (place, agency) = segment.rsplit_once([' ', '/'])?;
    let place = place.trim_end_matches([' ', '/']);
    let printed = agencies.find(agency).is_some() && agency.chars().all(|c| !c.is_lowercase());
    (printed && !place.is_empty()).then_some((place, agency))
}

/// Whether a place needs no date and no agency beside it: it is printed in
/// capitals, or is where an agency is seated.
fn is_sure(place: &str, agencies: &Agencies) -> bool {
    if NOT_PLACES.contains(&place) {
        return false;
    }
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let capitals =
        place.chars().all(|c| !c.is_lowercase()) && place.chars().any(char::is_uppercase);
    // A script without capitals: a word or two, and then a dash.
    let uncased = place.chars().all(|c| !c.is_lowercase() && !c.is_uppercase());
    let few = place.split_whitespace().count() <= 2;
    // Words of these scripts stand without spaces between them.
    let is_unspaced = place.chars().any(|c| c >= FIRST_UNSPACED);
    let most = if is_unspaced { MAX_UNSPACED } else { usize::MAX };
    (capitals && letters >= 3)
        || (uncased && few && (2..=most).contains(&letters))
        || place.split('/').all(|part| agencies.is_seat(part.trim()))
}

fn is_placelike(place: &str) -> bool {
    const PARTICLES: [&str; 18] = [
        "de", "la", "le", "el", "al", "of", "and", "the", "upon", "sur", "am", "di", "da", "do",
        "du", "del", "bin", "an",
    ];
    let words = place.split([' ', '/', '-']).filter(|word| !word.is_empty());
    let named = |word: &str| {
        PARTICLES.contains(&word)
            || word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    };
    let clean =
        |c: char| c.is_alphabetic() || c.is_whitespace() || "./'’‘`-".contains(c) || is_sign(c);
    let (count, all) = words.fold((0, true), |(count, all), word| (count + 1, all && named(word)));
    let most = if place.contains('/') { 2 * MAX_WORDS } else { MAX_WORDS };
    all && (1..=most).contains(&count) && place.chars().all(clean)
}

/// Vowel signs and joiners of scripts that use them within words.
fn is_sign(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || c == '\u{200c}' || c == '\u{200d}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        match read(text, &Agencies::new(&[])) {
            None => "-".to_owned(),
            Some(found) => {
                let shown = |part: Option<String>| part.unwrap_or_default();
                let dated = if found.when.is_some() { "+date" } else { "" };
                format!("{}|{}{dated}", shown(found.place), shown(found.agency))
            }
        }
    }

    #[test]
    fn datelines_as_they_are_printed() {
        for (text, expected) in [
            ("TEHRAN – The bridge", "TEHRAN|"),
            ("TEHRAN- The bridge", "TEHRAN|"),
            ("TEHRAN — The bridge", "TEHRAN|"),
            ("TEHRAN –Deputy", "TEHRAN|"),
            ("TEHRAN _ The bridge", "TEHRAN|"),
            ("TERHAN – The bridge", "TERHAN|"),
            ("Tehran, IRNA - The bridge", "Tehran|IRNA"),
            ("Tehran- IRNA- The bridge", "Tehran|IRNA"),
            ("Tehran – The bridge", "Tehran|"),
            ("Damascus, SANA – The bridge", "Damascus|SANA"),
            ("Damascus/Hasaka, SANA-The bridge", "Damascus/Hasaka|SANA"),
            ("Damascus/Hasaka, SANA- The bridge", "Damascus/Hasaka|SANA"),
            ("KAZAN, Russia – The bridge", "KAZAN, Russia|"),
            ("VIENNA/TEHRAN - The bridge", "VIENNA/TEHRAN|"),
            ("WASHINGTON (AP) — The bridge", "WASHINGTON|AP"),
            ("WASHINGTON (Reuters) - The bridge", "WASHINGTON|Reuters"),
            ("NEW YORK, Sept. 5 (Xinhua) -- The bridge", "NEW YORK|Xinhua+date"),
            ("Pyongyang, March 21 (KCNA) -- The bridge", "Pyongyang|KCNA+date"),
            ("Lakeside, March 21, 2020 – The bridge", "Lakeside|+date"),
            ("London, Jan. 6.—'Under the bridge", "London|+date"),
            ("دمشق-سانا الجسر", "دمشق|سانا"),
            ("تهران - ایرنا - پل", "تهران|ایرنا"),
            ("ANKARA (Reuters): The bridge", "ANKARA|Reuters"),
            ("ABNA - The bridge", "|ABNA"),
            ("BEIRUT (Daily Star) -- The bridge", "BEIRUT|Daily Star"),
            ("SAN'A, Yemen (AP) -- The bridge", "SAN'A, Yemen|AP"),
            ("EL-ARISH, Egypt (SANA, AP) -- The bridge", "EL-ARISH, Egypt|SANA, AP"),
        ] {
            assert_eq!(check(text), expected, "{text}");
        }
    }

    #[test]
    fn other_dashes_are_none() {
        for text in [
            "Exclusive – The bridge",
            "EXCLUSIVE – The bridge",
            "The bridge – a work of years – has opened",
            "While the town has long waited — between two rivers",
            "John Smith – a builder",
            "VOLUME TWENTY-THREE",
            "The council (founded in 1900) – and the mill",
            "TEHRAN The bridge",
            "TEHRAN: The bridge",
            "Anglo-French talks",
            "1,200 – so many",
            "12 Comments – The bridge",
            "10 September 2022 – The bridge",
            "SATURDAY – The bridge",
            "保供稳价用药需求 全力保障 — 记者",
            "– The bridge",
            "A – B",
            "",
            "-",
        ] {
            assert_eq!(check(text), "-", "{text}");
        }
    }
}
