//! Languages of one script, told apart by the letters and the short words that
//! only some of them have. Each function reads a sample of a text whose script
//! is known; `None` means that the sample has nothing to tell.

use crate::text::letters::arabic::is_arabic;

/// What the letters of a Cyrillic text tell.
pub(super) enum Cyrillic {
    /// The language with this code.
    Known(&'static str),
    /// A language that the statistics do not know.
    Other,
    /// Nothing.
    Unsure,
}

/// Tells the languages of the Cyrillic script apart.
pub(super) fn cyrillic(text: &str) -> Cyrillic {
    let (mut ukrainian, mut belarusian, mut russian, mut balkan) = (0, 0, 0, 0);
    let (mut turkic, mut kazakh) = (0, 0);
    for c in text.chars() {
        match c {
            'ї' | 'є' | 'ґ' | 'Ї' | 'Є' | 'Ґ' => ukrainian += 1,
            'ў' | 'Ў' => belarusian += 1,
            'ы' | 'э' | 'Э' => russian += 1,
            'ј' | 'љ' | 'њ' | 'џ' | 'ђ' | 'ћ' | 'ѓ' | 'ќ' | 'ѕ' => balkan += 1,
            'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ү' | 'һ' | 'ҳ' | 'ҷ' | 'ӣ' | 'ӯ' => {
                turkic += 1
            }
            'ұ' => kazakh += 1,
            _ => {}
        }
    }
    let has_i = text.contains('і');
    if turkic + kazakh > 1 {
        let is_kazakh = kazakh > 0 || (has_i && russian > 0);
        return if is_kazakh { Cyrillic::Known("kk") } else { Cyrillic::Other };
    }
    if belarusian > 0 {
        Cyrillic::Known("be")
    } else if ukrainian > russian && balkan == 0 {
        Cyrillic::Known("uk")
    } else if russian > 0 && ukrainian == 0 && balkan == 0 && !has_i {
        Cyrillic::Known("ru")
    } else {
        Cyrillic::Unsure
    }
}

/// Kana in a noticeable share is Japanese, else Chinese.
pub(super) fn han(text: &str) -> &'static str {
    let kana = text.chars().filter(|c| matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ')).count();
    let han = text.chars().filter(|c| matches!(c, '一'..='鿿')).count();
    if kana * 10 > han { "ja" } else { "zh" }
}

/// Tells the languages of the Arabic script apart by the letters that only
/// some of them have.
pub(super) fn arabic(text: &str) -> Option<&'static str> {
    let (mut letters, mut arabic, mut persian, mut urdu) = (0, 0, 0, 0);
    let (mut pashto, mut sorani, mut uyghur) = (0, 0, 0);
    for c in text.chars().filter(|&c| is_arabic(c)) {
        letters += 1;
        match c {
            'ټ' | 'ډ' | 'ړ' | 'ښ' | 'ځ' | 'څ' | 'ڼ' | 'ۍ' => pashto += 1,
            'ێ' | 'ۆ' | 'ڵ' | 'ڕ' => sorani += 1,
            'ۇ' | 'ۈ' | 'ۋ' | 'ڭ' => uyghur += 1,
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' => urdu += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' => persian += 1,
            'ة' | 'ى' | 'ي' | 'ك' | 'أ' | 'إ' => arabic += 1,
            _ => {}
        }
    }
    // One in fifty letters is more than names in a foreign text bring.
    let frequent = |count: usize| count > 1 && count * 50 >= letters;
    if frequent(uyghur) {
        Some("ug")
    } else if frequent(sorani) {
        Some("ckb")
    } else if frequent(pashto) {
        Some("ps")
    } else if frequent(urdu) {
        Some("ur")
    } else if has_persian_words(text) || persian > 2 * arabic {
        Some("fa")
    } else if arabic > 2 * persian {
        Some("ar")
    } else {
        None
    }
}

/// Persian is often typed with the letters of an Arabic keyboard: its words
/// for "in", "of", "this", "that" and "is" tell.
fn has_persian_words(text: &str) -> bool {
    let hits = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            matches!(*word, "در" | "به" | "از" | "که" | "كه" | "این" | "اين" | "است" | "را")
        })
        .count();
    hits >= 3
}

/// Tells the languages of the Devanagari script apart by their short words,
/// which the statistics do not.
pub(super) fn devanagari(text: &str) -> Option<&'static str> {
    let (mut hindi, mut marathi, mut nepali) = (0, 0, 0);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '।' | ',' | '.')) {
        match word {
            "के" | "की" | "का" | "में" | "है" | "हैं" | "और" | "से" | "यह" | "कि" =>
            {
                hindi += 1;
            }
            "आहे" | "आहेत" | "आणि" | "या" | "नाही" | "होते" | "होती" | "हे" =>
            {
                marathi += 1;
            }
            "छ" | "छन्" | "र" | "पनि" | "हो" | "गरेको" | "भएको" | "थियो" | "मा" =>
            {
                nepali += 1;
            }
            _ => {}
        }
    }
    if hindi > 1 && hindi > 2 * (marathi + nepali) {
        Some("hi")
    } else if marathi > 1 && marathi > 2 * (hindi + nepali) {
        Some("mr")
    } else if nepali > 1 && nepali > 2 * (hindi + marathi) {
        Some("ne")
    } else {
        None
    }
}
