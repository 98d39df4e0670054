//! Names that fields of objects and columns of tables commonly have.
//!
//! `docs/columns.md` lists them; a test holds the two together.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::fields::Part;
use crate::archive::fold;

/// Returns a field's name in small letters, without accents and what joins its words.
/// Marks stay that make another name of it (`$id`, `@id`).
pub(super) fn fold(name: &str) -> String {
    let stays = |c: char| c.is_alphanumeric() || matches!(c, '$' | '@' | '#');
    match name.is_ascii() {
        true => name.chars().filter(|c| stays(*c)).map(|c| c.to_ascii_lowercase()).collect(),
        // Korean letters are put together again.
        false => fold::fold(name).chars().filter(|c| stays(*c)).nfc().collect(),
    }
}

/// Returns the part that a field of this folded name commonly is, and its place among the
/// names of that part.
pub(super) fn known(folded: &str) -> Option<(Part, usize)> {
    static KNOWN: LazyLock<FxHashMap<&str, (Part, usize)>> = LazyLock::new(|| {
        let names =
            |part| common(part).iter().enumerate().map(move |(rank, name)| (*name, (part, rank)));
        Part::ALL.into_iter().flat_map(names).collect()
    });
    KNOWN.get(folded).copied()
}

/// Names that fields commonly have, the better first, as [`fold`] gives them: those of
/// programs and feeds, then those of people in German, French, Spanish, Portuguese,
/// Italian, Dutch, the languages of Scandinavia, Polish, Russian, Turkish, Arabic, Persian,
/// Chinese, Japanese and Korean.
pub(super) fn common(part: Part) -> &'static [&'static str] {
    match part {
        Part::Headline => &[
            "headline",
            "title",
            "hed",
            "heading",
            "headlinemain",
            "titel",
            "uberschrift",
            "schlagzeile",
            "titre",
            "titulo",
            "titular",
            "manchete",
            "titolo",
            "tittel",
            "overskrift",
            "tytul",
            "заголовок",
            "baslik",
            "عنوان",
            "العنوان",
            "标题",
            "標題",
            "見出し",
            "제목",
            "subject",
        ],
        Part::Kicker => &["kicker", "overline", "dachzeile", "surtitre", "antetitulo", "occhiello"],
        Part::Lede => &[
            "lede",
            "lead",
            "standfirst",
            "description",
            "summary",
            "abstract",
            "excerpt",
            "dek",
            "snippet",
            "vorspann",
            "teaser",
            "zusammenfassung",
            "chapeau",
            "chapo",
            "resume",
            "entradilla",
            "resumen",
            "resumo",
            "sommario",
            "riassunto",
            "ingress",
        ],
        Part::Body => &[
            "body",
            "bodytext",
            "text",
            "articlebody",
            "fulltext",
            "maintext",
            "content",
            "articletext",
            "bodyhtml",
            "contenthtml",
            "contenttext",
            "article",
            "story",
            "volltext",
            "artikeltext",
            "inhalt",
            "artikel",
            "texte",
            "contenu",
            "texto",
            "cuerpo",
            "contenido",
            "conteudo",
            "testo",
            "contenuto",
            "tekst",
            "tresc",
            "текст",
            "metin",
            "icerik",
            "النص",
            "متن",
            "正文",
            "内容",
            "本文",
            "본문",
        ],
        Part::Published => &[
            "published",
            "publishedat",
            "datepublished",
            "publishdate",
            "publicationdate",
            "pubdate",
            "publisheddate",
            "publishedon",
            "publishedtime",
            "firstpublished",
            "date",
            "datetime",
            "publishtime",
            "time",
            "timestamp",
            "createdat",
            "created",
            "erscheinungsdatum",
            "veroffentlichungsdatum",
            "veroffentlicht",
            "datum",
            "datedepublication",
            "datepublication",
            "datedeparution",
            "fechadepublicacion",
            "fechapublicacion",
            "fecha",
            "datadepublicacao",
            "datapubblicazione",
            "dato",
            "датапубликации",
            "дата",
            "tarih",
            "التاريخ",
            "تاريخ",
            "日期",
            "日付",
            "날짜",
            "data",
        ],
        Part::VersionCreated => &[
            "versioncreated",
            "datemodified",
            "modified",
            "updated",
            "updatedat",
            "lastmodified",
            "datemodify",
            "aktualisiert",
            "geandert",
            "misajour",
            "actualizado",
            "atualizado",
            "aggiornato",
        ],
        Part::Version => &["version", "versionnumber", "revision"],
        Part::Agency => &[
            "agency",
            "newsagency",
            "wire",
            "nachrichtenagentur",
            "agentur",
            "agence",
            "agencia",
            "agenzia",
        ],
        Part::AgencyId => &["agencyid", "newsid", "articleid", "id", "docid", "artikelid"],
        Part::Source => &[
            "source",
            "sourcename",
            "publication",
            "publisher",
            "outlet",
            "newspaper",
            "provider",
            "sitename",
            "sourcedomain",
            "site",
            "quelle",
            "zeitung",
            "publikation",
            "medium",
            "journal",
            "fuente",
            "periodico",
            "diario",
            "medio",
            "fonte",
            "jornal",
            "giornale",
            "testata",
            "bron",
            "krant",
            "kalla",
            "tidning",
            "kilde",
            "avis",
            "zrodło",
            "gazeta",
            "источник",
            "издание",
            "kaynak",
            "gazete",
            "المصدر",
            "منبع",
            "来源",
            "來源",
            "출처",
        ],
        Part::Uri => &["uri", "guid"],
        Part::Url => &[
            "url",
            "link",
            "permalink",
            "weburl",
            "canonicalurl",
            "href",
            "webadresse",
            "lien",
            "enlace",
        ],
        Part::Byline => &["byline"],
        Part::Authors => &[
            "authors",
            "author",
            "creator",
            "writer",
            "autoren",
            "autor",
            "verfasser",
            "auteurs",
            "auteur",
            "autores",
            "autora",
            "autori",
            "autore",
            "forfattare",
            "forfatter",
            "автор",
            "yazar",
            "الكاتب",
            "نويسنده",
            "作者",
            "著者",
            "기자",
        ],
        Part::Dateline => &["dateline"],
        Part::Section => &[
            "section",
            "sectionname",
            "category",
            "categories",
            "desk",
            "ressort",
            "rubrik",
            "kategorie",
            "rubrique",
            "categorie",
            "seccion",
            "categoria",
            "secao",
            "sezione",
            "rubriek",
            "kategori",
            "dział",
            "рубрика",
            "раздел",
            "bolum",
            "栏目",
        ],
        Part::Language => &[
            "language",
            "lang",
            "inlanguage",
            "sprache",
            "langue",
            "idioma",
            "lingua",
            "taal",
            "sprak",
            "язык",
            "dil",
            "语言",
        ],
        Part::Keywords => &[
            "keywords",
            "tags",
            "keyword",
            "schlagworte",
            "schlagworter",
            "stichworte",
            "stichworter",
            "motscles",
            "palabrasclave",
            "etiquetas",
            "palavraschave",
            "parolechiave",
            "trefwoorden",
            "nyckelord",
            "ключевыеслова",
            "关键词",
        ],
        Part::People => {
            &["people", "persons", "personen", "personnes", "personas", "pessoas", "persone"]
        }
        Part::Organisations => &[
            "organisations",
            "organizations",
            "organisationen",
            "organizaciones",
            "organizacoes",
            "organizzazioni",
        ],
        Part::Places => &["places", "orte", "lieux", "lugares", "luoghi"],
        Part::Slugline => &["slugline", "slug"],
        Part::Rights => &["rights", "copyright", "copyrightnotice", "rechte", "droits", "derechos"],
        Part::Status => &[
            "pubstatus",
            "publicationstatus",
            "publishstatus",
            "poststatus",
            "articlestatus",
            "status",
        ],
        Part::Embargo => &[
            "embargoeduntil",
            "embargountil",
            "embargodate",
            "embargotime",
            "embargoed",
            "embargo",
            "sperrfrist",
        ],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_name_is_folded_and_of_one_part() {
        let mut parts = BTreeMap::new();
        for part in Part::ALL {
            for name in common(part) {
                assert_eq!(fold(name), *name, "{part:?}");
                assert_eq!(parts.insert(*name, part), None, "{name}");
            }
        }
        assert_eq!(fold("\u{feff}Date_Published"), "datepublished");
        assert_eq!(fold("$id"), "$id");
        assert_eq!(fold("Überschrift"), "uberschrift");
    }

    #[test]
    fn the_documentation_lists_them() {
        let mut table = "| part | names |\n|---|---|\n".to_owned();
        for part in Part::ALL {
            let names: Vec<String> = common(part).iter().map(|name| format!("`{name}`")).collect();
            table += &format!("| `{}` | {} |\n", part.name(), names.join(" "));
        }
        let said = include_str!("../../../docs/columns.md");
        assert!(said.contains(&table), "docs/columns.md should have\n{table}");
    }
}
