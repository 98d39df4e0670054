//! Name keys: the form under which the spellings of a name meet, with its
//! kind (`person:edi rama`). They are what the index holds.

use std::borrow::Cow;
use std::ops::Range;

use super::{
    spelling::person_word,
    title::{is_courtesy, title_words},
};
use crate::{
    entities::Kind,
    text::{Analysis, query_tokens, spelling_key},
};

/// The article that Arabic puts before a name, as it is written in Latin
/// letters, where it does not assimilate.
const ARTICLES: [&str; 4] = ["al", "el", "ul", "ol"];

/// Where it does: the article, and what the next word begins with.
const ASSIMILATED: [(&str, &str); 10] = [
    ("as", "s"),
    ("ash", "sh"),
    ("an", "n"),
    ("ar", "r"),
    ("at", "t"),
    ("ad", "d"),
    ("az", "z"),
    ("adh", "dh"),
    ("us", "s"),
    ("ud", "d"),
];

/// What joins two words of a Persian name, as it is written in Latin letters.
const JOINTS: [&str; 4] = ["e", "i", "ye", "o"];

/// The small words of names of bodies, which acronyms leave out.
pub(super) const JOINTS_AND_SMALL: [&str; 17] = [
    "of", "the", "and", "for", "in", "on", "to", "de", "des", "du", "la", "le", "et", "e", "i",
    "ye", "al",
];

/// The article in Arabic letters.
const ARABIC_ARTICLE: &str = "ال";

/// The least bytes of a word from which the Arabic article can be taken.
const MIN_WITH_ARTICLE: usize = 10;

/// Returns the key of the name that the tokens spell.
pub fn key_of(analysis: &Analysis, tokens: Range<u32>, kind: Kind) -> String {
    key_of_words(kind, &name_words(&forms(analysis, tokens), kind))
}

/// Returns the key of a name.
pub fn key_of_text(kind: Kind, name: &str) -> String {
    let tokens = query_tokens(name).tokens;
    let forms: Vec<&str> = tokens.iter().map(|token| token.form.as_str()).collect();
    key_of_words(kind, &name_words(&forms, kind))
}

/// Splits a key into its kind and its name; `None` of anything else.
pub fn split_key(key: &str) -> Option<(Kind, &str)> {
    let (kind, name) = key.split_once(':')?;
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
    Some((kind, name))
}

/// Returns the keys that a name can mean: of a key itself, and what it is where
/// somebody wrote its name by hand; else one of each kind, and of "Rama, Edi" also
/// that of Edi Rama.
pub fn keys_meant(name: &str) -> Vec<String> {
    let mut keys = match split_key(name) {
        Some((kind, words)) => vec![name.to_owned(), key_of_text(kind, words)],
        None => Kind::ALL.map(|kind| key_of_text(kind, name)).to_vec(),
    };
    keys.extend(put_straight(name).map(|name| key_of_text(Kind::Person, &name)));
    keys.dedup();
    keys
}

/// "Edi Rama" of "Rama, Edi", as libraries have it.
fn put_straight(name: &str) -> Option<String> {
    let (surname, forenames) = name.split_once([',', '،'])?;
    let is_name = split_key(name).is_none() && !forenames.trim().is_empty();
    is_name.then(|| format!("{forenames} {surname}"))
}

/// What the names of people end with who are meant by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surname {
    /// Its words, as keys have them.
    pub words: String,
    /// Whether only those are meant whose name has the Arabic article before it:
    /// "Al Sadr" may be one of the Sadrs, and "Al Gore" is none of the Gores.
    pub has_article: bool,
}

/// Returns the surnames that a name can be: itself, and without an article.
pub fn surnames(name: &str) -> Vec<Surname> {
    let straight = put_straight(name);
    let name = straight.as_deref().unwrap_or(name);
    let key = key_of_text(Kind::Person, name);
    let words = key.split_once(':').map_or("", |(_, words)| words);
    if words.is_empty() {
        return Vec::new();
    }
    let mut surnames = vec![Surname { words: words.to_owned(), has_article: false }];
    if let Some((article, rest)) = words.split_once(' ')
        && is_article(article, rest, 1)
    {
        let alone =
            |word: &str| word.starts_with(char::is_uppercase) && word.to_lowercase() == article;
        let has_article = name.split_whitespace().any(alone);
        surnames.push(Surname { words: rest.to_owned(), has_article });
    }
    let bare = without_article(words, 1);
    if bare != words && !words.contains(' ') {
        surnames.push(Surname { words: bare.to_owned(), has_article: false });
    }
    surnames
}

impl Surname {
    /// Whether a person whose key has the name `own` and who is shown as `shown` has
    /// this surname.
    pub fn is_of(&self, own: &str, shown: &str) -> bool {
        self.ends(own) && (!self.has_article || self.stands_behind_article(shown))
    }

    /// Whether the name of a key ends with it.
    pub fn ends(&self, own: &str) -> bool {
        let before = own.strip_suffix(self.words.as_str());
        before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
    }

    fn stands_behind_article(&self, shown: &str) -> bool {
        let tokens = query_tokens(shown).tokens;
        let forms: Vec<&str> = tokens.iter().map(|token| token.form.as_str()).collect();
        (1..forms.len()).any(|at| {
            is_article(forms[at - 1], forms[at], at - 1)
                && name_words(&forms[at..], Kind::Person).join(" ") == self.words
        })
    }
}

/// Returns the key that the words of a name make. "Ministry of Health" has that of
/// "Health Ministry"; "Foreign Ministry" is that of each country, and stays apart.
pub(super) fn key_of_words(kind: Kind, words: &[impl AsRef<str>]) -> String {
    if kind == Kind::Organisation
        && let [ministry, of, subject @ ..] = words
        && ministry.as_ref() == "ministry"
        && of.as_ref() == "of"
        && !subject.iter().any(|word| matches!(word.as_ref(), "of" | "affairs"))
    {
        let subject = subject.iter().map(AsRef::as_ref).skip_while(|word| *word == "the");
        let words: Vec<&str> = subject.chain(["ministry"]).collect();
        return key_of_words(kind, &words);
    }
    let length: usize = words.iter().map(|word| word.as_ref().len() + 1).sum();
    let mut key = String::with_capacity(kind.name().len() + length.max(1));
    key.push_str(kind.name());
    for (at, word) in words.iter().enumerate() {
        key.push(if at == 0 { ':' } else { ' ' });
        key.push_str(word.as_ref());
    }
    if words.is_empty() {
        key.push(':');
    }
    key
}

/// The folded forms of tokens; none of strange ones.
pub(super) fn forms(analysis: &Analysis, tokens: Range<u32>) -> Vec<&str> {
    let tokens = analysis.tokens.get(tokens.start as usize..tokens.end as usize);
    tokens.unwrap_or_default().iter().map(|token| analysis.form(token)).collect()
}

/// Returns the words of a name, each in its one spelling, without what is no
/// part of it: titles, "the", Persian joints; of a person's name also the
/// Arabic article.
pub(super) fn name_words<'a>(forms: &[&'a str], kind: Kind) -> Vec<Cow<'a, str>> {
    let mut words = match forms {
        ["the", rest @ ..] if !rest.is_empty() => rest,
        _ => forms,
    };
    if kind == Kind::Person {
        words = &words[title_words(words)..];
        if let [first, rest @ ..] = words
            && rest.len() > 1
            && is_courtesy(&person_word(first))
        {
            words = rest;
        }
    }
    let mut out = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        if at > 0 && next.is_some() && JOINTS.contains(word) {
            continue;
        }
        let is_article = next.is_some_and(|next| is_article(word, next, at));
        match kind {
            // "Al Gore" keeps his first name, "Bashar al-Assad" needs no article.
            Kind::Person if is_article && (at > 0 || words.len() > 2) => {}
            Kind::Person => out.push(match person_word(word) {
                Cow::Borrowed(word) => without_article(word, at).into(),
                Cow::Owned(word) => without_article(&word, at).to_owned().into(),
            }),
            _ if is_article => out.push("al".into()),
            _ => out.push(spelling_key(word)),
        }
    }
    out
}

fn is_article(word: &str, next: &str, at: usize) -> bool {
    let assimilates = |(article, start): &(&str, &str)| word == *article && next.starts_with(start);
    ARTICLES.contains(&word) || (at > 0 && ASSIMILATED.iter().any(assimilates))
}

/// A word without the Arabic article, except at the beginning of a name.
pub(super) fn without_article(word: &str, at: usize) -> &str {
    match word.strip_prefix(ARABIC_ARTICLE) {
        Some(rest) if at > 0 && word.len() >= MIN_WITH_ARTICLE => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (kind, names, key) in [
            (Kind::Person, &["Edi Rama", "Prime Minister Edi Rama"][..], "person:edi rama"),
            (
                Kind::Person,
                &["Nasser Kana'ani", "Nasser Kanaani", "Naser Kan‘ani", "Nasser Kan’aani"],
                "person:naser kanani",
            ),
            (
                Kind::Person,
                &["Bashar al-Assad", "President Bashar Assad", "Bashar Al Asad", "Bashar el-Assad"],
                "person:bashar assad",
            ),
            (
                Kind::Person,
                &["Seyyed Abbas Araqchi", "Abbas Araghchi", "Sayyid Abbas Araqchi"],
                "person:abbas araqchi",
            ),
            (Kind::Person, &["بشار الأسد", "الرئيس بشار الأسد", "بشار اسد"], "person:بشار اسد"),
            (Kind::Person, &["Al Gore"], "person:al gore"),
            (Kind::Person, &["the Pahlavis", "Pahlavis"], "person:pahlavis"),
            (Kind::Person, &["Hassan Nasrallah", "Hasan Nasrollah"], "person:hassan nasrallah"),
            (
                Kind::Organisation,
                &["Mujahedin-e-Khalq", "the Mujahedin-e Khalq", "Mujahedin Khalq"],
                "org:mujahedin khalq",
            ),
            (
                Kind::Organisation,
                &["Ministry of the Interior", "Interior Ministry", "the Interior Ministry"],
                "org:interior ministry",
            ),
            (
                Kind::Organisation,
                &["Ministry of Industry, Mining and Trade", "Industry, Mining and Trade Ministry"],
                "org:industry mining and trade ministry",
            ),
            (Kind::Organisation, &["al-Qaeda", "Al Qaeda", "el-Qaeda"], "org:al qaeda"),
            (Kind::Place, &["U.S.", "US", "the US"], "place:us"),
            (Kind::Place, &["إيران", "ایران"], "place:ایران"),
            (Kind::Place, &["São Paulo", "Sao Paulo"], "place:sao paulo"),
        ] {
            for name in names {
                assert_eq!(key_of_text(kind, name), key, "{name}");
            }
        }
    }

    #[test]
    fn names_that_differ_keep_apart() {
        let key = |name| key_of_text(Kind::Person, name);
        assert_ne!(key("Ruhollah Khomeini"), key("Ali Khamenei"));
        assert_ne!(key("Khomeini"), key("Khamenei"));
        assert_ne!(key("George W. Bush"), key("George Bush"));
        assert_ne!(key_of_text(Kind::Other, "Iranian"), key_of_text(Kind::Place, "Iran"));
    }

    #[test]
    fn people_are_meant_by_what_their_names_end_with() {
        for (name, expected) in [
            ("Rama", &["rama"][..]),
            ("Rama, Edi", &["edi rama"]),
            ("al-Assad", &["al assad", "assad"]),
            ("President el-Assad", &["el assad", "assad"]),
            ("as-Sadr", &["as sadr", "sadr"]),
            ("Bashar al-Assad", &["bashar assad"]),
            ("Assad, Bashar al-", &["bashar assad"]),
            ("Al Gore", &["al gore", "-gore"]),
            ("الأسد", &["الاسد", "اسد"]),
            ("", &[]),
        ] {
            let found = surnames(name).into_iter();
            let sign = |has_article| if has_article { "-" } else { "" };
            let found = found.map(|name| format!("{}{}", sign(name.has_article), name.words));
            assert_eq!(found.collect::<Vec<String>>(), expected, "{name}");
        }
        let maktum = &surnames("Al Maktoum")[1];
        assert!(maktum.is_of("mohammad bin rashid maktum", "Mohammed bin Rashid Al Maktoum"));
        assert!(!maktum.is_of("maktum", "Maktoum"));
        let gore = &surnames("Al Gore")[1];
        assert!(!gore.is_of("lesley gore", "Lesley Gore"));
    }

    #[test]
    fn a_key_means_itself_first() {
        assert_eq!(keys_meant("org:the the"), ["org:the the", "org:the"]);
        assert_eq!(keys_meant("person:edi rama"), ["person:edi rama"]);
        assert_eq!(keys_meant("Rama, Edi").last().unwrap(), "person:edi rama");
    }

    #[test]
    fn keys_split_again() {
        assert_eq!(split_key("org:al qaeda"), Some((Kind::Organisation, "al qaeda")));
        assert_eq!(split_key("Edi Rama"), None);
        assert_eq!(split_key("city:tirana"), None);
        assert_eq!(key_of_text(Kind::Person, ""), "person:");
    }
}
