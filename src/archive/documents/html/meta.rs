//! What a page says of itself in `<meta>`, `<link>`, `<html lang>` and
//! microdata.

use dom_query::Document;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::archive::draft::identity::names_one_article;
use crate::archive::fold::collapse;
use crate::archive::page::authors;

/// The fields around a text that are found in a page's head; dates are still
/// text.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub title: Option<String>,
    pub description: Option<String>,
    pub site: Option<String>,
    pub authors: Vec<String>,
    /// Each that the page gives, the better first.
    pub published: Vec<String>,
    pub modified: Option<String>,
    pub expires: Option<String>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    pub language: Option<String>,
    pub rights: Option<String>,
    pub url: Option<String>,
}

const TITLE: [&str; 8] = [
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "hdl",
    "title",
];
const DESCRIPTION: [&str; 7] = [
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
    "sailthru.description",
    "weibo:article:description",
];
const AUTHOR: [&str; 12] = [
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author",
    "og:article:author",
    "citation_author",
    "cxenseparse:author",
    "twitter:data1",
];
const PUBLISHED: [&str; 24] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "publish-date",
    "publishdate",
    "article_date_original",
    "publish_date",
    "publication_date",
    "published_time",
    "date.published",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "ptime",
    "displaydate",
    "dc.date",
    "date",
];
const MODIFIED: [&str; 7] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
];

/// Reads the head of a page, and the microdata in its body.
pub(super) fn read(document: &Document) -> Meta {
    let tags = Tags::of(document);
    let property = |name: &str| microdata(document, name);
    let by = |class: &str| texts(document, class);
    let mut published = tags.all(&PUBLISHED);
    published.extend(property("datePublished"));
    published.extend(times(document, "time[pubdate], time[datetime].published, time.entry-date"));
    // The only date that a page shows; of several none is sure to be its own.
    let mut shown = times(document, "time[datetime]");
    shown.dedup();
    if let [_] = shown[..] {
        published.append(&mut shown);
    }
    let mut seen = FxHashSet::default();
    published.retain(|date| seen.insert(date.clone()));
    let mut authors = tags.names(&AUTHOR);
    if authors.is_empty() {
        authors.extend(by("[itemprop~='author'] [itemprop~='name']"));
    }
    if authors.is_empty() {
        authors.extend(by("[itemprop~='author'], [rel~='author']"));
    }
    let html = document.select_single("html[lang]");
    let language = value(html.attr("lang").as_deref())
        .or_else(|| tags.first(&["language", "content-language", "og:locale", "dc.language"]));
    let canonical = document.select_single("link[rel~='canonical']");
    let urls = [value(canonical.attr("href").as_deref()), tags.first(&["og:url"])];
    let is_own = |url: &String| url.starts_with("http") && names_one_article(url);
    Meta {
        title: tags.first(&TITLE).or_else(|| property("headline")),
        description: tags.first(&DESCRIPTION),
        site: tags.first(&["og:site_name", "application-name", "publisher", "dc.publisher"]),
        authors,
        published,
        modified: tags.first(&MODIFIED).or_else(|| property("dateModified")),
        expires: tags.first(&["article:expiration_time"]),
        section: tags.first(&[
            "article:section",
            "og:article:section",
            "section",
            "parsely-section",
        ]),
        keywords: tags.keywords(),
        language,
        rights: tags.first(&["copyright", "dc.rights", "dcterms.rights", "rights"]),
        url: urls.into_iter().flatten().find(is_own),
    }
}

fn value(text: Option<&str>) -> Option<String> {
    text.map(collapse).filter(|text| !text.is_empty())
}

fn times(document: &Document, selector: &str) -> Vec<String> {
    let times = document.select(selector);
    times.iter().filter_map(|time| value(time.attr("datetime").as_deref())).collect()
}

/// Returns the first value of a property of microdata.
fn microdata(document: &Document, name: &str) -> Option<String> {
    let found = document.select(&format!("[itemprop~='{name}']"));
    found.iter().find_map(|element| {
        let said = ["content", "datetime"].iter().find_map(|name| element.attr(name));
        value(said.as_deref()).or_else(|| value(Some(&element.text())))
    })
}

/// Returns the texts of the elements that a selector finds, as names.
fn texts(document: &Document, selector: &str) -> Vec<String> {
    const MAX_NAME: usize = 60;
    let found = document.select(selector);
    let texts = found.iter().filter_map(|element| {
        let said = element.attr("content");
        value(said.as_deref()).or_else(|| value(Some(&element.text())))
    });
    let names = texts.flat_map(|text| authors::of_page(&text));
    names.filter(|name| name.chars().count() <= MAX_NAME).collect()
}

/// Splits a list of keywords at commas or semicolons.
pub(super) fn split_keywords(list: &str) -> Vec<String> {
    let mark = if list.contains(';') && !list.contains(',') { ';' } else { ',' };
    list.split(mark).map(collapse).filter(|keyword| !keyword.is_empty()).collect()
}

/// The `<meta>` of a page, by the names in small letters.
struct Tags(FxHashMap<String, Vec<String>>);

impl Tags {
    fn of(document: &Document) -> Self {
        let mut tags = Tags(FxHashMap::default());
        for tag in document.select("meta[content]").iter() {
            let names = ["property", "name", "itemprop", "http-equiv"];
            let said = names.iter().filter_map(|name| tag.attr(name));
            let content = value(tag.attr("content").as_deref());
            let Some(content) = content else {
                continue;
            };
            for names in said {
                for name in names.split_whitespace() {
                    let name = name.to_ascii_lowercase();
                    tags.0.entry(name).or_default().push(content.clone());
                }
            }
        }
        tags
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.0.get(*name)?.first().cloned())
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        names.iter().filter_map(|name| self.0.get(*name)).flatten().cloned().collect()
    }

    /// The people under the first name that has any; addresses of their pages
    /// are none.
    fn names(&self, names: &[&str]) -> Vec<String> {
        let lists = names.iter().filter_map(|name| self.0.get(*name));
        let lists = lists.map(|values| {
            let values = values.iter().filter(|value| !value.contains("://"));
            values.flat_map(|value| authors::of_page(value)).collect::<Vec<_>>()
        });
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    }

    fn keywords(&self) -> Vec<String> {
        if let Some(tags) = self.0.get("article:tag") {
            return tags.iter().flat_map(|tag| split_keywords(tag)).collect();
        }
        let list = self.first(&["news_keywords", "keywords", "parsely-tags", "sailthru.tags"]);
        list.map(|list| split_keywords(&list)).unwrap_or_default()
    }
}
