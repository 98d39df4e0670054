//! Pages of the web.
//!
//! What a page says of itself in JSON-LD ([`linked`]) goes before its `<meta>`
//! and microdata ([`meta`]), and those before what can be seen of the page.
//! The text is what a reader would read of it, found as browsers do for their
//! reading views; the text in JSON-LD stands in where that finds less.

mod consent;
mod linked;
mod meta;
mod shape;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::blocks::Builder;
use super::{Articles, plain};
use crate::archive::ReadError;
use crate::archive::dates::moment;
use crate::archive::draft::{Draft, Place};
use crate::archive::fold::{collapse, letters};
use crate::archive::page::byline;
use crate::article::{Article, Block, BlockKind, Language, Signal};
use linked::Linked;
use meta::Meta;

/// A page with more elements than this, or deeper ones, is not given to the
/// extraction, whose time grows faster than the page.
const MAX_ELEMENTS: usize = 100_000;
const MAX_DEPTH: usize = 1_000;
/// The text in JSON-LD is taken where the extraction finds less than this
/// share of it, in percent.
const ENOUGH: usize = 70;
/// A printed byline is at most so long, in characters.
const MAX_BYLINE: usize = 120;

/// Reads a page.
///
/// # Errors
/// Where it has neither headline nor text, or a shape that takes too long to parse.
pub(in crate::archive) fn read(text: &str, place: Place) -> Result<Articles, ReadError> {
    if let Some(fault) = shape::fault(text) {
        return Err(place.malformed("HTML", fault));
    }
    let document = Document::from(text);
    let meta = meta::read(&document);
    let linked = linked::read(&document, &meta);
    let fits = fits(&document.root());
    let whole = if fits { Vec::new() } else { blocks_below(document.root()) };
    let mut readable = Readable { blocks: whole, ..Readable::default() };
    if fits {
        readable = Readable::of(document);
        let title = meta.title.as_deref().unwrap_or(&readable.title);
        if consent::is_banner(&readable.blocks, title) {
            let document = Document::from(text);
            consent::take_out(&readable.blocks, &document);
            let other = Readable::of(document);
            readable = if other.blocks.is_empty() { readable } else { other };
        }
    }
    // A site is whom to credit where nobody else is named.
    let names = [meta.site.clone(), linked.publisher.clone()].into_iter().flatten();
    let site = names.into_iter().find(|name| !name.contains("://"));
    let article = draft(linked, meta, readable, place).finish(None, place);
    let credited = |article: Article| Article { source: article.source.or(site), ..article };
    Ok(vec![article.map(credited)])
}

/// Makes blocks of a piece of HTML.
///
/// # Errors
/// Where its shape takes too long to parse.
pub(in crate::archive) fn blocks(html: &str) -> Result<Vec<Block>, &'static str> {
    match shape::fault(html) {
        Some(fault) => Err(fault),
        None => Ok(blocks_below(Document::from(html).root())),
    }
}

/// Returns a text that may have references or tags of HTML in it, in one line.
fn line(text: &str) -> String {
    let blocks = match crate::archive::documents::markup::looks_like_html(text) {
        true => blocks(text).unwrap_or_default(),
        false => Vec::new(),
    };
    match blocks.is_empty() {
        true => text.to_owned(),
        false => blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join(" "),
    }
}

fn blocks_below(root: NodeRef<'_>) -> Vec<Block> {
    enum Step<'a> {
        Enter(NodeRef<'a>),
        Leave,
    }
    let mut builder = Builder::default();
    let mut steps = vec![Step::Enter(root)];
    while let Some(step) = steps.pop() {
        let Step::Enter(node) = step else {
            builder.close();
            continue;
        };
        if node.is_text() {
            builder.text(&node.text());
            continue;
        }
        if let Some(name) = node.node_name().filter(|_| node.is_element()) {
            if Builder::has_content(&name) {
                steps.push(Step::Leave);
            }
            builder.open(&name);
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    builder.finish()
}

/// Whether a page is small and shallow enough for the extraction.
fn fits(root: &NodeRef<'_>) -> bool {
    let mut open = vec![(*root, 0)];
    let mut count = 0;
    while let Some((node, depth)) = open.pop() {
        count += 1;
        if count > MAX_ELEMENTS || depth > MAX_DEPTH {
            return false;
        }
        let children = node.children_it(false).filter(NodeRef::is_element);
        open.extend(children.map(|child| (child, depth + 1)));
    }
    true
}

/// What a reading view shows of a page.
#[derive(Debug, Default)]
struct Readable {
    title: String,
    byline: Option<String>,
    blocks: Vec<Block>,
}

impl Readable {
    fn of(document: Document) -> Self {
        // Our own reading of JSON-LD knows more.
        let config = Config { disable_json_ld: true, ..Config::default() };
        let Ok(mut page) = Readability::with_document(document, None, Some(config)) else {
            return Readable::default();
        };
        let title = page.get_article_title().to_string();
        match page.parse() {
            Ok(article) => {
                let byline = article.byline.filter(|by| by.chars().count() <= MAX_BYLINE);
                let content = Document::from(article.content);
                let blocks = blocks_below(content.root());
                Readable { title: article.title, byline, blocks }
            }
            Err(_) => Readable { title, ..Readable::default() },
        }
    }
}

fn draft(linked: Linked, meta: Meta, readable: Readable, place: Place) -> Draft {
    let mut warnings = Vec::new();
    let mut date = |name: &str, texts: &[Option<&String>]| {
        let mut texts = texts.iter().copied().flatten();
        texts.find_map(|text| moment::read(name, text, place.context, &mut warnings))
    };
    let published = [linked.published.as_ref()].into_iter().chain(meta.published.iter().map(Some));
    let published: Vec<_> = published.chain([linked.created.as_ref()]).collect();
    let published = date("date", &published);
    let modified = date("modified date", &[linked.modified.as_ref(), meta.modified.as_ref()]);
    let expires = date("expiry", &[linked.expires.as_ref(), meta.expires.as_ref()]);
    let authors = if linked.authors.is_empty() { meta.authors } else { linked.authors };
    let signals = if linked.corrected { vec![Signal::Correction] } else { Vec::new() };
    let language = [linked.language, meta.language].into_iter().flatten();
    let site = meta.site.clone();
    let title = meta.title.as_deref().unwrap_or(&readable.title);
    let headline = match of_title(linked.headline, linked.name, title) {
        Some(headline) => headline,
        None => meta.title.unwrap_or(readable.title),
    };
    let article = Article {
        uri: linked.uri,
        agency: linked.publisher.or(meta.site),
        agency_id: linked.identifier,
        source: linked.source,
        published,
        version_created: modified,
        version: linked.version,
        expires,
        signals,
        headline: without_site(&headline, site.as_deref()),
        subhead: linked.subhead,
        byline: readable.byline.and_then(|printed| byline::names(&printed)),
        authors,
        dateline: linked.dateline,
        located: linked.located,
        section: linked.section.or(meta.section),
        language: language.into_iter().find_map(|tag| Language::parse(&tag)),
        keywords: if linked.keywords.is_empty() { meta.keywords } else { linked.keywords },
        subjects: linked.subjects,
        people: linked.people,
        organisations: linked.organisations,
        places: linked.places,
        genres: linked.genres,
        rights: linked.rights.or(meta.rights),
        url: linked.url.or(meta.url),
        warnings,
        ..Article::default()
    };
    let blocks = fuller(readable.blocks, linked.body);
    Draft { article, description: linked.description.or(meta.description), blocks }
}

/// Chooses between the headline and the name in JSON-LD: some sites put a
/// description where the headline belongs.
fn of_title(headline: Option<String>, name: Option<String>, title: &str) -> Option<String> {
    let title = letters(title);
    let stands = |text: &str| title.contains(&letters(text));
    match (headline, name) {
        (Some(headline), Some(name)) if stands(&name) && !stands(&headline) => Some(name),
        (headline, name) => headline.or(name),
    }
}

/// Chooses between the text that can be seen and the one in JSON-LD.
fn fuller(seen: Vec<Block>, linked: Option<String>) -> Vec<Block> {
    let Some(linked) = linked else {
        return seen;
    };
    let linked = match crate::archive::documents::markup::looks_like_html(&linked) {
        true => blocks(&linked).unwrap_or_default(),
        false => plain::blocks(&linked),
    };
    match size(&seen) * 100 < size(&linked) * ENOUGH {
        true => linked,
        false => seen,
    }
}

fn size(blocks: &[Block]) -> usize {
    let texts = blocks.iter().filter(|block| block.kind != BlockKind::Boilerplate);
    texts.map(|block| block.text.len()).sum()
}

/// Takes the name of the site from the end or the start of a headline.
fn without_site(headline: &str, site: Option<&str>) -> String {
    let headline = collapse(headline);
    let Some(site) = site.map(letters).filter(|site| !site.is_empty()) else {
        return headline;
    };
    for between in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((rest, last)) = headline.rsplit_once(between)
            && letters(last) == site
        {
            return rest.trim().to_owned();
        }
        if let Some((first, rest)) = headline.split_once(between)
            && letters(first) == site
        {
            return rest.trim().to_owned();
        }
    }
    headline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_loses_the_name_of_the_site() {
        for (headline, site, expected) in [
            ("Bridge opens | Lakeside Post", Some("Lakeside Post"), "Bridge opens"),
            ("Lakeside Post - Bridge opens", Some("lakeside post"), "Bridge opens"),
            ("Bridge - Lakeside", Some("Lakeside Post"), "Bridge - Lakeside"),
            ("Bridge opens", None, "Bridge opens"),
        ] {
            assert_eq!(without_site(headline, site), expected);
        }
    }

    #[test]
    fn html_becomes_blocks() {
        let html = "<h1>Rain</h1><p>It &amp; <b>he</b>\u{a0}fell.<blockquote>So</blockquote>\
                    <p>Two<br>lines<script>x</script>";
        let shown: Vec<String> = blocks(html)
            .unwrap()
            .iter()
            .map(|block| format!("{}:{}", &block.kind.name()[..1], block.text))
            .collect();
        assert_eq!(shown, ["s:Rain", "p:It & he fell.", "q:So", "p:Two lines"]);
    }

    #[test]
    fn deep_pages_are_read_without_the_extraction() {
        let html = format!("<title>T</title>{}<p>Deep down.", "<div>".repeat(1_500));
        let blocks = blocks(&html).unwrap();
        assert_eq!(blocks.last().map(|block| block.text.as_str()), Some("Deep down."));
        assert!(!fits(&Document::from(html).root()));
    }
}
