//! The canonical article as JSON (`schema/article.schema.json`): what each part
//! of an article is in it. Its form lies in `shape`.

mod shape;

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde_json::{Map, Value};

use self::shape::{Text, WireAltId, WireArticle, WireBlock, WireConcept, WireOrigin, WireWarning};
use super::{json_fault, to_line};
use crate::article::{
    AltId, Article, ArticleId, Block, BlockKind, Concept, Language, Origin, Precision, Published,
    Signal, Status, Warning, WarningCode,
};

/// JSON that is not a canonical article.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// Not JSON, or not the shape of an article.
    #[error("{}", json_fault(.0))]
    Shape(#[from] serde_json::Error),
    /// A value that its field cannot have.
    #[error("`{field}` cannot be `{value}`")]
    Value {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
    /// A date that the index cannot hold.
    #[error("`{field}` cannot be `{value}`: only dates of the years 1678 to 2261 can be kept")]
    Date {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: String,
    },
}

/// Returns an article as one line of JSON.
pub fn article_to_json(article: &Article) -> String {
    to_line(&to_wire(article))
}

/// Reads an article from JSON.
///
/// # Errors
/// Where the text is not JSON, lacks the id that an article must have, has what no
/// article has, or holds a value that its field cannot have.
pub fn article_from_json(json: &str) -> Result<Article, WireError> {
    from_wire(serde_json::from_str(json)?)
}

/// Reads an article from an object of JSON.
///
/// # Errors
/// As [`article_from_json`].
pub(crate) fn article_from_object(object: &Map<String, Value>) -> Result<Article, WireError> {
    from_wire(WireArticle::deserialize(object)?)
}

fn to_wire(article: &Article) -> WireArticle<'_> {
    fn text(value: &Option<String>) -> Option<Text<'_>> {
        value.as_deref().map(Cow::Borrowed)
    }
    fn texts(values: &[String]) -> Vec<Text<'_>> {
        values.iter().map(|value| Cow::Borrowed(value.as_str())).collect()
    }
    fn date(value: Option<Published>) -> Option<Text<'static>> {
        value.map(|date| Cow::Owned(date.to_string()))
    }
    WireArticle {
        uri: article.id.as_str().into(),
        guid: text(&article.uri),
        agency: text(&article.agency),
        agency_id: text(&article.agency_id),
        source: text(&article.source),
        published: date(article.published),
        precision: article.published.map(|date| date.precision.name().into()),
        version: article.version,
        version_created: date(article.version_created),
        pub_status: article.status.name().into(),
        signals: article.signals.iter().map(|signal| signal.name().into()).collect(),
        headline: article.headline.as_str().into(),
        kicker: text(&article.kicker),
        subhead: text(&article.subhead),
        lede: text(&article.lede),
        body: article
            .body
            .iter()
            .map(|block| WireBlock {
                kind: block.kind.name().into(),
                text: block.text.as_str().into(),
            })
            .collect(),
        byline: text(&article.byline),
        authors: texts(&article.authors),
        dateline: text(&article.dateline),
        located: text(&article.located),
        section: text(&article.section),
        desk: text(&article.desk),
        initials: text(&article.initials),
        language: article.language.map(|language| Cow::Owned(language.to_string())),
        keywords: texts(&article.keywords),
        slugline: text(&article.slugline),
        subjects: concepts(&article.subjects),
        people: concepts(&article.people),
        organisations: concepts(&article.organisations),
        places: concepts(&article.places),
        genres: concepts(&article.genres),
        urgency: article.urgency,
        embargoed_until: date(article.embargoed_until),
        expires: date(article.expires),
        alt_ids: article
            .alt_ids
            .iter()
            .map(|id| WireAltId { role: text(&id.role), value: id.value.as_str().into() })
            .collect(),
        ed_note: text(&article.ed_note),
        rights: text(&article.rights),
        url: text(&article.url),
        origin: WireOrigin {
            path: article.origin.path.as_str().into(),
            record: article.origin.record,
        },
        warnings: article
            .warnings
            .iter()
            .map(|warning| WireWarning {
                code: warning.code.name().into(),
                detail: warning.detail.as_str().into(),
            })
            .collect(),
    }
}

/// An identifier that can be a URI is written as one, any other as a literal.
fn concepts(concepts: &[Concept]) -> Vec<WireConcept<'_>> {
    fn wire(concept: &Concept) -> WireConcept<'_> {
        let Concept { name, id } = concept;
        let (uri, literal) = match id.as_deref().map(Cow::Borrowed) {
            Some(id) if is_uri(&id) => (Some(id), None),
            id => (None, id),
        };
        WireConcept { name: name.as_str().into(), uri, literal }
    }
    concepts.iter().map(wire).collect()
}

fn concept(wire: WireConcept<'_>) -> Concept {
    let id = wire.uri.or(wire.literal).map(Cow::into_owned);
    Concept { name: wire.name.into_owned(), id }
}

/// Whether a text can be a URI: a scheme, a colon, and no white space.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let written = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(allowed)
        && !rest.is_empty()
        && rest.chars().all(written)
}

fn from_wire(wire: WireArticle<'_>) -> Result<Article, WireError> {
    fn text(value: Option<Text<'_>>) -> Option<String> {
        value.map(Cow::into_owned)
    }
    fn texts(values: Vec<Text<'_>>) -> Vec<String> {
        values.into_iter().map(Cow::into_owned).collect()
    }
    Ok(Article {
        id: ArticleId::new(wire.uri),
        uri: text(wire.guid),
        agency: text(wire.agency),
        agency_id: text(wire.agency_id),
        source: text(wire.source),
        published: date("published", wire.published)?,
        version: wire.version,
        version_created: date("versionCreated", wire.version_created)?,
        status: named("pubStatus", &wire.pub_status, &Status::ALL, Status::name)?,
        signals: wire
            .signals
            .iter()
            .map(|signal| named("signals", signal, &Signal::ALL, Signal::name))
            .collect::<Result<_, _>>()?,
        headline: wire.headline.into_owned(),
        kicker: text(wire.kicker),
        subhead: text(wire.subhead),
        lede: text(wire.lede),
        body: wire.body.into_iter().map(block).collect::<Result<_, _>>()?,
        byline: text(wire.byline),
        authors: texts(wire.authors),
        dateline: text(wire.dateline),
        located: text(wire.located),
        section: text(wire.section),
        desk: text(wire.desk),
        initials: text(wire.initials),
        language: wire.language.as_deref().map(language).transpose()?,
        keywords: texts(wire.keywords),
        slugline: text(wire.slugline),
        subjects: wire.subjects.into_iter().map(concept).collect(),
        people: wire.people.into_iter().map(concept).collect(),
        organisations: wire.organisations.into_iter().map(concept).collect(),
        places: wire.places.into_iter().map(concept).collect(),
        genres: wire.genres.into_iter().map(concept).collect(),
        urgency: wire.urgency,
        embargoed_until: date("embargoedUntil", wire.embargoed_until)?,
        expires: date("expires", wire.expires)?,
        alt_ids: wire
            .alt_ids
            .into_iter()
            .map(|id| AltId { role: text(id.role), value: id.value.into_owned() })
            .collect(),
        ed_note: text(wire.ed_note),
        rights: text(wire.rights),
        url: text(wire.url),
        origin: Origin { path: wire.origin.path.into_owned(), record: wire.origin.record },
        warnings: wire.warnings.into_iter().map(warning).collect::<Result<_, _>>()?,
    })
}

fn wrong(field: &'static str, value: &str) -> WireError {
    WireError::Value { field, value: value.to_owned() }
}

/// Finds the member of a closed set by its name.
fn named<T: Copy>(
    field: &'static str,
    value: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, WireError> {
    all.iter().copied().find(|&item| name(item) == value).ok_or_else(|| wrong(field, value))
}

fn block(wire: WireBlock<'_>) -> Result<Block, WireError> {
    let kind = named("body.kind", &wire.kind, &BlockKind::ALL, BlockKind::name)?;
    Ok(Block { kind, text: wire.text.into_owned() })
}

fn warning(wire: WireWarning<'_>) -> Result<Warning, WireError> {
    let code = named("warnings.code", &wire.code, &WarningCode::ALL, WarningCode::name)?;
    Ok(Warning { code, detail: wire.detail.into_owned() })
}

fn language(tag: &str) -> Result<Language, WireError> {
    Language::parse(tag).ok_or_else(|| wrong("language", tag))
}

/// Reads a date as [`Published`] prints it; the precision is that of the text.
fn date(field: &'static str, value: Option<Text<'_>>) -> Result<Option<Published>, WireError> {
    let Some(value) = value else {
        return Ok(None);
    };
    let (at, precision) = civil(&value).ok_or_else(|| wrong(field, &value))?;
    let date = Published::from_civil(at, precision);
    date.map(Some).ok_or_else(|| WireError::Date { field, value: value.into_owned() })
}

fn civil(text: &str) -> Option<(DateTime, Precision)> {
    let day = |text: &str| Some(text.parse::<Date>().ok()?.at(0, 0, 0, 0));
    Some(match text.len() {
        4 => (day(&format!("{text}-01-01"))?, Precision::Year),
        7 => (day(&format!("{text}-01"))?, Precision::Month),
        10 => (day(text)?, Precision::Day),
        17 => (text.strip_suffix('Z')?.parse().ok()?, Precision::Minute),
        20 => (text.strip_suffix('Z')?.parse().ok()?, Precision::Second),
        _ => return None,
    })
}

#[cfg(test)]
pub(in crate::wire) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::arbitrary::any_article;

    fn published(text: &str) -> Option<Published> {
        let (at, precision) = civil(text)?;
        Published::from_civil(at, precision)
    }

    fn concept(name: &str, id: Option<&str>) -> Concept {
        Concept { name: name.to_owned(), id: id.map(str::to_owned) }
    }

    pub(in crate::wire) fn full() -> Article {
        let date = published;
        Article {
            id: ArticleId::new("nsna:1"),
            uri: Some("tag:example.org,2022:1".into()),
            agency: Some("Northern Star News Agency".into()),
            agency_id: Some("1".into()),
            source: Some("Harbour TV".into()),
            published: date("2022-09-10T07:35:25Z"),
            version: Some(2),
            version_created: date("2022-09-11"),
            status: Status::Withheld,
            signals: vec![Signal::Correction, Signal::Update],
            headline: "Bridge \"closed\"".into(),
            kicker: Some("Transport".into()),
            subhead: Some("Ferries go".into()),
            lede: Some("The bridge is closed.".into()),
            body: BlockKind::ALL
                .map(|kind| Block { kind, text: format!("a {}\u{a0}\u{1}", kind.name()) })
                .to_vec(),
            byline: Some("By A. Writer".into()),
            authors: vec!["A. Writer".into()],
            dateline: Some("OSLO".into()),
            located: Some("Oslo, Norway".into()),
            section: Some("World".into()),
            desk: Some("129".into()),
            initials: Some("EF/MA".into()),
            language: Language::parse("en"),
            keywords: vec!["bridge".into(), "traffic".into()],
            slugline: Some("BRIDGE-CLOSED".into()),
            subjects: vec![concept("transport", Some("medtop:20000337"))],
            people: vec![concept("A. Mayor", Some("no. 12"))],
            organisations: vec![concept("Harbour Office", None)],
            places: vec![concept("", Some("https://example.org/oslo"))],
            genres: vec![concept("Report", None)],
            urgency: Some(3),
            embargoed_until: date("2022-09-12T00:00Z"),
            expires: date("2023"),
            alt_ids: vec![
                AltId { role: Some("legacy".into()), value: "B-12".into() },
                AltId { role: None, value: "13".into() },
            ],
            ed_note: Some("check the name".into()),
            rights: Some("all rights reserved".into()),
            url: Some("https://example.org/1".into()),
            origin: Origin { path: "a/b.txt".into(), record: Some(3) },
            warnings: WarningCode::ALL.map(|code| Warning { code, detail: "seen".into() }).to_vec(),
        }
    }

    fn minimal() -> Article {
        Article { id: ArticleId::new("x:1"), headline: "H".into(), ..Article::default() }
    }

    #[test]
    fn an_article_survives_json_whole() {
        for article in [full(), minimal()] {
            let json = article_to_json(&article);
            assert_eq!(article_from_json(&json).unwrap(), article, "{json}");
        }
    }

    #[test]
    fn what_is_written_is_what_the_schema_says() {
        let schema = serde_json::from_str(crate::wire::ARTICLE_SCHEMA).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        for article in [full(), minimal()] {
            let json = serde_json::from_str(&article_to_json(&article)).unwrap();
            if let Err(error) = validator.validate(&json) {
                panic!("{error} at {}", error.instance_path());
            }
        }
    }

    #[test]
    fn the_schema_names_every_field_and_no_others() {
        let schema: serde_json::Value = serde_json::from_str(crate::wire::ARTICLE_SCHEMA).unwrap();
        let written: serde_json::Value = serde_json::from_str(&article_to_json(&full())).unwrap();
        let names = |value: &serde_json::Value| -> std::collections::BTreeSet<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(names(&schema["properties"]), names(&written));
    }

    proptest! {
        #[test]
        fn any_article_survives_json(article in any_article()) {
            let json = article_to_json(&article);
            prop_assert_eq!(article_from_json(&json).unwrap(), article);
        }
    }

    #[test]
    fn an_article_without_what_a_pipeline_dropped_is_the_same_without_it() {
        let json = r#"{"uri":"x:1","lede":"It rained.","published":"2022-09-10"}"#;
        let expected = Article {
            id: ArticleId::new("x:1"),
            lede: Some("It rained.".into()),
            published: published("2022-09-10"),
            ..Article::default()
        };
        assert_eq!(article_from_json(json).unwrap(), expected);
    }

    #[test]
    fn json_that_is_no_article_is_refused_with_the_reason() {
        for (json, expected) in [
            ("[]", "it has a list where an object belongs"),
            ("{}", "`uri` is missing"),
            (
                r#"{"uri":"x","pubStatus":"gone","headline":"","body":[],"origin":{"path":""}}"#,
                "`pubStatus` cannot be `gone`",
            ),
            (
                r#"{"uri":"x","pubStatus":"usable","headline":"","body":[],"origin":{"path":""},"published":"2022-13"}"#,
                "`published` cannot be `2022-13`",
            ),
            (
                r#"{"uri":"x","lede":"a","published":"1650-03-01"}"#,
                "`published` cannot be `1650-03-01`: only dates of the years 1678 to 2261 can be kept",
            ),
            (
                r#"{"uri":"x","pubStatus":"usable","headline":"","body":[],"origin":{"path":""},"colour":1}"#,
                "it has a `colour`, which no article has",
            ),
        ] {
            let error = article_from_json(json).unwrap_err().to_string();
            assert!(error.contains(expected), "{json}: {error}");
        }
    }
}
