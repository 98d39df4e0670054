//! The collections, each with what it expects.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dom_query::Document;
use morgue::Article;
use morgue::archive::Reader;
use morgue::article::{BlockKind, Precision, Published};
use serde_json::Value;

use crate::score::Scores;

/// The first article of a file, `None` where it is rejected.
fn article(reader: &Reader, path: &Path) -> Result<Option<Article>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let records = reader.read_bytes(&bytes, &name);
    Ok(records.ok().and_then(|mut records| records.next()?.article.ok()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_str(&text)?)
}

/// The text below the headline.
fn text(article: &Article) -> String {
    let blocks = article.body.iter().filter(|block| block.kind != BlockKind::Boilerplate);
    let body: Vec<&str> = blocks.map(|block| block.text.as_str()).collect();
    format!("{} {}", article.lede.as_deref().unwrap_or_default(), body.join(" "))
}

/// Dates by the moment that they name, to the minute, or by the day where only
/// that is known.
fn date(scores: &mut Scores<'_>, document: &str, expected: Option<&str>, found: Option<Published>) {
    let Some(expected) = expected.filter(|text| !text.is_empty()) else {
        return;
    };
    let day_only = expected.len() <= 10 || expected.contains("T00:00:00");
    let expected = expected.replace(' ', "T");
    let found = found.map(|date| date.to_string());
    let reduce = |date: &str| match day_only {
        true => date.chars().take(10).collect::<String>(),
        false => date.chars().take(16).collect(),
    };
    let instant = expected.parse::<jiff::Timestamp>().map(|at| {
        let precision = Precision::Second;
        let at = jiff::tz::Offset::UTC.to_datetime(at);
        Published::from_civil(at, precision).map_or(String::new(), |date| date.to_string())
    });
    let wanted = reduce(&instant.unwrap_or_else(|_| expected.clone()));
    let found = found.map(|found| reduce(&found));
    scores.field("date", document, Some(&wanted), &[found.as_deref()]);
}

fn authors(article: &Article) -> [Option<String>; 3] {
    let list = (!article.authors.is_empty()).then(|| article.authors.join(", "));
    [article.byline.clone(), list, article.authors.first().cloned()]
}

pub fn readability(reader: &Reader, folder: &Path, scores: &mut Scores<'_>) -> Result<()> {
    let pages = folder.join("html-extraction/mozilla-readability/test/test-pages");
    for page in files(&pages)? {
        let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let expected = json(&page.join("expected-metadata.json"))?;
        let Some(found) = article(reader, &page.join("source.html"))? else {
            scores.field("read", &name, Some("yes"), &[None]);
            continue;
        };
        scores.field("read", &name, Some("yes"), &[Some("yes")]);
        let say = |key: &str| expected[key].as_str();
        scores.field("title", &name, say("title"), &[Some(&found.headline)]);
        let by = authors(&found);
        scores.field("byline", &name, say("byline"), &by.each_ref().map(|by| by.as_deref()));
        scores.field("site", &name, say("siteName"), &[found.agency.as_deref()]);
        let language = say("lang").and_then(|tag| tag.get(..2));
        let tag = found.language.map(|language| language.to_string());
        scores.field("language", &name, language, &[tag.as_deref()]);
        date(scores, &name, say("publishedTime"), found.published);
        let html = fs::read_to_string(page.join("expected.html"))?;
        let wanted = Document::from(html.replace('<', " <")).root().text().to_string();
        scores.text(&name, &wanted, &text(&found));
    }
    Ok(())
}

pub fn newspaper(reader: &Reader, folder: &Path, scores: &mut Scores<'_>) -> Result<()> {
    let data = folder.join("html-extraction/newspaper4k/tests/data");
    for page in files(&data.join("html"))? {
        let name = page.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let plain = data.join(format!("txt/{name}.txt"));
        let facts = data.join(format!("metadata/{name}.json"));
        if !plain.exists() && !facts.exists() {
            continue;
        }
        let Some(found) = article(reader, &page)? else {
            scores.field("read", &name, Some("yes"), &[None]);
            continue;
        };
        scores.field("read", &name, Some("yes"), &[Some("yes")]);
        if plain.exists() {
            let expected = fs::read_to_string(&plain)?;
            scores.text(&name, &expected, &text(&found));
        }
        if !facts.exists() {
            continue;
        }
        let expected = json(&facts)?;
        let say = |key: &str| expected[key].as_str();
        scores.field("title", &name, say("title"), &[Some(&found.headline)]);
        let names = expected["authors"].as_array().into_iter().flatten();
        let names: Vec<&str> = names.filter_map(Value::as_str).collect();
        let by = authors(&found);
        let by = by.each_ref().map(|by| by.as_deref());
        scores.field("authors", &name, Some(&names.join(", ")), &by);
        date(scores, &name, say("publish_date"), found.published);
        scores.field("site", &name, say("meta_site_name"), &[found.agency.as_deref()]);
        let tag = found.language.map(|language| language.to_string());
        scores.field("language", &name, say("meta_lang"), &[tag.as_deref()]);
        scores.field("url", &name, say("canonical_link"), &[found.url.as_deref()]);
    }
    Ok(())
}

/// Returns the text in quotes after `entries[0]['KEY'] == ` in an expectation.
fn expectation<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let start = line.find(&format!("entries[0]['{key}'] == "))?;
    let rest = line[start..].split_once("== ")?.1.trim_start_matches('u');
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let rest = &rest[1..];
    let value = &rest[..rest.find(quote)?];
    // Escapes of Python would have to be undone.
    (!value.contains('\\')).then_some(value)
}

pub fn feeds(reader: &Reader, folder: &Path, scores: &mut Scores<'_>) -> Result<()> {
    let tests = folder.join("feeds/feedparser/tests");
    for entry in walkdir::WalkDir::new(&tests).sort_by_file_name() {
        let path = entry?.into_path();
        let Ok(source) = fs::read_to_string(&path) else {
            continue;
        };
        let Some(line) = source.lines().find(|line| line.trim_start().starts_with("Expect:"))
        else {
            continue;
        };
        let name = path.strip_prefix(&tests)?.to_string_lossy().into_owned();
        let plain = |html: &str| Document::from(html).root().text().to_string();
        let say = |key| expectation(line, key);
        let readable = |text: String| text.chars().any(char::is_alphanumeric);
        let keys = ["title", "summary", "description"];
        // Many entries have a number or a link and nothing to read.
        if !keys.iter().any(|key| say(key).map(plain).is_some_and(readable)) {
            continue;
        }
        let Some(found) = article(reader, &path)? else {
            scores.field("read", &name, Some("yes"), &[None]);
            continue;
        };
        scores.field("read", &name, Some("yes"), &[Some("yes")]);
        let headline = Some(found.headline.as_str()).filter(|text| !text.is_empty());
        scores.field("title", &name, say("title").map(plain).as_deref(), &[headline]);
        scores.field("link", &name, say("link"), &[found.url.as_deref()]);
        let ids = [found.uri.as_deref(), found.agency_id.as_deref()];
        scores.field("id", &name, say("id"), &ids);
        let by = found.authors.first().map(String::as_str);
        scores.field("author", &name, say("author"), &[by]);
        for key in ["summary", "description"] {
            let all = text(&found);
            let all = Some(all.as_str()).filter(|text| !text.trim().is_empty());
            scores.field("summary", &name, say(key).map(plain).as_deref(), &[all]);
        }
    }
    Ok(())
}

pub fn dpa(reader: &Reader, folder: &Path, scores: &mut Scores<'_>) -> Result<()> {
    let data = folder.join("newsroom-formats/dpa-digitalwires/tests/data");
    for path in files(&data.join("output"))? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let expected = json(&data.join(format!("input/{name}.json")))?;
        let Some(found) = article(reader, &path)? else {
            scores.field("read", &name, Some("yes"), &[None]);
            continue;
        };
        scores.field("read", &name, Some("yes"), &[Some("yes")]);
        let say = |key: &str| expected[key].as_str();
        for (key, value) in [
            ("headline", Some(&found.headline)),
            ("kicker", found.kicker.as_ref()),
            ("subhead", found.subhead.as_ref()),
            ("byline", found.byline.as_ref()),
            ("dateline", found.dateline.as_ref()),
            ("urn", found.uri.as_ref()),
            ("teaser", found.lede.as_ref()),
        ] {
            scores.field(key, &name, say(key), &[value.map(String::as_str)]);
        }
        let moment = |date: Option<Published>| date.map(|date| date.to_string());
        let embargo = moment(found.embargoed_until);
        let wanted = say("embargoed").and_then(|text| text.parse::<jiff::Timestamp>().ok());
        let wanted = wanted.map(|at| at.to_string());
        scores.field("embargo", &name, wanted.as_deref(), &[embargo.as_deref()]);
        let status = Some(found.status.name());
        scores.field("status", &name, say("pubstatus"), &[status]);
        if let Some(html) = say("article_html") {
            let wanted = Document::from(html.replace('<', " <")).root().text().to_string();
            scores.text(&name, &wanted, &text(&found));
        }
    }
    Ok(())
}
