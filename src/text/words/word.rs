//! Where a word ends: apostrophes, elisions, possessives, acronyms, numbers
//! and the joints of compounds. Works on characters as written; folding comes
//! after.

use super::number::Number;
use crate::article::Language;
use crate::text::letters::arabic::is_arabic;
use crate::text::letters::chars::{Class, Glyph, decimal_digit, is_hebrew, peek};

/// Where a word ends and what comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) struct Word {
    /// The byte after its last.
    pub end: usize,
    /// The byte where reading goes on; past a possessive ending.
    pub next: usize,
    /// Whether the next word, at `next`, is the next part of a compound.
    pub joins: bool,
    /// Whether its last character is the full stop of an acronym.
    pub has_stop: bool,
}

/// What stands behind an apostrophe inside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) enum Apostrophe {
    /// More of the word: `O'Neill`.
    Goes,
    /// The ending of a name, a part of its own: `İstanbul'da`, in Turkish.
    Ends,
}

impl Apostrophe {
    pub(in crate::text) fn of(language: Option<Language>) -> Apostrophe {
        match language {
            Some(language) if language.as_str() == "tr" => Apostrophe::Ends,
            _ => Apostrophe::Goes,
        }
    }
}

/// What an elision leaves of the word before the apostrophe, in French,
/// Italian and Catalan.
const ELIDED: [&str; 22] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
    "un", "dell", "nell", "dall", "sull", "all", "quest", "quell",
];

/// Reads the word whose first character, a letter or a digit, is at `start`,
/// and writes its letters, digits and marks into `raw`.
pub(in crate::text) fn scan_word(
    text: &str,
    start: usize,
    apostrophe: Apostrophe,
    raw: &mut String,
) -> Word {
    raw.clear();
    if let Some(acronym) = scan_acronym(text, start, raw) {
        return acronym;
    }
    let mut number = Number::new(text, start);
    let mut apostrophes = 0;
    let mut before: Option<Glyph> = None;
    let mut at = start;
    while let Some(glyph) = peek(text, at) {
        at = glyph.end;
        if glyph.is_word() {
            raw.push(ascii_digit(glyph.c));
            number.push(glyph.class);
            before = Some(glyph);
            continue;
        }
        let Some(before) = before else { break };
        match glyph.c {
            ',' | '٬' if number.groups(text, glyph) => continue,
            '.' | '٫' if number.is_decimal(text, before, glyph) => {
                raw.push('.');
                continue;
            }
            _ => {}
        }
        match inner_sign(text, before, glyph) {
            Inner::Apostrophe(next)
                if apostrophe == Apostrophe::Ends && is_last(text, next)
                    || apostrophes == 0 && is_elided(raw) =>
            {
                return Word { end: before.end, next, joins: true, has_stop: false };
            }
            Inner::Apostrophe(_) => apostrophes += 1,
            Inner::Silent => {}
            Inner::None => break,
        }
    }
    // The caller found a letter or digit at `start`, so there is one.
    let (end, arabic) = before.map_or((at, false), |last| (last.end, is_arabic(last.c)));
    follow(text, end, arabic, false)
}

/// What a sign inside a word does.
enum Inner {
    /// It is an apostrophe, and a letter follows at that byte.
    Apostrophe(usize),
    /// It disappears.
    Silent,
    /// It ends the word.
    None,
}

fn inner_sign(text: &str, before: Glyph, sign: Glyph) -> Inner {
    let Some(after) = peek(text, sign.end) else {
        return Inner::None;
    };
    let between_letters =
        matches!(before.class, Class::Letter | Class::Mark) && after.class == Class::Letter;
    match sign.class {
        Class::Apostrophe if between_letters && !is_possessive(text, after) => {
            Inner::Apostrophe(after.start)
        }
        Class::Silent if between_letters => Inner::Silent,
        Class::NonJoiner if !is_arabic(before.c) && after.is_word() => Inner::Silent,
        // צה"ל: the Hebrew sign for an acronym, mostly typed as a quotation mark.
        Class::Other if sign.c == '"' && is_hebrew(before.c) && is_hebrew(after.c) => Inner::Silent,
        _ => Inner::None,
    }
}

/// Whether no other apostrophe stands in the word that goes on at byte `at`:
/// the ending of `Kur'an'ı` is behind the second.
fn is_last(text: &str, mut at: usize) -> bool {
    while let Some(glyph) = peek(text, at) {
        if !glyph.is_word() {
            return glyph.class != Class::Apostrophe
                || peek(text, glyph.end).is_none_or(|after| after.class != Class::Letter);
        }
        at = glyph.end;
    }
    true
}

/// Whether `s`, behind an apostrophe, is an `s` that ends the word.
pub(super) fn is_possessive(text: &str, s: Glyph) -> bool {
    let ends = || match peek(text, s.end) {
        None => true,
        Some(sign) if matches!(sign.class, Class::Apostrophe | Class::Silent) => {
            peek(text, sign.end).is_none_or(|after| after.class != Class::Letter)
        }
        Some(after) => !after.is_word(),
    };
    matches!(s.c, 's' | 'S') && ends()
}

/// Whether a word that ends before an apostrophe is what an elision leaves.
pub(super) fn is_elided(raw: &str) -> bool {
    ELIDED.iter().any(|elided| raw.eq_ignore_ascii_case(elided))
}

/// Reads single letters with full stops between them (`U.S.`, `i.e.`). The
/// last stop belongs to them unless a longer word follows it directly.
fn scan_acronym(text: &str, start: usize, raw: &mut String) -> Option<Word> {
    let mut letters = 0;
    let mut end = start;
    let mut stop_end = None;
    while let Some(letter) = peek(text, stop_end.unwrap_or(start)) {
        if letter.class != Class::Letter || (letters > 0 && letter.start != stop_end?) {
            break;
        }
        let mut marks = letter.end;
        while let Some(mark) = peek(text, marks).filter(|mark| mark.class == Class::Mark) {
            marks = mark.end;
        }
        let after = peek(text, marks);
        if after.is_some_and(Glyph::is_word) {
            break;
        }
        raw.push_str(&text[letter.start..marks]);
        letters += 1;
        end = marks;
        stop_end = after.filter(|stop| stop.c == '.').map(|stop| stop.end);
        if stop_end.is_none() {
            break;
        }
    }
    if letters < 2 {
        raw.clear();
        return None;
    }
    let final_stop = stop_end.filter(|&end| !peek(text, end).is_some_and(Glyph::is_word));
    let end = final_stop.unwrap_or(end);
    Some(follow(text, end, false, final_stop.is_some()))
}

/// Looks at what follows a word that ends at `end`: a possessive, a joint, or
/// neither.
fn follow(text: &str, end: usize, arabic: bool, has_stop: bool) -> Word {
    let (next, joins) = match peek(text, end) {
        Some(sign) => match sign.class {
            Class::Apostrophe => {
                let s = peek(text, sign.end).filter(|&s| is_possessive(text, s));
                (s.map_or(end, |s| s.end), false)
            }
            Class::Joiner => joined_part(text, sign).map_or((end, false), |part| (part, true)),
            Class::NonJoiner if arabic => {
                let mut after = peek(text, sign.end);
                while let Some(sign) = after.filter(|sign| sign.class == Class::NonJoiner) {
                    after = peek(text, sign.end);
                }
                match after {
                    Some(yeh) if is_ezafe(text, end, yeh) => (yeh.end, false),
                    Some(part) if part.class == Class::Letter && is_arabic(part.c) => {
                        (part.start, true)
                    }
                    _ => (end, false),
                }
            }
            _ => (end, false),
        },
        None => (end, false),
    };
    Word { end, next, joins, has_stop }
}

/// Whether `yeh`, behind a half-space and the word that ends at `end`, is what
/// a hamza on that word's last letter is written as, too: `خانه‌ی` is `خانهٔ`.
pub(super) fn is_ezafe(text: &str, end: usize, yeh: Glyph) -> bool {
    matches!(yeh.c, 'ی' | 'ي')
        && text[..end].ends_with(['ه', 'ە'])
        && peek(text, yeh.end)
            .is_none_or(|after| !after.is_word() && after.class != Class::NonJoiner)
}

/// Returns where the part behind a hyphen or ampersand begins; an apostrophe
/// between them is skipped (`al-‘Abadi`).
pub(in crate::text) fn joined_part(text: &str, joiner: Glyph) -> Option<usize> {
    let mut part = peek(text, joiner.end)?;
    if matches!(part.class, Class::Apostrophe | Class::Silent) {
        part = peek(text, part.end).filter(|part| part.class == Class::Letter)?;
    }
    matches!(part.class, Class::Letter | Class::Digit | Class::Segmented).then_some(part.start)
}

/// Returns the ASCII digit of a decimal digit of any script; other characters
/// stay.
fn ascii_digit(c: char) -> char {
    decimal_digit(c).map_or(c, |value| char::from(b'0' + value))
}

#[cfg(test)]
mod tests {
    use crate::article::Language;
    use crate::text::{Analysis, Analyzer, query_tokens};

    /// Renders the tokens of a text as `form/key~stem`, where key and stem
    /// differ, with `+` between the parts of a compound. The query must have
    /// the same forms, keys and compounds.
    fn tokens(text: &str) -> String {
        let mut analysis = Analysis::default();
        Analyzer::new().analyze(Some(Language::ENGLISH), [text].into_iter(), &mut analysis);
        let query = query_tokens(text);
        let mut out = String::new();
        assert_eq!(analysis.tokens.len(), query.tokens.len(), "{text}");
        assert_eq!(analysis.compounds.len(), query.compounds.len(), "{text}");
        for (index, token) in (0..).zip(&analysis.tokens) {
            let form = analysis.form(token);
            let asked = &query.tokens[index as usize];
            assert_eq!(form, asked.form, "{text}");
            assert_eq!(analysis.key(token).unwrap_or(form), asked.key, "{text}");
            if index > 0 {
                let inside =
                    |c: &&crate::text::Compound| c.first < index && index < c.first + c.parts;
                let joined = analysis.compounds.iter().find(inside).is_some();
                out.push(if joined { '+' } else { ' ' });
            }
            out.push_str(form);
            for (sign, piece) in [('/', analysis.key(token)), ('~', analysis.stem(token))] {
                if let Some(piece) = piece {
                    out.push(sign);
                    out.push_str(piece);
                }
            }
        }
        out
    }

    fn check(cases: &[(&str, &str)]) {
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(text, expected)| tokens(text) != *expected)
            .map(|(text, expected)| format!("{text}: {} for {expected}", tokens(text)))
            .collect();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn apostrophes_are_dropped() {
        check(&[
            (
                "O'Neill O’Neill O‘Neill ONeill",
                "oneill~oneil oneill~oneil oneill~oneil oneill~oneil",
            ),
            ("Kana'ani Kan‘ani", "kanaani/kanani kanani"),
            ("Kanaani Kanani", "kanaani/kanani kanani"),
            ("Shaʿban Ma'an Qur’an", "shaban maan/man quran"),
            ("don't", "dont"),
            ("in no position’ ‘Stop’ 'go'", "in no position~posit stop go"),
            ("‘Ali ʿAbbās Rabiʿ", "ali abbas~abba rabi"),
            ("rock'n'roll '90s 5'10", "rocknroll~rocknrol 90s 5 10"),
            ("צה\"ל ג׳ורג׳", "צהל גורג"),
            ("col·lecció", "colleccio"),
            ("''quoted''", "quoted~quot"),
        ]);
    }

    #[test]
    fn possessives_are_stripped() {
        check(&[
            ("Republic’s", "republic~republ"),
            ("Iran's, IRAN'S Iran’s.", "iran iran iran"),
            ("workers’ rights", "workers~worker rights~right"),
            ("the U.S.'s 1990's", "the us 1990"),
            ("Isma'il's", "ismail"),
            ("s’est s's", "s+est s"),
        ]);
    }

    #[test]
    fn elisions_split() {
        check(&[
            ("l’Iran L'Iran", "l+iran l+iran"),
            ("D'Souza N'Djamena", "d+souza n+djamena"),
            ("jusqu’ici qu'il", "jusqu+ici qu+il"),
            ("aujourd’hui", "aujourdhui"),
            ("dell'Iran", "dell+iran"),
            ("S‘adi sʿadi", "s+adi sadi"),
            ("coup d’état", "coup d+etat"),
        ]);
    }

    #[test]
    fn an_ending_behind_an_apostrophe_is_a_part_in_turkish() {
        let mut analysis = Analysis::default();
        let text = "İstanbul'da Cumhurbaşkanı’nın Ankara'yı 2022'de Ali's Kur'an'ı";
        let turkish = Language::parse("tr");
        Analyzer::new().analyze(turkish, [text].into_iter(), &mut analysis);
        let forms: Vec<&str> = analysis.tokens.iter().map(|token| analysis.form(token)).collect();
        assert_eq!(forms.join(" "), "istanbul da cumhurbaskani nin ankara yi 2022 de ali kuran i");
        let firsts: Vec<u32> = analysis.compounds.iter().map(|compound| compound.first).collect();
        assert_eq!(firsts, [0, 2, 4, 9]);
    }

    #[test]
    fn joints_make_compounds() {
        check(&[
            ("cyber-attack cyber‑attacks", "cyber+attack cyber+attacks~attack"),
            ("F-16 COVID-19", "f+16 covid+19"),
            ("Mujahedin-e-Khalq", "mujahedin+e+khalq"),
            ("AT&T A & B", "at+t a b"),
            ("al-‘Abadi", "al+abadi"),
            ("cy\u{AD}ber", "cyber"),
            ("Iran–Iraq — war--time", "iran iraq war time"),
            ("9/11 and/or", "9 11 and or"),
            ("می\u{200C}رود می\u{200C}\u{200C}رود", "می+رود می+رود"),
            ("کتاب\u{200C}ها\u{200C} را", "کتاب+ها را"),
            ("خانه\u{200C}ی پدری خانهٔ پدری خانه\u{200C}ای", "خانه پدری خانه پدری خانه+ای"),
            ("auf\u{200C}lage", "auflage~auflag"),
            ("I\u{200E}ran\u{200F} \u{202B}ایران\u{202C}", "iran ایران"),
            ("- -a a- &", "a a"),
            ("a-b-c-d-e-f-g-h-i-j", "a+b+c+d+e+f+g+h i+j"),
            ("x ـ-y", "x y"),
            ("東京-大阪 X線", "東 京+大 阪 x 線"),
        ]);
    }

    #[test]
    fn acronyms_lose_their_stops() {
        check(&[
            ("U.S. U.S U.N., i.e. a.m.", "us us un ie am"),
            ("U.S.-led", "us+led"),
            ("J.K. Rowling J. K. Rowling", "jk rowling~rowl j k rowling~rowl"),
            ("www.example.com a.b.txt", "www example~exampl com ab txt"),
            ("Ph.D. No.5", "ph d no 5"),
            ("т.е.", "те"),
        ]);
    }

    #[test]
    fn numbers_stay_whole() {
        check(&[
            ("3,000 1,234,567.89 3,00 1234,567", "3000 1234567.89 3 00 1234 567"),
            ("2.5 25.4% .5 5.", "2.5 25.4 5 5"),
            ("$3.5bn 10th F16 20%", "3.5bn 10th f16 20"),
            ("2022-09-10 7:35:25", "2022 09 10 7 35 25"),
            ("10.09.2022 1.2.3", "10 09 2022 1 2 3"),
            ("۱۴۰۱ ٣٬٠٠٠ ۲٫۵ २०२२ ２０", "1401 3000 2.5 2022 20"),
            ("km² 1,000th", "km2 1000th"),
        ]);
    }

    #[test]
    fn scripts_without_spaces_are_segmented() {
        check(&[
            ("北京大学", "北 京 大 学"),
            ("東京ドーム", "東 京 ド ー ム"),
            ("ト\u{3099}ーム ﾄﾞｰﾑ", "ド ー ム ド ー ム"),
            ("葛\u{E0100}飾 กรุงเทพ東", "葛 飾 กรุงเทพ 東"),
            ("กรุงเทพ", "กรุงเทพ"),
            ("2022年", "2022 年"),
            ("한국의 대통령", "한국의 대통령"),
        ]);
    }

    #[test]
    fn the_rest_separates() {
        check(&[
            ("a@b.com #Iran 😀x", "a b com iran x"),
            ("Zürich’s café", "zurich cafe"),
            ("\u{301}a\u{0} \u{301} ـ", "a"),
            ("الأمم إيران مسؤول كتاب", "الامم ایران مسوول کتاب"),
            ("", ""),
        ]);
        let long = "x".repeat(300);
        assert_eq!(tokens(&long).len(), crate::text::letters::fold::MAX_FORM_BYTES);
        assert_eq!(tokens(&"é".repeat(300)).len(), crate::text::letters::fold::MAX_FORM_BYTES);
        assert_eq!(tokens(&"ж".repeat(300)).len(), crate::text::letters::fold::MAX_FORM_BYTES - 1);
    }

    #[test]
    fn offsets_cover_the_word() {
        for (text, expected) in [
            ("The Republic’s U.S. policy", &["The", "Republic", "U.S.", "policy"][..]),
            ("l’Iran, cyber-attack", &["l", "Iran", "cyber", "attack"]),
            ("(3,000) “Kana'ani”", &["3,000", "Kana'ani"]),
            ("\u{200F}ایران\u{200F} را", &["ایران", "را"]),
        ] {
            let query = query_tokens(text);
            let found: Vec<&str> =
                query.tokens.iter().map(|token| &text[token.range.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
