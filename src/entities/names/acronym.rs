//! Acronyms and what they are made of.

use super::key::JOINTS_AND_SMALL;

/// The most letters of an acronym.
const MAX_LETTERS: usize = 10;

/// The least letters that are taken for the initials of a name without the
/// text saying so.
pub(super) const MIN_UNSAID: usize = 3;

/// The least letters with which two words begin alike, or one more where both have
/// more.
const MIN_ALIKE: usize = 4;

/// Whether a name, as written, is an acronym: one word, nearly all capitals.
pub(super) fn is_acronym(written: &str) -> bool {
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = written.chars().filter(|c| c.is_uppercase()).count();
    (2..=MAX_LETTERS).contains(&letters)
        && capitals >= 2
        && capitals * 3 >= letters * 2
        && !written.contains(char::is_whitespace)
}

/// Returns what acronyms of a name are: the initials of all its words, and of
/// all but the small ones where that differs.
pub(super) fn initials<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    let (mut all, mut large) = (String::new(), String::new());
    for word in words {
        let initial = word.chars().next();
        all.extend(initial);
        if !JOINTS_AND_SMALL.contains(&word) {
            large.extend(initial);
        }
    }
    let large = (large != all).then_some(large);
    std::iter::once(all).chain(large)
}

/// Whether an acronym can come of a name: it begins with an initial, and all
/// its letters stand in the name, in order.
pub(super) fn can_come_of(acronym: &str, words: &[impl AsRef<str>]) -> bool {
    let letters = acronym.trim_end_matches(|c: char| c.is_ascii_digit());
    let Some(first) = letters.chars().next() else {
        return false;
    };
    let starts = |word: &str| word.starts_with(first);
    words.iter().enumerate().filter(|(_, word)| starts(word.as_ref())).any(|(at, _)| {
        let mut name = words[at..].iter().flat_map(|word| word.as_ref().chars());
        letters.chars().all(|letter| name.any(|c| c == letter))
    })
}

/// Whether a text gives an acronym of the tables a meaning of its own: it is the
/// initials of the full name, and no name of the tables for it has half of the
/// words of that. What has them is another way to write what the tables mean.
pub(super) fn is_another<'k>(
    acronym: &str,
    full: &[&str],
    mut known: impl Iterator<Item = Vec<&'k str>>,
) -> bool {
    let large = |word: &&&str| !JOINTS_AND_SMALL.contains(*word);
    let words = full.iter().filter(large).count();
    let shared = |name: &[&str]| {
        full.iter().filter(large).filter(|word| name.iter().any(|own| is_alike(word, own))).count()
    };
    initials(full.iter().copied()).any(|letters| letters == acronym)
        && !known.any(|name| shared(&name) * 2 >= words)
}

/// Words that begin alike: "organisation" and "organization", "Iran" and "Iranian".
fn is_alike(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || (common >= MIN_ALIKE && common >= shorter.min(MIN_ALIKE + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<&str> {
        name.split(' ').collect()
    }

    fn is_initials(acronym: &str, words: &[&str]) -> bool {
        initials(words.iter().copied()).any(|letters| letters == acronym)
    }

    #[test]
    fn acronyms_are_told_by_their_capitals() {
        for (written, expected) in [
            ("MKO", true),
            ("U.S.", true),
            ("UNSCEAR", true),
            ("AfDB", true),
            ("G20", false),
            ("Iran", false),
            ("UN Women", false),
            ("A", false),
        ] {
            assert_eq!(is_acronym(written), expected, "{written}");
        }
    }

    #[test]
    fn initials_and_letters() {
        let khalq = words("mujahedin khalq organization");
        assert!(is_initials("mko", &khalq) && can_come_of("mko", &khalq));
        let agency = words("international atomic energy agency");
        assert!(is_initials("iaea", &agency) && !is_initials("ia", &agency));
        assert!(is_initials("cbi", &words("central bank of iran")));
        assert!(can_come_of(
            "imidro",
            &words("iranian mines and industries development and renovation organization")
        ));
        assert!(!can_come_of("irna", &words("tehran")));
    }

    #[test]
    fn a_text_may_mean_another_body() {
        for (acronym, full, known, expected) in [
            (
                "nato",
                "national aquatic trainers organisation",
                "north atlantic treaty organization",
                true,
            ),
            ("icc", "international chamber of commerce", "international criminal court", true),
            (
                "imo",
                "iran meteorological organization",
                "international maritime organization",
                true,
            ),
            ("un", "ural nomads", "united nations", true),
            ("ircs", "iran red crescent society", "iranian red crescent society", false),
            ("mko", "mojahedin khalq organisation", "mujahedin khalq organization", false),
            ("ime", "iran mercantile market", "iran mercantile exchange", false),
            ("nato", "atlantic alliance", "north atlantic treaty organization", false),
        ] {
            let known = [words(acronym), words(known)];
            let found = is_another(acronym, &words(full), known.into_iter());
            assert_eq!(found, expected, "{full}");
        }
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let agency = words("international atomic energy agency");
        assert!(!can_come_of("", &agency));
    }
}
