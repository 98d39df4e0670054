//! Counts over all that a search finds: by value and by calendar period. Never
//! imports the index that counts them.

/// A field whose values can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FacetField {
    /// Whom the agency credits.
    Source,
    /// The agency.
    Agency,
    /// The language.
    Lang,
    /// The section.
    Section,
    /// Keywords and subjects, as the publisher gives them.
    Keyword,
    /// usable, withheld, canceled.
    Status,
    /// The year of publication, by the calendar of the searcher's zone.
    Year,
    /// Entities of any kind.
    Entity,
    /// People.
    Person,
    /// Organisations.
    Organisation,
    /// Places.
    Place,
}

impl FacetField {
    /// Every field that can be counted.
    pub const ALL: [FacetField; 11] = [
        FacetField::Source,
        FacetField::Agency,
        FacetField::Lang,
        FacetField::Section,
        FacetField::Keyword,
        FacetField::Status,
        FacetField::Year,
        FacetField::Entity,
        FacetField::Person,
        FacetField::Organisation,
        FacetField::Place,
    ];

    /// The name, as in a query.
    pub fn name(self) -> &'static str {
        match self {
            FacetField::Source => "source",
            FacetField::Agency => "agency",
            FacetField::Lang => "lang",
            FacetField::Section => "section",
            FacetField::Keyword => "keyword",
            FacetField::Status => "status",
            FacetField::Year => "year",
            FacetField::Entity => "entity",
            FacetField::Person => "person",
            FacetField::Organisation => "org",
            FacetField::Place => "place",
        }
    }
}

/// The values of a field and how many articles have each.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facet {
    /// The field.
    pub field: FacetField,
    /// The values as they are spelt, the most frequent first.
    pub values: Vec<(String, u64)>,
    /// Articles without a value.
    pub without: u64,
}

/// A calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Year => "year",
        }
    }
}

/// How many articles were published when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeline {
    /// What was counted by.
    pub period: Period,
    /// Each period from the first to the last, by its first day as far as the
    /// period tells (`2022`, `2022-09`, `2022-09-05`), and its articles.
    pub periods: Vec<(String, u64)>,
    /// Articles whose date is not known precisely enough to tell the period.
    pub imprecise: u64,
    /// Articles without a date.
    pub undated: u64,
}
