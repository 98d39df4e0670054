//! Flags of `morgue search` that narrow the query.

use morgue::query::Filters;

/// Flags that narrow a query.
#[derive(Debug, clap::Args)]
pub(super) struct FilterArgs {
    /// Published on or after: 2022, 2022-09, 2022-09-10, "10 September 2022"
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Published on or before, to the end of the day, month or year given
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// With these words next to each other
    #[arg(long, value_name = "WORDS")]
    phrase: Vec<String>,
    /// Credited to this source
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Distributed by this agency
    #[arg(long, value_name = "NAME")]
    agency: Vec<String>,
    /// With this id or agency id
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// With a person, organisation or place of this name
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// With this person, by any of the person's names
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// With this organisation, by any of its names
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,
    /// With this place, by any of its names
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// In this language: en, fa, ar
    #[arg(long, value_name = "TAG")]
    lang: Vec<String>,
    /// In this section
    #[arg(long, value_name = "NAME")]
    section: Vec<String>,
    /// With this keyword or subject, as the publisher gives it
    #[arg(long, value_name = "WORDS")]
    keyword: Vec<String>,
}

impl FilterArgs {
    /// What is to be added to the query.
    pub(super) fn filters(&self) -> Filters {
        Filters {
            from: self.from.clone(),
            to: self.to.clone(),
            phrase: self.phrase.clone(),
            source: self.source.clone(),
            agency: self.agency.clone(),
            id: self.id.clone(),
            lang: self.lang.clone(),
            section: self.section.clone(),
            keyword: self.keyword.clone(),
            entity: self.entity.clone(),
            person: self.person.clone(),
            org: self.org.clone(),
            place: self.place.clone(),
        }
    }
}
