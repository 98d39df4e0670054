//! What the labels of LexisNexis mean, in the languages of its interface.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::archive::fold::fold;
use crate::archive::page::labels::by_name;
use crate::archive::page::lines::trim;

/// What a labelled line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Headline,
    Highlight,
    Byline,
    Section,
    Length,
    Dateline,
    Body,
    LoadDate,
    Language,
    Subjects,
    People,
    Organisations,
    Places,
    Genre,
    Url,
    Graphic,
    Correction,
    /// Of the publication or of the database, and not of the article.
    Nothing,
}

impl Label {
    /// Whether it stands above the text as a rule.
    pub fn opens(self) -> bool {
        matches!(
            self,
            Label::Headline
                | Label::Highlight
                | Label::Byline
                | Label::Section
                | Label::Length
                | Label::Dateline
                | Label::Body
        )
    }

    /// Whether what it labels may have several paragraphs.
    pub fn is_long(self) -> bool {
        matches!(self, Label::Graphic | Label::Correction)
    }
}

/// The names of each label, folded, with `-` between words; English, German, French,
/// Dutch, Spanish, Italian and Portuguese.
const LABELS: [(Label, &str); 18] = [
    (Label::Headline, "headline;schlagzeile;titel;titre;titular;titulo;kop;titolo"),
    (Label::Highlight, "highlight;highlights;insert;encart"),
    (Label::Byline, "byline;by-line;author;autor;auteur;auteurs;autore"),
    (Label::Section, "section;rubrik;rubrique;rubriek;sectie;seccion;sezione;secao"),
    (Label::Length, "length;lange;longueur;lengte;longitud;lunghezza;extension;extensao"),
    (Label::Dateline, "dateline;ort"),
    (Label::Body, "body;text;texte;tekst;texto;testo;corps;cuerpo;hauptteil"),
    (
        Label::LoadDate,
        "load-date;ladedatum;lade-datum;update;date-chargement;date-de-chargement;laaddatum;\
         laad-datum;fecha-carga;fecha-de-carga;data-di-caricamento;data-de-carregamento",
    ),
    (Label::Language, "language;sprache;langue;taal;idioma;lengua;lingua"),
    (
        Label::Subjects,
        "subject;sujet;thema;onderwerp;asunto;tema;soggetto;industry;branche;industrie;\
         activity-sector;secteur-activite;bedrijfstak;sector",
    ),
    (Label::People, "person;personne;persoon;persona;pessoa;name;names"),
    (
        Label::Organisations,
        "organization;organisation;organisatie;organizacion;organizzazione;company;firma;\
         unternehmen;societe;bedrijf;empresa;azienda",
    ),
    (
        Label::Places,
        "geographic;country;state;city;region;geo-localization;localisation-geo;\
         zone-geographique;land;staat;stadt;stad;pays;etat;ville;pais;ciudad;geographisch;\
         geografisch;geografico",
    ),
    (Label::Genre, "document-type;type;dokumenttyp;documenttype;type-document"),
    (Label::Url, "url"),
    (Label::Graphic, "graphic;graphics;grafik;graphique;grafiek;grafico;illustration"),
    (Label::Correction, "correction;korrektur;correctie;correccion"),
    (
        Label::Nothing,
        "publication-type;publikationstyp;zeitungstyp;type-publication;publicatietype;\
         tipo-de-publicacion;tipo-publicacion;journal-code;zeitungs-code;zeitungscode;\
         code-revue;tijdschriftcode;ticker;stock-symbol;symbole-boursier;boersenkuerzel;\
         series;distribution;correction-date;issn;isbn;acc-no;update-code",
    ),
];

/// A label has at most so many bytes.
const MAX_LABEL: usize = 30;

/// Whether labels are written in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Capitals,
    Any,
}

/// Splits `SECTION: NEWS; Pg. 6` into what the label means and its value.
pub(super) fn labelled(line: &str, case: Case) -> Option<(Label, &str)> {
    let at = line.bytes().take(MAX_LABEL).position(|byte| byte == b':')?;
    let (name, value) = (trim(&line[..at]), trim(&line[at + 1..]));
    let is_of_name = |c: char| c.is_alphabetic() || matches!(c, '-' | ' ' | '\u{a0}');
    let is_written_so = !name.is_empty()
        && name.chars().all(is_of_name)
        && match case {
            Case::Capitals => !name.contains(char::is_lowercase),
            Case::Any => name.starts_with(char::is_uppercase),
        };
    if !is_written_so {
        return None;
    }
    static MEANINGS: LazyLock<FxHashMap<&str, Label>> = LazyLock::new(|| by_name(&LABELS));
    let label = MEANINGS.get(fold(name).replace(' ', "-").as_str())?;
    Some((*label, value))
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
    fn labels_in_several_languages() {
        for (line, case, expected) in [
            ("SECTION: NEWS; Pg. 6", Case::Capitals, Some((Label::Section, "NEWS; Pg. 6"))),
            ("LÄNGE: 512 Wörter", Case::Capitals, Some((Label::Length, "512 Wörter"))),
            ("LONGUEUR: 512 mots", Case::Capitals, Some((Label::Length, "512 mots"))),
            ("LOAD-DATE: May 10, 2015", Case::Capitals, Some((Label::LoadDate, "May 10, 2015"))),
            ("BODY:", Case::Capitals, Some((Label::Body, ""))),
            ("Section: NEWS", Case::Capitals, None),
            ("Section:\u{a0}NEWS", Case::Any, Some((Label::Section, "NEWS"))),
            ("Journal Code: STS", Case::Any, Some((Label::Nothing, "STS"))),
            ("section: news", Case::Any, None),
            ("WASHINGTON: The council met", Case::Capitals, None),
            ("SUBJECT", Case::Capitals, None),
            (": NEWS", Case::Capitals, None),
        ] {
            assert_eq!(labelled(line, case), expected, "{line}");
        }
    }
}
