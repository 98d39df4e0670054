//! Where sentences end inside a paragraph.
//!
//! A sentence ends between two words if
//!
//! 1. the text between them has a terminator (`.` `!` `?` `…` or one of another
//!    script), then perhaps closing quotation marks and brackets, then white
//!    space; the terminators of other scripts (`。` `؟` `۔` `।`) need none;
//! 2. the next word can begin a sentence: it begins with a capital letter, a
//!    digit, or a letter of a script without case; and
//! 3. a full stop directly behind the first word does not belong to it.
//!
//! For the third rule, the words that take a stop are of three kinds:
//!
//! - Titles (`Mr.`, `Gen.`, `St.`) and `vs.` never end a sentence.
//! - `No.`, `p.` and the months do not end one before a digit. Nor does a
//!   number of one or two digits in the languages that write `3.` for "third".
//! - Initials (`J. K. Rowling`), acronyms with stops (`U.S.`, `a.m.`), company
//!   forms (`Inc.`), `Jr.` and `etc.` may stand at the end or in the middle.
//!   They end a sentence only before one of [`OPENERS`], words that are
//!   capitalised nowhere else. So a sentence after `the U.S.` that begins with
//!   a name is not split off: a missed boundary costs a search less than a
//!   false one inside `U.S. President`.

use crate::article::Language;
use crate::text::letters::chars::{Class, classify, is_full_terminator};

/// Words with a stop that never end a sentence. Those with a capital count
/// only as written here: `gen.` may be the end of "the next gen."
const TITLES: [&str; 46] = [
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cpl", "Pvt", "Sgt",
    "Brig", "Cmdr", "Adm", "Gov", "Sen", "Rep", "Reps", "Sens", "Pres", "St", "Ste", "Rev", "Hon",
    "Amb", "Msgr", "Mgr", "Mme", "Mlle", "Sra", "Srta", "Dra", "Ing", "Mt", "Ft", "vs", "approx",
    "est", "ca", "cf", "bzw", "им", "ул",
];

/// Words with a stop that end no sentence if a digit follows.
const BEFORE_NUMBERS: [&str; 25] = [
    "No", "Nos", "Nr", "Art", "Sec", "Fig", "Vol", "Ch", "no", "nos", "art", "vol", "pp", "Jan",
    "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

/// Words with a stop that end a sentence only before one of [`OPENERS`].
const UNDECIDED: [&str; 17] = [
    "Inc", "Ltd", "Co", "Corp", "Bros", "Jr", "Sr", "Plc", "Dept", "Univ", "Assn", "etc", "al",
    "Ave", "Blvd", "Rd", "Fr",
];

/// English words that are capitalised only where a sentence begins.
const OPENERS: [&str; 56] = [
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Earlier",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Many",
    "Meanwhile",
    "On",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "We",
    "What",
    "When",
    "While",
    "With",
    "You",
];

/// Returns whether a sentence ends between two words of a paragraph: the one
/// with the bytes `(start, end)` and the one that begins at `next`.
pub(super) fn ends_sentence(
    text: &str,
    (start, end): (usize, usize),
    next: usize,
    language: Option<Language>,
) -> bool {
    let (word, gap, after) = (&text[start..end], &text[end..next], &text[next..]);
    let Some(first) = after.chars().next() else {
        return false;
    };
    if gap.contains(is_full_terminator) {
        // 「…。」と述べた: a quotation inside the sentence.
        return !(first == 'と' && gap.ends_with(['」', '』']));
    }
    let terminator = gap.rfind(|c| classify(c) == Class::Terminator);
    let tail = match terminator {
        Some(at) => &gap[at..],
        None if word.ends_with('.') => gap,
        None => return false,
    };
    if !tail.contains(char::is_whitespace) || !can_begin(first) {
        return false;
    }
    let Some(word) = word_before_stop(word, gap) else {
        return true;
    };
    match stopped_word(word, language) {
        Stopped::Plain => true,
        Stopped::Title => false,
        Stopped::BeforeNumber => !first.is_numeric(),
        Stopped::Ordinal => false,
        Stopped::Undecided => is_opener(after),
    }
}

/// Whether a sentence can begin with this character.
fn can_begin(c: char) -> bool {
    !c.is_lowercase()
}

/// Returns the word, without its own stop, if a single full stop stands
/// directly behind it and nothing else ends the sentence.
fn word_before_stop<'a>(word: &'a str, gap: &str) -> Option<&'a str> {
    let stops = gap.chars().filter(|&c| classify(c) == Class::Terminator).count();
    match word.strip_suffix('.') {
        Some(acronym) => (stops == 0).then_some(acronym),
        None => (stops == 1 && gap.starts_with('.')).then_some(word),
    }
}

/// What a full stop behind a word may mean.
enum Stopped {
    /// The end of the sentence.
    Plain,
    Title,
    BeforeNumber,
    Ordinal,
    Undecided,
}

fn stopped_word(word: &str, language: Option<Language>) -> Stopped {
    let mut characters = word.chars();
    let single = characters.next().is_some() && characters.next().is_none();
    if word.contains('.') && !word.starts_with(|c: char| c.is_ascii_digit()) {
        return Stopped::Undecided;
    }
    if single && word.chars().all(char::is_alphabetic) {
        return match word {
            "p" | "S" | "s" => Stopped::BeforeNumber,
            _ => Stopped::Undecided,
        };
    }
    if word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit()) && ordinal_stop(language) {
        return Stopped::Ordinal;
    }
    let spanish = |language: Language| matches!(language.as_str(), "es" | "pt" | "it" | "ca");
    if TITLES.contains(&word) || (word == "Sr" && language.is_some_and(spanish)) {
        Stopped::Title
    } else if BEFORE_NUMBERS.contains(&word) {
        Stopped::BeforeNumber
    } else if UNDECIDED.contains(&word) {
        Stopped::Undecided
    } else {
        Stopped::Plain
    }
}

/// Whether a language writes ordinal numbers with a full stop.
fn ordinal_stop(language: Option<Language>) -> bool {
    language.is_some_and(|language| {
        matches!(
            language.as_str(),
            "cs" | "da"
                | "de"
                | "et"
                | "fi"
                | "hr"
                | "hu"
                | "is"
                | "lv"
                | "nb"
                | "nn"
                | "no"
                | "pl"
                | "sk"
                | "sl"
                | "sr"
                | "tr"
        )
    })
}

/// Whether a text begins with one of [`OPENERS`], and that is no initial.
fn is_opener(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    OPENERS.binary_search(&&text[..end]).is_ok() && !text[end..].starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Analysis, Analyzer, BoundaryKind};

    /// Returns the paragraph with `|` before the first word of each sentence.
    fn split(text: &str, language: Option<&str>) -> String {
        let mut analysis = Analysis::default();
        let language = language.and_then(Language::parse);
        Analyzer::new().analyze(language, std::iter::once(text), &mut analysis);
        let mut out = text.to_owned();
        let ends = analysis.boundaries.iter().rev();
        for end in ends.filter(|end| end.kind == BoundaryKind::Sentence) {
            let next = analysis.tokens.iter().find(|token| token.position > end.position).unwrap();
            out.insert(next.start as usize, '|');
        }
        out
    }

    #[test]
    fn openers_are_sorted() {
        assert!(OPENERS.is_sorted());
    }

    #[test]
    fn sentences_end_where_readers_see_it() {
        for expected in [
            "The talks failed. |Both sides left.",
            "Who fired first? |Nobody knows. |It was dark!",
            "“We will stay.” |He then left the room.",
            "(The vote was unanimous.) |The chair resigned.",
            "He said: “Stop!” “|Never,” she replied.",
            "“Stop!” he said, and ran.",
            "He asked “why?” and left.",
            "Mr. Smith met Dr. Jones and Prof. Brown.",
            "Lt. Gen. Omar Haddad and Sen. Jane Roe spoke in St. Louis.",
            "J. K. Rowling and George W. Bush dined with J.R.R. Tolkien.",
            "The U.S. President spoke at the U.N. General Assembly.",
            "Troops left the U.S. |The withdrawal took a year.",
            "They met at 7 a.m. |After that they flew home.",
            "They met at 7 a.m. Tehran time.",
            "Shares of Apple Inc. rose; Foo Corp. Chairman Lee sold.",
            "She works for Foo Ltd. |He does not.",
            "Martin Luther King Jr. |The march began there.",
            "Robert Downey Jr. Smiles.",
            "It opened on Sept. 11 and closed on Dec. 24.",
            "The accord ended in Dec. |Nobody noticed.",
            "Resolution No. 2231 was adopted. |No. 10 declined to comment.",
            "He said no. |Officials said yes.",
            "Inflation rose to 3.5 percent. |2022 was worse.",
            "It cost 2.5. |Nobody paid.",
            "He paused ... and went on.",
            "He paused… |Then he went on.",
            "He paused... |Then he went on.",
            "The firm (est. 1901) sells rice, tea, etc. |It is large.",
            "It was U.S. v. Jones, vs. Smith.",
            "Visit example.com. |Write to us.",
            "See morgue.Rs and 10.09.2022.",
            "The stop is spaced . |The next begins.",
            "Nothing follows.",
            "The army's. |The navy's.",
        ] {
            let text = expected.replace('|', "");
            assert_eq!(split(&text, None), expected);
            assert_eq!(split(&text, Some("en")), expected);
        }
    }

    #[test]
    fn other_languages_end_sentences_their_way() {
        for (language, expected) in [
            ("fr", "M. Macron a parlé. |Mme. Borne aussi."),
            ("de", "Am 3. Oktober wird gefeiert. |Es regnet."),
            ("en", "The score was 3. |Everyone left."),
            ("es", "El Sr. García habló. ¿|Quién oyó? ¡|Nadie!"),
            ("ru", "В 2022 г. Москва молчала. |Он ушёл."),
            ("fa", "او رفت. |ما ماندیم؟ |بله."),
            ("ur", "وہ گیا۔ |ہم رہے۔"),
            ("hi", "वह गया। |हम रहे।"),
            ("zh", "他走了。|我们留下！|好吗？"),
            ("zh", "“我走。”|他说。"),
            ("ja", "彼は「行く。」と言った。|終わり。"),
            ("ko", "그는 갔다. |우리는 남았다."),
        ] {
            let text = expected.replace('|', "");
            assert_eq!(split(&text, Some(language)), expected);
        }
    }
}
