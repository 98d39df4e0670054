//! The names of languages, as databases write them in the languages of their
//! interfaces.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::archive::fold::fold;
use crate::article::Language;

/// Tags, and the names of each language.
const LANGUAGES: [(&str, &str); 38] = [
    ("en", "English;Englisch;Anglais;Inglés;Inglese;Engels;Angielski;Английский;英语;英文;英語"),
    ("de", "German;Deutsch;Allemand;Alemán;Tedesco;Duits;Alemão;Немецкий;德语;德文;ドイツ語"),
    ("fr", "French;Französisch;Français;Francés;Francese;Frans;Французский;法语;法文;フランス語"),
    ("es", "Spanish;Spanisch;Espagnol;Español;Spagnolo;Spaans;Espanhol;Испанский;西班牙语"),
    ("it", "Italian;Italienisch;Italien;Italiano;Italiaans;Итальянский;意大利语"),
    ("nl", "Dutch;Niederländisch;Holländisch;Néerlandais;Neerlandés;Holandés;Olandese;Nederlands"),
    ("pt", "Portuguese;Portugiesisch;Portugais;Portugués;Portoghese;Portugees;葡萄牙语"),
    ("ru", "Russian;Russisch;Russe;Ruso;Russo;Русский;俄语;ロシア語"),
    (
        "zh",
        "Chinese;Chinesisch;Chinois;Chino;Cinese;Chinees;Chinês;Chinese language;\
         Chinese - Traditional;Chinese - Simplified;Traditional Chinese;Simplified Chinese;\
         中文;简体中文;繁體中文;中国語;Китайский",
    ),
    ("ja", "Japanese;Japanisch;Japonais;Japonés;Giapponese;Japans;日本語;日语;Японский"),
    ("ko", "Korean;Koreanisch;Coréen;Coreano;Koreaans;한국어;韩语;Корейский"),
    ("ar", "Arabic;Arabisch;Arabe;Arabo;Арабский;العربية;阿拉伯语"),
    ("fa", "Persian;Farsi;Persisch;Persan;Persa;Persiano;Perzisch;فارسی"),
    ("tr", "Turkish;Türkisch;Turc;Turco;Turks;Türkçe;Турецкий"),
    ("he", "Hebrew;Hebräisch;Hébreu;Hebreo;Ebraico;Hebreeuws;Hebraico"),
    ("pl", "Polish;Polnisch;Polonais;Polaco;Polacco;Pools;Polonês;Polski;Польский"),
    ("cs", "Czech;Tschechisch;Tchèque;Checo;Ceco;Tsjechisch;Tcheco;Čeština"),
    ("sk", "Slovak;Slovakian;Slowakisch;Slovaque;Eslovaco;Slovacco;Slowaaks"),
    ("hu", "Hungarian;Ungarisch;Hongrois;Húngaro;Ungherese;Hongaars;Magyar"),
    ("ro", "Romanian;Rumänisch;Roumain;Rumano;Rumeno;Roemeens;Romeno;Română"),
    ("bg", "Bulgarian;Bulgarisch;Bulgare;Búlgaro;Bulgaro;Bulgaars;Български"),
    ("sr", "Serbian;Serbisch;Serbe;Serbio;Serbo;Servisch"),
    ("hr", "Croatian;Kroatisch;Croate;Croata;Croato;Hrvatski"),
    ("sl", "Slovenian;Slovene;Slowenisch;Slovène;Esloveno;Sloveno;Sloveens"),
    ("uk", "Ukrainian;Ukrainisch;Ukrainien;Ucraniano;Ucraino;Oekraïens;Украинский;Українська"),
    ("el", "Greek;Griechisch;Grec;Griego;Greco;Grieks;Grego"),
    ("sv", "Swedish;Schwedisch;Suédois;Sueco;Svedese;Zweeds;Svenska"),
    ("no", "Norwegian;Norwegisch;Norvégien;Noruego;Norvegese;Noors;Norueguês;Norsk"),
    ("da", "Danish;Dänisch;Danois;Danés;Danese;Deens;Dinamarquês;Dansk"),
    ("fi", "Finnish;Finnisch;Finnois;Finés;Finlandés;Finlandese;Fins;Suomi"),
    ("ca", "Catalan;Katalanisch;Catalano;Catalaans;Català"),
    ("id", "Indonesian;Indonesisch;Indonésien;Indonesio;Indonesiano;Bahasa Indonesia;Bahasa"),
    ("ms", "Malay;Malaiisch;Malais;Malayo;Malese;Maleis;Bahasa Malaysia"),
    ("vi", "Vietnamese;Vietnamesisch;Vietnamien;Vietnamita;Vietnamees"),
    ("th", "Thai;Thailändisch;Thaï;Tailandés;Thailandese"),
    ("hi", "Hindi"),
    ("ur", "Urdu;Ourdou"),
    ("af", "Afrikaans"),
];

/// Returns the tag of the language that a name means: `ENGLISH`, `GERMAN; DEUTSCH`.
pub(super) fn tag(name: &str) -> Option<String> {
    let mut names = name.split([';', '/', ',']).map(fold);
    names.find_map(|name| named(&name).map(str::to_owned))
}

/// Returns the tag of the language that a line names, and nothing else: codes are
/// left aside.
pub(super) fn of_line(line: &str) -> Option<String> {
    if line.len() > 40 { None } else { named(&fold(line)).map(str::to_owned) }
}

/// Returns the tag of a language that may be written as one, too.
pub(super) fn tag_or_code(text: &str) -> Option<String> {
    let code = || Language::parse(text).filter(|_| text.trim().len() == 2);
    tag(text).or_else(|| code().map(|language| language.to_string()))
}

/// Returns the tag of a language by its folded name.
fn named(name: &str) -> Option<&'static str> {
    static TAGS: LazyLock<FxHashMap<String, &str>> = LazyLock::new(|| {
        let named = |(tag, names): (&'static str, &'static str)| {
            names.split(';').map(move |name| (fold(name), tag))
        };
        LANGUAGES.into_iter().flat_map(named).collect()
    });
    TAGS.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_languages() {
        let mut seen = std::collections::HashMap::new();
        for (tag, names) in LANGUAGES {
            for name in names.split(';').map(fold) {
                let before = seen.insert(name.clone(), tag);
                assert!(before.is_none_or(|before| before == tag), "{name}");
            }
        }
    }

    #[test]
    fn names_in_several_languages() {
        for (name, expected) in [
            ("ENGLISH", Some("en")),
            ("GERMAN; DEUTSCH", Some("de")),
            ("Französisch", Some("fr")),
            ("Español", Some("es")),
            ("Русскии", Some("ru")),
            ("Klingon", None),
            ("", None),
        ] {
            assert_eq!(tag(name).as_deref(), expected, "{name}");
        }
        assert_eq!(tag_or_code("EN").as_deref(), Some("en"));
        assert_eq!(of_line("en"), None);
    }
}
