//! The labels of a page's header, in English, most languages of Europe, Turkish, Arabic,
//! Persian, Hebrew, Chinese and Japanese:
//! `News ID: 84874521`, `Publié le 10 septembre`, `کد خبر: ...`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lines::trim;
use crate::archive::fold::{ascii_digit, fold};

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::archive) enum Label {
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
    /// A moment, or what only an embargo can be.
    Embargo,
    /// The same, in words that nothing else begins with.
    EmbargoedUntil,
    Status,
    /// Counts of people, views and comments: nothing about the article.
    Nothing,
}

/// Folded labels, `;` between those of one meaning.
const LABELS: [(Label, &str); 19] = [
    (
        Label::Agency,
        "agency;news agency;provider;agence;agentur;nachrichtenagentur;\
         agencia;agenzia;агентство;ajans;وكاله;خبرگزاري",
    ),
    (
        Label::Source,
        "source;sources;credit;news source;منبع;المصدر;مصدر;\
         quelle;fuente;fonte;источник;kaynak;来源;稿源;文章来源;出典;\
         bron;kalla;kilde;lahde;zrodło;zdroj;forras;sursa;джерело;πηγη;sumber;מקור",
    ),
    (
        Label::Date,
        "date;publish date;published;published on;published at;publication date;date published;\
         release date;posted;posted on;news date;publie le;date de publication;paru le;\
         تاريخ انتشار;تاريخ;انتشار;تاريخ النشر;التاريخ;نشر في;تاريخ الخبر;datum;erscheinungsdatum;\
         veroffentlicht;veroffentlicht am;fecha;fecha de publicacion;publicado;publicado el;\
         publicado em;data de publicacao;pubblicato;pubblicato il;data di pubblicazione;\
         дата;дата публикации;опубликовано;tarih;yayin tarihi;日期;时间;发布时间;发表时间;\
         发布日期;日付;掲載日;公開日;\
         gepubliceerd;gepubliceerd op;publicerad;publiceret;publisert;julkaistu;opublikowano;\
         data publikacji;publikovano;publicat;megjelent;giris tarihi;опубліковано;δημοσιευση;\
         פורסם;stand",
    ),
    (Label::Time, "time;heure;ساعت;زمان;الوقت;الساعه;زمان انتشار;uhrzeit;hora;orario;время"),
    (
        Label::Updated,
        "updated;last updated;last update;last modified;modified;mis a jour le;mise a jour;\
         اخر تحديث;اخرين بروزرساني;به روز رساني;\
         aktualisiert;actualizado;aggiornato;atualizado;atualizado em;обновлено;guncelleme;\
         更新时间;更新日;更新日時;\
         bijgewerkt;uppdaterad;opdateret;oppdatert;paivitetty;aktualizacja;aktualizovano;\
         actualizat;frissitve;son guncelleme;оновлено;ενημερωση;עודכן",
    ),
    (
        Label::Id,
        "news id;news code;id;code;story id;article id;item id;news number;story code;news no;\
         كد خبر;كد مطلب;شناسه خبر;شناسه;شماره خبر;رقم الخبر;رمز الخبر;رقم;كود الخبر;code article;\
         numero;reference;ref",
    ),
    (
        Label::Section,
        "section;category;service;topic;rubrique;categorie;سرويس;گروه;بخش;القسم;التصنيف;دسته بندي;\
         ressort;rubrik;seccion;sezione;secao;editoria;рубрика;раздел;栏目;频道",
    ),
    (Label::Desk, "desk;newsroom desk"),
    (Label::Language, "language;lang;langue;sprache;idioma;lingua;язык;语言;زبان;اللغه"),
    (
        Label::Byline,
        "author;reporter;byline;writer;by;auteur;نويسنده;خبرنگار;الكاتب;المحرر;\
         autor;autora;autore;verfasser;автор;yazar;作者;记者",
    ),
    (
        Label::Headline,
        "headline;title;titre;عنوان;تيتر;العنوان;titel;titulo;titolo;\
         заголовок;baslik;标题;hed",
    ),
    (Label::Kicker, "kicker;overline;surtitre;روتيتر"),
    (Label::Url, "url;link;short link;permalink;lien;لينك;لينك كوتاه;رابط;الرابط"),
    (
        Label::Keywords,
        "keywords;tags;mots cles;mots-cles;برچسب ها;برچسبها;كليدواژه;كلمات مفتاحيه;وسوم;schlagworter;\
         stichworte;palabras clave;etiquetas;parole chiave;palavras-chave;ключевые слова;\
         теги;anahtar kelimeler;etiketler;关键词;关键字;标签",
    ),
    (Label::Rights, "copyright;rights"),
    (
        Label::Embargo,
        "embargo;embargo date;embargo time;hold until;sperrfrist;gesperrt bis;sous embargo",
    ),
    (
        Label::EmbargoedUntil,
        "embargoed until;embargoed till;embargo until;strictly embargoed until;\
         under embargo until;not for publication before;not for publication until;\
         not for release before;not for release until;sperrfrist bis;embargo jusqu'au;\
         sous embargo jusqu'au;embargo hasta;embargado hasta",
    ),
    (Label::Status, "status;pubstatus;publication status"),
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
pub(in crate::archive) fn labelled(line: &str) -> Option<(Label, &str)> {
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

/// Splits `EMBARGOED UNTIL 31 December` where a label of an embargo stands without a colon.
pub(super) fn embargo(line: &str) -> Option<(Label, &str)> {
    const MAX_WORDS: usize = 4;
    let ends = line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let ends: Vec<usize> = ends.take(MAX_WORDS).collect();
    ends.into_iter().rev().find_map(|end| {
        let label = find(&line[..end])?;
        matches!(label, Label::Embargo | Label::EmbargoedUntil).then(|| (label, trim(&line[end..])))
    })
}

/// Divides a line before each label with a colon that stands in it:
/// `13 September 2022 Source: Press TV`.
pub(super) fn statements(line: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let (mut from, mut value) = (0, 0);
    for (colon, sign) in line.match_indices([':', '：']) {
        let Some(label) = label_before(line, value, colon) else {
            continue;
        };
        if label > from {
            statements.push(trim(&line[from..label]));
            from = label;
        }
        value = colon + sign.len();
    }
    statements.push(trim(&line[from..]));
    statements
}

/// Where the label begins that ends before a colon, not before byte `from`.
fn label_before(line: &str, from: usize, colon: usize) -> Option<usize> {
    let near = line[from..colon].char_indices().rev().take(MAX_LABEL);
    let mut starts: Vec<usize> = near
        .map(|(at, _)| from + at)
        .filter(|&at| at == from || line[..at].ends_with(char::is_whitespace))
        .collect();
    // The longest label: "publish date" and not "date".
    starts.reverse();
    starts.into_iter().find(|&at| find(&line[at..colon]).is_some())
}

/// Returns what a label means.
fn find(name: &str) -> Option<Label> {
    let mark = |c: char| c.is_whitespace() || "*#•-–—·|>«[(".contains(c);
    static MEANINGS: LazyLock<FxHashMap<&str, Label>> = LazyLock::new(|| by_name(&LABELS));
    MEANINGS.get(fold(name.trim_matches(mark)).as_str()).copied()
}

/// What the names of a table of labels mean.
pub(in crate::archive) fn by_name<L: Copy>(
    labels: &[(L, &'static str)],
) -> FxHashMap<&'static str, L> {
    let named = |(label, names): &(L, &'static str)| {
        let label = *label;
        names.split(';').map(move |name| (name.trim(), label))
    };
    labels.iter().flat_map(named).collect()
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
    fn a_line_is_divided_before_its_labels() {
        for (line, expected) in [
            (
                "13 September 2022 18:30 Source: Press TV",
                &["13 September 2022 18:30", "Source: Press TV"][..],
            ),
            (
                "Source: Press TV  Publish date: 2022-09-13 18:30",
                &["Source: Press TV", "Publish date: 2022-09-13 18:30"],
            ),
            ("2022年09月13日 18:30 来源：海港日报", &["2022年09月13日 18:30", "来源：海港日报"]),
            ("来源：海港日报　作者：李明", &["来源：海港日报", "作者：李明"]),
            ("The minister said: no date", &["The minister said: no date"]),
            ("Source:Date: x", &["Source:", "Date: x"]),
            (":", &[":"]),
        ] {
            assert_eq!(statements(line), expected, "{line}");
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
            ("Quelle: dpa", Some((Label::Source, "dpa"))),
            ("Fecha: 13/09/2022", Some((Label::Date, "13/09/2022"))),
            ("Veröffentlicht am 13.09.2022", Some((Label::Date, "13.09.2022"))),
            ("来源：新华社", Some((Label::Source, "新华社"))),
            ("Źródło: PAP", Some((Label::Source, "PAP"))),
            ("Källa: TT", Some((Label::Source, "TT"))),
            ("Stand: 13.09.2022", Some((Label::Date, "13.09.2022"))),
            ("Publicerad 13 september", Some((Label::Date, "13 september"))),
            ("Son Güncelleme: 13.09.2022", Some((Label::Updated, "13.09.2022"))),
            ("Автор: Анна Орлова", Some((Label::Byline, "Анна Орлова"))),
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
