//! Markdown with YAML or TOML above it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::blocks::Builder;
use super::{Articles, markup};
use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::draft::standing::{self, Embargo};
use crate::archive::draft::{Draft, Place};
use crate::archive::fold::letters;
use crate::archive::page::authors;
use crate::article::{Article, Block, BlockKind, Concept, Language, Status, Warning, WarningCode};

const FORMAT: &str = "Markdown";
/// How TOML hands on a date, as a table with this key.
const TOML_DATE: &str = "$__toml_private_datetime";

/// Reads a page.
///
/// # Errors
/// Where what stands above the text is neither YAML nor TOML, or there is
/// neither headline nor text.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    let text = crate::archive::page::lines::unify_ends(text);
    let (front, body) = split(&text);
    let (front, warning) = front.map_or(Ok((Map::new(), None)), |front| front.parse(place))?;
    let front = Front(front);
    let mut draft = Draft { blocks: blocks(body, place)?, ..Draft::default() };
    let article = &mut draft.article;
    let title = front.text(&["title", "headline"]).unwrap_or_default();
    article.headline = markup::line(&title, place)?;
    if article.headline.is_empty()
        && draft.blocks.first().is_some_and(|first| first.kind == BlockKind::Subhead)
    {
        article.headline = draft.blocks.remove(0).text;
    }
    fill(article, &front, place);
    article.warnings.extend(warning);
    for line in [&mut article.subhead, &mut article.kicker].into_iter().flatten() {
        *line = markup::line(line, place)?;
    }
    let description =
        front.text(&["description", "summary", "excerpt", "lede", "lead", "abstract", "teaser"]);
    draft.description = description.map(|text| markup::line(&text, place)).transpose()?;
    Ok(vec![draft.finish(None, place)])
}

fn fill(article: &mut Article, front: &Front, place: Place) {
    article.subhead = front.text(&["subtitle", "subhead", "subheadline"]);
    article.kicker = front.text(&["kicker", "overline"]);
    article.uri = front.text(&["uri", "guid"]);
    article.agency_id = front.text(&["id", "uid", "agencyid", "newsid"]);
    article.agency = front.text(&["agency", "publisher", "publication"]);
    article.source = front.text(&["source", "credit"]);
    article.byline = front.text(&["byline"]);
    let authors = front.texts(&["authors", "author"]).into_iter();
    article.authors = authors.flat_map(|name| authors::listed(&name)).collect();
    article.dateline = front.text(&["dateline"]);
    article.located = front.text(&["located", "location"]);
    article.section = front.text(&["section", "category", "categories"]);
    article.keywords = front.texts(&["keywords", "tags"]);
    article.slugline = front.text(&["slugline"]);
    article.subjects =
        front.texts(&["subjects", "topics"]).into_iter().map(Concept::named).collect();
    article.people = front.texts(&["people", "persons"]).into_iter().map(Concept::named).collect();
    article.organisations =
        front.texts(&["organisations", "organizations"]).into_iter().map(Concept::named).collect();
    article.places = front.texts(&["places"]).into_iter().map(Concept::named).collect();
    article.genres = front.texts(&["genres", "genre"]).into_iter().map(Concept::named).collect();
    article.language =
        front.text(&["language", "lang", "locale"]).as_deref().and_then(Language::parse);
    article.ed_note = front.text(&["ednote", "note"]);
    article.rights = front.text(&["rights", "copyright", "license", "licence"]);
    article.url = front.text(&["url", "canonical", "canonicalurl", "link", "permalink"]);
    article.url = article.url.take().filter(|url| url.contains("://"));
    let number = |names: &[&str]| front.text(names)?.parse::<u32>().ok();
    article.version = number(&["version"]);
    article.urgency = number(&["urgency"]).and_then(|urgency| u8::try_from(urgency).ok());
    let mut warnings = Vec::new();
    let mut date =
        |names: &[&str]| moment::read(names[0], &front.date(names)?, place.context, &mut warnings);
    article.published =
        date(&["date", "published", "datepublished", "publishdate", "pubdate", "created"]);
    article.version_created = date(&["lastmod", "updated", "modified", "datemodified"]);
    article.expires = date(&["expires", "expirydate"]);
    let embargo = front.text(&["embargoeduntil", "embargoed", "embargo"]).unwrap_or_default();
    let embargo =
        Embargo::read(&embargo, |text| moment::read("embargo", text, place.context, &mut warnings));
    article.warnings.extend(warnings);
    let status = front.text(&["pubstatus", "status"]).unwrap_or_default();
    standing::apply(article, &status, embargo);
    let is_draft = front.text(&["draft"]).is_some() && front.flag("draft") != Some(false);
    let is_unpublished = is_draft || front.flag("published") == Some(false);
    if is_unpublished && article.status == Status::Usable {
        article.status = Status::Withheld;
    }
}

/// What stands above the text, before it is parsed.
enum Written<'a> {
    Yaml(&'a str),
    Toml(&'a str),
}

impl Written<'_> {
    /// Its keys, and a warning where it had to be mended.
    fn parse(&self, place: Place) -> Result<(Map<String, Value>, Option<Warning>), ReadError> {
        let yaml = |text: &str| serde_saphyr::from_str::<Value>(text);
        let mut warning = None;
        let parsed: Result<Value, String> = match self {
            Written::Yaml(text) if text.trim().is_empty() => Ok(Value::Null),
            Written::Yaml(text) => yaml(text).or_else(|error| {
                let mended = yaml(&with_quotes(text)).map_err(|_| error.to_string())?;
                let detail = "a colon in a value of the front matter has no quotation marks";
                let code = WarningCode::Repaired;
                warning = Some(Warning { code, detail: detail.to_owned() });
                Ok(mended)
            }),
            Written::Toml(text) => toml::from_str(text).map_err(|error| error.to_string()),
        };
        match parsed {
            Ok(Value::Object(front)) => Ok((self.with_numbers_as_written(front), warning)),
            Ok(Value::Null) => Ok((Map::new(), None)),
            Ok(_) => Err(place.malformed(FORMAT, "its front matter gives no keys")),
            Err(error) => {
                let first = error.lines().next().unwrap_or_default();
                let first = first.strip_prefix("error: ").unwrap_or(first);
                Err(place.malformed(FORMAT, format!("its front matter: {first}")))
            }
        }
    }
}

impl Written<'_> {
    /// An id such as `0012345` and a version such as `1.10` are no numbers to
    /// count with: they stay as they are written.
    fn with_numbers_as_written(&self, mut front: Map<String, Value>) -> Map<String, Value> {
        let (text, between) = match self {
            Written::Yaml(text) => (text, ':'),
            Written::Toml(text) => (text, '='),
        };
        for line in text.lines() {
            if let Some((name, written)) = line.split_once(between)
                && let Some(value) = front.get_mut(name.trim().trim_matches(['"', '\'']))
                && value.is_number()
            {
                let written = written.split(" #").next().unwrap_or_default().trim();
                *value = Value::String(written.to_owned());
            }
        }
        front
    }
}

/// Puts quotation marks around values such as `Rain: a story`, which are no YAML
/// without them, and nothing else that has a meaning.
fn with_quotes(text: &str) -> String {
    let is_key = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    };
    let is_bare = |value: &str| {
        value.contains(": ")
            && !value.starts_with(['\'', '"', '[', '{', '|', '>', '&', '*', '!', '#'])
            && !value.contains(" #")
    };
    let line = |line: &str| match line.split_once(": ") {
        Some((name, value)) if is_key(name) && is_bare(value.trim()) => {
            format!("{name}: '{}'\n", value.trim().replace('\'', "''"))
        }
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Splits what stands above the text from the text.
fn split(text: &str) -> (Option<Written<'_>>, &str) {
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let fence = match start.get(..3) {
        Some("---") => "---",
        Some("+++") => "+++",
        _ => return (None, text),
    };
    let Some((first, rest)) = start.split_once('\n') else {
        return (None, text);
    };
    if first.trim_end() != fence {
        return (None, text);
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let closes = line.trim_end();
        if closes == fence || fence == "---" && closes == "..." {
            let (front, body) = (&rest[..at], &rest[at + line.len()..]);
            let front = match fence {
                "---" => Written::Yaml(front),
                _ => Written::Toml(front),
            };
            return (Some(front), body);
        }
        at += line.len();
    }
    (None, text)
}

/// The keys above a text, whatever their capitals.
struct Front(Map<String, Value>);

impl Front {
    /// The values under the first of these names, as texts.
    fn texts(&self, names: &[&str]) -> Vec<String> {
        let value = names.iter().find_map(|name| {
            let mut members = self.0.iter().filter(|(known, _)| letters(known) == *name);
            members.next().map(|(_, value)| value).filter(|value| !value.is_null())
        });
        match value {
            Some(Value::Array(values)) => values.iter().filter_map(scalar).collect(),
            Some(Value::String(list)) if names.iter().any(|name| is_list(name)) => {
                list.split(',').map(|one| one.trim().to_owned()).collect()
            }
            Some(value) => scalar(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        self.texts(names).into_iter().find(|text| !text.trim().is_empty())
    }

    fn flag(&self, name: &str) -> Option<bool> {
        match self.text(&[name])?.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    /// A date under the first of these names that has one: `published` says of
    /// some pages when, and of others whether.
    fn date(&self, names: &[&str]) -> Option<String> {
        let mut names = names.iter().filter(|name| self.flag(name).is_none());
        names.find_map(|name| self.text(&[*name]))
    }
}

/// Whether a text under this name is a list with commas.
fn is_list(name: &str) -> bool {
    matches!(name, "keywords" | "tags" | "subjects" | "people" | "places" | "organisations")
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Object(object) => {
            let known = [TOML_DATE, "name", "title"];
            known.iter().find_map(|name| object.get(*name)?.as_str()).map(str::to_owned)
        }
        _ => None,
    }
}

/// Makes blocks of Markdown.
fn blocks(text: &str, place: Place) -> Result<Vec<Block>, ReadError> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder::default();
    let mut html = String::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => builder.open(name(&tag)),
            Event::End(TagEnd::HtmlBlock) => {
                builder.close();
                for block in markup::blocks(&std::mem::take(&mut html), place)? {
                    builder.open(if block.kind == BlockKind::Subhead { "h2" } else { "p" });
                    builder.text(&block.text);
                    builder.close();
                }
            }
            Event::End(_) => builder.close(),
            Event::Text(text) | Event::Code(text) => builder.text(&text),
            Event::Html(piece) => html.push_str(&piece),
            Event::SoftBreak => builder.text(" "),
            Event::HardBreak => builder.open("br"),
            _ => {}
        }
    }
    Ok(builder.finish())
}

/// The element of HTML that a tag stands for.
fn name(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Heading { .. } => "h2",
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::List(_) => "ul",
        Tag::Item => "li",
        Tag::Table(_) => "table",
        Tag::TableHead | Tag::TableRow => "tr",
        Tag::TableCell => "td",
        Tag::Image { .. } => "picture",
        Tag::Paragraph | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => "p",
        _ => "span",
    }
}
