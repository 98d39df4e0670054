//! The particles of Korean, which are written onto the word that they follow: `제재는`,
//! `제재를` and `제재에서도` are one word. Verbs are left as they are.
//!
//! Many particles have two shapes, one behind a vowel and one behind a consonant, by
//! which they are told from the ends of words: `국가` (a nation) has no `가`, since `국`
//! ends in a consonant.

/// Of a word so many syllables are left: many words of two end as a particle does.
const LEFT: usize = 2;

/// What the syllable before a particle ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    Any,
    Vowel,
    Consonant,
    /// A vowel or `ㄹ`.
    Open,
    /// A consonant that is no `ㄹ`.
    Closed,
}

use Behind::{Any, Closed, Consonant, Open, Vowel};

/// What is taken off. Where several stand behind one another, one after the other is.
const PARTICLES: [(&str, Behind); 47] = [
    ("은", Consonant),
    ("이", Consonant),
    ("을", Consonant),
    ("과", Consonant),
    ("이나", Consonant),
    ("이다", Consonant),
    ("이며", Consonant),
    ("이라", Consonant),
    ("이라고", Consonant),
    ("이라는", Consonant),
    ("이란", Consonant),
    ("는", Vowel),
    ("가", Vowel),
    ("를", Vowel),
    ("와", Vowel),
    ("라고", Vowel),
    ("라는", Vowel),
    ("로", Open),
    ("로서", Open),
    ("로써", Open),
    ("로부터", Open),
    ("으로", Closed),
    ("으로서", Closed),
    ("으로써", Closed),
    ("으로부터", Closed),
    ("의", Any),
    ("에", Any),
    ("에서", Any),
    ("에선", Any),
    ("에게", Any),
    ("에게서", Any),
    ("께", Any),
    ("께서", Any),
    ("한테", Any),
    ("도", Any),
    ("만", Any),
    ("까지", Any),
    ("부터", Any),
    ("보다", Any),
    ("처럼", Any),
    ("만큼", Any),
    ("마다", Any),
    ("조차", Any),
    ("마저", Any),
    ("밖에", Any),
    ("뿐", Any),
    ("들", Any),
];

/// Takes the particles off a folded form.
pub(super) fn without_particles(form: &str) -> &str {
    let mut word = form;
    while let Some(shorter) = without_one(word) {
        word = shorter;
    }
    word
}

/// Takes the longest particle off that a word ends with.
fn without_one(word: &str) -> Option<&str> {
    let found = PARTICLES.iter().filter_map(|(particle, behind)| {
        let rest = word.strip_suffix(particle)?;
        let last = rest.chars().next_back()?;
        (rest.chars().count() >= LEFT && stands_behind(*behind, last)).then_some(rest)
    });
    found.min_by_key(|rest| rest.len())
}

fn stands_behind(behind: Behind, last: char) -> bool {
    const RIEUL: u32 = 8;
    // How a foreign name ends is not known.
    let Some(end) = final_consonant(last) else { return true };
    match behind {
        Any => true,
        Vowel => end == 0,
        Consonant => end != 0,
        Open => end == 0 || end == RIEUL,
        Closed => end != 0 && end != RIEUL,
    }
}

/// The number of the consonant that a syllable ends in, 0 for none; `None` where it is
/// no syllable.
fn final_consonant(syllable: char) -> Option<u32> {
    const ENDS: u32 = 28;
    matches!(syllable, '가'..='힣').then(|| (u32::from(syllable) - u32::from('가')) % ENDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_told_from_the_ends_of_words() {
        for (form, expected) in [
            ("제재를", "제재"),
            ("제재는", "제재"),
            ("제재에서도", "제재"),
            ("대통령은", "대통령"),
            ("대통령께서는", "대통령"),
            ("사람들에게", "사람"),
            ("서울로", "서울"),
            ("평양으로부터", "평양"),
            ("회의를", "회의"),
            ("대만의", "대만"),
            ("nato는", "nato"),
            ("nato와의", "nato"),
            // Nations, appraisals and autumn end as particles do, and have none.
            ("국가", "국가"),
            ("선진국가", "선진국가"),
            ("재평가", "재평가"),
            ("늦가을", "늦가을"),
            ("물을", "물을"),
            ("를", "를"),
            ("", ""),
        ] {
            assert_eq!(without_particles(form), expected, "{form}");
        }
    }
}
