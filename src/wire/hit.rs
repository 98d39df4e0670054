//! Hits as JSON (`schema/hit.schema.json`).

use std::ops::Range;

use serde::Serialize;

use super::{to_document, to_line};
use crate::article::{Precision, Published};
use crate::hit::{Hit, Marked, Snippet, Story};

/// The columns of hits as CSV, named as in `schema/hit.schema.json`.
pub const HIT_COLUMNS: [&str; 17] = [
    "id",
    "published",
    "precision",
    "agency",
    "agencyId",
    "source",
    "byline",
    "section",
    "dateline",
    "language",
    "pubStatus",
    "headline",
    "words",
    "url",
    "path",
    "score",
    "snippet",
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireHit<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    keywords: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    dateline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    pub_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    embargoed_until: Option<String>,
    superseded: bool,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<u64>,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<u64>,
    headline_marked: WireMarked<'a>,
    snippets: Vec<WireSnippet<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<WireStory<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireStory<'a> {
    carriers: Vec<WireCarrier<'a>>,
    is_sure: bool,
}

#[derive(Serialize)]
struct WireCarrier<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
}

#[derive(Serialize)]
pub(super) struct WireMarked<'a> {
    text: &'a str,
    marks: Vec<[usize; 2]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireSnippet<'a> {
    #[serde(flatten)]
    marked: WireMarked<'a>,
    paragraph: usize,
    cut_before: bool,
    cut_after: bool,
}

/// Returns a hit as one line of JSON.
pub fn hit_to_json(hit: &Hit) -> String {
    to_line(&wire(hit))
}

/// Returns a story as one JSON document.
pub fn story_to_json(story: &Story) -> String {
    to_document(&wire_story(story))
}

fn wire_story(story: &Story) -> WireStory<'_> {
    let carriers = story.carriers.iter().map(|carrier| WireCarrier {
        id: &carrier.id,
        name: carrier.name.as_deref(),
        since: carrier
            .since
            .map(|seconds| Published { seconds, precision: Precision::Second }.to_string()),
    });
    WireStory { carriers: carriers.collect(), is_sure: story.is_sure }
}

pub(super) fn wire(hit: &Hit) -> WireHit<'_> {
    let article = &hit.article;
    WireHit {
        id: article.id.as_str(),
        score: hit.score,
        published: article.published.map(|date| date.to_string()),
        precision: article.published.map(|date| date.precision.name()),
        agency: article.agency.as_deref(),
        agency_id: article.agency_id.as_deref(),
        source: article.source.as_deref(),
        byline: article.byline.as_deref(),
        authors: &article.authors,
        language: article.language.as_ref().map(|language| language.as_str()),
        section: article.section.as_deref(),
        keywords: &article.keywords,
        dateline: article.dateline.as_deref(),
        url: article.url.as_deref(),
        pub_status: article.status.name(),
        embargoed_until: article.embargoed_until.map(|until| until.to_string()),
        superseded: hit.superseded,
        headline: &article.headline,
        words: hit.words,
        path: &article.origin.path,
        record: article.origin.record,
        headline_marked: marked(&hit.headline),
        snippets: hit.snippets.iter().map(snippet).collect(),
        story: hit.story.as_ref().map(wire_story),
    }
}

pub(super) fn snippet(snippet: &Snippet) -> WireSnippet<'_> {
    WireSnippet {
        marked: marked(&snippet.marked),
        paragraph: snippet.paragraph,
        cut_before: snippet.cut_before,
        cut_after: snippet.cut_after,
    }
}

fn marked(marked: &Marked) -> WireMarked<'_> {
    let characters = |byte: usize| marked.text[..byte].chars().count();
    let in_characters = |mark: &Range<usize>| [characters(mark.start), characters(mark.end)];
    WireMarked { text: &marked.text, marks: marked.marks.iter().map(in_characters).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Language, Origin, Precision, Published};
    use crate::hit::Carrier;

    fn hit() -> Hit {
        let mark = |text: &str, marks: &[Range<usize>]| Marked {
            text: text.to_owned(),
            marks: marks.to_vec(),
        };
        Hit {
            score: Some(1.5),
            article: Article {
                id: ArticleId::new("nsna:1"),
                agency: Some("NSNA".into()),
                agency_id: Some("1".into()),
                source: Some("Harbour TV".into()),
                published: Published::from_civil(
                    "2022-09-10T07:35:25".parse().unwrap(),
                    Precision::Second,
                ),
                language: Language::parse("fa"),
                byline: Some("By Jane Doe".into()),
                authors: vec!["Jane Doe".into()],
                keywords: vec!["bridges".into()],
                section: Some("World".into()),
                embargoed_until: Published::from_civil(
                    "2022-09-11T07:00:00".parse().unwrap(),
                    Precision::Minute,
                ),
                dateline: Some("OSLO".into()),
                url: Some("https://example.org".into()),
                headline: "پل بسته شد".into(),
                origin: Origin { path: "a.jsonl".into(), record: Some(3) },
                ..Article::default()
            },
            words: Some(12),
            superseded: false,
            headline: mark("پل بسته شد", &[0..4]),
            story: Some(Story {
                carriers: vec![
                    Carrier { id: "x:9".into(), name: None, since: None },
                    Carrier {
                        id: "nsna:1".into(),
                        name: Some("Harbour TV".into()),
                        since: Some(1_662_795_325),
                    },
                ],
                is_sure: false,
            }),
            snippets: vec![Snippet {
                paragraph: 1,
                marked: mark("the bridge", &[4..10]),
                cut_before: false,
                cut_after: true,
            }],
        }
    }

    #[test]
    fn marks_count_characters_not_bytes() {
        let json: serde_json::Value = serde_json::from_str(&hit_to_json(&hit())).unwrap();
        assert_eq!(json["headlineMarked"]["marks"], serde_json::json!([[0, 2]]));
    }

    #[test]
    fn what_is_written_is_what_the_schema_says() {
        let schema: serde_json::Value = serde_json::from_str(crate::wire::HIT_SCHEMA).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let bare = Hit { score: None, article: Article::default(), ..hit() };
        for hit in [hit(), bare] {
            let json = serde_json::from_str(&hit_to_json(&hit)).unwrap();
            if let Err(error) = validator.validate(&json) {
                panic!("{error} at {}", error.instance_path());
            }
        }
    }

    #[test]
    fn the_schema_names_every_field_and_no_others() {
        let schema: serde_json::Value = serde_json::from_str(crate::wire::HIT_SCHEMA).unwrap();
        let written: serde_json::Value = serde_json::from_str(&hit_to_json(&hit())).unwrap();
        let names = |value: &serde_json::Value| -> std::collections::BTreeSet<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(names(&schema["properties"]), names(&written));
    }
}
