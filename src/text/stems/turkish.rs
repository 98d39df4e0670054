//! The letters of Turkish, and how the stemmer wants them: it takes off only an ending
//! whose vowel agrees with one before it, and folding took what vowels agree in.

const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

/// Where in the mouth a vowel is made. The vowels of endings follow the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Front,
    Back,
}

/// Roots whose `ş` or `ç` would be read as the beginning of an ending. Of one syllable
/// any may be.
const ROOTS: [&str; 41] = [
    "acilis",
    "akis",
    "alis",
    "anlayis",
    "arkadas",
    "artis",
    "ates",
    "atis",
    "bakis",
    "baris",
    "cagdas",
    "cikis",
    "davranis",
    "direnis",
    "dogus",
    "donus",
    "dusus",
    "gecis",
    "giris",
    "gorus",
    "gumus",
    "gunes",
    "inis",
    "kapanis",
    "kardes",
    "kumas",
    "kurulus",
    "kurus",
    "maas",
    "meslektas",
    "parc",
    "satis",
    "savas",
    "telas",
    "ucus",
    "varis",
    "vatandas",
    "yaris",
    "yoldas",
    "yukselis",
    "yurttas",
];

/// Rewrites a folded word with the letters that the Turkish stemmer knows. Where `a` and
/// `e` are made is known; the other vowels go with those around them, so `gunler` is
/// `günler` and `kitabi` ends in `ı`. In a word that has neither (`gunu`) they go with
/// each other, and that is enough: folding makes one stem of both readings.
pub(super) fn to_turkish_letters(form: &str) -> String {
    let mut word = String::with_capacity(2 * form.len());
    let mut last = None;
    for (at, letter) in form.char_indices() {
        let (before, after) = (&form[..at], &form[at + letter.len_utf8()..]);
        if VOWELS.contains(&letter) {
            last = Some(place(letter, before, after, last));
        }
        word.push(match letter {
            'i' if last == Some(Place::Back) => 'ı',
            'o' if last == Some(Place::Front) => 'ö',
            'u' if last == Some(Place::Front) => 'ü',
            'g' if before.ends_with(VOWELS) && syllables(before) > 1 => 'ğ',
            's' if is_of_root(before, letter) || is_reported(before, after) => 'ş',
            'c' if is_of_root(before, letter) || before.ends_with(VOICELESS) => 'ç',
            _ => letter,
        });
    }
    word
}

/// Behind these an ending begins with `ç`, which folds to `c`.
const VOICELESS: [char; 6] = ['f', 'h', 'k', 'p', 's', 't'];

/// Where a vowel is made that has these letters before and behind it; `last` is where
/// the vowel before it is made. Between one of each it is that of loanwords, `i` or `u`.
fn place(vowel: char, before: &str, after: &str, last: Option<Place>) -> Place {
    let back = last == Some(Place::Back) || after.contains('a');
    let front = last == Some(Place::Front) || after.contains('e');
    match vowel {
        'a' => Place::Back,
        'e' => Place::Front,
        'i' if is_ki(before, after) => Place::Front,
        'i' if back && !front => Place::Back,
        'i' => Place::Front,
        _ if front && !back => Place::Front,
        _ => Place::Back,
    }
}

/// Whether an `i` is that of the ending `ki`, the same behind all vowels: `ankaradaki`.
fn is_ki(before: &str, after: &str) -> bool {
    ["dak", "tak"].iter().any(|end| before.ends_with(end)) && !after.contains('a')
}

/// Whether a letter behind these is the last of a root.
fn is_of_root(before: &str, letter: char) -> bool {
    let is_first_syllable = before.ends_with(VOWELS) && syllables(before) == 1;
    letter == 's' && is_first_syllable
        || ROOTS.iter().any(|root| root.strip_suffix(letter) == Some(before))
}

/// Whether an `s` between these is that of the ending `miş`, which others may follow.
fn is_reported(before: &str, after: &str) -> bool {
    let verb = ["mi", "mu"].iter().find_map(|end| before.strip_suffix(end));
    verb.is_some_and(|verb| syllables(verb) > 0)
        && (after.is_empty() || FOLLOWING.iter().any(|ending| after.starts_with(ending)))
}

const FOLLOWING: [&str; 8] = ["ca", "ce", "la", "le", "sa", "se", "ti", "tu"];

fn syllables(letters: &str) -> usize {
    letters.matches(VOWELS).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowels_agree() {
        for (form, word) in [
            ("gunler", "günler"),
            ("gunu", "gunu"),
            ("yollarin", "yolların"),
            ("kitabinda", "kıtabında"),
            ("evlerimizin", "evlerimizin"),
            ("tarihe", "tarihe"),
            ("doktorlar", "doktorlar"),
            ("ankaradaki", "ankaradaki"),
            ("hukumetin", "hükümetin"),
        ] {
            assert_eq!(to_turkish_letters(form), word, "{form}");
        }
    }

    #[test]
    fn consonants_are_those_of_the_language() {
        for (form, word) in [
            ("birligi", "birliği"),
            ("ligi", "ligi"),
            ("gelmis", "gelmiş"),
            ("gelmisti", "gelmişti"),
            ("komisyon", "komısyon"),
            ("basinda", "başında"),
            ("savasi", "savaşı"),
            ("sayisi", "sayısı"),
            ("turkce", "türkçe"),
            ("parca", "parça"),
            ("", ""),
        ] {
            assert_eq!(to_turkish_letters(form), word, "{form}");
        }
    }
}
