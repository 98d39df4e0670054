//! Which article an article is, and whether two are the same.

use xxhash_rust::xxh3::Xxh3;

use crate::archive::folder::slug;
use crate::archive::page::agencies::Agencies;
use crate::article::{Article, ArticleId, BlockKind, Published};

/// What the identity needs to know beyond the article itself.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::archive) struct Naming {
    /// The date of the path, where the path gave the id too: in a folder for
    /// each day the same names come back every day.
    pub dated: Option<Published>,
    /// Whether the source is a credit, rather than an agency that is merely
    /// named where the text begins.
    pub source_is_credit: bool,
}

/// Returns the identity: the URI, else the agency's code (or the source's
/// name) with the agency's id, else the URL, else a hash of headline, date and
/// text as `x:` with 32 hexadecimal digits.
pub(in crate::archive) fn identify(
    article: &Article,
    naming: Naming,
    agencies: &Agencies,
) -> ArticleId {
    if let Some(uri) = naming_one(&article.uri) {
        return ArticleId::new(uri);
    }
    if let Some(id) = naming_one(&article.agency_id) {
        let id = match naming.dated {
            Some(date) => format!("{date}/{id}"),
            None => id.to_owned(),
        };
        let credit = article.source.as_ref().filter(|_| naming.source_is_credit);
        let publisher = article.agency.as_ref().or(credit);
        let code = publisher.map(|name| publisher_code(name, agencies)).unwrap_or_default();
        return match code.is_empty() {
            true => ArticleId::new(id),
            false => ArticleId::new(format!("{code}:{id}")),
        };
    }
    if let Some(url) = naming_one(&article.url) {
        return ArticleId::new(url);
    }
    let mut hash = Hash::new();
    hash.text(&article.headline);
    hash.date(article.published);
    hash.running_text(article);
    ArticleId::new(format!("x:{:032x}", hash.finish()))
}

fn naming_one(value: &Option<String>) -> Option<&str> {
    let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty());
    value.filter(|value| names_one_article(value))
}

/// Whether an identifier can be that of one article: the address of a whole
/// site, which some sites give every article, is not, whatever its fragment. It
/// has no path, or one that names only a language or the site's first page.
pub(in crate::archive) fn names_one_article(id: &str) -> bool {
    let Some((scheme, rest)) = id.trim().split_once("://") else {
        return true;
    };
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return true;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut parts = rest.split('/').skip(1).filter(|part| !part.is_empty());
    // Some sites have one page and the number of the article behind it.
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let is_route = fragment.starts_with(['/', '!']) && has_digit(fragment);
    parts.any(|part| !is_of_every_page(part)) || is_route || query.split('&').any(names_something)
}

/// Whether a part of a path is that of the site's first page in some language.
fn is_of_every_page(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let (first, region) = part.split_once(['-', '_']).unwrap_or((&part, ""));
    let is_letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    // Of a country or in a script; `us-open` is an article.
    let is_region = matches!(region.len(), 0 | 2)
        || matches!(region, "hans" | "hant" | "latn" | "cyrl" | "arab");
    first.len() == 2 && is_region && is_letters(first) && is_letters(region)
        || matches!(part.split('.').next(), Some("index" | "default" | "home"))
}

/// Whether a parameter of an address can say which article is meant: what
/// counts readers and what chooses a language cannot.
fn names_something(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let is_of_every_page = name.starts_with("utm_")
        || matches!(name, "lang" | "hl" | "ref" | "source" | "fbclid" | "gclid");
    !value.is_empty() && !is_of_every_page
}

fn publisher_code(name: &str, agencies: &Agencies) -> String {
    match agencies.find(name) {
        Some(agency) => agency.code.clone(),
        None => slug::of(name),
    }
}

/// Returns a hash of everything that an article says, so that a version that
/// says nothing new is known. Where it was read, what was warned of and its
/// identity are left out.
pub fn content_hash(article: &Article) -> u128 {
    let mut hash = Hash::new();
    hash.text(&article.headline);
    hash.running_text(article);
    for block in &article.body {
        hash.text(block.kind.name());
    }
    for text in [
        &article.agency,
        &article.agency_id,
        &article.source,
        &article.kicker,
        &article.subhead,
        &article.byline,
        &article.dateline,
        &article.located,
        &article.section,
        &article.desk,
        &article.initials,
        &article.slugline,
        &article.ed_note,
        &article.rights,
        &article.url,
    ] {
        hash.maybe(text.as_deref());
    }
    for date in
        [article.published, article.version_created, article.embargoed_until, article.expires]
    {
        hash.date(date);
    }
    hash.number(article.version.map(u64::from));
    hash.number(article.urgency.map(u64::from));
    hash.maybe(article.language.as_ref().map(|language| language.as_str()));
    hash.text(article.status.name());
    article.signals.iter().for_each(|signal| hash.text(signal.name()));
    for list in [&article.keywords, &article.authors] {
        hash.number(Some(list.len() as u64));
        list.iter().for_each(|text| hash.text(text));
    }
    for list in [
        &article.subjects,
        &article.people,
        &article.organisations,
        &article.places,
        &article.genres,
    ] {
        hash.number(Some(list.len() as u64));
        for concept in list {
            hash.text(&concept.name);
            hash.maybe(concept.id.as_deref());
        }
    }
    for id in &article.alt_ids {
        hash.maybe(id.role.as_deref());
        hash.text(&id.value);
    }
    hash.finish()
}

/// A hash over values that cannot run into each other.
struct Hash(Xxh3);

impl Hash {
    fn new() -> Self {
        Hash(Xxh3::new())
    }

    fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.0.update(&[u8::from(text.is_some())]);
        self.text(text.unwrap_or_default());
    }

    fn number(&mut self, number: Option<u64>) {
        self.0.update(&[u8::from(number.is_some())]);
        self.0.update(&number.unwrap_or_default().to_le_bytes());
    }

    fn date(&mut self, date: Option<Published>) {
        self.maybe(date.map(|date| date.to_string()).as_deref());
    }

    fn running_text(&mut self, article: &Article) {
        self.maybe(article.lede.as_deref());
        let body = article.body.iter();
        for block in body.filter(|block| block.kind != BlockKind::Boilerplate) {
            self.text(&block.text);
        }
    }

    fn finish(self) -> u128 {
        self.0.digest128()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Origin, Precision, Warning, WarningCode};

    fn article(agency: Option<&str>, source: Option<&str>, id: Option<&str>) -> Article {
        Article {
            agency: agency.map(str::to_owned),
            source: source.map(str::to_owned),
            agency_id: id.map(str::to_owned),
            headline: "Bridge opens".to_owned(),
            ..Article::default()
        }
    }

    fn id(article: &Article, naming: Naming) -> String {
        identify(article, naming, &Agencies::new(&[])).to_string()
    }

    #[test]
    fn the_identity_is_the_first_of_what_there_is() {
        let credit = Naming { source_is_credit: true, ..Naming::default() };
        let known = article(Some("AhlulBayt News Agency (ABNA)"), Some("Press TV"), Some("12"));
        assert_eq!(id(&known, credit), "abna:12");
        let unknown = article(Some("Lakeside News Agency"), None, Some("12"));
        assert_eq!(id(&unknown, credit), "lakeside-news-agency:12");
        let sourced = article(None, Some("Le Monde"), Some("12"));
        assert_eq!(id(&sourced, credit), "le-monde:12");
        assert_eq!(id(&sourced, Naming::default()), "12");
        assert_eq!(id(&article(None, None, Some("12")), credit), "12");
        let mut addressed = article(Some("ABNA"), None, None);
        addressed.url = Some("https://example.org/1".to_owned());
        assert_eq!(id(&addressed, credit), "https://example.org/1");
        addressed.uri = Some("tag:example.org,2022:1".to_owned());
        assert_eq!(id(&addressed, credit), "tag:example.org,2022:1");
        let bare = id(&article(None, None, None), credit);
        assert_eq!((&bare[..2], bare.len()), ("x:", 34));
    }

    #[test]
    fn the_address_of_a_site_is_that_of_no_article() {
        for (id, expected) in [
            ("https://site.example", false),
            ("https://site.example/", false),
            ("HTTPS://site.example/#article", false),
            ("https://site.example/en/#article", false),
            ("https://site.example/pt-BR/index.html", false),
            ("https://site.example/?utm_source=rss&lang=en", false),
            ("https://site.example/?p=123", true),
            ("https://site.example/en/bridge", true),
            ("https://site.example/zh-Hant/", false),
            ("https://site.example/us-open", true),
            ("https://site.example/#!/news/17", true),
            ("urn:site:17", true),
            ("tag:site.example,2022:17", true),
            ("1304903", true),
        ] {
            assert_eq!(names_one_article(id), expected, "{id}");
        }
        let mut at_home = article(None, None, Some("https://site.example/"));
        at_home.uri = Some("https://site.example/#article".to_owned());
        at_home.url = Some("https://site.example/en".to_owned());
        let one = id(&at_home, Naming::default());
        assert!(one.starts_with("x:"), "{one}");
        at_home.headline = "Mill stops".to_owned();
        assert_ne!(id(&at_home, Naming::default()), one);
    }

    #[test]
    fn a_dated_folder_is_part_of_the_identity() {
        let day = "1916-01-01".parse().unwrap();
        let dated =
            Naming { dated: Published::from_civil(day, Precision::Day), ..Naming::default() };
        assert_eq!(id(&article(None, None, Some("p1")), dated), "1916-01-01/p1");
        assert_eq!(id(&article(Some("ABNA"), None, Some("p1")), dated), "abna:1916-01-01/p1");
    }

    #[test]
    fn hashes_see_what_they_should_and_nothing_else() {
        let one = article(Some("ABNA"), None, Some("12"));
        let mut moved = one.clone();
        moved.origin = Origin { path: "elsewhere".to_owned(), record: None };
        moved.warnings.push(Warning { code: WarningCode::Repeated, detail: String::new() });
        assert_eq!(content_hash(&one), content_hash(&moved));
        let mut credited = one.clone();
        credited.source = Some("Press TV".to_owned());
        let mut corrected = one.clone();
        corrected.headline.push('!');
        for other in [credited, corrected] {
            assert_ne!(content_hash(&one), content_hash(&other));
        }
    }
}
