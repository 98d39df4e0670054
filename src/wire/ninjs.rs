//! The article as IPTC ninjs 3: what ninjs has a place for, without our
//! extensions. Written only; `src/archive` reads ninjs of every version, and asks
//! here for what is written in a way of our own.

use serde_json::{Map, Value, json};

use super::article::is_uri;
use crate::article::{Article, BlockKind, Concept, Precision, Published};

/// Where the schema lies that the output follows.
const SCHEMA: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#";
/// What an agency is to an article. A party without a role is where the information
/// comes from.
const PROVIDER: &str = "http://cv.iptc.org/newscodes/infosourcerole/provider";
/// The relation of a subject that is a keyword.
pub(crate) const KEYWORD: &str = "keyword";
/// The name of the rendition that is the page of the article.
pub(crate) const WEB: &str = "web";
/// The scheme of identities that are no URIs.
const OWN_SCHEME: &str = "urn:morgue:";

/// Returns an article as one line of ninjs 3.
///
/// ninjs has no dates that are less precise than to the second: such a date stands as
/// the first second that it can mean, and a note to the editor says how much of it is
/// known. Lines that recur in the archive are no part of the body.
pub fn article_to_ninjs(article: &Article) -> String {
    let mut item = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let dates = [
        ("firstCreated", article.published),
        ("versionCreated", article.version_created),
        ("embargoed", article.embargoed_until),
        ("expires", article.expires),
    ];
    put("uri", Some(uri(article.id.as_str()).into()));
    put("type", Some("text".into()));
    put("representationType", Some("full".into()));
    put("standard", Some(json!({ "name": "ninjs", "version": "3.0", "schema": SCHEMA })));
    put("version", article.version.map(|version| version.to_string().into()));
    for (name, date) in dates {
        put(name, date.map(|date| whole(date).into()));
    }
    put("pubStatus", Some(article.status.name().into()));
    put("urgency", article.urgency.filter(|urgency| (1..=9).contains(urgency)).map(Value::from));
    put("copyrightNotice", text(&article.rights));
    put("edNote", note(article, &dates));
    put("language", article.language.map(|language| language.as_str().into()));
    put("by", text(&article.byline).or_else(|| by(&article.authors)));
    put("slugline", text(&article.slugline));
    put("located", text(&article.located).or_else(|| text(&article.dateline)));
    put("headlines", headlines(article));
    put("bodies", body(article));
    put("people", some(concepts(&article.people)));
    put("organisations", some(concepts(&article.organisations)));
    put("places", some(concepts(&article.places)));
    put("subjects", subjects(article));
    put("genres", some(concepts(&article.genres)));
    put("infoSources", sources(article));
    put("renditions", page(article));
    put("altIds", alt_ids(article));
    Value::Object(item).to_string()
}

/// The note to the editor, with what dates do not say themselves.
fn note(article: &Article, dates: &[(&str, Option<Published>)]) -> Option<Value> {
    let known = dates.iter().filter_map(|(name, date)| known_to(name, (*date)?.precision));
    let said = article.ed_note.clone().into_iter().chain(known).collect::<Vec<_>>().join(" ");
    (!said.is_empty()).then(|| said.into())
}

fn known_to(name: &str, precision: Precision) -> Option<String> {
    let coarse = matches!(precision, Precision::Year | Precision::Month | Precision::Day);
    coarse.then(|| format!("({name} is known to the {} only)", precision.name()))
}

/// Takes out of a note to the editor how much is known of the date `name`.
pub(crate) fn take_precision(note: &mut String, name: &str) -> Option<Precision> {
    Precision::ALL.into_iter().find(|precision| {
        let said = known_to(name, *precision);
        let place = said.as_deref().and_then(|said| Some((note.find(said)?, said.len())));
        if let Some((at, length)) = place {
            note.replace_range(at..at + length, "");
        }
        place.is_some()
    })
}

/// Returns an identity as a URI; one that is none becomes one in a scheme of
/// our own.
fn uri(id: &str) -> String {
    if is_uri(id) {
        return id.to_owned();
    }
    let mut uri = OWN_SCHEME.to_owned();
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

/// Returns the identity that a URI in the scheme of our own was made of.
pub(crate) fn id_of(uri: &str) -> Option<String> {
    let mut rest = uri.strip_prefix(OWN_SCHEME)?;
    let mut id = Vec::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once('%') {
        id.extend_from_slice(before.as_bytes());
        id.push(u8::from_str_radix(after.get(..2)?, 16).ok()?);
        rest = &after[2..];
    }
    id.extend_from_slice(rest.as_bytes());
    String::from_utf8(id).ok()
}

/// The first second that a date can mean, as ninjs writes dates.
fn whole(date: Published) -> String {
    let second = Published { precision: Precision::Second, ..date };
    second.to_string()
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

fn concepts(concepts: &[Concept]) -> Vec<Value> {
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
    concepts.collect()
}

/// ninjs 3 has no keywords: they are subjects that say so.
fn subjects(article: &Article) -> Option<Value> {
    let keywords = article.keywords.iter();
    let keywords = keywords.map(|keyword| json!({ "name": keyword, "rel": KEYWORD }));
    some(concepts(&article.subjects).into_iter().chain(keywords).collect())
}

fn sources(article: &Article) -> Option<Value> {
    let agency = article.agency.iter().map(|name| json!({ "name": name, "role": PROVIDER }));
    let source = article.source.iter().map(|name| json!({ "name": name }));
    some(agency.chain(source).collect())
}

/// Whether a party with this role distributes an article, and is not its source.
pub(crate) fn is_provider(role: &str) -> bool {
    let local = role.rsplit(['/', ':', '#']).next().unwrap_or(role).to_ascii_lowercase();
    matches!(local.as_str(), "provider" | "distributor")
}

/// The article on the web. It is a rendition of the item, whose URI only names it.
fn page(article: &Article) -> Option<Value> {
    let url = article.url.as_ref().filter(|url| is_uri(url))?;
    Some(json!([{ "name": WEB, "href": url, "contentType": "text/html" }]))
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
        let source = ["name", "role", "uri", "literal"];
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
                "people" | "organisations" | "places" | "subjects" => list(value, &concept),
                "genres" => list(value, &["name", "uri", "literal"]),
                "infoSources" => list(value, &source),
                "renditions" => {
                    let page = &value[0];
                    list(value, &["name", "href", "contentType"])
                        && page["name"].is_string()
                        && is_uri(page["href"].as_str().unwrap())
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
        assert_eq!(item["versionCreated"], "2022-09-11T00:00:00Z");
        let note = "check the name (versionCreated is known to the day only) \
                    (expires is known to the year only)";
        assert_eq!(item["edNote"], note);
        let agency = json!({ "name": "Northern Star News Agency", "role": PROVIDER });
        assert_eq!(item["infoSources"], json!([agency, { "name": "Harbour TV" }]));
        assert_eq!(item["renditions"][0]["href"], "https://example.org/1");
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
            assert_eq!(id_of(expected).as_deref(), expected.strip_prefix("urn:").map(|_| id));
        }
    }

    #[test]
    fn a_note_says_how_much_of_a_date_is_known() {
        let mut note = "Check. (firstCreated is known to the day only)".to_owned();
        assert_eq!(take_precision(&mut note, "expires"), None);
        assert_eq!(take_precision(&mut note, "firstCreated"), Some(Precision::Day));
        assert_eq!(take_precision(&mut note, "firstCreated"), None);
        assert_eq!(note, "Check. ");
    }

    proptest! {
        #[test]
        fn any_article_is_valid_ninjs(article in any_article()) {
            let item = serde_json::from_str(&article_to_ninjs(&article)).unwrap();
            prop_assert_eq!(fault(&item), None);
        }
    }
}
