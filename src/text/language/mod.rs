//! Guesses the language of a text: by its script first, by telltale letters
//! and words next, and by statistics (`whatlang`) last. Prefers no answer to a
//! wrong one: a text without a language is searched without stems, a text with
//! the wrong one is searched with wrong stems.

mod telltale;

use whatlang::{Detector, Lang, Script, detect_script};

use crate::article::Language;
use crate::text::words::plain::plain_length;
use telltale::Cyrillic;

/// How much of a text is looked at, in characters. More of it does not change
/// the answer, only what it costs.
const SAMPLE_CHARS: usize = 400;

/// How much of the sample goes to the statistics, in characters: their cost
/// grows with the text.
const STATISTICS_CHARS: usize = 200;

/// The fewest letters of the Latin script that statistics can tell apart;
/// below this, English headlines come out as Tagalog.
const MIN_LATIN_LETTERS: usize = 50;

/// The fewest letters for a language that few archives have.
const MIN_RARE_LETTERS: usize = 150;

/// The fewest letters of any other script.
const MIN_LETTERS: usize = 2;

/// The least of the bytes that begin a character outside ASCII.
const FIRST_OF_SEVERAL: u8 = 0xc0;

/// The share of English words, in percent, that only English texts have, and
/// how many different ones there must be.
const ENGLISH_PERCENT: usize = 12;
const ENGLISH_WORDS: u32 = 3;

/// Short words that are frequent in English; other languages have a few each.
const ENGLISH: [u64; 22] = {
    let words = [
        "the", "and", "that", "for", "with", "has", "have", "from", "by", "which", "said", "were",
        "been", "after", "will", "this", "their", "who", "to", "of", "its", "on",
    ];
    let (mut numbers, mut at) = ([0; 22], 0);
    while at < words.len() {
        assert!(words[at].len() <= LONGEST_ENGLISH);
        numbers[at] = in_one_number(words[at]);
        at += 1;
    }
    numbers
};
/// The most letters of one of them.
const LONGEST_ENGLISH: usize = 5;

/// Languages that the statistics find in short texts of other languages and
/// that news archives hardly have.
const NEVER: [Lang; 7] =
    [Lang::Epo, Lang::Lat, Lang::Aka, Lang::Sna, Lang::Zul, Lang::Jav, Lang::Tuk];

/// Characters of the beginning of a text that its language is detected in.
const SAMPLE: usize = 600;

/// Returns the language that some paragraphs are written in, from the beginning
/// of them, or `None` where that is not sure.
pub fn detect_in<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<Language> {
    let mut sample = String::with_capacity(SAMPLE + 1);
    for paragraph in paragraphs {
        sample.push_str(first_chars(paragraph, SAMPLE.saturating_sub(sample.len())));
        sample.push(' ');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    detect_language(&sample)
}

/// Returns the language that a text is written in, or `None` where that is not
/// sure. Looks at the first few hundred characters only.
pub fn detect_language(text: &str) -> Option<Language> {
    let sample = first_chars(text.trim_start(), SAMPLE_CHARS);
    let in_ascii = count(sample, |byte| byte.is_ascii_alphabetic());
    let others = count(sample, |byte| byte >= FIRST_OF_SEVERAL);
    // As many as any question about them needs.
    let letters = match others == 0 || in_ascii >= MIN_RARE_LETTERS {
        true => in_ascii,
        false => sample.chars().filter(|c| c.is_alphabetic()).count(),
    };
    if letters < MIN_LETTERS {
        return None;
    }
    // Where most are in ASCII there is nothing to find out.
    let script = if in_ascii > others { Script::Latin } else { detect_script(sample)? };
    let tag = match script {
        Script::Latin if is_english(sample) => Some("en"),
        Script::Latin if letters < MIN_LATIN_LETTERS => None,
        Script::Latin | Script::Hebrew => statistics(sample, letters),
        Script::Mandarin | Script::Hiragana | Script::Katakana => Some(telltale::han(sample)),
        Script::Arabic => telltale::arabic(sample).or_else(|| statistics(sample, letters)),
        Script::Devanagari => telltale::devanagari(sample).or_else(|| statistics(sample, letters)),
        Script::Cyrillic => match telltale::cyrillic(sample) {
            Cyrillic::Known(tag) => Some(tag),
            Cyrillic::Other => None,
            Cyrillic::Unsure => statistics(sample, letters),
        },
        // The other scripts have one language each.
        _ => tag(whatlang::detect_lang(first_chars(sample, STATISTICS_CHARS))?),
    };
    Language::parse(tag?)
}

/// Of how many bytes something holds: many are looked at together.
fn count(text: &str, is: impl Fn(u8) -> bool) -> usize {
    let some = text.as_bytes().chunks(usize::from(u8::MAX));
    let of_some = |some: &[u8]| some.iter().fold(0, |count, byte| count + u8::from(is(*byte)));
    some.map(|some| usize::from(of_some(some))).sum()
}

fn first_chars(text: &str, count: usize) -> &str {
    match text.as_bytes().get(..count) {
        None => text,
        Some(bytes) if bytes.is_ascii() => &text[..count],
        Some(_) => {
            let mut rest = text.chars();
            rest.nth(count.saturating_sub(1));
            &text[..text.len() - rest.as_str().len()]
        }
    }
}

/// Whether a text has the short words of English.
fn is_english(text: &str) -> bool {
    let mut words: usize = 0;
    let mut hits: usize = 0;
    let mut seen: u32 = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = plain_length(rest.as_bytes());
        let (word, behind) = rest.split_at(length);
        // A word with others than these is none of them.
        let end = match behind.bytes().next() {
            Some(0x80..) => behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len()),
            _ => 0,
        };
        rest = &behind[end..];
        if length + end == 0 {
            rest = &rest[c.len_utf8()..];
            continue;
        }
        words += 1;
        if end > 0 || length > LONGEST_ENGLISH {
            continue;
        }
        let number = in_one_number(word);
        if let Some(n) = ENGLISH.iter().position(|english| *english == number) {
            hits += 1;
            seen |= 1 << n;
        }
    }
    let has_the = seen & 1 == 1;
    has_the && seen.count_ones() >= ENGLISH_WORDS && hits * 100 >= words * ENGLISH_PERCENT
}

/// The letters of a short word, small, in one number.
const fn in_one_number(word: &str) -> u64 {
    let (bytes, mut number, mut at) = (word.as_bytes(), 0, 0);
    while at < bytes.len() {
        number = number << 8 | (bytes[at] | 0x20) as u64;
        at += 1;
    }
    number
}

/// Asks `whatlang`; `None` where it is not sure.
fn statistics(text: &str, letters: usize) -> Option<&'static str> {
    let sample = first_chars(text, STATISTICS_CHARS);
    let found = Detector::with_denylist(NEVER.to_vec()).detect(sample)?;
    let enough = letters >= MIN_RARE_LETTERS || found.script() != Script::Latin;
    if !found.is_reliable() || !(enough || is_common(found.lang())) {
        return None;
    }
    tag(found.lang())
}

/// The Latin-script languages that a short text may be in.
fn is_common(lang: Lang) -> bool {
    matches!(
        lang,
        Lang::Eng
            | Lang::Fra
            | Lang::Deu
            | Lang::Spa
            | Lang::Ita
            | Lang::Por
            | Lang::Nld
            | Lang::Tur
            | Lang::Pol
            | Lang::Swe
            | Lang::Dan
            | Lang::Nob
            | Lang::Fin
            | Lang::Ces
            | Lang::Hun
            | Lang::Ron
            | Lang::Vie
            | Lang::Ind
    )
}

/// Returns the ISO 639-1 code of a language (`whatlang` has ISO 639-3).
fn tag(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Afr => "af",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Epo | Lang::Lat | Lang::Aka | Lang::Sna | Lang::Zul | Lang::Jav | Lang::Tuk => {
            return None;
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn languages_are_recognised() {
        for (tag, text) in [
            (
                "en",
                "The foreign minister said on Monday that talks with the delegation from the neighbouring country had been useful and would be continued.",
            ),
            (
                "fr",
                "Le ministre des Affaires étrangères a déclaré lundi que les discussions avec la délégation du pays voisin avaient été utiles et se poursuivraient.",
            ),
            (
                "de",
                "Der Außenminister sagte am Montag, die Gespräche mit der Abordnung des Nachbarlandes seien nützlich gewesen und würden fortgesetzt.",
            ),
            (
                "es",
                "El ministro de Relaciones Exteriores dijo el lunes que las conversaciones con la delegación del país vecino habían sido útiles y continuarían.",
            ),
            (
                "it",
                "Il ministro degli Esteri ha detto lunedì che i colloqui con la delegazione del paese vicino sono stati utili e che proseguiranno nei prossimi giorni.",
            ),
            (
                "pt",
                "O ministro das Relações Exteriores disse na segunda-feira que as conversas com a delegação do país vizinho foram úteis e não serão interrompidas.",
            ),
            (
                "nl",
                "De minister van Buitenlandse Zaken zei maandag dat de gesprekken met de afvaardiging van het buurland nuttig waren en worden voortgezet.",
            ),
            (
                "tr",
                "Dışişleri bakanı pazartesi günü yaptığı açıklamada, komşu ülkenin heyetiyle yapılan görüşmelerin yararlı olduğunu ve süreceğini söyledi.",
            ),
            (
                "ru",
                "Министр иностранных дел заявил в понедельник, что переговоры с делегацией соседней страны были полезными и будут продолжены.",
            ),
            (
                "uk",
                "Міністр закордонних справ заявив у понеділок, що переговори з делегацією сусідньої країни були корисними й триватимуть.",
            ),
            (
                "ar",
                "قال وزير الخارجية يوم الاثنين إن المحادثات مع وفد الدولة المجاورة كانت مفيدة وستستمر خلال الأيام المقبلة.",
            ),
            (
                "fa",
                "وزیر امور خارجه روز دوشنبه گفت که گفت‌وگوها با هیئت کشور همسایه مفید بوده است و ادامه خواهد یافت.",
            ),
            (
                "fa",
                "وزير امور خارجه روز دوشنبه در تهران گفت كه اين ديدار مفيد بوده است و از آن استقبال كرد.",
            ),
            (
                "ur",
                "وزیر خارجہ نے پیر کو کہا کہ پڑوسی ملک کے وفد کے ساتھ بات چیت مفید رہی اور یہ جاری رہے گی۔",
            ),
            (
                "ps",
                "د بهرنیو چارو وزیر د دوشنبې په ورځ وویل چې د ګاونډي هېواد له پلاوي سره خبرې ګټورې وې او روانې به وي، ښه پایله به ولري.",
            ),
            (
                "ckb",
                "وەزیری دەرەوە ڕۆژی دووشەممە ڕایگەیاند کە گفتوگۆکان لەگەڵ شاندی وڵاتی دراوسێ بەسوود بوون.",
            ),
            ("zh", "外交部长星期一表示，与邻国代表团的会谈富有成效，双方将继续对话。"),
            ("ja", "外務大臣は月曜日、隣国の代表団との協議は有益であり、今後も続けると述べた。"),
            (
                "ko",
                "외교부 장관은 월요일 이웃 나라 대표단과의 회담이 유익했으며 계속될 것이라고 말했다.",
            ),
            (
                "he",
                "שר החוץ אמר ביום שני כי השיחות עם המשלחת של המדינה השכנה היו מועילות ויימשכו בימים הקרובים.",
            ),
            (
                "hi",
                "विदेश मंत्री ने सोमवार को कहा कि पड़ोसी देश के प्रतिनिधिमंडल के साथ बातचीत उपयोगी रही और यह जारी रहेगी।",
            ),
            ("el", "Ο υπουργός Εξωτερικών δήλωσε τη Δευτέρα ότι οι συνομιλίες ήταν χρήσιμες."),
            ("th", "รัฐมนตรีต่างประเทศกล่าวเมื่อวันจันทร์ว่าการเจรจามีประโยชน์"),
        ] {
            let found = detect_language(text);
            assert_eq!(found.as_ref().map(Language::as_str), Some(tag), "{text}");
        }
    }

    #[test]
    fn short_headlines_are_english_or_nothing() {
        for text in [
            "Iran, Iraq sign gas deal",
            "UN chief urges ceasefire in Yemen",
            "President Obama meets Sultan Qaboos in Muscat",
            "Oil prices fall as OPEC delays decision on output cuts",
            "Bahraini court jails activist Nabeel Rajab for two years",
            "Magnitude 6.1 quake jolts Kermanshah, no casualties reported",
            "Leader receives Cuban president",
            "Kanaani: Tehran condemns Kabul attack",
            "Lebanon marks Martyrs Day amid political deadlock",
            "Zarif, Kerry hold talks in Lausanne, Switzerland",
        ] {
            let found = detect_language(text);
            let found = found.as_ref().map(Language::as_str);
            assert!(matches!(found, None | Some("en")), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_text_has_no_language() {
        for text in ["", " ", "2022-09-10", "…", "A", "\u{0}\u{301}", "😀😀😀"] {
            assert_eq!(detect_language(text), None, "{text}");
        }
    }

    /// The words of a text, one by one.
    fn is_english_by_words(text: &str) -> bool {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let known = |word: &str| {
            let word = word.to_ascii_lowercase();
            ENGLISH.iter().position(|english| {
                word.len() <= LONGEST_ENGLISH && *english == in_one_number(&word)
            })
        };
        let hits: Vec<usize> = words.clone().filter_map(known).collect();
        let different = hits.iter().collect::<std::collections::HashSet<_>>().len();
        let enough = hits.len() * 100 >= words.count() * ENGLISH_PERCENT;
        hits.contains(&0) && different >= ENGLISH_WORDS as usize && enough
    }

    proptest! {
        #[test]
        fn english_is_told_by_its_words(
            words in proptest::collection::vec(
                "(the|The|of|to|and|said|ŵo|theé|tho|Teheran|München|5|ایران|reported|[a-z]{1,6})",
                0..40,
            ),
            between in proptest::collection::vec("( | ’|, |\u{a0}|-|“)", 40),
        ) {
            let text: String = words.iter().zip(between).flat_map(|(word, gap)| [word.clone(), gap]).collect();
            prop_assert_eq!(is_english(&text), is_english_by_words(&text), "{}", text);
        }

        #[test]
        fn so_many_characters_are_the_first_ones(text in "[a-zé’ا]{0,30}", count in 0_usize..35) {
            let expected: String = text.chars().take(count).collect();
            prop_assert_eq!(first_chars(&text, count), expected);
        }

        /// What is told without a table of scripts is what the table says.
        #[test]
        fn most_letters_in_ascii_are_latin(text in "[a-zA-Z é’اшü中ह्]{1,60}") {
            let in_ascii = text.bytes().filter(u8::is_ascii_alphabetic).count();
            if in_ascii > text.chars().filter(|c| !c.is_ascii()).count() {
                prop_assert_eq!(detect_script(&text), Some(Script::Latin));
            }
        }
    }
}
