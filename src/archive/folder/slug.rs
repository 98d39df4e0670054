//! Headlines out of file names.

use crate::archive::fold::collapse;

/// Returns the words of a slug such as `Iran-condemns-terror-attack`, with
/// what can be restored of what the slug lost:
///
/// - a lone `s` after a word becomes `'s`, a lone `t` after a word in `n`
///   becomes `'t`, a lone `ll` or `ve` after a word becomes `'ll`, `'ve`;
/// - two or more capitals in a row, each alone, become initials: `U-S` is
///   "U.S."; a leading `A` or `I` of three or more stays a word of its own.
///
/// Other marks and decimal points cannot be told from spaces and stay lost.
pub(in crate::archive) fn readable(slug: &str) -> String {
    let words: Vec<&str> = slug
        .split(|c: char| c == '-' || c == '_' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let mut text = String::with_capacity(slug.len());
    let mut at = 0;
    while at < words.len() {
        let run = initials(&words[at..]);
        if run >= 2 {
            text.push(' ');
            words[at..at + run].iter().for_each(|letter| {
                text.push_str(letter);
                text.push('.');
            });
            at += run;
            continue;
        }
        let word = words[at];
        let joined = match word {
            "s" => text.ends_with(|c: char| c.is_alphanumeric() || c == '.'),
            "t" => text.ends_with('n'),
            "ll" | "ve" => text.ends_with(char::is_alphabetic),
            _ => false,
        };
        text.push(if joined { '\'' } else { ' ' });
        text.push_str(word);
        at += 1;
    }
    collapse(&text)
}

/// Counts the lone capitals that `words` begin with and that are initials.
fn initials(words: &[&str]) -> usize {
    let capital = |word: &&&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    };
    let run = words.iter().take_while(capital).count();
    let article = run >= 3 && matches!(words[0], "A" | "I");
    if article { 0 } else { run }
}

/// Returns a name in small letters and digits with `-` between words, for
/// identities: "Le Monde" is `le-monde`.
pub(in crate::archive) fn of(name: &str) -> String {
    let folded = crate::archive::fold::fold(name);
    let mut slug = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '\'' | '.' => {}
            c if c.is_alphanumeric() => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_become_headlines() {
        for (slug, expected) in [
            ("Iran-condemns-terror-attack", "Iran condemns terror attack"),
            ("EU-s-Mora", "EU's Mora"),
            ("Can-t-stop-won-t-stop", "Can't stop won't stop"),
            ("U-S-wrestlers-ready", "U.S. wrestlers ready"),
            ("Why-U-S-s-plan", "Why U.S.'s plan"),
            ("A-U-S-diplomat", "A U.S. diplomat"),
            ("we-ll-see-what-they-ve-done", "we'll see what they've done"),
            ("plan-B-works", "plan B works"),
            ("s-Hertogenbosch", "s Hertogenbosch"),
            ("--a__b--", "a b"),
            ("", ""),
        ] {
            assert_eq!(readable(slug), expected, "{slug}");
        }
    }

    #[test]
    fn names_become_slugs() {
        for (name, expected) in [
            ("Le Monde", "le-monde"),
            ("  El País! ", "el-pais"),
            ("L'Équipe (Paris)", "lequipe-paris"),
            ("…", ""),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
    }
}
