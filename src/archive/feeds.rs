//! RSS, RDF Site Summary, Atom and JSON Feed: one article for each entry.
//!
//! A feed that is not well-formed is mended where that is sure to change no
//! text: control characters go, a lone `&` becomes `&amp;`, and of a feed that
//! breaks off, the entries before the break are read and the rest rejected.

use std::borrow::Cow;

use std::sync::{Arc, Mutex, PoisonError};

use feed_rs::model::{Content, Entry, Feed, FeedType, Text};
use feed_rs::parser;
use serde_json::Value;

use super::documents::Articles;
use super::draft::{Draft, Place};
use super::identity::names_one_article;
use super::{ReadError, json, markup, moment, plain};
use crate::article::{Article, Block, Language, Precision, Published, Warning, WarningCode};

const FORMAT: &str = "RSS or Atom";
/// The name of an entity is shorter than this.
const MAX_REFERENCE: usize = 33;
/// A feed that breaks off is tried without its last entries, so many.
const MAX_CUTS: usize = 8;

/// Reads a feed.
///
/// # Errors
/// Where it cannot be read, or has no entries.
pub(super) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    if text.trim_start().starts_with('{') {
        return read_json(text, place);
    }
    let Mended { parsed, notes, fault } =
        mend(text).map_err(|fault| place.malformed(FORMAT, fault))?;
    let feed = &parsed.feed;
    // Where the feed breaks off, the fault speaks for what follows.
    let left_out = match feed.feed_type {
        FeedType::RSS1 if fault.is_none() => items(text).saturating_sub(feed.entries.len()),
        _ => 0,
    };
    if feed.entries.is_empty() && left_out == 0 && fault.is_none() {
        return Err(place.no_article("a feed without entries"));
    }
    let entries = feed.entries.iter().zip(0..);
    let mut articles: Articles =
        entries.map(|(entry, record)| article(entry, &parsed, record, &notes, place)).collect();
    // The parser leaves entries of RDF without a link out and does not say so.
    let linkless = std::iter::repeat_with(|| Err(place.no_article("an entry without a link")));
    articles.extend(linkless.take(left_out));
    articles.extend(fault.map(|fault| Err(place.malformed(FORMAT, fault))));
    Ok(articles)
}

/// Reads a JSON Feed entry by entry: the parser gives up at the first that is not
/// as it should be.
fn read_json(text: &str, place: Place) -> Result<Articles, ReadError> {
    let malformed = |fault: String| place.malformed("JSON Feed", fault);
    let mut feed: Value =
        serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?;
    let entries = feed.get_mut("items").map(Value::take);
    let Some(Value::Array(entries)) = entries else {
        return Err(malformed("there is no list of `items` in it".to_owned()));
    };
    let mut with = |entries: Vec<Value>| {
        feed["items"] = Value::Array(entries);
        parse(&feed.to_string())
    };
    with(Vec::new()).map_err(malformed)?;
    if entries.is_empty() {
        return Err(place.no_article("a feed without entries"));
    }
    let mut read = |(mut entry, record): (Value, u64)| {
        let mut notes = Vec::new();
        // By version 1.1 of the standard a number is taken as text.
        if let Some(id) = entry.get_mut("id").filter(|id| id.is_number()) {
            let is_kept = !json::is_inexact(id);
            notes
                .extend((!is_kept).then_some("an id of more digits than can be kept was left out"));
            *id = if is_kept { Value::String(id.to_string()) } else { Value::Null };
        }
        let fault = |fault| malformed(format!("entry {record}: {fault}"));
        let parsed = with(vec![entry]).map_err(fault)?;
        match parsed.feed.entries.first() {
            Some(entry) => article(entry, &parsed, record, &notes, place),
            None => Err(place.no_article("an entry without content")),
        }
    };
    Ok(entries.into_iter().zip(0..).map(&mut read).collect())
}

/// Counts the items of a feed.
fn items(text: &str) -> usize {
    let opens = |(at, mark): (usize, &str)| {
        text[at + mark.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
    };
    text.match_indices("<item").filter(|found| opens(*found)).count()
}

/// A feed, and what had to be done to read it.
struct Mended {
    parsed: Parsed,
    notes: Vec<&'static str>,
    /// Why it could not be read to its end.
    fault: Option<String>,
}

/// A feed with the texts of its dates. The parser knows few ways to write one,
/// and drops what it does not know without a word; so it is given the number of
/// each text, as the seconds of a moment, and [`moment::read`] reads the text.
struct Parsed {
    feed: Feed,
    dates: Vec<String>,
}

fn parse(text: &str) -> Result<Parsed, String> {
    let texts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&texts);
    let number = move |text: &str| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(text.to_owned());
        let number = jiff::Timestamp::from_second(seen.len() as i64).ok()?;
        number.to_string().parse().ok()
    };
    let parser = parser::Builder::new()
        // An entry without an identifier has none: a made-up one would change.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(number)
        .build();
    let feed = parser.parse(text.as_bytes()).map_err(|error| error.to_string())?;
    let dates = std::mem::take(&mut *texts.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Parsed { feed, dates })
}

impl Parsed {
    /// The text that a number was given for.
    fn date(&self, number: i64) -> &str {
        let at = usize::try_from(number - 1).ok();
        at.and_then(|at| self.dates.get(at)).map_or("", String::as_str)
    }
}

/// One way to mend a feed; `None` where it changes nothing.
type Step = fn(&str) -> Option<String>;

fn mend(text: &str) -> Result<Mended, String> {
    // The text is decoded already, whatever its declaration says.
    let text = modern(without_declaration(text));
    let text = text.as_ref();
    let first_fault = match parse(text) {
        Ok(parsed) => return Ok(Mended { parsed, notes: Vec::new(), fault: None }),
        Err(fault) => fault,
    };
    let mut notes = Vec::new();
    let mut mended: Cow<'_, str> = Cow::Borrowed(text);
    let steps: [(&'static str, Step); 4] = [
        ("control characters were taken out", without_controls),
        ("a lone & was taken for the character", with_escaped_ampersands),
        ("the version of RSS is not known; read as 2.0", with_version),
        ("prefixes without a namespace were given one", with_namespaces),
    ];
    for (note, step) in steps {
        if let Some(text) = step(&mended) {
            mended = Cow::Owned(text);
            notes.push(note);
            if let Ok(parsed) = parse(&mended) {
                return Ok(Mended { parsed, notes, fault: None });
            }
        }
    }
    for cut in cuts(&mended).into_iter().flatten() {
        if let Ok(parsed) = parse(&cut)
            && !parsed.feed.entries.is_empty()
        {
            return Ok(Mended { parsed, notes, fault: Some(first_fault) });
        }
    }
    Err(first_fault)
}

fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// Returns a feed of an old version in the words of the one that followed it.
fn modern(text: &str) -> Cow<'_, str> {
    const RSS: [&str; 5] = [
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/RSS2",
        "http://purl.org/net/rss1.1#",
    ];
    const ATOM: [(&str, &str); 14] = [
        ("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom"),
        ("<issued>", "<published>"),
        ("</issued>", "</published>"),
        ("<modified>", "<updated>"),
        ("</modified>", "</updated>"),
        ("<tagline", "<subtitle"),
        ("</tagline>", "</subtitle>"),
        ("<copyright", "<rights"),
        ("</copyright>", "</rights>"),
        ("application/xhtml+xml", "xhtml"),
        ("type=\"text/html\"", "type=\"html\""),
        ("type='text/html'", "type='html'"),
        ("type=\"text/plain\"", "type=\"text\""),
        ("type='text/plain'", "type='text'"),
    ];
    let mut modern = Cow::Borrowed(text);
    for old in RSS {
        if modern.contains(old) {
            modern = Cow::Owned(modern.replace(old, "http://purl.org/rss/1.0/"));
        }
    }
    let (_, version) = ATOM[0];
    if modern.contains(ATOM[0].0) && !modern.contains(version) {
        for (old, new) in ATOM {
            modern = Cow::Owned(modern.replace(old, new));
        }
    }
    modern
}

fn without_controls(text: &str) -> Option<String> {
    let stray = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.contains(stray).then(|| text.replace(stray, ""))
}

/// Escapes each `&` that begins no reference, outside of CDATA.
fn with_escaped_ampersands(text: &str) -> Option<String> {
    let begins_reference = |rest: &str| {
        let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let end = rest.chars().take(MAX_REFERENCE).take_while(|c| name(*c)).count();
        end > 0 && rest[end..].starts_with(';')
    };
    let mut mended = String::with_capacity(text.len() + 64);
    let mut count = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        let skip = match rest[at..].starts_with("<![CDATA[") {
            true => rest[at..].find("]]>").map_or(rest.len(), |end| at + end),
            false => at + 1,
        };
        mended.push_str(&rest[..skip]);
        if rest[at..].starts_with('&') && !begins_reference(&rest[skip..]) {
            mended.push_str("amp;");
            count += 1;
        }
        rest = &rest[skip..];
    }
    mended.push_str(rest);
    (count > 0).then_some(mended)
}

/// Gives `<rss>` a version that is known.
fn with_version(text: &str) -> Option<String> {
    let start = text.find("<rss")?;
    let end = start + text[start..].find('>')?;
    let tag = &text[start..end];
    let mended = match tag.find("version=") {
        Some(at) => {
            let value = &tag[at + "version=".len()..];
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let close = value[1..].find(quote)? + 2;
            match &value[1..close - 1] {
                "0.91" | "0.92" | "2.0" => return None,
                _ => format!("{}version=\"2.0\"{}", &tag[..at], &value[close..]),
            }
        }
        None => tag.replacen("<rss", "<rss version=\"2.0\"", 1),
    };
    Some(format!("{}{mended}{}", &text[..start], &text[end..]))
}

/// Declares the prefixes that the elements of a feed have and nobody declared.
fn with_namespaces(text: &str) -> Option<String> {
    const KNOWN: [(&str, &str); 6] = [
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("media", "http://search.yahoo.com/mrss/"),
        ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
        ("atom", "http://www.w3.org/2005/Atom"),
    ];
    let roots = ["<rss", "<feed", "<rdf:RDF", "<channel"];
    let start = roots.iter().filter_map(|root| Some((text.find(root)?, root.len()))).min()?;
    let at = start.0 + start.1;
    let missing: String = KNOWN
        .iter()
        .filter(|(prefix, _)| {
            text.contains(&format!("<{prefix}:")) && !text.contains(&format!("xmlns:{prefix}"))
        })
        .map(|(prefix, address)| format!(" xmlns:{prefix}=\"{address}\""))
        .collect();
    (!missing.is_empty()).then(|| format!("{}{missing}{}", &text[..at], &text[at..]))
}

/// Returns the feed without what follows its last entry, its last but one and
/// so on, closed.
fn cuts(text: &str) -> Option<impl Iterator<Item = String> + '_> {
    let endings = [
        ("<rss", "</item>", "</channel></rss>"),
        ("<rdf:RDF", "</item>", "</rdf:RDF>"),
        ("<feed", "</entry>", "</feed>"),
    ];
    let known = endings.into_iter().find(|(root, ..)| text.contains(root));
    let (_, entry, closing) = known?;
    let ends = text.rmatch_indices(entry).take(MAX_CUTS);
    Some(ends.map(move |(at, _)| format!("{}{closing}", &text[..at + entry.len()])))
}

fn article(
    entry: &Entry,
    parsed: &Parsed,
    record: u64,
    notes: &[&'static str],
    place: Place,
) -> Result<Article, ReadError> {
    let feed = &parsed.feed;
    let mut draft = Draft::default();
    let article = &mut draft.article;
    let note = |note: &&str| Warning { code: WarningCode::Repaired, detail: (*note).to_owned() };
    article.warnings.extend(notes.iter().map(note));
    article.headline = line(&entry.title, place)?.unwrap_or_default();
    article.uri = Some(entry.id.clone());
    let links = entry.links.iter();
    let own = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    let mut links = links.filter(|link| own(link.rel.as_deref()) && !link.href.is_empty());
    let own = links.find(|link| names_one_article(&link.href));
    article.url = own.map(|link| link.href.clone());
    article.agency = line(&feed.title, place)?;
    article.source = entry.source.clone().filter(|source| !source.contains("://"));
    let mut warnings = Vec::new();
    let mut date = |name: &str, number: i64| {
        let read = moment::read(name, parsed.date(number), place.context, &mut warnings);
        read.map(day_of_midnight)
    };
    let published = entry.published.and_then(|at| date("date", at.timestamp()));
    let updated = entry.updated.and_then(|at| date("modified date", at.timestamp()));
    article.published = published.or(updated);
    article.version_created = updated.filter(|_| updated != published);
    article.warnings.extend(warnings);
    let authors = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
    let named = authors.iter().filter_map(|author| author.name.clone());
    article.authors = named.collect();
    let language = entry.language.as_deref().or(feed.language.as_deref());
    article.language = language.and_then(Language::parse);
    let categories = entry.categories.iter();
    let categories = categories.map(|one| one.label.as_ref().unwrap_or(&one.term).clone());
    article.keywords = categories.collect();
    let rights = line(&entry.rights, place)?;
    article.rights = rights.map_or_else(|| line(&feed.rights, place), |said| Ok(Some(said)))?;
    draft.blocks = entry.content.as_ref().map_or(Ok(Vec::new()), |content| body(content, place))?;
    match &entry.summary {
        Some(summary) if draft.blocks.is_empty() => {
            draft.blocks = marked_up(&summary.content, place)?;
        }
        summary => draft.description = line(summary, place)?,
    }
    draft.finish(Some(record), place)
}

/// Midnight to the second is how feeds write a day without a time.
fn day_of_midnight(at: Published) -> Published {
    const DAY: i64 = 86_400;
    match at.precision {
        Precision::Second if at.seconds.rem_euclid(DAY) == 0 => {
            Published { precision: Precision::Day, ..at }
        }
        _ => at,
    }
}

fn line(text: &Option<Text>, place: Place) -> Result<Option<String>, ReadError> {
    text.as_ref().map(|text| markup::line(&text.content, place)).transpose()
}

fn body(content: &Content, place: Place) -> Result<Vec<Block>, ReadError> {
    match &content.body {
        Some(text) if content.content_type.ty().as_str() == "text" => marked_up(text, place),
        Some(text) if markup::looks_like_html(text) => markup::blocks(text, place),
        _ => Ok(Vec::new()),
    }
}

fn marked_up(text: &str, place: Place) -> Result<Vec<Block>, ReadError> {
    match markup::looks_like_html(text) {
        true => markup::blocks(text, place),
        false => Ok(plain::blocks(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_mended() {
        let escaped = with_escaped_ampersands("A & B &amp; C&D; <![CDATA[ E & F ]]> &#12;&");
        assert_eq!(escaped.as_deref(), Some("A &amp; B &amp; C&D; <![CDATA[ E & F ]]> &#12;&amp;"));
        assert_eq!(with_escaped_ampersands("A &amp; B"), None);
        assert_eq!(without_controls("a\u{b}b\tc").as_deref(), Some("ab\tc"));
        assert_eq!(with_version("<rss>").as_deref(), Some("<rss version=\"2.0\">"));
        let other = with_version("<rss a='b' version='0.94'><x>");
        assert_eq!(other.as_deref(), Some("<rss a='b' version=\"2.0\"><x>"));
        assert_eq!(without_declaration("\n<?xml version='1.0'?><a>"), "<a>");
        let cut: Vec<String> = cuts("<rss><item>1</item><item>2</item><ite").unwrap().collect();
        assert_eq!(cut[0], "<rss><item>1</item><item>2</item></channel></rss>");
        assert_eq!(cut.len(), 2);
    }
}
