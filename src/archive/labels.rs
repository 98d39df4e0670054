//! The labels of a page's header, in English, French, Arabic and Persian:
//! `News ID: 84874521`, `Publié le 10 septembre`, `کد خبر: ...`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::{ascii_digit, fold};
use super::lines::trim;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Agency,
    Source,
    Date,
    Time,
    Updated,
    Id,
    Section,
    Desk,
    Language,
    Byline,
    Headline,
    Kicker,
    Url,
    Keywords,
    Rights,
    /// Counts of people, views and comments: nothing about the article.
    Nothing,
}

/// Folded labels, `;` between those of one meaning.
const LABELS: [(Label, &str); 16] = [
    (Label::Agency, "agency;news agency;provider;agence;وكاله;خبرگزاري"),
    (Label::Source, "source;sources;credit;news source;منبع;المصدر;مصدر;quelle;fuente"),
    (
        Label::Date,
        "date;publish date;published;published on;published at;publication date;date published;\
         release date;posted;posted on;news date;publie le;date de publication;paru le;\
         تاريخ انتشار;تاريخ;انتشار;تاريخ النشر;التاريخ;نشر في;تاريخ الخبر;datum;fecha",
    ),
    (Label::Time, "time;heure;ساعت;زمان;الوقت;الساعه;زمان انتشار;uhrzeit;hora"),
    (
        Label::Updated,
        "updated;last updated;last update;last modified;modified;mis a jour le;mise a jour;\
         اخر تحديث;اخرين بروزرساني;به روز رساني",
    ),
    (
        Label::Id,
        "news id;news code;id;code;story id;article id;item id;news number;story code;news no;\
         كد خبر;كد مطلب;شناسه خبر;شناسه;شماره خبر;رقم الخبر;رمز الخبر;رقم;كود الخبر;code article;\
         numero;reference;ref",
    ),
    (
        Label::Section,
        "section;category;service;topic;rubrique;categorie;سرويس;گروه;بخش;القسم;التصنيف;دسته بندي",
    ),
    (Label::Desk, "desk;newsroom desk"),
    (Label::Language, "language;lang;langue;زبان;اللغه"),
    (Label::Byline, "author;reporter;byline;writer;by;auteur;نويسنده;خبرنگار;الكاتب;المحرر"),
    (Label::Headline, "headline;title;titre;عنوان;تيتر;العنوان"),
    (Label::Kicker, "kicker;overline;surtitre;روتيتر"),
    (Label::Url, "url;link;short link;permalink;lien;لينك;لينك كوتاه;رابط;الرابط"),
    (
        Label::Keywords,
        "keywords;tags;mots cles;mots-cles;برچسب ها;برچسبها;كليدواژه;كلمات مفتاحيه;وسوم",
    ),
    (Label::Rights, "copyright;rights"),
    (
        Label::Nothing,
        "persons;views;visits;comments;print;بازديد;تعداد بازديد;نظرات;المشاهدات;vues",
    ),
];

/// A label has at most so many characters.
const MAX_LABEL: usize = 30;

/// Splits `source : Press TV` into what the label means and its value, which
/// may be empty. A few labels also stand without a colon, before a digit:
/// `News ID 84874521`, `date 2025-09-19`.
pub(super) fn labelled(line: &str) -> Option<(Label, &str)> {
    let divider = line.char_indices().take(MAX_LABEL).find(|(_, c)| matches!(c, ':' | '：'));
    if let Some((at, colon)) = divider {
        let label = find(&line[..at])?;
        return Some((label, trim(&line[at + colon.len_utf8()..])));
    }
    let digit = |c: char| ascii_digit(c).is_ascii_digit();
    let at = line.char_indices().take(MAX_LABEL).find(|(_, c)| digit(*c))?.0;
    let (name, value) = line.split_at(at);
    if !name.ends_with(char::is_whitespace) {
        return None;
    }
    // "Publié le jeudi 15 septembre": the weekday belongs to the value.
    let before_weekday = || {
        let at = name.trim_end().rfind(char::is_whitespace)?;
        let label = find(&name[..at])?;
        matches!(label, Label::Date | Label::Updated).then(|| (label, trim(&line[at..])))
    };
    let Some(label) = find(name) else {
        return before_weekday();
    };
    let numbered = matches!(label, Label::Id | Label::Date | Label::Updated);
    // "Code 12 of the act" is a sentence; a number alone is a value.
    (numbered && (label != Label::Id || value.chars().all(digit))).then_some((label, trim(value)))
}

/// Returns what a label means.
fn find(name: &str) -> Option<Label> {
    let mark = |c: char| c.is_whitespace() || "*#•-–—·|>«[(".contains(c);
    static MEANINGS: LazyLock<FxHashMap<&str, Label>> = LazyLock::new(|| {
        let meant = |(label, names): (Label, &'static str)| {
            names.split(';').map(move |name| (name.trim(), label))
        };
        LABELS.into_iter().flat_map(meant).collect()
    });
    MEANINGS.get(fold(name.trim_matches(mark)).as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_stored_folded_each_once() {
        let mut seen = std::collections::HashSet::new();
        for name in LABELS.iter().flat_map(|(_, names)| names.split(';').map(str::trim)) {
            assert_eq!(fold(name), name);
            assert!(seen.insert(name), "{name} stands twice");
        }
    }

    #[test]
    fn labels_with_and_without_a_colon() {
        for (line, expected) in [
            ("source : Press TV", Some((Label::Source, "Press TV"))),
            ("Source: Press TV", Some((Label::Source, "Press TV"))),
            ("News ID: 84874521", Some((Label::Id, "84874521"))),
            ("News Code 84874521", Some((Label::Id, "84874521"))),
            ("Code 12 of the act", None),
            ("Publish Date : 10/7/2023 10:00:19 AM", Some((Label::Date, "10/7/2023 10:00:19 AM"))),
            ("date 2025-09-19", Some((Label::Date, "2025-09-19"))),
            ("تاریخ انتشار: ۱۴۰۱/۰۶/۱۹", Some((Label::Date, "۱۴۰۱/۰۶/۱۹"))),
            ("کد خبر: ۱۲۳", Some((Label::Id, "۱۲۳"))),
            ("شناسه خبر ۱۲۳", Some((Label::Id, "۱۲۳"))),
            ("رقم الخبر: 123", Some((Label::Id, "123"))),
            ("المصدر: سانا", Some((Label::Source, "سانا"))),
            ("Publié le : 10/09/2022", Some((Label::Date, "10/09/2022"))),
            ("Publié le 10/09/2022", Some((Label::Date, "10/09/2022"))),
            ("Publié le jeudi 15 septembre", Some((Label::Date, "jeudi 15 septembre"))),
            ("Référence : 32590", Some((Label::Id, "32590"))),
            ("Source:", Some((Label::Source, ""))),
            ("The source: a minister", None),
            ("In 2022 it rained", None),
            ("2022", None),
            ("", None),
        ] {
            assert_eq!(labelled(line), expected, "{line}");
        }
    }
}
