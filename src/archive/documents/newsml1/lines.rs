//! What is said around the text of a story: who it is by, how it is called, when it
//! was made and whether it may be used.

use super::{Component, Item, formal_name, subjects};
use crate::archive::dates::moment;
use crate::archive::documents::ninjs::add_signal;
use crate::archive::documents::xml::Element;
use crate::archive::draft::Place;
use crate::archive::draft::standing::{self, Embargo};
use crate::article::{Article, Language, Published};

/// Fills what a component, those around it and the item say.
pub(super) fn fill(article: &mut Article, component: &Component, item: &Item) {
    identity(article, item.item);
    let own = component.language;
    let of_item = || item.item.attribute("lang").and_then(Language::parse);
    article.language = own.or_else(of_item).or(article.language);
    credits(article, component, item);
    let headline = component.outwards().find_map(|one| headline(one, article.language));
    article.headline = headline.unwrap_or_else(|| std::mem::take(&mut article.headline));
    article.subhead = line(component, "SubHeadLine").or(article.subhead.take());
    let dateline = line(component, "DateLine").map(|line| {
        line.trim_end_matches(|c: char| c.is_whitespace() || "-–—=".contains(c)).to_owned()
    });
    article.dateline = dateline.or(article.dateline.take());
    article.slugline = line(component, "SlugLine").or(article.slugline.take());
    let rights = line(component, "CopyrightLine").or_else(|| copyright(component));
    article.rights = rights.or(article.rights.take());
    subjects::fill(article, component, item.item);
    let management = item.item.find("NewsManagement");
    dates(article, management, item);
    if let Some(management) = management {
        stand(article, management, item.place);
    }
    let urgency = management.and_then(|management| management.find("Urgency"));
    let priority = || item.envelope.and_then(|envelope| envelope.find("Priority"));
    let urgency = urgency.or_else(priority).and_then(formal_name);
    article.urgency = urgency.and_then(|urgency| urgency.parse().ok()).or(article.urgency);
}

/// The lines of this name.
fn lines(component: &Component, name: &str) -> Vec<String> {
    component.list(|component| {
        let lines = component.all("NewsLines").flat_map(|lines| lines.all(name));
        lines.filter_map(Element::text).collect()
    })
}

fn line(component: &Component, name: &str) -> Option<String> {
    lines(component, name).into_iter().next()
}

/// The headline of a component: that in the language of the story where it has
/// several.
fn headline(component: &Component, language: Option<Language>) -> Option<String> {
    let all = || component.all("NewsLines").flat_map(|lines| lines.all("HeadLine"));
    let is_in = |line: &&Element| line.attribute("lang").and_then(Language::parse) == language;
    let own = all().filter(is_in).find_map(Element::text);
    own.or_else(|| all().find_map(Element::text))
}

fn identity(article: &mut Article, item: &Element) {
    let identifier = item.find("Identification/NewsIdentifier");
    let said = |name| identifier.and_then(|identifier: &Element| identifier.text_at(name));
    let revision = said("RevisionId");
    article.version = revision.as_deref().and_then(|revision| revision.parse().ok());
    article.agency_id = said("NewsItemId");
    let public = said("PublicIdentifier");
    let public = public.map(|public| without_revision(&public, revision.as_deref()).to_owned());
    let joined = || {
        let parts = [said("ProviderId")?, said("DateId")?, said("NewsItemId")?];
        Some(format!("urn:newsml:{}", parts.join(":")))
    };
    article.uri = public.filter(|public| names_an_item(public)).or_else(joined);
}

/// A public identifier as all revisions of the item have it: it ends in the number
/// of the revision, and in a letter where this one is an update.
fn without_revision<'a>(public: &'a str, revision: Option<&str>) -> &'a str {
    match public.rsplit_once(':') {
        Some((item, last)) if Some(last.trim_end_matches(['N', 'U', 'A'])) == revision => item,
        _ => public,
    }
}

/// Whether a public identifier says more than who published the item.
fn names_an_item(public: &str) -> bool {
    public.split(':').count() > "urn:newsml:provider".split(':').count()
        || !public.starts_with("urn:newsml")
}

fn credits(article: &mut Article, component: &Component, item: &Item) {
    let parties = |name: &str| -> Vec<String> {
        component.list(|component| {
            let metadata = component.all("AdministrativeMetadata");
            let parties = metadata.flat_map(|data| data.all(name)).flat_map(|one| one.all("Party"));
            parties.filter_map(formal_name).collect()
        })
    };
    let party = |name: &str| parties(name).into_iter().next();
    let sender = || item.envelope?.find("SentFrom/Party").and_then(formal_name);
    let provider = || item.item.text_at("Identification/NewsIdentifier/ProviderId");
    article.agency = party("Provider").or_else(sender).or_else(provider).or(article.agency.take());
    let credit = party("Source").or_else(|| line(component, "CreditLine"));
    article.source = credit.or(article.source.take());
    let by = lines(component, "ByLine").join("; ");
    if !by.is_empty() {
        let title = line(component, "ByLineTitle").map(|title| format!(", {title}"));
        article.byline = Some(by + &title.unwrap_or_default());
    }
    // Others sign with the letters that the desk knows them by, or are the agency.
    let creators = parties("Creator").into_iter();
    let agency = article.agency.as_deref();
    let named = creators.filter(|name| name.contains(' ') && Some(name.as_str()) != agency);
    article.authors.extend(named);
}

fn copyright(component: &Component) -> Option<String> {
    component.outwards().find_map(|component| {
        let copyright = component.all("RightsMetadata").find_map(|one| one.find("Copyright"))?;
        let holder = copyright.text_at("CopyrightHolder")?;
        let year = copyright.text_at("CopyrightDate").unwrap_or_default();
        Some(format!("© {year} {holder}"))
    })
}

fn dates(article: &mut Article, management: Option<&Element>, item: &Item) {
    let mut warnings = Vec::new();
    let mut date = |name: &str, text: Option<String>| -> Option<Published> {
        moment::read(name, &text?, item.place.context, &mut warnings)
    };
    let managed = |name| management.and_then(|management| management.text_at(name));
    article.version_created = date("ThisRevisionCreated", managed("ThisRevisionCreated"));
    article.published = date("FirstCreated", managed("FirstCreated"))
        .or(article.version_created)
        .or_else(|| date("DateId", item.item.text_at("Identification/NewsIdentifier/DateId")))
        .or_else(|| date("DateAndTime", item.envelope?.text_at("DateAndTime")))
        .or(article.published);
    article.warnings.extend(warnings);
}

/// Lets the article be used as the item says, now and from a moment on.
fn stand(article: &mut Article, management: &Element, place: Place) {
    for instruction in management.all("Instruction") {
        add_signal(&mut article.signals, &formal_name(instruction).unwrap_or_default());
    }
    let status = management.find("Status").and_then(formal_name).unwrap_or_default();
    let change = management.find("StatusWillChange");
    let future = change.and_then(|change| change.find("FutureStatus")).and_then(formal_name);
    let frees = future.is_some_and(|future| future.eq_ignore_ascii_case("usable"));
    let is = |word: &str| status.eq_ignore_ascii_case(word);
    let mut warnings = Vec::new();
    let mut when = || {
        let text = change.and_then(|change| change.text_at("DateAndTime")).unwrap_or_default();
        moment::read("StatusWillChange", &text, place.context, &mut warnings)
    };
    let (status, embargo) = match change {
        Some(_) if frees && (is("Embargoed") || is("Withheld")) => {
            ("embargoed", when().map_or(Embargo::Open, Embargo::Until))
        }
        Some(_) if !frees => {
            article.expires = when();
            (status.as_str(), Embargo::No)
        }
        _ => (status.as_str(), Embargo::No),
    };
    article.warnings.extend(warnings);
    standing::apply(article, status, embargo);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_revisions_of_an_item_have_one_name() {
        for (public, revision, expected) in [
            ("urn:newsml:a.example:20220910:17:1", Some("1"), "urn:newsml:a.example:20220910:17"),
            ("urn:newsml:a.example:20220910:17:4N", Some("4"), "urn:newsml:a.example:20220910:17"),
            ("urn:newsml:a.example:20220910:17", Some("1"), "urn:newsml:a.example:20220910:17"),
            ("urn:newsml:a.example:20220910:17:2", None, "urn:newsml:a.example:20220910:17:2"),
        ] {
            assert_eq!(without_revision(public, revision), expected);
        }
        for (public, expected) in [
            ("urn:newsml:a.example:17", true),
            ("urn:newsml:a.example", false),
            ("urn:newsml", false),
            ("https://a.example/17", true),
            ("17", true),
        ] {
            assert_eq!(names_an_item(public), expected, "{public}");
        }
    }
}
