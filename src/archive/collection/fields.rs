//! Which field of an object or column of a table is which part of an article.
//!
//! What the settings say goes first; the names that exports and feeds commonly
//! use are known without them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A part of an article that a field can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The headline.
    Headline,
    /// The line above it.
    Kicker,
    /// The first paragraph.
    Lede,
    /// The text.
    Body,
    /// When it was published.
    Published,
    /// When this version was made.
    VersionCreated,
    /// The agency that distributes it.
    Agency,
    /// Its number with the agency.
    AgencyId,
    /// Whom the agency credits, or the publication.
    Source,
    /// The identity that the publisher gave.
    Uri,
    /// Where it is on the web.
    Url,
    /// The byline as printed.
    Byline,
    /// The authors' names.
    Authors,
    /// The place line.
    Dateline,
    /// The section.
    Section,
    /// The language.
    Language,
    /// Keywords.
    Keywords,
    /// The people that it names.
    People,
    /// The organisations that it names.
    Organisations,
    /// The places that it names.
    Places,
    /// The newsroom's name for the story.
    Slugline,
    /// Who may use it.
    Rights,
    /// Whether it may be used.
    Status,
    /// Hidden until then.
    Embargo,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 24] = [
        Part::Headline,
        Part::Kicker,
        Part::Lede,
        Part::Body,
        Part::Published,
        Part::VersionCreated,
        Part::Agency,
        Part::AgencyId,
        Part::Source,
        Part::Uri,
        Part::Url,
        Part::Byline,
        Part::Authors,
        Part::Dateline,
        Part::Section,
        Part::Language,
        Part::Keywords,
        Part::People,
        Part::Organisations,
        Part::Places,
        Part::Slugline,
        Part::Rights,
        Part::Status,
        Part::Embargo,
    ];

    /// The name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Part::Headline => "headline",
            Part::Kicker => "kicker",
            Part::Lede => "lede",
            Part::Body => "body",
            Part::Published => "published",
            Part::VersionCreated => "version_created",
            Part::Agency => "agency",
            Part::AgencyId => "agency_id",
            Part::Source => "source",
            Part::Uri => "uri",
            Part::Url => "url",
            Part::Byline => "byline",
            Part::Authors => "authors",
            Part::Dateline => "dateline",
            Part::Section => "section",
            Part::Language => "language",
            Part::Keywords => "keywords",
            Part::People => "people",
            Part::Organisations => "organisations",
            Part::Places => "places",
            Part::Slugline => "slugline",
            Part::Rights => "rights",
            Part::Status => "status",
            Part::Embargo => "embargo",
        }
    }

    /// Returns the part of this name.
    pub fn named(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }

    /// Names that fields commonly have, the better first, as [`fold`] gives
    /// them.
    fn common(self) -> &'static [&'static str] {
        match self {
            Part::Headline => &["headline", "title", "hed", "heading", "headlinemain", "subject"],
            Part::Kicker => &["kicker", "overline"],
            Part::Lede => &[
                "lede",
                "lead",
                "standfirst",
                "description",
                "summary",
                "abstract",
                "excerpt",
                "dek",
                "snippet",
            ],
            Part::Body => &[
                "body",
                "bodytext",
                "text",
                "articlebody",
                "fulltext",
                "maintext",
                "content",
                "articletext",
                "bodyhtml",
                "contenthtml",
                "contenttext",
                "article",
                "story",
            ],
            Part::Published => &[
                "published",
                "publishedat",
                "datepublished",
                "publishdate",
                "publicationdate",
                "pubdate",
                "publisheddate",
                "publishedon",
                "firstpublished",
                "date",
                "datetime",
                "publishtime",
                "time",
                "timestamp",
                "createdat",
                "created",
            ],
            Part::VersionCreated => &[
                "versioncreated",
                "datemodified",
                "modified",
                "updated",
                "updatedat",
                "lastmodified",
                "datemodify",
            ],
            Part::Agency => &["agency", "newsagency", "wire"],
            Part::AgencyId => &["agencyid", "newsid", "articleid", "id", "docid"],
            Part::Source => &[
                "source",
                "sourcename",
                "publication",
                "publisher",
                "outlet",
                "newspaper",
                "provider",
                "sitename",
                "sourcedomain",
                "site",
            ],
            Part::Uri => &["uri", "guid"],
            Part::Url => &["url", "link", "permalink", "weburl", "canonicalurl", "href"],
            Part::Byline => &["byline"],
            Part::Authors => &["authors", "author", "creator", "writer"],
            Part::Dateline => &["dateline"],
            Part::Section => &["section", "sectionname", "category", "categories", "desk"],
            Part::Language => &["language", "lang", "inlanguage"],
            Part::Keywords => &["keywords", "tags", "keyword"],
            Part::People => &["people", "persons"],
            Part::Organisations => &["organisations", "organizations"],
            Part::Places => &["places"],
            Part::Slugline => &["slugline", "slug"],
            Part::Rights => &["rights", "copyright", "copyrightnotice"],
            Part::Status => &[
                "pubstatus",
                "publicationstatus",
                "publishstatus",
                "poststatus",
                "articlestatus",
                "status",
            ],
            Part::Embargo => &[
                "embargoeduntil",
                "embargountil",
                "embargodate",
                "embargotime",
                "embargoed",
                "embargo",
            ],
        }
    }
}

/// Returns a field's name in small letters, without what joins its words.
pub(super) fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Which fields the settings name for which part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<Part, Vec<String>>);

impl Fields {
    /// Lets `part` be what the first of the fields `names` holds that is
    /// there; a name such as `meta.title` is a field of a field.
    pub fn set(&mut self, part: Part, names: Vec<String>) {
        self.0.insert(part, names);
    }

    /// The fields that the settings name for a part.
    pub(super) fn named(&self, part: Part) -> &[String] {
        self.0.get(&part).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns, for each part, the columns that can give it, the better
    /// first.
    pub(super) fn columns(&self, names: &[String]) -> Vec<(Part, Vec<usize>)> {
        let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let mut found = Vec::new();
        for part in Part::ALL {
            let mut columns = Vec::new();
            for name in self.named(part) {
                columns.extend(names.iter().position(|column| column.trim() == name));
            }
            if self.named(part).is_empty() {
                let common = part.common().iter();
                columns.extend(common.filter_map(|name| folded.iter().position(|f| f == name)));
            }
            if !columns.is_empty() {
                found.push((part, columns));
            }
        }
        found
    }

    /// Returns the fields of an object that can give a part, the better first.
    /// `folded` are its fields with their names folded.
    pub(super) fn values<'v>(
        &self,
        part: Part,
        object: &'v Map<String, Value>,
        folded: &[(String, &'v Value)],
    ) -> Vec<&'v Value> {
        let named = self.named(part);
        if !named.is_empty() {
            return named.iter().filter_map(|name| at_path(object, name)).collect();
        }
        let find = |name: &&str| folded.iter().find(|(field, _)| field == name);
        part.common().iter().filter_map(find).map(|(_, value)| *value).collect()
    }
}

fn at_path<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    if let Some(value) = object.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    at_path(object.get(first)?.as_object()?, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_names_and_by_the_settings() {
        let names: Vec<String> =
            ["Date", "Title", "TEXT", "news_id", "hed2"].map(str::to_owned).to_vec();
        let mut fields = Fields::default();
        let shown = |fields: &Fields| {
            let columns = fields.columns(&names).into_iter();
            columns.map(|(part, at)| format!("{}={at:?}", part.name())).collect::<Vec<_>>()
        };
        assert_eq!(shown(&fields), ["headline=[1]", "body=[2]", "published=[0]", "agency_id=[3]"]);
        fields.set(Part::Headline, vec!["none".to_owned(), "hed2".to_owned()]);
        assert_eq!(shown(&fields)[0], "headline=[4]");
    }

    #[test]
    fn every_part_has_its_name() {
        for part in Part::ALL {
            assert_eq!(Part::named(part.name()), Some(part));
            assert!(part.common().iter().all(|name| fold(name) == *name), "{part:?}");
        }
    }
}
