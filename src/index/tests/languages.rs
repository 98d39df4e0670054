//! Words of languages that write endings onto them.

use super::{found, index_of};
use crate::article::{Article, ArticleId, Language};

#[test]
fn endings_behind_an_apostrophe_are_no_part_of_a_turkish_name() {
    let article = |id: &str, text: &str| Article {
        id: ArticleId::new(id),
        headline: text.to_owned(),
        language: Language::parse("tr"),
        ..Article::default()
    };
    let (_folder, searcher) = index_of(&[
        article("1", "Türkiye Cumhurbaşkanı'nın İstanbul'da konuşması"),
        article("2", "Türkiye Cumhurbaşkanı İstanbul’dan döndü"),
        article("3", "Istanbul'a giden Ali'nin Kur'an'ı"),
    ]);
    for (query, expected) in [
        ("istanbul", "1 2 3"),
        ("=İstanbul", "1 2 3"),
        ("\"İstanbul\"", "1 2 3"),
        ("\"İstanbul'da\"", "1"),
        ("\"İstanbul’dan döndü\"", "2"),
        ("\"Türkiye Cumhurbaşkanı\"", "1 2"),
        ("\"Cumhurbaşkanı'nın İstanbul'da konuşması\"", "1"),
        ("=kuran", "3"),
        ("Kur'an", "3"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn inflected_words_are_found_with_their_marks_typed_or_not() {
    let article = |id: &str, language: &str, text: &str| Article {
        id: ArticleId::new(id),
        headline: text.to_owned(),
        language: Language::parse(language),
        ..Article::default()
    };
    let (_folder, searcher) = index_of(&[
        article("1", "tr", "Birliğin kitabı savaşın son günlerini anlatıyor"),
        article("2", "tr", "Birlikler geri döndü, kitaplar ve savaş unutuldu"),
        article("3", "pt", "A eleição depende do responsável pela sanção"),
        article("4", "pt", "Eleições sem responsáveis e sem sanções"),
        article("5", "fr", "La dernière activité d'une femme arrêtée"),
        article("6", "fr", "Les derniers ont plusieurs activités; un homme arrêté"),
        article("7", "ko", "대통령은 제재를 해제했다"),
        article("8", "ko", "NATO와의 회담에서 제재 문제는 대통령이 말했다"),
    ]);
    for (queries, expected) in [
        (&["birlik", "birliği", "birligi", "BİRLİĞİN", "birlikler"][..], "1 2"),
        (&["kitap", "kitabı", "kitabi", "kitaplar"], "1 2"),
        (&["savaş", "savas", "savaşı", "savasi"], "1 2"),
        (&["eleição", "eleicao", "eleições", "eleicoes"], "3 4"),
        (&["responsável", "responsaveis", "sancoes", "sanção"], "3 4"),
        (&["arrêté", "arrete", "arretees", "arrêtées"], "5 6"),
        (&["activité", "activites", "dernier", "dernieres"], "5 6"),
        (&["제재", "제재를", "제재에서는", "대통령", "대통령의", "제재 /s 대통령"], "7 8"),
        (&["nato", "NATO는", "회담", "문제를"], "8"),
        (&["\"제재를\"", "=제재를", "=대통령은"], "7"),
        (&["\"eleicao\"", "=eleição"], "3"),
        (&["=arrete"], "6"),
    ] {
        for query in queries {
            assert_eq!(found(&searcher, query), expected, "{query}");
        }
    }
}
