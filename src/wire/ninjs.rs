//! The article as IPTC ninjs 3: what ninjs has a place for, without our
//! extensions. Written only; `src/archive` reads ninjs of every version.

use serde_json::{Map, Value, json};

use super::article::is_uri;
use crate::article::{Article, BlockKind, Concept, Precision, Published};

/// Where the schema lies that the output follows.
const SCHEMA: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#";

/// Returns an article as one line of ninjs 3.
///
/// Dates that are known less precisely than to the minute are left out, except
/// that of publication, since ninjs has no other place for when an article was
/// made: it stands as the first second that it can mean. Lines that recur in
/// the archive are no part of the body.
pub fn article_to_ninjs(article: &Article) -> String {
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    put("uri", Some(uri(article.id.as_str()).into()));
    put("type", Some("text".into()));
    put("representationType", Some("full".into()));
    put("standard", Some(json!({ "name": "ninjs", "version": "3.0", "schema": SCHEMA })));
    put("version", article.version.map(|version| version.to_string().into()));
    put("firstCreated", article.published.map(|date| whole(date).into()));
    put("versionCreated", precise(article.version_created));
    put("embargoed", precise(article.embargoed_until));
    put("expires", precise(article.expires));
    put("pubStatus", Some(article.status.name().into()));
    put("urgency", article.urgency.filter(|urgency| (1..=9).contains(urgency)).map(Value::from));
    put("copyrightNotice", text(&article.rights));
    put("edNote", text(&article.ed_note));
    put("language", article.language.map(|language| language.as_str().into()));
    put("by", text(&article.byline).or_else(|| by(&article.authors)));
    put("slugline", text(&article.slugline));
    put("located", text(&article.located).or_else(|| text(&article.dateline)));
    put("headlines", headlines(article));
    put("bodies", body(article));
    put("people", concepts(&article.people));
    put("organisations", concepts(&article.organisations));
    put("places", concepts(&article.places));
    put("subjects", concepts(&article.subjects));
    put("genres", concepts(&article.genres));
    put("infoSources", sources(article));
    put("altIds", alt_ids(article));
    Value::Object(item).to_string()
}

/// Returns an identity as a URI; one that is none becomes one in a scheme of
/// our own.
fn uri(id: &str) -> String {
    if is_uri(id) {
        return id.to_owned();
    }
    let mut uri = String::from("urn:morgue:");
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' | b':' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// The first second that a date can mean, as ninjs writes dates.
fn whole(date: Published) -> String {
    let second = Published { precision: Precision::Second, ..date };
    second.to_string()
}

fn precise(date: Option<Published>) -> Option<Value> {
    date.filter(|date| date.precision >= Precision::Minute).map(|date| whole(date).into())
}

fn text(text: &Option<String>) -> Option<Value> {
    text.as_deref().filter(|text| !text.is_empty()).map(Value::from)
}

fn by(authors: &[String]) -> Option<Value> {
    (!authors.is_empty()).then(|| authors.join(", ").into())
}

fn headlines(article: &Article) -> Option<Value> {
    let lines = [
        ("main", Some(&article.headline)),
        ("kicker", article.kicker.as_ref()),
        ("subhead", article.subhead.as_ref()),
    ];
    let lines: Vec<Value> = lines
        .into_iter()
        .filter_map(|(role, line)| Some((role, line.filter(|line| !line.is_empty())?)))
        .map(|(role, line)| json!({ "role": role, "contentType": "text/plain", "value": line }))
        .collect();
    some(lines)
}

fn body(article: &Article) -> Option<Value> {
    let mut html = String::new();
    let mut paragraph = |open: &str, text: &str, close: &str| {
        html.push_str(open);
        escape(text, &mut html);
        html.push_str(close);
    };
    if let Some(lede) = &article.lede {
        paragraph("<p>", lede, "</p>");
    }
    for block in &article.body {
        let (open, close) = match block.kind {
            BlockKind::Paragraph => ("<p>", "</p>"),
            BlockKind::Quotation => ("<blockquote><p>", "</p></blockquote>"),
            BlockKind::Subhead => ("<h2>", "</h2>"),
            BlockKind::Boilerplate => continue,
        };
        paragraph(open, &block.text, close);
    }
    let bodies = vec![json!({ "role": "main", "contentType": "text/html", "value": html })];
    some(bodies).filter(|_| !html.is_empty())
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            c => html.push(c),
        }
    }
}

fn concepts(concepts: &[Concept]) -> Option<Value> {
    let concepts = concepts.iter().map(|concept| {
        let mut object = Map::new();
        if !concept.name.is_empty() {
            object.insert("name".to_owned(), concept.name.as_str().into());
        }
        if let Some(id) = &concept.id {
            let key = if is_uri(id) { "uri" } else { "literal" };
            object.insert(key.to_owned(), id.as_str().into());
        }
        Value::Object(object)
    });
    some(concepts.collect())
}

fn sources(article: &Article) -> Option<Value> {
    let named = [&article.agency, &article.source].into_iter().flatten();
    some(named.map(|name| json!({ "name": name })).collect())
}

fn alt_ids(article: &Article) -> Option<Value> {
    let own = article.agency_id.iter().map(|id| json!({ "role": "agencyId", "value": id }));
    let rest = article.alt_ids.iter().map(|id| match &id.role {
        Some(role) => json!({ "role": role, "value": id.value }),
        None => json!({ "value": id.value }),
    });
    some(own.chain(rest).collect())
}

fn some(list: Vec<Value>) -> Option<Value> {
    (!list.is_empty()).then_some(Value::Array(list))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::article::ArticleId;
    use crate::wire::arbitrary::any_article;
    use crate::wire::article::tests::full;

    /// What ninjs 3 allows of what is written here, in our own words: the
    /// property, and what its value must be.
    fn fault(item: &Value) -> Option<String> {
        let keys = |value: &Value| -> BTreeSet<String> {
            value.as_object().unwrap().keys().cloned().collect()
        };
        let within = |value: &Value, allowed: &[&str]| {
            keys(value).iter().all(|key| allowed.contains(&key.as_str()))
        };
        let list = |value: &Value, allowed: &[&str]| {
            let items = value.as_array().unwrap();
            items.iter().all(|item| {
                within(item, allowed)
                    && item.as_object().unwrap().values().all(Value::is_string)
                    && item.get("uri").is_none_or(|uri| is_uri(uri.as_str().unwrap()))
            })
        };
        let texts = ["role", "contentType", "value"];
        let concept = ["name", "rel", "uri", "literal"];
        for (name, value) in item.as_object().unwrap() {
            let fits = match name.as_str() {
                "uri" => is_uri(value.as_str().unwrap()),
                "type" => value == "text",
                "representationType" => value == "full",
                "pubStatus" => ["usable", "withheld", "canceled"].iter().any(|one| value == one),
                "standard" => within(value, &["name", "version", "schema"]),
                "firstCreated" | "versionCreated" | "embargoed" | "expires" => {
                    value.as_str().unwrap().parse::<jiff::Timestamp>().is_ok()
                }
                "urgency" => (1..=9).contains(&value.as_u64().unwrap()),
                "version" | "copyrightNotice" | "edNote" | "language" | "by" | "slugline"
                | "located" => value.is_string(),
                "headlines" | "bodies" => list(value, &texts),
                "people" | "organisations" | "places" | "subjects" | "genres" | "infoSources" => {
                    list(value, &concept)
                }
                "altIds" => list(value, &["role", "value"]),
                _ => false,
            };
            if !fits {
                return Some(format!("{name}: {value}"));
            }
        }
        (item.get("uri").is_none()).then(|| "no uri".to_owned())
    }

    #[test]
    fn a_full_article_as_ninjs() {
        let item: Value = serde_json::from_str(&article_to_ninjs(&full())).unwrap();
        assert_eq!(fault(&item), None);
        assert_eq!(item["firstCreated"], "2022-09-10T07:35:25Z");
        assert_eq!(item.get("versionCreated"), None, "only the day is known");
        assert_eq!(item["embargoed"], "2022-09-12T00:00:00Z");
        assert_eq!(item["altIds"][0]["value"], "1");
        assert_eq!(item["headlines"][0]["value"], "Bridge \"closed\"");
        let html = item["bodies"][0]["value"].as_str().unwrap();
        assert!(html.starts_with("<p>The bridge is closed.</p><p>a paragraph"), "{html}");
        assert!(html.contains("<h2>a subhead") && !html.contains("boilerplate"), "{html}");
    }

    #[test]
    fn an_identity_that_is_no_uri_becomes_one() {
        for (id, expected) in [
            ("abna:12", "abna:12"),
            ("https://example.org/1", "https://example.org/1"),
            ("1916-01-01/p1", "urn:morgue:1916-01-01/p1"),
            ("12 b", "urn:morgue:12%20b"),
        ] {
            let article = Article { id: ArticleId::new(id), ..Article::default() };
            let item: Value = serde_json::from_str(&article_to_ninjs(&article)).unwrap();
            assert_eq!(item["uri"], expected);
        }
    }

    proptest! {
        #[test]
        fn any_article_is_valid_ninjs(article in any_article()) {
            let item = serde_json::from_str(&article_to_ninjs(&article)).unwrap();
            prop_assert_eq!(fault(&item), None);
        }
    }
}
